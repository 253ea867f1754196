"""The hand-worked cases of tests/cases: each instrument, each date, each exclusion, by hand and by column."""

import pytest

from ayni.family.cases import REFUSED
from ayni.law import bolivia
from ayni.words import AyniError
from support.cases import by_column, cases

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.name}")
def test_the_law_gives_what_its_articles_say(case):
    assert list(case.failures()) == []
    known = {rule for expected in case.output.values() for rule, value in expected.items() if value != REFUSED}
    columns = by_column(case, known)
    for position, name in enumerate(case.family.names):
        for rule, expected in case.output.get(name, {}).items():
            if expected == REFUSED:
                with pytest.raises(AyniError):
                    by_column(case, {rule})
            else:
                assert columns[rule][position] == pytest.approx(expected, abs=0.005), (name, rule)


def test_every_instrument_with_rules_has_cases_of_its_own():
    law = bolivia()
    assert {name for name in law.instruments if law.rules_of(name)} <= {case.file for case in CASES}


def test_a_case_that_does_not_hold_is_found():
    wrong = next(case for case in CASES if case.file == "renta_dignidad" and case.output)
    (person, output), *_ = wrong.output.items()
    rule = next(iter(output))
    broken = type(wrong)(wrong.file, wrong.name, wrong.family, wrong.law, {person: {rule: -1}})
    assert [failure[:3] for failure in broken.failures()] == [(person, rule, -1)]
