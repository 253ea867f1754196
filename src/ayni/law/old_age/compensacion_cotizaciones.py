"""Compensación de Cotizaciones: what the treasury adds for contributions before May 1997."""

from ayni.engine import rule


@rule(unit="Bs", law="Ley 1732 art. 63")
def compensacion_of_1997(wage_october_1996, months_before_1997, p):
    """The compensation in bolivianos of 1997: a share of the wage of October 1996 by the years contributed.

    Its value is kept up each year since then; by how much was not read, so that today's is more than this.
    """
    years = min(1.0, months_before_1997 / 12 / p.whole_years)
    return min(p.factor * wage_october_1996 * years, p.ceiling * p.minimum_wage_1996)


@rule(unit="flag", law="Ley 1732 art. 63")
def compensacion_is_monthly(months_before_1997, p):
    """Whether it is paid every month: with enough contributions; with fewer it is paid once."""
    return months_before_1997 >= p.least_contributions


@rule(unit="Bs/month", law="Ley 1732 art. 63; Ley 065 art. 24")
def compensacion_cotizaciones(compensation_certificate, compensacion_is_monthly, compensacion_of_1997):
    """What it adds to a pension: as its certificate says, else at least the amount of 1997."""
    if not compensacion_is_monthly:
        return 0.0
    if compensation_certificate > 0:
        return compensation_certificate
    return compensacion_of_1997
