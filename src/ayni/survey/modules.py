"""The modules beside the person file (dwelling, food security, discrimination, spending), joined by household."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from ayni.engine import Array
from ayni.survey import cells as reading
from ayni.survey.content import read_bytes
from ayni.survey.files import File, open_file
from ayni.survey.store import SurveyFile, content_of
from ayni.survey.waves import recognise, wave_named
from ayni.words import AyniError

FORMS = (".csv", ".gz", ".sav", ".zsav", ".dta", ".parquet", ".zip", ".rdata", ".rds", ".txt", ".tsv")
FACTOR = "factor"
NUMBER = "nro"


class Module(Struct, frozen=True):
    """The file of one survey module, matched row by row with the survey.

    `household`, (n_rows,), is the position of the row's household in the population; `person`, (n_rows,), the position
    of its person, -1 where the module is about households. `answered` is the number of households with a row.
    """

    name: str
    file: File
    sha256: str
    household: Array
    person: Array
    answered: int

    def codes(self, column: str) -> Array:
        """A coded column as numbers, (n_rows,), NaN where blank. Raises where the module does not have it."""
        return reading.leading_codes(self._cells(column), {})

    def amounts(self, column: str) -> Array:
        """A column of amounts, (n_rows,), NaN where blank, by the one convention of the column."""
        cells = self._cells(column)
        return reading.amounts(cells, reading.convention([cells]), low=0)

    def texts(self, column: str) -> Array:
        """A column as text, (n_rows,), empty where blank."""
        return self._cells(column).texts()

    def of_households(self, values: Array, n_households: int) -> Array:
        """The values of a module for the population's households, (n_households,), NaN where a household has no row.

        Raises AyniError where a household has several rows, which the caller must add up first.
        """
        rows = np.bincount(self.household, minlength=n_households)
        if (rows > 1).any():
            raise AyniError("module_rows", file=self.file.path, households=int((rows > 1).sum()))
        found = np.full(n_households, np.nan)
        found[self.household] = values
        return found

    def _cells(self, column: str) -> reading.Cells:
        if column.lower() not in self.file.columns:
            raise AyniError("missing_columns", file=self.file.path, wave=self.name, columns=column)
        return self.file.read([column.lower()])[column.lower()]


class Modules(Struct, frozen=True):
    """The module files of a folder by name, and the number of households of the survey."""

    by_name: Mapping[str, Module]
    n_households: int

    def with_columns(self, *columns: str) -> Module:
        """The one module that has these columns. Raises where none has, or several have."""
        found = [each for each in self.by_name.values() if all(name in each.file.columns for name in columns)]
        if len(found) != 1:
            names = ", ".join(each.name for each in found) or "–"
            raise AyniError("module_with", columns=", ".join(columns), found=names)
        return found[0]


def read_modules(folder: Path, data: Path | SurveyFile) -> Modules:
    """The modules in a folder, their rows placed in the households and persons of a survey's file.

    Raises AyniError for a folder that is none or holds no module, a module of other households or persons, one whose
    weights are not the survey's, and one that has a person twice.
    """
    if not folder.is_dir():
        raise AyniError("module_folder", file=folder)
    path, asked = (data.path, data.wave) if isinstance(data, SurveyFile) else (data, None)
    whole = _Whole.of(open_file(path, content_of(data)), asked)
    found = {}
    for each in sorted(folder.iterdir()):
        if each.suffix.lower() not in FORMS or (each.exists() and path.exists() and each.samefile(path)):
            continue
        content = read_bytes(each)
        file = open_file(each, content)
        if whole.key not in file.columns or whole.is_person_file(file):
            continue
        found[each.name] = whole.placed(file, hashlib.sha256(content).hexdigest())
    if not found:
        raise AyniError("module_none", file=folder, key=whole.key)
    return Modules(found, len(whole.households))


class _Whole(Struct, frozen=True):
    """The person file's keys, as a module's are held against: households sorted as the loader sorts them."""

    key: str
    columns: Sequence[str]
    households: Array
    persons: Array
    """The household's place times 100 plus the person's number, ascending, (n_persons,); empty without numbers."""
    weight: Array | None
    """Each household's as the file first had it, (n_households,); None where it has not."""

    @classmethod
    def of(cls, file: File, asked: str | None) -> _Whole:
        known = wave_named(asked) if asked else recognise(file.columns, file.path)
        wave = known.on(file.columns, file.path)
        key = wave.columns["household_key"]["column"]
        number = wave.columns.get("person_number", {}).get("column")
        wanted = [name for name in (key, number, FACTOR if FACTOR in file.columns else None) if name]
        read = file.read(wanted)
        households, place = np.unique(reading.keys(read[key]), return_inverse=True)
        weights = None
        if FACTOR in read:
            weights = np.zeros(len(households))
            weights[place] = reading.amounts(read[FACTOR], reading.convention([read[FACTOR]]), low=0)
        persons = np.empty(0, dtype=np.int64)
        if number:
            persons = np.sort(
                place.astype(np.int64) * 100 + reading.whole_numbers(read[number], 1, 99).astype(np.int64)
            )
        return cls(key, tuple(file.columns), households, persons, weights)

    def is_person_file(self, file: File) -> bool:
        """Whether a file is the person file over again, in another form."""
        return len(set(self.columns) & set(file.columns)) > 0.9 * len(self.columns)

    def placed(self, file: File, sha256: str) -> Module:
        cells = file.read([self.key])[self.key]
        if cells.blank.any():
            raise AyniError("module_blank", file=file.path, column=self.key, rows=int(cells.blank.sum()))
        keys = reading.keys(cells)
        place = np.searchsorted(self.households, keys).clip(max=len(self.households) - 1)
        foreign = np.flatnonzero(self.households[place] != keys)
        if len(foreign):
            raise AyniError("module_foreign", file=file.path, household=keys[foreign[0]], rows=len(foreign))
        self._check_weights(file, place)
        person = np.full(len(place), -1, dtype=np.int64)
        if NUMBER in file.columns and len(self.persons):
            numbers = reading.whole_numbers(file.read([NUMBER])[NUMBER], 1, 99)
            person = self._rows_of(file, place, numbers)
        name = file.path.name
        return Module(name, file, sha256, place.astype(np.int64), person, len(np.unique(place)))

    def _rows_of(self, file: File, place: Array, numbers: Array) -> Array:
        wanted = place.astype(np.int64) * 100 + np.nan_to_num(numbers).astype(np.int64)
        rows = np.searchsorted(self.persons, wanted).clip(max=len(self.persons) - 1)
        strange = np.flatnonzero((self.persons[rows] != wanted) & np.isfinite(numbers))
        if len(strange):
            household = self.households[place[strange[0]]]
            number = int(numbers[strange[0]])
            raise AyniError("module_person", file=file.path, household=household, person=number, rows=len(strange))
        return np.where(np.isfinite(numbers), rows, -1)

    def _check_weights(self, file: File, place: Array) -> None:
        if FACTOR not in file.columns or self.weight is None:
            return
        cells = file.read([FACTOR])[FACTOR]
        weight = reading.amounts(cells, reading.convention([cells]), low=0)
        apart = np.flatnonzero(~np.isclose(weight, self.weight[place], rtol=1e-5))
        if len(apart):
            household = self.households[place[apart[0]]]
            raise AyniError("module_weights", file=file.path, household=household, rows=len(apart))
