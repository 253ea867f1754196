"""A file that is not the whole wave is refused with the difference and its likely cause, or taken as a part by name."""

import re

import numpy as np
import polars as pl
import pytest

from ayni.evidence.official import administrative_rows, published_rows, revenue_rows
from ayni.law import bolivia
from ayni.scenario import Analysis, Result, survey_day
from ayni.survey import SurveyFile, load
from ayni.words import AyniError
from support.files import as_csv, invented_rows

EH2022 = "eh/2022/persona.parquet"


@pytest.fixture(scope="module")
def persons(shared_data):
    return pl.read_parquet(shared_data / EH2022)


def refusal(frame, tmp_path, **reading):
    path = tmp_path / "persona.parquet"
    frame.write_parquet(path)
    with pytest.raises(AyniError) as raised:
        load(path, cached=False, **reading)
    assert "\n" not in raised.value.in_language("es")
    return str(raised.value)


FAULTS = {
    "one department": (lambda f: f.filter(pl.col("depto") == 9), "The file has Pando only."),
    "rural alone": (lambda f: f.filter(pl.col("area") == 2), "The file has Rural only."),
    "heads": (lambda f: f.filter(pl.col("s01a_05") == 1), "one person a household"),
    "babies gone": (lambda f: f.filter(pl.col("s01a_03") > 0), "All households are there, but members are missing."),
    "last rows gone": (lambda f: f.head(40_000), "households are missing"),
    "mean one": (lambda f: f.with_columns(pl.col("factor") / pl.col("factor").mean()), "with mean one"),
    "no decimal comma": (lambda f: f.with_columns(pl.col("factor") * 100), "100 times INE's"),
    "thousands as decimals": (
        lambda f: f.with_columns(pl.when(pl.col("factor") > 1000).then(pl.col("factor") / 1000)
                                 .otherwise(pl.col("factor")).alias("factor")),
        "Weights were changed",
    ),
    "one wage": (
        lambda f: f.with_columns(pl.when((pl.col("s04c_17a") == 3000) & (pl.col("s04c_17b") == 4)).then(3.0)
                                 .otherwise(pl.col("s04c_17a")).alias("s04c_17a")),
        "the amounts do not give their income of the main job",
    ),
    "nobody poor": (lambda f: f.with_columns(p0=pl.col("p0") * 0), "INE's own columns of poverty were changed"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_does_not_add_up_is_refused_with_the_cause(persons, tmp_path, fault):
    spoil, cause = FAULTS[fault]
    message = refusal(spoil(persons), tmp_path)
    assert "does not add up to EH2022" in message
    assert cause in message
    assert "give it a name with --part" in message


def test_amounts_that_were_changed_are_seen_in_a_part_too(persons, tmp_path):
    spoil, _ = FAULTS["one wage"]
    assert "cells of money were changed" in refusal(
        spoil(persons).filter(pl.col("depto") == 2), tmp_path, part="La Paz"
    )


def test_a_part_never_stands_beside_an_official_figure_and_says_what_it_is(persons, tmp_path):
    path = tmp_path / "pando.parquet"
    persons.filter(pl.col("depto") == 9).write_parquet(path)
    population = load(SurveyFile(path, part="Pando"), cached=False)
    assert (population.source["wave"], population.source["totals"]) == ("EH2022", "part")
    analysis = Analysis(population, bolivia(), survey_day(population))
    rows = list(analysis.poverty())
    assert {row.survey for row in rows} == {"EH2022 part:Pando"}
    for beside in (administrative_rows(analysis), revenue_rows(analysis), published_rows(analysis, rows)):
        assert not list(beside)


def test_a_part_is_named_in_titles_and_never_called_national(persons, tmp_path):
    from ayni.report import tables

    path = tmp_path / "pando.parquet"
    persons.filter(pl.col("depto") == 9).write_parquet(path)
    population = load(path, cached=False, part="Pando 9")
    analysis = Analysis(population, bolivia(), survey_day(population))
    rows = Result.of([*analysis.size(), *analysis.poverty()], analysis.card)
    for language, words in {"es": r"\bBolivia\b|Nacional", "en": r"\bBolivia\b|National"}.items():
        found = tables(rows, language)
        texts = [
            text
            for table in found
            for text in (table.title, table.source, *table.remarks, *(line.head for line in table.lines))
        ]
        assert not [text for text in texts if re.search(words, text)]
        assert all("Pando 9" in table.source for table in found)


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 61])
def test_a_part_has_a_name_of_one_line(tmp_path, name):
    path = tmp_path / "persons.csv"
    path.write_bytes(as_csv(invented_rows()))
    with pytest.raises(AyniError, match="cannot name a part"):
        load(path, cached=False, part=name)


def test_a_key_that_a_spreadsheet_rounded_is_said_to_be_that(tmp_path, persons):
    message = refusal(persons.with_columns(pl.col("folio").str.slice(0, 9)), tmp_path)
    assert "not repeated rows but a damaged household key" in message
    assert "remove" not in message


@pytest.mark.soak
def test_a_household_in_two_places_and_units_numbered_within_strata(tmp_path, persons):
    one = persons.with_row_index().with_columns(
        depto=pl.when(pl.col("index") == 1).then(9).otherwise(pl.col("depto"))
    ).drop("index")  # fmt: skip
    assert "is in two places: person 2 differs from the first in “department”" in refusal(one, tmp_path)
    numbered = persons.with_columns(upm=pl.col("upm").rank("dense").over("depto", "estrato").cast(pl.String))
    assert "numbered within each stratum" in refusal(numbered, tmp_path)


def test_a_household_of_two_weights_is_named(tmp_path, persons):
    one = persons.with_row_index().with_columns(
        factor=pl.when(pl.col("index") == 1).then(pl.col("factor") + 1).otherwise(pl.col("factor"))
    ).drop("index")  # fmt: skip
    assert "has two weights" in refusal(one, tmp_path)


@pytest.mark.soak
def test_a_row_that_is_there_twice_is_told_from_two_persons_of_one_number(tmp_path, persons):
    twice = pl.concat([persons, persons.head(1)])
    assert "remove the repeated rows" in refusal(twice, tmp_path)
    assert "remove the repeated rows" in refusal(pl.concat([persons, persons]), tmp_path)
    other = persons.head(1).with_columns(s01a_03=pl.col("s01a_03") + 1)
    assert "two different persons" in refusal(pl.concat([persons, other]), tmp_path)


def test_a_weight_that_the_file_does_not_have_is_named_and_one_that_it_has_is_used(tmp_path, persons):
    assert "does not have the weight column “fact”; it has factor" in refusal(persons, tmp_path, weights="fact")
    path = tmp_path / "two.parquet"
    persons.with_columns(
        (pl.col("factor") * 11_365_333 / pl.col("factor").sum()).alias("Factor_Rev2025")
    ).write_parquet(path)
    first, second = load(path, cached=False), load(path, cached=False, weights="Factor_Rev2025")
    assert first.source["weights"] == {
        "column": "factor", "base": "census_2012", "others": [["factor_rev2025", "census_2024"]],
    }  # fmt: skip
    assert second.source["weights"]["base"] == "census_2024"
    assert second["weight"].sum() == pytest.approx(11_365_333)
    assert np.array_equal(first["age"], second["age"])
