"""Whether the synthetic survey gives away the real one: its coincidences against those of two real halves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ayni.engine import Array, Population
from synthesis.table import SCHOOLING

Known = Callable[[Population], list[Array]]
SPLITS = 10
PLACE = ("department", "area", "household_size")
INCOMES = (
    "pension_old_age", "pension_disability", "pension_survivor", "property_income", "family_support",
    "private_transfers_cash", "private_transfers_kind", "remittances", "second_job_income", "wage", "aguinaldo",
    "production_bonus", "overtime", "employer_allowances", "in_kind_pay", "self_employment_income",
)  # fmt: skip
"""Incomes that no law fixes, in whole Bs a month."""
NOT_RECORD = {"psu", "stratum", "weight", "person_number", "spouse", "mother", "father"}
"""Design and row numbers: not part of what a household said."""


@dataclass(frozen=True)
class Measure:
    """A share of the synthetic survey that coincides with real records, and the same share between real halves."""

    name: str
    synthetic: float
    chance: float
    allowed: float
    """The most that is allowed: chance and two standard errors of a share."""

    @property
    def holds(self) -> bool:
        """Whether the synthetic share is no more than chance gives."""
        return self.synthetic <= self.allowed


def household_keys(population: Population, person: Sequence[Array], household: Sequence[Array] = ()) -> list[bytes]:
    """One key a household: values of the household and the sorted rows of its members."""
    numbers = (np.nan_to_num(values.astype(np.float64), nan=-1) for values in person)
    rows = np.column_stack([np.round(values).astype(np.int64) for values in numbers])
    rows = rows[np.lexsort((*rows.T, population.household))]
    starts = population.offsets[:-1]
    heads = np.column_stack([np.round(values[starts]).astype(np.int64) for values in household]) if household else None
    return [
        (heads[i].tobytes() if heads is not None else b"") + rows[start:stop].tobytes()
        for i, (start, stop) in enumerate(zip(starts, population.offsets[1:], strict=True))
    ]


def composition_keys(population: Population, *, band: int = 1, also: Known | None = None) -> list[bytes]:
    """Place, size and each member's relation, sex and age (in bands), and what else is known of each member."""
    person = [population["relation"], population["sex"], population["age"] // band]
    household = [population[name] for name in PLACE]
    return household_keys(population, person + (also(population) if also else []), household)


def _status(population: Population) -> list[Array]:
    """Who is employed, enrolled, indigenous."""
    return [
        population.is_value("activity", "employed"),
        population["is_enrolled"],
        population.is_value("self_identification", "belongs"),
    ]


def _schooling(population: Population) -> list[Array]:
    """The years of schooling of each."""
    return [population["years_of_schooling"]]


def record_keys(synthetic: Population, real: Population) -> tuple[list[bytes], list[bytes]]:
    """Everything that a household said of what both hold but the last steps, amounts in whole Bs."""
    names = sorted(name for name in set(synthetic.columns) & set(real.columns) - NOT_RECORD if not _last(name))
    ours, theirs = (household_keys(each, [each[name] for name in names]) for each in (synthetic, real))
    return ours, theirs


def _last(name: str) -> bool:
    """Whether a column is of the last steps, spending and schooling: without them a record is the sooner the same."""
    return name.startswith("spent_") or name == "invoice_propensity" or name in SCHOOLING


def spending_keys(population: Population) -> list[bytes]:
    """One key a household: what it spends on each group, in whole Bs a month."""
    names = sorted(name for name in population.columns if name.startswith("spent_"))
    amounts = np.column_stack([np.round(population.household_total(population[name])) for name in names])
    return [row.tobytes() for row in amounts.astype(np.int64)]


def income_keys(population: Population) -> tuple[list[bytes], Array]:
    """One key a person with an income that no law fixes: its amounts in whole Bs; and the persons' households."""
    amounts = np.column_stack([np.round(population[name]).astype(np.int64) for name in INCOMES])
    rows = np.flatnonzero((amounts > 0).any(axis=1))
    return [amounts[row].tobytes() for row in rows], population.household[rows]


def coincidence(
    name: str, keys: tuple[list[bytes], list[bytes]], halves: Array, sample: Array, *, unique: bool = False
) -> Measure:
    """Share of the synthetic keys (the first list) found in one half of the real keys, and share of the other half's.

    `halves` (splits, n) marks one half of the real keys, `sample` (splits, m) as many synthetic ones. With `unique` it
    is the share of the half's unique keys that is found, by the synthetic sample and by the other half.
    """
    (synthetic, real), shares, cases = keys, [], 0
    for half, drawn in zip(halves, sample, strict=True):
        base = Counter(key for key, inside in zip(real, half, strict=True) if inside)
        other = [key for key, inside in zip(real, half, strict=True) if not inside]
        made = [key for key, inside in zip(synthetic, drawn, strict=True) if inside]
        if unique:
            once = {key for key, count in base.items() if count == 1}
            shares.append([len(once.intersection(keys)) / len(once) for keys in (made, other)])
            cases += len(once)
        else:
            shares.append([sum(key in base for key in keys) / len(keys) for keys in (made, other)])
            cases += len(other)
    ours, chance = np.mean(shares, axis=0)
    error = np.sqrt(max(chance * (1 - chance), 1e-9) / (cases / len(halves)))
    return Measure(name, float(ours), float(chance), float(chance + 2 * error))


def measures(synthetic: Population, real: Population, seed: int = 1) -> list[Measure]:
    """The disclosure measures: full records, households by what others may know of them, and exact incomes."""
    rng = np.random.default_rng(seed)
    halves = _halves(real.n_households, real.n_households // 2, rng)
    sample = _halves(synthetic.n_households, real.n_households // 2, rng)
    record = record_keys(synthetic, real)
    known = set(record[1])
    found = [Measure("full_record", sum(key in known for key in record[0]) / len(record[0]), _twice(record[1]), 0.0)]
    for name, (band, also) in LEVELS.items():
        ours, theirs = (composition_keys(population, band=band, also=also) for population in (synthetic, real))
        found.append(coincidence(name, (ours, theirs), halves, sample))
        found.append(coincidence(f"{name}_unique", (ours, theirs), halves, sample, unique=True))
    (ours, our_home), (theirs, their_home) = income_keys(synthetic), income_keys(real)
    marks = halves[:, their_home], sample[:, our_home]
    found.append(coincidence("income_vector", (ours, theirs), *marks))
    found.append(coincidence("income_vector_unique", (ours, theirs), *marks, unique=True))
    spent = (spending_keys(synthetic), spending_keys(real))
    found.append(coincidence("spending_vector", spent, halves, sample))
    both = (synthetic, real)
    incomes = [np.nan_to_num(each["rebuilt_household_income"][each.offsets[:-1]]) for each in both]
    spending = [each.household_total(total_spent(each)) for each in both]
    years, hours = (
        [each.household_total(np.nan_to_num(each[name])) for each in both]
        for name in ("years_of_schooling", "hours_worked")
    )
    return [
        *found,
        _look_alikes("income_of_look_alikes", both, incomes, halves, sample),
        _look_alikes("spending_of_look_alikes", both, spending, halves, sample),
        _look_alikes("schooling_of_look_alikes", both, years, halves, sample),
        _look_alikes("hours_of_look_alikes", both, hours, halves, sample),
    ]


def total_spent(population: Population) -> Array:
    """All that is spent, Bs a month, on each household's head, (n_persons,)."""
    found: Array = np.sum([values for name, values in population.columns.items() if name.startswith("spent_")], axis=0)
    return found


def _look_alikes(
    name: str, both: tuple[Population, Population], amounts: Sequence[Array], halves: Array, sample: Array
) -> Measure:
    """Of households just like a unique one of a real half (single-year ages), how many also have its amount within 5 %.

    `amounts` are those of the synthetic and of the real households. What somebody who knows a household well could
    learn of it, against what the other real half would tell.
    """
    keys = [composition_keys(population) for population in both]
    hits: list[list[bool]] = [[], []]
    for half, drawn in zip(halves, sample, strict=True):
        counts = Counter(keys[1][i] for i in np.flatnonzero(half))
        unique = {keys[1][i]: amounts[1][i] for i in np.flatnonzero(half) if counts[keys[1][i]] == 1}
        for side, source, marked in ((0, 0, drawn), (1, 1, ~half)):
            for i in np.flatnonzero(marked):
                if keys[source][i] in unique:
                    target = unique[keys[source][i]]
                    hits[side].append(bool(abs(amounts[source][i] - target) <= 0.05 * target))
    ours, chance = (float(np.mean(side)) for side in hits)
    error = np.sqrt(chance * (1 - chance) * len(halves) / len(hits[1]))
    return Measure(name, ours, chance, float(chance + 2 * error))


LEVELS: dict[str, tuple[int, Known | None]] = {
    "five_year_ages": (5, None),
    "single_year_ages": (1, None),
    "five_year_ages_and_status": (5, _status),
    "single_year_ages_and_status": (1, _status),
    "five_year_ages_and_schooling": (5, _schooling),
    "single_year_ages_and_schooling": (1, _schooling),
}
"""What somebody may know of a household: width of the age bands, and what else of each member."""


def too_close(synthetic: Population, real: Population) -> Array:
    """Households to drop: a full record that exists, or three persons or more just like a unique real household."""
    ours, theirs = record_keys(synthetic, real)
    known, counts = set(theirs), Counter(composition_keys(real))
    size = np.diff(synthetic.offsets)
    like = [counts[key] == 1 and persons >= 3 for key, persons in zip(composition_keys(synthetic), size, strict=True)]
    exists = [key in known for key in ours]
    return np.asarray(np.array(exists) | np.array(like))


def _halves(n: int, half: int, rng: np.random.Generator) -> Array:
    marks = np.zeros((SPLITS, n), dtype=bool)
    for mark in marks:
        mark[rng.permutation(n)[:half]] = True
    return marks


def _twice(keys: list[bytes]) -> float:
    counts = Counter(keys)
    return sum(count for count in counts.values() if count > 1) / len(keys)
