# ruff: noqa: N801, N805
"""Disability: the grant that municipalities pay every month."""

from openfisca_bolivia.categories import DisabilityGrade
from openfisca_bolivia.entities import Person
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable


class bono_discapacidad(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Monthly grant for serious and very serious disability"
    reference = "Ley 977; DS 3437"

    def formula_2018(person, period, parameters):
        grade = person("disability_grade", period)
        serious = (grade == DisabilityGrade.serious) | (grade == DisabilityGrade.very_serious)
        p = parameters(period).bono_discapacidad
        return (person("disability_card", period) & serious & (person("age", period) < p.age_limit)) * p.amount
