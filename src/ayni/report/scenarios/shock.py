"""Views of a shock: what was assumed, who is hit, what drawing adds, whether a day's work can bear published losses."""

from __future__ import annotations

import datetime as dt

from ayni.report.chart import BLACK, BLUE, VERMILION, ChartKind, Spec, names_axis, panel
from ayni.report.figures import Figures, error, figure, sentence
from ayni.report.maker import Maker
from ayni.report.naming import measure_text, name
from ayni.report.scenarios.comparison import MEASURES, compared, measure_name
from ayni.report.table import Cell, Table
from ayni.scenario import Row
from ayni.scenario.keys import LOSS_SPREAD
from ayni.words import Language, say
from ayni.words.numbers import day as day_name, money, number

PARTS = ("strike", "blockade", "labour_income")
HIT = ("all", "formality", "industry", "department", "area", "sex", "age_band", "decile")
ACCOUNTINGS = ("month", "quarter", "year")
FUEL = ("lost_by_own_fuel", "lost_by_fares", "lost_by_food", "lost_by_rest", "paid", "net_change")


# ---- tables


def _assumed(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "shock", ["", say("column.value", language)])
    if f.shock and f.shock.department:
        make.line(name("group", "department", language), [Cell(name("department", f.shock.department, language))])
    if f.shock and f.shock.first_day:
        first = dt.date.fromisoformat(f.shock.first_day)
        make.line(say("measure.first_day", language), [Cell(day_name(first, language))])
    for concept, measure in (("stoppage", "days"), ("stoppage", "spill_over"), ("job_loss", "target_rate")):
        row = f.find("shock", concept=concept, measure=measure)
        if row is not None:
            make.line(measure_text(measure, language), [row])
    for part in PARTS:
        levels = f.levels("shock", "part", concept=part)
        if levels:
            make.heading(say(f"shock.{part}", language))
        for level in levels:
            make.line(_part(level, language), [_assumption(f, part, "assumed_share", "part", level)])
    for basis in ("prices_lines", "prices_spending"):
        levels = f.levels("shock", "spending", concept=basis)
        if levels:
            make.heading(say(f"shock.{basis}", language))
        for level in levels:
            head = say(f"spending.{level}", language)
            make.line(head, [_assumption(f, basis, "price_rise", "spending", level)])
    for group in ("sex", "working_age", "schooling"):
        levels = f.levels("shock", group, concept="job_loss")
        if levels:
            make.heading(say("shock.odds", language, group=name("group", group, language).lower()))
        for level in levels:
            head = name(group, level, language) if group == "sex" else level
            make.line(head, [_assumption(f, "job_loss", "odds_ratio", group, level)])
    return make.table()


def _assumption(f: Figures, concept: str, measure: str, group: str, level: str) -> Row:
    return f.one("shock", concept=concept, measure=measure, group=group, level=level)


def _part(level: str, language: Language) -> str:
    if level in ("all", "formal", "informal"):
        return say(f"part.{level}", language)
    industry, _, formality = level.partition(".")
    text = say(f"industry.{industry}", language)
    return f"{text}, {say(f'formality.{formality}', language)}" if formality else text


def _unemployment(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"column.{each}", language) for each in ("before", "target", "after"))]
    make = Maker(f, language, "urban_unemployment", heads)
    before, after = (f.find("shock", measure="urban_unemployment", side=side) for side in ("before", "after"))
    if before is not None:
        target = f.one("shock", concept="job_loss", measure="target_rate")
        make.line(say("measure.urban_unemployment", language), [before, target, after])
    return make.table()


def _drawing(f: Figures, language: Language) -> Table | None:
    draws, seed = (f.find("shock", concept="drawing", measure=each) for each in ("draws", "seed"))
    if draws is None or draws.value is None or seed is None or seed.value is None:
        return None
    about = {"draws": number(draws.value, language), "seed": f"{seed.value:.0f}"}
    heads = ["", *(say(f"column.{each}", language) for each in ("change", "se_points", "se_of_drawing"))]
    make = Maker(f, language, "drawing", heads, about=about)
    for measure, line in MEASURES:
        place = {"measure": measure, "line": line, "side": "change"}
        errors = [f.find("shock", unit="points", concept=each, **place) for each in ("se", "se_of_drawing")]
        if all(errors):
            cells = [Cell(number(100 * row.value, language, 3)) for row in errors if row and row.value is not None]
            changed = compared(f, "change", measure, line, "points")
            make.line(measure_name(measure, line, language), [changed, *cells])
    return make.table()


def _hit(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"column.{each}", language) for each in ("hit", "labour_income", "labour_income_relative"))]
    make = Maker(f, language, "hit", heads)
    for group in HIT:
        levels = f.levels("hit", group)
        if levels and group != "all":
            make.heading(name("group", "decile_before" if group == "decile" else group, language))
        for level in levels:
            found = [
                f.find("hit", measure="hit", group=group, level=level),
                _lost(f, "Bs/year", group, level),
                _lost(f, "relative", group, level),
            ]
            make.line(name(group, level, language), found)
    return make.table()


def _lost(f: Figures, unit: str, group: str = "all", level: str = "all") -> Row | None:
    """The change of labour income."""
    return f.find("hit", unit=unit, measure="labour_income", group=group, level=level, side="change")


def _accountings(f: Figures, language: Language) -> Table | None:
    columns = [each for each in MEASURES if each[0] in ("headcount", "gap", "gini")]
    heads = ["", *(measure_name(*each, language) for each in columns)]
    make = Maker(f, language, "shock_accountings", heads)
    for accounting in ACCOUNTINGS:
        place = {"group": "case", "level": LOSS_SPREAD}
        found = [compared(f, "change", *each, "points", accounting, **place) for each in columns]
        if any(found):
            make.line(say(f"loss_over.{accounting}", language), found)
    return make.table()


def bears(row: Row) -> str:
    """Whether a day's recorded labour income can bear a loss: `bearable`, `too_much`, or `unclear` between them."""
    if row.low is None or row.high is None:
        return "unknown"
    return "bearable" if row.high <= 1 else "too_much" if row.low > 1 else "unclear"


def _share(f: Figures, concept: str, level: str, group: str = "loss") -> Row | None:
    """The share of a day's labour income, or GDP, that a published loss is."""
    return f.find("closure", concept=concept, measure="closure", group=group, level=level)


def _closure(f: Figures, language: Language) -> Table | None:
    heads = ["", *(say(f"column.{each}", language) for each in ("loss_per_day", "of_labour_income", "of_gdp", "bears"))]
    make = Maker(f, language, "closure", heads)
    for group in ("loss", "industry"):
        levels = f.levels("closure", group)
        if levels and group == "industry":
            make.heading(say("shock.first_days", language))
        for level in levels:
            loss = f.find("closure", concept="official", measure="loss_per_day", group=group, level=level)
            of_labour, of_gdp = (_share(f, concept, level, group) for concept in ("labour_income", "gdp"))
            if loss is None or loss.value is None or of_labour is None:
                continue
            first = Cell(number(loss.value, language, 1))
            words = Cell(say(f"bears.{bears(of_labour)}", language))
            make.line(name(group, level, language), [first, of_labour, of_gdp or Cell(), words])
    return make.table()


def _fuel(f: Figures, language: Language) -> Table | None:
    """Who loses and who wins, Bs a month per head."""
    heads = ["", *(say(f"fuel.{each}", language) for each in (*FUEL, "net_change_relative", "losers"))]
    make = Maker(f, language, "fuel", heads, error)
    for group in ("all", "decile", "area", "household_type"):
        levels = f.levels("fuel", group)
        if levels and group != "all":
            make.heading(name("group", "decile_before" if group == "decile" else group, language))
        for level in levels:
            place = {"group": group, "level": level}
            found = [f.find("fuel", unit="Bs/month", measure=each, **place) for each in FUEL]
            more = [
                f.find("fuel", unit="relative", measure="net_change", **place),
                f.find("fuel", measure="losers", **place),
            ]
            make.line(name(group, level, language), [*found, *more])
    return make.table()


def _flat(f: Figures, language: Language) -> Table | None:
    """The flat payment that leaves poverty as it was, by line."""
    make = Maker(f, language, "flat_payment", ["", say("measure.flat_payment", language)])
    for line in ("moderate", "extreme"):
        row = f.find("fuel", measure="flat_payment", line=line)
        if row is not None:
            make.line(say(f"line.{line}", language), [row])
    return make.table()


def _fuel_readings(f: Figures, language: Language) -> Table | None:
    """The change of poverty under each reading."""
    lines = ("moderate", "extreme")
    make = Maker(f, language, "fuel_readings", ["", *(measure_name("headcount", line, language) for line in lines)])
    for level in f.levels("fuel_readings", "reading"):
        fares, food = level.split(".")
        head = f"{say(f'reading.{fares}', language)}, {say(f'reading.food_{food}', language)}"
        make.line(head, [_reading(f, level, line) for line in lines])
    return make.table()


def _reading(f: Figures, level: str, line: str) -> Row | None:
    place = {"measure": "headcount", "line": line, "side": "change", "group": "reading", "level": level}
    return f.find("fuel_readings", unit="points", **place)


# ---- sentences


def _fuel_finding(f: Figures, language: Language) -> str | None:
    rows = {
        "paid": f.find("fuel", measure="paid", group="all"),
        "losers": f.find("fuel", measure="losers", group="all"),
    }
    rows["net"] = f.find("fuel", unit="Bs/month", measure="net_change", group="all")
    for end, tenth in (("low", "1"), ("high", "10")):
        rows[end] = f.find("fuel", unit="relative", measure="net_change", group="decile", level=tenth)
    parts = [f.find("fuel", measure=each, group="all") for each in FUEL[:4]]
    if any(row is None or row.value is None for row in (*rows.values(), *parts)):
        return None
    lost = -sum(row.value or 0.0 for row in parts if row)
    return sentence("finding.fuel", rows, language, lost=money(lost, language, 1))


def _sign_finding(f: Figures, language: Language) -> str | None:
    found = [_reading(f, level, "moderate") for level in f.levels("fuel_readings", "reading")]
    rows = sorted((row for row in found if row and row.value is not None), key=lambda row: row.value or 0.0)
    if not rows:
        return None
    alike = (rows[0].low or 0.0) > 0 or (rows[-1].high or 0.0) < 0
    key = "finding.fuel_same" if alike else "finding.fuel_sign"
    return sentence(key, {"least": rows[0], "most": rows[-1]}, language)


def _unemployment_finding(f: Figures, language: Language) -> str | None:
    rows = {side: f.find("shock", measure="urban_unemployment", side=side) for side in ("before", "after")}
    return sentence("finding.job_loss", {**rows, "hit": f.find("hit", measure="hit")}, language)


def _hit_finding(f: Figures, language: Language) -> str | None:
    rows = {
        "hit": f.find("hit", measure="hit"),
        "change": _lost(f, "Bs/year"),
        "relative": _lost(f, "relative"),
    }
    return sentence("finding.hit", rows, language)


def _closure_finding(f: Figures, language: Language) -> str | None:
    found = [_share(f, "labour_income", level) for level in f.levels("closure", "loss")]
    answers = [bears(row) for row in found if row is not None]
    if not answers:
        return None
    counts = {"n": len(answers), **{each: answers.count(each) for each in ("bearable", "too_much", "unclear")}}
    alike = len(set(answers)) == 1 and answers[0] in ("bearable", "too_much")
    words = say(f"bears.all_{answers[0]}" if alike else "bears.some", language, **counts)
    return sentence("finding.closure", _closure_ends(f), language, words=words)


def _closure_ends(f: Figures) -> dict[str, Row | None]:
    """The least and the greatest published loss, as shares of a day's labour income and of its GDP."""
    levels = f.levels("closure", "loss")
    ends = {"low": levels[0], "high": levels[-1]} if levels else {}
    concepts = {"labour": "labour_income", "gdp": "gdp"}
    return {
        f"{what}_{end}": _share(f, concept, level) for what, concept in concepts.items() for end, level in ends.items()
    }


# ---- charts


def _hit_title(f: Figures, language: Language) -> str | None:
    published = _by_industry(f)
    if len(published) < 2:
        return None
    most = max(published, key=lambda row: abs(row.value or 0.0))
    fields = {"industry": say(f"industry.{most.level}", language), "most": figure(most, language)}
    return sentence("chart.hit", {"total": _lost(f, "Bs/year")}, language, **fields)


def _by_industry(f: Figures) -> list[Row]:
    found = [_lost(f, "Bs/year", "industry", each) for each in f.levels("hit", "industry")]
    return [row for row in found if row is not None and row.value]


def _hit_chart(f: Figures, language: Language) -> Spec:
    values: list[Spec] = []
    for row in sorted(_by_industry(f), key=lambda row: row.value or 0.0):
        value = (row.value or 0.0) / 1e6
        low, high = (row.low or 0.0) / 1e6, (row.high or 0.0) / 1e6
        label = figure(row, language)
        bar = {"name": name("industry", row.level, language), "from": 0, "to": value, "low": low, "high": high}
        values.append({**bar, "kind": "gain" if value >= 0 else "loss", "label": label, "end": max(0.0, high)})
    least, most = min(0.0, *(each["low"] for each in values)), max(0.0, *(each["high"] for each in values))
    domain = [least, most + 0.6 * (most - least)]
    x = {"type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": {"tickCount": 3}}
    x["title"] = say("chart.axis_million_bs", language)
    colour = {"domain": ["gain", "loss"], "range": [BLUE, VERMILION]}
    layer: list[Spec] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.7}},
            "encoding": {
                "x": {"field": "from", **x},
                "x2": {"field": "to"},
                "color": {"field": "kind", "type": "nominal", "scale": colour, "legend": None},
            },
        },
        {
            "mark": {"type": "rule", "color": BLACK, "strokeWidth": 1.5},
            "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 5},
            "encoding": {"x": {"field": "end", "type": "quantitative"}, "text": {"field": "label", "type": "nominal"}},
        },
    ]
    return panel("", values, names_axis([value["name"] for value in values]), layer)


def _closure_title(f: Figures, language: Language) -> str | None:
    ends = _closure_ends(f)
    return sentence("chart.closure", ends, language) if ends else None


def _closure_chart(f: Figures, language: Language) -> Spec:
    of = {concept: say(f"column.of_{concept}", language) for concept in ("labour_income", "gdp")}
    values: list[Spec] = []
    for level in f.levels("closure", "loss"):
        for concept, text in of.items():
            row = _share(f, concept, level)
            if row is not None and row.value is not None:
                value: Spec = {"name": name("loss", level, language), "of": text, "value": 100 * row.value}
                if row.low is not None and row.high is not None:
                    value |= {"low": 100 * row.low, "high": 100 * row.high}
                values.append(value)
    x = {"type": "quantitative", "scale": {"zero": True}, "axis": {"tickCount": 5}}
    x["title"] = say("chart.axis_closure", language)
    scale = {"domain": [*of.values()]}
    of_what = {"field": "of", "type": "nominal", "legend": {"orient": "bottom", "columns": 1}}
    layer: list[Spec] = [
        {
            "mark": {"type": "rule", "color": "#666", "strokeDash": [4, 3]},
            "encoding": {"x": {"datum": 100}, "y": {"value": 0}, "y2": {"value": "height"}},
        },
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "strokeWidth": 2, "color": VERMILION},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "encoding": {
                "x": {"field": "value", **x},
                "color": {**of_what, "scale": {**scale, "range": [VERMILION, BLUE]}},
                "shape": {**of_what, "scale": {**scale, "range": ["circle", "diamond"]}},
            },
        },
    ]  # fmt: skip
    return panel("", values, names_axis(list(dict.fromkeys(value["name"] for value in values))), layer)


TABLES = {
    "shock": _assumed,
    "urban_unemployment": _unemployment,
    "drawing": _drawing,
    "hit": _hit,
    "shock_accountings": _accountings,
    "closure": _closure,
    "fuel": _fuel,
    "flat_payment": _flat,
    "fuel_readings": _fuel_readings,
}
ON_SCREEN = (
    "fuel", "flat_payment", "fuel_readings", "shock", "urban_unemployment", "drawing", "hit", "shock_accountings",
    "closure",
)  # fmt: skip
CHARTS = {
    "hit": ChartKind(_hit_title, _hit_chart, "hit"),
    "closure": ChartKind(_closure_title, _closure_chart, "closure"),
}
FINDINGS = (_fuel_finding, _sign_finding, _unemployment_finding, _hit_finding, _closure_finding)
