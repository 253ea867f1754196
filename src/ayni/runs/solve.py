"""`reform --solve`: the value of a parameter that costs so much, or brings poverty to so much."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ayni.runs.options import ReformOptions, TillOptions
from ayni.runs.reform import Reforms, compared
from ayni.runs.sweep import bases
from ayni.scenario import Result, read_reform
from ayni.scenario.draws import of_draws
from ayni.scenario.result import SweepCard
from ayni.scenario.rows import within
from ayni.words import AyniError
from ayni.words.numbers import millions, percent, told

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.measure import Estimate
    from ayni.runs.options import SolveOptions
    from ayni.scenario import Comparison

COST = "cost"
MOST = 1e7
"""The greatest value that is tried."""
NEAR = 1e-6
"""How near to its root a value is found, relative."""


def run(options: SolveOptions, law: Law, work: Work | None = None) -> Result:
    """The rows of the reform that reaches the target, and the value with the interval that sampling leaves.

    The interval holds the values at which the target lies within the 95 % interval of what they give. Raises as a
    reform of the value does, and where no value reaches the target.
    """
    name, target = options.parameter, options.target
    parameter = law.parameter(name)
    runs = bases(options, law, [read_reform({name: 0.0}, law)], work)
    before = runs[0]
    known: dict[float, Estimate] = {}

    def at(value: float) -> Estimate:
        if value not in known:
            after = read_reform({name: value}, law)
            found = []
            for run in runs:
                with run.simulation.aside():
                    found.append(_reached(compared(run, after.law(run.law), options.accounting), options.aim))
            known[value] = of_draws(found)
        return known[value]

    start = parameter.on(before.day).value
    first = float(start) if isinstance(start, int | float) and start > 0 else 1.0
    value = _root(lambda each: at(each).value - target, first)
    if value is None:
        write, places = (millions, 0) if options.aim == COST else (percent, 2)
        least, most = (told(write, each, places) for each in sorted(at(each).value for each in (0.0, MOST)))
        raise AyniError(
            "solve_out_of_reach", parameter=name, target=told(write, target, places), least=least, most=most
        )  # fmt: skip
    ends = [_root(lambda each, end=end: getattr(at(each), end) - target, value) for end in ("low", "high")]  # type: ignore[misc]
    answer = _rounded(value)
    shared = {name: getattr(options, name) for name in TillOptions.__struct_fields__}
    reform = Reforms(options, law, work).found(
        ReformOptions(**shared, accounting=options.accounting, reform=read_reform({name: answer}, law))
    )
    make = before.maker("solve")
    row = make.plain(answer, at(value).n, measure="solved", unit=parameter.unit, group=name, level=options.aim)
    low, high = ends
    if low is not None and high is not None:
        row = within(row, low, high)
    aimed = make.plain(
        target, measure="target", unit="Bs/year" if options.aim == COST else "share", group=name, level=options.aim
    )
    return replace(reform, rows=(row, aimed, *reform.rows), sweep=SweepCard(name, parameter.unit))


def _reached(comparison: Comparison, aim: str) -> Estimate:
    if aim == COST:
        return comparison.cost
    everybody = comparison.before.members.everybody
    return everybody.spread(comparison.incomes[1]).headcount(comparison.after.line(aim)).only


def _root(distance: Callable[[float], float], first: float) -> float | None:
    """Where a monotone function of a value is zero, from a value near by; None where it nowhere is."""
    low, high = 0.0, first
    below = distance(low)
    while (distance(high) > 0) == (below > 0):
        low, high = high, 2 * high
        if high > MOST:
            return None
    ends = [distance(low), distance(high)]
    while high - low > NEAR * high:
        step = low + (high - low) * ends[0] / (ends[0] - ends[1]) if ends[0] != ends[1] else low
        width = high - low
        middle = min(max(step, low + width / 20), high - width / 20)
        gap = distance(middle)
        if gap == 0:
            return middle
        if (gap > 0) == (ends[0] > 0):
            low, ends[0] = middle, gap
        else:
            high, ends[1] = middle, gap
    return (low + high) / 2


def _rounded(value: float) -> float:
    """To the centavo; of what is below one, to five digits."""
    return round(value, 2) if value >= 1 else float(f"{value:.5g}")
