"""Who gets a benefit and who pays a tax: concentration, progressivity, coverage and leakage.

The errors of targeting, who is left out and what goes elsewhere, are those of Cornia and Stewart (1993).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .basic import ratio, share
from .design import Design, Floats, Where
from .estimate import Estimate, UndefinedError
from .sample import Ranking, Sample, mask


def concentration(x: ArrayLike, rank_by: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Concentration index of the amounts ``x`` over persons ranked by ``rank_by``, both (n,): 2 Σ w x F / X - 1.

    F is the mid-rank: population share below plus half of the tie. Negative when the amounts go to the low ranks, zero
    when all get the same. Influence (2 x F + 2 H - (C + 1)(x + X/N)) / X, with H = (Σ of w x above + half of the tie)/N
    (Kovačević & Binder 1997; Langel & Tillé 2013). Unit ``"index"``; measured from zero, so ``is_change`` is set and
    the rule on the coefficient of variation is off. Raises ValueError when the total of ``x`` is not positive.
    """
    sample = Sample(design, where)
    amount = sample.column(x, "x")
    ranking = Ranking(sample, sample.column(rank_by, "rank_by"))
    whole = sample.total(amount)
    if not whole > 0:
        raise UndefinedError("Concentration needs a positive total.")
    held = ranking.amounts(sample, amount)
    rank = ranking.mid_rank()
    above = (whole - held.cumsum() + held / 2) / sample.population
    value = 2 * float((held * rank).sum()) / whole - 1
    own = 2 * amount * rank[ranking.group] + 2 * above[ranking.group]
    influence = (own - (value + 1) * (amount + whole / sample.population)) / whole
    return sample.estimate(value, influence, "index", is_change=True)


def concentration_curve(
    x: ArrayLike, rank_by: ArrayLike, design: Design, *, points: int = 101, where: Where = None
) -> tuple[Floats, Floats]:
    """Population shares and shares of ``x`` held, persons ranked by ``rank_by``, at ``points`` even steps from 0 to 1.

    For charts; no errors. Linear within a tie, so the order of equal persons does not matter. Raises ValueError when
    the total of ``x`` is not positive.
    """
    if points < 2:
        raise ValueError(f"A curve needs at least two points, not {points}.")
    sample = Sample(design, where)
    amount = sample.column(x, "x")
    ranking = Ranking(sample, sample.column(rank_by, "rank_by"))
    whole = sample.total(amount)
    if not whole > 0:
        raise UndefinedError("A curve of shares needs a positive total.")
    steps = np.linspace(0.0, 1.0, points)
    persons = np.concatenate(([0.0], ranking.upto / ranking.upto[-1]))
    shares = np.concatenate(([0.0], ranking.amounts(sample, amount).cumsum() / whole))
    shares[-1] = 1.0
    return steps, np.interp(steps, persons, shares)


def kakwani(
    x: ArrayLike, income: ArrayLike, design: Design, *, rank_by: ArrayLike | None = None, where: Where = None
) -> Estimate:
    """Kakwani (1977) index of the amounts ``x``: their concentration index less the Gini index of ``income``, all (n,).

    The sign is that of taxes, for taxes and benefits alike: a tax is progressive when it is positive, a benefit when it
    is **negative**. Persons are ranked by ``income`` unless ``rank_by`` says otherwise.
    """
    ranked = concentration(x, income if rank_by is None else rank_by, design, where=where)
    return ranked - concentration(income, income, design, where=where)


def coverage(receives: ArrayLike, poor: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Share of the poor who receive; both (n,) True or False. ``n`` counts the poor; ValueError when there are none."""
    domain = mask(poor, design.n, "poor")
    return share(receives, design, where=domain if where is None else domain & mask(where, design.n, "where"))


def exclusion(receives: ArrayLike, poor: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Share of the poor who do not receive: one less the coverage."""
    return 1 - coverage(receives, poor, design, where=where)


def leakage(amount: ArrayLike, poor: ArrayLike, design: Design, *, where: Where = None) -> Estimate:
    """Share of the money ``amount`` (n,) that goes to persons who are not ``poor`` (n,), True or False.

    ``n`` counts the recipients. Raises ValueError for a negative amount, and when nobody receives.
    """
    poverty = mask(poor, design.n, "poor")
    sample = Sample(design, where)
    paid = sample.column(amount, "amount")
    if (paid < 0).any():
        raise ValueError("An amount paid out cannot be negative.")
    paid_all = np.zeros(design.n)
    paid_all[slice(None) if sample.rows is None else sample.rows] = paid
    if not paid.any():
        raise UndefinedError("Leakage is not defined when nobody in the domain receives.")
    return ratio(paid_all * ~poverty, paid_all, design, where=paid_all > 0, unit="share")
