"""Views of scenarios.

Each module is one view, with `TABLES` and `CHARTS` by identifier, `ON_SCREEN`, the tables of the terminal, and
`FINDINGS`, the sentences that the page and the terminal say first.
"""

from ayni.report.scenarios import (
    attribution,
    between_waves,
    carried,
    carry,
    comparison,
    effects,
    financing,
    frontier,
    groups,
    incidence,
    indicators,
    inflation,
    labour,
    minimum_wage,
    path,
    reform,
    replicates,
    sequence_2020,
    shock,
    sweep,
)

VIEWS = (
    reform,
    sweep,
    frontier,
    path,
    comparison,
    financing,
    minimum_wage,
    attribution,
    between_waves,
    sequence_2020,
    effects,
    incidence,
    shock,
    replicates,
    labour,
    indicators,
    carry,
    carried,
    inflation,
    groups,
)
"""In the order in which they are shown."""
