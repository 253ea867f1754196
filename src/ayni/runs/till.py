"""How a run treats the taxes inside what is spent: by a named reading, and the revenue of the last year known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.evidence.registry import registry
from ayni.income.till import VAT
from ayni.scenario.consumption import TREATMENTS, Revenue
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.runs.options import TillOptions

COLLECTED = {
    VAT: ("iva_domestic.revenue", "iva_imports.revenue"),
    "it_in_spending": ("it.revenue",),
    "ice_in_spending": ("ice.revenue",),
    "iehd_in_spending": ("iehd.revenue",),
}
"""What the State collected of each tax, by indicators of the registry, million Bs of a year."""
CONSUMPTION = ("household_consumption", "base_1990")
"""What households spent in a year, by the national accounts, with the base."""
YEARS_BACK = 4
"""How many years before that of the law the last revenue known may be."""


def check_treatment(options: TillOptions) -> None:
    """Raise AyniError for a treatment that there is not, and a share of households that is none."""
    if not 0 < options.household_share <= 1:
        raise AyniError("not_a_share", option="household_share", value=options.household_share)
    if options.indirect not in TREATMENTS:
        raise AyniError("not_a_choice", option="indirect", value=options.indirect, choices=", ".join(TREATMENTS))


def revenue(year: int, household_share: float) -> Revenue | None:
    """What was collected in a year, or the last known of the few before it, as the registry has it; else None."""
    known = registry()
    for each in range(year, year - YEARS_BACK - 1, -1):
        try:
            collected = {
                tax: sum(1e6 * known.one(name, each).value for name in names) for tax, names in COLLECTED.items()
            }
            consumption = 1e6 * known.one(CONSUMPTION[0], each, method=CONSUMPTION[1]).value
        except AyniError as error:
            if error.key != "no_fact":
                raise
        else:
            return Revenue(each, collected, consumption, household_share)
    return None
