"""Looking up result rows by what they are about, and formatting a figure with its interval and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ayni.report.naming import PART, called, name, wave_name
from ayni.scenario.keys import check_names
from ayni.scenario.result import Result
from ayni.scenario.rows import COLUMNS, Row
from ayni.survey import standard_columns
from ayni.words import AyniError, Language, catalogue, nearest, say
from ayni.words.marks import CENSUS, EXPANDED, SYNTHETIC, Mark, MarkKind
from ayni.words.numbers import NBSP, millions, money, number, percent, points, supported_places

if TYPE_CHECKING:
    from ayni.report.table import Table

DASH = "–"
LINES = ("moderate", "extreme")
INE, MODEL = ("ine_income", "ine_income_rebuilt"), ("net_market_before_pensions", "net_market", "disposable")

KEY = ("table", "concept", "programme", "measure", "line", "group", "level", "side", "step", "order")
"""The columns by which rows are looked up; what is not asked of them is empty, or all."""
_key_of = attrgetter(*KEY)
_key_in = itemgetter(*KEY)
_USUAL = {**dict.fromkeys(KEY, ""), "group": "all", "level": "all"}


class Figures:
    """The rows of one survey, or pair of surveys, by what they are; and what the result is about."""

    def __init__(self, result: Result, survey: str | None = None) -> None:
        surveys = result.surveys
        self.survey = survey if survey is not None else next(iter(surveys), "")
        self.rows = [row for row in result.rows if row.survey == self.survey]
        self.part = self.survey.partition(PART)[2]
        self.cards = result.cards_of(self.survey)
        self.card = self.cards[0] if len(self.cards) == 1 else None
        self.reform, self.sweep, self.shock, self.acts = result.reform, result.sweep, result.shock, result.acts
        self.left_out, self.names, self.path = result.left_out, result.names, result.path
        self.result = result.where(self.rows)
        of_rows = {id(row.marks): row.marks for row in self.rows}.values()
        self.kinds = {mark.kind for marks in of_rows for mark in marks}
        self.synthetic, self.expanded, self.census = (mark.kind in self.kinds for mark in (SYNTHETIC, EXPANDED, CENSUS))
        self._take_up = self.card.take_up if self.card else next((row.take_up for row in self.rows if row.take_up), "")
        self._by_key: dict[tuple[str, ...], list[Row]] = {}
        self._of_table: dict[str, list[Row]] = {}
        self._indices: dict[tuple[str, ...], dict[tuple[str, ...], list[Row]]] = {}
        for row in self.rows:
            self._by_key.setdefault(_key_of(row), []).append(row)
            self._of_table.setdefault(row.table, []).append(row)
        self._notes: dict[tuple[object, ...], tuple[tuple[Mark, ...], list[str]]] = {}
        vars(self.result)["figures"] = [self]
        self.tables: dict[tuple[str, Language], Table | None] = {}
        """Those that were made of the rows, by identifier and language."""

    @cached_property
    def counted(self) -> str:
        """The income in which a comparison counts: consumable where it reaches what is spent, else disposable."""
        counted = {row.concept for table in ("comparison", "sweep") for row in self.of(table)}
        return "consumable" if "consumable" in counted else "disposable"

    @property
    def wave(self) -> str:
        """What the titles name: the survey; of figures that no survey gives, their year."""
        has_persons = not self.card or self.card.persons is not None
        return self.survey if has_persons else self.card.month if self.card else ""

    def find(
        self, table: str, *, measure: str, unit: str = "", accounting: str = "", take_up: str = "", **place: str
    ) -> Row | None:  # fmt: skip
        """The row at a place, where there is one; a table, column or value that no row can have raises AyniError.

        The unit matters where a change stands in points and relative. Without an accounting it is that of the year, and
        without a take-up that of the run, where there are several.
        """
        place["measure"] = measure
        found = self._find(_key(table, place), unit, accounting, take_up)
        if found is None:
            for column, value in place.items():
                _check(table, column, value)
            check_names({"accounting": accounting, "take_up": take_up})
        return found

    def one(
        self, table: str, *, measure: str, unit: str = "", accounting: str = "", take_up: str = "", **place: str
    ) -> Row:  # fmt: skip
        """The row at a place; AyniError, with the nearest that there is, where there is none."""
        found = self.find(table, measure=measure, unit=unit, accounting=accounting, take_up=take_up, **place)
        if found is None:
            key = _key(table, {**place, "measure": measure})
            wanted = " ".join(filter(None, (*key, unit, accounting, take_up)))
            known = [" ".join(filter(None, each)) for each in self._by_key]
            raise AyniError("no_such_row", wanted=wanted, near=nearest(wanted, known))
        return found

    def _find(self, key: tuple[str, ...], unit: str, accounting: str, take_up: str) -> Row | None:
        found = [
            row for row in self._by_key.get(key, ())
            if unit in ("", row.unit) and accounting in ("", row.accounting) and take_up in ("", row.take_up)
        ]  # fmt: skip
        if len(found) < 2:
            return found[0] if found else None
        return min(found, key=lambda row: (row.take_up != self._take_up, row.accounting not in ("", "year")))

    def beside(self, row: Row, unit: str) -> Row | None:
        """The row at the same place in another unit."""
        return self._find(_key_of(row), unit, row.accounting, row.take_up)

    def values(self, column: str, table: str, **place: str) -> list[str]:
        """The values of a column, each once, in the rows of a table that have these values in others."""
        _check(table, column, "")
        return list(filter(None, dict.fromkeys(map(attrgetter(column), self.of(table, **place)))))

    def of(self, table: str, **place: str) -> Sequence[Row]:
        """The rows of a table that have these values in other columns, in their order. Raises as `find` does."""
        for column, value in place.items() or (("table", table),):
            _check(table, column, value)
        if not place:
            return self._of_table.get(table, ())
        if (table, *place) not in self._indices:
            values_of, index = attrgetter("table", *place), dict[tuple[str, ...], list[Row]]()
            for row in self._of_table.get(table, ()):
                index.setdefault(values_of(row), []).append(row)
            self._indices[table, *place] = index
        return self._indices[table, *place].get((table, *place.values()), ())

    def levels(self, table: str, group: str, **place: str) -> list[str]:
        """The levels of a group in a table, in the order of the rows; departments in that of INE."""
        found = self.values("level", table, group=group, **place)
        return sorted(found, key=standard_columns()["department"].values.index) if group == "department" else found

    def programmes(self, table: str, **place: str) -> list[str]:
        """The programmes of a table, in the order of the rows."""
        return self.values("programme", table, **place)

    def name(self, group: str, level: str, language: Language) -> str:
        """The name of a level of a group; a step or source of income that is a programme has the programme's."""
        return name(group, level, language, self.names)

    def programme(self, identifier: str, language: Language) -> str:
        """The name of a programme."""
        return self.name("programme", identifier, language)

    def measure(self, identifier: str, language: Language) -> str:
        """The name of a measure, or of a tax or contribution where what it brings in is meant."""
        return called("measure", identifier, language, self.names)

    def level(self, group: str, level: str, language: Language) -> str:
        """The name of a level of a group; everybody, where the file is a part of a survey, is the whole part."""
        return (
            say("mark.everybody_of_part", language)
            if self.part and group == "all"
            else self.name(group, level, language)
        )

    def notes(self, row: Row, language: Language) -> list[str]:
        """What footnotes say of a row, made once for those that share their marks."""
        of = (id(row.marks), row.accounting, row.month, row.law_day, row.prices, language)
        if of not in self._notes:
            self._notes[of] = row.marks, notes(row, language)  # the marks are held: no others have their id
        return self._notes[of][1]

    def named(self, title: str, language: Language) -> str:
        """A title, which says so where the data is synthetic or an expanded survey."""
        title = say("mark.expanded_title", language, title=title) if self.expanded else title
        return say("mark.synthetic_title", language, title=title) if self.synthetic else title

    def source(self, language: Language) -> str:
        """The footer of a table or chart: source, survey and cases."""
        samples = [card.persons for card in self.cards if card.persons]
        cases = number(sum(samples), language) if samples else DASH
        key = "mark.source_synthetic" if self.synthetic else "mark.source"
        return say(key, language, wave=wave_name(self.wave, language), n=cases)


def _key(table: str, place: Mapping[str, str]) -> tuple[str, ...]:
    asked = {**_USUAL, **place, "table": table}
    if len(asked) > len(KEY):
        column = next(column for column in place if column not in KEY)
        raise AyniError("unknown_row_column", column=column, near=nearest(column, KEY))
    key: tuple[str, ...] = _key_in(asked)
    return key


@lru_cache(4096)
def _check(table: str, column: str, value: str) -> None:
    """Refuse a table, column or value that no row can have; what was asked before is looked at once."""
    if column not in COLUMNS:
        raise AyniError("unknown_row_column", column=column, near=nearest(column, COLUMNS))
    check_names({"table": table, **({column: value} if value else {})})


def place_of(row: Row) -> dict[str, str]:
    """Where a row stands within its table."""
    return {column: getattr(row, column) for column in (*KEY[1:], "accounting", "take_up")}


def by_survey(result: Result) -> list[Figures]:
    """The figures of each survey and pair of surveys, in the order of the rows; found once for a result."""
    found: list[Figures] | None = vars(result).get("figures")
    if found is None:
        found = vars(result)["figures"] = [Figures(result, survey) for survey in result.surveys]
    return found


# ---- figures as text


class Unit(Struct, frozen=True):
    """How values of a unit are printed: decimals without a standard error, fewest and most with one.

    `digits`: how many digits of the standard error the figure goes down to; one more for totals, which are compared
    with budgets and registers.
    """

    write: Callable[..., str]
    places: int
    least: int
    most: int
    scale: float = 1.0
    signed: bool = False
    digits: int = 1


def _gini_points(difference: float, language: Language, places: int = 2) -> str:
    return number(100 * difference, language, places, sign=True)


UNITS = {
    "share": Unit(percent, 1, 0, 2, 100),
    "relative": Unit(percent, 1, 0, 1, 100, signed=True),
    "points": Unit(points, 2, 0, 2, 100),
    "share_of_joint": Unit(percent, 1, 0, 1, 100),
    "gini points": Unit(_gini_points, 2, 0, 2, 100),
    "index": Unit(number, 3, 2, 3, digits=2),
    "ratio": Unit(number, 2, 1, 2, digits=2),
    "Bs/month": Unit(money, 0, -1, 0, digits=2),
    "Bs/year": Unit(millions, 0, -2, 1, 1e-6, digits=2),
    "Bs": Unit(money, 0, -3, 0, digits=2),
    "persons": Unit(number, 0, -5, 0, digits=2),
    "households": Unit(number, 0, -5, 0, digits=2),
    "years": Unit(number, 1, 0, 2),
}
COUNT = Unit(number, 0, 0, 0)
NO_ERROR = 1e-9
"""Of a figure: the rounding of what weights are calibrated to, which has no error of sampling."""


def unit_of(row: Row) -> Unit:
    """How a row is printed; Gini points are of the index times 100, and what one person spends is not in millions."""
    if row.unit == "points" and row.measure == "gini":
        return UNITS["gini points"]
    if row.unit == "Bs/year" and row.concept == "measurable":
        return UNITS["Bs"]
    return UNITS.get(row.unit, COUNT)


def places_of(row: Row) -> int:
    """The decimals that its standard error supports."""
    unit = unit_of(row)
    se = None if row.se is None else row.se * unit.scale / 10 ** (unit.digits - 1)
    return supported_places(se, unit.places, least=unit.least, most=unit.most)


def figure(row: Row, language: Language, places: int | None = None) -> str:
    """The value with its unit, to the decimals that its error supports or to `places`; a dash if it is hidden."""
    if row.value is None:
        return DASH
    unit = unit_of(row)
    signed = {"sign": True} if unit.signed else {}
    return unit.write(row.value, language, places_of(row) if places is None else places, **signed)


def even_places(rows: Iterable[Row | None]) -> int | None:
    """The decimals that the errors of all of several rows support, for figures that stand in one column of a chart."""
    found = [places_of(row) for row in rows if row is not None and row.value is not None]
    return min(found, default=None)


def interval(row: Row, language: Language) -> str:
    """`[36,1; 38,2]`, in the unit of the figure; empty where there is none."""
    if row.low is None or row.high is None or not row.se or row.se < NO_ERROR * abs(row.value or 0.0):
        return ""
    scale, places = unit_of(row).scale, places_of(row)
    low, high = (number(end * scale, language, places) for end in (row.low, row.high))
    return f"[{low};{NBSP}{high}]"


def error(row: Row, language: Language) -> str:
    """`(0,78)`: the standard error in the unit of the figure, with up to two digits; empty where there is none."""
    if row.value is None or not row.se:
        return ""
    se = row.se * unit_of(row).scale
    places = supported_places(se / 10, 0, least=-9, most=max(places_of(row), 0) + 1)
    return f"({number(se, language, places)})"


def sentence(key: str, rows: Mapping[str, Row | None], language: Language, **fields: str) -> str | None:
    """The phrase with each row's figure and `…_interval`; None where a row is absent or not published."""
    for label, row in rows.items():
        if row is None or row.value is None:
            return None
        fields |= {label: figure(row, language), f"{label}_interval": interval(row, language)}
    return say(key, language, **fields)


# ---- notes

SILENT = frozenset({
    MarkKind.SYNTHETIC, MarkKind.EXPANDED, MarkKind.CENSUS, MarkKind.FIRST_ORDER, MarkKind.QUALITY, MarkKind.ASSUMED,
    MarkKind.BENCHMARKED,
})  # fmt: skip
"""Said elsewhere, or not at all."""
_JOINED = (
    MarkKind.ASSUMPTION,
    MarkKind.CONFLICTING,
    MarkKind.REPORTED,
    MarkKind.RECALLED,
    MarkKind.IMPUTED,
    MarkKind.FORECAST,
)
"""Marks whose objects are listed in one note."""
OF_SOURCE = (MarkKind.SOURCE, MarkKind.BASIS, MarkKind.OFFICIAL_PERIOD, MarkKind.CONFIDENCE)
"""Marks that together make the note on an official figure, in this order."""


def is_flagged(row: Row) -> bool:
    """Whether its coefficient of variation asks for care, (*)."""
    return row.has(MarkKind.QUALITY)


def notes(row: Row, language: Language) -> list[str]:
    """What footnotes say of a row, each once."""
    return notes_on([_with_columns(mark, row) for mark in row.marks], language)


def _with_columns(mark: Mark, row: Row) -> Mark:
    """A mark with what its note takes from the row: the accounting, or the years of law and survey."""
    if mark.kind in (MarkKind.SPREAD, MarkKind.PAID_OVER):
        return replace(mark, what=row.accounting)
    if mark.kind is MarkKind.CARRIED:
        return replace(mark, what=row.month)
    if mark.kind is MarkKind.LATER_LAW:
        return replace(mark, what=f"{row.law_day} > {row.prices}")
    if mark.kind is MarkKind.OTHER_YEAR:
        return replace(mark, what=f"{row.law_day[:4]}/{row.month[:4]}")
    return mark


def notes_on(marks: Iterable[Mark], language: Language) -> list[str]:
    """What footnotes say of marks, each once."""
    grouped: dict[tuple[MarkKind, str], list[str]] = {}
    for mark in marks:
        if mark.kind not in SILENT:
            own = (mark.kind, "" if mark.kind in _JOINED else mark.what)
            grouped.setdefault(own, []).append(mark.what)
    found: list[str] = []
    source: dict[MarkKind, str] = {}
    for (kind, _), objects in grouped.items():
        if kind in OF_SOURCE:
            source[kind] = _note(kind, objects, language)
        else:
            found.append(_note(kind, objects, language))
    return [*found, " ".join(source[kind] for kind in OF_SOURCE if kind in source)] if source else found


def _note(kind: MarkKind, objects: Sequence[str], language: Language) -> str:
    if f"{kind}.{objects[0]}" in catalogue():
        return say(f"{kind}.{objects[0]}", language)
    if kind is MarkKind.OFFICIAL_PERIOD:
        objects = [each.replace("..", " – ") for each in objects]
    if kind in (MarkKind.IMPUTED, MarkKind.NOT_COMPUTED):
        objects = [column_text(each, language) for each in objects]
    return say(f"note.{kind}", language, subject=", ".join(dict.fromkeys(objects)))


def column_text(column: str, language: Language) -> str:
    """What a standard column holds, with its name."""
    known = standard_columns().get(column)
    if known:
        return f"{known.text[language]} ({column})"
    return say(f"left_out.{column}", language) if f"left_out.{column}" in catalogue() else column
