"""What people run, in seconds: Ayni's commands and pages, and beside them R, polars, OpenFisca and Python itself.

    python benchmarks/bench.py [--quick] [--runs 3] [--data PERSON_FILE] [--other PERSON_FILE]

CPU seconds are those of the whole process with its children, user and system; the least of the runs counts, because the
machine's other work only adds. Runs of what is compared take turns. `--data` is a survey, `--other` a second one for
`between`; without them the files beside the repository are taken where they are, else the synthetic population. The
table is written to `benchmarks/results.md`.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime as dt
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keypress
import stories
from msgspec.structs import replace

FOLDER = Path(__file__).resolve().parent
SHARED = FOLDER.parents[1] / "shared" / "data" / "eh"
DAY = dt.date(2020, 12, 1)
MONTH = "2026-03"
PARAMETER = "renta_dignidad.monthly_non_pensioner"
CENSUS = 4_000_000
OF_A_YEAR = (
    "renta_dignidad_thirteenth", "bono_juancito_pinto", "bono_juana_azurduy_mother", "bono_juana_azurduy_child",
    "subsidio_universal_prenatal", "canasta_familiar", "bono_familia", "bono_universal", "bono_contra_el_hambre",
)  # fmt: skip
OF_A_MONTH = ("renta_dignidad", "bono_discapacidad")
RULES = (*OF_A_YEAR, *OF_A_MONTH)
REUSED = {"MALLOC_TRIM_THRESHOLD_": str(1 << 34), "MALLOC_MMAP_THRESHOLD_": str(1 << 34), "MALLOC_TOP_PAD_": "0"}
"""Memory that a process gave back is kept for its next arrays."""


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    cpu: float
    wall: float
    peak: float
    """MiB of the largest resident memory of the process itself."""
    out: str = ""


def process(command: list[str], **environment: str) -> Cost:
    """Run a command; ends the bench with what it says where it fails."""
    given = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONPATH": str(FOLDER.parent / "src"), **environment}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        begun = time.perf_counter()
        running = subprocess.Popen(command, stdout=out, stderr=err, env=given)
        _, status, used = os.wait4(running.pid, 0)
        wall = time.perf_counter() - begun
        for stream in (out, err):
            stream.seek(0)
        if os.waitstatus_to_exitcode(status):
            raise SystemExit(f"{' '.join(command)}\n{err.read()}")
        return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 2**10, out.read())


def least(costs: list[Cost]) -> Cost:
    """The run that took the least CPU."""
    return min(costs, key=lambda each: each.cpu)


def in_turn(work: dict[str, Callable[[], Cost]], runs: int) -> dict[str, Cost]:
    """Each piece of work so many times, one after another."""
    taken: dict[str, list[Cost]] = {name: [] for name in work}
    for _ in range(runs):
        for name, each in work.items():
            taken[name].append(each())
    return {name: least(costs) for name, costs in taken.items()}


def ayni(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "ayni", *arguments]


# ---- what people run


def commands(survey: list[str], other: str, folder: Path) -> dict[str, Callable[[], Cost]]:
    """Whole commands by what they are called in the table."""
    own = ["--at", "survey"]
    asked = {
        '`python -c "import numpy"`': [sys.executable, "-c", "import numpy"],
        "`ayni payslip`": ayni("payslip", "9500", "--date", "2025-05"),
        "`ayni household`": ayni("household", "--person", "age=66", "--date", "2025-06"),
        "`ayni claims`": ayni("claims"),
        "`ayni run`, file kept": ayni("run", *survey),
        "`ayni run --report`": ayni("run", *survey, "--report", str(folder / "report.html")),
        "`ayni reform`": ayni("reform", f"{PARAMETER}=500", *survey, *own),
        "`ayni reform --sweep`, 100 values": ayni("reform", "--sweep", f"{PARAMETER}=301:400:1", *survey, *own),
        "`ayni shock job-loss`, 20 draws": ayni("shock", "job-loss", "from=5.3%", "to=8.1%", *survey),
        "`ayni attribution`": ayni("attribution", *(["--data", other] if other else survey)),
    }
    if other:
        asked["`ayni between`"] = ayni("between", survey[1], other)
    found: dict[str, Callable[[], Cost]] = {
        name: lambda command=command: process(command) for name, command in asked.items()
    }  # type: ignore[misc]
    if survey:

        def cold() -> Cost:
            with tempfile.TemporaryDirectory() as empty:
                return process(ayni("run", *survey), XDG_CACHE_HOME=empty)

        found["`ayni run`, file read for the first time"] = cold
    return found


@contextlib.contextmanager
def served(checkout: Path, *options: str) -> Iterator[tuple[Any, Callable[[], float]]]:
    """A client of `ayni serve` on a checkout's code, and what tells the CPU seconds of server and model process."""
    import httpx
    import psutil

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = ayni("serve", "--port", str(port), *options)
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    tree = psutil.Process(server.pid)

    def taken() -> float:
        return sum(sum(part.cpu_times()[:2]) for part in (tree, *tree.children(recursive=True)))

    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            for _ in range(300):
                with contextlib.suppress(httpx.TransportError):
                    client.get("/static/icon.svg")
                    break
                time.sleep(0.1)
            yield client, taken
    finally:
        server.terminate()
        server.wait(20)


def of_doors(runs: int) -> Iterator[tuple[str, Cost]]:
    """Answers of `ayni serve`, each question a new one: what server and model process take for one."""
    question = {
        "persons": {"rosa": {"age": {MONTH: 66}, "renta_dignidad": {MONTH: None}}},
        "households": {"hogar": {"members": ["rosa"]}},
    }
    with served(FOLDER.parent) as (client, taken):

        def calculate(age: int) -> Any:
            asked = json.loads(json.dumps(question).replace("66", str(age)))
            return client.post("/calculate", json=asked)

        def value(kind: str) -> Callable[[int], Any]:
            return lambda at: client.get(kind, params={"r": f"{PARAMETER}:{at}"})

        asked: dict[str, tuple[Callable[[int], Any], range]] = {
            "`/calculate`": (calculate, range(20, 60)),
            "`/v1/reforms`, a new reform": (value("/v1/reforms"), range(401, 401 + 3 * runs)),
            "a reform page, a new reform": (value("/es/reformas"), range(501, 501 + 3 * runs)),
        }
        for name, (ask, values) in asked.items():
            ask(values.start - 1)
            before, begun = taken(), time.perf_counter()
            for each in values:
                ask(each).raise_for_status()
            many = len(values)
            yield name, Cost((taken() - before) / many, (time.perf_counter() - begun) / many, 0)


# ---- the same table by others


def persons_of(survey: list[str], path: Path) -> None:
    """The members of a survey's households as a csv that R and polars read."""
    from ayni.survey import load

    people = load(Path(survey[1]) if survey else None)
    inside = people["is_member"].astype(bool)
    names = {"weight": "weight", "stratum": "stratum", "psu": "psu", "income": "ine_income", "line": "poverty_line"}
    columns = {
        name: people[column][inside] for name, column in {**names, "area": "area", "department": "department"}.items()
    }
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        rows.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))


def table_of(path: str, written: str) -> None:
    """The same table by `measure.Whole`; prints the CPU seconds of its figures."""
    import numpy as np

    from ayni.measure import Design, Whole

    with open(path, encoding="utf-8") as file:
        names = file.readline().strip().split(",")
    columns = dict(zip(names, np.loadtxt(path, delimiter=",", skiprows=1).T, strict=True))
    begun = time.process_time()
    design = Design(columns["weight"], columns["stratum"], columns["psu"])
    levels = {"all": np.ones(design.n, dtype=bool)}
    for group in ("area", "department"):
        levels |= {f"{group}.{level:g}": columns[group] == level for level in np.unique(columns[group])}
    of = Whole(design).domains(list(levels.values())).spread(columns["income"])
    line = columns["line"]
    figures = {"income": of.mean(), "poor": of.headcount(line), "gap": of.gap(line), "median": of.quantile(0.5)}
    rows = [
        (level, name, found[at].value, found[at].se)
        for at, level in enumerate(levels)
        for name, found in figures.items()
    ]
    print(time.process_time() - begun)
    with open(written, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("level", "figure", "value", "se"), *rows])


def read(path: Path) -> dict[tuple[str, str], tuple[float, float]]:
    with path.open(encoding="utf-8") as file:
        return {
            (row["level"], row["figure"]): (float(row["value"]), float(row.get("se") or "nan"))
            for row in csv.DictReader(file)
        }


def same_table(survey: list[str], folder: Path, runs: int) -> Iterator[str]:
    """The lines of a table that three programs make."""
    persons = folder / "persons.csv"
    persons_of(survey, persons)
    out = {name: folder / f"{name}.csv" for name in ("ayni", "R", "polars")}
    asked = {"ayni": [sys.executable, __file__, "--only", "table_of", str(persons), str(out["ayni"])]}
    asked["polars"] = [sys.executable, str(FOLDER / "same_table_polars.py"), str(persons), str(out["polars"])]
    if shutil.which("Rscript"):
        asked["R"] = ["Rscript", str(FOLDER / "same_table.R"), str(persons), str(out["R"])]
    taken: dict[str, list[Cost]] = {name: [] for name in asked}
    for _ in range(runs):
        for name, command in asked.items():
            taken[name].append(process(command))
    ours = read(out["ayni"])
    yield from heads("program", "errors", "CPU s of the figures", "ms a figure", "CPU s of the whole process", "agrees")
    for name, costs in taken.items():
        alone = min(float(each.out.split()[-1]) for each in costs)
        theirs = read(out[name])
        off = max(abs(theirs[key][0] / value - 1) for key, (value, _) in ours.items() if value)
        means = [key for key in ours if key[1] != "median"]
        errors = "no" if name == "polars" else "yes"
        agrees = f"levels to {off:.0e}"
        if name == "R":
            off = max(abs(theirs[key][1] / ours[key][1] - 1) for key in means)
            agrees += f", errors of means to {off:.0e}"
        label = {"ayni": "`ayni.measure`", "polars": "polars by hand", "R": "R `survey`"}[name]
        yield line(label, errors, f"{alone:.3f}", f"{1000 * alone / len(ours):.2f}", f"{least(costs).cpu:.2f}", agrees)
    if "R" not in asked:
        yield "\nR was not on this machine.\n"


# ---- the rules


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


def rules(times: str, engine: str, before: str) -> None:
    """CPU seconds of the rules on a repeated population: after so many runs before, whose memory may be used again."""
    population = repeated(int(times))
    if engine == "openfisca":
        sys.path.insert(0, str(FOLDER))
        import openfisca_bolivia

        system = openfisca_bolivia.BoliviaTaxBenefitSystem()
        periods = {**dict.fromkeys(OF_A_YEAR, f"{DAY.year}"), **dict.fromkeys(OF_A_MONTH, f"{DAY:%Y-%m}")}

        def prepared() -> Any:
            columns, categories = population.columns, population.categories
            return openfisca_bolivia.simulation_of(system, columns, categories, population.household)

        def run(simulation: Any) -> None:
            for name, period in periods.items():
                simulation.calculate(name, period)
    else:
        from ayni.engine import Simulation
        from ayni.law import bolivia

        law = bolivia().within_year(DAY)
        Simulation(repeated(1), engine=engine).run(law, RULES)  # type: ignore[arg-type]  # compiled
        _ = population.household

        def prepared() -> Any:
            return Simulation(population, engine=engine)  # type: ignore[arg-type]

        def run(simulation: Any) -> None:
            simulation.run(law, RULES)

    for _ in range(int(before)):
        run(prepared())
    simulation = prepared()
    begun = time.process_time()
    run(simulation)
    print(time.process_time() - begun)


def beside_openfisca(times: int, runs: int) -> Iterator[str]:
    """The same rules by both engines and by OpenFisca, in memory new to the process and used before."""
    from ayni.survey import load

    engines = ["columns", "fused", "openfisca"]
    found: dict[tuple[str, bool], float] = {}
    for _ in range(runs):
        for engine in engines:
            for reused in (False, True):
                command = [sys.executable, __file__, "--only", "rules", str(times), engine, "2" if reused else "0"]
                taken = float(process(command, **(REUSED if reused else {})).out.split()[-1])
                found[engine, reused] = min(taken, found.get((engine, reused), taken))
    persons = times * load().n_persons
    yield f"The {len(RULES)} rules of the transfers in force on {DAY}, with all on which they rest, on {persons:,}"
    yield "persons (the synthetic population repeated): CPU seconds of the rules alone, without building OpenFisca's"
    yield "simulation.\n"
    yield from heads("memory", "Ayni columns", "Ayni fused", "OpenFisca", "OpenFisca over columns", "over fused")
    for reused in (False, True):
        columns, fused, theirs = (found[engine, reused] for engine in engines)
        name = "used before" if reused else "new to the process"
        yield line(
            name,
            *(f"{each:.3f}" for each in (columns, fused, theirs)),
            f"{theirs / columns:.1f} ×",
            f"{theirs / fused:.1f} ×",
        )


def share_of_rules(path: str) -> None:
    """CPU seconds of a run, or of the row groups of a census, and those within the rules."""
    import ayni as package
    from ayni.engine import Simulation
    from ayni.law import bolivia
    from ayni.scenario import census
    from ayni.survey import Census

    within, run = [0.0], Simulation.run

    def timed(self: Any, *arguments: Any) -> Any:
        begun = time.process_time()
        found = run(self, *arguments)
        within[0] += time.process_time() - begun
        return found

    Simulation.run = timed  # type: ignore[method-assign]
    file, begun = Census.find(Path(path)) if path else None, time.process_time()
    if file is None:  # of the whole process, as a command is
        begun = 0.0
        package.run(*([path] if path else []))
    else:
        day = dt.date.fromisoformat(file.provenance["source"]["field_from"])
        for index in range(min(4, file.row_groups)):
            census.summarise(file.path, bolivia(), day, "legal", "columns", index)
    print(within[0] / (time.process_time() - begun))


# ---- the table


def machine() -> str:
    import numpy

    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    model = next((each.partition(":")[2].strip() for each in lines if "model name" in each), platform.processor())
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, NumPy {numpy.__version__}"


def commit() -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", FOLDER, *arguments], capture_output=True, text=True, check=False
        ).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "--porcelain", "src") else "")


def line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def heads(*cells: str) -> Iterator[str]:
    yield line(*cells)
    yield line(*["---"] * len(cells))


def report(survey: list[str], other: str, runs: int, persons: int, times: int) -> Iterator[str]:
    """The lines of the table, as they are found."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    yield "# What people run, in seconds\n"
    yield "*En breve: cuántos segundos y cuánta memoria pide lo que la gente corre, junto a R, polars y OpenFisca.*\n"
    yield f"Made by `make bench` on {dt.date.today()} on commit {commit()}: {machine()}; load {load:.1f} when it began."
    on = f"{Path(survey[1]).parent.name}/{Path(survey[1]).name}" if survey else "the synthetic population"
    yield f"CPU seconds are those of the whole process, user and system, the least of {runs} runs taken in turn; the"
    yield f"wall and the largest memory are of that run. Commands on a survey run on {on}.\n"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        work = commands(survey, other, folder)
        for each in (*list(work.values())[:1], work["`ayni run`, file kept"]):
            each()
        if other:
            work["`ayni between`"]()
        yield from heads("what", "CPU s", "wall s", "peak MiB")
        for name, cost in in_turn(work, runs).items():
            yield line(name, f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.peak:.0f}")
        if not other:
            yield line("`ayni between`", "not run: it needs two surveys", "", "")
        for name, cost in of_doors(runs):
            yield line(name, f"{cost.cpu:.3f}", f"{cost.wall:.3f}", "")
        census = folder / "census.parquet"
        made_in = process(ayni("expand", *survey, "--output", str(census), "--persons", str(persons)))
        yield line(
            f"`ayni expand` to {persons:,} persons", f"{made_in.cpu:.2f}", f"{made_in.wall:.2f}", f"{made_in.peak:.0f}"
        )
        for name, more in {"": [], ", two workers": ["--workers", "2"]}.items():
            cost = process(ayni("run", "--data", str(census), *more))
            yield line(
                f"`ayni run` on {persons:,} persons{name}", f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.peak:.0f}"
            )
        yield "\nPages and API are of the synthetic population (a served survey answers round values only): a new"
        yield "question among others of its kind, server and model process together.\n"
        shares = {
            "a run, compiling them among it": survey[1] if survey else "",
            "four row groups of a census": str(census),
        }
        said = []
        for name, path in shares.items():
            part = process([sys.executable, __file__, "--only", "share_of_rules", path]).out.split()[-1]
            said.append(f"{float(part):.1%} of {name}")
        yield f"The rules of the law take {' and '.join(said)}.\n"
        yield "## The same table by others\n"
        yield "Mean, headcount, gap and median of INE's income for everybody, two areas and nine departments: 48"
        yield "figures from one csv. `agrees`: the largest relative difference from `ayni.measure`.\n"
        yield from same_table(survey, folder, runs)
    yield "\n## The same rules in OpenFisca\n"
    yield from beside_openfisca(times, runs)
    yield "\nWhat a process takes from the system for the first time costs as much as the arithmetic; read both rows."
    if shutil.which("chromium"):
        yield ""
        yield from stories.section()
        yield "\n## From a key press to the new result\n"
        yield "On the page of reforms, in Chromium; 150 ms of it are the page's own wait for the next key.\n"
        yield from keypress.lines([Path(survey[1])] if survey else [])


def main() -> None:
    if "--only" in sys.argv:
        what, *arguments = sys.argv[sys.argv.index("--only") + 1 :]
        globals()[what](*arguments)
        return
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="one run, small files, nothing written")
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--data", type=Path)
    asked.add_argument("--other", type=Path)
    given = asked.parse_args()
    data, other = given.data or SHARED / "2019/persona.parquet", given.other or SHARED / "2020/persona.parquet"
    survey = ["--data", str(data)] if data.exists() else []
    runs, persons, times = (1, CENSUS // 20, 2) if given.quick else (given.runs, CENSUS, 25)
    lines = []
    for each in report(survey, str(other) if survey and other.exists() else "", runs, persons, times):
        print(each, flush=True)
        lines.append(each)
    if not given.quick:
        results = FOLDER / "results.md"
        results.write_text("\n".join(lines) + "\n", encoding="utf-8")
        alone = [sys.executable, str(FOLDER.parent / "tools" / "bare_install.py"), "--record", str(results)]
        subprocess.run(alone, check=True)


if __name__ == "__main__":
    main()
