"""A new minimum wage: wages worked by hand, whom it never reaches, what must not move, and accounts that close."""

import json

import numpy as np
import pytest
from hypothesis import Phase, given, settings, strategies as st

from ayni import minimum_wage
from ayni.cli import main
from ayni.report import tables
from ayni.scenario import Analysis, programmes
from ayni.scenario.minimum_wage import CASES, MAIN_JOB, POSITIONS, MinimumWage, amount, elasticity, floor_of
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

OLD, NEW = 2122.0, 2500.0
SELF_EMPLOYED = ("own_account", "employer", "cooperative_member", "unpaid_family", "unpaid_apprentice")
PEOPLE = {
    # the row of a person: sex, work, contributes, hours a week, take-home wage, aguinaldo a month, all of 2019
    "below": ("man", "employee", True, 48, 1833.09, 100.0),
    "high": ("man", "employee", True, 48, 16_231.0, 0.0),
    "short_man": ("man", "employee", False, 24, 800.0, 0.0),
    "short_woman": ("woman", "domestic_worker", False, 20, 800.0, 0.0),
    "no_hours": ("woman", "employee", False, np.nan, 2400.0, 0.0),
    "own_account": ("man", "own_account", False, 48, 800.0, 0.0),
}


@pytest.fixture(scope="module")
def by_hand(synthetic):
    """The synthetic people without any labour income, but for the first persons of six households."""
    people = synthetic.population
    rows = people.offsets[: len(PEOPLE)]
    columns = {name: np.zeros(people.n_persons) for name in (*MAIN_JOB, "second_job_income", "self_employment_income")}
    columns |= {name: people[name].copy() for name in ("sex", "work_category", "second_work_category")}
    columns["contributes_to_pension"] = np.zeros(people.n_persons, dtype=bool)
    columns["hours_worked"] = np.full(people.n_persons, np.nan)
    for row, (sex, work, contributes, hours, wage, aguinaldo) in zip(rows, PEOPLE.values(), strict=True):
        columns["sex"][row] = people.categories["sex"].index(sex)
        columns["work_category"][row] = people.categories["work_category"].index(work)
        columns["contributes_to_pension"][row] = contributes
        columns["hours_worked"][row], columns["wage"][row], columns["aguinaldo"][row] = hours, wage, aguinaldo
    people = people.with_columns(columns)
    return MinimumWage.of(Analysis(people, synthetic.law, synthetic.day), NEW), dict(zip(PEOPLE, rows, strict=True))


def test_the_old_floor_is_that_of_the_law_of_the_day(synthetic, analyses):
    assert floor_of(synthetic) == MinimumWage.of(synthetic, NEW).old == OLD
    assert floor_of(analyses[2022]) == 2250


def test_wages_by_hand(by_hand):
    scenario, row = by_hand
    pay = scenario.pay(NEW, "all")
    # 2,100 gross, less 12.71 %, leaves 1,833.09; 2,500 leaves 2,182.25; neither pays RC-IVA
    assert scenario.population["total_earned"][row["below"]] == pytest.approx(2100)
    assert pay.wage[row["below"]] == pytest.approx(2182.25)
    # a twelfth of the rise of 400 each month in the aguinaldo that was reported; 16.71 % of the rise by the employer
    assert pay.aguinaldo[row["below"]] == pytest.approx(100 + 400 / 12)
    before = scenario.pay(OLD, "none").withheld["aportes_sip_employer"][row["below"]]
    assert pay.withheld["aportes_sip_employer"][row["below"]] - before == pytest.approx(66.84)
    # 20,000 gross: 2,542 and 1 % of what exceeds 13,000 to pensions; RC-IVA 13 % of 13,144 less 13 % of 4,244 is 1,157;
    # with the new floor 13 % of 12,388 less 13 % of 5,000 is 960.44
    assert scenario.population["total_earned"][row["high"]] == pytest.approx(20_000)
    assert pay.wage[row["high"]] == pytest.approx(20_000 - 2612 - 960.44)
    assert not pay.raised[row["high"]]
    # 24 of 48 hours for a man and 20 of 40 for a woman: half of the floor; hours not known: the whole of it
    assert pay.wage[row["short_man"]] == pytest.approx(1250)
    assert pay.wage[row["short_woman"]] == pytest.approx(1250)
    assert pay.wage[row["no_hours"]] == pytest.approx(2500)


def test_who_complies(by_hand):
    scenario, row = by_hand
    raised = {case: {name for name in row if scenario.pay(NEW, case).raised[row[name]]} for case in CASES}
    assert raised == {
        "none": set(),
        "contributors": {"below"},
        "all": {"below", "short_man", "short_woman", "no_hours"},
    }


def test_where_they_stand_by_hand(by_hand):
    scenario, row = by_hand
    found = {
        name: next(p for p in POSITIONS if scenario.positions[p][row[name]]) for name in row if name != "own_account"
    }
    assert found == {
        "below": "below", "high": "above", "short_man": "below", "short_woman": "below", "no_hours": "between",
    }  # fmt: skip
    assert not any(who[row["own_account"]] for who in scenario.positions.values())


def test_income_of_the_household_by_hand(by_hand):
    """A head with no other income: per head, the rise of the wage and of the aguinaldo over the members."""
    scenario, row = by_hand
    before, after = scenario.today.disposable(), scenario.run(NEW, "all").disposable()
    members = scenario.population.household_total(scenario.population["is_member"].astype(float))
    head = row["below"]
    rise = 2182.25 - 1833.09 + 400 / 12
    assert after[head] - before[head] == pytest.approx(rise / members[scenario.population.household[head]])
    assert after[row["own_account"]] == before[row["own_account"]]


@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(st.floats(OLD, 6000), st.floats(0, 2000))
def test_a_higher_floor_lowers_no_wage_and_the_self_employed_never_receive_it(small, floor, more):
    """Wages under a ceiling of contributions, 60 minimum wages: above it a higher floor takes more."""
    people = small.population
    paid = people.with_columns({"wage": people["wage"] + people["self_employment_income"]})
    scenario = MinimumWage.of(Analysis(paid, small.law, small.day), floor + more)
    low, high = scenario.pay(floor, "all"), scenario.pay(floor + more, "all")
    under_ceiling = scenario.population["total_earned"] <= 60 * OLD
    assert (low.wage >= paid["wage"] - 1e-9)[under_ceiling].all()
    assert (high.wage >= low.wage - 1e-9)[under_ceiling].all()
    own = paid.is_value("work_category", *SELF_EMPLOYED)
    assert own.any()
    assert not high.raised[own].any()
    assert (high.total_earned == scenario.population["total_earned"])[own].all()
    assert (high.total_earned - np.maximum(scenario.population["total_earned"], floor + more) <= 1e-9)[
        high.raised
    ].all()


def test_above_the_ceiling_a_higher_floor_takes_more(by_hand):
    """150,000 gross: the ceiling of 60 minimum wages goes from 127,320 to 150,000, at 10 + 1.71 + 0.5 %."""
    scenario, row = by_hand
    earned = np.where(np.arange(scenario.population.n_persons) == row["high"], 150_000.0, 0.0)
    old, new = (scenario._withheld(floor, earned)["aportes_sip_worker"][row["high"]] for floor in (OLD, NEW))
    assert new - old == pytest.approx(0.1221 * (150_000 - 127_320))


def test_nobody_complies_and_only_those_who_pay_rc_iva_move(analyses):
    scenario = MinimumWage.of(analyses[2019], NEW)
    pay = scenario.pay(NEW, "none")
    taxed = scenario.pay(OLD, "none").withheld["rc_iva"] > 0
    assert ((pay.wage != scenario.population["wage"]) == taxed).all()
    assert (pay.wage >= scenario.population["wage"]).all()


def test_the_old_floor_again_changes_nothing(synthetic):
    scenario = MinimumWage.of(synthetic, OLD)
    rows = list(scenario.rows())
    changes = [row for row in rows if row.side == "change" and (row.level == "none" or row.level.endswith("_rise"))]
    assert len(changes) > 30
    assert all(row.value == 0 for row in changes)
    assert all(row.value in (0, None) for row in rows if row.table == "minimum_wage_costs" and "_rise" in row.concept)


@pytest.mark.parametrize(("year", "old", "new"), [(2022, 2164.0, 2250.0), (2019, None, 2500.0)])
def test_positions_add_up_to_all_wage_earners(analyses, year, old, new):
    scenario = MinimumWage.of(analyses[year], new, old)
    rows = {(row.concept, row.measure, row.group, row.level): row for row in scenario.standing()}
    earners = scenario.population["wage"] > 0
    assert (np.sum(list(scenario.positions.values()), axis=0) == earners).all()
    total = rows["earners", "persons", "all", "all"]
    assert total.value == pytest.approx(scenario.population["weight"][earners].sum())
    assert sum(rows[position, "persons", "all", "all"].value for position in POSITIONS) == pytest.approx(total.value)
    for group in ("contribution", "sex", "area", "department", "industry", "week"):
        assert sum(row.n for key, row in rows.items() if key[:3] == ("earners", "persons", group)) == total.n


def test_what_all_pay_is_what_compliance_and_the_rise_make(analyses):
    """The change against today is that from today to the old floor paid, and that from there on."""
    scenario = MinimumWage.of(analyses[2019], NEW)
    today, old, new = scenario.pay(OLD, "none"), scenario.pay(OLD, "all"), scenario.pay(NEW, "all")
    weight = scenario.population["weight"]
    rows = {(row.concept, row.measure, row.group): row for row in scenario.costs()}
    earned = 12 * (new.total_earned - today.total_earned + new.aguinaldo - today.aguinaldo) @ weight
    assert rows["all", "wage_bill", "all"].value == pytest.approx(earned)
    before = 12 * (old.total_earned - today.total_earned + old.aguinaldo - today.aguinaldo) @ weight
    assert rows["all_rise", "wage_bill", "all"].value == pytest.approx(earned - before)


def test_affiliation_stands_in_where_contributing_is_not_asked(analyses):
    marks = {year: MinimumWage.of(analyses[year], 2500.0).marks for year in (2019, 2022)}
    assert Mark(MarkKind.IMPUTED, "contributes_to_pension") in marks[2022]
    assert Mark(MarkKind.IMPUTED, "contributes_to_pension") not in marks[2019]
    analysis = analyses[2019]
    affiliated = analysis.population["is_pension_affiliate"] & (analysis.population["wage"] > 0)
    weight = analysis.population["weight"] * affiliated
    assert round(100 * (weight @ analysis.population["contributes_to_pension"]) / weight.sum()) == 93


# ---- employment


def test_jobs_are_lost_at_the_chance_of_the_elasticity(analyses):
    scenario, by = MinimumWage.of(analyses[2019], NEW), elasticity("honduras_2009")
    rows = {(row.concept, row.measure, row.unit): row for row in scenario.employment(by)}
    chance = 0.46 * (NEW / OLD - 1)
    assert rows["assumed", "chance", "share"].value == pytest.approx(chance)
    lost = rows["all", "jobs_lost", "persons"]
    raised = scenario.pay(NEW, "all").raised @ scenario.population["weight"]
    assert abs(lost.value - chance * raised) < 3 * lost.se
    assert Mark(MarkKind.SCENARIO, "honduras_2009") in lost.marks
    assert Mark(MarkKind.RECALLED, "minimum_wage.employment.honduras_2009") not in lost.marks


def test_no_programme_reads_what_goes_with_the_job(synthetic):
    """So that what the law pays may be kept while jobs are drawn."""
    rules = [rule for programme in programmes(synthetic.law) for rule in programme.rules]
    assert not set(MAIN_JOB) & set(synthetic.law.read_by(rules))


# ---- what is given, and how it is handed over


@pytest.mark.parametrize("value", ["0", "-5", "nan", "inf", "2,500", "much"])
def test_a_floor_is_an_amount_above_zero(value):
    with pytest.raises(AyniError, match=r"NEW: “.*” is not an amount above zero"):
        amount("NEW", value)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["much"], "NEW: “much” is not an amount above zero"),
        (["2500", "--old-floor", "0"], "--old-floor: “0” is not an amount above zero"),
        (["2000", "--at", "survey"], "NEW is Bs 2000, below the minimum from which it starts, Bs 2122"),
        (["2500", "--employment", "wish"], "there is no “wish”; there are honduras_2009"),
    ],
)
def test_an_error_is_one_line_and_exit_code_2(capsys, arguments, message):
    with pytest.raises(SystemExit) as stop:
        main(["minimum-wage", *arguments, "--lang", "en"])
    error = capsys.readouterr().err
    assert stop.value.code == 2
    assert message in error
    assert error.count("\n") == 1


def test_the_command_and_python_give_the_same_rows_and_fill_the_tables(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["minimum-wage", "2500", "--employment", "enforced_2019", "--at", "survey", "--format", "json"])
    assert not stop.value.code
    rows = minimum_wage(new=2500, employment="enforced_2019", at="survey")
    printed = json.loads(capsys.readouterr().out)
    assert [(row["table"], row["measure"], row["value"]) for row in printed["rows"]] == [
        (row.table, row.measure, row.value) for row in rows
    ]
    for language in ("es", "en"):
        found = {table.id for table in tables(rows, language)}
        assert {"minimum_wage", "minimum_wage_cases", "minimum_wage_costs", "minimum_wage_jobs"} <= found
