"""Weights calibrated within bounds, and their errors: as R's survey::calibrate has them (tools/r_calibration.R)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from ayni import measure
from ayni.measure import Calibration, Design, NotCalibratedError, calibrate

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(scope="module")
def r():
    return json.loads((FIXTURES / "r_calibration.json").read_text())


@pytest.fixture(scope="module")
def homes():
    """A row of each household of the invented sample, as the script makes it."""
    with (FIXTURES / "design_sample.csv").open(encoding="utf-8") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    found = {}
    for row in rows:
        home = found.setdefault(
            row["household"],
            {
                **{name: row[name] for name in ("stratum", "psu", "weight")},
                **dict.fromkeys(("persons", "old", "rural", "income", "poor"), 0.0),
            },
        )
        home["persons"] += 1
        home["old"] += row["age"] >= 60
        home["rural"] += row["area"] == 2
        home["income"] += row["income"]
        home["poor"] += row["income"] < row["line"]
    return {name: np.array([home[name] for home in found.values()]) for name in next(iter(found.values()))}


@pytest.fixture(scope="module")
def x(homes):
    return np.stack([homes[name] for name in ("persons", "old", "rural")], axis=1)


@pytest.fixture(scope="module")
def ratio(homes, x, r):
    return calibrate(homes["weight"], x, list(r["totals"].values()))


@pytest.fixture(scope="module")
def design(homes, x, ratio):
    weight = homes["weight"] * ratio
    one_by_one = np.arange(len(weight))
    return Design(weight, homes["stratum"], homes["psu"], Calibration(one_by_one, weight, homes["weight"], x))


def test_the_weights_are_those_of_r(ratio, r):
    assert ratio[:5] == pytest.approx(r["first_five"], rel=1e-8)
    assert (ratio.min(), ratio.max()) == pytest.approx((r["lowest"], r["highest"]), rel=1e-8)


@pytest.mark.parametrize("figure", ["income", "poor"])
def test_totals_and_their_errors_are_those_of_r(homes, design, r, figure):
    ours = measure.total(homes[figure], design, unit="Bs")
    assert (ours.value, ours.se) == pytest.approx((r[figure]["value"], r[figure]["se"]), rel=1e-8)


def test_a_ratio_and_its_error_are_those_of_r(homes, design, r):
    ours = measure.ratio(homes["income"], homes["persons"], design, unit="Bs")
    assert (ours.value, ours.se) == pytest.approx(
        (r["income_per_person"]["value"], r["income_per_person"]["se"]), rel=1e-8
    )


def test_a_domain_and_its_error_are_those_of_r(homes, design, r):
    ours = measure.total(homes["poor"], design, where=homes["rural"] > 0, unit="persons")
    assert (ours.value, ours.se) == pytest.approx((r["poor_rural"]["value"], r["poor_rural"]["se"]), rel=1e-8)


def test_what_is_known_has_no_error(homes, design, r):
    old = measure.total(homes["old"], design, unit="persons")
    assert old.value == pytest.approx(r["totals"]["old"], rel=1e-9)
    assert old.se == pytest.approx(0, abs=1e-6)


def test_totals_that_the_weights_meet_already_leave_them(homes, x):
    before = (homes["weight"][:, None] * x).sum(axis=0)
    assert calibrate(homes["weight"], x, before) == pytest.approx(np.ones(len(x)), abs=1e-9)


def test_a_total_said_twice_is_met_as_said_once(homes, x, ratio, r):
    twice = np.column_stack([x, x[:, 0]])
    totals = [*r["totals"].values(), r["totals"]["persons"]]
    assert calibrate(homes["weight"], twice, totals) == pytest.approx(ratio, rel=1e-8)


def test_a_total_out_of_reach_names_itself(homes, x):
    before = (homes["weight"][:, None] * x).sum(axis=0)
    with pytest.raises(NotCalibratedError) as refused:
        calibrate(homes["weight"], x, before * [1, 9, 1])
    assert refused.value.margin == 1
