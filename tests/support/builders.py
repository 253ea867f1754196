"""Small populations and laws made by hand."""

import datetime as dt

import numpy as np

from ayni.engine import Instrument, Law, Parameter, Population, Row, Span
from ayni.engine.rules import definitions_of

STATUS = ("present", "visiting", "absent")


def law_of(*modules_or_definitions, instruments=None):
    """A law of every rule and aggregate in the given modules."""
    definitions = {}
    for module in modules_or_definitions:
        for name, value in vars(module).items():
            definitions |= definitions_of(getattr(value, "module", ""), name, value)
    return Law(instruments or {}, definitions).checked()


def instrument(name, start=dt.date(2010, 1, 1), end=None, **parameters):
    """An instrument with parameters given as {date: value}."""
    return Instrument(
        id=name,
        name={"es": name, "en": name},
        in_force=(Span(start, end),),
        parameters={
            key: Parameter(f"{name}.{key}", "Bs", tuple(Row(day, value) for day, value in rows.items()))
            for key, rows in parameters.items()
        },
    )


def families():
    """Three households: a couple with a working child, a single person, a pair."""
    return Population(
        columns={
            "age": np.array([65, 61, 20, 70, 30, 59], dtype=np.int16),
            "is_resident": np.array([True, True, True, False, True, True]),
            "status": np.array([0, 2, 1, 0, 0, 2], dtype=np.int8),
            "wage": np.array([0.0, 400.0, 90.0, 0.0, 950.0, 0.0]),
            "children": np.array([1, 1, 0, 0, 0, 4], dtype=np.int16),
            "mother": np.array([-1, -1, 1, -1, -1, -1], dtype=np.int32),
            "father": np.array([-1, -1, 0, -1, -1, -1], dtype=np.int32),
        },
        offsets=np.array([0, 3, 4, 6]),
        categories={"status": STATUS},
        links=frozenset({"mother", "father"}),
    )


def persons_of(population, first, last):
    """The persons of a slice as mappings, categories by name and links by position in the household."""
    people = []
    for row in range(first, last):
        person = {}
        for name, column in population.columns.items():
            value = column[row].item()
            if name in population.categories:
                value = population.categories[name][value]
            elif name in population.links:
                value = None if value < 0 else value - first
            person[name] = value
        people.append(person)
    return people
