# ruff: noqa: N801, N805
"""Old age: BONOSOL until 2007, Renta Dignidad since 2008."""

import numpy as np
from openfisca_bolivia.entities import Person
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable


class bonosol(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    end = "2007-12-31"
    label = "Bono Solidario, once a year"
    reference = "Ley 2427 art. 1, 2 y 4"

    def formula_2003(person, period, parameters):
        p = parameters(period).bonosol
        age = person("age", period)
        born = period.start.year - age
        entitled = person("is_bolivian", period) & (age >= p.min_age) & (born <= p.last_year_of_birth)
        return entitled * p.amount


class is_entitled_to_renta_dignidad(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Old enough, Bolivian, and not on a payroll that excludes"
    reference = "Ley 3791 art. 3; Ley 1613 disposición adicional quinta"

    def formula_2008(person, period, parameters):
        p = parameters(period).renta_dignidad
        of_age = person("is_bolivian", period) & (person("age", period) >= p.min_age)
        return of_age & ~person("is_paid_by_the_state", period)

    def formula_2025(person, period, parameters):
        p = parameters(period).renta_dignidad
        of_age = person("is_bolivian", period) & (person("age", period) >= p.min_age)
        # Ley 1613 leaves out whoever depends on a private employer, among those without a pension (item a); the manager
        # of pensions knows its affiliates.
        known = person("works_for_a_wage", period) & person("is_pension_affiliate", period)
        private = known & ~person("receives_pension", period)
        return of_age & ~(person("is_paid_by_the_state", period) | private)


class renta_dignidad(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Renta Dignidad, with what other programmes add to it"
    reference = "Ley 3791 art. 5; Ley 378; Ley 953; Ley 1196; DS 5516 art. 10"

    def formula_2008(person, period, parameters):
        p = parameters(period).renta_dignidad
        amount = np.where(person("receives_pension", period), p.monthly_pensioner, p.monthly_non_pensioner + p.pepe)
        return person("is_entitled_to_renta_dignidad", period) * amount


class renta_dignidad_thirteenth(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    label = "Thirteenth payment: one more month of the Renta, without what other programmes add"
    reference = "Ley 562 art. 2; DS 2152"

    def formula_2014(person, period, parameters):
        december = period.first_month.offset(11)
        p = parameters(december).renta_dignidad
        month = np.where(person("receives_pension", period), p.monthly_pensioner, p.monthly_non_pensioner)
        return person("is_entitled_to_renta_dignidad", december) * month * p.thirteenth_payment
