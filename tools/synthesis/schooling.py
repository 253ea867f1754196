"""Schooling, hours and the tax number of the unit where one works: a last step, which nothing reads."""

from __future__ import annotations

import numpy as np

from synthesis.cart import top_averaged
from synthesis.persons import Chain, Step, aged, positive, where
from synthesis.table import SCHOOLING, Table

YEARS, READS, ATTENDS, HOURS, TAX = SCHOOLING
STEPS = (
    Step(YEARS, aged(4), blank=-1, ordered=True),
    Step(READS, aged(4)),
    Step(ATTENDS, positive("is_enrolled")),
    Step(HOURS, where("activity", "employed"), blank=-1, ordered=True),
    Step(TAX, where("activity", "employed")),
)
GIVEN = (
    "department", "area", "unit_income", "unit_indigenous", "unit_insured", "age", "sex", "relation", "has_mother",
    "partner_age", "self_identification", "is_enrolled", "school_level", "school_course", "school_type", "n_higher",
    "n_private", "activity", "work_category", "employer_sector", "contributes_to_pension", "is_pension_affiliate",
    "health_insurance", "industry", "wage", "self_employment_income", "rebuilt_person_income", "target_per_head",
)  # fmt: skip
"""What says how long somebody learnt and works; all of it was drawn before."""
FIRST_YEAR = 4
"""At what age at the earliest a year of school is begun: nobody has more years than have passed since."""
_UNKNOWN = (YEARS, HOURS)
"""Numbers that the survey leaves blank for who is not asked or does not answer."""


def draw_schooling(real: Table, table: Table, rng: np.random.Generator) -> None:
    """What each person has learnt and how much each works, given everything that was drawn of him or her before.

    Hours are whole, and the longest weeks of the survey are averaged before a tree is grown.
    """
    whole = Table({**real.columns}, real.household, real.categories)
    for name in _UNKNOWN:
        whole.columns[name] = np.nan_to_num(np.round(top_averaged(real[name])), nan=-1).astype(np.int64)
    Chain(whole, STEPS, GIVEN).draw(table, rng)
    table.columns[YEARS] = np.minimum(table[YEARS], np.maximum(table["age"] - FIRST_YEAR, 0))
    for name in _UNKNOWN:
        table.columns[name] = np.where(table[name] < 0, np.nan, table[name])
