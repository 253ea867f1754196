"""The price of fuel: rises worked by hand, one path with other price rises, and a payment that makes up for it."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from ayni import runs
from ayni.carry.paths import base_months
from ayni.income.incomes import TAKEN_BY_PRICES
from ayni.law import bolivia
from ayni.law.consumption.impuestos_al_consumo import GROUPS
from ayni.runs.options import RunOptions, ShockOptions
from ayni.scenario.shock import FuelPrices, fuel_rows, read_shock
from ayni.scenario.shock.fuel import DAY, KINDS, rises_of
from ayni.series import Prices, read_month, series
from ayni.survey import load
from ayni.words import AyniError
from ayni.words.marks import MarkKind

LAW = bolivia()
READINGS = {"fares": "observed", "food": "none", "rest": "none"}


@pytest.fixture(scope="module")
def before():
    """The synthetic population under the law of its day, with invented spending on every group."""
    found = runs.analysis_of(RunOptions(), LAW)
    random = np.random.default_rng(5)
    head = found.population.is_value("relation", "head")
    spent = {f"spent_{group}": np.where(head, random.gamma(1.5, 60, len(head)), 0) for group in GROUPS}
    return dataclasses.replace(found, population=found.population.with_columns(spent))


def taken(shock, population):
    return shock.after(population, np.random.default_rng(0))[TAKEN_BY_PRICES]


def test_the_rises_are_those_of_the_decree_times_the_fuel_in_each_price():
    gasoline, diesel = 6.96 / 3.74 - 1, 9.80 / 3.72 - 1
    found = rises_of(LAW, DAY, {"fares": "cost_push", "food": "cost_push", "rest": "none"})
    assert found["vehicle_fuel"] == pytest.approx(0.8 * gasoline + 0.03 * diesel)
    assert found["urban_transport"] == pytest.approx(0.21 * gasoline)
    assert found["intercity_transport"] == pytest.approx(0.245 * diesel)
    assert found["food_fresh"] == pytest.approx(0.02 * diesel)
    assert found["clothing"] == 0
    observed = rises_of(LAW, DAY, {"fares": "observed", "food": "government", "rest": "5%"})
    assert (observed["urban_transport"], observed["intercity_transport"]) == (0.25, 0.4)  # Bs 2.40 to 3.00; ATT's band
    assert {observed[part] for part in KINDS["food"]} == {0.03}
    assert {observed[part] for part in KINDS["rest"]} == {0.05}


def test_a_fuel_shock_and_a_price_rise_of_the_same_parts_take_the_same(before):
    shock = FuelPrices.read({**READINGS, "compensation": "none"}).on(before, 1.4)
    same = read_shock("price_rise", {"basis": "spending", **{part: str(rise) for part, rise in shock.rises.items()}})
    np.testing.assert_allclose(taken(shock, before.population), taken(same, before.population), rtol=1e-12)


def test_all_prices_by_a_tenth_take_a_tenth_of_what_is_spent_and_a_group_is_all_its_parts(before):
    population = before.population
    spent = sum(population[f"spent_{group}"] for group in GROUPS)
    rise = read_shock("price_rise", {"basis": "spending", "all": "10%"})
    np.testing.assert_allclose(taken(rise, population), 0.1 * spent)
    group = read_shock("price_rise", {"basis": "spending", "public_transport": "10%"})
    parts = {"urban_transport": "10%", "intercity_transport": "10%"}
    np.testing.assert_array_equal(
        taken(group, population), taken(read_shock("price_rise", {"basis": "spending", **parts}), population)
    )
    twice = read_shock("price_rise", {"basis": "spending", "public_transport": "10%", "urban_transport": "5%"})
    with pytest.raises(AyniError) as raised:
        taken(twice, population)
    assert raised.value.key == "shock_group_twice"


def test_what_is_paid_is_what_the_law_pays_more_in_the_money_of_the_survey(before):
    shock = FuelPrices.read(READINGS).on(before, 1.4)
    years = {day: dataclasses.replace(before, day=day) for day in (DAY.replace(day=17), shock.compensation)}
    spent = [sum(payment.per_month().sum() for payment in each.payments.values()) for each in years.values()]
    assert spent[1] > spent[0]
    assert shock.paid.sum() == pytest.approx((spent[1] - spent[0]) / 1.4)


def test_the_flat_payment_leaves_the_headcount_as_it_was(before):
    shock = FuelPrices.read({**READINGS, "food": "government"}).on(before, 1.4)
    rows = list(fuel_rows(before, shock))
    flat = next(row for row in rows if row.measure == "flat_payment" and row.line == "moderate")
    assert flat.low < flat.value < flat.high
    population, income = before.population, before.disposable()
    lost = (shock.lost() / population.household_total(population["is_member"].astype(float)))[population.household]
    weight, line = population["weight"] * population["is_member"], population["poverty_line"]

    def poor(values):
        return (weight * (values < line)).sum() / weight.sum()

    assert poor(income - lost + flat.value) == pytest.approx(poor(income), abs=5e-4)  # a step of the weights
    changes = {row.level: row.value for row in rows if row.table == "fuel_readings" and row.unit == "points"}
    assert len(changes) == 6


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"food": "none"}, "fuel_reading"),
        ({"fares": "observed", "food": "minister"}, "fuel_reading_unknown"),
        ({"fares": "observed", "food": "5"}, "shock_bare"),
        ({**READINGS, "day": "2025-13-01"}, "not_a_date"),
        ({**READINGS, "wages": "1%"}, "shock_key"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(settings, key):
    with pytest.raises(AyniError) as raised:
        FuelPrices.read(settings)
    assert raised.value.key == key


def test_the_people_are_those_of_the_month_before_the_new_prices_and_what_they_spend_is_carried():
    options = ShockOptions(kind="fuel", settings={**READINGS, "compensation": "none"})
    rows = runs.result(options, LAW).rows
    assert {row.month for row in rows if row.table == "fuel"} == {"2025-11"}
    lost = next(row for row in rows if row.measure == "lost_by_own_fuel" and row.group == "all")
    prices, population = Prices(series()), load()
    dearer = prices.division("07", [read_month("2025-11")]) / prices.division("07", base_months(2019))
    people = runs.analysis_of(RunOptions(at="2025-11"), LAW)
    weight = people.population["weight"] * people.population["is_member"]
    members = population.household_total(population["is_member"].astype(float))
    spent = (population.household_total(population["spent_vehicle_fuel"]) / members)[population.household]
    rise = rises_of(LAW, DAY, READINGS)["vehicle_fuel"]
    assert lost.value == pytest.approx(-rise * dearer * (weight * spent).sum() / weight.sum())


def test_people_whose_spending_is_not_known_are_refused_and_donors_that_nothing_reads():
    known = {name: each for name, each in load().columns.items() if not name.startswith("spent_")}
    without = replace(load(), columns=known)
    with pytest.raises(AyniError) as raised:
        taken(read_shock("price_rise", {"basis": "spending", "all": "10%"}), without)
    assert raised.value.key == "spending_not_known"
    with pytest.raises(AyniError) as raised:
        runs.result(ShockOptions(kind="job_loss", settings={"target": "9%"}, donors=Path("nowhere")), LAW)
    assert raised.value.key == "spending_not_read"


def test_money_of_a_month_that_has_the_new_prices_is_refused():
    with pytest.raises(AyniError) as raised:
        runs.result(ShockOptions(kind="fuel", settings=READINGS, at="2026-06"), LAW)
    assert raised.value.key == "fuel_counted_already"


@pytest.mark.soak
def test_a_survey_that_did_not_ask_is_matched_and_carried_to_the_month_before(shared_data):
    options = ShockOptions(
        kind="fuel", settings=READINGS, data=shared_data / "eh/2022/persona.parquet", donors=shared_data / "eh/2019"
    )
    rows = [row for row in runs.result(options, LAW).rows if row.table in ("fuel", "fuel_readings", "comparison")]
    assert all(row.has(MarkKind.MATCHED) and row.has(MarkKind.CARRIED) for row in rows)
    assert {(row.survey, row.month) for row in rows} == {("EH2022", "2025-11")}
    flat = next(row for row in rows if row.measure == "flat_payment" and row.line == "moderate")
    assert flat.low < flat.value < flat.high
