"""The series tables, in one tidy form: every value with its source and its certainty; a user's own tables override
them."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from msgspec import Struct

from ayni.words import AyniError, nearest

FOLDER = Path(__file__).parent
SOURCES = "sources.csv"
COLUMNS = ("series", "group", "period", "value", "unit", "source", "confidence", "note")
CONFIDENCES = ("verified", "computed", "reported", "conflicting", "recalled", "forecast")
"""The last three are doubtful: what rests on them is marked."""
DOUBTFUL = frozenset(CONFIDENCES[3:])
_MOMENT = r"\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?"
_PERIOD = re.compile(rf"{_MOMENT}(\.\.{_MOMENT})?")
MOST = 20_000_000
"""Bytes of a table of somebody else's, at most."""


class Source(Struct, frozen=True):
    """Where values were read, and when."""

    id: str
    title: str
    url: str
    read: str


class Point(Struct, frozen=True):
    """One value of a series."""

    series: str
    group: str
    period: str
    value: float
    unit: str
    source: str
    confidence: str
    note: str


class Series:
    """Values by series, group and period; `files` are the hashes of the tables that they are from."""

    def __init__(self, points: Iterable[Point], sources: Mapping[str, Source], files: Mapping[str, str]) -> None:
        self.sources, self.files = sources, files
        self._by_name: dict[str, dict[str, dict[str, Point]]] = {}
        for point in points:
            self._by_name.setdefault(point.series, {}).setdefault(point.group, {})[point.period] = point

    def with_points(self, points: Iterable[Point], sources: Iterable[Source]) -> Series:
        """These series with more values, which take the place of those of the same period."""
        every = [
            point for groups in self._by_name.values() for by_period in groups.values() for point in by_period.values()
        ]
        return Series([*every, *points], {**self.sources, **{each.id: each for each in sources}}, self.files)

    @property
    def names(self) -> tuple[str, ...]:
        """Every series."""
        return tuple(self._by_name)

    def groups(self, name: str) -> tuple[str, ...]:
        """The groups of a series, in the order of its table."""
        return tuple(self._of(name))

    def of(self, name: str, group: str = "All") -> Mapping[str, Point]:
        """A series of one group by period, in order. Raises where there is none."""
        groups = self._of(name)
        if group not in groups:
            raise AyniError("series_group", series=name, group=group, near=nearest(group, groups))
        return dict(sorted(groups[group].items()))

    def at(self, name: str, period: str | int, group: str = "All") -> Point:
        """One value. Raises where there is none, with the last that there is."""
        found = self.of(name, group)
        if str(period) not in found:
            raise AyniError("series_ends", series=name, group=group, period=period, first=min(found), last=max(found))
        return found[str(period)]

    @cached_property
    def last_prices(self) -> str:
        """The last month for which the general index and every division are there, as `2026-07`."""
        every = [set(self.of("cpi", group)) for group in self.groups("cpi")]
        return max(set.intersection(*every))

    def _of(self, name: str) -> dict[str, dict[str, Point]]:
        if name not in self._by_name:
            raise AyniError("series_unknown", series=name, near=nearest(name, self._by_name))
        return self._by_name[name]


@cache
def series() -> Series:
    """The series shipped with the package."""
    return read_series()


def read_series(more: Path | None = None) -> Series:
    """The package's series with the values of another table laid over them.

    The table has the columns of the package's own: series, group, period, value, unit, source, confidence, note;
    `source` says where its values are from. Raises AyniError with the row of what cannot be read.
    """
    with (FOLDER / SOURCES).open(encoding="utf-8", newline="") as file:
        sources = {row["id"]: Source(**row) for row in csv.DictReader(file)}
    points: list[Point] = []
    files: dict[str, str] = {}
    tables = [path for path in sorted(FOLDER.glob("*.csv")) if path.name != SOURCES]
    for path in tables:
        points += _points(path, sources)
        files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    if more is not None:
        own = _points(more, None)
        known = {point.series for point in points}
        for index, point in enumerate(own):
            if point.series not in known:
                near = nearest(point.series, known)
                raise AyniError(
                    "series_row", file=more.name, row=index + 2, column="series", value=point.series, near=near
                )
        points += own
        sources |= {point.source: Source(point.source, point.source, "", "") for point in own}
        files[more.name] = hashlib.sha256(more.read_bytes()).hexdigest()
    return Series(points, sources, files)


def _points(path: Path, sources: Mapping[str, Source] | None) -> list[Point]:
    if sources is None:
        return [_point(path, number, row, None) for number, row in rows_of_table(path, COLUMNS)]
    with path.open(encoding="utf-8", newline="") as file:
        return [_point(path, number, row, sources) for number, row in enumerate(csv.DictReader(file), start=2)]


def rows_of_table(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows of somebody else's csv in UTF-8 with exactly these columns, each with its line; AyniError else."""
    try:
        if path.stat().st_size > MOST:
            raise AyniError("file_too_large", file=path.name, most=MOST // 1_000_000)
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise AyniError("series_no_file", file=path) from None
    except UnicodeDecodeError as problem:
        line = path.read_bytes()[: problem.start].count(b"\n") + 1
        raise AyniError("not_utf8", file=path.name, line=line) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) != columns:
        raise AyniError("series_columns", file=path.name, columns=", ".join(columns))
    found = [(reader.line_num, row) for row in reader]
    for line, row in found:
        if None in row or None in row.values():
            raise AyniError("series_cells", file=path.name, row=line, columns=len(columns))
    return found


def number_in(text: str, path: Path, line: int, column: str) -> float:
    """A finite number written with a decimal point; anything else is a validation error with its line."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", text) or not math.isfinite(float(text)):
        raise AyniError("series_row", file=path.name, row=line, column=column, value=text, near="1234.5")
    return float(text)


def _point(path: Path, line: int, row: Mapping[str, str], sources: Mapping[str, Source] | None) -> Point:
    checks = {
        "period": (bool(_PERIOD.fullmatch(row["period"])), "2026, 2026-06, 2026-Q2"),
        "confidence": (row["confidence"] in CONFIDENCES, ", ".join(CONFIDENCES)),
        "source": (bool(row["source"].strip()) if sources is None else row["source"] in sources, "…"),
    }
    for column, (is_right, near) in checks.items():
        if not is_right:
            raise AyniError("series_row", file=path.name, row=line, column=column, value=row[column], near=near)
    value = number_in(row["value"], path, line, "value")
    return Point(**{name: row[name] for name in COLUMNS if name != "value"}, value=value)
