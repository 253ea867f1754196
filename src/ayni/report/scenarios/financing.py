"""Views of what a reform costs beside the budget, who pays for it, and what is left net of that."""

from __future__ import annotations

from ayni.report.chart import BLACK, BLUE, VERMILION, ChartKind, Spec
from ayni.report.figures import Figures, figure, measure_text, sentence, text_mark
from ayni.report.scenarios.comparison import measure_name
from ayni.report.table import Builder, Cell, Maker, Table
from ayni.words import Language, say

NET = (("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gap", "extreme"), ("gini", ""))
LEVY = ("paid", "share_of_levy", "mean")


def _financing(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "financing", ["", *(say(f"column.financing_{each}", language) for each in LEVY)])
    kind = _kind(f)
    if kind in ("", "unfinanced", "unspent", "text"):
        return None
    make.about = {"rule": say(f"financing.{kind}", language)}
    for level in f.levels("financing", "decile"):
        paid = f.get("financing", kind, "paid", "", "decile", level, "Bs/month")
        share = f.get("financing", kind, "share_of_levy", "", "decile", level)
        make.line(level, [paid, share, f.get("financing", "net", "mean", "", "decile", level)])
    make.heading(say("financing.in_all", language))
    for measure in ("cost", "raised_from_households", "raised_in_all"):
        row = f.get("financing", kind, measure)
        if row is not None:
            make.line(measure_text(measure, language), [row, Cell(), Cell()])
    return make.table()


def _net(f: Figures, language: Language) -> Table | None:
    heads = [say(f"column.{each}", language) for each in ("before", "net", "net_change")]
    make = Maker(f, language, "net_of_financing", ["", *heads])
    for measure, line in NET:
        net = f.get("financing", "net", measure, line)
        if net is not None:
            change = f.get("financing", "net_change", measure, line, unit="points")
            make.line(
                measure_name(measure, line, language), [f.get("comparison", "before", measure, line), net, change]
            )
    return make.table()


def _kind(f: Figures) -> str:
    return next((row.concept for row in f.rows if (row.table, row.measure) == ("financing", "stated")), "")


def _budget(f: Figures, language: Language) -> Table | None:
    heads = [say(f"column.{each}", language) for each in ("official", "simulated_official", "change_official")]
    make = Maker(f, language, "budget", ["", *heads])
    for level in f.levels("costs", "programme", "official"):
        for measure in ("recipients", "spending"):
            row = f.get("costs", "official", measure, "", "programme", level)
            if row is not None:
                rest = [f.get("costs", each, measure, "", "programme", level) for each in (
                    "simulated/official", "change/official",
                )]  # fmt: skip
                cells = [each if each is not None else Cell() for each in rest]
                make.line(f"{f.programme(level, language)}: {measure_text(measure, language).lower()}", [row, *cells])
    return make.table()


def _stated(f: Figures, language: Language) -> str | None:
    kind = _kind(f)
    row = next((row for row in f.rows if (row.table, row.measure) == ("financing", "stated")), None)
    return say(f"financing.said_{kind}", language, text=text_mark(row, "text")) if row is not None else None


def _cost(f: Figures, language: Language) -> str | None:
    """The yearly cost when all who are entitled are paid, and when those who report receiving are."""
    if not _kind(f):
        return None
    rows = {}
    for who in ("legal", "observed"):
        concept = f"change_{who}" if f.levels("costs", "all", f"change_{who}") else "change"
        rows[who] = f.get("costs", concept, "net_cost") or f.get("costs", concept, "spending")
    return sentence("finding.reform_cost", rows, language)


def _financing_title(f: Figures, language: Language) -> str | None:
    rows = {
        end: f.get("financing", "net", "mean", "", "decile", tenth) for end, tenth in (("low", "1"), ("high", "10"))
    }
    fields = {end: figure(row, language) for end, row in rows.items() if row is not None and row.value is not None}
    return say("chart.financing", language, **fields) if len(fields) == len(rows) else None


def _financing_chart(f: Figures, language: Language) -> Spec:
    """By tenth: what the reform gives, what its financing takes, and what is left."""
    kind, values = _kind(f), []
    labels = {each: say(f"chart.financing_{each}", language) for each in ("reform", "levy")}
    nets = []
    for level in f.levels("financing", "decile"):
        gives = f.get("gains", "change", "mean", "", "decile", level, "Bs/month")
        takes = f.get("financing", kind, "paid", "", "decile", level, "Bs/month")
        net = f.get("financing", "net", "mean", "", "decile", level)
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
