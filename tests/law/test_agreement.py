"""Every rule of the law, by hand and by column, on random persons and on any date: the same to the last bit.

Rules above the survey's reach are checked too; those whose law has no known value on the date are left out.
"""

import datetime as dt

import pytest
from hypothesis import given, settings, strategies as st

from ayni.engine import Household, Simulation
from ayni.law import bolivia
from support.builders import persons_of
from support.random_people import random_population
from support.soak import sizes
from support.tiers import every_tier, with_values

DATES = st.dates(dt.date(2005, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize("draws", sizes(3, 600, "draws"))
def test_by_hand_and_by_column_agree_on_every_rule(draws):
    settings(max_examples=draws, deadline=None)(by_hand_and_by_column)()


@given(seed=st.integers(0, 2**32 - 1), day=DATES, block=st.sampled_from([1, 7, 10_000]))
def by_hand_and_by_column(seed, day, block):
    law = every_tier(bolivia()).within_year(day)
    population = random_population(law.law, seed, households=12)
    known = with_values(law)
    columns = Simulation(population, block=block).run(law, known)
    for household in range(population.n_households):
        first, last = (int(offset) for offset in population.offsets[household : household + 2])
        by_hand = Household(law, persons_of(population, first, last))
        for name in known:
            definition = law.law.definitions[name]
            for person in range(last - first):
                row = household if definition.entity == "household" else first + person
                assert by_hand.value(name, person) == columns[name][row], (name, day)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), day=DATES)
def test_the_order_of_households_does_not_matter(seed, day):
    law = every_tier(bolivia()).within_year(day)
    population = random_population(law.law, seed, households=10)
    backwards = reversed_households(population)
    wanted = [name for name in with_values(law) if law.law.definitions[name].entity == "person"]
    one, other = Simulation(population).run(law, wanted), Simulation(backwards).run(law, wanted)
    order = person_order(population)
    for name in wanted:
        assert (one[name][order] == other[name]).all(), name


def person_order(population):
    starts = zip(population.offsets[:-1], population.offsets[1:], strict=True)
    return [row for first, last in reversed(list(starts)) for row in range(first, last)]


def reversed_households(population):
    import numpy as np

    from ayni.engine import Population

    order = np.array(person_order(population))
    position = np.empty_like(order)
    position[order] = np.arange(len(order))
    columns = {
        name: np.where(column[order] >= 0, position[column[order]], -1) if name in population.links else column[order]
        for name, column in population.columns.items()
    }
    offsets = np.append(0, np.diff(population.offsets)[::-1].cumsum())
    return Population(columns, offsets, population.categories, population.links)
