"""Runs: one module a command, options in and rows out. What the doors, the receipts and the documents read."""

from collections.abc import Callable

from ayni.runs import attribution, between, incidence, minimum_wage, reform, run, sequence_2020, shock, sweep
from ayni.runs.law_on_survey import analysis_of
from ayni.scenario import Row

RUNS: dict[str, Callable[..., list[Row]]] = {
    "run": run.run,
    "reform": reform.run,
    "sweep": sweep.run,
    "minimum-wage": minimum_wage.run,
    "attribution": attribution.run,
    "between": between.run,
    "incidence": incidence.run,
    "sequence-2020": sequence_2020.run,
    "shock": shock.run,
}
"""What a command runs, by the command's name: data, `day`, `year`, `take_up` and the command's own arguments in, rows
out. A receipt is run again through these."""

__all__ = ["RUNS", "analysis_of"]
