"""The doors under load: reform pages and the API at once on loopback, overload, and memory over an hour's requests.

    python benchmarks/doors.py [--quick] [--protected]

The server runs as anybody starts it, on the synthetic population; with `--protected` on EH 2019, whose figures are
published as `docs/disclosure.md` says, and then without the hour and the key presses. Answers are checked against the
same figures computed here in Python. The table is written to `benchmarks/doors.md`.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import keypress
import psutil

RESULTS = Path(__file__).parent / "doors.md"
TITLE = "# The doors under load"
ABSTRACT = "*En breve: el servidor con muchas personas a la vez: cuánto se espera, y cuántas respuestas da.*"
SURVEY = Path(__file__).resolve().parents[2] / "shared/data/eh/2019/persona.parquet"
PARAMETER, ANOTHER = "renta_dignidad.monthly_non_pensioner", "bono_juancito_pinto.amount"
MONTH = "2026-03"
PER_HOUR = 36_000
"""Ten requests a second."""
DIFFERENT = 2_000
PROTECTED = "--protected" in sys.argv
VALUES = [*range(360, 1000, 10), *range(1000, 3500, 100)] if PROTECTED else range(351, 651)
"""What visitors ask for: a protected file takes two digits."""
ASKED_ROWS = {"at": "survey"} if PROTECTED else {}


@dataclass
class Tally:
    """What a number of visitors met with."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: int = 0

    def add(self, kind: str, took: float, status: int, is_right: bool) -> None:
        self.statuses[status] += 1
        if status == 200:
            self.seconds.setdefault(kind, []).append(took)
        self.wrong += not is_right


@contextlib.asynccontextmanager
async def server() -> AsyncIterator[tuple[str, psutil.Process]]:
    """The address and process of `ayni serve`, ready to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    of_file = ["--data", str(SURVEY)] if PROTECTED else []
    process = subprocess.Popen(
        [sys.executable, "-m", "ayni", "serve", "--port", str(port), *of_file], stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(200):
                with contextlib.suppress(httpx.TransportError):
                    await client.get(f"{address}/static/icon.svg")
                    break
                await asyncio.sleep(0.1)
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(10)


def memory(process: psutil.Process) -> float:
    """Resident memory of the server and its model processes, MiB."""
    return sum(each.memory_info().rss for each in [process, *process.children(recursive=True)]) / 2**20


def threads(process: psutil.Process) -> int:
    """Threads of the server and its model processes."""
    return sum(each.num_threads() for each in [process, *process.children(recursive=True)])


def household(age: int) -> dict[str, Any]:
    """A question to `/calculate`."""
    return {
        "persons": {"rosa": {"age": {MONTH: age}, "renta_dignidad": {MONTH: None}}},
        "households": {"hogar": {"members": ["rosa"]}},
    }


def expected_household(age: int) -> float:
    import datetime as dt

    from ayni.family import family
    from ayni.law import bolivia

    of = family({"rosa": {"age": age}}, dt.date.fromisoformat(f"{MONTH}-01"), bolivia())
    return float(_under_the_law(of).value("renta_dignidad", 0))


def _under_the_law(of: Any) -> Any:
    from ayni.law import bolivia

    return of.under(bolivia())


def expected_reform(value: int) -> bytes:
    from ayni import report
    from ayni.law import bolivia
    from ayni.runs import ReformOptions, result
    from ayni.survey import SurveyFile

    data = SurveyFile(SURVEY, protected=True) if PROTECTED else None
    options = ReformOptions.of(bolivia(), data=data, reform={PARAMETER: value}, **ASKED_ROWS)
    return report.to_json(result(options, bolivia()))


@dataclass
class Visitor:
    """Asks one kind of question after another until told to stop, and looks whether the answers are right."""

    client: httpx.AsyncClient
    tally: Tally
    ages: dict[int, float]
    reforms: dict[int, bytes]
    draw: random.Random

    async def calculate(self) -> None:
        age = self.draw.choice([*self.ages])
        begun = time.perf_counter()
        answer = await self.client.post("/calculate", json=household(age))
        took = time.perf_counter() - begun
        found = answer.json()["persons"]["rosa"]["renta_dignidad"][MONTH] if answer.status_code == 200 else None
        self.tally.add("/calculate", took, answer.status_code, found in (None, self.ages[age]))

    async def page(self) -> None:
        value = self.draw.choice(VALUES)
        begun = time.perf_counter()
        answer = await self.client.get("/es/reformas", params={"r": f"{PARAMETER}:{value}"})
        took = time.perf_counter() - begun
        is_right = answer.status_code != 200 or str(value) in answer.text
        self.tally.add("reform page", took, answer.status_code, is_right)

    async def rows(self) -> None:
        value = self.draw.choice([*self.reforms])
        begun = time.perf_counter()
        answer = await self.client.get("/v1/reforms", params={"r": f"{PARAMETER}:{value}", **ASKED_ROWS})
        took = time.perf_counter() - begun
        is_right = answer.status_code != 200 or answer.content == self.reforms[value]
        self.tally.add("/v1/reforms", took, answer.status_code, is_right)


async def visited(address: str, kinds: dict[str, int], seconds: float, known: tuple[Any, Any]) -> tuple[Tally, float]:
    """So many visitors of each kind for so many seconds; what they met with, and the seconds that it took."""
    tally = Tally()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        begun = time.perf_counter()

        async def visit(kind: str, seed: int) -> None:
            visitor = Visitor(client, tally, *known, random.Random(seed))
            while time.perf_counter() - begun < seconds:
                await getattr(visitor, kind)()
                if tally.statuses[503]:
                    await asyncio.sleep(0.01)

        seeds = iter(range(10_000))
        await asyncio.gather(*(visit(kind, next(seeds)) for kind, count in kinds.items() for _ in range(count)))
        return tally, time.perf_counter() - begun


def quantiles(seconds: list[float]) -> tuple[float, float]:
    """The median and the 99th percentile, milliseconds."""
    ranked = sorted(seconds)
    return 1000 * statistics.median(ranked), 1000 * ranked[min(len(ranked) - 1, int(0.99 * len(ranked)))]


def lines_of(name: str, tally: Tally, took: float) -> Iterator[str]:
    refused = tally.statuses[503]
    others = sum(count for status, count in tally.statuses.items() if status not in (200, 503))
    for kind, seconds in tally.seconds.items():
        p50, p99 = quantiles(seconds)
        yield (
            f"| {name} | {kind} | {len(seconds) / took:.1f} | {p50:.0f} | {p99:.0f} | {refused} | {others} "
            f"| {tally.wrong} |"
        )


async def measured(quick: bool) -> AsyncIterator[str]:
    seconds = 5 if quick else 30
    ages = {age: expected_household(age) for age in range(55, 75)}
    reforms = {value: expected_reform(value) for value in VALUES[5:15]}
    known = (ages, reforms)
    async with server() as (address, process):
        heads = ("visitors", "question", "answers a second", "p50, ms", "p99, ms", "refused (503)", "other", "wrong")
        yield f"| {' | '.join(heads)} |"
        yield f"|{' --- |' * len(heads)}"
        mixes = {
            "8 of the API": {"calculate": 8},
            "2 of reform pages, 1 of their rows, 5 of the API": {"page": 2, "rows": 1, "calculate": 5},
            "80 of reform pages, 20 of the API": {"page": 80, "calculate": 20},
        }
        for name, kinds in mixes.items():
            tally, took = await visited(address, kinds, seconds, known)
            for line in lines_of(name, tally, took):
                yield line
        yield ""
        async for line in different(address, process, DIFFERENT // (60 if quick else 1)):
            yield line
        if PROTECTED:
            return
        yield ""
        async for line in hour(address, process, PER_HOUR // (60 if quick else 1), known):
            yield line


async def different(address: str, process: psutil.Process, requests: int) -> AsyncIterator[str]:
    """Memory and threads while so many reforms are asked, none of them twice; of a protected file one in four."""
    of_which = ", one in four of the protected file and the others of the synthetic population" * PROTECTED
    yield f"{requests:,} reforms at `/v1/reforms`, none asked twice{of_which};"
    yield "resident memory of the server and its model process, and their threads, before and after each quarter:\n"
    asked = iter([(one, other) for other in range(100, 1000, 10) for one in VALUES][:requests])
    held, statuses = [(memory(process), threads(process))], Counter[int]()
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        for _ in range(4):
            for index, (one, other) in enumerate(itertools.islice(asked, requests // 4)):
                of = {} if PROTECTED and index % 4 == 0 else {"d": "synthetic"}
                params = {"r": [f"{PARAMETER}:{one}", f"{ANOTHER}:{other}"], "at": "survey", **of}
                answer = await client.get("/v1/reforms", params=params)
                statuses[answer.status_code] += 1
            held.append((memory(process), threads(process)))
    for kind, now in (("MiB", [f"{each:.0f}" for each, _ in held]), ("threads", [str(each) for _, each in held])):
        yield f"| {kind} | {' | '.join(now)} |"
        if kind == "MiB":
            yield f"|{' --- |' * (1 + len(held))}"
    yield f"\nStatuses: {dict(statuses)}."


async def hour(address: str, process: psutil.Process, requests: int, known: tuple[Any, Any]) -> AsyncIterator[str]:
    """Memory while an hour's worth of requests is answered as fast as it goes: one in two hundred a reform page."""
    yield f"{requests:,} requests (ten a second for an hour), one in two hundred of them a reform page; resident memory"
    yield "of the server and its model process, MiB, before and after each quarter:\n"
    held = [memory(process)]
    tally = Tally()
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        visitors = [Visitor(client, tally, *known, random.Random(seed)) for seed in range(8)]
        for _ in range(4):
            left = iter(range(requests // 4))

            async def visit(visitor: Visitor, left: Iterator[int]) -> None:
                for index in left:
                    await (visitor.calculate() if index % 200 else visitor.page())

            await asyncio.gather(*(visit(each, left) for each in visitors))
            held.append(memory(process))
    yield f"| {' | '.join(f'{each:.0f}' for each in held)} |"
    yield f"|{' --- |' * len(held)}"
    yield f"\nStatuses: {dict(tally.statuses)}; wrong answers: {tally.wrong}."


def section(quick: bool = False) -> Iterator[str]:
    """The lines of the table."""
    yield f"{TITLE}\n\n{ABSTRACT}\n"
    yield f"Made by `benchmarks/doors.py` on {time.strftime('%Y-%m-%d')}.\n"
    yield "`ayni serve` with one model process, the visitors on the same machine. Each answer is compared with the same"
    yield "figure computed in Python; where the server refuses it must say so with a 503.\n"

    async def gathered() -> list[str]:
        return [line async for line in measured(quick)]

    yield from asyncio.run(gathered())
    if PROTECTED:
        return
    yield "\nFrom a key press on the page of reforms to the new result on the screen, in Chromium; 150 ms of it are the"
    yield "page's own wait for the next key. Each press is another value, and none was computed before.\n"
    yield from keypress.lines([SURVEY] if SURVEY.exists() else [])


def main() -> None:
    quick = "--quick" in sys.argv
    lines = list(section(quick))
    print("\n".join(lines))
    if not quick and not PROTECTED:
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
