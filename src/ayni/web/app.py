"""The web application: the API and the pages, behind the checks of every request."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

import ayni
from ayni.evidence.receipts import file_hash
from ayni.evidence.recorded import rules_version
from ayni.report.claims import Publisher
from ayni.survey import SYNTHETIC
from ayni.web import openfisca
from ayni.web.guard import Guard, said
from ayni.web.jobs import BusyError, FailedError, Jobs
from ayni.web.pages import PAGES, passing_on
from ayni.web.questions import questions
from ayni.web.settings import Settings
from ayni.web.site import HERE, Asked, Site, sorry, status_of
from ayni.web.spec import document
from ayni.web.v1 import V1
from ayni.words import LANGUAGES, AyniError

READABLE = ("ETag", "Country-Package", "Country-Package-Version", "Rules-Version", "Data-Version", "Retry-After")
"""Headers that a script on another site may read."""


def create_app(surveys: Sequence[Path] = (), settings: Settings | None = None) -> FastAPI:
    """The application. Without surveys it runs on the synthetic population, and every page says so."""
    settings = settings or Settings()
    publisher = Publisher(settings.public_url, settings.contact)
    jobs = Jobs(settings, tuple(surveys))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            questions()
            app.state.site = Site(jobs, await jobs.start(), publisher)
            yield
        except Exception as error:
            app.state.problem = error  # which `ayni serve` says when uvicorn gives up
            raise
        finally:
            await jobs.stop()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    app.state.site, app.state.problem = Site(jobs, publisher=publisher), None
    app.mount("/static", Static(directory=HERE / "static"))
    app.include_router(openfisca.ROUTER)
    app.include_router(V1)
    app.router.routes.extend(passing_on.routes())
    for pages in PAGES:
        app.router.routes.extend(pages.routes(lambda: app.state.site))
    app.add_exception_handler(404, not_found)
    app.add_exception_handler(405, wrong_method)
    app.add_exception_handler(400, not_read)
    app.add_exception_handler(RequestValidationError, not_valid)
    app.add_exception_handler(AyniError, told)
    app.add_exception_handler(BusyError, busy)
    app.add_exception_handler(FailedError, failed)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    origins = settings.origins if surveys else ("*",)
    if origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=origins, allow_methods=["GET", "POST"], allow_headers=["*"],
            expose_headers=READABLE,
        )  # fmt: skip
    versions = {
        "Country-Package": "ayni",
        "Country-Package-Version": ayni.__version__,
        "Rules-Version": rules_version(),
        "Data-Version": data_version(surveys),
    }
    app.add_middleware(Guard, settings=settings, headers=versions, is_open=not surveys)
    return app


class Static(StaticFiles):
    """Files of the program, which a browser asks about again before it uses its own copy."""

    def file_response(self, *given: Any, **named: Any) -> Response:
        found = super().file_response(*given, **named)
        found.headers["Cache-Control"] = "no-cache"
        return found


async def not_found(request: Request, _error: Exception) -> Response:
    """A page for people under the pages' paths, else JSON."""
    language = next((each for each in LANGUAGES if request.url.path.startswith(f"/{each}/")), None)
    if language:
        return sorry(Asked(request, language, "home", request.app.state.site), "not_found", 404)
    return JSONResponse({"error": said("web_error.not_found")}, 404)


async def told(_request: Request, error: Exception) -> Response:
    """What the asker did wrong."""
    assert isinstance(error, AyniError)
    sentence = {language: error.in_language(language) for language in LANGUAGES}
    return JSONResponse({"error": sentence}, status_of(error))


async def busy(_request: Request, error: Exception) -> Response:
    """There is no room now, or no time."""
    assert isinstance(error, BusyError)
    headers = {"Retry-After": str(error.after)}
    return JSONResponse({"error": said(f"web_error.{error.key}")}, error.status, headers=headers)


async def failed(_request: Request, _error: Exception) -> Response:
    """A model run failed."""
    return JSONResponse({"error": said("web_error.failed")}, 500)


async def wrong_method(_request: Request, error: Exception) -> Response:
    """The path is there, and is asked otherwise."""
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": said("web_error.wrong_method")}, 405, headers=error.headers)


async def not_read(_request: Request, _error: Exception) -> Response:
    """A body that cannot be read."""
    return JSONResponse({"error": said("web_error.not_read")}, 400)


async def not_valid(_request: Request, error: Exception) -> Response:
    """A part of the request is missing, is not known or is not what the OpenAPI document says."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    expected = str(first.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    how = f"_{first['type']}" if first["type"] in ("missing", "extra_forbidden", "literal_error") else ""
    return JSONResponse({"error": said(f"web_error.not_valid{how}", place=place, expected=expected)}, 400)


def data_version(surveys: Sequence[Path]) -> str:
    """A hash of the surveys' files; without any, of the synthetic population, and it says so."""
    hashes = " ".join(file_hash(path) for path in surveys or (SYNTHETIC,))
    return ("" if surveys else "synthetic-") + hashlib.sha256(hashes.encode()).hexdigest()[:16]
