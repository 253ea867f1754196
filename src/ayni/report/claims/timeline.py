"""The timeline as a table, data and a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ayni.evidence.timeline import KINDS, Entry
from ayni.report.chart import BLACK, BLUE, GREEN, GREY, PURPLE, VERMILION, Plan, Spec
from ayni.report.json_and_csv import as_csv, as_json
from ayni.report.lawbook import unit_name, written
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say


def entry_text(entry: Entry, language: Language) -> str:
    """What an entry is, with the value of one of the law."""
    if entry.value is None:
        return entry.text[language]
    value, unit = written(entry.value, entry.unit, language), unit_name(entry.unit, language)
    return f"{entry.text[language]}, {unit}: {value}"


def timeline_table(entries: Sequence[Entry], language: Language) -> Table:
    """Entries in order of date."""
    lines = []
    for each in entries:
        kind = say(f"timeline.{each.kind}", language)
        standing = say(f"standing.{each.confidence}", language)
        text = entry_text(each, language)
        if each.contested:
            text = say("timeline.contested", language, text=text, other=each.contested[language])
        cells = (kind, text, each.area, each.article, standing)
        lines.append(Line(each.days, tuple(map(Cell, cells))))
    heads = ("days", "kind", "what", "area", "article", "confidence")
    columns = tuple(say(f"timeline.{key}", language) for key in heads)
    title, about = say("timeline.title", language, n=len(entries)), say("timeline.about", language)
    return Table("timeline", "", title, about, columns, tuple(lines), (), (), "", (1, 2, 3, 4, 5))


def timeline_as_bytes(entries: Sequence[Entry], layout: str) -> bytes:
    """Entries as `json` or `csv`."""
    rows = [
        {
            "id": each.id,
            "kind": each.kind,
            "start": each.start.isoformat(),
            "end": each.end.isoformat() if each.end else None,
            "area": each.area,
            "text_es": entry_text(each, "es"),
            "text_en": entry_text(each, "en"),
            "article": each.article,
            "source": each.source,
            "url": each.url,
            "confidence": each.confidence,
            "contested_es": each.contested["es"] if each.contested else "",
            "contested_en": each.contested["en"] if each.contested else "",
        }
        for each in entries
    ]
    return as_json(rows) if layout == "json" else as_csv(rows)


COLOURS = dict(
    zip(KINDS, (BLUE, GREY, "#56B4E9", GREEN, VERMILION, PURPLE, BLACK, "#E69F00", GREY, "#8a5a00"), strict=True)
)


def timeline_finding(entries: Sequence[Entry], language: Language) -> str:
    """How many entries there are of which years, and of what kind most."""
    kinds = Counter(each.kind for each in entries).most_common(1)
    if not kinds:
        return say("timeline.title", language, n=0)
    [(kind, most)] = kinds
    years = [each.start.year for each in entries]
    period = "–".join(map(str, sorted({min(years), max(years)})))
    kinds_of = say(f"timeline_many.{kind}", language)
    return say("timeline.finding", language, period=period, n=len(entries), kind=kinds_of, most=most)


def timeline_chart(entries: Sequence[Entry], language: Language) -> str:
    """The timeline as SVG."""
    return timeline_plan(entries, language).svg(language)


def timeline_plan(entries: Sequence[Entry], language: Language) -> Plan:
    """Every kind in a lane: days as ticks, spans as bars, and the fieldwork of surveys as bands over all lanes."""
    kinds = [kind for kind in KINDS if any(each.kind == kind for each in entries)]
    names = [say(f"timeline.{kind}", language) for kind in kinds]
    values = [
        {"lane": say(f"timeline.{each.kind}", language), "from": each.start.isoformat(), "to": each.last.isoformat()}
        for each in entries
    ]
    fields = [{"from": each.start.isoformat(), "to": (each.end or each.start).isoformat(), "name": each.id}
              for each in entries if each.kind == "survey"]  # fmt: skip
    x: Spec = {"field": "from", "type": "temporal", "title": None}
    colour: Spec = {
        "field": "lane", "type": "nominal", "legend": None,
        "scale": {"domain": names, "range": [COLOURS[kind] for kind in kinds]},
    }  # fmt: skip
    lane: Spec = {"field": "lane", "type": "nominal", "sort": names, "title": None, "axis": {"labelLimit": 0}}
    spec: Spec = {
        "width": 520,
        "height": {"step": 34},
        "layer": [
            {"data": {"values": fields}, "mark": {"type": "rect", "color": "#bbb", "opacity": 0.5},
             "encoding": {"x": x, "x2": {"field": "to"}}},
            {"data": {"values": values}, "mark": {"type": "tick", "thickness": 1, "size": 20},
             "encoding": {"x": x, "y": lane, "color": colour}},
            {"data": {"values": values}, "mark": {"type": "bar", "size": 10},
             "encoding": {"x": x, "x2": {"field": "to"}, "y": lane, "color": colour}},
        ],
    }  # fmt: skip
    return Plan(
        "timeline", spec, timeline_finding(entries, language), say("timeline.about_chart", language),
        say("timeline.sources", language),
    )  # fmt: skip
