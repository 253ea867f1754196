"""The series used to carry a survey: their monthly values, and the last month that is published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from msgspec import Struct

from ayni.carry.caseloads import RECIPIENTS
from ayni.carry.money import Wages
from ayni.carry.paths import FORECAST, INCREASE, Moved, Paths
from ayni.engine import Law
from ayni.series import Month, Point, read_month, written

EVERY = 3
"""Months between the points that are kept of a series."""


class Used(Struct, frozen=True):
    """A series: times what it was in the survey's months, by month; after `last` nothing of it is published."""

    what: str
    last: str
    points: Mapping[str, float]
    source: str


def used(paths: Paths, month: Month, law: Law, steps: Collection[str], wages: Wages) -> tuple[Used, ...]:
    """The series of the steps that were taken, from the survey's last month to the one to which it was carried."""
    of: dict[str, tuple[Callable[[Month], Moved] | None, Month]] = {}
    series = paths.series
    if "prices" in steps:
        last = _last(series.of("cpi", "general").values())
        of["prices"] = (paths.general, last)
        of["line_food"] = (lambda each: paths.division("01", each), last)
    if "growth" in steps:
        of["growth_per_head"] = (paths.growth_per_head, _last(series.of("gdp_growth").values()))
    if "wages" in steps and wages == "decree":
        last_row = law.parameter(INCREASE).rows[-1]
        of["wages_of_contributors"] = (lambda each: paths.decreed(law, each), 12 * last_row.start.year + 11)
    if "weights" in steps:
        of["persons"] = (paths.persons, _last(series.of(paths.persons(month).series[0]).values()))
        ages = [
            point for group in series.groups("persons_by_age") for point in series.of("persons_by_age", group).values()
        ]
        of["ages"] = (None, _last(ages))
    if "jobs" in steps:
        of["unemployed"] = (None, _last(series.of("urban_unemployment").values()))
    if "caseloads" in steps:
        of["recipients_renta_dignidad"] = (None, _last(series.of(RECIPIENTS).values()))
    start = (paths.since or paths.base)[-1]
    found = []
    for what, (moved, last) in of.items():
        months = sorted({*range(start, month, EVERY), month, *([last] if start < last < month else ())})
        points = {} if moved is None else {written(each): moved(each).value for each in months}
        source = "" if moved is None else moved(month).source
        found.append(Used(what, written(last), points, source))
    return tuple(found)


def _last(points: Iterable[Point]) -> Month:
    """The last month of which a value is no forecast: a year's growth and counts are known to its end."""
    return max(_end(point) for point in points if point.confidence != FORECAST)


def _end(point: Point) -> Month:
    period = point.period.rpartition("..")[2]
    year, _, rest = period.partition("-")
    if rest.startswith("Q"):
        return 12 * int(year) + 3 * int(rest[1]) - 1
    if rest:
        return read_month(period)
    return 12 * int(year) + (6 if point.series in MID_YEAR else 11)


MID_YEAR = ("persons", "persons_un", "persons_by_age")
"""Series of which a year's value is that of the middle of it."""
