from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, strategies as st

from ayni.words import LANGUAGES, AyniError, numbers, read_yaml

CASES = read_yaml(Path(__file__).with_name("numbers.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['call']}-{case['value']}")
def test_each_case_is_written_or_read_as_the_table_says(case: dict[str, Any]) -> None:
    places = (case["places"],) if "places" in case else ()
    for language in LANGUAGES:
        function = getattr(numbers, case["call"])
        if case[language] is None:
            with pytest.raises(AyniError):
                function(case["value"], language)
        else:
            assert function(case["value"], language, *places) == case[language]


@given(st.floats(-1e13, 1e13) | st.integers(-(10**8), 10**8).map(lambda n: n / 16), st.integers(-6, 6))
@example(0.5, 0)
@example(-2.5, 0)
@example(0.125, 2)
@example(1.005, 2)  # a little less than it says
@example(0.1 + 0.2, 1)
@example(1e11 - 0.5, 0)
@example(-0.004, 2)
@example(149.99999999999997, -2)
def test_every_number_is_rounded_from_all_of_its_digits(value: float, places: int) -> None:
    exact = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    plain = numbers.number(value, "en", places).replace(",", "").replace(numbers.MINUS, "-")
    assert Decimal(plain) == exact
    assert plain.startswith("-") == (exact < 0)
    assert len(plain.partition(".")[2]) == max(places, 0)


def test_a_number_in_an_error_is_written_in_the_language_of_the_error() -> None:
    error = AyniError(
        "reply_out_of_range", low=numbers.told(numbers.number, 0.5, 1), high=numbers.told(numbers.number, 1e6)
    )
    assert error.in_language("es") == "Escriba un número de 0,5 a 1.000.000."
    assert error.in_language("en") == "Write a number from 0.5 to 1,000,000."


@pytest.mark.parametrize("value", [float("inf"), float("-inf")])
def test_what_has_no_end_is_not_written_as_a_number(value: float) -> None:
    with pytest.raises(ArithmeticError):
        numbers.number(value, "es", 1)


@pytest.mark.parametrize(
    ("se", "places"),
    [(0.7, 1), (0.05, 2), (1.2, 0), (35_000, -4), (None, 3), (0.0, 3), (3e-18, 3)],
)
def test_decimals_go_down_to_the_first_digit_of_the_standard_error(se: float | None, places: int) -> None:
    assert numbers.supported_places(se, 3, least=-9, most=9) == places


def test_decimals_keep_within_bounds() -> None:
    assert numbers.supported_places(35_000, 0) == 0
    assert numbers.supported_places(0.00001, 0) == 2
