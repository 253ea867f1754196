"""Who has free health cover at all, under whichever law is in force."""

from ayni.engine import rule


@rule(unit="flag", law="Ley 2426; Ley 3323; Ley 475; Ley 1152")
def has_free_health_cover(sumi, sspam, ley_475, sistema_unico_salud):
    """Entitled to the free care of the law of the day; care of part of needs only is not counted."""
    return sumi or sspam or ley_475 or sistema_unico_salud


@rule(unit="flag", law="Ley 1152 art. 2-V")
def has_health_reciprocity():
    """A foreigner of a country with which care is given by reciprocity: said by a family; no survey asks."""
    return False
