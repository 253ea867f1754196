"""Model runs in a limited number of processes with a queue; equal requests at the same time are computed once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import sys
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec import Struct

from ayni.web.answers import NOT_KEPT, OF_SHAPE, SYNTHETIC
from ayni.web.settings import Settings
from ayni.words import AyniError

HOUR = 3600.0
"""Seconds."""


class BusyError(Exception):
    """There is no answer now. `key`: no room in the queue, `too_busy`; a run longer than may be, `too_slow`; or no more
    questions about a protected survey within this hour, `too_many_questions`. `after`: seconds after which to ask
    again."""

    def __init__(self, key: str = "too_busy", after: float = 2.0) -> None:
        super().__init__(key)
        self.key, self.after = key, max(1, math.ceil(after))

    @property
    def status(self) -> int:
        """Of the response."""
        return 429 if self.key == "too_many_questions" else 503


class FailedError(Exception):
    """A run failed for no fault of who asked."""


class _Job(Struct):
    """One question, how many wait for its answer, and whether a process has it."""

    task: asyncio.Task[bytes]
    waiting: int = 0
    running: bool = False


class Worker:
    """One process; it is killed where a run must end before it is done, and starts again when it is next asked."""

    def __init__(self, surveys: Sequence[Path], *, protected: bool = True) -> None:
        how = "protected" if protected else "unprotected"
        self.command = (sys.executable, "-P", "-m", "ayni.web.worker", how, *map(str, surveys))
        # -P: no file of the folder
        self.process: asyncio.subprocess.Process | None = None

    async def ask(self, question: bytes) -> bytes:
        """The answer to a question. Raises AyniError for what is wrong in it, FailedError where the process failed."""
        try:
            if self.process is None or self.process.returncode is not None:
                self.process = await asyncio.create_subprocess_exec(
                    *self.command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
                )
            requests, answers = self.process.stdin, self.process.stdout
            assert requests
            assert answers
            requests.write(question + b"\n")
            await requests.drain()
            header = json.loads(await answers.readline())
            content = await answers.readexactly(header["size"])
        except asyncio.CancelledError:
            await self.stop()
            raise
        except (OSError, ValueError, asyncio.IncompleteReadError):
            await self.stop()
            raise FailedError from None
        if header["kind"] == "wrong":
            raise AyniError("of_a_model", text=json.loads(content), key=header["key"])
        if header["kind"] == "failed":
            raise FailedError
        return content

    async def stop(self) -> None:
        """End the process, whatever it does."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()
            self.process = None


@dataclass
class Jobs:
    """The pool. `run` waits for a free process; an answer is kept while there is room, unless it is of a family."""

    settings: Settings
    surveys: Sequence[Path]
    _jobs: dict[bytes, _Job] = field(default_factory=dict)
    _kept: OrderedDict[bytes, bytes] = field(default_factory=OrderedDict)
    _held: int = 0
    _workers: list[Worker] = field(default_factory=list)
    _free: asyncio.Queue[Worker] = field(default_factory=asyncio.Queue)
    _leaving: set[asyncio.Task[None]] = field(default_factory=set)
    _asked: OrderedDict[bytes, float] = field(default_factory=OrderedDict)
    """Questions about protected surveys that were computed in the last hour, and when first."""
    _seconds: float = 1.0
    """How long runs have taken of late."""

    async def start(self) -> tuple[str, ...]:
        """Start every process and have it read the surveys, whose names are given, the default first.

        Raises AyniError for a wrong survey, and where a process does not start.
        """
        self._workers = [
            Worker(self.surveys, protected=self.settings.protected) for _ in range(self.settings.processes)
        ]
        try:
            names = [await worker.ask(_question("ready", {})) for worker in self._workers]
        except (AyniError, FailedError) as error:
            await self.stop()
            raise error if isinstance(error, AyniError) else AyniError("models_do_not_start") from None
        for worker in self._workers:
            self._free.put_nowait(worker)
        return tuple(json.loads(names[0]))

    async def stop(self) -> None:
        """End every process."""
        for job in self._jobs.values():
            job.task.cancel()
        await asyncio.gather(*(job.task for job in self._jobs.values()), return_exceptions=True)
        for worker in self._workers:
            await worker.stop()

    async def run(self, name: str, **asked: Any) -> bytes:
        """What a function of the model answers. Raises BusyError, FailedError, and AyniError for what is wrong."""
        question = _question(name, asked)
        if question in self._kept:
            self._kept.move_to_end(question)
            return self._kept[question]
        job = self._jobs.get(question)
        if job is None:
            if len(self._jobs) >= self.settings.processes + self.settings.waiting:
                raise BusyError(after=self._seconds * len(self._jobs) / self.settings.processes)
            self._count(asked)
            job = self._jobs[question] = _Job(asyncio.create_task(self._work(question, kept=name not in NOT_KEPT)))
            job.task.add_done_callback(lambda task: self._done(question, task))
        job.waiting += 1
        try:
            return await asyncio.shield(job.task)
        except asyncio.CancelledError:
            if job.task.cancelled():
                raise BusyError from None
            raise
        finally:
            job.waiting -= 1
            if not job.waiting and not job.task.done():
                leaving = asyncio.create_task(self._leave(job))
                self._leaving.add(leaving)
                leaving.add_done_callback(self._leaving.discard)

    def _count(self, asked: dict[str, Any]) -> None:
        """Count a question about a protected survey, in whatever shape its answer is wanted. Raises BusyError where the
        hour has no room for another."""
        if not self.settings.protected or asked.get("survey", SYNTHETIC) == SYNTHETIC:
            return
        question = _question("", {name: value for name, value in asked.items() if name not in OF_SHAPE})
        now = time.monotonic()
        while self._asked and (first := next(iter(self._asked.values()))) < now - HOUR:
            self._asked.popitem(last=False)
        if question not in self._asked:
            if len(self._asked) >= self.settings.questions_an_hour:
                raise BusyError("too_many_questions", after=first + HOUR - now)
            self._asked[question] = now

    def _done(self, question: bytes, task: asyncio.Task[bytes]) -> None:
        self._jobs.pop(question, None)
        if not task.cancelled():
            task.exception()  # where nobody waits any more nobody else asks for it, and asyncio would complain

    async def _leave(self, job: _Job) -> None:
        """Nobody waits: what is in the queue ends at once, and what runs and has not ended after a grace."""
        if job.running:
            await asyncio.wait([job.task], timeout=self.settings.grace_seconds)
        if not job.waiting:
            job.task.cancel()

    async def _work(self, question: bytes, *, kept: bool) -> bytes:
        worker = await self._free.get()
        self._jobs[question].running = True
        begun = time.monotonic()
        try:
            async with asyncio.timeout(self.settings.model_seconds):
                answer = await worker.ask(question)
        except TimeoutError:
            raise BusyError("too_slow") from None
        finally:
            self._seconds = 0.8 * self._seconds + 0.2 * (time.monotonic() - begun)
            self._free.put_nowait(worker)
        if kept:
            self._keep(question, answer)
        return answer

    def _keep(self, question: bytes, answer: bytes) -> None:
        size = len(question) + len(answer)
        if size > self.settings.kept_bytes:
            return
        self._kept[question] = answer
        self._held += size
        while self._held > self.settings.kept_bytes:
            self._held -= sum(map(len, self._kept.popitem(last=False)))


def _question(name: str, asked: dict[str, Any]) -> bytes:
    return json.dumps({"name": name, "asked": asked}, allow_nan=False).encode()
