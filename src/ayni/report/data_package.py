"""Data Packages: tables as CSV with `datapackage.json`, which says what each column holds and each source's licence.

Frictionless Data, version 2; readers of version 1 read them too.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import ayni
from ayni import series
from ayni.engine import Law
from ayni.evidence import recorded, registry, timeline
from ayni.evidence.ledger import ledger
from ayni.report.claims import claims_as_bytes
from ayni.report.files import to_csv
from ayni.report.naming import wave_name
from ayni.scenario.result import DataCard, Result
from ayni.words import say

LICENCES = registry.FOLDER.parent / "licences.csv"
DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
OURS = {"name": "Apache-2.0", "title": "Apache License 2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0"}
NOT_STATED = {"name": "notspecified", "title": "None is stated: its figures are cited as facts"}
NUMBERS = frozenset({"value", "se", "low", "high", "stated", "computed", "index"})
WHOLE = frozenset({"n", "readings_tried"})
COLUMNS: Mapping[str, str] = {
    "id": "The name of the row, by which it is cited",
    "indicator": "What is measured; one unit each",
    "series": "What is measured",
    "area": "Bolivia, Urban, Rural, a department or a municipality",
    "group": "All, or who or what is meant",
    "period": "A year, month, day or quarter; a span with two dots",
    "value": "The figure as in its source; of recorded results a share is a fraction",
    "unit": "The unit of the value",
    "method": "The concept within which values can be compared",
    "source": "The id of the source",
    "confidence": "verified, computed, reported, conflicting, recalled or forecast",
    "se": "The standard error",
    "n": "Cases of the sample",
    "verdict": "Whether the number holds, in one of nine fixed words",
    "cause_verdict": "Whether the cause that was stated holds",
    "url": "Where it was read",
}
"""What columns hold, beside those of result rows, which the catalogue says."""


@cache
def _licences() -> tuple[tuple[tuple[str, ...], dict[str, str]], ...]:
    with LICENCES.open(encoding="utf-8", newline="") as file:
        return tuple((tuple(row.pop("words").split("|")), row) for row in csv.DictReader(file))


def licence_of(title: str, url: str) -> dict[str, str]:
    """The licence under which a source publishes; that none is stated, where we know of none."""
    said = f"{title} {url}".lower()
    return next((licence for words, licence in _licences() if any(word in said for word in words)), NOT_STATED)


def source_of(title: str, url: str) -> dict[str, Any]:
    """A source with its licence."""
    return {"title": title, **({"path": url} if url else {}), "licenses": [licence_of(title, url)]}


def resource(name: str, content: bytes, texts: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """The description of a table that is written as CSV."""
    head = next(csv.reader(io.StringIO(content.decode())))
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column, texts) for column in head], "missingValues": [""], **more},
    }


def _field(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    kind = "number" if name in NUMBERS else "integer" if name in WHOLE else "string"
    return {"name": name, "type": kind, **({"description": texts[name]} if name in texts else {})}


def package(name: str, title: str, resources: Iterable[Any], sources: Iterable[Any], **more: Any) -> bytes:
    """The descriptor."""
    found = {
        "$schema": PROFILE,
        "name": name,
        "title": title,
        "version": ayni.__version__,
        **more,
        "sources": [*sources],
        "resources": [*resources],
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def registry_package(law: Law) -> dict[str, bytes]:
    """The official figures, the series, the events, what was recorded from surveys and the ledger: files by name."""
    figures = {path.stem: path for path in sorted(registry.FOLDER.glob("*.csv")) if path.name != registry.SOURCES}
    carried = {path.stem: path for path in sorted(series.FOLDER.glob("*.csv")) if path.name != registry.SOURCES}
    tables: dict[str, tuple[bytes, dict[str, Any]]] = {
        "sources": ((registry.FOLDER / registry.SOURCES).read_bytes(), {"primaryKey": "id"}),
        "series-sources": ((series.FOLDER / registry.SOURCES).read_bytes(), {"primaryKey": "id"}),
        **{f"figures-{_slug(name)}": (path.read_bytes(), _keys("sources", "id")) for name, path in figures.items()},
        **{f"series-{_slug(name)}": (path.read_bytes(), _keys("series-sources")) for name, path in carried.items()},
        "events": ((Path(timeline.__file__).with_name("events.csv")).read_bytes(), {"primaryKey": "id"}),
        "recorded": (recorded.TABLE.read_bytes(), {"primaryKey": "id"}),
        "ledger": (claims_as_bytes([*ledger(law).values()], "csv", "en"), {"primaryKey": "id"}),
    }
    resources = [resource(name, content, COLUMNS, **keys) for name, (content, keys) in tables.items()]
    files = {f"{name}.csv": content for name, (content, _) in tables.items()}
    rows = [
        row for name in ("sources", "series-sources") for row in csv.DictReader(io.StringIO(tables[name][0].decode()))
    ]
    sources = {(row["title"], row["url"]): source_of(row["title"], row["url"]) for row in rows}
    title = "Ayni's registry: official figures of Bolivia, series, recorded results and the ledger of claims"
    return files | {DESCRIPTOR: package("ayni-registry", title, resources, sources.values(), licenses=[OURS])}


def _slug(name: str) -> str:
    return name.replace("_", "-")


def _keys(sources: str, *primary: str) -> dict[str, Any]:
    keys = [{"fields": "source", "reference": {"resource": sources, "fields": "id"}}]
    return {"foreignKeys": keys, **({"primaryKey": primary[0]} if primary else {})}


def result_package(result: Result) -> bytes:
    """The rows of a result as a zipped Data Package, with the surveys, the law book and the series they rest on."""
    content = to_csv(result)
    head = content.decode().partition("\r\n")[0].split(",")
    rows = resource("rows", content, {name: say(f"row.{name}", "en") for name in head})
    title = "Ayni: " + ", ".join(dict.fromkeys(card.survey for card in result.cards if card.survey))
    files = {"rows.csv": content, DESCRIPTOR: package("ayni-result", title, [rows], _sources_of(result.cards))}
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as made:
        for name, each in files.items():
            made.writestr(zipfile.ZipInfo(name), each, zipfile.ZIP_DEFLATED)
    return zipped.getvalue()


def _sources_of(cards: Iterable[DataCard]) -> list[dict[str, Any]]:
    found = []
    for card in cards:
        if card.synthetic:
            found.append({"title": f"{card.survey}: invented by Ayni", "licenses": [OURS]})
        elif card.sha256:
            title = f"INE, {wave_name(card.survey, 'es')}"
            about = {"path": "https://www.ine.gob.bo", "sha256": card.sha256, "licenses": [NOT_STATED]}
            found.append({"title": title, **about})
        if card.law_book:
            title = f"Ayni's law book {card.law_book}"
            found.append({"title": title, "version": card.law_book, "licenses": [OURS]})
        if card.carried is not None:
            found += [source_of(each.title, each.url) for each in series.series().sources.values()]
    return [each for place, each in enumerate(found) if each not in found[:place]]
