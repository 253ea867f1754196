"""One table of speed, made in one run: Ayni's two engines beside OpenFisca, the memory's own pace, starts and reuse.

    python benchmarks/bench.py [--quick]

Every figure is the median of five runs or more; figures that are compared are taken in turn, so that a drift of the
machine's speed meets all of them alike. Each size runs in a process of its own, whose peak memory is read at its end.
The persons are the synthetic population's, repeated; nothing but this repository is needed. Results are written to
`benchmarks/results.md`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
RUNS = 5
DAY = dt.date(2020, 12, 1)
SIZES = {"40 thousand": 1, "400 thousand": 10, "4 million": 100}
LARGEST = {"12 million": 300}
EXPANDED = 4_000_000
OF_A_YEAR = (
    "renta_dignidad_thirteenth", "bono_juancito_pinto", "bono_juana_azurduy_mother", "bono_juana_azurduy_child",
    "subsidio_universal_prenatal", "canasta_familiar", "bono_familia", "bono_universal", "bono_contra_el_hambre",
)  # fmt: skip
OF_A_MONTH = ("renta_dignidad", "bono_discapacidad")
RULES = (*OF_A_YEAR, *OF_A_MONTH)


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> float:
    """The largest resident memory of this process so far, GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def repeated(times: int) -> Any:
    """The synthetic population, so many times over, with the columns that the rules read."""
    import numpy as np

    from ayni.law import bolivia
    from ayni.survey import load

    one = load()
    wanted = [name for name in bolivia().read_by(RULES) if name in one.columns]
    shift = np.repeat(np.arange(times, dtype=np.int32) * one.n_persons, one.n_persons)
    columns = {}
    for name in wanted:
        column = np.tile(one[name], times)
        columns[name] = np.where(column >= 0, column + shift, -1).astype(np.int32) if name in one.links else column
    offsets = np.append(0, np.tile(np.diff(one.offsets), times).cumsum())
    source = {**one.source, "sha256": f"repeated {times} times"}
    links = one.links.intersection(columns)
    categories = {name: values for name, values in one.categories.items() if name in columns}
    return replace(one, columns=columns, offsets=offsets, source=source, links=links, categories=categories)


def ayni_run(population: Any, law: Any, engine: str) -> None:
    from ayni.engine import Simulation

    Simulation(population, engine=engine).run(law, RULES)


def floor(population: Any) -> None:
    """Read every column once and write every result once, block by block on two threads, as the engines must."""
    import numpy as np

    from ayni.engine.run import BLOCK, THREADS

    made = [np.empty(population.n_persons) for _ in RULES]

    def one(block: tuple[slice, slice]) -> None:
        rows = block[0]
        for column in population.columns.values():
            np.count_nonzero(column[rows].view(np.int8))
        for column in made:
            column[rows].fill(1.0)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(one, population.blocks(BLOCK)))


# ---- what runs in a process of its own


def engines(times: int) -> dict[str, Any]:
    from ayni.law import bolivia

    population, law = repeated(times), bolivia().within_year(DAY)
    build = timed(lambda: population.household)
    work = {
        "columns": lambda: ayni_run(population, law, "columns"),
        "fused": lambda: ayni_run(population, law, "fused"),
        "floor": lambda: floor(population),
    }
    for each in work.values():  # compiled, and memory asked for once
        each()
    found: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(RUNS):
        for name, each in work.items():
            found[name].append(timed(each))
    return {"persons": population.n_persons, "build": build, **found}


def memory(times: int, engine: str) -> dict[str, float]:
    from ayni.law import bolivia

    population = repeated(times)
    before = peak()
    ayni_run(population, bolivia().within_year(DAY), engine)
    return {"population": before, "all": peak()}


def openfisca(times: int) -> dict[str, Any]:
    sys.path.insert(0, str(FOLDER))
    import openfisca_bolivia

    population = repeated(times)
    before = peak()
    system = openfisca_bolivia.BoliviaTaxBenefitSystem()
    periods = {**dict.fromkeys(OF_A_YEAR, f"{DAY.year}"), **dict.fromkeys(OF_A_MONTH, f"{DAY:%Y-%m}")}
    builds, computes = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        simulation = openfisca_bolivia.simulation_of(
            system, population.columns, population.categories, population.household
        )
        built = time.perf_counter()
        for name, period in periods.items():
            simulation.calculate(name, period)
        builds.append(built - start)
        computes.append(time.perf_counter() - built)
        variables = sum(bool(holder.get_known_periods()) for holder in simulation.person._holders.values())
    return {"build": builds, "compute": computes, "memory": [before, peak()], "variables": variables}


def shapley(_: int) -> dict[str, Any]:
    from ayni.law import bolivia
    from ayni.runs import Options, analysis_of
    from ayni.scenario import Attribution

    seconds, division = [], None
    for _ in range(RUNS):
        analysis = analysis_of(Options(year=2020), bolivia())
        division = Attribution(analysis)
        seconds.append(timed(lambda: division.shapley))  # noqa: B023
    assert division is not None
    return {"seconds": seconds, "players": len(division.players)}


def sweep(_: int) -> dict[str, Any]:
    from ayni.engine import Simulation
    from ayni.law import bolivia
    from ayni.scenario import Analysis, survey_day
    from ayni.survey import load

    population = load()
    day = survey_day(population).replace(year=DAY.year)
    base = Analysis(population, bolivia(), day)
    laws = [
        bolivia().amend({"renta_dignidad.monthly_non_pensioner": {f"{DAY.year}-01-01": float(value)}})
        for value in range(300, 400)
    ]
    names = [name for payment in base.payments.values() for name in payment.programme.rules]
    names = [name for name in names if base.law_on_day.in_force(name)]
    simulation = Simulation(population)
    simulation.run(base.law_on_day, names)

    def one_value(law: Any) -> None:
        with simulation.aside():
            simulation.run(law.within_year(day), names)

    with_reuse, without = [], []
    for _ in range(RUNS):
        with_reuse.append(timed(lambda: [one_value(law) for law in laws]))
        without.append(timed(lambda: [Simulation(population).run(law.within_year(day), names) for law in laws]))
    return {"with": with_reuse, "without": without}


def workers(persons: int) -> dict[str, Any]:
    from tempfile import TemporaryDirectory

    import ayni
    from ayni.scenario.cluster import Cluster
    from ayni.survey import expand, load

    found: dict[int, list[float]] = {1: [], 2: []}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "census.parquet"
        expand(load(), path, persons)
        for _ in range(RUNS):
            for count, seconds in found.items():
                seconds.append(timed(lambda: ayni.run(path, cluster=Cluster(None, count))))  # noqa: B023
    return {"one": found[1], "two": found[2]}


def in_process(what: str, *arguments: object) -> Any:
    command = [sys.executable, __file__, "--only", what, *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout)


# ---- the table


def commands() -> Iterator[tuple[str, list[float]]]:
    """Whole commands from a cold interpreter, in turn."""
    wanted = {
        '`python -c "import numpy, polars"`': [sys.executable, "-c", "import numpy, polars"],
        "`import ayni`": [sys.executable, "-c", "import ayni"],
        "`ayni --help`": [sys.executable, "-m", "ayni", "--help"],
        "`ayni run --format json`": [sys.executable, "-m", "ayni", "run", "--format", "json"],
    }
    found: dict[str, list[float]] = {name: [] for name in wanted}
    for _ in range(RUNS + 1):
        for name, command in wanted.items():
            found[name].append(timed(lambda: subprocess.run(command, capture_output=True, check=True)))  # noqa: B023
    yield from ((name, seconds[1:]) for name, seconds in found.items())


def machine() -> str:
    import numpy

    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.processor())
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, NumPy {numpy.__version__}"


def spread(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.3f} ({min(seconds):.3f}–{max(seconds):.3f})"


def ratio(one: list[float], other: list[float]) -> float:
    """The median of the ratios of runs taken in turn."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


def line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def heads(*cells: str) -> Iterator[str]:
    yield line(*cells)
    yield line(*["---"] * len(cells))


def report(sizes: dict[str, int], largest: dict[str, int], expanded: int) -> Iterator[str]:
    yield "# Speed, side by side\n"
    yield f"Made by `make bench` on {dt.date.today()}: {machine()}."
    yield f"Seconds are medians of {RUNS} runs, with the extremes. The machine is shared: read the ratios.\n"
    yield "## The same rules in Ayni and in OpenFisca, and the pace of the memory\n"
    yield f"The {len(RULES)} rules of the transfers in force on {DAY}, with all on which they rest, on the synthetic"
    yield "population repeated. The memory's pace: each input column read once and each result written once, on two"
    yield "threads, with no rule.\n"
    yield from heads(
        "persons", "Ayni columns", "Ayni fused", "memory's pace", "OpenFisca build", "OpenFisca compute",
        "columns faster by", "fused faster by",
    )  # fmt: skip
    ours, theirs = {}, {}
    for name, times in {**sizes, **largest}.items():
        ours[name] = mine = in_process("engines", times)
        cells = [name, *(spread(mine[each]) for each in ("columns", "fused", "floor"))]
        if name in sizes:
            theirs[name] = other = in_process("openfisca", times)
            compute = statistics.median(other["compute"])
            cells += [spread(other["build"]), spread(other["compute"])]
            cells += [f"{compute / statistics.median(mine[each]):.1f} ×" for each in ("columns", "fused")]
        else:
            cells += ["not run"] * 4
        yield line(*cells)
    yield ""
    yield from heads("persons", "columns over the memory's pace", "fused over the memory's pace")
    for name, mine in ours.items():
        yield line(name, *(f"{ratio(mine[each], mine['floor']):.1f} ×" for each in ("columns", "fused")))
    yield "\n## Peak memory of the process, GiB\n"
    yield from heads("persons", "with the population alone", "after columns", "after fused", "after OpenFisca")
    for name, times in {**sizes, **largest}.items():
        used = {engine: in_process("memory", times, engine) for engine in ("columns", "fused")}
        mine = (used["columns"]["population"], used["columns"]["all"], used["fused"]["all"])
        yield line(
            name, *(f"{each:.2f}" for each in mine), f"{theirs[name]['memory'][1]:.2f}" if name in theirs else "not run"
        )
    yield "\n## Starting\n"
    yield from heads("whole command", "seconds")
    for name, seconds in commands():
        yield line(name, spread(seconds))
    yield "\n## Reuse\n"
    yield from heads("what", "seconds")
    swept = in_process("sweep", 0)
    yield line("rules for a hundred values of one parameter, with reuse", spread(swept["with"]))
    yield line("the same, each run on its own", spread(swept["without"]))
    yield line("reuse is faster by", f"{ratio(swept['without'], swept['with']):.1f} ×")
    shared = in_process("shapley", 0)
    yield line(
        f"Shapley values of {shared['players']} players, all subsets, with standard errors", spread(shared["seconds"])
    )
    spread_out = in_process("workers", expanded)
    yield f"\n## Two workers against one: `ayni run` on {expanded:,} persons, with the start of the workers\n"
    yield from heads("workers", "seconds")
    yield line("one", spread(spread_out["one"]))
    yield line("two", spread(spread_out["two"]))
    yield line("two are faster by", f"{ratio(spread_out['one'], spread_out['two']):.1f} ×")


def main() -> None:
    if "--only" in sys.argv:
        what, *arguments = sys.argv[sys.argv.index("--only") + 1 :]
        print(json.dumps(globals()[what](*(int(each) if each.isdecimal() else each for each in arguments))))
        return
    quick = "--quick" in sys.argv
    sizes = dict(list(SIZES.items())[:1]) if quick else SIZES
    lines = []
    for line in report(sizes, {} if quick else LARGEST, EXPANDED // 20 if quick else EXPANDED):
        print(line, flush=True)
        lines.append(line)
    if not quick:
        (FOLDER / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        subprocess.run([sys.executable, str(FOLDER / "doors.py")], check=True)


if __name__ == "__main__":
    main()
