"""A tree and the donors of its leaves: the one building block of sequential synthesis (Reiter 2005)."""

from __future__ import annotations

import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from ayni.engine import Array

MIN_LEAF = 20


class Cart:
    """Draws a value from the real values in the leaf where a synthetic record falls.

    The rows of one leaf take its donors evenly, not independently, which takes most of the luck out of the totals.
    A smoothed draw moves the donor's value by a normal kernel of the leaf's own width and draws it back to the leaf's
    mean, so that mean and variance stay those of the leaf. With `amounts` the values are positive amounts, smoothed in
    logarithms and scaled so that their mean stays the leaf's.
    """

    def __init__(
        self,
        x: Array,
        y: Array,
        *,
        category: bool = False,
        amounts: bool = False,
        width: float = 0.0,
        leaf: int = MIN_LEAF,
    ) -> None:
        self.amounts = amounts
        y = np.log(y) if amounts else y
        self.smooth = width or (0.9 if amounts else 0.0)
        self.tree = None
        if len(y) >= 2 * leaf and len(np.unique(y)) > 1:
            maker = DecisionTreeClassifier if category else DecisionTreeRegressor
            self.tree = maker(min_samples_leaf=leaf, random_state=0).fit(x, y)
        leaves = self._leaves(x)
        self.donors = y[np.lexsort((y, leaves))]
        self.count = np.bincount(leaves)
        self.start = np.cumsum(self.count) - self.count
        if self.smooth:
            count = np.maximum(self.count, 1)
            self.mean = np.bincount(leaves, weights=y) / count
            spread = np.bincount(leaves, weights=(y - self.mean[leaves]) ** 2) / count
            self.shrink = 1 / np.sqrt(1 + self.smooth**2 * count**-0.4)
            self.width = self.smooth * np.sqrt(spread) * count**-0.2 * self.shrink
            self.shift = np.zeros(len(count))
        if amounts:
            drawn_back = np.exp((self.mean - self.mean * self.shrink)[leaves] + y * self.shrink[leaves])
            totals = [np.maximum(np.bincount(leaves, weights=values), 1e-9) for values in (np.exp(y), drawn_back)]
            self.shift = np.log(totals[0] / totals[1]) - self.width**2 / 2

    def draw(self, x: Array, rng: np.random.Generator) -> Array:
        """One value for each row."""
        leaves = self._leaves(x)
        order = np.lexsort((rng.random(len(x)), leaves))
        rows = np.bincount(leaves, minlength=len(self.count))
        place = np.empty(len(x))
        place[order] = np.arange(len(x)) - (np.cumsum(rows) - rows)[leaves[order]] + rng.random(len(x))
        values = self.donors[self.start[leaves] + (place / rows[leaves] * self.count[leaves]).astype(np.int64)]
        if self.smooth:
            mean, noise = self.mean[leaves], self.width[leaves] * rng.standard_normal(len(x))
            values = mean + (values - mean) * self.shrink[leaves] + noise + self.shift[leaves]
        return np.asarray(np.exp(values) if self.amounts else values)

    def _leaves(self, x: Array) -> Array:
        if self.tree is None or not len(x):
            return np.zeros(len(x), dtype=np.int64)
        return np.asarray(self.tree.apply(x))


def top_averaged(values: Array, cases: int = 10) -> Array:
    """The largest positive amounts replaced by their mean, so that no single one can be read off."""
    positive = np.flatnonzero(values > 0)
    if len(positive) <= cases:
        return values
    top = positive[np.argsort(values[positive])[-cases:]]
    values = values.copy()
    values[top] = values[top].mean()
    return values
