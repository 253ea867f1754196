"""Pensión por muerte: what widows, widowers and orphans receive of the pension of the deceased."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 065 art. 10 y 15")
def pension_de_viudez(deceased_pension, has_surviving_spouse, orphans_entitled, p):
    """The spouse's or partner's, for life; the most that was found where there are children with a right too."""
    if not has_surviving_spouse:
        return 0.0
    if orphans_entitled == 0:
        return p.spouse_alone * deceased_pension
    return p.spouse_with_children * deceased_pension


@rule(unit="Bs/month", law="Ley 065 art. 10 y 15")
def pension_de_viudez_least(deceased_pension, has_surviving_spouse, orphans_entitled, p):
    """The same at the least that was found."""
    if not has_surviving_spouse:
        return 0.0
    if orphans_entitled == 0:
        return p.spouse_alone * deceased_pension
    if orphans_entitled == 1:
        return p.spouse_with_one_child_least * deceased_pension
    return p.spouse_with_more_least * deceased_pension


@rule(unit="Bs/month", law="Ley 065 art. 10 y 15")
def pension_de_orfandad(deceased_pension, has_surviving_spouse, orphans_entitled, p):
    """What all children with a right receive together: a share each, up to what a spouse's leaves."""
    left = 1.0
    if has_surviving_spouse:
        left = 1 - p.spouse_with_children
    return min(p.each_child * orphans_entitled, left) * deceased_pension
