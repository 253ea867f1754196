"""Views of what a reform costs beside the budget, who pays for it, and what is left net of that."""

from __future__ import annotations

from ayni.report.chart import BLACK, BLUE, VERMILION, ChartKind, Spec
from ayni.report.figures import Figures, figure, sentence
from ayni.report.maker import Builder, Maker
from ayni.report.naming import measure_text
from ayni.report.scenarios.comparison import gain, measure_name
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.scenario.keys import ALL_PROGRAMMES, NET
from ayni.words import Language, say

MEASURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gap", "extreme"), ("gini", ""))
LEVY = ("paid", "share_of_levy", "mean")


def _financing(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "financing", ["", *(say(f"column.financing_{each}", language) for each in LEVY)])
    kind = _kind(f)
    levels = f.levels("financing", "decile")
    if not levels:
        return None
    make.about = {"rule": say(f"financing.{kind}", language)}
    for level in levels:
        place = {"group": "decile", "level": level}
        share = f.find("financing", concept=kind, measure="share_of_levy", **place)
        make.line(level, [_paid(f, kind, level), share, _gain_net(f, level)])
    make.heading(say("financing.in_all", language))
    for measure in ("cost", "raised_from_households", "raised_in_all"):
        row = f.find("financing", concept=kind, measure=measure)
        if row is not None:
            make.line(measure_text(measure, language), [row, Cell(), Cell()])
    return make.table()


def _paid(f: Figures, kind: str, level: str) -> Row | None:
    place = {"concept": kind, "measure": "paid", "group": "decile", "level": level}
    return f.find("financing", unit="Bs/month", **place)


def _gain_net(f: Figures, level: str) -> Row | None:
    return f.find("financing", concept=NET, measure="mean", group="decile", level=level, side="change")


def _net(f: Figures, language: Language) -> Table | None:
    heads = [say(f"column.{each}", language) for each in ("before", "net", "net_change")]
    make = Maker(f, language, "net_of_financing", ["", *heads])
    for measure, line in MEASURES:
        place = {"measure": measure, "line": line}
        net = f.find("financing", concept=NET, side="after", **place)
        if net is not None:
            change = f.find("financing", concept=NET, side="change", unit="points", **place)
            before = f.find("comparison", concept=f.counted, side="before", **place)
            make.line(measure_name(measure, line, language), [before, net, change])
    return make.table()


def _kind(f: Figures) -> str:
    return f.reform.financing if f.reform else ""


def _budget(f: Figures, language: Language) -> Table | None:
    heads = [say(f"column.{each}", language) for each in ("official", "simulated_official", "change_official")]
    make = Maker(f, language, "budget", ["", *heads])
    for programme in f.programmes("costs", concept="official"):
        for measure in ("recipients", "spending"):
            place = {"programme": programme, "measure": measure}
            row = f.find("costs", concept="official", **place)
            if row is not None:
                place["concept"] = "simulated_over_official"
                rest = [f.find("costs", side=side, **place) for side in ("", "change")]
                cells = [each if each is not None else Cell() for each in rest]
                head = f"{f.programme(programme, language)}: {measure_text(measure, language).lower()}"
                make.line(head, [row, *cells])
    return make.table()


def _stated(f: Figures, language: Language) -> str | None:
    kind = _kind(f)
    return say(f"financing.said_{kind}", language, text=f.reform.financing_text) if f.reform and kind else None


def _cost(f: Figures, language: Language) -> str | None:
    """The yearly cost when all who are entitled are paid, and when those who report receiving are."""
    if not _kind(f):
        return None
    rows = {}
    for who in ("legal", "observed"):
        net = f.find("costs", measure="net_cost", side="change", take_up=who)
        spent = {"programme": ALL_PROGRAMMES, "measure": "spending", "side": "change"}
        rows[who] = net or f.find("costs", take_up=who, **spent)
    return sentence("finding.reform_cost", rows, language)


def _financing_title(f: Figures, language: Language) -> str | None:
    rows = {end: _gain_net(f, tenth) for end, tenth in (("low", "1"), ("high", "10"))}
    fields = {end: figure(row, language) for end, row in rows.items() if row is not None and row.value is not None}
    return say("chart.financing", language, **fields) if len(fields) == len(rows) else None


def _financing_chart(f: Figures, language: Language) -> Spec:
    """By tenth: what the reform gives, what its financing takes, and what is left."""
    kind, values = _kind(f), []
    labels = {each: say(f"chart.financing_{each}", language) for each in ("reform", "levy")}
    nets = []
    for level in f.levels("financing", "decile"):
        gives = gain(f, level, "Bs/month")
        takes = _paid(f, kind, level)
        net = _gain_net(f, level)
        for what, row, sign in (("reform", gives, 1), ("levy", takes, -1)):
            if row is not None and row.value is not None:
                values.append({"decile": level, "value": sign * row.value, "what": labels[what]})
        if net is not None and net.value is not None and net.low is not None:
            nets.append({"decile": level, "value": net.value, "low": net.low, "high": net.high})
    x: Spec = {"field": "decile", "type": "ordinal", "sort": None, "title": say("chart.decile", language)}
    x["axis"] = {"labelAngle": 0}
    y = {"type": "quantitative", "title": say("chart.financing_axis", language)}
    colour = {"domain": [labels["reform"], labels["levy"]], "range": [BLUE, VERMILION]}
    bars = {
        "data": {"values": values},
        "mark": {"type": "bar", "stroke": BLACK, "strokeWidth": 0.5},
        "encoding": {
            "x": x,
            "y": {"field": "value", **y},
            "color": {"field": "what", "type": "nominal", "scale": colour, "legend": {"orient": "bottom"}},
        },
    }
    whisker = {
        "data": {"values": nets},
        "mark": {"type": "rule", "color": BLACK, "strokeWidth": 1.5},
        "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
    }
    dots = {
        "data": {"values": nets},
        "mark": {
            "type": "point",
            "filled": True,
            "color": BLACK,
            "fill": "white",
            "stroke": BLACK,
            "size": 50,
            "opacity": 1,
        },
        "encoding": {"x": x, "y": {"field": "value", **y}},
    }
    return {"width": 300, "height": 200, "layer": [bars, whisker, dots]}


TABLES: dict[str, Builder] = {"budget": _budget, "financing": _financing, "net_of_financing": _net}
ON_SCREEN = ("budget", "financing", "net_of_financing")
CHARTS = {"financing": ChartKind(_financing_title, _financing_chart, "financing")}
FINDINGS = (_cost, _stated)
