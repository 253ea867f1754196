"""What the law of wages said on a day, as it could be known then: decrees that reach back are not known before them."""

import datetime as dt

import pytest

from ayni.law import bolivia


def minimum_wage(known_on, day):
    return bolivia().as_known_on(dt.date.fromisoformat(known_on)).parameter("salario_minimo_nacional.amount").on(day)


@pytest.mark.parametrize(
    ("known_on", "day", "amount"),
    [
        ("2025-04-30", dt.date(2025, 1, 1), 2500),
        ("2025-05-01", dt.date(2025, 1, 1), 2750),
        ("2008-03-04", dt.date(2008, 2, 1), 525),
        ("2008-03-05", dt.date(2008, 2, 1), 577.5),
        ("2025-12-16", dt.date(2026, 1, 2), 2750),
        ("2025-12-17", dt.date(2026, 1, 2), 3300),
        ("2026-01-13", dt.date(2026, 1, 2), 3300),
    ],
)
def test_a_minimum_wage_that_reaches_back_is_not_known_before_its_decree(known_on, day, amount):
    assert minimum_wage(known_on, day).value == amount


@pytest.mark.parametrize(("known_on", "end"), [("2026-04-09", None), ("2026-04-10", dt.date(2026, 4, 9))])
def test_that_the_tax_on_transactions_ends_is_known_from_its_repeal(known_on, end):
    span = bolivia().as_known_on(dt.date.fromisoformat(known_on)).instrument("itf").in_force[-1]
    assert span.end == end


def test_the_teachers_bonus_is_not_known_before_its_decrees():
    assert bolivia().as_known_on(dt.date(2026, 5, 18)).suspended >= {"gestion_de_aula"}
    assert "gestion_de_aula" not in bolivia().as_known_on(dt.date(2026, 5, 19)).suspended
