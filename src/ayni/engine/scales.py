"""Functions of an amount and a scale of the law: the tax bracket by bracket, or the rate of the bracket reached."""

from __future__ import annotations

from ayni.engine.parameters import Scale


def brackets(amount: float, scale: Scale) -> float:
    """The sum over the scale of rate × the part of the amount that lies between its threshold and the next."""
    due = 0.0
    previous = 0.0
    for threshold, rate in scale:
        due = due + max(amount - threshold, 0.0) * (rate - previous)
        previous = rate
    return due


def step(amount: float, scale: Scale) -> float:
    """The rate of the highest threshold that the amount has reached; 0 below the first."""
    reached = 0.0
    for threshold, rate in scale:
        reached = rate if amount >= threshold else reached
    return reached
