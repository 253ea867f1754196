"""Checking that a file holds the whole survey wave: its totals are compared with the published ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Population
from ayni.survey.mapping import Weight
from ayni.survey.waves import Wave, standard_columns, user_folder
from ayni.words import LANGUAGES, AyniError, Language, say

NEAR = 1.0
"""Bs a month within which a rebuilt income meets INE's."""
OFTEN = 0.01
"""The share of sampling units found in two strata from which they are numbered within strata, not mistyped."""
ALL_OF_A_PLACE = ("department", "area", "psu", "stratum")
_INCOMES = {
    "rebuilt_main_job": "ine_main_job_income", "rebuilt_second_job": "ine_second_job_income",
    "rebuilt_non_labour": "ine_non_labour_income",
}  # fmt: skip
_FLAGS = {"moderate": "ine_is_poor", "extreme": "ine_is_extremely_poor"}


class Units(Struct, frozen=True):
    """What the file calls its households (n_households,) and each person's sampling unit (n_persons,)."""

    households: Array
    sampling: Array


class Difference(Struct, frozen=True):
    """A known figure of a wave beside that of a file, and how far they may be apart."""

    what: str
    expected: float
    found: float
    tolerance: float

    @property
    def holds(self) -> bool:
        """Whether the file gives the figure."""
        return abs(self.found - self.expected) <= self.tolerance + 1e-9 * abs(self.expected)

    @property
    def is_share(self) -> bool:
        """Whether it is a share of persons."""
        return self.what in ("weighted_moderate", "weighted_extreme", "weighted_uninsured", "rebuilt")

    def name(self, language: Language) -> str:
        """What is counted."""
        name, _, column = self.what.partition("cases_")
        return say(f"totals.{name or 'cases'}", language, column=_called(column)[language] if column else "")

    def numbers(self, language: Language) -> tuple[str, str]:
        """The known figure and the file's, as people read them."""
        expected, found = (_number(value, self.is_share, language) for value in (self.expected, self.found))
        return expected, found


# ---- households and sampling units


def check_structure(population: Population, units: Units) -> None:
    """Raise AyniError where a household is in two places, a sampling unit in two strata, or a member lacks INE's
    income.

    A household with two weights is an error too, unless most households have several: then each person has a weight.
    One household or unit that differs from the others is reported as a mistyped cell; many mean that units are numbered
    within strata.
    """
    first = population.offsets[:-1][population.household]
    for name in ALL_OF_A_PLACE:
        if name not in population.columns:
            continue
        values = population[name]
        apart = np.flatnonzero(values != values[first])
        if len(apart):
            row = int(apart[0])
            household = units.households[population.household[row]]
            raise AyniError(
                "household_in_two_places", household=household, column=_called(name), person=row - int(first[row]) + 1,
                households=len(np.unique(population.household[apart])),
            )  # fmt: skip
    weight = population["weight"]
    differ = np.flatnonzero(weight != weight[first])
    of = set(population.household[differ].tolist())
    if 0 < len(of) <= population.n_households / 2:  # in more, each person has a weight of its own
        row = int(differ[0])
        raise AyniError(
            "household_of_two_weights", household=units.households[population.household[row]], households=len(of),
            person=row - int(first[row]) + 1, one=f"{weight[first[row]]:g}", other=f"{weight[row]:g}",
        )  # fmt: skip
    psu, stratum = population["psu"], population["stratum"]
    of_unit = np.empty(int(psu.max()) + 1, dtype=stratum.dtype)
    of_unit[psu] = stratum
    apart = psu[of_unit[psu] != stratum]
    if len(apart):
        again = np.unique(apart)
        there = np.flatnonzero(psu == again[0])
        other = there[stratum[there] != stratum[there[0]]][0]
        fields = {
            "unit": units.sampling[there[0]], "units": len(again),
            "household": units.households[population.household[there[0]]],
            "other": units.households[population.household[other]],
        }  # fmt: skip
        if len(again) > max(1, OFTEN * len(np.unique(psu))):
            raise AyniError("units_within_strata", **fields)
        raise AyniError("unit_in_two_strata", **fields)
    if {"relation", "ine_income"} <= set(population.columns):
        known = np.isfinite(population["ine_income"])
        wrong = np.flatnonzero(known & ~population["is_member"])
        if len(wrong):
            row = int(wrong[0])
            relation = population.categories["relation"][population["relation"][row]]
            household = units.households[population.household[row]]
            raise AyniError("outsider_with_income", relation=relation, household=household, persons=len(wrong))


def _called(name: str) -> dict[str, str]:
    column = standard_columns().get(name)
    texts = column.text if column else {language: say(f"totals.{name}", language) for language in LANGUAGES}
    return {language: texts[language].lower() for language in LANGUAGES}


# ---- the whole wave


def check_totals(
    population: Population, wave: Wave, weight: Weight, part: str | None, path: Path, others: Sequence[Weight] = ()
) -> str:
    """How the file stands to what is known of its wave: `held`, `not_checked` where nothing is known, or `part`.

    Raises with the first difference and its likely cause. Of a part the incomes alone are checked, person by person.
    """
    if part:
        _check_incomes(population, wave, path)
        return "part"
    if not wave.totals.known:
        return "not_checked"
    found = list(differences(population, wave, weight))
    if found:
        raise AyniError(
            "does_not_add_up", file=path, wave=wave.id,
            differences={language: _said(found, language) for language in LANGUAGES},
            cause=_cause(population, wave, weight, found, others),
        )  # fmt: skip
    return "held"


def differences(population: Population, wave: Wave, weight: Weight) -> list[Difference]:
    """The known figures that a population does not give."""
    return [each for each in compared_with(population, wave, weight) if not each.holds]


def compared_with(population: Population, wave: Wave, weight: Weight) -> list[Difference]:
    """Each known figure of a wave beside what a population gives."""
    totals = wave.totals
    compared: list[tuple[str, tuple[float, float], float]] = []
    if totals.persons:
        compared.append(("persons", totals.persons, population.n_persons))
    if totals.households:
        compared.append(("households", totals.households, population.n_households))
    figures = weighted_figures(population)
    for name, known in totals.weighted.get(weight.column, {}).items():
        if name in figures:
            compared.append((f"weighted_{name}", known, figures[name]))
    for column, cases in totals.cases.items():
        if column in population.columns:
            compared.append((f"cases_{column}", (cases, 0), int((population[column] > 0).sum())))
    share = rebuilt_share(population)
    if totals.rebuilt and share is not None:
        compared.append(("rebuilt", totals.rebuilt, share))
    return [Difference(name, expected, found, tolerance) for name, (expected, tolerance), found in compared]


def weighted_figures(population: Population) -> dict[str, float]:
    """The sums and shares that mappings know of their waves, as far as the population has their columns."""
    weight = population["weight"]
    found = {"persons": float(weight.sum()), "households": float(weight[population.offsets[:-1]].sum())}
    for name, column in _FLAGS.items():
        if column in population.columns:
            known = np.isfinite(population[column])
            if known.any():
                found[name] = float((weight * (population[column] == 1))[known].sum() / weight[known].sum())
    if "health_insurance" in population.columns:
        found["uninsured"] = float(weight[population.is_value("health_insurance", "none")].sum() / weight.sum())
    if "ine_labour_income" in population.columns:
        labour = np.nan_to_num(population["ine_labour_income"])
        if (labour > 0).any():
            found["mean_labour_income"] = float((weight * labour).sum() / weight[labour > 0].sum())
    return found


def rebuilt_share(population: Population) -> float | None:
    """The share of persons with income of INE's whose rebuilt income per head meets it; None where there is neither."""
    if not {"ine_income", "ine_income_rebuilt"} <= set(population.columns):
        return None
    known = np.isfinite(population["ine_income"])
    near = np.abs(population["ine_income"][known] - population["ine_income_rebuilt"][known]) < NEAR
    return float(near.mean()) if known.any() else 0.0


def _check_incomes(population: Population, wave: Wave, path: Path) -> None:
    """Raise where a person's amounts do not give INE's income of the same person, in a wave where they all do."""
    if wave.totals.rebuilt is None:
        return
    for rebuilt, published in _INCOMES.items():
        if not {rebuilt, published} <= set(population.columns):
            continue
        known = np.isfinite(population[published])
        apart = np.abs(population[published][known] - population[rebuilt][known]) >= NEAR
        if known.any() and apart.mean() > 1 - wave.totals.rebuilt[0] + wave.totals.rebuilt[1]:
            raise AyniError(
                "part_incomes", file=path, wave=wave.id, column=_called(published), persons=int(apart.sum())
            )


# ---- the likely cause


def _cause(
    population: Population, wave: Wave, weight: Weight, found: Sequence[Difference], others: Sequence[Weight]
) -> dict[str, str]:
    by_name = {difference.what: difference for difference in found}
    persons, households = population.n_persons, population.n_households
    if "persons" in by_name or "households" in by_name:
        return _cause_of_counts(population, by_name, persons, households)
    if "weighted_persons" in by_name or "weighted_households" in by_name:
        name = "persons" if "weighted_persons" in by_name else "households"
        difference = by_name[f"weighted_{name}"]
        count = persons if name == "persons" else households
        if abs(difference.found / count - 1) < 0.001:
            return _text("weights_mean_one")
        ratio = difference.found / difference.expected
        power = np.log10(ratio)
        if abs(power - round(power)) < 1e-3 and round(power):
            return _text("weights_scaled", times=f"{10.0 ** round(power):g}")
        if others:
            return _text("weights_other", columns=", ".join(other.column for other in others))
        return _text("weights_mangled")
    if "rebuilt" in by_name or any(name.startswith("cases_") for name in by_name):
        wrong = [
            (int((np.abs(population[ine] - population[made]) >= NEAR).sum()), ine)
            for made, ine in _INCOMES.items()
            if {made, ine} <= set(population.columns)
        ]
        most, column = max(wrong, default=(0, ""))
        if most:
            return _text("amounts", column=_called(column), persons=most)
        return _text("amounts_of_ine")
    if "weighted_uninsured" in by_name:
        return _text("codes")
    return _text("poverty")


def _cause_of_counts(
    population: Population, by_name: Mapping[str, Difference], persons: int, households: int
) -> dict[str, str]:
    expected = by_name["persons"].expected if "persons" in by_name else persons
    homes = by_name["households"].expected if "households" in by_name else households
    if persons == households and expected > homes:
        return _text("heads_only")
    if "department" in population.columns:
        there = np.unique(population["department"])
        names = population.categories["department"]
        if len(there) < len(names):
            said = [say(f"department.{names[code]}", "es") for code in there]
            return _text("one_place", places=", ".join(said))
    if "area" in population.columns and len(np.unique(population["area"])) == 1:
        code = population.categories["area"][population["area"][0]]
        return {language: _text("one_place", places=say(f"area.{code}", language))[language] for language in LANGUAGES}
    if persons > expected:
        return _text("too_many")
    if households == homes:
        return _text("members_missing")
    if persons == expected:
        return _text("key")
    return _text("part")


def _text(key: str, **fields: Any) -> dict[str, str]:
    def said(language: Language) -> dict[str, Any]:
        return {name: value[language] if isinstance(value, Mapping) else value for name, value in fields.items()}

    return {language: say(f"totals.cause_{key}", language, **said(language)) for language in LANGUAGES}


def _said(found: Sequence[Difference], language: Language) -> str:
    parts = []
    for difference in found[:3]:
        expected, has = difference.numbers(language)
        what = difference.name(language)
        parts.append(say("totals.difference", language, what=what, expected=expected, found=has))
    return "; ".join(parts)


def _number(value: float, share: bool, language: Language) -> str:
    if share:
        text = f"{100 * value:,.2f} %"
    else:
        text = f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "es" else text


# ---- what has held on this machine


def keep_held(wave: Wave, sha256: str) -> None:
    """Remember that the known totals of a mapping not yet run on INE's file held on one, where that can be written."""
    if wave.run_on_ine:
        return
    path = _held_file(wave)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"wave": wave.id, "file_sha256": sha256}), encoding="utf-8")
    except OSError:
        return


def has_held(wave: Wave) -> bool:
    """Whether the wave's known totals have held on this machine, under the mapping as it is now."""
    return _held_file(wave).exists()


def _held_file(wave: Wave) -> Path:
    mapping = hashlib.sha256(wave.path.read_bytes()).hexdigest()[:12]
    return user_folder() / "held" / f"{wave.id}-{mapping}.json"
