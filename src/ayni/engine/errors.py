"""The engine's errors: what is wrong with what it was given, in one sentence; the sentences are in `errors.yaml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ayni.engine.host import host

UNKNOWN = "–"


@cache
def sentences() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The sentences of errors, and the words for kinds of values in them, by language."""
    found: Mapping[str, Mapping[str, Mapping[str, str]]] = host.read(Path(__file__).with_name("errors.yaml"))
    return found


class EngineError(Exception):
    """A validation error: what is wrong with the input, in one sentence that names the place and how to correct it.

    `key` says which sentence of `errors.yaml`, and `fields` fill it in. `str()` gives the sentence in English.
    """

    def __init__(self, key: str, /, **fields: Any) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields

    def in_language(self, language: str) -> str:
        """The sentence in one of the languages of `errors.yaml`; a field given by language is taken in the same."""
        said = {name: _in(value, language) for name, value in self.fields.items()}
        return filled(sentences()["error"][self.key][language], said)

    def __str__(self) -> str:
        return self.in_language("en")


def _in(value: Any, language: str) -> Any:
    """A text given by language in this one, or else in its first; anything else as it is."""
    return value.get(language, next(iter(value.values()), "")) if isinstance(value, Mapping) else value


def filled(sentence: str, fields: Mapping[str, Any]) -> str:
    """A sentence with its fields filled in; what stands between ⟦ and ⟧ is left out where a field in it is unknown."""

    def clause(found: re.Match[str]) -> str:
        known = all(fields.get(name) != UNKNOWN for name in re.findall(r"{(\w+)", found[1]))
        return found[1] if known else ""

    return re.sub("⟦(.*?)⟧", clause, sentence).format(**fields)


def fault(key: str, /, **fields: Any) -> Exception:
    """A new validation error, to be raised: an `EngineError`, or the subclass that the host program uses."""
    return (host.error or EngineError)(key, **fields)


def nearest(name: str, known: Collection[str]) -> str:
    """The known name most similar to a misspelled one, to be shown in an error; UNKNOWN where none is similar."""
    import difflib

    return next(iter(difflib.get_close_matches(name, list(known), 1, 0.5)), UNKNOWN)
