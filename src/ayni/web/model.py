"""What worker processes run: each function takes the model and plain values, and gives the bytes of an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ayni.words import AyniError, Language

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


MODEL: dict[str, Callable[..., bytes]] = {"ready": ready, "household_budget": household_budget}
"""By name, as requests ask for them."""

Asked = Mapping[str, Any]
