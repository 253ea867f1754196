"""Published effects of the payments of 2020 beside ours, and each reading of the rule that sources read differently."""

import pytest

from ayni.evidence import published_effect_rows, reading_rows
from ayni.law import bolivia
from ayni.runs import RunOptions, analysis_of
from ayni.scenario.analysis import SampledEffect

HUNGER = "bono_contra_el_hambre"


@pytest.fixture(scope="module")
def analysis(shared_data):
    return analysis_of(RunOptions(data=shared_data / "eh/2020/persona.parquet"), bolivia())


def test_each_author_stands_beside_ours(analysis):
    rows = list(published_effect_rows(analysis))
    published = {
        (row.programme, row.level, row.measure, row.line): row.value for row in rows if row.concept == "official"
    }
    moderate = {
        key[1]: value for key, value in published.items() if key[::2] == (HUNGER, "headcount") and key[3] == "moderate"
    }
    assert moderate == pytest.approx({"udape": -0.023, "ministry_projection": -0.019, "latinmod_bolivia": -0.020})
    assert published["three_bonuses_2020", "world_bank_2022", "headcount", "moderate"] == pytest.approx(-0.0174)
    assert published["emergency_transfers_2020", "eclac_2021", "headcount", "extreme"] == pytest.approx(-0.023)
    ours = [row for row in rows if row.concept == "disposable" and row.unit == "points"]
    assert {row.programme for row in ours} >= {HUNGER, "three_bonuses_2020", "emergency_transfers_2020"}
    income = analysis.by_concept["disposable"]
    effect = SampledEffect(analysis, "disposable", HUNGER, "year", income, income - analysis.paid(HUNGER))
    found = next(row for row in ours if (row.programme, row.line) == (HUNGER, "moderate"))
    assert (found.value, found.se) == pytest.approx(
        (effect.change("headcount", "moderate").points.value, effect.change("headcount", "moderate").points.se)
    )
    assert not any(row.concept == "difference" for row in rows)


def test_each_reading_of_an_unclear_rule_is_run_and_the_law_books_comes_first(analysis):
    rows = [row for row in reading_rows(analysis) if (row.programme, row.measure) == (HUNGER, "recipients")]
    assert [row.level for row in rows] == ["collector", "all"]
    assert rows[0].value == pytest.approx(analysis.recipients(HUNGER).value)
    assert rows[1].value < rows[0].value


def test_nothing_is_shown_of_other_years(shared_data):
    other = analysis_of(RunOptions(data=shared_data / "eh/2022/persona.parquet"), bolivia())
    assert {row.programme for row in published_effect_rows(other)} <= {"renta_dignidad"}
    assert not list(reading_rows(other))
