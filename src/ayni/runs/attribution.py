"""`attribution`: what each programme accounts for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Attribution, Row, together_and_apart

if TYPE_CHECKING:
    from ayni.engine import Work
    from ayni.scenario import Accounting, TakeUp
    from ayni.survey import Data


def run(
    data: Data = None,
    *,
    day: dt.date | None = None,
    year: int | None = None,
    take_up: TakeUp = "legal",
    accounting: Accounting = "year",
    order: Sequence[str] = (),
    only: Sequence[str] = (),
    work: Work | None = None,
) -> list[Row]:
    """Every row of the attribution; `data`, `day`, `year` and `take_up` as for `analysis_of`.

    `accounting` spreads what players pay at once, `order` names those that come first in the cumulative division, and
    `only` makes players of some alone, whose rows under every accounting and reading then follow. Raises AyniError for
    a name that is not a player.
    """
    analysis = analysis_of(data, day=day, year=year, take_up=take_up, work=work)
    division = Attribution(analysis, accounting, tuple(only))
    rows = [*analysis.data_card(), *division.rows(order), *division.work(), *division.gini_by_source()]
    return [*rows, *together_and_apart(analysis, division.players)] if only else rows
