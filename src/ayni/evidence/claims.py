"""Claims, one YAML file each, whose readings are computed from official series, recorded results and the law."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from ayni.engine import Law
from ayni.engine.instruments import Tier
from ayni.evidence.claim_file import (
    Change,
    ClaimFile,
    Comparison,
    Compute,
    Count,
    Enumeration,
    Grid,
    Nothing,
    NumberOfFile,
    Operand,
    Other,
    Pairs,
    PartOfFile,
    ReadingOfFile,
    Series,
    Statement,
    Value,
)  # fmt: skip
from ayni.evidence.recorded import recorded_one
from ayni.evidence.registry import CONFIDENCES, Fact, difference, registry
from ayni.evidence.timeline import Entry, wave_overlaps
from ayni.evidence.verdicts import (
    CauseVerdict,
    Findings,
    Relation,
    Stated,
    Tried,
    Verdict,
    decide,
    decide_cause,
)
from ayni.words import LANGUAGES, AyniError, Text, catalogue, read_yaml, shaped

FOLDER = Path(__file__).with_name("claims")
FIRST_DAY = dt.date(1900, 1, 1).toordinal()
"""From here on a number of days is a date."""
YES_OR_NO = "yes (1) or no (0)"
"""The unit of a number that says whether something happened."""
OPERANDS = ("series", "fact", "recorded", "parameter", "date", "number", "sum", "product")


class Used(Struct, frozen=True):
    """A figure on which a reading is based, with its place in the series and its source."""

    id: str
    value: float
    unit: str
    period: str
    source: str
    confidence: str
    url: str = ""
    se: float | None = None
    wave: str = ""
    method: str = ""
    fact: Fact | None = None
    parts: tuple[Used, ...] = ()

    @property
    def leaves(self) -> tuple[Used, ...]:
        """The figures themselves, where this one is made of several."""
        return tuple(leaf for part in self.parts for leaf in part.leaves) or (self,)


class Trial(Struct, frozen=True):
    """One entry of an enumeration of readings: a formula, an indicator, and one or two periods."""

    form: str
    indicator: str
    after: str
    before: str
    value: float
    fits: bool
    facts: tuple[str, ...]
    with_other: bool | None = None
    """Whether the second number of the sentence fits the same two periods, where one was given."""


class Computed(Struct, frozen=True):
    """The computed result of a reading."""

    value: float | None
    se: float | None
    unit: str
    used: tuple[Used, ...]
    trials: tuple[Trial, ...] = ()

    @property
    def fitting(self) -> tuple[Trial, ...]:
        """The entries of the enumeration that give the number."""
        return tuple(trial for trial in self.trials if trial.fits)


class Reading(Struct, frozen=True):
    """One honest way to read a number; all readings are listed before any is computed."""

    id: str
    text: Text
    natural: bool
    rival: bool
    spec: Compute
    effect: bool = False
    """Whether it is the effect of the cause that the sentence names."""

    def compute(self, law: Law, stated: Stated | None = None) -> Computed:
        """The reading's value; an enumeration gives the entry nearest to the stated number."""
        match self.spec:
            case Nothing():
                return Computed(None, None, "", ())
            case Pairs() | Grid():
                return _enumerate(self.spec, stated or Stated(0.0, 0.0))
            case Count():
                found = tuple(given_figure(each, law) for each in self.spec.of)
                return Computed(float(len(found)), None, self.spec.unit, _leaves(*found))
            case Value():
                return _value(self.spec, law)
        return _compared(self.spec, law)


class Cause(Struct, frozen=True):
    """The cause that a sentence states, and why no verdict on it goes further."""

    text: Text
    why: Text
    verdict: CauseVerdict


class Number(Struct, frozen=True):
    """The number of a sentence as it was stated."""

    value: float
    unit: str
    precision: float
    relation: Relation = "equals"
    implied: bool = False
    """The sentence does not say it: a word of it asks for it."""

    @property
    def stated(self) -> Stated:
        """The number as the verdict rules take it."""
        return Stated(self.value, self.precision, self.relation)


class Part(Struct, frozen=True):
    """Another part of a sentence with a number of its own, which is judged by itself."""

    id: str
    text: Text
    number: Number
    readings: tuple[Reading, ...]
    exhaustive: bool


class Claim(Struct, frozen=True):
    """A claim in its separate parts (number, label, period, attribution, cause), with its readings."""

    path: Path
    id: str
    article: str | Text
    """An id of the catalogue, or the name in both languages."""
    speaker: Text
    paraphrase: Text
    tier: Tier
    number: Number | None
    label: Mapping[str, Any]
    period: Mapping[str, Any]
    attribution: Text | None
    cause: Cause | None
    readings: tuple[Reading, ...]
    beside: tuple[Reading, ...]
    """Figures to show beside the number; they are not compared with it."""
    context: Text | None
    """A fact that changes the meaning; None where none was found."""
    qualifier: Text | None
    """The condition that the sentence leaves out."""
    exhaustive: bool
    judgement: bool
    first_verdict: str
    differs: Text | None
    parts: tuple[Part, ...] = ()
    """Other parts of the sentence, each judged by itself."""
    statement: Statement | None = None
    """Where and when it was said, where it stands in no article."""
    published: dt.date | None = None
    """The day on which its card was first published."""
    changes: tuple[Change, ...] = ()
    """Verdicts that it had, newest first."""

    def __repr__(self) -> str:
        return f"<Claim {self.id}: {self.paraphrase['en'][:80]}>"

    @property
    def gives_its_periods(self) -> bool:
        """Whether the sentence says from when to when: a year, a month or a day at both ends."""
        return all(re.fullmatch(r"\d{4}(-\d{2}){0,2}", str(self.period[end])) for end in ("from", "to"))

    def history(self, verdict: Verdict) -> Iterator[tuple[Change, Verdict]]:
        """Each change of its verdict, newest first, with what the verdict became; `verdict` is that of today."""
        now = verdict
        for change in self.changes:
            yield change, now
            now = change.was


class Outcome(Struct, frozen=True):
    """A reading with its result, and whether that agrees with the stated number."""

    reading: Reading
    computed: Computed
    fits: bool

    @property
    def searched(self) -> bool:
        """Whether it tries every pair of periods."""
        return bool(self.computed.trials)

    @property
    def recalled(self) -> bool:
        """Whether it rests on a figure that was not read in a source."""
        return any(used.confidence == "recalled" for used in self.computed.used)


class Needed(Struct, frozen=True):
    """What one figure of a reading would have to be, in its own unit, for the stated number to hold."""

    reading: Reading
    figure: Used
    value: float


class JudgedPart(Struct, frozen=True):
    """A part of a sentence with its readings computed and its verdict."""

    part: Part
    outcomes: tuple[Outcome, ...]
    verdict: Verdict


class Judgement(Struct, frozen=True, dict=True):
    """A claim with its readings computed and its verdicts."""

    claim: Claim
    law: Law
    """The law from which readings take parameters."""
    outcomes: tuple[Outcome, ...]
    natural: tuple[Outcome, ...]
    """Those that the verdict rules take as natural."""
    beside: tuple[Outcome, ...]
    number_verdict: Verdict
    rule: str
    cause_verdict: CauseVerdict
    needed: tuple[Needed, ...]
    """What a figure would have to be for the number to hold; none where it holds or no comparison says so."""
    parts: tuple[JudgedPart, ...] = ()
    overlaps: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    """Events during the fieldwork of each survey that the readings use."""

    def __repr__(self) -> str:
        return f"<Judgement of {self.claim.id}: number {self.number_verdict}, cause {self.cause_verdict}>"

    @property
    def tried(self) -> int:
        """How many readings were tried, each entry of an enumeration counted."""
        every = (*self.outcomes, *(each for part in self.parts for each in part.outcomes))
        return sum(len(each.computed.trials) or each.computed.value is not None for each in every)

    @cached_property
    def chosen(self) -> Outcome | None:
        """The reading to print beside the number; None where all that gives it was not read in a source.

        The effect of a cause that is named comes first; else a natural reading that gives the number, else the first
        natural one, else any that gives it, else any. A figure that was not read in a source comes after one that was.
        """
        done = [each for each in self.outcomes if each.computed.value is not None]
        found = min(
            self.natural or done, key=lambda each: (each.recalled, not (each.reading.effect or each.fits)), default=None
        )
        return None if found is not None and found.recalled and found.fits else found

    @cached_property
    def span(self) -> tuple[Outcome, Outcome] | None:
        """The least and the greatest of the natural readings in the unit of the printed one; None where they agree."""
        if self.chosen is None or self.claim.number is None:
            return None
        unit = self.chosen.computed.unit
        alike = [each for each in self.natural if each.computed.unit == unit and not each.searched]
        if not alike:
            return None
        low, high = min(alike, key=_value_of), max(alike, key=_value_of)
        return None if _value_of(low) == _value_of(high) else (low, high)

    @property
    def pair(self) -> tuple[int, int] | None:
        """Of the pairs of periods tried for two numbers of one sentence: how many, and how many give both."""
        tried = [trial for each in self.outcomes for trial in each.computed.trials if trial.with_other is not None]
        return (len(tried), sum(trial.fits and bool(trial.with_other) for trial in tried)) if tried else None


def _value_of(outcome: Outcome) -> float:
    assert outcome.computed.value is not None
    return outcome.computed.value


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim of the package, by id."""
    return tuple(read_claim(path) for path in sorted(FOLDER.glob("*.yaml")))


def claim(identifier: str) -> Claim:
    """The claim of an id, or of a file that ends in .yaml; raises where there is none."""
    return read_claim(Path(identifier)) if identifier.endswith(".yaml") else listed(identifier)


def listed(identifier: str) -> Claim:
    """The claim of the package with an id, and never a file; raises where there is none."""
    for each in claims():
        if each.id == identifier.upper():
            return each
    raise AyniError("unknown_claim", id=identifier, ids=", ".join(each.id for each in claims()))


def judge(claim: Claim, law: Law) -> Judgement:
    """Compute every reading, with the parameters of a law, then the verdicts."""
    stated = claim.number.stated if claim.number else None
    outcomes = tuple(_outcome(claim, reading, stated, law) for reading in claim.readings)
    tried = tuple(_tried(each) for each in outcomes)
    findings = Findings(
        stated=stated,
        tried=tried,
        tier=claim.tier,
        exhaustive=claim.exhaustive,
        qualifier=claim.qualifier is not None,
        judgement=claim.judgement,
        periods_given=claim.gives_its_periods,
    )
    verdict, rule = decide(findings)
    beside = tuple(_outcome(claim, reading, None, law) for reading in claim.beside)
    waves = sorted({used.wave for each in (*outcomes, *beside) for used in each.computed.used if used.wave})
    return Judgement(
        claim=claim,
        law=law,
        outcomes=outcomes,
        natural=tuple(each for each, one in zip(outcomes, tried, strict=True) if one in findings.natural),
        beside=beside,
        number_verdict=verdict,
        rule=rule,
        cause_verdict=decide_cause(claim.cause is not None),
        needed=() if findings.fitting else tuple(_needed(claim, outcomes, law)),
        parts=tuple(_part(claim, each, law) for each in claim.parts),
        overlaps={wave: wave_overlaps(law, wave) for wave in waves},
    )


def coverage() -> Mapping[str, Any]:
    """Every sentence of the articles by number, with its tier, the reason and the claim that takes it up."""
    content: Mapping[str, Any] = read_yaml(FOLDER.parent / "coverage.yaml")
    return content


# ---- readings


def _part(claim: Claim, part: Part, law: Law) -> JudgedPart:
    stated = part.number.stated
    outcomes = tuple(_outcome(claim, reading, stated, law) for reading in part.readings)
    verdict, _ = decide(Findings(stated, tuple(map(_tried, outcomes)), claim.tier, exhaustive=part.exhaustive))
    return JudgedPart(part, outcomes, verdict)


def _outcome(claim: Claim, reading: Reading, stated: Stated | None, law: Law) -> Outcome:
    try:
        computed = reading.compute(law, stated)
    except AyniError as error:
        problem = {language: error.in_language(language) for language in LANGUAGES}
        raise AyniError("claim_reading", claim=claim.id, reading=reading.id, problem=problem) from error
    fits = False
    if stated is not None and computed.value is not None:
        fits = _found(computed) if computed.trials else stated.fits(computed.value)
    return Outcome(reading, computed, fits)


def _found(computed: Computed) -> bool:
    """Whether a pair of periods gives the number, and the other number of the sentence where there is one."""
    return any(trial.with_other is not False for trial in computed.fitting)


def _tried(outcome: Outcome) -> Tried:
    computed = outcome.computed
    confidences = {used.confidence for used in computed.used}
    return Tried(
        natural=outcome.reading.natural,
        values=() if computed.value is None else (computed.value,),
        fits=outcome.fits,
        rival=outcome.reading.rival or (not computed.trials and "conflicting" in confidences),
        recalled=outcome.recalled,
        searched=outcome.searched,
        effect=outcome.reading.effect,
    )


def _value(spec: Value, law: Law) -> Computed:
    after = given_figure(spec.after, law)
    se = None if after.se is None else after.se * abs(spec.times)
    return Computed(_rounded(after.value * spec.times, spec), se, spec.unit or after.unit, _leaves(after))


def _compared(spec: Comparison, law: Law) -> Computed:
    after, before = given_figure(spec.after, law), given_figure(spec.before, law)
    value, unit = _compare(after, before, spec)
    return Computed(_rounded(value, spec), _se(after, before, spec), spec.unit or unit, _leaves(after, before))


def _compare(after: Used, before: Used, spec: Comparison) -> tuple[float, str]:
    if spec.kind in ("difference", "relative_change"):
        _same_method(after, before, spec.bridge)
    if spec.kind == "difference":
        return (after.value - before.value) * _times(spec), "points" if after.unit.startswith("%") else after.unit
    if spec.kind == "relative_change":
        return (after.value - before.value) / before.value * _times(spec), "%"
    return after.value / before.value * _times(spec), "%" if spec.kind == "share" else "ratio"


def _times(spec: Comparison) -> float:
    return (100.0 if spec.kind in ("relative_change", "share") else 1.0) if spec.times is None else spec.times


def _same_method(after: Used, before: Used, bridge: str) -> None:
    """Raise AyniError for a change over a break of method, also between parts of a product or sum."""
    if after.fact is not None and before.fact is not None:
        difference(after.fact, before.fact, bridge=bridge)
    elif after.method and before.method and after.method != before.method and not bridge:
        raise AyniError(
            "break_of_method", after=f"{after.id} [{after.method}]", before=f"{before.id} [{before.method}]"
        )
    for one, other in zip(after.parts, before.parts, strict=False):
        _same_method(one, other, bridge)


def _se(after: Used, before: Used, spec: Comparison) -> float | None:
    """The standard error of a difference between two independent surveys; otherwise it is not known here."""
    if spec.kind != "difference" or after.se is None or before.se is None or after.wave == before.wave:
        return None
    return math.hypot(after.se, before.se) * abs(_times(spec))


def _rounded(value: float, spec: Value | Comparison) -> float:
    return float(math.floor(value)) if spec.round == "down" else value


def _leaves(*used: Used) -> tuple[Used, ...]:
    return tuple({leaf.id: leaf for each in used for leaf in each.leaves}.values())


# ---- operands


def given_figure(spec: Operand, law: Law) -> Used:
    """A figure of a file, from where it says, with its source. Raises AyniError for one that is not there."""
    said = [name for name in OPERANDS if getattr(spec, name) is not None]
    if len(said) != 1:
        raise AyniError("operand_form", operand=_written(spec), kinds=", ".join(OPERANDS))
    if spec.series is not None:
        if spec.period is None:
            raise AyniError("operand_form", operand=_written(spec), kinds="series, period")
        return _fact(registry().one(spec.series, str(spec.period), **spec.place))
    if spec.fact is not None:
        return _fact(registry().get(spec.fact))
    if spec.recorded is not None:
        return recorded_figure(spec.recorded)
    if spec.parameter is not None:
        if spec.on is None:
            raise AyniError("operand_form", operand=_written(spec), kinds="parameter, on")
        return _parameter(spec.parameter, spec.on, law)
    return _given(spec) if said[0] in ("date", "number") else _made(spec, law)


def _written(spec: Operand) -> str:
    said = {name: getattr(spec, name) for name in spec.__struct_fields__}
    default = Operand()
    return ", ".join(f"{name}: {value}" for name, value in said.items() if value != getattr(default, name))


def _fact(fact: Fact) -> Used:
    return Used(
        fact.id, fact.value, fact.unit, fact.period, fact.source, fact.confidence, fact.url,
        method=fact.method, fact=fact,
    )  # fmt: skip


def recorded_figure(identifier: str) -> Used:
    """A recorded row, with shares in per cent as in the official series."""
    row = recorded_one(identifier)
    if "synthetic" in row.wave.lower():
        raise AyniError("synthetic_evidence", id=identifier)
    unit, times = {"share": ("%", 100), "relative": ("%", 100), "points": ("points", 100)}.get(row.unit, (row.unit, 1))
    se = None if row.se is None else row.se * times
    source = f"{row.wave}, SHA-256 {row.file_sha256}"
    return Used(
        row.id, row.value * times, unit, row.wave, source, "computed", se=se, wave=row.wave, method=row.method
    )  # fmt: skip


def _parameter(name: str, day: dt.date, law: Law) -> Used:
    parameter = law.parameter(name)
    row = parameter.on(day)
    if not isinstance(row.value, int | float):
        raise AyniError("operand_not_a_number", operand=name, value=row.value)
    addresses = law.instruments[name.partition(".")[0]].sources
    url = next((addresses[key] for key in row.source if key in addresses), "")
    return Used(f"{name}@{day}", float(row.value), parameter.unit, str(day), row.article, row.confidence, url)


def _made(spec: Operand, law: Law) -> Used:
    operation = "product" if spec.sum is None else "sum"
    parts = tuple(given_figure(each, law) for each in spec.sum or spec.product or ())
    values = [part.value for part in parts]
    value = (sum(values) if operation == "sum" else math.prod(values)) * spec.times
    worst = max((part.confidence for part in parts), key=CONFIDENCES.index)
    name = f"{operation}({', '.join(part.id for part in parts)})"
    return Used(name, value, spec.unit or parts[0].unit, parts[0].period, "", worst, parts=parts)


def _given(spec: Operand) -> Used:
    """A number or a date written in the claim file: it needs an address, or to be marked as recalled."""
    value, source = spec.date if spec.number is None else spec.number, spec.source
    if not (source.startswith("http") or spec.confidence == "recalled"):
        raise AyniError("number_without_source", value=value)
    if isinstance(value, dt.date):
        return Used(f"date:{value}", float(value.toordinal()), "days", str(value), source, spec.confidence, source)
    assert value is not None
    period = "" if spec.period is None else str(spec.period)
    name = f"number:{value:g}:{source}"
    return Used(name, float(value), spec.unit or "", period, source, spec.confidence, source)


# ---- enumerations


def _enumerate(spec: Enumeration, stated: Stated) -> Computed:
    """Every level, difference and relative change of some series; a fall counts as positive where `falls` says so."""
    sign = -1.0 if spec.falls else 1.0
    trials = tuple(_trials(spec, stated, sign))
    if not trials:
        raise AyniError("nothing_to_enumerate", series=", ".join(each.series for each in spec.of))
    nearest = min(trials, key=lambda trial: abs(trial.value - stated.value))
    used = _leaves(*(_fact(registry().get(identifier)) for identifier in nearest.facts))
    return Computed(nearest.value, None, spec.unit or "%", used, trials)


def _trials(spec: Enumeration, stated: Stated, sign: float) -> Iterator[Trial]:
    starts = None if spec.start is None else {str(each) for each in spec.start}
    for series in spec.of:
        facts = _facts(series, spec.periods, every=isinstance(spec, Grid))
        if "level" in spec.forms:
            for fact in facts:
                yield Trial(
                    "level", fact.indicator, fact.period, "", fact.value, stated.fits(fact.value), (fact.id,)
                )  # fmt: skip
        for before, after in combinations(facts, 2):
            if before.period == after.period or (starts is not None and before.period not in starts):
                continue
            for form in spec.forms:
                if form != "level":
                    yield _change(form, before, after, spec, stated, sign)


def _change(form: str, before: Fact, after: Fact, spec: Enumeration, stated: Stated, sign: float) -> Trial:
    gap = difference(after, before, bridge=spec.bridge)
    facts = [before.id, after.id]
    if form == "difference":
        value = sign * gap
    elif form == "relative_change":
        value = sign * 100 * gap / before.value
    else:
        if (series := spec.population) is None:
            raise AyniError("nothing_to_enumerate", series="population")
        people = [registry().one(series.series, fact.period, **series.place) for fact in (before, after)]
        facts += [each.id for each in people]
        counts = [fact.value * each.value for fact, each in zip((before, after), people, strict=True)]
        value = sign * 100 * (counts[1] / counts[0] - 1)
    other = spec.together_with
    both = _fits_too(other, before.period, after.period, sign) if other else None
    return Trial(
        form, before.indicator, after.period, before.period, value, stated.fits(value), tuple(facts), both
    )  # fmt: skip


def _fits_too(other: Other, before: str, after: str, sign: float) -> bool:
    """Whether a second stated number fits the relative change of another series between the same periods."""
    one, two = (registry().one(other.series, period, **other.place) for period in (before, after))
    stated = Stated(other.value, other.precision)
    return stated.fits(sign * 100 * difference(two, one) / one.value)


def _facts(series: Series, periods: Sequence[Any] | None, *, every: bool) -> list[Fact]:
    """The facts of a series by period: every published value, or the best of each period."""
    found = registry().find(series.series, **series.place)
    if series.methods is not None:
        found = tuple(fact for fact in found if fact.method in series.methods)
    wanted = None if periods is None else {str(period) for period in periods}
    kept = [fact for fact in found if wanted is None or fact.period in wanted]
    if every:
        return kept
    return [registry().one(series.series, period, **series.place) for period in sorted({fact.period for fact in kept})]


# ---- what would have to be


def _needed(claim: Claim, outcomes: Sequence[Outcome], law: Law) -> Iterator[Needed]:
    """What one figure would have to be for the number to hold: of the first natural comparison, and where asked."""
    if claim.number is None or claim.number.relation != "equals":
        return
    compared = [(each.reading, each.reading.spec) for each in outcomes if isinstance(each.reading.spec, Comparison)]
    led = any(reading.effect for reading in claim.readings)
    natural = [each for each in compared if each[0].natural and each[0].effect == led][:1]
    asked = [each for each in compared if each[1].solve is not None and each not in natural]
    for reading, spec in natural + asked:
        figure, value = _solve(spec, claim.number.value, law)
        yield Needed(reading, figure, value)


def _solve(spec: Comparison, stated: float, law: Law) -> tuple[Used, float]:
    """The figure to solve for, and the value that gives the stated number."""
    after, before = given_figure(spec.after, law), given_figure(spec.before, law)
    share = stated / _times(spec)
    if spec.kind == "difference":
        return (before, after.value - share) if spec.solve == "before" else (after, before.value + share)
    factor = 1 + share if spec.kind == "relative_change" else share
    if spec.solve == "before":
        return before, after.value / factor
    return after, before.value * factor


# ---- files


def _days_as_text(raw: Any) -> Any:
    """The same with days as YYYY-MM-DD: a period is a year, a month or a day, all written alike."""
    if isinstance(raw, dict):
        return {key: _days_as_text(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_days_as_text(value) for value in raw]
    return raw.isoformat() if isinstance(raw, dt.date) else raw


def read_claim(path: Path) -> Claim:
    """Read and check one claim file."""
    said = shaped(ClaimFile, _days_as_text(read_yaml(path)), path.name)
    if said.id != path.stem:
        raise AyniError("claim_name", file=path.name, id=said.id)
    known = [key.removeprefix("article.") for key in catalogue() if key.startswith("article.")]
    if isinstance(said.article, str) and said.article not in known:
        there = ", ".join([*known, "{es, en}"])
        raise AyniError("shape_value", file=path.name, key="article", value=said.article, values=there)
    return Claim(
        path=path,
        id=said.id,
        article=said.article,
        speaker=said.speaker,
        paraphrase=said.paraphrase,
        tier=said.tier,
        number=_number_of(said.number) if said.number else None,
        label=msgspec.structs.asdict(said.label),
        period={"from": said.period.start, "to": said.period.end},
        attribution=said.attribution,
        cause=Cause(said.cause.text, said.cause.why, decide_cause(True)) if said.cause else None,
        readings=tuple(map(_reading, said.readings)),
        beside=tuple(map(_reading, said.beside)),
        context=None if isinstance(said.context, str) else said.context,
        qualifier=said.qualifier,
        exhaustive=said.exhaustive,
        judgement=said.judgement,
        first_verdict=said.first_verdict,
        differs=said.differs,
        parts=tuple(map(_part_of, said.parts)),
        statement=said.statement,
        published=said.published,
        changes=said.changes,
    )


def _part_of(said: PartOfFile) -> Part:
    return Part(said.id, said.text, _number_of(said.number), tuple(map(_reading, said.readings)), said.exhaustive)


def _number_of(said: NumberOfFile) -> Number:
    value = said.value.toordinal() if isinstance(said.value, dt.date) else said.value
    return Number(float(value), said.unit, said.precision, said.relation, said.implied)


def _reading(said: ReadingOfFile) -> Reading:
    return Reading(said.id, said.text, said.natural, said.rival, said.compute, said.effect)
