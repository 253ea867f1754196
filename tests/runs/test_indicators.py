"""The command `indicators`: what the registry records and INE published comes out again from the file."""

import csv

import numpy as np
import pytest

import ayni
from ayni.evidence.households import Asked, counted
from ayni.evidence.recorded import recorded
from ayni.evidence.registry import registry
from ayni.report import tables
from ayni.words import AyniError
from ayni.words.marks import MarkKind

FILES = {2019: "persona.parquet", 2020: "original/EH2020_Persona.sav.gz", 2022: "persona.parquet"}
PUBLISHED = {
    "poverty_moderate": "Moderate poverty headcount - revised INE method",
    "poverty_extreme": "Extreme poverty headcount - revised INE method",
    "gap_moderate": "Poverty gap FGT1 (moderate line) - revised INE method",
    "gini_positive_incomes": "Gini index - INE per-capita household income",
}
"""Indicators that INE publishes, as the table of official figures names them."""
TABULATED = {
    "Moderate poverty headcount (national line)": "poverty_moderate",
    "Extreme poverty headcount (national line)": "poverty_extreme",
    "Poverty gap FGT1 (moderate line)": "gap_moderate",
    "Unemployment rate": "unemployment_14",
    "Participation rate": "participation_14",
    "Illiteracy rate, age 15+ (self-report reads and writes)": "illiteracy_15",
    "Health insurance registration, first answer": "health",
}
"""Another hand's tabulations of INE's files, EH 2019 and EH 2022."""
COVERS = {
    "SUS (public universal scheme)": "health_public_scheme", "Health funds (cajas)": "health_social_security",
    "No insurance": "health_no_cover",
}  # fmt: skip
PLACES = {
    "Bolivia": ("all", "all"), "Urban": ("area", "urban"), "Rural": ("area", "rural"),
    "Male": ("sex", "man"), "Female": ("sex", "woman"),
    **{
        name: ("department", name.lower().replace(" ", "_").replace("í", "i"))
        for name in ("Chuquisaca", "La Paz", "Cochabamba", "Oruro", "Potosí", "Tarija", "Santa Cruz", "Beni", "Pando")
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def waves(shared_data):
    """The indicators of each wave by indicator, group and level, computed once."""
    found = {}

    def of(wave):
        if wave not in found:
            result = ayni.indicators(shared_data / "eh" / str(wave) / FILES[wave])
            rows = (row for row in result.rows if row.table == "indicators")
            found[wave] = {(row.measure, row.group, row.level): row for row in rows}
        return found[wave]

    return of


def national(result):
    return {row.measure: row for row in result.rows if (row.table, row.group) == ("indicators", "all")}


def of_table(shared_data, name, wave):
    with (shared_data.parent / "official" / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["period"] == str(wave)]


@pytest.mark.parametrize("wave", FILES)
def test_indicators_are_those_that_the_registry_records(waves, wave):
    compared = 0
    for (name, group, level), row in waves(wave).items():
        place = level if group in ("all", "area", "department") else "all"
        level = "all" if group in ("all", "area", "department") else level
        one = recorded().get(f"EH{wave}|{name}|{place}|{level}")
        if one is not None and row.value is not None:
            assert row.value == pytest.approx(one.value, rel=1e-8), one.id
            assert row.n == one.n, one.id
            compared += 1
    assert compared > 400


@pytest.mark.parametrize(("wave", "least"), [(2019, 2), (2020, 35), (2022, 7)])
def test_poverty_by_group_gap_and_gini_are_those_that_ine_published(waves, shared_data, wave, least):
    rows, compared = waves(wave), 0
    for name, published in PUBLISHED.items():
        for fact in of_table(shared_data, "poverty_inequality.csv", wave):
            where = PLACES.get(fact["area"] if fact["group"] == "All" else fact["group"])
            if fact["indicator"] != published or fact["confidence"] != "verified" or where is None:
                continue
            value = float(fact["value"])
            scale, last = (100, 0.1) if fact["unit"] == "%" else (1, 0.001)
            assert scale * rows[name, *where].value == pytest.approx(value, abs=0.51 * last), (name, where)
            compared += 1
    assert compared >= least


@pytest.mark.parametrize("wave", [2019, 2022])
def test_work_schooling_health_cover_and_poverty_are_what_another_hand_tabulated(waves, shared_data, wave):
    rows, compared = waves(wave), set()
    for fact in of_table(shared_data, "survey_benchmarks.csv", wave):
        name = TABULATED.get(fact["indicator"])
        if name == "health":
            name = COVERS.get(fact["group"])
        key = (name, *PLACES[fact["area"]])
        if (
            name is None
            or fact["group"] not in ("All", "Age 15+", *COVERS)
            or key not in rows
            or rows[key].value is None
        ):
            continue
        assert 100 * rows[key].value == pytest.approx(float(fact["value"]), abs=0.006), key
        compared.add(key)
    assert len(compared) >= 60
    named = {"unemployment_14", "participation_14", "poverty_extreme"}
    named |= {"illiteracy_15", "health_no_cover"} if wave == 2019 else set()
    assert named <= {name for name, *_ in compared}


def test_informal_employment_is_of_the_ilo_where_the_file_asks_and_refused_by_name_elsewhere(waves):
    # guide of EH 2019, section 6: not contributing, in a unit without a tax number, or unpaid; 81.1 (±0.5) %
    guide = {("all", "all"): (0.811, 0.005), ("area", "urban"): (0.727, 0.006), ("area", "rural"): (0.950, 0.005)}
    for place, (value, se) in guide.items():
        row = waves(2019)["informal_employment", *place]
        assert (row.value, row.se) == (pytest.approx(value, abs=0.00051), pytest.approx(se, abs=0.00051))
    for wave in (2020, 2022):
        row = waves(wave)["informal_employment", "all", "all"]
        assert row.value is None
        missing = next(mark.what for mark in row.marks if mark.kind is MarkKind.NOT_COMPUTED)
        assert missing == {2020: "tax_registration", 2022: "contributes_to_pension"}[wave]
    assert waves(2022)["does_not_contribute", "all", "all"].value is None
    assert waves(2020)["does_not_contribute", "all", "all"].value > 0.8


def test_incomes_by_source_add_up_and_are_those_of_the_guide(waves):
    for wave in FILES:
        mean = {name: row.value for (name, group, _), row in waves(wave).items() if group == "all"}
        sources = ("pensions", "property", "private_transfers", "remittances", "programmes")
        assert sum(mean[f"{name}_income_per_head"] for name in sources) == pytest.approx(
            mean["non_labour_income_per_head"]
        )
        jobs = ("wages", "self_employment", "second_job")
        assert sum(mean[f"{name}_income_per_head"] for name in jobs) == pytest.approx(
            mean["labour_income_per_head"], rel=2e-3
        )
        assert min(mean[f"{name}_income_per_head"] for name in (*sources, *jobs)) > 0
    # guide of EH 2019, section 3.1, Bs million a year over 11.53 million persons
    millions = {"pensions": 10_902.7, "programmes": 5_145.3, "second_job": 4_551.2, "private_transfers": 7_002.2}
    rows = waves(2019)
    for name, value in millions.items():
        assert 12 * 11.53 * rows[f"{name}_income_per_head", "all", "all"].value == pytest.approx(value, rel=2e-3)


def test_lines_by_domain_wages_by_sector_and_coverage_of_programmes(waves):
    rows = waves(2019)
    assert rows["line_moderate", "domain", "el_alto"].value == pytest.approx(1047.79)
    assert rows["line_extreme", "domain", "rural"].value == pytest.approx(381.08)
    assert {level for name, group, level in rows if (name, group) == ("line_moderate", "domain")} >= {"sucre", "cobija"}
    # guide, section 6: take-home wage of the main job, mean (±se) and median
    large, small = (rows["wage", "employer_sector", each] for each in ("private_large", "private_small"))
    assert [round(each.value) for each in (large, small)] == [3790, 2299]
    assert [round(each.se) for each in (large, small)] == [115, 33]
    assert rows["wage_median", "employer_sector", "private_small"].value == 2165
    assert rows["wage", "sex", "woman"].value < rows["wage", "sex", "man"].value
    # guide, section 5: 93.4 % of those 60 and over; children under two without a health fund, about 36 %
    assert rows["reports_renta_dignidad", "all", "all"].value == pytest.approx(0.934, abs=0.0006)
    assert rows["reports_juana_azurduy_child", "all", "all"].value == pytest.approx(0.36, abs=0.01)
    assert rows["reports_juana_azurduy_mother", "all", "all"].value > 0.3
    assert not [key for key in rows if key[1] == "employer_sector" and not key[0].startswith("wage")]


def test_age_shares_and_quantiles_of_2019(waves):
    rows = {name: row for (name, group, _), row in waves(2019).items() if group == "all"}
    assert 0.305 < rows["aged_0_14"].value < 0.307
    assert rows["aged_0_14"].value + rows["aged_15_59"].value + rows["aged_60_120"].value == pytest.approx(1)
    quantiles = [rows[f"income_p{each}"].value for each in (10, 25, 50, 75, 90)]
    assert quantiles == sorted(quantiles)


def test_the_modules_beside_the_file_give_dwellings_food_and_discrimination(shared_data):
    folder = shared_data / "eh" / "2019"
    result = ayni.indicators(folder / "persona.parquet", by=("domain", "employer_sector"), modules=folder)
    printed = {table.id: table for table in tables(result, "en")}
    assert [line.head for line in printed["indicators_domain"].lines][:3] == ["Sucre", "La Paz", "El Alto"]
    assert len(printed["indicators_employer_sector"].lines) == 6
    rows = national(result)
    for name in ("food_any", "food_hungry", "sewer", "internet", "earth_floor"):
        assert rows[name].value == pytest.approx(recorded()[f"EH2019|{name}|all|all"].value, rel=1e-9), name
    assert {"discriminated_any", "electricity"} <= rows.keys()


def test_an_employment_survey_gives_its_labour_market_and_refuses_informality_by_name(shared_data):
    result = ayni.indicators(shared_data / "ece" / "2024q2" / "persona.parquet")
    labour = [row for row in result.rows if row.table == "labour"]
    rows = {row.measure: row for row in labour if row.level == "urban"}
    published = registry().find("unemployment_urban_ece", area="Urban", group="All", period="2024-Q2")
    assert rows["unemployment"].se > 0
    for fact in published:
        assert abs(100 * rows["unemployment"].value - fact.value) < 2 * 1.96 * 100 * rows["unemployment"].se
    [refused] = [row for row in labour if row.measure == "informal_employment"]
    assert (refused.value, [mark.what for mark in refused.marks]) == (None, ["tax_registration"])
    assert rows["not_affiliated"].value > 0.5


def test_a_group_that_is_none_and_modules_without_a_file_are_refused(tmp_path):
    with pytest.raises(AyniError, match="the nearest is sex"):
        ayni.indicators(by=("sexo",))
    with pytest.raises(AyniError, match="goes with a survey file"):
        ayni.indicators(modules=tmp_path)
    assert national(ayni.indicators())["poverty_moderate"].value > 0


def test_a_blank_answer_is_not_taken_for_no_but_where_the_question_is_not_asked_of_who_lacks_the_thing():
    answers = np.array([[1.0, 2.0, np.nan, 2.0], [2.0, 2.0, 2.0, 3.0]])
    np.testing.assert_array_equal(counted(answers, Asked(("a", "b"), unknown=(3,))), [1, 0, np.nan, np.nan])
    np.testing.assert_array_equal(counted(answers, Asked(("a", "b"), not_asked=True)), [1, 0, 0, 0])
