"""The first page: a search box, the doors, and how far our figures lie from the official ones."""

from __future__ import annotations

from starlette.responses import Response

from ayni.web.site import Asked, Pages

PAGES = Pages()


@PAGES.page("home")
def home(asked: Asked) -> Response:
    """The first page."""
    return asked.page("home.html.j2", title=asked.say("web.title"))
