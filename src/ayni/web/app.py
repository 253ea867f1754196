"""The application: the API, the pages, and what stands before both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

import ayni
from ayni.evidence.recorded import rules_version
from ayni.web.guard import Guard, both
from ayni.web.jobs import BusyError, FailedError, Jobs
from ayni.web.pages import PAGES
from ayni.web.settings import Settings
from ayni.web.site import HERE, Asked, Site, address, sorry, status_of
from ayni.web.v1 import V1
from ayni.words import LANGUAGES, AyniError, Language, say

READABLE = ("ETag", "Country-Package", "Country-Package-Version", "Rules-Version", "Retry-After")
"""Headers that a script on another site may read."""


def create_app(surveys: Sequence[Path] = (), settings: Settings | None = None) -> FastAPI:
    """The application. Without surveys it runs on the synthetic population, and every page says so."""
    settings = settings or Settings()
    jobs = Jobs(settings, tuple(surveys))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            app.state.site = Site(jobs, await jobs.start())
            yield
        except AyniError as error:
            app.state.problem = error  # which `ayni serve` says when uvicorn gives up
            raise
        finally:
            await jobs.stop()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.site, app.state.problem = Site(jobs), None
    app.include_router(V1)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.add_api_route("/", home, include_in_schema=False)
    for pages in PAGES:
        app.router.routes.extend(pages.routes(lambda: app.state.site))
    app.add_exception_handler(404, not_found)
    app.add_exception_handler(405, not_allowed)
    app.add_exception_handler(AyniError, told)
    app.add_exception_handler(BusyError, busy)
    app.add_exception_handler(FailedError, failed)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"], expose_headers=READABLE
    )
    versions = {
        "Country-Package": "ayni",
        "Country-Package-Version": ayni.__version__,
        "Rules-Version": rules_version(),
    }
    app.add_middleware(Guard, settings=settings, headers=versions)
    return app


def home(request: Request) -> Response:
    """People are led to the pages in their language; a program gets OpenFisca's welcome, which has status 300."""
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(address(preferred(request), "home"), headers={"Vary": "Accept, Accept-Language"})
    return JSONResponse({"welcome": say("api.welcome", "en")}, 300, headers={"Vary": "Accept, Accept-Language"})


def preferred(request: Request) -> Language:
    """English where the browser asks for it before Spanish."""
    asked = [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((language for each in asked for language in LANGUAGES if each == language), "es")


async def not_found(request: Request, _error: Exception) -> Response:
    """A page for people under the pages' paths, else JSON."""
    language = next((each for each in LANGUAGES if request.url.path.startswith(f"/{each}/")), None)
    if language:
        return sorry(Asked(request, language, "home", request.app.state.site), "not_found", 404)
    return JSONResponse({"error": both("not_found")}, 404)


async def not_allowed(_request: Request, error: Exception) -> Response:
    """A method that an address does not take; the header Allow names those that it does."""
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": both("not_allowed")}, 405, headers=error.headers)


async def told(_request: Request, error: Exception) -> Response:
    """What the asker did wrong."""
    assert isinstance(error, AyniError)
    said = {language: error.in_language(language) for language in LANGUAGES}
    return JSONResponse({"error": said}, status_of(error))


async def busy(_request: Request, error: Exception) -> Response:
    """There is no room now, or no time."""
    assert isinstance(error, BusyError)
    return JSONResponse({"error": both(error.key)}, 503, headers={"Retry-After": "2"})


async def failed(_request: Request, _error: Exception) -> Response:
    """A model run failed."""
    return JSONResponse({"error": both("failed")}, 500)
