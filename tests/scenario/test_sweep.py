"""`ayni reform --sweep`: the figures of separate reforms, from one base, in bounded memory."""

import json

import pytest
from msgspec.structs import replace

import ayni
from ayni.cli import main
from ayni.engine import Simulation, Work
from ayni.evidence.receipts import differences, read_receipt
from ayni.law import bolivia
from ayni.report import charts, tables
from ayni.runs import run_again
from ayni.scenario import Analysis, survey_day, sweep as of_values
from ayni.words import AyniError

AMOUNT = "renta_dignidad.monthly_non_pensioner"
EH2019 = "eh/2019/persona.parquet"


@pytest.fixture(scope="module")
def swept(shared_data):
    """Rows, and the work, of three values on EH 2019, of which one is the law's."""
    work = Work()
    return ayni.sweep(shared_data / EH2019, parameter=AMOUNT, values=[300, 350, 500], at="survey", work=work), work


def _of(rows, level):
    return {
        (row.side, row.measure, row.line, row.unit): row for row in rows if (row.table, row.level) == ("sweep", level)
    }


@pytest.mark.parametrize("value", [300, 500])
def test_a_value_of_a_sweep_has_the_figures_of_the_reform_by_itself(swept, value, shared_data):
    reform = ayni.reform(shared_data / EH2019, reform={AMOUNT: value}, at="survey")
    own = _of(swept[0], str(value))
    changes = {
        (row.measure, row.line, row.unit): row
        for row in reform
        if row.table == "comparison" and row.side == "change" and row.group == "all"
    }
    compared = 0
    for (side, measure, line, unit), row in own.items():
        if side == "change" and measure != "net_cost":
            other = changes[measure, line, unit]
            expected = (other.value, other.se, other.low, other.high)
            assert (row.value, row.se, row.low, row.high) == pytest.approx(expected, rel=1e-12, abs=1e-15)
            compared += 1
    assert compared == 10
    (cost,) = [
        r for r in reform
        if (r.table, r.side, r.programme, r.take_up) == ("costs", "change", "all_programmes", "legal")
    ]  # fmt: skip
    price = own["change", "net_cost", "", "Bs/year"]
    assert (price.value, price.se) == pytest.approx((cost.value, cost.se), rel=1e-12)
    bands = {r.measure: r.value for r in reform if r.table == "winners" and (r.group, r.level) == ("all", "all")}
    for name, of in of_values.SHARES.items():
        row = own["", name, "", "share"]
        assert row.value == pytest.approx(sum(bands[each] for each in of), abs=1e-12)


def test_the_law_s_own_value_changes_nothing_and_costs_nothing(swept):
    for (side, measure, *_), row in _of(swept[0], "350").items():
        assert row.value == 0 or not (side == "change" or measure in ("winners", "losers"))


def test_each_value_computes_its_cone_alone(swept, shared_data):
    work = Work()
    ayni.sweep(shared_data / EH2019, parameter=AMOUNT, values=[300], at="survey", work=work)
    assert swept[1].evaluated - work.evaluated == 2  # at 500; at 350 nothing


def test_after_thirty_values_no_more_columns_are_held_than_after_the_base(monkeypatch):
    made = []

    class Watched(Simulation):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            made.append(self)

    monkeypatch.setattr("ayni.runs.sweep.Simulation", Watched)
    ayni.sweep(parameter=AMOUNT, values=list(range(400, 700, 10)), at="survey")
    (swept,) = made
    population = swept.population
    base = Analysis(population, bolivia(), survey_day(population)).simulation
    assert swept.columns == base.columns > 0
    assert swept.evaluated == base.evaluated + 2 * 30


def test_the_views_say_both_ends(swept):
    (table,) = tables(swept[0], "en", ("sweep",))
    assert [line.head for line in table.lines] == ["300", "350", "500"]
    (chart,) = charts(swept[0], "es", ("sweep",))
    assert chart.title.startswith("De 300 a 500")


def test_values_of_a_rate_are_in_per_cent(swept):
    rates = replace(swept[0], sweep=replace(swept[0].sweep, unit="share"))
    (table,) = tables(rates, "es", ("sweep",))
    assert [line.head for line in table.lines] == ["30.000%", "35.000%", "50.000%"]
    assert table.columns[0] == "por ciento"
    (chart,) = charts(rates, "es", ("sweep",))
    assert chart.title.startswith("De 30.000% a 50.000%")


def test_the_command_s_rows_are_those_of_python_and_its_receipt_runs_again(tmp_path, capsys):
    receipt = tmp_path / "r.json"
    code = _main(
        [
            "reform",
            "--sweep",
            f"{AMOUNT}=400:500:50",
            "--at",
            "survey",
            "--format",
            "json",
            "--stats",
            "--receipt",
            str(receipt),
        ]
    )
    assert code == 0
    printed = capsys.readouterr()
    own = ayni.sweep(parameter=AMOUNT, values=[400, 450, 500], at="survey")
    assert [row["value"] for row in json.loads(printed.out)["rows"]] == [row.value for row in own]
    assert "columns" in printed.err
    held = read_receipt(receipt)
    assert not differences(held, run_again(held, bolivia(), None))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--sweep", f"{AMOUNT}=600:300:10"], "--sweep"),
        (["--sweep", "renta_dignidad.monthly=300:600:10"], "no parameter renta_dignidad.monthly"),
        (["--sweep", f"{AMOUNT}=300:600:10", f"{AMOUNT}=500"], "one of the two"),
        ([], "one of the two"),
        (["--sweep", "rc_iva.rate=0.1:1.5:0.1"], "share from 0 to 1"),
        (["--sweep", f"{AMOUNT}=400:500:50", "--engine", "slow"], "auto, columns, fused"),
    ],
)
def test_what_is_wrong_with_a_sweep_is_one_line(arguments, said, capsys):
    assert _main(["reform", *arguments, "--lang", "en"]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_range_of_the_law_s_own_value_alone_is_refused():
    with pytest.raises(AyniError, match="changes nothing"):
        ayni.sweep(parameter="renta_dignidad.thirteenth_payment", values=[1])


def _main(arguments):
    try:
        main(arguments)
    except SystemExit as ended:
        return ended.code
    return 0
