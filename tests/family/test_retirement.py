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
