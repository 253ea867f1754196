"""The command `indicators`: what the registry records comes out again from the file, the modules too."""

import numpy as np
import pytest

import ayni
from ayni.evidence.households import Asked, counted
from ayni.evidence.recorded import recorded
from ayni.evidence.registry import registry
from ayni.words import AyniError

INE_2019 = {"poverty_moderate": 37.2, "poverty_extreme": 12.9}
"""INE, Encuesta de Hogares 2019: persons under the moderate and the extreme line, per cent."""


def found(result, group="all", level="all"):
    return {
        row.measure: row for row in result.rows if (row.table, row.group, row.level) == ("indicators", group, level)
    }


@pytest.mark.parametrize("wave", [2019, 2020, 2022])
def test_indicators_are_those_that_the_registry_records(shared_data, wave):
    files = {2019: "persona.parquet", 2020: "original/EH2020_Persona.sav.gz", 2022: "persona.parquet"}
    result = ayni.indicators(shared_data / "eh" / str(wave) / files[wave], by=("area",))
    for level in ("all", "urban", "rural"):
        rows = found(result, "all" if level == "all" else "area", level)
        known = {name: recorded().get(f"EH{wave}|{name}|{level}|all") for name in rows}
        there = {name: one for name, one in known.items() if one is not None}
        assert len(there) > 15
        for name, one in there.items():
            assert rows[name].value == pytest.approx(one.value, rel=1e-8), name
            assert rows[name].n == one.n, name


def test_2019_gives_the_figures_that_ine_published(shared_data):
    rows = found(ayni.indicators(shared_data / "eh" / "2019" / "persona.parquet"))
    for name, published in INE_2019.items():
        assert 100 * rows[name].value == pytest.approx(published, abs=0.051)
    assert 0.305 < rows["aged_0_14"].value < 0.307
    assert rows["aged_0_14"].value + rows["aged_15_59"].value + rows["aged_60_120"].value == pytest.approx(1)
    quantiles = [rows[f"income_p{each}"].value for each in (10, 25, 50, 75, 90)]
    assert quantiles == sorted(quantiles)


def test_the_modules_beside_the_file_give_dwellings_food_and_discrimination(shared_data):
    folder = shared_data / "eh" / "2019"
    rows = found(ayni.indicators(folder / "persona.parquet", modules=folder))
    for name in ("food_any", "food_hungry", "sewer", "internet", "earth_floor"):
        assert rows[name].value == pytest.approx(recorded()[f"EH2019|{name}|all|all"].value, rel=1e-9), name
    assert {"discriminated_any", "electricity"} <= rows.keys()


def test_an_employment_survey_gives_its_labour_market(shared_data):
    result = ayni.indicators(shared_data / "ece" / "2024q2" / "persona.parquet")
    rows = {row.measure: row for row in result.rows if (row.table, row.level) == ("labour", "urban")}
    published = registry().find("unemployment_urban_ece", area="Urban", group="All", period="2024-Q2")
    assert rows["unemployment"].se > 0
    for fact in published:
        assert abs(100 * rows["unemployment"].value - fact.value) < 2 * 1.96 * 100 * rows["unemployment"].se


def test_a_group_that_is_none_and_modules_without_a_file_are_refused(tmp_path):
    with pytest.raises(AyniError, match="the nearest is sex"):
        ayni.indicators(by=("sexo",))
    with pytest.raises(AyniError, match="goes with a survey file"):
        ayni.indicators(modules=tmp_path)
    assert found(ayni.indicators())["poverty_moderate"].value > 0


def test_a_blank_answer_is_not_taken_for_no_but_where_the_question_is_not_asked_of_who_lacks_the_thing():
    answers = np.array([[1.0, 2.0, np.nan, 2.0], [2.0, 2.0, 2.0, 3.0]])
    np.testing.assert_array_equal(counted(answers, Asked(("a", "b"), unknown=(3,))), [1, 0, np.nan, np.nan])
    np.testing.assert_array_equal(counted(answers, Asked(("a", "b"), not_asked=True)), [1, 0, 0, 0])
