"""A strict reader of YAML and JSON: what two programs could read differently is an error, with its line and how to
correct it."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NoReturn

from ayni.words import bundle
from ayni.words.catalogue import AyniError
from ayni.words.writer import note_read

LEVELS = 32
"""Of mappings and lists within one another."""
LARGEST = 4_000_000
"""Bytes of a file."""
MOST = 2**53
"""The greatest whole number: above it, a number of the computer no longer tells every one apart."""

Scalars = Literal["typed", "text"]
"""Whether what is not in quotes becomes a number, a date or a truth, or stays as it was written."""

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_TRUTHS_TO_SOME = {
    form: truth
    for truth, words in (("true", ("y", "yes", "on")), ("false", ("n", "no", "off")))
    for word in words
    for form in (word, word.capitalize(), word.upper())
}
_MERGE = "<<"
_BEGINS = frozenset("0123456789+-.<=")
"""With what a scalar begins that can be other than text, words apart."""
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]*([eE][-+][0-9]+)?|\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9].*")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def _sixtieths(text: str) -> float:
    number = 0.0
    for part in text.lstrip("+-").split(":"):
        number = number * 60 + float(part)
    return -number if text[0] == "-" else number


_BY_1_1: tuple[tuple[str, Callable[[str], float]], ...] = (
    (r"[-+]?0[0-7_]+", lambda text: int(text, 8)),
    (r"[-+]?[1-9][0-9_]*", int),
    (r"[-+]?0x_*[0-9a-fA-F][0-9a-fA-F_]*", lambda text: int(text, 16)),
    (r"[-+]?0b_*[01][01_]*", lambda text: int(text, 2)),
    (r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?", _sixtieths),
    (r"([-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)([eE][-+][0-9]+)?", float),
)
"""What YAML 1.1, as its programs have it, takes for a number beside `_WHOLE` and `_DECIMAL`."""
_BY_1_2: tuple[tuple[str, Callable[[str], float]], ...] = (
    (r"[-+]?[0-9]+", int),
    (r"0x[0-9a-fA-F]+", lambda text: int(text, 16)),
    (r"0o[0-7]+", lambda text: int(text, 8)),
    (r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?", float),
)
"""What the core schema of YAML 1.2 takes for one."""
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}")


def read_yaml(path: Path, scalars: Scalars = "typed", *, amounts: bool = False) -> Any:
    """The content of a YAML file.

    Mappings, lists, texts, whole numbers, decimals, truths (true, false), days (2026-01-31) and null; keys are texts,
    whole numbers or days. With `scalars="text"` whatever is not a mapping or a list is the text that was written. With
    `amounts`, a decimal such as 2.000 is refused, which a Bolivian form reads as two thousand.

    Raises AyniError, naming the file and the line, for what is no YAML and for what is no single thing: a key that
    stands twice, a scalar that YAML 1.1 and 1.2 read differently (`0764`, `8:20`, `1e3`, `ON`), a date that is none, a
    number that is not finite or above `MOST`, an anchor, an alias, a merge key, a tag, a second document, more than
    `LEVELS` or `LARGEST`.
    """
    content = _content(path)
    key = bundle.key_of(path, f"{scalars} amounts" if amounts else scalars)
    if key is None:
        return parse_yaml(content, path, scalars, amounts=amounts)
    try:
        return bundle.bundled(key, content)
    except LookupError:
        value = parse_yaml(content, path, scalars, amounts=amounts)
        bundle.keep(key, content, value)
        return value


def parse_yaml(content: bytes, where: Path | str, scalars: Scalars = "typed", *, amounts: bool = False) -> Any:
    """As `read_yaml`, of the bytes themselves; `where` names them in errors."""
    import yaml

    _decoded(content, where)
    try:
        return _Document(_parser(content), where, scalars == "text", amounts).read()
    except yaml.YAMLError as error:
        mark, position = getattr(error, "problem_mark", None), getattr(error, "position", None)
        line = mark.line + 1 if mark else content[: position or 0].count(b"\n") + 1
        raise AyniError("not_yaml", file=where, line=line) from None


def read_json(path: Path, *, numbers_as_text: bool = False) -> Any:
    """The content of a JSON file, as strictly as `parse_json`; raises naming the file."""
    text = _decoded(_content(path), path)
    try:
        return _json(text, numbers_as_text=numbers_as_text)
    except _TwiceError as error:
        raise AyniError("json_twice", file=path, key=error) from None
    except (ValueError, RecursionError) as error:
        raise AyniError("not_json", file=path, line=getattr(error, "lineno", 1)) from None


def parse_json(content: bytes) -> Any:
    """The value of a JSON text in UTF-8 that somebody sends.

    Raises AyniError for what is no JSON, a key given twice, a number that is not finite, a lone surrogate, a NUL, and
    more than `LEVELS`.
    """
    try:
        return _json(content.decode())
    except _TwiceError as error:
        raise AyniError("sent_twice", key=error) from None
    except (ValueError, RecursionError):
        raise AyniError("sent_no_json") from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            note_read(os.fstat(file.fileno()))
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise AyniError("cannot_read", file=path, reason=error.strerror or error) from None
    if len(content) > LARGEST:
        raise AyniError("file_too_large", file=path, most=LARGEST // 1_000_000)
    return content


def _decoded(content: bytes, where: Path | str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AyniError("not_utf8", file=where, line=content[: error.start].count(b"\n") + 1) from None


# ---- YAML


def _parser(content: bytes) -> Any:
    """libyaml's events, or without it those of PyYAML."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)(content)


class _Document:
    """One document built from a parser's events."""

    def __init__(self, parser: Any, where: Path | str, as_text: bool, amounts: bool) -> None:
        self.next: Callable[[], Any] = parser.get_event
        self.where, self.as_text, self.amounts = where, as_text, amounts

    def read(self) -> Any:
        """The value of the one document; None where there is nothing."""
        import yaml

        self.scalar, self.mapping = yaml.ScalarEvent, yaml.MappingStartEvent
        self.end = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        self.alias = yaml.AliasEvent
        self.next()
        if isinstance(self.next(), yaml.StreamEndEvent):
            return None
        found = self.value(self.next(), LEVELS)
        self.next()
        if not isinstance(event := self.next(), yaml.StreamEndEvent):
            raise AyniError("yaml_documents", file=self.where, line=self.line(event))
        return found

    def line(self, event: Any) -> int:
        """The line, from one, on which an event stands."""
        return int(event.start_mark.line) + 1

    def value(self, event: Any, levels: int) -> Any:
        """What an event begins: a mapping, a list or a scalar."""
        if event.__class__ is self.scalar:
            if event.anchor is not None or event.tag is not None:
                self.refuse(event)
            return self.read_scalar(event)
        if event.__class__ is self.alias or event.anchor is not None or event.tag is not None:
            self.refuse(event)
        if not levels:
            raise AyniError("too_many_levels", file=self.where, line=self.line(event), levels=LEVELS)
        if event.__class__ is self.mapping:
            return self.read_mapping(levels)
        found = []
        while (event := self.next()).__class__ not in self.end:
            found.append(self.value(event, levels - 1))
        return found

    def read_mapping(self, levels: int) -> dict[Any, Any]:
        """A mapping, each key of it once."""
        found: dict[Any, Any] = {}
        seen: set[str] = set()
        while (event := self.next()).__class__ not in self.end:
            key = self.key(event)
            if (text := str(key)) in seen:
                raise AyniError("yaml_twice", file=self.where, line=self.line(event), key=_short(text))
            seen.add(text)
            found[key] = self.value(self.next(), levels - 1)
        return found

    def key(self, event: Any) -> Any:
        """A name, a whole number or a day."""
        if event.__class__ is not self.scalar or event.anchor is not None or event.tag is not None:
            if event.__class__ is self.scalar or event.__class__ is self.alias:
                self.refuse(event)
            raise AyniError("yaml_key", file=self.where, line=self.line(event), key="[…]")
        text: str = event.value
        if not event.implicit[0]:
            return self.checked(event)
        if text == _MERGE:
            raise AyniError("yaml_merge", file=self.where, line=self.line(event))
        if self.as_text or text in _TRUTHS_TO_SOME:
            return text
        key = self.read_scalar(event)
        if key is None or isinstance(key, bool | float):
            raise AyniError("yaml_key", file=self.where, line=self.line(event), key=_short(text))
        return key

    def refuse(self, event: Any) -> NoReturn:
        """Raise AyniError for an anchor, an alias or a tag."""
        if event.anchor is not None:
            raise AyniError("yaml_anchor", file=self.where, line=self.line(event), name=_short(event.anchor))
        raise AyniError("yaml_tag", file=self.where, line=self.line(event), tag=_short(event.tag))

    def checked(self, event: Any) -> str:
        """A text, without NUL."""
        text: str = event.value
        if "\0" in text:
            raise AyniError("not_yaml", file=self.where, line=self.line(event))
        return text

    def read_scalar(self, event: Any) -> Any:
        """A text in quotes or a block, or what a plain scalar says."""
        if not event.implicit[0]:
            return self.checked(event)
        text: str = event.value
        if text in _WORDS:
            return text if self.as_text else _WORDS[text]
        if text[0] in _BEGINS:
            found = self.number_or_day(text, event)
            return text if self.as_text else found
        if text in _TRUTHS_TO_SOME and not self.as_text:
            self.two_readings(event, _TRUTHS_TO_SOME[text], _as_text(text))
        return text

    def number_or_day(self, text: str, event: Any) -> Any:
        """A whole number, a decimal, a day, or a text that is none of them and could not be taken for one."""
        if _WHOLE.fullmatch(text):
            if len(text) > 20 or abs(int(text)) > MOST:
                raise AyniError("yaml_too_great", file=self.where, line=self.line(event), value=_short(text), most=MOST)
            return int(text)
        if _DATE.fullmatch(text):
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                raise AyniError("yaml_no_date", file=self.where, line=self.line(event), value=text) from None
        if _DECIMAL.fullmatch(text):
            if self.amounts and _GROUPED.fullmatch(text):
                self.two_readings(event, text.replace(".", ""), f"{float(text):g}")
            if (number := float(text)) in (float("inf"), float("-inf")):
                raise AyniError("yaml_not_finite", file=self.where, line=self.line(event), value=_short(text))
            return number
        if _NOT_FINITE.fullmatch(text):
            raise AyniError("yaml_not_finite", file=self.where, line=self.line(event), value=text)
        if text in (_MERGE, "="):
            raise AyniError("yaml_merge", file=self.where, line=self.line(event))
        if _TIME.fullmatch(text):
            self.two_readings(
                event, {"es": f"{text[:10]} con su hora", "en": f"{text[:10]} with its hour"}, _as_text(text)
            )
        one, other = (_number(text, forms) for forms in (_BY_1_1, _BY_1_2))
        if one or other:
            self.two_readings(event, one or _as_text(text), _as_text(text) if one == other else other or _as_text(text))
        return text

    def two_readings(self, event: Any, one: Any, other: Any) -> NoReturn:
        """Raise AyniError for a value that could be read in two ways, with both readings."""
        value = _short(event.value)
        raise AyniError("yaml_two_readings", file=self.where, line=self.line(event), value=value, one=one, other=other)


def _number(text: str, forms: Iterable[tuple[str, Callable[[str], float]]]) -> str | None:
    """The number that one YAML reads, as text; None where it reads a text."""
    read = next((read for form, read in forms if re.fullmatch(form, text)), None)
    return None if read is None else f"{read(text.replace('_', '')):.15g}"


def _as_text(text: str) -> dict[str, str]:
    return {"es": f"el texto «{_short(text)}»", "en": f"the text “{_short(text)}”"}


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


# ---- JSON


class _TwiceError(ValueError):
    """A key of one object for the second time."""


def _json(text: str, *, numbers_as_text: bool = False) -> Any:
    found = json.loads(
        text, object_pairs_hook=_once, parse_constant=_no_constant,
        parse_float=str if numbers_as_text else _finite, parse_int=str if numbers_as_text else None,
    )  # fmt: skip
    _check(found, LEVELS)
    return found


def _check(value: Any, levels: int) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError
        value.encode()
    elif isinstance(value, list | dict):
        if not levels:
            raise ValueError
        for each in _parts(value):
            _check(each, levels - 1)


def _parts(value: list[Any] | dict[str, Any]) -> Iterator[Any]:
    yield from value
    if isinstance(value, dict):
        yield from value.values()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(_short(name).encode("utf-8", "replace").decode())
        found[name] = value
    return found


def _no_constant(_constant: str) -> NoReturn:
    raise ValueError


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError
    return number
