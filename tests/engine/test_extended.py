"""A law extended: instruments and rules are added or take others' places, and the old law stays."""

import datetime as dt
from dataclasses import replace

from ayni.engine import Law, rule
from support.builders import instrument

DAY = dt.date(2021, 1, 1)


@rule(unit="Bs/month")
def paid(age, p):
    """A parameter for each year of age."""
    return p.amount * age


def law():
    old = instrument("paid", amount={dt.date(2015, 1, 1): 10})
    return Law({"paid": old}, {"paid": replace(paid, module="law.paid")}).checked()


def test_a_law_is_extended_and_the_old_one_stays():
    before = law()
    new = instrument("added", amount={dt.date(2020, 1, 1): 20})
    after = before.extended([new], {"added": replace(paid, name="added")})
    assert after.instrument_of("added") == "added"
    assert [each.name for each in after.rules_of("added")] == ["added"]
    assert set(before.definitions) == set(before.instruments) == {"paid"}
    assert before.on(DAY).differing(after.on(DAY)) == ("added",)


def test_a_rule_in_the_place_of_another_belongs_to_its_instrument():
    after = law().extended([], {"paid": replace(paid, module="anywhere")})
    assert after.instrument_of("paid") == "paid"


def test_laws_differ_by_text_by_value_and_by_being_in_force():
    before = law()
    assert before.on(DAY).differing(before.on(dt.date(2022, 1, 1))) == ()
    assert before.on(DAY).differing(before.amend({"paid.amount": {"2020-01-01": 11}}).on(DAY)) == ("paid",)
    assert before.on(DAY).differing(before.without("paid").on(DAY)) == ("paid",)
    assert before.on(DAY).differing(before.on(dt.date(2001, 1, 1))) == ("paid",)
