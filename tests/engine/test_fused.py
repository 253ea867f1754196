"""The fused engine: the same columns as by hand and by column, whatever the blocks; compiled once for a plan."""

import datetime as dt
import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from ayni.engine import Household, Simulation, fused, run
from ayni.law import bolivia
from ayni.words import AyniError
from support import example_rules
from support.builders import families, law_of, persons_of
from support.random_people import random_population
from support.soak import sizes
from support.tiers import every_tier, with_values

DAY = dt.date(2020, 12, 1)
EVERY = tuple(name for name, value in vars(example_rules).items() if type(value).__name__ in ("Rule", "Aggregate"))
PAYMENTS = (
    "renta_dignidad", "renta_dignidad_thirteenth", "bono_juancito_pinto", "bono_juana_azurduy_mother",
    "bono_juana_azurduy_child", "subsidio_universal_prenatal", "bono_discapacidad", "canasta_familiar", "bono_familia",
    "bono_universal", "bono_contra_el_hambre", "rc_iva_before_invoices", "aportes_sip_worker",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def numba(tmp_path_factory):
    """Numba, and a cache of this module's own."""
    if importlib.util.find_spec("numba") is None:
        message = "needs numba, of the extra ayni[fast]"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    before = os.environ.get("AYNI_CACHE")
    os.environ["AYNI_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    del os.environ["AYNI_CACHE"]
    if before is not None:
        os.environ["AYNI_CACHE"] = before


def test_every_kind_of_definition_gives_the_same_fused_by_column_and_by_hand():
    law, population = law_of(example_rules), families()
    by_column = Simulation(population, engine="columns").run(law.on(DAY), EVERY)
    for size in (1, 3, 100):
        together = Simulation(population, engine="fused", block=size).run(law.on(DAY), EVERY)
        for name in EVERY:
            np.testing.assert_array_equal(together[name], by_column[name], err_msg=name)
            assert together[name].dtype == by_column[name].dtype
    for household in range(population.n_households):
        first, last = population.offsets[household : household + 2]
        by_hand = Household(law.on(DAY), persons_of(population, first, last))
        for name in EVERY:
            of_household = law.definitions[name].entity == "household"
            for person in range(last - first):
                row = household if of_household else first + person
                assert by_hand.value(name, person) == by_column[name][row]


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    day=st.dates(dt.date(2005, 1, 1), dt.date(2026, 12, 31)),
    block=st.sampled_from([7, 10_000]),
)
def test_the_loops_of_every_rule_on_any_date_give_what_columns_give(seed, day, block):
    """The loops as the Python that they are written in: to compile every rule would take most of a minute."""
    law = every_tier(bolivia()).on(day)
    wanted = with_values(law)
    population = random_population(law.law, seed, households=12)
    by_column = Simulation(population, engine="columns").run(law, wanted)
    with pytest.MonkeyPatch.context() as patch, np.errstate(all="ignore"):
        patch.setattr(fused, "compiled", as_python)
        patch.setattr(run, "THREADS", 1)
        together = Simulation(population, engine="fused", block=block).run(law, wanted)
    for name in wanted:
        np.testing.assert_array_equal(together[name], by_column[name], err_msg=name)


def as_python(source):
    """The function of a plan's source, as Python runs it."""

    def block(*arguments):
        with np.errstate(all="ignore"):  # of the thread that runs it
            return made["block"](*arguments)

    made = {}
    exec(source.replace("from numba import njit", "njit = lambda **_: lambda function: function"), made)
    return block


@pytest.mark.parametrize("rules", sizes(4, len(PAYMENTS), "rules"))
def test_the_transfers_of_the_law_are_the_same_compiled_and_by_column_for_any_people(rules):
    """Most of the time goes into compiling."""
    law, payments = every_tier(bolivia()).on(DAY), PAYMENTS[:rules]
    for seed in (1, 2):
        population = random_population(law.law, seed, households=300)
        by_column = Simulation(population, engine="columns").run(law, payments)
        for size in (50, 10_000):
            together = Simulation(population, engine="fused", block=size).run(law, payments)
            for name in payments:
                np.testing.assert_array_equal(together[name], by_column[name], err_msg=name)


def test_a_changed_parameter_is_not_compiled_again():
    population = random_population(bolivia(), 3, households=50)
    wanted = ["renta_dignidad"]
    Simulation(population, engine="fused").run(bolivia().on(DAY), wanted)
    compiled = fused.compiled.cache_info().misses
    raised = bolivia().amend({"renta_dignidad.monthly_pensioner": {"2020-12-01": 777}}).on(DAY)
    column = Simulation(population, engine="fused").run(raised, wanted)["renta_dignidad"]
    assert fused.compiled.cache_info().misses == compiled
    assert 777 in column


@pytest.mark.soak
def test_another_process_finds_the_code_on_the_disk():
    code = (
        "import datetime as dt\n"
        "from ayni.engine import Simulation\nfrom ayni.law import bolivia\nfrom ayni.survey import load\n"
        "from numba.core import event\n"
        "law = bolivia().on(dt.date(2020, 12, 1))\n"
        "with event.install_recorder('numba:compile') as seen:\n"
        "    column = Simulation(load(), engine='fused').run(law, ['is_bolivian'])['is_bolivian']\n"
        "print(len(seen.buffer), column.sum())"
    )
    run = [sys.executable, "-c", code]
    first, second = (subprocess.run(run, capture_output=True, text=True, check=True).stdout.split() for _ in range(2))
    assert first[1] == second[1]
    assert int(first[0]) > 0
    assert int(second[0]) == 0


def test_what_is_not_finite_is_told_of_with_its_inputs():
    law = law_of(example_rules)
    population = families().with_columns({"wage": np.array([0.0, 400.0, 90.0, -1.0, 950.0, 0.0])})
    with pytest.raises(AyniError, match=r"tapered .*wage = -1\.0"):
        Simulation(population, engine="fused").run(law.on(DAY), ["tapered"])


def test_without_numba_the_fused_engine_is_refused_with_the_mend(monkeypatch):
    monkeypatch.setattr(fused, "is_present", lambda: False)
    with pytest.raises(AyniError, match=r"ayni\[fast\]"):
        Simulation(families(), engine="fused")
    assert Simulation(families()).engine == "columns"
