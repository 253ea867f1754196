"""What worker processes run: each function takes the model and plain values, and gives the bytes of an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni.words import AyniError, Language

if TYPE_CHECKING:
    from ayni.report.scenarios.reform import Reforms
    from ayni.scenario import Accounting, Row, TakeUp

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

    @cached_property
    def _reforms(self) -> dict[str, Reforms]:
        return {}

    def reforms(self, survey: str) -> Reforms:
        """Reforms on a survey, which share its run of the law as it stands."""
        from ayni.report.scenarios.reform import Reforms

        if survey not in self._reforms:
            self._reforms[survey] = Reforms(self.data(survey))
        return self._reforms[survey]

    @cached_property
    def reform_rows(self) -> Callable[..., list[Row]]:
        """The rows of a reform on a survey; those of the last few are kept, for their charts."""

        @lru_cache(8)
        def rows(survey: str, r: tuple[str, ...], take_up: TakeUp, accounting: Accounting, headline: bool) -> list[Row]:
            from ayni.scenario import of_texts, read_reform

            asked = read_reform(of_texts(r))
            return self.reforms(survey).rows(asked, take_up=take_up, accounting=accounting, headline=headline)

        return rows


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


def reform_rows(
    model: Model, *, r: list[str], survey: str, take_up: TakeUp, accounting: Accounting, headline: bool = False
) -> bytes:
    """The rows of a reform, as texts of an address give it."""
    from ayni import report

    return report.to_json(model.reform_rows(survey, tuple(r), take_up, accounting, headline))


def reform_receipt(model: Model, *, r: list[str], survey: str, take_up: TakeUp, accounting: Accounting) -> bytes:
    """The receipt of a reform, as `ayni reform … --receipt` writes it."""
    from ayni.evidence.receipts import receipt_of_run, run_options
    from ayni.scenario import of_texts

    rows = model.reform_rows(survey, tuple(r), take_up, accounting, False)
    own = {"command": "reform", "arguments": {"accounting": accounting, "reform": of_texts(r)}}
    return receipt_of_run(model.data(survey), rows, {**run_options(None, None, take_up), **own}).to_json()


def reform_chart(
    model: Model, *, r: list[str], survey: str, take_up: TakeUp, accounting: Accounting, chart: str, layout: str,
    language: Language,
) -> bytes:  # fmt: skip
    """A chart of a reform as `svg`, or its Vega-Lite specification; empty where the rows do not fill it."""
    from ayni import report

    rows = model.reform_rows(survey, tuple(r), take_up, accounting, False)
    if layout == "svg":
        return next((each.svg.encode() for each in report.charts(rows, language, (chart,))), b"")
    return report.vega_lite(rows, chart, language) or b""


MODEL: dict[str, Callable[..., bytes]] = {
    "ready": ready,
    "reform_rows": reform_rows,
    "reform_receipt": reform_receipt,
    "reform_chart": reform_chart,
}
"""By name, as requests ask for them."""

Asked = Mapping[str, Any]
