"""Charts of the law: a parameter over time, and a family's budget constraint, as static SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ayni.engine import Law, Parameter
from ayni.evidence import consumer_prices, in_prices_of
from ayni.evidence.prices import SOURCE
from ayni.family import label, marginal
from ayni.report.chart import BLUE, GREY, VERMILION, Plan, Spec, first_names
from ayni.report.lawbook import history, is_money, unit_name, written
from ayni.words import Language, say
from ayni.words.numbers import money

Points = Sequence[tuple[float, float, float]]
"""What is varied, what the family gets and pays at it, and what is left, Bs a month."""
LAST_DAY = dt.date(2026, 12, 31)


def has_chart(parameter: Parameter) -> bool:
    """Whether a parameter over time is something to draw: money, which prices change, or a number that has changed."""
    numbers = [row for row in parameter.rows if isinstance(row.value, int | float)]
    return len(numbers) > 1 or (bool(numbers) and is_money(parameter.unit))


def history_finding(law: Law, name: str, language: Language) -> str:
    """What the chart of a parameter shows, as a sentence."""
    parameter = law.parameter(name)
    numbers = [row for row in parameter.rows if isinstance(row.value, int | float)]
    first, last = (written(row.value, parameter.unit, language) for row in (numbers[0], numbers[-1]))
    title = parameter.text[language]
    return say("law.finding", language, title=title, first=first, start=numbers[0].start.year, last=last)


def history_chart(law: Law, name: str, language: Language) -> str:
    """A parameter over time as SVG."""
    return history_plan(law, name, language).svg(language)


def history_plan(law: Law, name: str, language: Language) -> Plan:
    """A parameter over time as steps, legal acts as points; of money also in the prices of the index's last year."""
    parameter, rows = law.parameter(name), history(law, name)
    numbers = [(start, end or LAST_DAY, row) for start, end, row in rows if isinstance(row.value, int | float)]
    base, money_of = max(consumer_prices()), is_money(parameter.unit)
    nominal, real = say("law.nominal", language), say("law.in_prices_of", language, year=base)
    shown = [nominal, real] if money_of else [nominal]
    points = []
    for start, end, row in numbers:
        value = float(row.value)  # type: ignore[arg-type]
        points += [{"day": day.isoformat(), "value": value, "series": nominal} for day in (start, end)]
        for year in range(start.year, end.year + 1):
            if money_of and year in consumer_prices():
                days = (max(start, dt.date(year, 1, 1)), min(end, dt.date(year, 12, 31)))
                then = in_prices_of(value, year, base)
                points += [{"day": day.isoformat(), "value": then, "series": real} for day in days]
    series = {
        "field": "series", "type": "nominal", "scale": {"domain": shown, "range": [BLUE, VERMILION]},
        "legend": None,
    }  # fmt: skip
    encoding: Spec = {
        "x": {"field": "day", "type": "temporal", "title": None},
        "y": {"field": "value", "type": "quantitative", "title": None},
        "color": series,
        "strokeDash": {**series, "scale": {"domain": shown, "range": [[1, 0], [4, 3]]}},
    }
    acts = [{"day": start.isoformat(), "value": float(row.value)} for start, _, row in numbers]  # type: ignore[arg-type]
    spec: Spec = {
        "width": 300,
        "height": 200,
        "layer": [
            {"data": {"values": points}, "mark": {"type": "line", "interpolate": "step-after"}, "encoding": encoding},
            {
                "data": {"values": acts},
                "mark": {"type": "point", "filled": True, "color": BLUE, "size": 40},
                "encoding": {key: encoding[key] for key in ("x", "y")},
            },
            *(first_names(points, encoding["x"], encoding["y"], encoding["color"]) if money_of else ()),
        ],
    }
    finding = history_finding(law, name, language)
    about = say("law.about_history", language, year=base) if money_of else unit_name(parameter.unit, language)
    return Plan(name.replace(".", "-"), spec, finding, about, SOURCE if money_of else "")


def budget_chart(points: Points, question: str, law: Law, language: Language) -> str:
    """A budget constraint as SVG."""
    return budget_plan(points, question, law, language).svg(language)


def budget_plan(points: Points, question: str, law: Law, language: Language) -> Plan:
    """Net income against what is varied, with the intervals shaded on which it does not rise."""
    cliffs = [
        {"from": points[index][0], "to": points[index + 1][0]}
        for index in range(len(points) - 1)
        if marginal(points, index)[1]
    ]
    values = [{"x": value, "net": net} for value, _, net in points]
    ends = [{"x": value, "net": value} for value in (points[0][0], points[-1][0])]
    at = points[round(0.7 * (len(points) - 1))]
    axis = {"field": "x", "type": "quantitative", "title": f"{label(question.rpartition('.')[2], law, language)} (Bs)"}
    net = {"field": "net", "type": "quantitative", "title": say("budget.net", language)}

    def named(key: str, value: float, **mark: Any) -> Spec:
        """A line's name beside it."""
        place = {"x": at[0], "net": value, "said": say(f"budget.{key}", language)}
        text = {"field": "said", "type": "nominal"}
        around = {"type": "text", "fontWeight": "bold", **mark}
        return {"data": {"values": [place]}, "mark": around, "encoding": {"x": axis, "y": net, "text": text}}

    spec: Spec = {
        "width": 300,
        "height": 220,
        "layer": [
            {
                "data": {"values": cliffs},
                "mark": {"type": "rect", "color": VERMILION, "opacity": 0.35},
                "encoding": {"x": {**axis, "field": "from"}, "x2": {"field": "to"}},
            },
            {"data": {"values": values}, "mark": {"type": "line", "color": BLUE}, "encoding": {"x": axis, "y": net}},
            {
                "data": {"values": ends},
                "mark": {"type": "line", "color": GREY, "strokeDash": [4, 3]},
                "encoding": {"x": axis, "y": net},
            },
            named("line_net", at[2], align="left", dx=8, dy=12),
            named("line_wage", at[0], align="right", dx=-8, dy=-8),
        ],
    }
    about = say("budget.about_chart", language)
    if cliffs:
        about = f"{about} {say('budget.about_cliffs', language, cliffs=len(cliffs))}"
    return Plan("budget", spec, budget_finding(points, language), about, say("budget.first_order", language))


def budget_finding(points: Points, language: Language) -> str:
    """What a budget constraint shows, as a sentence."""
    value, _, net = points[-1]
    return say("budget.finding", language, value=money(value, language), net=money(net, language))
