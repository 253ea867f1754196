"""The keywords of the functions: what each takes, in Python's own types, and the options that they become."""

from __future__ import annotations

import datetime as dt
import inspect
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, Protocol, TypeAlias, TypedDict, TypeVar, cast, get_args

from ayni.words import LANGUAGES, AyniError, Language, catalogue, language_of_environment, nearest
from ayni.words.extras import installed

if TYPE_CHECKING:
    import polars as pl

    from ayni.carry import Wages
    from ayni.engine import Engine, Law, Work
    from ayni.facade.people import Survey
    from ayni.income.programmes import Accounting, TakeUp
    from ayni.scenario import Reform
    from ayni.scenario.consumption import Indirect, UnitCost
    from ayni.scenario.incidence import To
    from ayni.survey import Data, SurveyFile


class PandasFrame(Protocol):
    """A data frame of pandas."""

    @property
    def columns(self) -> Any: ...
    @property
    def iloc(self) -> Any: ...


Where: TypeAlias = "str | os.PathLike[str]"
"""A place on disk."""
Day: TypeAlias = "str | dt.date"
"""A day, as a date or as text, `2026-01-01`; the first of a month as `2026-01`."""
Surveyed: TypeAlias = "Where | pl.DataFrame | pl.LazyFrame | PandasFrame | Survey | None"
"""A survey's file, a data frame with its columns, what `ayni.load` gave, or None for the synthetic population."""
Names: TypeAlias = "str | Sequence[str]"
"""One name, several with commas between them, or a sequence of names."""
Lines: TypeAlias = "str | float | Sequence[str | float]"
"""Poverty lines: `moderate`, `extreme`, an amount in Bs a month, or a column; one, or a sequence of them."""
ByYear: TypeAlias = "float | str | Mapping[int, float]"
"""Per cent a year: one number, or one by year."""
Values: TypeAlias = "float | str | Mapping[str | dt.date, float | str]"
"""A parameter's value, or a value by the day from which it holds."""


class LawKeywords(TypedDict, total=False):
    """Which law is asked."""

    law_folder: Where
    as_known_on: Day
    lang: Language


class SurveyKeywords(LawKeywords, total=False):
    """What every run on a survey takes."""

    part: str
    weights: str
    wave: str
    cached: bool
    law: Day
    day: Day
    at: Day
    prices: Literal["", "survey"]
    far: bool
    carry: Names
    wages: Wages
    pass_through: float
    calibrate: Where | Sequence[str]
    ine_lines: Where
    series: Where
    beyond: bool
    take_up: TakeUp
    engine: Engine
    work: Work


class RunKeywords(SurveyKeywords, total=False):
    """What `run` takes beside."""

    by: Names
    line: Lines
    replicates: int
    workers: int
    cluster: str


class TillKeywords(SurveyKeywords, total=False):
    """What is asked of spending and of the taxes inside it."""

    indirect: Indirect
    household_share: float
    modules: Where
    donors: Where


class ReformKeywords(TillKeywords, total=False):
    """What `reform` takes beside."""

    start: Day
    accounting: Accounting
    by: Names
    line: Lines
    headline: bool
    sweep: Mapping[str, Iterable[float]]


class SweepKeywords(TillKeywords, total=False):
    """What `sweep` takes beside."""

    start: Day
    accounting: Accounting


class SolveKeywords(TillKeywords, total=False):
    """What `solve` takes beside."""

    cost_millions: float
    extreme_poverty: float
    moderate_poverty: float
    accounting: Accounting


class FrontierKeywords(SurveyKeywords, total=False):
    """What `frontier` takes beside."""

    accounting: Accounting


class PathKeywords(TillKeywords, total=False):
    """What `path` takes beside."""

    start: Day
    accounting: Accounting
    by: Names
    line: Lines
    inflation: ByYear
    growth: ByYear


class InflationKeywords(LawKeywords, total=False):
    """What `inflation` takes."""

    part: str
    weights: str
    wave: str
    cached: bool
    by: Names
    start: Day
    end: Day
    modules: Where
    series: Where
    work: Work


class MinimumWageKeywords(SurveyKeywords, total=False):
    """What `minimum_wage` takes beside."""

    old_floor: float | str
    employment: str


class AttributionKeywords(SurveyKeywords, total=False):
    """What `attribution` takes beside."""

    accounting: Accounting
    order: Names
    only: Names
    sample_orders: int


class IncidenceKeywords(TillKeywords, total=False):
    """What `incidence` takes beside."""

    to: To
    unit_cost: UnitCost


class IndicatorsKeywords(SurveyKeywords, total=False):
    """What `indicators` takes beside."""

    by: Names
    modules: Where


class TwoWavesKeywords(LawKeywords, total=False):
    """What a comparison of two surveys takes."""

    before: Surveyed
    part: str
    weights: str
    cached: bool
    work: Work


class BetweenKeywords(TwoWavesKeywords, total=False):
    """What `between` takes beside."""

    mix_bases: bool


class ShockKeywords(SurveyKeywords, total=False):
    """What `shock` takes beside."""

    draws: int
    seed: int
    modules: Where
    donors: Where


# ---- what they mean

MEANING = {
    "law_folder": "A folder of instruments that is merged over the law book.",
    "as_known_on": "The law as it could be known on this day; else as it is known now.",
    "lang": "The language of tables, charts and errors, `es` or `en`; else that of the environment.",
    "part": "The name of a file that is only a part of its wave.",
    "weights": "The column of the weights.",
    "wave": "The wave, by its identifier or the path of its mapping, where the file does not tell.",
    "cached": "Whether a file that was read before is taken as it was kept.",
    "law": "The day of the law; else the day of the survey, or the first of the month of `at`.",
    "day": "The same as `law`.",
    "at": "The month to which people, money and law are carried: `2026-06`, `last`, or `survey`, the survey's own.",
    "prices": "With `survey` the money stays the survey's own whatever the day of the law.",
    "far": "Whether a survey is carried over more than four years.",
    "carry": "The steps by which people are carried.",
    "wages": "How wages are carried: `decree`, `cpi`, `growth` or `flat`.",
    "pass_through": "The power of prices that other earnings follow.",
    "calibrate": "A file of margins to which the weights are calibrated, or its lines, such as `sex=woman,6200000`.",
    "ine_lines": "INE's own table of poverty lines.",
    "series": "A file of values that take the place of the package's series.",
    "beyond": "Whether a day more than a year after the law book is known is taken all the same.",
    "take_up": "Who is paid: `legal`, all whom the law entitles, or `observed`, those of them who report receiving.",
    "engine": "How rules are run: `auto`, `columns` or `fused`.",
    "work": "What counts the cost of the rules.",
    "replicates": "How many replicate weights give errors beside the linearised ones.",
    "workers": "How many processes share a census-size file.",
    "cluster": "The address of a Dask scheduler that shares it.",
    "start": "The first day of values that are given without one; of inflation the month from which.",
    "end": "The month to which; else the last that is known.",
    "line": "Poverty lines for these groups and for everybody: `moderate`, `extreme`, Bs a month, or a column.",
    "inflation": "Prices after the last month known, per cent a year: one number, or one by year.",
    "growth": "Growth after the last quarter known, per cent a year: one number, or one by year.",
    "accounting": "Over which period payments made at once are spread: `year`, `quarter` or `month`.",
    "headline": "Whether the rows of the whole country are enough.",
    "sweep": "In place of a reform: one parameter with the values that it takes.",
    "cost_millions": "The cost a year to be reached, million Bs.",
    "extreme_poverty": "The extreme poverty to be reached, a share of persons.",
    "moderate_poverty": "The moderate poverty to be reached, a share of persons.",
    "old_floor": "The floor that held before, Bs a month; else that of the law.",
    "employment": "The name of an elasticity, by which jobs are lost.",
    "order": "The programmes that come first in the cumulative division.",
    "only": "The programmes that alone are divided.",
    "sample_orders": "How many orders of joining Shapley values are the mean of; else all, by every subset.",
    "by": "The groups beside everybody: any column of the survey or of the file, `area:sex` for two crossed.",
    "modules": "The folder of the files beside the person file.",
    "donors": "EH 2019, its folder or person file: whose households give what a wave that did not ask spends.",
    "before": "The earlier survey.",
    "mix_bases": "Whether weights of two projections of the population are compared all the same.",
    "to": "How far the chain of incomes goes: `disposable`, `consumable` or `final`.",
    "unit_cost": "At which cost education and health are valued: `low`, `central` or `high`.",
    "indirect": "How taxes in what is spent are treated: `statutory`, `invoiced`, `embedded` or `scaled`.",
    "household_share": "The share of the IVA collected that households bear, which `scaled` fits.",
    "draws": "How often chance decides who is hit.",
    "seed": "From which number chance starts.",
}
"""What each keyword means, for `help`."""

# ---- reading them

MOST = {"draws": 5_000, "sample_orders": 100_000, "workers": 1_000, "replicates": 5_000, "seed": 2**63 - 1}
LEAST = {"workers": 1, "replicates": 2}
_OWN_NAME = {"law": "day", "as_known_on": "known", "carry": "steps"}
"""Keywords that the options call by another name."""
_READING = ("part", "weights", "wave")
_PLACES = ("calibrate", "ine_lines", "series", "modules", "donors")
_LISTS = ("carry", "order", "only", "by")
_DAYS = ("law", "day", "as_known_on")
_RESULT_HAS = {
    "output": "write", "format": "write", "report": "report", "workbook": "workbook", "receipt": "receipt",
    "people": "write_people", "chart": "chart",
}  # fmt: skip
"""Options of the command line that are methods of what a function gives."""


def _is_number(given: object) -> bool:
    return isinstance(given, Real) and not isinstance(given, bool)


def _is_list(given: object) -> bool:
    return isinstance(given, Iterable) and not isinstance(given, Mapping | bytes)


FITS: Mapping[str, Callable[[object], bool]] = {
    "bool": lambda given: isinstance(given, bool) or type(given).__name__ == "bool_",
    "float": _is_number,
    "str": lambda given: isinstance(given, str),
    "float | str": lambda given: _is_number(given) or isinstance(given, str),
    "float | str | None": lambda given: _is_number(given) or isinstance(given, str),
    "str | Sequence[int]": _is_list,
    "Iterable[float]": lambda given: _is_list(given) and not isinstance(given, str),
    "Names": _is_list,
    "Lines": lambda given: _is_number(given) or _is_list(given),
    "ByYear": lambda given: _is_number(given) or isinstance(given, str | Mapping),
    "Work": lambda given: hasattr(given, "evaluated"),
}
"""Whether a value is of a keyword's type, by how that is written; other types are read by functions of their own."""

P = ParamSpec("P")
R = TypeVar("R")


def takes(keywords: type) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give a function its keywords by name, for help and completion, and its errors the language that is asked for.

    Raises AyniError for a keyword that it does not take, with the nearest, and for a value of another type.
    """
    known = keywords.__annotations__

    def given_to(function: Callable[P, R]) -> Callable[P, R]:
        own = list(inspect.signature(function).parameters.values())
        named = [each for each in own if each.kind is not inspect.Parameter.VAR_KEYWORD]
        more = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_written(kind))
            for name, kind in known.items()
            if name not in {each.name for each in named}
        ]

        @wraps(function)
        def asked(*args: P.args, **options: P.kwargs) -> R:
            with told_in(options.get("lang")):
                for keyword in options:
                    if keyword not in kinds:
                        raise _unknown(function.__name__, keyword, list(kinds))
                for keyword, value in {**dict(zip(places, args, strict=False)), **options}.items():
                    if value is not None or keyword in needed:
                        _check(keyword, value, kinds[keyword])
                return function(*args, **options)

        several = inspect.Parameter.VAR_POSITIONAL
        kinds = {each.name: str(each.annotation) for each in named if each.kind is not several}
        needed = {each.name for each in named if "None" not in str(each.annotation)}
        places = () if any(each.kind is several for each in named) else tuple(kinds)
        kinds |= {name: str(_written(kind)) for name, kind in known.items()}
        meant = "\n".join(f"    {each.name}: {MEANING[each.name]}" for each in more)
        asked.__doc__ = f"{inspect.cleandoc(function.__doc__ or '')}\n\nKeywords:\n{meant}"
        asked.__signature__ = inspect.signature(function).replace(parameters=[*named, *more])  # type: ignore[attr-defined]
        return asked

    return given_to


def tells(function: Callable[P, R]) -> Callable[P, R]:
    """Give a function's errors the language of its keyword `lang`."""

    @wraps(function)
    def told(*args: P.args, **options: P.kwargs) -> R:
        with told_in(options.get("lang")):
            return function(*args, **options)

    return told


def _written(kind: object) -> object:
    """A type as it is written."""
    return getattr(kind, "__forward_arg__", kind)


def _check(keyword: str, value: object, kind: str) -> None:
    """Raise for a value that is none of a keyword's type."""
    if kind in FITS and not FITS[kind](value):
        given = type(value).__name__ if isinstance(value, Iterable) and not isinstance(value, str) else repr(value)[:40]
        wanted = catalogue()[f"keyword_kind.{kind}"]
        raise AyniError("keyword_kind", keyword=keyword, value=given, wanted=wanted)


def _unknown(function: str, keyword: str, known: Collection[str]) -> AyniError:
    if keyword in _RESULT_HAS:
        return AyniError("keyword_of_result", function=function, keyword=keyword, method=_RESULT_HAS[keyword])
    return AyniError(
        "unknown_keyword", function=function, keyword=keyword, near=nearest(keyword, known), names=", ".join(known)
    )


@contextmanager
def told_in(lang: object) -> Iterator[None]:
    """What goes wrong within is told in a language, as `in_its_language` has it."""
    try:
        with installed():
            yield
    except AyniError as error:
        in_its_language(error, lang)
        raise


def in_its_language(error: AyniError, lang: object) -> AyniError:
    """An error that is told in a language, with Python's keywords for the options of the command line.

    Without `lang` it is told in English, unless the locale is Spanish.
    """
    spanish = any(os.environ.get(name, "").startswith("es") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    language: Language = "es" if str(lang) == "es" or (lang is None and spanish) else "en"
    error.language, error.in_python = language, True
    return error


def language_of(given: object) -> Language:
    """The language of `lang`; without it that of the environment. Raises AyniError for another."""
    if given is None:
        return language_of_environment()
    return cast(Language, one_of("lang", given, LANGUAGES))


def one_of(keyword: str, given: object, choices: Sequence[str]) -> str:
    """One of the choices; AyniError for anything else."""
    if not isinstance(given, str) or given not in choices:
        raise AyniError("not_a_choice", option=keyword, value=str(given)[:40], choices=", ".join(filter(None, choices)))
    return str(given)


def day_of(keyword: str, given: object) -> dt.date:
    """A day; of a month its first. AyniError where it is none."""
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    text = str(given)
    try:
        return dt.date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        raise AyniError("not_a_date", option=keyword, date=text) from None


def path_of(keyword: str, given: object) -> Path:
    """A place on disk, `~` being one's home. AyniError for what is no text and no path."""
    if not isinstance(given, str | os.PathLike):
        raise AyniError("not_a_path", keyword=keyword, type=type(given).__name__)
    return Path(given).expanduser()


def names_of(given: object) -> tuple[str, ...]:
    """Names, of a text those between its commas."""
    listed = given.split(",") if isinstance(given, str) else cast("Iterable[object]", given)
    return tuple(name for each in listed if (name := str(each).strip()))


def lines_of(given: str | float | Sequence[str | float]) -> tuple[str | float, ...]:
    """Poverty lines, of a text those between its commas."""
    if isinstance(given, str):
        return names_of(given)
    return tuple(given) if isinstance(given, Sequence) else (given,)


def count_of(keyword: str, given: object) -> int:
    """A whole number within what its keyword allows; AyniError for any other."""
    least, most = LEAST.get(keyword, 0), MOST[keyword]
    if not hasattr(given, "__index__") or isinstance(given, bool) or not least <= int(cast(int, given)) <= most:
        raise AyniError("count_keyword", keyword=keyword, value=str(given)[:40], least=least, most=most)
    return int(cast(int, given))


def data_of(given: Surveyed, **reading: str) -> Data:
    """A survey as the runs take it. AyniError for what is no path, no data frame and no loaded survey."""
    from ayni.facade.invented import is_of_invented, of_invented
    from ayni.facade.people import Survey
    from ayni.survey import SurveyFile, frame_file

    if isinstance(given, Survey):
        if reading:
            raise AyniError("loaded_as_it_is", keyword=next(iter(reading)))
        return given.data
    if isinstance(given, SurveyFile):
        return given
    if isinstance(given, str | os.PathLike):
        path = path_of("data", given)
        return SurveyFile(path, **cast("Any", reading)) if reading else path
    if given is not None:
        if is_of_invented(given) and not reading:
            return of_invented(given)
        return frame_file(given, **reading)
    if reading:
        raise AyniError("reading_needs_data", keyword=next(iter(reading)))
    return None


def law_of(options: Mapping[str, Any]) -> Law:
    """The law book, with the folder of `law_folder` over it."""
    from ayni.engine.folder import with_folder
    from ayni.law import bolivia

    folder = options.get("law_folder")
    return bolivia() if folder is None else with_folder(bolivia(), path_of("law_folder", folder))


def book_of(folder: Where | None, known: Day | None) -> Law:
    """The law book with a folder over it, as it could be known on a day."""
    law = law_of({"law_folder": folder})
    return law if known is None else law.as_known_on(day_of("as_known_on", known))


def read(data: Surveyed, options: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of a run on a survey as its options take them; what is None was not given."""
    from ayni.carry.month import WAGES
    from ayni.engine.run import Engine
    from ayni.income.programmes import Accounting, TakeUp
    from ayni.scenario.consumption import Indirect, UnitCost
    from ayni.scenario.incidence import To

    choices = {
        "take_up": get_args(TakeUp), "engine": get_args(Engine), "accounting": get_args(Accounting), "wages": WAGES,
        "prices": ("", "survey"), "to": get_args(To), "indirect": get_args(Indirect), "unit_cost": get_args(UnitCost),
    }  # fmt: skip
    given = {name: value for name, value in options.items() if value is not None}
    if "law" in given and "day" in given:
        raise AyniError("law_or_day")
    found: dict[str, Any] = {"data": data_of(data, **{name: given[name] for name in _READING if name in given})}
    for name, value in given.items():
        if name in _READING or name in ("law_folder", "lang", "workers", "cluster", "work"):
            continue
        if name in choices:
            value = one_of(name, value, choices[name])
        elif name in _DAYS:
            value = day_of(name, value)
        elif name == "calibrate" and isinstance(value, list | tuple):
            value = tuple(map(str, value))
        elif name in _PLACES:
            value = path_of(name, value)
        elif name in _LISTS:
            value = names_of(value)
        elif name == "line":
            value = lines_of(value)
        elif name in ("inflation", "growth"):
            value = (
                ",".join(f"{year}={each}" for year, each in value.items()) if isinstance(value, Mapping) else str(value)
            )
        elif name in MOST:
            value = count_of(name, value)
        elif name in ("at", "start", "end"):
            value = f"{value:%Y-%m}" if isinstance(value, dt.date) else str(value)
        elif name == "before":
            value = _earlier(value)
        found[_OWN_NAME.get(name, name)] = value
    if "workers" in given or "cluster" in given:
        from ayni.scenario.cluster import Cluster

        if "workers" in given and "cluster" in given:
            raise AyniError("workers_or_cluster")
        found["cluster"] = Cluster(given.get("cluster"), count_of("workers", given.get("workers", 1)))
    return found


def _earlier(given: Surveyed) -> Path | SurveyFile:
    found = data_of(given)
    if found is None:
        raise AyniError("needs_two_surveys")
    return found


def reform_of(given: object, start: object = None) -> Path | Mapping[str, Any] | Reform:
    """A reform as the runs take it: a file, what it holds, pairs as text, or one that was read.

    `start` is the first day of values that are given without one. AyniError for anything else.
    """
    from ayni.scenario import Reform, of_pairs

    first = None if start is None else day_of("start", start)
    if isinstance(given, Reform):
        return given
    if isinstance(given, str) and "=" in given:
        pairs = (text.partition("=") for text in names_of(given))
        return of_pairs({name.strip(): value.strip() for name, _, value in pairs}, first)
    if isinstance(given, Mapping):
        if first is None:
            return given
        return {
            name: {first.isoformat(): value} if "." in str(name) and not isinstance(value, Mapping) else value
            for name, value in given.items()
        }
    if first is not None:
        raise AyniError("start_of_values")
    if given is None:
        raise AyniError("needs_reform")
    return path_of("reform", given)
