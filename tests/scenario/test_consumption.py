"""After the till: taxes inside what is spent close to the last boliviano, and never pass the law's rate."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from ayni import measure, runs
from ayni.income.till import TAXES, VAT, flows
from ayni.law import bolivia
from ayni.law.consumption.impuestos_al_consumo import GROUPS
from ayni.runs.options import IncidenceOptions
from ayni.runs.till import revenue
from ayni.scenario.consumption import TREATMENTS, UNIT_COSTS, Revenue, Till, consumption_rows, spent, treated
from ayni.scenario.incidence import Element, chains, incidence_rows
from ayni.survey import Spending, load, with_spending
from ayni.words import AyniError
from ayni.words.marks import MarkKind

LAW, DAY = bolivia(), dt.date(2019, 11, 20)


@pytest.fixture(scope="module")
def population():
    """Invented persons who spend on every group, some nothing, more where there are more of them."""
    found = load()
    head = found.is_value("relation", "head")
    random = np.random.default_rng(5)
    columns = {
        f"spent_{group}": np.where(
            head & (random.random(found.n_persons) < 0.8), random.gamma(1.5, 90, found.n_persons), 0
        )
        for group in GROUPS
    }
    propensity = random.uniform(0.25, 1.5, found.n_households)[found.household]
    return found.with_columns({**columns, "invoice_propensity": propensity})


def taken(population, law, day=DAY):
    return {each.id: each for each in flows(population, law.within_year(day))}


def year(population, amount):
    """Bs a year of everybody from Bs a month per head of the household's members."""
    return 12 * float((population["weight"] * np.where(population["is_member"], amount, 0.0)).sum())


def test_with_everything_invoiced_the_iva_is_exactly_thirteen_per_cent_of_each_household_s_spending(population):
    everything = {f"{TAXES}.invoiced_{group}": {"2019-01-01": 1.0} for group in GROUPS}
    law = LAW.amend(everything | {f"{TAXES}.informality_slope": {"2019-01-01": 0.0}})
    np.testing.assert_allclose(taken(population, law)[VAT].amount, 0.13 * spent(population), rtol=1e-12)


def test_a_tax_of_zero_takes_nothing(population):
    law = LAW.amend({"iva_it_iue.vat_rate": {"2019-01-01": 0.0}, "iva_it_iue.it_rate": {"2019-01-01": 0.0}})
    found = taken(population, law)
    assert not found[VAT].amount.any()
    assert not found["it_in_spending"].amount.any()
    assert found["ice_in_spending"].amount.any()


def test_the_rules_give_what_a_plain_writing_gives(population):
    """IVA: t e [f + (1 - f) s]; IT: 0.03 e [f + (f + (1 - f) s) / 2]; f at most one, by propensity."""
    p = {name: each.on(DAY).value for name, each in LAW.instruments[TAXES].parameters.items()}
    iva = it = 0
    for group in GROUPS:
        invoiced = np.minimum(p[f"invoiced_{group}"] * population["invoice_propensity"], 1)
        taxed = invoiced + (1 - invoiced) * p[f"taxed_inputs_{group}"]
        iva = iva + 0.13 * population[f"spent_{group}"] * taxed
        it = it + 0.03 * population[f"spent_{group}"] * (invoiced + taxed / 2)
    members = population.household_total(population["is_member"].astype(float))
    for name, plain in ((VAT, iva), ("it_in_spending", it)):
        per_head = (population.household_total(plain) / members)[population.household]
        np.testing.assert_allclose(taken(population, LAW)[name].amount, per_head, rtol=1e-12)


def test_statutory_takes_most_and_invoiced_least_of_what_is_assumed(population):
    total = {
        each: year(population, taken(population, treated(LAW, DAY, population, each, None))[VAT].amount)
        for each in TREATMENTS[:3]
    }
    assert total["invoiced"] < total["embedded"] < total["statutory"]
    assert total["statutory"] < 0.13 * year(population, spent(population))  # rent and domestic service bear none


@pytest.mark.parametrize("rate", [0.02, 0.06, 0.1])
def test_scaled_meets_the_rate_that_is_asked_for_and_no_group_s_passes_the_law_s(population, rate):
    of = Revenue(2019, {VAT: rate / 0.8}, 1.0, 0.8)
    law = treated(LAW, DAY, population, "scaled", of)
    iva = year(population, taken(population, law)[VAT].amount)
    assert iva == pytest.approx(rate * year(population, spent(population)), rel=1e-9)
    for group in GROUPS:
        for kind in ("invoiced", "taxed_inputs"):
            before, after = (each.parameter(f"{TAXES}.{kind}_{group}").on(DAY).value for each in (LAW, law))
            assert 0 <= after <= 1
            assert (after in (0, 1)) == (before in (0, 1))


def test_a_revenue_that_no_share_gives_is_refused_with_the_range(population):
    with pytest.raises(AyniError) as raised:
        treated(LAW, DAY, population, "scaled", Revenue(2019, {VAT: 0.2}, 1.0, 1.0))
    assert raised.value.key == "revenue_out_of_reach"
    with pytest.raises(AyniError) as raised:
        treated(LAW, DAY, population, "scaled", None)
    assert raised.value.key == "revenue_unknown"


def test_a_share_above_one_which_would_pass_the_law_s_rate_is_refused(population):
    law = LAW.amend({f"{TAXES}.taxed_inputs_food_manuf": {"2019-01-01": 1.2}})
    with pytest.raises(AyniError) as raised:
        treated(law, DAY, population, "embedded", None)
    assert raised.value.key == "taxed_above_the_law"


def test_the_revenue_of_a_year_is_that_of_the_registry():
    found = revenue(2019, 0.8)
    assert found.collected[VAT] == (10_271 + 10_120) * 1e6
    assert found.rate == pytest.approx(0.8 * 20_391 / 193_415.5)
    assert revenue(2026, 0.8).year == 2023  # the last known
    assert revenue(2031, 0.8) is None


def test_the_chain_to_consumable_income_adds_up_for_every_person(population):
    analysis = runs.analysis_of(IncidenceOptions(), LAW)
    till = Till(population, "embedded", None)
    found = [Element(each.id, each.amount, each.is_tax, each.marks) for each in till.flows(analysis)]
    assert {each.id for each in found} >= {VAT, "it_in_spending", "fuel_subsidy_in_spending"}
    for chain in chains(analysis).values():
        whole = chain.to_consumable(found)
        steps = whole.prefiscal + sum(each.signed for each in whole.elements)
        np.testing.assert_allclose(whole.last, steps, atol=1e-9)
        np.testing.assert_allclose(
            whole.last - whole.concepts["disposable"], sum(each.signed for each in found), atol=1e-9
        )


def test_services_in_kind_move_the_gini_and_count_no_poor(population):
    analysis = runs.analysis_of(IncidenceOptions(), LAW)
    rows = {cost: list(incidence_rows(analysis, Till(population, "embedded", None, cost))) for cost in UNIT_COSTS}
    of_final = [row for row in rows["central"] if row.concept == "final"]
    assert {row.measure for row in of_final} == {"gini", "mean"}
    services = [row for row in rows["central"] if row.programme == "public_school_at_cost"]
    assert "gini" in {row.measure for row in services}
    assert not {"headcount", "gap"} & {row.measure for row in services}

    def size(cost):
        return next(
            row.value for row in rows[cost]
            if (row.programme, row.measure, row.group) == ("public_school_at_cost", "size", "all")
        )  # fmt: skip

    assert size("low") / size("central") == pytest.approx(4160 / 4992)
    assert size("high") / size("central") == pytest.approx(5726 / 4992)
    pupils = population["is_enrolled"] & population.is_value("school_type", "public")
    pupils = pupils & ~population.is_value("school_level", "higher")
    members = population["is_member"].astype(bool)
    assert size("central") == pytest.approx(4992 * population["weight"][pupils & members].sum(), rel=2e-3)


def by_bootstrap(analysis, population):
    """Standard errors after the till, `embedded`, by 400 replicates of Rao and Wu: headcount, taxes, their share."""
    people, members = analysis.people, analysis.universe
    multipliers = measure.replicate_weights(people, 400, 20191120)
    found = taken(population, LAW)
    tax = sum(each.amount for each in found.values() if each.is_tax)
    after = analysis.disposable() + sum(each.signed for each in found.values())

    def totals(values):
        return multipliers @ measure.unit_totals(np.where(members, values, 0.0), people)

    poor = totals(after < analysis.line("moderate")) / totals(np.ones_like(after))
    ginis = measure.replicate_ranks(np.where(members, after, 0.0), 0.5, people, multipliers, where=members).gini
    found = {"headcount": poor, "gini": ginis, "indirect_taxes": 12 * totals(tax)}
    found["share_of_spending"] = totals(tax) / totals(spent(population))
    return {(name, "moderate" if name == "headcount" else ""): values.std() for name, values in found.items()}


def test_errors_after_the_till_are_those_of_a_bootstrap(population):
    """400 replicates know an error to 1/sqrt(800), 3.5 %; the tolerance is a little over three of these."""
    analysis = runs.analysis_of(IncidenceOptions(), LAW)
    rows = {
        (row.measure, row.line): row.se
        for row in consumption_rows(analysis, Till(population, "embedded", None), analysis.disposable())
        if row.concept == "embedded"
    }
    for key, se in by_bootstrap(analysis, population).items():
        assert rows[key] == pytest.approx(se, rel=0.12), key


@pytest.mark.soak
def test_errors_hold_where_each_replicate_ranks_who_has_invoices_and_fits_the_revenue_anew():
    """100 replicates that do everything again, 7 %; `scaled` takes the shift as known, which is no less than the truth:
    with it fitted anew the share of spending hardly varies."""
    analysis = runs.analysis_of(IncidenceOptions(), LAW)
    people, own, members = analysis.people, analysis.population, analysis.universe
    collected, line = revenue(2019, 0.8), analysis.line("moderate")
    parts = {name[6:]: own.household_total(own[name]) for name in own.columns if name.startswith("spent_")}
    rows = consumption_rows(analysis, Till(own, "scaled", collected), analysis.disposable())
    said = {(row.concept, row.measure, row.line): row.se for row in rows if row.table == "indirect_treatments"}
    found = []
    for multiplier in measure.replicate_weights(people, 100, 20191120):
        weight = own["weight"] * multiplier[people.psu_of_person]
        again = with_spending(own.with_columns({"weight": weight}), Spending(parts, {}))
        flows_of = taken(again, treated(LAW, DAY, again, "scaled", collected))
        tax = sum(each.amount for each in flows_of.values() if each.is_tax)
        after = analysis.disposable() + sum(each.signed for each in flows_of.values())
        weight = weight * members
        found.append([
            (weight * (after < line)).sum() / weight.sum(), 12 * (weight * tax).sum(),
            (weight * tax).sum() / (weight * spent(again)).sum(),
        ])  # fmt: skip
    poor, taxes, share = np.std(found, axis=0)
    assert said["scaled", "headcount", "moderate"] == pytest.approx(poor, rel=0.22)
    assert said["scaled", "indirect_taxes", ""] == pytest.approx(taxes, rel=0.22)
    assert share < said["scaled", "share_of_spending", ""]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"to": "consumable", "household_share": 0.0}, "not_a_share"),
        ({"to": "consumable", "indirect": "all"}, "not_a_choice"),
        ({"to": "final", "unit_cost": "middle"}, "not_a_choice"),
        ({"to": "after"}, "not_a_choice"),
        ({"indirect": "embedded"}, "till_option"),
        ({"modules": Path("nowhere")}, "till_option"),
        ({"donors": Path("nowhere")}, "till_option"),
        ({"to": "consumable", "unit_cost": "low"}, "till_option"),
        ({"to": "consumable", "modules": Path("nowhere")}, "modules_need_survey"),
    ],
)
def test_what_is_not_known_is_refused_by_name(options, key):
    with pytest.raises(AyniError) as raised:
        runs.result(IncidenceOptions(**options), LAW)
    assert raised.value.key == key


def test_without_a_file_the_invented_persons_go_through_the_till():
    result = runs.result(IncidenceOptions(to="final", indirect="embedded"), LAW)
    found = [row for row in result.rows if row.table == "incidence_pdi" and row.measure == "gini"]
    gini = {row.concept: row.value for row in found if row.group == "all" and not row.programme and not row.step}
    assert gini["final"] < gini["disposable"] < gini["consumable"]
    assert all(row.has(MarkKind.SYNTHETIC) for row in found)


def test_on_the_survey_the_social_tariff_is_what_was_published_and_poverty_rises_after_the_till(shared_data):
    """Bs 116.9 million and 1.3 million users were published for 2021; the survey of 2019 gives 8 % more."""
    folder = shared_data / "eh" / "2019"
    result = runs.result(IncidenceOptions(data=folder / "persona.parquet", to="consumable"), LAW)
    figure = {
        (row.programme or row.concept, row.measure, row.line): row
        for row in result.rows
        if row.table == "incidence_pgt" and row.group == "all" and not row.step and row.side == ""
    }
    assert figure["tarifa_dignidad_in_spending", "size", ""].value == pytest.approx(116.9e6, rel=0.1)
    poor = {name: figure[name, "headcount", "moderate"].value for name in ("disposable", "consumable")}
    assert poor["consumable"] > poor["disposable"]


def test_what_is_simulated_stands_beside_what_is_known_and_sus_by_itself():
    """Persons times cost is the total; divisions add up to all spending and the accounts to their total."""
    result = runs.result(IncidenceOptions(to="final"), LAW)
    rows = {
        (row.programme, row.level, row.measure): row for row in result.rows if row.table == "reconciliation"
    }  # fmt: skip
    sus = [rows["public_health_at_cost", "all", measure].value for measure in ("persons", "unit_cost", "simulated")]
    assert sus[1] == 881
    assert sus[2] == pytest.approx(sus[0] * sus[1])
    assert rows["public_health_at_cost", "all", "simulated"].has(MarkKind.FIRST_ORDER)
    assert rows["public_health_at_cost", "all", "persons"].has(MarkKind.INSURANCE_VALUE)
    for name_of in ("simulated", "official"):
        parts = [row.value for (name, level, of), row in rows.items() if (name, of) == ("spending", name_of)]
        assert sum(parts) == pytest.approx(2 * rows["spending", "all", name_of].value)
    assert rows["tarifa_dignidad_in_spending", "all", "official"].has(MarkKind.OFFICIAL_PERIOD)
    assert ("fuel_subsidy_in_spending", "all", "official") not in rows  # what the State spent in 2019 was not found
