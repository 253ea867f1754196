"""Bolivia's law: one module for each instrument with its parameters beside it, in folders by whom it serves."""

from __future__ import annotations

from ayni.engine import Law
from ayni.engine.law import law_of


def bolivia() -> Law:
    """Every instrument and rule of the law book, read once.

    The command line, the web server and the functions of `ayni` ask for it; everything else is given its law.
    """
    return law_of(__name__)
