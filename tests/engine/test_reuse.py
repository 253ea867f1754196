"""What is used again between runs, and what is forgotten."""

import datetime as dt

import numpy as np
import pytest

from ayni.engine import Simulation, Work
from ayni.law import bolivia
from ayni.scenario import programmes
from ayni.survey import load

DAY = dt.date(2022, 11, 1)
AMOUNT = "renta_dignidad.monthly_non_pensioner"
CONE = 2  # the benefit and its thirteenth payment


@pytest.fixture(scope="module")
def wanted():
    law = bolivia().on(DAY)
    return [name for each in programmes(bolivia()) for name in each.rules if law.in_force(name)]


def _at(value):
    return bolivia().amend({AMOUNT: {"2022-01-01": value}}).on(DAY)


def test_a_changed_parameter_computes_its_cone_alone_and_the_columns_of_a_fresh_run(wanted):
    simulation, population = Simulation(load()), load()
    simulation.run(bolivia().on(DAY), wanted)
    for value in (400, 450, 400):
        before = simulation.evaluated
        again = simulation.run(_at(value), wanted)
        assert simulation.evaluated - before in (0, CONE)
        fresh = Simulation(population).run(_at(value), wanted)
        for name in wanted:
            assert again[name].tobytes() == fresh[name].tobytes()
    assert simulation.evaluated - before == 0


def test_other_columns_of_the_same_persons_compute_what_reads_them_alone(wanted):
    population, law = load(), bolivia().on(DAY)
    simulation = Simulation(population)
    simulation.run(law, wanted)
    older = population.with_columns({"age": population["age"] + 1})
    others = simulation.of_others(older)
    again, fresh = others.run(law, wanted), Simulation(older).run(law, wanted)
    assert all(again[name].tobytes() == fresh[name].tobytes() for name in wanted)
    assert others.reused
    back = others.of_others(population).run(law, wanted)
    first = simulation.run(law, wanted)
    assert all(back[name].tobytes() == first[name].tobytes() for name in wanted)


def test_columns_as_a_function_of_wages_are_those_of_a_population_with_these_wages():
    population, law, wanted = load(), bolivia().within_year(DAY), ["aportes_sip_worker", "is_dependent_worker"]
    unseen = {name: np.zeros(population.n_persons) for name in ("invoices_with_credit", "rc_iva_credit_balance")}
    population = population.with_columns({**unseen, "total_earned": population["wage"]})
    found = Simulation(population).function_of(["total_earned"], law, wanted)
    for times in (1.0, 2.5):
        earned = times * population["wage"]
        columns = found(earned)
        fresh = Simulation(population.with_columns({"total_earned": earned})).run(law, wanted)
        assert fresh["aportes_sip_worker"].any()
        assert all(columns[name].tobytes() == fresh[name].tobytes() for name in wanted)


def test_what_is_computed_aside_is_forgotten_and_computed_again_when_asked(wanted):
    simulation = Simulation(load())
    base = simulation.run(bolivia().on(DAY), wanted)
    held = simulation.columns
    for value in range(300, 600, 10):
        with simulation.aside():
            assert simulation.run(_at(value), wanted)["renta_dignidad"].max() == value
            assert simulation.columns == held + (0 if value == 350 else CONE)
        assert simulation.columns == held
    before = simulation.evaluated
    assert simulation.run(_at(590), wanted)["renta_dignidad"].max() == 590
    assert simulation.evaluated == before + CONE
    assert simulation.run(bolivia().on(DAY), wanted)["renta_dignidad"] is base["renta_dignidad"]


def test_what_is_computed_aside_is_forgotten_after_an_error_too(wanted):
    simulation = Simulation(load())
    simulation.run(bolivia().on(DAY), wanted)
    held = simulation.columns

    def fails():
        with simulation.aside():
            simulation.run(_at(500), wanted)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert simulation.columns == held


def test_work_counts_for_all_simulations_that_share_it(wanted):
    work = Work()
    alone = Simulation(load())
    alone.run(bolivia().on(DAY), wanted)
    for _ in range(2):
        Simulation(load(), work=work).run(bolivia().on(DAY), wanted)
    assert work.evaluated == 2 * alone.evaluated > 0
    assert work.engines == {"columns"}
    assert work.seconds > 0


def test_a_law_and_one_amended_from_it_agree_on_what_the_amendment_leaves_alone():
    law, other = bolivia().on(DAY), _at(500)
    assert law.agrees(other, ["bono_juancito_pinto"])
    assert not law.agrees(other, ["renta_dignidad"])
    assert not law.agrees(bolivia().without("renta_dignidad").on(DAY), ["renta_dignidad"])
    assert other.law.order(["renta_dignidad"]) is law.law.order(["renta_dignidad"])


def test_a_suspended_rule_is_not_computed_nor_what_only_it_reads():
    law = bolivia().without("renta_dignidad").on(DAY)
    assert law.computed(["renta_dignidad"]) == ()
    simulation = Simulation(load())
    assert not simulation.run(law, ["renta_dignidad"])["renta_dignidad"].any()
    assert simulation.evaluated == 0
