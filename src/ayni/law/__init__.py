"""Bolivia's law: one module for each instrument with its parameters beside it, in folders by whom it serves."""

from __future__ import annotations

import sys
from functools import cache

from ayni.engine import Law


@cache
def bolivia() -> Law:
    """Every instrument and rule of the law book."""
    return Law.from_package(sys.modules[__name__])
