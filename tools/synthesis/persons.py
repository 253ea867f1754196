"""What each person is, does and receives: one variable after another, head first, each given those before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ayni.engine import Array
from synthesis.cart import MIN_LEAF, Cart, top_averaged
from synthesis.households import PLACE_FEATURES
from synthesis.table import LABOUR, LEGAL, LINKS, MONEY, NON_LABOUR, PAID, Table, households_left

Universe = Callable[[Table], Array]
COMPOSITION = (
    "relation", "age", "sex", "rank", "persons", "n_under_2", "n_under_6", "n_school_age", "n_adults", "n_old",
    "head_age", "head_sex", "has_partner", "partner_age", "youngest_child", "has_mother", "has_father", "mother_age",
)  # fmt: skip
HOUSEHOLD_INCOME = ("target", "target_per_head", "legal", "n_renta_dignidad", "n_pensions")
INSTITUTIONAL = ("employer_allowances",)
"""Amounts of few values, set by regulation: drawn as they are."""
NEAR = 2.0
"""How far a household's parts may be from its income before it is drawn again, as a factor."""


@dataclass(frozen=True)
class Step:
    """One variable: who can have it, what the others hold, and whether it is an amount."""

    name: str
    universe: Universe
    blank: int = 0
    ordered: bool = False
    """Whether it is a number, so that a tree splits by means, and no name of a class."""

    @property
    def smooth(self) -> bool:
        """Whether it is an amount that no law fixes."""
        return self.name in MONEY and self.name not in (*LEGAL, *INSTITUTIONAL)


def aged(low: int, high: int = 98) -> Universe:
    return lambda t: (t["age"] >= low) & (t["age"] <= high)


def _woman(t: Table) -> Array:
    return t.is_("sex", "woman") & (t["age"] >= 13) & (t["age"] <= 50)


def _mother(t: Table) -> Array:
    return _woman(t) & ((t["gave_birth_last_year"] > 0) | (t["is_pregnant"] > 0) | (t["youngest_child"] <= 2))


def where(name: str, *values: str) -> Universe:
    return lambda t: t.is_(name, *values)


def positive(name: str) -> Universe:
    return lambda t: t[name] > 0


def _employee(t: Table) -> Array:
    return t.is_("work_category", "employee", "employer_with_salary", "domestic_worker")


def _graded(t: Table) -> Array:
    return (t["disability_card"] > 0) & t.is_("disability_grade", "none", "serious", "very_serious")


def _school(t: Table) -> Array:
    return (t["is_enrolled"] > 0) & t.is_("school_level", "preschool", "primary", "secondary", "special")


EARLY = (
    Step("self_identification", aged(0)),
    Step("disability_card", aged(0)),
    Step("disability_grade", aged(0)),
    Step("reports_disability_grant", _graded),
    Step("gave_birth_last_year", _woman),
    Step("is_pregnant", _woman),
    Step("is_enrolled", aged(4)),
    Step("school_level", positive("is_enrolled")),
    Step("school_course", lambda t: (t["is_enrolled"] > 0) & ~t.is_("school_level", "literacy_course")),
    Step("school_type", positive("is_enrolled")),
    Step("reported_juancito_pinto", _school),
    Step("has_pension_old_age", aged(45)),
    Step("has_pension_survivor", aged(7)),
    Step("reported_renta_dignidad", aged(60)),
    Step("reported_prenatal_controls", _mother),
    Step("reported_delivery_payment", _mother),
    Step("reported_prenatal_packages", _mother),
    Step("reported_child_controls", aged(0, 2)),
)
"""What can be drawn before the household's other income is known."""
STATUS = (
    Step("activity", aged(7)),
    Step("work_category", where("activity", "employed")),
    Step("employer_sector", where("work_category", "employee", "employer_with_salary", "unpaid_apprentice")),
    Step("is_pension_affiliate", lambda t: (t["age"] >= 7) & ~t.is_("activity", "first_job_seeker")),
    Step("contributes_to_pension", positive("is_pension_affiliate")),
    Step("second_work_category", where("activity", "employed")),
    Step("second_employer_sector", where("second_work_category", "employee", "unpaid_apprentice")),
    Step("health_insurance", aged(0)),
    Step("second_health_insurance", lambda t: ~t.is_("health_insurance", "none"), blank=5),
)
INDUSTRY = Step("industry", where("activity", "employed"))
RECEIPTS = {
    "pension_old_age": aged(45),
    "pension_disability": aged(15),
    "pension_survivor": aged(7),
    "property_income": aged(18),
    "family_support": aged(7),
    "private_transfers_cash": aged(7),
    "private_transfers_kind": aged(7),
    "remittances": aged(7),
    "other_social_benefits": aged(7),
    "other_excluded": aged(7),
    "severance": lambda t: (t["age"] >= 18) & ~t.is_("activity", "first_job_seeker"),
    "commissions": _employee,
    "second_job_income": where("second_work_category", *PAID),
    "wage": _employee,
    "aguinaldo": _employee,
    "production_bonus": _employee,
    "overtime": _employee,
    "employer_allowances": _employee,
    "in_kind_pay": _employee,
    "self_employment_income": where("work_category", "own_account", "employer", "cooperative_member"),
}
"""Who can have each amount. Whether they do is drawn with the status, before any amount."""
SMOOTHED = tuple(name for name in RECEIPTS if name in (*NON_LABOUR, *LABOUR))
"""The parts of the household's income that the law does not fix."""
ABSORBING = ("pension_old_age", "pension_survivor", *NON_LABOUR[8:], *LABOUR[:3])
"""Amounts that read how much of the household's income is still to be given out."""
_FLAGS = tuple(Step(f"has_{name}", universe) for name, universe in RECEIPTS.items())
FLAGS = tuple(flag for flag in _FLAGS if flag.name not in {step.name for step in EARLY})
AMOUNTS = (
    Step("reported_disability_grant", positive("reports_disability_grant")),
    *(Step(name, positive(f"has_{name}")) for name in RECEIPTS),
)


def legal_amounts(table: Table) -> None:
    """Grants that INE values from counts, at its prices, as the survey's mapping does; what a household has of all."""
    c = table.columns
    controls, delivery = c["reported_prenatal_controls"], c["reported_delivery_payment"]
    c["reported_bono_juana_azurduy_mother"] = controls * 50.0 / 12 + delivery * 120.0 / 12
    c["reported_bono_juana_azurduy_child"] = c["reported_child_controls"] * 125.0 / 12
    c["reported_subsidio_universal_prenatal"] = c["reported_prenatal_packages"] * 300.0 / 12
    c["reports_renta_dignidad"] = c["reported_renta_dignidad"] > 0
    c["legal"] = table.spread(table.total(sum(c[name] for name in LEGAL) * c["is_member"]))
    c["n_renta_dignidad"] = table.spread(table.total(c["reports_renta_dignidad"] * c["is_member"]))
    c["n_pensions"] = table.spread(table.total((c["has_pension_old_age"] | c["has_pension_survivor"]) * c["is_member"]))
    c["n_higher"] = table.spread(table.total(table.is_("school_level", "higher")))
    c["n_private"] = table.spread(table.total(table.is_("school_type", "private")))
    c["head_belongs"] = table.spread(table.is_("self_identification", "belongs")[table.starts])


def draw_household_income(real: Table, table: Table, rng: np.random.Generator) -> None:
    """The household's income besides what the law fixes: whether it has any, then how much, smoothed."""
    names = (*PLACE_FEATURES, *COMPOSITION, *HOUSEHOLD_INCOME[2:], "n_higher", "n_private", "head_belongs")
    features = [np.column_stack([t[n] for n in names])[t.starts] for t in (real, table)]
    size = [t.total(t["is_member"]) for t in (real, table)]
    income = real.total(sum(real[name] for name in SMOOTHED) * real["is_member"])
    some = Cart(features[0], (income > 0).astype(int)).draw(features[1], rng).astype(bool)
    earning = income > 0
    per_head = top_averaged(income)[earning] / size[0][earning]
    drawn = Cart(features[0][earning], per_head, amounts=True).draw(features[1], rng)
    for t, total, persons in ((real, income, size[0]), (table, np.where(some, drawn * size[1], 0.0), size[1])):
        t.columns["target"] = t.spread(total)
        t.columns["target_per_head"] = t.spread(total / persons)


class Chain:
    """Trees for a row of variables, fitted on the survey and drawn person by person from the head on.

    Each tree reads what is given, the steps before, and, from the second person on, the same variable of the head and
    of the person before. The status steps also read how many incomes the persons before have; the main amounts read
    how much of the household's income is still to be given out and how many amounts later persons wait for.
    """

    def __init__(self, real: Table, steps: tuple[Step, ...], given: tuple[str, ...]) -> None:
        self.steps, self.given = steps, given
        self.money = steps == AMOUNTS
        if self.money:
            real.columns["remaining"] = real["target"] - _given_before(real)
            _add_left(real)
        elif steps != EARLY:
            real.columns["sources"] = _sources(real)
        self.models: list[dict[bool, Cart]] = []
        for known, step in self._visits():
            self.models.append(_fit(real, step, known))
            if step.name in SMOOTHED:
                real.columns["remaining"] = real["remaining"] - real[step.name]

    @property
    def known(self) -> tuple[str, ...]:
        """What a later chain may read."""
        return (*self.given, *(step.name for step in self.steps))

    def draw(self, table: Table, rng: np.random.Generator) -> None:
        """Draw every step for every person."""
        for step in self.steps:
            blank = float(step.blank) if step.name in MONEY else step.blank
            table.columns[step.name] = np.full(len(table), blank)
        table.columns["sources"] = np.zeros(len(table))
        if self.money:
            table.columns["remaining"] = table["target"].copy()
            _add_left(table)
        for rank in range(int(table.rank.max()) + 1):
            here = np.flatnonzero(table.rank == rank)
            if rank and self.money:
                table["remaining"][here] = table["remaining"][here - 1]
            elif rank and self.steps != EARLY:
                table["sources"][here] = _sources(table)[here]
            for (known, step), model in zip(self._visits(), self.models, strict=True):
                rows = here[step.universe(table)[here]]
                if len(rows):
                    x = _features(table, step, rows, known)
                    drawn = model[bool(rank == 0)].draw(x, rng)
                    table[step.name][rows] = np.maximum(np.round(drawn), 1) if step.smooth else drawn
                if step.name in SMOOTHED:
                    table["remaining"][here] -= table[step.name][here] * table["is_member"][here]

    def _visits(self) -> list[tuple[tuple[str, ...], Step]]:
        names = tuple(step.name for step in self.steps)
        return [((*self.given, *names[:i], *self._extra(step)), step) for i, step in enumerate(self.steps)]

    def _extra(self, step: Step) -> tuple[str, ...]:
        if self.money:
            return ("remaining", "labour_left", "other_left") if step.name in ABSORBING else ()
        return () if self.steps == EARLY else ("sources",)


def draw_persons(real: Table, table: Table, rng: np.random.Generator, tries: int = 12) -> Array:
    """Everything about persons, given the households and their income; returns the households that could be drawn.

    A household whose parts do not come near its income (within a factor of two) is drawn again; the rest is closed.
    """
    for name in RECEIPTS:
        real.columns[f"has_{name}"] = real[name] > 0
    early = Chain(real, EARLY, (*PLACE_FEATURES, *COMPOSITION))
    early.draw(table, rng)
    for t in (real, table):
        legal_amounts(t)
    draw_household_income(real, table, rng)
    status = Chain(real, (*STATUS, *FLAGS), (*early.known, *HOUSEHOLD_INCOME))
    amounts = Chain(real, AMOUNTS, status.known)
    part, homes = table, np.arange(len(table.starts))
    for attempt in range(tries):
        status.draw(part, rng)
        amounts.draw(part, rng)
        closed = close(part)
        if attempt:
            rows = np.isin(table.household, homes)
            for name, values in part.columns.items():
                if name not in LINKS:
                    table[name][rows] = values
        homes = homes[~closed]
        if not len(homes):
            break
        part = table.take(np.isin(np.arange(len(table.starts)), homes))
    return ~np.isin(np.arange(len(table.starts)), homes)


def draw_industry(real: Table, table: Table, rng: np.random.Generator) -> None:
    """The industry of the main job, given everything else that says what work it is; nothing reads it in turn."""
    before = tuple(step.name for step in (*EARLY, *STATUS))
    given = (*PLACE_FEATURES, *COMPOSITION, *before, "wage", "self_employment_income")
    Chain(real, (INDUSTRY,), given).draw(table, rng)


def _sources(t: Table) -> Array:
    """How many incomes the persons before have, in the household."""
    names = [f"has_{name}" for name in SMOOTHED]
    some = sum((t[name] > 0).astype(int) * t["is_member"] for name in names if name in t.columns)
    running = np.cumsum(some) - some
    return np.asarray(running - running[t.starts][t.household])


def _add_left(t: Table) -> None:
    """How many amounts later persons of the household still wait for."""
    for name, parts in (("labour_left", LABOUR), ("other_left", NON_LABOUR)):
        waiting = [t[f"has_{part}"].astype(int) for part in SMOOTHED if part in parts]
        t.columns[name] = households_left(t, np.sum(waiting, axis=0))


def _given_before(t: Table) -> Array:
    """Income of the persons before, in the household."""
    given = sum(t[name] for name in SMOOTHED) * t["is_member"]
    running = np.cumsum(given) - given
    return np.asarray(running - running[t.starts][t.household])


def _features(t: Table, step: Step, rows: Array, known: tuple[str, ...]) -> Array:
    x = [t[name][rows] for name in known]
    if rows.size and t.rank[rows[0]] > 0:
        x += [t[step.name][t.starts[t.household[rows]]], t[step.name][rows - 1]]
    return np.column_stack(x)


def _fit(real: Table, step: Step, known: tuple[str, ...]) -> dict[bool, Cart]:
    models: dict[bool, Cart] = {}
    inside = step.universe(real)
    for is_head in (True, False):
        rows = np.flatnonzero(inside & ((real.rank == 0) == is_head))
        x, y = _features(real, step, rows, known), real[step.name][rows]
        if not step.smooth:
            models[is_head] = Cart(x, y.astype(np.int64), category=not step.ordered)
        elif len(rows) >= MIN_LEAF:
            models[is_head] = Cart(x, top_averaged(y), amounts=True)
        else:  # too few donors: one leaf of heads and others together
            y = real[step.name][inside]
            models[is_head] = Cart(np.zeros((len(y), 1)), top_averaged(y), amounts=True, leaf=len(y))
    return models


def close(table: Table) -> Array:
    """Bring the parts to the household's income as drawn, by one factor a household; False where they are far off."""
    smoothed = table.total(sum(table[name] for name in SMOOTHED) * table["is_member"])
    wanted = smoothed + table["remaining"][np.append(table.starts[1:], len(table)) - 1]
    factor = np.divide(wanted, smoothed, out=np.ones(len(wanted)), where=smoothed > 0)
    near = np.where(smoothed > 0, (factor >= 1 / NEAR) & (factor <= NEAR), table.head("target") == 0)
    for name in set(SMOOTHED) - set(INSTITUTIONAL):
        amount = table[name] * np.where(table["is_member"], table.spread(np.clip(factor, 1 / NEAR, NEAR)), 1)
        table.columns[name] = np.where(table[name] > 0, np.maximum(np.round(amount), 1), 0.0)
    return np.asarray(near)


def finish(table: Table) -> None:
    """INE's aggregates and the rebuilt ones, from the parts."""
    c = table.columns
    for name in MONEY:
        c.setdefault(name, np.zeros(len(table)))
    members = c["is_member"]
    main = sum((c[name] for name in LABOUR[1:]), np.zeros(len(table)))
    non_labour = sum((c[name] for name in NON_LABOUR), np.zeros(len(table)))
    person = main + c["second_job_income"] + non_labour
    total, size = table.total(np.where(members, person, 0.0)), table.total(members)
    c["household_size"] = table.spread(size)
    c["rebuilt_main_job"], c["rebuilt_second_job"], c["rebuilt_non_labour"] = main, c["second_job_income"], non_labour
    c["rebuilt_person_income"] = person
    c["rebuilt_household_income"] = np.where(members, table.spread(total), np.nan)
    c["ine_income_rebuilt"] = np.where(members, table.spread(total / size), np.nan)
    second = c["second_job_income"]
    for part, value in (("main_job", main), ("second_job", second), ("labour", main + second)):
        c[f"ine_{part}_income"] = np.where(value > 0, value, np.nan)
    c["ine_non_labour_income"], c["ine_person_income"] = non_labour, person
    c["ine_household_income"], c["ine_income"] = c["rebuilt_household_income"], c["ine_income_rebuilt"]
    for name, line in (("ine_is_poor", "poverty_line"), ("ine_is_extremely_poor", "extreme_poverty_line")):
        c[name] = np.where(members, c["ine_income"] < c[line], np.nan)
