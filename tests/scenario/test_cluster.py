"""A census-size file on a local cluster of two workers: what goes wrong with workers changes no digit of the result."""

import datetime as dt
import importlib.util
import os
import time
from functools import partial

import pytest

from ayni.cli import main
from ayni.law import bolivia
from ayni.report import from_json
from ayni.runs import named
from ayni.scenario import Result
from ayni.scenario.census import CensusRun, summarise
from ayni.scenario.cluster import Cluster, parts, sum_of, summed
from ayni.words import AyniError
from support.census import DiesOnce, WaitsForTheLate, damage, survey, written

DAY = dt.date(2019, 11, 20)


@pytest.fixture(scope="module")
def local():
    """A cluster of two processes."""
    if importlib.util.find_spec("distributed") is None:
        message = "needs distributed, of the extra ayni[cluster]"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def census(tmp_path_factory):
    return written(tmp_path_factory.mktemp("census") / "c.parquet", survey(), persons=6_000, block=400)


@pytest.fixture(scope="module")
def task(census):
    return partial(summarise, census.path, bolivia(), DAY, "legal", "auto")


def content(summary):
    """Everything in a summary, to the last bit."""
    tallies = {
        key: (tally.bins.tobytes(), tally.persons.tobytes(), tally.money.tobytes(), tally.shortfall.tobytes())
        for key, tally in summary.tallies.items()
    }
    return summary.persons, summary.households, dict(summary.totals), tallies


@pytest.fixture(scope="module")
def expected(census, task):
    return content(summed(summed(map(task, part)) for part in parts(census.row_groups)))


def test_the_command_gives_the_same_rows_on_a_cluster(local, census, capsysbinary, tmp_path):
    arguments = ["run", "--data", str(census.path), "--law", DAY.isoformat(), "--output", str(tmp_path / "rows.json")]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--cluster", local.scheduler_address])
    assert ended.value.code == 0
    found, whole = from_json((tmp_path / "rows.json").read_bytes()), CensusRun(census, bolivia(), DAY)
    assert found == named(Result.of(whole.rows(), whole.card), bolivia())


@pytest.mark.soak
def test_a_worker_killed_in_mid_run_changes_nothing(local, census, task, expected, tmp_path):
    with local.get_client() as client:
        assert content(sum_of(client, DiesOnce(task, 7, tmp_path), census.row_groups)) == expected
    assert (tmp_path / "died").exists()


@pytest.mark.soak
def test_a_late_worker_shares_the_work_and_changes_nothing(local, census, task, expected, tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    local.scale(1)
    with local.get_client() as client, ThreadPoolExecutor(1) as other:
        while len(client.scheduler_info()["workers"]) > 1:
            time.sleep(0.02)
        run = other.submit(sum_of, client, WaitsForTheLate(task, tmp_path), census.row_groups)
        local.scale(2)
        client.wait_for_workers(2, timeout=30)
        (tmp_path / "joined").touch()
        assert content(run.result(timeout=60)) == expected
    assert len(list(tmp_path.glob("by *"))) == 2


@pytest.mark.soak
def test_a_damaged_row_group_is_named_here_and_on_a_cluster(local, tmp_path, capsys):
    census = written(tmp_path / "damaged.parquet", survey(), persons=2_000, block=400)
    damage(census, 3)
    with pytest.raises(AyniError, match=r"damaged\.parquet: row group 4 of 5 is damaged"):
        CensusRun(census, bolivia(), DAY, cluster=Cluster(local.scheduler_address)).rows()
    for more in ([], ["--cluster", local.scheduler_address]):
        with pytest.raises(SystemExit) as ended:
            main(["run", "--data", str(census.path), "--lang", "en", *more])
        assert ended.value.code == 2
        printed = capsys.readouterr()
        message = f"ayni: {census.path}: row group 4 of 5 is damaged; copy the file again or make it again.\n"
        assert (printed.out, printed.err) == ("", message)


@pytest.mark.soak
def test_a_row_group_that_ends_every_worker_is_told_of(local, census, monkeypatch):
    from distributed import KilledWorker

    def lost(*arguments):
        raise KilledWorker("a row group", None, 3)

    monkeypatch.setattr("ayni.scenario.cluster.sum_of", lost)
    with pytest.raises(AyniError, match="Several workers were lost on the same row group of"):
        Cluster(local.scheduler_address).sum(abs, census)


def test_what_is_wrong_is_told_with_its_mend(local, census, monkeypatch, capsys):
    monkeypatch.setattr("ayni.scenario.cluster.PATIENCE", "0.3s")
    for arguments, says in (
        (["--workers", "2"], "--cluster and --workers deal a census-size file: give one with --data"),
        (["--workers", "0"], "--workers takes a whole number of one or more, not 0."),
        (["--workers", "2", "--cluster", "tcp://here:1"], "Give --cluster or --workers, not both."),
        (
            ["--data", str(census.path), "--cluster", "tcp://127.0.0.1:9"],
            "No Dask scheduler answers at tcp://127.0.0.1:9",
        ),
    ):
        with pytest.raises(SystemExit) as ended:
            main(["run", "--lang", "en", *arguments])
        printed = capsys.readouterr().err
        assert (ended.value.code, printed.count("\n")) == (2, 1)
        assert printed.startswith(f"ayni: {says}")
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(AyniError, match=r"pip install 'ayni\[cluster\]'"):
        Cluster(local.scheduler_address).sum(abs, census)
