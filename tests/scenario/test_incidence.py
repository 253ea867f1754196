"""Fiscal incidence: Lambert's conundrum and both treatments of pensions by hand; the accounts close on a survey."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from ayni.cli import ayni
from ayni.measure import Design, Whole
from ayni.scenario.incidence import SYSTEM, TREATMENTS, Element, Incidence, chain, chains, incidence_rows
from ayni.scenario.rows import Basis, Rows
from ayni.words.marks import Mark, MarkKind

COPIES = 400
"""Of each person of a toy, so that its figures may be published; no measure changes when all are copied."""


def toy(treatment, earned, *, saving=0.0, pensions=0.0, taxes=(), transfers=(), line=1.0):
    """Rows of a few persons, each a household, by (concept, measure, level, unit)."""

    def element(name, values, is_tax=False):
        return Element(name, np.repeat(np.broadcast_to(np.asarray(values, float), len(earned)), COPIES), is_tax)

    found = chain(
        treatment,
        np.repeat(np.asarray(earned, float), COPIES),
        element("pensions", pensions),
        element("pension_contributions", saving, True),
        [element(name, values, True) for name, values in taxes],
        [element(name, values) for name, values in transfers],
    )
    n = len(earned) * COPIES
    tenth = np.argsort(np.argsort(found.prefiscal, kind="stable")) // (n // 10) + 1
    rows = Incidence(
        found,
        {"moderate": np.full(n, line)},
        Whole(Design(np.ones(n), np.zeros(n, int), np.arange(n), money="Bs/month")),
        np.ones(n, bool),
        tenth,
        lambda marks: Rows("incidence_pdi", Basis("TOY"), marks),
    ).rows()
    return found, {
        (row.programme or row.concept, row.measure, row.level, row.unit): row.value for row in rows if not row.step
    }


def each(values):
    """A column of the toy, one value a person."""
    return values[::COPIES].tolist()


def test_lamberts_conundrum_a_regressive_tax_that_lowers_the_gini():
    """Incomes 10, 20, 30, 40; tax 6, 9, 12, 15; benefit 21, 14, 7, 0 (Lambert 2001, as quoted by others; see measure).

    Shares of the ranks 1/8, 3/8, 5/8, 7/8: concentration of the tax 2·24.75/42 - 1 = 7.5/42, of the benefit
    2·12.25/42 - 1 = -17.5/42; the Gini is 1/4 before. All have 25 after; without the tax 31, 34, 37, 40 (Gini 15/284),
    without the benefit 4, 11, 18, 25 (35/116).
    """
    chained, rows = toy(
        "pdi", [10, 20, 30, 40], taxes=[("tax", [6, 9, 12, 15])], transfers=[("benefit", [21, 14, 7, 0])]
    )
    assert each(chained.last) == [25, 25, 25, 25]
    assert rows["market_and_pensions", "gini", "all", "index"] == pytest.approx(0.25)
    assert rows["tax", "concentration", "all", "index"] == pytest.approx(7.5 / 42)
    assert rows["tax", "kakwani_ceq", "all", "index"] == pytest.approx(7.5 / 42 - 1 / 4)  # regressive
    assert rows["tax", "gini", "all", "points"] == pytest.approx(-15 / 284)  # and yet it equalises
    assert rows["benefit", "kakwani_ceq", "all", "index"] == pytest.approx(1 / 4 + 17.5 / 42)
    assert rows["benefit", "gini", "all", "points"] == pytest.approx(-35 / 116)
    assert rows[SYSTEM, "redistributive_effect", "all", "index"] == pytest.approx(0.25)
    assert rows[SYSTEM, "size", "all", "Bs/year"] == pytest.approx(0)
    assert rows["all_taxes", "incidence", "all", "share"] == pytest.approx(-0.42)


FOUR = {
    "earned": [100, 60, 0, 30], "saving": [10, 6, 0, 0], "pensions": [0, 0, 50, 0],
    "taxes": [("solidarity_contributions", [1, 0, 0, 0]), ("rc_iva", [4, 0, 0, 0])],
    "transfers": [("grant", [0, 0, 5, 20])],
}  # fmt: skip


def test_pensions_as_deferred_income_by_hand():
    """A wage earner of 100 who saves 10 and pays 5; one of 60 who saves 6; a pensioner of 50; one without social
    security of 30. Gini before of 30, 50, 54, 90: 46/224; after of 50, 54, 55, 85: 26.5/244, over the ranks before
    (50, 55, 54, 85) 26/244: one half over 244 is reranking."""
    found, rows = toy("pdi", **FOUR, line=52)
    assert {name: each(income) for name, income in found.concepts.items()} == {
        "market": [90, 54, 0, 30],
        "market_and_pensions": [90, 54, 50, 30],
        "net_market": [85, 54, 50, 30],
        "gross": [90, 54, 55, 50],
        "disposable": [85, 54, 55, 50],
    }
    assert found.prefiscal is found.concepts["market_and_pensions"]
    assert [element.id for element in found.elements] == ["solidarity_contributions", "rc_iva", "grant"]
    assert rows[SYSTEM, "redistributive_effect", "all", "index"] == pytest.approx(46 / 224 - 26.5 / 244)
    assert rows[SYSTEM, "reynolds_smolensky", "all", "index"] == pytest.approx(46 / 224 - 26 / 244)
    assert rows[SYSTEM, "reranking", "all", "index"] == pytest.approx(0.5 / 244)
    # Below 52: gaps of 2 and 22 before, of 2 after; nobody is made poorer.
    assert rows[SYSTEM, "gains_of_the_poor", "all", "Bs/month"] == pytest.approx(22 / 4)
    assert rows[SYSTEM, "gap_change_total", "all", "Bs/year"] == pytest.approx(-12 * 22 * COPIES)
    assert rows[SYSTEM, "gains_of_the_poor_of_line", "all", "share"] == pytest.approx(22 / 4 / 52)
    assert rows[SYSTEM, "impoverished", "all", "share"] == 0
    assert rows["rc_iva", "size", "all", "Bs/year"] == -12 * 4 * COPIES
    assert rows["grant", "incidence", "1", "share"] == pytest.approx(20 / 30)  # the poorest tenth: all of 30
    assert rows["grant", "mean", "1", "Bs/month"] == 20


def test_pensions_as_a_government_transfer_by_hand():
    """The same four: pensions leave income before the fiscal system, and the contributions to them are a tax."""
    found, rows = toy("pgt", **FOUR, line=56)
    assert {name: each(income) for name, income in found.concepts.items()} == {
        "market": [100, 60, 0, 30],
        "market_and_pensions": [100, 60, 50, 30],
        "net_market": [85, 54, 0, 30],
        "gross": [100, 60, 55, 50],
        "disposable": [85, 54, 55, 50],
    }
    assert found.prefiscal is found.concepts["market"]
    kinds = {element.id: element.is_tax for element in found.elements}
    assert kinds == {
        "pension_contributions": True, "solidarity_contributions": True, "rc_iva": True, "pensions": False,
        "grant": False,
    }  # fmt: skip
    # Below 56: 60 → 54 loses 2; 0 → 55 gains 55, 30 → 50 gains 20. Gaps: 56 + 26 before, 2 + 1 + 6 after.
    assert rows[SYSTEM, "fiscal_impoverishment", "all", "Bs/month"] == pytest.approx(2 / 4)
    assert rows[SYSTEM, "gains_of_the_poor", "all", "Bs/month"] == pytest.approx(75 / 4)
    assert rows[SYSTEM, "gap_change", "all", "Bs/month"] == pytest.approx((9 - 82) / 4)
    assert rows[SYSTEM, "impoverished", "all", "share"] == 1 / 4
    assert rows[SYSTEM, "impoverished_of_poor", "all", "share"] == pytest.approx(1 / 3)
    assert rows[SYSTEM, "gaining_poor", "all", "share"] == 2 / 4
    assert (SYSTEM, "incidence", "1", "share") not in rows  # the poorest tenth has nothing before
    assert rows[SYSTEM, "mean", "1", "Bs/month"] == 55


def test_on_a_survey_the_elements_lead_from_income_before_to_disposable(analyses):
    analysis = analyses[2019]
    inside, found = analysis.universe, chains(analysis)
    for each_chain in found.values():
        between = sum(element.signed for element in each_chain.elements)
        gap = each_chain.last - each_chain.prefiscal - between
        assert np.abs(gap[inside]).max() < 1e-9
        assert np.abs(each_chain.last - analysis.disposable())[inside].max() < 1e-9
    assert np.abs(found["pdi"].concepts["net_market"] - analysis.incomes.net_market)[inside].max() < 1e-9
    assert np.abs(found["pgt"].concepts["net_market"] - analysis.incomes.before_pensions)[inside].max() < 1e-9
    saved = found["pgt"].elements[0].amount
    assert np.abs(found["pgt"].prefiscal - saved - found["pdi"].concepts["market"])[inside].max() < 1e-9


def test_on_a_survey_the_identities_hold(analyses):
    rows = list(incidence_rows(analyses[2019]))
    residuals = [row for row in rows if row.measure.endswith("_residual")]
    assert len(residuals) == 3 * len(TREATMENTS)
    for row in residuals:
        assert abs(row.value) < 1e-9, row
    for treatment in TREATMENTS:
        mine = [row for row in rows if row.table == f"incidence_{treatment}" and row.group == "all"]
        size = {row.programme: row.value for row in mine if row.measure == "size"}
        parts = sum(value for name, value in size.items() if not name.startswith(("all_", SYSTEM)))
        assert parts == pytest.approx(size[SYSTEM], rel=1e-9)
        assert size["all_taxes"] + size["all_transfers"] == pytest.approx(size[SYSTEM], rel=1e-9)
    steps = {
        (row.table, row.step): row.value for row in rows if row.step and (row.measure, row.side) == ("gini", "after")
    }
    ends = [value for (table, _), value in steps.items() if table == "incidence_pdi"][-1]
    gini = next(row.value for row in rows if (row.concept, row.measure) == ("disposable", "gini"))
    assert ends == pytest.approx(gini, abs=1e-12)


def test_a_wave_that_does_not_ask_who_contributes_takes_who_is_affiliated_and_says_so(analyses):
    analysis = analyses[2022]
    for found in chains(analysis).values():
        assert Mark(MarkKind.IMPUTED, "contributes_to_pension") in found.marks
        between = sum(element.signed for element in found.elements)
        assert np.abs(found.last - found.prefiscal - between)[analysis.universe].max() < 1e-9


def test_the_command_writes_rows_and_a_workbook(tmp_path):
    from openpyxl import load_workbook

    path = tmp_path / "out.xlsx"
    result = CliRunner().invoke(ayni, ["incidence", "--format", "json", "--workbook", str(path), "--lang", "en"])
    assert result.exit_code == 0, result.output
    rows = [row for row in json.loads(result.stdout)["rows"] if row["table"].startswith("incidence_")]
    assert {row["table"] for row in rows} == {"incidence_pdi", "incidence_pgt"}
    assert all("first_order" in row["marks"] for row in rows)
    book = load_workbook(path, read_only=True)
    assert book.sheetnames[0] == "README"
    for block in ("concepts", "elements", "marginal", "impoverishment", "deciles_pdi", "deciles_pgt"):
        assert f"incidence_{block}" in book.sheetnames
    assert "rows incidence_pgt" in book.sheetnames
