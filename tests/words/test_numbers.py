from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

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


@pytest.mark.parametrize(
    ("se", "places"),
    [(0.7, 1), (0.05, 2), (1.2, 0), (35_000, -4), (None, 3), (0.0, 3), (3e-18, 3)],
)
def test_decimals_go_down_to_the_first_digit_of_the_standard_error(se: float | None, places: int) -> None:
    assert numbers.supported_places(se, 3, least=-9, most=9) == places


def test_decimals_keep_within_bounds() -> None:
    assert numbers.supported_places(35_000, 0) == 0
    assert numbers.supported_places(0.00001, 0) == 2
