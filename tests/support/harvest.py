"""The law book with a programme more, as a reform adds it: rules with names and without, conditions of every kind."""

import datetime as dt

from ayni.engine import household_count, instrument_of, rule
from ayni.law import bolivia


@rule(unit="flag")
def lives_in_the_country(area):
    """Whether the household lives in a rural area."""
    return area == "rural"


@rule(unit="flag")
def is_worse_off(monthly_wage, harvest_lost, p):
    """Little wage, or a harvest that was lost."""
    poor = monthly_wage < p.highest_wage
    return poor or harvest_lost


rural_people = household_count("lives_in_the_country")


@rule(unit="Bs/month", law="Ley 9999 art. 2")
def bono_cosecha(lives_in_the_country, is_worse_off, rural_people, p):
    """A grant to who is worse off in the country, in households that are not large."""
    if not lives_in_the_country:
        return 0.0
    if not is_worse_off:
        return 0.0
    if rural_people > p.largest:
        return 0.0
    return p.amount


@rule(unit="Bs/once", law="Ley 9999 art. 3")
def bono_cosecha_second_payment(monthly_wage, age, rural_people, harvest_lost, p):
    """Conditions of every kind that a rule may have, one after another."""
    limit = p.highest_wage if harvest_lost else p.amount * 2
    left = monthly_wage - round(rural_people * 100.4)
    if left > limit and not (age >= 60 or harvest_lost):
        return 0.0
    if 18 <= age < 21 or not rural_people:
        return 0.0
    if (monthly_wage + 500) * 2 - p.amount / 4 >= max(limit, 7 * age) - (age - 1):
        return 0.0
    return min(left, p.amount)


def parameter(es, en, unit, value):
    return {
        "es": es,
        "en": en,
        "unit": unit,
        "values": [{"from": dt.date(2026, 1, 1), "value": value, "confidence": "reform"}],
    }


INSTRUMENT = instrument_of("bono_cosecha", {
    "name": {"es": "Bono Cosecha", "en": "Harvest grant"},
    "kind": "transfer",
    "enters": "transfer",
    "in_force": [{"from": dt.date(2026, 1, 1)}],
    "inputs": {"harvest_lost": {"type": "flag", "es": "Perdió la cosecha", "en": "Lost the harvest", "default": False}},
    "parameters": {
        "amount": parameter("Monto", "Amount", "Bs/month", 200),
        "highest_wage": parameter("Sueldo máximo", "Highest wage", "Bs/month", 1000),
        "largest": parameter("Personas, a lo más", "Persons at most", "count", 1),
    },
}, "a reform")  # fmt: skip


def law_with_harvest_grant():
    """The law book and the grant."""
    rules = [lives_in_the_country, is_worse_off, bono_cosecha, bono_cosecha_second_payment]
    names = {"lives_in_the_country": {"es": "Vive en el campo", "en": "Lives in the country"}}
    added = {each.name: each for each in rules} | {"rural_people": rural_people}
    return bolivia().extended([INSTRUMENT], added, names)
