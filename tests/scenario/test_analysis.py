"""The main job: INE's published poverty from its files, and the accounts that must close on any population."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from ayni.income.incomes import per_head
from ayni.law import bolivia
from ayni.measure import Design, Whole
from ayni.scenario import MONTHS, Analysis, programmes
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind

HEADLINES = {
    # (area, line or measure): as INE and the guide publish them for each wave
    2019: {("all", "moderate"): 37.171, ("all", "extreme"): 12.873, ("urban", "moderate"): 31.29,
           ("urban", "extreme"): 6.42, ("rural", "moderate"): 50.79, ("rural", "extreme"): 27.80},
    2020: {("all", "moderate"): 39.05, ("all", "extreme"): 13.65},
    2022: {("all", "moderate"): 37.74, ("all", "extreme"): 12.52},
}  # fmt: skip
GINI = {2019: 0.4267, 2020: 0.4523, 2022: 0.4263}
REMOVED_FROM_INE_INCOME = {
    # programme: moderate, extreme, Gini without it, EH 2019 (guide, section 5)
    "renta_dignidad": (38.89, 14.99, 0.4360),
    "all_programmes": (38.97, 15.07, 0.4365),
}


@pytest.fixture(scope="module")
def rows(analyses):
    return {year: {key(row): row for row in analysis.rows()} for year, analysis in analyses.items()}


def key(row):
    """Table, concept, measure, line, then the programme or step or the group with its level, and the unit."""
    named = {"programme": row.programme, "step": row.step}
    group, level = next((each for each in named.items() if each[1]), (row.group, row.level))
    concept = row.concept if row.accounting in ("", "year") else f"{row.concept}/{row.accounting}"
    return row.table, concept, row.measure, row.line, group, level, row.unit


def decimals(number):
    return len(str(number).partition(".")[2])


@pytest.mark.parametrize("concept", ["ine_income", "ine_income_rebuilt"])
@pytest.mark.parametrize("year", HEADLINES)
def test_published_poverty_comes_out_of_the_published_file(rows, year, concept):
    for (area, line), published in HEADLINES[year].items():
        group = "all" if area == "all" else "area"
        row = rows[year]["poverty", concept, "headcount", line, group, area, "share"]
        assert round(100 * row.value, decimals(published)) == published
    gini = rows[year]["poverty", concept, "gini", "", "all", "all", "index"]
    assert round(gini.value, 4) == GINI[year]


def test_gap_and_severity_of_2019(rows):
    for concept in ("ine_income", "ine_income_rebuilt"):
        gap = rows[2019]["poverty", concept, "gap", "moderate", "all", "all", "share"]
        severity = rows[2019]["poverty", concept, "severity", "moderate", "all", "all", "share"]
        assert (round(100 * gap.value, 3), round(100 * severity.value, 3)) == (14.266, 7.880)


@pytest.mark.parametrize("programme", REMOVED_FROM_INE_INCOME)
def test_what_is_left_of_ine_income_without_a_programme(rows, programme):
    lines = dict(zip(("moderate", "extreme"), REMOVED_FROM_INE_INCOME[programme], strict=False))
    for line, published in lines.items():
        level = rows[2019]["poverty", "ine_income_rebuilt", "headcount", line, "all", "all", "share"].value
        effect = rows[2019]["effects", "ine_income_rebuilt", "headcount", line, "programme", programme, "points"]
        assert round(100 * (level - effect.value), 2) == published
    level = rows[2019]["poverty", "ine_income_rebuilt", "gini", "", "all", "all", "index"].value
    effect = rows[2019]["effects", "ine_income_rebuilt", "gini", "", "programme", programme, "points"]
    assert round(level - effect.value, 4) == REMOVED_FROM_INE_INCOME[programme][2]


def test_an_effect_is_known_far_better_than_the_level_that_it_moves(rows):
    for year in HEADLINES:
        level = rows[year]["poverty", "disposable", "headcount", "moderate", "all", "all", "share"]
        effect = rows[year]["effects", "disposable", "headcount", "moderate", "programme", "renta_dignidad", "points"]
        assert effect.se < level.se / 3


def closed_accounts(analysis):
    """Market income, what INE counts of the reported transfers, and nothing else, make INE's income."""
    incomes, population = analysis.incomes, analysis.population
    counted = [
        programme.reported_amount(population)
        for programme in programmes(analysis.law)
        if programme.reported_amount(population) is not None
        and (programme.id != "bono_discapacidad" or population.source["counts_other_transfers"])
    ]
    reported = per_head(population, np.sum(counted, axis=0))
    total = incomes.net_market + incomes.other_transfers + reported
    members = incomes.members
    np.testing.assert_allclose(total[members], population["ine_income_rebuilt"][members], atol=1e-6)


def all_at_once(analysis):
    """Each programme taken away in turn, and all at once, leave the same income: what the market gives."""
    for accounting in MONTHS:
        income = analysis.incomes.disposable(analysis.payments.values(), accounting)
        for payment in analysis.payments.values():
            income = income - analysis.incomes.paid(payment, accounting)
        without = analysis.incomes.disposable((), accounting)
        np.testing.assert_allclose(income, without, atol=1e-9)


@pytest.mark.parametrize("year", HEADLINES)
def test_nobody_is_paid_twice(analyses, year):
    closed_accounts(analyses[year])


def test_nobody_is_paid_twice_in_the_synthetic_population(synthetic):
    closed_accounts(synthetic)


@pytest.mark.parametrize("year", HEADLINES)
def test_programmes_removed_in_turn_and_at_once_leave_the_same_income(analyses, year):
    all_at_once(analyses[year])


def test_the_same_in_the_synthetic_population(synthetic):
    all_at_once(synthetic)


def test_the_joint_effect_is_the_poverty_of_disposable_less_that_of_market_income(rows):
    for year in (2019, 2020, 2022):
        found = rows[year]
        for line in ("moderate", "extreme"):
            after = found["poverty", "disposable", "headcount", line, "all", "all", "share"].value
            joint = found["effects", "disposable", "headcount", line, "programme", "all_programmes", "points"].value
            other = found.get(("waterfall", "", "headcount", line, "step", "other_transfers", "share"))
            before = other or found["poverty", "net_market", "headcount", line, "all", "all", "share"]
            assert joint == pytest.approx(after - before.value, abs=1e-12)


def test_observed_take_up_pays_a_part_of_those_whom_the_law_entitles(analyses):
    for analysis in analyses.values():
        observed = dataclasses.replace(analysis, take_up="observed")
        for name, payment in observed.payments.items():
            assert not (payment.received & ~analysis.payments[name].received).any(), name
            asked = payment.programme.reported_receipt(analysis.population) is not None
            assert asked == (Mark(MarkKind.TAKE_UP_NOT_ASKED) not in payment.marks)


def test_the_shorter_the_accounting_the_more_a_payment_at_once_weighs(rows):
    found = rows[2020]
    gaps = [
        found["effects", concept, "gap", "extreme", "programme", "bono_contra_el_hambre", "points"].value
        for concept in ("disposable", "disposable/quarter", "disposable/month")
    ]
    assert gaps[2] < gaps[1] < gaps[0] < 0


def test_another_law_date_changes_what_is_in_force(analyses):
    population = analyses[2019].population
    before = Analysis(population, bolivia(), analyses[2019].day.replace(year=2005))
    assert set(before.payments) == {"bonosol"}
    later = Analysis(population, bolivia(), analyses[2019].day.replace(year=2026))
    assert later.payments["bono_juancito_pinto"].per_year.max() == 300


def test_a_wave_refuses_only_what_it_cannot_tell(analyses):
    """EH 2022 does not ask who contributes: the payments of 2020 cannot be run on it, the others can."""
    in_2020 = Analysis(analyses[2022].population, bolivia(), analyses[2020].day)
    assert {"bono_universal", "bono_contra_el_hambre"} == set(in_2020.refused)
    assert {"renta_dignidad", "bono_familia", "canasta_familiar"} <= set(in_2020.payments)


def test_groups_add_up_to_the_whole(analyses):
    for analysis in analyses.values():
        for levels in analysis.groups.values():
            assert (np.sum(list(levels.values()), axis=0) == 1).all()


def test_tenths_of_persons_are_tenths(analyses):
    analysis = analyses[2019]
    weight = np.bincount(analysis.decile, weights=analysis.population["weight"])[1:]
    np.testing.assert_allclose(weight / weight.sum(), 0.1, atol=0.002)


def test_persons_of_equal_income_are_in_the_tenth_of_the_middle_of_their_tie():
    """15, 20 and 65 per cent of persons: their middles at 7.5, 25 and 67.5 per cent, nobody's first nor last tenth."""
    income = np.array([5.0, 2.0, 1.0, 2.0, 9.0])
    design = Design(np.array([65.0, 12.0, 15.0, 8.0, 1000.0]), np.ones(5), np.arange(5))
    people = SimpleNamespace(members=Whole(design, np.array([True, True, True, True, False])))
    assert Analysis.tenths(people, income).tolist() == [7, 3, 1, 3, 0]


def test_every_row_of_the_synthetic_population_says_so(synthetic):
    rows = synthetic.rows()
    assert all(row.has(MarkKind.SYNTHETIC) and row.survey == "EH2019-synthetic" for row in rows)


def test_doubtful_parameters_and_imputed_columns_mark_the_rows_that_rest_on_them(rows):
    hunger = rows[2020]["programmes", "simulated", "recipients", "", "programme", "bono_contra_el_hambre", "persons"]
    assert Mark.read("conflicting:bono_contra_el_hambre.excluded_parent") in hunger.marks
    prenatal = rows[2020][
        "programmes", "simulated", "spending", "", "programme", "subsidio_universal_prenatal", "Bs/year"
    ]
    assert Mark.read("imputed:is_pregnant") in prenatal.marks
    assert all(FIRST_ORDER in row.marks for found in rows.values() for row in found.values() if row.table == "effects")


def test_incomes_moved_from_another_law_s_are_those_of_the_law_by_itself(synthetic):
    """Payments raised, stopped and left alone, one after another, in each accounting; who is not touched moves by
    nothing."""
    raised = synthetic.law.amend({"renta_dignidad.monthly_non_pensioner": {synthetic.day.isoformat(): 700.0}})
    laws = (raised, raised.without("bono_juancito_pinto"), synthetic.law.without("renta_dignidad"))
    run = synthetic
    for law in laws:
        run = run.under(law)
        alone = Analysis(synthetic.population, law, synthetic.day)
        for accounting in ("year", "quarter", "month"):
            before = synthetic.disposable(accounting)
            np.testing.assert_allclose(run.disposable(accounting), alone.disposable(accounting), rtol=1e-12, atol=1e-10)
            paid = [each.with_payments(each.payments.values(), accounting) for each in (synthetic, alone)]
            untouched = paid[0] == paid[1]
            assert (run.disposable(accounting)[untouched] == before[untouched]).all()
