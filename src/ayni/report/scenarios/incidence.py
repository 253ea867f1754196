"""Views of fiscal incidence in the form of CEQ: concepts, elements, tenths, redistribution and impoverishment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ayni.income.chain import CONCEPTS
from ayni.income.till import HEALTH
from ayni.report.chart import BLACK, ChartKind, Spec
from ayni.report.figures import Figures, error, figure, interval, sentence
from ayni.report.maker import Builder, Column, Maker, column_head
from ayni.report.naming import measure_text
from ayni.report.steps import steps_chart, steps_table
from ayni.report.table import Table
from ayni.scenario import Row
from ayni.scenario.keys import INDIRECT, SYSTEM, TREATMENTS, Treatment
from ayni.words import Language, say

COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999", "#000000", "#7FB8D8",
    "#F3CF80", "#7FCFB9", "#E5BCD3", "#EBAE7F", "#DDDDDD",
)  # fmt: skip
"""Okabe and Ito's, then pale ones, by the place of an element; the legend has the same order."""


def _table(treatment: Treatment) -> str:
    return f"incidence_{treatment}"


def _elements(f: Figures, treatment: Treatment) -> list[str]:
    """The taxes and transfers of the rows, in their order."""
    return [each for each in f.programmes(_table(treatment), measure="size", group="all") if each != SYSTEM]


def _of_concepts(identifier: str, columns: Sequence[Column]) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        make = Maker(f, language, identifier, ["", *(column_head(column, language) for column in columns)], error)
        for treatment in TREATMENTS:
            if f.find(_table(treatment), concept="market", measure="gini") is None:
                continue
            make.heading(say(f"treatment.{treatment}", language))
            for concept in CONCEPTS:
                found = [
                    f.find(_table(treatment), concept=concept, measure=measure, line=line) for measure, line in columns
                ]
                if any(found):
                    make.line(say(f"income.{concept}", language), found)
        return make.table()

    return build


def _of_elements(
    identifier: str, columns: Sequence[tuple[str, str, str]], detail: Callable[[Row, Language], str]
) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        heads = [
            column_head(("gini_points", "") if (measure, unit) == ("gini", "points") else (measure, line), language)
            for measure, line, unit in columns
        ]
        make = Maker(f, language, identifier, ["", *heads], detail)
        for treatment in TREATMENTS:
            elements = _elements(f, treatment)
            if elements:
                make.heading(say(f"treatment.{treatment}", language))
            for element in elements:
                found = [
                    f.find(
                        _table(treatment), unit=unit, programme=element, measure=measure, line=line,
                        side="change" if unit == "points" else "",
                    )
                    for measure, line, unit in columns
                ]  # fmt: skip
                make.line(f.name("step", element, language), found)
        return make.table()

    return build


def _redistribution(f: Figures, language: Language) -> Table | None:
    measures = ("redistributive_effect", "reynolds_smolensky", "reranking", "redistribution_residual")
    return _by_treatment(f, language, "incidence_redistribution", measures, ("",))


def _impoverishment(f: Figures, language: Language) -> Table | None:
    measures = (
        "impoverished", "impoverished_of_poor", "impoverished_persons", "gaining_poor", "fiscal_impoverishment_total",
        "gains_of_the_poor_total", "gap_change_total", "fiscal_impoverishment_of_line", "gains_of_the_poor_of_line",
        "impoverishment_residual",
    )  # fmt: skip
    return _by_treatment(f, language, "incidence_impoverishment", measures, ("moderate", "extreme"))


def _by_treatment(
    f: Figures, language: Language, identifier: str, measures: Sequence[str], lines: Sequence[str]
) -> Table | None:
    heads = [
        " · ".join([say(f"treatment.{treatment}_short", language), *([say(f"line.{line}", language)] if line else [])])
        for treatment in TREATMENTS
        for line in lines
    ]
    make = Maker(f, language, identifier, ["", *heads], error)
    for measure in measures:
        found = [_of_system(f, treatment, measure, line=line) for treatment in TREATMENTS for line in lines]
        if any(found):
            make.line(measure_text(measure, language), found)
    return make.table()


def _of_system(f: Figures, treatment: Treatment, measure: str, **place: str) -> Row | None:
    """A figure of all taxes and transfers together."""
    return f.find(_table(treatment), programme=SYSTEM, measure=measure, **place)


def _deciles(treatment: Treatment) -> Builder:
    def build(f: Figures, language: Language) -> Table | None:
        table, tenths = _table(treatment), [str(tenth) for tenth in range(1, 11)]
        make = Maker(f, language, f"incidence_deciles_{treatment}", ["", *tenths], error)
        elements = _elements(f, treatment)
        if elements:
            make.heading(say("measure.mean", language))
            for concept in CONCEPTS:
                place = {"concept": concept, "measure": "mean", "group": "decile"}
                found = [f.find(table, level=tenth, **place) for tenth in tenths]
                if any(found):
                    make.line(say(f"income.{concept}", language), found)
            make.heading(say("measure.incidence", language))
        for element in [*elements, SYSTEM] if elements else []:
            place = {"programme": element, "measure": "incidence", "group": "decile"}
            found = [f.find(table, level=tenth, **place) for tenth in tenths]
            make.line(f.name("step", element, language), found)
        return make.table()

    return build


def _indirect(f: Figures, language: Language) -> Table | None:
    """How prices hold the taxes: each treatment with what it takes, and poverty and the Gini after it."""
    columns = (
        ("indirect_taxes", ""), ("share_of_spending", ""), ("subsidies", ""), ("headcount", "moderate"),
        ("headcount", "extreme"), ("gini", ""),
    )  # fmt: skip
    make = Maker(f, language, "indirect_treatments", ["", *(column_head(each, language) for each in columns)], error)
    for treatment in INDIRECT:
        found = [f.find("indirect_treatments", concept=treatment, measure=name, line=line) for name, line in columns]
        if any(found):
            make.line(say(f"indirect.{treatment}", language), found)
    return make.table()


def _reconciliation(f: Figures, language: Language) -> Table | None:
    """What the run adds up to beside what was collected, and spending beside the national accounts."""
    columns = ("simulated", "official", "simulated_of_official")
    make = Maker(f, language, "reconciliation", ["", *(say(f"column.{each}", language) for each in columns)], error)
    services = f.programmes("reconciliation", measure="unit_cost")
    for each in f.programmes("reconciliation", measure="simulated", group="all"):
        if each in services:
            continue
        found = [f.find("reconciliation", programme=each, measure=name) for name in columns]
        make.line(f.name("step", each, language), found)
    divisions = f.levels("reconciliation", "division")
    if divisions:
        make.heading(say("reconciliation.divisions", language))
    for level in divisions:
        place = {"programme": "spending", "group": "division", "level": level}
        make.line(
            say(f"division.{level}", language), [f.find("reconciliation", measure=name, **place) for name in columns]
        )
    return make.table()


def _services(f: Figures, language: Language) -> Table | None:
    """Who is counted in each service, what each costs, and all of it beside the wages that are paid for it."""
    columns = ("persons", "unit_cost", "simulated", "official", "simulated_of_official")
    heads = [say(f"column.service_{each}", language) for each in columns]
    make = Maker(f, language, "services", ["", *heads], error)
    for each in f.programmes("reconciliation", measure="unit_cost"):
        found = [f.find("reconciliation", programme=each, measure=name) for name in columns]
        make.line(f.name("step", each, language), found)
    return make.table()


def _by_spending(f: Figures, language: Language) -> Table | None:
    """Taxes inside what is spent, ranked by income and by spending."""
    columns = (("kakwani_ceq", ""), ("kakwani_by_spending", ""))
    make = Maker(f, language, "incidence_kakwani", ["", *(column_head(each, language) for each in columns)], error)
    for each in f.programmes("incidence_pdi", measure="kakwani_by_spending"):
        found = [f.find("incidence_pdi", programme=each, measure=name) for name, _ in columns]
        make.line(f.name("step", each, language), found)
    return make.table()


def finding_after_the_till(f: Figures, language: Language) -> str | None:
    """Poverty from market to consumable income: programmes and taxes together, with the range over the treatments."""
    table = _table("pgt")
    rows: dict[str, Row | None] = {
        f"{line}_{end}": f.find(table, concept=concept, measure="headcount", line=line)
        for line in ("moderate", "extreme")
        for end, concept in (("before", "market"), ("disposable", "disposable"), ("after", "consumable"))
    }
    for line in ("moderate", "extreme"):
        of = [f.find("indirect_treatments", concept=each, measure="headcount", line=line) for each in INDIRECT]
        found = sorted((row for row in of if row and row.value is not None), key=lambda row: row.value or 0.0)
        rows |= {f"{line}_least": found[0], f"{line}_most": found[-1]} if found else {f"{line}_least": None}
    return sentence("finding.after_the_till", rows, language)


def finding_of_services(f: Figures, language: Language) -> str | None:
    """What SUS is worth by itself, and how far services in kind, at cost, bring the Gini down."""
    place = {"programme": HEALTH}
    rows = {
        "persons": f.find("reconciliation", measure="persons", **place),
        "cost": f.find("reconciliation", measure="unit_cost", **place),
        "size": f.find(_table("pdi"), measure="size", **place),
        "before": f.find(_table("pdi"), concept="consumable", measure="gini"),
        "after": f.find(_table("pdi"), concept="final", measure="gini"),
    }
    return sentence("finding.services", rows, language)


def finding(f: Figures, language: Language) -> str | None:
    """Gini and extreme poverty before and after the fiscal system, under both treatments."""
    if f.find(_table("pdi"), concept="consumable", measure="gini") is not None:
        return None
    rows: dict[str, Row | None] = {}
    for treatment in TREATMENTS:
        table = _table(treatment)
        before = "market_and_pensions" if treatment == "pdi" else "market"
        rows |= {
            f"{treatment}_before": f.find(table, concept=before, measure="gini"),
            f"{treatment}_after": f.find(table, concept="disposable", measure="gini"),
            f"{treatment}_effect": _of_system(f, treatment, "redistributive_effect"),
        }
    return sentence("finding.incidence", rows, language)


# ---- charts


def _steps_title(treatment: Treatment) -> Callable[[Figures, Language], str | None]:
    def title(f: Figures, language: Language) -> str | None:
        steps = f.values("step", _table(treatment))
        if not steps:
            return None
        fields = {}
        for label, measure, line in (("extreme", "headcount", "extreme"), ("gini", "gini", "")):
            for end, step in (("first", steps[0]), ("last", steps[-1])):
                row = f.one(_table(treatment), measure=measure, line=line, side="after", step=step)
                if row.value is None:
                    return None
                fields[f"{label}_{end}"] = figure(row, language)
        treated = say(f"treatment.{treatment}", language)
        return say("chart.incidence_steps", language, treatment=treated, **fields)

    return title


def _bars_title(treatment: Treatment) -> Callable[[Figures, Language], str | None]:
    def title(f: Figures, language: Language) -> str | None:
        fields = {"treatment": say(f"treatment.{treatment}", language)}
        for end, tenth in (("low", "1"), ("high", "10")):
            for measure in ("mean", "incidence"):
                row = _of_system(f, treatment, measure, group="decile", level=tenth)
                if row is None or row.value is None:
                    return None
                fields[f"{measure}_{end}"] = figure(row, language)
        return say("chart.incidence_bars", language, **fields)

    return title


def _bars(treatment: Treatment) -> Callable[[Figures, Language], Spec]:
    def spec(f: Figures, language: Language) -> Spec:
        return {
            "vconcat": [
                _panel(f, language, treatment, "mean", 1, "chart.axis_bs_per_head", 240),
                _panel(f, language, treatment, "incidence", 100, "chart.axis_prefiscal", 150),
            ]
        }

    return spec


def _panel(
    f: Figures, language: Language, treatment: Treatment, measure: str, scale: int, axis: str, height: int
) -> Spec:
    """Elements stacked by tenth, taxes below zero and transfers above, and the balance with its interval."""
    table, values, net = _table(treatment), [], []
    of_all = [each for each in _elements(f, "pgt") if each not in ("all_taxes", "all_transfers")]
    colours = {each: COLOURS[place % len(COLOURS)] for place, each in enumerate(of_all)}  # the same in both treatments
    names = {each: f.name("step", each, language) for each in of_all if each in _elements(f, treatment)}
    for tenth in f.levels(table, "decile"):
        for order, element in enumerate(names):
            row = f.find(table, programme=element, measure=measure, group="decile", level=tenth)
            if row is not None and row.value is not None:
                value = {"decile": tenth, "element": names[element], "order": order, "value": scale * row.value}
                values.append(value)
        row = _of_system(f, treatment, measure, group="decile", level=tenth)
        if row is not None and row.value is not None and row.low is not None and row.high is not None:
            found = {"net": scale * row.value, "low": scale * row.low, "high": scale * row.high}
            net.append({"decile": tenth, **found})
    x: Spec = {"field": "decile", "type": "ordinal", "sort": None, "axis": {"labelAngle": 0}}
    x["title"] = say("chart.decile", language)
    y: Spec = {"type": "quantitative", "title": say(axis, language)}
    colour = {"domain": [*names.values()], "range": [colours[each] for each in names]}
    legend = {"orient": "bottom", "columns": 1}
    return {
        "width": 320,
        "height": height,
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "bar", "stroke": BLACK, "strokeWidth": 0.4},
                "encoding": {
                    "x": x,
                    "y": {"field": "value", "stack": "zero", **y},
                    "color": {"field": "element", "type": "nominal", "scale": colour, "legend": legend},
                    "order": {"field": "order", "type": "quantitative"},
                },
            },
            {
                "data": {"values": net},
                "mark": {"type": "rule", "color": BLACK, "strokeWidth": 1.5},
                "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
            },
            {
                "data": {"values": net},
                "mark": {"type": "point", "filled": True, "fill": BLACK, "stroke": "white", "size": 50, "opacity": 1},
                "encoding": {"x": x, "y": {"field": "net", **y}},
            },
        ],
    }


_MARGINAL = (
    ("gini", "", "points"), ("headcount", "moderate", "points"), ("headcount", "extreme", "points"),
    ("gap", "moderate", "points"), ("gap", "extreme", "points"),
)  # fmt: skip
TABLES: dict[str, Builder] = {
    "incidence_concepts": _of_concepts(
        "incidence_concepts", (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""), ("mean", ""))
    ),
    "incidence_depth": _of_concepts(
        "incidence_depth", (("gap", "moderate"), ("gap", "extreme"), ("severity", "moderate"), ("severity", "extreme"))
    ),
    "incidence_elements": _of_elements(
        "incidence_elements",
        (("size", "", ""), ("incidence", "", ""), ("concentration", "", ""), ("kakwani_ceq", "", "")),
        error,
    ),
    "incidence_marginal": _of_elements("incidence_marginal", _MARGINAL, interval),
    "indirect_treatments": _indirect,
    "incidence_kakwani": _by_spending,
    "reconciliation": _reconciliation,
    "services": _services,
    "incidence_redistribution": _redistribution,
    "incidence_impoverishment": _impoverishment,
    **{f"incidence_deciles_{each}": _deciles(each) for each in TREATMENTS},
    **{f"incidence_steps_{each}": steps_table(f"incidence_steps_{each}", _table(each)) for each in TREATMENTS},
}
ON_SCREEN = (
    "incidence_concepts", "indirect_treatments", "incidence_elements", "incidence_kakwani", "reconciliation",
    "services",
    "incidence_marginal", "incidence_redistribution", "incidence_impoverishment",
)  # fmt: skip
CHARTS = {
    **{
        f"incidence_steps_{each}": ChartKind(
            _steps_title(each),
            steps_chart(_table(each), (("headcount", "extreme"), ("gini", ""))),
            f"incidence_steps_{each}",
        )
        for each in TREATMENTS
    },
    **{
        f"incidence_bars_{each}": ChartKind(_bars_title(each), _bars(each), f"incidence_deciles_{each}")
        for each in TREATMENTS
    },
}
FINDINGS = (finding_after_the_till, finding_of_services, finding)
