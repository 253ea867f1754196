"""The hand-worked cases of tests/cases: each instrument, each date, each exclusion, by hand and by column."""

import pytest

from support.cases import read_cases

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.name}")
def test_the_law_gives_what_its_articles_say(case):
    by_hand = case.by_hand()
    by_column = case.by_column({rule for expected in case.output.values() for rule in expected})
    for position, name in enumerate(case.persons):
        for rule, expected in case.output.get(name, {}).items():
            assert by_hand.value(rule, position) == pytest.approx(expected, abs=0.005), (name, rule)
            assert by_column[rule][position] == pytest.approx(expected, abs=0.005), (name, rule)


def test_every_instrument_has_cases_of_its_own():
    from ayni.law import bolivia

    covered = {case.file for case in CASES}
    assert set(bolivia().instruments) <= covered
