"""What others found that a programme does to poverty, beside ours; and what each reading of an unclear rule gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from ayni.evidence.official import marks_of, stands_for_the_country
from ayni.evidence.registry import Fact, registry
from ayni.scenario import Analysis, Row
from ayni.scenario.analysis import DISPOSABLE, SampledEffect
from ayni.scenario.attribution import other_readings
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind

FIGURES = {
    "poverty_moderate": ("headcount", "moderate"),
    "poverty_extreme": ("headcount", "extreme"),
    "gini": ("gini", ""),
}
"""What is published of an effect, by our measure and line."""
OF_2020 = ("canasta_familiar", "bono_familia", "bono_universal")
TOGETHER: Mapping[str, tuple[str, ...]] = {"three_bonuses_2020": OF_2020, "emergency_transfers_2020": OF_2020}
"""Payments that others measure together."""
OUR_OWN = frozenset({"own_first_pass"})
"""Methods of the registry that are a calculation of ours."""
NEAR = 1
"""How many years away a published effect may be to stand beside one of ours."""


def published_effect_rows(analysis: Analysis, among: Collection[str] | None = None) -> Iterator[Row]:
    """The effect of each programme, or of those named, as others published it for the year, and ours on this survey.

    Ours is first-order, with the programme less without it, over the year. Others move incomes to another year, use
    other lines or estimate behaviour: each stands under its author, and no difference is taken. Nothing on a part of a
    survey, nor of a carried month.
    """
    if analysis.carried is not None or not stands_for_the_country(analysis):
        return
    known = [name for name in analysis.payments if among is None or name in among]
    subjects: dict[str, tuple[str, ...]] = {name: (name,) for name in known}
    for name, payments in TOGETHER.items():
        if set(payments) <= set(analysis.payments):
            subjects[name] = payments
    for subject, names in subjects.items():
        found = {what: tuple(_published(f"effect.{subject}.{what}", analysis.day.year)) for what in FIGURES}
        if any(found.values()):
            yield from _beside(analysis, subject, names, found)


def _published(indicator: str, year: int) -> Iterator[Fact]:
    if indicator in registry().indicators:
        for fact in registry().find(indicator):
            if fact.method not in OUR_OWN and abs(int(fact.period[:4]) - year) <= NEAR:
                yield fact


def _beside(
    analysis: Analysis, subject: str, names: tuple[str, ...], found: Mapping[str, tuple[Fact, ...]]
) -> Iterator[Row]:  # fmt: skip
    income = analysis.by_concept[DISPOSABLE]
    paid = np.sum([analysis.paid(name) for name in names], axis=0)
    marks = analysis.marks(*names)
    effect = SampledEffect(analysis, DISPOSABLE, subject, "year", income, income - paid, marks)
    make = analysis.maker("published_effects", FIRST_ORDER, *marks, accounting="year")
    for what, facts in found.items():
        measure, line = FIGURES[what]
        place = {"programme": subject, "measure": measure, "line": line}
        if facts:
            yield from make.change(effect.change(measure, line), concept=DISPOSABLE, **place)
        for fact in facts:
            period = () if fact.period == str(analysis.day.year) else (Mark(MarkKind.OFFICIAL_PERIOD, fact.period),)
            published = analysis.maker("published_effects", *marks_of(fact), *period)
            yield published.plain(
                fact.value / 100, concept="official", group="author", level=fact.method, side="change", unit="points",
                **place,
            )  # fmt: skip


def reading_rows(analysis: Analysis) -> Iterator[Row]:
    """Where sources disagree about whom a rule leaves out: recipients, spending and effect under each reading.

    The reading that the law book takes comes first. Nothing of a carried month.
    """
    if analysis.carried is not None:
        return
    for name in analysis.payments:
        others = list(other_readings(analysis, (name,)))
        if not others:
            continue
        parameter = str(others[0][0]["group"])
        own = {"group": parameter, "level": str(analysis.law_on_day.row(name, parameter.partition(".")[2]).value)}
        for place, run in [(own, analysis), *others]:
            yield from _reading(run, name, place)


def _reading(run: Analysis, name: str, place: Mapping[str, str]) -> Iterator[Row]:
    payment, income = run.payments[name], run.by_concept[DISPOSABLE]
    make = run.maker("rule_readings", *payment.marks, accounting="year")
    yield make.estimate(run.recipients(name), concept="simulated", measure="recipients", programme=name, **place)
    yield make.estimate(run.spending(name), concept="simulated", measure="spending", programme=name, **place)
    effect = SampledEffect(run, DISPOSABLE, name, "year", income, income - run.paid(name), payment.marks)
    of = run.maker("rule_readings", FIRST_ORDER, *payment.marks, accounting="year")
    for measure, line in FIGURES.values():
        change = effect.change(measure, line)
        yield from of.change(change, concept=DISPOSABLE, programme=name, measure=measure, line=line, **place)
