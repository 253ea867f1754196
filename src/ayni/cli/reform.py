"""`ayni reform`: what another law would cost and do, from a file, from pairs, or over a range."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import click

from ayni.cli.options import (
    BY,
    DONORS,
    ENGINE,
    HOUSEHOLD_SHARE,
    INDIRECT,
    LINE,
    MODULES,
    PEOPLE,
    STATS,
    Asked,
    a_date,
    a_number,
    a_reform,
    a_typed_text,
    help_of,
    on_a_survey,
    one_of,
    range_of,
    say_work,
)
from ayni.words import AyniError

_A_YEAR = partial(click.option, default="", callback=a_typed_text, metavar="PERCENT | YEAR=PERCENT,…")


@click.command(help=help_of("reform"))
@click.argument("what", nargs=-1, metavar="FILE | INSTRUMENT.PARAMETER=VALUE …")
@click.option("--sweep", metavar="INSTRUMENT.PARAMETER=FROM:TO:STEP", help=help_of("reform_sweep"))
@click.option("--solve", metavar="INSTRUMENT.PARAMETER", help=help_of("reform_solve"))
@click.option("--cost-millions", callback=a_number, metavar="BS", help=help_of("solve_cost"))
@click.option("--extreme-poverty", callback=a_typed_text, metavar="PERCENT", help=help_of("solve_extreme"))
@click.option("--moderate-poverty", callback=a_typed_text, metavar="PERCENT", help=help_of("solve_moderate"))
@click.option("--path", metavar="2026:2030", help=help_of("reform_path"))
@click.option(
    "--inflation", default="", callback=a_typed_text, metavar="PERCENT | YEAR=PERCENT,…", help=help_of("path_inflation")
)
@click.option(
    "--growth", default="", callback=a_typed_text, metavar="PERCENT | YEAR=PERCENT,…", help=help_of("path_growth")
)
@click.option("--from", "start", callback=a_date, metavar="YYYY-MM-DD", help=help_of("reform_from"))
@click.option(
    "--accounting", default="year", callback=one_of(("year", "quarter", "month")), metavar="year|quarter|month",
    help=help_of("accounting"),
)  # fmt: skip
@INDIRECT
@HOUSEHOLD_SHARE
@MODULES
@DONORS
@BY
@LINE
@PEOPLE
@ENGINE
@STATS
@on_a_survey
def reform(
    asked: Asked, what: tuple[str, ...], sweep: str | None, solve: str | None, cost_millions: float | None,
    extreme_poverty: str | None, moderate_poverty: str | None, path: str | None, inflation: str, growth: str,
    start: dt.date | None, accounting: str, by: tuple[str, ...], line: tuple[str, ...], engine: str, stats: bool,
    **till: Any,
) -> None:  # fmt: skip
    """Cost, poverty, winners and financing of a reform, or year by year; or of one parameter over a range of values."""
    from ayni.engine import Work
    from ayni.scenario.shock.settings import share

    targets = {"cost": cost_millions, "extreme": extreme_poverty, "moderate": moderate_poverty}
    given = {aim: value for aim, value in targets.items() if value is not None}
    if solve:
        if what or sweep or path is not None or by or line or asked.people:
            raise AyniError("solve_alone")
        if len(given) != 1:
            raise AyniError("solve_one_target")
    elif given:
        raise AyniError("solve_needs_parameter")
    elif bool(what) == bool(sweep):
        raise AyniError("reform_or_sweep")
    if sweep and path is not None:
        raise AyniError("path_or_sweep")
    for option, rate in (("--inflation", inflation), ("--growth", growth)):
        if rate and path is None:
            raise AyniError("path_rate_without", option=option)
    work = Work()
    how: dict[str, Any] = {"accounting": accounting, "engine": engine, "work": work, **till}
    if (by or line or asked.people) and (sweep or path is not None):
        raise AyniError("sweep_without_groups")
    if solve:
        [(aim, value)] = given.items()
        target = 1e6 * float(value) if aim == "cost" else share(f"--{aim}-poverty", str(value))
        asked.run("solve", parameter=solve, aim=aim, target=target, **how)
    elif sweep:
        parameter, values = range_of("--sweep", sweep)
        asked.run("sweep", parameter=parameter, values=values, start=start and start.isoformat(), **how)
    elif path is not None:
        how |= {"path": path, "inflation": inflation, "growth": growth}
        asked.run("path", reform=a_reform("reform", what, start), **how)
    else:
        asked.run("reform", reform=a_reform("reform", what, start), by=by, line=line, **how)
    if stats:
        say_work(work, asked.language)
