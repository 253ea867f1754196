"""When one may retire and with how much: worked by hand on both sides of age, years, limits and what is unknown."""

import datetime as dt

import pytest

from ayni.family import retirement
from ayni.law import bolivia
from ayni.words import AyniError

OLD, NEW = dt.date(2024, 3, 1), dt.date(2026, 3, 1)
"""Under Ley 985, whose table is read whole; under Ley 1582, of which a few rows alone were found."""


def asked(day, born, years, wage, own=0, sex="man", children=None):
    given = {"born": born, "sex": sex, "contribution_years": years, "solidarity_reference_wage": wage}
    given |= {"own_pension": own, **({} if children is None else {"live_born_children": children})}
    return retirement(given, bolivia(), day)


@pytest.mark.parametrize(
    ("day", "born", "years", "wage", "own", "first", "stopping"),
    [
        (OLD, "1966-03-01", 10, 3000, 300, "2024-03-01", (640, 640)),  # 58 that day: the lower limit of ten years
        (OLD, "1966-03-02", 10, 3000, 300, "2024-03-02", (640, 640)),  # a day later
        (OLD, "1960-01-01", 9, 3000, 0, "2025-03-01", None),  # a year of contributions is missing
        (OLD, "1960-01-01", 15, 3000, 0, "2024-03-01", (920, 920)),  # up to fifteen years the lower limit
        (OLD, "1960-01-01", 16, 1000, 0, "2024-03-01", (954, 954)),  # 56 % of 1,000 is below the lower limit
        (OLD, "1960-01-01", 16, 1800, 0, "2024-03-01", (1008, 1008)),  # 56 % of 1,800, between both
        (OLD, "1960-01-01", 16, 5000, 0, "2024-03-01", (1136, 1136)),  # 56 % of 5,000 is above the upper limit
        (OLD, "1960-01-01", 35, 5000, 0, "2024-03-01", (3500, 3500)),  # 70 %
        (OLD, "1960-01-01", 35, 10000, 0, "2024-03-01", (4200, 4200)),  # the upper limit
        (OLD, "1960-01-01", 10, 3000, 1000, "2024-03-01", (1000, 1000)),  # the own pension is more
        (NEW, "1960-01-01", 10, 3000, 0, "2026-03-01", (720, 720)),
        (NEW, "1960-01-01", 20, 3000, 0, "2026-03-01", (1800, 1800)),  # 60 %
        (NEW, "1960-01-01", 20, 4000, 0, "2026-03-01", (2340, 2340)),  # 60 % is above the upper limit
        (NEW, "1960-01-01", 22, 4000, 0, "2026-03-01", (2340, 2800)),  # between 20 years and 30, 70 % of 4,000
        (NEW, "1960-01-01", 18, 4000, 1500, "2026-03-01", (1500, 2340)),  # between the own pension and 20 years
        (NEW, "1960-01-01", 35, 8000, 0, "2026-03-01", (5200, 5200)),
    ],
)
def test_the_first_day_and_the_pension_with_the_contributions_of_today(day, born, years, wage, own, first, stopping):
    found = asked(day, born, years, wage, own)
    assert found.first.isoformat() == first
    amounts = found.stopping and (round(found.stopping.low, 2), round(found.stopping.high, 2))
    assert amounts == stopping
    assert found.stopping is None or "Ley" in found.stopping.law


@pytest.mark.parametrize(("children", "age"), [(0, 58), (1, 57), (3, 55), (4, 55)])
def test_a_woman_retires_a_year_earlier_for_each_of_three_children(children, age):
    found = asked(OLD, "1968-03-01", 20, 3000, sex="woman", children=children)
    assert found.age == age
    assert found.of_age == dt.date(1968 + age, 3, 1)


def test_going_on_contributing_counts_the_years_until_then():
    found = asked(OLD, "1968-03-01", 20, 3000, sex="woman", children=1)  # 57 on 1 March 2025: 21 years, 61 % of 3,000
    assert (found.stopping.low, found.going_on.contribution_years, found.going_on.low) == (1800, 21, 1830)


@pytest.mark.parametrize("name", ["born", "sex", "contribution_years", "solidarity_reference_wage", "own_pension"])
def test_what_is_missing_is_refused_by_its_name(name):
    given = {"born": "1966", "sex": "man", "contribution_years": 1, "solidarity_reference_wage": 1, "own_pension": 0}
    with pytest.raises(AyniError, match=name) as refused:
        retirement({key: value for key, value in given.items() if key != name}, bolivia(), NEW)
    assert refused.value.key == "retirement_missing"


def test_a_woman_is_asked_for_her_children_and_a_day_before_the_law_is_refused():
    with pytest.raises(AyniError, match="live_born_children"):
        asked(NEW, "1970-01-01", 10, 1000, sex="woman")
    with pytest.raises(AyniError) as refused:
        asked(dt.date(2010, 12, 9), "1950-01-01", 10, 1000)
    assert refused.value.key == "retirement_before"


def ways(day, **given):
    found = retirement({"sex": "man", "solidarity_reference_wage": 3000, **given}, bolivia(), day)
    return {way.id: way for way in found.ways}, found


BORN = {"born": "1966-03-01", "contribution_years": 20}
"""58 on 1 March 2024."""


@pytest.mark.parametrize(
    ("given", "way", "standing", "day", "low", "high"),
    [
        # 60 % of 5,000 is 3,000
        ({"own_pension": 3000, "old_age_reference_wage": 5000}, "share", "open", "2024-03-01", 3000, 3000),
        ({"own_pension": 2999, "old_age_reference_wage": 5000}, "share", "closed", None, None, None),
        ({"own_pension": 3000}, "share", "not_asked", None, None, None),
        (
            {"own_pension": 3000, "old_age_reference_wage": 5000, "months_before_1997": 12, "born": "1969-03-02"},
            "share_with_compensation", "later", "2024-03-02", 3000, 3000,
        ),
        (
            {"own_pension": 3000, "old_age_reference_wage": 5000, "months_before_1997": 12, "born": "1969-03-01"},
            "share_with_compensation", "open", "2024-03-01", 3000, 3000,
        ),
        (
            {"own_pension": 3000, "old_age_reference_wage": 5000, "months_before_1997": 12, "sex": "woman",
             "live_born_children": 0, "born": "1974-03-02"},
            "share_with_compensation", "later", "2024-03-02", 3000, 3000,
        ),
        # the solidarity pension of 20 years on 3,000 is 60 %, 1,800
        ({"own_pension": 1800}, "age", "closed", None, None, None),
        ({"own_pension": 1801}, "age", "open", "2024-03-01", 1801, 1801),
        ({"own_pension": 1801, "born": "1966-03-02"}, "age", "later", "2024-03-02", 1801, 1801),
        ({"own_pension": 1801, "contribution_years": 9}, "age", "later", "2025-03-01", 1801, 1801),
        # 276,000 over 276 months, and 276 times what 100,000 pay at most
        ({"savings_balance": 276000}, "age", "closed", None, None, None),
        ({"savings_balance": 552000}, "age", "open", "2024-03-01", 2000, 5.52 * 610.41),
        ({"savings_balance": 331200}, "age", "perhaps", "2024-03-01", 1200, 3.312 * 610.41),
        ({"savings_balance": 276000, "old_age_reference_wage": 2000}, "share", "perhaps", "2024-03-01", 1000, 1684.73),
        (
            {"savings_balance": 276000, "months_before_1997": 60, "wage_october_1996": 1000},
            "age", "perhaps", "2024-03-01", 1140, None,  # 1,000 and 0.7 x 1,000 x 5 / 25 of 1997, brought up since
        ),
        (
            {"savings_balance": 276000, "months_before_1997": 60, "compensation_certificate": 900},
            "age", "open", "2024-03-01", 1900, 900 + 2.76 * 610.41,
        ),
    ],
)  # fmt: skip
def test_each_way_to_retire_opens_closes_or_may_open(given, way, standing, day, low, high):
    found, _ = ways(OLD, **{**BORN, **given})
    assert found[way].standing == standing
    assert (found[way].day and found[way].day.isoformat()) == day
    amount = found[way].amount
    assert (amount and amount.low) == (None if low is None else pytest.approx(low, abs=0.01))
    assert (amount and amount.high) == (None if high is None else pytest.approx(high, abs=0.01))


def test_the_solidarity_pension_is_one_amount_where_no_savings_could_pass_it():
    _, found = ways(OLD, **BORN, savings_balance=200000)  # at most 1,220.82, below the 1,800 of the table
    assert (found.going_on.low, found.going_on.high) == (1800, 1800)
    _, found = ways(OLD, **BORN, savings_balance=400000)  # at most 2,441.64
    assert (found.going_on.low, round(found.going_on.high, 2)) == (1800, 2441.64)


def test_contributions_before_1997_want_the_certificate_or_the_wage():
    with pytest.raises(AyniError, match="compensation_certificate"):
        ways(OLD, **BORN, savings_balance=1000, months_before_1997=60)
    for given in ({"wage_october_1996": 1000}, {"compensation_certificate": 300}):
        assert ways(OLD, **BORN, savings_balance=1000, months_before_1997=60, **given)


@pytest.mark.parametrize("age", range(40, 77))
def test_the_most_that_savings_pay_is_the_annuity_that_its_note_says(age):
    rate, months = 0.05 / 12, 12 * max(81 - age, 5)
    [row] = bolivia().parameter("pension_de_vejez.most_of_100000").rows
    assert dict(row.value)[age] == pytest.approx(100_000 * rate / (1 - (1 + rate) ** -months), abs=0.006)
