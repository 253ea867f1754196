"""Ayni against a second writing of the law, in OpenFisca: the same for every person.

The second writing is `benchmarks/openfisca_bolivia`, made from the rule book and not from `ayni.law`. Its README says
where the two differed, and who was right.
"""

import datetime as dt
import importlib.util
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from ayni.engine import Simulation
from ayni.law import bolivia
from ayni.survey import load
from support.tiers import every_tier

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

EH2019 = "eh/2019/original/EH2019_Pers_csv.csv.gz"
DAYS = [dt.date(2006, 11, 20), dt.date(2019, 11, 20), dt.date(2020, 12, 1), dt.date(2026, 6, 15)]
WAGES = [pytest.param(1, id="wages"), pytest.param(8, id="eightfold_wages")]
"""Eightfold, wages pass every threshold of the solidarity contribution and the ceiling of the rest."""

OF_A_YEAR = (
    "bonosol",
    "renta_dignidad_thirteenth",
    "bono_juancito_pinto",
    "bono_juana_azurduy_mother",
    "bono_juana_azurduy_child",
    "subsidio_universal_prenatal",
    "canasta_familiar",
    "bono_familia",
    "bono_universal",
    "bono_contra_el_hambre",
    "collects_bono_familia",
)
OF_A_MONTH = (
    "renta_dignidad",
    "bono_discapacidad",
    "salario_minimo_nacional",
    "aportes_sip_old_age",
    "aportes_sip_common_risk",
    "aportes_sip_commission",
    "aportes_sip_solidarity",
    "aportes_sip_national_solidarity",
    "aportes_sip_worker",
    "aportes_sip_employer_health",
    "aportes_sip_employer_housing",
    "aportes_sip_employer_professional_risk",
    "aportes_sip_employer_solidarity",
    "aportes_sip_employer_mining",
    "aportes_sip_employer",
    "rc_iva_before_invoices",
)
OTHER_NAMES = {"rc_iva_before_invoices": "rc_iva_without_invoices"}


@pytest.fixture(scope="module")
def openfisca():
    if importlib.util.find_spec("openfisca_core") is None:
        message = "needs openfisca-core, of the dev group, for the second writing of the law"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    import openfisca_bolivia

    system = openfisca_bolivia.BoliviaTaxBenefitSystem()

    def run(population, day):
        simulation = openfisca_bolivia.simulation_of(
            system, population.columns, population.categories, population.household
        )
        periods = dict.fromkeys(OF_A_YEAR, str(day.year)) | dict.fromkeys(OF_A_MONTH, f"{day:%Y-%m}")
        return {name: simulation.calculate(OTHER_NAMES.get(name, name), period) for name, period in periods.items()}

    return run


@pytest.fixture(scope="module")
def law():
    return every_tier(bolivia())


@pytest.fixture(scope="module")
def real(shared_data):
    return load(shared_data / EH2019)


def dependants(population):
    waged = ("employee", "employer_with_salary", "domestic_worker")
    return population.is_value("work_category", *waged) | population.is_value("second_work_category", *waged)


def with_wages(population, times):
    """The population with total earned before contributions, and with mines in which every seventh person works."""
    contributes = dependants(population) & population["contributes_to_pension"]
    earned = np.where(contributes, times * population["wage"] / 0.8729, 0.0)
    mining = np.arange(population.n_persons) % 7 == 0
    return population.with_columns({"total_earned": earned, "works_in_mining": mining})


def differences(law, openfisca, population, day):
    """For each column, who is given something else by the two."""
    here = Simulation(population).run(law.within_year(day), [*OF_A_YEAR, *OF_A_MONTH])
    there = openfisca(population, day)
    return {name: np.abs(here[name].astype(float) - there[name]) > 0.01 for name in here}


def check(law, openfisca, population, day):
    for name, differs in differences(law, openfisca, population, day).items():
        assert not differs.any(), f"{name} on {day}: {differs.sum()} persons, rows {np.flatnonzero(differs)[:5]}"


@pytest.mark.parametrize("times", WAGES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_same_for_everybody_in_the_survey(openfisca, law, real, day, times):
    check(law, openfisca, with_wages(real, times), day)


@pytest.mark.parametrize("times", WAGES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_same_for_everybody_in_the_synthetic_population(openfisca, law, day, times):
    check(law, openfisca, with_wages(load(), times), day)


def test_every_instrument_gives_something_to_somebody(openfisca):
    population = with_wages(load(), 8)
    given = {name for day in DAYS for name, column in openfisca(population, day).items() if column.any()}
    assert given == {*OF_A_YEAR, *OF_A_MONTH}
