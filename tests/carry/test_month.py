"""A survey carried to a month: nothing moves in its own month, everything adds up, and what cannot be is refused."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from ayni import measure
from ayni.carry import DEFAULT_STEPS, STEPS, Cell, Margins, calibrated, carry, design_of, last_month, read_margins
from ayni.carry.lines import DOMAINS
from ayni.carry.money import carried_money
from ayni.carry.paths import Paths, base_months
from ayni.law import bolivia
from ayni.series import read_month, series
from ayni.survey import load, wave_named
from ayni.words import AyniError

JUNE = dt.date(2026, 6, 1)
MONEY_ONLY = ("prices", "growth")
SOURCES = ("wages_of_contributors", "other_earnings", "remittances", "pensions", "other_benefits", "health_spending")


@pytest.fixture(scope="module")
def people():
    return load(None)


@pytest.fixture(scope="module")
def law():
    return bolivia()


@pytest.fixture(scope="module")
def june(people, law):
    return carry(people, JUNE, law)


def levels(population, income="ine_income_rebuilt"):
    where = population["is_member"].astype(bool)
    design = design_of(population)
    y = np.where(where, population[income], 0.0)
    found = [
        measure.headcount(y, np.where(where, population[line], 1.0), design, where=where).value
        for line in ("poverty_line", "extreme_poverty_line")
    ]
    return [*found, measure.gini(y, design, where=where).value, measure.mean(y, design, where=where).value]


# ---- nothing moves where nothing should


@pytest.mark.parametrize("month", [dt.date(2019, 10, 1), dt.date(2019, 11, 1), dt.date(2019, 12, 1)])
def test_in_the_surveys_own_months_the_population_is_itself(people, law, month):
    assert carry(people, month, law, steps=DEFAULT_STEPS).population is people


def test_one_factor_on_everything_leaves_rates_and_scales_means(people):
    counted = wave_named("EH2019").counts
    reported = [name for name in people.columns if name.startswith("reported_") and counted(name)]
    before = levels(people, "ine_income_rebuilt")
    scaled = carried_money(people, dict.fromkeys(SOURCES, 1.37))
    reports = np.where(people["is_member"], np.sum([people[name] for name in reported], axis=0), 0.0)
    more = 0.37 * people.household_total(reports)[people.household]
    size = people.household_total(people["is_member"])[people.household]
    scaled = scaled.with_columns({
        "ine_income_rebuilt": scaled["ine_income_rebuilt"] + more / size,
        **{name: 1.37 * people[name] for name in ("poverty_line", "extreme_poverty_line")},
    })  # fmt: skip
    after = levels(scaled, "ine_income_rebuilt")
    assert after[:3] == pytest.approx(before[:3], abs=1e-9)
    assert after[3] == pytest.approx(1.37 * before[3], rel=1e-9)


# ---- it adds up


def test_each_source_times_its_factor_adds_up_to_the_income_of_the_month(people, june):
    factor = {each.what: each.value for each in june.factors}
    after, contributes = june.population, people["contributes_to_pension"]
    wage = np.where(contributes, factor["wages_of_contributors"], factor["other_earnings"])
    expected = wage * sum(people[name] for name in ("wage", "aguinaldo", "production_bonus", "overtime",
                                                    "employer_allowances", "in_kind_pay"))  # fmt: skip
    expected = expected + factor["other_earnings"] * people["self_employment_income"]
    assert after["rebuilt_main_job"] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert after["pension_old_age"] == pytest.approx(factor["pensions"] * people["pension_old_age"], rel=1e-12)
    assert np.array_equal(after["reported_renta_dignidad"], people["reported_renta_dignidad"])
    assert np.array_equal(after["other_social_benefits"], people["other_social_benefits"])


def test_weights_meet_every_margin_and_stay_within_their_bounds(people, june):
    after = june.population
    total = Paths(series(), base_months(2019)).total(read_month("2026-06"))
    assert after["weight"].sum() == pytest.approx(total, rel=1e-8)
    paths = Paths(series(), base_months(2019))
    shares, *before = (paths.age_shares(month)[0] for month in (read_month("2026-06"), *paths.base))
    grown = {}
    for group, share in shares.items():
        sex, _, age = group.partition(" ")
        low, _, high = age.rstrip("+").partition("-")
        who = people.is_value("sex", sex) & (people["age"] >= int(low)) & (people["age"] <= int(high or 200))
        own = people["weight"][who].sum() / people["weight"].sum()
        grown[group] = (who, own * share / np.mean([each[group] for each in before]))
    for who, share in grown.values():
        expected = total * share / sum(each for _, each in grown.values())
        assert after["weight"][who].sum() == pytest.approx(expected, rel=1e-8)
    ratio = after["weight"] / people["weight"]
    assert ratio.min() >= 0.2
    assert ratio.max() <= 4
    assert (
        np.ptp(np.maximum.reduceat(ratio, after.offsets[:-1]) - np.minimum.reduceat(ratio, after.offsets[:-1])) < 1e-12
    )
    rural = [of["weight"][of.is_value("area", "rural")].sum() / of["weight"].sum() for of in (people, after)]
    assert rural[0] == pytest.approx(rural[1], rel=1e-8)


def test_known_margins_have_no_sampling_error(june):
    after = june.population
    women = measure.total(after.is_value("sex", "woman"), design_of(after), unit="persons")
    assert women.se == pytest.approx(0, abs=1e-3 * women.value**0.5)


def test_two_steps_over_time_are_one(people, law):
    between = carry(people, dt.date(2023, 3, 1), law, steps=MONEY_ONLY).population
    twice = carry(between, JUNE, law, steps=MONEY_ONLY).population
    once = carry(people, JUNE, law, steps=MONEY_ONLY).population
    for name in ("wage", "pension_old_age", "ine_income_rebuilt", "poverty_line", "extreme_poverty_line"):
        np.testing.assert_allclose(twice[name], once[name], rtol=1e-9)


# ---- what moves which way


@settings(max_examples=8, deadline=None)
@given(st.floats(0.8, 1.5), st.floats(1.0, 1.3))
def test_higher_incomes_are_not_poorer(people, low, more):
    poor, richer = (levels(carried_money(people, dict.fromkeys(SOURCES, by))) for by in (low, low * more))
    assert richer[0] <= poor[0]
    assert richer[1] <= poor[1]


def test_prices_alone_move_contributors_wages_with_the_rest_and_decrees_apart(people, law):
    prices = carry(people, JUNE, law, steps=("prices",))
    factor = {each.what: each.value for each in prices.factors}
    assert factor["wages_of_contributors"] == factor["other_earnings"] == factor["prices"]
    wages = carry(people, JUNE, law, steps=("wages",))
    factor = {each.what: each.value for each in wages.factors}
    assert factor["wages_of_contributors"] == pytest.approx(1.03 * 1.03 * 1.03 * 1.05)
    assert factor["other_earnings"] == 1
    assert np.array_equal(wages.population["poverty_line"], people["poverty_line"], equal_nan=True)


def test_where_contributing_is_not_asked_affiliation_says_whose_wages_follow_decrees(people, law):
    columns = {name: column for name, column in people.columns.items() if name != "contributes_to_pension"}
    after = carry(replace(people, columns=columns), JUNE, law, steps=("wages",))
    factor = next(each.value for each in after.factors if each.what == "wages_of_contributors")
    affiliated = people["is_pension_affiliate"]
    assert after.population["wage"] == pytest.approx(np.where(affiliated, factor, 1.0) * people["wage"])
    assert "formality_by_affiliation" in map(str, after.doubts)


def test_less_than_full_pass_through_leaves_incomes_behind_prices(people, law):
    full, half = (carry(people, JUNE, law, steps=("prices",), pass_through=a) for a in (1.0, 0.5))
    factors = [next(each.value for each in of.factors if each.what == "other_earnings") for of in (full, half)]
    assert factors[1] == pytest.approx(factors[0] ** 0.5)


# ---- lines, against INE's own of later years


@pytest.mark.parametrize(("year", "moderate", "extreme", "domain"), [(2020, 2, 3, 28), (2022, 10, 10, 50)])
def test_lines_of_2019_moved_to_a_later_survey_are_near_its_own(people, year, moderate, extreme, domain):
    paths = Paths(series(), base_months(2019))
    months = base_months(year)
    food = paths.prices.division("01", months) / paths.prices.division("01", paths.base)
    other = paths.prices.without_food(months) / paths.prices.without_food(paths.base)
    held, off = [], {"moderate": [], "extreme": []}
    for name in DOMAINS:
        z, z_extreme = (series().at(f"{line}_line", 2019, name).value for line in off)
        near = np.abs(people["poverty_line"] - z) < 0.01
        held.append(people["weight"][near].sum())
        moved = {"extreme": z_extreme * food, "moderate": z_extreme * food + (z - z_extreme) * other}
        for line, value in moved.items():
            off[line].append(value - series().at(f"{line}_line", year, name).value)
    for line, most, farthest in (("moderate", moderate, domain), ("extreme", extreme, domain + 1)):
        assert abs(np.average(off[line], weights=held)) < most
        assert np.abs(off[line]).max() < farthest


# ---- what it rests on


def test_what_rests_on_a_forecast_or_on_memory_is_marked(june):
    assert {str(mark) for mark in june.doubts} >= {
        "forecast:gdp_growth",
        "recalled:incremento_salarial_general.increase_percent",
    }
    assert june.is_scenario
    assert june.population.source["month"] == "2026-06"
    assert "sha256" not in june.population.source
    assert "ine_is_poor" not in june.population.columns


def test_before_the_fast_rise_of_prices_it_is_no_scenario(people, law):
    assert not carry(people, dt.date(2022, 11, 1), law, steps=MONEY_ONLY).is_scenario


# ---- what is refused


@pytest.mark.parametrize(
    ("month", "key"),
    [(dt.date(2026, 8, 1), "carry_after_prices"), (dt.date(2019, 3, 1), "carry_before_survey")],
)
def test_a_month_that_prices_or_the_survey_do_not_reach_is_refused(people, law, month, key):
    with pytest.raises(AyniError) as refused:
        carry(people, month, law)
    assert refused.value.key == key


def test_steps_and_assumptions_that_there_are_not_are_refused(people, law):
    for given_, key in (({"steps": ("price",)}, "carry_step"), ({"wages": "cpi^2"}, "carry_wages")):
        with pytest.raises(AyniError) as refused:
            carry(people, JUNE, law, **given_)
        assert refused.value.key == key


def test_the_last_month_is_that_of_the_last_prices():
    assert last_month() == dt.date(2026, 7, 1)


def test_margins_out_of_reach_name_the_cell(people):
    total = float(people["weight"].sum())
    wrong = Margins("mine", (Cell((("area", "urban"),), 0.02 * total), Cell((("area", "rural"),), 0.98 * total)))
    with pytest.raises(AyniError) as refused:
        calibrated(people, wrong)
    assert refused.value.key == "calibration_failed"
    assert refused.value.fields["cell"] in ("area=urban", "area=rural")


def test_margins_of_two_populations_are_refused_with_both(people):
    cells = [Cell((("area", value),), n) for value, n in (("urban", 8e6), ("rural", 3.5e6))]
    cells += [Cell((("sex", value),), n) for value, n in (("man", 6e6), ("woman", 6e6))]
    with pytest.raises(AyniError) as refused:
        calibrated(people, Margins("mine", tuple(cells)))
    assert refused.value.key == "margins_disagree"


def test_a_file_of_margins_is_met(people, tmp_path):
    file = tmp_path / "margins.csv"
    file.write_text("cell,persons\nsex=woman;age=60+,700000\nsex=man;age=60+,650000\n", encoding="utf-8")
    after = calibrated(people, read_margins(file))
    assert after["weight"][(after["age"] >= 60) & after.is_value("sex", "woman")].sum() == pytest.approx(7e5, rel=1e-8)
    assert after.source["weights"]["base"] == "margins.csv"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("cell,persons\nsex=woman,7e5\n", "series_row"),
        ("cell,persons\nsex,700000\n", "series_row"),
        ("cell,persons\nsex=woman,700000\nsex=woman,600000\n", "series_row"),
        ("cells,persons\nsex=woman,700000\n", "series_columns"),
        ("cell,persons\n", "margins_empty"),
    ],
)
def test_a_file_that_has_no_margins_is_refused(tmp_path, text, key):
    file = tmp_path / "margins.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AyniError) as refused:
        read_margins(file)
    assert refused.value.key == key


@pytest.mark.parametrize(("cell", "key"), [("sexo=mujer", "margin_column"), ("sex=women", "margin_value"),
                                           ("age=sixty", "margin_value"), ("age=150+", "margin_empty")])  # fmt: skip
def test_a_cell_that_the_survey_does_not_have_is_refused(people, tmp_path, cell, key):
    file = tmp_path / "margins.csv"
    file.write_text(f"cell,persons\n{cell},1000\n", encoding="utf-8")
    with pytest.raises(AyniError) as refused:
        calibrated(people, read_margins(file))
    assert refused.value.key == key


# ---- jobs and caseloads


def test_caseloads_are_met_by_group(people, law):
    after = carry(people, dt.date(2024, 11, 1), law, steps=("weights", "caseloads")).population
    for group, share in (("without_pension", 0.8), ("with_pension", 0.2)):
        held = after["weight"][after[f"paid_renta_dignidad_{group}"]].sum()
        assert held == pytest.approx(share * 1241465, rel=1e-8)


def test_jobs_move_the_urban_rate_and_not_the_number_of_workers(people, law):
    rates, workers = [], []
    for steps in (("weights",), ("weights", "jobs")):
        after = carry(people, dt.date(2025, 9, 1), law, steps=steps).population
        urban = after.is_value("area", "urban") & (after["age"] >= 14)
        without = after["weight"][urban & after.is_value("activity", "dismissed", "first_job_seeker")].sum()
        workers.append(without + after["weight"][urban & after.is_value("activity", "employed")].sum())
        rates.append(without / workers[-1])
    assert rates[1] == pytest.approx(rates[0] * 2.9 / 4.8, rel=1e-6)
    assert workers[1] == pytest.approx(workers[0], rel=1e-6)


def test_a_quarter_without_a_rate_is_refused(people, law):
    with pytest.raises(AyniError) as refused:
        carry(people, JUNE, law, steps=STEPS)
    assert refused.value.key == "series_ends"
