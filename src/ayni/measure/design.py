"""The sampling design: which person was drawn with which unit, in which stratum, with which weight."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from .calibration import Calibration

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Indices = NDArray[np.intp]
Where: TypeAlias = ArrayLike | None
"""A domain: True or False per person of the design; None is everybody."""
_AT_ONCE = 64
"""Rows of scores whose variances are taken together: few enough to stay near the processor."""


def sums_by(group: Indices, x: Floats, size: int) -> Floats:
    """Sum of ``x`` in each of ``size`` groups."""
    return np.bincount(group, x, minlength=size).astype(np.float64, copy=False)


def codes(values: ArrayLike, name: str, n: int) -> tuple[NDArray[np.generic], Indices]:
    """Sorted distinct labels and the position of each person's label among them."""
    labels = np.asarray(values)
    if labels.shape != (n,):
        raise ValueError(f"{name} must have one code for each of the {n} persons, but its shape is {labels.shape}.")
    if labels.dtype.kind == "O":
        if any(label is None or label != label for label in labels):
            raise ValueError(f"{name} has missing codes.")
    elif labels.dtype.kind == "f" and np.isnan(labels).any():
        raise ValueError(f"{name} has missing codes.")
    try:
        distinct, position = np.unique(labels, return_inverse=True)
    except TypeError as error:
        raise ValueError(f"{name} mixes codes of different types.") from error
    return distinct, position.astype(np.intp, copy=False)


@dataclass(frozen=True, slots=True, eq=False)
class Sampling:
    """The design at the level of sampling units: all that a variance needs, small enough to travel with an Estimate.

    ``psus`` (m,) and ``strata`` (h,) are the labels, ``stratum_of_psu`` (m,) says which stratum each unit lies in and
    ``sample_of_psu`` (m,) in which of the samples laid side by side, counted from zero (one survey: all zero; see
    `independent`). Units stand in the order of their strata. Two samplings are equal when all four are.
    """

    psus: NDArray[np.generic]
    strata: NDArray[np.generic]
    stratum_of_psu: Indices
    sample_of_psu: Indices
    _size: Indices = field(init=False, repr=False)
    _scale: Floats = field(init=False, repr=False)
    _alone: Bools = field(init=False, repr=False)
    _begins: Indices = field(init=False, repr=False)
    _alone_in: list[Indices] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        size = np.bincount(self.stratum_of_psu, minlength=len(self.strata))
        object.__setattr__(self, "_size", size)
        object.__setattr__(self, "_scale", np.where(size > 1, size / np.maximum(size - 1, 1), 1.0)[self.stratum_of_psu])
        object.__setattr__(self, "_alone", (size == 1)[self.stratum_of_psu])
        object.__setattr__(self, "_begins", np.cumsum([0, *size[:-1]]))
        samples = range(self.samples) if self._alone.any() else ()
        alone_in = [np.flatnonzero(self._alone & (self.sample_of_psu == sample)) for sample in samples]
        object.__setattr__(self, "_alone_in", alone_in)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Sampling) and all(
            np.array_equal(getattr(self, part), getattr(other, part))
            for part in ("psus", "strata", "stratum_of_psu", "sample_of_psu")
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def samples(self) -> int:
        """How many independent samples lie side by side: one, unless it comes from `independent`."""
        return int(self.sample_of_psu[-1]) + 1

    @property
    def lonely(self) -> list[object]:
        """Labels of the strata with a single sampling unit."""
        labels: list[object] = self.strata[self.stratum_of_psu[self._alone]].tolist()
        return labels

    def variance(self, scores: Floats) -> float:
        """Variance of the sum of the unit totals ``scores`` (m,), in squared units of the scores.

        V = Σ_h n_h/(n_h - 1) Σ_i (z_hi - mean z_h)²: units drawn with replacement within strata, no finite-population
        correction (Wolter 2007, ch. 6; R ``survey``). A stratum with one unit contributes that unit's squared deviation
        from the mean over all units of its sample (Stata ``singleunit(centered)``; R ``survey.lonely.psu="adjust"``,
        except that R centres on zero, which differs for totals alone: every other score sums to zero).
        """
        return float((self._scale * self._deviation(scores) ** 2).sum())

    def covariance(self, one: Floats, other: Floats) -> Floats:
        """Covariances (k, l) of sums of unit totals, ``one`` (m, k) with ``other`` (m, l), as `variance` has them."""
        ours, theirs = (np.column_stack([self._deviation(each) for each in scores.T]) for scores in (one, other))
        products: Floats = (self._scale[:, None, None] * ours[:, :, None] * theirs[:, None, :]).sum(axis=0)
        return products

    def _deviation(self, scores: Floats) -> Floats:
        """How far each unit total (m,) is from the mean of its stratum, or of its sample where it is alone there."""
        means = np.bincount(self.stratum_of_psu, scores, minlength=len(self.strata)) / self._size
        centre = means[self.stratum_of_psu]
        if self._alone.any():
            overall = np.array([scores[self.sample_of_psu == sample].mean() for sample in range(self.samples)])
            centre = np.where(self._alone, overall[self.sample_of_psu], centre)
        deviation: Floats = scores - centre
        return deviation

    def variances(self, scores: Floats) -> Floats:
        """The `variance` of each row of ``scores`` (r, m), (r,)."""
        found = np.empty(len(scores))
        for first in range(0, len(scores), _AT_ONCE):
            given = scores[first : first + _AT_ONCE]
            centre = (np.add.reduceat(given, self._begins, axis=1) / self._size).repeat(self._size, axis=1)
            for sample, theirs in enumerate(self._alone_in):
                own = given if len(self._alone_in) == 1 else given[:, self.sample_of_psu == sample]
                centre[:, theirs] = own.mean(axis=1, keepdims=True)
            centre -= given
            centre *= centre
            found[first : first + _AT_ONCE] = np.einsum("ru,u->r", centre, self._scale, optimize=False)
        return found

    def df(self, inside: Bools) -> int:
        """Sampling units less strata of a domain, as R's ``degf`` of a subset; ``inside`` (m,) flags its units."""
        (found,) = self.dfs(inside[None])
        return found

    def dfs(self, inside: Bools) -> list[int]:
        """The `df` of each of some domains, whose units ``inside`` (d, m) flags."""
        strata = np.logical_or.reduceat(inside, self._begins, axis=1)
        found: list[int] = (np.count_nonzero(inside, axis=1) - np.count_nonzero(strata, axis=1)).tolist()
        return found


class Design:
    """A stratified sample of clusters: one weight, one stratum code and one sampling-unit code per person.

    ``weight`` (n,): persons represented, positive. ``stratum`` and ``psu`` (n,): codes, numbers or text, the units
    nested in the strata. ``calibration``: to which totals the weights were calibrated, where they were; it takes out
    of every error what the totals explain. ``money``: the unit of amounts, such as ``"EUR/month"``, in which totals,
    means and quantiles are given where they are asked for in no other.

    Raises ValueError when there is no person, lengths differ, a weight is not a positive number, a code is missing, or
    one sampling unit appears in two strata.
    """

    __slots__ = ("_psu_of_household", "calibration", "money", "n", "psu_of_person", "sampling", "weight")

    n: int
    weight: Floats
    psu_of_person: Indices
    sampling: Sampling
    calibration: Calibration | None
    money: str

    def __init__(
        self,
        weight: ArrayLike,
        stratum: ArrayLike,
        psu: ArrayLike,
        calibration: Calibration | None = None,
        *,
        money: str = "",
    ) -> None:
        weights = np.array(weight, dtype=np.float64)
        if weights.ndim != 1 or not len(weights):
            raise ValueError("A design needs at least one person, and one weight for each.")
        if not (np.isfinite(weights) & (weights > 0)).all():
            raise ValueError("Every weight must be a positive, finite number.")
        self.n = len(weights)
        psus, psu_of_person = codes(psu, "psu", self.n)
        strata, stratum_of_person = codes(stratum, "stratum", self.n)
        stratum_of_psu = np.zeros(len(psus), dtype=np.intp)
        stratum_of_psu[psu_of_person] = stratum_of_person
        split = np.flatnonzero(stratum_of_psu[psu_of_person] != stratum_of_person)
        if len(split):
            raise ValueError(f"Sampling unit {psus[psu_of_person[split[0]]]} appears in more than one stratum.")
        by_stratum = stratum_of_psu.argsort(kind="stable")
        psus, stratum_of_psu = psus[by_stratum], stratum_of_psu[by_stratum]
        place = np.empty_like(by_stratum)
        place[by_stratum] = np.arange(len(by_stratum))
        psu_of_person = place[psu_of_person]
        sample_of_psu = np.zeros(len(psus), dtype=np.intp)
        for array in (weights, psu_of_person, stratum_of_psu, sample_of_psu):
            array.flags.writeable = False
        self.weight = weights
        self.psu_of_person = psu_of_person
        self.sampling = Sampling(psus, strata, stratum_of_psu, sample_of_psu)
        self.calibration = calibration
        self.money = money
        if calibration is not None:
            self._psu_of_household = np.zeros(len(calibration.weight), dtype=np.intp)
            self._psu_of_household[calibration.household] = psu_of_person

    def scores(self, rows: Indices | None, weighted: Floats) -> Floats:
        """Weighted influence values of persons (those of ``rows``) by sampling unit (m,), as errors are made of them:
        less what the totals explain to which the weights were calibrated."""
        size = len(self.sampling.psus)
        if self.calibration is not None:
            return sums_by(self._psu_of_household, self.calibration.residuals(rows, weighted), size)
        return sums_by(self.psu_of_person if rows is None else self.psu_of_person.take(rows), weighted, size)

    def __repr__(self) -> str:
        return f"Design({self.n} persons, {len(self.sampling.psus)} sampling units, {len(self.sampling.strata)} strata)"
