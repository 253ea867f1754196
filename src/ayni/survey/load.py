"""From INE's file to a population: codes to values, checks, households, links, income."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ayni.engine import Array, Population
from ayni.survey.files import File
from ayni.survey.income import income_columns
from ayni.survey.totals import Units, check_structure, check_totals
from ayni.survey.waves import Column, Wave, recognise, standard_columns, wave_named
from ayni.words import LANGUAGES, AyniError, say

if TYPE_CHECKING:
    import polars as pl

_CODE = r"^\s*0*([0-9]+[A-Z]?)\s*\."
NOT_MEMBERS = ("domestic_worker", "relative_of_domestic_worker")
"""Relations to the head that INE leaves out of the household for income and poverty."""
OF_EVERY_MEMBER = ("ine_income", "poverty_line", "extreme_poverty_line", "ine_is_poor", "ine_is_extremely_poor")
"""What INE gives for every member of a household."""
COLLAPSED = 0.05
"""The share of rows of a person already there from which it is the household key that is damaged."""


@dataclass(frozen=True)
class Reading:
    """How a file is to be read: as a part by a name, by a weight of its columns, by a wave that is named."""

    part: str | None = None
    weights: str | None = None
    wave: str | None = None

    def __post_init__(self) -> None:
        if self.part is not None and not (self.part.strip() and self.part.isprintable() and len(self.part) <= 60):
            raise AyniError("part_name", name=self.part)


def normalise(file: File, sha256: str, reading: Reading = Reading()) -> Population:
    """The population of a survey's file, whole or a part as it is asked for.

    Raises for anything that the mapping does not foresee, and for a file that does not add up to the whole wave.
    """
    names = file.columns
    known = wave_named(reading.wave) if reading.wave else recognise(names, file.path)
    wave = known.on(names, file.path, reading.weights)
    loader = _Loader(wave, file.read(wave.reads))
    population = loader.population(sha256)
    check_structure(population, loader.units)
    used = wave.weight_of(wave.columns["weight"]["column"])
    others = [weight for weight in wave.weights if weight.column in names and weight != used]
    held = check_totals(population, wave, used, reading.part, file.path, others)
    about = {
        "weights": {"column": used.column, "base": used.base, "others": [[w.column, w.base] for w in others]},
        "totals": held,
        "run_on_ine": wave.run_on_ine,
        "lines": dict(wave.lines),
        **({"part": reading.part} if reading.part else {}),
    }
    return replace(population, source={**population.source, **about})


def to_numbers(series: pl.Series) -> Array:
    """A column as numbers: amounts as they are, coded text by its leading code; NaN where blank."""
    import polars as pl

    if series.dtype.is_numeric() or series.dtype == pl.Boolean or series.dtype == pl.Null:
        return series.cast(pl.Float64).fill_null(np.nan).to_numpy()
    plain = series.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    coded = series.str.extract(_CODE).cast(pl.Float64, strict=False)
    values = plain.fill_null(coded)
    unread = values.is_null() & series.is_not_null()
    if unread.any():
        row = int(unread.arg_true()[0])
        raise AyniError("not_a_number", column=series.name, text=series[row], row=row + 2, persons=int(unread.sum()))
    return values.fill_null(np.nan).to_numpy()


def to_codes(series: pl.Series) -> list[str | None]:
    """Each cell's leading code as text: 1 for a number 1.0, for "1", and for "1.Hombre"; the cell where it has none."""
    import polars as pl

    if series.dtype.is_numeric() or series.dtype == pl.Null:
        return [None if value is None else f"{value:g}" for value in series.cast(pl.Float64).to_list()]
    bare = series.str.extract(r"^\s*0*([0-9]+[A-Z]?)(?:\.0+)?$")
    texts: list[str | None] = series.str.extract(_CODE).fill_null(bare).fill_null(series).to_list()
    return texts


class _Loader:
    def __init__(self, wave: Wave, frame: pl.DataFrame) -> None:
        self.wave = wave
        self.frame = frame
        self.standard = standard_columns()
        self._codes: dict[str, Array] = {}

    def population(self, sha256: str) -> Population:
        if not len(self.frame):
            raise AyniError("no_persons", wave=self.wave.id)
        keys = self.texts("household_key")
        numbers = self.person_numbers(keys)
        order = np.lexsort((numbers, keys))
        keys, numbers = keys[order], numbers[order]
        same = (keys[1:] == keys[:-1]) & (numbers[1:] == numbers[:-1])
        if same.any():
            first, pairs = int(np.flatnonzero(same)[0]), int(same.sum())
            where = {"household": keys[first], "person": int(numbers[first]), "pairs": pairs}
            if pairs > COLLAPSED * len(keys):
                raise AyniError("duplicate_key_collapsed", **where, persons=len(keys))
            raise AyniError("duplicate_key", **where)
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
            columns |= {
                name: values[order] for name, values in income_columns(self.wave, self.numbers, len(self.frame)).items()
            }
            columns |= _household_income(columns, members, household)
        self._check(columns, categories, household, keys, starts)
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
                return self.numbers(entry["column"])
            case "count":
                return self._count(name, entry)
            case _:
                return self._mapped(name, entry, column)

    def texts(self, name: str) -> Array:
        """A key column as text."""
        import polars as pl

        series = self.frame[self.wave.columns[name]["column"]]
        self._refuse_blank(name, series.is_null().to_numpy())
        if series.dtype.is_numeric():
            series = series.cast(pl.Int64)
        return np.array(series.cast(pl.String).to_list())

    def numbers(self, source: str) -> Array:
        """A column of the file as numbers: amounts as they are, coded text by its leading code; NaN where blank."""
        if source not in self._codes:
            self._codes[source] = to_numbers(self.frame[source])
        return self._codes[source]

    def link(self, name: str) -> Array:
        """Line numbers of the person named, 0 where nobody."""
        entry = self.wave.columns[name]
        lines = np.nan_to_num(self.numbers(entry["column"])).astype(np.int32)
        return np.where(np.isin(lines, entry.get("none", [])), 0, lines)

    def _count(self, name: str, entry: Mapping[str, Any]) -> Array:
        values = self.numbers(entry["column"])
        blank = np.isnan(values)
        if "blank" in entry:
            values = np.where(blank, entry["blank"], values)
        else:
            self._refuse_blank(name, blank)
        if "range" in entry:
            low, high = entry["range"]
            outside = (values < low) | (values > high)
            if outside.any():
                row = int(np.flatnonzero(outside)[0])
                raise AyniError(
                    "out_of_range",
                    column=entry["column"],
                    concept=name,
                    value=values[row],
                    low=low,
                    high=high,
                    row=row + 2,
                )
        return values.astype(np.int16)

    def _mapped(self, name: str, entry: Mapping[str, Any], column: Column) -> Array:
        if "positive" in entry:
            positive: Array = np.nan_to_num(self.numbers(entry["column"])) > 0
            if column.type != "category":
                return positive
            yes, no = (column.values.index(entry[key]) for key in ("positive", "otherwise"))
            return np.where(positive, yes, no).astype(np.int8)
        if "constant" in entry:
            return np.full(len(self.frame), entry["constant"], dtype=bool)
        series = self.frame[entry["column"]]
        table: dict[Any, Any]
        if "labels" in entry:
            table, cells = entry["labels"], series.to_list()
        else:
            table, cells = {str(code): value for code, value in entry["codes"].items()}, to_codes(series)
        values = {cell: table[cell] for cell in set(cells) if cell in table}
        blank = entry.get("blank", np.nan if column.type == "ine" else None)
        if blank is not None:
            values[None] = blank
        unknown = [row for row, cell in enumerate(cells) if cell not in values]
        if unknown:
            row = unknown[0]
            if cells[row] is None:
                self._refuse_blank(name, np.array([cell is None for cell in cells]))
            raise AyniError(
                "unknown_code",
                column=entry["column"],
                concept=name,
                code=series[row],
                persons=len(unknown),
                row=row + 2,
                mapping=self.wave.path.name,
            )
        mapped = [values[cell] for cell in cells]
        if column.type == "category":
            codes = {value: code for code, value in enumerate(column.values)}
            return np.array([codes[value] for value in mapped], dtype=np.int8)
        return np.array(mapped, dtype=np.float64 if column.type == "ine" else bool)

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
            raise AyniError("weight", household=keys[bad[0]], value=weight[bad[0]], persons=len(bad))
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
            row = int(np.flatnonzero(blank)[0]) + 2
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
    size = _size(members, household)
    return {
        "rebuilt_person_income": person,
        "rebuilt_household_income": np.where(members, total[household], np.nan),
        "ine_income_rebuilt": np.where(members, (total / size)[household], np.nan),
    }
