"""Weights calibrated by themselves, without any month: all errors know it, and what cannot be is refused."""

import numpy as np
import pytest

import ayni
from ayni.law import bolivia
from ayni.runs import OPTIONS, receipt_of_run, run_again
from support.command import ayni as command

MARGINS = ("sex=woman,6100000", "sex=man,5400000", "area=urban,7800000", "area=rural,3700000")


@pytest.fixture(scope="module")
def run():
    return ayni.run(calibrate=MARGINS)


def one(rows, **place):
    (row,) = (row for row in rows if all(getattr(row, name) == value for name, value in place.items()))
    return row


def test_the_margins_are_met_and_have_no_error_of_sampling(run):
    people = one(run, table="data", measure="persons")
    assert people.value == pytest.approx(11_500_000, rel=1e-8)
    assert people.se < 1
    assert people.weights_base == "calibrate"
    assert people.month == "2019-11"


def test_the_order_of_margins_changes_nothing(run):
    other = ayni.run(calibrate=MARGINS[::-1])
    ours, theirs = (np.array([row.value for row in rows if row.value is not None]) for rows in (run, other))
    assert ours == pytest.approx(theirs, rel=1e-7, abs=1e-9)


def test_an_effect_has_one_error_in_the_run_and_in_the_attribution(run):
    place = {"measure": "headcount", "line": "extreme", "programme": "renta_dignidad", "unit": "points"}
    effect = one(run, table="effects", concept="disposable", side="change", accounting="year", **place)
    split = ayni.attribution(calibrate=MARGINS, only=["renta_dignidad", "bono_juana_azurduy"])
    found = one(split, table="attribution", order="one_at_a_time", accounting="year", **place)
    assert (found.value, found.se) == (pytest.approx(effect.value), pytest.approx(effect.se))


def test_urban_unemployment_of_a_shock_has_the_error_of_the_labour_force_calibrated():
    margins = ("area=urban;age=14+;activity=employed,3500000", "area=urban;age=14+;activity=dismissed,120000")
    shock = ayni.shock(kind="job_loss", settings={"from": "5%", "to": "8%"}, calibrate=margins, draws=2)
    plain = ayni.shock(kind="job_loss", settings={"from": "5%", "to": "8%"}, draws=2)
    ours, theirs = (one(rows, table="shock", measure="urban_unemployment", side="before") for rows in (shock, plain))
    assert ours.se < 0.7 * theirs.se


def test_a_receipt_keeps_the_margins(run):
    options = OPTIONS["run"].of(bolivia(), calibrate=MARGINS)
    receipt = receipt_of_run(options, bolivia(), run)
    assert receipt.options["calibrate"] == list(MARGINS)
    assert run_again(receipt, bolivia(), None) == receipt


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["sexo=mujer,1"], "“sexo”; the nearest: sex"),
        (["sex=female,5000000"], "The column sex has no “female”; there is: man, woman"),
        (["age=sixty,5"], "“sixty”; there is: 60, 60-64, 80+"),
        (["sex=woman,5.000.000"], "line 2: “5.000.000”"),
        (["sex=woman,-1"], "line 2: “-1”"),
        (["sex=woman,1", "sex=woman,2"], "line 3"),
        (["sex=woman,6000000", "sex=man,5000000", "area=urban,9000000", "area=rural,1"], "they must be the same"),
        (["sex=woman,60000000"], "change or drop that total"),
        (["age=130,5"], "nobody in “age=130”"),
        ([], "has no cell"),
    ],
)
def test_what_cannot_be_met_is_one_line_with_its_place(lines, says, tmp_path, capsys):
    (tmp_path / "margins.csv").write_text("\n".join(["cell,persons", *lines]) + "\n")
    code, out, error = command("run", "--calibrate", str(tmp_path / "margins.csv"), "--lang", "en")
    assert (code, out) == (2, "")
    assert says in error
    assert error.count("\n") == 1


def test_replicates_are_of_weights_as_drawn(tmp_path, capsys):
    (tmp_path / "margins.csv").write_text("cell,persons\nsex=woman,6000000\n")
    code, _, error = command("run", "--calibrate", str(tmp_path / "margins.csv"), "--replicates", "20", "--lang", "es")
    assert code == 2
    assert error == "ayni: --replicates es para los pesos de la encuesta: quite --at y --calibrate.\n"
