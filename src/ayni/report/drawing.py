"""Draws the charts as SVG: the part of Vega-Lite that our specifications use, and nothing beyond it.

A specification stays the one description of a chart: it is drawn here, and given away as a file for other programs.
Whatever this module does not know it refuses by name, so that no chart loses something in silence.
"""

from __future__ import annotations

import ast
import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import cycle, pairwise
from typing import Any

from msgspec import Struct, field

from ayni.words import Language
from ayni.words.markup import escaped_in_xml
from ayni.words.numbers import MINUS

Spec = Mapping[str, Any]
Datum = Mapping[str, Any]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

SIZE = 12
"""Of letters, px."""
NARROWEST = 90.0
"""Of plots that are stretched, px."""
INK, RULES, GRID = "#222", "#666", "#ddd"
_WIDTHS = {
    **dict.fromkeys("iljI.,:;'|!’·", 0.32), **dict.fromkeys("ftr()-[] /\u00a0", 0.4), **dict.fromkeys("mwMW%@—", 0.97),
    **dict.fromkeys("ABCDEGHKNOPQRSUVXYÁÉÍÓÚÑ", 0.74), **dict.fromkeys("−+=<>→", 0.84),
    **dict.fromkeys("0123456789", 0.64),
}  # fmt: skip
_CHANNELS = {"x", "x2", "y", "y2", "color", "shape", "strokeDash", "text", "yOffset", "order", "detail"}
_MARKS = {"area", "bar", "line", "point", "rect", "rule", "text", "tick"}
_TESTS = re.compile(r"(!?)isValid\(datum\.(\w+)\)|datum\.(\w+)(?: *={2,3} *('[^']*'|\".*\"))?")


def drawn(spec: Spec, language: Language) -> tuple[str, float, float]:
    """The drawing of a specification, its width and height in px. Raises ValueError for what is not known here."""
    laid = Drawing(spec, language).laid()
    return laid.body(), laid.width, laid.height


class Drawing:
    """A specification that was read, to be laid out for one width after another. Raises ValueError for what is not
    known here."""

    def __init__(self, spec: Spec, language: Language) -> None:
        _known(spec, "height", "width", "data", "layer", "mark", "encoding", "vconcat", "facet", "columns", "spacing",
               "spec", "resolve", "title", "config", "transform")  # fmt: skip
        parts = _Stacked if "vconcat" in spec else _Facets if "facet" in spec else _Panel
        self._parts: _Stacked | _Facets | _Panel = parts(spec, language)
        self.facets = len(spec["facet"]["sort"]) if "facet" in spec else 1
        """How many plots may stand beside one another."""
        self._laid: dict[_Way, Laid] = {}

    def laid(self, *, above: bool = False, columns: int = 0, stretches: tuple[float, ...] = ()) -> Laid:
        """The drawing with every plot stretched by so much, px, one stretch after another; with `above` names stand
        over their bars, and `columns` of plots beside one another are not those of the specification."""
        way = _Way(above, columns, stretches)
        if way not in self._laid:
            self._laid[way] = Laid(self._parts.sheet(way))
        return self._laid[way]


class _Way(Struct, frozen=True):
    """How something is laid out: see `Drawing.laid`."""

    above: bool = False
    columns: int = 0
    stretches: tuple[float, ...] = ()

    def stretched(self, width: float) -> float:
        """The width of a plot, never made less than `NARROWEST`."""
        for more in self.stretches:
            width = max(NARROWEST, width + more)
        return width


class Laid:
    """A drawing laid out, and not yet written: its width and height, px."""

    def __init__(self, sheet: _Sheet) -> None:
        self._sheet = sheet
        left, top, right, bottom = sheet.box
        self.width, self.height = right - left, bottom - top

    def body(self, colours: Mapping[str, str] | None = None) -> str:
        """What stands inside an SVG element; `colours` are written in the place of those of the specification."""
        left, top, _, _ = self._sheet.box
        found: list[str] = []
        _write([_Moved(self._sheet.parts, -left, -top)], colours or {}, found)
        return "".join(found)


@lru_cache(4096)
def width_of(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """How wide a text is in a wide letter of those that systems have (DejaVu Sans), px: in others it is narrower."""
    return size * sum(_WIDTHS.get(letter, 0.61) for letter in text) * (1.12 if bold else 1.0)


class _Element(Struct):
    """An element with its attributes, whose names have _ in the place of -, and its text."""

    tag: str
    given: Mapping[str, Any]
    text: str | None = None


class _Moved(Struct):
    """The parts of a sheet that stands in another."""

    parts: list[_Element | _Moved]
    x: float
    y: float


class _Sheet(Struct):
    """What is drawn, and how far it reaches."""

    parts: list[_Element | _Moved] = field(default_factory=list)
    box: Box = (0.0, 0.0, 0.0, 0.0)

    def reach(self, left: float, top: float, right: float, bottom: float) -> None:
        far_left, far_top, far_right, far_bottom = self.box
        self.box = (
            left if left < far_left else far_left, top if top < far_top else far_top,
            right if right > far_right else far_right, bottom if bottom > far_bottom else far_bottom,
        )  # fmt: skip

    def put(self, tag: str, box: Box | None = None, /, **given: Any) -> None:
        """One element."""
        self.parts.append(_Element(tag, given))
        if box is not None:
            self.reach(*box)

    def line(self, x1: float, y1: float, x2: float, y2: float, **given: Any) -> None:
        box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        self.put("line", box, x1=x1, y1=y1, x2=x2, y2=y2, **given)

    def text(
        self, x: float, y: float, text: str, anchor: str = "start", *, size: float = SIZE, bold: bool = False,
        turned: bool = False, **given: Any,
    ) -> None:  # fmt: skip
        """A text, whose baseline is at `y`; turned by a quarter it runs upwards."""
        wide = width_of(text, size, bold=bold)
        before = {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        if turned:
            self.reach(x - size, y - wide + before, x + 3, y + before)
        else:
            self.reach(x - before, y - size, x - before + wide, y + 0.3 * size)
        given = {
            "x": x, "y": y, "font_size": f"{size:g}", "text_anchor": "" if anchor == "start" else anchor, "fill": INK,
            **given, "font_weight": "bold" if bold else "", "transform": f"rotate(-90 {x:g} {y:g})" if turned else "",
        }  # fmt: skip
        self.parts.append(_Element("text", given, text))

    def place(self, other: _Sheet, x: float, y: float) -> None:
        """Another sheet, moved."""
        self.parts.append(_Moved(other.parts, x, y))
        left, top, right, bottom = other.box
        self.reach(left + x, top + y, right + x, bottom + y)


def _write(parts: Iterable[_Element | _Moved], colours: Mapping[str, str], found: list[str]) -> None:
    """Add the parts as they are written."""
    for part in parts:
        if isinstance(part, _Moved):
            found.append(f'<g transform="translate({part.x:g},{part.y:g})">')
            _write(part.parts, colours, found)
            found.append("</g>")
            continue
        found.append(f"<{part.tag}")
        for key, value in part.given.items():
            if isinstance(value, float):
                found.append(f'{_attribute(key)}{_hundredths(value)}"')
            elif value != "":
                found.append(f'{_attribute(key)}{escaped_in_xml(str(colours.get(value, value)))}"')
        found.append("/>" if part.text is None else f">{escaped_in_xml(part.text)}</text>")


@lru_cache(4096)
def _hundredths(value: float) -> str:
    """A place or length, without zeros that say nothing."""
    return f"{value + 0.0:.2f}".rstrip("0").rstrip(".")


@lru_cache(64)
def _attribute(key: str) -> str:
    return f' {key.replace("_", "-")}="'


# ---- what stands beside what


def _known(spec: Spec, *keys: str) -> None:
    for key in spec:
        if key not in keys and not key.startswith("$"):
            raise ValueError(f"charts: {key}")


class _Stacked:
    """Panels one under another, their plots beginning on one line; with shared scales where that is asked for."""

    def __init__(self, spec: Spec, language: Language) -> None:
        data = {"data": spec["data"]} if "data" in spec else {}
        self.panels = [_Panel({**data, **each}, language) for each in spec["vconcat"]]
        shared = spec.get("resolve", {}).get("scale", {})
        for channel in (name for name, how in shared.items() if how == "shared"):
            _share(self.panels, channel)
        for each, following in pairwise(self.panels):
            each.says_names = each.names != following.names

    def sheet(self, way: _Way) -> _Sheet:
        sheet, y = _Sheet(), 0.0
        for each in self.panels:
            one = each.sheet(way)
            sheet.place(one, 0.0, y - one.box[1])
            y += one.box[3] - one.box[1] + 14
        return sheet


class _Facets:
    """A panel for each value of a field, in columns, all on the same scales."""

    def __init__(self, spec: Spec, language: Language) -> None:
        of, values = spec["facet"]["field"], spec["data"]["values"]
        self.names = [name for name in spec["facet"]["sort"] if any(value[of] == name for value in values)]
        parted = {name: {"values": [value for value in values if value[of] == name]} for name in self.names}
        self.panels = [_Panel({**spec["spec"], "data": data}, language) for data in parted.values()]
        for channel in ("x", "y"):
            _share(self.panels, channel)
        self.columns, self.gap = spec.get("columns", len(self.panels)), spec.get("spacing", 12)

    def sheet(self, way: _Way) -> _Sheet:
        panels, gap, columns = self.panels, self.gap, way.columns or self.columns
        last = [at for at in range(len(panels)) if at + columns >= len(panels)]
        for at, each in enumerate(panels):
            each.bare = ("" if at in last else "x") + ("" if at % columns == 0 else "y")
        sheets = [each.sheet(way) for each in panels]
        wide = max(panel.width for panel in panels)
        sheet, y = _Sheet(), 0.0
        for start in range(0, len(panels), columns):
            row = sheets[start : start + columns]
            heads = [wrapped(name, wide, bold=True) for name in self.names[start : start + columns]]
            room = 15 * max(map(len, heads))
            for at, (one, head) in enumerate(zip(row, heads, strict=True)):
                x = at * (wide + gap + 6)
                for line, text in enumerate(head):
                    sheet.text(x + wide / 2, y + 15 * (line + 1) - 4, text, "middle", bold=True)
                sheet.place(one, x, y + room + 4)
            y += room + 4 + max(one.box[3] for one in row) + gap
        return sheet


def _share(panels: Sequence[_Panel], channel: str) -> None:
    """Give several panels one scale, of all their values."""
    reads = [reading for panel in panels for reading in panel.reads[channel]]
    for panel in panels:
        panel.reads[channel] = reads


def wrapped(text: str, wide: float, *, size: float = SIZE, bold: bool = False) -> list[str]:
    """A text in lines of a width, px."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}", size, bold=bold) <= wide:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


# ---- scales


class _Read(Struct, frozen=True, dict=True):
    """What one layer says of a place: the encoding, its rows and its mark."""

    encoding: Spec
    second: Spec | None
    values: Sequence[Datum]
    mark: str

    def of(self, encoding: Spec | None) -> Iterator[Any]:
        if encoding is None or "value" in encoding:
            return
        if "datum" in encoding:
            yield encoding["datum"]
        elif "field" in encoding:
            yield from (row[encoding["field"]] for row in self.values if row.get(encoding["field"]) is not None)

    sums: tuple[float, ...] = ()
    """Of bars that stand one on another, how far they reach."""

    @cached_property
    def all(self) -> list[Any]:
        """Every place that is said."""
        return [*self.of(self.encoding), *self.of(self.second), *self.sums]


class _Bands:
    """Names, each with a band of the length."""

    def __init__(self, names: Sequence[str], length: float, head: float = 0.0) -> None:
        self.names, self.head = list(names), head
        self.step = length / max(len(names), 1) - head
        """Of a band without the room of the name over it."""
        self.place = {name: at for at, name in enumerate(self.names)}

    def middle(self, value: Any) -> float:
        return self.begin(value) + 0.5 * self.step

    def begin(self, value: Any) -> float:
        return self.place[str(value)] * (self.step + self.head) + self.head


class _Line:
    """Numbers or days on a line, px from `start` to `end`."""

    def __init__(self, domain: tuple[float, float], start: float, end: float, *, days: bool) -> None:
        self.domain, self.start, self.end, self.days = domain, start, end, days

    def middle(self, value: Any) -> float:
        low, high = self.domain
        number = _day(value) if self.days else float(value)
        share = (number - low) / (high - low) if high > low else 0.5
        return self.start + share * (self.end - self.start)


def _day(value: Any) -> float:
    """A day or month as a number of days."""
    return float(value) if isinstance(value, int | float) else _day_of(str(value))


@lru_cache(4096)
def _day_of(text: str) -> float:
    return float(dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01"[:10]).toordinal())


def _step(low: float, high: float, count: float) -> float:
    """The distance of round marks of which about `count` fall between two numbers: 1, 2 or 5 times a power of ten."""
    rough = (high - low) / max(count, 1)
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    over = rough / power
    return power * (10 if over >= 50**0.5 else 5 if over >= 10**0.5 else 2 if over >= 2**0.5 else 1)


def _marks(low: float, high: float, count: float) -> list[float]:
    step = _step(low, high, count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(at * step, 12) for at in range(first, last + 1)]


def _niced(low: float, high: float) -> tuple[float, float]:
    step = _step(low, high, 10)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


# ---- one panel


class _Panel:
    """Layers on one pair of scales, with axes and a legend."""

    def __init__(self, spec: Spec, language: Language) -> None:
        self.spec, self.language = spec, language
        self.layers = [_Layer(spec, each) for each in spec.get("layer", [spec])]
        self.reads = {channel: self._reads(channel) for channel in ("x", "y")}
        """What the layers, or those of all panels that share a scale, say of a channel."""
        self.bare = ""
        """Axes whose labels are left out."""
        self.says_names = True

    def _reads(self, channel: str) -> list[_Read]:
        return [
            _Read(
                layer.encoding[channel],
                layer.encoding.get(f"{channel}2"),
                layer.values,
                layer.mark["type"],
                layer.sums(channel),
            )
            for layer in self.layers
            if channel in layer.encoding
        ]

    def sheet(self, way: _Way) -> _Sheet:
        """The panel; its plot begins at (0, 0)."""
        self.width = way.stretched(float(self.spec["width"]))
        x_reads, y_reads = self.reads["x"], self.reads["y"]
        names = _names(y_reads)
        height = self.spec.get("height", 200)
        self.head = 0.0
        if way.above and names and isinstance(height, Mapping):
            size = _axis(y_reads)[0].get("labelFontSize", SIZE)
            self.head = 4 + 1.15 * size * max(len(wrapped(name, self.width, size=size)) for name in names)
        step = height["step"] + self.head if isinstance(height, Mapping) else 0.0
        self.height = float(step * len(names or [""]) if isinstance(height, Mapping) else height)
        self.x: _Bands | _Line = self._scale(x_reads, 0.0, self.width)
        self.y: _Bands | _Line = self._scale(y_reads, self.height, 0.0, names)
        sheet, grid, over = _Sheet(), _Sheet(), _Sheet()
        self._x_axis(x_reads, grid, over)
        self._y_axis(y_reads, grid, over)
        sheet.parts += grid.parts
        sheet.reach(0, 0, self.width, self.height)
        for layer in self.layers:
            layer.draw(self, sheet)
        sheet.parts += over.parts
        sheet.reach(*over.box)
        self._legends(sheet)
        if self.spec.get("title"):
            left, top, _, _ = sheet.box
            lines = wrapped(self.spec["title"], max(self.width - left, 200), size=13, bold=True)
            for at, text in enumerate(reversed(lines)):
                sheet.text(0, top - 7 - 16 * at, text, size=13, bold=True)
        return sheet

    def _scale(
        self, reads: Sequence[_Read], start: float, end: float, names: Sequence[str] | None = None
    ) -> _Bands | _Line:
        names = _names(reads) if names is None else names
        if names:
            return _Bands(names, abs(end - start), self.head if start > end else 0.0)
        days = any(read.encoding.get("type") == "temporal" for read in reads)
        values = [_day(value) if days else float(value) for read in reads for value in read.all]
        scales = [read.encoding.get("scale", {}) for read in reads]
        given = next((scale["domain"] for scale in scales if "domain" in scale), None)
        if given is not None:
            return _Line((float(given[0]), float(given[1])), start, end, days=days)
        low, high = min(values, default=0.0), max(values, default=1.0)
        horizontal = start < end
        zero = [scale["zero"] for scale in scales if "zero" in scale]
        along = all(read.mark in ("line", "area", "rect", "rule") for read in reads) and horizontal
        if not days and (any(zero) if zero else not along):
            low, high = min(low, 0.0), max(high, 0.0)
        padding = next((scale["padding"] for scale in scales if "padding" in scale), 0)
        if padding:
            more = padding * (high - low) / (abs(end - start) - 2 * padding)
            low, high = low - more, high + more
        if not days and all(scale.get("nice", True) for scale in scales):
            low, high = _niced(low, high)
        return _Line((low, high), start, end, days=days)

    # axes

    def _x_axis(self, reads: Sequence[_Read], grid: _Sheet, over: _Sheet) -> None:
        axis, title = _axis(reads)
        size, bottom = axis.get("labelFontSize", SIZE), self.height
        labels = self._labels(self.x, axis, self.width)
        wide = max((width_of(text, size) for _, text in labels), default=0.0)
        if isinstance(self.x, _Line):
            for at, _ in labels:
                grid.line(at, 0, at, bottom, stroke=GRID)
        over.line(0, bottom, self.width, bottom, stroke=RULES)
        if "x" in self.bare:
            return
        every = 1
        while len(labels) > every and wide + 6 > self.width / len(labels) * every:
            every += 1
        for number, (at, text) in enumerate(labels):
            if number % every == 0:
                over.line(at, bottom, at, bottom + 5, stroke=RULES)
                over.text(at, bottom + 7 + size, text, "middle", size=size)
        for number, line in enumerate(wrapped(title, max(self.width, 220))):
            over.text(self.width / 2, bottom + 14 + size + SIZE + 15 * number, line, "middle")

    def _y_axis(self, reads: Sequence[_Read], grid: _Sheet, over: _Sheet) -> None:
        axis, title = _axis(reads)
        size = axis.get("labelFontSize", SIZE)
        if isinstance(self.y, _Bands):
            if not self.y.names or "y" in self.bare:
                return
            if self.head:
                for name in self.y.names:
                    for number, line in enumerate(reversed(wrapped(name, self.width, size=size))):
                        over.text(2, self.y.begin(name) - 1 - 1.15 * size * number, line, size=size)
                return
            room = max(axis.get("minExtent", 0), 70)
            for name in self.y.names:
                lines = wrapped(name, max(room, 190), size=size)
                top = self.y.middle(name) - 0.54 * size * (len(lines) - 1) + 0.35 * size
                for number, line in enumerate(lines):
                    over.text(-7, top + 1.08 * size * number, line, "end", size=size)
            over.reach(-room, 0, 0, self.height)
            if axis.get("domain", True):
                over.line(0, 0, 0, self.height, stroke=RULES)
        elif reads:
            labels = self._labels(self.y, axis, self.height)
            for at, _ in labels:
                grid.line(0, at, self.width, at, stroke=GRID)
            if "y" not in self.bare:
                for at, text in labels:
                    over.text(-7, at + 0.35 * size, text, "end", size=size)
            over.line(0, 0, 0, self.height, stroke=RULES)
        if title and "y" not in self.bare:
            lines = wrapped(title, max(self.height + 30, 130))
            left = over.box[0] - 8
            for number, line in enumerate(lines):
                over.text(left - 15 * (len(lines) - 1 - number), self.height / 2, line, "middle", turned=True)

    def _labels(self, scale: _Bands | _Line, axis: Spec, length: float) -> list[tuple[float, str]]:
        """Where the marks of an axis are and what stands at them."""
        if isinstance(scale, _Bands):
            return [(scale.middle(name), name) for name in scale.names]
        low, high = scale.domain
        asked = axis.get("tickCount")
        count = asked if isinstance(asked, int) else math.ceil(length / 40)
        if scale.days:
            return self._days(scale, count)
        marks = _marks(low, high, count)
        form = re.fullmatch(r"\.(\d)f", axis.get("format", ""))
        step = _step(low, high, count)
        places = int(form[1]) if form else max(0, -math.floor(math.log10(step) + 1e-9))
        return [(scale.middle(mark), self._number(mark, places)) for mark in marks]

    def _number(self, value: float, places: int) -> str:
        text = f"{abs(value):,.{places}f}"
        if self.language == "es":
            text = text.translate(str.maketrans(",.", ".,"))
        return f"{MINUS}{text}" if round(value, places) < 0 else text

    def _days(self, scale: _Line, count: int) -> list[tuple[float, str]]:
        first, last = (dt.date.fromordinal(round(end)) for end in scale.domain)
        years = last.year - first.year
        if years < 2:
            months = [dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
            there = [month for month in months if first <= month <= last]
            every = math.ceil(len(there) / max(count, 1)) if there else 1
            return [(scale.middle(month.toordinal()), f"{month:%m/%Y}") for month in there[::every]]
        step = max(1, round(_step(first.year, last.year, count)))
        shown = range(math.ceil(first.year / step) * step, last.year + 1, step)
        starts = [dt.date(year, 1, 1) for year in shown]
        return [(scale.middle(start.toordinal()), str(start.year)) for start in starts if start >= first]

    # legend

    @cached_property
    def names(self) -> dict[str, tuple[list[Any], str, tuple[int, ...]]]:
        """What a legend says: by field its names, whether it stands over or under the plot, and the layers it is of."""
        found: dict[str, tuple[list[Any], str, tuple[int, ...]]] = {}
        for at, layer in enumerate(self.layers):
            for channel in ("color", "shape", "strokeDash"):
                of = layer.encoding.get(channel, {})
                if "field" not in of or of.get("legend", {}) is None:
                    continue
                names, orient, layers = found.get(of["field"], ([], "", ()))
                names = names or list((of.get("legend") or {}).get("values") or of.get("scale", {}).get("domain", ()))
                orient = (of.get("legend") or {}).get("orient", orient)
                found[of["field"]] = (names, orient, (*layers, at))
        hidden = {
            layer.encoding["color"]["field"]
            for layer in self.layers
            if "color" in layer.encoding and layer.encoding["color"].get("legend", {}) is None
        }
        return {name: entry for name, entry in found.items() if entry[0] and name not in hidden}

    def _legends(self, sheet: _Sheet) -> None:
        """The names of colours, shapes and dashes under the plot, or over it where that is asked for."""
        for name, (names, orient, layers) in (self.names if self.says_names else {}).items():
            self._legend(sheet, name, names, [self.layers[at] for at in dict.fromkeys(layers)], orient or "bottom")

    def _legend(self, sheet: _Sheet, of: str, names: Sequence[Any], layers: Sequence[_Layer], orient: str) -> None:
        one = _Sheet()
        left = sheet.box[0] if isinstance(self.y, _Bands) or orient == "bottom" else 0.0
        wide, x, y = max(sheet.box[2] - left, 300.0), left, 0.0
        for name in names:
            text = str(name)
            room = 34 + width_of(text)
            if x > left and x + room > left + wide:
                x, y = left, y + 18
            datum = {of: name}
            kinds = {layer.mark["type"] for layer in layers}
            for layer in layers:
                if layer.mark["type"] not in ("area", "rect") or not kinds & {"line", "rule"}:
                    layer.sample(datum, of, one, x, y + 2)
            lines = wrapped(text, wide - 34)
            for number, line in enumerate(lines):
                one.text(x + 30, y + 6 + 15 * number, line)
            y += 15 * (len(lines) - 1)
            x += room + 14
        top = sheet.box[1] - 10 - one.box[3] if orient == "top" else sheet.box[3] + 16
        sheet.place(one, 0.0, top if orient == "top" else top + 4)


def _axis(reads: Sequence[_Read]) -> tuple[Spec, str]:
    """What is said of an axis, and its title."""
    axis: dict[str, Any] = {}
    title: str | None = None
    for read in reads:
        own = read.encoding.get("axis") or {}
        axis = {**own, **axis}
        said = read.encoding.get("title", own.get("title"))
        title = title or said
    return axis, title or ""


def _names(reads: Sequence[_Read]) -> list[str]:
    """The names of bands, in their order; empty where the place is a number or a day."""
    if not any(read.encoding.get("type") in ("nominal", "ordinal") for read in reads):
        return []
    there = list(dict.fromkeys(str(value) for read in reads if "field" in read.encoding for value in read.all))
    order = next((read.encoding["sort"] for read in reads if read.encoding.get("sort")), None)
    if order:
        return sorted(there, key=[*map(str, order), *there].index)
    if all(name.isdigit() for name in there) and not any("sort" in read.encoding for read in reads):
        return sorted(there, key=int)
    return there


# ---- layers


class _Layer:
    """One kind of mark with its rows."""

    def __init__(self, panel: Spec, spec: Spec) -> None:
        mark = spec["mark"]
        self.mark: dict[str, Any] = {"type": mark} if isinstance(mark, str) else dict(mark)
        if self.mark["type"] not in _MARKS:
            raise ValueError(f"charts: {self.mark['type']}")
        self.encoding: dict[str, Any] = {**panel.get("encoding", {}), **spec.get("encoding", {})}
        if unknown := [name for name in self.encoding if name not in _CHANNELS]:
            raise ValueError(f"charts: {unknown[0]}")
        data = spec.get("data", panel.get("data", {"values": [{}]}))["values"]
        tests = [_test(each["filter"]) for each in spec.get("transform", ())]
        self.values: list[Datum] = [row for row in data if all(test(row) for test in tests)]
        self.scales = {
            channel: _scale_of_names(self.encoding[channel])
            for channel in ("color", "shape", "strokeDash")
            if "field" in self.encoding.get(channel, {})
        }

    def of(self, channel: str, row: Datum, otherwise: Any) -> Any:
        """What a scale of names gives for a row: a colour, a shape, dashes."""
        scale = self.scales.get(channel)
        return scale.get(row.get(self.encoding[channel]["field"]), otherwise) if scale else otherwise

    def colour(self, row: Datum) -> str:
        return str(self.of("color", row, self.mark.get("color", "#0072B2")))

    def dashes(self, row: Datum) -> str:
        found = self.of("strokeDash", row, self.mark.get("strokeDash", ()))
        return "" if list(found) in ([], [1, 0]) else " ".join(map(str, found))

    def sample(self, row: Datum, of: str, sheet: _Sheet, x: float, y: float) -> None:
        """What the legend shows of the layer for a name."""
        if not any(self.encoding.get(channel, {}).get("field") == of for channel in ("color", "shape", "strokeDash")):
            return
        kind, colour = self.mark["type"], self.colour(row)
        if kind in ("line", "rule"):
            if kind == "line" or not self.mark.get("strokeDash"):
                sheet.line(x, y, x + 24, y, stroke=colour, stroke_width=2, stroke_dasharray=self.dashes(row))
            if self.mark.get("point"):
                _symbol(sheet, "circle", x + 12, y, 45, colour)
        elif kind == "point":
            _symbol(sheet, self.of("shape", row, "circle"), x + 12, y, 70, colour)
        elif kind in ("bar", "rect", "area") and "color" in self.encoding:
            sheet.put("rect", (x, y - 6, x + 24, y + 6), x=x + 4, y=y - 6, width=16, height=12, fill=colour,
                      **({"fill_opacity": self.mark["opacity"]} if "opacity" in self.mark else {}),
                      stroke="#000", stroke_width=0.5)  # fmt: skip

    def sums(self, channel: str) -> tuple[float, ...]:
        """How far bars that stand one on another reach along a channel."""
        across = self.encoding.get("y" if channel == "x" else "x", {})
        encoding = self.encoding[channel]
        if self.mark["type"] != "bar" or f"{channel}2" in self.encoding or encoding.get("type") != "quantitative":
            return ()
        found: dict[tuple[Any, bool], float] = {}
        for row in self.values:
            value = row.get(encoding.get("field"))
            if value is not None:
                key = (row.get(across.get("field")), value < 0)
                found[key] = found.get(key, 0.0) + value
        return tuple(found.values())

    # places

    def at(self, panel: _Panel, channel: str, row: Datum, otherwise: float) -> float:
        """Where a row is on x or y, px: the middle of its band, moved by `yOffset`."""
        encoding = self.encoding.get(channel)
        if encoding is None:
            return otherwise
        if "value" in encoding:
            return float({"height": panel.height, "width": panel.width}.get(encoding["value"], encoding["value"]))
        scale = panel.x if channel[0] == "x" else panel.y
        value = encoding["datum"] if "datum" in encoding else row[encoding["field"]]
        if channel == "y" and isinstance(scale, _Bands) and "yOffset" in self.encoding:
            of = self.encoding["yOffset"]
            if "field" not in of:
                return scale.begin(value) + float(of["value"])
            given = of.get("scale", {})
            domain = [*given.get("domain", of.get("sort") or ())]
            if given.get("range"):
                return scale.begin(value) + float(given["range"][domain.index(row[of["field"]])])
            domain = domain or list(dict.fromkeys(each[of["field"]] for each in self.values))
            return scale.begin(value) + scale.step * (domain.index(row[of["field"]]) + 0.5) / len(domain)
        return scale.middle(value)

    def draw(self, panel: _Panel, sheet: _Sheet) -> None:
        """Draw the layer."""
        kind = self.mark["type"]
        draw: Callable[[_Panel, _Sheet], None] = getattr(self, f"_{kind}")
        draw(panel, sheet)

    @cached_property
    def rows(self) -> list[Datum]:
        """The rows that have every place that is drawn."""
        fields = [self.encoding[name].get("field") for name in ("x", "x2", "y", "y2") if name in self.encoding]
        placed = [each for each in fields if each]
        return [row for row in self.values if all(row.get(each) is not None for each in placed)] if placed else [{}]

    def _rule(self, panel: _Panel, sheet: _Sheet) -> None:
        for row in self.rows:
            x1, y1 = self.at(panel, "x", row, 0.0), self.at(panel, "y", row, 0.0)
            x2 = self.at(panel, "x2", row, x1 if "x" in self.encoding else panel.width)
            y2 = self.at(panel, "y2", row, y1 if "y" in self.encoding else panel.height)
            sheet.line(x1, y1, x2, y2, stroke=self.colour(row), stroke_width=self.mark.get("strokeWidth", 1),
                       stroke_dasharray=self.dashes(row))  # fmt: skip

    def _point(self, panel: _Panel, sheet: _Sheet) -> None:
        for row in self.rows:
            x, y = self.at(panel, "x", row, panel.width / 2), self.at(panel, "y", row, panel.height / 2)
            shape = self.of("shape", row, self.mark.get("shape", "circle"))
            around = {"stroke": self.mark["stroke"], "stroke_width": self.mark.get("strokeWidth", 1)} if (
                "stroke" in self.mark) else {}  # fmt: skip
            fill = self.mark.get("fill") or self.colour(row)
            _symbol(sheet, shape, x, y, self.mark.get("size", 50), fill, **around)

    def _text(self, panel: _Panel, sheet: _Sheet) -> None:
        of = self.encoding["text"]["field"]
        anchor = {"left": "start", "right": "end"}.get(self.mark.get("align", "center"), "middle")
        for row in self.rows:
            if row.get(of) in (None, ""):
                continue
            x = self.at(panel, "x", row, panel.width / 2) + self.mark.get("dx", 0)
            y = self.at(panel, "y", row, panel.height / 2) + self.mark.get("dy", 0)
            size = self.mark.get("fontSize", SIZE)
            lower = {"bottom": -0.15, "top": 0.85}.get(self.mark.get("baseline", "middle"), 0.35)
            fill = self.colour(row) if "color" in self.encoding else self.mark.get("color", INK)
            around = {"stroke": self.mark["stroke"], "stroke_width": self.mark.get("strokeWidth", 1),
                      "stroke_linejoin": "round"} if "stroke" in self.mark else {}  # fmt: skip
            bold = self.mark.get("fontWeight") == "bold"
            sheet.text(x, y + lower * size, str(row[of]), anchor, size=size, bold=bold, fill=fill, **around)

    def _tick(self, panel: _Panel, sheet: _Sheet) -> None:
        half = self.mark.get("size", 14) / 2
        for row in self.rows:
            x, y = self.at(panel, "x", row, 0.0), self.at(panel, "y", row, panel.height / 2)
            sheet.line(x, y - half, x, y + half, stroke=self.colour(row), stroke_width=self.mark.get("thickness", 1))

    def _rect(self, panel: _Panel, sheet: _Sheet) -> None:
        for row in self.rows:
            x1, x2 = self.at(panel, "x", row, 0.0), self.at(panel, "x2", row, panel.width)
            y1, y2 = self.at(panel, "y", row, 0.0), self.at(panel, "y2", row, panel.height)
            self._box(sheet, row, x1, y1, x2, y2)

    def _box(self, sheet: _Sheet, row: Datum, x1: float, y1: float, x2: float, y2: float) -> None:
        left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        more = {"stroke": self.mark["stroke"], "stroke_width": self.mark.get("strokeWidth", 1)} if (
            "stroke" in self.mark) else {}  # fmt: skip
        if "opacity" in self.mark:
            more["fill_opacity"] = self.mark["opacity"]
        fill = self.mark.get("fill") or self.colour(row)
        sheet.put("rect", (left, top, right, bottom), x=left, y=top, width=max(right - left, 0.5),
                  height=max(bottom - top, 0.5), fill=fill, **more)  # fmt: skip

    def _bar(self, panel: _Panel, sheet: _Sheet) -> None:
        """Bars along the axis of numbers, across the middle of their band; of one place one on another."""
        if "x2" in self.encoding and "y" in self.encoding and not isinstance(panel.y, _Bands):
            for row in self.rows:  # of a histogram
                left, right = self.at(panel, "x", row, 0.0), self.at(panel, "x2", row, 0.0)
                self._box(sheet, row, left + 0.5, panel.y.middle(0), right - 0.5, self.at(panel, "y", row, 0.0))
            return
        lying = isinstance(panel.y, _Bands)
        along, across = ("x", "y") if lying else ("y", "x")
        bands = panel.y if lying else panel.x
        scale = panel.x if lying else panel.y
        assert isinstance(scale, _Line)
        thick = self.mark.get("size")
        if thick is None:
            share = self.mark.get("height" if lying else "width", {}).get("band", 0.9)
            if "yOffset" in self.encoding and isinstance(bands, _Bands):
                share /= max(len(self.encoding["yOffset"].get("scale", {}).get("domain", ())), 1)
            thick = bands.step * share if isinstance(bands, _Bands) else 8
        ranged = f"{along}2" in self.encoding
        sums: dict[tuple[Any, bool], float] = {}
        for row in self._ordered(self.rows):
            middle = self.at(panel, across, row, 0.0)
            if ranged:
                one, two = self.at(panel, along, row, 0.0), self.at(panel, f"{along}2", row, 0.0)
            else:
                value = float(row[self.encoding[along]["field"]])
                key = (middle, value < 0)
                before = sums.get(key, 0.0)
                sums[key] = before + value
                one, two = scale.middle(before), scale.middle(before + value)
            if lying:
                self._box(sheet, row, one, middle - thick / 2, two, middle + thick / 2)
            else:
                self._box(sheet, row, middle - thick / 2, one, middle + thick / 2, two)

    def _ordered(self, rows: list[Datum]) -> list[Datum]:
        order = self.encoding.get("order")
        if order:
            return sorted(rows, key=lambda row: row[order["field"]])
        colour = self.encoding.get("color")
        if colour and "domain" in colour.get("scale", {}):
            domain = list(colour["scale"]["domain"])
            return sorted(rows, key=lambda row: domain.index(row[colour["field"]]))
        return rows

    def _series(self) -> Iterable[list[Datum]]:
        """The rows of each line, by what tells lines apart."""
        fields = {
            self.encoding[name]["field"]
            for name in ("color", "strokeDash", "detail")
            if "field" in self.encoding.get(name, {})
        }
        series: dict[tuple[Any, ...], list[Datum]] = {}
        for row in self.rows:
            series.setdefault(tuple(row.get(each) for each in sorted(fields)), []).append(row)
        return series.values()

    def _line(self, panel: _Panel, sheet: _Sheet) -> None:
        for rows in self._series():
            order = self.encoding.get("order")
            sorted_rows = sorted(rows, key=lambda row: row[order["field"]] if order else self.at(panel, "x", row, 0.0))
            points = [(self.at(panel, "x", row, 0.0), self.at(panel, "y", row, 0.0)) for row in sorted_rows]
            if self.mark.get("interpolate") == "step-after":
                points = [
                    point
                    for at, (x, y) in enumerate(points)
                    for point in ([(x, y)] if at == 0 else [(x, points[at - 1][1]), (x, y)])
                ]
            path = "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points)
            xs, ys = zip(*points, strict=True)
            sheet.put("path", (min(xs), min(ys), max(xs), max(ys)), d=path, fill="none", stroke=self.colour(rows[0]),
                      stroke_width=self.mark.get("strokeWidth", 2), stroke_linejoin="round",
                      stroke_dasharray=self.dashes(rows[0]))  # fmt: skip
            if self.mark.get("point"):
                for row in sorted_rows:
                    x, y = self.at(panel, "x", row, 0.0), self.at(panel, "y", row, 0.0)
                    _symbol(sheet, "circle", x, y, self.mark["point"].get("size", 45), self.colour(row))

    def _area(self, panel: _Panel, sheet: _Sheet) -> None:
        for rows in self._series():
            along = sorted(rows, key=lambda row: self.at(panel, "x", row, 0.0))
            upper = [(self.at(panel, "x", row, 0.0), self.at(panel, "y", row, 0.0)) for row in along]
            lower = [(self.at(panel, "x", row, 0.0), self.at(panel, "y2", row, panel.height)) for row in along]
            points = [*upper, *reversed(lower)]
            path = "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points) + "Z"
            xs, ys = zip(*points, strict=True)
            sheet.put("path", (min(xs), min(ys), max(xs), max(ys)), d=path, fill=self.colour(rows[0]),
                      fill_opacity=self.mark.get("opacity", 0.7))  # fmt: skip


def _scale_of_names(encoding: Spec) -> dict[Any, Any]:
    """What stands for each name: the given ones over again where there are too few."""
    scale = encoding.get("scale", {})
    return dict(zip(scale.get("domain", ()), cycle(scale.get("range", ())), strict=False))


def _test(text: str) -> Callable[[Datum], bool]:
    """What a filter asks of a row: whether a value is there, is true, or is a certain text; several joined by &&."""
    tests = []
    for part in text.split("&&"):
        found = _TESTS.fullmatch(part.strip())
        if found is None:
            raise ValueError(f"charts: {part}")
        negated, valid, name, value = found.groups()
        tests.append((negated, valid, name, None if value is None else ast.literal_eval(value)))

    def holds(row: Datum) -> bool:
        for negated, valid, name, value in tests:
            if valid:
                if (row.get(valid) is not None) == bool(negated):
                    return False
            elif value is None:
                if not row.get(name):
                    return False
            elif row.get(name) != value:
                return False
        return True

    return holds


def _symbol(sheet: _Sheet, shape: str, x: float, y: float, size: float, colour: str, **around: Any) -> None:
    """A sign of an area of `size` square px."""
    half = math.sqrt(size) / 2
    box = (x - half - 1, y - half - 1, x + half + 1, y + half + 1)
    if shape == "circle":
        sheet.put("circle", box, cx=x, cy=y, r=math.sqrt(size / math.pi), fill=colour, **around)
        return
    if shape == "stroke":
        sheet.line(x - half, y, x + half, y, stroke=colour, stroke_width=2)
        return
    third = half / 1.5
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
        "triangle-up": ((0, -1.1), (1.2, 0.9), (-1.2, 0.9)),
        "triangle-down": ((0, 1.1), (1.2, -0.9), (-1.2, -0.9)),
    }  # fmt: skip
    if shape in corners:
        path = "M" + "L".join(f"{x + half * a:.2f},{y + half * b:.2f}" for a, b in corners[shape]) + "Z"
    elif shape == "cross":
        path = (f"M{x - third / 2:.2f},{y - half:.2f}h{third:.2f}V{y - third / 2:.2f}H{x + half:.2f}v{third:.2f}"
                f"H{x + third / 2:.2f}V{y + half:.2f}h{-third:.2f}V{y + third / 2:.2f}H{x - half:.2f}v{-third:.2f}"
                f"H{x - third / 2:.2f}Z")  # fmt: skip
    else:
        raise ValueError(f"charts: {shape}")
    sheet.put("path", box, d=path, fill=colour, **around)
