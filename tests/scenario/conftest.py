"""Runs of the main job, made once for all tests of this room."""

import dataclasses

import pytest
from msgspec.structs import replace

from ayni.law import bolivia
from ayni.scenario import Analysis, survey_day
from ayni.survey import load

FILES = {
    2019: "eh/2019/persona.parquet",
    2020: "eh/2020/persona.parquet",
    2022: "eh/2022/persona.parquet",
}


@pytest.fixture(scope="session")
def analyses(shared_data):
    """The analysis of each real wave, by year."""
    found = {}
    for year, path in FILES.items():
        population = load(shared_data / path, cached=False)
        found[year] = Analysis(population, bolivia(), survey_day(population))
    return found


@pytest.fixture(scope="session")
def synthetic():
    """The analysis of the synthetic population."""
    population = load()
    return Analysis(population, bolivia(), survey_day(population))


@pytest.fixture(scope="session")
def small(synthetic):
    """The first 1,500 households of the synthetic population, and their run."""
    population = synthetic.population
    offsets = population.offsets[:1501]
    columns = {name: column[: offsets[-1]] for name, column in population.columns.items()}
    source = {key: value for key, value in population.source.items() if key != "sha256"}
    few = replace(population, columns=columns, offsets=offsets, source=source)
    return dataclasses.replace(synthetic, population=few)
