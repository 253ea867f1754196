"""Reforms of taxes inside what is spent: counted in consumable income, linear in the rate, and nothing where nothing
is taxed."""

import numpy as np
import pytest

from ayni import runs
from ayni.law import bolivia
from ayni.runs.options import PathOptions, ReformOptions, RunOptions, SolveOptions, SweepOptions
from ayni.scenario import read_reform
from ayni.words import AyniError
from ayni.words.marks import MarkKind

LAW = bolivia()
VAT = "iva_it_iue.vat_rate"


def reformed(values, **more):
    reform = read_reform(values, LAW)
    return runs.result(ReformOptions(reform=reform, at="survey", headline=True, **more), LAW)


def one(result, **place):
    rows = [row for row in result.rows if all(getattr(row, name) == value for name, value in place.items())]
    assert len(rows) == 1, rows
    return rows[0]


@pytest.fixture(scope="module")
def dearer():
    return reformed({VAT: 0.14})


def test_a_point_more_of_iva_brings_in_a_thirteenth_more_and_takes_it_from_consumable_income(dearer):
    place = {"programme": "iva_in_spending", "measure": "revenue"}
    before, after, change = (one(dearer, side=side, **place) for side in ("before", "after", "change"))
    assert after.value == pytest.approx(before.value * 14 / 13, rel=1e-9)
    assert change.value == pytest.approx(before.value / 13, rel=1e-9)
    assert one(dearer, measure="net_cost").value == pytest.approx(-change.value, rel=1e-9)
    means = {
        row.side: row.value for row in dearer.rows
        if (row.table, row.measure, row.unit, row.concept) == ("comparison", "mean", "Bs/month", "consumable")
    }  # fmt: skip
    people = runs.analysis_of(RunOptions(), LAW).population
    members = (people["weight"] * people["is_member"]).sum()
    assert means["after"] - means["before"] == pytest.approx(-change.value / 12 / members, rel=1e-6)
    assert change.has(MarkKind.SAMPLING_ONLY)
    assert change.has(MarkKind.UNDER_RECORDED)


def test_with_no_tax_and_no_subsidy_consumable_income_is_disposable_income():
    none = {VAT: 0, "iva_it_iue.it_rate": 0, "subsidios_al_consumo.discount_rate": 0}
    shares = ("ice_share_soft_drinks", "ice_share_alcohol_tobacco", "iehd_share_of_gasoline")
    none |= {f"impuestos_al_consumo.{name}": 0 for name in shares}
    none |= {f"subsidios_al_consumo.subsidy_of_{fuel}": 0 for fuel in ("gasoline", "diesel")}
    result = reformed(none)
    run = runs.analysis_of(RunOptions(), LAW)
    disposable = run.everybody()
    for (name, line), estimate in disposable.items():
        if name in ("headcount", "gap", "gini", "mean"):
            after = one(result, table="comparison", measure=name, line=line, side="after")
            assert after.value == pytest.approx(estimate.value, abs=1e-9, rel=1e-12)


def test_the_rate_of_the_law_changes_nothing():
    with pytest.raises(AyniError) as raised:
        reformed({VAT: 0.13})
    assert raised.value.key == "reform_changes_nothing"


def test_a_sweep_gives_what_the_reform_gives(dearer):
    swept = runs.result(SweepOptions(parameter=VAT, values=(0.13, 0.14), at="survey"), LAW)
    costs = {row.level: row.value for row in swept.rows if row.measure == "net_cost"}
    cost = one(dearer, measure="net_cost").value
    assert costs == {"0.13": 0, "0.14": pytest.approx(cost, rel=1e-9)}
    assert {row.concept for row in swept.rows if row.measure == "headcount"} == {"consumable"}


@pytest.mark.soak
def test_the_rate_that_brings_in_so_much_is_found(dearer):
    cost = one(dearer, measure="net_cost").value
    solved = runs.result(SolveOptions(parameter=VAT, aim="cost", target=cost, at="survey"), LAW)
    assert one(solved, measure="solved").value == pytest.approx(0.14, abs=1e-5)


def test_a_benefit_that_iva_pays_for_is_counted_in_consumable_income():
    benefit = {"renta_dignidad.monthly_pensioner": 400, "financing": {VAT: 0.14}}
    rows = reformed(benefit).rows
    assert {row.concept for row in rows if row.table == "comparison"} == {"consumable"}
    raised = next(row for row in rows if row.measure == "raised_in_all")
    assert raised.value > 0


def test_the_people_s_file_has_the_income_that_is_counted(dearer):
    options = ReformOptions(reform=read_reform({VAT: 0.14}, LAW), at="survey")
    frame = runs.people(options, LAW).frame("en")
    frame = frame.filter(frame["is_member"] == 1)
    lost = frame["iva_in_spending_after"] - frame["iva_in_spending_before"]
    assert np.allclose(frame["consumable_before"] - frame["consumable_after"], lost)
    assert lost.max() > 0


@pytest.mark.parametrize(
    ("options", "key"),
    [
        (ReformOptions(reform=read_reform({"renta_dignidad.monthly_pensioner": 400}, LAW), indirect="embedded"),
         "spending_not_read"),
        (PathOptions(reform=read_reform({VAT: 0.14}, LAW), path="2026:2028"), "path_of_prices"),
        (ReformOptions(reform=read_reform({"iva_it_iue.iue_rate": 0.3}, LAW), at="survey"), "above_its_tier"),
        (ReformOptions(reform=read_reform({"servicios_a_su_costo.school_cost": 1}, LAW), at="survey"),
         "reform_moves_no_income"),
        (ReformOptions(reform=read_reform({VAT: 0.14}, LAW), at="survey", indirect="all"), "not_a_choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(options, key):
    with pytest.raises(AyniError) as raised:
        runs.result(options, LAW)
    assert raised.value.key == key
