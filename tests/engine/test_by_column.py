"""Rules by column: values, sums over households and families, reuse, blocks, and errors that name the place."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
from msgspec.structs import replace

from ayni.engine import Household, Law, Population, Simulation, household_sum, rule
from ayni.words import AyniError
from support import example_rules
from support.builders import families, instrument, law_of, persons_of

DAY = dt.date(2020, 6, 1)
EVERY = (
    "allowance", "tapered", "has_wage", "wages_of_household", "anybody_earns", "earners", "has_working_child", "top_up",
    "share_of_top_up",
)  # fmt: skip


@pytest.fixture
def law():
    return law_of(example_rules)


def test_rules_give_what_they_say_to_each_person(law):
    columns = Simulation(families()).run(law.on(DAY), EVERY)
    assert columns["allowance"].tolist() == [350, 0, 0, 0, 0, 0]
    assert columns["tapered"].tolist() == [100, 60, 91, 100, 950 // 7 + 950 % 7, 140]
    assert columns["has_wage"].tolist() == [False, False, True, False, True, False]


def test_household_sums_and_family_links_are_of_the_right_people(law):
    columns = Simulation(families()).run(law.on(DAY), EVERY)
    assert columns["wages_of_household"].tolist() == [490, 0, 950]
    assert columns["earners"].tolist() == [1, 0, 1]
    working_child = replace(families(), columns={**families().columns, "status": np.zeros(6, dtype=np.int8)})
    again = Simulation(working_child).run(law.on(DAY), EVERY)
    assert again["has_working_child"].tolist() == [True, True, False, False, False, False]
    assert again["top_up"].tolist() == [100, 0, 0]
    assert again["share_of_top_up"].tolist() == [50, 50, 100, 1, 0, 0]


def test_three_ways_to_run_a_rule_agree(law):
    population = families()
    columns = Simulation(population).run(law.on(DAY), EVERY)
    for household in range(population.n_households):
        first, last = population.offsets[household : household + 2]
        people = persons_of(population, first, last)
        by_hand = Household(law.on(DAY), people)
        for name in EVERY:
            for person in range(last - first):
                value = columns[name][household if law.definitions[name].entity == "household" else first + person]
                assert by_hand.value(name, person) == value
        for person in people:
            plain = example_rules.allowance(person["age"], person["is_resident"], person["status"])
            assert plain == by_hand.value("allowance", people.index(person))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
def test_blocks_of_any_size_give_the_same_columns(law, size):
    whole = Simulation(families()).run(law.on(DAY), EVERY)
    blocked = Simulation(families(), block=size).run(law.on(DAY), EVERY)
    for name in EVERY:
        np.testing.assert_array_equal(whole[name], blocked[name])


def test_a_column_is_computed_once_for_what_made_it():
    law = _priced(500)
    simulation = Simulation(families())
    simulation.run(law.on(DAY), ["priced", "doubled"])
    assert (simulation.evaluated, simulation.reused) == (2, 0)
    simulation.run(law.on(DAY), ["priced", "doubled"])
    assert (simulation.evaluated, simulation.reused) == (2, 2)
    changed = law.amend({"priced.price": {"2020-01-01": 600}})
    simulation.run(changed.on(DAY), ["priced", "doubled", "untouched"])
    assert (simulation.evaluated, simulation.reused) == (5, 2)
    simulation.run(law.on(DAY), ["untouched"])
    assert simulation.evaluated == 5


def test_an_amended_law_leaves_the_old_one_as_it_was():
    law = _priced(500)
    changed = law.amend({"priced.price": {"2020-01-01.2020-12-31": 600}})
    days = [dt.date(2019, 12, 31), dt.date(2020, 1, 1), dt.date(2020, 12, 31), dt.date(2021, 1, 1)]
    assert [changed.on(day).parameters("priced").price for day in days] == [500, 600, 600, 500]
    assert [law.on(day).parameters("priced").price for day in days] == [500] * 4


def test_a_suspended_or_ended_instrument_gives_nothing():
    law = _priced(500)
    assert not Simulation(families()).run(law.without("priced").on(DAY), ["priced"])["priced"].any()
    assert not Simulation(families()).run(law.on(dt.date(2009, 12, 31)), ["priced"])["priced"].any()


@rule(unit="Bs/month")
def priced(age, p):
    """A parameter times an input."""
    return p.price * age


@rule(unit="Bs/month")
def doubled(priced):
    """Reads another rule."""
    return 2 * priced


@rule(unit="Bs/month")
def untouched(wage):
    """Reads nothing that changes."""
    return wage


def _priced(price):
    rules = {"priced": dataclasses.replace(priced, module="tests.priced"), "doubled": doubled, "untouched": untouched}
    return Law({"priced": instrument("priced", price={dt.date(2010, 1, 1): price})}, rules).checked()


# ---- errors


@rule(unit="Bs/month")
def reads_unknown(agee):
    """Reads a column that nobody has."""
    return agee


@rule(unit="Bs/month")
def compares_unknown(status):
    """Compares a category with a value that it cannot have."""
    return 1.0 if status == "presnt" else 0.0


@rule(unit="Bs/month")
def divides(wage, children):
    """Divides by what may be zero."""
    return wage / children


@rule(unit="Bs/month", entity="household")
def reads_person(wage):
    """A household's rule that reads a persons' column without a sum."""
    return wage


@pytest.mark.parametrize(
    ("name", "definition", "says"),
    [
        ("reads_unknown", reads_unknown, "reads agee, which no rule defines.*nearest is age"),
        (
            "compares_unknown",
            compares_unknown,
            "compares status with “presnt”; its values are present, visiting, absent",
        ),
        ("divides", divides, "divides divided by zero.*wage = 90.0, children = 0"),
        ("reads_person", reads_person, "reads wage, which is of a person; use household_sum"),
    ],
)
def test_a_wrong_rule_is_named_with_the_mend(name, definition, says):
    with pytest.raises(AyniError, match=says):
        Simulation(families()).run(Law({}, {name: definition}).on(DAY), [name])


def test_a_missing_value_is_an_error_and_never_a_zero(law):
    columns = {**families().columns, "wage": np.array([0.0, np.nan, 90.0, 0.0, 950.0, 0.0])}
    with pytest.raises(AyniError, match="reads wage, which is missing for 1 persons, the first in household 1"):
        Simulation(replace(families(), columns=columns)).run(law.on(DAY), ["tapered"])


def test_a_column_that_the_survey_does_not_ask_gives_its_reason(law):
    columns = {name: column for name, column in families().columns.items() if name != "wage"}
    reason = {"es": "no se preguntó", "en": "it was not asked"}
    population = replace(families(), columns=columns, absent={"wage": reason}, source={"wave": "W"})
    with pytest.raises(AyniError, match="reads wage, which W does not have: it was not asked") as raised:
        Simulation(population).run(law.on(DAY), ["tapered"])
    assert "no se preguntó" in raised.value.in_language("es")


def test_a_circle_is_shown_as_a_path():
    circular = {"a": household_sum("b"), "b": household_sum("a")}
    with pytest.raises(AyniError, match="a → b → a"):
        Law({}, circular).checked()


def test_a_column_of_the_wrong_length_is_refused():
    with pytest.raises(AyniError, match="column x has 2 rows and the population 3 persons"):
        Population({"x": np.zeros(2)}, np.array([0, 3]))
