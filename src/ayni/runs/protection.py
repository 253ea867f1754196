"""What a served survey publishes: nothing that places a household. Rules fixed in advance, the same for every visitor.

The people of a protected file are `blurred` when they are read. Here its results are made coarse, and questions that
are finer than any law is written are refused. Nothing depends on what was asked before. `docs/disclosure.md` says what
this promises, and what not.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ayni.runs.options import (
    IncidenceOptions,
    MinimumWageOptions,
    Options,
    ReformOptions,
    RunOptions,
    ShockOptions,
    TillOptions,
)
from ayni.scenario import Result, Row
from ayni.scenario.rows import beside_hidden
from ayni.survey import SurveyFile
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.scenario import Reform

CASES = 50
"""Persons on whom a figure rests at least: 30, and ten households of five."""
FINEST = 30
"""Persons of the sample whose part in a figure is the least that it tells apart."""
BANDS = (1, 2, 5)
"""By these times powers of ten are sample sizes given, rounded down, and figures rounded."""
DIGITS = 2
"""Significant digits of a parameter's value."""
FARTHEST = 10
"""A value is zero, or at most so many times one that was in force and at least that part of one; of years, 2 times."""
ANSWERED = (RunOptions, ReformOptions, MinimumWageOptions, IncidenceOptions, ShockOptions)
"""The commands that a protected file answers."""
MINIMUM_WAGE = "salario_minimo_nacional.amount"
SHARES = ("share", "points", "relative", "index", "ratio")
REGISTRY = "registry"
"""What stands for the survey of figures that rest on none."""
PARTS = {"gap": 0.3, "severity": 0.15, "gini": 0.3}
"""About how much of a case one person is in a measure that counts persons in part."""
OWN = {
    "by": "--by", "line": "--line", "calibrate": "--calibrate", "ine_lines": "--ine-lines", "series": "--series",
    "replicates": "--replicates", "modules": "--modules", "donors": "--donors",
}  # fmt: skip
"""Options by which groups, lines, weights and files of one's own come in, which it does not take."""
PROTECTED, FEW = Mark(MarkKind.PROTECTED), Mark(MarkKind.FEW_TO_SHOW)


def is_protected(options: Options) -> bool:
    """Whether the survey of a run is shown to visitors."""
    return isinstance(options.data, SurveyFile) and options.data.protected


def check_question(options: Options, law: Law) -> None:
    """Raise AyniError for what a protected file does not answer: by a command, an option, or a value too fine or too
    far from the law's."""
    past_the_till = isinstance(options, TillOptions) and options.reads_spending(law)
    if type(options) not in ANSWERED or past_the_till:
        raise AyniError("protected_command", command=options.command)
    check_own(options)
    if isinstance(options, ReformOptions):
        check_values(options.reform, law)
    if isinstance(options, MinimumWageOptions):
        for wage in (options.new, options.old_floor):
            if wage is not None:
                _check_value(MINIMUM_WAGE, float(wage), law)
        if options.employment is not None:
            raise AyniError("protected_option", option="--employment")
    if isinstance(options, ShockOptions):
        for name, text in options.settings.items():
            for word in re.findall(r"[0-9][0-9.]*", text):
                if _coarse(float(word)) != float(word):
                    raise AyniError("protected_value", parameter=name, value=word, near=f"{_coarse(float(word)):g}")


def check_own(options: Options) -> None:
    """Raise AyniError for groups, lines, weights and files of one's own."""
    for name, said in OWN.items():
        if getattr(options, name, None):
            raise AyniError("protected_option", option=said)


def check_values(reform: Reform, law: Law) -> None:
    """Raise AyniError for a value that is too fine or too far from those of the law."""
    for values in (reform.values, reform.financing.values):
        for name, dated in values.items():
            for value in _numbers_of(dated):
                _check_value(name, value, law)


def _numbers_of(value: Any) -> Iterator[float]:
    """Every number in a value of a parameter: itself, by day, or in the steps of a scale."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _numbers_of(each)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for each in value:
            yield from _numbers_of(each)


def _check_value(parameter: str, value: float, law: Law) -> None:
    """Raise where a value is neither one that the parameter has had, nor of few digits and near those."""
    of = law.parameter(parameter)
    had = sorted({number for row in of.rows if row.confidence != "reform" for number in _numbers_of(row.value)})
    if value in had or not had:
        return
    near = _coarse(value)
    if near != value:
        raise AyniError("protected_value", parameter=parameter, value=f"{value:g}", near=f"{near:g}")
    times = 2 if "years" in of.unit else FARTHEST
    low, high = min(had) / times, max(had) * times
    if value and not low <= value <= high:
        raise AyniError("protected_range", parameter=parameter, value=f"{value:g}", low=f"{low:g}", high=f"{high:g}")


def _coarse(value: float) -> float:
    """The nearest number of few significant digits."""
    return float(f"{value:.{DIGITS - 1}e}")


# ---- what is published


def published(found: Iterable[Row]) -> tuple[Row, ...]:
    """Rows as they are published: figures rounded to what their error and their cases support, sample sizes as the
    lower end of a band, and none that rests on too few, or that could be had from those beside it."""
    rows = tuple(found)
    largest: dict[tuple[str, ...], float] = {}
    for row in rows:
        of = _sides_of(row)
        largest[of] = max(largest.get(of, 0.0), abs(row.value or 0.0))
    coarse = [_published(row, largest[_sides_of(row)]) for row in rows]
    return tuple(beside_hidden(coarse, lambda row: row.value is not None or row.has(MarkKind.FEW_TO_SHOW)))


def protected(found: Result) -> Result:
    """A result with its rows as they are `published`."""
    return replace(found, rows=published(found.rows))


def _sides_of(row: Row) -> tuple[str, ...]:
    """What the levels before and after and their change have in common."""
    return (row.table, row.survey, row.concept, row.programme, row.measure, row.line, row.group, row.level, row.unit)


def _published(row: Row, largest: float) -> Row:
    """A row as it is published; `largest` is the largest figure of its sides."""
    if row.concept == "official" or row.survey == REGISTRY:
        return row  # with which the survey has nothing to do
    if row.n is not None and row.n < CASES:
        marks = [mark for mark in row.marks if mark.kind is not MarkKind.FEW_CASES]
        return replace(row, value=None, se=None, low=None, high=None, n=_lower(row.n), marks=(*marks, PROTECTED, FEW))
    row = replace(row, marks=(*row.marks, PROTECTED), n=None if row.n is None else _lower(row.n))
    if row.value is None:
        return row
    if row.n is None or row.se is None:
        return replace(row, value=_coarse(row.value))
    part = FINEST / row.n * (PARTS.get(row.measure, 1.0) if row.unit in SHARES else largest)
    step = _upper(max(row.se / 2, part))
    return replace(
        row, value=_to(step, row.value, round), se=_coarse(row.se),
        low=None if row.low is None else _to(step, row.low, math.floor),
        high=None if row.high is None else _to(step, row.high, math.ceil),
    )  # fmt: skip


def _lower(n: int) -> int:
    """The lower end of the band of a number of cases."""
    if n < 1:
        return 0
    power = 10 ** math.floor(math.log10(n))
    return int(power * max(each for each in BANDS if each * power <= n))


def _upper(step: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that a step is not above; zero for what no number is as small as."""
    if step < sys.float_info.min:
        return 0.0
    power = 10.0 ** math.floor(math.log10(step))
    return next(each * power for each in (*BANDS, 10) if each * power >= step * (1 - 1e-9))


def _to(step: float, number: float, whole: Callable[[float], int]) -> float:
    """A number as a whole number of steps, with no digits behind those of the step."""
    return round(whole(number / step) * step, 1 - math.floor(math.log10(step))) if step else number
