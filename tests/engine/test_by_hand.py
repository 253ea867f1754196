"""Rules by hand: the conditions that were tried, the one that decided, and "why not" with its numbers."""

import datetime as dt

import pytest

from ayni.engine import Household, Law, rule
from ayni.words import AyniError
from support import example_rules
from support.builders import families, law_of, persons_of


def _household(**changes):
    person = {**persons_of(families(), 0, 1)[0], "mother": None, "father": None, **changes}
    return Household(law_of(example_rules).on(dt.date(2020, 1, 1)), [person])


def test_why_not_is_the_first_condition_that_failed_with_its_numbers():
    trace = _household(age=58).trace("allowance", 0)
    assert trace.value == 0
    assert (trace.decided_by.text, dict(trace.decided_by.values), trace.decided_by.holds) == (
        "age < 60",
        {"age": 58},
        True,
    )


def test_of_several_conditions_in_one_line_the_deciding_one_is_named():
    assert _household(is_resident=False).trace("allowance", 0).decided_by.text == "is_resident"
    absent = _household(status="absent").trace("allowance", 0)
    assert [condition.text for condition in absent.conditions] == ["age < 60", "is_resident", "status == 'absent'"]
    assert absent.decided_by.holds


def test_the_trace_goes_down_to_what_was_read():
    tree = list(_household(wage=100.0).trace("share_of_top_up", 0).tree())
    read = {(depth, trace.rule): trace.value for depth, trace in tree}
    assert read[0, "share_of_top_up"] == 50
    assert read[1, "top_up"] == 50
    assert read[3, "wage"] == 100


def test_a_computed_zero_is_settled_by_no_condition_but_by_what_it_read():
    trace = _household(wage=0.0).trace("top_up", 0)
    assert [condition.text for condition in trace.conditions] == ["wages_of_household >= 500"]
    assert (trace.value, trace.decided_by) == (0, None)
    assert (dict(trace.rests_on), trace.lacking) == ({"earners": 0}, ("earners",))
    constant = _household(wage=600.0).trace("top_up", 0)
    assert (constant.decided_by.text, dict(constant.rests_on)) == ("wages_of_household >= 500", {})


@rule(unit="Bs/month")
def supplement(wage, bonus, deduction, rate):
    """A difference in which the first two columns raise the answer and the third lowers it."""
    share = rate if wage < 5000 else 0.0
    if wage >= 5000:
        return share
    return max(0.0, wage + bonus - deduction) * rate


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ((0.0, 0.0, 80.0, 2.0), ("wage", "bonus")),  # more of either would do
        ((50.0, 0.0, 80.0, 2.0), ()),  # a larger wage would do as well, so no zero is to blame
        ((90.0, 0.0, 0.0, 0.0), ("rate",)),  # more wage would not do
        ((50.0, 0.0, 80.0, 0.0), ()),  # two causes: neither alone would do
        ((90.0, 0.0, 0.0, 2.0), ()),  # not zero
    ],
)
def test_what_is_lacking_is_a_zero_without_which_there_would_be_some(given, lacking):
    person = dict(zip(("wage", "bonus", "deduction", "rate"), given, strict=True))
    law = Law({}, {"supplement": supplement}).checked()
    trace = Household(law.on(dt.date(2020, 1, 1)), [person]).trace("supplement", 0)
    assert dict(trace.rests_on) == person
    assert trace.lacking == lacking
    rich = Household(law.on(dt.date(2020, 1, 1)), [{**person, "wage": 5000.0}]).trace("supplement", 0)
    assert (rich.rests_on, rich.decided_by.text) == ({}, "wage < 5000")


@rule(unit="flag")
def is_covered(age, is_insured, is_registered, is_resident):
    """An exclusion, two ways in, and a third that needs two things."""
    if is_insured:
        return False
    if age < 5:
        return True
    if is_registered:
        return True
    return is_resident and age >= 60


def test_of_several_ways_in_each_that_would_have_done_is_known():
    def texts(**person):
        given = {"age": 40, "is_insured": False, "is_registered": False, "is_resident": True, **person}
        law = Law({}, {"is_covered": is_covered}).checked()
        trace = Household(law.on(dt.date(2020, 1, 1)), [given]).trace("is_covered", 0)
        return trace.decided_by.text, [condition.text for condition in trace.ways]

    assert texts() == ("age >= 60", ["age < 5", "is_registered", "age >= 60"])
    # where two things are missing neither alone would have done
    assert texts(is_resident=False) == ("is_resident", ["age < 5", "is_registered"])
    # uninsured she would still be in none of the groups
    assert texts(is_insured=True) == ("is_insured", [])
    assert texts(is_insured=True, age=3) == ("is_insured", ["is_insured"])
    assert texts(age=66) == ("age >= 60", [])  # covered: nothing is wanted


def test_a_household_that_lacks_an_input_is_told_which():
    with pytest.raises(
        AyniError, match="household lacks wage: say it of each person, as wage=…; the nearest that it gives is wages"
    ):
        Household(law_of(example_rules).on(dt.date(2020, 1, 1)), [{"wages": 3, "children": 0}]).value("tapered", 0)
