"""The YAML file of a claim: every key that it and each way to compute a reading may have."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from ayni.engine.instruments import Tier
from ayni.evidence.verdicts import Relation, Verdict
from ayni.words import LANGUAGES, Language, Shape, Text

if TYPE_CHECKING:
    TextAmongOthers = Text
else:  # where something else may stand in a text's place
    TextAmongOthers = Annotated[dict[Language, Annotated[str, Meta(min_length=1)]], Meta(min_length=len(LANGUAGES))]

Form = Literal["level", "difference", "relative_change", "persons"]
Period = str | int
"""`2022-03`, a year, or a day as text; some series have periods of other names."""


class Operand(Shape, frozen=True, kw_only=True):
    """One figure of a reading: from an official series, a recorded result, a parameter of the law, given directly, or
    computed from others."""

    series: str | None = None
    fact: str | None = None
    recorded: str | None = None
    parameter: str | None = None
    date: dt.date | None = None
    number: int | float | None = None
    sum: tuple[Operand, ...] | None = None
    product: tuple[Operand, ...] | None = None
    area: str | None = None
    group: str | None = None
    method: str | None = None
    period: Period | None = None
    """Of a series."""
    on: dt.date | None = None
    """The day on which a parameter is read."""
    times: float = 1.0
    unit: str | None = None
    source: str = ""
    confidence: Literal["verified", "reported", "recalled", "conflicting", "computed"] = "verified"

    @property
    def place(self) -> dict[str, str]:
        """Where in a series the figure stands, as the registry is asked for it."""
        said = {"area": self.area, "group": self.group, "method": self.method}
        return {key: value for key, value in said.items() if value is not None}


class Series(Shape, frozen=True, kw_only=True):
    """An official series of which several periods are read."""

    series: str
    area: str | None = None
    group: str | None = None
    method: str | None = None
    methods: tuple[str, ...] | None = None

    @property
    def place(self) -> dict[str, str]:
        """Which values of the series are meant, as the registry is asked for them."""
        said = {"area": self.area, "group": self.group, "method": self.method}
        return {key: value for key, value in said.items() if value is not None}


class Other(Series, frozen=True, kw_only=True):
    """A second number of the same sentence, and the series whose relative change it would be."""

    value: float
    precision: float


class _Computed(Shape, frozen=True, kw_only=True, tag_field="kind"):
    unit: str | None = None

    @property
    def kind(self) -> str:
        """The word under `kind`."""
        return str(self.__struct_config__.tag)


class Value(_Computed, frozen=True, kw_only=True, tag="value"):
    """A figure as it is."""

    after: Operand
    times: float = 1.0
    round: Literal["down"] | None = None


class _Comparison(_Computed, frozen=True, kw_only=True):
    after: Operand
    before: Operand
    times: float | None = None
    round: Literal["down"] | None = None
    bridge: str = ""
    """Why figures of two methods may be compared here."""
    solve: Literal["after", "before"] | None = None
    """Which of the two to say what it would have to be."""


class Difference(_Comparison, frozen=True, kw_only=True, tag="difference"):
    """Points, or days, or whatever both are in."""


class RelativeChange(_Comparison, frozen=True, kw_only=True, tag="relative_change"):
    """The difference over the figure before."""


class Ratio(_Comparison, frozen=True, kw_only=True, tag="ratio"):
    """The one over the other."""


class Share(_Comparison, frozen=True, kw_only=True, tag="share"):
    """The one as per cent of the other."""


class Count(_Computed, frozen=True, kw_only=True, tag="count"):
    """How many figures there are."""

    of: tuple[Operand, ...]
    unit: str


class _Enumeration(_Computed, frozen=True, kw_only=True):
    of: Annotated[tuple[Series, ...], Meta(min_length=1)]
    forms: tuple[Form, ...] = ("relative_change",)
    falls: bool = False
    """Whether a fall counts as positive."""
    bridge: str = ""
    periods: tuple[Period, ...] | None = None
    start: tuple[Period, ...] | None = msgspec.field(name="from", default=None)
    """Periods from which a change may be counted."""
    population: Series | None = None
    """Of the form `persons`."""
    together_with: Other | None = None


class Pairs(_Enumeration, frozen=True, kw_only=True, tag="pairs"):
    """Every change between two periods, of the best value of each."""


class Grid(_Enumeration, frozen=True, kw_only=True, tag="grid"):
    """The same of every value that was published."""


class Nothing(_Computed, frozen=True, kw_only=True, tag="none"):
    """A reading that cannot be computed, and why."""

    why: Text


Comparison = Difference | RelativeChange | Ratio | Share
Enumeration = Pairs | Grid
Compute = Value | Difference | RelativeChange | Ratio | Share | Count | Pairs | Grid | Nothing


class ReadingOfFile(Shape, frozen=True, kw_only=True):
    """One honest way to read a number."""

    id: str
    text: Text
    compute: Compute
    natural: bool = True
    rival: bool = False
    effect: bool = False
    """Whether it is the effect of the cause that the sentence names."""


class NumberOfFile(Shape, frozen=True, kw_only=True):
    """The number of a sentence as it was stated."""

    value: int | float | dt.date
    unit: str
    precision: float
    relation: Relation = "equals"
    implied: bool = False
    """The sentence does not say it: a word of it asks for it, as *months* for less than a year."""


class CauseOfFile(Shape, frozen=True, kw_only=True):
    """The cause that a sentence states, and why no verdict on it goes further."""

    text: Text
    why: Text
    stated: bool = True
    verdict: Literal["not_identified"] = "not_identified"
    """The only one there is for a cause that is stated."""


class Label(Shape, frozen=True, kw_only=True):
    """The concept that a claim says its number is about."""

    indicator: str
    where: str = ""
    who: str | None = None


class Since(Shape, frozen=True, kw_only=True):
    """The period in which a claim says its number holds."""

    start: Period = msgspec.field(name="from")
    end: Period = msgspec.field(name="to")


class Statement(Shape, frozen=True, kw_only=True):
    """Where and when a sentence was said that stands in no article of the ledger, and from which side."""

    date: Period
    source: Annotated[str, Meta(pattern="^https?://")]
    side: Text


class PartOfFile(Shape, frozen=True, kw_only=True):
    """Another part of the sentence with a number of its own, as *in 2009* or *months after*, and its readings."""

    id: str
    text: Text
    number: NumberOfFile
    readings: Annotated[tuple[ReadingOfFile, ...], Meta(min_length=1)]
    exhaustive: bool = False


class Change(Shape, frozen=True, kw_only=True):
    """A correction of a verdict: its day, the earlier verdict, and the reason."""

    date: dt.date
    was: Verdict
    why: Text


class ClaimFile(Shape, frozen=True, kw_only=True):
    """Every key that the file of a claim may have."""

    id: str
    article: str | TextAmongOthers
    """An id of the catalogue, or the name in both languages."""
    speaker: Text
    paraphrase: Text
    tier: Tier
    number: NumberOfFile | None = None
    label: Label
    period: Since
    attribution: Text | None = None
    statement: Statement | None = None
    cause: CauseOfFile | None = None
    readings: Annotated[tuple[ReadingOfFile, ...], Meta(min_length=1)]
    parts: tuple[PartOfFile, ...] = ()
    """Other parts of the sentence, each judged by itself."""
    beside: tuple[ReadingOfFile, ...] = ()
    """Figures to show beside the number; they are not compared with it."""
    context: TextAmongOthers | Literal["none_found"]
    """A fact that changes the meaning, or that none was found."""
    qualifier: Text | None = None
    """The condition that the sentence leaves out."""
    exhaustive: bool = False
    judgement: bool = False
    first_verdict: str = ""
    differs: Text | None = None
    """Why the verdict differs from `first_verdict`."""
    published: dt.date | None = None
    """The day on which its card was first published."""
    changes: tuple[Change, ...] = ()
    """Verdicts that it had, newest first."""
