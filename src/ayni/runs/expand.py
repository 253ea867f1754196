"""`expand`: a survey expanded to a file of census size, for tests and measurements of speed."""

from __future__ import annotations

from pathlib import Path

from ayni import survey
from ayni.survey import Data, load


def expand(data: Data, output: Path, persons: int | None, seed: int) -> int:
    """Write each household of a survey as often as its weight says, and give how many persons that is.

    Errors as `survey.load` and `survey.expand`.
    """
    return survey.expand(load(data), output, persons, seed)
