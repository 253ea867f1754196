"""Groups and lines of one's own, against sums by hand over the file's own columns."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from ayni import report, runs
from ayni.scenario import Comparison
from ayni.scenario.groups import Groups
from ayni.scenario.rows import Basis, Rows, beside_hidden
from ayni.survey import MISSING, OwnColumns, SurveyFile, load
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind
from support.command import ayni
from support.files import as_csv, invented_rows


@pytest.fixture(scope="module")
def eh2019(shared_data):
    return shared_data / "eh" / "2019" / "persona.parquet"


@pytest.fixture(scope="module")
def raw(eh2019):
    """INE's own file, of the persons to whom it gives an income."""
    frame = pl.read_parquet(eh2019)
    return frame.rename({name: name.lower() for name in frame.columns}).filter(pl.col("yhogpc").is_not_null())


@pytest.fixture(scope="module")
def found(eh2019, analyses):
    """The rows of the table of groups."""
    by = ("years_of_schooling", "aestudio", "s02a_02:area")
    return runs.group_rows(analyses[2019], eh2019, by=by, line=("700", "z"), concepts=("ine_income",))


def the_row(found, **place):
    rows = [row for row in found if all(getattr(row, name) == value for name, value in place.items())]
    assert len(rows) == 1, (place, len(rows))
    return rows[0]


def test_own_line_by_a_column_that_no_mapping_needs(found, raw):
    """The share under Bs 700 of each number of years of schooling, by INE's income, as sums of weights say."""
    by_hand = raw.group_by("aestudio").agg(
        (pl.col("factor") * (pl.col("yhogpc") < 700)).sum() / pl.col("factor").sum(), n=pl.len()
    )
    seen = 0
    for years, share, n in by_hand.iter_rows():
        level = MISSING if years is None else str(int(years))
        for group in ("years_of_schooling", "aestudio"):
            row = the_row(found, concept="ine_income", measure="headcount", line="700", group=group, level=level)
            assert row.n == n
            if row.value is not None:
                assert row.value == pytest.approx(share, abs=1e-12)
                assert row.se > 0
                seen += 1
    assert seen > 30


def test_ine_names_the_levels_and_crossed_columns_part_everybody(found, eh2019, analyses, raw):
    asked = Groups.of(analyses[2019], OwnColumns(analyses[2019].population, eh2019), ("s02a_02:area",), ())
    assert asked.names["s02a_02:area.1:urban"] == {"es": "Hombre, Urbana", "en": "Hombre, Urban"}
    persons = [row for row in found if (row.group, row.measure) == ("s02a_02:area", "persons")]
    assert len(persons) == 4
    assert sum(row.value for row in persons) == pytest.approx(raw["factor"].sum())


def test_a_column_of_the_file_as_line_is_that_of_the_mapping(found, raw):
    row = the_row(found, concept="ine_income", measure="headcount", line="z", group="all")
    poor = (raw["factor"] * (raw["yhogpc"] < raw["z"])).sum() / raw["factor"].sum()
    assert row.value == pytest.approx(poor)


def test_logarithms_leave_out_who_has_nothing_and_say_so(found, raw):
    row = the_row(found, concept="ine_income", measure="theil", group="all")
    positive = raw.filter(pl.col("yhogpc") > 0)
    y, w = positive["yhogpc"].to_numpy(), positive["factor"].to_numpy()
    mean = np.average(y, weights=w)
    assert row.value == pytest.approx(np.average(y / mean * np.log(y / mean), weights=w))
    assert row.n == len(positive) < len(raw)
    assert row.has(MarkKind.POSITIVE_INCOMES)
    out = the_row(found, concept="ine_income", measure="not_positive", group="all")
    assert out.value == pytest.approx(1 - positive["factor"].sum() / raw["factor"].sum())


@pytest.mark.parametrize(
    ("by", "line", "says"),
    [
        (
            "departamento",
            "moderate",
            "no column “departamento” in the file, nor in what Ayni reads of it; nearest: d",
        ),
        ("ine_income", "moderate", "different values, and a table holds 100 groups: make bands"),
        ("household_key", "moderate", "the synthetic population does not invent it"),
        ("mother", "moderate", "makes no groups"),
        ("area", "1.500", "may be 1.5 or 1500"),
        ("area", "0", "above zero"),
        ("area", "moderat", "nearest: moderate"),
        ("area", "household_type", "categories, not amounts"),
        ("area", "ine_income", "missing or not above zero for"),
    ],
)
def test_what_cannot_be_a_group_or_a_line_is_a_sentence(synthetic, by, line, says):
    with pytest.raises(AyniError, match=says):
        runs.group_rows(synthetic, None, by=(by,), line=(line,))


def test_means_by_group_are_of_those_who_have_a_value(synthetic):
    rows = runs.mean_rows(synthetic, None, "wage", by=("sex",)).rows
    people = load()
    for row in rows[1:]:
        who = people["is_member"] & (people["sex"] == people.categories["sex"].index(row.level))
        assert row.value == pytest.approx(np.average(people["wage"][who], weights=people["weight"][who]))
        assert (row.concept, row.unit) == ("wage", "Bs/month")


def test_a_lone_hidden_count_takes_the_smallest_other_with_it():
    make = Rows("groups", Basis("EH2019"))
    place = {"concept": "population", "measure": "persons", "group": "kind"}
    few = make.marked(Mark(MarkKind.FEW_CASES)).plain(None, 3, unit="persons", level="a", **place)
    shown = [
        make.plain(value, 90, unit="persons", level=level, **place) for level, value in (("b", 500.0), ("c", 90.0))
    ]
    hidden = beside_hidden([few, *shown], lambda row: row.unit == "persons")
    assert [row.value for row in hidden] == [None, 500.0, None]
    assert hidden[2].has(MarkKind.BESIDE_HIDDEN)
    assert [row.value for row in beside_hidden(shown, lambda row: row.unit == "persons")] == [500.0, 90.0]


def test_before_and_after_a_reform_by_an_own_line(synthetic):
    asked = Groups.of(synthetic, OwnColumns(synthetic.population, None), ("area",), ("600",))
    more = synthetic.law.amend({"renta_dignidad.monthly_non_pensioner": {"2019-01-01": 900}})
    rows = asked.changes(Comparison(synthetic, synthetic.under(more)))
    place = {"measure": "headcount", "line": "600", "group": "area", "level": "rural"}
    before, after, points = (
        the_row(rows, side=side, unit=unit, **place)
        for side, unit in (("before", "share"), ("after", "share"), ("change", "points"))
    )
    poor, people = synthetic.disposable() < 600, synthetic.population
    rural = synthetic.universe & (people["area"] == people.categories["area"].index("rural"))
    assert before.value == pytest.approx(np.average(poor[rural], weights=people["weight"][rural]))
    assert points.value == pytest.approx(after.value - before.value)
    assert points.value < 0


def test_a_column_with_two_readings_is_refused_and_one_of_ones_own_is_not(tmp_path):
    """A column of one's own under a name that the program gives to another; households stand in the file's order."""
    rows = invented_rows()
    own = tmp_path / "own.csv"
    for number, row in enumerate([*rows[3:], *rows[:3]]):
        row |= {"industry": "mine", "Kind": "ab"[number % 2] if number else " "}
    own.write_bytes(as_csv([*rows[3:], *rows[:3]]))
    file = SurveyFile(own, part="five persons")
    columns = OwnColumns(load(file, cached=False), file)
    with pytest.raises(AyniError, match="is a column of the file, and also what Ayni calls"):
        columns.groups("industry")
    assert columns.groups("KIND").levels == ("a", "b")
    assert columns.groups("kind").position.tolist() == [0, 1, 0, -1, 1]
    assert columns.original.keys()["folio"].tolist() == ["111-1", "111-1", "111-1", "222-2", "222-2"]
    assert columns.original.keys()["nro"].tolist() == [1, 2, 3, 1, 2]


def test_as_tables(synthetic):
    found = runs.group_rows(synthetic, None, by=("area:sex",), line=("700",))
    poverty, inequality = report.tables(found, "es", ("groups_poverty", "groups_inequality"))
    assert "Ingreso del INE, como lo publica, línea de Bs\xa0700" in [line.head for line in poverty.lines]
    assert "Rural, Mujeres" in [line.head for line in poverty.lines]
    assert "Theil T" in inequality.columns


def test_on_the_command_line():
    ended = ayni("run", "--by", "aera", "--lang", "es")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "las más parecidas: area" in ended.stderr


def test_groups_without_a_line_have_the_lines_of_ine(synthetic):
    asked = Groups.of(synthetic, OwnColumns(synthetic.population, None), ("area",), ())
    assert list(asked.lines) == ["moderate", "extreme"]
