"""What holds a family is stored by nobody on the way: every route is asked with one, and its answer looked at."""

import re
import warnings
from html import escape
from urllib.parse import urlencode

import pytest
from starlette.routing import Route

from ayni.web import create_app
from ayni.web.pages import household
from ayni.web.site import address
from ayni.web.spec import PLACES
from ayni.words import LANGUAGES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

NAME = "zoraida"
"""Of a person, and of nothing else that the program knows."""
FAMILY = {"date": "2026-01", f"{NAME}.age": "66", f"{NAME}.monthly_wage": "3000", "w": NAME}
FAMILIES = {address(language, name) + place for name, place, _ in household.PAGES.views for language in LANGUAGES}
SITUATION = {"persons": {NAME: {"age": {"2026-01": 66}, "renta_dignidad": {"2026-01": None}}},
             "households": {"casa": {"members": [NAME]}}}  # fmt: skip
SENT = [
    {"persons": {NAME: {"age": 66}}, "date": "2026-01"},
    {"persons": {NAME: {"age": "66 o 67"}}, "date": "2026-01"},
    SITUATION,
    {**SITUATION, "persons": {NAME: {"edad": {"2026-01": 66}}}},
]


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(), base_url="http://localhost", follow_redirects=False) as found:
        yield found


def answers(client):
    """Method and path of every route, examples in place of what a path names, and how it answers about the family."""
    pages = [("get", route.path) for route in client.app.routes if isinstance(route, Route)]
    programs = [(method, path) for path, ways in client.app.openapi()["paths"].items() for method in ways]
    for method, path in [*pages, *programs]:
        asked = re.sub(r"\{(\w+)\}", lambda found: PLACES.get(found[1], "renta_dignidad"), path)
        if method == "get":
            yield method, path, client.get(asked, params=FAMILY)
        else:
            for document in SENT:
                yield method, path, client.post(asked, json=document)


def holds_it(found):
    """Whether an answer tells of the family; the link to the page's mirror repeats the address, whatever that says."""
    return NAME in found.headers.get("location", "") or NAME in found.text.replace(escape(urlencode(FAMILY)), "")


def test_what_holds_a_family_is_stored_by_nobody(client):
    every = list(answers(client))
    holding = {(method, path) for method, path, found in every if holds_it(found)}
    stored = {
        (method, path, found.status_code)
        for method, path, found in every
        if found.headers["cache-control"] != "no-store" and ((method, path) in holding or path in FAMILIES)
    }
    assert stored == set()
    assert {("get", path) for path in FAMILIES if path.endswith((".json", ".yaml"))} <= holding
    assert {("post", path) for path in ("/v1/households", "/calculate", "/trace")} <= holding


def test_what_leads_on_with_a_family_and_what_refuses_one_are_stored_by_nobody(client):
    onward = client.get("/es/hogar", params={**FAMILY, "of": "month", "_year": "2026", "_month": "02"})
    wrong = client.get("/en/household/result.json", params={f"{NAME}.age": "x"})
    for found, status in ((onward, 303), (wrong, 400), (client.head("/es/hogar", params=FAMILY), 200)):
        assert (found.status_code, found.headers["cache-control"]) == (status, "no-store")


@pytest.mark.soak
def test_what_holds_none_may_be_stored(client):
    for path in ("/es/ley", "/v1/law", "/static/site.css"):
        assert client.get(path).headers["cache-control"] != "no-store"
