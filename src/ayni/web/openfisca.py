"""OpenFisca's web API as its own server answers it, so that existing clients work unchanged.

What that server (openfisca-core 46, its country template) returns was recorded and is followed: paths, shapes, the
status 300 of the root, 302 to the path without its last slash, 404 for a variable that there is not (in a situation
too), 400 for other faults of a situation with the tree of keys down to the fault. A malformed period, a value without a
period and a variable of the other entity are told at the variable; a wrong value and a period of the wrong kind at the
period; a role at the role. Body that is no JSON, and a document that is no object: `{"error": text}`.

It differs where that server fails or guesses:

- a question for a period of the wrong kind, which it answers with status 500, is a 400 at the period here, and so is a
  date before the law book; a body without the header that says JSON is read all the same, where it fails;
- keys of the tree stay keys, where it makes lists of those that look like numbers; only an item of a list of members
  stands in a list;
- text is a number only where it can be read in one way: `"2000"` is, `"2.000"` and `"1000+1000"` are not; a category is
  named and never numbered; numbers have limits, NaN is no JSON, and a key given twice is refused;
- `/trace` has no times: the same question gets the same bytes; what is given of a computed variable for one person
  leaves it computed for the others; values of links are ids of persons, empty for nobody;
- a span of months is summed and divided by what that server's rules can only ask of each other; with `axes`, for which
  it fails, a null becomes the list of its values in the cells;
- a 404 or 405 is JSON, not HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from ayni.family.openfisca import calculate, trace
from ayni.family.situation import SituationError, TooMuchError
from ayni.family.variables import variables
from ayni.law import bolivia
from ayni.report import legislation
from ayni.web.openapi30 import as_3_0
from ayni.web.site import address
from ayni.words import LANGUAGES, AyniError, Language, nearest, parse_json, say

ROUTER = APIRouter(tags=["OpenFisca"])
SITUATION = {
    "persons": {
        "rosa": {
            "age": {"2026-01": 66},
            "self_identification": {"ETERNITY": "belongs"},
            "renta_dignidad": {"2026-01": None},
            "renta_dignidad_thirteenth": {"2026": None},
        },
        "juana": {"age": {"2026-01": 34}, "wage": {"2026-01": 3300}},
        "mateo": {
            "age": {"2026-01": 9},
            "mother": {"2026-01": "juana"},
            "is_enrolled": {"2026": True},
            "school_level": {"2026": "primary"},
            "school_course": {"2026": 4},
            "school_type": {"2026": "public"},
            "bono_juancito_pinto": {"2026": None},
        },
    },
    "households": {"mamani": {"members": ["rosa", "juana", "mateo"]}},
}
"""The example of the documents."""


def both(key: str) -> str:
    """A phrase in each language, a paragraph each."""
    return "\n\n".join(say(key, language) for language in LANGUAGES)


def described(name: str, schema: str, **more: Any) -> dict[str, Any]:
    """What the OpenAPI document says of an operation, in both languages; `web.spec` adds what all have."""
    status = more.pop("status_code", 200)
    answer = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {
        "operation_id": name,
        "summary": say(f"api.{name}", "en"),
        "description": both(f"api.{name}_about"),
        "status_code": status,
        "responses": {
            status: {"description": say(f"api.{name}", "en"), "content": {"application/json": answer}},
            **more.pop("responses", {}),
        },
        **more,
    }


def place(key: str, example: str) -> Any:
    """A name in the path, said in both languages."""
    return Path(description=both(f"api.{key}"), examples=[example])


Beyond = Annotated[bool, Query(description=both("v1.beyond"))]


def welcome() -> dict[str, str]:
    """OpenFisca's root."""
    return {"welcome": say("api.welcome", "en")}


def listed(texts: Mapping[str, Mapping[str, str]], base: str, kind: str) -> dict[str, dict[str, str]]:
    """Names with what they are and where more is said."""
    return {
        name: {"description": text["en"], "href": f"{base}{kind}/{name.replace('.', '/')}"}
        for name, text in texts.items()
    }


def of_variables() -> dict[str, Mapping[str, str]]:
    """What each variable is."""
    return {name: variable.text for name, variable in variables(bolivia()).items()}


FAULTS: dict[int, Any] = {
    status: {
        "description": f"{what}; the body is the tree of keys to it",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SituationError"}, "example": tree}},
    }
    for status, what, tree in (
        (400, "Something is wrong with the situation", {"persons": {"rosa": {"age": {"2026-01": "…"}}}}),
        (404, "The situation names a variable that there is not", {"persons": {"rosa": {"renta_digna": "…"}}}),
    )
}
BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SituationInput"}}},
    }
}


@ROUTER.get("/", **described("root", "Welcome", status_code=300))
def root(request: Request) -> Response:
    """People are led to the pages in their language; a program gets OpenFisca's welcome, which has status 300."""
    vary = {"Vary": "Accept, Accept-Language"}
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(address(preferred(request, "es"), "home"), headers=vary)
    return JSONResponse(welcome(), 300, headers=vary)


@ROUTER.get("/parameters", **described("parameters", "List"))
def parameters(request: Request) -> Response:
    """Every parameter of the law book; instruments are not listed."""
    return JSONResponse(listed(legislation.parameter_list(bolivia()), str(request.base_url), "parameter"))


@ROUTER.get("/parameter/{parameter_id:path}", **described("parameter", "Parameter"))
def parameter(
    request: Request,
    parameter_id: Annotated[str, place("of_parameter", "renta_dignidad.thirteenth_payment")],
) -> Response:
    """A parameter or instrument."""
    return JSONResponse(legislation.parameter(parameter_id.replace("/", "."), bolivia(), str(request.base_url)))


@ROUTER.get("/variables", **described("variables", "List"))
def variable_list(request: Request) -> Response:
    """Every variable."""
    return JSONResponse(listed(of_variables(), str(request.base_url), "variable"))


@ROUTER.get("/variable/{variable_id}", **described("variable", "Variable"))
def variable(
    request: Request,
    variable_id: Annotated[str, place("of_variable", "renta_dignidad_thirteenth")],
) -> Response:
    """A variable."""
    known = variables(bolivia())
    if variable_id not in known:
        raise AyniError("unknown_variable", name=variable_id, near=nearest(variable_id, known))
    return JSONResponse(legislation.variable(variable_id, bolivia(), str(request.base_url)))


@ROUTER.get(f"/{legislation.SOURCES}/{{path:path}}", include_in_schema=False)
def source(path: str) -> Response:
    """A file of the law book, to read."""
    files = legislation.source_files()
    if path not in files:
        raise HTTPException(404)
    return PlainTextResponse(files[path].read_bytes())


@ROUTER.get("/entities", **described("entities", "Entities"))
def entities() -> Response:
    """Persons and households."""
    return JSONResponse(legislation.entities())


@ROUTER.post("/calculate", **described("calculate", "Answered", responses=FAULTS, openapi_extra=BODY))
async def post_calculate(request: Request, beyond: Beyond = False) -> Response:
    """The situation with each null answered."""
    work = partial(calculate, beyond=beyond)
    return await run_in_threadpool(answer, work, await request.body(), preferred(request, "en"))


@ROUTER.post("/trace", **described("trace", "Trace", responses=FAULTS, openapi_extra=BODY))
async def post_trace(request: Request, beyond: Beyond = False) -> Response:
    """The steps of a calculation."""
    work = partial(trace, beyond=beyond)
    return await run_in_threadpool(answer, work, await request.body(), preferred(request, "en"))


@ROUTER.get("/spec", **described("spec", "Document"))
def spec(request: Request) -> Response:
    """The OpenAPI document in 3.0, as OpenFisca's server and explorer have it, with the asked address as its server."""
    return JSONResponse(as_3_0(_document(request)))


@ROUTER.get("/openapi.json", **described("openapi", "Document"))
def openapi(request: Request) -> Response:
    """The same in OpenAPI 3.1."""
    return JSONResponse(_document(request))


def _document(request: Request) -> dict[str, Any]:
    return {**request.app.openapi(), "servers": [{"url": str(request.base_url).rstrip("/")}]}


for each in [*ROUTER.routes]:
    if isinstance(each, APIRoute) and "GET" in (each.methods or ()):  # the server sends no body, as for all its pages
        ROUTER.add_api_route(each.path, each.endpoint, methods=["HEAD"], include_in_schema=False)


def answer(work: Callable[[Any, Any], Any], body: bytes, language: Language) -> Response:
    """What a situation is answered, or the tree of its fault."""
    try:
        return JSONResponse(work(parse_json(body), bolivia()))
    except SituationError as error:
        return JSONResponse(error.tree(language), 404 if error.is_unknown_variable else 400)
    except TooMuchError as error:
        return JSONResponse({"error": error.error.in_language(language)}, 413)
    except AyniError as error:
        return JSONResponse({"error": error.in_language(language)}, 400)


def preferred(request: Request, default: Language) -> Language:
    """The language that a browser asks for first, else the default."""
    asked = [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((language for each in asked for language in LANGUAGES if each == language), default)
