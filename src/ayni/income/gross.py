"""From take-home pay to gross: the total earned that, through the law of the day, leaves the wage that was reported.

One assumption, stated: a worker who contributes now contributes on the whole wage of the main job, and presents no
invoices against RC-IVA. Only the cash wage is grossed up, of those from whom something is withheld that the survey's
wage is after; the aguinaldo, pay in kind and the incomes of everybody else stand as reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from msgspec.structs import replace

from ayni.engine import Array, LawOnDay, Population, Simulation
from ayni.income.amounts import monthly
from ayni.income.chain import Levy, on_wages, withheld
from ayni.measure import Design, Estimate, Whole
from ayni.words import AyniError

STEPS = 60
"""Steps towards the gross wage, at most: as many halvings of its interval bring any wage back within a centavo."""
SECANTS = 5
"""Steps by secants alone, which find a wage in a law without jumps."""
CLOSE = 4
"""A net pay that misses the wage by so few of the least differences between numbers is beside it."""
EARNED = ("total_earned", "monthly_wage")
"""What a worker earns before anything is withheld."""
UNSEEN: Mapping[str, float | bool] = {
    "invoices_with_credit": 0.0,
    "rc_iva_credit_balance": 0.0,
    "works_in_mining": False,
}
"""Facts that the rules on wages need and the survey does not ask, with the values assumed."""
ASSUMED = {
    "es": "la encuesta no pregunta por facturas ni por el sector minero: sin facturas, fuera de la minería",
    "en": "the survey asks neither about invoices nor about mining: no invoices, not in mining",
}


NOT_ASKED = {
    "es": "esta encuesta no pregunta quién aporta: se toma a quien está afiliado (de ellos aportaba el 93 % en 2019)",
    "en": "this survey does not ask who contributes: those affiliated are taken (93 % of them contributed in 2019)",
}


def with_contributors(population: Population) -> Population:
    """The population with who contributes to a pension; where that was not asked, who is affiliated, marked imputed.

    One that asks neither is returned as it is.
    """
    if "contributes_to_pension" in population.columns or "is_pension_affiliate" not in population.columns:
        return population
    return replace(
        population.with_columns({"contributes_to_pension": population["is_pension_affiliate"]}),
        imputed={**population.imputed, "contributes_to_pension": NOT_ASKED},
    )


def wage_estimates(population: Population, law: LawOnDay, design: Design) -> dict[str, tuple[Estimate, str]]:
    """The wage bill of contributors, what is taken of it and paid on it, Bs a year; the wedge; the tax on formality.

    `tax_wedge`: all levies on the wages of contributors, over their labour cost. `formalisation_tax_rate`: the same for
    wage earners who do not contribute, were their reported wage the total earned (Koettl & Weber 2012, without the
    benefits that they would lose or gain). Each with the unit of its row.
    """
    gross = with_gross_wages(population, law)
    columns = Simulation(gross).run(law, ["contributes_as_dependent", "is_dependent_worker"])
    earns = population["wage"] > 0
    formal = columns["contributes_as_dependent"] & earns
    informal = columns["is_dependent_worker"] & ~columns["contributes_as_dependent"] & earns
    if not formal.any() or not informal.any():
        return {}
    yearly, taken, cost = _wage_bill(gross, formal, law)
    of = Whole(design, formal).everybody
    found = {name: (of.total(12 * values, "Bs/year").only, "Bs/year") for name, values in yearly.items()}
    found["contributors"] = (of.count().only, "persons")
    found["tax_wedge"] = (of.ratio(taken, cost, "share").only, "share")
    _, taken, cost = _wage_bill(_as_if_formal(population, informal), informal, law)
    rate = Whole(design, informal).everybody.ratio(taken, cost, "share")
    found["formalisation_tax_rate"] = (rate.only, "share")
    return found


def _wage_bill(gross: Population, who: Array, law: LawOnDay) -> tuple[dict[str, Array], Array, Array]:
    """What leads from net wages to labour cost of some persons, Bs a month, (n_persons,) each; all that is taken; and
    the cost."""
    paid = paid_to(gross, np.flatnonzero(who), law, on_wages(law.law))
    by_employer = {levy.id for levy in on_wages(law.law) if levy.by_employer}
    taken = {name: amount for name, amount in paid.items() if name not in by_employer}
    added = {name: amount for name, amount in paid.items() if name in by_employer}
    cost = sum(added.values(), gross["total_earned"])
    net = gross["wage"]
    for levy in on_wages(law.law):
        if levy.id in taken and not levy.in_reported_income:
            net = net - taken[levy.id]
    bill = {"net_wages": net, **taken, "gross_wages": gross["total_earned"], **added, "labour_cost": cost}
    return bill, sum([*taken.values(), *added.values()], np.zeros(gross.n_persons)), cost


def paid_on(gross: Population, law: LawOnDay, levies: Iterable[Levy]) -> dict[str, Array]:
    """What each levy takes, Bs a month, (n_persons,), of a population with gross wages."""
    wanted = list(levies)
    columns = Simulation(gross).run(law, [name for levy in wanted for name in levy.rules])
    return {levy.id: monthly(law.law, columns, levy.rules, gross) for levy in wanted}


def paid_to(gross: Population, rows: Array, law: LawOnDay, levies: Iterable[Levy]) -> dict[str, Array]:
    """What each levy on wages takes of these persons, Bs a month, (n_persons,): nothing of the others."""
    levies = list(levies)
    found = {}
    for name, amount in paid_on(_persons(gross, rows, law, levies), law, levies).items():
        found[name] = np.zeros(gross.n_persons)
        found[name][rows] = amount
    return found


def net_pay(gross: Population, law: LawOnDay) -> Array:
    """Total earned less what is withheld from it, Bs a month, (n_persons,)."""
    levies = withheld(law.law)
    return left_of(gross["total_earned"], paid_on(gross, law, levies), levies)


def left_of(earned: Array, paid: Mapping[str, Array], levies: Iterable[Levy]) -> Array:
    """Total earned less what these levies take of it, Bs a month, (n_persons,)."""
    for levy in levies:
        earned = earned - paid[levy.id]
    return earned


def _net_pay_of(workers: Population, law: LawOnDay) -> Callable[[Array], Array]:
    """Their `net_pay` as a function of total earned, Bs a month, (n_persons,) each."""
    levies = withheld(law.law)
    paid = Simulation(workers).function_of(EARNED, law, [name for levy in levies for name in levy.rules])

    def left(earned: Array) -> Array:
        columns = paid(earned)
        amounts = {levy.id: monthly(law.law, columns, levy.rules, workers) for levy in levies}
        return left_of(earned, amounts, levies)

    return left


def _as_if_formal(population: Population, who: Array) -> Population:
    """The population in which these persons contribute on the wage that they report."""
    assumed = {name: np.full(population.n_persons, value) for name, value in UNSEEN.items()}
    contributes = population["contributes_to_pension"] | who
    return earning(population.with_columns({**assumed, "contributes_to_pension": contributes}), population["wage"])


def earning(population: Population, total_earned: Array) -> Population:
    """The population with a total earned, all of it the monthly wage: the survey does not ask for its parts."""
    return population.with_columns(dict.fromkeys(EARNED, total_earned.astype(float)))


def with_gross_wages(population: Population, law: LawOnDay) -> Population:
    """The population with `total_earned`, Bs a month, (n_persons,): before what is withheld, or as reported.

    Net pay rises with total earned, along straight pieces, so each worker's is found by secants. Raises AyniError where
    the wave does not ask who contributes.
    """
    n = population.n_persons
    assumed = {name: np.full(n, value) for name, value in UNSEEN.items() if name not in population.columns}
    base = replace(
        earning(population.with_columns(assumed), population["wage"]),
        imputed={**population.imputed, **dict.fromkeys(assumed, ASSUMED)},
    )
    found, rows = base["total_earned"].copy(), np.flatnonzero(population["wage"] > 0)
    left = _net_pay_of(_persons(base, rows, law, withheld(law.law)), law)(found[rows])
    rows, left = rows[left < found[rows]], left[left < found[rows]]
    if len(rows):
        found[rows] = _gross(_persons(base, rows, law, withheld(law.law)), law, found[rows], left)
    return earning(base, found)


def _gross(workers: Population, law: LawOnDay, net: Array, left: Array) -> Array:
    """The least total earned of each worker, one a household, such that net pay is `net`; of `net` itself `left` is.

    By secants through the last two tries, halving the interval that holds it where a secant leaves it, and after the
    first few at every second step, so that a jump in the law is found too; then by halving what is left between
    neighbouring numbers.
    """

    net_pay_of = _net_pay_of(workers, law)

    def missed_by(earned: Array) -> Array:
        return net_pay_of(earned) - net

    low, high = net.copy(), 3 * net + 1_000
    last, missed, tried, misses = low, left - net, high, missed_by(high)
    if (misses < 0).any():
        raise AyniError("no_gross_wage", date=law.day)
    close = CLOSE * np.spacing(net)
    for step in range(STEPS):
        if (np.abs(misses) <= close).all():
            break
        with np.errstate(divide="ignore", invalid="ignore"):
            following = tried - misses * (tried - last) / (misses - missed)
        held = (following > low) & (following < high) & (step < SECANTS or step % 2 == 0)
        following = np.where(np.abs(misses) <= close, tried, np.where(held, following, (low + high) / 2))
        last, missed, tried = tried, misses, following
        misses = missed_by(tried)
        low, high = np.where(misses < 0, tried, low), np.where(misses >= 0, tried, high)
    around = np.where(misses < 0, 2 * CLOSE, -2 * CLOSE) * np.spacing(tried)
    end = np.clip(tried + around, low, high)
    enough = missed_by(end) >= 0
    low, high = np.where(enough, low, end), np.where(enough, end, high)
    while True:
        middle = (low + high) / 2
        between = (low < middle) & (middle < high)
        if not between.any():
            return high
        enough = missed_by(middle) >= 0
        low, high = np.where(between & ~enough, middle, low), np.where(between & enough, middle, high)


def _persons(population: Population, rows: Array, law: LawOnDay, levies: Iterable[Levy]) -> Population:
    """These persons, each alone, with what these levies on wages rest on, which is of the person."""
    rules = law.law.order(name for levy in levies for name in levy.rules)
    read = {name for rule in rules for name in law.law.definitions[rule].inputs} - population.links
    columns = {name: column[rows] for name, column in population.columns.items() if name in read}
    return replace(population, columns=columns, offsets=np.arange(len(rows) + 1), links=frozenset(), source={})
