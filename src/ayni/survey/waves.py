"""The mapping files of survey waves, one for each, and recognising the wave of a file."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from ayni.survey import mapping
from ayni.survey.mapping import Component, Marks, Part, Period, Weight
from ayni.words import AyniError, read_yaml, shaped

FOLDER = Path(__file__).parent
SOURCES = (
    "wage", "self_employment", "second_job", "property", "private_transfers", "other_income", "pension",
    "other_transfers",
)  # fmt: skip
"""As what a money column may enter the model's incomes."""
PARTS: tuple[Part, ...] = get_args(Part)
REBUILT = (
    *(f"rebuilt_{part}" for part in PARTS), "rebuilt_person_income", "rebuilt_household_income", "ine_income_rebuilt",
)  # fmt: skip
"""What the loader makes of the components; without a recipe of income none of it is there."""
NEEDED = ("household_key", "psu", "design_stratum", "weight")
"""Standard columns that every survey file must have, since without them there is no sample."""


class Column(Struct, frozen=True):
    """A standard column: what kind of thing it holds and, for a category, its values in order."""

    name: str
    type: str
    values: tuple[str, ...]
    text: Mapping[str, str]


class KnownTotals(Struct, frozen=True):
    """What is known of the whole wave. A figure is `(value, tolerance)`: half a unit of its last digit by default."""

    source: Mapping[str, str] = field(default_factory=dict)
    persons: tuple[float, float] | None = None
    households: tuple[float, float] | None = None
    rebuilt: tuple[float, float] | None = None
    """The share of persons with income of INE's whose rebuilt income meets it within Bs 1."""
    cases: Mapping[str, int] = field(default_factory=dict)
    """Column of INE's income → persons with an amount in it above zero."""
    weighted: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    """Weight's column → persons, households, moderate, extreme, uninsured, mean_labour_income."""

    @property
    def known(self) -> bool:
        """Whether anything is known."""
        return bool(self.persons or self.households or self.rebuilt or self.cases or self.weighted)


class Wave(Struct, frozen=True):
    """One survey round: how to recognise its file and how to read it."""

    id: str
    name: Mapping[str, str]
    year: int
    field: Mapping[str, Any]
    marks: tuple[Marks, ...]
    """How its file is recognised: by any one of these."""
    columns: Mapping[str, Mapping[str, Any]]
    absent: Mapping[str, Mapping[str, str]]
    weights: tuple[Weight, ...]
    totals: KnownTotals
    frequency: Mapping[int, Any]
    currency: Mapping[int, float]
    components: tuple[Component, ...]
    path: Path
    run_on_ine: bool
    """Whether the mapping has been run on INE's own file; if not, its results say so."""
    unmapped: Mapping[str, str] | None
    """Why what the mapping does not name is absent."""
    period: Period | None
    """Where a file of one of several quarters says which; None of a wave of its own."""
    totals_of: Mapping[str, KnownTotals]
    """What is known of each quarter, `2024T2`."""
    lines: str
    """`old` where the poverty lines are of INE's method up to 2018, else empty."""

    @property
    def recognise(self) -> tuple[str, ...]:
        """The columns that its whole file must have."""
        return self.marks[0].has

    @property
    def reads(self) -> tuple[str, ...]:
        """Every column of the file that the mapping needs, once."""
        columns = [names_of(entry)[0] for entry in self.columns.values() if "column" in entry]
        flags = [flag for entry in self.columns.values() for flag in entry.get("flags", {}).values()]
        period = [self.period.year, self.period.quarter] if self.period else []
        parts = [name for part in self.components for name in part.reads]
        return tuple(dict.fromkeys([*columns, *flags, *period, *parts]))

    @property
    def is_employment_survey(self) -> bool:
        """Whether it is of the quarterly employment survey, not of the household survey."""
        return self.id.startswith("ECE")

    def of_quarter(self, year: int, quarter: int) -> Wave:
        """The mapping as of one quarter: its name, its days, what is known of it. Raises where there is none such."""
        if not (2015 <= year <= 2100 and 1 <= quarter <= 4):
            raise AyniError("no_such_quarter", wave=self.id, year=year, quarter=quarter)
        first = dt.date(year, 3 * quarter - 2, 1)
        after = dt.date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
        reason = {
            "es": f"de {year} no se conocen los códigos de la pregunta", "en": f"its codes in {year} are not known",
        }  # fmt: skip
        unknown = {name for name, entry in self.columns.items() if year not in entry.get("known_for", [year])}
        ordinal = {"es": f"{quarter}.º trimestre de {year}", "en": f"quarter {quarter} of {year}"}
        period = f"{year}T{quarter}"
        return replace(
            self,
            id=f"{self.id}{period}",
            name={language: f"{self.name[language]}, {text}" for language, text in ordinal.items()},
            year=year,
            field={**self.field, "from": first, "to": after - dt.timedelta(1)},
            columns={name: entry for name, entry in self.columns.items() if name not in unknown},
            absent={**self.absent, **dict.fromkeys(unknown, reason)},
            totals=self.totals_of.get(period, KnownTotals()),
            run_on_ine=period in self.totals_of,
        )

    def counts(self, column: str) -> bool:
        """Whether INE counts the amounts of a money column in its income."""
        return any(component.part for component in self.components if component.into == column)

    def on(self, file: Collection[str], path: Path, weight: str | None = None) -> Wave:
        """The mapping as it applies to a file with these columns, by the weight that is asked or its first.

        A concept whose column the file does not have is absent, with that as its reason. Raises where the file lacks
        what makes it a sample, a part of the columns from which income is rebuilt, or the weight.
        """
        columns: dict[str, Mapping[str, Any]] = {}
        absent = dict(self.absent)
        for concept, entry in self.columns.items():
            if concept == "weight":
                columns[concept] = {"column": self._weight(file, path, weight).column}
            elif "column" not in entry:
                columns[concept] = entry
            elif found := next((name for name in names_of(entry) if name in file), None):
                flags = {value: name for value, name in entry.get("flags", {}).items() if name in file}
                columns[concept] = {**entry, "column": found, **({"flags": flags} if "flags" in entry else {})}
            else:
                absent[concept] = _not_in_file(names_of(entry))
        missing = [self.columns[concept]["column"] for concept in NEEDED if concept in absent]
        reads = list(dict.fromkeys(name for part in self.components for name in part.reads))
        components = self.components
        lacking = [name for name in reads if name not in file]
        if not any(component.amount in file for component in components if component.amount) or not self.run_on_ine:
            components = () if lacking else components
        else:
            missing += lacking
        if missing:
            names = (name if isinstance(name, str) else name[0] for name in missing)
            raise AyniError("missing_columns", file=path, wave=self.id, columns=", ".join(names))
        if not components:
            absent |= no_recipe(_not_in_file(lacking) if self.components else self.unmapped or _NO_RECIPE)
        return replace(self, columns=columns, absent=absent, components=components)

    def _weight(self, file: Collection[str], path: Path, asked: str | None) -> Weight:
        if asked is None:
            found = next((weight for weight in self.weights if weight.column in file), None)
            if found is None:
                raise AyniError("missing_columns", file=path, wave=self.id, columns=self.weights[0].column)
            return found
        if asked.lower() not in file:
            there = [weight.column for weight in self.weights if weight.column in file]
            raise AyniError("no_such_weight", file=path, column=asked, weights=", ".join(there) or "–")
        return self.weight_of(asked.lower())

    def weight_of(self, column: str) -> Weight:
        """A weight by its column; one that the mapping does not name has an unknown base."""
        return next((weight for weight in self.weights if weight.column == column), Weight(column, "unknown"))


_NO_RECIPE = {
    "es": "de esta ola Ayni conoce solo el ingreso del INE, no las preguntas de las que sale",
    "en": "of this wave Ayni knows INE's income only, not the questions that it comes from",
}


def no_recipe(reason: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """Everything that is made of the questions of income, absent for a reason."""
    return dict.fromkeys((*money_columns(), *REBUILT), reason)


def names_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The names under which files have a column; most have one."""
    column = entry["column"]
    return (column,) if isinstance(column, str) else tuple(column)


def _not_in_file(names: Iterable[str]) -> dict[str, str]:
    first, *others = names
    text = "/".join((first, *others[:2], *(["…"] if others[2:] else [])))
    return {"es": f"el archivo no trae la columna {text}", "en": f"the file does not have the column {text}"}


def user_folder() -> Path:
    """Where a user keeps mappings of waves of their own, and what has held of a wave's known totals; or `AYNI_HOME`."""
    if given := os.environ.get("AYNI_HOME"):
        return Path(given)
    base = os.environ.get("APPDATA") if sys.platform == "win32" else os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "ayni"


@cache
def standard_columns() -> Mapping[str, Column]:
    """The columns of a normalised population, by name."""
    return {
        name: Column(name, entry["type"], tuple(entry.get("values", ())), {key: entry[key] for key in ("es", "en")})
        for name, entry in read_yaml(FOLDER / "columns.yaml").items()
    }


@cache
def money_columns() -> Mapping[str, Mapping[str, str]]:
    """The money columns of a population, Bs a month each, with their names; a wave without one holds none."""
    return {name: {key: entry[key] for key in ("es", "en")} for name, entry in _amounts().items()}


@cache
def columns_entering(*sources: str) -> tuple[str, ...]:
    """The money columns that enter the model's incomes as one of these sources, in the order of their file."""
    said = {name: entry.get("enters") for name, entry in _amounts().items()}
    for name, source in said.items():
        if source not in (None, *SOURCES):
            raise AyniError("amount_source", column=name, source=source, sources=", ".join(SOURCES))
    return tuple(name for name, source in said.items() if source in sources)


def _amounts() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = read_yaml(FOLDER / "amounts.yaml")
    return found


# ---- which wave


def waves() -> tuple[Wave, ...]:
    """Every wave that has a mapping file, those of the package and of the user's own folder, oldest first."""
    own = user_folder() / "waves"
    found = {wave.id: wave for wave in _shipped()}
    found |= {wave.id: wave for wave in map(read_wave, sorted(own.glob("*.yaml")))}
    return tuple(sorted(found.values(), key=lambda wave: (wave.year, wave.id)))


@cache
def _shipped() -> tuple[Wave, ...]:
    return tuple(read_wave(path) for path in sorted((FOLDER / "waves").glob("*.yaml")))


def fieldwork() -> Mapping[str, tuple[dt.date, dt.date]]:
    """The days in the field of each wave whose file has been read and gave them; those of the others are assumed."""
    return {
        wave.id: (wave.field["from"], wave.field["to"])
        for wave in waves()
        if wave.run_on_ine and not wave.is_employment_survey
    }


def wave_named(name: str) -> Wave:
    """A wave by its identifier, in capital or small letters, or by the path of a user's own mapping file."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        return read_wave(path)
    known = {wave.id.lower(): wave for wave in waves()}
    if name.lower() not in known:
        raise AyniError("no_such_wave", wave=name, waves=", ".join(wave.id for wave in known.values()))
    return known[name.lower()]


def recognise(names: Collection[str], path: Path) -> Wave:
    """The wave whose marks a file with these columns bears; of several, the one most of whose columns it has.

    Raises where two fit equally well, naming both, and where none fits, with the nearest and what it lacks.
    """
    fits = [wave for wave in waves() if _apart(wave, names) == ([], [])]
    if fits:
        best = max(_fit(wave, names) for wave in fits)
        first, *others = [wave for wave in fits if _fit(wave, names) == best]
        if others:
            raise AyniError("two_waves", file=path, first=first.id, second=others[0].id)
        return first
    near = nearest_wave(names)
    missing, more = _apart(near, names)
    fields = {"file": path, "waves": ", ".join(wave.id for wave in waves()), "near": near.id}
    if missing:
        raise AyniError("unknown_wave", **fields, missing=", ".join(missing))
    raise AyniError("unknown_wave_more", **fields, more=", ".join(more))


def nearest_wave(names: Collection[str]) -> Wave:
    """The wave most of whose columns a file has; of several, the one whose marks it misses least."""
    return max(waves(), key=lambda wave: (_fit(wave, names), -len(_apart(wave, names)[0])))


def _apart(wave: Wave, names: Collection[str]) -> tuple[list[str], list[str]]:
    """The marks that a file misses and those that it has too many, by the marks that it is nearest to."""
    found = [
        ([each for each in marks.has if each not in names], [each for each in marks.lacks if each in names])
        for marks in wave.marks
    ]
    return min(found, key=lambda apart: (len(apart[0]) + len(apart[1]), len(apart[0])))


def _fit(wave: Wave, names: Collection[str]) -> int:
    """How many of the columns that the mapping reads the file has."""
    reads = {name for part in wave.components for name in part.reads}
    reads |= {name for entry in wave.columns.values() if "column" in entry for name in names_of(entry)}
    return len(reads & set(names))


# ---- reading a mapping


def read_wave(path: Path) -> Wave:
    """Read and check one mapping file. Raises AyniError naming the file and the key."""
    raw = read_yaml(path)
    read = shaped(mapping.Mapping, raw, path.name)
    standard = standard_columns()
    absent = {name: read.otherwise_absent for name in standard if read.otherwise_absent} | read.absent
    absent = {name: text for name, text in absent.items() if name not in (*read.columns, "weight")}
    given = {*read.columns, *absent}
    for name in given:
        if name not in standard:
            raise AyniError("mapping_unknown", file=path.name, column=name)
    for name in standard:
        if name not in given and name != "weight":
            raise AyniError("mapping_lacks", file=path.name, column=name)
    for name, entry in read.columns.items():
        _check_entry(path, standard[name], entry)
    income = read.income
    components = (*income.components, *income.not_in_ine_income) if income else ()
    for component in components:
        if component.into not in money_columns():
            names = ", ".join(money_columns())
            raise AyniError("mapping_part", file=path.name, component=component.name, part=component.into, parts=names)
    marks = read.recognise
    return Wave(
        id=read.wave,
        name=read.name,
        year=read.income_year,
        field=raw["field"],
        marks=(Marks(marks.has, marks.lacks), *([marks.other] if marks.other else [])),
        columns={**raw["columns"], "weight": {"column": read.weights[0].column.lower()}},
        absent=absent,
        weights=tuple(Weight(weight.column.lower(), weight.base) for weight in read.weights),
        totals=_totals(read.totals) if read.totals else KnownTotals(),
        frequency=raw["income"]["frequency"] if income else {},
        currency=income.currency if income else {1: 1},
        components=components,
        path=path,
        run_on_ine=read.run_on_ine,
        unmapped=read.otherwise_absent,
        period=read.period,
        totals_of={period: _totals(totals) for period, totals in read.totals_of.items()},
        lines=read.lines,
    )


def _check_entry(path: Path, column: Column, entry: mapping.Entry) -> None:
    """Raise for a value that the category does not have, and for a column that is neither in the file nor constant."""
    if entry.column is None and entry.constant is None:
        raise AyniError("shape_missing", file=path.name, key=f"columns.{column.name}.column")
    coded = [value for each in (entry.codes, entry.or_codes, entry.labels) for value in (each or {}).values()]
    mapped = [*coded, entry.blank, entry.otherwise]
    wrong = [value for value in mapped if value is not None and value not in column.values]
    if column.type == "category" and wrong:
        raise AyniError(
            "mapping_value", file=path.name, column=column.name, value=wrong[0], values=", ".join(column.values)
        )


def _totals(read: mapping.Totals) -> KnownTotals:
    return KnownTotals(
        source=read.source,
        persons=_known(read.persons),
        households=_known(read.households),
        rebuilt=_known(read.rebuilt),
        cases=read.cases,
        weighted={
            column.lower(): {
                name: known for name in figures.__struct_fields__ if (known := _known(getattr(figures, name)))
            }
            for column, figures in read.weights.items()
        },
    )


def _known(given: mapping.Known | None) -> tuple[float, float] | None:
    """A figure with its tolerance: as given, or half a unit of the last digit that is written."""
    if given is None or isinstance(given, tuple):
        return given
    digits = len(repr(given).partition(".")[2]) if isinstance(given, float) else 0
    return float(given), 0.5 * 10.0**-digits
