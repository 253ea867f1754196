"""Declared shapes of files: a class has a field for each key, and a mistake in a file is reported with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from ayni.engine.errors import fault, nearest, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    Text = Mapping[str, str]
    """The same in each language."""
else:

    class Text(dict):
        """The same in each language."""


_S = TypeVar("_S")


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of a file or of a part of one: a field for each key, required where it has no default."""


class Named(Shape, frozen=True, kw_only=True):
    """A part of a file whose name stands beside its other keys, one key for each language: `en: Amount`."""

    text: Text


def shaped(kind: type[_S], raw: Any, where: Path | str, place: str = "", *, languages: Collection[str]) -> _S:
    """Convert the content of a file to the class that declares its shape.

    `where` names the file in errors, and `place` the key at which this content stands. Every text must be in all of the
    `languages` and no other. Raises EngineError naming the file and the key: one that is unknown (with the nearest),
    missing, of the wrong type, with a value that it cannot have, or without one of the languages.
    """

    def text(kind: type[Any], raw: Any) -> Any:
        if kind is Text and _is_text(raw, languages):
            return kind(raw)
        raise ValueError(raw)

    try:
        return msgspec.convert(raw, kind, dec_hook=text)
    except msgspec.ValidationError as error:
        from msgspec import inspect

        found = next(_Faults(where, languages).of(inspect.type_info(kind), raw, place), None)
        raise found or fault("shape_other", file=where, reason=error) from None


def named(raw: Any, languages: Collection[str]) -> Any:
    """The content of a `Named` part of a file, with the keys of its languages gathered in one key, `text`."""
    if not isinstance(raw, dict) or "text" in raw:
        return raw
    text = {language: raw[language] for language in languages if language in raw}
    return {"text": text, **{key: value for key, value in raw.items() if key not in text}}


def _is_text(raw: Any, languages: Collection[str]) -> bool:
    if not isinstance(raw, dict) or set(raw) != set(languages):
        return False
    return all(isinstance(value, str) and value for value in raw.values())


class _Faults:
    """What is wrong with a value of a shape, place by place."""

    def __init__(self, where: Path | str, languages: Collection[str]) -> None:
        self.where = where
        self.languages = languages

    def of(self, kind: Any, raw: Any, place: str) -> Iterator[Exception]:
        """The faults of a value, the first of each part first."""
        from msgspec import inspect

        match kind:
            case inspect.StructType() if isinstance(raw, dict):
                yield from self.of_keys(kind, raw, place)
            case inspect.DictType(key_type=inspect.LiteralType(values=values)) if isinstance(raw, dict) and set(
                values
            ) == set(self.languages):
                yield from self.of_text(raw, place)
            case inspect.DictType() if isinstance(raw, dict):
                yield from self.of_names(kind, raw, place)
            case inspect.CustomType() if isinstance(raw, dict):
                yield from self.of_text(raw, place)
            case inspect.ListType() | inspect.VarTupleType() if isinstance(raw, list | tuple):
                if len(raw) < (kind.min_length or 0):
                    yield fault("shape_empty", file=self.where, key=place)
                for position, each in enumerate(raw):
                    yield from self.of(kind.item_type, each, f"{place}[{position}]")
            case inspect.TupleType() if isinstance(raw, list | tuple):
                if len(raw) != len(kind.item_types):
                    yield fault("shape_length", file=self.where, key=place, length=len(kind.item_types), found=len(raw))
                for position, (item, each) in enumerate(zip(kind.item_types, raw, strict=False)):
                    yield from self.of(item, each, f"{place}[{position}]")
            case inspect.UnionType():
                yield from self.of_several(kind.types, raw, place)
            case inspect.LiteralType():
                if raw not in kind.values:
                    yield self.not_a_value(kind.values, raw, place)
            case _ if _kind_of(raw) not in _kinds(kind):
                yield self.of_another_kind([kind], raw, place)
            case inspect.StrType() if len(raw) < (kind.min_length or 0):
                yield fault("shape_empty", file=self.where, key=place)

    def of_keys(self, kind: Any, raw: dict[Any, Any], place: str) -> Iterator[Exception]:
        """Keys that are not known, that are missing, and what each holds."""
        known = {field.encode_name: field for field in kind.fields}
        beside = "text" if issubclass(kind.cls, Named) else None
        keys = [each for key in known for each in (self.languages if key == beside else (key,))]
        for key in raw:
            if (key not in known or (key == beside and not isinstance(raw[key], dict))) and key != kind.tag_field:
                yield fault(
                    "shape_unknown", file=self.where, key=_under(place, key), near=nearest(str(key), keys),
                    keys=", ".join(keys),
                )  # fmt: skip
        for name, field in known.items():
            if field.required and name not in raw:
                yield fault("shape_missing", file=self.where, key=_under(place, name))
        for key, value in raw.items():
            if key != kind.tag_field:
                yield from self.of(known[key].type, value, place if key == beside else _under(place, key))

    def of_text(self, raw: dict[Any, Any], place: str) -> Iterator[Exception]:
        """Languages that are unknown or missing, and texts that are none."""
        for key in raw:
            if key not in self.languages:
                yield fault(
                    "shape_unknown", file=self.where, key=_under(place, key), near=nearest(str(key), self.languages),
                    keys=", ".join(self.languages),
                )  # fmt: skip
        for language in self.languages:
            if language not in raw:
                yield fault("shape_missing", file=self.where, key=_under(place, language))
        from msgspec import inspect

        for language, value in raw.items():
            yield from self.of(inspect.StrType(min_length=1), value, _under(place, language))

    def of_names(self, kind: Any, raw: dict[Any, Any], place: str) -> Iterator[Exception]:
        """Names that are none, and what each name holds."""
        if len(raw) < (kind.min_length or 0):
            yield fault("shape_empty", file=self.where, key=place)
        for key, value in raw.items():
            yield from self.of(kind.key_type, key, _under(place, key))
            yield from self.of(kind.value_type, value, _under(place, key))

    def of_several(self, kinds: Sequence[Any], raw: Any, place: str) -> Iterator[Exception]:
        """The faults where one of several kinds may stand: those of the kind that it looks like."""
        from msgspec import inspect

        alike = [kind for kind in kinds if _kind_of(raw) in _kinds(kind)]
        values = [value for kind in alike if isinstance(kind, inspect.LiteralType) for value in kind.values]
        if not alike:
            yield self.of_another_kind(kinds, raw, place)
        elif len(values) and all(isinstance(kind, inspect.LiteralType) for kind in alike):
            if raw not in values:
                yield self.not_a_value(values, raw, place)
        elif len(alike) == 1:
            yield from self.of(alike[0], raw, place)
        elif tagged := {kind.tag: kind for kind in alike if isinstance(kind, inspect.StructType) and kind.tag}:
            name = next(iter(tagged.values())).tag_field
            if name not in raw:
                yield fault("shape_missing", file=self.where, key=_under(place, name))
            elif raw[name] not in tagged:
                yield self.not_a_value(list(tagged), raw[name], _under(place, name))
            else:
                yield from self.of(tagged[raw[name]], raw, place)

    def not_a_value(self, values: Sequence[Any], raw: Any, place: str) -> Exception:
        """A value that is not among those that there are."""
        there = ", ".join(str(value) for value in values if value != "")
        return fault("shape_value", file=self.where, key=place, value=str(raw)[:40], values=there)

    def of_another_kind(self, kinds: Sequence[Any], raw: Any, place: str) -> Exception:
        """A value of a kind that cannot stand in its place."""
        wanted = list(dict.fromkeys(_kinds(kind)[0] for kind in kinds))
        words = sentences()["shape"]
        either = {
            language: between.join(words[each][language] for each in wanted)
            for language, between in words["or"].items()
        }
        found = words[_kind_of(raw)]
        return fault("shape_kind", file=self.where, key=place or "…", wanted=either, found=found)


def _under(place: str, key: Any) -> str:
    return f"{place}.{key}" if place else str(key)


def _kind_of(raw: Any) -> str:
    kinds = {
        bool: "truth", int: "whole", float: "number", str: "text", dt.date: "day", dict: "keys", list: "list",
        tuple: "list", type(None): "nothing",
    }  # fmt: skip
    return kinds.get(type(raw), "other")


def _kinds(kind: Any) -> tuple[str, ...]:
    """The kinds of value that a type takes, its own name first."""
    from msgspec import inspect

    match kind:
        case inspect.StructType() | inspect.DictType() | inspect.CustomType():
            return ("keys",)
        case inspect.ListType() | inspect.VarTupleType() | inspect.TupleType():
            return ("list",)
        case inspect.LiteralType():
            return tuple(dict.fromkeys(map(_kind_of, kind.values)))
        case inspect.UnionType():
            return tuple(name for each in kind.types for name in _kinds(each))
        case inspect.AnyType():
            return ("text", "whole", "number", "truth", "day", "keys", "list", "nothing")
        case inspect.FloatType():
            return ("number", "whole")
    names = {"StrType": "text", "IntType": "whole", "BoolType": "truth", "DateType": "day", "NoneType": "nothing"}
    return (names.get(type(kind).__name__, "other"),)
