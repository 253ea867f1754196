"""Give the law book as it stands a version of its own: python tools/law_version.py "qué cambió" "what changed"."""

from __future__ import annotations

import csv
import datetime as dt
import sys

from ayni.law.version import COLUMNS, LOG, digest, versions


def following(last: tuple[int, ...], day: dt.date) -> str:
    """The version after another, made on a day."""
    month = (day.year, day.month)
    return ".".join(map(str, (*month, last[2] + 1 if last[:2] == month else 1)))


if __name__ == "__main__":
    es, en = sys.argv[1:]
    if versions()[-1].digest == digest():
        sys.exit(f"{versions()[-1].version} is the law book as it stands")
    today = dt.date.today()
    made = dict(zip(COLUMNS, (following(versions()[-1].order, today), today, digest(), es, en), strict=True))
    with LOG.open("a", encoding="utf-8", newline="") as log:
        csv.DictWriter(log, COLUMNS, lineterminator="\n").writerow(made)
    print(made["version"])
