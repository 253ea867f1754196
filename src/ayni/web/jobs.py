"""Model runs: a bounded pool of processes with a queue. The same question is computed once, whoever asks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ayni.web.settings import Settings
from ayni.words import AyniError


class BusyError(Exception):
    """There is no room in the queue, or a run took longer than it may."""


class FailedError(Exception):
    """A run failed for no fault of who asked."""


@dataclass
class _Job:
    """One question, and how many wait for its answer."""

    task: asyncio.Task[bytes]
    waiting: int = 0


class Worker:
    """One process; it is killed where a run must end before it is done, and starts again when it is next asked."""

    def __init__(self, surveys: Sequence[Path]) -> None:
        self.command = (sys.executable, "-m", "ayni.web.worker", *map(str, surveys))
        self.process: asyncio.subprocess.Process | None = None

    async def ask(self, question: bytes) -> bytes:
        """The answer to a question. Raises AyniError for what is wrong in it, FailedError where the process failed."""
        if self.process is None or self.process.returncode is not None:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
            )
        requests, answers = self.process.stdin, self.process.stdout
        assert requests
        assert answers
        try:
            requests.write(question + b"\n")
            await requests.drain()
            header = json.loads(await answers.readline())
            content = await answers.readexactly(header.get("size", 0))
        except asyncio.CancelledError:
            await self.stop()
            raise
        except (OSError, ValueError, asyncio.IncompleteReadError):
            await self.stop()
            raise FailedError from None
        if "wrong" in header:
            raise AyniError("of_a_model", text=header["wrong"])
        if "failed" in header:
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
    """The pool. `run` waits for a free process; the answer is kept while there is room."""

    settings: Settings
    surveys: Sequence[Path]
    _jobs: dict[bytes, _Job] = field(default_factory=dict)
    _kept: OrderedDict[bytes, bytes] = field(default_factory=OrderedDict)
    _workers: list[Worker] = field(default_factory=list)
    _free: asyncio.Queue[Worker] = field(default_factory=asyncio.Queue)
    _leaving: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> tuple[str, ...]:
        """Start every process and have it read the surveys, whose names are given, the default first."""
        self._workers = [Worker(self.surveys) for _ in range(self.settings.processes)]
        names = [await worker.ask(_question("ready", {})) for worker in self._workers]
        for worker in self._workers:
            self._free.put_nowait(worker)
        return tuple(json.loads(names[0]))

    async def stop(self) -> None:
        """End every process."""
        for job in self._jobs.values():
            job.task.cancel()
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
                raise BusyError
            job = self._jobs[question] = _Job(asyncio.create_task(self._work(question)))
            job.task.add_done_callback(lambda _: self._jobs.pop(question, None))
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

    async def _leave(self, job: _Job) -> None:
        """Nobody waits: what has not ended after a grace is ended."""
        await asyncio.wait([job.task], timeout=self.settings.grace_seconds)
        if not job.waiting:
            job.task.cancel()

    async def _work(self, question: bytes) -> bytes:
        worker = await self._free.get()
        try:
            async with asyncio.timeout(self.settings.model_seconds):
                answer = await worker.ask(question)
        except TimeoutError:
            raise BusyError from None
        finally:
            self._free.put_nowait(worker)
        self._keep(question, answer)
        return answer

    def _keep(self, question: bytes, answer: bytes) -> None:
        if len(answer) > self.settings.kept_bytes:
            return
        self._kept[question] = answer
        held = sum(map(len, self._kept.values()))
        while held > self.settings.kept_bytes:
            held -= len(self._kept.popitem(last=False)[1])


def _question(name: str, asked: dict[str, Any]) -> bytes:
    return json.dumps({"name": name, "asked": asked}, sort_keys=True, allow_nan=False).encode()
