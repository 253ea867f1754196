"""When Python searches for garbage. Nothing is imported before, so that what is imported is not searched either."""

from __future__ import annotations

import atexit
import gc

SEARCHED_AFTER = 100_000
"""Objects that a small command makes before Python searches among them for garbage."""
IN_LONG_WORK = 10_000
"""The same in long work, where what is garbage holds arrays; Python's own 700 find a run's rows again and again."""


def seldom_searched() -> None:
    """Search for garbage seldom, and not at the end of the process: what is imported and read first is none."""
    gc.set_threshold(SEARCHED_AFTER)
    atexit.register(gc.freeze)


def searched_again() -> None:
    """Search more often from here on, for long work; but not in what was imported and read until now."""
    if gc.get_threshold()[0] == SEARCHED_AFTER:
        gc.freeze()
        gc.set_threshold(IN_LONG_WORK)
