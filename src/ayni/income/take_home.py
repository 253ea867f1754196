"""Take-home wages under another law of taxes and contributions: total earned stays, what is withheld changes."""

from __future__ import annotations

import numpy as np

from ayni.engine import Array, LawOnDay, Population, Simulation
from ayni.income.gross import with_gross_wages

WITHHELD = ("rc_iva", "aportes_sip_worker", "aportes_sip_employer")


def moves_wages(before: LawOnDay, after: LawOnDay) -> bool:
    """Whether the two laws differ in what is taken from a wage or paid on it."""
    read = [name for law in (before, after) for name in law.law.order(["net_pay", *WITHHELD])]
    return bool(before.differing(after, read))


def take_home(
    population: Population, before: LawOnDay, after: LawOnDay
) -> tuple[Population, dict[str, tuple[Array, Array]]]:
    """The population with the take-home wages of the law after, and what is paid on them, Bs a year, (n_persons,).

    First-order: each contributor keeps the total earned that leaves the reported wage under the law before, presents no
    invoices, and bears none of what changes for the employer. Who does not contribute, and the aguinaldo, stay as they
    are. Raises AyniError where the wave does not ask who contributes.
    """
    gross = with_gross_wages(population, before)
    wanted = ["net_pay", "contributes_as_dependent", *WITHHELD]
    old, new = (Simulation(gross).run(law, wanted) for law in (before, after))
    earns = (old["contributes_as_dependent"] | new["contributes_as_dependent"]) & (population["wage"] > 0)
    wage = population["wage"] + np.where(earns, new["net_pay"] - old["net_pay"], 0.0)
    paid = {name: (np.where(earns, 12 * old[name], 0.0), np.where(earns, 12 * new[name], 0.0)) for name in WITHHELD}
    return population.with_columns({"wage": wage}), {
        name: pair for name, pair in paid.items() if (pair[0] != pair[1]).any()
    }
