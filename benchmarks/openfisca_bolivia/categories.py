"""Answers that are one of a few words. The names are those of the survey's normalised columns."""

from openfisca_core.indexed_enums import Enum


class SelfIdentification(Enum):
    belongs = "Belongs to an indigenous people"
    does_not_belong = "Does not belong to an indigenous people"
    not_bolivian = "Is not Bolivian"


class HealthInsurance(Enum):
    public_scheme = "Public scheme (SUS and those before it)"
    social_security = "Short-term social security fund"
    subnational = "Cover of a department or municipality"
    private = "Private policy"
    other = "Other"
    none = "None"


class WorkCategory(Enum):
    none = "Does not work"
    employee = "Employee or labourer"
    employer_with_salary = "Employer or partner who draws a salary"
    own_account = "Own-account worker"
    employer = "Employer or partner without a salary"
    cooperative_member = "Member of a producers' cooperative"
    unpaid_family = "Unpaid family worker"
    unpaid_apprentice = "Unpaid apprentice"
    domestic_worker = "Domestic worker"


class EmployerSector(Enum):
    none = "Not asked"
    public_administration = "Public administration"
    public_enterprise = "Public enterprise"
    private_large = "Private, medium or large"
    private_small = "Private, small"
    ngo = "Non-profit body"
    international = "Embassy or international body"


class SchoolLevel(Enum):
    none = "Not enrolled"
    literacy_course = "Literacy course"
    preschool = "Initial level"
    primary = "Primary"
    secondary = "Secondary"
    adult_primary = "Primary for adults"
    adult_secondary = "Secondary for adults"
    post_literacy = "Post-literacy"
    special = "Special education"
    higher = "Higher education"


class SchoolType(Enum):
    none = "Not enrolled"
    public = "Public or by agreement with the state"
    private = "Private"


class DisabilityGrade(Enum):
    none = "None"
    mild = "Mild"
    moderate = "Moderate"
    serious = "Serious"
    very_serious = "Very serious"
