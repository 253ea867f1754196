"""Programa Extraordinario de Protección y Equidad: three payments to those in the programmes of 2025."""

from ayni.engine import rule


@rule(unit="Bs/once", law="DS 5516 art. 11, 12-I y 13")
def pepe_2026(is_left_out_of_pepe, is_in_pepe_group, collects_pepe_for_pupils, p):
    """To each person in a list, and to one parent or guardian of the pupils of a family; nobody is paid twice.

    The 150 a month of older persons is another payment, which Renta Dignidad holds.
    """
    if is_left_out_of_pepe:
        return 0.0
    if is_in_pepe_group or collects_pepe_for_pupils:
        return p.amount * p.payments
    return 0.0
