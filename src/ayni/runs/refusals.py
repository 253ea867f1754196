"""Validation of a run's options and data before anything is computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ayni.words import AyniError


def values_only(reform: Mapping[str, Any]) -> Mapping[str, Any]:
    """A reform that came over the network: values of parameters, never rules or programmes, which would be code."""
    for key in ("rules", "programme"):
        if key in reform:
            raise AyniError("reform_carries_code", key=key)
    return reform
