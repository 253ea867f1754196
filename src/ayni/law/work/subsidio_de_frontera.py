"""Subsidio de frontera: a fifth of the wage for those who work near an international border."""

from ayni.engine import rule


@rule(unit="Bs/month", law="DS 21137 art. 12")
def subsidio_de_frontera(kilometres_to_border, monthly_wage, p):
    """A share of the monthly wage where the place of work lies within a distance of an international border."""
    if kilometres_to_border > p.max_kilometres:
        return 0.0
    return p.share_of_wage * monthly_wage
