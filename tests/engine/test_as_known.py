"""The law as it could be known on a day: without rows, spans and ends that were published later."""

from __future__ import annotations

import datetime as dt

from ayni.engine import Instrument, Parameter, Row
from ayni.engine.instruments import Span
from ayni.law import bolivia

FLOOR = Parameter(
    "minimum.amount",
    "Bs/month",
    (
        Row(dt.date(2024, 1, 1), 2500, published=dt.date(2024, 5, 1)),
        Row(dt.date(2025, 1, 1), 2750, published=dt.date(2025, 5, 1)),
    ),
)


def test_a_retroactive_raise_is_not_known_before_its_decree() -> None:
    march = dt.date(2025, 3, 1)
    assert FLOOR.on(march).value == 2750
    assert FLOOR.as_known_on(dt.date(2025, 4, 30)).on(march).value == 2500
    assert FLOOR.as_known_on(dt.date(2025, 5, 1)).on(march).value == 2750


def test_a_row_that_says_no_publication_is_known_from_its_beginning() -> None:
    of = Parameter("a.b", "Bs", (Row(dt.date(2020, 1, 1), 1), Row(dt.date(2021, 1, 1), 2)))
    assert [row.value for row in of.as_known_on(dt.date(2020, 12, 31)).rows] == [1]
    assert [row.value for row in of.as_known_on(dt.date(2021, 1, 1)).rows] == [1, 2]


def test_the_row_of_a_reform_is_known_on_every_day() -> None:
    of = Parameter("a.b", "Bs", (Row(dt.date(2030, 1, 1), 1, confidence="reform"),))
    assert of.as_known_on(dt.date(2020, 1, 1)) == of


def test_an_end_that_another_norm_brought_is_open_before_that_norm() -> None:
    span = Span(dt.date(2006, 7, 24), dt.date(2026, 4, 9), end_published=dt.date(2026, 4, 10))
    tax = Instrument(id="itf", name={"es": "x", "en": "x"}, in_force=(span,), parameters={})
    before, after = (tax.as_known_on(day) for day in (dt.date(2026, 4, 9), dt.date(2026, 4, 10)))
    assert before.in_force[0].end is None
    assert after.in_force[0].end == dt.date(2026, 4, 9)
    assert tax.as_known_on(dt.date(2006, 7, 23)).in_force == ()


def test_an_instrument_that_nobody_could_know_of_gives_nothing() -> None:
    book = bolivia().as_known_on(dt.date(2020, 1, 31))
    on = book.on(dt.date(2020, 12, 20))
    assert not on.in_force("bono_contra_el_hambre")
    assert on.in_force("renta_dignidad")
