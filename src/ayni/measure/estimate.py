"""An Estimate: a figure that knows its sampling error, and carries it through arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import numpy as np

from .design import Bools, Floats, Sampling
from .student import t_quantile

MIN_CASES = 30
"""Fewer sample cases than this and a figure is suppressed."""
CV_FLAG, CV_LIMIT = 0.15, 0.30
"""A coefficient of variation above the first is flagged ``(*)``, above the second suppressed."""
CONFIDENCE = 0.95

Scalar = float | int


class UndefinedError(ValueError):
    """The sample does not define the figure: a ratio to zero, the shares of no income."""


class Published:
    """What a figure with an error says of itself: its interval, and whether it is fit for publication."""

    __slots__ = ()
    if TYPE_CHECKING:
        value: float
        n: int
        unit: str
        is_change: bool

        @property
        def se(self) -> float: ...
        @property
        def df(self) -> int: ...

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval (Student's t)."""
        return self.value - self._half_width()

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval (Student's t)."""
        return self.value + self._half_width()

    def _half_width(self) -> float:
        se = self.se
        return se * t_quantile((1 + CONFIDENCE) / 2, self.df) if se else 0.0

    @property
    def cv(self) -> float:
        """Coefficient of variation: ``se`` over the size of ``value``; infinite at zero unless ``se`` is zero too."""
        se = self.se
        if not se:
            return 0.0
        return se / abs(self.value) if self.value else math.inf

    # ---- fitness for publication

    @property
    def reason(self) -> Literal["", "few_cases", "high_cv"]:
        """Why it is suppressed: under 30 cases (or no degrees of freedom), or a coefficient of variation above 30 %."""
        if self.n < MIN_CASES or self.df < 1:
            return "few_cases"
        return "high_cv" if not self.is_change and self.cv > CV_LIMIT else ""

    @property
    def quality(self) -> Literal["", "(*)", "suppressed"]:
        """Empty to publish, ``(*)`` to publish with a warning (cv above 15 %), ``suppressed`` not to (``reason``)."""
        if self.n < MIN_CASES or self.df < 1:
            return "suppressed"
        if self.is_change:
            return ""
        cv = self.cv
        return "suppressed" if cv > CV_LIMIT else "(*)" if cv > CV_FLAG else ""


@dataclass(frozen=True, eq=False)
class Estimate(Published):
    """A figure from a sample, with the influence of every sampling unit on it.

    ``value``: the figure, in ``unit`` (``"share"``, ``"EUR/month"``, ``"persons"``, ``"index"``…), shares as fractions.
    ``n``: sample cases behind it. ``scores`` (m,): for each sampling unit, its weighted total of influence values: how
    the figure moves when the weights of the unit grow (Deville 1999). ``inside`` (m,): which units hold persons of the
    domain. ``is_change``: the figure is measured from a natural zero (a change, a Kakwani index), where a coefficient
    of variation says nothing; only the rule on cases applies to it. ``more_variance``: variance that the scores do not
    hold, in squared units: that of random draws (`from_draws`) or all of it where replicates gave it
    (`from_replicates`); its root is that part of ``se``.

    ``+ - * /`` with numbers and with Estimates of the same sampling carry the scores by the delta method, so that
    ``after - before`` has the error of the difference. The result counts the cases of its smaller part. Subtracting one
    Estimate from another marks a change. Arithmetic raises ValueError for different samplings, for a sum of different
    units, for a division by zero, and between two Estimates of which either has ``more_variance``: how that varies with
    the other is not known here.
    """

    value: float
    n: int
    unit: str
    scores: Floats
    sampling: Sampling
    inside: Bools
    is_change: bool = False
    more_variance: float = 0.0

    __array_ufunc__: ClassVar[None] = None  # NumPy scalars leave the arithmetic to this class

    def __post_init__(self) -> None:
        m = len(self.sampling.psus)
        if self.scores.shape != (m,) or self.inside.shape != (m,):
            raise ValueError(f"An estimate needs one score and one domain flag for each of its {m} sampling units.")
        if not math.isfinite(self.value) or not np.isfinite(self.scores).all():
            raise ValueError("An estimate and its scores must be finite numbers.")
        if not 0 <= self.more_variance < math.inf:
            raise ValueError(f"A variance must be a finite number, zero or more, not {self.more_variance}.")
        self.scores.flags.writeable = False
        self.inside.flags.writeable = False

    # ---- sampling error

    @cached_property
    def se(self) -> float:
        """Standard error under the design, in ``unit``."""
        return math.sqrt(self.sampling.variance(self.scores) + self.more_variance)

    @cached_property
    def df(self) -> int:
        """Degrees of freedom: sampling units less strata, of the domain."""
        return self.sampling.df(self.inside)

    def with_unit(self, unit: str) -> Estimate:
        """The same figure under another unit name; nothing is converted."""
        return self._said(unit=unit)

    def with_cases(self, n: int) -> Estimate:
        """The same figure resting on ``n`` sample cases, such as those who receive."""
        return self._said(n=n)

    def as_change(self, is_change: bool = True) -> Estimate:
        """The same figure measured from a natural zero, or not."""
        return self._said(is_change=is_change)

    def _said(self, **said: object) -> Estimate:
        """The same scores with something else said of them: what was found of them is found."""
        same = replace(self, **said)  # type: ignore[arg-type]
        vars(same).update({name: found for name in ("se", "df", "_of") if (found := vars(self).get(name)) is not None})
        return same

    # ---- arithmetic

    def __neg__(self) -> Estimate:
        return replace(self, value=-self.value, scores=-self.scores)

    def __add__(self, other: Estimate | Scalar) -> Estimate:
        if isinstance(other, Estimate):
            unit = same_unit(self, other)
            scores = self.scores + other.scores
            return _join(self, other, self.value + other.value, scores, unit, self.is_change and other.is_change)
        return replace(self, value=self.value + _number(other), scores=self.scores)

    def __sub__(self, other: Estimate | Scalar) -> Estimate:
        if isinstance(other, Estimate):
            unit = same_unit(self, other)
            return _join(self, other, self.value - other.value, self.scores - other.scores, unit, True)
        return self + -_number(other)

    def __mul__(self, other: Estimate | Scalar) -> Estimate:
        if isinstance(other, Estimate):
            _combinable(self, other)
            scores = self.scores * other.value + other.scores * self.value
            unit = _product_unit(self.unit, other.unit)
            return _join(self, other, self.value * other.value, scores, unit, self.is_change or other.is_change)
        factor = _number(other)
        more = self.more_variance * factor**2
        return replace(self, value=self.value * factor, scores=self.scores * factor, more_variance=more)

    def __truediv__(self, other: Estimate | Scalar) -> Estimate:
        divisor = other.value if isinstance(other, Estimate) else _number(other)
        if not divisor:
            raise UndefinedError("An estimate cannot be divided by zero.")
        if isinstance(other, Estimate):
            _combinable(self, other)
            value = self.value / divisor
            scores = (self.scores - value * other.scores) / divisor
            unit = "ratio" if self.unit == other.unit else f"{self.unit} / {other.unit}"
            return _join(self, other, value, scores, unit, self.is_change or other.is_change)
        more = self.more_variance / divisor**2
        return replace(self, value=self.value / divisor, scores=self.scores / divisor, more_variance=more)

    def __radd__(self, other: Scalar) -> Estimate:
        return self + other

    def __rsub__(self, other: Scalar) -> Estimate:
        return -self + other

    def __rmul__(self, other: Scalar) -> Estimate:
        return self * other

    def __rtruediv__(self, other: Scalar) -> Estimate:
        if not self.value:
            raise UndefinedError("A number cannot be divided by an estimate of zero.")
        value = _number(other) / self.value
        scores = -value / self.value * self.scores
        more = self.more_variance * (value / self.value) ** 2
        return replace(self, value=value, scores=scores, unit=f"1 / {self.unit}", more_variance=more)

    def __repr__(self) -> str:
        note = f" {self.quality}" if self.quality else ""
        return f"Estimate({self.value:.6g} ± {self.se:.2g} {self.unit}, n={self.n}{note})"


class Change(NamedTuple):
    """A change as it must be shown: points and relative change together."""

    points: Estimate
    """After less before, in their unit."""
    relative: Estimate | None
    """After over before, less one; a fraction, unit ``"relative"``. None where before is zero."""


class SourceShare(NamedTuple):
    """A source of income in the Gini of the sum of all; the indices that a source without a total lacks are None."""

    share: Estimate
    """Of all income, S."""
    gini: Estimate | None
    """Of the source among all persons, G; None unless its total is positive."""
    correlation: Estimate | None
    """Gini correlation with the ranks of total income, R = C/G; None where G is none or zero."""
    concentration: Estimate | None
    """Over the ranks of total income, C = R G; None when its total is zero."""
    contribution: Estimate
    """To the Gini of all income, S C = S G R: the contributions add up to it."""
    marginal: Estimate
    """Rise of the Gini of all income per proportional rise of the source, S (C - G of all): a hundredth for 1 %."""


def change(after: Estimate, before: Estimate) -> Change:
    """The change from ``before`` to ``after``, two Estimates on the same sampling; ValueError otherwise."""
    points = after - before
    if not before.value:
        return Change(points, None)
    relative = replace(after / before - 1, unit="relative", is_change=True)
    return Change(points, relative)


def _number(value: Scalar) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"An estimate can be combined with finite numbers only, not {number}.")
    return number


def _combinable(one: Estimate, other: Estimate) -> None:
    if one.sampling != other.sampling:
        raise ValueError("Two estimates can be combined only when they come from the same sampling design.")
    if one.more_variance or other.more_variance:
        raise ValueError("Estimates from draws or replicates must be combined draw by draw or replicate by replicate.")


def same_unit(one: Estimate, other: Estimate) -> str:
    """The unit of a sum of the two; ValueError where they cannot be added."""
    _combinable(one, other)
    if one.unit != other.unit:
        raise ValueError(f"An estimate in {one.unit} cannot be added to or subtracted from one in {other.unit}.")
    return one.unit


def _product_unit(one: str, other: str) -> str:
    pure = ("share", "ratio", "relative", "index")
    if one in pure:
        return other
    return one if other in pure else f"{one} · {other}"


def _join(one: Estimate, other: Estimate, value: float, scores: Floats, unit: str, is_change: bool) -> Estimate:
    inside = one.inside | other.inside
    return Estimate(value, min(one.n, other.n), unit, scores, one.sampling, inside, is_change)
