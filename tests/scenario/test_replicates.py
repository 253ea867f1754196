"""Errors by replicate weights beside the linearised ones, on the real survey."""

import json

import pytest

from ayni import measure
from ayni.cli import main
from ayni.evidence.receipts import read_receipt
from ayni.runs import OPTIONS, RunOptions
from ayni.scenario.replicates import SEED, replicate_rows


@pytest.fixture(scope="module")
def rows(analyses):
    return list(replicate_rows(analyses[2019], 400))


def test_the_two_errors_agree_within_the_noise_of_the_bootstrap(rows):
    ratios = [row for row in rows if row.step == "ratio"]
    assert {row.measure for row in ratios} >= {"headcount", "gap", "severity", "poor", "gini", "mean", "quantile_50"}
    for row in ratios:
        if row.measure in ("headcount", "gini"):
            assert 0.85 < row.value < 1.15, row
        else:
            assert 0.8 < row.value < 1.25, row


def test_the_figures_are_those_of_the_run(rows, analyses):
    run = {(r.concept, r.measure, r.line): r for r in analyses[2019].poverty() if r.group == "all"}
    own = {(row.concept, row.measure, row.line): row for row in rows if row.step == "linearised" and not row.programme}
    assert len(own) == 55
    for key, row in own.items():
        assert (row.value, row.se, row.n) == (run[key].value, run[key].se, run[key].n)


def test_no_rule_is_run_for_replicates(analyses):
    before = analyses[2019].simulation.evaluated
    list(replicate_rows(analyses[2019], 3))
    assert analyses[2019].simulation.evaluated == before


def test_the_effect_of_all_programmes_is_taken_replicate_by_replicate(rows, analyses):
    run = analyses[2019]
    multipliers = measure.replicate_weights(run.people, 400, SEED)
    nothing = run.incomes.disposable(())
    z = run.line("extreme")
    poor = [(run.universe & (income < z)) for income in (run.disposable(), nothing)]
    after, before, persons = measure.replicate_totals([*poor, run.universe], run.people, multipliers)
    (row,) = [
        r
        for r in rows
        if (r.step, r.measure, r.line, r.programme) == ("replicates", "headcount", "extreme", "all_programmes")
    ]
    assert row.se == pytest.approx((after / persons - before / persons).std(), rel=1e-9)


def test_the_command_gives_the_rows_and_its_receipt_says_what_runs_them_again(tmp_path, capsys):
    receipt = tmp_path / "r.json"
    assert main_of(["run", "--replicates", "5", "--format", "json", "--receipt", str(receipt)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert len([row for row in printed["rows"] if row["table"] == "replicates"]) > 100
    options = read_receipt(receipt).options
    assert (OPTIONS[options["command"]], options["arguments"]) == (RunOptions, {"replicates": 5})


@pytest.mark.parametrize("given", ["1", "0", "-4", "many", "2.5", "5001", "9" * 5000])
def test_fewer_than_two_replicates_or_too_many_are_refused_in_one_line(given, capsys):
    assert main_of(["run", "--replicates", given, "--lang", "en"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("ayni: --replicates:")
    assert error.count("\n") == 1


def main_of(arguments):
    try:
        main(arguments)
    except SystemExit as ended:
        return ended.code
    return 0
