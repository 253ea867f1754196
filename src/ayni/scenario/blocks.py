"""Blocks of rows: figures of the same domains, measured as whole tables, and how they are laid out as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ayni.engine import Array
from ayni.measure import Drawn, Figures, Shown, find_errors, stacked
from ayni.scenario.rows import Place, Row, Rows


class ShownChange(NamedTuple):
    """A change as it is shown: see `measure.Change`."""

    points: Shown
    relative: Shown | None


class Changed(Struct, frozen=True, dict=True):
    """Figures after something and before it; their changes are found when they are asked for."""

    before: Figures
    after: Figures

    @cached_property
    def changes(self) -> tuple[Figures, Figures]:
        """In their unit and relative."""
        return self.after.changes(self.before)

    def show(self, at: int) -> ShownChange:
        """One of them; without a relative change where before is zero."""
        points, relative = self.changes
        return ShownChange(points.show(at), relative.show(at) if self.before.values[at] else None)


class Column(Struct, frozen=True):
    """One measure in each domain of a block: what makes its rows, and what they are figures of."""

    make: Rows
    measured: Figures | Changed
    place: Place
    unit: str = ""
    """Their unit in rows, where it is another than that of the figures."""
    shown: Array | None = None
    """In which domains there is such a row; None: in all."""
    is_nothing: bool = False
    """Whether it is a zero without an error, as what is paid to nobody."""
    is_relative: bool = False
    """Whether it is the relative change of what changed."""

    @property
    def figures(self) -> Figures:
        """The figures of the rows."""
        return self.measured.changes[self.is_relative] if isinstance(self.measured, Changed) else self.measured

    @property
    def source(self) -> Figures:
        """What is measured anew where something else is drawn."""
        return self.measured.after if isinstance(self.measured, Changed) else self.measured

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from other columns of its block."""
        unit = self.unit or ("relative" if self.is_relative else self.source.unit)
        return self.make.table, *sorted(self.place.items()), unit

    @property
    def source_key(self) -> tuple[object, ...]:
        """What tells its source from others of its block."""
        place = {**self.place, "side": "after"} if isinstance(self.measured, Changed) else self.place
        return self.make.table, *sorted(place.items()), self.source.unit

    def row(self, at: int, place: Place) -> Row:
        """The row of one domain."""
        if self.is_nothing:
            return self.make.plain(0.0, unit=self.unit or self.figures.unit, **self.place, **place)
        return self.make.estimate(self.figures.show(at), unit=self.unit, **self.place, **place)


class Block(Struct, frozen=True):
    """Columns of figures of the same domains, each of which has its place in rows."""

    places: Sequence[Place]
    columns: Sequence[Column]

    @property
    def group(self) -> str:
        """The group of its domains."""
        return self.places[0].get("group", "")

    def laid(self) -> Iterator[tuple[Row, Column, int]]:
        """The rows, each with its column and the domain: one domain after another."""
        find_errors(column.figures for column in self.columns if not column.is_nothing)
        for at, place in enumerate(self.places):
            for column in self.columns:
                if column.shown is None or column.shown[at]:
                    yield column.row(at, place), column, at


def laid_out(blocks: Iterable[Block]) -> Iterator[Row]:
    """The rows of blocks."""
    for block in blocks:
        for row, _, _ in block.laid():
            yield row


def before_after(make: Rows, before: Figures, after: Figures, place: Place) -> list[Column]:
    """Levels on one sampling, and the change in their unit and relative; shares and indices in points."""
    return [
        Column(make, before, {**place, "side": "before"}),
        Column(make, after, {**place, "side": "after"}),
        *changes(make, Changed(before, after), place, "points" if before.unit in ("share", "index") else ""),
    ]


def changes(make: Rows, changed: Changed, place: Place, unit: str = "points") -> list[Column]:
    """A change in a unit and, where before is not zero, relative."""
    place = {**place, "side": "change"}
    there = changed.before.values != 0
    return [Column(make, changed, place, unit), Column(make, changed, place, shown=there, is_relative=True)]


Measured = Mapping[tuple[str, str], Figures]
"""Figures by measure and line."""


def all_of(figures: Sequence[Measured]) -> Measured:
    """The figures of one thing after another in one domain, as one table each."""
    return {key: stacked([each[key] for each in figures]) for key in figures[0]}


def changed_by(before: Sequence[Measured], after: Sequence[Measured]) -> Mapping[tuple[str, str], Changed]:
    """What one thing after another changes, the errors of all found together."""
    old = all_of(before)
    changed = {key: Changed(old[key], figures) for key, figures in all_of(after).items()}
    find_errors(figures for each in changed.values() for figures in each.changes)
    return changed


def changes_of(make: Rows, old: Measured, new: Measured, place: Place) -> list[Column]:
    """The changes between figures of the same names."""
    return [
        column
        for (name, line), after in new.items()
        for column in changes(make, Changed(old[name, line], after), {**place, "measure": name, "line": line})
    ]


def levels_of(make: Rows, old: Measured, new: Measured, place: Place) -> list[Column]:
    """Figures of the same names before and after, with their changes."""
    return [
        column
        for (name, line), after in new.items()
        for column in before_after(make, old[name, line], after, {**place, "measure": name, "line": line})
    ]


def averaged(draws: Iterable[Iterable[Block]]) -> Iterator[Block]:
    """The blocks of several random draws as one: means with the variance between draws, of what every draw has."""
    blocks: list[Block] = []
    drawn: dict[tuple[object, ...], Drawn] = {}
    shown: dict[tuple[object, ...], list[Array | None]] = {}
    count = 0
    for count, draw in enumerate(draws, 1):
        added = set()
        for block in draw:
            if not block.places:  # a group that the file does not have
                continue
            if count == 1:
                blocks.append(block)
            for column in block.columns:
                if column.is_nothing:
                    continue
                shown.setdefault((block.group, *column.key), []).append(column.shown)
                source = (block.group, *column.source_key)
                if source in added:
                    continue
                added.add(source)
                if source in drawn:
                    drawn[source].add(column.source)
                elif count == 1:
                    drawn[source] = Drawn(column.source)
    for block in blocks:
        means: dict[tuple[object, ...], Figures | Changed] = {}
        columns = []
        for column in block.columns:
            where = shown.get((block.group, *column.key), [])
            if len(where) < count:
                continue
            key = (*column.source_key, isinstance(column.measured, Changed))
            if key not in means:
                mean = drawn[block.group, *column.source_key].mean
                means[key] = Changed(column.measured.before, mean) if isinstance(column.measured, Changed) else mean
            masks = [each for each in where if each is not None]
            together = np.logical_and.reduce(masks) if masks else None
            columns.append(replace(column, measured=means[key], shown=together))
        yield Block(block.places, columns)
