"""Groups and poverty lines of the user's own: their rows of poverty and means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ayni.runs.carried import said_of_carried
from ayni.runs.names import named
from ayni.scenario import Result
from ayni.scenario.groups import CONCEPTS, Groups, means
from ayni.survey import OwnColumns

if TYPE_CHECKING:
    from ayni.runs.options import ReformOptions, RunOptions
    from ayni.scenario import Analysis, Row
    from ayni.survey import Data


def groups_asked(options: RunOptions | ReformOptions, analysis: Analysis) -> Groups | None:
    """The groups and lines of the options; None where there are none."""
    if not options.by and not options.line:
        return None
    return Groups.of(analysis, OwnColumns(analysis.population, options.data), options.by, options.line)


def group_rows(
    analysis: Analysis, data: Data, by: Sequence[str] = (), line: Sequence[str | float] = (),
    concepts: Sequence[str] = CONCEPTS,
) -> Result:  # fmt: skip
    """Poverty and inequality by group and line, as `run` has them with the same `by` and `line`: table `groups`.

    `data` is the file of the people of the analysis. Raises as `Groups.of`.
    """
    asked = Groups.of(analysis, OwnColumns(analysis.population, data), by, line)
    return _result(asked.rows(concepts), asked)


def mean_rows(analysis: Analysis, data: Data, column: str, by: Sequence[str] = ()) -> Result:
    """The mean of a column, or of an income concept, for everybody in households and by group: table `groups`.

    Of the persons who have a value. Raises as `Groups.of`, and for a column that holds no numbers.
    """
    own = OwnColumns(analysis.population, data)
    asked = Groups.of(analysis, own, by, ())
    return _result(means(asked, own, column), asked)


def _result(rows: Iterable[Row], asked: Groups) -> Result:
    found = Result.of(said_of_carried(rows, asked.analysis, asked), asked.analysis.card)
    return named(found, asked.analysis.law, asked)
