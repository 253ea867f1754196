"""Bolivia's law: one module for each instrument with its parameters beside it, in folders by whom it serves."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ayni.engine import Law
from ayni.words import read_yaml


@cache
def bolivia() -> Law:
    """Every instrument and rule of the law book."""
    return Law.from_package(sys.modules[__name__])


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """What each rule, sum and fact is called, in both languages."""
    found: Mapping[str, Mapping[str, str]] = read_yaml(Path(__file__).with_name("names.yaml"))
    return found
