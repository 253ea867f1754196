"""The waves of which INE's own income is all that is mapped, and the reduced files in circulation."""

import polars as pl
import pytest

from ayni.law import bolivia
from ayni.report import tables
from ayni.runs import OPTIONS, RunOptions, analysis_of, result
from ayni.scenario.between_waves import TwoWaves
from ayni.survey import SurveyFile, load, wave_named, waves
from ayni.words import AyniError
from support.files import light_persons


def rows_of(command, data, **own):
    """The rows of a command on a survey's file, under Bolivia's law."""
    law = bolivia()
    return result(OPTIONS[command].of(law, data=data, **own), law)


@pytest.fixture(scope="module")
def of_2015(shared_data, tmp_path_factory):
    path = tmp_path_factory.mktemp("light") / "persona.parquet"
    persons = light_persons(pl.read_parquet(shared_data / "eh/2005_2019_hogares/hogares.parquet"), 2015)
    persons.write_parquet(path)
    return path, persons


def test_every_wave_since_2011_has_a_mapping_and_says_whether_it_was_run_on_ine_s_file():
    household = [wave for wave in waves() if not wave.is_employment_survey]
    assert [wave.id for wave in household] == [f"EH{year}" for year in range(2011, 2026)]
    assert [wave.year for wave in household if wave.run_on_ine] == [2019, 2020, 2022]
    assert [wave.year for wave in household if wave.lines == "old"] == list(range(2011, 2019))


def test_poverty_by_ine_s_income_is_that_of_the_file_and_the_rest_is_left_out_with_its_reason(of_2015):
    path, persons = of_2015
    rows = rows_of("run", SurveyFile(path, part="sized households"))
    found = {(row.table, row.concept, row.measure, row.line, row.group, row.level): row for row in rows}
    for line, z in {"moderate": "z", "extreme": "zext"}.items():
        poor = persons.filter(pl.col("yhogpc") < pl.col(z))["factor"].sum() / persons["factor"].sum()
        row = found["poverty", "ine_income", "headcount", line, "all", "all"]
        assert row.value == pytest.approx(poor)
        assert row.se
    assert round(found["poverty", "ine_income", "headcount", "moderate", "all", "all"].value, 4) == 0.3835
    groups = {row.group for row in rows if row.table == "poverty"}
    assert {"all", "area", "department", "sex", "age_band"} <= groups
    assert {row.concept for row in rows if row.table == "poverty"} == {"ine_income"}
    left_out = {each.what: each for each in rows.cards[0].left_out}
    assert {"effects", "targeting", "waterfall", "household_type"} <= set(left_out)
    assert "not in the wave's mapping" in left_out["household_type"].reason["en"]
    assert "INE's income and poverty only" in left_out["effects"].reason["en"]
    assert rows.cards[0].lines == "old"
    assert tables(rows, "es")
    assert tables(rows, "en")


@pytest.mark.parametrize("command", ["reform", "attribution", "incidence", "minimum-wage"])
def test_what_needs_the_questions_is_refused_in_a_sentence(of_2015, command):
    own = {"reform": {"reform": {"renta_dignidad.monthly_non_pensioner": {"2015-01-01": 500}}, "at": "survey"},
           "minimum-wage": {"new": 2000, "at": "survey"}}.get(command, {})  # fmt: skip
    with pytest.raises(AyniError, match=r"mapping|only"):
        rows_of(command, SurveyFile(of_2015[0], part="sized households"), **own)


def test_such_a_file_is_not_the_whole_wave_without_its_households_of_no_income(of_2015):
    with pytest.raises(AyniError, match="10,171 in the wave, 10,144 in the file"):
        load(of_2015[0], cached=False)


def test_lines_of_two_methods_are_not_compared(of_2015, shared_data):
    old = analysis_of(RunOptions(data=SurveyFile(of_2015[0], part="sized households")), bolivia())
    new = analysis_of(RunOptions(data=shared_data / "eh/2022/persona.parquet"), bolivia())
    with pytest.raises(AyniError, match="not a change of poverty"):
        TwoWaves(old, new)


def test_the_reduced_file_of_2021_gives_headcounts_by_ine_s_flags_alone(shared_data):
    for name in ("persona_reducida.parquet", "original/1eh2021_uml.sav"):
        rows = rows_of("run", shared_data / "eh/2021" / name)
        found = {(row.measure, row.line, row.level): row for row in rows if row.table == "poverty"}
        # INE's figures: 36.3 and 11.1; urban 31.4 and 6.1; rural 47.9 and 23
        for line, shares in {"moderate": (36.3, 31.4, 47.9), "extreme": (11.1, 6.1, 23.0)}.items():
            for level, share in zip(("all", "urban", "rural"), shares, strict=True):
                row = found["headcount", line, level]
                assert row.concept == "ine_flag"
                assert row.se
                assert round(100 * row.value, 1) == share
        assert {row.measure for row in rows if row.table == "poverty"} == {"headcount", "poor"}
        assert (rows.cards[0].mapping, rows.cards[0].totals) == ("not_yet_run", "held")


def test_the_partial_file_of_2017_is_known_and_refused(shared_data):
    with pytest.raises(AyniError, match="looks like EH2017, but the columns upm, estrato are missing"):
        load(shared_data / "eh/2017/persona_parcial.parquet", cached=False)


@pytest.mark.parametrize("name", ["eh/2018/persona_parcial_bid.parquet", "censo/2012_pando/persona.parquet",
                                  "eh/2022/vivienda.parquet"])  # fmt: skip
def test_what_is_no_person_file_is_refused_with_the_nearest_wave(shared_data, name):
    with pytest.raises(AyniError, match="is of no known survey"):
        load(shared_data / name, cached=False)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("income_year: 2015", "income_yaer: 2015", "income_yaer"),
        ("income_year: 2015\n", "", "income_year"),
        ("codes: {1: man, 2: woman}", "codes: {1: man, 2: lady}", "cannot be “lady”"),
        ("range: [0, 98]", "rnage: [0, 98]", "rnage"),
        ("base: census_2012", "base: census_1900", "census_1900"),
        ("{column: phrs}", "{}", "hours_worked"),
    ],
)
def test_a_mapping_with_a_key_too_many_or_too_few_is_refused_with_file_and_key(tmp_path, old, new, message):
    text = wave_named("EH2015").path.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(AyniError) as raised:
        wave_named(str(path))
    assert "mine.yaml" in str(raised.value)
    assert message in str(raised.value)
