"""`carry`: a survey carried to another month step by step, and how far past surveys carried that way were wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ayni.carry import Carried, Error, old_errors, recorded, root_mean_square, surveys_errors
from ayni.runs.carried import own_levels, step_rows
from ayni.runs.time import people
from ayni.scenario import DataCard, Result, Row, Rows
from ayni.scenario.analysis import basis_of, carried_card, marks_of_data, money_month, weights_of
from ayni.scenario.rows import Basis, Place
from ayni.survey import load
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import CarryOptions

SQUARES = {"revised": "EH2019-2022", "old": "EH2011-2017"}
"""What the surveys of the pairs are called together, by the lines that they have."""


def run(options: CarryOptions, law: Law, work: Work | None = None) -> Result:
    """Factors, lines and levels of a survey carried to a month; or the errors of carried surveys.

    Raises as `ayni.runs.time.people`, for files of surveys without `backcast`, and for back-casts of anything but them.
    """
    if options.backcast:
        errors = tuple(_errors(options.surveys, law, options.cached)) if options.surveys else recorded()
        return Result.of([*_backcast_rows(errors), *_square_rows(errors)])
    if options.surveys:
        raise AyniError("carry_surveys", file=options.surveys[0])
    own = load(options.data, cached=options.cached)
    found = people(own, options, law)
    population, carried = found.population, found.carried
    basis = basis_of(population, money_month(population).isoformat())
    card = DataCard(
        basis.survey, basis.month, basis.law_day, prices=basis.prices, weights_base=basis.weights_base,
        field_from=population.source["field_from"], field_to=population.source["field_to"],
        persons=population.n_persons, households=population.n_households, sha256=str(own.source.get("sha256", "")),
        synthetic=population.synthetic, carried=None if carried is None else carried_card(carried),
        **weights_of(population.source),
    )  # fmt: skip
    marks = marks_of_data(population)
    rows = [*own_levels(own, basis), *step_rows(own, found, options, law, basis)]
    if carried is not None:
        rows = [*_factors(carried, basis, marks), *_lines(carried, basis, marks), *rows]
    return Result.of(rows, card)


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
