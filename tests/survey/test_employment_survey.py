"""INE's quarterly employment survey: recognised by its quarter, its codes by INE's own flags, and the labour tables."""

import sys

import polars as pl
import pytest

from ayni.evidence.official import unemployment_rows
from ayni.evidence.registry import registry
from ayni.law import bolivia
from ayni.report import tables
from ayni.runs import OPTIONS, Options, analysis_of, result
from ayni.survey import SurveyFile, load
from ayni.words import AyniError
from ayni.words.marks import MarkKind

Q2_2024 = "ece/2024q2/persona.parquet"
Q4_2021 = "ece/2021q4/persona_reducida.parquet"


def rows_of(data):
    law = bolivia()
    return result(OPTIONS["run"].of(law, data=data), law)


@pytest.fixture(scope="module")
def of_2024(shared_data):
    return rows_of(shared_data / Q2_2024), pl.read_parquet(shared_data / Q2_2024)


def test_unemployment_and_occupation_are_those_of_ine_s_own_flags_each_with_its_error(of_2024):
    rows, persons = of_2024
    found = {(row.measure, row.group, row.level): row for row in rows if row.table == "labour" and not row.concept}
    domains = {
        ("all", "all"): pl.lit(True), ("area", "urban"): pl.col("area") == 1, ("sex", "woman"): pl.col("s1_02") == 2,
        ("department", "pando"): pl.col("depto") == 9,
    }  # fmt: skip
    for place, who in domains.items():
        there = persons.filter(who, pl.col("pet") == 1)
        weight = there["fact_trim"]
        active = (weight * (there["pea"] == 1)).sum()
        expected = {
            "unemployment": (weight * (there["pead"] == 1)).sum() / active,
            "activity_rate": active / weight.sum(),
            "occupation_rate": (weight * (there["peao"] == 1)).sum() / weight.sum(),
        }
        for measure, value in expected.items():
            assert found[measure, *place].value == pytest.approx(value), (measure, place)
            assert found[measure, *place].se > 0
    # published to one decimal of other sources: 3.74 % urban, 2.76 % in all
    assert round(100 * found["unemployment", "area", "urban"].value, 2) == 3.74
    assert round(100 * found["unemployment", "all", "all"].value, 2) == 2.76
    workers = persons.filter(pl.col("condact") == 1)
    informal = workers.filter(pl.col("s2_64") == 2)["fact_trim"].sum() / workers["fact_trim"].sum()
    assert found["not_affiliated", "all", "all"].value == pytest.approx(informal)
    paid = workers.filter(pl.col("s2_18").is_in([1, 7]), pl.col("yprilab") > 0)
    wage = (paid["fact_trim"] * paid["yprilab"]).sum() / paid["fact_trim"].sum()
    assert found["main_job_wage", "all", "all"].value == pytest.approx(wage)


def test_the_published_rate_of_the_quarter_stands_beside_or_that_of_the_nearest_which_is_said(
    of_2024, shared_data, monkeypatch
):
    (official,) = [row for row in of_2024[0] if row.concept == "official"]
    assert official.value == pytest.approx(0.037)
    analysis = analysis_of(Options(data=shared_data / Q2_2024), bolivia())
    known = registry()

    class Earlier:
        def find(self, *asked, **how):
            return [fact for fact in known.find(*asked, **how) if fact.period < "2024-Q2"]

    monkeypatch.setattr(sys.modules["ayni.evidence.official"], "registry", Earlier)
    (nearest,) = unemployment_rows(analysis, of_2024[0])
    assert nearest.value == pytest.approx(0.041)
    assert [mark.what for mark in nearest.marks if mark.kind is MarkKind.OFFICIAL_PERIOD] == ["2024-Q1"]
    for language in ("es", "en"):
        assert {table.id for table in tables(of_2024[0], language)} >= {"data", "labour", "unemployment_published"}
    rows = rows_of(shared_data / Q4_2021)
    (official,) = [row for row in rows if row.concept == "official"]
    (difference,) = [row for row in rows if row.concept == "difference"]
    (urban,) = [row for row in rows if (row.measure, row.level, row.concept) == ("unemployment", "urban", "")]
    assert official.value == pytest.approx(0.052)
    assert round(100 * urban.value, 2) == 5.17
    assert difference.value == pytest.approx(urban.value - 0.052)
    assert not official.has(MarkKind.OFFICIAL_PERIOD)


def test_the_quarter_is_the_file_s_own_and_a_part_stands_beside_nothing_published(shared_data, tmp_path):
    population = load(shared_data / Q2_2024, cached=False)
    assert (population.source["wave"], population.source["totals"]) == ("ECE2024T2", "held")
    assert (population.source["field_from"], population.source["field_to"]) == ("2024-04-01", "2024-06-30")
    persons = pl.read_parquet(shared_data / Q2_2024)
    path = tmp_path / "persona.parquet"
    persons.filter(pl.col("depto") == 9).write_parquet(path)
    with pytest.raises(AyniError, match="The file has Pando only"):
        load(path, cached=False)
    rows = rows_of(SurveyFile(path, part="Pando"))
    assert not [row for row in rows if row.concept == "official"]
    persons.with_columns(trimestre=pl.col("depto") % 2 + 1).write_parquet(path)
    with pytest.raises(AyniError, match="trimestre holds 2 values"):
        load(path, cached=False)
    persons.with_columns(gestion=pl.lit(2019)).write_parquet(path)
    other = load(path, cached=False)
    assert (other.source["wave"], other.source["mapping"]) == ("ECE2019T2", "not_yet_run")
    assert "codes in 2019 are not known" in other.absent["work_category"]["en"]


def test_codes_shifted_by_one_are_told_by_ine_s_flag_and_others_refused(shared_data, tmp_path):
    persons = pl.read_parquet(shared_data / Q2_2024)
    path = tmp_path / "persona.parquet"
    persons.with_columns(condact=(pl.col("condact") + 1).fill_null(1)).write_parquet(path)
    shifted, plain = load(path, cached=False), load(shared_data / Q2_2024, cached=False)
    assert (shifted["activity"] == plain["activity"]).all()
    persons.with_columns(condact=pl.col("condact").replace({1: 4, 4: 1})).write_parquet(path)
    with pytest.raises(AyniError, match="do not agree with INE's column peao"):
        load(path, cached=False)


def test_what_an_employment_survey_does_not_ask_is_refused_in_a_sentence(shared_data):
    law = bolivia()
    with pytest.raises(AyniError, match="Continuous Employment Survey"):
        result(OPTIONS["attribution"].of(law, data=shared_data / Q2_2024), law)
