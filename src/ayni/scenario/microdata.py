"""Person-level results: what was computed for each person, with INE's own keys, to be joined to INE's file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from ayni.engine import Array
from ayni.income.chain import levies
from ayni.income.gross import paid_on, with_gross_wages
from ayni.income.programmes import Accounting
from ayni.income.till import InSpending
from ayni.scenario.analysis import Analysis
from ayni.scenario.consumption import Till
from ayni.scenario.groups import Groups
from ayni.scenario.incidence import chains
from ayni.scenario.keys import LINES
from ayni.scenario.result import DataCard
from ayni.survey import Grouping, OwnColumns, standard_columns
from ayni.survey.prepared import SYNTHETIC_MARK
from ayni.words import LANGUAGES, AyniError, Language, Text, say
from ayni.words.extras import installed

if TYPE_CHECKING:
    import polars as pl

LONGEST = 32
"""The greatest length of a variable's name in Stata; SPSS and R allow more."""
INVENTED = "SINT-{:05}"
"""The key of a synthetic household, which looks like none of INE's."""
KEYS = ("folio", "nro")
"""The keys of synthetic persons, with the names of INE's own."""
OF_INE = ("ine_income", "ine_income_rebuilt")
"""INE's own incomes, which do not change with the law."""


class Variable(Struct, frozen=True):
    """One column of person-level results: values (n_persons,), NaN where missing, its label, and the labels of its
    codes."""

    name: str
    values: Array
    text: Text
    names: Mapping[int, Text] = field(default_factory=dict)


class Microdata(Struct, frozen=True):
    """The persons of a run, one in each row, with what was computed for each."""

    variables: tuple[Variable, ...]
    card: DataCard
    """Where they come from, and under which law and in whose prices the run is."""

    def __len__(self) -> int:
        return len(self.variables[0].values)

    @installed()
    def frame(self, language: Language = "es", *, coded: bool = False) -> pl.DataFrame:
        """A row a person, null where there is no value; codes as what they mean, or `coded` as whole numbers."""
        import polars as pl

        return pl.DataFrame([_series(each, language, coded) for each in self.variables])

    def labels(self, language: Language) -> dict[str, str]:
        """What each column is."""
        return {each.name: each.text[language] for each in self.variables}

    def value_labels(self, language: Language) -> dict[str, dict[int, str]]:
        """What the codes of the coded columns mean."""
        return {
            each.name: {code: text[language] for code, text in each.names.items()}
            for each in self.variables
            if each.names
        }


def _series(variable: Variable, language: Language, coded: bool) -> pl.Series:
    import polars as pl

    name, values = variable.name, variable.values
    if variable.names and not coded:
        texts = np.array([variable.names[code][language] for code in sorted(variable.names)], dtype=object)
        place = np.searchsorted(sorted(variable.names), values)
        return pl.Series(name, texts[place].tolist(), pl.String)
    if values.dtype == object:
        return pl.Series(name, values.tolist(), pl.String)
    series = pl.Series(name, values)
    return series.fill_nan(None) if values.dtype.kind == "f" else series


def microdata(
    runs: Mapping[str, Analysis], columns: OwnColumns, asked: Groups | None = None, accounting: Accounting = "year",
    called: Mapping[str, Text] | None = None, till: Till | None = None,
) -> Microdata:  # fmt: skip
    """The persons of a run, or of one before and after something: `runs` by side, `""` where there is one.

    First INE's keys, as its file has them; the survey, month and day of the law; the design, as the errors of this
    program rest on it; INE's income and the lines; then each income per head, each programme, tax and contribution,
    Bs a month; and the columns of the groups that were asked for. What differs between two runs is there twice, under
    `…_before` and `…_after`. `called` are the law's names of what it pays and takes.

    Raises for a prepared file, which has no keys of INE's.
    """
    first = next(iter(runs.values()))
    found = [*_keys(first, columns), *_about(first), *_design(first), *_published(first)]
    sides = {side: list(_computed(run, accounting, called or {}, till)) for side, run in runs.items()}
    found += next(iter(sides.values())) if len(sides) == 1 else _side_by_side(sides, runs)
    found += _of_groups(asked, columns)
    return Microdata(tuple(_named(found)), first.card)


def _keys(run: Analysis, columns: OwnColumns) -> Iterator[Variable]:
    population, original = run.population, columns.original
    if original is not None:
        for name, values in original.keys().items():
            yield Variable(name, values, _said("key", column=name))
        return
    if not population.synthetic:
        raise AyniError("people_without_keys")
    household = np.array([INVENTED.format(each + 1) for each in population.household], dtype=object)
    for name, values in zip(KEYS, (household, population["person_number"].astype(np.int64)), strict=True):
        yield Variable(name, values, _said("invented_key", column=name))


def _about(run: Analysis) -> Iterator[Variable]:
    """What every row says: that the persons are invented, where they are; the survey, the month and the law."""
    n, basis = run.population.n_persons, run.basis
    if run.population.synthetic:
        yield Variable(SYNTHETIC_MARK, np.ones(n, dtype=np.int8), _said("synthetic"))
    for what, value in (("survey", basis.survey), ("month", basis.month), ("law_day", basis.law_day)):
        yield Variable(f"ayni_{what}", np.full(n, value, dtype=object), _said(what))


def _design(run: Analysis) -> Iterator[Variable]:
    population = run.population
    for name in ("weight", "design_weight"):
        if name in population.columns:
            yield Variable(name, population[name].astype(float), _said(name))
    for name in ("stratum", "psu"):
        yield Variable(name, population[name].astype(np.int64), _said(name))
    yield Variable("is_member", run.universe.astype(np.int8), _said("is_member"))


def _published(run: Analysis) -> Iterator[Variable]:
    for name in OF_INE:
        if name in run.by_concept:
            yield Variable(name, _of_members(run, run.by_concept[name]), _per_head(f"concept.{name}"))


def _computed(
    run: Analysis, accounting: Accounting, called: Mapping[str, Text], till: Till | None
) -> Iterator[Variable]:
    """What a law, and a carried month, make of each person: lines, incomes, programmes, taxes and contributions."""
    for name, column in LINES.items():
        if column in run.population.columns:
            yield Variable(column, _of_members(run, run.line(name)), _of_column(column))
    if not run.has_recipe:
        return
    for name, income in run.by_concept.items():
        if name not in OF_INE:
            values = run.disposable(accounting) if name == "disposable" else income
            yield Variable(name, _of_members(run, values), _per_head(f"concept.{name}"))
    try:
        for treatment, chain in chains(run).items():
            for name, income in chain.concepts.items():
                if name != "disposable":
                    yield Variable(f"{name}_{treatment}", _of_members(run, income), _ceq(name, treatment))
    except AyniError as error:
        if error.key != "column_absent":
            raise
    for name, payment in run.payments.items():
        yield Variable(name, payment.per_month(accounting), _law_says("programme", name, called))
    yield from _taken(run, called)
    if till is not None:
        yield from _at_the_till(run, till.flows(run), called)
    elif run.in_spending:
        yield from _at_the_till(run, run.in_spending, called)


def _at_the_till(run: Analysis, found: Sequence[InSpending], called: Mapping[str, Text]) -> Iterator[Variable]:
    """Consumable income, and the taxes and subsidies inside what is spent, all per head of the household."""
    consumable = run.disposable() + sum((each.signed for each in found), 0.0)
    yield Variable("consumable", _of_members(run, consumable), _per_head("income.consumable"))
    for each in found:
        yield Variable(each.id, _of_members(run, each.amount), _law_says("in_spending", each.id, called))


def _taken(run: Analysis, called: Mapping[str, Text]) -> Iterator[Variable]:
    """Taxes and contributions, Bs a month of each person, and the gross wage from which those of wages are taken."""
    law, wanted = run.law_on_day, levies(run.law)
    try:
        gross = with_gross_wages(run.population, law)
        amounts = paid_on(gross, law, [each for each in wanted if each.is_of_wages(run.law)])
    except AyniError as error:
        if error.key != "column_absent":
            raise
    else:
        yield Variable("gross_wage", gross["total_earned"].astype(float), _said("gross_wage"))
        by_employer = {each.id for each in wanted if each.by_employer}
        for name, amount in amounts.items():
            kind = "by_employer" if name in by_employer else "taken"
            yield Variable(name, np.asarray(amount, dtype=float), _law_says(kind, name, called))
    for name, flow in run.flows.items():
        kind = "taken" if flow.element.sign < 0 else "programme"
        yield Variable(name, np.asarray(flow.amount, dtype=float), _law_says(kind, name, called))


def _side_by_side(sides: Mapping[str, Sequence[Variable]], runs: Mapping[str, Analysis]) -> Iterator[Variable]:
    """Each variable of two runs, before and after; once where it is a line that they share.

    What the law of one side does not have is zero there; what a survey cannot give is on neither.
    """
    by_name = {side: {each.name: each for each in found} for side, found in sides.items()}
    names = dict.fromkeys(name for found in by_name.values() for name in found)
    refused = {name for run in runs.values() for name in run.refused}
    room = LONGEST - 1 - max(map(len, sides))
    for name in names:
        here = [found.get(name) for found in by_name.values()]
        some = next(each for each in here if each is not None)
        if name in refused:
            continue
        if name in LINES.values() and all(np.array_equal(each.values, some.values, True) for each in here if each):
            yield some
            continue
        for side, each in zip(by_name, here, strict=True):
            values = np.zeros(len(some.values)) if each is None else each.values
            text: Text = {tongue: f"{some.text[tongue]} ({say(f'people.{side}', tongue)})" for tongue in LANGUAGES}
            yield Variable(f"{name[:room]}_{side}", values, text)


def _of_groups(asked: Groups | None, columns: OwnColumns) -> Iterator[Variable]:
    """The columns by which groups were asked for, as codes from 1, and those of lines."""
    if asked is None:
        return
    for text, grouping in asked.by.items():
        names: dict[int, Text] = {code: _level(grouping, level) for code, level in enumerate(grouping.levels, 1)}
        position = grouping.position
        if (position < 0).any():  # of those outside households
            names[0] = _said("no_value")
        yield Variable(text, np.maximum(position + 1, 0).astype(np.int32), _of_column(text, columns), names)
    for text, values in asked.lines.items():
        if text not in LINES and not re.fullmatch(r"[0-9.e+]+", text):
            yield Variable(text, _of_members(asked.analysis, values), _of_column(text, columns))


def _level(grouping: Grouping, level: str) -> Text:
    from ayni.scenario.groups import level_name

    return {each: level_name(grouping, level, each) for each in LANGUAGES}


def _of_members(run: Analysis, values: Array) -> Array:
    """An income or a line of a household's members; those who are none have none."""
    return np.where(run.universe, values, np.nan)


# ---- names and what they mean


def _named(variables: Iterable[Variable]) -> Iterator[Variable]:
    """The variables with names that Stata, SPSS and R take as they are: letters, digits and `_`, 32 at most, no two
    alike in any case of letters. A variable that is there already is left out."""
    taken: dict[str, Variable] = {}
    for each in variables:
        name = re.sub(r"\W", "_", each.name, flags=re.ASCII)[:LONGEST]
        name = name if re.match(r"[A-Za-z_]", name) else f"v_{name}"[:LONGEST]
        number = 1
        while name.lower() in taken:
            if taken[name.lower()].values.dtype == each.values.dtype and _same(taken[name.lower()], each):
                break
            number += 1
            name = f"{name[: LONGEST - len(str(number)) - 1]}_{number}"
        else:
            taken[name.lower()] = each
            yield replace(each, name=name)


def _same(one: Variable, other: Variable) -> bool:
    return bool(np.array_equal(one.values, other.values, one.values.dtype.kind == "f"))


def _said(key: str, **fields: Any) -> Text:
    return {each: say(f"people.{key}", each, **fields) for each in LANGUAGES}


def _per_head(key: str) -> Text:
    return {each: say("people.per_head", each, income=say(key, each)) for each in LANGUAGES}


def _ceq(concept: str, treatment: str) -> Text:
    names = {each: say(f"income.{concept}", each) for each in LANGUAGES}
    return {each: say(f"people.{treatment}", each, income=names[each]) for each in LANGUAGES}


def _law_says(kind: str, name: str, called: Mapping[str, Text]) -> Text:
    text = called.get(name, dict.fromkeys(LANGUAGES, name))
    return {each: say(f"people.{kind}", each, name=text[each]) for each in LANGUAGES}


def _of_column(name: str, columns: OwnColumns | None = None) -> Text:
    known = standard_columns().get(name)
    if known is not None:
        return known.text
    file = columns.original.file.labels if columns is not None and columns.original is not None else {}
    label = file.get(name.lower())
    return dict.fromkeys(LANGUAGES, label) if label else _said("column", column=name)
