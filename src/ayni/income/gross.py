"""From take-home pay to gross: the total earned that, through the law of the day, leaves the wage that was reported.

One assumption, stated: a worker who contributes now contributes on the whole wage of the main job, and presents no
invoices against RC-IVA. Only current contributors are grossed up, and only their cash wage; the aguinaldo, pay in kind
and the incomes of everybody else stand as reported. For who does not contribute, the reported wage is both gross and
net.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ayni import measure
from ayni.engine import Array, LawOnDay, Population, Simulation
from ayni.measure import Design, Estimate
from ayni.words import AyniError

STEPS = 60
"""Halvings of the interval that holds the gross wage: enough for any wage to come back within a centavo."""
UNSEEN = {"invoices_with_credit": 0.0, "rc_iva_credit_balance": 0.0, "works_in_mining": False}
"""What the rules on wages ask and the survey does not, with what is assumed."""
ASSUMED = {
    "es": "la encuesta no pregunta por facturas ni por el sector minero: sin facturas, fuera de la minería",
    "en": "the survey asks neither about invoices nor about mining: no invoices, not in mining",
}


def wage_estimates(population: Population, law: LawOnDay, design: Design) -> dict[str, tuple[Estimate, str]]:
    """The wage bill of contributors, its contributions and tax, Bs a year; the wedge; and the tax on becoming formal.

    `tax_wedge`: worker's and employer's contributions and RC-IVA of contributors, over their labour cost.
    `formalisation_tax_rate`: the same for wage earners who do not contribute, were their reported wage the total earned
    (Koettl & Weber 2012, without the benefits that they would lose or gain). Each with the unit of its row.
    """
    gross = with_gross_wages(population, law)
    rules = ["contributes_as_dependent", "is_dependent_worker", "aportes_sip_worker", "aportes_sip_employer", "rc_iva"]
    columns = Simulation(gross).run(law, rules)
    earns = population["wage"] > 0
    formal = columns["contributes_as_dependent"] & earns
    informal = columns["is_dependent_worker"] & ~columns["contributes_as_dependent"] & earns
    if not formal.any() or not informal.any():
        return {}
    taken = columns["aportes_sip_worker"] + columns["rc_iva"] + columns["aportes_sip_employer"]
    cost = gross["total_earned"] + columns["aportes_sip_employer"]
    yearly = {
        "net_wages": population["wage"], "aportes_sip_worker": columns["aportes_sip_worker"],
        "rc_iva": columns["rc_iva"], "gross_wages": gross["total_earned"],
        "aportes_sip_employer": columns["aportes_sip_employer"], "labour_cost": cost,
    }  # fmt: skip
    found = {
        name: (measure.total(12 * np.where(formal, values, 0.0), design, where=formal, unit="Bs/year"), "Bs/year")
        for name, values in yearly.items()
    }
    found["contributors"] = (measure.population(design, where=formal), "persons")
    found["tax_wedge"] = (measure.ratio(taken, cost, design, where=formal, unit="share"), "share")
    offered = _as_if_formal(population, informal)
    wanted = Simulation(offered).run(law, ["aportes_sip_worker", "aportes_sip_employer", "rc_iva"])
    taken = wanted["aportes_sip_worker"] + wanted["rc_iva"] + wanted["aportes_sip_employer"]
    cost = population["wage"] + wanted["aportes_sip_employer"]
    rate = measure.ratio(taken, cost, design, where=informal, unit="share")
    found["formalisation_tax_rate"] = (rate, "share")
    return found


def _as_if_formal(population: Population, who: Array) -> Population:
    """The population in which these persons contribute on the wage that they report."""
    assumed = {name: np.full(population.n_persons, value) for name, value in UNSEEN.items()}
    contributes = population["contributes_to_pension"] | who
    columns = {**assumed, "contributes_to_pension": contributes, "total_earned": population["wage"].astype(float)}
    return population.with_columns(columns)


def with_gross_wages(population: Population, law: LawOnDay) -> Population:
    """The population with `total_earned`, Bs a month, (n_persons,): gross for contributors, as reported for others.

    Net pay rises with total earned, so each contributor's is found by halving an interval. Raises AyniError where the
    wave does not ask who contributes.
    """
    n = population.n_persons
    assumed = {name: np.full(n, value) for name, value in UNSEEN.items() if name not in population.columns}
    base = replace(
        population.with_columns({**assumed, "total_earned": population["wage"]}),
        imputed={**population.imputed, **dict.fromkeys(assumed, ASSUMED)},
    )
    contributes = Simulation(base).run(law, ["contributes_as_dependent"])["contributes_as_dependent"]
    found = population["wage"].astype(float).copy()
    rows = np.flatnonzero(contributes & (found > 0))
    if len(rows):
        found[rows] = _gross(_persons(base, rows), law, found[rows])
    return base.with_columns({"total_earned": found})


def _gross(workers: Population, law: LawOnDay, net: Array) -> Array:
    """Total earned of each worker, one a household, such that net pay is `net`."""
    low, high = net.copy(), 3 * net + 1_000
    if (_net(workers, law, high) < net).any():
        raise AyniError("no_gross_wage", date=law.day)
    for _ in range(STEPS):
        middle = (low + high) / 2
        enough = _net(workers, law, middle) >= net
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high


def _net(workers: Population, law: LawOnDay, total_earned: Array) -> Array:
    return Simulation(workers.with_columns({"total_earned": total_earned})).run(law, ["net_pay"])["net_pay"]


def _persons(population: Population, rows: Array) -> Population:
    """These persons, each alone: what the rules on wages read is of the person."""
    columns = {name: column[rows] for name, column in population.columns.items() if name not in population.links}
    return replace(population, columns=columns, offsets=np.arange(len(rows) + 1), links=frozenset(), source={})
