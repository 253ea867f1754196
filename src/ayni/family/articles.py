"""The articles of one line of a form: those of its own rows and of the facts below it, not of the other lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ayni.engine import Trace
from ayni.engine.citations import of_rows, text
from ayni.engine.parameters import Row


def articles(trace: Trace, lines: Collection[str]) -> str:
    """The citations of a line in one text; empty for a sum of other `lines`."""
    assert trace.on is not None
    rows = list(_own_rows(trace, lines))
    return text(of_rows(trace.on, trace.rule, rows, trace.on.day_read(trace.rule))) if rows else ""


def _own_rows(trace: Trace, lines: Collection[str]) -> Iterator[Row]:
    yield from trace.rows.values()
    for each in trace.read:
        if each.rule not in lines:
            yield from _own_rows(each, lines)
