"""One chart: a specification drawn as SVG, the finding as title and the definition below."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ayni.report.drawing import drawn
from ayni.words import Language
from ayni.words.markup import escaped_in_xml

if TYPE_CHECKING:
    from ayni.report.figures import Figures
    from ayni.report.table import Table

Spec = dict[str, Any]

BLUE, VERMILION, GREEN, PURPLE, BLACK, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#595959"
"""Okabe and Ito's colours that stand out from white by three to one, and a grey that does."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
WIDTH = 220
"""Of the plotting area where names stand beside it: drawn small, so that text is legible on a telephone."""

_LOCALE = {
    "es": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Bs\u00a0", ""], "minus": "\u2212"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["Bs\u00a0", ""], "minus": "\u2212"},
}
_CONFIG = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": "#222",
        "titleColor": "#222", "gridColor": "#ddd", "domainColor": "#666", "tickColor": "#666", "labelLimit": 0,
        "titleLimit": 0,
    },
    "legend": {"labelFontSize": 12, "labelLimit": 0, "labelColor": "#222", "title": None},
    "title": {"fontSize": 13, "fontWeight": "bold", "anchor": "start", "frame": "group", "color": "#222", "offset": 6},
    "header": {"labelFontSize": 12, "labelFontWeight": "bold", "labelColor": "#222", "title": None, "labelLimit": 0},
    "text": {"fontSize": 12, "color": "#222"},
    "concat": {"spacing": 14},
}  # fmt: skip


class Chart(Struct, frozen=True, dict=True):
    """A chart: what it shows, its drawing and the table of its data. A notebook shows the picture."""

    id: str
    wave: str
    title: str
    about: str
    source: str
    language: Language
    table: Table
    spec: Spec

    @cached_property
    def svg(self) -> str:
        """The drawing as a file."""
        return draw(f"{self.wave}-{self.id}".lower(), self.spec, self.title, self.about, self.source, self.language)

    def __repr__(self) -> str:
        return f"<Chart {self.id}: {self.title}>"

    def _repr_svg_(self) -> str:
        return self.svg


class ChartKind(Struct, frozen=True):
    """A kind of chart: its title (None where it cannot be drawn), its specification, and the table under it."""

    title: Callable[[Figures, Language], str | None]
    spec: Callable[[Figures, Language], Spec]
    table: str
    after: str = ""
    """The table after which it stands in the page, where that is not its own; its own is then folded under it."""


class Plan(Struct, frozen=True):
    """What a drawing is made of, for a file (`svg`) or inside a page (`inline.of_plan`)."""

    id: str
    spec: Spec
    title: str
    about: str
    source: str

    def svg(self, language: Language) -> str:
        """The drawing as a file."""
        return draw(self.id, self.spec, self.title, self.about, self.source, language)


def draw(identifier: str, spec: Spec, title: str, about: str, source: str, language: Language) -> str:
    """The specification as SVG with title, definition and source written around it; it scales to its place."""
    body, width, height = drawn(spec, language)
    return framed(identifier, body, width, height, title, about, source)


def framed(
    identifier: str, body: str, drawn_width: float, height: float, title: str, about: str, source: str, style: str = ""
) -> str:  # fmt: skip
    """A drawing as a file of its own, with title, definition and source written around it."""
    identifier = re.sub(r"[^\w-]", "-", identifier)
    width = max(drawn_width, 400.0)
    above, y = _text(title, 15, width, 18.0, weight="bold")
    more, y = _text(about, 12, width, y + 3)
    below, end = _text(source, 11, width, y + height + 20)
    shift = (width - drawn_width) / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {end:g}" width="100%" role="img" '
        f'aria-labelledby="{identifier}-title {identifier}-desc" font-family="{escaped_in_xml(FONT)}">'
        f'<title id="{identifier}-title">{escaped_in_xml(title)}</title>'
        f'<desc id="{identifier}-desc">{escaped_in_xml(f"{title}. {about} {source}")}</desc>'
        f"{f'<style>{style}</style>' if style else ''}"
        f'<rect width="100%" height="100%" fill="white"/>{above}{more}'
        f'<g transform="translate({shift:g},{y:g})">{body}</g>{below}</svg>'
    )


def whole_spec(spec: Spec, title: str, about: str, source: str, language: Language) -> Spec:
    """The specification as a file of its own: its data, style and numbers' marks, title, definition and source."""
    config = {**_CONFIG, "background": "white", "locale": {"number": _LOCALE[language]}}
    said = {"text": title, "subtitle": [*textwrap.wrap(about, 70), *textwrap.wrap(source, 70)]}
    return {"$schema": SCHEMA, "description": f"{title}. {about} {source}", "title": said, "config": config, **spec}


def _text(text: str, size: int, width: float, y: float, weight: str = "normal") -> tuple[str, float]:
    """Lines of text from a height on, and the height below them."""
    letter = size * (0.63 if weight == "bold" else 0.56)
    lines = textwrap.wrap(text, int((width - 8) / letter), break_on_hyphens=False)
    drawn = [
        f'<text x="4" y="{y + 1.3 * size * index:g}" font-size="{size}" font-weight="{weight}" fill="#222">'
        f"{escaped_in_xml(line)}</text>"
        for index, line in enumerate(lines)
    ]
    return "".join(drawn), round(y + 1.3 * size * len(lines), 2)


def panel(title: str, values: list[Spec], y: Spec, layer: list[Spec], step: int = 26) -> Spec:
    """Layers over a column of names, one of which stands on each line."""
    layers = [{**each, "encoding": {"y": y, **each["encoding"]}} for each in layer]
    panel: Spec = {"width": WIDTH, "height": {"step": step}, "data": {"values": values}, "layer": layers}
    return {**panel, "title": title} if title else panel


LINE = 14
"""Between two names that stand under one another, px."""
NAME = 18
"""Letters of a name after which it goes on under itself."""
WRITTEN = {VERMILION: "#A84300", GREEN: "#00805D"}
"""The colours that are too light for letters, with those in which names of such lines are written."""


def line_names(values: Sequence[Spec], x: Spec, y: Spec, colour: Spec, height: float) -> list[Spec]:
    """The name of each line beside its end, in place of a legend; names that would meet stand under one another."""
    name, last = colour["field"], dict[str, Spec]()
    for value in values:
        if value[name] not in last or value[x["field"]] >= last[value[name]][x["field"]]:
            last[value[name]] = value
    numbers = [value[y["field"]] for value in values]
    top, reach = max(numbers), max(numbers) - min(*numbers, 0) or 1.0
    layers, before = list[Spec](), -math.inf
    for value in sorted(last.values(), key=lambda each: -each[y["field"]]):
        place = (top - value[y["field"]]) / reach * height
        for said in textwrap.wrap(value[name], NAME):
            before = max(place, before + LINE)
            layers.append(line_name({**value, "said": said}, x, y, colour, align="left", dx=7, dy=before - place))
    return layers


def first_names(values: Sequence[Spec], x: Spec, y: Spec, colour: Spec) -> list[Spec]:
    """The name of each line over its beginning; under it where the next one begins beside and above it."""
    first: dict[str, Spec] = {}
    for value in values:
        first.setdefault(value[colour["field"]], value)
    found = sorted(first.values(), key=lambda value: value[y["field"]])
    near = (max(value[y["field"]] for value in values) - min(*(value[y["field"]] for value in values), 0)) / 8
    meets = {
        id(one) for one, other in pairwise(found)
        if other[y["field"]] - one[y["field"]] < near and other[x["field"]][:4] == one[x["field"]][:4]
    }  # fmt: skip
    return [
        line_name({**value, "said": value[colour["field"]]}, x, y, colour, align="left", dx=3,
                  dy=14 if id(value) in meets else -9, **around)
        for value in found
        for around in ({"stroke": "white", "strokeWidth": 4}, {})
    ]  # fmt: skip


def line_name(value: Spec, x: Spec, y: Spec, colour: Spec, **mark: Any) -> Spec:
    """What is `said` of a line, at one of its points and in its colour."""
    scale = colour["scale"]
    of = scale["range"][scale["domain"].index(value[colour["field"]])]
    return {
        "data": {"values": [value]},
        "mark": {"type": "text", "fontWeight": "bold", "color": WRITTEN.get(of, of), **mark},
        "encoding": {"x": x, "y": y, "text": {"field": "said", "type": "nominal"}},
    }


def names_axis(order: Sequence[str], room: int = 165) -> Spec:
    """The axis of a column of names, in this order."""
    axis = {"ticks": False, "domain": False, "minExtent": room, "labelPadding": 6, "title": None}
    return {"field": "name", "type": "nominal", "sort": list(order), "axis": axis}
