"""What reuse saves: rules of a one-parameter reform against a run's, a hundred values with and without it, replicates.

python benchmarks/reuse.py FILE [ROUNDS]
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import ayni
from ayni.engine import Simulation, Work
from ayni.law import bolivia
from ayni.runs import Options, analysis_of
from ayni.scenario import Analysis
from ayni.scenario.replicates import replicate_rows

PARAMETERS = ("renta_dignidad.monthly_non_pensioner", "bono_juancito_pinto.amount", "bono_juana_azurduy.child_control")
VALUES = 100


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    path, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    cold = Work()
    base = analysis_of(Options(data=path), bolivia(), cold)
    population, day = base.population, base.day
    print(f"{population.n_persons:,} persons; medians of {rounds}\n\n| what | seconds |\n| --- | --- |")
    print(f"| rules of the first run of a process | {cold.seconds:.4f} |")

    def of_laws(parameter: str, reuse: bool) -> float:
        """Seconds of rules for a hundred values of a parameter."""
        value = bolivia().parameter(parameter).on(day).value
        work = Work()
        simulation = Simulation(population, work=work)
        first = Analysis(population, bolivia(), day, kept=simulation)
        work.seconds = 0.0
        for step in range(1, VALUES + 1):
            law = bolivia().amend({parameter: {"0001-01-01": float(value) + step}})  # type: ignore[arg-type]
            with simulation.aside() if reuse else contextlib.nullcontext():
                if reuse:
                    first.under(law)
                else:
                    Analysis(population, law, day, kept=Simulation(population, work=work))
        return work.seconds

    for parameter in PARAMETERS:
        for reuse in (False, True):
            median = statistics.median(of_laws(parameter, reuse) for _ in range(rounds))
            how = "sharing a base" if reuse else "each a run of its own"
            print(f"| rules of {VALUES} values of {parameter}, {how} | {median:.4f} |")
    values = [300.0 + 3 * step for step in range(VALUES)]
    whole = statistics.median(
        seconds(lambda: ayni.sweep(path, parameter=PARAMETERS[0], values=values)) for _ in range(rounds)
    )
    print(f"| `ayni reform --sweep` over {VALUES} values, with its measures | {whole:.2f} |")
    run = statistics.median(seconds(lambda: ayni.run(path)) for _ in range(rounds))
    print(f"| `ayni run`, without start and printing | {run:.2f} |")
    replicates = statistics.median(seconds(lambda: list(replicate_rows(base, 400))) for _ in range(rounds))
    print(f"| 400 replicates of all headline figures | {replicates:.2f} |")


if __name__ == "__main__":
    main()
