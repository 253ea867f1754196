"""Laws as the tests need them: every tier by column, their inputs, and the columns that have values on a day."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace, replace as set_fields

from ayni.engine import Law, LawOnDay
from ayni.engine.instruments import Input
from ayni.words import AyniError


def every_tier(law: Law) -> Law:
    """The same law with every instrument executable, so that a rule above the survey's reach is checked by column."""
    return replace(
        law, instruments={name: set_fields(each, tier="executable") for name, each in law.instruments.items()}
    )


def answers_of(law: Law) -> Mapping[str, Input]:
    """The answers that instruments ask for beyond the survey's columns: `inputs` in their YAML files."""
    return {name: about for each in law.instruments.values() for name, about in each.inputs.items()}


def with_values(law: LawOnDay) -> list[str]:
    """The definitions for which the law has a value on its day, in what they read too."""
    refused = {name for name in law.law.definitions if _refused(law, name)}
    return [name for name in law.law.definitions if not refused & set(law.law.order([name]))]


def _refused(law: LawOnDay, name: str) -> bool:
    try:
        law.rows(name)
    except AyniError:
        return True
    return False
