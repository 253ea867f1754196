"""The series: every value with its source, the general index rebuilt from its divisions, tables of others laid over."""

import csv

import pytest

from ayni.series import DIVISIONS, FOLDER, Prices, read_month, read_series, series, written
from ayni.words import AyniError

HEAD = "series,group,period,value,unit,source,confidence,note\n"


def months(first, last):
    return range(read_month(first), read_month(last) + 1)


def test_every_value_has_a_source_that_says_where_and_when_it_was_read():
    used = {point.source for name in series().names for group in series().groups(name)
            for point in series().of(name, group).values()}  # fmt: skip
    assert used <= set(series().sources)
    assert all(source.title and source.read for source in series().sources.values())
    with (FOLDER / "sources.csv").open(encoding="utf-8") as file:
        assert {row["id"] for row in csv.DictReader(file)} == used


def test_the_general_index_is_rebuilt_from_its_twelve_divisions():
    prices = Prices(series())
    for month in months("2018-01", "2026-07"):
        assert prices.rebuilt(month) == pytest.approx(prices.general([month]), abs=0.005)


def test_the_index_carried_to_july_2026_gives_the_published_change_of_twelve_months():
    prices = Prices(series())
    now, before = (prices.general([read_month(month)]) for month in ("2026-07", "2025-07"))
    assert 100 * (now / before - 1) == pytest.approx(4.93, abs=0.005)


def test_food_and_the_rest_add_up_to_the_general_index():
    prices = Prices(series())
    for month in months("2022-01", "2022-12"):
        food = prices.weights["01"]
        both = food * prices.division("01", [month]) + (1 - food) * prices.without_food([month])
        assert both == pytest.approx(prices.rebuilt(month), abs=1e-9)


def test_the_divisions_weigh_one_and_prices_end_in_july_2026():
    prices = Prices(series())
    assert tuple(prices.weights) == DIVISIONS
    assert sum(prices.weights.values()) == pytest.approx(1, abs=1e-12)
    assert written(prices.last) == series().last_prices == "2026-07"


def test_a_month_that_no_index_has_is_refused_with_the_last_that_there_is():
    with pytest.raises(AyniError) as refused:
        Prices(series()).general([read_month("2026-08")])
    assert refused.value.key == "series_ends"
    assert "2026-07" in str(refused.value)


def test_a_table_of_others_is_laid_over_the_packages_own(tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text(HEAD + "gdp_growth,All,2026,-1.5,%,INE,verified,\n", encoding="utf-8")
    mine = read_series(table)
    assert mine.at("gdp_growth", 2026).value == -1.5
    assert mine.at("gdp_growth", 2026).confidence == "verified"
    assert mine.at("gdp_growth", 2025).value == series().at("gdp_growth", 2025).value
    assert "mine.csv" in mine.files


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("gdp_growht,All,2026,-1.5,%,INE,verified,", "series"),
        ("gdp_growth,All,2026,-1,5,%,INE,verified,", ""),
        ("gdp_growth,All,2026,1e300,%,INE,verified,", "value"),
        ("gdp_growth,All,26,-1.5,%,INE,verified,", "period"),
        ("gdp_growth,All,2026,-1.5,%,,verified,", "source"),
        ("gdp_growth,All,2026,-1.5,%,INE,sure,", "confidence"),
    ],
)
def test_a_table_of_others_that_is_not_one_is_refused_by_its_line(tmp_path, row, column):
    table = tmp_path / "mine.csv"
    table.write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(AyniError) as refused:
        read_series(table)
    assert refused.value.fields["file"] == "mine.csv"
    assert refused.value.fields["row"] == 2
    assert refused.value.fields.get("column", "") == column
