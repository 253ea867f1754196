"""Shocks: hand-worked toys, the accounts that must close, and what drawing may and may not do."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from ayni import measure
from ayni.cli import main
from ayni.engine import Population
from ayni.evidence.closure import closure_rows
from ayni.report.scenarios.shock import bears
from ayni.scenario import Row
from ayni.scenario.comparison import Comparison
from ayni.scenario.shock import labour_income, read_settings, read_shock, shock_rows
from ayni.scenario.shock.jobs import drawn, labour_force, logistic, rate
from ayni.scenario.shock.labour import Shares
from ayni.scenario.shock.run import shocked
from ayni.survey import NOT_BOUGHT, read_spending, standard_columns, with_spending
from ayni.words import AyniError
from ayni.words.marks import MarkKind

EXAMPLES = Path(__file__).parent.parent.parent / "shocks"
NEVER = np.random.default_rng(0)
CATEGORIES = ("department", "area", "sex", "activity", "work_category", "industry")


def people(*persons):
    """Workers by hand; what is not said is a formal trader of Santa Cruz with Bs 3,650 a month, Bs 120 a day."""
    usual = {
        "department": "santa_cruz", "area": "urban", "sex": "man", "activity": "employed", "work_category": "employee",
        "industry": "trade", "contributes_to_pension": True, "wage": 3650.0, "weight": 1.0, "age": 30,
    }  # fmt: skip
    rows = [{**usual, **person} for person in persons]
    values = {name: standard_columns()[name].values for name in CATEGORIES}
    columns = {
        name: np.array([values[name].index(row[name]) if name in values else row[name] for row in rows])
        for name in usual
    }
    return Population(columns, np.arange(len(rows) + 1), values)


def stoppage(**settings):
    settings = {"department": "santa_cruz", "days": "10", **settings}
    return read_shock("stoppage", {key.replace("__", "."): str(value) for key, value in settings.items()})


def lost(shock, population):
    return labour_income(population) - labour_income(shock.after(population, NEVER))


# ---- a stoppage


def test_ten_days_of_a_stoppage_by_hand():
    population = people(
        {"contributes_to_pension": False}, {}, {"department": "la_paz", "contributes_to_pension": False}
    )
    shock = stoppage(strike__trade="50%", strike__trade__formal="0%", blockade__all="20%", spill_over="10%")
    assert shock.intensity(population) == pytest.approx([0.7, 0.2, 0.07])
    # ten days of 0.7, 0.2 and 0.07 of Bs 120 are Bs 840, 240 and 84, over twelve months or one
    assert lost(shock, population) == pytest.approx([70, 20, 7])
    assert lost(replace(shock, months=1), population) == pytest.approx([840, 240, 84])
    assert lost(replace(shock, months=3), population) == pytest.approx([280, 80, 28])


def test_strike_and_blockade_together_close_no_more_than_all():
    assert stoppage(strike__all="80%", blockade__all="0.5").intensity(people({})) == pytest.approx([1.0])


def test_a_month_loses_no_more_days_than_it_has():
    shock = replace(stoppage(days=36, strike__all="100%"), months=1)
    assert lost(shock, people({})) == pytest.approx([3650])


def test_the_most_particular_key_holds():
    population = people({}, {"contributes_to_pension": False}, {"industry": "mining"}, {"industry": "none"})
    shares = Shares({"all": 0.1, "formal": 0.2, "trade": 0.3, "trade.informal": 0.4})
    assert shares.of(population).tolist() == [0.3, 0.4, 0.2, 0.0]


INTENSITIES = st.floats(0, 1, width=32)


@st.composite
def stoppages(draw):
    keys = {f"{source}.{key}" for source in ("strike", "blockade") for key in ("all", "trade", "mining.informal")}
    given = {key: f"{draw(INTENSITIES):.9f}" for key in sorted(keys)}
    return {"department": "santa_cruz", "days": str(draw(st.integers(0, 400))), **given}


@pytest.fixture(scope="module")
def crowd():
    random = np.random.default_rng(1)
    places, works = standard_columns()["department"].values, ("trade", "mining", "education")
    return people(
        *(
            {
                "department": random.choice(places[5:8]),
                "industry": random.choice(works),
                "contributes_to_pension": bool(random.random() < 0.4),
                "wage": random.uniform(0, 9000),
            }
            for _ in range(60)
        )
    )


@settings(max_examples=40, deadline=None)
@given(stoppages(), st.sampled_from([1, 3, 12]), st.data())
def test_what_any_stoppage_takes(crowd, given_settings, months, data):
    shock = replace(read_shock("stoppage", given_settings), months=months)
    taken = lost(shock, crowd)
    inside = crowd.is_value("department", "santa_cruz")
    a_day = labour_income(crowd) * 12 / 365
    assert (taken[~inside] == 0).all()
    assert (taken >= -1e-9).all()
    assert (taken * months <= a_day * shock.days + 1e-6).all()
    assert (taken <= labour_income(crowd) + 1e-9).all()
    assert (lost(replace(shock, days=0), crowd) == 0).all()
    assert (lost(replace(shock, days=shock.days + 1), crowd) >= taken - 1e-9).all()
    key = data.draw(st.sampled_from([key for key in given_settings if "." in key]))
    harder = read_shock("stoppage", {**given_settings, key: "100%"})
    assert (lost(replace(harder, months=months), crowd) >= taken - 1e-9).all()
    felt = replace(shock, spill_over=0.5)
    np.testing.assert_allclose(felt.intensity(crowd)[~inside], shock_as_if_inside(shock, crowd)[~inside] / 2)


def shock_as_if_inside(shock, population):
    code = population.categories["department"].index("santa_cruz")
    return shock.intensity(population.with_columns({"department": np.full(population.n_persons, code)}))


# ---- labour income, and what all shocks share


def test_shares_of_labour_income_lost_and_gained_by_hand():
    population = people({}, {"industry": "mining"}, {"industry": "education"})
    shock = read_shock("labour_income", {"trade": "20%", "mining": "-0.1"})
    assert lost(shock, population) == pytest.approx([730, -365, 0])


def key_of(row):
    return row.table, row.side, row.measure, row.line, row.group, row.level, row.unit


@pytest.mark.parametrize(
    ("kind", "given_settings"),
    [
        ("stoppage", {"department": "santa_cruz", "days": "0", "strike.all": "100%"}),
        ("labour_income", {"all": "0%"}),
        ("price_rise", {"food": "0%"}),
    ],
)
def test_a_shock_of_nothing_changes_nothing(small, kind, given_settings):
    rows = list(shock_rows(small, read_shock(kind, given_settings)))
    changes = [row for row in rows if row.table == "comparison" and row.side == "change" and row.value is not None]
    assert len(changes) > 100
    assert all(row.value == 0 for row in changes)


def test_losses_by_group_add_up_to_the_whole(small):
    run = shocked(small, read_shock("labour_income", {"all": "10%", "trade.informal": "30%"}))
    parts = {}
    for block in run.hit():
        for column in block.columns:
            values = column.figures.values if column.shown is None else column.figures.values[column.shown]
            parts[block.places[0]["group"], column.place["measure"], column.figures.unit] = values.tolist()
    for group in ("industry", "formality", "department", "area", "sex", "age_band"):
        for name, unit in (("labour_income", "Bs/year"), ("hit", "persons")):
            assert sum(parts[group, name, unit]) == pytest.approx(parts["all", name, unit][0], rel=1e-9)


# ---- jobs


def test_the_regression_gives_the_odds_of_a_table():
    # men: 90 employed, 10 dismissed, odds 1/9; women: 60 and 20, odds 1/3, three times as much
    x = np.array([[1, 0], [1, 0], [1, 1], [1, 1]], dtype=float)
    beta = logistic(x, np.array([False, True, False, True]), np.array([90.0, 10.0, 60.0, 20.0]))
    assert np.exp(beta) == pytest.approx([1 / 9, 3], rel=1e-4)


def test_the_first_drawn_is_drawn_by_its_hazard():
    random, hazard = np.random.default_rng(5), np.array([1.0, 2.0, 5.0, 0.0])
    first = [np.flatnonzero(drawn(hazard, np.ones(4), 1, random.exponential(size=4)))[0] for _ in range(4000)]
    share = np.bincount(first, minlength=4) / 4000
    assert share == pytest.approx(hazard / 8, abs=0.03)  # four standard errors


def test_a_draw_stops_nearest_to_its_goal():
    clocks, weight = np.array([1.0, 2.0, 3.0]), np.array([10.0, 10.0, 10.0])
    found = [int(drawn(np.ones(3), weight, goal, clocks).sum()) for goal in (0, 4, 6, 14, 16, 30)]
    assert found == [0, 0, 1, 1, 2, 3]


@pytest.mark.parametrize("target", [0.0, 0.03, 0.0557, 0.081, 0.3])
def test_the_rate_reached_is_within_one_persons_weight_of_the_target(synthetic, target):
    population = synthetic.population
    after = read_shock("job_loss", {"target": str(target)}).after(population, np.random.default_rng(3))
    weight = population["weight"]
    assert abs(rate(after) - target) * weight[labour_force(population)].sum() <= weight.max()
    assert (labour_force(after) == labour_force(population)).all()


def test_who_loses_a_job_earns_nothing_from_work_and_nobody_else_is_touched(synthetic):
    population = synthetic.population
    after = read_shock("job_loss", {"target": "12%"}).after(population, np.random.default_rng(3))
    hit = population["activity"] != after["activity"]
    assert (labour_income(after)[hit] == 0).all()
    assert after.is_value("activity", "dismissed")[hit].all()
    assert not after["contributes_to_pension"][hit].any()
    assert not (hit & ~labour_force(population)).any()
    assert not (hit & population.is_value("work_category", "unpaid_family", "unpaid_apprentice")).any()
    for name, column in after.columns.items():
        np.testing.assert_array_equal(column[~hit], population[name][~hit], err_msg=name)


def test_who_finds_a_job_has_what_some_worker_of_the_same_sex_has(synthetic):
    population = synthetic.population
    after = read_shock("job_loss", {"target": "2%"}).after(population, np.random.default_rng(3))
    hit = population["activity"] != after["activity"]
    assert after.is_value("activity", "employed")[hit].all()
    jobs = [
        {*zip(which["sex"][who], which["industry"][who], labour_income(which)[who], strict=True)}
        for which, who in ((after, hit), (population, population.is_value("activity", "employed")))
    ]
    assert jobs[0] <= jobs[1]


def test_a_seed_draws_the_same_and_a_higher_target_the_same_and_more(synthetic):
    population = synthetic.population

    def hit(target, seed):
        after = read_shock("job_loss", {"target": target}).after(population, np.random.default_rng(seed))
        return after["activity"] != population["activity"]

    assert (hit("8%", 1) == hit("8%", 1)).all()
    assert (hit("8%", 1) != hit("8%", 2)).any()
    assert not (hit("8%", 1) & ~hit("10%", 1)).any()


def test_points_there_and_back_return_to_the_rate(synthetic):
    population = synthetic.population
    there, back = ({"from": "5.3%", "to": "8.1%"}, {"from": "8.1%", "to": "5.3%"})
    after = read_shock("job_loss", there).after(population, np.random.default_rng(1))
    assert rate(after) == pytest.approx(rate(population) + 0.028, abs=1e-3)
    again = read_shock("job_loss", back).after(after, np.random.default_rng(2))
    assert rate(again) == pytest.approx(rate(population), abs=1e-3)


def test_rows_over_draws_are_the_means_of_those_of_each_draw_with_the_spread_in_the_error(small):
    shock, draws = read_shock("job_loss", {"target": "9%"}), 3
    drawn = list(shock_rows(small, shock, draws=draws, seed=7))
    rows = {key_of(row): row for row in drawn}
    of_headcount = [row for row in drawn if (row.table, row.measure, row.line) == ("shock", "headcount", "moderate")]
    errors = {row.concept: row.value for row in of_headcount}
    place = ("headcount", "moderate", "all", "all", "points")
    values, drawn_errors = [], []
    for draw in range(draws):
        after = dataclasses.replace(small, population=shock.after(small.population, np.random.default_rng([7, draw])))
        found = {key_of(row): row for row in Comparison(small, after).poverty()}
        values.append(found["comparison", "change", *place].value)
        drawn_errors.append(found["comparison", "change", *place].se)
    row = rows["comparison", "change", *place]
    part = errors["se_of_drawing"]
    assert row.value == pytest.approx(np.mean(values), abs=1e-12)
    assert part**2 == pytest.approx((1 + 1 / draws) * np.var(values, ddof=1), rel=1e-9)
    assert part < row.se < np.hypot(part, max(drawn_errors)) + 1e-12


# ---- prices


def test_all_prices_of_the_lines_up_by_a_quarter_is_income_a_fifth_lower(small):
    rows = {key_of(row): row for row in shock_rows(small, read_shock("price_rise", {"food": "25%", "nonfood": ".25"}))}
    income = small.disposable() / 1.25
    for line in ("moderate", "extreme"):
        for name, function in (("headcount", measure.headcount), ("gap", measure.gap)):
            deflated = function(income, small.line(line), small.people, where=small.universe)
            assert rows["comparison", "after", name, line, "all", "all", "share"].value == pytest.approx(deflated.value)


def test_a_rise_takes_what_a_household_spends_on_the_group_and_nothing_that_it_grows(analyses, shared_data):
    asked = analyses[2019].population
    spending = read_spending(shared_data / "eh" / "2019", asked)
    population = with_spending(asked, spending)
    shock = read_shock("price_rise", {"basis": "spending", "food_at_home": "10%", "all": "2%"})
    taken = population.household_total(shock.after(population, NEVER)["taken_by_prices"])
    groups = spending.groups
    rest = sum(spent for name, spent in groups.items() if name not in ("food_at_home", NOT_BOUGHT))
    plain = 0.1 * groups["food_at_home"] + 0.02 * rest
    assert (taken < plain + 1e-9).all()
    assert np.isclose(taken, plain).mean() > 0.98  # of the rest some spending is cut, as one hospital bill


# ---- the published losses


def test_labour_income_is_ines_own_and_so_is_the_closure_that_losses_imply(analyses):
    population = analyses[2022].population
    inside, published = population.is_value("department", "santa_cruz"), np.nan_to_num(population["ine_labour_income"])
    np.testing.assert_allclose(labour_income(population), published, atol=0.01)
    a_day = (population["weight"] * published)[inside].sum() * 12 / 365
    rows = {(row.concept, row.level): row for row in closure_rows(analyses[2022], "santa_cruz")}
    # 25 million USD at Bs 6.91; the department's GDP of 2022 is 13,587 million USD
    assert rows["labour_income", "former_central_bank_director.low"].value == pytest.approx(25e6 * 6.91 / a_day)
    assert rows["gdp", "former_central_bank_director.low"].value == pytest.approx(25 * 365 / 13587)
    assert rows["labour_income", "government.high"].has(MarkKind.FIELDWORK_IN_STOPPAGE)
    assert list(closure_rows(analyses[2022], "la_paz")) == []


@pytest.mark.parametrize(
    ("low", "high", "answer"), [(0.8, 1.0, "bearable"), (0.9, 1.1, "unclear"), (1.01, 2, "too_much")]
)
def test_recorded_work_bears_a_loss_where_the_whole_interval_is_within_the_day(low, high, answer):
    assert bears(Row(table="closure", concept="labour_income", measure="closure", low=low, high=high)) == answer


# ---- what is given


def test_every_example_is_read_and_runs(synthetic):
    kinds = {"stoppage": "stoppage", "2020": "labour_income", "job": "job_loss", "food": "price_rise"}
    examples = sorted(EXAMPLES.glob("*.yaml"))
    assert {kinds[path.stem.partition("_")[0]] for path in examples} == set(kinds.values())
    for path in examples:
        shock = read_shock(kinds[path.stem.partition("_")[0]], read_settings(path))
        after = shock.after(synthetic.population, NEVER)
        assert any(
            (after[name] != synthetic.population[name]).any()
            for name in after.columns
            if name in ("wage", "activity", "extreme_poverty_line")
        )


@pytest.mark.parametrize(
    ("kind", "given_settings", "sentence"),
    [
        ("job_loss", {"target": "8.1"}, "target: “8.1” without % would be read as 8.1 times: write 8.1% or 0.081."),
        ("job_loss", {"target": "-8%"}, "target: “-8%” is outside 0% to 100%"),
        ("job_loss", {"target": "8%", "from": "1%"}, "Give target=8.1%"),
        ("stoppage", {"department": "santa_crus", "days": "3"}, "“santa_crus”; the nearest is santa_cruz"),
        ("stoppage", {"department": "beni", "days": "-3"}, "days: “-3” is not a whole number of days"),
        ("stoppage", {"days": "3"}, "The stoppage lacks “department”"),
        ("stoppage", {"department": "beni", "days": "3", "strike.trad": "1%"}, "strike.trad: .* the nearest is trade"),
        ("stoppage", {"department": "beni", "days": "3", "strike.all": "120%"}, "“120%” is outside 0% to 100%"),
        ("stoppage", {"department": "beni", "days": "3", "strik.all": "1%"}, "“strik.all”; the nearest is strike"),
        ("stoppage", {"department": "beni", "days": "3", "from": "22/10"}, "from: “22/10” is not a date"),
        ("labour_income", {"trade": "a lot"}, "trade: “a lot” is not a share"),
        ("labour_income", {}, "Whom the shock hits is missing"),
        ("price_rise", {"transport": "5%"}, "“transport”: the lines tell only food and nonfood apart"),
        ("price_rise", {"basis": "index", "food": "5%"}, "basis: “index” is not a choice"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_one_line_with_its_mend(kind, given_settings, sentence):
    with pytest.raises(AyniError, match=sentence):
        read_shock(kind, given_settings)


def test_what_cannot_be_reached_or_is_not_there_is_refused(synthetic):
    with pytest.raises(AyniError, match="ask for a rate nearer"):
        read_shock("job_loss", {"target": "99%"}).after(synthetic.population, NEVER)
    with pytest.raises(AyniError, match="would be -"):
        read_shock("job_loss", {"from": "40%", "to": "1%"}).after(synthetic.population, NEVER)
    with pytest.raises(AyniError, match="--draws: 1 does not show"):
        list(shock_rows(synthetic, read_shock("job_loss", {"target": "8%"}), draws=1))
    known = {name: each for name, each in synthetic.population.columns.items() if not name.startswith("spent_")}
    without = replace(synthetic.population, columns=known)
    with pytest.raises(AyniError, match="what each household spends was not asked"):
        read_shock("price_rise", {"basis": "spending", "food_at_home": "9%"}).after(without, NEVER)


def test_a_receipt_of_a_shock_can_be_run_again(tmp_path, capsys):
    receipt = tmp_path / "receipt.json"
    example = EXAMPLES / "2020_labour_income.yaml"
    with pytest.raises(SystemExit) as ended:
        main(["shock", "labour-income", str(example), "mining=10%", "--lang", "en", "--receipt", str(receipt)])
    assert not ended.value.code
    assert "their labour income changes by" in " ".join(capsys.readouterr().out.split())
    assert json.loads(receipt.read_text())["options"]["arguments"]["settings"]["mining"] == "10%"
    with pytest.raises(SystemExit) as ended:
        main(["rerun", str(receipt), "--lang", "en"])
    assert not ended.value.code
