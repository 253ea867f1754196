"""Conditions as sentences: made from a rule's tree, whatever the rule's own words are, in both languages."""

import datetime as dt

import pytest

from ayni.engine import Household, Instrument, Law, Parameter, Row, Span, rule
from ayni.family.reasons import condition_text, reason

DAY = dt.date(2020, 1, 1)


def text(es, en):
    return {"es": es, "en": en}


TEXTS = {
    "grant": text("Bono", "Grant"),
    "age": text("Edad", "Age"),
    "wage": text("Sueldo", "Wage"),
    "rent": text("Alquiler", "Rent"),
    "children": text("Hijas e hijos", "Children"),
    "is_rural": text("Vive en el campo", "Lives in the country"),
    "is_needy": text("Pasa necesidad", "Is in need"),
}


def law_of(function, *others, **parameters):
    """A law with one instrument, `grant`, that has the rule and these parameters, each called `el NAME`, `the NAME`."""
    rows = {
        name: Parameter(f"grant.{name}", "Bs", (Row(dt.date(2000, 1, 1), value),), text(f"el {name}", f"the {name}"))
        for name, value in parameters.items()
    }
    since = (Span(dt.date(2000, 1, 1)),)
    instrument = Instrument(id="grant", name=text("Bono", "Grant"), in_force=since, parameters=rows)
    definitions = {each.name: each for each in others} | {"grant": function}
    return Law({}, {}, texts=TEXTS).extended([instrument], definitions)


def told(law, language="en", **person):
    """Every condition tried for a person."""
    trace = Household(law.on(DAY), [person]).trace("grant", 0)
    return [condition_text(trace, each, law, language) for each in trace.conditions]


def test_a_local_is_said_as_what_it_stands_for():
    @rule(unit="Bs/month")
    def grant(wage, rent, p):
        """What the rule calls `left_over` nobody else does."""
        left_over = wage - rent
        if left_over > p.limit:
            return 0.0
        return 1.0

    law = law_of(grant, limit=500)
    assert told(law, wage=900, rent=100) == ["Wage (900) - Rent (100), above 500 (the limit)"]
    assert told(law, "es", wage=900, rent=100) == ["Sueldo (900) - Alquiler (100), mayor que 500 (el limit)"]
    assert told(law, wage=100, rent=100) == ["Wage (100) - Rent (100), at most 500 (the limit)"]


def test_a_truth_with_a_name_is_said_by_its_parts():
    @rule(unit="Bs/month")
    def grant(age, is_rural, children):
        """A named and, turned round, and a number as a truth."""
        fits = age >= 60 and not is_rural
        if not fits:
            return 0.0
        if children:
            return 0.0
        return 1.0

    law = law_of(grant)
    assert told(law, age=58, is_rural=False, children=0) == ["Age: 58, below 60"]
    assert told(law, age=60, is_rural=True, children=0) == ["Age: 60, at least 60", "Lives in the country: yes"]
    assert told(law, age=60, is_rural=False, children=2)[-1] == "Children: yes"
    trace = Household(law.on(DAY), [{"age": 60, "is_rural": True, "children": 0}]).trace("grant", 0)
    assert reason(trace, law, "es") == "Vive en el campo: sí"


def test_of_a_limit_that_a_condition_chooses_the_chosen_one_is_said():
    @rule(unit="Bs/month")
    def grant(wage, is_rural, p):
        """One limit for each place."""
        limit = p.low if is_rural else p.high
        if wage > limit:
            return 0.0
        return 1.0

    law = law_of(grant, low=100, high=200)
    assert told(law, wage=150, is_rural=True) == ["Lives in the country: yes", "Wage: 150, above 100 (the low)"]
    assert told(law, wage=150, is_rural=False) == ["Lives in the country: no", "Wage: 150, at most 200 (the high)"]


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ({"age": 17}, ["Age: 17, below 18"]),
        ({"age": 18}, ["Age: 18, at least 18", "Age: 18, below 60"]),
        ({"age": 60}, ["Age: 60, at least 18", "Age: 60, at least 60"]),
    ],
)
def test_of_a_range_each_end_is_said_with_the_person_first(person, said):
    @rule(unit="Bs/month")
    def grant(age):
        """Two ends."""
        if 18 <= age < 60:
            return 1.0
        return 0.0

    assert told(law_of(grant), **person) == said


def test_calculations_keep_their_order_and_have_words_for_functions():
    @rule(unit="Bs/month")
    def grant(wage, rent, children, p):
        """Brackets where they are needed and nowhere else."""
        if (wage + rent) * 2 - wage / 4 >= min(wage, p.limit) - (rent - 1):
            return 0.0
        return 1.0

    law = law_of(grant, limit=500)
    [said] = told(law, wage=100, rent=0, children=0)
    assert said == (
        "(Wage (100) + Rent (0)) × 2 - Wage (100) ÷ 4, at least "
        "the least of [Wage (100); the limit (500)] - (Rent (0) - 1)"
    )
    [said] = told(law, "es", wage=100, rent=0, children=0)
    assert said.endswith("al menos lo menor de [Sueldo (100); el limit (500)] - (Alquiler (0) - 1)")


def test_a_parameter_that_switches_is_called_by_its_name():
    @rule(unit="Bs/month")
    def grant(age, p):
        """Flags of the law, as a number and as a truth."""
        if p.open == 0:
            return 0.0
        if not p.kind:
            return 0.0
        return 1.0

    assert told(law_of(grant, open=0, kind=1), age=1) == ["the open: 0"]
    assert told(law_of(grant, open=1, kind=0), age=1) == ["the open: 1, is not 0", "the kind: no"]


def test_what_should_be_above_zero_and_is_zero_needs_no_comparison():
    @rule(unit="Bs/month")
    def grant(wage, rent):
        """Both above zero."""
        if wage <= 0:
            return 0.0
        if rent > 0:
            return 1.0
        return 0.0

    assert told(law_of(grant), wage=0, rent=5) == ["Wage: 0"]
    assert told(law_of(grant), wage=3, rent=0) == ["Wage: 3, above 0", "Rent: 0"]
