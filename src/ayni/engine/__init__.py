"""The engine: dated parameters, rules and the graph between them, populations, and two ways to run rules on them."""

from ayni.engine.by_hand import Condition, Household, Trace
from ayni.engine.citations import Citation
from ayni.engine.instruments import Entry, Instrument, Span, instrument_of, load_instrument
from ayni.engine.law import Law, LawOnDay, once_a_shape
from ayni.engine.parameters import Parameter, Row
from ayni.engine.population import Array, Population
from ayni.engine.rules import (
    Aggregate,
    Entity,
    Rule,
    Unit,
    household_any,
    household_count,
    household_sum,
    is_linked,
    linked_any,
    rule,
)
from ayni.engine.run import Engine, Simulation, Work
from ayni.engine.scales import brackets, step

__all__ = [
    "Aggregate",
    "Array",
    "Citation",
    "Condition",
    "Engine",
    "Entity",
    "Entry",
    "Household",
    "Instrument",
    "Law",
    "LawOnDay",
    "Parameter",
    "Population",
    "Row",
    "Rule",
    "Simulation",
    "Span",
    "Trace",
    "Unit",
    "Work",
    "brackets",
    "household_any",
    "household_count",
    "household_sum",
    "instrument_of",
    "is_linked",
    "linked_any",
    "load_instrument",
    "once_a_shape",
    "rule",
    "step",
]
