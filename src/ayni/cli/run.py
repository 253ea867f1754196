"""`ayni run`: poverty, programmes and their effects."""

from __future__ import annotations

import click

from ayni.cli.options import BY, ENGINE, LINE, PEOPLE, STATS, Asked, help_of, on_a_survey, say_work, whole_number
from ayni.words import AyniError

MOST_REPLICATES = 5_000


def _replicates(_context: click.Context, _option: click.Parameter, value: str | None) -> int:
    """A number of replicates, two or more; zero where none is given."""
    digits = value is not None and value.isascii() and value.isdecimal()
    if value is not None and not (digits and 1 < int(value[:9]) <= MOST_REPLICATES and len(value) < 9):
        raise AyniError("not_replicates", given=value[:20], most=MOST_REPLICATES)
    return int(value or 0)


@click.command(help=help_of("run"))
@on_a_survey
@click.option("--no-cache", is_flag=True, help=help_of("no_cache"))
@click.option("--replicates", callback=_replicates, metavar="N", help=help_of("replicates"))
@click.option("--workers", callback=whole_number(1_000), metavar="N", help=help_of("workers"))
@click.option("--cluster", "address", metavar="ADDRESS", help=help_of("cluster"))
@BY
@LINE
@PEOPLE
@ENGINE
@STATS
def run(
    asked: Asked, no_cache: bool, replicates: int, workers: int | None, address: str | None, by: tuple[str, ...],
    line: tuple[str, ...], engine: str, stats: bool,
) -> None:  # fmt: skip
    """Run the law on a survey or a census-size file: poverty, programmes and what each does."""
    from ayni.engine import Work
    from ayni.scenario.cluster import Cluster

    if workers is not None and address is not None:
        raise AyniError("cluster_or_workers")
    cluster = Cluster(address, workers or 1) if workers or address else None
    work = Work()
    own = {"replicates": replicates, "cluster": cluster, "by": by, "line": line}
    asked.run("run", cached=not no_cache, engine=engine, work=work, **own)
    if stats:
        say_work(work, asked.language)
