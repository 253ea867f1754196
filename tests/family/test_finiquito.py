"""The final settlement: its lines as the Ministry's form has them, what it refuses, and the count of service."""

import datetime as dt

import pytest

from ayni.family import finiquito
from ayni.family.dates import of_service
from ayni.law import bolivia
from ayni.words import AyniError

ALL = {
    "leaving_reason": "dismissal",
    "hired_on": "2019-03-01",
    "left_on": "2026-05-10",
    "wage_last_month": 6000,
    "wage_month_before": 6000,
    "wage_third_month": 5400,
    "vacation_days_left": 5,
    "firm_made_profit": False,
    "paid_five_year_periods": 1,
}
SERVED = ("service_years", "service_months", "service_days", "days_of_service", "months_in_last_year")


@pytest.mark.parametrize(
    ("hired", "left", "served"),
    [
        ("2026-01-01", "2026-12-31", (1, 0, 0, 365, 12)),
        ("2026-01-01", "2026-02-28", (0, 2, 0, 59, 2)),
        ("2026-01-31", "2026-01-31", (0, 0, 1, 1, 0)),
        ("2024-02-29", "2025-02-28", (1, 0, 2, 366, 2)),
        ("2020-05-16", "2026-05-15", (6, 0, 0, 2191, 4)),
        ("2020-05-16", "2026-05-14", (5, 11, 29, 2190, 4)),
    ],
)
def test_service_counts_the_first_and_the_last_day_by_months_of_thirty(hired, left, served):
    found = of_service({"hired_on": hired, "left_on": left}, dt.date(2027, 1, 1))
    assert tuple(found[name] for name in SERVED) == served


def test_the_form_adds_up_and_cites_on_each_line_its_own_article():
    form = finiquito(ALL, bolivia())
    # 7 years less 5 paid, 2 months, 10 days; mean (6,000 + 6,000 + 5,400) / 3 = 5,800; 4 months and 10 days of 2026
    expected = {
        "finiquito_mean_wage": 5800,
        "finiquito_notice_pay": 17400,
        "finiquito_indemnity_years": 11600,
        "finiquito_indemnity_months": 966.67,
        "finiquito_indemnity_days": 161.11,
        "finiquito_christmas_bonus": 2094.44,
        "finiquito_vacation": 1718.52,
        "finiquito_profit_bonus": 0,
        "finiquito_benefits": 33940.74,
        "finiquito_net": 33940.74,
    }
    assert {name: round(form.amount(name), 2) for name in expected} == expected
    laws = {line.rule: line.law for line in form.lines}
    assert laws["finiquito_notice_pay"] == "DS 110 art. 1, 2, 3; Ley General del Trabajo art. 12"
    assert laws["finiquito_vacation"] == "Ley General del Trabajo art. 44; DS 224 art. 33"
    assert laws["finiquito_benefits"] == ""
    assert form.pay_by == dt.date(2026, 5, 25)
    assert round(form.fine_if_late, 2) == 10182.22
    assert "late" not in {line.part for line in form.lines}


@pytest.mark.parametrize("name", list(ALL))
def test_what_is_missing_is_refused_by_its_name(name):
    with pytest.raises(AyniError, match=name) as refused:
        finiquito({key: value for key, value in ALL.items() if key != name}, bolivia())
    assert refused.value.key == "finiquito_missing"


def test_a_short_service_is_asked_for_no_more_than_it_has():
    short = {
        "leaving_reason": "resignation",
        "hired_on": "2026-04-01",
        "left_on": "2026-05-31",
        "wage_last_month": 4000,
    }
    form = finiquito({**short, "wage_month_before": 4000, "firm_made_profit": False}, bolivia())
    assert form.amount("finiquito_benefits") == 0


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"leaving_reason": "none"}, "finiquito_at_work"),
        ({"hired_on": "2019-03"}, "finiquito_needs_a_day"),
        ({"left_on": "2018-05-10"}, "left_before_hired"),
        ({"hired_on": "2001-01-01", "left_on": "2009-04-30"}, "finiquito_before"),
    ],
)
def test_what_cannot_be_is_refused(changed, key):
    with pytest.raises(AyniError) as refused:
        finiquito({**ALL, **changed}, bolivia())
    assert refused.value.key == key


DISMISSED = {
    "leaving_reason": "dismissal", "hired_on": "2022-01-10", "left_on": "2026-08-01", "wage_last_month": 6500,
    "wage_month_before": 6500, "wage_third_month": 6500, "vacation_days_left": 7, "firm_made_profit": False,
}  # fmt: skip
RESIGNED = {
    "leaving_reason": "resignation", "hired_on": "2018-02-15", "left_on": "2026-03-31", "wage_last_month": 7500,
    "wage_month_before": 7200, "wage_third_month": 7200, "vacation_days_left": 10, "firm_made_profit": False,
    "paid_five_year_periods": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "line", "theirs", "difference"),
    [
        # public calculators, docs/work.md: A counts calendar days over 360, B days over 365.25 and 30.4375
        (DISMISSED, "finiquito_notice_pay", 3 * 6500, 0),
        (DISMISSED, "finiquito_indemnity_years", 4 * 6500, 0),
        (DISMISSED, "finiquito_indemnity_months", 6 * 6500 / 12, 0),
        (DISMISSED, "finiquito_indemnity_days", 22 * 6500 / 360, 0),  # A
        (DISMISSED, "finiquito_indemnity_days", 20 * 6500 / 360, 2 * 6500 / 360),  # B
        (DISMISSED, "finiquito_christmas_bonus", 213 * 6500 / 360, -2 * 6500 / 360),  # A
        (DISMISSED, "finiquito_christmas_bonus", 7 * 6500 / 12 + 6500 / 360, 0),  # B
        (DISMISSED, "finiquito_vacation", 7 * 6500 / 30, 15 * (6 / 12 + 22 / 360) * 6500 / 30),  # the year under way
        (RESIGNED, "finiquito_indemnity_years", 3 * 7300, 0),  # B
        (RESIGNED, "finiquito_indemnity_days", 13 * 7300 / 360, 3 * 7300 / 360),  # B
        (RESIGNED, "finiquito_christmas_bonus", 2 * 7300 / 12 + 31 * 7300 / 360, -7300 / 360),  # B
        (RESIGNED, "finiquito_christmas_bonus", 90 * 7300 / 360, 0),  # A
    ],
)
def test_what_public_calculators_say_differs_by_what_is_explained(given, line, theirs, difference):
    assert finiquito(given, bolivia()).amount(line) == pytest.approx(theirs + difference, abs=0.005)
