"""Delimited text (csv) on NumPy: found in bytes a stretch at a time, decoded once for each distinct cell.

The separators `; , |` and tab, a title or `sep=` line above the header, quoted cells, UTF-8, UTF-16, Latin-1 and the
code pages of DOS and Mac. Rows that are not as long as the header are refused with their number.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array
from ayni.survey.cells import Cells, kinds_of
from ayni.survey.distinct import SPARE, Distinct
from ayni.words import AyniError
from ayni.words.progress import tell

STRETCH = 1 << 20
"""Bytes looked at in one go, few enough to stay near the processor."""

_SEPARATORS = ";,\t|"
_LINE, _RETURN, _QUOTE, _SPACE = b'\n\r" '
FEW_QUOTES = 256
LONGEST = 1 << 15
"""Bytes of the longest cell that is read, about what a spreadsheet holds in one."""


class Delimited(Struct, frozen=True):
    """A delimited text: its header and where the rows begin."""

    path: Path
    content: bytes
    """One byte a separator: UTF-8 or a code page of one byte a letter."""
    encoding: str
    separator: str
    header: list[str]
    """Names without spaces around them, empty where there is none; nameless columns at the end are left out."""
    start: int
    """Where the first row begins."""
    first_row: int
    """Its number as a person sees it."""
    quotes: bool
    """Whether quotation marks enclose cells."""
    written_in: str
    """The original encoding of the file."""
    header_start: int
    """Where the header begins: what stands above it ends there."""

    def read(self, wanted: list[str]) -> dict[str, Cells]:
        """The columns of these names as the header has them."""
        rows = _Rows(self, [self.header.index(name) for name in wanted])
        distinct = Distinct()
        numbers = [np.zeros((len(wanted), 0), dtype=np.int32)]
        for buffer, starts, ends in rows.stretches():
            numbers.append(np.zeros(starts.shape, dtype=np.int32))
            letters, starts, long = np.frombuffer(buffer, dtype=np.uint8), starts.ravel(), (ends - starts).ravel()
            filled = np.flatnonzero((long > 1) | ((long == 1) & (letters.take(starts) != _SPACE)))
            starts, long = starts[filled], long[filled]
            if (too_long := filled[long > LONGEST]).size:
                row = rows.number_of(int(too_long[0]) % ends.shape[1])
                raise AyniError("cell_too_long", file=self.path, row=row)
            numbers[-1].ravel()[filled] = distinct.numbers(buffer, starts, long)
        cells = _decoded(distinct.cells(), self.encoding)
        of_file = {"first_row": self.first_row, "rows": np.concatenate(rows.numbers) if rows.skipped else None}
        columns = (np.concatenate([each[at] for each in numbers]) for at in range(len(wanted)))
        return {name: _column(name, column, cells, of_file) for name, column in zip(wanted, columns, strict=True)}

    def rows(self) -> list[list[str]]:
        """Every row as texts, for a small file: cells without the spaces and quotation marks around them."""
        rows = _Rows(self)
        return [
            [_unquoted(_decode(buffer[a:b], self.encoding)) for a, b in zip(begin, end, strict=True)]
            for buffer, starts, ends in rows.stretches()
            for begin, end in zip(starts.T.tolist(), ends.T.tolist(), strict=True)
        ]

    def row_numbers(self) -> Array:
        """The number of each row as a person sees it, (n_rows,)."""
        rows = _Rows(self)
        for _ in rows.stretches():
            pass
        return np.concatenate(rows.numbers) if rows.numbers else np.empty(0, dtype=np.int64)

    def written(self, rows: Iterable[Sequence[str]]) -> bytes:
        """Rows, the header among them, as this file is written: what stands above, separator, line ends, encoding."""
        above = _decode(self.content[: self.header_start], self.encoding)
        text = io.StringIO()
        end = "\r\n" if b"\r\n" in self.content else "\n"
        csv.writer(text, delimiter=self.separator, lineterminator=end).writerows(rows)
        return (above + text.getvalue()).encode(self.written_in, "replace")


def delimited(path: Path, content: bytes) -> Delimited:
    """The delimited text in a file's content; raises for an encoding, a header or a shape that cannot be read."""
    came = content[:4]
    content, encoding = one_byte_text(path, content)
    if b"\n" not in content and b"\r" in content:
        content = content.replace(b"\r", b"\n")
    if content.lstrip()[:1] in (b"<", b"{", b"["):  # a page or JSON under another name
        raise AyniError("unknown_format", file=path)
    start, above, separator = _header_line(content)
    end = _line_end(content, start)
    line = content[start:end].decode(encoding, "replace").rstrip("\r")
    names = [" ".join(name.split()) for name in split(line, separator)]
    while names and not names[-1]:
        names.pop()
    filled = [name for name in names if name]
    named = sum(name[0].isalpha() or name[0] == "_" for name in filled)
    if not filled or named * 3 < len(filled) * 2 or max(map(len, filled)) > 1000:
        raise AyniError("no_header", file=path)
    found = Delimited(
        path, content, encoding, separator, names, min(end + 1, len(content)), above + 2,
        quotes=False, written_in=_written_in(came, encoding), header_start=start,
    )  # fmt: skip
    return replace(found, quotes=_encloses(found)) if b'"' in content else found


def _written_in(first: bytes, encoding: str) -> str:
    if first.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8" if encoding == "ascii" else encoding


def split(line: str, separator: str) -> list[str]:
    """The cells of one line, without the marks around them."""
    if '"' not in line:
        return line.split(separator)
    cells, cell, inside = [], "", False
    for letter in line:
        if letter == '"':
            inside = not inside
        if letter == separator and not inside:
            cells.append(_unquoted(cell))
            cell = ""
        else:
            cell += letter
    return [*cells, _unquoted(cell)]


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


# The letters


def one_byte_text(path: Path, content: bytes) -> tuple[bytes, str]:
    """The content in UTF-8 or a code page of one byte a letter, and which; raises where no encoding reads all of it."""
    for mark, name in ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
                       (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if content.startswith(mark):
            return _narrow(path, content, name), "utf-8"
    if content.startswith(codecs.BOM_UTF8):
        content = content[3:]
    if b"\0" in content:
        sample = np.frombuffer(content, dtype=np.uint8, count=min(len(content), 4096)) == 0
        even, odd = sample[::2].mean(), sample[1::2].mean()
        if max(even, odd) > 0.7 and min(even, odd) < 0.05:
            return _narrow(path, content, "utf-16-le" if odd > even else "utf-16-be"), "utf-8"
        raise AyniError("unknown_format", file=path)
    if content.isascii():
        return content, "ascii"
    wrong = _not_utf8(content)
    if wrong is None:
        return content, "utf-8"
    if wrong >= len(content) - 3 and any(byte > 0xC1 for byte in content[wrong:]) and not content[:wrong].isascii():
        raise AyniError("truncated", file=path)
    return content, _code_page(path, content)


def _narrow(path: Path, content: bytes, encoding: str) -> bytes:
    try:
        text = content.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError:
        raise AyniError("truncated", file=path) from None
    if "\0" in text:
        raise AyniError("unknown_format", file=path)
    return text.encode()


def _not_utf8(content: bytes) -> int | None:
    """Where the content stops being UTF-8; None where it is throughout."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(0, len(content), STRETCH):
        piece = content[at : at + STRETCH]
        try:
            decoder.decode(piece, final=at + STRETCH >= len(content))
        except UnicodeDecodeError as error:
            return at + error.start
    return None


_LETTERS = {
    "cp1252": bytes.fromhex("c1c9cdd3dad1e1e9edf3fafcf1dc"),
    "cp850": bytes.fromhex("81829091a1a2a3a4a5b5"),
    "mac_roman": bytes.fromhex("878e92979c96"),
}
"""Bytes that are Spanish accented letters in one code page and rarely follow a letter in the others."""


def _code_page(path: Path, content: bytes) -> str:
    """The code page of one byte a letter in which the accented letters stand inside words."""
    letters = np.frombuffer(content, dtype=np.uint8)
    seen, pairs = np.zeros(256, dtype=np.int64), 0
    for at in range(0, len(letters), STRETCH):
        high = at + np.flatnonzero(letters[at : at + STRETCH] > 127)
        letter = letters[high]
        before, after = letters[np.maximum(high - 1, 0)] | 0x20, letters[np.minimum(high + 1, len(letters) - 1)]
        seen += np.bincount(letter[(before >= ord("a")) & (before <= ord("z"))], minlength=256)
        pairs += int(((letter == 0xC3) & (after > 127) & (after < 0xC0)).sum())
    counts = {page: int(seen[list(of_page)].sum()) for page, of_page in _LETTERS.items()}
    best = max(counts, key=lambda page: counts[page])
    others = sum(counts.values()) - counts[best]
    if others * 20 > counts[best] or pairs * 20 > max(counts[best], 1):
        row = 1 + content.count(b"\n", 0, int((letters > 127).argmax()))
        raise AyniError("mixed_encodings", file=path, row=row)
    return best


def _decode(raw: bytes, encoding: str) -> str:
    if encoding != "cp1252":
        return raw.decode(encoding, "replace")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _decoded(cells: Collection[bytes], encoding: str) -> list[str]:
    """What `_decode` makes of each; no cell holds a null character, which stands between them."""
    try:
        return b"\0".join(cells).decode(encoding).split("\0") if cells else []
    except UnicodeDecodeError:
        return [_decode(cell, encoding) for cell in cells]


# The header


def _line_end(content: bytes, at: int) -> int:
    """Where the line that begins at a byte ends, passing over line breaks inside quotation marks of the header."""
    end = content.find(b"\n", at)
    if end < 0:
        return len(content)
    while content.count(b'"', at, end) % 2 and end - at < 1 << 20:
        further = content.find(b"\n", end + 1)
        if further < 0:
            break
        end = further
    return end


def _header_line(content: bytes) -> tuple[int, int, str]:
    """Where the header begins, how many lines stand above it, and the separator."""
    lines: list[tuple[int, str]] = []
    at = 0
    while at < len(content) and len(lines) < 20:
        end = content.find(b"\n", at)
        end = len(content) if end < 0 else end
        lines.append((at, content[at : min(end, at + (1 << 20))].decode("latin-1").rstrip("\r")))
        at = end + 1
    above, separator = 0, None
    told = re.fullmatch(r'"?sep=(.)"?[;,\t| ]*', lines[0][1], re.IGNORECASE)
    if told:
        separator, above = told[1], 1
    while above < len(lines) - 1 and not lines[above][1].strip(_SEPARATORS + ' "'):
        above += 1
    rest = lines[above:]
    if separator is None:
        typical = {mark: sorted(_count(line, mark) for _, line in rest if line.strip()) for mark in _SEPARATORS}
        middle = {mark: counts[(len(counts) - 1) // 2] if counts else 0 for mark, counts in typical.items()}
        separator = max(_SEPARATORS, key=lambda mark: middle[mark])
        if middle[separator] < 3:
            above += _narrow_title(rest)
            header, *below = (line for _, line in lines[above:])
            separator = max(
                _SEPARATORS,
                key=lambda mark: (_count(header, mark), max(map(_count, below, mark * len(below)), default=0)),
            )
            return lines[above][0], above, separator
    for at, (_, line) in enumerate(rest):
        if sum(bool(cell.strip()) for cell in split(line, separator)) > 2 or len(rest) < 2 or told:
            above += at
            break
    return lines[above][0], above, separator


def _narrow_title(lines: list[tuple[int, str]]) -> int:
    """How many lines, 0 or 1, stand above the header of a text of few columns."""
    if len(lines) < 3:
        return 0
    first, second, third = (line for _, line in lines[:3])
    for mark in _SEPARATORS:
        wide = _count(second, mark)
        filled = [cell for cell in split(first, mark) if cell.strip()]
        names = [cell for cell in split(second, mark) if cell.strip()]
        if (
            wide
            and len(filled) == 1
            and wide == _count(third, mark)
            and not any(re.match(r"[\d(+-]", n.strip()) for n in names)
        ):
            return 1
    return 0


def _count(line: str, mark: str) -> int:
    return len(split(line, mark)) - 1 if '"' in line else line.count(mark)


# The rows


def _encloses(text: Delimited) -> bool:
    """Whether the quotation marks enclose cells throughout, each opening after a separator and closing before one."""
    separator = ord(text.separator)
    inside = 0
    for at in range(text.start, len(text.content), STRETCH):
        low, high = max(at - 1, text.start), min(at + STRETCH + 1, len(text.content))
        piece = np.frombuffer(text.content, dtype=np.uint8, count=high - low, offset=low)
        marks = _quotes(text.content[low:high], piece)
        marks = marks[(marks + low >= at) & (marks + low < at + STRETCH)]
        if not len(marks):
            continue
        opening = (np.arange(len(marks)) + inside) % 2 == 0
        before = np.where(marks > 0, piece[marks - 1], _LINE)
        after = np.where(marks + 1 < len(piece), piece[np.minimum(marks + 1, len(piece) - 1)], _LINE)
        outer = (separator, _LINE, _QUOTE, _RETURN, _SPACE)
        fits = np.where(opening, np.isin(before, outer), np.isin(after, outer))
        if not fits.all():
            return False
        inside = (inside + len(marks)) % 2
    return inside == 0


def _quotes(text: bytes, letters: Array) -> Array:
    """Where quotation marks stand among the letters of a text; a few are found quicker one after another."""
    found = [text.find(b'"', 0, len(letters))]
    while found[-1] >= 0 and len(found) < FEW_QUOTES:
        found.append(text.find(b'"', found[-1] + 1, len(letters)))
    return np.array(found[:-1], dtype=np.int64) if found[-1] < 0 else np.flatnonzero(letters == _QUOTE)


class _Rows:
    """The rows of a text, a stretch at a time: where each cell of the wanted columns, else of all, begins and ends."""

    def __init__(self, text: Delimited, wanted: Sequence[int] | None = None) -> None:
        self.text = text
        self.width = len(text.header)
        self.wanted = np.array(range(self.width) if wanted is None else wanted, dtype=np.int64)[:, None]
        self.seen = 0
        self.skipped = False
        self.numbers: list[Array] = []

    def stretches(self) -> Iterator[tuple[bytes, Array, Array]]:
        """Each stretch of whole rows with spare bytes behind it, and where its cells begin and end, (columns, rows)."""
        content, at, size = self.text.content, self.text.start, STRETCH
        while at < len(content):
            last = at + size >= len(content)
            buffer = content[at : at + size + SPARE]
            if last:
                buffer += (b"" if buffer.endswith(b"\n") else b"\n") + bytes(SPARE)
            letters = np.frombuffer(buffer, dtype=np.uint8)[:-SPARE]
            is_break = letters == _LINE
            breaks = np.flatnonzero(is_break)
            marks = self._marks(buffer, letters, is_break)
            lines = np.searchsorted(marks, breaks)
            lines = lines[marks[np.minimum(lines, len(marks) - 1)] == breaks] if len(marks) else lines[:0]
            if not len(lines):
                if last:  # a quotation mark that never closes
                    self._ragged(0, 0, last=True)
                size *= 2
                continue
            marks = marks[: lines[-1] + 1]
            starts, ends = self._cells(letters, marks, lines, last)
            yield buffer, starts, ends
            at += int(marks[-1]) + 1
            tell("reading", at, len(content))
            size = STRETCH

    def number_of(self, row: int) -> int:
        """The number of a row of the last stretch as a person sees it."""
        return int(self.numbers[-1][row])

    def _marks(self, buffer: bytes, letters: Array, is_break: Array) -> Array:
        """Where separators and line ends are, those inside quotation marks apart."""
        is_break |= letters == ord(self.text.separator)
        marks: Array = np.flatnonzero(is_break)
        if not self.text.quotes:
            return marks
        quotes = np.searchsorted(marks, _quotes(buffer, letters))
        opened, closed = quotes[::2], np.append(quotes[1::2], np.full(len(quotes) % 2, len(marks)))
        around = opened != closed
        if not around.any():
            return marks
        bounds = zip([0, *closed[around].tolist()], [*opened[around].tolist(), len(marks)], strict=True)
        return np.concatenate([marks[a:b] for a, b in bounds])

    def _cells(self, letters: Array, marks: Array, lines: Array, last: bool) -> tuple[Array, Array]:
        n = self.width
        counts = np.diff(lines, prepend=-1)
        begins = np.concatenate([[0], marks[lines[:-1]] + 1])
        content = marks[lines] - begins - (counts - 1)
        empty = np.zeros(len(lines), dtype=bool)
        for line in np.flatnonzero(content <= np.maximum(counts, 2)):
            text = letters[begins[line] : marks[lines[line]]].tobytes()
            empty[line] = not text.strip(self.text.separator.encode() + b' \t\r"')
        kept = np.flatnonzero(~empty)
        self.skipped |= len(kept) < len(lines)
        self.numbers.append(self.text.first_row + self.seen + kept)
        for line in np.flatnonzero(~empty & (counts != n)):
            extra = marks[lines[line] - counts[line] + n] if counts[line] > n else -1
            cut = b"" if extra < 0 else letters[extra : marks[lines[line]]].tobytes()
            if extra < 0 or cut.strip(self.text.separator.encode() + b' \t\r"'):
                self._ragged(int(line), int(counts[line]), last=last and line == len(lines) - 1)
        self.seen += len(lines)
        at = (lines - counts + 1)[kept] + self.wanted
        return np.where(at > 0, marks.take(at - 1) + 1, 0), marks.take(at)

    def _ragged(self, line: int, cells: int, *, last: bool) -> NoReturn:
        row = self.text.first_row + self.seen + line
        if last and cells < self.width:
            raise AyniError("row_cut", file=self.text.path, row=row)
        raise AyniError("ragged", file=self.text.path, row=row, cells=cells, columns=self.width)


def _column(name: str, numbers: Array, cells: Sequence[str], of_file: Mapping[str, Any]) -> Cells:
    """A column by the number of each row's cell, (n,); its kinds stand as the rows meet them, so that an error names
    the first."""
    first = np.full(len(cells), len(numbers), dtype=np.int32)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    met = np.flatnonzero(first < len(numbers))
    met = met[first[met].argsort()]
    kinds, first[met] = kinds_of([_unquoted(cell) if '"' in (cell := cells[each]) else cell for each in met.tolist()])
    return Cells(name, kinds, first.take(numbers), **of_file)
