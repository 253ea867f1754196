# ruff: noqa: N801, N805
"""The four payments of 2020. Each is asked for the year, and read on the month in which it began to be paid."""

from openfisca_bolivia.categories import DisabilityGrade
from openfisca_bolivia.entities import Person
from openfisca_bolivia.family import rows_named
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable


def month_of(period, number):
    """A month of the year, by its number."""
    return period.first_month.offset(number - 1)


class is_woman_in_juana_azurduy(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.YEAR
    label = "Paid for a prenatal control, or uninsured with a birth in the year, or with a child in the programme"

    def formula_2009(person, period):
        child = person("bono_juana_azurduy_child", period) > 0
        birth = person("gave_birth_last_year", period) & ~person("is_insured", period)
        before = person("reported_prenatal_controls", period) > 0
        return before | birth | rows_named(person("mother", period), child)


class canasta_familiar(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    end = "2020-12-31"
    label = "Canasta Familiar, once"
    reference = "DS 4200; Resolución Biministerial 001/20 art. 4"

    def formula_2020(person, period, parameters):
        april = month_of(period, 4)
        aged = (person("renta_dignidad", april) > 0) & ~person("receives_pension", period)
        group = aged | person("is_woman_in_juana_azurduy", period) | person("reports_disability_grant", period)
        waged = person("is_paid_by_the_state", period) | person("works_for_a_wage", period)
        return (group & person("is_bolivian", period) & ~waged) * parameters(april).canasta_familiar.amount


class bono_familia(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    end = "2020-12-31"
    label = "Bono Familia, once for a pupil"
    reference = "DS 4197; DS 4200; DS 4205; DS 4215"

    def formula_2020(person, period, parameters):
        return person("is_bono_familia_pupil", period) * parameters(month_of(period, 5)).bono_familia.amount


class bono_universal(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    end = "2020-12-31"
    label = "Bono Universal, once"
    reference = "DS 4215"

    def formula_2020(person, period, parameters):
        june = month_of(period, 6)
        p = parameters(june).bono_universal
        age = person("age", period)
        entitled = person("is_bolivian", period) & (age >= p.min_age) & (age <= p.max_age)
        out = (
            person("is_paid_by_the_state", period)
            | person("contributes_from_a_wage", period)
            | person("receives_pension", period)
            | (person("renta_dignidad", june) > 0)
            | (person("canasta_familiar", period) > 0)
            | person("is_bono_familia_pupil", period)
            | person("is_parent_of_a_pupil", period)
        )
        return (entitled & ~out) * p.amount


class bono_contra_el_hambre(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    end = "2021-12-31"
    label = "Bono contra el Hambre, once"
    reference = "Ley 1330; DS 4392"

    def formula_2020(person, period, parameters):
        p = parameters(month_of(period, 12)).bono_contra_el_hambre
        age = person("age", period)
        grade = person("disability_grade", period)
        named_grade = (
            (grade == DisabilityGrade.moderate)
            | (grade == DisabilityGrade.serious)
            | (grade == DisabilityGrade.very_serious)
        )
        group = (
            person("is_woman_in_juana_azurduy", period)
            | person("reports_disability_grant", period)
            | (person("disability_card", period) & named_grade)
            | (person("bono_universal", period) > 0)
            | ~person("works_for_a_wage", period)
            | ~person("contributes_to_pension", period)
        )
        out = (
            person("contributes_from_a_wage", period)
            | person("receives_pension", period)
            | person("is_bono_familia_pupil", period)
            | person("collects_bono_familia", period)
        )
        entitled = person("is_bolivian", period) & (age >= p.min_age) & (age <= p.max_age)
        return (entitled & group & ~out) * p.amount
