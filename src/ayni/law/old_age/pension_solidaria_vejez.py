"""Prestación Solidaria de Vejez: the semi-contributory pension, topped up between limits."""

from ayni.engine import rule, step


@rule(unit="years", law="Ley 065 art. 12 a 15")
def pension_solidaria_vejez_age(sex, live_born_children, p):
    """Age from which the pension is due; a woman's is one year lower for each child, up to a number of children."""
    if sex == "woman":
        return p.min_age - min(live_born_children, p.max_children)
    return p.min_age


@rule(unit="Bs/month", law="Ley 065 art. 17; Ley 430 art. 2; Ley 985 art. 2; Ley 1582 art. 2-I")
def pension_solidaria_vejez_lowest_limit(p):
    """Lower limit with ten years of contributions: the smallest of the table."""
    return p.lower_limit_10_years


@rule(unit="Bs/month", law="Ley 065 art. 17; Ley 430 art. 2; Ley 985 art. 2; Ley 1582 art. 2-I")
def pension_solidaria_vejez_highest_limit(p):
    """Upper limit with thirty-five years of contributions or more: the largest of the table."""
    return p.upper_limit_35_years


@rule(unit="Bs/month", law="Ley 065 art. 17; Ley 430 art. 2; Ley 985 art. 2; Ley 1582 art. 2-I")
def pension_solidaria_vejez_lower_limit(contribution_years, p):
    """Lower limit for the years of contributions, the same for miners; of two tables a few rows alone were found."""
    if contribution_years < 11:
        return p.lower_limit_10_years
    if contribution_years >= 20 and contribution_years < 21:
        return p.lower_limit_20_years
    if contribution_years >= 30 and contribution_years < 31:
        return p.lower_limit_30_years
    return step(contribution_years, p.lower_limits)


@rule(unit="Bs/month", law="Ley 065 art. 17; Ley 430 art. 2; Ley 985 art. 2; Ley 1582 art. 2-I")
def pension_solidaria_vejez_general_upper_limit(contribution_years, p):
    """Upper limit for the years of contributions; of two tables a few rows alone were found."""
    if contribution_years >= 35:
        return p.upper_limit_35_years
    if contribution_years >= 30 and contribution_years < 31:
        return p.upper_limit_30_years
    if contribution_years >= 25 and contribution_years < 26:
        return p.upper_limit_25_years
    if contribution_years >= 20 and contribution_years < 21:
        return p.upper_limit_20_years
    return step(contribution_years, p.upper_limits)


@rule(unit="Bs/month", law="Ley 065 art. 131; Ley 430 art. 2; Ley 985 art. 2; Ley 1582 art. 2-III")
def pension_solidaria_vejez_mining_upper_limit(contribution_years, p):
    """Upper limit of those insured in the productive area of mining and metallurgy."""
    if contribution_years >= 35:
        return p.upper_limit_35_years_mining
    return step(contribution_years, p.upper_limits_mining)


@rule(unit="Bs/month", law="Ley 065 art. 17 y 131")
def pension_solidaria_vejez_upper_limit(
    works_in_mining, pension_solidaria_vejez_mining_upper_limit, pension_solidaria_vejez_general_upper_limit
):
    """Upper limit, by the table of miners or the general one."""
    if works_in_mining:
        return pension_solidaria_vejez_mining_upper_limit
    return pension_solidaria_vejez_general_upper_limit


@rule(unit="Bs/month", law="Ley 065 art. 17; Ley 430 art. 2; Ley 985 art. 2; Ley 1582 art. 2")
def pension_solidaria_vejez_target(
    contribution_years,
    solidarity_reference_wage,
    pension_solidaria_vejez_lower_limit,
    pension_solidaria_vejez_upper_limit,
    p,
):
    """The pension that the table grants for the years of contributions and the reference wage.

    Up to fifteen years it is the lower limit; from sixteen a share of the reference wage, between both limits.
    """
    if contribution_years < p.min_contribution_years:
        return 0.0
    if contribution_years < p.years_with_reference_share:
        return pension_solidaria_vejez_lower_limit
    share_of_wage = step(contribution_years, p.reference_shares) * solidarity_reference_wage
    if share_of_wage >= pension_solidaria_vejez_upper_limit:
        return pension_solidaria_vejez_upper_limit
    return max(share_of_wage, pension_solidaria_vejez_lower_limit)


@rule(unit="Bs/month", law="Ley 065 art. 12 a 17")
def pension_solidaria_vejez_fraction(
    age, pension_solidaria_vejez_age, contribution_years, own_pension, pension_solidaria_vejez_target, p
):
    """Solidarity fraction: what the Solidarity Fund adds to the own pension to reach the target."""
    if contribution_years < p.min_contribution_years:
        return 0.0
    if age < pension_solidaria_vejez_age:
        return 0.0
    return max(0.0, pension_solidaria_vejez_target - own_pension)


@rule(unit="Bs/month", law="Ley 065 art. 12 a 17")
def pension_solidaria_vejez(
    age, pension_solidaria_vejez_age, contribution_years, own_pension, pension_solidaria_vejez_fraction, p
):
    """Solidarity old-age pension of a month: the own pension and the solidarity fraction."""
    if contribution_years < p.min_contribution_years:
        return 0.0
    if age < pension_solidaria_vejez_age:
        return 0.0
    return own_pension + pension_solidaria_vejez_fraction
