"""Fixtures that every room shares."""

from __future__ import annotations

import os
from itertools import zip_longest
from pathlib import Path

import pytest

from support.soak import record

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder ``../shared/data`` beside the repository: survey files too big, or not ours, to keep inside it.

    A test that asks for it is skipped where the folder is absent, or fails there if the environment says ``CI=true``.
    """
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        message = f"needs the survey files in {folder}, which are not in the repository"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record FILE` is what `make soak` says."""
    parser.addoption("--record", type=Path, metavar="FILE", help="write what ran, how it ended and how long it took")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of the web room, which wait for browsers and servers, begin early, each beside one that computes."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    web = [path for path in files if "web" in path.parts]
    rest = [path for path in files if path not in web]
    pairs = zip_longest(web, rest)
    items[:] = [item for pair in pairs for path in pair if path is not None for item in files[path]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Record a run's tests; what was skipped has not run."""
    place = config.getoption("--record")
    if place is not None:
        ended = [
            (each.nodeid, outcome, each.duration)
            for outcome in ("passed", "failed", "error")
            for each in terminalreporter.getreports(outcome)
        ]
        skipped = len(terminalreporter.getreports("skipped"))
        record(place, ended, skipped, whole=not (config.option.keyword or config.option.file_or_dir))
