"""Series over time: what is published and what is recorded, side by side and never joined over a break."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest

from ayni.evidence.over_time import (
    DEPARTMENTS,
    Point,
    Series,
    by_department,
    days_of,
    home,
    indicators,
    places,
    series,
    subjects,
)
from ayni.evidence.recorded import recorded, recorded_one
from ayni.evidence.registry import registry
from ayni.law import bolivia
from ayni.report.series import (
    departments_finding,
    departments_table,
    finding,
    indicator_name,
    latest,
    segments,
    series_as_bytes,
    series_card,
    series_rows,
    series_spec,
    series_table,
)
from ayni.words import LANGUAGES, AyniError

EVERY = [(indicator, *place) for indicator in indicators() for place in places(indicator)]


def _point(period: str, value: float, method: str = "", **more: object) -> Point:
    first, last = days_of(period)
    return Point(f"{period}{method}{value}", period, first, last, value, method, "source", "verified", **more)  # type: ignore[arg-type]


# ---- lines


def test_the_latest_figure_is_said_with_its_year_and_whose_it_is():
    """INE published 11.9 % for 2023; the grant of 2020 was Bs 1,000, which no survey measures."""
    said = latest(series("poverty_extreme"), "es")
    assert said.startswith("Lo último publicado, de 2023: 11,9% (INE, método revisado). De la encuesta de 2022, Ayni")
    granted = latest(series("bono_contra_el_hambre.amount"), "en")
    assert granted == "The latest published, of 2020-12 – 2021-03: 1,000 (Published)."


def test_a_line_joins_values_of_one_published_method_only():
    for place in EVERY:
        of = series(*place)
        for method, line in of.lines.items():
            assert {(point.ours, point.method) for point in line} == {(False, method)}
            assert len({point.period for point in line}) == len(line)


def test_old_and_new_method_are_two_lines_on_either_side_of_a_rule():
    of = Series(
        "poverty_moderate", "Bolivia", "All", "%",
        (_point("2015", 39, "old_ine_method"), _point("2016", 40, "old_ine_method"),
         _point("2016", 43, "revised_ine_method"), _point("2017", 42, "revised_ine_method"),
         _point("2019", 37, ours=True, se=1.0)),
    )  # fmt: skip
    joined: dict[str, list[float]] = {}
    for value in segments(of, "en"):
        joined.setdefault(value["series"], []).append(value["value"])
    assert joined == {"INE, old method": [39, 40], "INE, revised method": [43, 42]}
    assert of.breaks == (dt.date(2016, 1, 1),)


def test_the_chart_draws_no_line_but_those_segments():
    of = series("poverty_moderate")
    lines = [layer for layer in series_spec(of, "es")["layer"] if layer["mark"]["type"] == "line"]
    assert [layer["data"]["values"] for layer in lines] == [segments(of, "es")]
    assert lines[0]["encoding"]["color"]["field"] == "series"
    assert series_spec(of, "es")["layer"][0]["data"]["values"] == [{"day": "2016-01-01"}]


def test_of_rivals_the_better_sourced_is_on_the_line():
    of = Series("gdp", "Bolivia", "All", "%", (_point("2020", 1), _point("2020", 2), _point("2021", 3)))
    assert [point.value for point in of.lines[""]] == [1, 3]


def test_a_span_of_years_is_on_no_line():
    of = Series("gdp", "Bolivia", "All", "%", (_point("2019", 1), _point("2020", 2), _point("2019..2022", 9)))
    assert [point.value for point in of.lines[""]] == [1, 2]


# ---- what is in a series


def test_every_published_and_every_recorded_figure_stands_in_one_series():
    points = [point.id for place in EVERY for point in series(*place).points]
    kept = [fact.id for fact in registry()] + [row.id for row in recorded().values() if row.unit != "relative"]
    assert sorted(points) == sorted(kept)


def test_a_table_has_each_figure_of_the_registry_rivals_too():
    of = series("poverty_moderate")
    table = series_table(of, bolivia(), "en")
    heads = {line.head for line in table.lines if not line.cells}
    assert {"INE, old method", "INE, revised method"} <= heads
    printed = [line.cells[0].text for line in table.lines if line.cells and not line.cells[1].text]
    facts = registry().find("poverty_moderate")
    assert sorted(printed[: len(facts)]) == sorted(f"{fact.value:g}%" for fact in facts)
    assert sum(line.head == "2021" for line in table.lines if line.cells) > 1


def test_a_recorded_share_stands_in_per_cent_with_its_interval():
    row = recorded_one("EH2022|poverty_moderate|all|all")
    point = next(point for point in series("poverty_moderate").of(True, "") if point.wave == "EH2022")
    assert (point.value, point.se, point.n) == (100 * row.value, 100 * row.se, row.n)
    assert point.interval == (point.value - 1.96 * point.se, point.value + 1.96 * point.se)
    assert (point.first, point.last) == (dt.date(2022, 10, 18), dt.date(2022, 12, 24))


def test_an_effect_in_points_bears_its_relative_change():
    points = series("effect.renta_dignidad.poverty_extreme").of(True, "year")
    for point in points:
        assert point.relative == recorded_one(point.id.replace("|points", "|relative")).value


@pytest.mark.parametrize(
    ("recorded_name", "place"),
    [
        ("gap_moderate", ("poverty_gap_moderate", "")),
        ("gini.disposable", ("gini_ine", "disposable")),
        ("recipients_reported.bono_familia", ("bono_familia.recipients", "reported")),
        ("effect_month.all_programmes.gini", ("effect.all_programmes.gini", "month")),
        ("does_not_contribute", ("does_not_contribute", "")),
    ],
)
def test_a_recorded_figure_stands_under_the_name_of_the_registry(recorded_name, place):
    assert home(recorded_name) == place
    assert series(recorded_name).indicator == place[0]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-Q3", "2021-07-01", "2021-09-30"),
        ("2008-09-11", "2008-09-11", "2008-09-11"),
        ("2020-12..2021-05", "2020-12-01", "2021-05-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period, first, last):
    assert days_of(period) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    ("asked", "key"),
    [(("poverty_moderat",), "unknown_indicator"), (("poverty_moderate", "Lima"), "unknown_place_of_indicator")],
)
def test_what_is_not_there_is_answered_with_the_nearest(asked, key):
    with pytest.raises(AyniError) as raised:
        series(*asked)
    assert raised.value.key == key
    assert "poverty_moderate" in str(raised.value)


# ---- words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_series_is_told_in_words(language):
    recorded_as = {row.indicator for row in recorded().values()}
    names = [indicator_name(indicator, bolivia(), language) for indicator in recorded_as.union(indicators())]
    assert len(set(names)) == len(names)
    for place in EVERY[::5]:
        of = series(*place)
        assert series_table(of, bolivia(), language).lines
        assert indicator_name(of.indicator, bolivia(), language) in finding(of, bolivia(), language)


def test_every_indicator_has_one_subject():
    assert sorted(name for names in subjects().values() for name in names) == list(indicators())


# ---- departments, drawings, data


def test_departments_stand_in_the_order_of_ine():
    table = departments_table(["poverty_moderate"], "EH2019", bolivia(), "es")
    assert [line.head for line in table.lines] == ["Bolivia", *DEPARTMENTS.values()]


def test_the_finding_of_departments_names_the_lowest_and_the_highest():
    _, found = by_department("poverty_moderate", "EH2022")
    values = {area: point.value for area, point in found.items() if area != "Bolivia"}
    text = departments_finding("poverty_moderate", "EH2022", bolivia(), "en")
    assert f"in {min(values, key=values.__getitem__)}" in text
    assert f"in {max(values, key=values.__getitem__)}" in text


def test_a_survey_without_departments_is_refused_by_name():
    with pytest.raises(AyniError, match="EH2022, EH2020, EH2019"):
        by_department("poverty_moderate", "EH2021")


def test_a_chart_is_the_same_bytes_twice_and_says_what_it_shows():
    of = series("gini_ine")
    svg = series_card(of, bolivia(), "es", "/es")
    assert svg == series_card(of, bolivia(), "es", "/es")
    assert "<title" in svg
    assert "0,602 en 2005" in svg


def test_json_and_csv_hold_the_same_values():
    of = series("poverty_moderate", "Urban")
    rows = series_rows(of)
    assert json.loads(series_as_bytes(of, "json")) == rows
    read = list(csv.DictReader(io.StringIO(series_as_bytes(of, "csv").decode())))
    assert [float(row["value"]) for row in read] == [row["value"] for row in rows]
