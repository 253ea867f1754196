"""Ayni's own API, /v1: what the commands give, by the same functions and so in the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Path, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from ayni.web import v1_shapes as shapes
from ayni.web.openfisca import both
from ayni.web.site import read_day
from ayni.words import parse_json, say

V1 = APIRouter(prefix="/v1", tags=["v1"])
MEDIA = {"json": "application/json", "csv": "text/csv; charset=utf-8", "csv-es": "text/csv; charset=utf-8"}
PERSONS = 60
"""In one household: more are no household, and take longer than a run may."""


Day = Annotated[
    dt.date | None,
    BeforeValidator(lambda text: read_day(text, "date") if isinstance(text, str) else text),
]
Layout = Literal["json", "csv"]
RowsLayout = Literal["json", "csv", "csv-es"]
Words = Annotated[str, Field(max_length=200)]


def said(key: str, **more: Any) -> Any:
    """A field with its description in both languages."""
    return Field(description=both(f"v1.{key}"), **more)


def said_day(key: str, *examples: str, **more: Any) -> Any:
    """A field for a day or a month."""

    def as_text(schema: dict[str, Any]) -> None:
        schema.pop("anyOf", None)
        schema.pop("default", None)
        schema.update(type="string", pattern="^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$")

    return said(key, json_schema_extra=as_text, examples=[*examples] or None, **more)


def _named(key: str, example: str) -> Any:
    """A part of a path."""
    return Path(description=both(f"v1.{key}"), examples=[example], max_length=200)


ClaimId = Annotated[str, _named("claim_id", "A03")]
PromiseId = Annotated[str, _named("promise_id", "renta_dignidad_2000")]
TopicName = Annotated[str, _named("topic_name", "elections")]
IndicatorName = Annotated[str, _named("indicator_name", "poverty_extreme")]
InstrumentName = Annotated[str, _named("instrument_name", "renta_dignidad")]
ParameterName = Annotated[str, _named("parameter_name", "monthly_non_pensioner")]

MARGINS = 200
"""Cells of margins in one question, at most."""

# ---- what is asked


class Asked(BaseModel):
    """No name that is not known, so that a wrong one is told and not passed over."""

    model_config = ConfigDict(extra="forbid")


class OnDay(Asked):
    """A day of the law."""

    date: Day = said_day("date", "2026-01-01", default=None)

    @property
    def when(self) -> dt.date:
        """The day, else today."""
        return self.date or dt.date.today()


class InTime(Asked):
    """The day of the law, and whose people and money it is run on."""

    date: Day = said_day("law_date", default=None)
    at: Words = said("at", default="")
    prices: Literal["", "survey"] = said("prices", default="")
    far: bool = said("far", default=False)
    beyond: bool = said("beyond", default=False)
    carry: Words = said("carry", default="")
    wages: Words = said("wages", default="decree")
    calibrate: list[Words] = said("margins", default=[], max_length=MARGINS)

    @property
    def time(self) -> dict[str, Any]:
        """What is asked about time, as a function of the model takes it."""
        steps = [step.strip() for step in self.carry.split(",") if step.strip()]
        day = self.date.isoformat() if self.date else None
        return {
            "day": day,
            "at": self.at,
            "prices": self.prices,
            "far": self.far,
            "beyond": self.beyond,
            "steps": steps,
            "wages": self.wages,
            "calibrate": self.calibrate,
        }


class OnSurvey(InTime):
    """A survey, a law and a take-up."""

    d: Words = said("d", default="", examples=["synthetic"])
    at: Words = said("at", default="", examples=["2026-06"])
    take_up: Literal["legal", "observed"] = said("take_up", default="legal")

    def model_question(self, survey: str, **more: Any) -> dict[str, Any]:
        """What a function of the model is asked."""
        return {"survey": survey, "time": self.time, "take_up": self.take_up, **more}


class ARun(OnSurvey):
    """The rows of the main job."""

    format: RowsLayout = said("format", default="json")


class AReform(OnSurvey):
    """A reform in an address."""

    r: Annotated[list[Words], Field(min_length=1, max_length=50)] = said(
        "r", examples=[["renta_dignidad.monthly_non_pensioner:2000@2026-01-01"]]
    )
    accounting: Literal["year", "quarter", "month"] = said("accounting", default="year")


class AReformAsRows(AReform):
    """The rows of a reform in an address."""

    format: RowsLayout = said("format", default="json")


class SentReform(InTime):
    """A reform as its file says it."""

    reform: dict[str, Any] = said("reform_content", min_length=1)
    survey: Words = said("d", default="")
    take_up: Literal["legal", "observed"] = said("take_up", default="legal")
    accounting: Literal["year", "quarter", "month"] = said("accounting", default="year")
    format: RowsLayout = said("format", default="json")


class SentHousehold(Asked):
    """A family as its file says it."""

    persons: dict[str, dict[str, str | int | float | bool | None]] = said("persons", min_length=1, max_length=PERSONS)
    date: Day = said_day("date", "2026-01-01", default=None)
    beyond: bool = said("beyond", default=False)
    known: Day = said_day("known", "2026-01-01", default=None)
    reform: dict[str, Any] | None = said("household_reform", default=None)


class SentWorker(Asked):
    """What one person said, as the commands of one person take it."""

    answers: dict[str, str | int | float | bool | None] = said("answers", min_length=1, max_length=PERSONS)
    date: Day = said_day("date", "2026-01-01", default=None)
    beyond: bool = said("beyond", default=False)


class Ledger(Asked):
    """Claims in a layout."""

    format: Layout = said("format", default="json")


class ACheck(InTime):
    """A number that somebody stated, and what it is compared with."""

    claim: Annotated[str, Field(max_length=1000)] = said("sentence", default="")
    stated: Annotated[str, Field(max_length=20)] = said("stated", default="", examples=["43%"])
    indicator: Words = said("indicator_name", default="", examples=["poverty_extreme"])
    start: Annotated[str, Field(max_length=30)] = said("from_period", default="", alias="from", examples=["2008"])
    end: Annotated[str, Field(max_length=30)] = said("to_period", default="", alias="to", examples=["2011"])
    programme: Words = said("programme", default="")
    line: Literal["", "moderate", "extreme"] = said("line", default="")
    d: Words = said("d", default="")
    kind: Literal["", "relative", "points"] = said("kind", default="")
    bridge: Words = said("bridge", default="")
    format: Layout = said("format", default="json")

    @property
    def question(self) -> dict[str, Any]:
        """What is asked, as `Question` has it."""
        names = ("claim", "stated", "indicator", "start", "end", "programme", "line", "bridge")
        return {name: getattr(self, name) for name in names} | {"kind": self.kind or None}


class APromise(Asked):
    """Two bases of a promise to compare."""

    left: list[Words] = said("promise_side", default=[], max_length=20, examples=[["minister", "thirteenth=without"]])
    right: list[Words] = said("promise_side", default=[], max_length=20, examples=[["economist"]])
    format: Layout = said("format", default="json")


class ASentence(Asked):
    """A sentence, and what the reader adds to it."""

    text: Annotated[str, Field(max_length=1000)] = said("any_sentence", examples=["El salario mínimo subió 20%"])
    indicator: Words = said("indicator_name", default="")
    start: Annotated[str, Field(max_length=30)] = said("from_period", default="", alias="from")
    end: Annotated[str, Field(max_length=30)] = said("to_period", default="", alias="to")


class AnIndicator(Asked):
    """Figures of an indicator."""

    area: Words = said("area", default="", examples=["Bolivia"])
    group: Words = said("group", default="", examples=["All"])
    format: Layout = said("format", default="json")


class Span(Asked):
    """Days of the timeline."""

    start: Day = said_day("from_day", "2019-10", default=None, alias="from")
    end: Day = said_day("to_day", "2020-12", default=None, alias="to")
    format: Layout = said("format", default="json")


class ATopic(Asked):
    """The lines of a topic."""

    format: Layout = said("format", default="json")


class AnInflation(Asked):
    """Months, groups."""

    start: Words = said("from_month", default="", alias="from", examples=["2019-11"])
    end: Words = said("to_month", default="", alias="to", examples=["2026-06"])
    by: list[Literal["decile", "area", "household_type"]] = said("inflation_by", default=[], max_length=3)

    @property
    def question(self) -> dict[str, Any]:
        """What the model is asked."""
        return {"start": self.start, "end": self.end, "by": list(self.by)}


class AnInflationAsRows(AnInflation):
    """The rows of it."""

    format: RowsLayout = said("format", default="json")


class TwoDays(Asked):
    """Two days of the law."""

    before: Day = said_day("before", "2019-05-31")
    after: Day = said_day("after", "2019-06-01")


class Nothing(Asked):
    """No question beyond the address."""


# ---- how it is answered


def answer(request: Request, content: bytes, layout: str = "json") -> Response:
    """Bytes with a tag by which whoever has them already need not have them again."""
    tag = f'W/"{sha256(content).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=60"}
    if request.method == "GET" and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=MEDIA[layout], headers=headers if request.method == "GET" else None)


B = TypeVar("B", bound=BaseModel)


async def sent(request: Request, shape: type[B]) -> B:
    """What was sent, as JSON whatever its header says. Raises as FastAPI does where it is not of the shape."""
    try:
        return shape.model_validate(parse_json(await request.body()))
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False, include_input=False)) from None


def get(path: str, key: str, model: Any, *, csv: bool = False) -> Callable[..., Any]:
    """A route with its documents: what it does, in both languages, and what it answers; the rest stands in the spec."""
    responses = _responses(model, csv=csv)
    responses[304] = {"description": say("v1.unchanged", "en")}
    return V1.get(path, **_documents(key), responses=responses)


def post(
    path: str, key: str, model: Any, body: type[BaseModel], given: Any, *, csv: bool = False
) -> Callable[..., Any]:
    """The same for what is sent, of which an example is `given`."""
    content = {"application/json": {"schema": body.model_json_schema(), "example": given}}
    return V1.post(
        path, **_documents(key), responses=_responses(model, csv=csv),
        openapi_extra={"requestBody": {"required": True, "content": content}},
    )  # fmt: skip


def _documents(key: str) -> dict[str, Any]:
    return {
        "name": key, "operation_id": f"v1_{key}", "summary": say(f"v1.{key}", "en"),
        "description": both(f"v1.{key}_about"), "response_class": Response,
    }  # fmt: skip


def _responses(model: Any, *, csv: bool) -> dict[int | str, dict[str, Any]]:
    table = {"text/csv": {"schema": {"type": "string"}}} if csv else {}
    return {
        200: {"model": model, "description": say("v1.answer", "en"), "content": {"application/json": {}, **table}},
        404: {"$ref": "#/components/responses/Error404"},
    }


# ---- models


@get("/run", "run", shapes.AResult, csv=True)
async def run(request: Request, asked: Annotated[ARun, Query()]) -> Response:
    site = request.app.state.site
    question = asked.model_question(site.survey(asked.d), layout=asked.format)
    return answer(request, await site.jobs.run("run", **question), asked.format)


@get("/run/receipt", "run_receipt", shapes.AReceipt)
async def run_receipt(request: Request, asked: Annotated[OnSurvey, Query()]) -> Response:
    site = request.app.state.site
    question = asked.model_question(site.survey(asked.d), layout="receipt")
    return answer(request, await site.jobs.run("run", **question))


@get("/reforms", "reform", shapes.AResult, csv=True)
async def reform(request: Request, asked: Annotated[AReformAsRows, Query()]) -> Response:
    return answer(request, await _of_address(request, asked, asked.format), asked.format)


@get("/reforms/receipt", "reform_receipt", shapes.AReceipt)
async def reform_receipt(request: Request, asked: Annotated[AReform, Query()]) -> Response:
    return answer(request, await _of_address(request, asked, "receipt"))


async def _of_address(request: Request, asked: AReform, layout: str) -> bytes:
    from ayni.scenario import of_texts

    site = request.app.state.site
    own = {"reform": of_texts(asked.r), "accounting": asked.accounting, "layout": layout}
    found: bytes = await site.jobs.run("reform", **asked.model_question(site.survey(asked.d), **own))
    return found


A_REFORM = {"reform": {"renta_dignidad.monthly_non_pensioner": {"2026-01-01": 2000}}, "survey": "synthetic"}


@post("/reforms", "sent_reform", shapes.AResult, SentReform, A_REFORM, csv=True)
async def sent_reform(request: Request) -> Response:
    asked = await sent(request, SentReform)
    return answer(request, await _of_body(request, asked, asked.format), asked.format)


@post("/reforms/receipt", "sent_reform_receipt", shapes.AReceipt, SentReform, A_REFORM)
async def sent_reform_receipt(request: Request) -> Response:
    return answer(request, await _of_body(request, await sent(request, SentReform), "receipt"))


async def _of_body(request: Request, asked: SentReform, layout: str) -> bytes:
    site = request.app.state.site
    found: bytes = await site.jobs.run(
        "reform", survey=site.survey(asked.survey), time=asked.time, take_up=asked.take_up, reform=asked.reform,
        accounting=asked.accounting, layout=layout,
    )  # fmt: skip
    return found


A_HOUSEHOLD = {"persons": {"rosa": {"age": 66}, "juan": {"age": 9}}, "date": "2026-01"}


@post("/households", "household", shapes.AFamily, SentHousehold, A_HOUSEHOLD)
async def household(request: Request) -> Response:
    asked = await sent(request, SentHousehold)
    day = (asked.date or dt.date.today()).isoformat()
    known = asked.known.isoformat() if asked.known else None
    given = {"persons": asked.persons, "day": day, "known": known, "reform": asked.reform, "beyond": asked.beyond}
    found = await request.app.state.site.jobs.run("household", **given)
    return Response(found, media_type=MEDIA["json"])


async def _worker(request: Request, form: str) -> Response:
    asked = await sent(request, SentWorker)
    given = {"form": form, "answers": asked.answers, "day": asked.date and asked.date.isoformat()}
    found = await request.app.state.site.jobs.run("worker", **given, beyond=asked.beyond)
    return Response(found, media_type=MEDIA["json"])


A_WAGE = {
    "answers": {"monthly_wage": 9500, "years_of_service": 6, "overtime_hours": 10, "sex": "man"},
    "date": "2026-03",
}
A_LEAVER = {
    "answers": {
        "leaving_reason": "resignation", "hired_on": "2024-03-01", "left_on": "2026-03-31", "wage_last_month": 4000,
        "wage_month_before": 4000, "wage_third_month": 4000, "vacation_days_left": 0, "firm_made_profit": False,
    }
}  # fmt: skip
A_RETIREE = {
    "answers": {
        "born": "1966-03-01", "sex": "man", "contribution_years": 20, "solidarity_reference_wage": 3000,
        "own_pension": 800,
    },
    "date": "2026-03",
}  # fmt: skip
A_MOTHER = {"answers": {"pregnant_since": "2026-01", "health_insurance": "social_security"}, "date": "2026-03"}


@post("/payslip", "payslip", shapes.APayslip, SentWorker, A_WAGE)
async def payslip(request: Request) -> Response:
    return await _worker(request, "payslip")


@post("/finiquito", "finiquito", shapes.ASettlement, SentWorker, A_LEAVER)
async def finiquito(request: Request) -> Response:
    return await _worker(request, "finiquito")


@post("/retirement", "retirement", shapes.ARetirement, SentWorker, A_RETIREE)
async def retirement(request: Request) -> Response:
    return await _worker(request, "retirement")


@post("/pregnancy", "pregnancy", shapes.APregnancy, SentWorker, A_MOTHER)
async def pregnancy(request: Request) -> Response:
    return await _worker(request, "pregnancy")


@get("/surveys", "surveys", list[shapes.ASurvey])
async def surveys(request: Request, asked: Annotated[Nothing, Query()]) -> Response:
    return answer(request, await request.app.state.site.jobs.run("surveys"))


# ---- claims, and what they rest on


@get("/claims", "claims", list[shapes.AClaim], csv=True)
def claims(request: Request, asked: Annotated[Ledger, Query()]) -> Response:
    return answer(request, _ledger("", asked.format), asked.format)


@get("/claims/{id}", "claim", list[shapes.AClaim], csv=True)
def claim(request: Request, id: ClaimId, asked: Annotated[Ledger, Query()]) -> Response:
    return answer(request, _ledger(id, asked.format), asked.format)


@get("/receipts/claims/{id}", "claim_receipt", shapes.AReceipt)
def claim_receipt(request: Request, id: ClaimId, asked: Annotated[Nothing, Query()]) -> Response:
    from ayni.evidence.ledger import judged
    from ayni.evidence.receipts import receipt_of_claim
    from ayni.law import bolivia

    return answer(request, receipt_of_claim(judged(id, bolivia())).to_json())


def _ledger(id: str, layout: str) -> bytes:
    from ayni.evidence.ledger import judged, ledger
    from ayni.law import bolivia
    from ayni.report.claims import claims_as_bytes

    return claims_as_bytes([judged(id, bolivia())] if id else [*ledger(bolivia()).values()], layout, "en")


@get("/check", "check", list[shapes.ATry], csv=True)
async def check(request: Request, asked: Annotated[ACheck, Query()]) -> Response:
    from starlette.concurrency import run_in_threadpool

    from ayni.law import bolivia
    from ayni.report.claims import check_as_bytes
    from ayni.runs import Options, Question, ask
    from ayni.web.time import options_of_time

    if asked.programme:
        site = request.app.state.site
        given = {"survey": site.survey(asked.d), "time": asked.time, "question": asked.question}
        return answer(request, await site.jobs.run("check", **given, layout=asked.format), asked.format)
    options = Options(**options_of_time(asked.time))
    found = await run_in_threadpool(ask, Question(**asked.question), bolivia(), options)
    return answer(request, check_as_bytes(found, asked.format), asked.format)


@get("/understood", "understood", shapes.AnUnderstood)
def understood(request: Request, asked: Annotated[ASentence, Query()]) -> Response:
    from ayni.evidence.sentence import understood as read
    from ayni.report.claims import understood_data
    from ayni.report.json_and_csv import one_as_json

    said = read(asked.text, indicator=asked.indicator, start=asked.start, end=asked.end)
    return answer(request, one_as_json(understood_data(said)))


@get("/promises/{id}", "promise", shapes.APromise, csv=True)
def promise(request: Request, id: PromiseId, asked: Annotated[APromise, Query()]) -> Response:
    from ayni.evidence.promise import costed, listed_promise
    from ayni.law import bolivia
    from ayni.report.claims import promise_as_bytes

    found = costed(listed_promise(id), bolivia(), asked.left, asked.right)
    return answer(request, promise_as_bytes(found, asked.format), asked.format)


@get("/topics/{topic}", "topic", list[shapes.ATopicLine], csv=True)
def topic(request: Request, topic: TopicName, asked: Annotated[ATopic, Query()]) -> Response:
    from ayni.evidence.topics import topic as lines_of
    from ayni.law import bolivia
    from ayni.report.claims import topic_as_bytes

    return answer(request, topic_as_bytes(topic, lines_of(topic, bolivia()), bolivia(), asked.format), asked.format)


@get("/indicators", "indicators", list[shapes.AnIndicator])
def indicators(request: Request, asked: Annotated[Nothing, Query()]) -> Response:
    from ayni.law import bolivia
    from ayni.report.series import indicators_as_json

    return answer(request, indicators_as_json(bolivia()))


@get("/indicators/{indicator}", "indicator", list[shapes.AFigure], csv=True)
def indicator(request: Request, indicator: IndicatorName, asked: Annotated[AnIndicator, Query()]) -> Response:
    from ayni.evidence.over_time import series
    from ayni.report.series import series_as_bytes

    return answer(request, series_as_bytes(series(indicator, asked.area, asked.group), asked.format), asked.format)


@get("/inflation", "inflation", shapes.AResult, csv=True)
async def inflation(request: Request, asked: Annotated[AnInflationAsRows, Query()]) -> Response:
    jobs = request.app.state.site.jobs
    return answer(request, await jobs.run("inflation", layout=asked.format, **asked.question), asked.format)


@get("/inflation/receipt", "inflation_receipt", shapes.AReceipt)
async def inflation_receipt(request: Request, asked: Annotated[AnInflation, Query()]) -> Response:
    return answer(request, await request.app.state.site.jobs.run("inflation", layout="receipt", **asked.question))


@get("/timeline", "timeline", list[shapes.AnEntry], csv=True)
def timeline(request: Request, asked: Annotated[Span, Query()]) -> Response:
    from ayni.evidence.timeline import between
    from ayni.law import bolivia
    from ayni.report.claims import timeline_as_bytes

    return answer(request, timeline_as_bytes(between(bolivia(), asked.start, asked.end), asked.format), asked.format)


# ---- the law book


@get("/law", "law", list[shapes.AnInstrument])
def law(request: Request, asked: Annotated[OnDay, Query()]) -> Response:
    from ayni.law import bolivia
    from ayni.report.law_json import law_as_json

    return answer(request, law_as_json(bolivia(), asked.when))


@get("/law/diff", "law_diff", shapes.ADifference)
def law_diff(request: Request, asked: Annotated[TwoDays, Query()]) -> Response:
    from ayni.law import bolivia
    from ayni.report.law_json import law_difference_as_json
    from ayni.runs import law_difference

    assert asked.before
    assert asked.after
    return answer(request, law_difference_as_json(law_difference(bolivia(), asked.before, asked.after)))


@get("/law/{instrument}", "instrument", shapes.AWholeInstrument)
def instrument(request: Request, instrument: InstrumentName, asked: Annotated[OnDay, Query()]) -> Response:
    from ayni.law import bolivia
    from ayni.report.law_json import instrument_as_json

    return answer(request, instrument_as_json(bolivia(), instrument, asked.when))


@get("/law/{instrument}/{parameter}", "parameter", list[shapes.AParameter])
def parameter(
    request: Request, instrument: InstrumentName, parameter: ParameterName, asked: Annotated[Nothing, Query()]
) -> Response:
    from ayni.law import bolivia
    from ayni.report.law_json import parameter_as_json

    return answer(request, parameter_as_json(bolivia(), f"{instrument}.{parameter}"))
