"""Whole tables at once: the figures of many domains from one sort an income and one sum a variable.

The functions of this package measure one figure at a time and are the reference; these give the same for all domains of
a table together. What persons of a household share counts once a household: a *cell* is a household's members, or each
person alone where members differ, which is looked at for every column. Sums are taken by domain and sampling unit, and
every influence value is a combination of such sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .calibration import Calibration
from .design import Bools, Design, Floats, Indices, Where, sums_by
from .figures import Figures
from .kept import Kept
from .sample import Sample, mask
from .shortfall import positive_line
from .spread import Spread

KEPT = 200_000
"""Values of incomes kept at once, over all incomes of a table."""
Kind = TypeVar("Kind", bound=np.generic)


class Whole:
    """The persons of a design, or of a domain of it, in cells: ``household`` (n,) codes, or each person alone.

    A sampling unit, and a household of the calibration, holds its cells whole; where households do not lie so, persons
    are the cells. Cells are in the order of units. A column that was given is kept by its identity: it must not be
    changed in place.
    """

    def __init__(self, design: Design, where: Where = None, household: ArrayLike | None = None) -> None:
        self.design = design
        self.sample = Sample(design, where)
        n = self.sample.n
        self.is_by_person = True
        self.cell: Indices = np.arange(n, dtype=np.intp)
        self.first: Indices = self.cell
        if household is not None:
            code = np.asarray(household)
            first, cell = _cells(code if self.sample.rows is None else code[self.sample.rows])
            if all((of[first][cell] == of).all() for of in self._whole_in()):
                self.is_by_person, self.cell, self.first = False, cell, first
        by_unit = self.sample.psu[self.first].argsort(kind="stable")
        number = np.empty_like(by_unit)
        number[by_unit] = np.arange(len(by_unit))
        self.cell, self.first = number[self.cell], self.first[by_unit]
        self.unit: Indices = self.sample.psu[self.first]
        self._row_of_first = self._of_members(np.arange(design.n))[self.first]
        self._columns: Kept[tuple[object, Floats, bool]] = Kept(32)
        self._lines: Kept[tuple[object, Floats, bool]] = Kept(8)
        self._orders: Kept[tuple[object, Indices]] = Kept(16)
        self._order: Indices | None = None

    def _whole_in(self) -> Iterator[Indices]:
        yield self.sample.psu
        if (calibration := self.design.calibration) is not None:
            yield self._of_members(calibration.household)

    def _of_members(self, column: NDArray[Kind]) -> NDArray[Kind]:
        return column if self.sample.rows is None else column[self.sample.rows]

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.first)

    @cached_property
    def weight(self) -> Floats:
        """The persons of each cell."""
        return sums_by(self.cell, self.sample.weight, self.cells)

    @cached_property
    def size(self) -> Indices:
        """How many sample persons each cell has."""
        return np.bincount(self.cell, minlength=self.cells)

    @cached_property
    def persons(self) -> Whole:
        """The same with each person alone."""
        return self if self.is_by_person else Whole(self.design, self.inside)

    @cached_property
    def inside(self) -> Bools:
        """Which persons of the design are of the whole, (n,)."""
        inside = np.zeros(self.design.n, dtype=np.bool_)
        inside[slice(None) if self.sample.rows is None else self.sample.rows] = True
        return inside

    @cached_property
    def everybody(self) -> Domains:
        """The one domain of all."""
        return Domains(self, [np.ones(self.design.n, dtype=np.bool_)])

    def domains(self, masks: Sequence[ArrayLike]) -> Domains:
        """The domains of these masks (n,), True or False; only the persons of the whole count."""
        return Domains(self, [mask(each, self.design.n, "where") for each in masks])

    def among(self, who: Bools) -> tuple[Indices, Floats, Indices]:
        """The cells that hold some of these persons (n,), with the weight of those, and how many they are in each."""
        if self.is_by_person or self._share(who):
            cells = who[self._row_of_first].nonzero()[0]
            return cells, self.weight[cells], self.size[cells]
        members = (who & self.inside).nonzero()[0]
        cell = self.cell_of_row.take(members)
        count = np.bincount(cell, minlength=self.cells)
        cells = count.nonzero()[0]
        return cells, sums_by(cell, self.design.weight.take(members), self.cells).take(cells), count.take(cells)

    @cached_property
    def cell_of_row(self) -> Indices:
        """The cell of each person of the design, (n,); only meaningful for those of the whole."""
        cell = np.zeros(self.design.n, dtype=np.intp)
        cell[self.inside] = self.cell
        return cell

    def column(self, values: ArrayLike, name: str) -> tuple[Floats, bool]:
        """A column (n,) by cell, and whether its persons share it; if not, by person."""

        def make() -> tuple[object, Floats, bool]:
            array = np.asarray(values)
            if self.is_by_person or (array.shape == (self.design.n,) and self._share(array)):
                return values, self.sample.column(array, name, self._row_of_first), True
            return values, self.persons.column(values, name)[0], False

        _, found, is_shared = self._columns.made(id(values), make)
        return found, is_shared

    def line(self, values: ArrayLike) -> tuple[Floats, bool]:
        """A poverty line (n,) by cell, as `column` gives it, all of it positive."""

        def make() -> tuple[object, Floats, bool]:
            z, is_shared = self.column(values, "line")
            return values, positive_line(z), is_shared

        _, found, is_shared = self._lines.made(id(values), make)
        return found, is_shared

    def _share(self, column: NDArray[np.generic]) -> bool:
        """Whether the persons of each cell have the same of a column (n,)."""
        if self._neighbours is None:
            own = self._of_members(column)
            return bool((own[self.first][self.cell] == own).all())
        next_to, one, other = self._neighbours
        differs = column[1:] != column[:-1]
        differs &= next_to
        return not differs.any() and not (column[one] != column[other]).any()

    @cached_property
    def _neighbours(self) -> tuple[Bools, Indices, Indices] | None:
        """Which persons (n - 1,) are of one cell with the next, and the pairs of one cell that somebody stands between;
        None where the persons of a cell do not follow one another."""
        rows, is_same = self._of_members(np.arange(self.design.n)), np.diff(self.cell) == 0
        if np.count_nonzero(is_same) < len(rows) - self.cells:
            return None
        one, other = rows[:-1][is_same], rows[1:][is_same]
        is_next = other == one + 1
        next_to = np.zeros(self.design.n - 1, dtype=np.bool_)
        next_to[one[is_next]] = True
        return next_to, one[~is_next], other[~is_next]

    def order(self, values: Floats) -> Indices:
        """The cells by a column, ascending.

        The sort begins in the order of the column before, which is often nearly its own.
        """

        def make() -> tuple[object, Indices]:
            if self._order is None:
                self._order = values.argsort(kind="stable")
            else:
                self._order = self._order[values[self._order].argsort(kind="stable")]
            return values, self._order

        return self._orders.made(id(values), make)[1]

    @cached_property
    def calibrated(self) -> _Calibrated | None:
        """What the totals explain to which the weights were calibrated."""
        calibration = self.design.calibration
        if calibration is None:
            return None
        household = self._of_members(calibration.household)[self.first]
        return _Calibrated(calibration, household, self.design)


def _cells(code: NDArray[Any]) -> tuple[Indices, Indices]:
    """The first person of each distinct code, and the place of each person's among them."""
    begins = np.ones(len(code), dtype=np.bool_)
    np.not_equal(code[1:], code[:-1], out=begins[1:])
    first = begins.nonzero()[0]
    if (code[first][1:] > code[first][:-1]).all():
        return first, begins.cumsum() - 1
    _, first, cell = np.unique(code, return_index=True, return_inverse=True)
    return first, cell.astype(np.intp, copy=False)


class _Calibrated:
    """The regression on known totals of what is summed by cell: see `Calibration.residuals`."""

    def __init__(self, calibration: Calibration, household: Indices, design: Design) -> None:
        homes, total, sums = calibration.held
        self.household = household
        """Of which household of the calibration each cell is."""
        self.totals, self.inverse = calibration.x.shape[1], calibration.inverse
        units = np.zeros(len(calibration.weight), dtype=np.intp)
        units[calibration.household] = design.psu_of_person
        m = len(design.sampling.psus)
        self.foreseen = np.bincount(
            total * m + units[homes], calibration.weight[homes] * sums, self.totals * m
        ).reshape(self.totals, m)
        """How a slope on a total moves the sum of a sampling unit, (p, m)."""
        drawn = calibration.design_weight / calibration.weight
        begins = np.searchsorted(homes, np.arange(len(calibration.weight) + 1))
        count = np.diff(begins)[household]
        self.begins = np.concatenate(([0], count.cumsum()))
        at = np.repeat(begins[household] - self.begins[:-1], count) + np.arange(self.begins[-1])
        self.total, self.factor = total[at], sums[at] * drawn[homes[at]]

    def residuals(self, summed: Floats, explained: Floats) -> Floats:
        """Sums by unit (r, m) less what the totals explain, given the sums with each total (r, p)."""
        slopes = np.einsum("rq,pq->rp", explained, self.inverse, optimize=False)
        less: Floats = summed - np.einsum("rp,pm->rm", slopes, self.foreseen, optimize=False)
        return less


class _Places:
    """Where each of some numbers stands in a list of them, in which it may stand often."""

    def __init__(self, numbers: Indices, size: int) -> None:
        self._order: Indices = numbers.argsort(kind="stable")
        self._count: Indices = np.bincount(numbers, minlength=size)
        self._begin: Indices = self._count.cumsum() - self._count

    def of(self, wanted: Indices) -> Indices:
        """The places of these numbers, one number after another."""
        count = self._count[wanted]
        upto = count.cumsum()
        found: Indices = self._order[np.repeat(self._begin[wanted] - upto + count, count) + np.arange(count.sum())]
        return found


class Domains:
    """Domains of the persons of a `Whole`, which may overlap, and what is measured in each.

    A *pair* is a cell in a domain, with the weight of its persons there; pairs are in the order of domains. Sums of a
    variable are a row for each domain, (d, m) by sampling unit; with calibrated weights the sums with each known total
    follow, (d, m + p), so that combinations of rows are the sums of the combination.
    """

    def __init__(self, whole: Whole, masks: Sequence[Bools]) -> None:
        """``masks``: who belongs to each domain, (n,)."""
        self.whole, self._masks, self.size = whole, masks, len(masks)
        among = [whole.among(each) for each in masks] or [whole.among(np.zeros(whole.design.n, dtype=np.bool_))]
        count = [len(cells) for cells, *_ in among[: self.size]]
        self.begins: Indices = np.cumsum([0, *count])
        self.cell: Indices = np.concatenate([cells for cells, *_ in among])
        self.weight: Floats = np.concatenate([weight for _, weight, _ in among])
        self.persons: Indices = np.concatenate([persons for *_, persons in among])
        self.domain: Indices = np.repeat(np.arange(self.size), count)
        self.n: Indices = np.array([persons.sum() for *_, persons in among[: self.size]], dtype=np.intp)
        self.sampling = whole.design.sampling
        self.units = len(self.sampling.psus)
        self._place: Indices = self.domain * self.units + whole.unit[self.cell]
        self._spreads: Kept[Spread] = Kept(max(4, KEPT // whole.cells))
        self._by_column: Kept[tuple[object, Spread]] = Kept(4)
        self._totals_of: Kept[tuple[object, Figures]] = Kept(32)
        self._summed: Kept[tuple[object, Floats]] = Kept(4)
        self.at_hand: Kept[tuple[object, object]] = Kept(4)
        """What a figure works on, of the last of its spreads."""

    @cached_property
    def by_person(self) -> Domains:
        """The same domains with each person alone."""
        return self if self.whole.is_by_person else Domains(self.whole.persons, self._masks)

    def persons_of(self, pairs: Indices) -> Indices:
        """How many sample persons of each domain are in some of the pairs, (d,)."""
        if self.size == 1:
            return np.array([self.persons[pairs].sum()])
        count = np.bincount(self.domain[pairs], self.persons[pairs], self.size)
        return count.astype(np.intp)

    @cached_property
    def is_everybody(self) -> bool:
        """Whether it is the one domain of all cells, each with its number for a pair."""
        return self.size == 1 and len(self.cell) == self.whole.cells

    @cached_property
    def inside(self) -> Bools:
        """Which sampling units hold persons of each domain, (d, m)."""
        inside = np.zeros(self.size * self.units, dtype=np.bool_)
        inside[self._place] = True
        return inside.reshape(self.size, self.units)

    @cached_property
    def df(self) -> list[int]:
        """Degrees of freedom of each domain."""
        return self.sampling.dfs(self.inside)

    def rows(self, weighted: Floats, pairs: Indices | None = None) -> Floats:
        """The sums of a weighted variable of the pairs, or of some of them: a row for each domain."""
        found: Floats = self.rows_of_each((weighted,), pairs)[0]
        return found

    def rows_of_each(
        self, weighted: Sequence[Floats], pairs: Indices | None = None, part: Indices | None = None, parts: int = 1
    ) -> Floats:
        """The `rows` of several weighted variables of the pairs, or of some of them, (k, d, m).

        ``part`` says of which of some ``parts`` each pair is: then there is a row for each domain of each part,
        (k, parts × d, m).
        """
        shape = len(weighted), parts * self.size, self.units
        if pairs is None and part is None:
            summed = np.zeros((shape[0], shape[1] * shape[2]))
            summed[:, self._place[self._runs]] = [np.add.reduceat(each, self._runs) for each in weighted]
        else:
            place = self._place if pairs is None else self._place.take(pairs)
            if part is not None:
                place = place + part * (self.size * self.units)
            summed = np.array([sums_by(place, each, shape[1] * shape[2]) for each in weighted])
        calibrated = self.whole.calibrated
        if calibrated is None:
            return summed.reshape(shape)
        if (home := self._home) is not None:
            pairs = home if pairs is None else home[pairs]
        explained = np.zeros((shape[0], shape[1] * calibrated.totals))
        if part is None:  # what a household's persons have is summed before it is explained
            household, factor, begins, place = self._by_total
            for found, each in zip(explained, weighted, strict=True):
                of = each if pairs is None else sums_by(pairs, each, len(self._homes))
                found[place] = np.add.reduceat(of.take(household) * factor, begins)
        else:
            begins, total, factor = self._totals
            count = np.diff(begins) if pairs is None else np.diff(begins)[pairs]
            if pairs is not None:
                upto = count.cumsum()
                at = np.repeat(begins[pairs] - upto + count, count) + np.arange(count.sum())
                total, factor = total[at], factor[at]
            total = total + np.repeat(part, count) * (self.size * calibrated.totals)
            for found, each in zip(explained, weighted, strict=True):
                found += np.bincount(total, np.repeat(each, count) * factor, len(found))
        return np.concatenate([summed.reshape(shape), explained.reshape(*shape[:2], -1)], axis=2)

    @cached_property
    def _runs(self) -> Indices:
        """Where pairs of the next unit begin: units follow one another, so that sums need no look at places."""
        return np.diff(self._place, prepend=-1).nonzero()[0]

    def rows_by_rank(self, weighted: Floats, order: Indices) -> Floats:
        """The `rows` of a weighted variable of all pairs that is given in some order of them."""
        if self.whole.calibrated is None:
            return self.rows(weighted, order)
        by_pair = np.empty_like(weighted)
        by_pair[order] = weighted
        return self.rows(by_pair)

    @cached_property
    def _homes(self) -> Indices:
        """The first pair of each household of a domain, as the calibration has households."""
        calibrated = self.whole.calibrated
        assert calibrated is not None
        household, is_first = calibrated.household[self.cell], np.ones(len(self.cell), dtype=np.bool_)
        is_first[1:] = (household[1:] != household[:-1]) | (self.domain[1:] != self.domain[:-1])
        return is_first.nonzero()[0]

    @cached_property
    def _home(self) -> Indices | None:
        """Of which of these households each pair is; None where each pair is one."""
        count = np.diff(self._homes, append=len(self.cell))
        return None if len(count) == len(self.cell) else np.repeat(np.arange(len(count)), count)

    @cached_property
    def _totals(self) -> tuple[Indices, Indices, Floats]:
        """What each household has of each known total, one after another: where each begins, (households + 1,), the
        place of domain and total, and the factor."""
        calibrated = self.whole.calibrated
        assert calibrated is not None
        begins, cell, domain = calibrated.begins, self.cell[self._homes], self.domain[self._homes]
        count = np.diff(begins)[cell]
        upto = np.concatenate(([0], count.cumsum()))
        of = np.repeat(np.arange(len(count)), count)
        at = np.repeat(begins[cell] - upto[:-1], count) + np.arange(upto[-1])
        return upto, domain[of] * calibrated.totals + calibrated.total[at], calibrated.factor[at]

    @cached_property
    def _by_total(self) -> tuple[Indices, Floats, Indices, Indices]:
        """The same, total after total: the household and its factor, where each total begins, and its place."""
        begins, total, factor = self._totals
        order = total.astype(np.min_scalar_type(total.max(initial=0))).argsort(kind="stable")  # small numbers sort fast
        household = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
        first = np.diff(total[order], prepend=-1).nonzero()[0]
        return household[order], factor[order], first, total[order[first]]

    def totals(self, rows: Floats) -> Floats:
        """The sum of each domain, (d,): by sampling unit, then added in pairs."""
        found: Floats = rows[:, : self.units].sum(axis=1)
        return found

    def scores(self, rows: Floats) -> Floats:
        """The scores of what these rows sum, (d, m)."""
        calibrated = self.whole.calibrated
        if calibrated is None:
            return rows
        return calibrated.residuals(rows[:, : self.units], rows[:, self.units :])

    @cached_property
    def weights(self) -> Floats:
        """The rows of weights."""
        return self.rows(self.weight)

    @cached_property
    def population(self) -> Floats:
        """Persons of each domain, (d,); one for a domain of nobody, which has no figures."""
        found = self.totals(self.weights)
        return np.where(self.n > 0, found, 1.0)

    def figures(
        self, values: Floats, rows: Floats, unit: str, *, is_change: bool = False, defined: Bools | None = None,
        why_not: str = "",
    ) -> Figures:  # fmt: skip
        """The figures with these values and the rows of their influence values."""
        return Figures(self, values, self.scores(rows), unit, is_change, defined, why_not)

    def cases(self, who: ArrayLike) -> Indices:
        """How many sample persons of each domain are among ``who`` (n,), True or False, (d,)."""
        among = mask(who, self.whole.design.n, "who") & self.whole.inside
        return np.array([np.count_nonzero(among & each) for each in self._masks], dtype=np.intp)

    # ---- what is measured of columns

    def columns(self, *columns: tuple[ArrayLike, str]) -> tuple[Domains, list[Floats]]:
        """Columns (n,) by cell: of these domains where persons of each household share all of them, else by person."""
        found = [self.whole.column(values, name) for values, name in columns]
        if all(is_shared for _, is_shared in found):
            return self, [values for values, _ in found]
        people = self.by_person
        return people, [people.whole.column(values, name)[0] for values, name in columns]

    def sums(self, values: Floats) -> Floats:
        """The rows of a variable by cell; where most of it is nothing, the rest alone is summed."""
        some = np.flatnonzero(values != 0)
        if 8 * len(some) > len(values):
            return self.rows(self.weight * values[self.cell])
        pairs = self.pairs_of(some)
        return self.rows(self.weight[pairs] * values[self.cell[pairs]], pairs)

    def pairs_of(self, cells: Indices) -> Indices:
        """The pairs of ascending cells."""
        return cells if self.is_everybody else np.sort(self._pairs.of(cells))

    @cached_property
    def _pairs(self) -> _Places:
        return _Places(self.cell, self.whole.cells)

    def _sums_of_base(self, x: ArrayLike, values: Floats) -> Floats:
        """The rows of what others are compared with, kept by the identity of the column."""
        return self._summed.made(id(x), lambda: (x, self.sums(values)))[1]

    def unit_of_money(self, unit: str | None) -> str:
        """The unit asked for, or else the money of the design."""
        return self.whole.design.money if unit is None else unit

    def count(self, unit: str = "persons") -> Figures:
        """Number of persons: see `measure.population`."""
        return self.figures(self.totals(self.weights), self.weights, unit)

    def total(self, x: ArrayLike, unit: str | None = None) -> Figures:
        """Weighted sums of ``x`` (n,): see `measure.total`. Those of the last columns are kept, by their identity."""

        def make() -> tuple[object, Figures]:
            of, (values,) = self.columns((x, "x"))
            rows = of.sums(values)
            return x, of.figures(of.totals(rows), rows, of.unit_of_money(unit))

        return self._totals_of.made((id(x), unit), make)[1]

    def total_of(self, who: Indices, x: Floats, unit: str | None = None) -> Figures:
        """The weighted sum of the amounts ``x`` (k,) of some persons, who may stand more than once; of the one domain
        of all, person by person."""
        pairs = self.whole.cell_of_row[who]
        rows = self.rows(self.weight[pairs] * x, pairs)
        return self.figures(self.totals(rows), rows, self.unit_of_money(unit))

    def mean(self, x: ArrayLike, unit: str | None = None, *, is_change: bool = False) -> Figures:
        """Weighted means of ``x`` (n,): see `measure.mean`."""
        of, (values,) = self.columns((x, "x"))
        return of.mean_of(of.sums(values), of.unit_of_money(unit), is_change=is_change)

    def mean_of(self, rows: Floats, unit: str, *, is_change: bool = False) -> Figures:
        """The means of what these rows sum."""
        value = self.totals(rows) / self.population
        moves = (rows - value[:, None] * self.weights) / self.population[:, None]
        return self.figures(value, moves, unit, is_change=is_change)

    def share_in(self, cells: Indices) -> Figures:
        """Shares of persons who are of these cells, ascending."""
        pairs = self.pairs_of(cells)
        return self.mean_of(self.rows(self.weight[pairs], pairs), "share")

    def share(self, holds: ArrayLike) -> Figures:
        """Shares of persons for whom ``holds`` (n,) is true: see `measure.share`."""
        return self.mean(mask(holds, self.whole.design.n, "holds"), "share")

    def shares_by(self, code: ArrayLike, parts: int) -> list[Figures]:
        """Shares of persons in each of so many parts, by the number (n,) of the part of each person, from zero."""
        of, (values,) = self.columns((code, "code"))
        rows = of.rows_of_each((of.weight,), part=values.astype(np.intp)[of.cell], parts=parts)
        rows = rows.reshape(parts, of.size, rows.shape[2])
        everybody = rows.sum(axis=0)  # with which a part that is everybody has no error, to the last bit
        population = np.where(of.n > 0, of.totals(everybody), 1.0)
        value = rows[:, :, : of.units].sum(axis=2) / population
        moves = (rows - value[:, :, None] * everybody) / population[:, None]
        return [of.figures(value[part], moves[part], "share") for part in range(parts)]

    def ratio(self, x: ArrayLike, y: ArrayLike, unit: str = "ratio", *, is_change: bool = False) -> Figures:
        """Totals of ``x`` over totals of ``y``, both (n,): see `measure.ratio`."""
        of, (above, below) = self.columns((x, "x"), (y, "y"))
        upper, lower = of.sums(above), of._sums_of_base(y, below)
        base = of.totals(lower)
        defined = base != 0
        base = np.where(defined, base, 1.0)
        value = of.totals(upper) / base
        moves = (upper - value[:, None] * lower) / base[:, None]
        return of.figures(
            value, moves, unit, is_change=is_change, defined=defined,
            why_not="A ratio to a total of zero is not defined.",
        )  # fmt: skip

    def parts_of(self, x: ArrayLike, unit: str = "share") -> Figures:
        """What part of all of ``x`` (n,) each domain holds: a `measure.ratio` over everybody, whose cases it counts."""
        of, (values,) = self.columns((x, "x"))
        everybody = of.whole.everybody
        rows = of.sums(values)
        lower = everybody._sums_of_base(x, values)
        base = float(everybody.totals(lower)[0])
        value = of.totals(rows) / (base or 1.0)
        moves = (rows - value[:, None] * lower) / (base or 1.0)
        return everybody.figures(
            value, moves, unit, defined=np.full(of.size, base != 0),
            why_not="A ratio to a total of zero is not defined.",
        )  # fmt: skip

    def held(self, x: ArrayLike, unit: str | None = None) -> Figures:
        """How much of ``x`` (n,) each domain holds: a `measure.total` over everybody, whose cases it counts."""
        of, (values,) = self.columns((x, "x"))
        rows = of.sums(values)
        return of.whole.everybody.figures(of.totals(rows), rows, of.unit_of_money(unit))

    def spread(self, y: ArrayLike) -> Spread:
        """An income (n,) in these domains; one that was asked for before is not measured again."""
        values, is_shared = self.whole.column(y, "y")
        of = self if is_shared else self.by_person

        def same() -> Spread:
            total = float(values.sum())
            if total in of._spreads and not np.array_equal(of._spreads[total].values, values):
                del of._spreads[total]
            return of._spreads.made(total, lambda: Spread(of, values))

        _, found = of._by_column.made(id(values), lambda: (values, same()))
        return found
