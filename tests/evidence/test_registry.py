"""The registry: every row whole, every value as published, no break of method crossed in silence."""

import csv
import importlib.util
import re
import shutil
from pathlib import Path

import pytest

from ayni.evidence.registry import (
    COLUMNS,
    CONFIDENCES,
    FOLDER,
    PERIOD,
    UNITS,
    difference,
    read,
    registry,
    relative_change,
    version,
)
from ayni.words import AyniError

TOOL = Path(__file__).parents[2] / "tools" / "registry.py"


@pytest.fixture(scope="module")
def converter():
    spec = importlib.util.spec_from_file_location("registry_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def official_folder(request):
    folder = request.getfixturevalue("shared_data").parent / "official"
    if not folder.is_dir():
        pytest.skip(f"needs the folder of official series {folder}")
    return folder


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "series")


def rows_of(*tables):
    for table in tables:
        with table.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def sources():
    return list(rows_of(FOLDER / "sources.csv"))


def rows():
    return [row for row in rows_of(*sorted(FOLDER.glob("*.csv"))) if "indicator" in row]


def test_every_row_is_whole():
    facts = registry().facts
    assert len({fact.id for fact in facts}) == len(facts) > 3_500
    for fact in facts:
        assert fact.unit in UNITS
        assert fact.confidence in CONFIDENCES
        assert PERIOD.fullmatch(fact.period)
        assert fact.source.strip()
        assert fact.id.startswith(f"{fact.indicator}|{fact.area}|{fact.group}|{fact.period}|")
        assert fact.url.startswith("http") or fact.confidence != "verified" or "address is missing" in fact.note


def test_a_period_runs_forward():
    for fact in registry():
        start, _, end = fact.period.partition("..")
        assert not end or end[: len(start)] >= start[: len(end)], fact.id


def test_an_indicator_has_one_unit():
    units = {}
    for fact in registry():
        assert units.setdefault(fact.indicator, fact.unit) == fact.unit, fact.id


def test_a_source_stands_once_and_is_used():
    ids = [source["id"] for source in sources()]
    assert len(set(ids)) == len({(source["title"], source["url"]) for source in sources()}) == len(ids)
    assert {row["source"] for row in rows()} == set(ids)


def test_no_table_is_big():
    for table in FOLDER.glob("*.csv"):
        assert table.stat().st_size < 350_000, table.name


def test_only_exact_repeats_are_left_out():
    keys = [
        (fact.indicator, fact.area, fact.group, fact.period, fact.method, fact.value, fact.source, fact.url)
        for fact in registry()
    ]
    assert len(set(keys)) == len(keys)


def test_every_row_of_the_folder_is_here_with_its_value_as_written(converter, official_folder):
    known = {source["id"]: (source["title"], source["url"]) for source in sources()}
    compared = ("indicator", "area", "group", "period", "value", "unit", "method", "confidence")
    here = {(*(row[name] for name in compared), *known[row["source"]]) for row in rows()}
    converted = converter.with_places(list(converter.official_rows(official_folder)))
    missing = [row for _, row in converted if (*(row[n] for n in compared), row["source"], row["url"]) not in here]
    assert not missing
    notes = " ".join(fact.note for fact in registry())
    for _, row in converted:
        assert row["note"] in notes


def test_every_fact_read_by_hand_is_here_or_left_out_with_a_reason(monkeypatch, request):
    """As written, or, of votes and seats, under its place; facts of 2024 to 2026 by their value in `today.csv`."""
    folder = request.getfixturevalue("shared_data").parent / "ledger"
    monkeypatch.syspath_prepend(TOOL.parent)
    tool = importlib.import_module("ledger_facts")
    here = {(row["indicator"], row["area"], row["period"], float(row["value"])) for row in rows()}
    today = {float(row["value"]) for row in rows_of(FOLDER / "today.csv")}
    for row in rows_of(folder / "facts.csv"):
        name = row["indicator"]
        if name in tool.KEPT and tool.entered(row):
            place = (tool.KEPT[name][1], row["area"], row["period"], float(row["value"]))
            assert place in here, place
        elif name not in (*tool.KEPT, *tool.COMPUTED, *tool.LEFT_OUT):
            assert float(row["value"]) in today, row


def test_the_converter_gives_the_same_bytes_twice(converter, official_folder, tmp_path):
    for name in ("one", "two"):
        converter.convert(official_folder, tmp_path / name)
    for table in (tmp_path / "one").iterdir():
        assert table.read_bytes() == (tmp_path / "two" / table.name).read_bytes()


@pytest.mark.parametrize(
    ("indicator", "methods"),
    [
        ("poverty_moderate", {"old_ine_method", "revised_ine_method", "revised_ine_method_first_release"}),
        ("poverty_extreme", {"old_ine_method", "revised_ine_method", "revised_ine_method_first_release"}),
        ("gdp", {"base_1990", "base_2017", "base_1990_implied_by_fiscal_ratios"}),
        ("gdp_per_head", {"base_1990", "base_2017"}),
        ("unemployment_urban_ece", {"ece", "ece_stated_by_ministry"}),
        ("unemployment_eh", {"eh", "eh_old_age_limits"}),
        ("unemployment_world_bank", {"world_bank_national_estimate"}),
        ("illiteracy_15_plus", {"census", "literacy_programme", "survey"}),
        ("renta_dignidad.recipients", {"administrative", "administrative_at_date", "survey"}),
        ("renta_dignidad.spending", {"administrative", "estimate", "survey"}),
        ("bono_juancito_pinto.recipients", {"administrative", "programmed", "survey"}),
    ],
)
def test_each_break_is_a_method(indicator, methods):
    assert set(registry().methods(indicator)) == methods


def test_population_of_the_un_of_ine_of_the_census_and_of_the_survey_are_apart():
    methods = set(registry().methods("population"))
    assert {"un_world_bank", "ine_projection", "census", "census_first_results", "survey"} <= methods


URBAN = {"area": "Urban"}


@pytest.mark.parametrize(
    ("after", "before"),
    [
        (("poverty_moderate", 2021, {}), ("poverty_moderate", 2005, {})),
        (
            ("poverty_moderate", 2018, {"method": "revised_ine_method"}),
            ("poverty_moderate", 2018, {"method": "old_ine_method"}),
        ),
        (("poverty_moderate", 2021, {"method": "revised_ine_method_first_release"}), ("poverty_moderate", 2020, {})),
        (("gini_ine", 2019, {}), ("gini_world_bank", 2019, {})),
        (("gdp", 2017, {}), ("gdp", 2016, {})),
        (("unemployment_eh", 2019, {}), ("unemployment_world_bank", 2019, {})),
        (("unemployment_urban_ece", "2022-03", URBAN), ("unemployment_urban_ece", "2021-03", URBAN)),
        (("renta_dignidad.recipients", 2019, {"group": "Age 60+"}), ("renta_dignidad.recipients", 2019, {})),
        (("population", 2020, {"method": "un_world_bank"}), ("population", 2020, {"method": "ine_projection"})),
        (("illiteracy_15_plus", 2008, {}), ("illiteracy_15_plus", 2001, {})),
    ],
)
def test_a_difference_over_a_break_is_refused_unless_a_bridge_is_named(after, before):
    one, other = (registry().one(name, period, **place) for name, period, place in (after, before))
    for compare in (difference, relative_change):
        for bridge in ("", "  "):
            with pytest.raises(AyniError) as raised:
                compare(one, other, bridge=bridge)
            assert raised.value.key == "break_of_method"
    assert difference(one, other, bridge="both are read as levels") == one.value - other.value


def test_a_difference_within_a_method():
    wage = [registry().one("minimum_wage", year) for year in (2021, 2022)]
    assert difference(wage[1], wage[0]) == 86
    assert relative_change(wage[1], wage[0]) == pytest.approx(0.0397, abs=5e-5)


def test_units_are_never_mixed():
    persons, money = (registry().one(f"renta_dignidad.{what}", 2014) for what in ("recipients", "spending"))
    with pytest.raises(AyniError) as raised:
        difference(persons, money, bridge="any")
    assert raised.value.key == "units_differ"


@pytest.mark.parametrize(
    ("indicator", "period", "value", "why"),
    [
        ("poverty_moderate", 2021, 36.4, "verified before conflicting"),
        ("poverty_moderate", 2019, 37.2, "verified before computed"),
        ("poverty_extreme", 2017, 17.12, "the first of two verified"),
        ("renta_dignidad.recipients", 2022, 1_170_240, "verified before conflicting"),
        ("renta_dignidad.spending", 2023, 5_106, "verified before conflicting"),
        ("gdp", 2019, 338_981.4, "verified before computed and recalled"),
        ("igf.revenue", 2021, 240.2, "the year, not a part of it"),
    ],
)
def test_the_fact_to_prefer(indicator, period, value, why):
    assert registry().one(indicator, period).value == value, why


def test_rows_in_conflict_are_kept():
    figures = registry().find("poverty_moderate", period=2021)
    assert [fact.value for fact in figures] == [36.4, 36.6, 36.3, 36.2]
    assert {fact.value for fact in registry().find("deaths.porvenir_2008", area="Pando")} == {11, 13, 19, 20}
    census = registry().one("illiteracy_15_plus", 2012)
    assert [fact.value for fact in registry().rivals(census)] == [5.02]


@pytest.mark.parametrize(
    "place", [("poverty_moderate", 2016, {}), ("deaths.porvenir_2008", "2008-09-11", {"area": "Pando"})]
)
def test_equals_of_different_method_are_not_chosen_between(place):
    name, period, where = place
    with pytest.raises(AyniError) as raised:
        registry().one(name, period, **where)
    assert raised.value.key == "method_not_named"


def test_what_is_not_there_is_said_with_what_is():
    asked = {
        "unknown_fact": lambda: registry().get("poverty_moderate|Bolivia|All|2021|revised"),
        "unknown_indicator": lambda: registry().find("poverty_moderat"),
        "no_fact": lambda: registry().one("poverty_moderate", 2010),
    }
    for key, ask in asked.items():
        with pytest.raises(AyniError) as raised:
            ask()
        assert raised.value.key == key
        assert "poverty_moderate" in str(raised.value)
    with pytest.raises(AyniError, match="Urban, All"):
        registry().one("unemployment_urban_ece", "2021-03")


def test_votes_are_found_by_place():
    shares = [
        registry().one("presidential_election.vote_share", 2020, group=place).value
        for place in ("First place", "Second place", "Third place")
    ]
    assert shares == [55.1, 28.83, 14.0]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("confidence", "sure"), ("unit", "percent"), ("period", "2021 (to 31 March)"), ("period", "2021-13"),
        ("source", ""), ("source", "nobody"), ("value", "36,4"), ("value", "nan"), ("indicator", "Poverty"),
        ("method", "old method"), ("area", ""), ("group", " "),
    ],
)  # fmt: skip
def test_a_row_that_is_not_whole_is_refused(copy, column, value):
    change_first_row(copy, {column: value})
    with pytest.raises(AyniError) as raised:
        read(copy)
    assert raised.value.key == "fact_form"
    assert raised.value.fields["column"] == column


def test_an_id_used_twice_is_refused(copy):
    change_first_row(copy, {"id": registry().facts[-1].id})
    with pytest.raises(AyniError) as raised:
        read(copy)
    assert raised.value.key == "fact_twice"


def test_a_table_without_a_column_is_refused(copy):
    table = copy / "labour.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",confidence,", ",", 1), encoding="utf-8")
    with pytest.raises(AyniError) as raised:
        read(copy)
    assert raised.value.key == "fact_columns"


def test_the_version_is_of_the_bytes(copy):
    before = version()
    assert re.fullmatch(r"[0-9a-f]{64}", before)
    assert version(copy) == before
    change_first_row(copy, {"value": "1.0"})
    assert version(copy) != before


def change_first_row(folder, change):
    table = folder / "labour.csv"
    rows = list(rows_of(table))
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows([{**rows[0], **change}, *rows[1:]])


def test_the_example_of_the_page_runs():
    page = (TOOL.parents[1] / "docs" / "registry.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names = {}
    exec(example, names)
    assert names["after"].method == names["before"].method == "revised_ine_method"


def test_the_page_names_the_columns_and_methods_that_there_are():
    page = (TOOL.parents[1] / "docs" / "registry.md").read_text(encoding="utf-8")
    for name in (*COLUMNS, *CONFIDENCES, *registry().methods("population"), *registry().methods("poverty_moderate")):
        assert f"`{name}`" in page
