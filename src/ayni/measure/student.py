"""Student's t: the distribution function and its inverse for whole degrees of freedom, without SciPy."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

import numpy as np


def t_cdf(t: float, df: int) -> float:
    """P(T <= t) for Student's t with ``df`` >= 1 degrees of freedom.

    The finite sums of Abramowitz & Stegun (1964), 26.7.3 and 26.7.4: exact for whole degrees of freedom, and all terms
    of one sign.
    """
    if df < 1:
        raise ValueError(f"Student's t needs at least 1 degree of freedom, not {df}.")
    angle = math.atan(t / math.sqrt(df))
    sine, cosine2 = math.sin(angle), math.cos(angle) ** 2
    odd = df % 2
    k = np.arange(1, (df - odd) // 2, dtype=np.float64)
    terms = np.cumprod(cosine2 * (2 * k - 1 + odd) / (2 * k + odd))
    series = sine * (1.0 + float(terms.sum()))
    if odd:
        series = 2.0 / math.pi * (angle + (math.cos(angle) * series if df > 1 else 0.0))
    return 0.5 + 0.5 * series


@cache
def t_quantile(p: float, df: int) -> float:
    """The value that Student's t with ``df`` degrees of freedom stays below with probability ``p``.

    Newton's method from the normal quantile. The normal quantile is never beyond the root and the distribution function
    is concave there, so the steps approach the root from one side and cannot overshoot. ``df`` < 1 gives infinity:
    without degrees of freedom nothing bounds the estimate.
    """
    if not 0.0 < p < 1.0:
        raise ValueError(f"A probability must lie strictly between 0 and 1, not {p}.")
    if p < 0.5:
        return -t_quantile(1.0 - p, df)
    if p == 0.5:
        return 0.0
    if df < 1:
        return math.inf
    log_scale = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - 0.5 * math.log(df * math.pi)
    t = NormalDist().inv_cdf(p)
    for _ in range(200):
        density = math.exp(log_scale - (df + 1) / 2 * math.log1p(t * t / df))
        step = (p - t_cdf(t, df)) / density
        t += step
        if abs(step) < 1e-12 * t:
            break
    return t
