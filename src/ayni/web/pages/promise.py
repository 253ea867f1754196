"""Several statements of what one promise costs, on one screen, with the assumptions of both sides as switches."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from ayni.evidence.promise import REFERENCE, Base, Promise, costed, listed_promise, promises
from ayni.law import bolivia
from ayni.report import claims as views
from ayni.report.claims.promise import finding, side_name
from ayni.web.site import Asked, Pages
from ayni.words import AyniError

PAGES = Pages()
SIDES = ("left", "right")


@PAGES.page("promise")
def every(asked: Asked) -> Response:
    """The promises there are; where there is but one, that one."""
    listed = tuple(promises().values())
    if len(listed) == 1:
        return RedirectResponse(asked.url("promise", listed[0].id), 307)
    return asked.page("promises.html.j2", title=asked.say("promise.list"), promises=listed)


@PAGES.page("promise", "/{id}")
def one(asked: Asked) -> Response:
    """One promise: who said how much, what explains the difference, and two bases of the visitor's own."""
    of = listed_promise(asked.place["id"])
    wrong = ""
    sides = {side: _said(asked, of, side) for side in SIDES}
    try:
        found = costed(of, bolivia(), sides["left"], sides["right"])
    except AyniError as error:
        wrong = error.in_language(asked.language)
        sides = {"left": [REFERENCE], "right": [of.statements[0].id]}
        found = costed(of, bolivia(), sides["left"], sides["right"])
    statements, explained, compared, sources = views.promise_tables(found, bolivia(), asked.language)
    assert found.asked is not None
    bases: dict[str, Base] = {"left": found.asked.left, "right": found.asked.right}
    return asked.page(
        "promise.html.j2", title=of.title[asked.language], status=400 if wrong else 200, of=of, found=found,
        wrong=wrong, finding=finding(found, asked.language), statements=statements, explained=explained,
        compared=compared, sources=sources, bases=bases, about=finding(found, asked.language),
        reform=[f"{parameter}:{value:g}" for parameter, value in of.reform.items()],
        side=lambda base: side_name(of, base, asked.language),
    )  # fmt: skip


def _said(asked: Asked, of: Promise, side: str) -> list[str]:
    """The base of one side, as the form says it: whose it starts from, then each switch that was set."""
    start = asked.query.get(side, "").strip() or (REFERENCE if side == "left" else of.statements[0].id)
    set_by_hand = (f"{name}={taken}" for name in of.factors if (taken := asked.query.get(f"{side}.{name}", "").strip()))
    return [start, *set_by_hand]
