"""Indicators that need no rule: against the guide's reference figures, with their universes and their gaps."""

import datetime as dt

import numpy as np
import pytest

from ayni.evidence.indicators import INDICATORS, indicators, minimum_wages
from ayni.law import bolivia
from ayni.survey import load
from ayni.words.marks import SYNTHETIC, Mark, MarkKind

GUIDE = {  # EH2019_GUIDE.md, sections 4, 6 and 7: (value, standard error) as printed
    ("illiteracy_15", "all"): (0.055, 0.002),
    ("years_of_schooling_19", "all"): (9.98, 0.07),
    ("health_public_scheme", "all"): (0.438, 0.010),
    ("health_social_security", "all"): (0.193, 0.005),
    ("health_no_cover", "all"): (0.336, 0.009),
    ("pension_contributors", "all"): (0.161, 0.005),
    ("unemployment_14", "all"): (0.0422, 0.0017),
    ("unemployment_14", "urban"): (0.0603, 0.0023),
    ("unemployment_14", "rural"): (0.0072, 0.0016),
    ("participation_14", "all"): (0.7001, 0.0043),
    ("participation_14", "urban"): (0.6459, 0.0040),
    ("participation_14", "rural"): (0.8354, 0.0097),
    ("below_minimum_wage_contributors", "all"): (0.044, 0.004),
    ("below_minimum_wage_non_contributors", "all"): (0.498, 0.010),
    ("poverty_moderate", "all"): (0.3717, 0.0079),
    ("poverty_moderate", "potosi"): (0.4551, 0.0366),
    ("poverty_extreme", "rural"): (0.2780, 0.0206),
    ("gap_moderate", "all"): (0.1427, 0.0049),
    ("gini", "all"): (0.4267, 0.0054),
    ("gini", "urban"): (0.3893, 0.0052),
    ("gini", "rural"): (0.4715, 0.0137),
}


@pytest.fixture(scope="module")
def eh2019(shared_data):
    population = load(shared_data / "eh/2019/original/EH2019_Pers_csv.csv.gz")
    return population, {(row.measure, row.level): row for row in indicators(population, bolivia())}


@pytest.mark.parametrize("key", GUIDE, ids="-".join)
def test_the_guide_s_figures_for_2019_come_out(eh2019, key):
    row, (value, se) = eh2019[1][key], GUIDE[key]
    digits = max(len(f"{number}".partition(".")[2]) for number in (value, se))
    assert row.value == pytest.approx(value, abs=0.51 * 10**-digits)
    assert row.se == pytest.approx(se, abs=0.51 * 10**-digits)


def test_every_indicator_of_2019_is_there_for_every_kind_of_group(eh2019):
    found = {row.measure for row in eh2019[1].values()}
    assert found == {each.id for each in INDICATORS}
    refused = {row.measure for row in eh2019[1].values() if row.has(MarkKind.NOT_COMPUTED)}
    assert refused == {each.id for each in INDICATORS if each.id.startswith("health_used")}
    assert {row.group for row in eh2019[1].values() if row.measure == "illiteracy_15"} == {
        "all", "area", "sex", "age_band", "self_identification", "department",
    }  # fmt: skip


def test_use_of_health_services_is_given_for_2022_only(shared_data, eh2019):
    rows = {
        (row.measure, row.level): row for row in indicators(load(shared_data / "eh/2022/persona.parquet"), bolivia())
    }
    insured, others = rows["health_used_social_security", "all"], rows["health_used_public_facility", "all"]
    assert 0 < insured.value < rows["health_social_security", "all"].value
    assert others.value > insured.value
    assert eh2019[1]["health_used_public_facility", "all"].value is None


def test_health_covers_add_up_and_informality_is_the_rest(eh2019):
    rows = eh2019[1]
    covers = ("public_scheme", "social_security", "other_cover", "no_cover")
    assert sum(rows[f"health_{cover}", "all"].value for cover in covers) == pytest.approx(1)
    assert rows["does_not_contribute", "urban"].value + rows["pension_contributors", "urban"].value == pytest.approx(1)


def test_an_age_band_is_shown_only_where_it_lies_inside_the_range(eh2019):
    bands = {
        name: {row.level for row in eh2019[1].values() if row.measure == name and row.group == "age_band"}
        for name in ("illiteracy_15", "school_attendance_6_17", "poverty_moderate")
    }
    assert bands["illiteracy_15"] == {"18-29", "30-44", "45-59", "60+"}
    assert bands["school_attendance_6_17"] == set()
    assert "0-5" in bands["poverty_moderate"]


def test_the_minimum_wage_of_a_day_is_gross_and_net_of_the_worker_s_contributions():
    assert minimum_wages(dt.date(2019, 11, 20), bolivia()) == (2122, pytest.approx(1852.29, abs=0.01))
    assert minimum_wages(dt.date(2022, 12, 1), bolivia())[0] == 2250


def test_what_a_wave_does_not_ask_is_refused_with_the_column_that_is_missing(shared_data):
    found = {row.measure: row for row in indicators(load(shared_data / "eh/2022/persona.parquet"), bolivia())}
    assert found["below_minimum_wage"].value is None
    assert Mark(MarkKind.NOT_COMPUTED, "contributes_to_pension") in found["below_minimum_wage"].marks
    assert found["pension_affiliates"].value is not None


def test_the_synthetic_population_gives_marked_rows_and_none_without_the_columns_that_it_lacks():
    population = load()
    rows = list(indicators(population, bolivia()))
    assert all(SYNTHETIC in row.marks for row in rows)
    given = {row.measure for row in rows if row.value is not None}
    assert given >= {"unemployment_14", "poverty_moderate"}
    lacking = {each.id for each in INDICATORS if set(each.reads) - set(population.columns)}
    assert not given & lacking
    assert lacking == {row.measure for row in rows if row.has(MarkKind.NOT_COMPUTED)}
    assert all(row.value is None or np.isfinite(row.value) for row in rows)
