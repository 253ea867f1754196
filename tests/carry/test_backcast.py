"""Carried surveys beside later ones: every pair is there, and what is recorded is what the files give."""

import datetime as dt
import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest

from ayni.carry import RECIPES, Error, carry, design_of, old_errors, recorded, root_mean_square, surveys_errors
from ayni.law import bolivia
from ayni.measure import headcount
from ayni.survey import load

TOOL = Path(__file__).parents[2] / "tools" / "backcast.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("backcast_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def place(error):
    return (error.lines, error.base, error.target, error.recipe, error.measure, error.line, error.area)


def test_every_pair_of_four_years_is_recorded():
    revised = {(each.base, each.target) for each in recorded() if each.lines == "revised"}
    assert revised == {(2019, 2020), (2019, 2021), (2019, 2022), (2019, 2023), (2020, 2021), (2020, 2022), (2020, 2023),
                       (2022, 2023)}  # fmt: skip
    old = {(each.base, each.target) for each in recorded() if each.lines == "old"}
    assert old == {(base, target) for base in range(2011, 2018) for target in range(base + 1, min(base + 4, 2018) + 1)}
    assert len(old) == 22
    assert {each.recipe for each in recorded()} == set(RECIPES)


def test_the_root_of_the_mean_square_of_two_errors():
    errors = [
        Error("old", 2011, 2012, "prices", "headcount", "moderate", "all", carried, 0.40, 0.01)
        for carried in (0.43, 0.36)
    ]
    found, pairs = root_mean_square(errors)["old", "prices", "headcount", "moderate", "all"]
    assert (found, pairs) == (pytest.approx(math.sqrt((0.03**2 + 0.04**2) / 2)), 2)


def test_the_page_shows_what_is_recorded(tool):
    assert tool.DOCUMENT.read_text(encoding="utf-8") == tool.document()


def test_two_surveys_carried_to_one_month_meet_within_a_point(shared_data):
    found = []
    for year in (2019, 2022):
        population = load(shared_data / "eh" / str(year) / "persona.parquet")
        after = carry(population, dt.date(2026, 6, 1), bolivia()).population
        where, design = after["is_member"].astype(bool), design_of(after)
        found.append([
            headcount(np.where(where, after["ine_income"], 0.0), np.where(where, after[line], 1.0), design, where=where)
            for line in ("poverty_line", "extreme_poverty_line")
        ])  # fmt: skip
    assert [of.value for of in found[0]] == pytest.approx([of.value for of in found[1]], abs=0.01)


def test_the_recorded_errors_are_those_of_the_compilation(shared_data):
    kept = {place(each): each for each in recorded()}
    for each in old_errors(shared_data / "eh" / "2005_2019_hogares" / "hogares.parquet"):
        assert each.carried == pytest.approx(kept[place(each)].carried, rel=1e-5)


def test_the_recorded_errors_of_two_surveys_are_those_of_their_files(shared_data):
    surveys = {year: load(shared_data / "eh" / str(year) / "persona.parquet") for year in (2020, 2022)}
    kept = {place(each): each for each in recorded()}
    for each in surveys_errors(surveys, bolivia()):
        assert each.carried == pytest.approx(kept[place(each)].carried, rel=1e-5)
