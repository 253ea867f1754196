"""Computing on a Dask cluster: a task sums some row groups, and its sum is added to the others in the order of the
file. So the digits are the same whoever computes, and few sums are held at once however long the file is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct

from ayni.words import AyniError
from ayni.words.progress import tell

if TYPE_CHECKING:
    from ayni.survey import Census


class Added(Protocol):
    """What another of its kind can be added to, in place."""

    def add(self, other: Any, /) -> None: ...


Sum = TypeVar("Sum", bound=Added)
PARTS, LONGEST = 64, 32
"""A file is divided into about so many tasks, none of more than so many row groups."""
AHEAD = 2
"""Tasks of each worker that are given out and not yet added up."""
PATIENCE = "15s"
"""How long a scheduler may take to answer."""


class Cluster(Struct, frozen=True):
    """A scheduler's address, or how many processes to start on this machine for the time of a run."""

    address: str | None = None
    workers: int = 1

    def sum(self, task: Callable[[int], Sum], census: Census) -> Sum:
        """The sum of a task over the row groups of a file. Raises what the task raises.

        A task whose worker is lost is done again by another; a file of which the same row group ends several workers,
        and a scheduler that does not answer, raise.
        """
        with self._client() as (client, distributed):
            try:
                return sum_of(client, task, census.row_groups)
            except distributed.KilledWorker:
                raise AyniError("workers_lost", file=census.path) from None

    @contextmanager
    def _client(self) -> Iterator[tuple[Any, Any]]:
        try:
            import distributed
        except ImportError:
            raise AyniError("needs_distributed") from None
        if self.address is None:
            with (
                distributed.LocalCluster(
                    n_workers=self.workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
                ) as local,
                distributed.Client(local) as client,
            ):
                yield client, distributed
            return
        try:
            client = distributed.Client(self.address, timeout=PATIENCE)
        except (OSError, ValueError):
            raise AyniError("no_scheduler", address=self.address) from None
        with client:
            yield client, distributed


def parts(count: int) -> list[range]:
    """The row groups of each task: what decides in which order a file is summed."""
    size = min(LONGEST, max(1, -(-count // PARTS)))
    return [range(first, min(first + size, count)) for first in range(0, count, size)]


def summed(each: Iterable[Sum]) -> Sum:
    """The sum of one or more, added to the first of them."""
    found = iter(each)
    total = next(found)
    for other in found:
        total.add(other)
    return total


def sum_of_part(task: Callable[[int], Sum], part: range) -> Sum:
    """The sum of a task over some row groups, as a worker computes it."""
    return summed(map(task, part))


def sum_of(client: Any, task: Callable[[int], Sum], count: int) -> Sum:
    """The sum of a task over 0 to `count` - 1. No more than `AHEAD` sums a worker are held, or on the way, at once."""
    left, running = iter(parts(count)), deque[tuple[range, Any]]()

    def found() -> Iterator[Sum]:
        while True:
            most = AHEAD * max(1, len(client.nthreads()))
            for part in islice(left, max(0, most - len(running))):
                running.append((part, client.submit(sum_of_part, task, part, pure=False)))
            if not running:
                return
            part, future = running.popleft()
            yield future.result()
            future.release()
            tell("row_groups", part.stop, count)

    return summed(found())
