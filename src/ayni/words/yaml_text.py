"""A strict reader of YAML: what two programs could read differently is an error, with its line and how to correct
it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

import yaml

from ayni.words.catalogue import AyniError
from ayni.words.reader import LEVELS, MOST, Scalars, decoded, shortened

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


def parse_yaml(content: bytes, where: Path | str, scalars: Scalars = "typed", *, amounts: bool = False) -> Any:
    """As `ayni.words.read_yaml`, of the bytes themselves; `where` names them in errors."""
    decoded(content, where)
    try:
        return _Document(_parser(content), where, scalars == "text", amounts).read()
    except yaml.YAMLError as error:
        mark, position = getattr(error, "problem_mark", None), getattr(error, "position", None)
        line = mark.line + 1 if mark else content[: position or 0].count(b"\n") + 1
        raise AyniError("not_yaml", file=where, line=line) from None


def _parser(content: bytes) -> Any:
    """libyaml's events, or without it those of PyYAML."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)(content)


class _Document:
    """One document built from a parser's events."""

    def __init__(self, parser: Any, where: Path | str, as_text: bool, amounts: bool) -> None:
        self.next: Callable[[], Any] = parser.get_event
        self.where, self.as_text, self.amounts = where, as_text, amounts

    def read(self) -> Any:
        """The value of the one document; None where there is nothing."""
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
                raise AyniError("yaml_twice", file=self.where, line=self.line(event), key=shortened(text))
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
            raise AyniError("yaml_key", file=self.where, line=self.line(event), key=shortened(text))
        return key

    def refuse(self, event: Any) -> NoReturn:
        """Raise AyniError for an anchor, an alias or a tag."""
        if event.anchor is not None:
            raise AyniError("yaml_anchor", file=self.where, line=self.line(event), name=shortened(event.anchor))
        raise AyniError("yaml_tag", file=self.where, line=self.line(event), tag=shortened(event.tag))

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
                value = shortened(text)
                raise AyniError("yaml_too_great", file=self.where, line=self.line(event), value=value, most=MOST)
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
                raise AyniError("yaml_not_finite", file=self.where, line=self.line(event), value=shortened(text))
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
        value = shortened(event.value)
        raise AyniError("yaml_two_readings", file=self.where, line=self.line(event), value=value, one=one, other=other)


def _number(text: str, forms: Iterable[tuple[str, Callable[[str], float]]]) -> str | None:
    """The number that one YAML reads, as text; None where it reads a text."""
    read = next((read for form, read in forms if re.fullmatch(form, text)), None)
    return None if read is None else f"{read(text.replace('_', '')):.15g}"


def _as_text(text: str) -> dict[str, str]:
    return {"es": f"el texto «{shortened(text)}»", "en": f"the text “{shortened(text)}”"}
