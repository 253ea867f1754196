"""The rules of verdicts: from computed readings to the fixed words, without seeing any name or text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, get_args

from msgspec import Struct

Verdict = Literal[
    "holds",
    "holds_with_missing_qualifier",
    "number_fits_another_label",
    "not_reproduced",
    "contradicted",
    "contested",
    "not_corroborated",
    "not_testable_here",
    "opinion",
]
CauseVerdict = Literal["not_identified", "not_stated"]
Relation = Literal["equals", "more_than", "less_than"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SLACK = 1e-9


class Stated(Struct, frozen=True):
    """A stated number: its value, the unit of its last digit, and whether it was stated as a bound."""

    value: float
    precision: float
    relation: Relation = "equals"

    @property
    def tolerance(self) -> float:
        """Half of the last digit that was said: 4 % is not 4.00 %."""
        return self.precision / 2

    def fits(self, value: float) -> bool:
        """Whether a computed value is the number that was said."""
        if self.relation == "more_than":
            return value > self.value
        if self.relation == "less_than":
            return value < self.value
        return abs(value - self.value) <= self.tolerance + SLACK


class Tried(Struct, frozen=True):
    """One computed reading: its values, whether it is natural, and how well sourced its figures are."""

    natural: bool
    values: tuple[float, ...]
    fits: bool
    rival: bool = False
    """One of several published figures of the same thing, or resting on one that another source gives otherwise."""
    recalled: bool = False
    """Resting on a figure that was not read in a source."""
    searched: bool = False
    """Found by trying every pair of periods: natural only where the sentence gives its own."""
    effect: bool = False
    """The effect of the cause that the sentence names: where there is one, no other reading is natural."""


class Findings(Struct, frozen=True):
    """Everything that a verdict may depend on."""

    stated: Stated | None
    tried: tuple[Tried, ...]
    tier: str
    exhaustive: bool = False
    """The sentence names its indicator and period so fully that the natural readings are all there are."""
    qualifier: bool = False
    """The sentence leaves out a condition on which it rests."""
    judgement: bool = False
    """The sentence values something and states no fact."""
    periods_given: bool = True
    """The sentence says from when to when, or of when."""

    @property
    def natural(self) -> tuple[Tried, ...]:
        """The natural readings that could be computed; where a cause is named, those of its effect."""
        done = tuple(each for each in self.tried if each.natural and each.values)
        effects = tuple(each for each in done if each.effect)
        return effects or tuple(each for each in done if self.periods_given or not each.searched)

    @property
    def fitting(self) -> tuple[Tried, ...]:
        """The natural readings that give the number."""
        return tuple(each for each in self.natural if each.fits)

    @property
    def mixed(self) -> bool:
        """Whether some natural readings give the number and others do not."""
        return 0 < len(self.fitting) < len(self.natural)

    @property
    def disputed(self) -> bool:
        """Published figures of the same thing fall on both sides of the number, or fit in part."""
        rivals = [each for each in self.natural if each.rival]
        values = [value for each in rivals for value in each.values]
        if self.stated is None or len(set(values)) < 2:
            return False
        fits = {each.fits for each in rivals}
        within = min(values) <= self.stated.value <= max(values)
        return len(fits) == 2 or (fits == {False} and self.stated.relation == "equals" and within)

    @property
    def only_recalled(self) -> bool:
        """Every natural reading that gives the number rests on a figure not read in a source."""
        return bool(self.fitting) and all(each.recalled for each in self.fitting)


Rule = tuple[str, Verdict, Callable[[Findings], bool]]

TABLE: tuple[Rule, ...] = (
    ("a judgement of value", "opinion", lambda f: f.judgement),
    (
        "an event for which no reading could be computed",
        "not_corroborated",
        lambda f: f.tier == "recorded" and (f.stated is None or not f.natural),
    ),
    ("no number, or no natural reading computed", "not_testable_here", lambda f: f.stated is None or not f.natural),
    ("published figures of the same thing disagree about it", "contested", lambda f: f.disputed),
    ("given only by figures not read in a source", "not_corroborated", lambda f: f.only_recalled),
    (
        "given by some natural readings, or by all with a condition left out",
        "holds_with_missing_qualifier",
        lambda f: bool(f.fitting) and (f.mixed or f.qualifier),
    ),
    ("given by every natural reading", "holds", lambda f: bool(f.fitting)),
    (
        "given only by an unnatural reading, by a search of pairs, or by another quantity than the effect named",
        "number_fits_another_label",
        lambda f: any(each.fits for each in f.tried),
    ),
    (
        "natural readings are all there are, rest on figures read in a source, and none gives it",
        "contradicted",
        lambda f: f.exhaustive and not any(each.recalled for each in f.natural),
    ),
    ("no reading gives it", "not_reproduced", lambda f: True),
)
"""The rules of verdicts, of which the first that applies decides."""


def decide(findings: Findings) -> tuple[Verdict, str]:
    """The verdict on a number, and the rule that gave it."""
    return next((verdict, name) for name, verdict, applies in TABLE if applies(findings))


def decide_cause(stated: bool) -> CauseVerdict:
    """The verdict on a cause. Two dates and a first-order calculation never identify one."""
    return "not_identified" if stated else "not_stated"


LOADED = (
    "regime|régimen|coup|golpe|dictator\\w*|dictadur\\w*|populis\\w+|neoliberal\\w*|corrupt\\w*|ilegítim\\w+|illegitimate|"
    "massacre|masacre|heroi\\w+|heroic\\w*|brutal\\w*|fascis\\w+|reactionary|reaccionari\\w+|radical\\w*|historic|histórico|"
    "far-right|ultraderech\\w+|right-wing|left-wing|derechist\\w+|izquierdist\\w+|terroris\\w+|liar|liars|lied|mentir\\w*|mentira\\w*|"
    "misleading|engañ\\w+|fake|falso|falsa|bold|audaz|de facto|usurp\\w+"
)
CAUSAL = (
    "caused|causes|causing|led to|leads to|because of|due to|thanks to|drove|drives|driven|resulted? in|brought about|"
    "causó|causaron|"
    "produjo|produce[nd]?|llevó a|gracias a|debido a|impuls\\w+|provoc\\w+|ocasion\\w+"
)


def loaded_words(text: str) -> list[str]:
    """Words that take a side, in either language."""
    return re.findall(rf"\b(?:{LOADED})\b", text, re.IGNORECASE)


def causal_words(text: str) -> list[str]:
    """Words that state a cause, in either language."""
    return re.findall(rf"\b(?:{CAUSAL})\b", text, re.IGNORECASE)
