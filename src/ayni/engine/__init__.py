"""The engine of rules: a law of dated parameters and rules, and the ways to run it on households.

A rule is a plain Python function of one person or household. The engine orders rules by what they read, and runs them
by hand with a trace (`Household`), on a whole population as columns (`Simulation`), or in a browser
(`ayni.engine.javascript`). It knows no country, and imports nothing else of Ayni. The law of a toy country in
`docs/toy_country` shows how it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.engine.by_hand import Condition as Condition, Household as Household, Trace as Trace
    from ayni.engine.citations import Citation as Citation
    from ayni.engine.instruments import (
        Entry as Entry,
        Instrument as Instrument,
        Span as Span,
        instrument_of as instrument_of,
        load_instrument as load_instrument,
    )
    from ayni.engine.law import Law as Law, LawOnDay as LawOnDay, once_a_shape as once_a_shape
    from ayni.engine.parameters import Parameter as Parameter, Row as Row
    from ayni.engine.population import Array as Array, Population as Population
    from ayni.engine.rules import (
        Aggregate as Aggregate,
        Entity as Entity,
        Rule as Rule,
        household_any as household_any,
        household_count as household_count,
        household_sum as household_sum,
        is_linked as is_linked,
        linked_any as linked_any,
        rule as rule,
    )
    from ayni.engine.run import Engine as Engine, Simulation as Simulation, Work as Work
    from ayni.engine.scales import brackets as brackets, step as step

face(
    __name__,
    {
        "by_hand": "Condition Household Trace",
        "citations": "Citation",
        "instruments": "Entry Instrument Span instrument_of load_instrument",
        "law": "Law LawOnDay once_a_shape",
        "parameters": "Parameter Row",
        "population": "Array Population",
        "rules": "Aggregate Entity Rule household_any household_count household_sum is_linked linked_any rule",
        "run": "Engine Simulation Work",
        "scales": "brackets step",
    },
)
