"""What people run, in CPU seconds, in this checkout and in others: ratios taken in one run.

    python benchmarks/ratios.py --against CHECKOUT … --data EH2019=PATH EH2020=PATH [--runs 3] [--only run,shock]

Each command is a process of its own, with the file already kept; checkouts take turns, so that a drift of the machine's
speed meets all alike, and the least of the runs counts. The table is written to `benchmarks/ratios.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
ONE, TWO = "EH2019", "EH2020"
OWN_MONTH = ("--at", "survey")
"""What leaves a survey in its own month; code from before that option did nothing else."""
COMMANDS = {
    "run": ["run", "--data", ONE],
    "reform": ["reform", "renta_dignidad.monthly_non_pensioner=500", "--data", ONE, *OWN_MONTH],
    "sweep of 100": ["reform", "--sweep", "renta_dignidad.monthly_non_pensioner=301:400:1", "--data", ONE, *OWN_MONTH],
    "sweep of 21": ["reform", "--sweep", "renta_dignidad.monthly_non_pensioner=300:500:10", "--data", ONE, *OWN_MONTH],
    "incidence": ["incidence", "--data", ONE],
    "shock job-loss, 20 draws": ["shock", "job-loss", "from=5.3%", "to=8.1%", "--data", ONE],
    "attribution, 11 players": ["attribution", "--data", TWO],
    "between": ["between", ONE, TWO],
    "sequence-2020": ["sequence-2020", "--before", ONE, "--data", TWO],
    "a payslip, which measures nothing": ["payslip", "9500", "--date", "2019-05"],
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
print(best)
"""
"""The tables of a run that are measured, with their rows, without reading, rules and printing."""


def process(checkout: Path, arguments: list[str]) -> tuple[float, str]:
    """CPU seconds of a process on the code of a checkout, and what it says."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "COLUMNS": "200", "PYTHONSAFEPATH": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{checkout}: {' '.join(arguments)}\n{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def seconds(checkout: Path, name: str, files: dict[str, str]) -> float:
    """CPU seconds of a command, or of the measures of a run alone."""
    if name.startswith("measures"):
        return float(process(checkout, ["-c", MEASURES, files[name.split()[-1]]])[1])
    knows = any('"--at"' in path.read_text(encoding="utf-8") for path in (checkout / "src/ayni/cli").glob("*.py"))
    arguments = [files.get(each, each) for each in COMMANDS[name] if knows or each not in OWN_MONTH]
    return process(checkout, ["-m", "ayni", *arguments])[0]


def main() -> None:
    """Take turns, and write the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--against", nargs="+", type=Path, required=True)
    asked.add_argument("--data", nargs="+", required=True)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    files = dict(each.split("=", 1) for each in given.data)
    names = [*(f"measures of {wave}" for wave in files), *COMMANDS]
    wanted = [name for name in names if not given.only or any(name.startswith(each) for each in given.only.split(","))]
    checkouts = [*(path.resolve() for path in given.against), HERE]
    heads = [
        subprocess.run(
            ["git", "-C", path, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
        ).stdout.strip()
        for path in checkouts
    ]
    lines = [
        "# Ratios of CPU seconds", "",
        f"Made by `benchmarks/ratios.py` on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; the least of {given.runs} runs, checkouts in turn, files already kept.", "",
        f"| what | {' | '.join(heads)} | {' | '.join(f'{head} over {heads[-1]}' for head in heads[:-1])} |",
        f"| --- |{' --- |' * (2 * len(heads) - 1)}",
    ]  # fmt: skip
    for name in wanted:
        best = [float("inf")] * len(checkouts)
        for turn in range(given.runs + 1):  # the first reads and keeps the file
            taken = [seconds(checkout, name, files) for checkout in checkouts]
            best = [min(old, new) for old, new in zip(best, taken, strict=True)] if turn else best
        ratios = " | ".join(f"{each / best[-1]:.1f} ×" for each in best[:-1])
        lines.append(f"| {name} | {' | '.join(f'{each:.2f}' for each in best)} | {ratios} |")
        print(lines[-1], flush=True)
    (HERE / "benchmarks" / "ratios.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
