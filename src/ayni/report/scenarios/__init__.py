"""Views of scenarios.

Each module is one view, with `TABLES` and `CHARTS` by identifier, `ON_SCREEN`, the tables of the terminal, and
`FINDINGS`, the sentences that the page and the terminal say first.
"""

from collections.abc import Callable

from ayni.report import results
from ayni.report.scenarios import (
    attribution,
    between_waves,
    comparison,
    financing,
    incidence,
    minimum_wage,
    reform,
    replicates,
    sequence_2020,
    shock,
    sweep,
)
from ayni.scenario import Row

VIEWS = (
    reform,
    sweep,
    comparison,
    financing,
    minimum_wage,
    attribution,
    between_waves,
    sequence_2020,
    incidence,
    shock,
    replicates,
)
"""In the order in which they are shown."""
RUNS: dict[str, Callable[..., list[Row]]] = {
    "run": results.run,
    "reform": reform.run,
    "sweep": sweep.run,
    "minimum-wage": minimum_wage.run,
    "attribution": attribution.run,
    "between": between_waves.run,
    "incidence": incidence.run,
    "sequence-2020": sequence_2020.run,
    "shock": shock.run,
}
"""What a command runs, by the command's name: data, `day`, `year`, `take_up` and the command's own arguments in, rows
out. A receipt is run again through these."""
