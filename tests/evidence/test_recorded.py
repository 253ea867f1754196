"""What the ledger keeps from surveys: it comes out again to the last digit, is publishable, and is never synthetic."""

import os

import numpy as np
import pytest
from msgspec.structs import replace

from ayni.evidence.households import MODULES, Asked, _share
from ayni.evidence.indicators import INDICATORS
from ayni.evidence.recorded import COLUMNS, TABLE, recorded, recorded_one
from ayni.evidence.recording import SURVEYS, from_survey, mismatches, recompute, write
from ayni.evidence.registry import registry
from ayni.law import bolivia
from ayni.survey import load
from ayni.survey.cells import number_cells, text_cells
from ayni.words import AyniError, catalogue

OFFICIAL = {  # per cent; the compilation falls short of them by at most 1.9 points
    ("HOG2005", "poverty_moderate"): 60.59, ("HOG2005", "poverty_extreme"): 38.16,
    ("HOG2011", "poverty_moderate"): 45.10, ("HOG2018", "poverty_moderate"): 34.55,
    ("HOG2018", "poverty_extreme"): 15.20, ("HOG2019", "poverty_extreme"): 12.9,
}  # fmt: skip


def test_every_row_comes_out_again_to_the_last_digit(shared_data):
    """Of every file under `CI=true`, else of one survey."""
    if os.environ.get("CI") == "true":
        assert recompute(shared_data, bolivia()) == []
    else:
        found = list(from_survey(load(shared_data / SURVEYS[0]), bolivia()))
        kept = [row for row in recorded().values() if row.file_sha256 == found[0].file_sha256]
        assert mismatches(found, kept) == []


def test_an_altered_a_missing_and_a_new_row_are_found():
    rows = list(recorded().values())[:3]
    altered = replace(rows[0], value=rows[0].value * (1 + 1e-8))
    assert mismatches([altered, rows[2]], rows[:2]) == sorted(row.id for row in rows)


def test_the_table_is_written_as_it_is_read(tmp_path):
    write(recorded().values(), tmp_path / "again.csv")
    again = (tmp_path / "again.csv").read_text(encoding="utf-8")
    assert again.startswith(",".join(COLUMNS))
    assert again == TABLE.read_text(encoding="utf-8")


def test_rows_are_aggregates_of_thirty_cases_with_a_hash_and_a_command():
    for row in recorded().values():
        assert row.n is None or row.n >= 30, row.id
        assert len(row.file_sha256) == 64, row.id
        assert row.command, row.id
        assert row.id.split("|")[:4] == [row.wave, row.indicator, row.area, row.group]


def test_effects_come_in_points_and_relative_together():
    points = {name for name in recorded() if name.endswith("|points")}
    assert points
    missing = {name for name in points if name.replace("|points", "|relative") not in recorded()}
    assert all(row.value == 0 for row in map(recorded_one, missing))


@pytest.mark.parametrize("key", OFFICIAL, ids="-".join)
def test_the_compilation_is_near_the_official_figures_and_marks_the_break(key):
    wave, indicator = key
    row = recorded_one(f"{wave}|{indicator}|all|all")
    assert OFFICIAL[key] - 1.9 < 100 * row.value < OFFICIAL[key]
    assert row.method == ("revised_ine_method" if wave == "HOG2019" else "old_ine_method")


PUBLISHED = {  # by INE; persons in per cent, and the Gini
    ("poverty_moderate", 2019): 37.2, ("poverty_moderate", 2020): 39.0, ("poverty_moderate", 2022): 37.7,
    ("poverty_extreme", 2019): 12.9, ("poverty_extreme", 2020): 13.7, ("poverty_extreme", 2022): 12.5,
    ("gini_ine", 2020): 0.452, ("gini_ine", 2022): 0.426,
}  # fmt: skip


def test_the_headlines_that_ine_published_come_out_without_a_survey_s_file():
    for (indicator, year), published in PUBLISHED.items():
        row = recorded_one(f"EH{year}|{indicator.removesuffix('_ine')}|all|all")
        found = round(row.value, 3) if indicator == "gini_ine" else round(100 * row.value, 1)
        assert found == published, (indicator, year)
        facts = registry().find(indicator, period=year)
        assert published in {fact.value for fact in facts if fact.confidence == "verified"}


def test_years_without_sampling_units_have_no_standard_error():
    for row in recorded().values():
        if row.wave.startswith("HOG"):
            assert (row.se is None) == (row.wave in ("HOG2006", "HOG2007")), row.id


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(AyniError) as raised:
        recorded_one("EH2019|poverty_extrem|all|all")
    assert "EH2019|poverty_extreme|all|all" in str(raised.value)


def test_the_synthetic_population_is_never_recorded():
    with pytest.raises(AyniError) as raised:
        list(from_survey(load(), bolivia()))
    assert raised.value.key == "synthetic_not_recorded"


def test_a_household_answers_yes_no_or_stays_out():
    frame = {
        "one": text_cells("one", ["1. Si", "2. No", "3. NO SABE", ""], np.arange(4)),
        "two": number_cells("two", np.array([2, 2, 2, 1])),
    }
    asked = Asked(("one", "two"), unknown=(3,))
    np.testing.assert_array_equal(_share(frame, asked), [1, 0, np.nan, 1])


def test_questions_that_changed_between_waves_are_of_two_methods():
    for name, waves in {"food_any": ("EH2019", "EH2023"), "water_piped": ("EH2019", "EH2022")}.items():
        one, other = (recorded_one(f"{wave}|{name}|all|all") for wave in waves)
        assert one.method != other.method


def test_every_recorded_indicator_of_a_survey_has_a_name():
    named = {key.partition(".")[2] for key in catalogue() if key.startswith("indicator.")}
    assert {indicator.id for indicator in INDICATORS} <= named
    assert {name for module in MODULES for name in module.asked} <= named
