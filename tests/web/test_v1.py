"""The API under /v1: the same bytes as the commands and the functions of Python, and only what it says it answers."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import warnings

import pytest
from pydantic import TypeAdapter

import ayni
from ayni import report
from ayni.cli import main
from ayni.evidence.check import check
from ayni.evidence.ledger import judged
from ayni.evidence.over_time import indicators, series
from ayni.family import family
from ayni.law import bolivia
from ayni.report import claims as views
from ayni.report.law_json import instrument_as_json, law_difference_as_json, parameter_as_json
from ayni.report.series import series_as_bytes
from ayni.runs import Options, check_survey, household, law_difference
from ayni.web import Settings, create_app, v1, v1_shapes
from ayni.web.spec import EXAMPLES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

AMOUNT = "renta_dignidad.monthly_non_pensioner"
RAISED = {"name": "A raise", AMOUNT: {"2026-01-01": 2000}}
FAMILY = {"persons": {"rosa": {"age": 66}, "juan": {"age": 9, "is_enrolled": True}}, "date": "2026-01"}


@pytest.fixture
def command(tmp_path, capfdbinary):
    """What a command writes to its standard output, and the receipt where one is asked."""

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(each) for each in arguments])
        assert not ended.value.code
        return capfdbinary.readouterr().out

    return run


def got(client, path, **query):
    found = client.get(path, params=query or None)  # with {} it would drop the query of a link
    assert found.status_code == 200, found.text
    return found.content


def sent(client, path, content):
    found = client.post(path, json=content)
    assert found.status_code == 200, found.text
    return found.content


def link(page, path):
    """The address on a page that leads to a path."""
    return html.unescape(re.search(rf'href="({re.escape(path)}[^"]*)"', page).group(1))


# ---- the same bytes


def test_one_reform_by_api_command_and_python(client, command, tmp_path):
    file, proof = tmp_path / "raise.json", tmp_path / "receipt.json"
    file.write_text(json.dumps(RAISED))
    found = sent(client, "/v1/reforms", {"reform": RAISED, "survey": "synthetic"})
    assert found == command("reform", file, "--format", "json", "--receipt", proof)
    assert found == report.to_json(ayni.reform(None, reform=RAISED))
    assert sent(client, "/v1/reforms/receipt", {"reform": RAISED}) == proof.read_bytes()
    assert json.loads(proof.read_bytes())["options"]["arguments"]["reform"] == RAISED


def test_a_reform_in_an_address_is_that_of_pairs(client, command, tmp_path):
    proof = tmp_path / "receipt.json"
    options = ("--take-up", "observed", "--accounting", "month", "--at", "survey")
    query = {"r": f"{AMOUNT}:500@2019-07-01", "take_up": "observed", "accounting": "month", "at": "survey"}
    out = command("reform", f"{AMOUNT}=500", "--from", "2019-07-01", *options, "--format", "csv-es", "--receipt", proof)
    assert got(client, "/v1/reforms", **query, format="csv-es") == out
    assert got(client, "/v1/reforms/receipt", **query) == proof.read_bytes()
    page = got(client, "/es/reformas/cards", **query).decode()
    assert got(client, link(page, "/es/reformas/receipt.json")) == proof.read_bytes()
    found = got(client, link(page, "/es/reformas/rows.json"))
    assert found == got(client, "/v1/reforms", **query)
    own = {"day": None, "take_up": "observed", "accounting": "month", "at": "survey"}
    assert found == report.to_json(ayni.reform(None, reform={AMOUNT: {"2019-07-01": 500}}, **own))


def test_one_household_by_api_command_and_python(client, command, tmp_path):
    file = tmp_path / "family.json"
    file.write_text(json.dumps(FAMILY))
    of = family(FAMILY["persons"], dt.date(2026, 1, 1), bolivia())
    found = sent(client, "/v1/households", FAMILY)
    assert found == report.family_as_json(household(of, bolivia()))
    assert found == command("household", file, "--format", "json")
    persons = FAMILY["persons"].items()
    in_address = {f"{name}.{key}": str(value) for name, said in persons for key, value in said.items()}
    linked = got(client, "/es/hogar/resultado", date=FAMILY["date"], **in_address).decode()
    assert found == got(client, link(linked, "/es/hogar/resultado.json"))
    assert TypeAdapter(v1_shapes.AFamily).validate_json(found).totals.budget > 0


def test_one_household_under_a_reform_by_api_command_and_page(client, command, tmp_path):
    file, text = tmp_path / "family.json", f"{AMOUNT}:500@2024-01-01"
    file.write_text(json.dumps({**FAMILY, "date": "2024-06"}))
    asked = {**FAMILY, "date": "2024-06", "reform": {AMOUNT: {"2024-01-01": "500"}}}
    found = sent(client, "/v1/households", asked)
    assert found == command("household", file, "--reform", text, "--format", "json")
    persons = FAMILY["persons"].items()
    in_address = {f"{name}.{key}": str(value) for name, said in persons for key, value in said.items()}
    linked = got(client, "/es/hogar/resultado", date="2024-06", **in_address, r=text).decode()
    assert found == got(client, link(linked, "/es/hogar/resultado.json"))
    family = TypeAdapter(v1_shapes.AFamily).validate_json(found)
    assert round(12 * (family.totals.budget - family.reform.totals_without.budget)) == 13 * (500 - 350)


def test_one_claim_by_api_command_and_python(client, command, tmp_path):
    proof = tmp_path / "receipt.json"
    found = got(client, "/v1/claims/A03")
    assert found == command("claims", "A03", "--format", "json", "--receipt", proof)
    assert found == views.claims_as_bytes([judged("A03", bolivia())], "json", "es")
    assert found == got(client, "/v1/claims/a03")
    linked = got(client, "/es/afirmaciones/A03").decode()
    assert found == got(client, link(linked, "/es/afirmaciones/A03/afirmacion.json"))
    assert got(client, "/v1/receipts/claims/A03") == proof.read_bytes()
    assert got(client, "/v1/claims", format="csv") == command("claims", "--format", "csv")


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("/v1/law", ("list",)),
        ("/v1/law/renta_dignidad?date=2010-06", ("show", "renta_dignidad", "--date", "2010-06")),
        ("/v1/law/renta_dignidad/monthly_non_pensioner", ("history", AMOUNT)),
        ("/v1/law/diff?before=2019-06&after=2019-07", ("diff", "2019-06", "2019-07")),
    ],
)
def test_the_law_by_api_and_command(client, command, path, arguments):
    assert client.get(path).content == command("law", *arguments, "--format", "json")


def test_a_comparison_on_a_survey_has_no_json(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["law", "diff", "2019-06", "2019-07", "--data", "any.csv", "--format", "json", "--lang", "en"])
    assert (ended.value.code, capsys.readouterr().err.strip()) == (
        2, "ayni: With --data the comparison comes as tables: leave out --data or --format json.",
    )  # fmt: skip


def test_the_main_job(client, command, tmp_path):
    proof = tmp_path / "receipt.json"
    assert got(client, "/v1/run") == command("run", "--format", "json", "--receipt", proof)
    assert got(client, "/v1/run/receipt") == proof.read_bytes()


def test_a_number_that_is_tried_and_the_timeline(client, command):
    query = {"indicator": "poverty_extreme", "from": "2008", "to": "2011", "stated": "43%"}
    options = [part for key, value in query.items() for part in (f"--{key}", value)]
    assert got(client, "/v1/check", **query) == command("check", *options, "--format", "json")
    points = got(client, "/v1/check", **query, kind="points", format="csv")
    assert points == views.check_as_bytes(check("poverty_extreme", "2008", "2011", "43%", "points"), "csv")
    span = {"from": "2019-10", "to": "2020-12"}
    options = [part for key, value in span.items() for part in (f"--{key}", value)]
    assert got(client, "/v1/timeline", **span) == command("timeline", *options, "--format", "json")


def test_a_survey_of_ones_own(shared_data, command):
    path = shared_data / "eh" / "2022" / "persona.parquet"
    tried = {"programme": "renta_dignidad", "line": "extreme", "stated": "43%"}
    with TestClient(create_app((path,), Settings(protected=False)), raise_server_exceptions=False) as client:
        names = [(each["name"], each["synthetic"], each["persons"]) for each in client.get("/v1/surveys").json()]
        assert names == [("eh2022", False, 40_955), ("synthetic", True, names[1][2])]
        by_default = got(client, "/v1/reforms", r=f"{AMOUNT}:700")
        assert by_default == got(client, "/v1/reforms", r=f"{AMOUNT}:700", d="eh2022")
        assert by_default == command("reform", f"{AMOUNT}=700", "--data", path, "--format", "json")
        judged = views.check_as_bytes(
            check_survey(Options(data=path), bolivia(), "renta_dignidad", "extreme", "43%"), "json"
        )
        assert got(client, "/v1/check", **tried, d="eh2022") == judged
        refused = client.get("/v1/check", params={**tried, "d": "synthetic"})
        assert refused.status_code == 400
        assert str(path.parent) not in client.get("/v1/reforms/receipt", params={"r": f"{AMOUNT}:700"}).text


# ---- what is answered is what was documented

PLACES = {
    "/v1/run": {}, "/v1/run/receipt": {}, "/v1/reforms": {"r": f"{AMOUNT}:700"},
    "/v1/reforms/receipt": {"r": f"{AMOUNT}:700"}, "/v1/surveys": {}, "/v1/claims": {},
    "/v1/claims/{id}": {"id": "B01"}, "/v1/receipts/claims/{id}": {"id": "B01"},
    "/v1/check": {"indicator": "poverty_extreme", "from": "2008", "to": "2011", "stated": "43%"}, "/v1/indicators": {},
    "/v1/indicators/{indicator}": {"indicator": "poverty_extreme"}, "/v1/timeline": {}, "/v1/law": {},
    "/v1/topics/{topic}": {"topic": "elections"}, "/v1/understood": {"text": "El salario mínimo subió 20%"},
    "/v1/promises/{id}": {"id": "renta_dignidad_2000", "left": "minister"},
    "/v1/inflation": {"from": "2026-06", "by": "area"}, "/v1/inflation/receipt": {"from": "2026-06", "by": "area"},
    "/v1/law/diff": {"before": "2019-06-30", "after": "2026-01-01"},
    "/v1/law/{instrument}": {"instrument": "renta_dignidad"},
    "/v1/law/{instrument}/{parameter}": {"instrument": "aportes_sip", "parameter": "national_solidarity"},
}  # fmt: skip
ROUTES = {(next(iter(route.methods)), route.path): route for route in v1.V1.routes}


def test_every_route_is_tried_here():
    assert {path for method, path in ROUTES if method == "GET"} == set(PLACES)


@pytest.mark.parametrize("path", PLACES)
def test_an_answer_has_the_documented_shape(client, path):
    query = dict(PLACES[path])
    place = path.format(**query)
    found = got(client, place, **{key: value for key, value in query.items() if f"{{{key}}}" not in path})
    shape = TypeAdapter(ROUTES["GET", path].responses[200]["model"])
    assert shape.validate_json(found, strict=True)


def test_the_examples_of_the_document_are_answers_of_the_documented_shape():
    examples = json.loads(EXAMPLES.read_bytes())
    assert set(examples) == {route.operation_id for route in ROUTES.values()}
    for route in ROUTES.values():
        TypeAdapter(route.responses[200]["model"]).validate_python(examples[route.operation_id])


def test_the_examples_of_what_is_sent_are_answered(client):
    for method, path in ROUTES:
        if method == "POST":
            example = ROUTES[method, path].openapi_extra["requestBody"]["content"]["application/json"]["example"]
            sent(client, path, example)


def test_every_instrument_and_parameter_has_the_documented_shape():
    whole, values = TypeAdapter(v1_shapes.AWholeInstrument), TypeAdapter(list[v1_shapes.AParameter])
    for name, instrument in bolivia().instruments.items():
        for day in (dt.date(2012, 6, 1), dt.date(2026, 1, 1)):
            found = whole.validate_json(instrument_as_json(bolivia(), name, day), strict=True)
            assert all(each.start <= day.isoformat() <= (each.end or "9") for each in found.parameters)
        for parameter in instrument.parameters.values():
            rows = values.validate_json(parameter_as_json(bolivia(), parameter.id), strict=True)
            assert [row.start for row in rows] == [row.start.isoformat() for row in parameter.rows]


def test_what_changed_on_a_day_is_the_raise_of_the_law():
    found = json.loads(law_difference_as_json(law_difference(bolivia(), dt.date(2019, 5, 31), dt.date(2019, 6, 1))))
    raised = {each["parameter"]: (each["before"]["value"], each["after"]["value"]) for each in found["changes"]}
    assert raised["renta_dignidad.monthly_non_pensioner"] == (300, 350)
    assert all(each["before"] <= each["after"] for each in found["households"])


def test_indicators_are_those_of_the_registry_and_of_the_surveys(client):
    listed = {each["indicator"]: each["places"] for each in json.loads(got(client, "/v1/indicators"))}
    assert set(listed) == set(indicators())
    for place in listed["poverty_extreme"]:
        found = got(client, "/v1/indicators/poverty_extreme", **place)
        assert found == got(client, "/es/indicadores/poverty_extreme/data.json", **place)
        assert {each["area"] for each in json.loads(found)} == {place["area"]}
    country = json.loads(got(client, "/v1/indicators/poverty_extreme"))
    assert {(each["area"], each["computed_by_ayni"]) for each in country} == {("Bolivia", True), ("Bolivia", False)}
    by_recorded_name = got(client, "/v1/indicators/poverty_extreme.disposable", format="csv")
    assert by_recorded_name == series_as_bytes(series("poverty_extreme"), "csv")


# ---- what is refused


@pytest.mark.parametrize(
    "content",
    [
        {"reform": "reforms/renta_dignidad_500.yaml"}, {"reform": ["/etc/passwd"]}, {"reform": {}}, {}, [], 5,
        {"reform": {"rules": "x.py", **RAISED}}, {"reform": {"rules": None, **RAISED}},
        {"reform": {"rules": {"file": "x.py", "python": "import os"}, **RAISED}},
        {"reform": {"programme": {"new": {"name": {"es": "n", "en": "n"}}}, **RAISED}},
        {"reform": {"off": 5}}, {"reform": {"off": [["x"]]}}, {"reform": {AMOUNT: 1e300}},
        {"reform": {AMOUNT: -(10**400)}}, {"reform": {"renta_dignidad.nothing": 1}}, {"reform": RAISED, "date": 5},
        {"reform": RAISED, "survey": "eh1999"}, {"reform": RAISED, "data": "/etc/passwd"},
        {"reform": RAISED, "take_up": "all"}, {"reform": RAISED, "date": "2026-W01-1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_reform_that_is_none_or_carries_code_or_names_a_file_is_refused(client, content):
    found = client.post("/v1/reforms", content=json.dumps(content))
    assert found.status_code in (400, 404)
    assert set(found.json()["error"]) == {"es", "en"}


def test_no_file_is_read_or_run_for_a_reform(client, tmp_path, monkeypatch):
    trap = tmp_path / "trap.py"
    trap.write_text(f"open({str(tmp_path / 'sprung')!r}, 'w')\nREFORM = {RAISED!r}\n")
    for rules in (str(trap), {"file": str(trap), "python": trap.read_text()}, trap.read_text()):
        assert client.post("/v1/reforms", json={"reform": {"rules": rules, **RAISED}}).status_code == 400
        asked = {**FAMILY, "reform": {"rules": rules, **RAISED}}
        assert "household --reform" in client.post("/v1/households", json=asked).json()["error"]["en"]
    added = {**FAMILY, "reform": {"programme": {"bono_nuevo": {}}, **RAISED}}
    assert client.post("/v1/households", json=added).status_code == 400
    assert client.get("/v1/reforms", params={"r": str(trap)}).status_code == 400
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    "content",
    [
        {"persons": {}}, {"persons": {"rosa": []}}, {"persons": {"rosa": {"age": [66]}}},
        {"persons": {"rosa": {"age": {}}}}, {"persons": {"rosa": {"age": 10**400}}},
        {"persons": {"rosa": {"age": "2.000"}}}, {"persons": {"rosa": {"x": 1}}},
        {"persons": {"rosa": {"renta_dignidad": 10**400}}}, {"persons": {str(each): {} for each in range(61)}},
        {"persons": {"rosa": {}}, "date": "2004-12-31"}, {"persons": {"rosa": {}}, "file": "x"},
    ],
    ids=lambda content: str(content)[:40],
)  # fmt: skip
def test_a_household_that_is_none_is_refused(client, content):
    found = client.post("/v1/households", content=json.dumps(content))
    assert found.status_code in (400, 404)
    assert set(found.json()["error"]) == {"es", "en"}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/run?take_up=all", "/v1/run?takeup=legal", "/v1/run?format=parquet", "/v1/reforms", "/v1/check?stated=x",
        "/v1/check?stated=43%25", "/v1/law/diff?before=2019-06-30", "/v1/law/diff?before=x&after=y", "/v1/law?date=0",
        "/v1/law?date=", "/v1/timeline?from=2021-01&to=2020-01", "/v1/reforms?r=x", "/v1/law?date=٢٠٢٦-٠١-٠١",
        f"/v1/check?indicator=gini&from=2008&to=2011&stated={'9' * 30}",
    ],
)  # fmt: skip
def test_a_question_that_is_none_is_a_400(client, path):
    found = client.get(path)
    assert found.status_code == 400
    assert set(found.json()["error"]) == {"es", "en"}


def test_a_family_may_be_asked_as_the_law_was_known_and_beyond_the_day_to_which_it_is(client):
    def ask(**more):
        body = {"persons": {"ana": {"age": 66}}, **more}
        return client.post("/v1/households", json=body)

    def minimum(**more):
        found = ask(**more).json()["answers"]
        return next(each["amount"] for each in found if each["rule"] == "renta_dignidad")

    assert (minimum(date="2026-01-15"), minimum(date="2026-01-15", known="2025-12-01")) == (500, 350)
    assert ask(date="2040-01").status_code == 400
    assert ask(date="2040-01", beyond=True).json()["known_until"] < "2040"


# ---- time: whose people and money


TIMES = [
    (
        {"at": "2026-06", "carry": "prices,growth", "wages": "cpi"},
        ("--at", "2026-06", "--carry", "prices,growth", "--wages", "cpi"),
    ),
    ({"at": "survey", "calibrate": "sex=woman,6200000"}, ("--at", "survey", "--calibrate", "calibrate.csv")),
]


@pytest.mark.parametrize(("query", "options"), TIMES)
def test_people_and_money_of_a_month_are_asked_alike_by_api_command_and_page(client, command, tmp_path, query, options):
    (tmp_path / "calibrate.csv").write_text("cell,persons\nsex=woman,6200000\n")
    given = [str(tmp_path / each) if each.endswith(".csv") else each for each in options]
    rows = json.loads(got(client, "/v1/reforms", r=f"{AMOUNT}:700", **query))["rows"]
    theirs = json.loads(command("reform", f"{AMOUNT}=700", *given, "--format", "json"))["rows"]
    assert [row["value"] for row in rows] == [row["value"] for row in theirs]
    page = got(client, "/en/reforms/rows.json", r=f"{AMOUNT}:700", **query)
    assert json.loads(page)["rows"] == rows


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"at": "2031-01"}, "Prices end in 2026-07"),
        ({"at": "june"}, "is no month"),
        ({"at": "last", "carry": "inflation"}, "There is no step"),
        ({"at": "last", "wages": "cpi^a"}, "There is no assumption"),
        ({"at": "survey", "wages": "cpi"}, "--wages is for carrying"),
        ({"at": "last", "prices": "survey"}, "one of the two"),
        ({"at": "survey", "calibrate": "colour=red,10"}, "no column"),
        ({"at": "survey", "calibrate": "sex=woman"}, "2 cells"),
    ],
)
def test_what_cannot_be_of_a_month_is_refused_alike_by_api_and_page(client, query, says):
    for path in ("/v1/reforms", "/en/reforms/rows.json"):
        answer = client.get(path, params={"r": f"{AMOUNT}:700", **query})
        assert answer.status_code == 400
        assert says in html.unescape(answer.text)
    assert client.get("/v1/check?claim=A07&at=2026-06").status_code == 400


@pytest.mark.parametrize("form", ["payslip", "finiquito", "retirement", "pregnancy"])
def test_one_person_is_answered_in_the_bytes_of_the_command_and_refused_by_name(client, command, form):
    asked = {"payslip": v1.A_WAGE, "finiquito": v1.A_LEAVER, "retirement": v1.A_RETIREE, "pregnancy": v1.A_MOTHER}[form]
    found = client.post(f"/v1/{form}", json=asked)
    assert found.status_code == 200, found.text
    model = ROUTES["POST", f"/v1/{form}"].responses[200]["model"]
    TypeAdapter(model).validate_json(found.content)
    answers = dict(asked["answers"])
    first = [str(answers.pop("monthly_wage"))] if form == "payslip" else []
    pairs = [f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in answers.items()]
    options = [part for pair in pairs for part in ("--with", pair)] if form == "payslip" else [",".join(pairs)]
    day = ["--date", asked["date"]] if "date" in asked else []
    assert found.content == command(form, *first, *options, *day, "--format", "json")
    for name in asked["answers"]:
        left = {key: value for key, value in asked["answers"].items() if key != name}
        refused = client.post(f"/v1/{form}", json={**asked, "answers": left})
        needed = form != "payslip" or name in ("monthly_wage", "sex")
        assert refused.status_code == (400 if needed else 200)
        assert not needed or name in refused.json()["error"]["es"]
