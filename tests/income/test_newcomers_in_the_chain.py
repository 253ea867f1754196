"""A stranger's tax, contribution and transfer move incomes, wages, incidence, a family and a reform by themselves."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from msgspec.structs import replace

from ayni.engine import rule
from ayni.engine.instruments import instrument_of
from ayni.family import answers, family, payslip
from ayni.income.gross import wage_estimates, with_gross_wages
from ayni.income.take_home import moves_wages, take_home
from ayni.law import bolivia
from ayni.runs.reform import compared
from ayni.scenario import Analysis, survey_day
from ayni.scenario.attribution import Attribution
from ayni.scenario.incidence import chains, incidence_rows
from ayni.scenario.minimum_wage import MinimumWage
from ayni.scenario.reform import read_reform
from ayni.survey import load


@rule(unit="Bs/month")
def stranger(total_earned, p):
    """A share of total earned."""
    return p.rate * total_earned


@rule(unit="Bs/year")
def stranger_of_reported_wages(wage, p):
    """Twelve times a share of the wage as reported."""
    return 12 * p.rate * wage


@rule(unit="Bs/month", entity="household")
def stranger_per_home(p):
    """The same for every household."""
    return 100 * p.rate


def law_with(rule, enters="direct_tax", *, start=dt.date(2000, 1, 1), rate=0.1, **more):
    """Bolivia's law with an instrument `stranger` of one rule."""
    body = {
        "name": {"es": "Forastero", "en": "Stranger"}, "enters": enters, "in_force": [{"from": start}],
        "parameters": {"rate": {
            "es": "Tasa", "en": "Rate", "unit": "share",
            "values": [{"from": start, "value": rate, "confidence": "recalled"}],
        }},
        **more,
    }  # fmt: skip
    instrument = instrument_of("stranger", body, "stranger.yaml")
    return bolivia().extended([instrument], {rule.name: rule})


@pytest.fixture(scope="module")
def people():
    """The first 2,000 households of the synthetic population."""
    population = load()
    offsets = population.offsets[:2001]
    columns = {name: column[: offsets[-1]] for name, column in population.columns.items()}
    return replace(population, columns=columns, offsets=offsets)


@pytest.fixture(scope="module")
def plain(people):
    """Bolivia's law on them."""
    return Analysis(people, bolivia(), survey_day(people))


def per_head(people, amounts):
    """What each household's members share, by a loop over households of its own."""
    found = np.zeros(len(amounts))
    member = people["is_member"].astype(bool)
    for start, end in zip(people.offsets, people.offsets[1:], strict=False):
        inside = slice(start, end)
        found[inside] = amounts[inside][member[inside]].sum() / member[inside].sum()
    return np.where(member, found, 0.0)


def test_a_tax_on_reported_wages_lowers_disposable_income_by_its_amount(people, plain):
    run = Analysis(people, law_with(stranger_of_reported_wages), plain.day)
    lost = plain.disposable() - run.disposable()
    np.testing.assert_allclose(lost, per_head(people, 0.1 * people["wage"]), atol=1e-9)
    assert lost.any()
    np.testing.assert_allclose(plain.by_concept["net_market"] - run.by_concept["net_market"], lost, atol=1e-9)
    np.testing.assert_array_equal(
        plain.by_concept["net_market_before_pensions"], run.by_concept["net_market_before_pensions"]
    )


def test_a_tax_on_total_earned_sees_gross_wages(people, plain):
    run = Analysis(people, law_with(stranger), plain.day)
    gross = with_gross_wages(people, bolivia().on(plain.day))["total_earned"]
    assert (gross > people["wage"] + 1).any()
    np.testing.assert_allclose(run.flows["stranger"].amount, 0.1 * gross, rtol=1e-9)


def test_a_household_s_tax_is_taken_once(people, plain):
    run = Analysis(people, law_with(stranger_per_home), plain.day)
    lost = plain.disposable() - run.disposable()
    member = people["is_member"].astype(bool)
    assert lost[member].sum() == pytest.approx(10 * people.n_households)


@pytest.mark.parametrize(("enters", "sign"), [("direct_tax", -1), ("contribution", -1), ("market", 1)])
def test_the_place_says_whether_it_gives_or_takes(people, plain, enters, sign):
    run = Analysis(people, law_with(stranger_of_reported_wages, enters), plain.day)
    change = (run.disposable() - plain.disposable()).sum()
    assert change == pytest.approx(sign * per_head(people, 0.1 * people["wage"]).sum())


def test_an_employer_s_contribution_moves_no_income_and_stands_in_the_labour_cost(people, plain):
    enters = [{"place": "contribution", "paid_by": "employer"}]
    law = law_with(stranger, enters)
    run = Analysis(people, law, plain.day)
    np.testing.assert_array_equal(run.disposable(), plain.disposable())
    before, after = (wage_estimates(people, each.on(plain.day), plain.people) for each in (bolivia(), law))
    gross = before["gross_wages"][0].value
    assert after["stranger"][0].value == pytest.approx(0.1 * gross)
    assert after["labour_cost"][0].value - before["labour_cost"][0].value == pytest.approx(0.1 * gross)


def test_a_tax_that_reported_wages_are_after_leads_to_higher_gross_wages(people, plain):
    law = law_with(stranger, counted_by_office=True)
    run = Analysis(people, law, plain.day)
    np.testing.assert_array_equal(run.disposable(), plain.disposable())
    low, high = (with_gross_wages(people, each.on(plain.day))["total_earned"] for each in (bolivia(), law))
    alone = (people["wage"] > 0) & (low == people["wage"])  # who pays nothing else: net = 0.9 of gross
    np.testing.assert_allclose(high[alone], people["wage"][alone] / 0.9, rtol=1e-9)
    assert (high >= low).all()


def test_another_rate_of_such_a_tax_changes_take_home_pay(people, plain):
    old, new = (law_with(stranger, rate=rate, counted_by_office=True).on(plain.day) for rate in (0.1, 0.2))
    assert moves_wages(old, new)
    after, paid = take_home(people, old, new)
    gross = with_gross_wages(people, old)["total_earned"]
    np.testing.assert_allclose(people["wage"] - after["wage"], np.where(people["wage"] > 0, 0.1 * gross, 0), atol=1e-6)
    np.testing.assert_allclose(paid["stranger"][1], 12 * 0.2 * np.where(people["wage"] > 0, gross, 0), rtol=1e-9)


def test_it_is_an_element_of_the_incidence_and_the_chain_still_adds_up(people, plain):
    run = Analysis(people, law_with(stranger_of_reported_wages), plain.day)
    for treatment, chain in chains(run).items():
        (tax,) = (each for each in chain.elements if each.id == "stranger")
        assert tax.is_tax
        np.testing.assert_allclose(chain.prefiscal + sum(each.signed for each in chain.elements), chain.last, atol=1e-6)
        np.testing.assert_allclose(chain.last, run.disposable(), atol=1e-6)
        before = chains(plain)[treatment]
        np.testing.assert_allclose(chain.concepts["market"], before.concepts["market"], atol=1e-9)
        np.testing.assert_allclose(before.concepts["net_market"] - chain.concepts["net_market"], tax.amount, atol=1e-6)
    assert any(row.concept == "stranger" or row.programme == "stranger" for row in incidence_rows(run))


def test_it_is_a_step_an_effect_a_player_and_a_line_of_wages(people, plain):
    run = Analysis(people, law_with(stranger), plain.day)
    rows = run.rows()
    for table in ("effects", "waterfall", "wages"):
        found = [row for row in rows if row.table == table and "stranger" in (row.programme, row.step, row.measure)]
        assert found, table
    assert "stranger" in Attribution(run).players
    scenario = MinimumWage.of(run, 2500.0)
    assert any(row.measure == "stranger" or row.programme == "stranger" for row in scenario.costs())


def test_a_reform_that_adds_a_tax_takes_it_and_counts_the_revenue(people, plain, tmp_path):
    file = tmp_path / "reform.py"
    file.write_text(f'''
from ayni.engine import rule

REFORM = {{"programme": {{"stranger": {{
    "name": {{"es": "Forastero", "en": "Stranger"}}, "kind": "tax", "enters": "direct_tax",
    "in_force": [{{"from": "{plain.day.year}-01-01"}}],
    "parameters": {{"rate": {{"unit": "share", "values": [{{"from": "{plain.day.year}-01-01", "value": 0.1}}]}}}},
}}}}}}


@rule(unit="Bs/month")
def stranger(wage, p):
    """A share of the wage."""
    return p.rate * wage
''')
    reform = read_reform(file, bolivia())
    assert reform.day(bolivia(), plain.day, asked=True) == plain.day
    comparison = compared(plain, reform.law(bolivia()), "year")
    weight = plain.people.weight
    revenue = float(weight @ (12 * 0.1 * people["wage"]))
    assert comparison.cost.value == pytest.approx(-revenue)
    lost = comparison.incomes[0] - comparison.incomes[1]
    np.testing.assert_allclose(lost, per_head(people, 0.1 * people["wage"]), atol=1e-9)


def test_a_family_pays_it_and_the_payslip_holds_it():
    day, law = dt.date(2025, 5, 1), law_with(stranger)
    (answer,) = (
        each for each in answers(family({"ana": {"monthly_wage": 5000}}, day, law), law) if each.rule == "stranger"
    )
    assert answer.in_budget == -500
    old = {line.rule: line.amount for line in payslip({"monthly_wage": 5000}, day, bolivia())}
    new = {line.rule: line.amount for line in payslip({"monthly_wage": 5000}, day, law)}
    assert new["stranger"] == 500
    assert old["net_pay"] - new["net_pay"] == pytest.approx(500)
    employer = law_with(stranger, [{"place": "contribution", "paid_by": "employer"}])
    new = {line.rule: line.amount for line in payslip({"monthly_wage": 5000}, day, employer)}
    assert new["labour_cost"] - old["labour_cost"] == pytest.approx(500)
    assert new["net_pay"] == old["net_pay"]
    (answer,) = (
        each
        for each in answers(family({"ana": {"monthly_wage": 5000}}, day, employer), employer)
        if each.rule == "stranger"
    )
    assert answer.in_budget == 0


def test_a_transfer_is_a_programme(people, plain):
    run = Analysis(people, law_with(stranger_per_home, "transfer"), plain.day)
    gained = run.disposable() - plain.disposable()
    member = people["is_member"].astype(bool)
    assert gained[member].sum() == pytest.approx(10 * people.n_households)
    assert run.spending("stranger").value > 0
