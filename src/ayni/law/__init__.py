"""Bolivia's law: one module for each instrument with its parameters beside it, in folders by whom it serves."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from ayni.engine import Law
from ayni.words import read_yaml


@cache
def bolivia() -> Law:
    """Every instrument and rule of the law book, and what each rule, sum and fact is called."""
    texts = read_yaml(Path(__file__).with_name("names.yaml"))
    return replace(Law.from_package(sys.modules[__name__]), texts=texts)
