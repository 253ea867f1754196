"""Marks: remarks on a figure, such as what it is based on, or the reason why it is not published."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from msgspec import Struct

from ayni.words import AyniError

Made = TypeVar("Made")


class MarkKind(StrEnum):
    """Every kind of mark."""

    # the data
    SYNTHETIC = "synthetic"
    EXPANDED = "expanded"
    CENSUS = "census"
    # what is published
    QUALITY = "quality"
    """Its coefficient of variation asks for care."""
    FEW_CASES = "few_cases"
    FEW_TO_SHOW = "few_to_show"
    """Of a survey that is shown to visitors, where more cases are asked of a figure than elsewhere."""
    HIGH_CV = "high_cv"
    BESIDE_HIDDEN = "beside_hidden"
    """With the whole it would give back the one figure beside it that is not published."""
    PROTECTED = "protected"
    """Of a survey that is shown to visitors: rounded, and incomes are of like households."""
    NOT_COMPUTED = "not_computed"
    """This survey lacks the column named."""
    # what it rests on
    FIRST_ORDER = "first_order"
    CONFLICTING = "conflicting"
    REPORTED = "reported"
    RECALLED = "recalled"
    FORECAST = "forecast"
    IMPUTED = "imputed"
    ASSUMED = "assumed"
    POSITIVE_INCOMES = "positive_incomes"
    """Persons whose income is zero or below are left out."""
    ASSUMPTION = "assumption"
    """Parameters of the instrument named that neither a norm nor the survey says."""
    TAKE_UP_NOT_ASKED = "take_up_not_asked"
    LAST_YEAR = "last_year"
    """The survey asks about the payment of the year before."""
    LAST_12_MONTHS = "last_12_months"
    FORMALITY_BY_AFFILIATION = "formality_by_affiliation"
    FIELDWORK_IN_STOPPAGE = "fieldwork_in_stoppage"
    INE_COUNTS_2020 = "ine_counts_2020"
    ACCOUNTING_SPLIT = "accounting_split"
    METHOD = "method"
    """Comparable within the method named."""
    SPENDING_OF = "spending_of"
    """What is bought is as in the survey named; it has not changed since in the figure."""
    BENCHMARKED = "benchmarked"
    """What is spent on a division is multiplied by one number for all, with which everybody's is the official one."""
    SURVEY_SHARES = "survey_shares"
    """What is spent is as the survey has it, without the official weights: a bound."""
    MATCHED = "matched"
    """What is spent is that of similar households of the survey named, in several draws."""
    VEHICLE_NOT_MATCHED = "vehicle_not_matched"
    """Who has a vehicle is not known, so that spending on fuel is less concentrated than it is."""
    UNDER_RECORDED = "under_recorded"
    """The survey records less spending than the national accounts have."""
    REVENUE_OF = "revenue_of"
    """Taxes inside what is spent meet the revenue of the year named, the last known."""
    INSURANCE_VALUE = "insurance_value"
    """A service valued at its cost for each person covered, used or not."""
    SAMPLING_ONLY = "sampling_only"
    """Its interval is of sampling, and leaves out what is assumed."""
    # how it was run
    SPREAD = "spread"
    """What the parts pay at once is spread by the accounting of the row."""
    PAID_OVER = "paid_over"
    """What is paid at once is spread by the accounting of the row."""
    OTHER_YEAR = "other_year"
    """The law is of another year than the survey."""
    LATER_LAW = "later_law"
    """The law is later than the prices, by up to six months."""
    CARRIED = "carried"
    """The survey's people and money, carried to another month."""
    MODEL_ERROR = "model_error"
    """Its interval holds the error of the carrying too."""
    SMALL_GROUP = "small_group"
    """A level of a group so small that carrying it errs by more than it says."""
    LAW_FOLDER = "law_folder"
    """The law is the book's with the folder named merged over it."""
    OTHER_FLOOR = "other_floor"
    """The minimum wage of the law is the one named, not the one from which the run starts."""
    SCENARIO = "scenario"
    TAKE_HOME_RECOMPUTED = "take_home_recomputed"
    PARETO_TAIL = "pareto_tail"
    BELOW_THE_THRESHOLD = "below_the_threshold"
    # an official figure
    BASIS = "basis"
    CONFIDENCE = "confidence"
    OFFICIAL_PERIOD = "official_period"
    SOURCE = "source"


SEPARATOR = "; "
"""Between the marks of a row where a file has one cell for them."""
REASONS = frozenset({
    MarkKind.FEW_CASES, MarkKind.FEW_TO_SHOW, MarkKind.HIGH_CV, MarkKind.SMALL_GROUP, MarkKind.BESIDE_HIDDEN,
})  # fmt: skip
"""Why a figure is not published."""


class Mark(Struct, frozen=True):
    """One mark, with its object where it has one: the parameter, the column, the source. As text `kind:what`."""

    kind: MarkKind
    what: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.what}" if self.what else str(self.kind)

    @classmethod
    @lru_cache(4096)
    def read(cls, text: str) -> Mark:
        """The mark that a text says; AyniError for a kind that there is not."""
        kind, _, what = text.partition(":")
        try:
            return cls(MarkKind(kind), what)
        except ValueError:
            raise AyniError("unknown_mark", mark=kind, known=", ".join(MarkKind)) from None


class OfMarks(Generic[Made]):
    """Something made of the marks of rows; of marks that several rows share, as those of a table do, once."""

    def __init__(self, make: Callable[[tuple[Mark, ...]], Made]) -> None:
        self._make, self._made = make, dict[int, tuple[tuple[Mark, ...], Made]]()

    def __call__(self, marks: tuple[Mark, ...]) -> Made:
        """What was made of these marks."""
        if id(marks) not in self._made:
            self._made[id(marks)] = (marks, self._make(marks))  # which are held, so that no other has their id
        return self._made[id(marks)][1]


def joined(marks: Iterable[Mark]) -> str:
    """Marks in one cell."""
    return SEPARATOR.join(map(str, marks))


FIRST_ORDER = Mark(MarkKind.FIRST_ORDER)
OTHER_YEAR, LATER_LAW, CARRIED = Mark(MarkKind.OTHER_YEAR), Mark(MarkKind.LATER_LAW), Mark(MarkKind.CARRIED)
SYNTHETIC, EXPANDED, CENSUS = Mark(MarkKind.SYNTHETIC), Mark(MarkKind.EXPANDED), Mark(MarkKind.CENSUS)
