"""Where the time of `ayni run` goes on a cached wave: import, load, rules, measures, print. Medians of several runs.

python benchmarks/where_time_goes.py FILE
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

RUNS = 7


def once(path: Path) -> dict[str, float]:
    marks = [("", time.perf_counter())]

    def mark(name: str) -> None:
        marks.append((name, time.perf_counter()))

    from rich.console import Console

    from ayni import report
    from ayni.evidence import administrative_rows, published_rows
    from ayni.law import bolivia
    from ayni.scenario import Analysis, survey_day
    from ayni.survey import load

    mark("import")
    population = load(path)
    mark("load the cached wave")
    law = bolivia()
    mark("read the law")
    analysis = Analysis(population, law, survey_day(population))
    mark("run the rules")
    rows = analysis.rows()
    rows += [*administrative_rows(analysis), *published_rows(analysis, rows)]
    mark(f"measure ({len(rows):,} rows)")
    report.print_tables(rows, "es", console=Console(file=io.StringIO(), width=100))
    mark("print the tables")
    return {name: end - start for (_, start), (name, end) in pairwise(marks)}


def main() -> None:
    path = Path(sys.argv[1])
    if "--once" in sys.argv:
        print(json.dumps(once(path)))
        return
    command = [sys.executable, __file__, str(path), "--once"]
    subprocess.run(command, check=True, capture_output=True)
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(RUNS)]
    medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    print("| stage | seconds |\n| --- | --- |")
    for name, seconds in [*medians.items(), ("all", sum(medians.values()))]:
        print(f"| {name} | {seconds:.3f} |")


if __name__ == "__main__":
    main()
