"""Rules by hand: the conditions that were tried, the one that decided, and "why not" with its numbers."""

import datetime as dt

import pytest

from ayni.engine import Household
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


def test_a_household_that_lacks_an_input_is_told_which():
    with pytest.raises(AyniError, match="household lacks wage; the nearest that it gives is wages"):
        Household(law_of(example_rules).on(dt.date(2020, 1, 1)), [{"wages": 3, "children": 0}]).value("tapered", 0)
