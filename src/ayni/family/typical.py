"""Typical households, for which the effect of a change in the law is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ayni.words import read_yaml


@cache
def typical_households() -> Mapping[str, Mapping[str, Any]]:
    """The typical households: names in both languages and persons with their answers."""
    found: Mapping[str, Mapping[str, Any]] = read_yaml(Path(__file__).with_name("typical.yaml"))
    return found
