"""Computing on a Dask cluster: one task for each row group, whose sums are added in an order that only the file
decides."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING, Any, TypeVar

from ayni.words import AyniError
from ayni.words.progress import tell

if TYPE_CHECKING:
    from ayni.survey import Census

Sum = TypeVar("Sum")
PATIENCE = "15s"
"""How long a scheduler may take to answer."""
KEPT_MEMORY = {
    f"distributed.nanny.pre-spawn-environ.{name}": size
    for name, size in (("MALLOC_TRIM_THRESHOLD_", 1 << 30), ("MALLOC_MMAP_THRESHOLD_", 1 << 25))
}
"""Workers keep the memory of one block for the next; Dask's own setting gives each array back, 1.6 times as slow."""


@dataclass(frozen=True)
class Cluster:
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
            import dask
            import distributed
        except ImportError:
            raise AyniError("needs_distributed") from None
        if self.address is None:
            with (
                dask.config.set(KEPT_MEMORY),
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


def sum_of(client: Any, task: Callable[[int], Sum], count: int) -> Sum:
    """The sum of a task over 0 to `count` - 1, neighbours first; a summary is let go once it is in a sum."""
    futures = client.map(task, range(count), pure=False)
    done = itertools.count(1)
    for future in futures:
        future.add_done_callback(lambda _: tell("row_groups", next(done), count))
    while len(futures) > 1:
        pairs = [futures[place : place + 2] for place in range(0, len(futures), 2)]
        futures = [client.submit(add, *pair, pure=False) if len(pair) == 2 else pair[0] for pair in pairs]
    found: Sum = futures[0].result()
    return found
