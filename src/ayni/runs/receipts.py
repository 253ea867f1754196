"""The receipt of a run, and repeating a run from its receipt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni.evidence.claims import claim, judge
from ayni.evidence.receipts import (
    Receipt,
    code_hash,
    data_of,
    file_hash,
    law_day,
    law_hash,
    receipt_of_claim,
    registry_version,
    rows_hash,
    shipped_hash,
)
from ayni.runs.commands import OPTIONS, result
from ayni.runs.inflation import modules_of
from ayni.runs.options import CarryOptions, InflationOptions, Options, SpendingOptions, TwoWavesOptions
from ayni.runs.spending import files_of_spending
from ayni.scenario.inflation import RECORDED
from ayni.series import series
from ayni.survey import SYNTHETIC, SurveyFile, path_of
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.scenario import Result

TIME = ("beyond", "at", "prices", "far", "steps", "wages", "pass_through")
"""The options of time that a receipt keeps as they are."""
OWN_FILES = ("calibrate", "ine_lines", "series")
"""Those of which it keeps the path, and the hash among its inputs."""
ROWS_SINCE = (0, 2)
"""The first version whose rows have today's columns."""


def receipt_of_run(options: Options, law: Law, found: Result) -> Receipt:
    """The receipt of a run on a file of data, or on the synthetic population; a survey's hash is of what was read."""
    shipped = RECORDED if isinstance(options, InflationOptions) else SYNTHETIC
    path, reading = path_of(options.data) or shipped, options.data if isinstance(options.data, SurveyFile) else None
    read = found.cards[-1].sha256 if found.cards and path != RECORDED else ""
    inputs = {path.name: read or (shipped_hash if path == shipped else file_hash)(path)}
    if reading is not None and reading.wave and (mapping := Path(reading.wave)).is_file():
        inputs[f"wave/{mapping.name}"] = file_hash(mapping)
    for card in found.cards:
        if card.carried is not None:
            inputs |= {f"series/{name}": content for name, content in card.carried.series.items()}
    for name in OWN_FILES:
        if isinstance(own := getattr(options, name), Path):
            inputs[f"{name}/{own.name}"] = file_hash(own)
    if isinstance(options, TwoWavesOptions):
        before = path_of(options.before) or SYNTHETIC
        inputs[f"before/{before.name}"] = found.cards[0].sha256 or file_hash(before)
    if isinstance(options, CarryOptions):
        inputs |= {f"carry/{each.name}": file_hash(each) for each in options.surveys}
    if isinstance(options, InflationOptions):
        inputs |= {f"modules/{each.name}": file_hash(each) for each in modules_of(options)}
    reads_series = isinstance(options, CarryOptions | InflationOptions)
    if isinstance(options, SpendingOptions) and options.reads_spending(law):
        inputs |= {name: file_hash(each) for name, each in files_of_spending(options).items()}
        reads_series = options.donors is not None
    if reads_series:
        inputs |= {f"series/{name}": hashed for name, hashed in series().files.items()}
    if law.folder is not None:
        inputs |= {f"{law.folder.name}/{name}": hashed for name, hashed in law.folder.files.items()}
    day = law_day(found)
    given = {
        "law": options.day and options.day.isoformat(),
        **({} if options.known is None else {"known": options.known.isoformat()}),
        **({} if law.folder is None else {"law_folder": law.folder.name}),
        **_time_asked(options, found),
        "take_up": options.take_up,
        "synthetic": options.data is None,
        "command": options.command,
        "arguments": options.arguments,
        **({} if reading is None else {"reading": reading.as_options()}),
    }
    return Receipt(
        inputs=inputs,
        options=given,
        law=law_hash(law if options.known is None else law.as_known_on(options.known), day) if day else "",
        registry=registry_version(),
        code=code_hash(),
        rows=rows_hash(found),
    )


def _time_asked(options: Options, found: Result) -> dict[str, Any]:
    """What was asked about time, where it was not what goes without saying: the month itself, for `last` moves on."""
    usual = Options.usual()
    names = [name for name in (*TIME, *OWN_FILES) if name not in options.arguments]
    asked = {name: value for name in names if (value := getattr(options, name)) != usual[name]}
    if options.default_at == "last" and not options.prices:
        months = [card.month for card in found.cards if card.carried is not None]
        asked["at"] = months[0] if months else "survey"
    return {name: _written(value) for name, value in asked.items()}


def _written(value: Any) -> Any:
    """As JSON."""
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Path) else value


def run_again(before: Receipt, law: Law, data: Path | None, reform: Path | None = None) -> Receipt:
    """The receipt of what an earlier one says, run again now.

    `reform` is the file of a reform with rules in Python, which are never run from a receipt. Raises AyniError for the
    receipt of a version whose rows had other columns; that of a claim does not rest on them.
    """
    kept = before.options
    if "claim" in kept:
        return receipt_of_claim(judge(claim(str(data) if data else kept["claim"]), law))
    version = before.code.partition("+")[0]
    if tuple(map(int, version.split(".")[:2])) < ROWS_SINCE:
        raise AyniError("receipt_of_version", version=version, since=".".join(map(str, ROWS_SINCE)))
    if "law_folder" in kept and law.folder is None:
        raise AyniError("receipt_needs_law_folder", folder=kept["law_folder"])
    given: dict[str, Any] = dict(kept["arguments"])
    if reform is not None:
        given["reform"] = reform
    options = OPTIONS[kept["command"]].of(
        law,
        data=data_of(before, data),
        day=dt.date.fromisoformat(kept["law"]) if kept["law"] else None,
        known=dt.date.fromisoformat(kept["known"]) if "known" in kept else None,
        **{name: kept[name] for name in TIME if name in kept},
        **{
            name: tuple(kept[name]) if isinstance(kept[name], list) else Path(kept[name])
            for name in OWN_FILES
            if name in kept
        },
        take_up=kept["take_up"],
        cached=False,
        **given,
    )
    return receipt_of_run(options, law, result(options, law))
