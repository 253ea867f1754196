"""A receipt that is run again, and what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from ayni.evidence.claims import claim, judge
from ayni.evidence.receipts import Difference, Receipt, data_of, receipt_of_claim, receipt_of_run, run_options
from ayni.report.table import Cell, Line, Table
from ayni.runs import RUNS
from ayni.scenario import read_reform
from ayni.words import Language, say


def again(before: Receipt, data: Path | None, reform: Path | None = None) -> Receipt:
    """The receipt of what an earlier one says, run again now.

    `reform` is the file of a reform with rules in Python, which are never run from a receipt.
    """
    options = before.options
    if "claim" in options:
        return receipt_of_claim(judge(claim(str(data) if data else options["claim"])))
    path = data_of(before, data)
    day = dt.date.fromisoformat(options["law"]) if options["law"] else None
    again = RUNS[options.get("command", "run")]
    given = options.get("arguments", {})
    own = {key: options[key] for key in ("command", "arguments") if key in options}
    if reform is not None:
        given = {**given, "reform": reform}
        own["arguments"] = {**own["arguments"], "reform": read_reform(reform).content}
    rows = again(path, day=day, year=options["year"], take_up=options["take_up"], **given)
    return receipt_of_run(path, rows, {**run_options(day, options["year"], options["take_up"]), **own})


def differences_table(found: Sequence[Difference], language: Language) -> Table:
    """What differs between a receipt and the run that was made from it now."""
    lines = tuple(
        Line(say(f"receipt.{each.part}", language), (Cell(each.before or "–"), Cell(each.now or "–"))) for each in found
    )
    columns = tuple(say(f"receipt.{key}", language) for key in ("part", "before", "now"))
    return Table("receipt", "", say("receipt.differs", language), "", columns, lines, (), (), "", (1, 2))
