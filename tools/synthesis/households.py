"""Who lives together: heads, couples, how many of each relation, ages, sexes, and the links between them."""

from __future__ import annotations

import numpy as np

from ayni.engine import Array
from synthesis.cart import Cart
from synthesis.design import PLACE, PROFILE
from synthesis.table import LINKS, Table

PLACE_FEATURES = (*PLACE, *PROFILE, "log_weight")
PARENTS = {
    "child": ("spouse", "head"),
    "grandchild": ("child", "child_in_law"),
    "head": ("parent",),
    "spouse": ("parent_in_law",),
    "sibling": ("parent",),
    "other_relative": ("sibling", "other_relative"),
    "relative_of_domestic_worker": ("domestic_worker",),
}
"""For each relation, the relations among which a parent may be."""
COUPLES = (("child", "child_in_law"), ("parent", "parent"), ("parent_in_law", "parent_in_law"))
REQUIRES = {
    "parent_in_law": "n_spouse",
    "child_in_law": "n_child",
    "relative_of_domestic_worker": "n_domestic_worker",
}
"""Relations that are drawn only where there is somebody of another."""
TRIES = 10
PARENT_GAP, USUAL_GAP = (13, 55), 27


def synthesise_households(real: Table, units: dict[str, Array], rng: np.random.Generator) -> Table:
    """Households with their persons' relation, age and sex, and the links; no other variable yet."""
    relations = real.categories["relation"]
    unit = np.repeat(np.arange(len(units["size"])), units["size"].astype(int))
    known = {name: real.head(name) for name in PLACE_FEATURES}
    made = {name: units[name][unit] for name in PLACE_FEATURES}

    def draw(name: str, values: Array, where: Array | None = None, then: Array | None = None, blank: int = -1) -> None:
        rows = np.ones(len(values), dtype=bool) if where is None else where
        new = np.ones(len(unit), dtype=bool) if then is None else then
        fitted = Cart(np.column_stack(list(known.values()))[rows], values[rows])
        drawn = np.full(len(unit), blank)
        drawn[new] = fitted.draw(np.column_stack(list(made.values()))[new], rng)
        known[name], made[name] = np.where(rows, values, blank), drawn

    draw("head_sex", real.head("sex"))
    draw("head_age", real.head("age"))
    spouse = real.is_("relation", "spouse")
    draw("n_spouse", real.total(spouse).astype(int))
    draw("spouse_age", real.total(spouse * real["age"]).astype(int), known["n_spouse"] > 0, made["n_spouse"] > 0)
    for relation in relations[2:]:
        count = real.total(real.is_("relation", relation)).astype(int)
        if needed := REQUIRES.get(relation):
            draw(f"n_{relation}", count, known[needed] > 0, made[needed] > 0, blank=0)
        else:
            draw(f"n_{relation}", count)

    counts = np.column_stack([np.ones(len(unit), dtype=int), *(made[f"n_{relation}"] for relation in relations[1:])])
    household = np.repeat(np.arange(len(unit)), counts.sum(axis=1))
    relation_of = np.concatenate([np.repeat(np.arange(len(relations)), row) for row in counts]).astype(np.int8)
    columns: dict[str, Array] = {
        "relation": relation_of,
        "psu": unit[household],
        "stratum": units["stratum"][unit][household],
    }
    columns |= {name: made[name][household].astype(real[name].dtype) for name in PLACE_FEATURES}
    table = Table(columns, household, real.categories)
    _ages_and_sexes(real, table, known, made, rng)
    _links(real, table, rng)
    return table


def _ages_and_sexes(
    real: Table, table: Table, known: dict[str, Array], made: dict[str, Array], rng: np.random.Generator
) -> None:
    """Head and spouse as drawn; the others person by person, each given those before in the household."""
    c = table.columns
    child = table.code("relation", "child")
    c["age"], c["sex"] = (table.spread(made[f"head_{name}"]).astype(int) for name in ("age", "sex"))
    is_spouse = table.is_("relation", "spouse")
    c["age"][is_spouse] = table.spread(made["spouse_age"])[is_spouse]
    c["sex"][is_spouse] = 1 - c["sex"][is_spouse]
    features = [
        np.column_stack([values[t.household] for values in source.values()])
        for t, source in ((real, known), (table, made))
    ]

    def before(t: Table, rows: Array, x: Array, *, sex: bool) -> Array:
        previous = [t[name][rows - step] for step in (1, 2) for name in ("relation", "age", "sex")]
        same = t["relation"][rows] == t["relation"][rows - 1]
        own = [
            t["relation"][rows],
            t.rank[rows],
            same,
            _alike_left(t)[rows],
            *previous,
            *([t["age"][rows]] if sex else []),
        ]
        return np.column_stack([*own, x[rows]])

    def group(t: Table, *, children: bool) -> Array:
        return np.asarray(t["relation"] == child if children else t["relation"] > child)

    models: dict[tuple[bool, bool], Cart] = {}
    for children in (True, False):
        rows = np.flatnonzero(group(real, children=children))
        for sex in (False, True):
            target = real["sex" if sex else "age"][rows].astype(int)
            models[children, sex] = Cart(before(real, rows, features[0], sex=sex), target)
    for rank in range(1, int(table.rank.max()) + 1):
        for children in (True, False):
            rows = np.flatnonzero((table.rank == rank) & group(table, children=children))
            if len(rows):
                wrong = rows
                for _ in range(TRIES):  # an age that the relation does not allow is drawn again, at last moved
                    drawn = models[children, False].draw(before(table, wrong, features[1], sex=False), rng)
                    c["age"][wrong] = _plausible(table, wrong, drawn, made)
                    wrong = wrong[c["age"][wrong] != drawn]
                c["sex"][rows] = models[children, True].draw(before(table, rows, features[1], sex=True), rng)


def _alike_left(t: Table) -> Array:
    """How many persons of the same relation come after, in the household."""
    kind = t.household * len(t.categories["relation"]) + t["relation"]
    return np.asarray(np.searchsorted(kind, kind, side="right") - 1 - np.arange(len(t)))


def _plausible(table: Table, rows: Array, age: Array, made: dict[str, Array]) -> Array:
    """Ages that the relation allows: children younger than a parent, parents older, each relation from old to young."""
    home = table.household[rows]
    head, spouse = made["head_age"][home], made["spouse_age"][home]
    relation = table["relation"][rows]
    codes = {name: code for code, name in enumerate(table.categories["relation"])}
    gap = PARENT_GAP[0]
    age = np.where(relation == codes["child"], np.minimum(age, np.maximum(head, spouse) - gap), age)
    age = np.where(relation == codes["grandchild"], np.minimum(age, np.maximum(head, spouse) - 2 * gap), age)
    age = np.where(relation == codes["parent"], np.maximum(age, head + gap), age)
    age = np.where(relation == codes["parent_in_law"], np.maximum(age, spouse + gap), age)
    age = np.where(np.isin(relation, [codes["child_in_law"], codes["domestic_worker"]]), np.maximum(age, 14), age)
    same = relation == table["relation"][rows - 1]
    return np.clip(np.where(same, np.minimum(age, table["age"][rows - 1]), age), 0, 98)


def _links(real: Table, table: Table, rng: np.random.Generator) -> None:
    """Spouses, then mothers, then fathers: whom a person may be linked to by rule, whether they are by a tree."""
    for name in LINKS:
        table.columns[name] = np.full(len(table), -1, dtype=np.int64)
    for pair in (("head", "spouse"), *COUPLES):
        found, x = _partners(real, pair)
        linked = (real["spouse"][found[:, 0]] >= 0).astype(int)
        new, new_x = _partners(table, pair)
        keep = Cart(x, linked).draw(new_x, rng) | (pair[0] == "head")
        for one, other in new[keep > 0]:
            table["spouse"][one], table["spouse"][other] = other, one
    for link in ("mother", "father"):
        rows, parents, x = _candidates(real, link)
        fitted = Cart(x, (real[link][rows] >= 0).astype(int))
        rows, parents, x = _candidates(table, link)
        keep = fitted.draw(x, rng).astype(bool)
        table[link][rows[keep]] = parents[keep]


def _members(table: Table, relations: tuple[str, ...]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in np.flatnonzero(table.is_("relation", *relations)):
        found.setdefault(int(table.household[row]), []).append(int(row))
    return found


def _partners(table: Table, pair: tuple[str, str]) -> tuple[Array, Array]:
    """Pairs of opposite sex and nearest age, each person once."""
    age, sex = table["age"].astype(int), table["sex"]
    first, pairs, used = _members(table, pair[:1]), [], set()
    for home, seconds in _members(table, pair[1:]).items():
        for other in seconds:
            unlike = [r for r in first.get(home, []) if r != other and sex[r] != sex[other] and age[r] >= 14]
            free = [r for r in unlike if r not in used]
            if free and other not in used and age[other] >= 14:
                one = min(free, key=lambda r: abs(age[r] - age[other]))
                used |= {one, other}
                pairs.append((one, other))
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found, np.column_stack([age[found[:, 0]], age[found[:, 1]]])


def _candidates(table: Table, link: str) -> tuple[Array, Array, Array]:
    """Persons with somebody who may be their mother (father), that somebody, and what the tree reads."""
    age, sex = table["age"].astype(int), table["sex"]
    wanted = table.code("sex", "woman" if link == "mother" else "man")
    rows, parents = [], []
    for relation, among in PARENTS.items():
        homes = _members(table, among)
        for row in np.flatnonzero(table.is_("relation", relation)):
            gaps = {
                other: age[other] - age[row]
                for other in homes.get(int(table.household[row]), [])
                if sex[other] == wanted and PARENT_GAP[0] <= age[other] - age[row] <= PARENT_GAP[1]
            }
            if gaps:
                rows.append(row)
                parents.append(min(gaps, key=lambda other: abs(gaps[other] - USUAL_GAP)))
    child, parent = np.array(rows), np.array(parents)
    mother = table["mother"][child] >= 0 if link == "father" else np.zeros(len(child), dtype=bool)
    x = [table["relation"][child], table["relation"][parent], age[child], age[parent], age[parent] - age[child]]
    return child, parent, np.column_stack([*x, table["spouse"][parent] >= 0, mother])
