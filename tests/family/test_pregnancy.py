"""A pregnancy month by month, worked by hand: from which month, until which, how much, by insurance and by date."""

import datetime as dt
import json

import pytest

from ayni.family import pregnancy
from ayni.law import bolivia
from ayni.report import pregnancy_as_json, pregnancy_tables
from ayni.words import AyniError

DAY = dt.date(2026, 3, 1)
INSURED, WITHOUT = {"health_insurance": "social_security"}, {"health_insurance": "none"}


def told(given, day=DAY):
    found = pregnancy(given, bolivia(), day)
    return found, [(f"{each.month:%Y-%m}", each.rule.split("_")[-1], each.amount) for each in found.due]


def test_an_insured_mother_is_paid_from_the_fifth_month_to_the_first_birthday():
    found, due = told({"pregnant_since": "2026-01", **INSURED})
    prenatal = [(f"2026-{number:02}", "prenatal", 2000) for number in range(5, 10)]
    milk = [(f"2026-{number}", "lactation", 2000) for number in (10, 11, 12)]
    milk += [(f"2027-{number:02}", "lactation", 2000) for number in range(1, 10)]
    assert due == [*prenatal, ("2026-10", "birth", 2000), *milk]
    assert (found.birth, found.total, found.is_insured) == (dt.date(2026, 10, 1), 36000, True)


def test_without_insurance_it_is_controls_packages_the_birth_and_the_child_s_controls():
    found, due = told({"pregnant_since": "2026-01", **WITHOUT})
    assert [each for each in due if each[1] == "prenatal"] == [
        (f"2026-{number:02}", "prenatal", 300) for number in (5, 6, 7, 8)
    ]
    assert [each for each in due if each[1] == "mother"] == [
        *((f"2026-{number:02}", "mother", 50) for number in (3, 5, 7, 9)),
        ("2026-10", "mother", 120),
    ]
    assert [each[0] for each in due if each[1] == "child"] == [
        "2026-11", "2027-01", "2027-03", "2027-05", "2027-07", "2027-09",
    ]  # fmt: skip
    assert found.total == 4 * 300 + 4 * 50 + 120 + 6 * 125
    assert {each.in_kind for each in found.due if each.instrument == "subsidio_universal_prenatal"} == {True}


@pytest.mark.parametrize(
    ("given", "day", "total"),
    [
        ({"pregnant_since": "2026-01", "health_insurance": "public_scheme"}, "2026-03-01", 2270),
        ({"pregnant_since": "2026-01", "health_insurance": "private"}, "2026-03-01", 2270),
        ({"pregnant_since": "2026-01", "gave_birth": "2026-09", **INSURED}, "2026-10-01", 34000),  # four of prenatal
        ({"gave_birth": "2026-10", **INSURED}, "2026-03-01", 36000),
        ({"gave_birth": "2026-10", "breastfed_children": 2, **INSURED}, "2026-03-01", 62000),  # two births, 24 of milk
        # minimum wage of 2018, 2,060, until April; 2,000 from May (DS 3546)
        ({"pregnant_since": "2017-10", **INSURED}, "2018-06-01", 3 * 2060 + 2 * 2000 + 2000 + 12 * 2000),
        # packages from October 2015: the fifth to the eighth month are June to September, then July to October
        ({"pregnant_since": "2015-02", **WITHOUT}, "2015-06-01", 200 + 120 + 750),
        ({"pregnant_since": "2015-03", **WITHOUT}, "2015-06-01", 200 + 120 + 750 + 300),
        # the grant from 27 May 2009: of the controls in April, June, August and October the first is before it
        ({"pregnant_since": "2009-02", **WITHOUT}, "2009-06-01", 150 + 120 + 750),
        ({"pregnant_since": "2008-01", **WITHOUT}, "2008-06-01", 125 * 2),  # born October 2008: July, September 2009
    ],
)
def test_what_it_adds_up_to(given, day, total):
    found, _ = told(given, dt.date.fromisoformat(day))
    assert found.total == pytest.approx(total)


def test_months_after_the_law_book_s_last_day_are_marked():
    found, _ = told({"pregnant_since": "2026-01", **INSURED})
    until = bolivia().instrument("asignaciones_familiares").known_until
    assert [each.known for each in found.due] == [each.month <= until for each in found.due]
    assert not all(each.known for each in found.due)


@pytest.mark.parametrize(
    ("given", "name"),
    [({"health_insurance": "none"}, "pregnant_since"), ({"gave_birth": "2026-01"}, "health_insurance")],
)
def test_what_is_missing_is_refused_by_its_name(given, name):
    with pytest.raises(AyniError, match=name) as refused:
        pregnancy(given, bolivia(), DAY)
    assert refused.value.key == "pregnancy_missing"


@pytest.mark.parametrize("birth", ["2026-01", "2025-12", "2026-12"])
def test_a_birth_that_cannot_be_of_it_is_refused(birth):
    with pytest.raises(AyniError) as refused:
        pregnancy({"pregnant_since": "2026-01", "gave_birth": birth, **INSURED}, bolivia(), DAY)
    assert refused.value.key == "pregnancy_dates"


def test_table_and_json_say_the_same():
    found, due = told({"pregnant_since": "2026-01", **WITHOUT})
    plain = json.loads(pregnancy_as_json(found, bolivia()))
    assert [(each["month"][:7], each["amount"]) for each in plain["due"]] == [(each[0], each[2]) for each in due]
    table, claiming = pregnancy_tables(found, bolivia(), "es")
    assert len(table.lines) == len(due)
    assert table.lines[0].head == "marzo de 2026, mes 3 de embarazo"
    assert claiming.lines
