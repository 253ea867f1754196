"""A column that a file or a mapping lacks: each command answers without what needs it, or refuses in one sentence."""

import polars as pl
import pytest
from msgspec.structs import replace

from ayni.law import bolivia
from ayni.report import tables
from ayni.runs import OPTIONS, result
from ayni.survey import load, wave_named, write_population
from ayni.survey.waves import NEEDED
from ayni.words import AyniError

COMMANDS: dict[str, dict] = {
    "run": {},
    "reform": {"reform": {"renta_dignidad.monthly_non_pensioner": {"2022-01-01": 500}}},
    "minimum-wage": {"new": 2300},
    "attribution": {},
    "incidence": {},
    "indicators": {},
    "shock": {"kind": "job_loss", "settings": {"from": "5.3%", "to": "8.1%"}, "draws": 2},
}
OPTIONAL = sorted(set(wave_named("EH2022").columns) - {*NEEDED, "person_number"})
SAMPLE = ("area", "department", "age", "relation", "industry", "ine_income", "ine_is_poor", "mother")


@pytest.fixture(scope="module")
def few(shared_data, tmp_path_factory):
    """Every hundredth household of EH 2022 with all the columns that its mapping reads."""
    wave = wave_named("EH2022")
    persons = pl.read_parquet(shared_data / "eh/2022/persona.parquet", columns=[*{*wave.reads, *wave.recognise}])
    households = persons["folio"].unique(maintain_order=True).gather_every(100)
    path = tmp_path_factory.mktemp("few") / "persona.parquet"
    persons = persons.filter(pl.col("folio").is_in(households.implode()))
    persons.write_parquet(path)
    return persons, load(path, cached=False, part="few")


def answers_or_refuses(population, path):
    write_population(population, path)
    law = bolivia()
    for command, own in COMMANDS.items():
        try:
            assert tables(result(OPTIONS[command].of(law, data=path, **own), law), "es")
        except AyniError as error:
            refused = error.in_language("es")
        else:
            continue
        assert command != "run"
        assert "\n" not in refused


def without(population, column):
    reason = {"es": "no se preguntó", "en": "not asked"}
    return replace(
        population,
        columns={name: values for name, values in population.columns.items() if name != column},
        categories={name: values for name, values in population.categories.items() if name != column},
        links=population.links - {column},
        absent={**population.absent, column: reason},
    )


@pytest.mark.parametrize("column", SAMPLE)
def test_commands_answer_or_refuse_without_a_column(few, tmp_path, column):
    answers_or_refuses(without(few[1], column), tmp_path / "few.parquet")


@pytest.mark.soak
@pytest.mark.parametrize("column", [name for name in OPTIONAL if name not in SAMPLE])
def test_commands_answer_or_refuse_without_any_column(few, tmp_path, column):
    answers_or_refuses(without(few[1], column), tmp_path / "few.parquet")


def test_a_column_that_the_file_lacks_is_absent_and_named_and_the_rest_is_as_it_was(few, tmp_path):
    persons, whole = few
    path = tmp_path / "persona.parquet"
    wave = wave_named("EH2022")
    of_income = {name for part in wave.components for name in part.reads}
    for concept in OPTIONAL:
        column = wave.columns[concept]["column"]
        names = [name for name in persons.columns if name != column]
        shared = {other for other, entry in wave.columns.items() if entry.get("column") == column}
        if column in of_income:
            with pytest.raises(AyniError, match=column):
                wave.on(names, path)
        else:
            assert set(wave.on(names, path).absent) - set(wave.absent) == shared
    persons.drop("aestudio").write_parquet(path)
    found = load(path, cached=False, part="few")
    assert found.absent["years_of_schooling"]["en"] == "the file does not have the column aestudio"
    assert set(whole.columns) - set(found.columns) == {"years_of_schooling"}


def test_what_makes_a_sample_cannot_be_lacking(few, tmp_path):
    for column in ("folio", "upm", "estrato", "factor"):
        path = tmp_path / "persona.parquet"
        few[0].drop(column).write_parquet(path)
        with pytest.raises(AyniError, match=rf"\b{column}\b.*missing"):
            load(path, cached=False, part="few", wave="EH2022")
