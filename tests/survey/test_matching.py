"""Spending of a wave that did not ask it: whole vectors of similar households, several draws, and what is refused."""

import sys
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from ayni import runs
from ayni.carry.month import own_month
from ayni.law import bolivia
from ayni.runs.options import IncidenceOptions
from ayni.runs.spending import files_of_spending
from ayni.series import Prices, read_month, series
from ayni.survey import Asked, Spending, load, matched, read_spending, with_spending
from ayni.survey.matching import REGIONS
from ayni.survey.spending import divisions_of_parts
from ayni.words import AyniError

sys.path.append(str(Path(__file__).parents[2] / "tools"))

import matching as halved

LAW, PRICES = bolivia(), Prices(series())


@pytest.fixture(scope="module")
def donors():
    """Invented persons, whose spending was asked; and their years of schooling, which are not drawn."""
    population = load().with_columns({"years_of_schooling": np.zeros(load().n_persons)})
    parts = {
        name.removeprefix("spent_"): population.household_total(values)
        for name, values in population.columns.items()
        if name.startswith("spent_")
    }
    return Asked(population, Spending(parts, {"known": "asked", "wave": "EH2019"}), own_month(population))


@pytest.fixture(scope="module")
def recipients(donors):
    """The same persons, as if nobody had asked them."""
    population = donors.population
    kept = {name: values for name, values in population.columns.items() if not name.startswith("spent_")}
    source = {name: value for name, value in population.source.items() if name != "spending"}
    return replace(population, columns=kept, source=source)


def test_a_household_gets_what_one_donor_of_its_area_and_region_spends_in_the_same_shares_at_the_month_s_prices(
    donors, recipients
):
    month = read_month("2022-11")
    found, again = (next(matched(recipients, donors, month, PRICES, draws=1, seed=seed)) for seed in (3, 3))
    members = recipients.household_total(recipients["is_member"])
    division = divisions_of_parts()
    dearer = {
        part: PRICES.division(division[part], [month]) / PRICES.division(division[part], [donors.month])
        for part in donors.spending.parts
    }
    first = recipients.offsets[:-1]
    region = {name: number for number, names in enumerate(REGIONS.values()) for name in names}
    place = np.array([region[name] for name in recipients.categories["department"]])[recipients["department"][first]]

    def keys(per_head):
        """Shares in what is spent on goods that are hardly ever cut, with area and region."""
        spent = np.array([per_head(part) for part in ("food_bread", "water", "communications", "food_manuf")])
        shares = np.round(1e4 * spent / np.maximum(spent.sum(axis=0), 1e-9))
        return list(map(tuple, np.column_stack([recipients["area"][first], place, *shares])))

    given = keys(lambda part: donors.spending.parts[part] / members)
    got = keys(lambda part: recipients.household_total(found[f"spent_{part}"]) / members / dearer[part])
    there = set(given)
    assert np.mean([key in there for key in got]) > 0.98
    assert len(set(got)) > len(got) / 3  # many donors, not a few
    assert all(np.array_equal(found[name], again[name]) for name in found.columns if name.startswith("spent_"))


def test_matched_columns_say_so_and_draws_differ(donors, recipients):
    one, other = matched(recipients, donors, donors.month, PRICES, draws=2)
    assert not np.array_equal(one["spent_food_fresh"], other["spent_food_fresh"])
    for draw, found in enumerate((one, other), 1):
        said = found.source["spending"]
        assert (said["known"], said["wave"], said["seed"], said["draws"], said["draw"]) == (
            "matched", "EH2019-synthetic", 1, 2, draw,
        )  # fmt: skip
        assert {name for name in found.columns if name.startswith("spent_")} <= set(found.imputed)


def test_a_wave_whose_cells_have_too_few_donors_is_refused(donors, recipients):
    rural_valleys = donors.population.is_value("area", "rural") & donors.population.is_value(
        "department", *REGIONS["valleys"]
    )
    without = ~rural_valleys[donors.population.offsets[:-1]]
    few = halved.part_of(donors.population, donors.spending, without)
    with pytest.raises(AyniError, match="rural valleys") as raised:
        next(matched(recipients, few, donors.month, PRICES))
    assert (raised.value.key, raised.value.fields["found"]) == ("donor_cell", 0)


def test_donors_are_for_surveys_that_did_not_ask(tmp_path):
    with pytest.raises(AyniError) as raised:
        runs.result(IncidenceOptions(to="consumable", donors=tmp_path), LAW)
    assert raised.value.key == "donors_not_needed"


def test_a_receipt_names_the_files_of_the_donors(tmp_path):
    names = {f"donors/{name}" for name in ("persona", "gastos_alimentarios", "gastos_no_alimentarios", "vivienda")}
    found = files_of_spending(IncidenceOptions(to="consumable", donors=tmp_path))
    assert set(found) == {f"{name}.parquet" for name in names}
    assert not IncidenceOptions(donors=tmp_path).reads_spending(LAW)


def test_another_wave_without_donors_is_refused_with_the_way_to_give_them(shared_data):
    with pytest.raises(AyniError, match="--donors FOLDER") as raised:
        runs.result(IncidenceOptions(data=shared_data / "eh" / "2022" / "persona.parquet", to="consumable"), LAW)
    assert raised.value.key == "spending_not_known"


def test_on_a_half_of_the_survey_means_of_a_regression_lose_the_spread_that_the_match_keeps(shared_data):
    folder = shared_data / "eh" / "2019"
    population = load(folder / "persona.parquet")
    donors, there = halved.halves(population, read_spending(folder, population), np.random.default_rng(1))
    real = halved.figures(with_spending(there.population, there.spending))
    off = {
        name: halved.errors(real, list(map(halved.figures, method(donors, there.population, 1))))
        for name, method in halved.METHODS.items()
    }
    assert abs(off["hot deck"]["gini of spending"]) < abs(off["regression means"]["gini of spending"]) / 3
    assert abs(off["hot deck"]["tax"]) < 0.06  # halves differ by 5 %


@pytest.mark.soak
def test_in_the_mean_of_splits_the_match_errs_by_no_more_than_chance_and_means_of_a_regression_by_more(shared_data):
    """Ten splits of five draws; one limit for five figures, with 5 % for all together."""
    folder = shared_data / "eh" / "2019"
    population = load(folder / "persona.parquet")
    spending, random = read_spending(folder, population), np.random.default_rng(2)
    found = {name: [] for name in halved.METHODS}
    for _ in range(10):
        donors, there = halved.halves(population, spending, random)
        real = halved.figures(with_spending(there.population, there.spending))
        for name, method in halved.METHODS.items():
            found[name].append(halved.errors(real, list(map(halved.figures, method(donors, there.population, 5)))))
    worst = {
        name: max(abs(halved.Bias.of([each[figure] for each in splits]).t) for figure in halved.FIGURES)
        for name, splits in found.items()
    }
    assert worst["hot deck"] <= halved.most(10) < worst["regression means"]
