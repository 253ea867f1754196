"""What a sentence that somebody brings says: its numbers, periods and what they count, found by plain rules.

Nothing is guessed in silence: what a rule reads in one of two ways is told, what has two readings is left to the reader
to choose, and the words that no rule reads are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ayni.evidence.check import Kind, Stated
from ayni.evidence.claims import Claim, Number, claims, listed
from ayni.evidence.registry import registry
from ayni.evidence.typed_figures import (
    Figure,
    Period,
    Span,
    Unread,
    changes,
    flat,
    language_of_text,
    no_dates,
    read_figures,
    read_periods,
)
from ayni.words import AyniError, Language, Shape, bare, read_yaml, shaped

WORDS = Path(__file__).with_name("sentence_words.yaml")
LONGEST = 1000
"""Characters of a sentence that are read."""
NEAR = 0.75
"""How many of the words of two sentences are the same, from 0 to 1, to name one where the other was asked."""
_MONEY: Mapping[str, tuple[str, float]] = {
    "million Bs": ("Bs", 1e6), "million USD": ("USD", 1e6), "USD": ("USD", 1.0), "thousand persons": ("persons", 1e3),
    "persons": ("persons", 1.0), "families": ("families", 1.0), "cases": ("cases", 1.0), "votes": ("votes", 1.0),
    "percentage points": ("pp", 1.0), "points": ("pp", 1.0), "times": ("times", 1.0), "days": ("days", 1.0),
}  # fmt: skip
SHARE = "% of"
"""The unit of a share of something that the sentence names, as GDP."""
_NOT_COUNTED = ("years", "months", "weeks", "payments", "litres", "foods")
_LEAST_IN_MILLIONS = 1e5
"""A smaller amount is none of a series in millions."""
_MISSING = ("number", "indicator", "choice", "unit", "period", "base", "moment", "moments")


class IndicatorWords(Shape, frozen=True, kw_only=True):
    """The words that name an indicator, or several among which a reader chooses."""

    name: str | tuple[str, ...]
    words: str
    needed: str = ""
    rate: bool = False
    tell: bool = False


class SentenceWords(Shape, frozen=True, kw_only=True):
    """The file of words."""

    indicators: tuple[IndicatorWords, ...]
    programmes: dict[str, str]
    effects: str
    causes: str
    ranks: str
    money: str
    since: str
    places: str
    small: dict[Language, str]


@cache
def _words() -> SentenceWords:
    return shaped(SentenceWords, read_yaml(WORDS), WORDS.name)


class Named(Struct, frozen=True):
    """An indicator as a sentence names it: one, or several among which the reader chooses."""

    text: str
    among: tuple[str, ...]
    rate: bool
    told: bool
    """Whether the words say less than the indicator."""
    span: Span


class Asked(Struct, frozen=True):
    """A number of the sentence with what it is compared with: the level of one period, or the change between two."""

    figure: Figure
    indicator: str
    start: str
    end: str
    stated: Stated
    kind: Kind | None


class Understood(Struct, frozen=True):
    """What the rules find in a sentence, and what they do not."""

    text: str
    language: Language
    figures: tuple[Figure, ...]
    periods: tuple[Period, ...]
    indicators: tuple[Named, ...]
    programme: str = ""
    line: str = ""
    cause: str = ""
    rank: str = ""
    place: str = ""
    since: str = ""
    laws: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    two_readings: tuple[Unread, ...] = ()
    unread: tuple[str, ...] = ()
    """Words that no rule reads."""
    claim: str = ""
    """The claim of the ledger whose sentence it is."""
    alike: tuple[str, ...] = ()
    """Claims that say the same number of the same thing, or nearly the same words."""
    questions: tuple[Asked, ...] = ()
    candidates: tuple[str, ...] = ()
    """The indicators of which a number may be one, where it is left to the reader to choose."""
    aside: tuple[Figure, ...] = ()
    """Numbers whose unit is not that of what is counted."""
    missing: tuple[str, ...] = ()
    """What has to be said before anything is compared: `number`, `indicator`, `choice`, `unit`, `period`, `base`,
    `moment`, `moments`."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The indicators among which the sentence leaves the choice."""
        return tuple(dict.fromkeys(name for each in self.indicators for name in each.among))


def understood(
    text: str, language: Language = "es", *, indicator: str = "", start: str = "", end: str = ""
) -> Understood:
    """What a sentence says, with what the reader adds to it or puts in the place of what was read.

    `language` is that of the reader, for a sentence whose own words do not tell. Raises AyniError for an indicator that
    the registry does not have.
    """
    text = re.sub(r"\s+", " ", text).strip()
    if not text or len(text) > LONGEST:
        raise AyniError("sentence_length", most=LONGEST)
    if indicator:
        registry().unit(indicator)
    own = language_of_text(text, language)
    periods, laws = read_periods(text)
    wrong = no_dates(text)
    named, taken, seen = _named(text)
    busy = [*(each.span for each in (*periods, *wrong)), *laws]
    figures, two_readings, groups = read_figures(text, own, busy)
    low, words = flat(text), _words()
    found = {
        name: [match.span() for match in re.finditer(rf"\b(?:{getattr(words, name)})", low)]
        for name in ("causes", "ranks", "places", "since")
    }
    cause = _clause(text, found["causes"])
    covered = [*busy, *taken, *seen, *groups, *(each.span for each in figures), *changes(text), *found["places"]]
    programme, spans = _programme(low)
    covered += [*found["ranks"], *found["since"], *([cause] if cause else []), *spans]
    named, shared = _shares(text, named, figures)
    said = Understood(
        text=text,
        language=own,
        figures=shared,
        periods=tuple(periods),
        indicators=named,
        programme=programme,
        line="" if not programme else "extreme" if "poverty_extreme" in _among(named) else "moderate",
        cause=text[slice(*cause)] if cause else "",
        rank=_pieces(text, found["ranks"]),
        place=_pieces(text, found["places"]),
        since=_pieces(text, found["since"]),
        laws=tuple(text[slice(*span)] for span in laws),
        groups=tuple(text[slice(*span)] for span in groups),
        two_readings=(
            *(Unread(each.text, AyniError("sentence_no_date", text=each.text)) for each in wrong),
            *two_readings,
        ),
        unread=tuple(_rest(text, covered, own)),
    )
    said = replace(said, claim=_claim(text), alike=_alike(said))
    return _asked(said, indicator, start, end)


def _named(text: str) -> tuple[tuple[Named, ...], list[Span], list[Span]]:
    """The indicators that a sentence names, by the first words that fit; where these words stand, and those needed."""
    low = flat(text)
    found: list[Named] = []
    taken: list[Span] = []
    seen: list[Span] = []
    for entry in _words().indicators:
        if entry.needed and not re.search(entry.needed, low):
            continue
        for match in re.finditer(rf"\b(?:{entry.words})", low):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            seen += [each.span() for each in re.finditer(rf"(?:{entry.needed})\w*", low) if entry.needed]
            among = (entry.name,) if isinstance(entry.name, str) else entry.name
            found.append(Named(text[slice(*match.span())], among, entry.rate, entry.tell, match.span()))
    return tuple(sorted(found, key=lambda each: each.span)), taken, seen


def _shares(
    text: str, named: Sequence[Named], figures: Sequence[Figure]
) -> tuple[tuple[Named, ...], tuple[Figure, ...]]:
    """The same with *6 % of GDP* as a share of what follows it, which is then not what the sentence counts."""
    low, done = flat(text), list[Figure]()
    bases: list[Named] = []
    for figure in figures:
        after = re.match(r"\s*(?:de|del|de la|de los|of|of the)\s+", low[figure.span[1] :])
        end = figure.span[1] + (after.end() if after else 1)
        base = next(
            (each for each in named if figure.unit == "%" and figure.span[1] <= each.span[0] <= end
             and not any(registry().unit(name).startswith("%") for name in each.among)), None,
        )  # fmt: skip
        done.append(figure if base is None else replace(figure, unit=SHARE))
        bases += [] if base is None else [base]
    return tuple(each for each in named if each not in bases), tuple(done)


def _among(named: Sequence[Named]) -> tuple[str, ...]:
    return tuple(name for each in named for name in each.among)


def _programme(low: str) -> tuple[str, list[Span]]:
    """The programme whose effect on poverty a sentence speaks of, and where it says so; an empty name without one."""
    words = _words()
    effects = [match.span() for match in re.finditer(rf"\b(?:{words.effects})", low)]
    if effects and re.search(r"pobreza|pobres|poverty|poor", low):
        for name, said in words.programmes.items():
            if found := re.search(rf"\b(?:{said})\b", low):
                return name, [found.span(), *effects]
    return "", []


def _pieces(text: str, spans: Sequence[Span]) -> str:
    return "; ".join(dict.fromkeys(text[slice(*span)].strip() for span in spans))


def _clause(text: str, spans: Sequence[Span]) -> Span | None:
    """From the words of a cause to the end of their clause."""
    if not spans:
        return None
    start = min(spans)[0]
    return start, start + len(re.split(r"[.;]|, (?=y |and |con |with )", text[start:])[0].rstrip())


def _rest(text: str, covered: Sequence[Span], language: Language) -> Iterator[str]:
    """The words that no rule reads, without the small ones."""
    small = set(" ".join(_words().small.values()).split())
    for match in re.finditer(r"[^\W_]+", text):
        inside = any(match.start() < end and start < match.end() for start, end in covered)
        if not inside and bare(match[0]) not in small:
            yield match[0]


# ---- the ledger


def letters(text: str) -> str:
    """A sentence without what typing changes: capitals, accents, signs and spaces; a decimal comma is a point."""
    return " ".join(re.findall(r"[a-z]+|\d+(?:\.\d+)?|%", re.sub(r"(?<=\d),(?=\d)", ".", bare(text))))


def _claim(text: str) -> str:
    """The claim of the ledger of a sentence in either language."""
    wanted = letters(text)
    return next((each.id for each in claims() if wanted in map(letters, each.paraphrase.values())), "")


def _alike(of: Understood) -> tuple[str, ...]:
    """The claims that say one of the numbers of the same indicator, and the one whose words are nearly the same."""
    found = [
        each.id for each in claims()
        if each.label["indicator"] in of.choices and any(_says(number, of.figures) for number in _numbers(each))
    ]  # fmt: skip
    wanted = set(letters(of.text).split())
    ratios = {
        each.id: max(2 * len(wanted & words) / (len(wanted) + len(words)) for words in _said_words(each.id))
        for each in claims()
    }
    nearest = max(ratios, key=ratios.__getitem__)
    if ratios[nearest] >= NEAR or not found:
        about = [each.id for each in claims() if each.label["indicator"] in of.choices]
        found.append(nearest if ratios[nearest] >= NEAR or not about else max(about, key=ratios.__getitem__))
    return tuple(dict.fromkeys(found))


@cache
def _said_words(identifier: str) -> tuple[set[str], ...]:
    """The words of a claim's sentence in each language."""
    return tuple({*letters(said).split()} for said in listed(identifier).paraphrase.values())


def _numbers(claim: Claim) -> Iterator[Number]:
    yield from filter(None, (claim.number, *(part.number for part in claim.parts)))


def _says(number: Number, figures: Sequence[Figure]) -> bool:
    unit, scale = _MONEY.get(number.unit, ("%" if number.unit.startswith("%") else number.unit, 1.0))
    return any(
        abs(abs(each.value) - abs(number.value) * scale) <= 1e-9 * abs(each.value) and each.unit in ("", unit)
        for each in figures
    )


# ---- what is asked


def _asked(said: Understood, indicator: str, start: str, end: str) -> Understood:
    """The same with the questions that follow, or with what is missing for them."""
    if said.claim and not (indicator or start or end):
        return said
    figures = [each for each in said.figures if each.unit not in _NOT_COUNTED]
    missing = [] if figures else ["number"]
    if said.programme and not indicator:
        return replace(said, missing=tuple(missing))
    if not (indicator or said.choices):
        return replace(said, missing=(*missing, "indicator"))
    periods = [start or end, end or start] if start or end else [each.period for each in said.periods]
    questions: list[Asked] = []
    candidates: list[str] = []
    for figure in figures:
        fits = [indicator] if indicator else _subjects(figure, said)
        fits = [name for name in fits if _in_unit(figure, name, _is_rate(name)) is not None]
        if len(fits) > 1 and not figure.unit and re.search(_words().money, flat(said.text)):
            fits = [name for name in fits if "Bs" in registry().unit(name) or "USD" in registry().unit(name)] or fits
        if len(fits) > 1 and periods:
            fits = [name for name in fits if registry().has_period(name, periods[0])] or fits
        found = "unit" if not fits else "choice" if len(fits) > 1 else _question(
            figure, fits[0], said, periods, given=bool(start or end)
        )  # fmt: skip
        if isinstance(found, Asked):
            questions.append(found)
        else:
            missing.append(found)
            candidates += fits
    compared = [each.figure for each in questions]
    aside = tuple(each for each in said.figures if each not in compared) if questions else ()
    missing = sorted(dict.fromkeys(missing), key=_MISSING.index)
    if questions:
        return replace(said, questions=tuple(questions), aside=aside)
    among = tuple(dict.fromkeys(candidates)) or said.choices
    return replace(said, missing=tuple(missing), candidates=among)


def _subjects(figure: Figure, said: Understood) -> tuple[str, ...]:
    """The indicators of which a number may be one: those of its own clause, else all that the sentence names."""
    ends = [0, *(match.end() for match in re.finditer(r"[.;:](?:\s|$)", said.text)), len(said.text)]
    first = max(each for each in ends if each <= figure.span[0])
    last = min(each for each in ends if each >= figure.span[1])
    own = [each for each in said.indicators if first <= each.span[0] < last]
    fitting = [each for each in own if any(_in_unit(figure, name, each.rate) for name in each.among)]
    return tuple(dict.fromkeys(_among(fitting or said.indicators)))


@cache
def _is_rate(indicator: str) -> bool:
    """Whether an indicator is itself a change in per cent."""
    named = ((each, (each.name,) if isinstance(each.name, str) else each.name) for each in _words().indicators)
    return any(each.rate and indicator in names for each, names in named)


def _in_unit(figure: Figure, indicator: str, rate: bool) -> tuple[float, Kind | None] | None:
    """How much of the number is one of the indicator's unit, and which change it would be; None where none of both."""
    unit = registry().unit(indicator)
    if figure.unit == "%":
        if unit.startswith("%"):
            return 1.0, "relative" if figure.change and not rate else None
        return (1.0, "relative") if figure.change else None
    if figure.unit == "pp":
        return (1.0, "points") if unit.startswith("%") else None
    money = unit.startswith(("million", "Bs", "USD"))
    if money and unit.startswith("million") != (figure.value >= _LEAST_IN_MILLIONS):
        return None
    name, scale = _MONEY.get(unit, ("Bs" if unit.startswith("Bs") else unit, 1.0))
    is_bare = not figure.unit and not unit.startswith("%") and name != "pp"
    return (scale, "points" if figure.change else None) if figure.unit == name or is_bare else None


def _question(figure: Figure, indicator: str, said: Understood, periods: Sequence[str], *, given: bool) -> Asked | str:
    """What the number is compared with; or what is missing for it: when, or of which of several moments."""
    rate = _is_rate(indicator)
    fits = _in_unit(figure, indicator, rate)
    assert fits is not None
    scale, kind = fits
    if not periods:
        return "period"
    value, width = figure.value / scale, figure.width / scale
    joined = [f"{one.period}..{other.period}" for one, other in _joined(said)]
    if kind is None:
        signed = rate and bool(figure.change)
        value = -value if signed and figure.change == "fall" else value
        period = _period_of(figure, said) if not given else (periods[0] if figure.part == "from" else periods[-1])
        span = next((each for each in joined if period in each.split("..")), "")
        if span and not given and not figure.part:
            if not registry().has_period(indicator, span):
                return "moment"
            period = span
        return Asked(figure, indicator, period, period, _stated(figure, value, width, signed=signed), None)
    ends = tuple(dict.fromkeys(periods))
    if len(ends) < 2:
        return "base"
    if len(ends) > 2 and not given:
        if len(joined) != 1:
            return "moments"
        ends = tuple(joined[0].split(".."))
    first, last = ends if given else sorted(ends)
    value = -value if figure.change == "fall" else value
    return Asked(figure, indicator, first, last, _stated(figure, value, width, signed=True), kind)


def _joined(said: Understood) -> Iterator[tuple[Period, Period]]:
    """The periods that a sentence joins as *from one to another*, *between one and another*."""
    for one, other in pairwise(said.periods):
        between, before = flat(said.text[one.span[1] : other.span[0]]).strip(), flat(said.text[: one.span[0]])
        opens = re.search(r"\b(?:entre|between|de|del|desde|from)\s*(?:el |ano )*$", before)
        if between in ("-", "\u2013") or (opens and between in ("y", "and", "a", "al", "to", "hasta", "until")):
            yield one, other


def _stated(figure: Figure, value: float, width: float, *, signed: bool) -> Stated:
    decimals = max(0, len(f"{width:.9f}".rstrip("0").partition(".")[2])) if width < 1 else 0
    unit = figure.unit if figure.unit in ("%", "pp") else ""
    relation = figure.relation
    if value < 0 and relation != "equals":
        relation = "less_than" if relation == "more_than" else "more_than"
    return Stated(figure.text, value, decimals, signed, unit, relation, width=width)


def _period_of(figure: Figure, said: Understood) -> str:
    """The period of a level: the first that stands between it and the next number, else the last before it, else the
    first of the sentence."""
    after = [each for each in said.figures if each.span[0] >= figure.span[1]]
    until = after[0].span[0] if after else len(said.text)
    follows = [each.period for each in said.periods if figure.span[1] <= each.span[0] < until]
    before = [each.period for each in said.periods if each.span[1] <= figure.span[0]]
    return follows[0] if follows else before[-1] if before else said.periods[0].period
