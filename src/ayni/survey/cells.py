"""The cells of a file's column: blanks, codes with INE's labels, whole numbers, and amounts of one convention.

A column is held by its distinct cells, so that each is read once however many persons share it. What has two readings,
such as `3.000`, is refused with its place and both; nothing is cut, wrapped or taken for zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from msgspec import Struct, field

from ayni.engine import Array
from ayni.words import AyniError, bare, read_yaml

BLANKS = frozenset({"", "na", "<na>", ".", "null", "nan", "#n/a", "#n/d"})
"""What R, Stata, SAS, Excel and pandas write for a cell without an answer, in small letters."""
_LONGEST_BLANK = max(map(len, BLANKS))
MOST = 1e9
"""A bound on amounts: a larger number must be two columns run together, or a code for a missing value."""

LONGEST_KEY = 64
"""Letters of the longest key of a household or a sampling unit."""

_LABELS = Path(__file__).parent / "labels"
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("ene jan", "feb", "mar", "abr apr", "may", "jun", "jul", "ago aug", "sep set sept", "oct", "nov", "dic dec"), 1
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_WHOLE = re.compile(r"0*([0-9]+)(?:[.,](0+))?")
_CODE = re.compile(r"\[?0*([0-9]+[A-Z]?)\s*[.)\-:\]](\s*[^\W\d_].*|\s*[(¿¡\"“].*[^\W\d_].*|\s+[0-9].*[^\W\d_].*)")
_BARE_CODE = re.compile(r"0*([0-9]+[A-Z]?)")
_DATES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<number>[0-9]{{1,4}})[-/. ]{_MONTH}(?:[-/. ][0-9]{{2,4}})?",
        rf"{_MONTH}[-/. ](?P<number>[0-9]{{1,4}})",
        r"(?P<number>[0-9]{1,4})[-/](?P<second>[0-9]{1,2})(?:[-/][0-9]{1,4})?(?:[T ][0-9:.]+)?",
        r"(?P<number>[0-9]{1,2})\.(?P<second>[0-9]{1,2})\.[0-9]{4}",
        r"(?P<number>[0-9]{1,2}):(?P<second>[0-9]{2})(?::[0-9]{2})?",
    )
)
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_OTHER = {".": ",", ",": "."}
_TWO_READINGS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_MARKS_OF_NUMBERS = re.compile(r"[0-9.,'’ eE+-]+")
_BY_DECIMAL = {decimal: re.compile(rf"[0-9]*{re.escape(decimal)}[0-9]+") for decimal in ".,"}
_PLAIN = {mark: re.compile(rf"(?:[0-9]*(?:{re.escape(mark)}[0-9]+)?\n)*") for mark in ".,"}
"""Numbers, a line each, of digits and this decimal mark."""
_GROUPED = {
    (decimal, thousands): (re.compile(rf"{groups}{re.escape(decimal)}[0-9]+"), re.compile(groups))
    for decimal, other in _OTHER.items()
    for thousands in (other, "'", "’", " ")
    for groups in (rf"[1-9][0-9]{{0,2}}(?:{re.escape(thousands)}[0-9]{{3}})+",)
}
"""A number with marks of thousands, by its decimal mark and them: with decimals, and without."""
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")


class Cells(Struct, frozen=True):
    """A column of a file by its distinct cells.

    `kinds` (k,) are the distinct cells that are not blank: text (stripped), float64, int64 or bool; `places` (n,) is
    the index of each row's cell among them, -1 where it is blank. `dates` says that the file's own type is a date.
    `labels` are the file's own value labels. `rows` numbers the rows as a person sees them, if some were left out.
    """

    name: str
    kinds: Array
    places: Array
    labels: Mapping[Any, str] = field(default_factory=dict)
    dates: bool = False
    first_row: int = 2
    rows: Array | None = None

    def __len__(self) -> int:
        return len(self.places)

    @property
    def is_text(self) -> bool:
        """Whether the cells are text."""
        return self.kinds.dtype == object

    @property
    def blank(self) -> Array:
        """Where there is no answer, (n,)."""
        return self.places < 0

    def texts(self) -> Array:
        """Each row's cell as text, (n,), empty where blank."""
        return self.spread([kind if self.is_text else shown(kind) for kind in self.kinds], "", object)

    def row_of(self, index: int) -> int:
        """The number of a row as a person sees it in the file."""
        return int(self.rows[index]) if self.rows is not None else index + self.first_row

    def spread(self, values: Sequence[Any] | Array, blank: Any, dtype: Any) -> Array:
        """One value for each distinct cell, assigned to the rows that hold it, (n,)."""
        table = np.empty(len(self.kinds) + 1, dtype=dtype)
        table[:-1] = values
        table[-1] = blank
        found: Array = table[self.places]
        return found

    def where(self, kind: int) -> tuple[int, int]:
        """The first row with a kind, as a person numbers it, and how many rows have it."""
        here = self.places == kind
        return self.row_of(int(here.argmax())), int(here.sum())

    def at(self, kind: int) -> dict[str, Any]:
        """The fields of an error about a distinct cell: column, cell, its first row and how many rows hold it."""
        row, rows = self.where(kind)
        return {"column": self.name, "text": shown(self.kinds[kind]), "row": row, "persons": rows}


def text_cells(name: str, kinds: Sequence[str], places: Array, **of_file: Any) -> Cells:
    """A column of text by its distinct cells and the place of each row's among them, -1 where there is none."""
    found, onto = kinds_of(kinds)
    return Cells(name, found, np.append(onto, np.int32(-1))[places], **of_file)


def kinds_of(cells: Sequence[str]) -> tuple[Array, Array]:
    """Cells stripped of spaces, those that mean blank left out, equal ones joined; and each cell's place among them."""
    seen: dict[str, int] = {}
    texts = [(cell if cell.isascii() else cell.translate(_SPACES)).strip() for cell in cells]
    onto = [
        -1 if len(text) <= _LONGEST_BLANK and text.lower() in BLANKS else seen.setdefault(text, len(seen))
        for text in texts
    ]
    return np.array([*seen, None], dtype=object)[:-1], np.array(onto, dtype=np.int32)


def number_cells(name: str, values: Array, **of_file: Any) -> Cells:
    """A column of numbers or of true and false; NaN is blank."""
    there = ~np.isnan(values) if values.dtype.kind == "f" else np.ones(len(values), dtype=bool)
    kinds, inverse = np.unique(values[there], return_inverse=True)
    places = np.full(len(values), -1, dtype=np.int32)
    places[there] = inverse
    return Cells(name, kinds + 0 if kinds.dtype.kind == "f" else kinds, places, **of_file)


def shown(kind: Any) -> str:
    """A cell as an error shows it: numbers as short as they are exact, text cut to forty letters."""
    if isinstance(kind, str):
        return kind if len(kind) <= 40 else kind[:39] + "…"
    if isinstance(kind, (bool, np.bool_)):
        return str(bool(kind))
    number = float(kind)
    return str(int(kind)) if np.isfinite(number) and number == int(number) and abs(number) < 2**63 else repr(number)


# Codes


@cache
def ine_labels(wave: str) -> Mapping[str, Mapping[str, str]]:
    """INE's labels of a wave's coded columns: column → code → label; empty for a wave whose labels are not included."""
    path = _LABELS / f"{wave.lower()}.yaml"
    if not path.exists():
        return {}
    return {column: {str(code): label for code, label in labels.items()} for column, labels in read_yaml(path).items()}


def code_of(text: str) -> tuple[str | None, str | None]:
    """The code at the start of a cell and the label after it; None where absent.

    Read are `1`, `1.0`, `1,0`, `01`, `1.Hombre`, `1. Hombre`, `1) Hombre`, `1 - Hombre` and `[1] Hombre`.
    """
    whole = _WHOLE.fullmatch(text)
    if whole and len(whole[2] or "") != 3:
        return whole[1], None
    code = _BARE_CODE.fullmatch(text)
    if code:
        return code[1], None
    labelled = _CODE.fullmatch(text)
    if labelled and _date(text) is None:
        return labelled[1], labelled[2].strip()
    return None, None


def coded(cells: Cells, known: Mapping[str, str]) -> list[str]:
    """The code of each distinct cell of a coded column, (k,); `known` are INE's labels by code, empty where not known.

    Where the file's own label and its code disagree, the label counts if every label of the column is one of INE's (a
    factor renumbered by R or pandas); otherwise the column is a validation error. A cell without a code is returned as
    its text, so that the caller can recognise it or raise.
    """
    if len(cells.kinds) and (cells.dates or cells.kinds.dtype == bool):
        if cells.dates:
            raise AyniError("date_for_code", **cells.at(0))
        raise AyniError("flag_for_code", **cells.at(0))
    by_label = _codes_by_label(known)
    if not cells.is_text:
        return _numbered(cells, by_label, known)
    found = []
    for kind, text in enumerate(cells.kinds):
        code, label = code_of(text)
        if code is None:
            if _date(text):
                raise AyniError("date_for_code", **cells.at(kind))
            if _two_readings(text):
                first, second = _readings(text)
                raise AyniError("two_readings", **cells.at(kind), first=first, second=second)
            found.append(by_label.get(plain(text), text))
            if found[-1] is text and re.search("[ÃÂ][\u0080-\u00bf\u0192-\u2122]|\ufffd", text):
                raise AyniError("decoded_twice", **cells.at(kind))
            continue
        says = by_label.get(plain(label)) if label else None
        if says is not None and says != code and plain(known.get(code, "")) != plain(label or ""):
            raise AyniError("label_against_code", **cells.at(kind), code=code, label=label, means=says)
        found.append(code)
    return found


def _date(text: str) -> str | None:
    """The number of which a spreadsheet makes such a date, 5.3 for `5.mar`; None for what is no date."""
    for form in _DATES:
        found = form.fullmatch(text)
        if found:
            parts = found.groupdict()
            return f"{int(parts['number'])}.{parts.get('second') or _MONTHS[parts['month'].lower()]}"
    return None


def plain(text: str) -> str:
    """A label without case, accents, marks and doubled spaces."""
    return " ".join(re.sub(r"[^0-9a-zñ]+", " ", bare(text)).split())


def _codes_by_label(known: Mapping[str, str]) -> dict[str, str]:
    """Label → code; a label that two codes share is left out, and with it every doubt about which one is meant."""
    found: dict[str, str] = {}
    twice = set()
    for code, label in known.items():
        name = plain(label)
        if found.setdefault(name, code) != code:
            twice.add(name)
    return {name: code for name, code in found.items() if name and name not in twice}


def _numbered(cells: Cells, by_label: Mapping[str, str], known: Mapping[str, str]) -> list[str]:
    codes = [shown(kind) for kind in cells.kinds]
    own = {shown(value): label for value, label in cells.labels.items() if not isinstance(value, str)}
    says = []
    for code in codes:
        label = own.get(code)
        inside = code_of(label) if label else (None, None)
        says.append(inside[0] or (by_label.get(plain(label)) if label else None))
    wrong = [
        kind
        for kind, (code, said) in enumerate(zip(codes, says, strict=True))
        if said is not None and said != code and plain(known.get(code, "")) != plain(own[code])
    ]
    if not wrong:
        return codes
    if all(said is not None for said in says):
        return [said for said in says if said is not None]
    code = codes[wrong[0]]
    raise AyniError("label_against_code", **cells.at(wrong[0]), code=code, label=own[code], means=says[wrong[0]])


# Numbers


def whole_numbers(cells: Cells, low: float, high: float) -> Array:
    """A column of counts as numbers, (n,), NaN where blank; raises for a fraction, a text and what is out of bounds."""
    values = np.empty(len(cells.kinds))
    for kind, cell in enumerate(cells.kinds):
        match = _WHOLE.fullmatch(cell) if isinstance(cell, str) else None
        if match and len(match[2] or "") != 3:
            values[kind] = float(match[1])
        elif isinstance(cell, str):
            _not_a_number(cells, kind)
        elif cells.kinds.dtype == bool:
            raise AyniError("not_a_number", **cells.at(kind))
        else:
            values[kind] = cell
        if values[kind] != np.floor(values[kind]):
            raise AyniError("not_whole", **cells.at(kind))
        if not low <= values[kind] <= high:
            raise AyniError("not_between", **cells.at(kind), low=shown(low), high=shown(high))
    return cells.spread(values, np.nan, float)


def leading_codes(cells: Cells, known: Mapping[str, str]) -> Array:
    """A coded column as numbers, (n,), NaN where blank; raises for what is no code."""
    values = np.empty(len(cells.kinds))
    for kind, code in enumerate(coded(cells, known)):
        if re.fullmatch("[0-9]+", code) is None:
            _not_a_number(cells, kind)
        values[kind] = float(code)
    return cells.spread(values, np.nan, float)


class Convention(Struct, frozen=True):
    """How a file writes numbers: its decimal mark and its mark of thousands; None where no cell shows one."""

    decimal: str | None = None
    thousands: str | None = None


class _Shown(Struct, frozen=True):
    """What a cell shows of its file's convention."""

    decimal: str | None = None
    thousands: str | None = None
    without_thousands: bool = False


_shown = cache(_Shown)


@cache
def _reading(text: str) -> _Shown | None:
    """What a cell shows; None where it is no number, or where it has two readings and so shows nothing."""
    body = text.lstrip("+-−")
    if len(text) - len(body) > 1:
        return None
    if body.isascii():
        digits, point, rest = body.partition("." if "." in body else ",")
        if digits.isdecimal() and (rest.isdecimal() if point else not rest) and len(rest) != 3:
            return _shown(point or None, None, len(digits.lstrip("0")) > 3)
    if not _MARKS_OF_NUMBERS.fullmatch(body):
        return None
    if _SCIENTIFIC.fullmatch(body):
        mark = next((mark for mark in ".," if mark in body), None)
        return _Shown(decimal=mark)
    for decimal, of_decimal in _BY_DECIMAL.items():
        if of_decimal.fullmatch(body):
            if _two_readings(body):
                return _Shown()
            whole = body.split(decimal)[0].lstrip("0")
            return _Shown(decimal=decimal, without_thousands=len(whole) > 3)
        for thousands in (_OTHER[decimal], "'", "’", " "):
            with_decimals, whole_alone = _GROUPED[decimal, thousands]
            if with_decimals.fullmatch(body):
                return _Shown(decimal=decimal, thousands=thousands)
            if whole_alone.fullmatch(body) and (thousands not in ".," or body.count(thousands) > 1):
                return _Shown(thousands=thousands)
    return None


def _are_plain(texts: Sequence[str] | Array, mark: str) -> bool:
    """Whether all are numbers of digits alone, with at most this mark, of decimals, among them."""
    lines = "\n".join((*texts, ""))
    return lines.count("\n") == len(texts) and _PLAIN[mark].fullmatch(lines) is not None


def _two_readings(text: str) -> bool:
    """Whether a cell is a number of one, two or three digits, a point or comma, and three digits: 3.000, 1,234."""
    return text[-4:-3] in (".", ",") and _TWO_READINGS.fullmatch(text) is not None


def _readings(text: str) -> tuple[str, str]:
    body = text.replace(",", ".")
    return f"{float(body):g}", body.replace(".", "")


def convention(columns: Iterable[Cells]) -> Convention:
    """How a file writes its amounts, from every text cell of these columns.

    Raises, naming the place and both readings, where the cells contradict one another: two decimal marks, two marks of
    thousands, one mark for both, or thousands marked in one number and not in another.
    """
    columns = list(columns)
    texts = [text for cells in columns if cells.is_text for text in cells.kinds]
    for mark in ".,":
        if _are_plain(texts, mark):
            return Convention(mark if any(mark in text and not _two_readings(text) for text in texts) else None)
    decimal: dict[str, list[tuple[Cells, int]]] = {}
    thousands: dict[str, list[tuple[Cells, int]]] = {}
    unmarked: list[tuple[Cells, int]] = []
    for cells in columns:
        if not cells.is_text:
            continue
        for kind, text in enumerate(cells.kinds):
            shows = _reading(text)
            if shows is None:
                continue
            if shows.decimal:
                decimal.setdefault(shows.decimal, []).append((cells, kind))
            if shows.thousands:
                thousands.setdefault(shows.thousands, []).append((cells, kind))
            if shows.without_thousands:
                unmarked.append((cells, kind))
    for ways in (decimal, thousands):
        if len(ways) > 1:
            _refuse_pair(*list(ways.values())[:2])
    for mark in decimal.keys() & thousands.keys():
        _refuse_pair(thousands[mark], decimal[mark])
    if thousands and unmarked:
        _refuse_pair(next(iter(thousands.values())), unmarked)
    return Convention(next(iter(decimal), None), next(iter(thousands), None))


def _refuse_pair(one: list[tuple[Cells, int]], other: list[tuple[Cells, int]]) -> NoReturn:
    """Raise for two ways of writing numbers in one file, naming first a cell that is written in the rarer way."""
    rarer, usual = sorted((one, other), key=lambda way: sum(cells.where(kind)[1] for cells, kind in way[:200]))
    if rarer[0][0].kinds[rarer[0][1]].isdigit():
        rarer, usual = usual, rarer
    (cells, kind), (others, its) = rarer[0], usual[0]
    first, second = _both(cells.kinds[kind])
    raise AyniError(
        "two_conventions", **cells.at(kind), first=first, second=second,
        other=others.name, other_text=shown(others.kinds[its]), other_row=others.where(its)[0],
    )  # fmt: skip


def _both(text: str) -> tuple[str, str]:
    """The two ways to read a number with marks: its first mark as the decimal one, and as that of thousands."""
    parts = re.findall("[0-9]+", text)
    marks = re.findall("[^0-9+−-]", text.strip("+−-"))
    last = parts[-1] if len(set(marks)) > 1 else ""
    whole = "".join(parts[:-1]) if last else "".join(parts)
    return f"{float(f'{parts[0]}.{parts[1]}'):g}", f"{float(f'{whole}.{last}'):.10g}"


def amounts(cells: Cells, of_file: Convention, *, low: float = -MOST, high: float = MOST) -> Array:
    """A column of amounts as numbers, (n,), NaN where blank; raises for all that is not one plain number.

    A cell such as `812.125` has two readings. It is read by the file's decimal mark where another cell of the same
    column can only be read so, and where no such cell ends in a zero that a program would not have printed.
    """
    if len(cells.kinds) and (cells.dates or cells.kinds.dtype == bool):
        if cells.dates:
            raise AyniError("date_for_amount", **cells.at(0), number=shown(cells.kinds[0]))
        raise AyniError("not_a_number", **cells.at(0))
    values = _plain_amounts(cells, of_file) if cells.is_text else cells.kinds.astype(float)
    for kind in np.flatnonzero(~((values >= low) & (values <= high))):
        if not np.isfinite(values[kind]):
            raise AyniError("not_a_number", **cells.at(int(kind)))
        raise AyniError("not_between", **cells.at(int(kind)), low=shown(low), high=shown(high))
    return cells.spread(values + 0.0, np.nan, float)


def _plain_amounts(cells: Cells, of_file: Convention) -> Array:
    doubtful = [kind for kind, text in enumerate(cells.kinds) if _two_readings(text)]
    if doubtful:
        _settle(cells, doubtful, of_file)
    if not of_file.thousands and any(_are_plain(cells.kinds, mark) for mark in ".,"):
        return np.array([float(text.replace(",", ".")) for text in cells.kinds])
    values = np.empty(len(cells.kinds))
    for kind, text in enumerate(cells.kinds):
        if not _two_readings(text) and _reading(text) is None:
            _not_a_number(cells, kind)
        if "E" in text and _SCIENTIFIC.fullmatch(text):
            raise AyniError("rounded_by_excel", **cells.at(kind))
        number = text.replace("−", "-")
        if of_file.thousands:
            number = number.replace(of_file.thousands, "")
        values[kind] = float(number.replace(",", "."))
    return values


def _settle(cells: Cells, doubtful: list[int], of_file: Convention) -> None:
    """Raise for the first doubtful cell unless file and column agree on what its mark is."""
    agreed: dict[str, tuple[bool, bool]] = {}
    for kind in doubtful:
        mark = next(letter for letter in cells.kinds[kind] if letter in ".,")
        if of_file.thousands == mark:
            continue
        if mark not in agreed:
            alike = [text for text in cells.kinds if mark in text]
            clear = any(not _two_readings(text) for text in alike)
            agreed[mark] = clear, clear and all(len(text.split(mark)[-1]) == 3 for text in alike)
        clear, fixed = agreed[mark]
        if of_file.decimal == mark and clear and (fixed or not cells.kinds[kind].endswith("0")):
            continue
        first, second = _readings(cells.kinds[kind])
        raise AyniError("two_readings", **cells.at(kind), first=first, second=second)


def _not_a_number(cells: Cells, kind: int) -> NoReturn:
    text = cells.kinds[kind] if cells.is_text else ""
    number = _date(text)
    if number:
        raise AyniError("date_for_amount", **cells.at(kind), number=number)
    if _two_readings(text):
        first, second = _readings(text)
        raise AyniError("two_readings", **cells.at(kind), first=first, second=second)
    raise AyniError("not_a_number", **cells.at(kind))


# Keys


def keys(cells: Cells) -> Array:
    """A column of keys as text, (n,), whole numbers without leading zeros or decimals, so that all files sort alike.

    Raises for keys that a spreadsheet has turned into powers of ten or numbers of more digits than it holds, and where
    one key is text among numbers.
    """
    if len(cells.kinds) and (cells.dates or cells.kinds.dtype == bool):
        raise AyniError("key_mangled", **cells.at(0))
    texts: list[str] = []
    numbers = []
    for kind, cell in enumerate(cells.kinds):
        if isinstance(cell, str):
            if _SCIENTIFIC.fullmatch(cell):
                raise AyniError("key_mangled", **cells.at(kind))
            match = _WHOLE.fullmatch(cell)
            if len(cell) > LONGEST_KEY:
                raise AyniError("key_mixed", **cells.at(kind))
            numbers.append(match is not None and len(match[2] or "") != 3)
            texts.append(match[1] if match and numbers[-1] else cell)
        else:
            if float(cell) != np.floor(cell) or (cells.kinds.dtype.kind == "f" and abs(cell) >= 2**53):
                raise AyniError("key_mangled", **cells.at(kind))
            numbers.append(True)
            texts.append(str(int(cell)))
    if any(numbers) and not all(numbers):
        rare = sum(numbers) * 2 < len(numbers)
        raise AyniError("key_mixed", **cells.at(numbers.index(rare)))
    if len(set(texts)) < len(texts):
        kind = next(kind for kind, text in enumerate(texts) if text in texts[:kind])
        raise AyniError("key_mixed", **cells.at(kind))
    width = max(map(len, texts), default=1)
    if texts and all(numbers):
        if width > 15 and all(text.endswith("000") for text in texts if len(text) > 15):
            raise AyniError("key_mangled", **cells.at(int(np.argmax([len(text) for text in texts]))))
        texts = [text.zfill(width) for text in texts]
    return cells.spread(texts, "", f"U{width}")
