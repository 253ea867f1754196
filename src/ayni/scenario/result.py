"""The result of a run: its rows, and what they are about (the survey's data card, the reform, the shock)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from ayni.scenario.rows import Row

Texts = Mapping[str, str]
"""A text by language."""


class LeftOut(Struct, frozen=True):
    """A table that a file cannot give because it lacks a column."""

    what: str
    column: str
    reason: Texts


class Overlap(Struct, frozen=True):
    """An event of the timeline, its day or days, and what it is."""

    id: str
    days: str
    text: Texts


class FactorCard(Struct, frozen=True):
    """By how much something was moved, by which rule, from which months to which, and on what that rests."""

    what: str
    value: float
    rule: str
    series: tuple[str, ...]
    source: str
    period: str
    confidence: str


class LineCard(Struct, frozen=True):
    """A poverty line of a domain before and after, the mean of its persons in Bs a month, and of how many cases."""

    domain: str
    line: str
    before: float
    after: float
    n: int
    source: str


class UsedCard(Struct, frozen=True):
    """A series with which people were carried: times what it was in the survey, by month; its last published month."""

    what: str
    last: str
    points: Mapping[str, float]
    source: str


class OffCard(Struct, frozen=True):
    """By how much levels carried with the same steps were off in pairs of surveys, and what sampling alone gives."""

    measure: str
    line: str
    error: float
    sampling: float
    pairs: int


class CarriedCard(Struct, frozen=True):
    """How a survey was carried to the month of its card."""

    since: str
    """The months of the survey that it was carried from."""
    steps: tuple[str, ...]
    wages: str
    pass_through: float
    is_scenario: bool
    """Whether prices rose so fast that no back-cast says how wrong a level is."""
    factors: tuple[FactorCard, ...]
    lines: tuple[LineCard, ...]
    series: Mapping[str, str]
    """The tables of series that it rests on, each with its SHA-256."""
    used: tuple[UsedCard, ...] = ()
    off: tuple[OffCard, ...] = ()


class DataCard(Struct, frozen=True):
    """The data card of a run: the origin and size of its data, and what the run is based on.

    What is not known, or does not apply, is empty; a result without persons has only the law.
    """

    survey: str
    month: str = ""
    """The month of the persons and of their money."""
    law_day: str = ""
    prices: str = ""
    weights_base: str = ""
    take_up: str = ""
    field_from: str = ""
    field_to: str = ""
    persons: int | None = None
    households: int | None = None
    sampling_units: int | None = None
    strata: int | None = None
    sha256: str = ""
    synthetic: bool = False
    census: bool = False
    """Whether every person is in the file, so that nothing was sampled."""
    expanded_from: str = ""
    """The identity of the survey whose households were copied by their weights."""
    expansion_seed: int | None = None
    weights: str = ""
    """The column of the weights, which rest on `weights_base`."""
    other_weights: Mapping[str, str] = field(default_factory=dict)
    """Other columns of weights in the file, with what each rests on."""
    totals: str = ""
    """Whether the file adds up to its wave."""
    lines: str = ""
    """Where the poverty lines are not INE's own: from where."""
    mapping: str = ""
    """Where the mapping of the wave has not been run on INE's file: how far it was tried."""
    imputed: Mapping[str, Texts] = field(default_factory=dict)
    """Columns that were not asked, with how each was filled in."""
    left_out: tuple[LeftOut, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    """Dated events within the days of the fieldwork."""
    known_on: str = ""
    """The day on which the law was known as it was run; empty where it is as known now."""
    law_book: str = ""
    """The version of the law book."""
    law_folder: str = ""
    """The folder merged over the law book, and the hash of its files."""
    known_until: str = ""
    """How far the law book knows the instruments that were run, where the law's day is after it."""
    carried: CarriedCard | None = None
    """How the survey was carried to `month`; None where it is the survey's own."""
    replicates: int | None = None
    """How many replicate weights the errors of table `replicates` come from."""


class ParameterChange(Struct, frozen=True):
    """A parameter of the law before and after; a number, the text of a scale or choice, or None where it has none."""

    parameter: str
    unit: str
    before: float | str | None
    after: float | str | None


class ReformCard(Struct, frozen=True):
    """What a reform changes on the day of the run, and how it is paid for."""

    name: Texts
    changes: tuple[ParameterChange, ...] = ()
    off: tuple[str, ...] = ()
    added: Mapping[str, Texts] = field(default_factory=dict)
    """Programmes that it adds, with their names."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Rules that it brings: `added` or `replaced`."""
    financing: str = ""
    """The kind of its financing; `unspent` where it saves and says no other."""
    financing_text: str = ""
    financing_changes: tuple[ParameterChange, ...] = ()
    schedules: Mapping[str, Texts] = field(default_factory=dict)
    """The names of the schedules of an aggregate."""


class SweepCard(Struct, frozen=True):
    """The parameter that takes one value after another; in rows it is the group, and its values the levels."""

    parameter: str
    unit: str


class LawOnTheWay(Struct, frozen=True):
    """A parameter that the law itself, unchanged, gives another value in a later year of a path."""

    parameter: str
    unit: str
    year: int
    before: float | str | None
    after: float | str | None


class PathCard(Struct, frozen=True):
    """The years of a reform, and the growth that is assumed for them; percentages a year, by year."""

    years: tuple[int, ...]
    first_month: str
    """The month to which the people were carried before anything is assumed."""
    last_prices: str
    """The last month whose prices are known."""
    inflation: Mapping[str, float]
    growth: Mapping[str, float]
    given: tuple[str, ...]
    """Which of the two were stated; the other goes on as it went."""
    wages: str
    """How wages of contributors move from the first month on."""
    law: tuple[LawOnTheWay, ...] = ()


class ShockCard(Struct, frozen=True):
    """What a shock is, beside the figures that it assumes."""

    kind: str
    department: str = ""
    first_day: str = ""


class ActCard(Struct, frozen=True):
    """The first act of a programme, and the days between which it pays."""

    programme: str
    act: str
    enacted: dt.date
    paid_from: dt.date
    paid_to: dt.date | None


class Result(Struct, frozen=True, dict=True):
    """The result of a run: its rows in order, and the cards that describe them. Its length is its number of rows, and
    it can be iterated."""

    rows: tuple[Row, ...]
    cards: tuple[DataCard, ...] = ()
    reform: ReformCard | None = None
    sweep: SweepCard | None = None
    shock: ShockCard | None = None
    acts: tuple[ActCard, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """The tables that a pair of surveys cannot give."""
    names: Mapping[str, Texts] = field(default_factory=dict)
    """What the law calls the programmes, taxes, contributions and parameters in it, by identifier."""
    path: PathCard | None = None

    @classmethod
    def of(cls, rows: Iterable[Row], *cards: DataCard) -> Result:
        """Rows with their cards."""
        return cls(tuple(rows), cards)

    def __repr__(self) -> str:
        tables = len({row.table for row in self.rows})
        return f"<{type(self).__name__} {', '.join(self.surveys)}: {len(self.rows)} rows in {tables} tables>"

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, rows: Iterable[Row]) -> Result:
        """The result with only the rows that have these values."""
        return replace(self, rows=tuple(rows))

    @property
    def surveys(self) -> tuple[str, ...]:
        """The surveys, and pairs of surveys, of the rows, each once."""
        return tuple(dict.fromkeys(row.survey for row in self.rows))

    def cards_of(self, survey: str) -> tuple[DataCard, ...]:
        """The card of a survey; of a pair of surveys both."""
        own = tuple(card for card in self.cards if card.survey == survey)
        return own or self.cards
