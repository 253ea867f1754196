"""Checking a number that somebody states: against an indicator in two periods, or against a programme on a survey.

Every reading is listed before any is compared, and the answer says how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ayni.evidence import verdicts
from ayni.evidence.registry import Fact, Registry, difference, registry, relative_change
from ayni.evidence.timeline import Entry, wave_overlaps
from ayni.scenario import Analysis, Row
from ayni.words import AyniError, nearest

Kind = Literal["relative", "points"]
KINDS: tuple[Kind, ...] = ("relative", "points")
ALL_PROGRAMMES = "all_programmes"
Place = tuple[str, str]
BOUNDS: Mapping[str, verdicts.Relation] = {"": "equals", ">": "more_than", "<": "less_than"}
MAIN: Place = ("Bolivia", "All")
_STATED = re.compile(r"([<>]?)\s*([+\-\u2212]?)(\d+(?:\.(\d+))?)\s*(%|pp)?")


class Stated(Struct, frozen=True):
    """A number as it was stated, with its unit, if any, and half of its last digit as tolerance.

    A number without a sign may be a rise or a fall.
    """

    text: str
    value: float
    decimals: int
    signed: bool
    unit: str = ""
    relation: verdicts.Relation = "equals"
    width: float = 0.0
    """What it may be off in all, where that is not one of its last decimal: a range, or a round number of millions."""

    @property
    def claimed(self) -> verdicts.Stated:
        """The number in the form that the verdict rules use."""
        return verdicts.Stated(self.value, self.width or 10.0**-self.decimals, self.relation)

    def compared(self, value: float) -> float:
        """A value as it is compared: without its sign where none was stated."""
        return value if self.signed else abs(value)

    def fits(self, value: float | None) -> bool:
        """Whether a computed value agrees with the stated number."""
        return value is not None and self.claimed.fits(self.compared(value))

    def towards(self, value: float) -> float:
        """The stated number with the sign of a value, where it was stated without one."""
        return self.value if self.signed or value >= 0 else -self.value


class Tried(Struct, frozen=True):
    """One reading of the number: what it compares, its result in per cent, points or the unit of the series, and
    whether it agrees.

    `needed`: for a natural reading, the later figure (or the one with the programme) with which the stated number would
    hold.
    """

    kind: str
    place: tuple[str, ...]
    before: str
    after: str
    value: float | None
    unit: str
    natural: bool
    fits: bool
    se: float | None = None
    low: float | None = None
    high: float | None = None
    needed: float | None = None
    refused: AyniError | None = None
    facts: tuple[Fact, ...] = ()
    rival: bool = False


class Answer(Struct, frozen=True):
    """The readings computed for a stated number, how many they are, and the verdict; no cause is ever identified."""

    stated: Stated
    readings: tuple[Tried, ...]
    pairs: tuple[Tried, ...] = ()
    pairs_tried: int = 0
    wave: str = ""
    overlaps: tuple[Entry, ...] = ()
    """Events during the survey's fieldwork."""
    carried_to: str = ""
    """The month to which the survey was carried; no reading of a carried survey supports a verdict."""

    @property
    def tried(self) -> int:
        """How many readings were computed in all."""
        return sum(each.value is not None for each in self.readings) + self.pairs_tried

    @property
    def verdict(self) -> verdicts.Verdict:
        """The verdict on the number by the rules of the claims; `not_testable_here` for a survey that was carried."""
        if self.carried_to:
            return "not_testable_here"
        tried = tuple(
            verdicts.Tried(
                each.natural,
                () if each.value is None else (self.stated.compared(each.value),),
                each.fits,
                each.rival,
                any(fact.confidence == "recalled" for fact in each.facts),
            )
            for each in (*self.readings, *self.pairs)
        )
        return verdicts.decide(verdicts.Findings(self.stated.claimed, tried, "measurable"))[0]


def read_stated(text: str) -> Stated:
    """Read a number as typed on the command line: `25%`, `-3.2pp`, `2000`, `>67%`."""
    found = _STATED.fullmatch(text.strip())
    if found is None:
        raise AyniError("stated_form", text=text)
    bound, sign, digits, decimals, unit = found.groups()
    value = -float(digits) if sign in ("-", "\u2212") else float(digits)
    return Stated(text, value, len(decimals or ""), bool(sign), unit or "", BOUNDS[bound])


def check(
    indicator: str,
    start: str,
    end: str,
    stated: str | Stated,
    kind: Kind | None = None,
    *,
    bridge: str = "",
    known: Registry | None = None,
) -> Answer:
    """A stated number against an indicator at two periods: every place and method, both kinds of change, both levels.

    Of one period (`start` is `end`) the number is the level. Then against every other pair of periods of the main
    place, and at the periods asked against indicators of the same kind (`poverty_extreme` for `poverty_moderate`), to
    find where the number may come from. A pair over a break of method is refused, unless a bridge between the methods
    is named; other pairs stay within one method.
    """
    given, known = read_stated(stated) if isinstance(stated, str) else stated, known or registry()
    places = known.places(indicator)
    main = MAIN if MAIN in places else places[0]
    wanted = _wanted(given, kind)
    asked = {place: [_at(known, indicator, place, period) for period in (start, end)] for place in places}
    readings = [
        tried
        for place, ends in asked.items()
        if start != end
        for before, after in product(*ends)
        for tried in _changes(
            before, after, given, wanted if place == main else (), _rival(known, before, after), bridge
        )
    ]
    if not all(any(ends) for ends in zip(*asked.values(), strict=True)) or not (readings or start == end):
        periods = dict.fromkeys(fact.period for fact in known.find(indicator, area=main[0], group=main[1]))
        there_are = ", ".join(periods)
        if start == end:
            raise AyniError("no_such_period", indicator=indicator, start=start, periods=there_are)
        raise AyniError("no_such_periods", indicator=indicator, start=start, end=end, periods=there_are)
    if start == end:
        readings = [
            _level(fact, given, natural=place == main, rival=_rival(known, fact))
            for place, ends in asked.items()
            for fact in ends[0]
        ]
    else:
        facts = dict.fromkeys(fact for tried in readings for fact in tried.facts)
        readings += [_level(fact, given) for fact in facts]
    others = _other_pairs(_series(known, indicator, main, (start, end)), given, wanted, (start, end))
    others += _other_labels(known, indicator, (start, end), given, wanted)
    return Answer(given, tuple(readings), tuple(tried for tried in others if tried.fits), len(others))


def _other_pairs(
    series: Sequence[Fact], given: Stated, wanted: Sequence[str], asked: tuple[str, str] | None = None
) -> list[Tried]:
    """The changes between every two periods of a series within one method, but for the two that were asked."""
    return [
        tried
        for before, after in combinations(series, 2)
        if before.method == after.method and before.period != after.period
        if (before.period, after.period) != asked
        for tried in _changes(before, after, given, ())
        if tried.kind in wanted
    ]


def _other_labels(
    known: Registry, indicator: str, periods: tuple[str, str], given: Stated, wanted: Sequence[str]
) -> Iterator[Tried]:
    """The levels at the periods asked, and the changes between them, of the other indicators of the same kind."""
    kind = re.split(r"[_.]", indicator)[0]
    for name in known.indicators:
        if name == indicator or re.split(r"[_.]", name)[0] != kind:
            continue
        ends = [_at(known, name, MAIN, period)[:1] for period in dict.fromkeys(periods)]
        levels = (_level(fact, given) for fact in dict.fromkeys(fact for end in ends for fact in end))
        changes = (tried for pair in product(*ends) if len(pair) == 2 for tried in _changes(*pair, given, ()))
        for tried in (*levels, *(each for each in changes if each.kind in wanted)):
            yield replace(tried, place=(name, *tried.place))


def check_programme(
    analysis: Analysis, programme: str, line: str, stated: str, kind: Kind | None = None,
    published: Callable[[Iterable[Row]], Sequence[Row]] = tuple,
) -> Answer:  # fmt: skip
    """A stated number against what a programme does to poverty under a line on a survey: with it less without it.
    `published` gives the rows as they may be shown.

    Every income and accounting, headcount and gap, relative and in points, and the persons who cross the line. Then
    against every two years of the official rate, to find where the number may come from.
    """
    given = read_stated(stated)
    if analysis.population.synthetic:
        raise AyniError("synthetic_no_verdict")
    if "part" in analysis.population.source:
        raise AyniError("part_not_compared", wave=analysis.population.survey)
    if programme in analysis.refused:
        raise analysis.refused[programme]
    if programme not in (*analysis.payments, ALL_PROGRAMMES):
        near = nearest(programme, analysis.payments)
        names = ", ".join((*analysis.payments, ALL_PROGRAMMES))
        raise AyniError("programme_not_paid", name=programme, date=analysis.day, near=near, names=names)
    rows = published(row for row in analysis.effects() if (row.programme, row.line) == (programme, line))
    wanted = _wanted(given, kind)
    readings = tuple(_of_row(row, rows, given, wanted) for row in rows)
    wave = str(analysis.population.source["wave"])
    others = _other_pairs(_series(registry(), f"poverty_{line}", MAIN, ("2019",)), given, wanted)
    fitting = tuple(tried for tried in others if tried.fits)
    return Answer(given, readings, fitting, len(others), wave, wave_overlaps(analysis.law, wave))


def _wanted(given: Stated, kind: Kind | None) -> tuple[str, ...]:
    """The kinds of change that the number may naturally be: as asked, else as its unit says, else any."""
    if kind is not None:
        return (kind,)
    return {"%": ("relative",), "pp": ("points",)}.get(given.unit, ("relative", "points", "persons"))


def _at(known: Registry, indicator: str, place: Place, period: str) -> tuple[Fact, ...]:
    return known.find(indicator, area=place[0], group=place[1], period=period)


def _rival(known: Registry, *facts: Fact) -> bool:
    """Whether another source gives one of the figures otherwise."""
    return any(known.rivals(fact) for fact in facts)


def _series(known: Registry, indicator: str, place: Place, like: Sequence[str]) -> list[Fact]:
    """The best sourced fact of each period and method, of periods as long as those asked."""
    found: dict[tuple[str, str], Fact] = {}
    for fact in known.find(indicator, area=place[0], group=place[1]):
        if len(fact.period) in map(len, like):
            found.setdefault((fact.period, fact.method), fact)
    return list(found.values())


def _changes(
    before: Fact, after: Fact, given: Stated, natural: Sequence[str], rival: bool = False, bridge: str = ""
) -> Iterator[Tried]:
    """The relative change and the change in points of two figures; the reason where a break of method forbids it."""
    methods = dict.fromkeys(fact.method for fact in (before, after) if fact.method)
    for kind in KINDS:
        value, refused, needed = None, None, None
        try:
            value = _change(kind, before, after, bridge)
            needed = _needed(before.value, given.towards(value), kind) if kind in natural else None
        except AyniError as error:
            refused = error
        yield Tried(
            kind=kind,
            place=(before.area, before.group, *methods),
            before=f"{before.period}: {before.value:.10g}",
            after=f"{after.period}: {after.value:.10g}",
            value=value,
            unit="%" if kind == "relative" else _unit(before),
            natural=kind in natural,
            fits=given.fits(value),
            needed=needed,
            refused=refused,
            facts=(before, after),
            rival=rival,
        )


def _change(kind: Kind, before: Fact, after: Fact, bridge: str) -> float:
    if kind == "relative":
        return 100 * relative_change(after, before, bridge=bridge)
    return difference(after, before, bridge=bridge)


def _level(fact: Fact, given: Stated, *, natural: bool = False, rival: bool = False) -> Tried:
    """The figure itself, where the number may be a level and not a change."""
    place = (fact.area, fact.group, *((fact.method,) if fact.method else ()))
    at = f"{fact.period}: {fact.value:.10g}"
    fits = given.fits(fact.value)
    return Tried("level", place, "", at, fact.value, fact.unit, natural, fits, facts=(fact,), rival=rival)


def _needed(before: float, change: float, kind: str) -> float:
    """The level after a change in per cent or points."""
    return before * (1 + change / 100) if kind == "relative" else before + change


def _unit(fact: Fact) -> str:
    """The unit of a difference."""
    return "pp" if fact.unit.startswith("%") else fact.unit


def _of_row(row: Row, rows: Sequence[Row], given: Stated, wanted: Sequence[str]) -> Tried:
    """A row of effects as a reading, in per cent and points."""
    kind = row.unit if row.unit in KINDS else "persons"
    scale = 1.0 if kind == "persons" else 100.0
    value, se, low, high = (None if each is None else each * scale for each in (row.value, row.se, row.low, row.high))
    without = _without(row, rows)
    needed = None
    natural = kind in wanted and row.measure in ("headcount", "lifted")
    if natural and without is not None and value is not None and kind in KINDS:
        needed = _needed(100 * without, given.towards(value), kind)
    levels = ("", "")
    if without is not None and kind in KINDS:
        points = next(each.value for each in rows if _same(each, row) and each.unit == "points") or 0.0
        levels = (f"{100 * without:.2f}", f"{100 * (without + points):.2f}")
    return Tried(
        kind=kind,
        place=(_income(row), row.measure),
        before=levels[0],
        after=levels[1],
        value=value,
        unit={"relative": "%", "points": "pp"}.get(kind, row.unit),
        natural=natural,
        fits=given.fits(value),
        se=se,
        low=low,
        high=high,
        needed=needed,
    )


def _without(row: Row, rows: Sequence[Row]) -> float | None:
    """The level without the programme: the change in points over the relative change."""
    found = {each.unit: each.value for each in rows if _same(each, row)}
    points, relative = found.get("points"), found.get("relative")
    return points / relative if points is not None and relative else None


def _same(one: Row, other: Row) -> bool:
    return (_income(one), one.measure) == (_income(other), other.measure)


def _income(row: Row) -> str:
    """The income of an effect, with the accounting where it is not the year."""
    return row.concept if row.accounting in ("", "year") else f"{row.concept}_{row.accounting}"
