"""Method and limits, and the data card of each survey of the server."""

from __future__ import annotations

from msgspec.structs import replace
from starlette.responses import Response

from ayni.law import bolivia
from ayni.report.files import from_json
from ayni.report.method import confidence_table, doubts_table, tiers_table
from ayni.report.naming import wave_name
from ayni.report.tables import tables
from ayni.web.answers import SYNTHETIC
from ayni.web.site import Asked, Pages

PAGES = Pages()
SECTIONS = ("simulated", "two_incomes", "take_up", "first_order", "accountings", "errors", "suppressed", "blind")


@PAGES.page("method")
def method(asked: Asked) -> Response:
    """What is computed, from what, and what cannot be said with it."""
    take_up = asked.say("take_up.legal")
    return asked.page(
        "method.html.j2",
        title=asked.say("web_method.title"),
        surveys={each: _survey_name(asked, each) for each in asked.site.surveys},
        sections=[asked.say(f"method.{key}", take_up=take_up) for key in SECTIONS],
        tiers=tiers_table(bolivia(), asked.language),
        confidence=confidence_table(bolivia(), asked.language),
        doubts=doubts_table(bolivia(), asked.language),
    )


@PAGES.page("method_data")
async def data(asked: Asked) -> Response:
    """The survey behind the server's numbers; of synthetic data, how they were made."""
    survey = asked.survey
    rows = from_json(await asked.site.jobs.run("data_card", survey=survey))
    (table,) = tables(rows, asked.language, ("data",))
    return asked.page(
        "method_data.html.j2",
        title=asked.say("web_method.data", survey=_survey_name(asked, survey)),
        table=replace(table, words=(1,)),
        synthetic=survey == SYNTHETIC,
        surveys={each: _survey_name(asked, each) for each in asked.site.surveys},
        survey=survey,
    )


def _survey_name(asked: Asked, survey: str) -> str:
    return asked.say("web_method.synthetic") if survey == SYNTHETIC else wave_name(survey.upper(), asked.language)
