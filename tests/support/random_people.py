"""Random households with every column that a law can read, for properties over all of its rules."""

from __future__ import annotations

import numpy as np

from ayni.engine import Law, Population
from ayni.survey import standard_columns
from support.tiers import answers_of

MONEY = (0.0, 0.0, 0.0, 250.0, 1_000.5, 8_000.0, 45_000.0)


def random_population(law: Law, seed: int, households: int) -> Population:
    """Households of one to six persons whose answers are drawn without any logic, so that every branch is met."""
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 7, households)
    offsets = np.append(0, sizes.cumsum())
    n = int(offsets[-1])
    household = np.repeat(np.arange(households), sizes)
    columns, categories, links = {}, {}, set()
    standard = standard_columns()
    answers = answers_of(law)
    for name in law.read_by(law.definitions):
        kind = standard[name].type if name in standard else answers[name].type if name in answers else "money"
        if kind == "category":
            categories[name] = standard[name].values if name in standard else answers[name].values
            columns[name] = random.integers(0, len(categories[name]), n).astype(np.int8)
        elif kind == "flag":
            columns[name] = random.random(n) < 0.4
        elif kind == "count":
            top = {"age": 99, "school_course": 9, "contribution_years": 40, "years_of_service": 30}.get(name, 7)
            columns[name] = random.integers(0, top, n).astype(np.int16)
        elif kind == "person":
            links.add(name)
            named = offsets[household] + random.integers(0, 6, n)
            there = (named < offsets[household + 1]) & (named != np.arange(n)) & (random.random(n) < 0.6)
            columns[name] = np.where(there, named, -1).astype(np.int32)
        else:
            columns[name] = random.choice(MONEY, n)
    return Population(columns, offsets, categories, frozenset(links))
