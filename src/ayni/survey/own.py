"""A file's columns beside its population: INE's own keys, and any column by which somebody wants groups or a line.

They are read from the file itself when they are asked for, and are kept nowhere.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array, Population
from ayni.survey import cells as reading
from ayni.survey.cells import Cells
from ayni.survey.files import File, open_file
from ayni.survey.load import order_of, wave_of
from ayni.survey.prepared import PREPARED, said_by
from ayni.survey.reading import Reading
from ayni.survey.store import Data, SurveyFile, content_of
from ayni.survey.waves import Wave, standard_columns
from ayni.words import LANGUAGES, AyniError, Text, say

MOST_VALUES = 100
"""Values of a column of groups; a column with more is an amount, a key or a text."""
MISSING = "(missing)"
"""The level of those who have no value: a group of its own."""
_EXACT = 2**53
"""The first whole number beyond which files of Stata, SPSS and R round."""


class Grouping(Struct, frozen=True):
    """Groups of persons by a column: its name, its levels in order, and the level of each person, (n_persons,), -1 for
    none.

    `names` are the labels that the file gives to the levels; a level without one is labelled by the program.
    """

    name: str
    levels: tuple[str, ...]
    position: Array
    names: Mapping[str, Text]


class Original(Struct, frozen=True):
    """The file from which a population was read, with its columns in the order of the population's persons."""

    file: File
    wave: Wave
    order: Array
    """The row of each person in the file, (n_persons,)."""

    def column(self, name: str) -> Cells:
        """A column by its name in small letters."""
        cells = self.file.read([name])[name]
        rows = self.order + cells.first_row if cells.rows is None else cells.rows[self.order]
        return replace(cells, places=cells.places[self.order], rows=rows)

    def keys(self) -> dict[str, Array]:
        """INE's keys of a person under the names that its file has, (n_persons,): text or whole numbers as there.

        A text file does not say which of the two a column is: it is whole numbers where every cell is one as it is
        usually written, and text where a zero leads or a program would round.
        """
        concepts = [name for name in ("household_key", "person_number") if name in self.wave.columns]
        columns = [self.wave.columns[name]["column"] for name in concepts]
        return {self.file.columns[name]: key(self.column(name)) for name in columns}


def original(data: Data) -> Original | None:
    """The file of which a population was made; None for the synthetic one and for a prepared file, which keep none."""
    if data is None:
        return None
    asked = data if isinstance(data, SurveyFile) else SurveyFile(data)
    content = content_of(asked)
    if content[:4] in PREPARED and said_by(content, asked.path) is not None:
        return None
    file = open_file(asked.path, content)
    _, wave = wave_of(file, Reading(asked.part, asked.weights, asked.wave))
    return Original(file, wave, order_of(file, wave))


def key(cells: Cells) -> Array:
    """The cells of a key as whole numbers or as text, (n,)."""
    kinds = cells.kinds
    if not cells.blank.any():
        if cells.is_text:
            if all(text.isdecimal() and text.isascii() and str(int(text)) == text for text in kinds):
                kinds = np.array([int(text) for text in kinds], dtype=object)
        elif not np.array_equal(kinds, np.floor(kinds)):
            return cells.spread(kinds, np.nan, float)
        whole = [kind for kind in kinds.tolist() if not isinstance(kind, str)]
        if len(whole) == len(kinds) and all(abs(kind) < _EXACT for kind in whole):
            return cells.spread([int(kind) for kind in whole], 0, np.int64)
    return cells.texts()


class OwnColumns:
    """The columns by which a population can be grouped or from which a poverty line can be taken: its own and its
    file's."""

    def __init__(self, population: Population, data: Data) -> None:
        self.population, self.data = population, data

    @cached_property
    def original(self) -> Original | None:
        """The file; None where there is none. Raises where it is not the one that the population was made of."""
        found = original(self.data)
        if found is not None and len(found.order) != self.population.n_persons:
            raise AyniError("not_the_file", file=found.file.path)
        return found

    def groups(self, name: str, others: Sequence[str] = ()) -> Grouping:
        """The groups of a column. Raises for a name that is nowhere, or twice, and for too many different values.

        `others` are names beside those of columns, which an error may offer.
        """
        where, low = self._find(name, others)
        if where == "population":
            found = _of_population(low, self.population)
        else:
            found = _of_cells(low, self._cells(low), self._labels(low))
        if len(found.levels) > MOST_VALUES:
            raise AyniError("by_too_many", column=name, values=len(found.levels), most=MOST_VALUES)
        return found

    def amounts(self, name: str, others: Sequence[str] = ()) -> Array:
        """A column of numbers, (n_persons,), NaN where there is none. Raises as `groups`, and for what is no number."""
        where, low = self._find(name, others)
        if where == "file":
            cells = self._cells(low)
            return reading.amounts(cells, reading.convention([cells]))
        if low in self.population.categories or low in self.population.links:
            raise AyniError("column_not_amounts", column=name)
        return self.population[low].astype(float)

    def is_of_population(self, name: str, others: Sequence[str] = ()) -> bool:
        """Whether a column is the population's own, and not one that the file alone has."""
        return self._find(name, others)[0] == "population"

    def _cells(self, low: str) -> Cells:
        assert self.original is not None
        return self.original.column(low)

    def _labels(self, low: str) -> Mapping[str, str]:
        """INE's labels of a wave's column, where the file itself has none."""
        assert self.original is not None
        return reading.ine_labels(self.original.wave.id).get(low, {})

    def _find(self, name: str, others: Sequence[str]) -> tuple[str, str]:
        low, population = name.strip().lower(), self.population
        there = low in population.columns
        file = self.original.file.columns if self.original else {}
        if there and low in file and not self._is_source(low):
            raise AyniError("column_two_readings", column=name, concept=_called(low))
        if there:
            return "population", low
        if low in file:
            return "file", low
        if low in population.absent:
            wave = population.source.get("wave", "")
            raise AyniError("column_left_out", wave=wave, column=low, reason=population.absent[low])
        if low in standard_columns() and population.synthetic:
            reason = {each: say("groups.not_invented", each) for each in LANGUAGES}
            raise AyniError("column_left_out", wave=population.source["wave"], column=low, reason=reason)
        known = [*others, *population.columns, *file]
        near = difflib.get_close_matches(low, known, 3, 0.4)
        raise AyniError("no_such_column", column=name[:80], near=", ".join(near) or "–")

    def _is_source(self, name: str) -> bool:
        """Whether the mapping makes a column of the population from the file's column of the same name."""
        assert self.original is not None
        return bool(self.original.wave.columns.get(name, {}).get("column") == name)


def _called(name: str) -> Text:
    known = standard_columns().get(name)
    return known.text if known else dict.fromkeys(LANGUAGES, name)


def _of_population(name: str, population: Population) -> Grouping:
    values = population[name]
    if name in population.links:
        raise AyniError("column_names_a_person", column=name)
    if name in population.categories:
        return _present(Grouping(name, tuple(population.categories[name]), values.astype(np.int64), {}))
    if values.dtype == bool:
        names = {level: _said(level) for level in _YES}
        return _present(Grouping(name, tuple(_YES), np.where(values, 0, 1), names))
    missing = np.isnan(values) if values.dtype.kind == "f" else np.zeros(len(values), dtype=bool)
    levels, inverse = np.unique(values[~missing], return_inverse=True)
    position = np.full(len(values), -1)
    position[~missing] = inverse
    return Grouping(name, tuple(map(reading.shown, levels)), position, {})


_YES = {"true": "yes", "false": "no"}


def _of_cells(name: str, cells: Cells, labels: Mapping[str, str]) -> Grouping:
    """Groups by the cells of a file, by their codes where each has one, such as `1.Hombre`.

    Names are the file's own; `labels` are INE's by code, where the file has none.
    """
    levels = [reading.shown(kind) if not cells.is_text else str(kind) for kind in cells.kinds]
    written = [reading.code_of(level) for level in levels] if cells.is_text and len(levels) <= MOST_VALUES else []
    codes = [code for code, _ in written if code is not None]
    of_cells: dict[str, str] = {}
    if any(label for _, label in written) and len(set(codes)) == len(levels):
        of_cells = {code: label for code, label in written if code is not None and label}
        levels = codes
    if len(levels) > MOST_VALUES:  # before they are put in order and named
        return Grouping(name, tuple(levels), cells.places, {})
    if cells.kinds.dtype == bool:
        levels = [level.lower() for level in levels]
    order = sorted(range(len(levels)), key=lambda kind: _in_order(levels[kind]))
    rank = np.empty(len(levels) + 1, dtype=np.int64)
    rank[order], rank[-1] = np.arange(len(levels)), -1
    own = of_cells | {reading.shown(value): label for value, label in cells.labels.items()}
    names: dict[str, Text] = {}
    for level in levels:
        label = own.get(level) or labels.get(level.lstrip("0") or level)
        if label:
            names[level] = dict.fromkeys(LANGUAGES, label.strip())
        elif cells.kinds.dtype == bool:
            names[level] = _said(level)
    return _present(Grouping(name, tuple(levels[kind] for kind in order), rank[cells.places], names))


def _in_order(level: str) -> tuple[bool, float, str]:
    """Numbers by their size before texts by their letters."""
    try:
        return False, float(level.replace(",", ".")), level
    except ValueError:
        return True, 0.0, level


def _said(level: str) -> Text:
    return {each: say(f"page.{_YES[level]}", each) for each in LANGUAGES}


def _present(grouping: Grouping) -> Grouping:
    """The grouping without levels that nobody has."""
    there = np.unique(grouping.position[grouping.position >= 0])
    place = np.full(len(grouping.levels) + 1, -1)
    place[there] = np.arange(len(there))
    levels = tuple(grouping.levels[level] for level in there)
    names = {level: name for level, name in grouping.names.items() if level in levels}
    return replace(grouping, levels=levels, position=place[grouping.position], names=names)
