"""The server on a survey file: whatever it answers about it is published as `ayni.runs.protection` says."""

from __future__ import annotations

import asyncio
import inspect
import json
from types import SimpleNamespace

import pytest

from ayni.survey import SYNTHETIC
from ayni.web import guard as guarding, jobs as pool
from ayni.web.answers import ANSWERS, Served
from ayni.web.guard import Visitors
from ayni.web.jobs import BusyError, Jobs
from ayni.web.settings import Settings
from ayni.words import AyniError
from support import coroutines

TIME = {"at": "survey"}
REFORM = {"name": {"es": "a", "en": "a"}, "renta_dignidad.monthly_non_pensioner": 2000}
ASKED = {
    "run": {"time": TIME, "take_up": "legal", "layout": "json"},
    "reform": {"time": TIME, "take_up": "legal", "reform": REFORM, "accounting": "year"},
    "reform_chart": {
        "time": TIME, "take_up": "legal", "reform": REFORM, "accounting": "year", "chart": "deciles", "layout": "spec",
        "language": "en",
    },
    "check": {"time": TIME, "question": {}, "layout": "json"},
    "data_card": {},
    "standing": {"time": TIME},
    "reform_card": {},  # drawn from the rows of a reform
    "command": {"command": "minimum-wage", "before": "", "options": {"new": 3000, "at": "survey"}, "layout": "json"},
}  # fmt: skip
"""Every function that is asked about a survey, with a question for it; a new one has to come here."""
OF_FILES = ("ready", "surveys")
"""Functions that say which surveys there are, with how many persons, and nothing found on them."""


@pytest.fixture(scope="module")
def served():
    return Served((SYNTHETIC,))


def test_figures_of_a_survey_leave_by_these_functions_alone():
    about = {name for name, function in ANSWERS.items() if "survey" in inspect.signature(function).parameters}
    assert about == set(ASKED)
    for name in ANSWERS.keys() - about - set(OF_FILES):
        assert "served." not in inspect.getsource(ANSWERS[name]).replace("_served", ""), name


@pytest.mark.parametrize("name", ["run", "reform", "command", "data_card"])
def test_every_figure_that_leaves_is_protected(served, name):
    survey = next(iter(served.surveys))
    rows = json.loads(ANSWERS[name](served, survey=survey, **ASKED[name]))["rows"]
    assert rows
    for row in rows:
        assert row["n"] is None or str(row["n"])[0] in "0125"
        assert "protected" in row["marks"] or row["concept"] == "official"


def test_the_invented_people_that_come_with_the_program_are_shown_as_they_are(served):
    rows = json.loads(ANSWERS["data_card"](served, survey="synthetic"))["rows"]
    assert not any("protected" in row["marks"] for row in rows)


def test_an_unprotected_file_is_shown_as_it_is():
    whole = Served((SYNTHETIC,), protected=False)
    rows = json.loads(ANSWERS["data_card"](whole, survey=next(iter(whole.surveys))))["rows"]
    assert not any("protected" in row["marks"] for row in rows)


def test_weights_of_ones_own_are_refused(served):
    question = {**ASKED["run"], "time": {**TIME, "calibrate": ["sex=woman,6200000"]}}
    with pytest.raises(AyniError, match="--calibrate"):
        ANSWERS["run"](served, survey=next(iter(served.surveys)), **question)


def test_the_law_that_a_reform_is_compared_with_is_no_finer(served):
    base = {"name": REFORM["name"], "renta_dignidad.monthly_non_pensioner": 427}
    with pytest.raises(AyniError, match="two significant digits"):
        ANSWERS["reform"](served, survey=next(iter(served.surveys)), **ASKED["reform"], base=base)


# ---- how much is asked


def asked_of(jobs, *questions):
    """Whether each question is counted, or the seconds after which to ask again."""
    found = []
    for question in questions:
        try:
            jobs._count(question)
        except BusyError as error:
            found.append(error.after)
        else:
            found.append(0)
    return found


def test_an_hour_has_so_many_different_questions_about_protected_surveys(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(pool, "time", SimpleNamespace(monotonic=lambda: now[0]))
    jobs = Jobs(Settings(questions_an_hour=2), ())
    one, two, three = ({"survey": "eh2019", "reform": {"a": value}} for value in (1, 2, 3))
    charts = [{**one, "chart": name, "layout": "svg"} for name in ("deciles", "map")]
    assert asked_of(jobs, one, *charts, two, one, {"survey": "synthetic"}, {}) == [0] * 7
    now[0] += 600
    assert asked_of(jobs, three) == [3000]
    assert asked_of(jobs, two) == [0]
    now[0] += 3001
    assert asked_of(jobs, three) == [0]
    assert asked_of(Jobs(Settings(questions_an_hour=0, protected=False), ()), one) == [0]


def test_a_visitor_has_so_many_requests_a_minute_and_proxies_and_this_machine_any_number(monkeypatch):
    now = [60.0]
    monkeypatch.setattr(guarding, "time", SimpleNamespace(monotonic=lambda: now[0]))
    visitors = Visitors(Settings(visitor_a_minute=3, proxies=("10.0.0.1",)))
    assert [visitors.wait("192.0.2.7") for _ in range(5)] == [0, 0, 0, 60, 60]
    assert [visitors.wait("192.0.2.8"), visitors.wait("::ffff:192.0.2.7")] == [0, 60]
    assert [visitors.wait(f"2001:db8::{each}") for each in range(5)] == [0, 0, 0, 60, 60]
    for host in ("10.0.0.1", "127.0.0.1", "::1", "", "socket"):
        assert [visitors.wait(host) for _ in range(9)] == [0] * 9
    now[0] += 59
    assert visitors.wait("192.0.2.7") == 1
    now[0] += 1
    assert visitors.wait("192.0.2.7") == 0
    assert len(visitors.asked) == 1


def test_a_log_says_what_was_asked_by_kind_and_never_by_value(capsys):
    async def echo(scope, _receive, send):
        scope["route"] = SimpleNamespace(path="/v1/households/{name}")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    sent = []

    async def receive():
        if sent:
            await asyncio.Event().wait()
        sent.append(True)
        return {"type": "http.request", "body": b"rosa", "more_body": False}

    async def send(_message):
        pass

    scope = {
        "type": "http", "method": "POST", "path": "/v1/households/rosa", "raw_path": b"/v1/households/rosa",
        "query_string": b"age=31", "headers": [(b"host", b"localhost")], "client": ("192.0.2.7", 9),
    }  # fmt: skip
    guard = guarding.Guard(echo, Settings(log=True), {}, is_open=True)
    coroutines.run(guard(scope, receive, send))
    line = capsys.readouterr().err
    assert "POST /v1/households/{name} 200" in line
    assert not [said for said in ("rosa", "31", "192.0.2.7") if said in line.split("POST")[1]]
    assert "192.0.2.7" not in line
