"""From take-home pay to gross: the total earned that, through the law of the day, leaves the wage that was reported.

One assumption, stated: a worker who contributes now contributes on the whole wage of the main job, and presents no
invoices against RC-IVA. Only the cash wage is grossed up, of those from whom something is withheld that the survey's
wage is after; the aguinaldo, pay in kind and the incomes of everybody else stand as reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from ayni.engine import Array, LawOnDay, Population, Simulation
from ayni.income.amounts import monthly
from ayni.income.chain import Levy, on_wages, withheld
from ayni.measure import Design, Estimate, Whole
from ayni.words import AyniError

STEPS = 60
"""Steps towards the gross wage, at most: as many halvings of its interval bring any wage back within a centavo."""
CLOSE = 4
"""A net pay that misses the wage by so few of the least differences between numbers is beside it."""
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
    yearly, taken, cost = _wage_bill(gross, law)
    of = Whole(design, formal).everybody
    found = {name: (of.total(12 * values, "Bs/year").only, "Bs/year") for name, values in yearly.items()}
    found["contributors"] = (of.count().only, "persons")
    found["tax_wedge"] = (of.ratio(taken, cost, "share").only, "share")
    _, taken, cost = _wage_bill(_as_if_formal(population, informal), law)
    rate = Whole(design, informal).everybody.ratio(taken, cost, "share")
    found["formalisation_tax_rate"] = (rate.only, "share")
    return found


def _wage_bill(gross: Population, law: LawOnDay) -> tuple[dict[str, Array], Array, Array]:
    """What leads from net wages to labour cost, Bs a month, (n_persons,) each; all that is taken; and the cost."""
    paid = paid_on(gross, law, on_wages(law.law))
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


def net_pay(gross: Population, law: LawOnDay) -> Array:
    """Total earned less what is withheld from it, Bs a month, (n_persons,)."""
    net = gross["total_earned"]
    for amount in paid_on(gross, law, withheld(law.law)).values():
        net = net - amount
    return net


def _as_if_formal(population: Population, who: Array) -> Population:
    """The population in which these persons contribute on the wage that they report."""
    assumed = {name: np.full(population.n_persons, value) for name, value in UNSEEN.items()}
    contributes = population["contributes_to_pension"] | who
    return earning(population.with_columns({**assumed, "contributes_to_pension": contributes}), population["wage"])


def earning(population: Population, total_earned: Array) -> Population:
    """The population with a total earned, all of it the monthly wage: the survey does not ask for its parts."""
    earned = total_earned.astype(float)
    return population.with_columns({"total_earned": earned, "monthly_wage": earned})


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
    found = population["wage"].astype(float).copy()
    left = net_pay(base, law)
    rows = np.flatnonzero((left < found) & (found > 0))
    if len(rows):
        found[rows] = _gross(_persons(base, rows), law, found[rows], left[rows])
    return earning(base, found)


def _gross(workers: Population, law: LawOnDay, net: Array, left: Array) -> Array:
    """The least total earned of each worker, one a household, such that net pay is `net`; of `net` itself `left` is.

    By secants through the last two tries, halving the interval that holds it where a secant leaves it, and at every
    third step, so that a jump in the law is found too; then by halving what is left between neighbouring numbers.
    """

    def missed_by(earned: Array) -> Array:
        return net_pay(earning(workers, earned), law) - net

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
        held = (following > low) & (following < high) & (step % 3 != 2)
        following = np.where(np.abs(misses) <= close, tried, np.where(held, following, (low + high) / 2))
        last, missed, tried = tried, misses, following
        misses = missed_by(tried)
        low, high = np.where(misses < 0, tried, low), np.where(misses >= 0, tried, high)
    around = 2 * CLOSE * np.spacing(tried)
    for end in (np.maximum(tried - around, low), np.minimum(tried + around, high)):
        enough = missed_by(end) >= 0
        low, high = np.where(enough, low, np.maximum(low, end)), np.where(enough, np.minimum(high, end), high)
    while True:
        middle = (low + high) / 2
        between = (low < middle) & (middle < high)
        if not between.any():
            return high
        enough = missed_by(middle) >= 0
        low, high = np.where(between & ~enough, middle, low), np.where(between & enough, middle, high)


def _persons(population: Population, rows: Array) -> Population:
    """These persons, each alone: what the rules on wages read is of the person."""
    columns = {name: column[rows] for name, column in population.columns.items() if name not in population.links}
    return replace(population, columns=columns, offsets=np.arange(len(rows) + 1), links=frozenset(), source={})
