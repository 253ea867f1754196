"""What each programme accounts for: toys worked by hand, the sums that must close, errors found two ways."""

import datetime as dt
import json
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from click.testing import CliRunner

import ayni as package
from ayni import measure
from ayni.cli import ayni
from ayni.engine import Entry, Instrument, Law, Population, Simulation, Span, rule
from ayni.income.incomes import SOURCES, of_source
from ayni.law import bolivia
from ayni.measure import Design, replicate_weights, shapley_weights, subsets
from ayni.scenario import PAYMENTS_2020, Analysis, Attribution, pay, together_and_apart
from ayni.scenario.attribution import TOGETHER
from ayni.words import AyniError
from ayni.words.marks import Mark

DAY = dt.date(2020, 6, 1)
HEADCOUNT = ("headcount", "moderate")
DOUBTFUL = Mark.read("conflicting:bono_universal.excluded_parent")


@rule(unit="Bs/month")
def first(by_first):
    """What the first programme pays."""
    return by_first


@rule(unit="Bs/month")
def second(by_second):
    """What the second programme pays."""
    return by_second


@rule(unit="Bs/month")
def third(by_third):
    """What the third programme pays."""
    return by_third


@rule(unit="Bs/month")
def second_best(by_second, first):
    """What the second programme pays to those whom the first does not."""
    return 0.0 if first > 0 else by_second


def toy(wages, programmes, **paid):
    """Persons who live alone, with a line of 100: their wages, and what each programme pays them."""
    n = len(wages)
    columns = {
        "is_member": np.ones(n, dtype=bool),
        "weight": np.ones(n),
        "stratum": np.zeros(n),
        "psu": np.arange(n),
        "poverty_line": np.full(n, 100.0),
        "extreme_poverty_line": np.full(n, 50.0),
        "wage": np.array(wages, dtype=float),
        **{f"by_{name}": np.array(amounts, dtype=float) for name, amounts in paid.items()},
    }
    instruments, definitions = {}, {}
    for name, definition in programmes.items():
        definitions[name] = replace(definition, module=f"toy.{name}")
        instruments[name] = Instrument(
            id=name,
            name={"es": name, "en": name},
            enters=(Entry(place="transfer", id=name),),
            in_force=(Span(dt.date(2010, 1, 1)),),
            parameters={},
        )
    law = Law(MappingProxyType(instruments), {each.name: each for each in definitions.values()})
    population = Population(columns, np.arange(n + 1), source={"wave": "toy"})
    return Analysis(population, law.checked(), DAY)


THREE = {"first": first, "second": second, "third": third}


@pytest.fixture(scope="module")
def overlapping():
    """A (40) needs both programmes to reach 100, B (75) the first alone; C and D are never poor; D gets the third.

    Poor: with none A and B, 2/4; with the first alone A, 1/4; with the second alone A and B, 2/4; with both nobody.
    """
    paid = {"first": [30, 30, 0, 0], "second": [30, 10, 0, 0], "third": [0, 0, 0, 50]}
    return Attribution(toy([40, 75, 200, 300], THREE, **paid))


def values(division, figure=HEADCOUNT, order=()):
    found = {}
    for way, name, change in division.ways(figure, order):
        found.setdefault(way, {})[name] = change.points.value
    return found


def test_one_at_a_time_and_alone_do_not_add_up_and_shapley_values_do(overlapping):
    found = values(overlapping)
    assert found["joint"] == {TOGETHER: -2 / 4}
    assert found["one_at_a_time"] == {"first": -2 / 4, "second": -1 / 4, "third": 0}
    assert found["first_in"] == {"first": -1 / 4, "second": 0, "third": 0}
    # first: half of (1/4 - 2/4), where it comes before the second, and half of (0 - 2/4), where after; third: nothing
    assert found["shapley"] == pytest.approx({"first": -3 / 8, "second": -1 / 8, "third": 0}, abs=1e-15)


def test_the_cumulative_division_follows_the_stated_order(overlapping):
    assert values(overlapping)["cumulative"] == {"first": -1 / 4, "second": -1 / 4, "third": 0}
    assert overlapping.order(["third", "second"]) == ("third", "second", "first")
    assert values(overlapping, order=["second"])["cumulative"] == {"first": -2 / 4, "second": 0, "third": 0}


def test_the_relative_change_of_a_shapley_value_is_of_the_figure_without_any(overlapping):
    relative = {name: change.relative.value for way, name, change in overlapping.ways(HEADCOUNT) if way == "shapley"}
    assert relative == pytest.approx({"first": -3 / 4, "second": -1 / 4, "third": 0}, abs=1e-15)


def test_programmes_that_pay_the_same_account_for_the_same():
    paid = [30, 30, 10, 0]
    division = Attribution(toy([40, 75, 200, 300], {"first": first, "second": second}, first=paid, second=paid))
    for figure in division.worths:
        parts = division.shapley[figure]
        assert parts["first"].value == pytest.approx(parts["second"].value, abs=1e-15)
        np.testing.assert_allclose(parts["first"].scores, parts["second"].scores, atol=1e-15)


def test_a_payment_from_which_another_excludes_takes_its_place():
    """A (80) is lifted by either payment; the second pays only those whom the first does not."""
    programmes = {"first": first, "second": second_best}
    division = Attribution(toy([80, 200], programmes, first=[30, 0], second=[30, 0]))
    assert division.upstream == {"first": {"first"}, "second": {"first", "second"}}
    found = values(division)
    assert found["joint"] == {TOGETHER: -1 / 2}
    assert found["one_at_a_time"] == {"first": 0, "second": 0}
    assert found["first_in"] == {"first": -1 / 2, "second": -1 / 2}
    assert found["shapley"] == {"first": -1 / 4, "second": -1 / 4}


def test_the_others_are_paid_in_every_subset_where_players_are_only_some(overlapping):
    only = Attribution(overlapping.analysis, only=("second",))
    assert values(only)["joint"] == {TOGETHER: -1 / 4}
    assert values(only)["shapley"] == {"second": -1 / 4}


# ---- the survey of 2019 under the law of 2020


@pytest.fixture(scope="module")
def of_2020(analyses):
    return Attribution(Analysis(analyses[2019].population, bolivia(), dt.date(2020, 11, 20)))


def test_shapley_values_of_ten_players_sum_to_the_joint_effect_with_their_errors(of_2020):
    assert len(of_2020.players) == 10
    everybody, nobody = frozenset(of_2020.players), frozenset()
    for figure, worth in of_2020.worths.items():
        joint = worth[everybody] - worth[nobody]
        total = sum(list(of_2020.shapley[figure].values())[1:], of_2020.shapley[figure]["pensions"])
        assert total.value == pytest.approx(joint.value, abs=1e-9)
        assert total.se == pytest.approx(joint.se, abs=1e-9)
        assert joint.se < worth[everybody].se
    assert of_2020.residual < 1e-9


def test_far_fewer_rules_are_evaluated_than_without_reuse(of_2020):
    work = {row.measure: row.value for row in (of_2020.worths, of_2020.work())[1]}
    assert work["subsets"] == 1024
    assert work["evaluations"] * 100 < work["evaluations_without_reuse"]


def test_evaluations_without_reuse_are_those_of_fresh_runs(of_2020):
    run = of_2020.analysis
    division = Attribution(run, only=("renta_dignidad", "canasta_familiar"))
    total = 0
    for subset in subsets(division.players):
        fresh = Simulation(run.population)
        law = run.law.without(*(set(division.players) - subset)).within_year(run.day)
        for payment in run.payments.values():
            pay(fresh, law, payment.programme)
        total += fresh.evaluated
    assert division.evaluations_without_reuse == total


@pytest.mark.parametrize(
    "absent", [(), ("canasta_familiar", "bono_universal"), ("renta_dignidad", "pensions"), ("canasta_familiar",)]
)
def test_a_worth_is_that_of_the_persons_under_the_law_without_the_absent(of_2020, absent):
    run = of_2020.analysis
    other = run.under(run.law.without(*(name for name in absent if name != "pensions")))
    income = other.disposable()
    if "pensions" in absent:
        income = np.where(run.universe, income - (run.incomes.net_market - run.incomes.before_pensions), 0.0)
    worth = of_2020.worth(frozenset(of_2020.players) - set(absent))
    by_persons = {("gini", ""): measure.gini(income, run.people, where=run.universe)}
    for line in ("moderate", "extreme"):
        for name, function in (("headcount", measure.headcount), ("gap", measure.gap)):
            by_persons[name, line] = function(income, run.line(line), run.people, where=run.universe)
    for figure, estimate in by_persons.items():
        assert worth[figure].value == pytest.approx(estimate.value, abs=1e-12)
        np.testing.assert_allclose(worth[figure].scores, estimate.scores, atol=1e-12)


def test_taking_away_a_payment_on_which_no_other_rests_leaves_the_others_as_they_are(of_2020):
    run = of_2020.analysis
    income = np.where(run.universe, run.disposable() - run.incomes.paid(run.payments["bono_familia"]), 0.0)
    without = measure.headcount(income, run.line("moderate"), run.people, where=run.universe)
    worth = of_2020.worth(frozenset(of_2020.players) - {"bono_familia"})[HEADCOUNT]
    assert worth.value == pytest.approx(without.value, rel=1e-14)


def test_the_gini_by_source_sums_to_the_gini(of_2020):
    assert sorted(column for source in SOURCES for column in of_source(source)) == sorted(of_source())
    income = np.sum(list(of_2020.sources().values()), axis=0)
    np.testing.assert_allclose(income, of_2020.analysis.disposable()[of_2020.one_of_each], rtol=1e-12, atol=1e-9)
    rows = {(row.measure, row.level): row for row in of_2020.gini_by_source()}
    parts = [rows["contribution", name].value for name in of_2020.sources()]
    gini = of_2020.worths["gini", ""][frozenset(of_2020.players)]
    assert sum(parts) == pytest.approx(gini.value, abs=1e-12)
    assert rows["source_gini", "disposable"].value == pytest.approx(gini.value, abs=1e-12)
    assert rows["source_gini", "disposable"].se == pytest.approx(gini.se, abs=1e-12)


@pytest.fixture(scope="module")
def together(of_2020):
    rows = together_and_apart(of_2020.analysis)
    columns = ("order", "side", "accounting", "group", "level", "measure", "line", "programme", "unit")
    return {tuple(getattr(row, column) for column in columns): row for row in rows}


def test_the_hunger_payment_weighs_more_the_shorter_the_period(together):
    place = ("headcount", "moderate", "bono_contra_el_hambre")
    effects = []
    for accounting in ("year", "quarter", "month"):
        levels = [together["", side, accounting, "all", "all", *place, "share"].value for side in ("after", "before")]
        effects.append(together["one_at_a_time", "change", accounting, "all", "all", *place, "points"].value)
        assert effects[-1] == pytest.approx(levels[0] - levels[1], abs=1e-12)
    assert 0 > effects[0] > effects[1] > effects[2]


@pytest.mark.parametrize("accounting", ["year", "quarter", "month"])
def test_payments_together_and_apart_under_both_readings_of_the_excluded_parent(together, accounting):
    readings = (("all", "all"), (DOUBTFUL.what, "collector"))
    for reading in readings:
        place = ("change", accounting, *reading, "headcount", "moderate")
        joint = together["joint", *place, TOGETHER, "points"]
        parts = [together["shapley", *place, name, "points"] for name in PAYMENTS_2020]
        assert sum(part.value for part in parts) == pytest.approx(joint.value, abs=1e-9)
        assert DOUBTFUL in joint.marks
    # the parents who did not collect are paid as well, so alone it takes more from poverty
    alone = [
        together["first_in", "change", accounting, *each, "headcount", "moderate", "bono_universal", "points"].value
        for each in readings
    ]
    assert alone[1] < alone[0] < 0


def test_marks_of_a_payment_follow_to_those_on_which_it_rests(of_2020):
    assert DOUBTFUL in of_2020.marks("canasta_familiar")
    assert DOUBTFUL not in of_2020.marks("bono_familia")
    alone = Attribution(of_2020.analysis, only=("canasta_familiar",))
    assert DOUBTFUL in alone.marks(TOGETHER)


# ---- the same error two ways


@pytest.mark.soak
def test_the_error_of_shapley_values_is_that_of_replicate_weights(synthetic):
    """Linearised errors beside those of a rescaling bootstrap (Rao, Wu & Yue 1992)."""
    division = Attribution(synthetic, only=("pensions", "bono_juancito_pinto", "renta_dignidad"))
    replicates = 400
    households: Design = division.households
    weight = households.weight * replicate_weights(households, replicates, 7)[:, households.psu_of_person]
    worths = {"headcount": [], "gini": []}
    for subset in subsets(division.players):
        income = division.income(subset)
        poor = income < division.lines["moderate"]
        worths["headcount"].append((weight * poor).sum(axis=1) / weight.sum(axis=1))
        order = np.argsort(income, kind="stable")
        w, y = weight[:, order], income[order]
        middle = w.cumsum(axis=1) - w / 2
        worths["gini"].append(2 * (w * y * middle).sum(axis=1) / w.sum(axis=1) / (w * y).sum(axis=1) - 1)
    for figure in (HEADCOUNT, ("gini", "")):
        found = shapley_weights(division.players) @ np.array(worths[figure[0]])
        for name, parts in zip(division.players, found, strict=True):
            # the standard error of a standard error from R replicates is about 1/√(2R), 3.5 % here
            assert division.shapley[figure][name].se == pytest.approx(parts.std(), rel=0.12)


# ---- asking


def test_the_command_gives_the_rows_of_python_and_says_how_much_it_worked():
    only = ["renta_dignidad", "bono_juancito_pinto"]
    result = CliRunner().invoke(ayni, ["attribution", "--only", ",".join(only), "--stats", "--format", "json"])
    assert result.exit_code == 0
    rows = json.loads(result.stdout)["rows"]
    found = package.attribution(None, only=only)
    assert [(row["order"], row["value"], row["se"]) for row in rows] == [(r.order, r.value, r.se) for r in found]
    work = {row.measure: row.value for row in found if row.table == "work"}
    assert work["subsets"] == 4
    assert str(work["evaluations"]) in result.stderr


@pytest.mark.parametrize("option", ["--only", "--order"])
def test_a_name_that_pays_nothing_is_one_clear_line(option):
    result = CliRunner().invoke(ayni, ["attribution", option, "renta_dignida"])
    assert isinstance(result.exception, AyniError)
    assert result.exception.key == "not_a_player"
    assert result.exception.fields["near"] == "renta_dignidad"


def test_orders_drawn_at_random_come_near_every_subset_and_their_parts_add_up(of_2020):
    from ayni.scenario import Attribution

    drawn = Attribution(of_2020.analysis, of_2020.accounting, of_2020.only, sample_orders=60)
    for figure in (("headcount", "moderate"), ("gini", "")):
        exact, near = of_2020.shapley[figure], drawn.shapley[figure]
        worth = drawn.of(figure)
        joint = worth(frozenset(drawn.players)).value - worth(frozenset()).value
        assert sum(part.value for part in near.values()) == pytest.approx(joint, abs=1e-13)
        for name, part in near.items():
            assert part.value == pytest.approx(exact[name].value, abs=5 * part.more_variance**0.5 + 1e-15)
            assert part.se >= part.more_variance**0.5
    rows = {(row.programme, row.unit): row for row in drawn.rows() if (row.measure, row.order) == ("gini", "shapley")}
    assert all(row.se for row in rows.values() if row.value)
    assert {row.measure for row in drawn.work()} == {"orders", "evaluations", "residual"}


def test_many_players_say_how_long_it_takes(small, monkeypatch):
    from ayni.scenario import Attribution, attribution
    from ayni.words import AyniWarning

    monkeypatch.setattr(attribution, "MANY", 2)
    monkeypatch.setattr(attribution, "TIMED", 2)
    division = Attribution(small)
    with pytest.warns(AyniWarning, match=f"{len(division.players)} programmes give {2 ** len(division.players)}"):
        division.worths  # noqa: B018
    with pytest.raises(AyniError, match="two or more"):
        Attribution(small, sample_orders=1)
