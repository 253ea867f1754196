"""Whole tables at once: the figures of many domains from one sort an income and one sum a variable.

The functions of this package measure one figure at a time and are the reference; these give the same for all domains of
a table together. What persons of a household share counts once a household: a *cell* is a household's members, or each
person alone where members differ, which is looked at for every column. Sums are taken by domain and sampling unit, and
every influence value is a combination of such sums.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .calibration import Calibration
from .design import Bools, Design, Floats, Indices, Where, sums_by
from .estimate import CONFIDENCE, Estimate, SourceShare, UndefinedError
from .sample import Sample, mask, share_argument
from .student import t_quantile

KEPT = 200_000
"""Values of incomes kept at once, over all incomes of a table."""
Made = TypeVar("Made")
Kind = TypeVar("Kind", bound=np.generic)


class _Kept(OrderedDict[Hashable, Made]):
    """The last so many things that were made."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def made(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The thing of a key, made where it is not kept."""
        if key in self:
            self.move_to_end(key)
            return self[key]
        made = self[key] = make()
        if len(self) > self.most:
            self.popitem(last=False)
        return made


class Whole:
    """The persons of a design, or of a domain of it, in cells: ``household`` (n,) codes, or each person alone.

    A sampling unit, and a household of the calibration, holds its cells whole; where households do not lie so, persons
    are the cells. A column that was given is kept by its identity: it must not be changed in place.
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
        self.unit: Indices = self.sample.psu[self.first]
        self._row_of_first = self._of_members(np.arange(design.n))[self.first]
        self._columns: _Kept[tuple[object, Floats, bool]] = _Kept(32)
        self._lines: _Kept[tuple[object, Floats, bool]] = _Kept(8)
        self._orders: _Kept[tuple[object, Indices]] = _Kept(16)
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
        return self.sample.weight if self.is_by_person else sums_by(self.cell, self.sample.weight, self.cells)

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
        members = (who if self.sample.rows is None else who[self.sample.rows]).nonzero()[0]
        count = np.bincount(self.cell[members], minlength=self.cells)
        cells = count.nonzero()[0]
        return cells, sums_by(self.cell[members], self.sample.weight[members], self.cells)[cells], count[cells]

    def column(self, values: ArrayLike, name: str) -> tuple[Floats, bool]:
        """A column (n,) by cell, and whether its persons share it; if not, by person."""

        def make() -> tuple[object, Floats, bool]:
            array = np.asarray(values)
            if self.is_by_person or (array.shape == (self.design.n,) and self._share(array)):
                return values, self.sample.column(array, name, self._row_of_first), True
            return values, self.sample.column(array, name), False

        _, found, is_shared = self._columns.made(id(values), make)
        return found, is_shared

    def line(self, values: ArrayLike) -> tuple[Floats, bool]:
        """A poverty line (n,) by cell, as `column` gives it, all of it positive."""

        def make() -> tuple[object, Floats, bool]:
            z, is_shared = self.column(values, "line")
            return values, _positive(z), is_shared

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
        None where cells do not follow one another."""
        steps = np.diff(self.cell)
        if (steps < 0).any():
            return None
        rows = self._of_members(np.arange(self.design.n))
        one, other = rows[:-1][steps == 0], rows[1:][steps == 0]
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


def _positive(line: Floats) -> Floats:
    if not (line > 0).all():
        raise ValueError("Every poverty line must be positive.")
    return line


class _Calibrated:
    """The regression on known totals of what is summed by cell: see `Calibration.residuals`."""

    def __init__(self, calibration: Calibration, household: Indices, design: Design) -> None:
        homes, total, sums = calibration.held
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
        self.n = self.persons_of(slice(None))
        self.sampling = whole.design.sampling
        self.units = len(self.sampling.psus)
        self._place: Indices = self.domain * self.units + whole.unit[self.cell]
        self._spreads: _Kept[Spread] = _Kept(max(4, KEPT // whole.cells))
        self._by_column: _Kept[tuple[object, Spread]] = _Kept(4)
        self._summed: _Kept[tuple[object, Floats]] = _Kept(4)
        self.at_hand: _Kept[tuple[object, object]] = _Kept(4)
        """What a figure works on, of the last of its spreads."""

    @cached_property
    def by_person(self) -> Domains:
        """The same domains with each person alone."""
        return self if self.whole.is_by_person else Domains(self.whole.persons, self._masks)

    def persons_of(self, pairs: Indices | slice) -> Indices:
        """How many sample persons of each domain are in some of the pairs, (d,)."""
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
        return [self.sampling.df(inside) for inside in self.inside]

    def rows(
        self, weighted: Floats, pairs: Indices | None = None, part: Indices | None = None, parts: int = 1
    ) -> Floats:
        """The sums of a weighted variable of the pairs, or of some of them: a row for each domain.

        ``part`` says of which of some ``parts`` each pair is: then a row for each domain of each part, (parts × d, m).
        """
        place = self._place if pairs is None else self._place[pairs]
        if part is not None:
            place = place + part * (self.size * self.units)
        summed = sums_by(place, weighted, parts * self.size * self.units).reshape(parts * self.size, self.units)
        calibrated = self.whole.calibrated
        if calibrated is None:
            return summed
        begins, total, factor = self._totals
        count = np.diff(begins) if pairs is None else np.diff(begins)[pairs]
        if pairs is not None:
            upto = count.cumsum()
            at = np.repeat(begins[pairs] - upto + count, count) + np.arange(count.sum())
            total, factor = total[at], factor[at]
        if part is not None:
            total = total + np.repeat(part, count) * (self.size * calibrated.totals)
        explained = np.bincount(total, np.repeat(weighted, count) * factor, parts * self.size * calibrated.totals)
        return np.concatenate([summed, explained.reshape(parts * self.size, calibrated.totals)], axis=1)

    @cached_property
    def _totals(self) -> tuple[Indices, Indices, Floats]:
        """What each pair has of each known total, one pair after another: where each pair begins, (pairs + 1,), the
        place of domain and total, and the factor."""
        calibrated = self.whole.calibrated
        assert calibrated is not None
        begins = calibrated.begins
        count = np.diff(begins)[self.cell]
        upto = np.concatenate(([0], count.cumsum()))
        of = np.repeat(np.arange(len(count)), count)
        at = np.repeat(begins[self.cell] - upto[:-1], count) + np.arange(upto[-1])
        return upto, self.domain[of] * calibrated.totals + calibrated.total[at], calibrated.factor[at]

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
        pairs = some if self.is_everybody else np.sort(self._pairs.of(some))
        return self.rows(self.weight[pairs] * values[self.cell[pairs]], pairs)

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
        """Weighted sums of ``x`` (n,): see `measure.total`."""
        of, (values,) = self.columns((x, "x"))
        rows = of.sums(values)
        return of.figures(of.totals(rows), rows, of.unit_of_money(unit))

    def mean(self, x: ArrayLike, unit: str | None = None, *, is_change: bool = False) -> Figures:
        """Weighted means of ``x`` (n,): see `measure.mean`."""
        of, (values,) = self.columns((x, "x"))
        return of.mean_of(of.sums(values), of.unit_of_money(unit), is_change=is_change)

    def mean_of(self, rows: Floats, unit: str, *, is_change: bool = False) -> Figures:
        """The means of what these rows sum."""
        value = self.totals(rows) / self.population
        moves = (rows - value[:, None] * self.weights) / self.population[:, None]
        return self.figures(value, moves, unit, is_change=is_change)

    def share(self, holds: ArrayLike) -> Figures:
        """Shares of persons for whom ``holds`` (n,) is true: see `measure.share`."""
        return self.mean(mask(holds, self.whole.design.n, "holds"), "share")

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
            return of._spreads.made(values.tobytes(), lambda: Spread(of, values))

        _, found = of._by_column.made(id(values), lambda: (values, same()))
        return found


@dataclass(frozen=True, eq=False)
class Figures(Sequence[Estimate]):
    """One measure in each of some domains, or several of the one domain.

    Asking for one that is not defined, or of nobody, raises UndefinedError. ``cases`` (d,): how many sample cases each
    rests on, where not all of its domain; ``more_variance`` (d,): variance that the scores do not hold.
    """

    domains: Domains
    values: Floats
    scores: Floats
    unit: str
    is_change: bool = False
    defined: Bools | None = None
    why_not: str = ""
    cases: Indices | None = None
    more_variance: Floats | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.values.sum() + self.scores.sum()):
            raise ValueError("An estimate and its scores must be finite numbers.")
        self.scores.flags.writeable = False

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, at: int) -> Estimate:  # type: ignore[override]
        if at not in self._made:
            self._made[at] = self._estimate(at)
        return self._made[at]

    def is_defined(self, at: int) -> bool:
        """Whether the sample defines it."""
        return self.defined is None or bool(self.defined[at])

    @cached_property
    def _made(self) -> dict[int, Estimate]:
        return {}

    def _estimate(self, at: int) -> Estimate:
        of = self.domains
        domain = at if of.size > 1 else 0
        if not of.n[domain]:
            raise UndefinedError("The domain holds no sample person.")
        if not self.is_defined(at):
            raise UndefinedError(self.why_not)
        found = _OfTable.__new__(_OfTable)  # its scores were looked at with those of the table
        said = vars(found)
        said.update(
            value=float(self.values[at]), n=int(of.n[domain] if self.cases is None else self.cases[at]), unit=self.unit,
            scores=self.scores[at], sampling=of.sampling, inside=of.inside[domain], is_change=self.is_change,
            more_variance=0.0 if self.more_variance is None else float(self.more_variance[at]), df=of.df[domain],
            _of=(self, at),
        )  # fmt: skip
        if "errors" in vars(self):
            said["se"] = float(self.errors[at])
        return found

    @cached_property
    def errors(self) -> Floats:
        """The standard error of each, (d,)."""
        variances = self.domains.sampling.variances(self.scores)
        errors: Floats = np.sqrt(variances if self.more_variance is None else variances + self.more_variance)
        return errors

    def changes(self, before: Figures) -> tuple[Figures, Figures]:
        """The changes from ``before``, of the same persons, in their unit and relative: see `measure.change`.

        One figure before serves for several after.
        A relative change is not defined where before is zero. Only what is measured after may have been drawn.
        """
        if before.more_variance is not None:
            raise ValueError("Figures of draws must be compared draw by draw.")
        both = [each for each in (self.defined, before.defined) if each is not None]
        defined = reduce(np.logical_and, both) if both else None
        points = Figures(
            self.domains, self.values - before.values, self.scores - before.scores, self.unit, True, defined,
            self.why_not or before.why_not, self.cases, self.more_variance,
        )  # fmt: skip
        there = np.broadcast_to(before.values != 0, self.values.shape)
        base = np.where(there, before.values, 1.0)
        value = self.values / base
        relative = Figures(
            self.domains, value - 1, (self.scores - value[:, None] * before.scores) / base[:, None], "relative", True,
            there if defined is None else there & defined, "A relative change from zero is not defined.", self.cases,
            None if self.more_variance is None else self.more_variance / base**2,
        )  # fmt: skip
        return points, relative

    def with_cases(self, cases: Indices) -> Figures:
        """The same figures resting on so many sample cases each, (d,)."""
        return replace(self, cases=cases)

    def as_change(self) -> Figures:
        """The same figures measured from a natural zero."""
        return replace(self, is_change=True)

    @property
    def only(self) -> Estimate:
        """The figure of the one domain."""
        if len(self) != 1:
            raise ValueError(f"There are {len(self)} figures.")
        return self[0]


class _OfTable(Estimate):
    """A figure whose error is found with those of its table, whose scores were looked at together."""

    def __post_init__(self) -> None:
        if self.scores.flags.writeable:
            super().__post_init__()

    @cached_property
    def se(self) -> float:
        """Standard error under the design, in ``unit``."""
        if "_of" not in vars(self):
            return float(np.sqrt(self.sampling.variance(self.scores) + self.more_variance))
        figures, at = vars(self)["_of"]
        return float(figures.errors[at])


def stacked(figures: Sequence[Figures]) -> Figures:
    """The figures of one measure in one domain under one thing after another, as one table."""
    defined = [each.defined for each in figures if each.defined is not None]
    return replace(
        figures[0], values=np.concatenate([each.values for each in figures]),
        scores=np.concatenate([each.scores for each in figures]),
        defined=np.concatenate(defined) if defined else None,
    )  # fmt: skip


def find_errors(figures: Iterable[Figures]) -> None:
    """Find the errors of several figures on one sampling together."""
    wanted = list({id(each): each for each in figures if "errors" not in vars(each)}.values())
    if len(wanted) < 2:
        return
    variances = wanted[0].domains.sampling.variances(np.concatenate([each.scores for each in wanted]))
    upto = 0
    for each in wanted:
        own = variances[upto : upto + len(each)]
        upto += len(each)
        vars(each)["errors"] = np.sqrt(own if each.more_variance is None else own + each.more_variance)


class Drawn:
    """Figures of the same domains in one random draw after another, summed as they come: see `measure.from_draws`.

    What is summed is how far each is from the first, so that what is the same in all draws varies by nothing.
    """

    def __init__(self, first: Figures) -> None:
        self._first, self._moved = first, [np.zeros_like(first.values)]
        self._scores: Floats = np.zeros_like(first.scores)
        self._cases, self._defined = first.cases, first.defined

    def add(self, figures: Figures) -> None:
        """One more draw."""
        self._moved.append(figures.values - self._first.values)
        if figures is self._first:
            return
        self._scores += figures.scores - self._first.scores
        if self._cases is not None and figures.cases is not None:
            self._cases = np.minimum(self._cases, figures.cases)
        if figures.defined is not None:
            self._defined = figures.defined if self._defined is None else self._defined & figures.defined

    @property
    def mean(self) -> Figures:
        """The means, with the variance between draws; of what is defined in every draw."""
        moved, draws, first = np.array(self._moved), len(self._moved), self._first
        if draws < 2:
            raise ValueError(f"The spread between draws needs at least two of them, not {draws}.")
        return replace(
            first, values=first.values + moved.sum(axis=0) / draws, scores=first.scores + self._scores / draws,
            cases=self._cases, defined=self._defined, more_variance=(1 + 1 / draws) * moved.var(axis=0, ddof=1),
        )  # fmt: skip


class Spread:
    """An income in some domains: its poverty, mean, inequality and quantiles. Each measure is made once."""

    def __init__(self, domains: Domains, values: Floats) -> None:
        """``values`` by cell."""
        self.domains, self.values = domains, values
        self._poverty: _Kept[_Poverty] = _Kept(8)
        self._figures: dict[Hashable, Figures] = {}

    def at_hand(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What figures work on, which is larger than they are: kept for the next, and made again if asked for later."""
        _, found = self.domains.at_hand.made((id(self), what), lambda: (self, make()))
        return found  # type: ignore[return-value]

    @property
    def y(self) -> Floats:
        """The income of each pair."""
        if self.domains.is_everybody:
            return self.values
        return self.at_hand("y", lambda: self.values[self.domains.cell])

    def _once(self, key: Hashable, make: Callable[[], Figures]) -> Figures:
        if key not in self._figures:
            self._figures[key] = make()
        return self._figures[key]

    @cached_property
    def by_person(self) -> Spread:
        """The same with each person alone."""
        whole = self.domains.whole
        return self if whole.is_by_person else Spread(self.domains.by_person, self.values[whole.cell])

    @cached_property
    def money(self) -> Floats:
        """The rows of the income."""
        return self.domains.rows(self.domains.weight * self.y)

    @cached_property
    def income(self) -> Floats:
        """All income of each domain, (d,)."""
        return self.domains.totals(self.money)

    def mean(self, unit: str | None = None) -> Figures:
        """Means: see `measure.mean`."""
        unit = self.domains.unit_of_money(unit)
        return self._once(("mean", unit), lambda: self.domains.mean_of(self.money, unit))

    # ---- poverty

    def _below(self, line: ArrayLike) -> _Poverty:
        """The poor by a line, a number or (n,)."""

        def made() -> _Poverty:
            if not np.ndim(line):
                return _Poverty(self, _positive(np.full(len(self.values), line, dtype=np.float64)), line)
            z, is_shared = self.domains.whole.line(line)
            return _Poverty(self, z, line) if is_shared else self.by_person._below(line)

        return self._poverty.made(id(line) if np.ndim(line) else (line,), made)

    def fgt(self, line: ArrayLike, alpha: float) -> Figures:
        """Poverty: see `measure.fgt`."""
        return self._below(line).fgt(alpha)

    def poverty(self, lines: Iterable[ArrayLike], alphas: Sequence[float] = (0, 1, 2)) -> list[list[Figures]]:
        """Poverty by several lines, each with several powers of the shortfall, summed together."""
        poor = [self._below(line) for line in lines]
        _sum_together([each for each in poor if each.domains is self.domains], alphas)
        return [[each.fgt(alpha) for alpha in alphas] for each in poor]

    def headcount(self, line: ArrayLike) -> Figures:
        """Shares of persons below the line."""
        return self.fgt(line, 0)

    def gap(self, line: ArrayLike) -> Figures:
        """Mean shortfalls as a share of the line."""
        return self.fgt(line, 1)

    def severity(self, line: ArrayLike) -> Figures:
        """Mean squared shortfalls as a share of the line."""
        return self.fgt(line, 2)

    def poor(self, line: ArrayLike) -> Figures:
        """Persons below the line."""
        return self._below(line).persons

    def risen(self, before: Spread, line: ArrayLike) -> Figures:
        """Persons below a line, a number or (n,), by the income before and not by this one; its cases are they."""
        if self.domains is not before.domains:
            return self.by_person.risen(before.by_person, line)
        of, z = self.domains, self._below(line).z
        if self._below(line).domains is not of:
            return self.by_person.risen(before.by_person, line)
        over = (before.values < z) & (self.values >= z)
        pairs = (over if of.is_everybody else over[of.cell]).nonzero()[0]
        rows = of.rows(of.weight[pairs], pairs)
        return of.figures(of.totals(rows), rows, "persons").with_cases(of.persons_of(pairs))

    # ---- what rests on logarithms

    def watts(self, line: ArrayLike) -> Figures:
        """Watts indices: see `measure.watts`."""
        self._refuse_unless_positive("income")
        return self._below(line).watts()

    def theil(self) -> Figures:
        """Theil's T: see `measure.theil`."""
        return self.generalized_entropy(1)

    def mean_log_deviation(self) -> Figures:
        """Mean log deviations: see `measure.mean_log_deviation`."""
        return self.generalized_entropy(0)

    def generalized_entropy(self, alpha: float) -> Figures:
        """Generalised entropy: see `measure.generalized_entropy`."""
        if not np.isfinite(alpha):
            raise ValueError(f"alpha must be a finite number, not {alpha}.")
        return self._once(("entropy", alpha), lambda: self._generalized_entropy(alpha))

    def _generalized_entropy(self, alpha: float) -> Figures:
        of, relative = self.domains, self._relative
        if alpha == 1:
            rows = of.rows(of.weight * relative * np.log(relative))
            slope = of.totals(rows) / of.population + 1
        elif alpha == 0:
            rows, slope = of.rows(of.weight * -np.log(relative)), np.full(of.size, -1.0)
        else:
            rows = of.rows(of.weight * (relative**alpha - 1) / (alpha * (alpha - 1)))
            slope = alpha * of.totals(rows) / of.population + 1 / (alpha - 1)
        value = of.totals(rows) / of.population
        moves = rows - value[:, None] * of.weights - slope[:, None] * self._apart
        return of.figures(value, moves / of.population[:, None], "index")

    def atkinson(self, epsilon: float) -> Figures:
        """Atkinson indices: see `measure.atkinson`."""
        if not 0 < epsilon < np.inf:
            raise ValueError(f"epsilon must be positive, not {epsilon}.")
        return self._once(("atkinson", epsilon), lambda: self._atkinson(epsilon))

    def _atkinson(self, epsilon: float) -> Figures:
        of, relative = self.domains, self._relative
        if epsilon == 1:
            rows = of.rows(of.weight * np.log(relative))
            middle = of.totals(rows) / of.population
            equal, moved = np.exp(middle), rows - middle[:, None] * of.weights
        else:
            rows = of.rows(of.weight * relative ** (1 - epsilon))
            middle = np.where(of.n > 0, of.totals(rows) / of.population, 1.0)
            equal, moved = middle ** (1 / (1 - epsilon)), (rows / middle[:, None] - of.weights) / (1 - epsilon)
        return of.figures(1 - equal, equal[:, None] * (self._apart - moved) / of.population[:, None], "index")

    def _refuse_unless_positive(self, name: str) -> None:
        if not (self.y > 0).all():
            raise ValueError(f"{name} must be positive inside the domain: the measure rests on its logarithm.")

    @cached_property
    def _relative(self) -> Floats:
        """The income of each pair over the mean of its domain."""
        self._refuse_unless_positive("y")
        relative: Floats = self.y / self._means[self.domains.domain]
        return relative

    @cached_property
    def _means(self) -> Floats:
        return np.where(self._has_income, self.income / self.domains.population, 1.0)

    @cached_property
    def _apart(self) -> Floats:
        """The rows of how far incomes over the mean are from one."""
        rows: Floats = self.money / self._means[:, None] - self.domains.weights
        return rows

    # ---- what needs a sort

    @property
    def ranks(self) -> Ranks:
        """Persons of each domain by income."""
        return self.at_hand("ranks", lambda: Ranks(self.domains, self.y, self.domains.whole.order(self.values)))

    @cached_property
    def _has_income(self) -> Bools:
        return self.income > 0

    def gini(self) -> Figures:
        """Gini indices: see `measure.gini`."""
        return self._once("gini", lambda: self._concentration(self.y, self.money, is_own=True))

    def concentration(self, x: ArrayLike) -> Figures:
        """Concentration indices of the amounts ``x`` (n,) over ranks by this income: see `measure.concentration`."""
        of, (amount,) = self.domains.columns((x, "x"))
        if of is not self.domains:
            return self.by_person.concentration(x)
        amount = amount[of.cell]
        return self._concentration(amount, of.rows(of.weight * amount), is_own=False)

    def _concentration(self, x: Floats, rows: Floats, *, is_own: bool) -> Figures:
        of = self.domains
        whole = of.totals(rows)
        defined = whole > 0
        ranked, moves = self._ranked(x, whole, is_own=is_own)
        whole = np.where(defined, whole, 1.0)
        value = ranked / whole - 1
        return of.figures(
            value, (moves - (value + 1)[:, None] * rows) / whole[:, None], "index", is_change=not is_own,
            defined=defined, why_not="Concentration needs a positive total.",
        )  # fmt: skip

    def _ranked(self, x: Floats, whole: Floats, *, is_own: bool) -> tuple[Floats, Floats]:
        """Twice the sum of amounts ``x`` by their rank, given the sum of all, and the rows of its influence values.

        Of the income itself it does not matter in which order equal incomes follow one another: what one gains by its
        rank it loses by the income above it.
        """
        of, ranks = self.domains, self.ranks
        amount = ranks.level if is_own else x[ranks.order]
        held = ranks.weight * amount
        rank = ranks.to_middle(ranks.weight, ranks.upto, among_equals=not is_own)
        above = ranks.to_middle(held, ranks.money if is_own else ranks.running(held), among_equals=not is_own)
        ranked = np.empty(of.size)
        for at, here in enumerate(ranks.slices):
            rank[here] /= ranks.persons[at]
            np.subtract(whole[at], above[here], out=above[here])
            above[here] /= of.population[at]
            ranked[at] = 2 * float((held[here] * rank[here]).sum())
        above += amount * rank
        above *= ranks.weight
        moved = np.empty_like(above)
        moved[ranks.order] = above
        return ranked, 2 * of.rows(moved) - (ranked / of.population)[:, None] * of.weights

    def source(self, x: ArrayLike, at: int = 0) -> SourceShare:
        """A part ``x`` (n,) of this income in the Gini index of a domain: see `measure.gini_by_source`."""
        of, (amount,) = self.domains.columns((x, "x"))
        if of is not self.domains:
            return self.by_person.source(x, at)
        rows, whole = of.sums(amount), np.where(self._has_income, self.income, 1.0)
        own = of.totals(rows)
        ranked, moves = self._ranked(amount[of.cell], own, is_own=False)

        def part(value: Floats, moved: Floats, unit: str) -> Estimate:
            return of.figures(
                value / whole, (moved - (value / whole)[:, None] * self.money) / whole[:, None], unit,
                is_change=unit == "index", defined=self._has_income,
                why_not="A Gini by source needs a positive total income.",
            )[at]  # fmt: skip

        share, contribution = part(own, rows, "share"), part(ranked - own, moves - rows, "index")
        concentration = contribution / share if share.value else None
        index = of.spread(x).gini()[at] if own[at] > 0 else None
        correlation = concentration / index if concentration and index and index.value else None
        marginal = contribution - share * self.gini()[at]
        return SourceShare(share, index, correlation, concentration, contribution, marginal)

    def curve(self, x: ArrayLike, points: int = 101) -> tuple[Floats, Floats]:
        """The concentration curve of the amounts ``x`` (n,) in the one domain: see `measure.concentration_curve`."""
        of, (amount,) = self.domains.columns((x, "x"))
        if of is not self.domains:
            return self.by_person.curve(x, points)
        ranks = self.ranks
        held = ranks.running(ranks.weight * amount[of.cell[ranks.order]])[ranks.ends]
        if not held[-1] > 0:
            raise UndefinedError("A curve of shares needs a positive total.")
        steps = np.linspace(0.0, 1.0, points)
        persons = np.concatenate(([0.0], ranks.upto[ranks.ends] / ranks.persons[0]))
        shares = np.concatenate(([0.0], held / held[-1]))
        return steps, np.interp(steps, persons, shares)

    def kakwani(self, x: ArrayLike, at: int = 0) -> Estimate:
        """The Kakwani index of the amounts ``x`` (n,) in a domain: see `measure.kakwani`."""
        return self.concentration(x)[at] - self.gini()[at]

    def bands(self, count: int) -> Indices:
        """The band of each person by this income, of so many equal ones from 1, (n,), 0 outside; of the one domain.

        A person stands at the middle of those with the same income, who stay together.
        """
        whole, ranks = self.domains.whole, self.ranks
        rank = ranks.to_middle(ranks.weight, ranks.upto, among_equals=True) / ranks.persons[0]
        band = np.empty(len(rank), dtype=np.intp)
        band[ranks.order] = np.minimum(np.floor(rank * count) + 1, count)
        found = np.zeros(whole.design.n, dtype=np.intp)
        found[whole.inside] = band[whole.cell]
        return found

    def quantile(self, p: float, unit: str | None = None) -> Figures:
        """Quantiles with Woodruff's intervals: see `measure.quantile`."""
        (found,) = self.quantiles((p,), unit)
        return found

    def quantiles(self, shares: Sequence[float], unit: str | None = None) -> list[Figures]:
        """Several quantiles at once."""
        unit = self.domains.unit_of_money(unit)
        keys = {share_argument(p, "p"): ("quantile", p, unit) for p in shares}
        wanted = sorted(p for p, key in keys.items() if key not in self._figures)
        if wanted:
            self._figures.update(zip([keys[p] for p in wanted], self._quantiles(wanted, unit), strict=True))
        return [self._figures[keys[p]] for p in shares]

    def _quantiles(self, shares: list[float], unit: str) -> Iterator[Figures]:
        of, ranks = self.domains, self.ranks
        q, reached, ends = self._reached(shares)
        rows = self._rows_upto(ends, ranks.weight)
        moves = (rows - reached[:, :, None] * of.weights) / of.population[:, None]
        scores = np.array([of.scores(each) for each in moves])
        errors = np.sqrt(of.sampling.variances(scores.reshape(-1, of.units))).reshape(q.shape)
        spread = np.zeros_like(q)
        for d in of.n.nonzero()[0].tolist():
            some = errors[:, d] > 1e-9  # less is rounding, as in `measure.quantile`
            half = errors[some, d] * t_quantile((1 + CONFIDENCE) / 2, of.df[d])
            low, high = np.maximum(reached[some, d] - half, 0.0), np.minimum(reached[some, d] + half, 1.0)
            width = ranks.level[ranks.at(d, high)] - ranks.level[ranks.at(d, low)]
            spread[some, d] = width / (high - low)
        for at in range(len(shares)):
            found = Figures(of, q[at], -spread[at][:, None] * scores[at], unit)
            vars(found)["errors"] = spread[at] * errors[at]
            yield found

    def _reached(self, shares: Sequence[float]) -> tuple[Floats, Floats, Indices]:
        """The quantiles of each domain, the share of its persons up to each, and the place after it, (k, d)."""
        of, ranks = self.domains, self.ranks
        q, reached = np.ones((len(shares), of.size)), np.ones((len(shares), of.size))
        ends = np.repeat(of.begins[None, :-1], len(shares), axis=0)
        for d in of.n.nonzero()[0].tolist():
            at = ranks.at(d, np.array(shares))
            q[:, d], reached[:, d], ends[:, d] = ranks.level[at], ranks.upto[at] / ranks.persons[d], at + 1
        return q, reached, ends

    def _rows_upto(self, ends: Indices, weighted: Floats) -> Floats:
        """The rows of a weighted variable by place up to ascending places of each domain (k, d), (k, d, m)."""
        of, order, parts = self.domains, self.ranks.order, len(ends)
        steps = np.diff(np.concatenate([of.begins[None, :-1], ends, of.begins[None, 1:]]), axis=0)
        part = np.repeat(np.tile(np.arange(parts + 1), of.size), steps.T.ravel())
        rows = of.rows(weighted, order, part, parts + 1)
        found = rows.reshape(parts + 1, of.size, rows.shape[1])[:parts]
        for below, upto in pairwise(found):
            upto += below
        return found

    def quantile_ratio(self, a: float, b: float, at: int = 0) -> Estimate:
        """Quantile ``a`` over quantile ``b`` in a domain: see `measure.quantile_ratio`."""
        return self.quantile(a)[at] / self.quantile(b)[at]

    def income_shares(self, cuts: Sequence[float]) -> list[Figures]:
        """Shares of all income between each cut of persons and the next, ascending: see `measure.income_share`."""
        of, kept = self.domains, self.at_hand("ordinates", dict[float, tuple[Floats, Floats]])
        if inner := [p for p in cuts if 0 < p < 1 and p not in kept]:
            kept.update(zip(inner, zip(*self._ordinates(inner), strict=True), strict=True))
        ends = {p: (np.full(of.size, p), np.zeros_like(of.weights)) for p in (0.0, 1.0)}
        ordinates = [ends[p] if p in ends else kept[p] for p in cuts]
        return [
            of.figures(
                after - before, after_rows - before_rows, "share", defined=self._has_income,
                why_not="Income shares need a positive total.",
            )
            for (before, before_rows), (after, after_rows) in pairwise(ordinates)
        ]  # fmt: skip

    def _ordinates(self, cuts: Sequence[float]) -> tuple[Floats, Floats]:
        """L(p) of each domain at cuts between 0 and 1, ascending, (k, d), and the rows of its influence values."""
        of, ranks = self.domains, self.ranks
        income = np.where(self._has_income, self.income, 1.0)
        q, reached, ends = self._reached(cuts)
        persons = self._rows_upto(ends, ranks.weight)
        money = self._rows_upto(ends, ranks.weight * ranks.level)
        held = money[:, :, : of.units].sum(axis=2)
        p = np.array(cuts)[:, None]
        value = (held + (p - reached) * ranks.persons * q) / income
        moves = money - q[:, :, None] * persons + (p * q)[:, :, None] * of.weights - value[:, :, None] * self.money
        return value, moves / income[:, None]

    def tenths(self) -> list[Figures]:
        """Shares of income of each tenth, poorest first."""
        return self._parts("deciles", tuple(k / 10 for k in range(11)))

    def decile_shares(self, at: int = 0) -> list[Estimate]:
        """Shares of income of each tenth of a domain, poorest first: see `measure.decile_shares`."""
        return [each[at] for each in self.tenths()]

    def palma(self, at: int = 0) -> Estimate:
        """Income share of the richest tenth of a domain over that of the poorest four: see `measure.palma`."""
        poorest, _, richest = self._parts("palma", (0.0, 0.4, 0.9, 1.0))
        return richest[at] / poorest[at]

    def _parts(self, name: str, cuts: tuple[float, ...]) -> list[Figures]:
        if (name, 0) not in self._figures:
            parts = self.income_shares(cuts)
            find_errors(parts)
            self._figures.update({(name, at): part for at, part in enumerate(parts)})
        return [self._figures[name, at] for at in range(len(cuts) - 1)]


class _Poverty:
    """The poor of an income by a line, ``z`` by cell; nobody else enters the sums."""

    def __init__(self, spread: Spread, z: Floats, line: object) -> None:
        self.spread, self.domains, self.z, self.line = spread, spread.domains, z, line
        self.figures: dict[float, Figures] = {}
        self.rows: Floats | None = None
        """Those of the poor, once they are summed."""

    @property
    def _poor(self) -> tuple[Indices, Floats, Floats]:
        """Their pairs, weights, and shortfalls as a share of the line."""

        def make() -> tuple[Indices, Floats, Floats]:
            below, y, z = self._below()
            return below, self.domains.weight[below], (z - y) / z

        return self.spread.at_hand(id(self), make)

    def _below(self) -> tuple[Indices, Floats, Floats]:
        """Their pairs, income and line."""
        y, z = self.spread.y, self.z if self.domains.is_everybody else self.z[self.domains.cell]
        below = (y < z).nonzero()[0]
        return below, y[below], z[below]

    def fgt(self, alpha: float) -> Figures:
        if not alpha >= 0:
            raise ValueError(f"alpha must be zero or more, not {alpha}.")
        if alpha not in self.figures:
            _sum_together([self], (alpha,))
        return self.figures[alpha]

    def short(self, alpha: float) -> tuple[Indices, Floats]:
        """The pairs of the poor, and their weighted shortfalls to a power."""
        below, weight, gaps = self._poor
        return below, weight * gaps**alpha if alpha else weight

    def watts(self) -> Figures:
        below, y, z = self._below()
        return self.domains.mean_of(self.domains.rows(self.domains.weight[below] * np.log(z / y), below), "index")

    @cached_property
    def persons(self) -> Figures:
        """How many they are."""
        below, weight = self.short(0)
        rows = self.rows if self.rows is not None else self.domains.rows(weight, below)
        return self.domains.figures(self.domains.totals(rows), rows, "persons")


def _sum_together(poor: Sequence[_Poverty], alphas: Sequence[float]) -> None:
    """Measure the poor of the same domains by several lines, with each power that is not measured yet."""
    wanted = [(each, alpha) for each in poor for alpha in alphas if alpha not in each.figures]
    if not wanted:
        return
    of, parts = wanted[0][0].domains, len(wanted)
    pairs, short = zip(*(each.short(alpha) for each, alpha in wanted), strict=True)
    part = np.repeat(np.arange(parts), [len(each) for each in pairs])
    rows = of.rows(np.concatenate(short), np.concatenate(pairs), part, parts)
    rows = rows.reshape(parts, of.size, rows.shape[1])
    values = rows[:, :, : of.units].sum(axis=2) / of.population
    moves = (rows - values[:, :, None] * of.weights) / of.population[:, None]
    for at, (each, alpha) in enumerate(wanted):
        each.figures[alpha] = of.figures(values[at], moves[at], "share")
        if not alpha:
            each.rows = rows[at]


class Ranks:
    """The pairs of each domain by income, ascending, with running sums of their own.

    ``order`` (pairs,): which pair stands at each place; ``slices``: the places of each domain; ``level``, ``weight``
    and ``upto`` (pairs,): the income at each place, its persons, and those up to it; ``persons`` (d,): all of them.
    """

    def __init__(self, domains: Domains, y: Floats, cells: Indices) -> None:
        """``y`` by pair, and the ``cells`` in the order of the income."""
        self.order = cells if domains.is_everybody else self._within(domains, cells)
        self.slices = [slice(begin, end) for begin, end in pairwise(domains.begins.tolist())]
        self.level: Floats = y[self.order]
        self.weight: Floats = domains.weight[self.order]
        self.upto = self.running(self.weight)
        self.persons: Floats = np.ones(domains.size)
        for at, here in enumerate(self.slices):
            if here.stop > here.start:
                self.persons[at] = self.upto[here.stop - 1]

    def _within(self, domains: Domains, cells: Indices) -> Indices:
        """The pairs of each domain in the order of their cells."""
        rank = np.empty(len(cells), dtype=np.intp)
        rank[cells] = np.arange(len(cells))
        place = domains.domain * len(cells) + rank[domains.cell]
        there = np.zeros(domains.size * len(cells), dtype=np.bool_)
        there[place] = True
        pair = np.empty(len(there), dtype=np.int32)
        pair[place] = np.arange(len(place), dtype=np.int32)
        return pair[there.nonzero()[0]].astype(np.intp)

    def running(self, amounts: Floats) -> Floats:
        """The running sums of amounts (pairs,) by place: one for each domain, as one across all loses digits."""
        found = np.empty_like(amounts)
        for here in self.slices:
            np.cumsum(amounts[here], out=found[here])
        return found

    @cached_property
    def money(self) -> Floats:
        """Income up to each place, (pairs,)."""
        return self.running(self.weight * self.level)

    @cached_property
    def ends(self) -> Indices:
        """The last place of each group of equal incomes of a domain."""
        is_last = np.ones(len(self.level), dtype=np.bool_)
        np.not_equal(self.level[1:], self.level[:-1], out=is_last[:-1])
        is_last[[here.stop - 1 for here in self.slices if here.stop > here.start]] = True
        return is_last.nonzero()[0]

    def to_middle(self, amounts: Floats, upto: Floats, *, among_equals: bool) -> Floats:
        """The running sums of amounts (pairs,) to the middle of each place, or of its group of equal incomes."""
        if not among_equals or len(self.ends) == len(amounts):
            return upto - amounts / 2
        size = np.diff(self.ends, prepend=-1)
        begins = self.ends - size + 1
        middle: Floats = (upto[self.ends] + upto[begins] - amounts[begins]) / 2
        return middle.repeat(size)

    def at(self, domain: int, shares: Floats) -> Indices:
        """The last place of the first income at which the cumulative share of a domain's persons reaches each share."""
        here = self.slices[domain]
        # one part in 10^12 forgives the rounding of a sum of weights that should equal p exactly
        found = self.upto[here].searchsorted(shares * self.persons[domain] * (1 - 1e-12))
        income = self.level[np.minimum(here.start + found, here.stop - 1)]
        last: Indices = self.level[here].searchsorted(income, side="right") + (here.start - 1)
        return last
