"""The law book has an ordered version of its own: any change of its files has a new one, with what changed."""

from __future__ import annotations

import datetime as dt
import importlib.util
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from ayni import report
from ayni.evidence.recorded import rules_version
from ayni.law import bolivia, version as book
from ayni.law.version import digest, version, versions
from ayni.report.run_tables import facts_of
from ayni.runs import RunOptions, result
from ayni.scenario.result import DataCard, Result


def test_the_law_book_as_it_stands_has_a_version():
    assert versions()[-1].digest == digest(), (
        'the law has changed: python tools/law_version.py "qué cambió" "what changed"'
    )
    assert version() == versions()[-1].version
    assert rules_version() == f"{version()}+{digest()}"


def test_later_versions_compare_greater_and_are_of_the_month_of_their_day():
    assert all(before.order < after.order for before, after in pairwise(versions()))
    assert all(before.day <= after.day for before, after in pairwise(versions()))
    for each in versions():
        made = dt.date.fromisoformat(each.day)
        assert each.order[:2] == (made.year, made.month)
        assert each.text["es"]
        assert each.text["en"]
    assert len({each.digest for each in versions()}) == len(versions())
    assert replace(versions()[-1], version="2026.11.10").order > replace(versions()[-1], version="2026.11.9").order


def test_a_changed_book_says_so_until_it_has_a_version(monkeypatch):
    monkeypatch.setattr(book, "digest", lambda: "0123456789abcdef")
    assert version.__wrapped__() == f"{versions()[-1].version}+0123456789abcdef"


@pytest.mark.parametrize(
    ("last", "day", "following"),
    [((2026, 11, 3), dt.date(2026, 11, 30), "2026.11.4"), ((2026, 11, 12), dt.date(2027, 1, 2), "2027.1.1")],
)
def test_the_next_version_counts_within_its_month(last, day, following):
    path = Path(__file__).parents[2] / "tools" / "law_version.py"
    spec = importlib.util.spec_from_file_location("law_version", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.following(last, day) == following


def test_a_result_and_the_log_name_the_version(monkeypatch):
    monkeypatch.setattr("ayni.runs.run.run", lambda *_: Result.of((), DataCard("X")))
    (card,) = result(RunOptions(), bolivia()).cards
    assert card.law_book == version()
    assert facts_of(card, "es")["law_book"] == version()
    table = report.log_table("es")
    assert version() in table.title
    assert version() in str(table.lines[0])
