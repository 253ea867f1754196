"""What surveys, groups, levels and measures are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from ayni.survey import standard_columns
from ayni.words import Language, Text, catalogue, say

PART = " part:"
"""What stands in a row's survey between the survey and the name of a part of it."""


def wave_name(wave: str, language: Language) -> str:
    """`Encuesta de Hogares 2019` for EH2019, `… 2019 → 2020` for EH2019-EH2020; any other wave by its identifier."""
    whole, _, part = wave.partition(PART)
    if part:
        return say("mark.part_wave", language, wave=wave_name(whole, language), part=part)
    quarter = re.fullmatch(r"ECE(\d{4})T(\d)", wave)
    if quarter:
        return say("mark.employment_wave", language, year=quarter[1], quarter=quarter[2])
    years = re.fullmatch(r"EH(\d{4})(?:-EH(\d{4}))?", wave)
    return say("mark.wave", language, year=" → ".join(filter(None, years.groups()))) if years else wave


def name(group: str, level: str, language: Language, names: Mapping[str, Text] = MappingProxyType({})) -> str:
    """The name of a level of a group; `names` are those of programmes, taxes and contributions, as the law has them."""
    if group in ("decile", "population_share"):
        return level
    if group in ("step", "income_source") and f"{group}.{level}" not in catalogue():
        group = "programme"
    if group == "author":
        group = "series_method"
    return called(group, level, language, names)


def measure_text(measure: str, language: Language) -> str:
    """What a measure is called."""
    return say(f"measure.{measure}", language)


def called(section: str, identifier: str, language: Language, names: Mapping[str, Text]) -> str:
    """A phrase of the catalogue, else what the survey calls a column, or the law an instrument or a rule."""
    if f"{section}.{identifier}" in catalogue():
        return say(f"{section}.{identifier}", language)
    if section in ("group", "variable"):
        return standard_columns()[identifier].text[language]
    return names[identifier][language] if identifier in names else say(f"{section}.{identifier}", language)
