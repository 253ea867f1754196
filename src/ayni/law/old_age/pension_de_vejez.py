"""Pensión de vejez: the contributory pension that one's own savings and the compensation pay for."""

from ayni.engine import rule, step


@rule(unit="years", law="Ley 065 art. 8 y anexo (Tabla de Mortalidad)")
def pension_years_of_spouse(spouse_age, p):
    """Years for which the savings must also stand for a spouse, at most, weighted by her share of the pension."""
    if spouse_age <= 0:
        return 0.0
    return p.spouse_share * (p.expected_age - min(spouse_age, p.expected_from))


@rule(unit="Bs/month", law="Ley 065 art. 8 y anexo (Tabla de Mortalidad)")
def savings_pension_least(savings_balance, age, pension_years_of_spouse, children_under_25, p):
    """The least that the savings can pay a month: spread evenly over the years to come, without any interest.

    The manager's table and rate were not found; any rate above zero gives more than this.
    """
    own = p.expected_age - min(age, p.expected_from)
    years = own + pension_years_of_spouse + p.child_share * p.child_years * children_under_25
    return savings_balance / (12 * years)


@rule(unit="Bs/month", law="Ley 065 art. 8 y anexo (Tabla de Mortalidad)")
def savings_pension_most(savings_balance, age, p):
    """What they would pay with an assumed high rate of interest, and nobody to inherit the pension."""
    return savings_balance / 100_000 * step(age, p.most_of_100000)


@rule(unit="flag", law="Ley 065 art. 8")
def pays_share_of_reference_wage(own_pension, old_age_reference_wage, p):
    """Whether the own pension reaches the share of the reference wage that the law asks for before the age."""
    if old_age_reference_wage <= 0:
        return False
    return own_pension >= p.share_of_reference_wage * old_age_reference_wage


@rule(unit="years", law="Ley 065 art. 8 b)")
def pension_de_vejez_age_with_compensation(sex, p):
    """Age from which who contributed before May 1997 may retire with that share."""
    if sex == "woman":
        return p.age_with_compensation_women
    return p.age_with_compensation


@rule(unit="flag", law="Ley 065 art. 8 a) y b)")
def retires_by_share(age, months_before_1997, pays_share_of_reference_wage, pension_de_vejez_age_with_compensation):
    """Retires by that share: at any age without contributions before May 1997, else from an age."""
    if not pays_share_of_reference_wage:
        return False
    if months_before_1997 > 0:
        return age >= pension_de_vejez_age_with_compensation
    return True


@rule(unit="flag", law="Ley 065 art. 8 c)")
def retires_by_age(age, contribution_years, own_pension, pension_solidaria_vejez_target, p):
    """Retires at the age and with the years of the law, with an own pension above the solidarity one."""
    if age < p.min_age:
        return False
    if contribution_years < p.min_contribution_years:
        return False
    return own_pension > pension_solidaria_vejez_target


@rule(unit="Bs/month", law="Ley 065 art. 8")
def pension_de_vejez(retires_by_share, retires_by_age, own_pension):
    """Contributory old-age pension of a month: the own pension, with nothing of the Solidarity Fund."""
    if retires_by_share or retires_by_age:
        return own_pension
    return 0.0
