# ruff: noqa: N801, N805
"""Minimum wage, contributions of workers and employers, and the tax on wages."""

import numpy as np
from openfisca_bolivia.entities import Person
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable


class salario_minimo_nacional(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "National minimum wage"
    reference = "decreto supremo de cada año"

    def formula_2003(person, period, parameters):
        return person.filled_array(parameters(period).salario_minimo_nacional.smn)


class insured_earnings(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Total earned of those who contribute"
    reference = "Ley 065"

    def formula(person, period):
        return person("contributes_from_a_wage", period) * person("total_earned", period)


class capped_earnings(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Total earned up to sixty minimum wages"
    reference = "Ley 065"

    def formula(person, period, parameters):
        ceiling = parameters(period).aportes_sip.ceiling_smn * person("salario_minimo_nacional", period)
        return np.minimum(person("insured_earnings", period), ceiling)


class aportes_sip_old_age(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Worker: old age"
    reference = "Ley 065 art. 88"

    def formula_1997_05(person, period, parameters):
        saves = person("pension_old_age", period) == 0
        return saves * person("capped_earnings", period) * parameters(period).aportes_sip.employee_old_age


class aportes_sip_common_risk(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Worker: common risk"
    reference = "Ley 065 art. 83"

    def formula_1997_05(person, period, parameters):
        p = parameters(period).aportes_sip
        covered = person("age", period) < p.common_risk_ends_at
        return covered * person("capped_earnings", period) * p.employee_common_risk


class aportes_sip_commission(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Worker: commission"
    reference = "Ley 065 art. 151"

    def formula_1997_05(person, period, parameters):
        return person("capped_earnings", period) * parameters(period).aportes_sip.employee_commission


class aportes_sip_solidarity(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Worker: Solidarity Fund"
    reference = "Ley 065 art. 87"

    def formula_2011_02(person, period, parameters):
        return person("insured_earnings", period) * parameters(period).aportes_sip.employee_solidarity


class aportes_sip_national_solidarity(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Worker: national solidarity contribution, three parts that add up"
    reference = "Ley 3785 art. 15; Ley 065 art. 87; Ley 1582 art. 2"

    def formula_2007_12(person, period, parameters):
        above = person("insured_earnings", period) - person("capped_earnings", period)
        return parameters(period).aportes_sip.minimum_pension * above

    def formula_2011_02(person, period, parameters):
        p = parameters(period).aportes_sip.national_solidarity
        earned = person("insured_earnings", period)
        parts = ((p.first.over, p.first.rate), (p.second.over, p.second.rate), (p.third.over, p.third.rate))
        return sum(rate * np.maximum(0, earned - over) for over, rate in parts)


class aportes_sip_worker(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Worker: all that is withheld for social security"
    reference = "Ley 065"

    def formula(person, period):
        lines = ("old_age", "common_risk", "commission", "solidarity", "national_solidarity")
        return sum(person(f"aportes_sip_{line}", period) for line in lines)


class aportes_sip_employer_health(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Employer: health"
    reference = "Código de Seguridad Social; DS 21637"

    def formula_1987_07(person, period, parameters):
        return person("insured_earnings", period) * parameters(period).aportes_sip.employer_health


class aportes_sip_employer_housing(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Employer: housing"

    def formula_1997_05(person, period, parameters):
        return person("insured_earnings", period) * parameters(period).aportes_sip.employer_housing


class aportes_sip_employer_professional_risk(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Employer: professional risk"
    reference = "Ley 065 art. 83"

    def formula_1997_05(person, period, parameters):
        return person("capped_earnings", period) * parameters(period).aportes_sip.employer_professional_risk


class aportes_sip_employer_solidarity(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Employer: Solidarity Fund"
    reference = "Ley 3785 art. 15; Ley 065 art. 87; Ley 1582 art. 2"

    def formula_2007_12(person, period, parameters):
        above = person("insured_earnings", period) - person("capped_earnings", period)
        return parameters(period).aportes_sip.minimum_pension * above

    def formula_2011_02(person, period, parameters):
        return person("insured_earnings", period) * parameters(period).aportes_sip.employer_solidarity


class aportes_sip_employer_mining(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Employer in mining: further contribution to the Solidarity Fund"
    reference = "Ley 3785 art. 15; Ley 065 art. 87; Ley 1582 art. 2"

    def formula_2007_12(person, period, parameters):
        above = person("insured_earnings", period) - person("capped_earnings", period)
        return parameters(period).aportes_sip.minimum_pension * above

    def formula_2011_02(person, period, parameters):
        rate = parameters(period).aportes_sip.employer_mining_solidarity
        return person("works_in_mining", period) * person("insured_earnings", period) * rate


class aportes_sip_employer(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Employer: all that is paid for social security"
    reference = "Ley 065"

    def formula(person, period):
        lines = ("health", "housing", "professional_risk", "solidarity", "mining")
        return sum(person(f"aportes_sip_employer_{line}", period) for line in lines)


class rc_iva_without_invoices(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "RC-IVA of a wage earner who presents no invoices"
    reference = "Ley 843 art. 19, 25, 26 y 30; DS 21531 art. 8 c); DS 5383"

    def formula_1994_12_22(person, period, parameters):
        p = parameters(period).rc_iva
        minimum = person("salario_minimo_nacional", period)
        net = person("insured_earnings", period) - person("aportes_sip_worker", period)
        tax = p.rate * np.maximum(0, net - p.deduction_non_taxable_minimum_smn * minimum)
        return np.maximum(0, tax - p.rate * p.presumed_credit_smn * minimum)
