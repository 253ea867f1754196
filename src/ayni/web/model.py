"""What worker processes run: each function takes the model and plain values, and gives the bytes of an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni.words import AyniError, Language

if TYPE_CHECKING:
    from ayni.evidence.check import Kind

SYNTHETIC = "synthetic"


class Model:
    """The surveys that the server was started with, by name: the wave in small letters, and `synthetic`."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths

    @cached_property
    def surveys(self) -> Mapping[str, Path | None]:
        """The file of each survey, the default first; None is the synthetic population."""
        from ayni.survey import load

        found: dict[str, Path | None] = {}
        for path in self.paths:
            name = str(load(path).source["wave"]).lower()
            if name in found:
                raise AyniError("survey_twice", file=path, wave=name)
            found[name] = path
        return {**found, SYNTHETIC: None}

    def data(self, name: str) -> Path | None:
        """The file of a survey; empty for the default. Raises for one that the server does not have."""
        name = name or next(iter(self.surveys))
        if name not in self.surveys:
            raise AyniError("unknown_survey", name=name, known=", ".join(self.surveys))
        return self.surveys[name]


def ready(model: Model) -> bytes:
    """Import what models need, read the surveys and the law; the names of the surveys, the default first."""
    import json

    from ayni import report
    from ayni.law import bolivia
    from ayni.survey import load

    bolivia()
    for path in model.surveys.values():
        load(path)
    return json.dumps(list(model.surveys)).encode() if report else b""


def claim_card(_model: Model, *, id: str, language: Language) -> bytes:
    """A claim's card as PNG."""
    from ayni.evidence.ledger import judged
    from ayni.report.claims import claims_as_bytes

    return claims_as_bytes([judged(id)], "png", language)


def check(
    model: Model, *, survey: str, programme: str, line: str, stated: str, kind: Kind | None, layout: str,
    language: Language,
) -> bytes:  # fmt: skip
    """A number against what a programme does to poverty on a survey: as `tables` of the page, or as `json` or `csv`."""
    from ayni.evidence.check import check_survey
    from ayni.report.claims import check_as_bytes, check_tables
    from ayni.report.table import tables_as_json

    answer = check_survey(model.data(survey), None, programme, line, stated, kind)
    if layout == "tables":
        return tables_as_json(check_tables(answer, language))
    return check_as_bytes(answer, layout)


def history_chart(_model: Model, *, parameter: str, language: Language) -> bytes:
    """A parameter of the law over time, as SVG."""
    from ayni import report
    from ayni.law import bolivia

    return report.history_chart(bolivia(), parameter, language).encode()


def series_chart(model: Model, *, indicator: str, area: str, group: str, language: Language) -> bytes:
    """An indicator over time as SVG."""
    from ayni.evidence.over_time import series
    from ayni.report.series import series_chart

    return series_chart(series(indicator, area, group), language).encode()


def departments_chart(model: Model, *, indicators: list[str], wave: str, language: Language) -> bytes:
    """Indicators by department in one survey as SVG."""
    from ayni.report.series import departments_chart

    return departments_chart(indicators, wave, language).encode()


def timeline_drawn(model: Model, *, start: str | None, end: str | None, kinds: list[str], language: Language) -> bytes:
    """The timeline between two days as SVG."""
    import datetime as dt

    from ayni.evidence.timeline import between
    from ayni.report.claims import timeline_chart

    first, last = (dt.date.fromisoformat(day) if day else None for day in (start, end))
    return timeline_chart(between(first, last, kinds), language).encode()


def data_card(model: Model, *, survey: str) -> bytes:
    """The rows of a survey's data card."""
    from ayni.evidence.timeline import overlap_rows
    from ayni.report import to_json
    from ayni.report.results import analysis_of

    analysis = analysis_of(model.data(survey))
    return to_json([*analysis.data_card(), *overlap_rows(analysis)])


def household_budget(
    model: Model, *, persons: Mapping[str, Mapping[str, Any]], date: str, person: str, layout: str, language: Language
) -> bytes:
    """A family's budget constraint as one person's wage varies, as `json` or `svg`."""
    import datetime as dt

    from ayni import report
    from ayni.scenario.family import WAGES, at_a_wage, budget_line, family

    of = at_a_wage(family(persons, dt.date.fromisoformat(date)), person)
    points = list(budget_line(of, f"{person}.monthly_wage", WAGES))
    if layout == "json":
        return report.budget_as_json(points)
    return report.budget_chart(points, "monthly_wage", language).encode()


MODEL: dict[str, Callable[..., bytes]] = {
    "ready": ready,
    "claim_card": claim_card,
    "check": check,
    "history_chart": history_chart,
    "series_chart": series_chart,
    "departments_chart": departments_chart,
    "timeline_drawn": timeline_drawn,
    "data_card": data_card,
    "household_budget": household_budget,
}
"""By name, as requests ask for them."""

Asked = Mapping[str, Any]
