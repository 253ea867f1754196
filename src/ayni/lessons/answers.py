"""The answer of each exercise, computed from the same people by another way than the lesson teaches."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from functools import cache, cached_property
from itertools import permutations

import numpy as np

from ayni.engine import Array, Law, Population
from ayni.evidence.check import Answer as Checked, Tried
from ayni.law import bolivia
from ayni.measure import Design, gini, lorenz, palma
from ayni.runs import Options, Question, ReformOptions, RunOptions, analysis_of, ask, people, result
from ayni.runs.commands import OPTIONS
from ayni.scenario import Analysis
from ayni.scenario.microdata import Microdata

Answer = float | str
_ANSWERS: dict[str, Callable[[], Answer]] = {}
RAISED, SCALED = 500, 700
"""Bs a month of Renta Dignidad in the lesson on a reform, and the amount from which its cost is found in proportion."""
MONTH = "2026-06"
"""The month to which the last lesson carries the people."""


@cache
def expected(number: str) -> Answer:
    """The answer of an exercise: a number, or a word in lower case."""
    return _ANSWERS[number]()


def _answers(number: str) -> Callable[[Callable[[], Answer]], Callable[[], Answer]]:
    def keep(function: Callable[[], Answer]) -> Callable[[], Answer]:
        _ANSWERS[number] = function
        return function

    return keep


class _Households:
    """The synthetic people by household, where the lessons count persons: what a member has and how many there are."""

    @cached_property
    def law(self) -> Law:
        return bolivia()

    @cached_property
    def analysis(self) -> Analysis:
        return analysis_of(RunOptions.of(self.law), self.law)

    @cached_property
    def people(self) -> Population:
        return self.analysis.population

    def first(self, name: str) -> Array:
        """A column of the head, (n_households,)."""
        return self.people[name][self.people.offsets[:-1]]

    def total(self, values: Array) -> Array:
        """A sum over the members, (n_households,)."""
        return self.people.household_total(np.where(self.people["is_member"], values, 0.0))

    @cached_property
    def size(self) -> Array:
        return self.total(np.ones(self.people.n_persons))

    @cached_property
    def persons(self) -> Array:
        """The persons for whom each household's members stand."""
        return self.first("weight") * self.size

    @cached_property
    def income(self) -> Array:
        """Bs a month per member."""
        return self.total(self.people["rebuilt_person_income"]) / self.size

    @cached_property
    def pension(self) -> Array:
        """Renta Dignidad that the household reports, Bs a month per member."""
        return self.total(self.people["reported_renta_dignidad"]) / self.size

    @cached_property
    def poor_before(self) -> Array:
        """Whether it would be below the moderate line without it."""
        return self.income - self.pension < self.first("poverty_line")

    @cached_property
    def design(self) -> Design:
        return Design(self.persons, self.first("stratum"), self.first("psu"))


_of = _Households()


# ---- 1: poverty and its error


def _poor(line: str) -> Array:
    return _of.income < _of.first(line)


@_answers("1.1")
def _extreme() -> float:
    return float(np.average(_poor("extreme_poverty_line"), weights=_of.persons))


@_answers("1.2")
def _number_of_poor() -> float:
    return float(_of.persons @ _poor("poverty_line"))


@_answers("1.3")
def _error_of_simple_sample() -> float:
    share = np.average(_poor("poverty_line"), weights=_of.persons)
    spread = np.sqrt(np.average((_poor("poverty_line") - share) ** 2, weights=_of.persons))
    return float(spread / np.sqrt(_of.size.sum()))


@_answers("1.4")
def _design_effect() -> float:
    """Between sampling units within strata, as in the textbooks, over the variance of a simple sample."""
    poor = _poor("poverty_line").astype(float)
    score = _of.persons * (poor - np.average(poor, weights=_of.persons)) / _of.persons.sum()
    unit = np.bincount(_of.first("psu"), score)
    stratum = _of.first("stratum")[np.unique(_of.first("psu"), return_index=True)[1]]
    n = np.bincount(stratum)
    apart = unit - (np.bincount(stratum, unit) / n)[stratum]
    return float((apart**2 * (n / (n - 1))[stratum]).sum()) / float(_error_of_simple_sample()) ** 2


@_answers("1.5")
def _poorest_department() -> str:
    poor = [np.bincount(_of.first("department"), _of.persons * each) for each in (_poor("poverty_line"), 1)]
    return _of.people.categories["department"][int((poor[0] / poor[1]).argmax())]


# ---- 2: Lorenz and Gini


@_answers("2.1")
def _share_of_the_poorer_half() -> float:
    return lorenz(_of.income, 0.5, _of.design).value


@_answers("2.2")
def _gini() -> float:
    return gini(_of.income, _of.design).value


@_answers("2.3")
def _gini_with_more_for_all() -> float:
    """Differences stay, and the mean grows: the index shrinks as the mean grows."""
    mean = float(np.average(_of.income, weights=_of.persons))
    return float(_gini()) * mean / (mean + 200)


@_answers("2.4")
def _palma() -> float:
    return palma(_of.income, _of.design).value


# ---- 3: who receives


@_answers("3.1")
def _coverage() -> float:
    people = _of.people
    old = people["is_member"] & (people["age"] >= 60)
    return float(_of.first("weight") @ _of.total(people["reports_renta_dignidad"] & old)) / float(
        _of.first("weight") @ _of.total(old)
    )


@_answers("3.2")
def _money_to_the_poorest() -> float:
    order = np.argsort(_of.income - _of.pension, kind="stable")
    below = np.cumsum(_of.persons[order]) / _of.persons.sum()
    money = np.cumsum((_of.persons * _of.pension)[order])
    return float(np.interp(0.4, below, money / money[-1]))


@_answers("3.3")
def _money_to_the_poor() -> float:
    return float(np.average(_of.poor_before, weights=_of.persons * _of.pension))


@_answers("3.4")
def _left_out() -> float:
    people = _of.people
    old = _of.total(people["age"] >= 60) * _of.poor_before
    without = _of.total((people["age"] >= 60) & ~people["reports_renta_dignidad"]) * _of.poor_before
    return float(_of.first("weight") @ without) / float(_of.first("weight") @ old)


# ---- 4: a reform


@cache
def _reformed(amount: int) -> Microdata:
    change = {"renta_dignidad.monthly_non_pensioner": amount}
    return people(ReformOptions.of(_of.law, reform=change, at="survey"), _of.law)


def _spent(amount: int) -> float:
    """Bs a year by which all that Renta Dignidad pays grows."""
    of = {each.name: each.values for each in _reformed(amount).variables}
    more = (of["renta_dignidad_after"] - of["renta_dignidad_before"]) * of["weight"]
    return 12 * float(np.nansum(more))


@_answers("4.1")
def _cost() -> float:
    """In proportion to what a larger rise costs: the rule pays an amount to whoever has no pension."""
    before = float(str(_of.law.parameter("renta_dignidad.monthly_non_pensioner").on(_of.analysis.day).value))
    return _spent(SCALED) * (RAISED - before) / (SCALED - before) / 1e6


@_answers("4.2")
def _fewer_poor() -> float:
    of = {each.name: each.values for each in _reformed(RAISED).variables}
    poor = [of[f"disposable_{side}"] < of["poverty_line"] for side in ("before", "after")]
    return float(of["weight"] @ (poor[0].astype(float) - poor[1]))


@_answers("4.3")
def _bolivianos_per_person() -> float:
    return float(_cost()) * 1e6 / float(_fewer_poor())


# ---- 5: attribution


@_answers("5.1")
def _first_of_two() -> float:
    """The mean over every order in which the two can come."""
    wages, pays = np.array([40, 75, 200, 300]), {"first": [30, 30, 0, 0], "second": [30, 10, 0, 0]}

    def poor(*paid: str) -> float:
        return float(np.mean(wages + sum((np.array(pays[each]) for each in paid), np.zeros(4)) < 100))

    steps = []
    for order in permutations(pays):
        before = order[: order.index("first")]
        steps.append(poor(*before, "first") - poor(*before))
    return float(np.mean(steps))


@_answers("5.2")
def _together() -> float:
    """What all of them change, from two incomes of the run: with every payment and with none."""
    value = {
        each.concept: each.value
        for each in _of.analysis.poverty()
        if (each.measure, each.line, each.group) == ("headcount", "moderate", "all") and each.value is not None
    }
    return 100 * (value["disposable"] - value["net_market_before_pensions"])


@_answers("5.3")
def _subsets() -> float:
    found = result(OPTIONS["attribution"].of(_of.law), _of.law)
    players = len({each.programme for each in found if each.table == "attribution" and each.order == "one_at_a_time"})
    return float(sum(math.comb(players, size) for size in range(players + 1)))


# ---- 6: a claim


@cache
def _of_claim() -> tuple[Tried, ...]:
    question = Question(indicator="poverty_extreme", start="2008", end="2011", stated="43%")
    found = ask(question, _of.law, Options.of(_of.law), "en")
    assert isinstance(found, Checked)
    return found.readings


@_answers("6.1")
def _relative_change() -> float:
    return float(_of_claim()[0].value or 0) / 100


@_answers("6.2")
def _points_of_change() -> float:
    return float(_of_claim()[1].value or 0)


@_answers("6.3")
def _needed() -> float:
    return float(_of_claim()[0].needed or 0)


# ---- 7: carry


@cache
def _carried() -> Analysis:
    return analysis_of(RunOptions.of(_of.law, at=MONTH, beyond=True), _of.law)


@_answers("7.1")
def _dearer_food() -> float:
    """From the median of the lines, which all move alike."""
    lines = (each.population["extreme_poverty_line"] for each in (_carried(), _of.analysis))
    after, before = (float(np.median(each)) for each in lines)
    return after / before


@_answers("7.2")
def _more_people() -> float:
    after, before = (
        float(each.population["weight"][each.population.offsets[:-1]] @ each.population.household_total(each.universe))
        for each in (_carried(), _of.analysis)
    )
    return after / before


@_answers("7.3")
def _points() -> float:
    mixed = RunOptions.of(_of.law, day=dt.date.fromisoformat(f"{MONTH}-01"), prices="survey", beyond=True)
    late = analysis_of(mixed, _of.law)
    shares = []
    for each in (_carried(), late):
        population = each.population
        poor = np.where(each.universe, each.disposable() < each.line("extreme"), False)
        shares.append(float(np.average(poor[each.universe], weights=population["weight"][each.universe])))
    return 100 * (shares[0] - shares[1])
