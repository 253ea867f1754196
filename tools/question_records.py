"""Record what a server on protected files does not run: python tools/question_records.py FOLDER, which holds `eh/`.

Each question of `web/preguntas` that is `recorded` gets the rows of its command on INE's own files; run after a change
of the law, of measures, or of the question's tables.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import Any

from ayni import report
from ayni.law import bolivia
from ayni.runs import result
from ayni.runs.commands import OPTIONS
from ayni.web.questions import RECORDED, Asked, questions


def record(question: Asked, pair: str, folder: Path) -> bytes:
    """The rows of the tables that the question shows, as JSON."""
    before, after = (folder / "eh" / wave.removeprefix("eh") / "persona.parquet" for wave in pair.split("-"))
    given: dict[str, Any] = {name: value for name, value in question.file.given.items() if name != "command"}
    options = OPTIONS[question.command].of(bolivia(), data=after, before=before, **given)
    found = result(options, bolivia())
    shown = {table.id for table in report.tables(found, "es", question.file.tables)} | {*question.file.charts}
    return report.to_json(found.where(row for row in found if row.table in shown))


if __name__ == "__main__":
    RECORDED.mkdir(exist_ok=True)
    for name, each in questions().items():
        if each.file.recorded:
            pairs = next((list(ask.values or ()) for ask in each.file.asks if ask.name == "pair"), [""])
            for pair in pairs:
                content = record(each, pair or "eh2019-eh2020", Path(sys.argv[1]))
                each.record({"pair": pair}).write_bytes(gzip.compress(content, mtime=0))
                print(name, pair, len(content))
