"""Logging unexpected errors."""

from __future__ import annotations

import traceback
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def where(error: BaseException) -> str:
    """Its kind, and file and line of every frame inside the package and of the last, innermost first.

    Not its text, which may hold what a visitor wrote.
    """
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    places = [f"{file.relative_to(PACKAGE)}:{line}" for file, line in frames if file.is_relative_to(PACKAGE)]
    if frames and not frames[-1][0].is_relative_to(PACKAGE):
        places.append(f"{frames[-1][0].name}:{frames[-1][1]}")
    return " < ".join([f"{type(error).__name__} {places.pop() if places else '?'}", *reversed(places)])
