"""Deciding, for every command on a survey, whose people, in which prices and under the law of which day it runs."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from ayni.family.knowledge import known_until
from ayni.scenario import Analysis, survey_day
from ayni.scenario.analysis import money_month, months_later, months_of_fieldwork, years_of_money
from ayni.words import AyniError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ayni.carry import Carried
    from ayni.engine import Law, Population, Simulation
    from ayni.income.programmes import TakeUp
    from ayni.runs.options import Options
    from ayni.scenario import Reform

FIRST_YEAR = 2005
FAR = 48
"""Months from which a survey is carried only where `far` asks for it; the synthetic population describes nobody."""
LATER_LAW = 6
"""Months by which the law may be later than the prices to which a survey is carried."""


class People(Struct, frozen=True):
    """The people that a run is on, and how they were carried, if they were."""

    population: Population
    carried: Carried | None = None

    def run(
        self, law: Law, day: dt.date, take_up: TakeUp, simulation: Simulation | None = None, **more: Any
    ) -> Analysis:
        """The law of a day run on them; `more` as `Analysis` takes."""
        return Analysis(self.population, law, day, take_up, simulation, carried=self.carried, **more)


def people(population: Population, options: Options, law: Law, **assumed: Any) -> People:
    """The people of the month that is asked for, with its money: the survey's own, or carried to it.

    `assumed` takes the place of how `options` carries them. Raises AyniError for a month that is too far from the
    survey, and as `carry` and `calibrated` do.
    """
    month = month_of(population, options)
    found = None if month is None else _carried(population, month, options, law, **assumed)
    if options.calibrate is not None:
        from ayni.carry import calibrated, read_margins

        population = calibrated(population if found is None else found.population, read_margins(options.calibrate))
        found = found and replace(found, population=population)
    return People(population) if found is None else People(found.population, found)


def _carried(population: Population, month: dt.date, options: Options, law: Law, **assumed: Any) -> Carried | None:
    """The survey carried to a month; None where that is its own."""
    from ayni.carry import DEFAULT_STEPS, carry

    how: dict[str, Any] = {
        "steps": options.steps or DEFAULT_STEPS, "wages": options.wages, "pass_through": options.pass_through,
        "lines": options.ine_lines, "series": options.series,
    }  # fmt: skip
    found = carry(population, month, law, **{**how, **assumed})
    if "month" not in found.population.source:
        return None
    doubts = tuple(map(str, found.doubts))
    source = {**found.population.source, "doubts": doubts}
    return replace(found, population=replace(found.population, source=source))


def refuse_to_carry(options: Options) -> None:
    """Raise AyniError where two waves would both be carried: two models compared are not a measured change."""
    if options.at not in ("", "survey") or options.calibrate is not None:
        raise AyniError("two_waves_not_carried")


def asked_of_survey(options: Options) -> tuple[str, ...]:
    """The options given of a survey and of its time, as the command line calls them."""
    names = {"day": "law", "steps": "carry"}
    own = ("data", "day", "at", "prices", "far", "beyond", "steps", "wages", "calibrate", "ine_lines", "series")
    usual = options.usual()
    given = [name for name in own if getattr(options, name) != usual[name]]
    return tuple(f"--{names.get(name, name).replace('_', '-')}" for name in given)


def how_carried(options: Options) -> tuple[Any, ...]:
    """What of the options makes the people of a survey."""
    names = ("prices", "far", "steps", "wages", "pass_through", "calibrate", "ine_lines", "series")
    return (options.at or options.usual_month, *(getattr(options, name) for name in names))


def month_of(population: Population, options: Options) -> dt.date | None:
    """The first day of the month to which the people are carried; None for the survey's own.

    Raises AyniError for what carries nothing, and for a month that is too far from the survey.
    """
    at = options.at or ("survey" if options.prices else options.usual_month)
    if options.prices and at != "survey":
        raise AyniError("prices_or_month", at=at)
    month = None if at == "survey" else asked_month(at, options.series)
    if month is None or f"{month:%Y-%m}" in months_of_fieldwork(population):
        wages = options.wages != options.usual()["wages"]
        given = {
            "--carry": options.steps,
            "--wages": wages,
            "--ine-lines": options.ine_lines,
            "--series": options.series,
        }
        for option, value in given.items():
            if value:
                raise AyniError("carries_nothing", option=option)
        return None
    last = _last_of(options.series)
    if month > last:
        raise AyniError("carry_after_prices", month=f"{month:%Y-%m}", last=f"{last:%Y-%m}")
    if not options.far and _far(population, month):
        own = f"{survey_day(population):%Y-%m}"
        raise AyniError("too_far", survey=population.survey, own=own, month=f"{month:%Y-%m}")
    return month


def is_far(population: Population, at: str) -> bool:
    """Whether a month is so far from the survey that it is carried there only where that is asked for."""
    return _far(population, asked_month(at))


def _far(population: Population, month: dt.date) -> bool:
    own = survey_day(population)
    return 12 * (month.year - own.year) + month.month - own.month > FAR and not population.synthetic


def asked_month(at: str, series: Path | None = None) -> dt.date:
    """The month that `at` says; AyniError where it says none."""
    if at == "last":
        return _last_of(series)
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", at):
        raise AyniError("not_a_month", at=at)
    return dt.date.fromisoformat(f"{at}-01")


def day_of_law(people: Population, options: Options, law: Law) -> dt.date:
    """The day on which the law is read, which the money of the people allows; raises else, as `allowed`."""
    month = money_month(people)
    when = options.day or (month if "month" in people.source else survey_day(people))
    allowed(when, people, options, law)
    return when


def day_of_reforms(people: Population, options: Options, law: Law, reforms: Sequence[Reform]) -> dt.date:
    """The day on which reforms are run: that of the first that changes anything, as `Reform.day` has it.

    Where a reform changes nothing under the law of a month that nobody asked for, the survey's own is named.
    """
    day = day_of_law(people, options, law)
    for reform in reforms:
        try:
            when = reform.day(law, day, asked=options.day is not None)
        except AyniError as problem:
            if problem.key != "reform_changes_nothing" or reform is reforms[-1]:
                if problem.key == "reform_changes_nothing" and "month" in people.source:
                    raise AyniError("reform_changes_nothing_at", day=day) from None
                raise
        else:
            allowed(when, people, options, law)
            return when
    raise AyniError("reform_changes_nothing", day=day)


def allowed(day: dt.date, people: Population, options: Options, law: Law) -> None:
    """Raise for a day before the law book begins or long after it is known, and for a law of another year than money.

    Who asks for the prices of the survey by name is given them; under the prices of a month to which people were
    carried runs the law of that year, and that of up to six months later.
    """
    if day.year < FIRST_YEAR:
        raise AyniError("before_the_law_book", date=day, year=FIRST_YEAR)
    known_until(law, day, law.of_tier("executable"), beyond=options.beyond)
    month, own = money_month(people), survey_day(people)
    later = months_later(day, month)
    if options.prices or (day.year in years_of_money(people) and ("month" not in people.source or later <= LATER_LAW)):
        return
    told = {"law": day, "survey": people.survey, "month": f"{month:%Y-%m}"}
    if "month" in people.source:
        if 0 <= later <= LATER_LAW:
            return
        if own.year == day.year:
            raise AyniError("law_of_the_survey", **told)
    at = _way(day, people, options)
    if not at:
        raise AyniError("law_of_no_month", **told, last=f"{_last_of(options.series):%Y-%m}", months=LATER_LAW)
    if "month" in people.source:
        raise AyniError("law_of_another_month", **told, at=at, months=LATER_LAW)
    raise AyniError("law_of_another_year", **told, at=at)


def _way(day: dt.date, people: Population, options: Options) -> str:
    """The month to which a survey may be carried for a law, with what else must be said; empty where there is none."""
    last = _last_of(options.series)
    month = min(day.replace(day=1), last)
    if month <= survey_day(people) or months_later(day, month) > LATER_LAW:
        return ""
    return f"{month:%Y-%m}{' --far' if _far(people, month) and not options.far else ''}"


def _last_of(series: Path | None) -> dt.date:
    """The last month of the prices, with values of one's own."""
    if series is None:
        from ayni.carry import last_month

        return last_month()
    from ayni.series import first_day, read_month, read_series

    return first_day(read_month(read_series(series).last_prices))
