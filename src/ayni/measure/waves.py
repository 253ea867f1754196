"""Figures of different surveys side by side, so that a change between waves carries the error of both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .design import Floats, Sampling
from .estimate import Estimate


def independent(*estimates: Estimate) -> tuple[Estimate, ...]:
    """The same estimates on one joint `Sampling`: each argument is taken as a sample of its own, drawn independently.

    Units and strata of the samples are laid side by side and the scores padded with zeros, so that the variance of
    ``after - before`` is the sum of the two variances. Estimates of the *same* survey must be combined before; the
    results of two calls with the same surveys in the same order can be combined with one another. Two waves that share
    sampling units are not independent: their change has a smaller error than this says when the units' figures move
    together. Raises ValueError without an estimate.
    """
    if not estimates:
        raise ValueError("There must be at least one estimate.")
    parts = [estimate.sampling for estimate in estimates]
    start = np.cumsum([0, *(len(part.psus) for part in parts)])
    strata = np.cumsum([0, *(len(part.strata) for part in parts)])
    samples = np.cumsum([0, *(part.samples for part in parts)])
    joint = Sampling(
        np.concatenate([part.psus for part in parts]),
        np.concatenate([part.strata for part in parts]),
        np.concatenate([part.stratum_of_psu + before for part, before in zip(parts, strata, strict=False)]),
        np.concatenate([part.sample_of_psu + before for part, before in zip(parts, samples, strict=False)]),
    )

    def padded(estimate: Estimate, at: int) -> Estimate:
        scores: Floats = np.zeros(start[-1])
        inside = np.zeros(start[-1], dtype=np.bool_)
        own = slice(start[at], start[at + 1])
        scores[own], inside[own] = estimate.scores, estimate.inside
        return replace(estimate, scores=scores, sampling=joint, inside=inside)

    return tuple(padded(estimate, at) for at, estimate in enumerate(estimates))
