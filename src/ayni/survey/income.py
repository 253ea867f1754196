"""INE's income, rebuilt from the questionnaire component by component as the wave's mapping file says."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from ayni.engine import Array
from ayni.survey.mapping import Component
from ayni.survey.waves import PARTS, Wave
from ayni.words import AyniError


class Numbers(Protocol):
    """The columns of a file as numbers, (n_persons,), NaN where the cell is blank."""

    def amounts(self, source: str, /) -> Array:
        """A column of amounts."""
        ...

    def codes(self, source: str, /) -> Array:
        """A coded column by its codes."""
        ...

    def row_of(self, source: str, index: int, /) -> int:
        """The number of a row as a person sees it."""
        ...


def income_columns(wave: Wave, numbers: Numbers, n_persons: int) -> dict[str, Array]:
    """Each money column in Bs a month, (n_persons,), and INE's three parts rebuilt as `rebuilt_<part>`."""
    columns: dict[str, Array] = {}
    parts = {f"rebuilt_{part}": np.zeros(n_persons) for part in PARTS}
    for component in wave.components:
        monthly = _monthly(wave, component, numbers, n_persons)
        columns[component.into] = columns.get(component.into, np.zeros(n_persons)) + monthly
        if component.part:
            parts[f"rebuilt_{component.part}"] += monthly
    return {**columns, **parts}


def _monthly(wave: Wave, component: Component, numbers: Numbers, n_persons: int) -> Array:
    amount = np.nan_to_num(numbers.amounts(component.amount)) if component.amount else np.ones(n_persons)
    asked = amount != 0
    for name, codes in component.when.items():
        asked &= np.isin(numbers.codes(name), codes)
    value = np.where(asked, amount, 0.0) * component.times / component.over
    if component.yearly_from is not None:
        value = np.where(amount >= component.yearly_from, value / 12, value)
    if component.frequency:
        value = value * _looked_up(wave, component, wave.frequency, component.frequency, asked, numbers)
    if component.currency:
        value = value * _looked_up(wave, component, wave.currency, component.currency, asked, numbers)
    return value


def _looked_up(wave: Wave, component: Component, table: object, column: str, asked: Array, numbers: Numbers) -> Array:
    """The factor or rate of each person's code; 0 where nothing was asked. An unlisted code stops the load."""
    assert isinstance(table, dict)
    codes = numbers.codes(column)
    result = np.zeros(len(codes))
    known = np.zeros(len(codes), dtype=bool)
    for code, factor in table.items():
        here = codes == code
        known |= here
        if isinstance(factor, dict):
            days = numbers.amounts(component.days) if component.days else np.full(len(codes), np.nan)
            known &= ~here | np.isfinite(days)
            factor = np.nan_to_num(days[here]) * factor["days"]
        result[here] = factor
    wrong = np.flatnonzero(asked & ~known)
    if len(wrong):
        code = codes[wrong[0]]
        where = {"persons": len(wrong), "row": numbers.row_of(column, int(wrong[0]))}
        blank = column if np.isnan(code) else component.days if code in table else None
        if blank:
            raise AyniError("blank_period", column=blank, concept=component.name, **where)
        raise AyniError(
            "unknown_code", column=column, concept=component.name, text=f"{code:g}", mapping=wave.path.name, **where
        )
    return result
