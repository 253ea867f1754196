"""The catalogue of all phrases in Spanish and English, and the errors and warnings that are phrases of it."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ayni.engine.errors import EngineError, filled

Language = Literal["es", "en"]
LANGUAGES: tuple[Language, ...] = ("es", "en")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every phrase by its key: `{"es": ..., "en": ...}`. Files of the folder may continue one another's sections.

    Raises SyntaxError, naming the file and the line, where the catalogue itself cannot be read.
    """
    from ayni.words.bundle import stored

    try:
        found: dict[str, dict[str, str]] = stored("phrases", (PHRASES,), _phrases)
    except AyniError as error:
        raise SyntaxError(f"the catalogue: {error.key} {error.fields}") from None
    return found


PHRASES = Path(__file__).parents[1] / "phrases"


def _phrases() -> dict[str, dict[str, str]]:
    from ayni.words.reader import read_yaml

    return {
        f"{section}.{key}": phrase
        for path in sorted(PHRASES.glob("*.yaml"))
        for section, phrases in read_yaml(path).items()
        for key, phrase in phrases.items()
    }


def say(key: str, language: Language, /, **fields: Any) -> str:
    """The phrase `key` of the catalogue with its fields filled in."""
    return catalogue()[key][language].format(**fields)


def language_of_environment() -> Language:
    """English where the environment's locale is English, else Spanish."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else "es"


def bare(text: str) -> str:
    """Small letters without accents, for searches."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


class AyniError(EngineError):
    """Something is wrong with what was given: one sentence that names the place and how to correct it.

    `key` is a phrase of the catalogue's section `error`, or else one of the engine's; `fields` fill it. `str()` gives
    `language`, which is English until somebody sets it. In a notebook the sentence stands alone, without the lines of
    code that led to it.
    """

    language: Language = "en"
    in_python: bool = False
    """Whether who reads it called a function, so that options are named as its keywords."""

    def in_language(self, language: str) -> str:
        """The sentence in one language; a field given in both is taken in the same."""
        if f"error.{self.key}" not in catalogue():
            return super().in_language(language)
        fields = {
            name: value[language] if isinstance(value, Mapping) and set(value) == set(LANGUAGES) else value
            for name, value in self.fields.items()
        }
        return filled(catalogue()[f"error.{self.key}"][language], fields)

    def __str__(self) -> str:
        said = self.in_language(self.language)
        return _with_keywords(said) if self.in_python else said

    def _render_traceback_(self) -> list[str]:
        return [f"AyniError: {self}"]


def _with_keywords(sentence: str) -> str:
    """A sentence with Python's keywords in place of options: `at="2026-01"` for `--at 2026-01`."""

    def keyword(option: re.Match[str]) -> str:
        name = {"from": "start", "to": "end"}.get(option[1], option[1].replace("-", "_"))
        value = "True" if name in ("far", "beyond", "mix_bases") else option[2] and f'"{option[2]}"'
        return f"{name}={value}" if value else name

    return re.sub(r"--([a-z]+(?:-[a-z]+)*)(?: ([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|survey|last)\b)?", keyword, sentence)


class AyniWarning(UserWarning):
    """Something that does not stop the work: one sentence, a phrase of the catalogue's section `warning`."""

    def __init__(self, key: str, /, **fields: Any) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields

    def in_language(self, language: Language) -> str:
        """The sentence in one language."""
        return say(f"warning.{self.key}", language, **self.fields)

    def __str__(self) -> str:
        return self.in_language("en")
