"""Who else may read what a server answers: pages of other sites, and names that point to this machine."""

import json
import warnings

import pytest

from ayni.cli.serve import origin
from ayni.web import Settings, create_app
from ayni.words import AyniError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

OURS, OTHER, ALLOWED = "http://localhost", "https://example.org", "https://allowed.bo"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


@pytest.fixture(scope="module")
def public():
    """A server of the synthetic population."""
    return TestClient(create_app(), base_url=OURS)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server of a survey file, which one other site may read; no model is asked."""
    survey = tmp_path_factory.mktemp("survey") / "EH.csv"
    survey.write_text("folio\n")
    return TestClient(create_app((survey,), Settings(origins=(ALLOWED,))), base_url=OURS)


def cross_origin(found):
    return {name: value for name, value in found.headers.items() if name.startswith("access-control-")}


def is_refused(found, status):
    assert found.status_code == status
    assert set(found.json()["error"]) == {"es", "en"}
    assert not cross_origin(found)


@pytest.mark.parametrize("other", [OTHER, "null", "http://localhost.example.org", "https://allowed.bo.example.org"])
@pytest.mark.parametrize("path", ["/v1/law", "/es", "/static/site.css", "/variables", "/nothing"])
def test_a_page_of_another_site_reads_nothing_where_a_survey_is_served(served, path, other):
    is_refused(served.get(path, headers={"Origin": other, "Sec-Fetch-Site": "cross-site"}), 403)
    is_refused(served.get(path, headers={"Origin": other}), 403)
    is_refused(served.post("/v1/households", json={}, headers={"Origin": other}), 403)
    is_refused(served.options(path, headers={"Origin": other, **PREFLIGHT}), 403)


def test_nothing_of_it_may_be_put_into_a_page_of_another_site(served, public):
    assert served.get("/static/icon.svg").headers["cross-origin-resource-policy"] == "same-origin"
    assert not cross_origin(served.get("/v1/law"))
    assert "cross-origin-resource-policy" not in public.get("/static/icon.svg").headers


def test_a_site_that_is_allowed_by_name_reads_and_sends(served):
    found = served.get("/v1/law", headers={"Origin": ALLOWED, "Sec-Fetch-Site": "cross-site"})
    assert (found.status_code, found.headers["access-control-allow-origin"]) == (200, ALLOWED)
    assert "origin" in found.headers["vary"].lower()
    assert "etag" in found.headers["access-control-expose-headers"].lower()
    found = served.options("/v1/households", headers={"Origin": ALLOWED, **PREFLIGHT})
    assert (found.status_code, found.headers["access-control-allow-origin"]) == (200, ALLOWED)
    assert "access-control-allow-credentials" not in found.headers


def test_our_own_pages_and_a_link_that_is_followed_are_answered(served):
    for headers in ({}, {"Origin": OURS}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
                    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}):  # fmt: skip
        assert served.get("/v1/law", headers=headers).status_code == 200


def test_a_script_of_another_site_may_read_and_send_json_where_no_survey_is_served(public):
    for path in ("/v1/law", "/nothing"):
        for headers in ({}, {"Origin": OTHER}):
            assert public.get(path, headers=headers).headers["access-control-allow-origin"] == "*"
    found = public.options("/v1/households", headers={"Origin": OTHER, **PREFLIGHT})
    assert found.status_code == 200
    assert "POST" in found.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in found.headers
    wrong = {"Origin": OTHER, **PREFLIGHT, "Access-Control-Request-Method": "DELETE"}
    assert public.options("/v1/households", headers=wrong).status_code == 400


@pytest.mark.parametrize(
    "host",
    ["example.org", "example.org:80", "localhost.example.org", "127.0.0.1.nip.io", "", ":8000", "localhost:x", "[::2]",
     "user@localhost", "localhost/", "10.0.0.1"],
)  # fmt: skip
def test_a_name_of_somebody_else_that_points_to_this_machine_is_no_name_of_ours(public, served, host):
    for client in (public, served):
        for path in ("/v1/law", "/es", "/nothing"):
            found = client.get(path, headers={"Host": host})
            assert found.status_code == 421
            assert "--host-name" in found.json()["error"]["en"]
        sent = client.post("/calculate", content=json.dumps({}), headers={"Host": host})
        assert sent.status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LocalHost:8000", "localhost.", "127.0.0.1:99", "[::1]", "[::1]:8000"])
def test_our_own_names_are_answered_on_any_port(public, host):
    assert public.get("/v1/law", headers={"Host": host}).status_code == 200


def test_a_name_given_at_the_start_and_the_address_that_was_reached_are_ours():
    named = create_app((), Settings(hosts=("Ayni.bo",)))
    with_port = TestClient(named, base_url="http://ayni.bo:8080")
    assert with_port.get("/v1/law").status_code == 200
    assert TestClient(named, base_url="http://10.0.0.7").get("/v1/law").status_code == 200
    assert with_port.get("/v1/law", headers={"Host": "localhost"}).status_code == 421


@pytest.mark.parametrize("text", ["https://example.org", "HTTP://localhost:3000", "https://example.org/"])
def test_a_site_is_a_scheme_and_a_host(text):
    assert origin(text) == text.lower().removesuffix("/")


@pytest.mark.parametrize(
    "text", ["example.org", "*", "null", "", "https://", "https://example.org/page", "ftp://x.org"]
)
def test_what_is_no_site_is_refused(text):
    with pytest.raises(AyniError, match="is no site"):
        origin(text)
