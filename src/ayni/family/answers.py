"""What the law pays to and takes from a household on a day, for each rule and person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from ayni.engine import Citation, Condition, Household, Instrument, Law, LawOnDay, Rule, Trace
from ayni.family.dates import COUNTED, OF_EVENTS
from ayni.family.household import Family
from ayni.survey import money_columns, standard_columns
from ayni.words import AyniError

MONEY_UNITS = ("Bs/month", "Bs/year", "Bs/once", "Bs")
GIVES: Mapping[str, int] = {"transfer": 1, "contribution": -1, "direct_tax": -1, "indirect_tax": -1}
"""The places in the chain of incomes that add to a household's budget (1) or take from it (-1)."""
MONTHS = {"Bs/month": 1, "Bs/year": 12, "Bs/once": 12}
"""The months over which a payment is spread in the budget."""


class Answer(Struct, frozen=True):
    """The value of one rule for one person: a payment, a tax or a fact, and the reason where there is none."""

    instrument: str
    rule: str
    kind: str
    person: str
    amount: float
    unit: str
    gives: int
    """1 where the amount adds to the household's budget, -1 where it is taken from it, 0 otherwise."""
    citations: tuple[Citation, ...]
    """The norms and articles on which it rests, as the law stood on the day."""
    paid_in: Mapping[str, str]
    trace: Trace
    why_not: Condition | None
    marks: tuple[str, ...] = field(default=())
    refused: AyniError | None = None
    """Why the law book has no answer: a parameter without a known value on the day."""

    def __repr__(self) -> str:
        return f"<Answer {self.rule} of {self.person}: {self.amount:g} {self.unit}>"

    @property
    def law(self) -> str:
        """The citations in one text."""
        return "; ".join(each.text for each in self.citations)

    @property
    def applies(self) -> bool:
        """Whether there is anything to pay or to receive."""
        return self.amount != 0

    @property
    def in_budget(self) -> float:
        """The amount in the household's budget, Bs a month: benefits add to it, taxes and contributions reduce it."""
        months = MONTHS.get(self.unit)
        return self.gives * self.amount / months if months else 0.0


def answering(law: Law, instrument: Instrument) -> tuple[Rule, ...]:
    """The rules of an instrument that answer a family: those that its YAML lists under `answers`.

    Where it lists none, all in Bs and all flags but those that are steps to another of its rules.
    """
    listed, rules = instrument.answers, law.rules_of(instrument.id)
    if listed is not None:
        return tuple(rule for rule in rules if rule.name in listed)
    steps = {name for rule in rules for name in rule.inputs}
    return tuple(rule for rule in rules if rule.unit in MONEY_UNITS or (rule.unit == "flag" and rule.name not in steps))


def gives(instrument: Instrument, rule: str) -> int:
    """1 where a rule's amount adds to a household's budget, -1 where it reduces it, 0 where an employer pays it."""
    for entry in instrument.enters or ():
        if not entry.rules or rule in (*entry.rules, entry.total):
            return GIVES.get(entry.place, 0) if entry.paid_by == "person" else 0
    return 0


def answers(of: Family, law: Law) -> Iterator[Answer]:
    """Everything that a law gives and asks of a family, rule by rule and person by person.

    A rule that rests on answers beyond the ordinary ones (a fortune, a basic pay, what is spent on bread) is left out
    unless one of those was given.
    """
    household, on_day = of.under(law), law.on(of.day)
    for _, rules in asked_about(of, law):
        for rule in rules:
            people = of.names if rule.entity == "person" else of.names[:1]
            for position, name in enumerate(people):
                yield _answer_of(on_day, household, rule, position, name)


def asked_about(of: Family, law: Law) -> Iterator[tuple[Instrument, list[Rule]]]:
    """The instruments that answer a family, with their rules; where one asks more, those on what was said."""
    said = {key for persons in (of.given, of.said) for given in persons.values() for key in given}
    said |= set(OF_EVENTS) if said & set(OF_EVENTS) else set()
    said -= {*standard_columns(), *money_columns(), *COUNTED}
    asked_apart = {name for each in law.instruments.values() if each.only_if_said for name in each.inputs}
    for instrument in law.instruments.values():
        rules = answering(law, instrument)
        if instrument.asks_more:
            told = said & asked_apart if instrument.only_if_said else said
            yield instrument, [rule for rule in rules if told & set(law.read_by([rule.name]))]
        else:
            yield instrument, list(rules)


def _answer_of(law: LawOnDay, household: Household, rule: Rule, position: int, person: str) -> Answer:
    instrument = law.law.instruments[law.law.instrument_of(rule.name) or ""]
    refused = None
    try:
        trace = household.trace(rule.name, position)
    except AyniError as error:
        if error.key != "no_value_on_date":
            raise
        trace, refused = Trace(rule.name, 0.0, on=law), error
    return Answer(
        instrument=instrument.id,
        rule=rule.name,
        kind=instrument.kind,
        person=person,
        amount=float(trace.value),
        unit=rule.unit,
        gives=gives(instrument, rule.name),
        citations=trace.citations,
        paid_in=instrument.paid_in or {},
        trace=trace,
        why_not=None if trace.value else trace.decided_by,
        marks=_marks(trace) if trace.value else (),
        refused=refused,
    )


def _marks(trace: Trace) -> tuple[str, ...]:
    """`recalled:instrument.parameter`, and `assumed:instrument` once for all that it assumes."""
    named = ((row.confidence, name) for name, row in trace.doubtful)
    return tuple(dict.fromkeys(
        f"{said}:{name.partition('.')[0] if said == 'assumed' else name}" for said, name in named
    ))  # fmt: skip


def totals(found: Iterable[Answer]) -> dict[str, float]:
    """`benefits`, `taxes_and_contributions` (below zero) and `budget`, their sum, Bs a month."""
    budget = [answer.in_budget for answer in found]
    return {
        "benefits": float(sum(amount for amount in budget if amount > 0)),
        "taxes_and_contributions": float(sum(amount for amount in budget if amount < 0)),
        "budget": float(sum(budget)),
    }
