"""Where the CPU time of `ayni run` goes on a survey that is kept: start, reading, rules, measures, print; medians.

python benchmarks/where_time_goes.py FILE
"""

from __future__ import annotations

import importlib
import io
import json
import os
import statistics
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

RUNS = 9
LOADED = """
import contextlib, io, sys
from ayni.cli import main
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit):
    main(["run", "--data", sys.argv[1]])
sys.stderr.write("\\n".join(sys.modules))
"""


def once(path: Path, modules: list[str]) -> dict[str, float]:
    """CPU seconds of each stage in this process, which imports first what a run imports in its course."""
    for name in modules:
        importlib.import_module(name)
    marks = [("", 0.0), ("start: Python and what it imports", time.process_time())]

    def mark(name: str) -> None:
        marks.append((name, time.process_time()))

    from ayni import report, runs
    from ayni.engine import Simulation
    from ayni.law import bolivia
    from ayni.runs.options import RunOptions
    from ayni.runs.run import run
    from ayni.scenario import Analysis
    from ayni.survey import load

    spent = {"rules": 0.0, "measures": 0.0}

    def timed(kind: str, function: Any) -> Any:
        def timing(*given: Any, **more: Any) -> Any:
            begun = time.process_time()
            try:
                return function(*given, **more)
            finally:
                spent[kind] += time.process_time() - begun

        return timing

    for method in ("run", "function_of"):
        setattr(Simulation, method, timed("rules", getattr(Simulation, method)))
    Analysis.rows = timed("measures", Analysis.rows)  # type: ignore[method-assign]
    options = RunOptions.of(bolivia(), data=path)
    mark("the law")
    load(path)
    mark("the survey")
    found = run(options, bolivia())
    result = runs.names.named(found, bolivia())
    mark("all")
    report.print_tables(result, "es", file=io.StringIO())
    mark("print the tables")
    stages = {name: end - start for (_, start), (name, end) in pairwise(marks)}
    work = stages.pop("all")
    stages[f"incomes, measures and their {len(found.rows):,} rows"] = spent["measures"] - spent["rules"]
    stages["rules"] = spent["rules"]
    stages["official figures, names, data card"] = work - spent["measures"]
    return stages


def main() -> None:
    """The median of each stage over processes, and their sum."""
    path = Path(sys.argv[1])
    if "--once" in sys.argv:
        print(json.dumps(once(path, sys.argv[3].split())))
        return
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def output(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True, env=environment)

    modules = [
        name for name in output("-c", LOADED, str(path)).stderr.splitlines() if name.split(".")[0] in ("ayni", "numpy")
    ]
    command = [__file__, str(path), "--once", " ".join(modules)]
    output(*command)
    runs = [json.loads(output(*command).stdout) for _ in range(RUNS)]
    medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    print("| stage | CPU seconds |\n| --- | --- |")
    for name, seconds in [*medians.items(), ("all", sum(medians.values()))]:
        print(f"| {name} | {seconds:.3f} |")


if __name__ == "__main__":
    main()
