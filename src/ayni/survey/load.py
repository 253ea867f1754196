"""Turning INE's file into a population: codes become values, households and family links are built, and incomes are
checked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from msgspec.structs import replace

from ayni.engine import Array, Population
from ayni.survey import cells as reading
from ayni.survey.averages import absent_averages, with_averages
from ayni.survey.cells import Cells, Convention
from ayni.survey.files import File
from ayni.survey.income import income_columns
from ayni.survey.prepared import SYNTHETIC_MARK
from ayni.survey.reading import AS_IT_IS, Reading
from ayni.survey.totals import (
    Units,
    check_structure,
    check_totals,
    has_held,
    keep_held,
    rebuilt_share,
)
from ayni.survey.waves import Column, Wave, no_recipe, recognise, standard_columns, wave_named
from ayni.words import LANGUAGES, AyniError, say
from ayni.words.numbers import percent

NOT_MEMBERS = ("domestic_worker", "relative_of_domestic_worker")
"""Relations to the head of household that INE excludes from the household for income and poverty."""
OF_EVERY_MEMBER = ("ine_income", "poverty_line", "extreme_poverty_line", "ine_is_poor", "ine_is_extremely_poor")
"""Columns that INE fills for every member of a household."""
MOST_PERSONS = 99
"""The highest line number of a person in a household."""
MOST_COUNTED = 32_767
"""The highest count that a column of a population holds."""
FEW = 0.05
"""The share of members without an income of INE's up to which it is a wrong code or cell, and not a blank column."""
RECIPE_MEETS = 0.99
"""The share of persons whose rebuilt income must meet INE's where nobody has run the mapping on INE's file."""
COLLAPSED = 0.05
"""The share of rows of a person already there from which it is the household key that is damaged."""


def normalise(file: File, sha256: str, asked: Reading = AS_IT_IS) -> Population:
    """The population of a survey file. Raises AyniError for anything that the wave's mapping does not foresee, and for
    a file that does not add up to the published totals of its wave, unless it is read as a part."""
    names = file.columns
    known, wave, population = unchecked(file, sha256, asked)
    used = wave.weight_of(wave.columns["weight"]["column"])
    others = [weight for weight in wave.weights if weight.column in names and weight != used]
    held = check_totals(population, wave, used, asked.part, file.path, others)
    if held == "held" and bool(wave.components) == bool(known.components):
        keep_held(wave, sha256)
    about = {
        "weights": {"column": used.column, "base": used.base, "others": [[w.column, w.base] for w in others]},
        "totals": held,
        "mapping": "" if wave.run_on_ine else "held_here" if has_held(wave) else "not_yet_run",
        "lines": wave.lines,
        "counted": list(dict.fromkeys(each.into for each in wave.components if each.part)),
        **({"part": asked.part} if asked.part else {}),
    }
    return replace(population, source={**population.source, **about})


def unchecked(file: File, sha256: str, asked: Reading) -> tuple[Wave, Wave, Population]:
    """The wave of a file, its mapping adapted to the file, and the population, without comparison with published
    totals."""
    known, wave = wave_of(file, asked)
    loader = _Loader(wave, file.read(wave.reads))
    population = loader.population(sha256)
    if not wave.run_on_ine:
        population = _without_a_wrong_recipe(population)
    check_structure(population, loader.units)
    return known, wave, population


def wave_of(file: File, asked: Reading) -> tuple[Wave, Wave]:
    """The survey wave of a file, and its mapping adapted to the file."""
    if SYNTHETIC_MARK in file.columns:
        raise AyniError("prepared_lost", file=file.path)
    known = wave_named(asked.wave) if asked.wave else recognise(file.columns, file.path)
    wave = known.on(file.columns, file.path, asked.weights)
    if known.period:
        cells = file.read((known.period.year, known.period.quarter))
        year, quarter = (_only(cells[name], file, wave) for name in (known.period.year, known.period.quarter))
        known, wave = known.of_quarter(year, quarter), wave.of_quarter(year, quarter)
    return known, wave


def order_of(file: File, wave: Wave) -> Array:
    """The row of the file in which each person of the population stands, (n_persons,), counted from 0."""
    keys = [wave.columns[name]["column"] for name in ("household_key", "person_number") if name in wave.columns]
    return _Loader(wave, file.read(keys)).order


def _only(cells: Cells, file: File, wave: Wave) -> int:
    """The one whole number that a column holds. Raises where it holds several: a file of several quarters."""
    values = np.unique(reading.whole_numbers(cells, 0, MOST_COUNTED))
    if len(values) != 1 or not np.isfinite(values[0]):
        raise AyniError("several_quarters", file=file.path, wave=wave.id, column=cells.name, values=len(values))
    return int(values[0])


def _without_a_wrong_recipe(population: Population) -> Population:
    """Of a mapping that was never run on INE's file: without rebuilt income where it does not meet INE's."""
    share = rebuilt_share(population)
    if share is None or share >= RECIPE_MEETS:
        return population
    reason = {str(tongue): say("totals.recipe_reason", tongue, share=percent(share, tongue)) for tongue in LANGUAGES}
    absent = no_recipe(reason)
    columns = {name: values for name, values in population.columns.items() if name not in absent}
    return replace(population, columns=columns, absent={**population.absent, **absent})


class _Loader:
    def __init__(self, wave: Wave, columns: Mapping[str, Cells]) -> None:
        self.wave = wave
        self.cells = columns
        self.standard = standard_columns()
        self.n_persons = len(next(iter(columns.values())))
        self._amounts: dict[str, Array] = {}

    def population(self, sha256: str) -> Population:
        if not self.n_persons:
            raise AyniError("no_persons", wave=self.wave.id)
        keys, numbers = self._keys
        order = self.order
        keys, numbers = keys[order], numbers[order]
        same = (keys[1:] == keys[:-1]) & (numbers[1:] == numbers[:-1])
        if same.any():
            first, pairs = int(np.flatnonzero(same)[0]), int(same.sum())
            where = {"household": keys[first], "person": int(numbers[first]), "pairs": pairs}
            one, other = order[:-1][same], order[1:][same]
            if all((cells.places[one] == cells.places[other]).all() for cells in self.cells.values()):
                raise AyniError("duplicate_key", **where)
            if pairs > COLLAPSED * len(keys):
                raise AyniError("duplicate_key_collapsed", **where, persons=len(keys))
            raise AyniError("duplicate_person", **where)
        starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        offsets = np.append(starts, len(keys)).astype(np.int64)

        columns: dict[str, Array] = {"person_number": numbers}
        links: dict[str, Array] = {}
        for name in self.wave.columns:
            column = self.standard[name]
            if column.type == "person":
                links[name] = self.link(name)[order]
            elif column.type != "key" and name != "person_number":
                columns[name] = self.column(name)[order]
        household = np.repeat(np.arange(len(starts)), np.diff(offsets))
        for name, lines in links.items():
            columns[name] = _rows_of(lines, numbers, household, offsets)
        categories = {name: c.values for name, c in self.standard.items() if c.type == "category" and name in columns}
        units, strata = self.texts("psu")[order], self._strata(columns.get("department"), order)
        if self.wave.columns["psu"].get("within_stratum"):
            units = np.char.add(np.char.add(strata.astype(str), "|"), units)
        self.units = Units(keys[starts], units)
        columns["psu"] = np.unique(units, return_inverse=True)[1].astype(np.int32)
        columns["stratum"] = strata
        members = _members(columns, categories, by_ine=not self.wave.components)
        absent = {**self.wave.absent, **_blank(columns, members, self.standard)}
        columns = {name: values for name, values in columns.items() if name not in absent}
        columns |= {"is_member": members, "household_size": _size(members, household)[household].astype(np.int16)}
        if self.wave.components:
            columns |= {name: values[order] for name, values in income_columns(self.wave, self, self.n_persons).items()}
            columns |= _household_income(columns, members, household)
        self._check(columns, categories, household, keys, starts)
        columns, absent = with_averages(columns), absent | absent_averages(absent)
        return Population(
            columns={name: columns[name] for name in sorted(columns)},
            offsets=offsets,
            categories=categories,
            links=frozenset(links),
            absent=absent,
            imputed={name: entry["imputed"] for name, entry in self.wave.columns.items() if "imputed" in entry},
            source={
                "wave": self.wave.id,
                "name": dict(self.wave.name),
                "year": self.wave.year,
                "field_from": self.wave.field["from"].isoformat(),
                "field_to": self.wave.field["to"].isoformat(),
                "field_basis": dict(self.wave.field["basis"]),
                "counts_other_transfers": self.wave.counts("other_social_benefits"),
                "synthetic": False,
                "sha256": sha256,
            },
        )

    @cached_property
    def _keys(self) -> tuple[Array, Array]:
        """Each person's household and number in it, in the order of the file."""
        keys = self.texts("household_key")
        return keys, self.person_numbers(keys)

    @cached_property
    def order(self) -> Array:
        """The row of the file in which each person of the population stands: households together, by their keys."""
        keys, numbers = self._keys
        return np.lexsort((numbers, keys))

    def person_numbers(self, keys: Array) -> Array:
        """Each person's number in the household; in the order of the file where the wave gives none."""
        if "person_number" in self.wave.columns:
            return self.column("person_number")
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(np.concatenate([[True], keys[order][1:] != keys[order][:-1]]))
        numbers = np.empty(len(keys), dtype=np.int16)
        numbers[order] = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys)))) + 1
        return numbers

    def column(self, name: str) -> Array:
        """A standard column in the order of the file."""
        entry, column = self.wave.columns[name], self.standard[name]
        match column.type:
            case "weight" | "ine" if "labels" not in entry and "codes" not in entry:
                return self.amounts(entry["column"])
            case "count":
                return self._count(name, entry)
            case _:
                return self._mapped(name, entry, column)

    def texts(self, name: str) -> Array:
        """A key column as text."""
        cells = self.cells[self.wave.columns[name]["column"]]
        self._refuse_blank(name, cells.blank)
        return reading.keys(cells)

    @cached_property
    def convention(self) -> Convention:
        """How the file writes its amounts, found from every column of amounts that is read."""
        return reading.convention(self.cells[name] for name in sorted(self._amount_columns()))

    def _amount_columns(self) -> set[str]:
        """The columns of the file that hold amounts: not codes, counts or keys."""
        of_parts = {name for part in self.wave.components for name in (part.amount, part.days) if name}
        return of_parts | {
            entry["column"]
            for name, entry in self.wave.columns.items()
            if "column" in entry
            and ("positive" in entry or self.standard[name].type in ("weight", "ine"))
            and "labels" not in entry
            and "codes" not in entry
        }

    def amounts(self, source: str) -> Array:
        """A column of amounts of the file, Bs or what it counts in, none below zero; NaN where blank."""
        if source not in self._amounts:
            self._amounts[source] = reading.amounts(self.cells[source], self.convention, low=0)
        return self._amounts[source]

    def codes(self, source: str) -> Array:
        """A coded column of the file as numbers; NaN where blank."""
        return reading.leading_codes(self.cells[source], self._known(source))

    def row_of(self, source: str, index: int) -> int:
        """The number of a row of the file as a person sees it."""
        return self.cells[source].row_of(index)

    def link(self, name: str) -> Array:
        """Line numbers of the person named, 0 where nobody."""
        entry = self.wave.columns[name]
        lines = np.nan_to_num(reading.whole_numbers(self.cells[entry["column"]], 0, MOST_COUNTED)).astype(np.int32)
        return np.where(np.isin(lines, entry.get("none", [])) | (lines > MOST_PERSONS), 0, lines)

    def _known(self, source: str) -> Mapping[str, str]:
        return reading.ine_labels(self.wave.id).get(source, {})

    def _count(self, name: str, entry: Mapping[str, Any]) -> Array:
        low, high = entry.get("range", (1, MOST_PERSONS) if name == "person_number" else (0, MOST_COUNTED))
        values = reading.whole_numbers(self.cells[entry["column"]], low, high)
        blank = np.isnan(values)
        if "blank" in entry:
            values = np.where(blank, entry["blank"], values)
        else:
            self._refuse_blank(name, blank)
        return values.astype(np.int16)

    def _mapped(self, name: str, entry: Mapping[str, Any], column: Column) -> Array:
        if "positive" in entry:
            positive: Array = np.nan_to_num(self.amounts(entry["column"])) > 0
            if column.type != "category":
                return positive
            yes, no = (column.values.index(entry[key]) for key in ("positive", "otherwise"))
            return np.where(positive, yes, no).astype(np.int8)
        if "constant" in entry:
            return np.full(self.n_persons, entry["constant"], dtype=bool)
        cells = self.cells[entry["column"]]
        blank = entry.get("blank", np.nan if column.type == "ine" else None)
        if blank is None:
            self._refuse_blank(name, cells.blank)
        known = self._known(entry["column"])
        table = {str(code): value for code, value in self._coding(name, entry, column).items()}
        labels = {reading.plain(label): value for label, value in entry.get("labels", {}).items()}
        mapped = []
        for kind, code in enumerate(reading.coded(cells, known)):
            value = table.get(code, labels.get(reading.plain(known.get(code, code))))
            if value is None:
                raise AyniError("unknown_code", **cells.at(kind), concept=name, mapping=self.wave.path.name)
            mapped.append(value)
        if column.type == "category":
            place = {value: code for code, value in enumerate(column.values)}
            absent = -1 if blank is None else place[blank]
            return cells.spread([place[value] for value in mapped], absent, np.int8)
        if column.type == "ine":
            return cells.spread(mapped, blank, float)
        return cells.spread(mapped, bool(blank), bool)

    def _coding(self, name: str, entry: Mapping[str, Any], column: Column) -> Mapping[Any, Any]:
        """The codes of a column; of two codings, that which agrees with INE's own flags. Raises where neither does."""
        codings: list[Mapping[Any, Any]] = [entry.get("codes", {}), entry.get("or_codes", {})]
        flags = entry.get("flags")
        if not flags:
            return codings[0]
        given = self.codes(entry["column"])
        for codes in codings:
            of = {value: [code for code, each in codes.items() if each == value] for value in flags}
            if all(np.array_equal(self.codes(flag) == 1, np.isin(given, of[value])) for value, flag in flags.items()):
                return codes
        raise AyniError("codes_against_flag", column=entry["column"], concept=name, flag=next(iter(flags.values())))

    def _strata(self, department: Array | None, order: Array) -> Array:
        """Department × design stratum, as codes; the design stratum alone where no department is given."""
        design = np.unique(self.texts("design_stratum")[order], return_inverse=True)[1]
        if department is None:
            return design.astype(np.int32)
        crossed = department.astype(np.int64) * (int(design.max()) + 1) + design
        strata: Array = np.unique(crossed, return_inverse=True)[1].astype(np.int32)
        return strata

    def _check(
        self,
        columns: Mapping[str, Array],
        categories: Mapping[str, tuple[str, ...]],
        household: Array,
        keys: Array,
        starts: Array,
    ) -> None:
        weight = columns["weight"]
        bad = np.flatnonzero(~(weight > 0) | ~np.isfinite(weight))
        if len(bad):
            value = weight[bad[0]]
            said = {tongue: f"{value:g}" if np.isfinite(value) else say("totals.blank", tongue) for tongue in LANGUAGES}
            raise AyniError("weight", household=keys[bad[0]], value=said, persons=len(bad))
        if "relation" not in columns:
            return
        heads = np.bincount(household, weights=columns["relation"] == categories["relation"].index("head"))
        wrong = np.flatnonzero(heads != 1)
        if len(wrong):
            raise AyniError(
                "heads", household=keys[starts[wrong[0]]], heads=int(heads[wrong[0]]), households=len(wrong)
            )

    def _refuse_blank(self, name: str, blank: Array) -> None:
        if blank.any():
            source = self.wave.columns[name]["column"]
            row = self.cells[source].row_of(int(np.flatnonzero(blank)[0]))
            raise AyniError("blank", column=source, concept=name, row=row, persons=int(blank.sum()))


def _rows_of(lines: Array, numbers: Array, household: Array, offsets: Array) -> Array:
    """The row of the person with a line number in the household; -1 for nobody, oneself and lines that do not exist."""
    span = int(max(numbers.max(), lines.max())) + 1
    rows = np.full(len(offsets) * span, -1, dtype=np.int32)
    rows[household * span + numbers] = np.arange(len(numbers))
    named = np.where(lines > 0, rows[household * span + lines], -1)
    return np.where(named == np.arange(len(lines)), -1, named).astype(np.int32)


def _members(columns: Mapping[str, Array], categories: Mapping[str, tuple[str, ...]], by_ine: bool) -> Array:
    """Who belongs to the household: by relation; or those for whom INE gives an income, or calls poor or not."""
    known = next((columns[name] for name in ("ine_income", "ine_is_poor") if name in columns), None)
    if "relation" in columns and not (by_ine and known is not None):
        outside = [categories["relation"].index(value) for value in NOT_MEMBERS]
        return ~np.isin(columns["relation"], outside)
    some = next(iter(columns.values()))
    return np.ones(len(some), dtype=bool) if known is None else np.isfinite(known)


def _blank(columns: Mapping[str, Array], members: Array, standard: Mapping[str, Column]) -> dict[str, dict[str, str]]:
    """INE's own figures that the file leaves blank for everybody, or for members who must have one, and why absent."""
    found = {}
    for name, values in columns.items():
        if name not in standard or standard[name].type != "ine":
            continue
        blank = np.isnan(values) & (members if name in OF_EVERY_MEMBER else True)
        if name == "ine_income" and "relation" in columns and 0 < blank.sum() < FEW * members.sum():
            row = int(np.flatnonzero(blank)[0])
            relation = standard["relation"].values[columns["relation"][row]]
            raise AyniError("member_without_income", relation=relation, persons=int(blank.sum()))
        if blank.all() or (name in OF_EVERY_MEMBER and blank.any()):
            persons = int(blank.sum())
            found[name] = {str(tongue): say("totals.blank_reason", tongue, persons=persons) for tongue in LANGUAGES}
    return found


def _size(members: Array, household: Array) -> Array:
    """How many members each household has, (n_households,)."""
    return np.bincount(household, weights=members)


def _household_income(columns: Mapping[str, Array], members: Array, household: Array) -> dict[str, Array]:
    """INE's household and per-head income from the rebuilt parts; NaN for persons outside the household."""
    person = columns["rebuilt_main_job"] + columns["rebuilt_second_job"] + columns["rebuilt_non_labour"]
    total = np.bincount(household, weights=np.where(members, person, 0.0))
    size = np.maximum(_size(members, household), 1)
    return {
        "rebuilt_person_income": person,
        "rebuilt_household_income": np.where(members, total[household], np.nan),
        "ine_income_rebuilt": np.where(members, (total / size)[household], np.nan),
    }
