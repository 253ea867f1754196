"""Indicators of a population, the same for the real and the synthetic one, and how far two populations are apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ayni.engine import Array, Population

LEAST_CASES = 30


@dataclass(frozen=True)
class Indicator:
    """A number with its kind (how it is printed), the persons or households behind it, and whether weights fix it."""

    value: float
    cases: int
    kind: str
    fixed: bool = False


class Indicators(dict[tuple[str, str], Indicator]):
    """The indicators of one population, by table and name."""

    def __init__(self, population: Population) -> None:
        super().__init__()
        self.p = p = population
        self.members = p["is_member"].astype(bool)
        self.weight = p["weight"] * self.members
        self.income = np.nan_to_num(p["ine_income"])
        self.heads = np.zeros(p.n_persons, dtype=bool)
        self.heads[p.offsets[:-1]] = True
        self.everybody = np.ones(p.n_persons, dtype=bool)
        self.urban = p.is_value("area", "urban")
        self.old = p["age"] >= 60
        self.with_old, self.with_children = (self._any(mask & self.members) for mask in (self.old, p["age"] < 18))
        self._people()
        self._poverty()
        self._incomes()
        self._services()
        self._work()
        self._schooling()
        self._transfers()
        self._effects()
        self._spending()

    def _any(self, mask: Array) -> Array:
        return (self.p.household_total(mask) > 0)[self.p.household]

    def _put(self, table: str, name: str, value: float, cases: Array, kind: str, *, fixed: bool = False) -> None:
        self[table, name] = Indicator(float(value), int(np.count_nonzero(cases)), kind, fixed)

    def _count(self, table: str, name: str, mask: Array, *, fixed: bool = False) -> None:
        self._put(table, name, self.weight[mask].sum(), mask, "thousands", fixed=fixed)

    def _mean(
        self, table: str, name: str, values: Array, of: Array, kind: str = "share", *, fixed: bool = False
    ) -> None:
        of = of & self.members
        cases = of & (values != 0) if kind == "share" else of
        self._put(table, name, np.average(values[of], weights=self.weight[of]), cases, kind, fixed=fixed)

    def _areas(self) -> Iterator[tuple[str, Array]]:
        yield from (("national", self.everybody), ("urban", self.urban), ("rural", ~self.urban))

    def _people(self) -> None:
        for name, mask in self._areas():
            self._count("People", f"Persons, {name}", mask, fixed=True)
            self._count("People", f"Households, {name}", mask & self.heads, fixed=True)
        self._mean("People", "Mean household size", self.p["household_size"], self.heads, "number", fixed=True)
        age = self.p["age"]
        for low, high in ((0, 5), (6, 17), (18, 39), (40, 59), (60, 98)):
            self._count("People", f"Aged {low}–{high}", (age >= low) & (age <= high), fixed=True)
        self._count("People", "Aged 75 and over", age >= 75)
        belongs = self.p.is_value("self_identification", "belongs")
        self._count("People", "Belongs to an indigenous people", belongs, fixed=True)
        for value in self.p.categories["household_type"]:
            of_type = self.p.is_value("household_type", value)
            self._mean("People", f"Households: {value.replace('_', ' ')}", of_type, self.heads)

    def _poverty(self) -> None:
        p = self.p
        departments = [(name, p.is_value("department", name)) for name in p.categories["department"]]
        groups = [
            ("persons 60+", self.old),
            ("households with 60+", self.with_old),
            ("persons under 18", p["age"] < 18),
            ("households with children", self.with_children),
            ("indigenous", p.is_value("self_identification", "belongs")),
        ]
        for word, line in (("Moderate", p["poverty_line"]), ("Extreme", p["extreme_poverty_line"])):
            poor = self.income < line
            for name, mask in (*self._areas(), *departments):
                self._mean("Poverty", f"{word}, {name.replace('_', ' ')}", poor, mask, fixed=True)
            for name, mask in groups:
                self._mean("Poverty", f"{word}, {name}", poor, mask)
            for name, mask in self._areas():
                self._mean("Poverty", f"{word} gap, {name}", poor * (1 - self.income / line), mask)
        moderate = self.income < p["poverty_line"]
        self._put("Poverty", "Standard error of moderate, national", self._error(moderate), self.everybody, "share")

    def _error(self, values: Array) -> float:
        """Standard error of a mean between units within strata."""
        p, w = self.p, self.weight
        score = w * (values - np.average(values, weights=w)) / w.sum()
        unit = np.bincount(p["psu"], weights=score)
        stratum = p["stratum"][np.unique(p["psu"], return_index=True)[1]]
        n = np.bincount(stratum)
        deviation = unit - (np.bincount(stratum, weights=unit) / n)[stratum]
        return float(np.sqrt((deviation**2 * (n / np.maximum(n - 1, 1))[stratum]).sum()))

    def _ordered(self, values: Array) -> tuple[Array, Array, Array, float]:
        """The places of members by size of what they have, the persons below each, as a share, and the Gini."""
        order = np.argsort(values[self.members], kind="stable")
        weight = self.weight[self.members][order]
        below = np.cumsum(weight) / weight.sum()
        share = np.cumsum(values[self.members][order] * weight)
        share /= share[-1]
        area = (np.diff(below, prepend=0) * (share + np.concatenate([[0], share[:-1]]))).sum()
        return order, below, values[self.members][order], 1 - float(area)

    def _spending(self) -> None:
        p, spent = self.p, {name: self.p[name] for name in sorted(self.p.columns) if name.startswith("spent_")}
        total = np.sum(list(spent.values()), axis=0)
        per_head = p.household_total(total)[p.household] / p["household_size"]
        self._put("Spending", "All groups, total a month", (p["weight"] * total).sum(), total > 0, "millions")
        self._put("Spending", "All groups, Gini per head", self._ordered(per_head)[3], self.members, "number")
        for fifth in range(5):
            self._mean("Spending", f"All groups, per head, fifth {fifth + 1}", per_head, self.fifth == fifth, "Bs")
        for name, values in spent.items():
            word = name.removeprefix("spent_").replace("_", " ").capitalize()
            self._mean("Spending", f"{word}, households", values > 0, self.heads)
            self._put("Spending", f"{word}, total a month", (p["weight"] * values).sum(), values > 0, "millions")

    def _incomes(self) -> None:
        order, below, values, gini = self._ordered(self.income)
        self._mean("Income per head", "Mean", self.income, self.everybody, "Bs")
        self._put("Income per head", "Gini", gini, self.members, "number")
        for percent in (5, 10, 25, 50, 75, 90, 95):
            value = values[np.searchsorted(below, percent / 100)]
            self._put("Income per head", f"Percentile {percent}", value, self.members, "Bs")
        self.fifth = np.full(self.p.n_persons, -1)
        self.fifth[np.flatnonzero(self.members)[order]] = np.minimum((below - 1e-9) * 5, 4).astype(int)
        log = np.log1p(self.income)[self.heads & self.members]
        unit = np.unique(self.p["psu"][self.heads & self.members], return_inverse=True)[1]
        count = np.bincount(unit)
        within = log - (np.bincount(unit, weights=log) / count)[unit]
        between = (log.var() * len(log) - (within**2).sum()) / (len(count) - 1)
        inside = (within**2).sum() / (len(log) - len(count))
        size = (len(log) - (count**2).sum() / len(log)) / (len(count) - 1)
        likeness = (between - inside) / (between + (size - 1) * inside)
        self._put("Income per head", "Likeness within sampling units (log)", likeness, self.members, "number")

    def _services(self) -> None:
        p, table = self.p, "School, health, pensions"
        self._count(table, "Enrolled", p["is_enrolled"])
        for column, word in (("school_level", "Enrolled:"), ("health_insurance", "Health:")):
            for value in p.categories[column]:
                if (column, value) != ("school_level", "none"):
                    self._count(table, f"{word} {value.replace('_', ' ')}", p.is_value(column, value))
        self._count(table, "Private school", p.is_value("school_type", "private"))
        self._count(table, "Affiliated to pensions", p["is_pension_affiliate"])
        self._count(table, "Contributes to pensions", p["contributes_to_pension"])
        self._count(table, "Gave birth in the last year", p["gave_birth_last_year"])
        self._count(table, "Pregnant", p["is_pregnant"])
        self._count(table, "Disability card", p["disability_card"])

    def _work(self) -> None:
        p = self.p
        for value in p.categories["activity"]:
            self._count("Work", value.replace("_", " ").capitalize(), p.is_value("activity", value))
        for value in p.categories["work_category"][1:]:
            self._count("Work", f"Category: {value.replace('_', ' ')}", p.is_value("work_category", value))
        for value in p.categories["industry"][1:]:
            self._count("Work", f"Industry: {value.replace('_', ' ')}", p.is_value("industry", value))
        for name in ("wage", "self_employment_income", "second_job_income", "aguinaldo", "in_kind_pay"):
            word = name.replace("_", " ").capitalize()
            self._mean("Work", f"{word}, mean of those who have it", p[name], p[name] > 0, "Bs")
            self._put("Work", f"{word}, total a month", (self.weight * p[name]).sum(), p[name] > 0, "millions")

    def _schooling(self) -> None:
        p, table = self.p, _SCHOOL
        age, woman = p["age"], p.is_value("sex", "woman")
        years, hours = (np.nan_to_num(p[name], nan=-1) for name in ("years_of_schooling", "hours_worked"))
        grown, working = (age >= 19) & (years >= 0), hours > 0
        for name, mask in (*self._areas(), ("women", woman), ("men", ~woman)):
            self._mean(table, f"Years of schooling from 19, {name}", years, grown & mask, "number")
        self._mean(table, "Cannot read and write, from 15", ~p["can_read_write"].astype(bool), age >= 15)
        self._mean(table, "Attends school, aged 6–17", p["attends_school"].astype(bool), (age >= 6) & (age <= 17))
        for name, mask in (("women", woman), ("men", ~woman)):
            self._mean(table, f"Hours a week, {name}", hours, working & mask, "number")
        for value in p.categories["tax_registration"][1:]:
            of_value = p.is_value("tax_registration", value)
            self._mean(table, f"Where one works: {value} tax number", of_value, working)
        paid = (p["wage"] > 0) & working & (years >= 0) & (age >= 18) & (age <= 65)
        past = np.maximum(age - years - 6, 0.0)[paid]
        known = np.column_stack([np.ones(len(past)), years[paid], past, past**2, woman[paid], self.urban[paid]])
        root = np.sqrt(self.weight[paid])
        hourly = np.log(p["wage"][paid] / hours[paid])
        found = np.linalg.lstsq(known * root[:, None], hourly * root, rcond=None)[0]
        for name, value in (("a year of schooling", found[1]), ("being a woman", found[4]), ("being urban", found[5])):
            self._put(table, f"Log of the wage of an hour: {name}", value, paid, "number")
        for name, other in (("spouse", p["spouse"]), ("mother", p["mother"])):
            both = (other >= 0) & grown & (years[other] >= 0)
            likeness = np.corrcoef(years[both], years[other[both]])[0, 1]
            self._put(table, f"Likeness of years with those of the {name}, from 19", likeness, both, "number")

    def _transfers(self) -> None:
        p, table = self.p, "Transfers and other incomes"
        self._count(table, "Juancito Pinto, recipients", p["reported_juancito_pinto"])
        for name in RECEIVED:
            word = name.removeprefix("reported_").replace("_", " ").capitalize()
            self._count(table, f"{word}, recipients", p[name] > 0)
            self._put(table, f"{word}, total a month", (self.weight * p[name]).sum(), p[name] > 0, "millions")

    def _effects(self) -> None:
        p, table = self.p, "What follows from taking reported transfers away"
        grants = {"Renta Dignidad": ("reported_renta_dignidad",), "Juana Azurduy": JUANA_AZURDUY}
        for word, names in grants.items():
            paid = sum((p[name] for name in names), np.zeros(p.n_persons)) * self.members
            without = self.income - (p.household_total(paid)[p.household] / p["household_size"])
            groups = [*self._areas(), ("persons 60+", self.old)][: 4 if word == "Renta Dignidad" else 1]
            for name, mask in groups:
                for kind, line in (("moderate", p["poverty_line"]), ("extreme", p["extreme_poverty_line"])):
                    rise = (without < line).astype(float) - (self.income < line)
                    self._mean(table, f"{word}: rise of {kind} poverty, {name}", rise, mask)
        paid = p["reported_renta_dignidad"]
        for fifth in range(5):
            mask = (self.fifth == fifth) & self.members
            value = (self.weight * paid)[mask].sum() / (self.weight * self.income)[mask].sum()
            self._put(table, f"Renta Dignidad in the income of fifth {fifth + 1}", value, mask & (paid > 0), "share")


RECEIVED = (
    "reported_renta_dignidad", "reported_bono_juana_azurduy_mother", "reported_bono_juana_azurduy_child",
    "reported_subsidio_universal_prenatal", "pension_old_age", "pension_survivor", "property_income", "family_support",
    "private_transfers_cash", "private_transfers_kind", "remittances",
)  # fmt: skip
JUANA_AZURDUY = ("reported_bono_juana_azurduy_mother", "reported_bono_juana_azurduy_child")
_EFFECT = "What follows from taking reported transfers away"
_SCHOOL = "Schooling, hours and what an hour pays"
_WORDS = ("Moderate", "Extreme")
TOLERANCE: dict[tuple[str, str], float] = {
    **{("Poverty", f"{word}, {name}"): 0.01 for word in _WORDS for name in ("national", "urban", "rural")},
    **{("Poverty", f"{word}, persons {name}"): 0.015 for word in _WORDS for name in ("60+", "under 18")},
    **{("Poverty", f"{word} gap, national"): 0.005 for word in _WORDS},
    **{(_SCHOOL, f"Years of schooling from 19, {name}"): 0.3 for name in ("national", "urban", "rural")},
    (_SCHOOL, "Cannot read and write, from 15"): 0.005,
    ("Income per head", "Gini"): 0.01,
    ("Spending", "All groups, Gini per head"): 0.015,
    ("Income per head", "Mean"): 30.0,
    **{(_EFFECT, f"Renta Dignidad: rise of {kind} poverty, national"): 0.003 for kind in ("moderate", "extreme")},
    **{(_EFFECT, f"Renta Dignidad: rise of {kind} poverty, rural"): 0.01 for kind in ("moderate", "extreme")},
    **{(_EFFECT, f"Renta Dignidad: rise of {kind} poverty, persons 60+"): 0.015 for kind in ("moderate", "extreme")},
}
"""How far the synthetic population may be from the real one, in the indicator's own unit; the test keeps these."""
RELATIVE: dict[tuple[str, str], float] = {
    ("Transfers and other incomes", "Renta dignidad, recipients"): 0.05,
    ("Transfers and other incomes", "Renta dignidad, total a month"): 0.05,
    ("Transfers and other incomes", "Juancito Pinto, recipients"): 0.05,
    ("Transfers and other incomes", "Bono juana azurduy mother, total a month"): 0.1,
    ("Transfers and other incomes", "Bono juana azurduy child, total a month"): 0.1,
    ("Transfers and other incomes", "Pension old age, total a month"): 0.1,
    ("School, health, pensions", "Contributes to pensions"): 0.05,
    ("Work", "Wage, total a month"): 0.05,
    ("Spending", "All groups, total a month"): 0.03,
    ("Spending", "Food fresh, total a month"): 0.03,
    ("Work", "Self employment income, total a month"): 0.05,
}
"""The same as a share of the real value."""


def apart(synthetic: Indicators, real: Indicators) -> dict[tuple[str, str], float]:
    """For each indicator with a tolerance, the distance in tolerances."""
    found = {key: abs(synthetic[key].value - real[key].value) / allowed for key, allowed in TOLERANCE.items()}
    return found | {key: abs(synthetic[key].value / real[key].value - 1) / allowed for key, allowed in RELATIVE.items()}


def distance(synthetic: Population, real: Population) -> float:
    """Root mean square of the distances, in tolerances, and the largest of them, added."""
    found = np.array(list(apart(Indicators(synthetic), Indicators(real)).values()))
    return float(np.sqrt((found**2).mean()) + found.max())
