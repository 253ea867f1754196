"""The invented survey design: domains, sampling units with a profile each, strata, weights."""

from __future__ import annotations

import numpy as np

from ayni.engine import Array
from synthesis.cart import Cart
from synthesis.table import Table

AGE_GROUPS = (6, 18, 40, 60)
PROFILE = ("unit_income", "unit_indigenous", "unit_insured", "unit_own_account")
PLACE = ("department", "area", "poverty_line", "extreme_poverty_line")
OWN_SHARE = 0.5
"""Weight of a household's own value in its unit's profile. Without its own value the income of neighbours would come
out too little alike, with the plain mean too much; this one returns the real likeness."""

WEIGHT_BOUNDS = (0.3, 3.0)
UNIT_LEAF = 6
"""Fewest sampling units (about seventy households) in a leaf of the units' trees; one tree a department and domain."""


def household_measures(table: Table) -> dict[str, Array]:
    """What a unit's profile averages, one value a household."""
    income = np.nan_to_num(table.head("ine_income_rebuilt"))
    size = table.total(np.ones(len(table)))
    shares = {
        "unit_indigenous": table.is_("self_identification", "belongs"),
        "unit_insured": table.is_("health_insurance", "social_security"),
        "unit_own_account": table.is_("work_category", "own_account", "unpaid_family"),
    }
    rank = np.argsort(np.argsort(income, kind="stable")) / len(income)
    return {"unit_income": rank, **{name: table.total(mask) / size for name, mask in shares.items()}}


def add_real_profile(table: Table) -> dict[str, Array]:
    """Give each real household its unit's profile; return the units' plain means with their place and weight."""
    psu = table.head("psu")
    count = np.bincount(psu)
    units: dict[str, Array] = {}
    for name, values in household_measures(table).items():
        total = np.bincount(psu, weights=values)
        units[name] = total / count
        own = (total[psu] - (1 - OWN_SHARE) * values) / (count[psu] - 1 + OWN_SHARE)
        table.columns[name] = table.spread(own)
    table.columns["log_weight"] = np.log(table["weight"])
    first = np.unique(psu, return_index=True)[1]
    units |= {name: table.head(name)[first] for name in (*PLACE, "log_weight")}
    units["size"] = count
    return units


def synthesise_units(units: dict[str, Array], spare: float, rng: np.random.Generator) -> dict[str, Array]:
    """New sampling units: as many households a domain as the survey has, in units of plausible sizes.

    Weight and profile are drawn one after the other, each given the place and those before it.
    """
    new: dict[str, list[float]] = {name: [] for name in (*PLACE, "size")}
    places = np.unique(np.column_stack([units[name] for name in PLACE]), axis=0)
    for place in places:
        wanted = round(units["size"][_at(units, place)].sum() * (1 + spare))
        same_area = units["size"][units["area"] == place[1]]
        while wanted > 0:
            size = min(int(rng.choice(same_area)), wanted)
            size = wanted if wanted - size < 2 else size
            wanted -= size
            for name, value in zip((*PLACE, "size"), (*place, size), strict=True):
                new[name].append(float(value))
    made = {name: np.array(values) for name, values in new.items()}
    given = ["size"]
    for name in ("log_weight", *PROFILE):
        made[name] = np.zeros(len(made["size"]))
        for place in places:
            here, there = (_at(u, place) for u in (units, made))
            x, x_new = (np.column_stack([u[g][at] for g in given]) for u, at in ((units, here), (made, there)))
            drawn = Cart(x, units[name][here], width=0.3, leaf=UNIT_LEAF).draw(x_new, rng)
            made[name][there] = drawn if name == "log_weight" else np.clip(drawn, 0, 1)
        given.append(name)
    made["stratum"] = invented_strata(made, rng)
    return made


def _at(units: dict[str, Array], place: Array) -> Array:
    return np.asarray((np.column_stack([units[name] for name in PLACE]) == place).all(axis=1))


def invented_strata(units: dict[str, Array], rng: np.random.Generator) -> Array:
    """Each department's urban units cut in four and its rural ones in three, by income with noise."""
    stratum = np.zeros(len(units["size"]), dtype=np.int64)
    noisy = units["unit_income"] + rng.normal(0, units["unit_income"].std() / 2, len(stratum))
    code = 0
    for department in np.unique(units["department"]):
        for area, parts in ((0, 4), (1, 3)):
            here = np.flatnonzero((units["department"] == department) & (units["area"] == area))
            for part in np.array_split(here[np.argsort(noisy[here])], parts):
                stratum[part] = code
                code += 1
    return stratum


def calibrate(table: Table, real: Table) -> Array:
    """Weights that add up to the survey's known totals, the same for all of a unit, rounded to a hundredth.

    Totals: persons by department and area, by age group; households by area; the poor and the extremely poor by
    department and by area; persons of an indigenous people. Linear calibration.
    """
    base = np.exp(table["log_weight"])
    unit = table["psu"]
    totals = [_known_totals(t) for t in (table, real)]
    weight = np.bincount(unit, weights=base)
    weight = np.where(weight > 0, weight, 1.0)  # units whose households were all dropped count nothing
    of_units = np.column_stack([np.bincount(unit, weights=column * base) / weight for column in totals[0].T])
    wanted = totals[1].T @ real["weight"]
    factor = np.ones(len(weight))
    for _ in range(20):
        now = weight * factor
        matrix = (of_units * now[:, None]).T @ of_units
        factor *= 1 + of_units @ np.linalg.lstsq(matrix, wanted - now @ of_units, rcond=None)[0]
        factor = np.clip(factor, *WEIGHT_BOUNDS)
    return np.asarray(np.round(base * factor[unit], 2))


def _known_totals(table: Table) -> Array:
    cell = table["department"].astype(int) * 2 + table["area"]
    age = np.searchsorted(AGE_GROUPS, table["age"], side="right")
    heads = [(table.rank == 0) & (table["area"] == area) for area in (0, 1)]
    cells = [cell == value for value in range(18)]
    poor, extreme = (np.nan_to_num(table[name]) > 0 for name in ("ine_is_poor", "ine_is_extremely_poor"))
    of_department = [mask & (table["department"] == value) for mask in (poor, extreme) for value in range(9)]
    of_area = [mask & (table["area"] == area) for mask in (poor, extreme) for area in (0, 1)]
    belongs = table.is_("self_identification", "belongs")
    groups = [age == group for group in range(len(AGE_GROUPS))]
    return np.column_stack([*cells, *groups, *heads, *of_department, *of_area, belongs]).astype(float)
