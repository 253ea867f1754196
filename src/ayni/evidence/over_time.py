"""Time series: the published values of an indicator, and the values recorded from surveys beside them.

A recorded figure stands under the name that the registry gives to what it counts; the incomes and periods that it may
rest on become its method. Values of one method may be joined by a line, those of two never.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from ayni.evidence.recorded import Recorded, recorded
from ayni.evidence.registry import Fact, registry
from ayni.survey import fieldwork
from ayni.words import AyniError, nearest

DEPARTMENTS = {
    "chuquisaca": "Chuquisaca", "la_paz": "La Paz", "cochabamba": "Cochabamba", "oruro": "Oruro", "potosi": "Potosí",
    "tarija": "Tarija", "santa_cruz": "Santa Cruz", "beni": "Beni", "pando": "Pando",
}  # fmt: skip
"""Areas of recorded figures by their names in the registry, in INE's order."""
AREAS = {"all": "Bolivia", "urban": "Urban", "rural": "Rural", **DEPARTMENTS}
GROUPS = {"all": "All", "man": "Male", "woman": "Female"}
SAME = {
    "gap_moderate": "poverty_gap_moderate", "gap_extreme": "poverty_gap_extreme", "gini": "gini_ine",
    "poor_moderate": "persons_in_poverty_moderate", "poor_extreme": "persons_in_poverty_extreme",
    "mean_income": "income_per_head_mean", "illiteracy_15": "illiteracy_15_plus",
    "unemployment_14": "unemployment_eh", "participation_14": "participation_eh",
}  # fmt: skip
"""Recorded indicators by the name of the same thing in the registry."""
EFFECTS = {"effect": "year", "effect_quarter": "quarter", "effect_month": "month", "effect_reported": "effect_reported"}
RECEIVED = {
    "recipients": ("recipients", "simulated"), "recipients_reported": ("recipients", "reported"),
    "spending": ("spending", "simulated"), "spending_reported": ("spending", "reported"),
}  # fmt: skip
COMPILED = {"old_ine_method": "compiled_old", "revised_ine_method": "compiled_revised", "": "compiled"}
BREAKS = (("old_ine_method", "revised_ine_method"), ("base_1990", "base_2017"), ("eh_old_age_limits", "eh"))
"""Methods of which the second took the place of the first."""
OWN_UNITS = {"share": "%", "index": "0-1", "points": "percentage points"}
FACTORS = {"share": 100.0, "points": 100.0}
MILLIONS = 1e-6
SUBJECTS = {
    "effects": r"effect\.",
    "poverty": r"poverty_|persons_in_poverty|persons_with_uns",
    "inequality": r"gini|income_ratio|income_share",
    "income": r"income_per|labour_income|minimum_wage|below_minimum",
    "labour": r"employ|unemploy|participation|labour_force|informal|contribute|pension_",
    "education": r"school|illiteracy|literacy|primary|years_of_schooling",
    "health": r"health|sus\.|cuban|disability\.",
    "women": r"femicides|infanticides|law_348|sexual_offences|violence_budget",
    "financing": r"imf_|external_|hydrocarbon_rent|idh\.revenue_usd|lithium",
    "rights": r"electricity|water|sewer|earth|internet|overcrowding|food_|discriminated|undernour|chronic_|housing",
    "prices": r"cpi\.|inflation|exchange|price_of",
    "economy": r"gdp|household_consumption",
    "population": r"population",
    "events": r"deaths|stoppage|presidential|recall|constitutional|referendum|election|seats|usaid",
    "taxes": r".*\.(revenue|collections|revenue_target|share_of_internal_revenue|taxpayers)$"
    r"|general_government|public_sector|re_iva",
    "programmes": r".*",
}
"""Subjects by how the names of their indicators begin; the first that fits."""
ORDER = (
    "poverty", "inequality", "income", "labour", "education", "health", "rights", "women", "programmes", "effects",
    "prices", "economy", "taxes", "financing", "population", "events",
)  # fmt: skip


class Point(Struct, frozen=True):
    """One figure of a series, in the unit of the series; `ours` where the ledger computed it from a survey.

    `relative` goes with an effect in points: its change as a share. `wave` is the survey of one of ours.
    """

    id: str
    period: str
    first: dt.date
    last: dt.date
    value: float
    method: str
    source: str
    confidence: str
    ours: bool = False
    se: float | None = None
    n: int | None = None
    relative: float | None = None
    wave: str = ""
    url: str = ""
    note: str = ""

    @property
    def middle(self) -> dt.date:
        """The day at which it is drawn."""
        return self.first + (self.last - self.first) / 2

    @property
    def interval(self) -> tuple[float, float] | None:
        """1.96 standard errors to either side."""
        return None if self.se is None else (self.value - 1.96 * self.se, self.value + 1.96 * self.se)


class Series(Struct, frozen=True):
    """An indicator of one place and group: published figures, then ours, each by method and period."""

    indicator: str
    area: str
    group: str
    unit: str
    points: tuple[Point, ...]

    @property
    def methods(self) -> tuple[tuple[bool, str], ...]:
        """Whether it is ours, and the method: each once."""
        return tuple(dict.fromkeys((point.ours, point.method) for point in self.points))

    def of(self, ours: bool, method: str) -> tuple[Point, ...]:
        """The points of a method."""
        return tuple(point for point in self.points if (point.ours, point.method) == (ours, method))

    @property
    def lines(self) -> dict[str, tuple[Point, ...]]:
        """Published points that may be joined, by method: of each period the best sourced, spans of years left out."""
        found: dict[str, tuple[Point, ...]] = {}
        for ours, method in self.methods:
            best: dict[str, Point] = {}
            for point in self.of(ours, method):
                if not ours and ".." not in point.period:
                    best.setdefault(point.period, point)
            if len(best) > 1:
                found[method] = tuple(best.values())
        return found

    @property
    def breaks(self) -> tuple[dt.date, ...]:
        """The first day of each method that took the place of another one of the series."""
        known = {method for ours, method in self.methods if not ours}
        pairs = (pair for pair in BREAKS if set(pair) <= known)
        return tuple(min(point.first for point in self.of(False, new)) for _, new in pairs)

    @property
    def surveys(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """The days in the field of the surveys of ours that are known to the day."""
        windows = fieldwork()
        return tuple(windows[wave] for wave in dict.fromkeys(point.wave for point in self.points) if wave in windows)


def home(indicator: str) -> tuple[str, str]:
    """Under which indicator a recorded one stands, and what stands for its method there."""
    head, _, rest = indicator.partition(".")
    if head in EFFECTS:
        return f"effect.{rest}", EFFECTS[head]
    if head in RECEIVED:
        counted, method = RECEIVED[head]
        return f"{rest}.{counted}", method
    return SAME.get(head, head), rest


@cache
def indicators() -> tuple[str, ...]:
    """Every indicator that was published or recorded, by name."""
    return tuple(sorted({*registry().indicators, *_recorded()}))


@cache
def subjects() -> dict[str, tuple[str, ...]]:
    """The indicators of each subject."""
    found: dict[str, list[str]] = {subject: [] for subject in ORDER}
    for indicator in indicators():
        found[next(subject for subject, names in SUBJECTS.items() if re.match(names, indicator))].append(indicator)
    return {subject: tuple(names) for subject, names in found.items()}


@cache
def places(indicator: str) -> tuple[tuple[str, str], ...]:
    """The areas and groups of an indicator, the country first; raises for an indicator that is not there."""
    if indicator not in indicators():
        raise AyniError("unknown_indicator", indicator=indicator, near=nearest(indicator, indicators()))
    found = list(registry().places(indicator)) if indicator in registry().indicators else []
    found += [place_of(row) for row in _recorded().get(indicator, ())]
    areas = list(AREAS.values())
    return tuple(
        sorted(
            dict.fromkeys(found),
            key=lambda place: (place[1] != "All", areas.index(place[0]) if place[0] in areas else len(areas)),
        )
    )


def series(indicator: str, area: str = "", group: str = "") -> Series:
    """The series of a place and group; without them that of the country, or of the first place that there is.

    A recorded name leads to the indicator under which it stands. Raises for an indicator and for a place that are not
    there.
    """
    indicator = indicator if indicator in indicators() else home(indicator)[0]
    known = places(indicator)
    fits = [place for place in known if area in ("", place[0]) and group in ("", place[1])]
    if not fits:
        asked, shown = ", ".join(filter(None, (area, group))), "; ".join(map(", ".join, known[:6]))
        raise AyniError("unknown_place_of_indicator", indicator=indicator, place=asked, known=shown)
    place = fits[0]
    published = registry().find(indicator, area=place[0], group=place[1]) if indicator in registry().indicators else ()
    rows = [row for row in _recorded().get(indicator, ()) if place_of(row) == place]
    unit = unit_of(indicator)
    points = [*map(_of_fact, published), *(_of_row(row, unit) for row in rows)]
    order = list(dict.fromkeys(_methods(indicator)))
    points.sort(key=lambda point: (point.ours, order.index((point.ours, point.method)), point.first, point.last))
    return Series(indicator, place[0], place[1], unit, tuple(points))


@cache
def unit_of(indicator: str) -> str:
    """The unit of an indicator: the registry's, else that in which shares are per cent."""
    if indicator in registry().indicators:
        return next(fact.unit for fact in registry() if fact.indicator == indicator)
    if indicator.startswith("effect.") and indicator.endswith(".gini"):
        return "Gini points (0-100)"
    unit = _recorded()[indicator][0].unit
    return OWN_UNITS.get(unit, "million Bs" if indicator.endswith(".spending") else unit)


def waves_by_department(indicator: str) -> tuple[str, ...]:
    """The surveys with figures of departments, the latest first."""
    rows = (row for row in _recorded().get(indicator, ()) if row.area in DEPARTMENTS)
    return tuple(sorted({row.wave for row in rows}, reverse=True))


def by_department(indicator: str, wave: str = "") -> tuple[str, dict[str, Point]]:
    """The survey, by default the latest, and its figure for Bolivia and for each department that has one.

    Raises where the survey has none of any department.
    """
    known = waves_by_department(indicator)
    if not known or wave not in ("", *known):
        raise AyniError("unknown_wave_of_indicator", indicator=indicator, wave=wave, known=", ".join(known) or "–")
    wave = wave or known[0]
    rows = [row for row in _recorded()[indicator] if row.wave == wave and row.group == "all"]
    method = next(_method(row) for row in rows if row.area in DEPARTMENTS)
    found = {place_of(row)[0]: _of_row(row, unit_of(indicator)) for row in rows if _method(row) == method}
    return wave, {area: found[area] for area in ("Bolivia", *DEPARTMENTS.values()) if area in found}


@cache
def _recorded() -> dict[str, tuple[Recorded, ...]]:
    """Recorded rows by the indicator under which they stand; the relative change of an effect goes with its points."""
    found: dict[str, list[Recorded]] = {}
    for row in recorded().values():
        if row.unit != "relative":
            found.setdefault(home(row.indicator)[0], []).append(row)
    return {name: tuple(sorted(rows, key=lambda row: len(row.indicator))) for name, rows in found.items()}


def place_of(row: Recorded) -> tuple[str, str]:
    """The area and the group of a recorded figure, as the registry calls them."""
    ages = re.fullmatch(r"\d+(-\d+|\+)", row.group)
    return AREAS[row.area], f"Age {row.group}" if ages else GROUPS.get(row.group, row.group)


def _method(row: Recorded) -> str:
    if row.wave.startswith("HOG"):
        return COMPILED[row.method]
    return home(row.indicator)[1] or ("" if row.method == "revised_ine_method" else row.method)


def _methods(indicator: str) -> Iterator[tuple[bool, str]]:
    if indicator in registry().indicators:
        yield from ((False, method) for method in registry().methods(indicator))
    yield from ((True, _method(row)) for row in _recorded().get(indicator, ()))


def _of_fact(fact: Fact) -> Point:
    first, last = days_of(fact.period)
    return Point(
        fact.id, fact.period, first, last, fact.value, fact.method, fact.source, fact.confidence, url=fact.url,
        note=fact.note,
    )  # fmt: skip


def _of_row(row: Recorded, unit: str) -> Point:
    factor = FACTORS.get(row.unit, MILLIONS if (row.unit, unit) == ("Bs/year", "million Bs") else 1.0)
    year = row.wave[-4:]
    windows = fieldwork()
    first, last = windows.get(row.wave) or days_of(year)
    relative = recorded().get(row.id.removesuffix("|points") + "|relative") if row.unit == "points" else None
    return Point(
        row.id, year, first, last, row.value * factor, _method(row), row.file_sha256, "computed", ours=True,
        se=None if row.se is None else row.se * factor, n=row.n, relative=relative.value if relative else None,
        wave=row.wave,
    )  # fmt: skip


def days_of(period: str) -> tuple[dt.date, dt.date]:
    """The first and last day of a period as the registry writes it."""
    start, _, end = period.partition("..")
    return _moment(start)[0], _moment(end or start)[1]


def _moment(text: str) -> tuple[dt.date, dt.date]:
    year, _, rest = text.partition("-")
    if not rest:
        return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    if rest.startswith("Q"):
        first, last = 3 * int(rest[1]) - 2, 3 * int(rest[1])
    elif "-" in rest:
        return dt.date.fromisoformat(text), dt.date.fromisoformat(text)
    else:
        first = last = int(rest)
    return dt.date(int(year), first, 1), dt.date(int(year), last, calendar.monthrange(int(year), last)[1])
