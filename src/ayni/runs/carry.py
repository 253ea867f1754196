"""`carry`: a survey carried to a month, by how much and step by step; and what carried surveys are off by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ayni import measure
from ayni.carry import (
    DEFAULT_STEPS,
    Carried,
    Error,
    carry as carried_to,
    design_of,
    last_month,
    old_errors,
    own_month,
    recorded,
    root_mean_square,
    surveys_errors,
)
from ayni.scenario import DataCard, Result, Row, Rows
from ayni.scenario.analysis import marks_of_data
from ayni.scenario.keys import LINES
from ayni.scenario.rows import Basis, Place
from ayni.series import first_day, month_of_day, read_month, read_series
from ayni.survey import load
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

if TYPE_CHECKING:
    import datetime as dt

    from ayni.engine import Law, Population, Work
    from ayni.runs.options import CarryOptions

FAR = 48
"""Months from which a survey is carried only where that is asked for; the synthetic population describes nobody."""
INCOME = "ine_income"
SCENARIO = Mark(MarkKind.SCENARIO, "fast_prices")
SQUARES = {"revised": "EH2019-2022", "old": "EH2011-2017"}
"""What the surveys of the pairs are called together, by the lines that they have."""


def run(options: CarryOptions, law: Law, work: Work | None = None) -> Result:
    """Factors, lines and levels of a survey carried to a month; or the errors of carried surveys.

    Raises as `ayni.carry.carry`, for a month more than four years from the survey unless asked for, for files of
    surveys without `backcast`, and for back-casts of anything but them.
    """
    if options.backcast:
        errors = tuple(_errors(options.surveys, law, options.cached)) if options.surveys else recorded()
        return Result.of([*_backcast_rows(errors), *_square_rows(errors)])
    if options.surveys:
        raise AyniError("carry_surveys", file=options.surveys[0])
    population = load(options.data, cached=options.cached)
    month = _month(options)
    apart = month_of_day(month) - own_month(population)
    if apart > FAR and not options.far and not population.synthetic:
        own = f"{first_day(own_month(population)):%Y-%m}"
        raise AyniError("carry_far", survey=population.survey, own=own, month=f"{month:%Y-%m}")
    carried = _to(population, month, options, law, tuple(options.steps) or DEFAULT_STEPS)
    source = carried.population.source
    basis = Basis(
        population.survey, f"{month:%Y-%m}", month.isoformat(), prices=str(source.get("prices", "")),
        weights_base=str((source.get("weights") or {}).get("base", "")),
    )  # fmt: skip
    card = DataCard(
        basis.survey, basis.month, basis.law_day, prices=basis.prices, weights_base=basis.weights_base,
        field_from=source["field_from"], field_to=source["field_to"], persons=population.n_persons,
        households=population.n_households, sha256=str(population.source.get("sha256", "")),
        synthetic=population.synthetic,
    )  # fmt: skip
    marks = marks_of_data(population)
    return Result.of([*_factors(carried, basis, marks), *_lines(carried, basis, marks),
                      *_steps(population, carried, options, law, basis, marks)], card)  # fmt: skip


def _month(options: CarryOptions) -> dt.date:
    if options.month != "last":
        return first_day(read_month(options.month))
    return last_month() if options.series is None else first_day(read_month(read_series(options.series).last_prices))


def _to(population: Population, month: dt.date, options: CarryOptions, law: Law, steps: Sequence[str]) -> Carried:
    return carried_to(
        population, month, law, steps=steps, wages=options.wages, lines=options.ine_lines, series=options.series
    )


def _factors(carried: Carried, basis: Basis, marks: tuple[Mark, ...]) -> Iterator[Row]:
    for each in carried.factors:
        named = {MarkKind.SOURCE: each.source, MarkKind.CONFIDENCE: each.confidence if each.source else ""}
        make = Rows("carry_factors", basis, (*marks, *(Mark(kind, text) for kind, text in named.items() if text)))
        yield make.plain(
            each.value, unit="ratio", concept="factor", measure="factor", group="moved", level=each.what, step=each.rule
        )


def _lines(carried: Carried, basis: Basis, marks: tuple[Mark, ...]) -> Iterator[Row]:
    make = Rows("carry_lines", basis, marks)
    for each in carried.lines:
        for side, value in (("before", each.before), ("after", each.after)):
            yield make.plain(
                value, each.n, unit="Bs/month", concept="line", measure="amount", line=each.line, group="domain",
                level=each.domain, side=side,
            )  # fmt: skip


def _steps(
    population: Population, carried: Carried, options: CarryOptions, law: Law, basis: Basis, marks: tuple[Mark, ...]
) -> Iterator[Row]:  # fmt: skip
    """Levels of INE's income in the survey's own month, with each step alone, with all, and with the model's error."""
    if INCOME not in population.columns:
        return
    yield from _levels(population, "survey", Rows("carry_steps", basis, marks))
    scenario = (SCENARIO,) if carried.is_scenario else ()
    make = Rows("carry_steps", basis, (*marks, *carried.doubts, *scenario))
    if carried.factors and len(carried.steps) > 1:
        for step in carried.steps:
            alone = _to(population, carried.month, options, law, (step,))
            yield from _levels(alone.population, step, Rows("carry_steps", basis, (*marks, *alone.doubts)))
    yield from _levels(carried.population, "all", make)
    if carried.factors:
        yield from _levels(carried.population, "all_with_model", make, carried.model_error)


def _levels(
    population: Population, step: str, make: Rows, model_error: Mapping[tuple[str, str], float] | None = None
) -> Iterator[Row]:
    """The levels of a population; where the model's own error is given, those that have one, with both errors."""
    where = population["is_member"].astype(bool)
    design = design_of(population)
    income = np.where(where, population[INCOME], 0.0)
    lines = {line: np.where(where, population[column], 1.0) for line, column in LINES.items()}
    found = {("headcount", line): measure.headcount(income, z, design, where=where) for line, z in lines.items()}
    found["gini", ""] = measure.gini(income, design, where=where)
    found["mean", ""] = measure.mean(income, design, where=where).with_unit("Bs/month")
    if model_error is not None:
        found = {
            place: replace(found[place], more_variance=found[place].more_variance + error**2)
            for place, error in model_error.items()
        }
    for (name, line), estimate in found.items():
        yield make.estimate(estimate, concept=INCOME, measure=name, line=line, step=step)


# ---- back-casts


def _errors(files: Iterable[Path], law: Law, cached: bool) -> Iterator[Error]:
    """The errors of person files, and of a compilation with a row a household, known by its column of years."""
    surveys = {}
    for path in files:
        if _is_compilation(path):
            yield from old_errors(path)
        else:
            population = load(path, cached=cached)
            surveys[int(population.source["year"])] = population
    yield from surveys_errors(surveys, law)


def _is_compilation(path: Path) -> bool:
    if path.suffix != ".parquet" or not path.is_file():
        return False
    import polars as pl

    return {"gestion", "yhogpc", "zext"} <= set(pl.read_parquet_schema(path))


def _backcast_rows(errors: Iterable[Error]) -> Iterator[Row]:
    for each in errors:
        basis = Basis(f"EH{each.base}", f"{each.target}-11", prices=f"{each.target}-11")
        make = Rows("backcast", basis, (Mark(MarkKind.METHOD, f"{each.lines}_lines"),))
        place: Place = {
            "measure": each.measure, "line": each.line, "step": each.recipe,
            "group": "all" if each.area == "all" else "area", "level": each.area,
        }  # fmt: skip
        unit = {"headcount": "share", "gini": "index", "mean": "Bs/month"}[each.measure]
        yield make.plain(each.carried, concept="carried", unit=unit, **place)
        yield make.plain(each.actual, concept="survey", unit=unit, **place)
        is_mean = each.measure == "mean"
        off = each.off / each.actual if is_mean else each.off
        se = each.sampling / each.actual if is_mean else each.sampling
        row = make.plain(off, concept="difference", unit="relative" if is_mean else "points", side="change", **place)
        yield replace(row, se=se)


def _square_rows(errors: Iterable[Error]) -> Iterator[Row]:
    for (lines, recipe, name, line, area), (value, pairs) in root_mean_square(errors).items():
        make = Rows("backcast_squares", Basis(SQUARES[lines]), (Mark(MarkKind.METHOD, f"{lines}_lines"),))
        yield make.plain(
            value, pairs, unit="relative" if name == "mean" else "points", concept="difference", measure=name,
            line=line, step=recipe, group="all" if area == "all" else "area", level=area,
        )  # fmt: skip
