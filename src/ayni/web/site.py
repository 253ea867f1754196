"""The routes of pages: each has a path in Spanish and one in English, and its whole state in the address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

from msgspec import Struct, field
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

import ayni
from ayni.report.claims.publisher import NOBODY, Publisher
from ayni.report.page_card import site_card
from ayni.report.pictures import can_draw, was_drawn
from ayni.web.charted import KINDS, Charted
from ayni.web.jobs import BusyError, FailedError
from ayni.words import LANGUAGES, AyniError, Language, say
from ayni.words.numbers import day as written_day

if TYPE_CHECKING:
    from jinja2 import Environment

    from ayni.report.inline import Picture
    from ayni.web.jobs import Jobs

HERE = Path(__file__).parent
SHEETS = HERE.parent / "report"
NAMES = ("image", "data", "metadata")
"""What the files of a chart are called, `web_chart.…`, in the order of `charted.KINDS`."""
DOORS = ("household", "payslip", "reforms", "questions", "claims", "indicators", "law")
"""The pages of the menu, in its order."""
MORE = ("topics", "timeline", "inflation", "brief", "method", "api")
"""What the foot of each page leads to besides."""


class Site(Struct, frozen=True, dict=True):
    """What all pages share: templates, the pool of models, the names of surveys."""

    jobs: Jobs
    surveys: tuple[str, ...] = ("synthetic",)
    publisher: Publisher = NOBODY

    def survey(self, name: str) -> str:
        """The survey of a name, without one the default. Raises for one that is not there."""
        name = name or self.surveys[0]
        if name not in self.surveys:
            raise AyniError("unknown_survey", name=name, known=", ".join(self.surveys))
        return name

    def base(self, request: Request) -> str:
        """The site's public address, without a slash at its end: the one it was given, else that of the request."""
        return (self.publisher.url or str(request.base_url)).rstrip("/")

    @cached_property
    def environment(self) -> Environment:
        """The templates; nothing that a visitor sends is ever one."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        from ayni.report.templates import TABLES

        found = Environment(
            loader=FileSystemLoader([HERE / "templates", SHEETS]), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        found.globals.update(TABLES)
        return found


def read_day(text: str, name: str) -> dt.date:
    """A day, `2026-01-31`, or the first of a month, `2026-01`. Raises for another text, with the name of what it is."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text):
            raise ValueError
        return dt.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        raise AyniError("not_a_date", option=name, date=text[:100]) from None


class Asked(Struct, frozen=True):
    """One request for a page in one language."""

    request: Request
    language: Language
    view: str
    site: Site
    other_place: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language what the path names there, where it is not the same in each."""
    kind: str = ""
    """Which file of one of the page's charts is asked for, by how its address ends (`charted.KINDS`)."""
    found: list[Charted] = field(default_factory=list)
    """The chart whose file is asked for, once the view has made it."""

    @property
    def query(self) -> Mapping[str, str]:
        """What the address says behind its question mark; of a name that stands twice the last."""
        return self.request.query_params

    @property
    def place(self) -> Mapping[str, str]:
        """What the path names, by the braces of the page's path."""
        return self.request.path_params

    @property
    def is_fragment(self) -> bool:
        """Whether a script asks for a part of the page, which it puts in itself."""
        return "hx-request" in self.request.headers

    @property
    def survey(self) -> str:
        """The survey that the address asks for in `d`, else the server's default. Raises for one that is not there."""
        return self.site.survey(self.query.get("d", ""))

    def say(self, key: str, /, **fields: Any) -> str:
        """A phrase in the page's language."""
        return say(key, self.language, **fields)

    def day(self, name: str = "date", default: dt.date | None = None) -> dt.date:
        """A day or month of the query, else the default, else today. Raises for what is no date."""
        text = self.query.get(name, "").strip()
        return read_day(text, name) if text else default or dt.date.today()

    def url(self, view: str, *parts: str, **query: Any) -> str:
        """The address of a page in the same language."""
        return address(self.language, view, *parts, **query)

    @property
    def mirror(self) -> str:
        """The address of the same page in the other language."""
        other = LANGUAGES[1 - LANGUAGES.index(self.language)]
        parts = self.other_place.get(other) or [str(value) for value in self.place.values()]
        query = self.request.url.query
        return address(other, self.view, *parts) + (f"?{query}" if query else "")

    @property
    def here(self) -> str:
        """The path and query of this page."""
        return self.request.url.path + (f"?{self.request.url.query}" if self.request.url.query else "")

    def charted(
        self, picture: Picture, address: str, *, rows: Callable[[], bytes] | None = None, page: str = "",
        **facts: Any,
    ) -> Picture:  # fmt: skip
        """A picture with links to its files, whose `address` is given without its ending.

        The same view answers those addresses (`Pages.charts`). `rows` gives the data where the picture's table is not
        all of them; `page` is where it stands if not at the address without its last part; `facts` is what else it is.
        """
        path, mark, query = address.partition("?")
        at = {kind: f"{path}{kind}{mark}{query}" for kind in KINDS}
        if unquote(path) + self.kind == self.request.scope["path"]:
            base = self.site.base(self.request)
            where = base + (page or path.rpartition("/")[0] + mark + query)
            files = {kind.strip("."): f"{base}{at[kind]}" for kind in KINDS}
            self.found.append(Charted(picture, where, files, rows, facts))
        names = {self.say(f"web_chart.{name}"): at[kind] for name, kind in zip(NAMES, KINDS, strict=True)}
        return replace(picture, files={**picture.files, **names})

    def page(
        self, template: str, *, title: str, status: int = 200, about: str = "", image: str = "", private: bool = False,
        **values: Any,
    ) -> Response:  # fmt: skip
        """A whole page, or a part of one where the template is of a part.

        `about` and the path of an `image` are shown where its address is passed on; a `private` page has none to keep.
        """
        if self.kind:
            if not self.found:
                raise AyniError("unknown_chart", name=self.request.scope["path"].rpartition("/")[2])
            return Response(self.found[0].content(self.kind, self.language), media_type=KINDS[self.kind])
        content = self.site.environment.get_template(template).render(
            asked=self, title=title, language=self.language, say=self.say, url=self.url, doors=DOORS,
            links_of_foot=MORE, version=ayni.__version__, written_day=written_day, about=about,
            image=image or self._site_card(), private=private, **values,
        )  # fmt: skip
        return HTMLResponse(content, status, headers={"Vary": "HX-Request"})

    def _site_card(self) -> str:
        """The picture of a page that has none of its own."""
        there = can_draw() or was_drawn(site_card(self.language))
        return f"/card.{self.language}.png" if there else ""


View = Callable[[Asked], Response] | Callable[[Asked], Awaitable[Response]]


class Pages(Struct):
    """The pages of a module. `place` is what of the path stands behind the page's own name.

    Whatever they answer, errors too, is stored by browsers and others on the way as `cache` says, unless a view does.
    """

    cache: str = "no-cache"
    views: list[tuple[str, str, View]] = field(default_factory=list)
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)
    """Of those that are files of charts, which: by the name and place of the view."""

    def page(self, name: str, place: str = "") -> Callable[[View], View]:
        """Declare a page: its name has a path in the catalogue (`path.name`), `place` may hold `/{names}`."""

        def declare(view: View) -> View:
            self.views.append((name, place, view))
            return view

        return declare

    def chart(self, name: str, place: str, kind: str) -> Callable[[View], View]:
        """Declare that a page answers the address of one file of a chart, whatever that address is."""
        self.kinds[name, place] = kind
        return self.page(name, place)

    def charts(self, name: str, place: str, kinds: Iterable[str] = KINDS) -> Callable[[View], View]:
        """Declare that a page answers the addresses of its charts' files, which are `place` with an ending.

        It stands before, so under, what declares a page whose place would take these addresses in.
        """

        def declare(view: View) -> View:
            for kind in kinds:
                self.chart(name, place + kind, kind)(view)
            return view

        return declare

    def routes(self, site: Callable[[], Site]) -> list[Route]:
        """A route for each page in each language."""
        return [
            Route(
                path := address(language, name) + place,
                _endpoint(view, name, path, language, site, self.cache, kind),
                methods=["GET", "HEAD"],
            )
            for name, place, view in self.views
            for kind in [self.kinds.get((name, place), "")]
            for language in LANGUAGES
        ]


def address(language: Language, view: str, *parts: str, **query: Any) -> str:
    """The address of a page; what is None or empty is left out of the query, and each of several stands in it."""
    own = [] if view == "home" else [say(f"path.{view}", language)]
    path = "/".join([language, *own, *(quote(part, safe="") for part in parts)])
    said = {key: value for key, value in query.items() if value not in (None, "")}
    return f"/{path}" + (f"?{urlencode(said, doseq=True)}" if said else "")


def _endpoint(
    view: View, name: str, path: str, language: Language, site: Callable[[], Site], cache: str, kind: str
) -> Callable[[Request], Awaitable[Response]]:
    import inspect

    from starlette.concurrency import run_in_threadpool

    async def endpoint(request: Request) -> Response:
        request.scope["kind"] = path
        found = await answer(Asked(request, language, name, site(), kind=kind))
        found.headers.setdefault("Cache-Control", cache)
        return found

    async def answer(asked: Asked) -> Response:
        try:
            if inspect.iscoroutinefunction(view):
                found: Response = await view(asked)
            else:
                found = await run_in_threadpool(view, asked)  # type: ignore[arg-type]
            return found
        except AyniError as error:
            return wrong(asked, error)
        except BusyError as error:
            return sorry(asked, error.key, error.status, error.after)
        except FailedError:
            return sorry(asked, "failed", 500)

    return endpoint


def wrong(asked: Asked, error: AyniError) -> Response:
    """What is wrong with what was asked, as a page or a part of one."""
    return _message(asked, error.in_language(asked.language), status_of(error))


def status_of(error: AyniError) -> int:
    """404 for what does not exist, else 400; of an error in a model run by what it was there."""
    key = error.fields["key"] if error.key == "of_a_model" else error.key
    return 404 if key.startswith("unknown_") else 400


def sorry(asked: Asked, key: str, status: int, after: int = 2) -> Response:
    """Why there is no answer now; of what may be asked again, after how many seconds."""
    found = _message(asked, asked.say(f"web_error.{key}"), status)
    if status in (429, 503):
        found.headers["Retry-After"] = str(after)
    return found


def _message(asked: Asked, sentence: str, status: int) -> Response:
    asked = replace(asked, kind="")
    template = "part_message.html.j2" if asked.is_fragment else "message.html.j2"
    return asked.page(template, title=asked.say("web.no_answer"), status=status, private=True, sentence=sentence)
