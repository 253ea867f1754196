"""Figures of many domains at once: their values, scores and errors, and how they change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import TYPE_CHECKING

import numpy as np

from .design import Bools, Floats, Indices, Sampling
from .estimate import Estimate, Published, UndefinedError

if TYPE_CHECKING:
    from .whole import Domains


@dataclass(frozen=True, eq=False)
class Figures(Sequence[Estimate]):
    """One measure in each of some domains, or several of the one domain.

    Asking for one that is not defined, or of nobody, raises UndefinedError. ``cases`` (d,): how many sample cases each
    rests on, where not all of its domain; ``more_variance`` (d,): variance that the scores do not hold; ``above``: what
    it is a ratio of, which must be defined too.
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
    above: Figures | None = None

    def __post_init__(self) -> None:
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
        domain = self._domain(at)
        found = _OfTable.__new__(_OfTable)  # its scores are looked at with those of the table
        said = vars(found)
        said.update(
            value=float(self.values[at]), n=self._n(at), unit=self.unit, scores=self.scores[at],
            sampling=self.domains.sampling, inside=self.domains.inside[domain], is_change=self.is_change,
            more_variance=0.0 if self.more_variance is None else float(self.more_variance[at]),
            df=self.domains.df[domain], _of=(self, at),
        )  # fmt: skip
        if "errors" in vars(self):
            said["se"] = float(self.errors[at])
        return found

    def _domain(self, at: int) -> int:
        """Of which domain a figure is; UndefinedError where it is not defined."""
        domain = at if self.domains.size > 1 else 0
        if not self.domains.n[domain]:
            raise UndefinedError("The domain holds no sample person.")
        if self.above is not None:
            self.above._domain(at)
        if not self.is_defined(at):
            raise UndefinedError(self.why_not)
        return domain

    def _n(self, at: int) -> int:
        domains = self.domains
        return int((domains.n[at if domains.size > 1 else 0]) if self.cases is None else self.cases[at])

    def show(self, at: int) -> Shown:
        """One as it is shown; see `Shown`."""
        domain = self._domain(at)
        return Shown(self, at, float(self.values[at]), float(self.errors[at]), self._n(at), self.domains.df[domain])

    @cached_property
    def errors(self) -> Floats:
        """The standard error of each, (d,)."""
        return self._errors(_variances(self.domains.sampling, self.scores))

    def _errors(self, variances: Floats) -> Floats:
        """The standard errors, given the variances of the scores."""
        errors: Floats = np.sqrt(variances if self.more_variance is None else variances + self.more_variance)
        return errors

    def changes(self, before: Figures) -> tuple[Figures, Figures]:
        """The changes from ``before``, of the same persons, in their unit and relative: see `measure.change`.

        One figure before serves for several after.
        A relative change is not defined where before is zero. Only what is measured after may have been drawn.
        """
        if before.more_variance is not None:
            raise ValueError("Figures of draws must be compared draw by draw.")
        points = self.less(before)
        defined = points.defined
        base = before.values if len(before) == len(self) else before.values.repeat(len(self))
        there = base != 0
        base = np.where(there, base, 1.0)
        value = self.values / base
        relative = Figures(
            self.domains, value - 1, (self.scores - value[:, None] * before.scores) / base[:, None], "relative", True,
            there if defined is None else there & defined, "A relative change from zero is not defined.", self.cases,
            None if self.more_variance is None else self.more_variance / base**2,
        )  # fmt: skip
        return points, relative

    def less(self, other: Figures) -> Figures:
        """How much more each is than another of the same persons, in their unit."""
        both = [each for each in (self.defined, other.defined) if each is not None]
        return Figures(
            self.domains, self.values - other.values, self.scores - other.scores, self.unit, True,
            reduce(np.logical_and, both) if both else None, self.why_not or other.why_not, self.cases,
            self.more_variance,
        )  # fmt: skip

    def over(self, other: Figures) -> Figures:
        """Their ratios to other figures of the same domains and unit, which are defined where these are."""
        there = other.values != 0
        base = np.where(there, other.values, 1.0)
        value = self.values / base
        return Figures(
            self.domains, value, (self.scores - value[:, None] * other.scores) / base[:, None], "ratio", defined=there,
            why_not="An estimate cannot be divided by zero.", above=self,
        )  # fmt: skip

    @property
    def rest(self) -> Figures:
        """What each share leaves of the whole."""
        return replace(self, values=1 - self.values, scores=-self.scores)

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


class Shown(Published):
    """A figure of a table as it is shown: with its error, and without what arithmetic with it needs."""

    __slots__ = ("_at", "_figures", "df", "is_change", "n", "se", "unit", "value")

    def __init__(self, figures: Figures, at: int, value: float, se: float, n: int, df: int) -> None:
        self._figures, self._at, self.unit, self.is_change = figures, at, figures.unit, figures.is_change
        self.value, self.se, self.n, self.df = value, se, n, df  # type: ignore[misc]

    @property
    def estimate(self) -> Estimate:
        """The same figure with its scores."""
        return self._figures[self._at]


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
    cases = [each.cases for each in figures if each.cases is not None]
    return replace(
        figures[0], values=np.concatenate([each.values for each in figures]),
        scores=np.concatenate([each.scores for each in figures]),
        defined=np.concatenate(defined) if defined else None, cases=np.concatenate(cases) if cases else None,
    )  # fmt: skip


def _variances(sampling: Sampling, scores: Floats) -> Floats:
    """The variances of scores, all of which must be finite."""
    found = sampling.variances(scores)
    if not math.isfinite(found.sum()):
        raise ValueError("An estimate and its scores must be finite numbers.")
    return found


def find_errors(figures: Iterable[Figures]) -> None:
    """Find the errors of several figures on one sampling together."""
    wanted = list({id(each): each for each in figures if "errors" not in vars(each)}.values())
    if len(wanted) < 2:
        return
    variances = _variances(wanted[0].domains.sampling, np.concatenate([each.scores for each in wanted]))
    upto = 0
    for each in wanted:
        vars(each)["errors"] = each._errors(variances[upto : upto + len(each)])
        upto += len(each)


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
