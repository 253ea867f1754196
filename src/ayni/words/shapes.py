"""Converting the content of Ayni's files to declared shapes, with every text in Spanish and English."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar

from ayni.engine import shapes
from ayni.words.catalogue import LANGUAGES

_S = TypeVar("_S")


def shaped(
    kind: type[_S], raw: Any, where: Path | str, place: str = "", *, languages: Collection[str] = LANGUAGES
) -> _S:
    """As `ayni.engine.shapes.shaped`; raises AyniError."""
    return shapes.shaped(kind, raw, where, place, languages=languages)
