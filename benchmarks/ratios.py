"""What people run, in CPU seconds, in this checkout and in others: ratios taken in one run.

    python benchmarks/ratios.py --against CHECKOUT … --data EH2019=PATH EH2020=PATH [--csv PATH] [--census PERSONS]
        [--runs 3] [--only run]

Each command is a process of its own, with the file already kept; checkouts take turns, so that a drift of the machine's
speed meets all alike, and the least of the runs counts. `--csv` is EH 2019's file unpacked, which is read as if for the
first time; a census of so many persons each checkout makes itself. The table is written to `benchmarks/ratios.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import PARAMETER, served

HERE = Path(__file__).resolve().parent.parent
ONE, TWO = "EH2019", "EH2020"
OWN_MONTH = ("--at", "survey")
"""What leaves a survey in its own month; code from before that option did nothing else."""
COMMANDS = {
    "payslip": ["payslip", "9500", "--date", "2019-05"],
    "household": ["household", "--person", "age=70", "--date", "2019-05"],
    "law show": ["law", "show", "renta_dignidad", "--date", "2019-05"],
    "--help": ["--help"],
    "run": ["run", "--data", ONE],
    "run with its report": ["run", "--data", ONE, "--report", str(Path(tempfile.gettempdir()) / "ayni-ratios.html")],
    "reform": ["reform", "renta_dignidad.monthly_non_pensioner=500", "--data", ONE, *OWN_MONTH],
    "sweep of 100": ["reform", "--sweep", "renta_dignidad.monthly_non_pensioner=301:400:1", "--data", ONE, *OWN_MONTH],
    "sweep of 21": ["reform", "--sweep", "renta_dignidad.monthly_non_pensioner=300:500:10", "--data", ONE, *OWN_MONTH],
    "incidence": ["incidence", "--data", ONE],
    "shock job-loss, 20 draws": ["shock", "job-loss", "from=5.3%", "to=8.1%", "--data", ONE],
    "attribution, 11 players": ["attribution", "--data", TWO],
    "between": ["between", ONE, TWO],
    "sequence-2020": ["sequence-2020", "--before", ONE, "--data", TWO],
}
MEASURES = """
import sys, time
from pathlib import Path
from ayni.law import bolivia
from ayni.scenario import Analysis, survey_day
from ayni.survey import load
population, law, best = load(Path(sys.argv[1])), bolivia(), 1e9
for _ in range(5):
    run = Analysis(population, law, survey_day(population))
    run.by_concept, run.people, run.groups
    start = time.process_time()
    for table in (run.poverty, run.effects, run.targeting, run.deciles, run.waterfall, run.curves):
        list(table())
    best = min(best, time.process_time() - start)
tables = (run.poverty, run.effects, run.targeting, run.deciles, run.waterfall, run.curves)
print(best, sum(row.se is not None for table in tables for row in table()))
"""
"""The measured tables of a run with their rows, without reading, rules and printing; and how many figures with an error
they hold."""
COLD = """
import sys
import tempfile
from pathlib import Path
from ayni.survey import load
load(Path(sys.argv[1]), cached=False)
"""


GROUPS = """
import datetime as dt, inspect, sys, time
from pathlib import Path
from ayni.law import bolivia
from ayni.scenario.census import summarise
from ayni.survey import Census
path = Path(sys.argv[1])
day = dt.date.fromisoformat(Census.find(path).provenance["source"]["field_from"])
law = [bolivia()] if "law" in inspect.signature(summarise).parameters else []
summarise(path, *law, day, "legal", "columns", 0)
start = time.process_time()
for index in range(1, 11):
    summarise(path, *law, day, "legal", "columns", index)
print((time.process_time() - start) / 10)
"""
"""The CPU seconds of a row group of a census, without what the first one finds for all."""
ON_CENSUS, GROUP = "run on a census", "row group of a census"


NEW = 12
"""New reforms whose pages are timed, after as many that are not."""
PAGES = {
    "new reform page, people of their own month": {"at": "survey"},
    "new reform page, as it opens": {},
}
"""What is asked beside the reform; code from before people were carried shows them in their own month either way."""


def page(checkout: Path, more: dict[str, str]) -> float:
    """CPU seconds of server and model process for the page of a reform that nobody asked before."""
    with served(checkout) as (client, taken):
        for amount in range(501, 501 + 2 * NEW):
            if amount == 501 + NEW:
                before = taken()
            client.get("/es/reformas", params={"r": f"{PARAMETER}:{amount}", **more}).raise_for_status()
        return (taken() - before) / NEW


def process(checkout: Path, arguments: list[str]) -> tuple[float, str, int]:
    """CPU seconds of a process on the code of a checkout, what it says, and its peak memory in MiB."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "COLUMNS": "200", "PYTHONSAFEPATH": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    said = started.stdout.read() if started.stdout else ""
    _, status, used = os.wait4(started.pid, 0)
    if status:
        raise SystemExit(f"{checkout}: {' '.join(arguments)} failed")
    return used.ru_utime + used.ru_stime, said, used.ru_maxrss >> 10


def measured(checkout: Path, name: str, files: dict[str, str]) -> list[float]:
    """CPU seconds of a command; of the measures of a run with the milliseconds of a figure, of a cold csv with MiB."""
    if name.startswith("measures"):
        taken, figures = map(float, process(checkout, ["-c", MEASURES, files[name.split()[-1]]])[1].split())
        return [taken, 1000 * taken / figures]
    if name == "cold csv":
        taken, _, peak = process(checkout, ["-c", COLD, files["csv"]])
        return [taken, peak]
    if name in PAGES:
        return [page(checkout, PAGES[name])]
    if name == ON_CENSUS:
        taken, _, peak = process(checkout, ["-m", "ayni", "run", "--data", census_of(checkout, files)])
        return [taken, peak]
    if name == GROUP:
        return [float(process(checkout, ["-c", GROUPS, census_of(checkout, files)])[1])]
    knows = any('"--at"' in path.read_text(encoding="utf-8") for path in (checkout / "src/ayni/cli").glob("*.py"))
    arguments = [files.get(each, each) for each in COMMANDS[name] if knows or each not in OWN_MONTH]
    return [process(checkout, ["-m", "ayni", *arguments])[0]]


def census_of(checkout: Path, files: dict[str, str]) -> str:
    """The census that a checkout makes of the first survey, once."""
    made = Path(files["folder"]) / f"{'-'.join(checkout.parts[1:])}.parquet"
    if not made.exists():
        expand = ["expand", "--data", files[ONE], "--output", str(made), "--persons", files["census"]]
        process(checkout, ["-m", "ayni", *expand])
    return str(made)


def main() -> None:
    """Take turns, and write the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--against", nargs="+", type=Path, required=True)
    asked.add_argument("--data", nargs="+", required=True)
    asked.add_argument("--csv")
    asked.add_argument("--census")
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    files = dict(each.split("=", 1) for each in given.data)
    names = [*COMMANDS, *PAGES, *(f"measures of {wave}" for wave in files)]
    if given.csv:
        files["csv"] = given.csv
        names.append("cold csv")
    if given.census:
        files["census"] = given.census
        names += [ON_CENSUS, GROUP]
    wanted = [name for name in names if not given.only or any(name.startswith(each) for each in given.only.split(","))]
    checkouts = [*(path.resolve() for path in given.against), HERE]
    heads = [
        subprocess.run(
            ["git", "-C", path, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
        ).stdout.strip()
        for path in checkouts
    ]
    lines = [
        "# Ratios of CPU seconds", "", "*En breve: segundos de procesador de cada cosa, antes y ahora.*", "",
        f"Made by `benchmarks/ratios.py` on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; the least of {given.runs} runs, checkouts in turn, files already kept.", "",
        f"| what | {' | '.join(heads)} | {' | '.join(f'{head} over {heads[-1]}' for head in heads[:-1])} |",
        f"| --- |{' --- |' * (2 * len(heads) - 1)}",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as files["folder"]:
        for name in wanted:
            turns = [[measured(checkout, name, files) for checkout in checkouts] for _ in range(given.runs + 1)]
            second = "of which a figure with its error, ms" if name.startswith("measures") else "its peak memory, MiB"
            for index, what in enumerate((name, second)[: len(turns[0][0])]):  # the first turn reads and keeps the file
                best = [min(turn[each][index] for turn in turns[1:]) for each in range(len(checkouts))]
                ratios = " | ".join(f"{each / best[-1]:.1f} ×" for each in best[:-1])
                lines.append(f"| {what} | {' | '.join(f'{each:.3g}' for each in best)} | {ratios} |")
                print(lines[-1], flush=True)
    (HERE / "benchmarks" / "ratios.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
