"""Rows looked up by what they are, and printed: a figure with its interval, and the notes that belong to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ayni.law import bolivia
from ayni.scenario.rows import Row
from ayni.survey import standard_columns
from ayni.words import Language, catalogue, say
from ayni.words.numbers import NBSP, millions, money, number, percent, points, supported_places

DASH = "–"
LINES = ("moderate", "extreme")
INE, MODEL = ("ine_income", "ine_income_rebuilt"), ("net_market_before_pensions", "net_market", "disposable")

PART = " part:"
"""What stands in a row's wave between the wave and the name of a part of it."""

Key = tuple[str, str, str, str, str, str]


class Figures:
    """The rows of one wave, by what they are."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self.wave = self.rows[0].wave if self.rows else ""
        self.part = self.wave.partition(PART)[2]
        self.synthetic = any("synthetic" in row.marks for row in self.rows)
        self.expanded = any("expanded" in row.marks for row in self.rows)
        self.census = any("census" in row.marks for row in self.rows)
        self._by_key: dict[Key, dict[str, Row]] = {}
        for row in self.rows:
            key = (row.table, row.concept, row.measure, row.line, row.group, row.level)
            self._by_key.setdefault(key, {})[row.unit] = row

    def get(
        self, table: str, concept: str, measure: str, line: str = "", group: str = "all", level: str = "all",
        unit: str = "",
    ) -> Row | None:  # fmt: skip
        """The row of these names; the unit matters only where a change stands in points and relative."""
        found = self._by_key.get((table, concept, measure, line, group, level), {})
        return found.get(unit) if unit else next(iter(found.values()), None)

    def levels(self, table: str, group: str, concept: str = "") -> list[str]:
        """The levels of a group in a table, in the order of the rows; departments in that of INE."""
        rows = (row for row in self.rows if row.table == table and row.group == group and concept in ("", row.concept))
        found = list(dict.fromkeys(row.level for row in rows))
        return sorted(found, key=standard_columns()["department"].values.index) if group == "department" else found

    def text(self, measure: str) -> str:
        """A fact of the data card."""
        row = self.get("data", "source", measure)
        return text_mark(row, "text") if row else ""

    def programme(self, identifier: str, language: Language) -> str:
        """The name of a programme: of one that a reform adds, as its rows say."""
        added = self.get("reform", "added", "programme", "", "programme", identifier)
        own = text_mark(added, f"name_{language}") if added else ""
        return own or name("programme", identifier, language)

    def level(self, group: str, level: str, language: Language) -> str:
        """The name of a level of a group; everybody, where the file is a part of a survey, is the whole part."""
        return say("mark.everybody_of_part", language) if self.part and group == "all" else name(group, level, language)

    def measure(self, measure: str, language: Language) -> str:
        """The name of a measure; one of the name of a tax that a reform adds has the tax's, as its rows say."""
        added = self.get("reform", "added", "programme", "", "programme", measure)
        own = text_mark(added, f"name_{language}") if added else ""
        return own or measure_text(measure, language)

    def named(self, title: str, language: Language) -> str:
        """A title, which says so where the data is synthetic or an expanded survey."""
        title = say("mark.expanded_title", language, title=title) if self.expanded else title
        return say("mark.synthetic_title", language, title=title) if self.synthetic else title

    def source(self, language: Language) -> str:
        """The footer of a table or chart: source, survey and cases."""
        counted = ("population" if self.census else "sample", "persons")
        samples = [row.n for row in self.rows if (row.concept, row.measure) == counted and row.n]
        cases = number(sum(samples), language) if samples else DASH
        key = "mark.source_synthetic" if self.synthetic else "mark.source"
        return say(key, language, wave=wave_name(self.wave, language), n=cases)


def text_mark(row: Row, kind: str) -> str:
    """What a row's mark of a kind says, `kind:what`; empty where it has none."""
    return next((mark.partition(":")[2] for mark in row.marks if mark.startswith(f"{kind}:")), "")


def by_wave(rows: Iterable[Row]) -> list[Figures]:
    """The rows of each wave, in the order of the rows."""
    waves: dict[str, list[Row]] = {}
    for row in rows:
        waves.setdefault(row.wave, []).append(row)
    return [Figures(found) for found in waves.values()]


def wave_name(wave: str, language: Language) -> str:
    """`Encuesta de Hogares 2019` for EH2019, `… 2019 → 2020` for EH2019-EH2020; any other wave by its identifier."""
    whole, _, part = wave.partition(PART)
    if part:
        return say("mark.part_wave", language, wave=wave_name(whole, language), part=part)
    years = re.fullmatch(r"EH(\d{4})(?:-EH(\d{4}))?", wave)
    return say("mark.wave", language, year=" → ".join(filter(None, years.groups()))) if years else wave


def name(group: str, level: str, language: Language) -> str:
    """The name of a level of a group; a step or source of income that is a programme has the programme's."""
    if group in ("decile", "population_share"):
        return level
    if group in ("step", "income_source") and f"{group}.{level}" not in catalogue():
        group = "programme"
    return _called(group, level, language)


def measure_text(measure: str, language: Language) -> str:
    """What a measure is called; one of the name of a tax or contribution has that of the law."""
    return _called("measure", measure, language)


def _called(section: str, identifier: str, language: Language) -> str:
    """A phrase of the catalogue, else what the survey calls a column, or the law an instrument or a rule."""
    if f"{section}.{identifier}" in catalogue():
        return say(f"{section}.{identifier}", language)
    if section in ("group", "variable"):
        return standard_columns()[identifier].text[language]
    law = bolivia()
    homes = [one for one in law.instruments.values() if identifier in (one.id, *(each.id for each in one.enters or ()))]
    text = law.text(identifier) or (homes[0].called if homes else None)
    return text[language] if text else say(f"{section}.{identifier}", language)


# ---- figures as text


@dataclass(frozen=True)
class Unit:
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
}
COUNT = Unit(number, 0, 0, 0)


def unit_of(row: Row) -> Unit:
    """How a row is printed; Gini points are of the index times 100 and not of per cent."""
    if row.unit == "points" and row.measure == "gini":
        return UNITS["gini points"]
    return UNITS.get(row.unit, COUNT)


def places_of(row: Row) -> int:
    """The decimals that its standard error supports."""
    unit = unit_of(row)
    se = None if row.se is None else row.se * unit.scale / 10 ** (unit.digits - 1)
    return supported_places(se, unit.places, least=unit.least, most=unit.most)


def figure(row: Row, language: Language) -> str:
    """The value with its unit; a dash where it is not published."""
    if row.value is None:
        return DASH
    unit = unit_of(row)
    signed = {"sign": True} if unit.signed else {}
    return unit.write(row.value, language, places_of(row), **signed)


def interval(row: Row, language: Language) -> str:
    """`[36,1; 38,2]`, in the unit of the figure; empty where there is none."""
    if row.low is None or row.high is None or not row.se:
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

_SILENT = (
    "synthetic",
    "expanded",
    "census",
    "first_order",
    "quality",
    "assumed",
    "name_es",
    "name_en",
    "reason_es",
    "reason_en",
)
_JOINED = ("conflicting", "recalled", "imputed")
"""Marks whose subjects are listed in one note."""
OF_SOURCE = ("source", "basis", "official_period", "confidence", "text")
"""Marks that together make the note on an official figure, in this order."""


def is_flagged(row: Row) -> bool:
    """Whether its coefficient of variation asks for care, (*)."""
    return any(mark.startswith("quality:") for mark in row.marks)


def notes(marks: Sequence[str], language: Language) -> list[str]:
    """What footnotes say of these marks, each once."""
    grouped: dict[str, list[str]] = {}
    for mark in marks:
        kind, _, subject = mark.partition(":")
        if kind not in _SILENT:
            grouped.setdefault(kind if kind in _JOINED else mark, []).append(subject)
    found: list[str] = []
    source: dict[str, str] = {}
    for key, subjects in grouped.items():
        kind = key.partition(":")[0]
        if kind in OF_SOURCE:
            source[kind] = _note(kind, subjects, language)
        else:
            found.append(_note(kind, subjects, language))
    return [*found, " ".join(source[kind] for kind in OF_SOURCE if kind in source)] if source else found


def _note(kind: str, subjects: Sequence[str], language: Language) -> str:
    if kind == "text":
        return subjects[0]
    if f"{kind}.{subjects[0]}" in catalogue():
        return say(f"{kind}.{subjects[0]}", language)
    if kind == "official_period":
        subjects = [subject.replace("..", " – ") for subject in subjects]
    if kind in ("imputed", "not_computed"):
        subjects = [column_text(subject, language) for subject in subjects]
    return say(f"note.{kind}", language, subject=", ".join(dict.fromkeys(subjects)))


def column_text(column: str, language: Language) -> str:
    """What a standard column holds, with its name."""
    if f"left_out.{column}" in catalogue():
        return say(f"left_out.{column}", language)
    known = standard_columns().get(column)
    return f"{known.text[language]} ({column})" if known else column
