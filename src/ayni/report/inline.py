"""Charts inside a page: drawn once for each width of their box, so that letters keep their size on a telephone.

Colours are classes and variables of the page's stylesheet: a chart turns dark with the page. The finding is its title,
the table and the files stand under it (`figure.html.j2`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ayni.report.chart import Plan, framed
from ayni.report.drawing import Drawing, width_of, wrapped
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say
from ayni.words.markup import escaped

if TYPE_CHECKING:
    from markupsafe import Markup

    from ayni.report.chart import Chart

WIDTHS = {"large": 1040, "wide": 660, "middle": 464, "phone": 328}
"""The widths for which a chart is drawn, px, by the class of the drawing."""
NARROW = 560
"""Below this width names stand over their bars."""
Draw = Callable[[float], tuple[float, str]]
"""The height and the inside of a drawing of a width, px."""


class Picture(Struct, frozen=True):
    """A chart as a page shows it: `files` are addresses by what they are called; a `large` one stands alone."""

    id: str
    title: str
    about: str
    draw: Draw
    description: str = ""
    source: str = ""
    table: Table | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    large: bool = False
    plan: Plan | None = None
    """What it is a drawing of, where its file is drawn from that."""

    @property
    def drawings(self) -> tuple[Markup, ...]:
        """The chart drawn for each width."""
        from markupsafe import Markup

        wanted = [name for name in WIDTHS if self.large or name != "large"]
        about = self.description or self.about
        return tuple(
            Markup(_svg(f"{self.id}-{each}", each, WIDTHS[each], self.draw, self.title, about)) for each in wanted
        )

    def as_file(self, language: Language, style: str) -> str:
        """The drawing as a file of its own; `style` holds the rules of the page's stylesheet that it needs."""
        if self.plan:
            return self.plan.svg(language)
        height, body = self.draw(WIDTHS["wide"])
        return framed(self.id, body, WIDTHS["wide"], height, self.title, self.about, self.source, style)


def of_chart(
    chart: Chart, language: Language, files: Mapping[str, str] | None = None, *, large: bool = False, kept: bool = False
) -> Picture:
    """A chart of a result, from the specification that its file is drawn from; `large` where it stands alone."""
    plan = Plan(chart.id, chart.spec, chart.title, chart.about, chart.source)
    return of_plan(plan, language, table=chart.table, files=files, large=large, kept=kept)


def of_plan(
    plan: Plan, language: Language, *, table: Table | None = None, files: Mapping[str, str] | None = None,
    large: bool = False, kept: bool = False,
) -> Picture:  # fmt: skip
    """A drawing of which there is a file too, inside a page.

    What is the same for all who look at it, such as the series of an indicator, is `kept` once it is drawn.
    """
    if kept:
        draw: Draw = partial(_kept, json.dumps(plan.spec, ensure_ascii=False), language)
    else:

        @cache
        def drawing() -> Drawing:
            return Drawing(plan.spec, language)

        def draw(width: float) -> tuple[float, str]:
            return to_width(drawing(), width, THEMED)

    id = re.sub(r"[^\w-]|_", "-", plan.id)
    return Picture(
        id, plan.title, plan.about, draw, source=plan.source, table=table, files=files or {}, large=large, plan=plan
    )


@lru_cache(256)
def _kept(spec: str, language: Language, width: float) -> tuple[float, str]:
    return to_width(_read(spec, language), width, THEMED)


@lru_cache(1)
def _read(spec: str, language: Language) -> Drawing:
    """The specification whose widths are being drawn."""
    return Drawing(json.loads(spec), language)


def _svg(id: str, name: str, width: int, draw: Draw, title: str, description: str) -> str:
    height, inside = draw(width)
    return (
        f'<svg class="{name}" width="{width}" height="{height:.0f}" viewBox="0 0 {width} {height:.0f}" role="img" '
        f'tabindex="0" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{escaped(title)}</title>'
        f'<desc id="{id}-d">{escaped(description)}</desc>{inside}</svg>'
    )


# ---- charts of specifications

THEMED = {
    colour: f"var(--{variable})"
    for variable, colours in {
        "blue": ("#0072B2",), "blue-2": ("#7FB8D8", "#56B4E9"), "orange": ("#D55E00",), "orange-text": ("#A84300",),
        "orange-2": ("#EBAE7F", "#EFB083"), "green": ("#009E73", "#00805D"), "amber": ("#E69F00",),
        "grey": ("#999999",), "grey-2": ("#DDDDDD",), "ink": ("#000000", "#000", "#222"),
        "ink-2": ("#595959", "#666", "#444"), "line": ("#ddd", "#bbb"), "paper": ("white", "#fff"),
    }.items()
    for colour in colours
}  # fmt: skip
"""The colours of drawings as files, with the variables of the stylesheet that stand for them in a page."""


def to_width(drawing: Drawing, width: float, colours: Mapping[str, str] | None = None) -> tuple[float, str]:
    """The height and the inside of a drawing that fills a width, px: its plots grow or shrink, letters do not."""
    above, columns = width < NARROW, max(1, min(drawing.facets, round(width / 230)))
    stretches: tuple[float, ...] = ()
    laid = drawing.laid(above=above, columns=columns)
    for _ in range(3):
        if abs(laid.width - width) < 1:
            break
        stretches = (*stretches, (width - laid.width) / columns)
        laid = drawing.laid(above=above, columns=columns, stretches=stretches)
    body, scale = laid.body(colours), min(1.0, width / laid.width)
    return laid.height * scale, f'<g transform="scale({scale:.4f})">{body}</g>' if scale < 0.999 else body


# ---- what drawings are made of


def text(x: float, y: float, said: str, classes: str = "") -> str:
    """A text whose baseline is at `y`."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{_class(classes)}>{escaped(said)}</text>'


def rect(x: float, y: float, width: float, height: float, classes: str, said: str = "") -> str:
    """A box; `said` appears where one points at it."""
    head = f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"{_class(classes)}'
    return f"{head}><title>{escaped(said)}</title></rect>" if said else f"{head}/>"


def line(x1: float, y1: float, x2: float, y2: float, classes: str) -> str:
    """A stroke."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"{_class(classes)}/>'


def _class(classes: str) -> str:
    return f' class="{classes}"' if classes else ""


def marks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers that reach from one to the other, about `count` of them; about the one where they are the same."""
    if high - low <= 1e-9 * max(abs(low), abs(high), 1.0):
        low, high = low - (abs(low) / 10 or 1.0), high + (abs(high) / 10 or 1.0)
    rough = (high - low) / max(count, 1) or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if rough <= power * each * 1.0001)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(at * step, 10) for at in range(first, last + 1)]


def decimals(ticks: Sequence[float]) -> int:
    """How many decimals tell round numbers apart."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    return max(0, -math.floor(math.log10(step) + 1e-9))


# ---- dots with their margins


class Mark(Struct, frozen=True):
    """A figure in a drawing: its name, value, margin of error and the text beside it. `tone`: a blue, b vermilion, g
    grey."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    text: str = ""
    tone: str = "a"


def marked(id: str, title: str, about: str, source: str, rows: Sequence[Mark], language: Language) -> Table:
    """The table of a drawing of marks: each with its value, and its margin where any has one."""
    spans = any(row.low is not None for row in rows)
    heads = ("value", "low", "high") if spans else ("value",)
    columns = ("", *(say(f"web_chart.{head}", language) for head in heads))

    def cells(row: Mark) -> tuple[Cell, ...]:
        ends = [Cell("" if end is None else f"{end:.6g}", figure=end) for end in (row.low, row.high)] if spans else []
        return (Cell(row.text, figure=row.value), *ends)

    lines = tuple(Line(row.name, cells(row)) for row in rows)
    return Table(id, "", title, about, columns, lines, (), (), source)


def dots(rows: Sequence[Mark], write: Callable[[float], str], *, zero: bool = False, guide: tuple[float, str] | None =
         None) -> Draw:  # fmt: skip
    """A dot with its margin on each line; a `guide` is a number they are compared with, and its name."""
    ends = [each for row in rows for each in (row.value, row.low, row.high) if each is not None]
    ends += [guide[0]] if guide else []
    ticks = marks(min([*ends, *([0.0] if zero else [])]), max([*ends, *([0.0] if zero else [])]))
    low, high = ticks[0], ticks[-1]
    names = max((width_of(row.name, 13) for row in rows), default=0.0)
    texts = max((width_of(row.text, 13, bold=True) for row in rows), default=0.0) + 16

    def draw(width: float) -> tuple[float, str]:
        over = width < NARROW
        left = 4.0 if over else min(names + 16, 0.45 * width)
        written = [wrapped(row.name, width - 8 if over else left - 18, size=13) for row in rows]
        tall = max((len(lines) for lines in written), default=1)
        right, step, top = texts, (36.0 if over else 24.0) + 15 * tall, 26.0 if guide else 8.0

        def at(value: float) -> float:
            return left + (value - low) / (high - low) * (width - left - right)

        bottom, parts = top + step * len(rows), []
        every = math.ceil(len(ticks) * 52 / max(width - left - right, 1))
        for number, tick in enumerate(ticks):
            parts.append(line(at(tick), top, at(tick), bottom, "zero" if zero and tick == 0 else "axis"))
            if number % every == 0:
                parts.append(text(at(tick), bottom + 18, write(tick), "t2" if number == 0 else "t2 tm"))
        if guide:
            parts.append(line(at(guide[0]), top - 6, at(guide[0]), bottom, "guide"))
            parts.append(text(at(guide[0]), 13, guide[1], f"tb tc {'te' if at(guide[0]) > 0.55 * width else 'tm'}"))
        for number, (row, lines) in enumerate(zip(rows, written, strict=True)):
            y = top + step * number + (19 + 15 * tall if over else step / 2)
            for order, said in enumerate(lines):
                beside = y + 4.5 + 15 * (order - (len(lines) - 1) / 2)
                above = y - 15 - 15 * (len(lines) - 1 - order)
                parts.append(text(4 if over else left - 14, above if over else beside, said, "" if over else "te"))
            if row.low is not None and row.high is not None:
                parts.append(line(at(row.low), y, at(row.high), y, f"i{row.tone}"))
            parts.append(f'<circle cx="{at(row.value):.1f}" cy="{y:.1f}" r="6.5" class="f{row.tone}"><title>'
                         f"{escaped(f'{row.name}: {row.text}')}</title></circle>")  # fmt: skip
            parts.append(text(at(row.high if row.high is not None else row.value) + 12, y + 4.5, row.text, "tb"))
        return bottom + 24, "".join(parts)

    return draw


# ---- bars


def columns(rows: Sequence[Mark], write: Callable[[float], str], *, ends: tuple[str, str] = ("", ""), height: float =
            250) -> Draw:  # fmt: skip
    """Standing bars from zero, each with its margin and value: tenths, years. `ends` name first and last."""
    reach = [each for row in rows for each in (row.value, row.low, row.high) if each is not None]
    ticks = marks(min([*reach, 0.0]), max([*reach, 0.0]), 4)
    low, high = ticks[0], ticks[-1]

    def draw(width: float) -> tuple[float, str]:
        left = 8 + max(width_of(write(tick), 12) for tick in ticks)
        top, plot = 26.0, height - 50
        step = (width - left) / max(len(rows), 1)
        bar = min(step * 0.62, 64)

        def at(value: float) -> float:
            return top + (high - value) / (high - low) * plot

        parts = []
        for tick in ticks:
            parts.append(line(left, at(tick), width, at(tick), "zero" if tick == 0 else "axis"))
            parts.append(text(left - 6, at(tick) + 4, write(tick), "t2 te"))
        for number, row in enumerate(rows):
            x, middle = left + step * number + (step - bar) / 2, left + step * (number + 0.5)
            one, two = sorted((at(row.value), at(0.0)))
            parts.append(rect(x, one, bar, two - one, f"f{row.tone}", f"{row.name}: {row.text}"))
            if row.low is not None and row.high is not None:
                parts.append(line(middle, at(row.low), middle, at(row.high), "ic"))
            upper = at(max(row.value, row.high if row.high is not None else row.value)) - 6
            lower = at(min(row.value, row.low if row.low is not None else row.value)) + 15
            small = width_of(row.text, 13, bold=True) > step
            if width_of(row.text, 12) <= step + 6:
                parts.append(
                    text(middle, upper if row.value >= 0 else lower, row.text, f"tm {'t2' if small else 'tb'}")
                )
            if width_of(row.name, 12) <= step or number % math.ceil(width_of(row.name, 12) / step) == 0:
                parts.append(text(middle, top + plot + 18, row.name, "t2 tm"))
        if any(ends):
            parts += [
                text(left, top + plot + 38, f"← {ends[0]}", "t2"),
                text(width, top + plot + 38, f"{ends[1]} →", "t2 te"),
            ]
        return top + plot + (44 if any(ends) else 26), "".join(parts)

    return draw


def bars(rows: Sequence[Mark], *, guide: tuple[float, str] | None = None) -> Draw:
    """Lying bars from zero, the name before and the value behind each; on a telephone the name over its bar."""
    reach = [each for row in rows for each in (row.value, row.low, row.high) if each is not None]
    top, low = max([*reach, guide[0] if guide else 0.0, 0.0]) or 1.0, min([*reach, 0.0])
    names = max((width_of(row.name, 13) for row in rows), default=0.0)
    texts = max((width_of(row.text, 13, bold=True) for row in rows), default=0.0) + 12

    def draw(width: float) -> tuple[float, str]:
        over = width < NARROW and names > 0.35 * width
        left = 2.0 if over else min(names + 14, 0.45 * width)
        step = 42.0 if over else 28.0

        def at(value: float) -> float:
            return left + (value - low) / (top - low) * (width - left - texts)

        bottom = step * len(rows)
        parts = [] if over else [line(at(0), 0, at(0), bottom, "zero")]
        if guide:
            parts += [
                line(at(guide[0]), 0, at(guide[0]), bottom, "guide"),
                text(at(guide[0]), bottom + 15, guide[1], "tm t2"),
            ]
        for number, row in enumerate(rows):
            y = step * number + (20 if over else 4)
            parts.append(text(left if over else left - 8, y - 6 if over else y + 14, row.name, "" if over else "te"))
            one, two = sorted((at(row.value), at(0)))
            parts.append(rect(one, y, two - one, 18, f"f{row.tone}", f"{row.name}: {row.text}"))
            parts += [line(at(0), y, at(0), y + 18, "zero")] if over else []
            if row.low is not None and row.high is not None:
                parts.append(line(at(row.low), y + 9, at(row.high), y + 9, "ic"))
            parts.append(text(max(two, at(row.value if row.high is None else row.high)) + 6, y + 14, row.text, "tb"))
        return bottom + (22 if guide else 4), "".join(parts)

    return draw


def parts_of(rows: Sequence[Mark]) -> Draw:
    """One bar of a whole, parted; the name and value of each part beside it, on a telephone under it."""
    whole = sum(row.value for row in rows) or 1.0

    def draw(width: float) -> tuple[float, str]:
        parts, x = [], 0.0
        for row in rows:
            wide = max(row.value / whole * width, 2.0 if row.value else 0.0)
            parts.append(rect(x, 4, wide, 44, f"f{row.tone} edged", f"{row.name}: {row.text}"))
            x += wide
        each = width if width < NARROW else width / 2
        for number, row in enumerate(rows):
            at = (number % round(width / each)) * each
            y = 76 + 24 * (number // round(width / each))
            parts += [rect(at, y - 11, 12, 12, f"f{row.tone}"), text(at + 20, y, row.name)]
            parts.append(text(at + each - (24 if each < width else 0), y, row.text, "te tb"))
        return 76 + 24 * math.ceil(len(rows) * each / width) - 12, "".join(parts)

    return draw


# ---- lines


class Run(Struct, frozen=True):
    """A line: its name, which stands at its end, and its points; None in `points` parts it."""

    name: str
    points: Sequence[tuple[float, float] | None]
    tone: str = "a"


def lines(
    runs: Sequence[Run], write: Callable[[float], str], *, names: Mapping[float, str] | None = None,
    notes: Sequence[tuple[float, float, str]] = (), zero: bool = True,
) -> Draw:  # fmt: skip
    """Lines whose names stand at their ends; `names` are those of places along the axis, `notes` of points."""
    points = [point for run in runs for point in run.points if point is not None]
    first, last = min(point[0] for point in points), max(point[0] for point in points)
    values = [point[1] for point in points] + ([0.0] if zero else [])
    ticks = marks(min(values), max(values), 4)
    room = max((width_of(run.name, 13, bold=True) for run in runs), default=0.0) + 14

    def draw(width: float) -> tuple[float, str]:
        left, right = 8 + max(width_of(write(tick), 12) for tick in ticks), min(room, 0.36 * width)
        top, height = 22.0, 250.0 if width < NARROW else 290.0

        def along(value: float) -> float:
            return left + (value - first) / ((last - first) or 1) * (width - left - right)

        def up(value: float) -> float:
            return top + (ticks[-1] - value) / (ticks[-1] - ticks[0]) * height

        parts = []
        for tick in ticks:
            parts.append(line(left, up(tick), width - right, up(tick), "zero" if tick == 0 else "axis"))
            parts.append(text(left - 6, up(tick) + 4, write(tick), "t2 te"))
        shown = names if names is not None else {year: f"{year:g}" for year in sorted({point[0] for point in points})}
        wide = max((width_of(said, 12) for said in shown.values()), default=0.0) + 14
        every = math.ceil(len(shown) * wide / max(width - left - right, 1))
        for number, (place, said) in enumerate(shown.items()):
            if number % every == 0:
                parts.append(text(along(place), top + height + 20, said, "t2 tm"))
        ends: list[tuple[float, float, str]] = []
        for run in runs:
            piece: list[tuple[float, float]] = []
            for point in [*run.points, None]:
                if point is not None:
                    piece.append((along(point[0]), up(point[1])))
                elif piece:
                    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in piece)
                    parts.append(f'<polyline points="{path}" class="l{run.tone}"/>')
                    if len(points) <= 60:
                        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="f{run.tone}"/>' for x, y in piece]
                    end, piece = piece[-1], []
            ends.append((end[1], end[0], run.name))
        free = 0.0
        for y, x, name in sorted(ends):
            written = wrapped(name, right - 10, size=13, bold=True)
            place = max(y + 4.5, free)
            for order, said in enumerate(written):
                parts.append(text(x + 8, place + 15 * order, said, "tb"))
            free = place + 16 * len(written)
        for at, value, said in notes:
            parts.append(text(along(at) + 8, up(value) - 9, said, "tb"))
        return top + height + 26, "".join(parts)

    return draw


# ---- the nine departments

TILES = {
    "pando": (0, 0), "beni": (1, 0), "la_paz": (0, 1), "cochabamba": (1, 1), "santa_cruz": (2, 1), "oruro": (0, 2),
    "chuquisaca": (1, 2), "potosi": (0, 3), "tarija": (1, 3),
}  # fmt: skip
"""Where each department's tile stands: column and row."""


class Tile(Struct, frozen=True):
    """A department: its name, value, text and margin; `unsure` where the margin holds zero."""

    name: str
    value: float | None
    text: str
    margin: str = ""
    unsure: bool = False


def tiles(of: Mapping[str, Tile], ends: tuple[str, str]) -> Draw:
    """Nine equal tiles with name, value and margin written; darker is more. `ends` name the lightest and darkest."""
    known = sorted(abs(each.value) for each in of.values() if each.value is not None)

    def shade(value: float) -> int:
        return 1 + min(4, int(5 * known.index(abs(value)) / len(known)))

    def draw(width: float) -> tuple[float, str]:
        gap = 6.0
        wide = min(178.0, (width - 2 * gap) / 3)
        tall = 78.0 if width < 400 else 84.0
        pattern = f"unsure-{width:.0f}"
        parts = [
            f'<defs><pattern id="{pattern}" width="8" height="8" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="8" height="8" class="fp"/>'
            '<line x1="0" y1="0" x2="0" y2="8" class="hatch"/></pattern></defs>'
        ]
        for department, (column, row) in TILES.items():
            if department not in of:
                continue
            each, x, y = of[department], column * (wide + gap), row * (tall + gap)
            plain = each.unsure or each.value is None
            tone = 0 if each.unsure or each.value is None else shade(each.value)
            ink = "" if plain else "dark" if tone <= 3 else "light"
            parts.append(f'<g class="k{tone}">')
            if plain:
                box = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
                parts += [f'<rect {box} fill="url(#{pattern})"/>', rect(x + 0.5, y + 0.5, wide - 1, tall - 1, "frame"),
                          rect(x + 6, y + 8, wide - 12, tall - 16, "fp")]  # fmt: skip
            else:
                parts.append(rect(x, y, wide, tall, f"q{tone}"))
            parts += [text(x + 12, y + 24, each.name, ink), text(x + 12, y + 48, each.text, f"tg {ink}".strip()),
                      text(x + 12, y + 67, each.margin, ("t2" if plain else ink)), "</g>"]  # fmt: skip
        left, top, step = 2 * (wide + gap) + 4, 3 * (tall + gap) + tall - 34, min(30.0, (wide - 8) / 5)
        parts += [rect(left + (tone - 1) * step, top, step - 2, 14, f"q{tone}") for tone in range(1, 6)]
        parts += [text(left, top + 30, ends[0], "t2"), text(left + 5 * step - 2, top + 30, ends[1], "t2 te")]
        return 4 * (tall + gap), "".join(parts)

    return draw
