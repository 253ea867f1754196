# ruff: noqa: N801, N805
"""Children and their mothers: school grant, mother and child grant, prenatal packages."""

import numpy as np
from openfisca_bolivia.categories import SchoolLevel, SchoolType
from openfisca_bolivia.entities import Person
from openfisca_bolivia.family import rows_named
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable


class bono_juancito_pinto(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    label = "Bono Juancito Pinto, once in a school year"
    reference = "DS 28899; DS 29321; DS 29652; DS 0309; DS 5516 art. 9"

    def formula_2006(person, period, parameters):
        p = parameters(period.first_month.offset(10)).bono_juancito_pinto  # paid in October and November
        level, course = person("school_level", period), person("school_course", period)
        covered = ((level == SchoolLevel.primary) & (course >= 1) & (course <= p.last_primary_grade)) | (
            (level == SchoolLevel.secondary) & (course >= 1) & (course <= p.last_secondary_grade)
        )
        regular = covered & (person("age", period) <= p.max_age)
        public = person("school_type", period) == SchoolType.public
        special = (level == SchoolLevel.special) & p.covers_special_education
        entitled = person("is_enrolled", period) & public & (regular | special)
        return entitled * p.amount


class is_pregnant_too_soon(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.YEAR
    label = "Pregnant, with a child under two that was not born in the year"
    reference = "DS 0066 art. 5"

    def formula(person, period):
        small = rows_named(person("mother", period), person("age", period) < 2)
        return person("is_pregnant", period) & ~person("gave_birth_last_year", period) & small


class bono_juana_azurduy_mother(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    label = "Bono Juana Azurduy due to a mother in twelve months, if she attends every control"
    reference = "DS 0066"

    def formula_2009(person, period, parameters):
        p = parameters(period.first_month.offset(11)).bono_juana_azurduy
        birth = person("gave_birth_last_year", period)
        # Births spread evenly over the year, controls over nine months before each.
        before_a_birth = 1 - (9 / 2) / 12
        pregnant_now = (1 - before_a_birth) * 12 / 9
        pregnancies = np.select([birth, person("is_pregnant", period)], [before_a_birth, pregnant_now], 0)
        due = p.prenatal_control * p.prenatal_controls_max * pregnancies + p.delivery_and_postnatal * birth
        return (~person("is_insured", period) & ~person("is_pregnant_too_soon", period)) * due


class bono_juana_azurduy_child(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    label = "Bono Juana Azurduy due for a child in twelve months, if taken to every control"
    reference = "DS 0066"

    def formula_2009(person, period, parameters):
        p = parameters(period.first_month.offset(11)).bono_juana_azurduy
        age = person("age", period)
        # Of the last twelve months a child of age nought lived six on average; a control falls in every other month.
        months = np.where(age == 0, 12 / 2, 12)
        controls = np.minimum(months / p.months_between_child_controls, p.child_controls_max / p.max_age_child)
        return (~person("is_insured", period) & (age < p.max_age_child)) * p.child_control * controls


class subsidio_universal_prenatal(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.YEAR
    label = "Value of the prenatal packages due in twelve months"
    reference = "DS 2480 art. 3, 4 y 5"

    def formula_2015(person, period, parameters):
        p = parameters(period.first_month.offset(11)).subsidio_universal_prenatal
        # The packages fall in the last four months of a pregnancy, which ended evenly over the year.
        before_a_birth = 1 - (p.packages / 2) / 12
        pregnant_now = (1 - before_a_birth) * 12 / 9
        pregnancies = np.select(
            [person("gave_birth_last_year", period), person("is_pregnant", period)], [before_a_birth, pregnant_now], 0
        )
        entitled = ~person("is_insured", period) & ~person("is_pregnant_too_soon", period)
        return entitled * p.package_value * p.packages * pregnancies
