"""What a survey that is shown to visitors gives away: nothing that tells a household from nine others."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from msgspec.structs import replace

from ayni.law import bolivia
from ayni.runs import IncidenceOptions, Options, ReformOptions, RunOptions, analysis_of, result
from ayni.runs.options import SolveOptions
from ayni.runs.protection import CASES, check_question, published
from ayni.scenario import Row
from ayni.survey import SYNTHETIC, SurveyFile, load, money_columns
from ayni.survey.blurred import FLAGS, LEAST, is_money
from ayni.web.answers import Served, reform
from ayni.words import LANGUAGES, AyniError, say
from ayni.words.marks import Mark, MarkKind
from support.attacker import FEW, NEAR, Attacker, Truth

DIGNIDAD, PINTO = "renta_dignidad.monthly_non_pensioner", "bono_juancito_pinto.amount"
SHOWN = SurveyFile(SYNTHETIC, protected=True)
NAME = {"es": "a", "en": "a"}


def attacker(path: Path, *, protected: bool = True) -> Attacker:
    served = Served((path,), protected=protected)
    name = next(iter(served.surveys))
    time = {"at": "survey"}

    def ask(values):
        return reform(
            served, survey=name, time=time, take_up="legal", reform={"name": NAME, **values}, accounting="year"
        )

    return Attacker(ask)


def of_reform(**values):
    return ReformOptions.of(bolivia(), data=SHOWN, at="survey", reform={"name": NAME, **values})


# ---- the people


def in_households(population, column):
    return population[column][population.offsets[:-1]]


def test_no_household_of_the_copy_has_an_income_near_its_own_nor_any_of_its_money():
    own, copy = load(SYNTHETIC), load(SHOWN)
    for name in own.columns:
        if is_money(name):
            has = own[name] > 0
            moved = copy[name][has] / own[name][has]
            assert np.all(np.maximum(moved, 1 / moved) >= LEAST * (1 - 1e-12)), name
            assert np.array_equal(copy[name][own[name] == 0], own[name][own[name] == 0])
        else:
            assert np.array_equal(copy[name], own[name], equal_nan=copy[name].dtype.kind == "f"), name
    assert LEAST - 1 > NEAR


def test_every_amount_of_money_of_a_population_is_moved():
    """A column of fractions is money, or one of those that are not."""
    not_money = {
        "poverty_line", "extreme_poverty_line", *FLAGS, "weight", "prenatal_care_in_year", "late_pregnancy_in_year",
        "invoice_propensity", "years_of_schooling", "hours_worked",
    }  # fmt: skip
    population = load(SYNTHETIC)
    fractions = {name for name, column in population.columns.items() if column.dtype.kind == "f"}
    assert {name for name in fractions if not is_money(name)} <= not_money
    assert all(is_money(name) for name in money_columns())


def test_incomes_a_head_of_a_place_are_exchanged_between_households_of_other_sizes():
    own, copy = load(SYNTHETIC), load(SHOWN)
    place = in_households(own, "department") * 2 + in_households(own, "area")
    size = np.diff(own.offsets)
    before, after = (in_households(each, "ine_income").round(6) for each in (own, copy))
    taken, true = 0, 0
    for each in np.unique(place):
        there = np.flatnonzero(place == each)
        real = {*zip(before[there], size[there], strict=True)}
        has = [row for row in there if before[row] > 0 and after[row] in set(before[there])]
        taken += len(has)
        true += sum((after[row], size[row]) in real for row in has)
    assert taken > 0.6 * len(size)
    assert true < 0.05 * taken


def test_a_file_gives_the_same_copy_and_another_file_another():
    once, again = load(SHOWN), load(SurveyFile(SYNTHETIC, protected=True, part="a"))
    assert np.array_equal(once["wage"], again["wage"])
    assert analysis_of(Options(data=SHOWN), bolivia()).population.source["protected"]


def test_what_a_visitor_sees_of_the_country_stays_within_the_rounding():
    own, shown = (result(RunOptions(data=data), bolivia()).rows for data in (SYNTHETIC, SHOWN))
    seen = 0
    for exact, coarse in zip(own, shown, strict=True):
        of_levels = (exact.table, exact.measure) in {("poverty", "headcount"), ("poverty", "gini"), ("poverty", "mean")}
        if of_levels and exact.group in ("all", "area") and exact.value is not None:
            seen += 1
            assert abs(coarse.value - exact.value) <= exact.se, exact
            assert coarse.has(MarkKind.PROTECTED)
            assert coarse.low <= coarse.value <= coarse.high
    assert seen > 20


# ---- what is asked


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({DIGNIDAD: 2000}, ""),
        ({DIGNIDAD: 350}, ""),
        ({DIGNIDAD: 427}, "protected_value"),
        ({DIGNIDAD: 350.5}, "protected_value"),
        ({DIGNIDAD: 0}, ""),
        ({DIGNIDAD: 90_000}, "protected_range"),
        ({DIGNIDAD: 0.1}, "protected_range"),
        ({"renta_dignidad.min_age": 65}, ""),
        ({"renta_dignidad.min_age": 13}, "protected_range"),
        ({DIGNIDAD: 2000, PINTO: 201}, "protected_value"),
        ({DIGNIDAD: 2000, "financing": {PINTO: 201}}, "protected_value"),
        ({DIGNIDAD: {"2019-01-01": 400, "2019-02-01": 401}}, "protected_value"),
    ],
)
def test_values_are_those_of_the_law_or_of_two_digits_and_not_far(values, key):
    options = of_reform(**values)
    if key:
        with pytest.raises(AyniError) as told:
            check_question(options, bolivia())
        assert told.value.key == key
    else:
        check_question(options, bolivia())


@pytest.mark.parametrize(
    "options",
    [
        SolveOptions(data=SHOWN, parameter=DIGNIDAD, aim="cost", target=1e9),
        RunOptions(data=SHOWN, by=("school_level",)),
        RunOptions(data=SHOWN, line=(700,)),
        RunOptions(data=SHOWN, calibrate=("sex=woman,6200000",)),
        RunOptions(data=SHOWN, replicates=50),
        IncidenceOptions(data=SHOWN, to="final"),
    ],
    ids=lambda options: f"{options.command} {[*options.arguments.values()]}",
)
def test_groups_lines_weights_and_solving_of_ones_own_are_off(options):
    with pytest.raises(AyniError) as told:
        result(options, bolivia())
    assert told.value.key in ("protected_command", "protected_option")


# ---- what is published


@given(
    value=st.floats(-1e9, 1e9), se=st.floats(0, 1e8), n=st.integers(0, 50_000),
    unit=st.sampled_from(["share", "persons", "Bs/month"]),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
@example(value=5e-324, se=0.0, n=50, unit="persons")
def test_a_figure_is_no_finer_than_its_error_and_its_cases_and_none_rests_on_few(value, se, n, unit):
    row = Row(
        table="poverty", survey="EH2019", measure="headcount", value=value, se=se, low=value - 2 * se,
        high=value + 2 * se, n=n, unit=unit,
    )  # fmt: skip
    (coarse,) = published([row])
    assert (coarse.value is None) == (n < CASES)
    assert coarse.n <= n
    assert str(coarse.n)[0] in "0125"
    if coarse.value is not None:
        step = max(se / 2, 30 / n * (1 if unit == "share" else abs(value)))
        assert abs(coarse.value - value) <= 5 * step + 1e-6
        assert coarse.low <= coarse.value <= coarse.high
        assert abs(coarse.value) >= step or coarse.value == 0


def test_a_figure_of_few_cases_says_the_limit_of_a_protected_survey_and_no_other():
    """Whether it was hidden elsewhere too would narrow the band of its cases."""
    shown = [Row(table="poverty", survey="EH2019", measure="mean", n=n, value=1.0, se=0.1) for n in (25, 45)]
    hidden = replace(shown[0], value=None, marks=(Mark(MarkKind.FEW_CASES),))
    assert len({row.marks for row in published([hidden, shown[1]])}) == 1
    for language in LANGUAGES:
        assert str(CASES) in say(f"note.{MarkKind.FEW_TO_SHOW}", language)


def test_one_level_that_is_hidden_hides_the_smallest_beside_it():
    cases = {"urban": 40, "rural": 900}
    rows = [
        Row(table="poverty", survey="EH2019", measure="poor", group="area", level=level, value=1e5, se=1e4, low=8e4,
            high=1.2e5, n=n, unit="persons")
        for level, n in cases.items()
    ]  # fmt: skip
    few, beside = published(rows)
    assert (few.value, beside.value) == (None, None)
    assert few.has(MarkKind.FEW_TO_SHOW)
    assert few.n == 20
    assert beside.has(MarkKind.BESIDE_HIDDEN)
    official = Row(
        table="programmes",
        survey="EH2019",
        concept="official",
        measure="spending",
        value=1234.5,
        unit="Bs/year",
        marks=(Mark(MarkKind.SOURCE, "a"),),
    )
    assert published([official]) == (official,)


# ---- the attack


def test_an_attacker_places_households_of_an_unprotected_file_and_none_of_a_protected_one():
    """A sample; the whole of it is a soak run."""
    steps = [{DIGNIDAD: amount} for amount in (404, 406, 408)]
    open_file = attacker(SYNTHETIC, protected=False)
    truth = Truth(SYNTHETIC)
    assert any(0 < truth.placed(claim) < FEW for claim in open_file.differences(steps))
    shown = attacker(SYNTHETIC)
    assert not [*shown.differences(steps)]
    assert set(shown.refused) == {"protected_value"}
    coarse = [{DIGNIDAD: amount, PINTO: 300} for amount in (400, 410, 420)]
    found = [*shown.differences(coarse), *shown.bisected(*coarse[:2], depth=2)]
    assert not [claim for claim in found if 0 < truth.placed(claim) < FEW]


@pytest.mark.soak
@pytest.mark.parametrize("wave", ["EH2019", "synthetic"])
def test_two_thousand_requests_place_nobody(wave, request):
    path = SYNTHETIC
    if wave == "EH2019":
        path = request.getfixturevalue("shared_data") / "eh" / "2019" / "persona.parquet"
    shown, truth = attacker(path), Truth(path)
    claims = []
    amounts = [*range(100, 1000, 10), *range(1000, 3500, 100)]
    for programme in (DIGNIDAD, PINTO):
        claims += shown.differences([{programme: amount} for amount in amounts])
        for low in range(200, 1000, 50):
            claims += shown.bisected({programme: low}, {programme: low + 10}, depth=8)
    for low in range(200, 1000, 50):
        claims += shown.differences([{DIGNIDAD: low, PINTO: other} for other in range(100, 1000, 50)])
    for value in (-1, 1e-9, 1e12, 34_999):
        claims += shown.differences([{DIGNIDAD: 350}, {DIGNIDAD: value}])
    for age in range(40, 90):
        claims += shown.differences([{"renta_dignidad.min_age": age}, {"renta_dignidad.min_age": age + 1}])
        claims += shown.differences([{"renta_dignidad.min_age": age, DIGNIDAD: amount} for amount in (300, 310, 320)])
    others = [{PINTO: amount} for amount in (*range(100, 1000, 10), *range(1000, 2000, 100))]
    for low in (300, 320, 350, 380, 400, 420, 450, 480):
        claims += shown.averaged({DIGNIDAD: low}, {DIGNIDAD: low + 10}, others)
    assert shown.requests >= 2_000
    assert shown.requests - len(shown.refused) >= 1_500
    placed = [claim for claim in claims if 0 < truth.placed(claim) < FEW]
    assert not placed, json.dumps([str(claim) for claim in placed])
