"""Random households with every column that a law can read, for properties over all of its rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from ayni.engine import Law, Population
from ayni.family import Family, family
from ayni.survey import standard_columns
from ayni.words import AyniError
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


def random_dated_family(seed: int, law: Law) -> Family:
    """A family of one to four on a day of 2006 to 2026, with birth dates, pregnancies and births, that can be."""
    random = np.random.default_rng(seed)
    while True:
        day = dt.date(2006, 1, 1) + dt.timedelta(int(random.integers(0, 7_600)))
        persons = {f"p{place}": _dated_person(random, day, place) for place in range(int(random.integers(1, 5)))}
        try:
            return family(persons, day, law)
        except AyniError:  # a mother younger than her child, and the like
            continue


def _dated_person(random: np.random.Generator, day: dt.date, place: int) -> dict[str, Any]:
    def before(days: int) -> dt.date:
        return max(day - dt.timedelta(int(random.integers(0, days))), dt.date(1900, 1, 1))

    years = int(random.choice([2, 2, 25, 40, 61, 90]))
    born = before(years * 365)
    said: dict[str, Any] = {
        "born": born.isoformat() if random.random() < 0.7 else born.isoformat()[:7],
        "sex": str(random.choice(["woman", "man"])),
        "health_insurance": str(random.choice(["none", "public_scheme", "social_security"])),
    }
    if random.random() < 0.3:
        said |= {"is_enrolled": True, "school_level": "primary", "school_course": 3, "school_type": "public"}
    if random.random() < 0.3:
        said |= {"work_category": "employee", "monthly_wage": 4000.0, "contributes_to_pension": True}
    if said["sex"] == "woman" and years >= 25:
        if random.random() < 0.4:
            said["pregnant_since"] = before(250).isoformat()[:7]
        if random.random() < 0.4:
            said["gave_birth"] = before(700).isoformat()[:7]
    if place and random.random() < 0.5:
        said |= {"relation": "child", "mother": "p0"}
    return said
