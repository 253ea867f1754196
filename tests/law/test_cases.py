"""The hand-worked cases of tests/cases: each instrument, each date, each exclusion, by hand and by column."""

import pytest

from ayni.family.cases import REFUSED
from ayni.law import bolivia
from ayni.words import AyniError
from support.cases import by_column, cases

CASES = cases()


@pytest.mark.parametrize("file", sorted({case.file for case in CASES}))
def test_the_law_gives_what_its_articles_say(file):
    found = [(case.name, *failure) for case in CASES if case.file == file for failure in failures(case)]
    assert found == []


def failures(case):
    """What does not hold by hand, and what does not by column: person, rule, what the case says and what is given."""
    yield from case.failures()
    known = {rule for expected in case.output.values() for rule, value in expected.items() if value != REFUSED}
    columns = as_far_as_known(case, known)
    for position, name in enumerate(case.family.names):
        for rule, expected in case.output.get(name, {}).items():
            if expected != REFUSED and rule not in columns:
                continue
            given = refused_or_given(case, rule) if expected == REFUSED else columns[rule][position]
            if given != (expected if expected == REFUSED else pytest.approx(expected, abs=0.005)):
                yield name, rule, expected, given


def as_far_as_known(case, rules):
    """Columns by rule. A column needs each parameter that anybody might; by hand only what this family comes to."""
    try:
        return by_column(case, rules)
    except AyniError as error:
        if error.key != "no_value_on_date":
            raise
        if len(rules) == 1:
            return {}
        return {name: column for rule in rules for name, column in as_far_as_known(case, {rule}).items()}


def refused_or_given(case, rule):
    try:
        return by_column(case, {rule})[rule].tolist()
    except AyniError:
        return REFUSED


def test_every_instrument_with_rules_has_cases_of_its_own():
    law = bolivia()
    assert {name for name in law.instruments if law.rules_of(name)} <= {case.file for case in CASES}


def test_a_case_that_does_not_hold_is_found():
    wrong = next(case for case in CASES if case.file == "renta_dignidad" and case.output)
    (person, output), *_ = wrong.output.items()
    rule = next(iter(output))
    broken = type(wrong)(wrong.file, wrong.name, wrong.family, wrong.law, {person: {rule: -1}})
    assert [failure[:3] for failure in broken.failures()] == [(person, rule, -1)]
