"""What stands at the address of every chart: its image, its data beside it, and what both are."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

import ayni
from ayni.report.table import table_as_csv
from ayni.words import Language

if TYPE_CHECKING:
    from ayni.report.inline import Picture
    from ayni.scenario import Result

KINDS = {".svg": "image/svg+xml", ".csv": "text/csv; charset=utf-8", ".metadata.json": "application/json"}
"""How the addresses of a chart's files end, and what they are."""
STYLE = Path(__file__).parent / "static" / "site.css"


class Charted(Struct, frozen=True):
    """A chart of a page. `rows` gives its data where its table is not all of them; `facts` is what else it is."""

    picture: Picture
    page: str
    files: Mapping[str, str]
    rows: Callable[[], bytes] | None
    facts: Mapping[str, Any]

    def content(self, kind: str, language: Language) -> bytes:
        """One of its files, by how the address ends."""
        if kind == ".svg":
            return self.picture.as_file(language, _style()).encode()
        return self._data() if kind == ".csv" else self._metadata(language)

    def _data(self) -> bytes:
        if self.rows:
            return self.rows()
        assert self.picture.table is not None, f"{self.picture.id}: a chart has a table or rows"
        return table_as_csv(self.picture.table)

    def _metadata(self, language: Language) -> bytes:
        of = self.picture
        columns = next(csv.reader(io.StringIO(self._data().decode())), [])
        found = {
            "title": of.title, "description": of.about, "source": of.source, "language": language, "page": self.page,
            "files": dict(self.files), "columns": columns, "program": f"Ayni {ayni.__version__}", **self.facts,
        }  # fmt: skip
        return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def people_of(result: Result) -> dict[str, Any]:
    """Whose people the rows of a result are, of which month, and the day of the law."""
    names = ("survey", "month", "prices", "law_day", "persons", "synthetic", "sha256")
    return {"data": [{name: getattr(card, name) for name in names} for card in result.cards]}


@cache
def _style() -> str:
    """What the page's stylesheet says of drawings, on light paper."""
    text = STYLE.read_text(encoding="utf-8")
    light = re.search(r":root \{[^}]*\}", text)
    assert light is not None
    return light[0].replace("color-scheme: light dark;", "") + "".join(re.findall(r"^svg [^{@]*\{[^}]*\}", text, re.M))
