"""Facts about a person that several laws ask for, taken from what the person answered."""

from ayni.engine import rule


@rule(unit="flag")
def is_household_member(relation):
    """Belongs to the household for income and size: not a live-in domestic worker nor that worker's relative."""
    return relation not in ("domestic_worker", "relative_of_domestic_worker")


@rule(unit="flag")
def is_bolivian(self_identification):
    """Bolivian: did not answer "I am not Bolivian" when asked about belonging to an indigenous people."""
    return self_identification != "not_bolivian"


@rule(unit="years")
def age_this_month(age):
    """Completed years at the end of the month; those of the day where the birth date is not known."""
    return age


@rule(unit="years")
def age_on_30_november(age):
    """Completed years on 30 November; those of the day where the birth date is not known."""
    return age


@rule(unit="years")
def age_this_year(age):
    """Completed years on 31 December; those of the day where the birth date is not known."""
    return age


@rule(unit="flag")
def is_or_was_pregnant(is_pregnant, gave_birth_last_year):
    """Pregnant, or gave birth in the last twelve months."""
    return is_pregnant or gave_birth_last_year


@rule(unit="count")
def deliveries_in_year(gave_birth_last_year):
    """Births in the period: one of a woman who gave birth in the last twelve months."""
    if gave_birth_last_year:
        return 1
    return 0


@rule(unit="flag")
def has_social_security(health_insurance, second_health_insurance):
    """Insured in a short-term social security fund, in either of the two answers on health cover.

    The public scheme, a private policy and municipal cover are not social security.
    """
    return health_insurance == "social_security" or second_health_insurance == "social_security"


@rule(unit="flag")
def receives_pension(pension_old_age, pension_survivor, pension_disability, pension_veteran):
    """Receives a monthly rent of long-term social security.

    The survey asks for the monthly amounts of retirement, widow's or orphan's, disability and war veteran's rents.
    It does not say who pays: the pay-as-you-go system, the insurers or the integral system. Renta Dignidad is asked
    apart and is not one.
    """
    return pension_old_age + pension_survivor + pension_disability + pension_veteran > 0


@rule(unit="flag")
def receives_old_age_pension(pension_old_age):
    """Receives a retirement pension of one's own."""
    return pension_old_age > 0


@rule(unit="flag")
def on_state_payroll(work_category, employer_sector, second_work_category, second_employer_sector):
    """Paid a wage by the public administration or a public enterprise, in the main or the second job."""
    main = work_category in ("employee", "employer_with_salary") and employer_sector in (
        "public_administration",
        "public_enterprise",
    )
    second = second_work_category in ("employee", "employer_with_salary") and second_employer_sector in (
        "public_administration",
        "public_enterprise",
    )
    return main or second


@rule(unit="flag")
def is_dependent_worker(work_category, second_work_category):
    """Works for a wage or salary, with or without contributions, in the main or the second job."""
    main = work_category in ("employee", "employer_with_salary", "domestic_worker")
    second = second_work_category in ("employee", "employer_with_salary", "domestic_worker")
    return main or second


@rule(unit="flag")
def contributes_as_dependent(is_dependent_worker, contributes_to_pension):
    """A wage earner whose contributions to the pension system are up to date: one whom its records show."""
    return is_dependent_worker and contributes_to_pension


@rule(unit="flag")
def is_affiliated_dependant(is_dependent_worker, is_pension_affiliate):
    """A wage earner affiliated to the pension system: one whom the manager of pensions can see."""
    return is_dependent_worker and is_pension_affiliate


@rule(unit="flag")
def attends_regular_school(is_enrolled, school_level):
    """Enrolled this year in primary or secondary school of regular education."""
    return is_enrolled and school_level in ("primary", "secondary")


@rule(unit="flag")
def attends_special_school(is_enrolled, school_level):
    """Enrolled this year in a special education centre."""
    return is_enrolled and school_level == "special"


@rule(unit="grade")
def school_grade(school_level, school_course):
    """Grade of regular education, 1 to 12: primary 1-6, then secondary 1-6 as 7-12; 0 outside it.

    In the numbering used before 2011 primary had eight grades: its 7 and 8 are secondary 1 and 2 of today, and count
    as 7 and 8.
    """
    if school_level == "primary":
        return school_course
    if school_level == "secondary":
        return 6 + school_course
    return 0
