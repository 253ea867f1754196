"""The mapping file of a survey wave, which says how INE's columns become standard ones: every key that it may have."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ayni.words import Shape, Text

Part = Literal["main_job", "second_job", "non_labour"]
Base = Literal["census_2001", "census_2012", "census_2024", "unknown"]
"""The census on which the population projection behind a weight is based."""
Known = int | float | tuple[float, float]
"""A published figure, correct to half a unit of its last digit or within a stated tolerance."""
Value = bool | int | str
Names = Annotated[tuple[str, ...], Meta(min_length=1)]


class Field(Shape, frozen=True):
    """The days of fieldwork, and how they are known."""

    start: dt.date = msgspec.field(name="from")
    end: dt.date = msgspec.field(name="to")
    basis: Text


class Marks(Shape, frozen=True):
    """Columns that a file of the wave must have, and columns that it must not have."""

    has: Names
    lacks: tuple[str, ...] = ()


class Recognised(Marks, frozen=True):
    """The marks of the whole file, and of a reduced one in circulation."""

    other: Marks | None = msgspec.field(name="or", default=None)


class Weight(Shape, frozen=True):
    """A column of expansion factors (weights), and the census behind its projection."""

    column: str
    base: Base


class WeightTotals(Shape, frozen=True):
    """Published totals of the wave under one of its weights."""

    persons: Known | None = None
    households: Known | None = None
    moderate: Known | None = None
    extreme: Known | None = None
    uninsured: Known | None = None
    mean_labour_income: Known | None = None


class Totals(Shape, frozen=True):
    """Published totals of the whole wave, with their source."""

    source: Text
    persons: Known | None = None
    households: Known | None = None
    rebuilt: Known | None = None
    cases: dict[str, int] = msgspec.field(default_factory=dict)
    weights: dict[str, WeightTotals] = msgspec.field(default_factory=dict)


class Entry(Shape, frozen=True):
    """The source of a standard column in the file, and the meaning of its codes."""

    column: str | Names | None = None
    codes: dict[int | str, Value] | None = None
    labels: dict[str, Value] | None = None
    range: tuple[int, int] | None = None
    blank: Value | None = None
    blank_is: str | None = None
    none: tuple[int, ...] | None = None
    positive: Value | None = None
    otherwise: Value | None = None
    constant: bool | None = None
    within_stratum: bool | None = None
    or_codes: dict[int | str, Value] | None = None
    flags: dict[str, str] | None = None
    known_for: tuple[int, ...] | None = None
    imputed: Text | None = None


class Component(Shape, frozen=True, kw_only=True):
    """One amount of the questionnaire: how it becomes a monthly amount, in which money column, and in which part of
    INE's income."""

    name: str
    into: str = msgspec.field(name="as")
    part: Part | None = None
    amount: str | None = None
    times: float = 1.0
    over: float = 1.0
    frequency: str | None = None
    days: str | None = None
    currency: str | None = None
    yearly_from: float | None = None
    when: dict[str, tuple[int, ...]] = msgspec.field(default_factory=dict)

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of the file that it needs."""
        named = (self.amount, self.frequency, self.days, self.currency)
        return (*(name for name in named if name), *self.when)


class Daily(Shape, frozen=True):
    """The factor that turns a daily amount into a monthly one: this number times the days worked a week."""

    days: float


class Income(Shape, frozen=True):
    """How INE builds its income from the questions, and what it leaves out."""

    frequency: dict[int, float | Daily]
    components: tuple[Component, ...]
    currency: dict[int, float] = msgspec.field(default_factory=lambda: {1: 1.0})
    not_in_ine_income: tuple[Component, ...] = ()


class Period(Shape, frozen=True):
    """The columns in which a file says its year and its quarter."""

    year: str
    quarter: str


class Mapping(Shape, frozen=True):
    """A mapping file."""

    wave: str
    name: Text
    field: Field
    income_year: int
    recognise: Recognised
    weights: Annotated[tuple[Weight, ...], Meta(min_length=1)]
    columns: dict[str, Entry]
    totals: Totals | None = None
    period: Period | None = None
    totals_of: dict[str, Totals] = msgspec.field(default_factory=dict)
    absent: dict[str, Text] = msgspec.field(default_factory=dict)
    otherwise_absent: Text | None = None
    income: Income | None = None
    run_on_ine: bool = True
    lines: Literal["", "old"] = ""
