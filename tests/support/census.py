"""Small census-size files, and tasks of a cluster that go wrong once."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ayni.survey import Census, expand, load


def survey(households=300):
    """The first households of the synthetic population."""
    whole = load()
    last = whole.offsets[households]
    columns = {name: column[:last] for name, column in whole.columns.items()}
    source = {key: value for key, value in whole.source.items() if key != "sha256"}
    return replace(whole, columns=columns, offsets=whole.offsets[: households + 1], source=source)


def written(path, population, **options):
    """A census-size file of a population."""
    expand(population, path, **options)
    return Census.find(path)


def damage(census, group):
    """Overwrite bytes of one row group, the first being 0."""
    import pyarrow.parquet as pq

    foot = pq.read_metadata(census.path)
    column = next(i for i in range(foot.num_columns) if foot.schema.names[i] == "wage")
    with census.path.open("r+b") as file:
        file.seek(foot.row_group(group).column(column).data_page_offset + 40)
        file.write(bytes(range(60, 80)))


def begins(file):
    """Whether this is the first to come here."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


@dataclass(frozen=True)
class DiesOnce:
    """A task whose worker is killed the first time that it comes to a row group."""

    task: Any
    group: int
    folder: Path

    def __call__(self, index):
        if index == self.group and begins(self.folder / "died"):
            os.kill(os.getpid(), signal.SIGKILL)
        return self.task(index)


@dataclass(frozen=True)
class WaitsForTheLate:
    """A task that, but for the first two row groups, waits until the test says that a second worker has come."""

    task: Any
    folder: Path

    def __call__(self, index):
        while index > 1 and not (self.folder / "joined").exists():
            time.sleep(0.02)
        (self.folder / f"by {os.getpid()}").touch()
        return self.task(index)
