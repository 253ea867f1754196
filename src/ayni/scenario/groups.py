"""Poverty and inequality by a user's own groups and poverty lines: any column of the file, any amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array
from ayni.measure import Domains, Figures, Spread, UndefinedError
from ayni.scenario.analysis import DISPOSABLE, Analysis
from ayni.scenario.comparison import Comparison
from ayni.scenario.figure_rows import defined
from ayni.scenario.keys import CROSSED as CROSSED, LINES
from ayni.scenario.rows import Place, Row, beside_hidden
from ayni.survey import MISSING, Grouping, OwnColumns, money_columns, standard_columns
from ayni.survey.own import MOST_VALUES
from ayni.words import LANGUAGES, AyniError, Language, Text, catalogue, say
from ayni.words.marks import Mark, MarkKind
from ayni.words.numbers import plain_typed

TABLE = "groups"
CONCEPTS = ("ine_income", DISPOSABLE)
"""The incomes per head for which groups are shown, as far as the file has them."""
ATKINSON = {"atkinson_05": 0.5, "atkinson_1": 1.0, "atkinson_2": 2.0}
"""Atkinson's index by its aversion to inequality."""
POSITIVE = Mark(MarkKind.POSITIVE_INCOMES)
MOST_AMOUNT = 1e9
Key = tuple[str, str]
"""A measure and its line."""


class Groups(Struct, frozen=True, dict=True):
    """The user's groups and poverty lines on the persons of a run."""

    analysis: Analysis
    by: Mapping[str, Grouping]
    """Groups by what was asked, in order."""
    lines: Mapping[str, Array]
    """Each person's line, Bs a month, (n_persons,), by its name in rows: anything positive outside the universe."""

    @classmethod
    def of(cls, analysis: Analysis, columns: OwnColumns, by: Sequence[str], lines: Sequence[str | float]) -> Groups:
        """What is asked by its texts; without a line, INE's two.

        A group is a column, `age_band`, or several crossed, `area:sex`. A line is `moderate`, `extreme`, an amount in
        Bs a month or a column. Raises for what is neither, for columns with too many values, for a file without
        incomes, and for a line that is missing or not positive for a member of a household.
        """
        groups = {text: _grouping(text, analysis, columns) for text in by}
        if not analysis.by_concept:
            raise AyniError("groups_without_income", wave=analysis.population.source.get("wave", ""))
        found = [_line(text, analysis, columns) for text in lines or LINES]
        return cls(analysis, groups, dict(found))

    @property
    def names(self) -> dict[str, Text]:
        """What the groups' levels are called, where the file says it, by `group.level`."""
        return {f"{text}.{level}": name for text, each in self.by.items() for level, name in each.names.items()}

    @cached_property
    def places(self) -> list[tuple[Place, Array]]:
        """Everybody, then each group: where it stands in rows, and who belongs to it, (n_persons,)."""
        universe = self.analysis.universe
        groups = [
            ({"group": text, "level": level}, universe & (grouping.position == index))
            for text, grouping in self.by.items() for index, level in enumerate(grouping.levels)
        ]  # fmt: skip
        return [({}, universe), *((place, who) for place, who in groups if who.any())]

    @cached_property
    def domains(self) -> Domains:
        """Their tables."""
        return self.analysis.members.domains([who for _, who in self.places])

    def rows(self, concepts: Sequence[str] = CONCEPTS) -> Iterator[Row]:
        """How many persons each group has, and its poverty and inequality by each income that the file has."""
        analysis = self.analysis
        yield from beside_hidden(self._persons(), _is_count)
        for concept in concepts:
            if concept in CONCEPTS and concept not in analysis.by_concept:
                continue
            yield from beside_hidden(self._of_income(concept), _is_count)

    def _persons(self) -> Iterator[Row]:
        make = self.analysis.maker(TABLE)
        for (place, _), persons in zip(self.places, self.domains.count(), strict=True):
            yield make.estimate(persons, concept="population", measure="persons", **place)

    def _of_income(self, concept: str) -> Iterator[Row]:
        analysis, income = self.analysis, self.analysis.by_concept[concept]
        marks = analysis.marks() if concept == DISPOSABLE else ()
        make = analysis.maker(TABLE, *marks, accounting="year" if concept == DISPOSABLE else "")
        found, leaves_out = self.figures(income), self._leaves_out(income)
        for at, (place, _) in enumerate(self.places):
            for (name, line), figures in found.items():
                marked = make.marked(POSITIVE) if name in ON_LOGARITHMS and leaves_out[at] else make
                of: Place = {"concept": concept, "measure": name, "line": line, **place}
                yield defined(marked, partial(figures.__getitem__, at), unit=_unit(name), **of)

    def changes(self, comparison: Comparison) -> list[Row]:
        """The same by disposable income before a reform or a shock and after, and the change between them."""
        return beside_hidden(self._changes(comparison), _is_count)

    def _changes(self, comparison: Comparison) -> Iterator[Row]:
        make = comparison.make(TABLE)
        old, new = (
            self.figures(income, self._lines_of(run))
            for income, run in zip(comparison.incomes, (comparison.before, comparison.after), strict=True)
        )
        leaves_out = np.logical_or(*map(self._leaves_out, comparison.incomes))
        for at, (place, _) in enumerate(self.places):
            for (name, line), before in old.items():
                marked = make.marked(POSITIVE) if name in ON_LOGARITHMS and leaves_out[at] else make
                of: Place = {"concept": comparison.concept, "measure": name, "line": line, **place}
                try:
                    yield from marked.before_after(before[at], new[name, line][at], **of)
                except UndefinedError:
                    yield marked.plain(None, unit=_unit(name), side="change", **of)

    def _lines_of(self, run: Analysis) -> Mapping[str, Array]:
        """The lines, of which those of the survey are a run's own: a shock moves them."""
        return {name: run.line(name) if name in LINES else values for name, values in self.lines.items()}

    def figures(self, income: Array, lines: Mapping[str, Array] | None = None) -> dict[Key, Figures]:
        """Poverty by each line and inequality of an income per head (n_persons,), of everybody and each group.

        What rests on the logarithm of income is of the persons whose income is positive.
        """
        of = self.domains.spread(income)
        positive = self._positive(income) if self._leaves_out(income).any() else of
        found: dict[Key, Figures] = {}
        for line, z in (self.lines if lines is None else lines).items():
            found["headcount", line] = of.headcount(z)
            found["gap", line] = of.gap(z)
            found["severity", line] = of.severity(z)
            found["watts", line] = positive.watts(z)
            found["poor", line] = of.poor(z)
        found["mean", ""] = of.mean()
        found["quantile_50", ""] = of.quantile(0.5)
        found["gini", ""] = of.gini()
        found["theil", ""] = positive.theil()
        found["mean_log_deviation", ""] = positive.mean_log_deviation()
        for name, epsilon in ATKINSON.items():
            found[name, ""] = positive.atkinson(epsilon)
        found["not_positive", ""] = self.domains.share(income <= 0)
        return found

    def _positive(self, income: Array) -> Spread:
        """The income of those of everybody and each group who have any."""
        positive = self.analysis.members.domains([who & (income > 0) for _, who in self.places])
        return positive.spread(income)

    def _leaves_out(self, income: Array) -> Array:
        """Whether somebody of everybody and each group has no positive income."""
        return self.domains.cases(income <= 0) > 0


UNITS = {"headcount": "share", "gap": "share", "severity": "share", "poor": "persons", "mean": "Bs/month",
         "quantile_50": "Bs/month", "not_positive": "share"}  # fmt: skip
ON_LOGARITHMS = frozenset({"watts", "theil", "mean_log_deviation", *ATKINSON})


def _unit(name: str) -> str:
    return UNITS.get(name, "index")


def means(asked: Groups, columns: OwnColumns, name: str) -> Iterator[Row]:
    """The mean of a column or of an income concept, for everybody and by group: of the persons who have a value."""
    analysis = asked.analysis
    make = analysis.maker(TABLE)
    if name in analysis.by_concept:
        values, unit = analysis.by_concept[name], "Bs/month"
    else:
        values, unit = columns.amounts(name), _unit_of(name)
    known = np.isfinite(values)
    of = analysis.members.domains([who & known for _, who in asked.places])
    figures = of.mean(np.where(known, values, 0.0), unit)
    for at, (place, _) in enumerate(asked.places):
        there: Place = {"concept": name, "measure": "mean", **place}
        yield make.estimate(figures[at], **there) if of.n[at] else make.plain(None, 0, unit=unit, **there)


def _unit_of(name: str) -> str:
    low = name.strip().lower()
    if low in money_columns() or low in LINES.values() or low.startswith(("ine_", "rebuilt_")):
        return "Bs/month"
    column = standard_columns().get(low)
    if column is not None and column.type == "flag":
        return "share"
    return "years" if low in ("age", "years_of_schooling") else ""


# ---- what is asked by a text


def _grouping(text: str, analysis: Analysis, columns: OwnColumns) -> Grouping:
    """The groups of a column, or of several crossed; those who lack a value of any are a group of their own."""
    first, *others = (_of_one(each, analysis, columns) for each in text.split(CROSSED))
    found = first
    for other in others:
        position = np.where(
            (found.position < 0) | (other.position < 0), -1, found.position * len(other.levels) + other.position
        )
        levels = [(one, two) for one in found.levels for two in other.levels]
        there = np.unique(position[position >= 0])
        if len(there) > MOST_VALUES:
            raise AyniError("by_too_many", column=text, values=len(there), most=MOST_VALUES)
        place = np.full(len(levels) + 1, -1)
        place[there] = np.arange(len(there))
        kept = [levels[index] for index in there]
        found = Grouping(
            text, tuple(CROSSED.join(each) for each in kept), place[position],
            {CROSSED.join(each): _joined(each, (found, other)) for each in kept},
        )  # fmt: skip
    missing = (found.position < 0) & analysis.universe
    if not missing.any():
        return found
    names: dict[str, Text] = {**found.names, MISSING: {each: say("groups.missing", each) for each in LANGUAGES}}
    position = np.where(found.position < 0, len(found.levels), found.position)
    return replace(found, levels=(*found.levels, MISSING), position=position, names=names)


def _of_one(name: str, analysis: Analysis, columns: OwnColumns) -> Grouping:
    low = name.strip().lower()
    if low == "age_band" and low in analysis.levels:
        levels, position = analysis.levels[low]
        return Grouping(low, levels, position, {})
    return columns.groups(name, ("age_band",))


def _line(asked: str | float, analysis: Analysis, columns: OwnColumns) -> tuple[str, Array]:
    """The name in rows and each person's amount of a line."""
    if isinstance(asked, int | float):
        return _amount_line(float(asked), str(asked), analysis)
    text, low = asked, asked.strip().lower()
    if low in LINES:
        return low, analysis.line(low)
    if _AMOUNT.fullmatch(low):
        return _amount_line(_amount(low), text, analysis)
    if analysis.carried is not None and not columns.is_of_population(text, tuple(LINES)):
        raise AyniError("line_of_own_month", column=text)
    values = np.where(analysis.universe, columns.amounts(text, tuple(LINES)), 1.0)
    wrong = ~(values > 0)
    if wrong.any():
        raise AyniError("line_lacks", column=text, persons=int(wrong.sum()))
    return low, values


_AMOUNT = re.compile(r"(bs\s*)?-?[0-9][0-9.,]*")


def _amount(text: str) -> float:
    """An amount typed by a user; where its mark could separate thousands or decimals, an error gives both readings."""
    bare = text.removeprefix("bs").strip()
    if re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", bare):
        both = (f"{float(bare.replace(',', '.')):g}", re.sub("[.,]", "", bare))
        raise AyniError("typed_two_readings", text=text, one=both[0], other=both[1])
    return float(plain_typed(bare, "en" if re.search(r",[0-9]*\.", bare) else "es"))


def _amount_line(amount: float, text: str, analysis: Analysis) -> tuple[str, Array]:
    """The same line for everybody."""
    if not 0 < amount < MOST_AMOUNT:
        raise AyniError("line_not_positive", text=text)
    return f"{amount:.15g}", np.full(analysis.population.n_persons, amount)


def _joined(levels: tuple[str, str], of: tuple[Grouping, Grouping]) -> Text:
    """What a level of two crossed columns is called, in so far as a file or the catalogue says it."""
    return {
        each: ", ".join(level_name(one, level, each) for one, level in zip(of, levels, strict=True))
        for each in LANGUAGES
    }


def level_name(of: Grouping, level: str, language: Language) -> str:
    """What a level is called: by the file, by the catalogue where the column is every population's, or as it stands."""
    if level in of.names:
        return of.names[level][language]
    key = f"{of.name}.{level}"
    return say(key, language) if key in catalogue() else level


def _is_count(row: Row) -> bool:
    return row.unit == "persons"
