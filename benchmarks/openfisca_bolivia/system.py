"""The country: entities, parameters and variables; and simulations of a survey's persons from its arrays."""

from pathlib import Path

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_bolivia.entities import Household, Person

FOLDER = Path(__file__).parent


class BoliviaTaxBenefitSystem(TaxBenefitSystem):
    """Fourteen instruments of Bolivia's law, 2005 to 2026."""

    def __init__(self):
        super().__init__([Person, Household])
        self.add_variables_from_directory(str(FOLDER / "variables"))
        self.load_parameters(str(FOLDER / "parameters"))
        for variable in self.variables.values():
            if variable.value_type is float:
                variable.dtype = np.float64  # 32 bits lose centavos from some hundred thousand bolivianos on

    def get_package_metadata(self):
        return {"name": FOLDER.name, "version": "", "repository_url": "", "location": str(FOLDER.parent)}


def simulation_of(system, columns, categories, household):
    """A simulation of persons given as arrays: one value a person, in `columns`.

    `categories` names the codes of the columns that hold codes, `household` is each person's household, 0, 1, 2...
    Variables without a formula are read from the column of their name; those that have no column keep their default.
    """
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity(Person.key, range(len(household)))
    households = builder.declare_entity(Household.key, range(int(household[-1]) + 1))
    builder.join_with_persons(households, household, np.zeros(len(household), dtype=int))
    simulation = builder.build(system)
    for name, variable in system.variables.items():
        if variable.formulas or name not in columns:
            continue
        values = columns[name]
        if variable.value_type is Enum:
            answers = variable.possible_values
            values = np.array([answers[value].index for value in categories[name]])[values]
        simulation.set_input(name, DateUnit.ETERNITY, values)
    return simulation
