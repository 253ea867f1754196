"""The engine's errors: what is wrong with what it was given, in one sentence; the sentences are in `errors.yaml`."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ayni.engine.host import host


@cache
def sentences() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The sentences of errors, and the words for kinds of values in them, by language."""
    found: Mapping[str, Mapping[str, Mapping[str, str]]] = host.read(Path(__file__).with_name("errors.yaml"))
    return found


class EngineError(Exception):
    """Something is wrong with what the engine was given: one sentence that names the place and the mend.

    `key` says which sentence and `fields` fill it. `str()` gives English.
    """

    def __init__(self, key: str, /, **fields: Any) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields

    def in_language(self, language: str) -> str:
        """The sentence in one of the languages of `errors.yaml`; a field given by language is taken in the same."""
        said = {name: _in(value, language) for name, value in self.fields.items()}
        return sentences()["error"][self.key][language].format(**said)

    def __str__(self) -> str:
        return self.in_language("en")


def _in(value: Any, language: str) -> Any:
    """A text given by language in this one, or else in its first; anything else as it is."""
    return value.get(language, next(iter(value.values()), "")) if isinstance(value, Mapping) else value


def fault(key: str, /, **fields: Any) -> Exception:
    """The error to raise: an `EngineError`, or what the program around the engine makes of it."""
    return (host.error or EngineError)(key, **fields)


def nearest(name: str, known: Collection[str]) -> str:
    """The known name that a wrong one most resembles, for an error; else a dash."""
    return next(iter(difflib.get_close_matches(name, list(known), 1, 0.5)), "–")
