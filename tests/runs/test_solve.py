"""A reform solved backwards: the value found, run as a reform, costs or does what was asked."""

import pytest

import ayni
from ayni.cli import main
from ayni.report.figures import Figures
from ayni.report.findings import headlines
from ayni.words import AyniError
from ayni.words.numbers import number

AMOUNT = "renta_dignidad.monthly_non_pensioner"


def only(result, **place):
    [row] = [row for row in result.rows if all(getattr(row, key) == value for key, value in place.items())]
    return row


def test_the_value_that_costs_so_much_costs_it_and_its_interval_is_that_of_the_cost():
    solved = ayni.solve(parameter=AMOUNT, cost_millions=1000, at="survey")
    found = only(solved, table="solve", measure="solved")
    again = ayni.reform(reform={AMOUNT: found.value}, at="survey")
    place = {"measure": "spending", "side": "change", "take_up": "legal"}
    cost = only(again, table="costs", programme="all_programmes", **place)
    assert cost.value == pytest.approx(1e9, rel=1e-4)
    assert found.low < found.value < found.high
    # the cost is a line in the amount, zero at the law's 350: its error is that of the amount
    assert found.se / (found.value - 350) == pytest.approx(cost.se / cost.value, rel=0.05)


def test_a_rate_that_is_found_is_said_in_per_cent_everywhere():
    """A rate of 0.0268 is 2.68 %; beside the words "per cent" the bare fraction would be a hundredth of it."""
    solved = ayni.solve(parameter="aportes_sip.worker_common_risk", cost_millions=-500, at="survey")
    found = only(solved, table="solve", measure="solved")
    assert 0.0171 < found.value < 0.1
    said = " ".join(headlines(Figures(solved), "es"))
    assert f"riesgo común: de 1,71% a {number(100 * found.value, 'es', 4)}" in said
    assert f"riesgo común de {number(100 * found.value, 'es', 2)}% cuesta" in said


def test_poverty_is_brought_to_a_rate_and_a_rate_out_of_reach_is_refused_with_what_can_be_reached():
    solved = ayni.solve(parameter=AMOUNT, moderate_poverty=0.36, at="survey")
    found = only(solved, table="solve", measure="solved")
    after = only(solved, table="comparison", concept="disposable", measure="headcount", line="moderate", side="after",
                 group="all", accounting="year")  # fmt: skip
    assert after.value == pytest.approx(0.36, abs=5e-4)
    assert found.value > 350
    with pytest.raises(AyniError) as raised:
        ayni.solve(parameter=AMOUNT, extreme_poverty=0.01, at="survey")
    assert "llega a 1,00%: da de" in raised.value.in_language("es")
    assert "reaches 1.00%: it gives from" in raised.value.in_language("en")
    with pytest.raises(AyniError, match=r"reaches Bs\s1,000,000,000\smillion: it gives from"):
        ayni.solve(parameter=AMOUNT, cost_millions=1e9, at="survey")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--solve", AMOUNT], "one target"),
        (["--solve", AMOUNT, "--cost-millions", "9", "--extreme-poverty", "10%"], "one target"),
        (["--cost-millions", "9"], "--solve"),
        (["--solve", AMOUNT, "--cost-millions", "9", f"{AMOUNT}=700"], "without a reform"),
        (["--solve", AMOUNT, "--extreme-poverty", "10"], "10%"),
    ],
)
def test_what_cannot_be_solved_is_one_line(capsys, words, says):
    with pytest.raises(SystemExit) as ended:
        main(["reform", *words, "--lang", "en"])
    assert ended.value.code == 2
    assert says in capsys.readouterr().err
