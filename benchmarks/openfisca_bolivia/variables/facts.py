# ruff: noqa: N801, N805
"""Facts that several laws ask for, by the assumptions that Ayni documents, worked out here anew."""

from openfisca_bolivia.categories import (
    EmployerSector,
    HealthInsurance,
    SchoolLevel,
    SchoolType,
    SelfIdentification,
    WorkCategory,
)
from openfisca_bolivia.entities import Person
from openfisca_bolivia.family import rows_named
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable


def one_of(answers, *values):
    """Whether each answer is one of the values."""
    found = answers == values[0]
    for value in values[1:]:
        found = found | (answers == value)
    return found


class is_bolivian(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Did not say to be a foreigner"

    def formula(person, period):
        return person("self_identification", period) != SelfIdentification.not_bolivian


class is_insured(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Insured in a short-term social security fund"

    def formula(person, period):
        fund = HealthInsurance.social_security
        return (person("health_insurance", period) == fund) | (person("second_health_insurance", period) == fund)


class receives_pension(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Receives a long-term pension, own or survivor's"

    def formula(person, period):
        kinds = ("pension_old_age", "pension_survivor", "pension_disability", "pension_veteran")
        return sum(person(kind, period) for kind in kinds) > 0


class is_paid_by_the_state(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Draws a wage from the public administration or a public enterprise"

    def formula(person, period):
        state = (EmployerSector.public_administration, EmployerSector.public_enterprise)
        waged = (WorkCategory.employee, WorkCategory.employer_with_salary)
        first = one_of(person("work_category", period), *waged) & one_of(person("employer_sector", period), *state)
        second = one_of(person("second_work_category", period), *waged) & one_of(
            person("second_employer_sector", period), *state
        )
        return first | second


class works_for_a_wage(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Depends on an employer in one of two jobs"

    def formula(person, period):
        waged = (WorkCategory.employee, WorkCategory.employer_with_salary, WorkCategory.domestic_worker)
        return one_of(person("work_category", period), *waged) | one_of(person("second_work_category", period), *waged)


class contributes_from_a_wage(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Depends on an employer and is up to date with contributions"

    def formula(person, period):
        return person("works_for_a_wage", period) & person("contributes_to_pension", period)


class is_bono_familia_pupil(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Pupil of initial, primary or secondary school, or of public special or adults' education"

    def formula(person, period):
        level = person("school_level", period)
        regular = one_of(level, SchoolLevel.preschool, SchoolLevel.primary, SchoolLevel.secondary)
        other = one_of(level, SchoolLevel.special, SchoolLevel.adult_primary, SchoolLevel.adult_secondary)
        public = person("school_type", period) == SchoolType.public
        return person("is_enrolled", period) & (regular | (other & public))


class is_parent_of_a_pupil(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Has a child in the household for whom Bono Familia is paid"

    def formula(person, period):
        pupil = person("is_bono_familia_pupil", period)
        return rows_named(person("mother", period), pupil) | rows_named(person("father", period), pupil)


class collects_bono_familia(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Collects Bono Familia for a child: the mother, or the father where she is not in the household"

    def formula(person, period):
        pupil, mother = person("is_bono_familia_pupil", period), person("mother", period)
        return rows_named(mother, pupil) | rows_named(person("father", period), pupil & (mother < 0))
