"""The runs on a survey as functions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from ayni import scenario
from ayni.facade.keywords import (
    AttributionKeywords,
    BetweenKeywords,
    FrontierKeywords,
    IncidenceKeywords,
    IndicatorsKeywords,
    InflationKeywords,
    MinimumWageKeywords,
    PathKeywords,
    ReformKeywords,
    RunKeywords,
    ShockKeywords,
    SolveKeywords,
    Surveyed,
    SweepKeywords,
    TwoWavesKeywords,
    Values,
    Where,
    day_of,
    language_of,
    law_of,
    one_of,
    path_of,
    read,
    reform_of,
    takes,
)
from ayni.facade.result import Result
from ayni.words import AyniError

if TYPE_CHECKING:
    from typing import Unpack

REFORM_FILES = (".yaml", ".yml", ".json", ".py")


@takes(RunKeywords)
def run(data: Surveyed = None, **options: Unpack[RunKeywords]) -> Result:
    """Poverty and inequality, and what each programme costs, whom it reaches and what it does to them.

    `data` is INE's person file, as a path or as a data frame of polars or pandas with its columns, what `ayni.load`
    gave, or nothing for the synthetic population, whose figures describe nobody. The keywords are the options of
    `ayni run`, days as dates or as text. AyniError, in one sentence, for what cannot be read or asked.
    """
    return _result("run", data, options)


@takes(ReformKeywords)
def reform(
    data: Surveyed | Mapping[str, Any] = None,
    reform: Mapping[str, Values] | Mapping[str, Any] | Where | scenario.Reform | None = None,
    **options: Unpack[ReformKeywords],
) -> Result:
    """What another law would cost and do, on the people of the last month known or of `at`.

    `reform` is a mapping from `instrument.parameter` to its value, or to values by the day from which they hold; a file
    of YAML, JSON or Python; or pairs as text, `renta_dignidad.monthly_non_pensioner=700`. It may stand first, where no
    survey is given. All else as for `run`. AyniError also where the reform changes nothing.
    """
    if options.get("sweep") is not None:
        return _swept(data, reform, dict(options))
    if reform is None and _is_reform(data):
        data, reform = None, data
    start = options.get("start")
    asked = {name: value for name, value in options.items() if name not in ("start", "sweep")}
    return _result("reform", data, asked, reform=reform_of(reform, start))


@takes(PathKeywords)
def path(
    data: Surveyed | Mapping[str, Any] = None,
    reform: Mapping[str, Values] | Mapping[str, Any] | Where | scenario.Reform | None = None,
    years: str | Sequence[int] = "",
    **options: Unpack[PathKeywords],
) -> Result:
    """What a reform would cost and whom it would reach year by year, under growth that is stated.

    `years` are the first and the last, `"2026:2030"` or `range(2026, 2031)`; all else as for `reform`.
    """
    if reform is None and _is_reform(data):
        data, reform = None, data
    if not isinstance(years, str):
        listed = sorted(years)
        years = f"{listed[0]}:{listed[-1]}" if listed else ""
    if not years:
        raise AyniError("needs_years")
    asked = {name: value for name, value in options.items() if name != "start"}
    return _result("path", data, asked, reform=reform_of(reform, options.get("start")), path=years)


@takes(SweepKeywords)
def sweep(
    data: Surveyed = None, parameter: str = "", values: Iterable[float] = (), **options: Unpack[SweepKeywords]
) -> Result:
    """One parameter of the law, `instrument.parameter`, at each of several values, and what each costs and does."""
    if "." not in str(parameter):
        raise AyniError("needs_parameter", given=str(parameter)[:40])
    start = options.get("start")
    own = {"parameter": parameter, "values": [float(each) for each in values]}
    own |= {} if start is None else {"start": day_of("start", start).isoformat()}
    return _result("sweep", data, {name: value for name, value in options.items() if name != "start"}, **own)


@takes(SolveKeywords)
def solve(data: Surveyed = None, parameter: str = "", **options: Unpack[SolveKeywords]) -> Result:
    """The value of a parameter, `instrument.parameter`, that reaches one target.

    The target is `cost_millions`, Bs a year, `extreme_poverty` or `moderate_poverty`, a share of persons. The rows are
    those of that reform. AyniError where no value reaches it.
    """
    if "." not in str(parameter):
        raise AyniError("needs_parameter", given=str(parameter)[:40])
    targets = {"cost": "cost_millions", "extreme": "extreme_poverty", "moderate": "moderate_poverty"}
    given = {aim: options[name] for aim, name in targets.items() if options.get(name) is not None}  # type: ignore[literal-required]
    if len(given) != 1:
        raise AyniError("solve_one_target")
    [(aim, value)] = given.items()
    own = {"parameter": parameter, "aim": aim, "target": 1e6 * value if aim == "cost" else value}
    return _result("solve", data, {name: each for name, each in options.items() if name not in targets.values()}, **own)


@takes(FrontierKeywords)
def frontier(data: Surveyed = None, budget_millions: float = 0.0, **options: Unpack[FrontierKeywords]) -> Result:
    """What so much money a year, million Bs, does through the amounts of each programme. AyniError for no budget."""
    return _result("frontier", data, dict(options), budget=1e6 * budget_millions)


@takes(MinimumWageKeywords)
def minimum_wage(
    data: Surveyed | float = None, new: float | str | None = None, **options: Unpack[MinimumWageKeywords]
) -> Result:
    """A new minimum wage in Bs a month under three cases of compliance; it may stand first without a survey."""
    if new is None and isinstance(data, int | float):
        data, new = None, data
    if new is None:
        raise AyniError("needs_wage")
    return _result("minimum-wage", data, options, new=new)


@takes(ShockKeywords)
def shock(
    data: Surveyed = None,
    kind: str | None = None,
    settings: Mapping[str, Any] | Where | None = None,
    **options: Unpack[ShockKeywords],
) -> Result:
    """A shock: `job_loss`, `labour_income`, `price_rise`, `fuel` or `stoppage`; its kind may stand first.

    `settings` is what a file of `shocks/` holds, or the file: `{"from": "5.3%", "to": "8.1%"}`, shares as text or as
    fractions.
    """
    from ayni.scenario.shock import Kind

    kinds = get_args(Kind)
    if _is_kind(data, kinds) and not _is_kind(kind, kinds):
        data, kind, settings = None, data, settings if kind is None else kind
    elif kind is None and isinstance(data, str) and not Path(data).exists():
        data, kind = None, data
    if kind is None:
        raise AyniError("needs_kind", kinds=", ".join(kinds))
    called = one_of("kind", str(kind).replace("-", "_"), kinds)
    told = {} if settings is None else settings
    told = told if isinstance(told, Mapping) else path_of("settings", told)
    return _result("shock", data, options, kind=called, settings=told)


@takes(AttributionKeywords)
def attribution(data: Surveyed = None, **options: Unpack[AttributionKeywords]) -> Result:
    """What each programme accounts for in poverty and inequality: alone, in order, and by Shapley's value."""
    return _result("attribution", data, options)


@takes(IncidenceKeywords)
def incidence(data: Surveyed = None, **options: Unpack[IncidenceKeywords]) -> Result:
    """Who pays and who receives, from market to disposable or consumable income, in the form of CEQ."""
    return _result("incidence", data, options)


@takes(IndicatorsKeywords)
def indicators(data: Surveyed = None, **options: Unpack[IndicatorsKeywords]) -> Result:
    """What a survey says by itself: schooling, health cover, work, incomes, dwellings and food."""
    return _result("indicators", data, options)


@takes(InflationKeywords)
def inflation(data: Surveyed = None, **options: Unpack[InflationKeywords]) -> Result:
    """By how much what each group buys became dearer, month by month, and the baskets of the poverty lines."""
    return _result("inflation", data, options)


@takes(BetweenKeywords)
def between(*surveys: Surveyed, **options: Unpack[BetweenKeywords]) -> Result:
    """How poverty moved between two surveys, the earlier one first, split in parts that add up. No law is run."""
    return _of_two("between", surveys, dict(options))


@takes(TwoWavesKeywords)
def sequence_2020(*surveys: Surveyed, **options: Unpack[TwoWavesKeywords]) -> Result:
    """From EH 2019 to EH 2020, in this order, and the four payments of 2020 in the order of their laws."""
    return _of_two("sequence-2020", surveys, dict(options))


def _of_two(command: str, surveys: tuple[Surveyed, ...], options: dict[str, Any]) -> Result:
    every = [*([options.pop("before")] if options.get("before") is not None else []), *surveys]
    if len(every) != 2:
        raise AyniError("needs_two_surveys")
    return _result(command, every[1], {**options, "before": every[0]})


def _swept(data: Any, reform: object, options: dict[str, Any]) -> Result:
    asked = options.pop("sweep")
    if reform is not None or not isinstance(asked, Mapping) or len(asked) != 1:
        raise AyniError("sweep_of_one")
    [(parameter, values)] = asked.items()
    return sweep(data, parameter, values, **options)


def _is_kind(given: object, kinds: Sequence[str]) -> bool:
    return isinstance(given, str) and given.replace("-", "_") in kinds


def _is_reform(given: object) -> bool:
    """Whether what stands first is a reform: a mapping, one that was read, pairs, or a file that is no survey."""
    if isinstance(given, str | os.PathLike):
        text = os.fspath(given)
        return text.lower().endswith(REFORM_FILES) or ("=" in text and not Path(text).exists())
    return isinstance(given, Mapping | scenario.Reform)


def _result(command: str, data: Any, options: Mapping[str, Any], **own: Any) -> Result:
    from ayni.runs import OPTIONS, result

    law, language = law_of(options), language_of(options.get("lang"))
    asked = OPTIONS[command].of(law, **read(data, options), **own)
    found = result(asked, law, options.get("work"))
    return seen(found, asked, law, language)


def seen(found: scenario.Result, asked: Any, law: Any, language: Any) -> Result:
    """A result with what it was asked and every view of it."""
    content = {name: getattr(found, name) for name in scenario.Result.__struct_fields__}
    return Result(**content, asked=asked, under=law, language=language)
