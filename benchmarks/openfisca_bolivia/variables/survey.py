# ruff: noqa: N801
"""What persons answered. A survey is one moment, so its answers hold for any period."""

from openfisca_bolivia import categories
from openfisca_bolivia.entities import Person
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable


class age(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Completed years"


class self_identification(Variable):
    value_type = categories.Enum
    possible_values = categories.SelfIdentification
    default_value = categories.SelfIdentification.does_not_belong
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Belonging to an indigenous people"


class health_insurance(Variable):
    value_type = categories.Enum
    possible_values = categories.HealthInsurance
    default_value = categories.HealthInsurance.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Health cover, first answer"


class second_health_insurance(Variable):
    value_type = categories.Enum
    possible_values = categories.HealthInsurance
    default_value = categories.HealthInsurance.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Health cover, second answer"


class work_category(Variable):
    value_type = categories.Enum
    possible_values = categories.WorkCategory
    default_value = categories.WorkCategory.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Standing in the main job"


class second_work_category(Variable):
    value_type = categories.Enum
    possible_values = categories.WorkCategory
    default_value = categories.WorkCategory.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Standing in the second job"


class employer_sector(Variable):
    value_type = categories.Enum
    possible_values = categories.EmployerSector
    default_value = categories.EmployerSector.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Who runs the workplace of the main job"


class second_employer_sector(Variable):
    value_type = categories.Enum
    possible_values = categories.EmployerSector
    default_value = categories.EmployerSector.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Who runs the workplace of the second job"


class school_level(Variable):
    value_type = categories.Enum
    possible_values = categories.SchoolLevel
    default_value = categories.SchoolLevel.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Level of this year's enrolment"


class school_type(Variable):
    value_type = categories.Enum
    possible_values = categories.SchoolType
    default_value = categories.SchoolType.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Who runs the school"


class disability_grade(Variable):
    value_type = categories.Enum
    possible_values = categories.DisabilityGrade
    default_value = categories.DisabilityGrade.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Grade on the disability card"


class school_course(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Course within the level"


class is_enrolled(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Enrolled this year"


class contributes_to_pension(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Contributions to the pension system are up to date"


class is_pension_affiliate(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Affiliated to the pension system"


class disability_card(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Holds a disability card"


class reports_disability_grant(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Says to have received the disability or blindness grant"


class is_pregnant(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Pregnant now"


class gave_birth_last_year(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Gave birth in the last twelve months"


class reported_prenatal_controls(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Prenatal controls for which Juana Azurduy paid"


class pension_old_age(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Retirement pension, Bs a month"


class pension_survivor(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Widow's or orphan's pension, Bs a month"


class pension_disability(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Disability pension, Bs a month"


class pension_veteran(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "War veteran's pension, Bs a month"


class total_earned(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Total earned in a month, before contributions and tax, Bs"


class works_in_mining(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Works in a mining or metallurgical enterprise"


class mother(Variable):
    value_type = int
    default_value = -1
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Row of the mother, or -1 where she is not in the household"


class father(Variable):
    value_type = int
    default_value = -1
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Row of the father, or -1 where he is not in the household"
