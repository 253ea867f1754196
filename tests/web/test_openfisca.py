"""The API that OpenFisca's clients know: what its own server returns, and our law's numbers."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import time
import warnings
from pathlib import Path
from unittest.mock import ANY

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from ayni.engine import Household
from ayni.family import family, openfisca, questions
from ayni.family.situation import MEMBERS, PERIODS, PERSONS, SituationError
from ayni.family.variables import variables
from ayni.law import bolivia
from ayni.report import legislation
from ayni.web import create_app
from ayni.web.openfisca import SITUATION
from ayni.words import AyniError
from support.soak import sizes

RECORDED = json.loads(Path(__file__).with_name("openfisca_shapes.json").read_text())
ADDED = {"metadata", "source", "documentation", "references"}
"""Keys that a description may have, and theirs of the same name need not."""
MONTH = "2026-01"


@pytest.fixture(scope="module")
def client():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

        return TestClient(create_app(), "http://localhost", follow_redirects=False)


@pytest.fixture
def calculate(client):
    def ask(document, path="/calculate", **headers):
        return client.post(path, json=document, headers=headers)

    return ask


def keys(found):
    """The tree of keys, and nothing of what stands at its ends."""
    if isinstance(found, dict):
        return {key: keys(value) for key, value in found.items()}
    return [keys(each) for each in found] if isinstance(found, list) else None


def shape_of(recorded):
    if isinstance(recorded, dict):
        return {key: shape_of(value) for key, value in recorded.items()}
    return [shape_of(each) for each in recorded] if isinstance(recorded, list) else None


@pytest.mark.parametrize("theirs", RECORDED, ids=lambda each: each["name"])
def test_the_answer_is_the_one_that_openfiscas_server_gives(client, theirs):
    if "body" in theirs:
        body = theirs["body"].encode("utf-8", "surrogateescape")
        ours = client.post(theirs["path"], content=body, headers={"content-type": "application/json"})
    else:
        ours = client.get(theirs["path"])
    if theirs["status"] == 500 and re.search("a year asked for a month|three months", theirs["name"]):
        assert ours.status_code == 200  # where it fails, a sum of months is answered
        return
    if theirs["status"] == 500:  # where it fails, the period is told
        assert ours.status_code == 400
        asked = json.loads(theirs["body"])["persons"]
        assert keys(ours.json()) == {"persons": asked}
        return
    assert ours.status_code == theirs["status"]
    if "location" in theirs:
        assert ours.headers["location"] == theirs["location"]
    elif "body" in theirs and "shape" in theirs:
        assert keys(ours.json()) == shape_of(theirs["shape"])
    elif "answer" in theirs:
        assert {key: ours.json()[key] for key in theirs["answer"]} == theirs["answer"]
    elif "shape" in theirs:
        found = ours.json()
        assert set(theirs["shape"]) <= set(found)
        assert set(found) - set(theirs["shape"]) <= ADDED
        assert all(type(found[key]) is dict for key, value in theirs["shape"].items() if isinstance(value, dict))


def test_every_answer_says_what_answered(client):
    for path in ("/", "/variables", "/nothing", "/variables/", "/calculate"):
        headers = client.get(path).headers
        assert headers["country-package"] == "ayni"
        assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+)?", headers["country-package-version"])
        assert headers["rules-version"]
        assert headers["data-version"].startswith("synthetic-")


def test_the_request_of_openfiscas_page_on_calculating_works_with_bolivian_names(calculate):
    """https://openfisca.org/doc/openfisca-web-api/input-output-data.html: four persons, two households, a wage of
    twelve months that rises, a fact of the home that changes, and a null for what is asked."""
    wages = {f"2016-{month:02}": 3500 if month < 9 else 4000 for month in range(1, 13)}
    document = {
        "persons": {
            "Remedios": {"wage": wages},
            "Roberto": {"age": {"2016-01": 67}, "renta_dignidad": {"2016-06": None}},
            "Guillermo": {"work_category": {"2016-01": "own_account", "2016-03": "employee"},
                          "is_dependent_worker": {"2016-02": None, "2016-03": None}},
            "Juana": {"age": {"2016-01": 8}},
        },
        "households": {
            "household_1": {"members": ["Remedios", "Roberto"], "a_mother_collects_pepe": {"2016-06": None}},
            "household_2": {"members": ["Guillermo", "Juana"]},
        },
    }  # fmt: skip
    answer = calculate(document)
    assert answer.status_code == 200
    expected = copy.deepcopy(document)
    expected["persons"]["Roberto"]["renta_dignidad"]["2016-06"] = 250.0
    expected["persons"]["Guillermo"]["is_dependent_worker"] = {"2016-02": False, "2016-03": True}
    expected["households"]["household_1"]["a_mother_collects_pepe"]["2016-06"] = False
    assert answer.json() == expected


def test_the_request_of_openfiscas_page_on_tracing_works_with_bolivian_names(calculate):
    """https://openfisca.org/doc/openfisca-web-api/trace-simulation.html: one person in the household `_`."""
    document = {
        "households": {"_": {"members": ["Alicia"]}},
        "persons": {"Alicia": {"age": {"ETERNITY": 62}, "renta_dignidad": {"2017-01": None},
                               "wage": {"2017-01": 4000}}},
    }  # fmt: skip
    found = calculate(document, "/trace").json()
    assert found["entitiesDescription"] == {"persons": ["Alicia"], "households": ["_"]}
    assert found["requestedCalculations"] == ["renta_dignidad<2017-01>"]
    step = found["trace"]["renta_dignidad<2017-01>"]
    assert step["value"] == [250.0]
    assert "age_this_month<2017-01>" in step["dependencies"]
    assert step["parameters"]["renta_dignidad.monthly_non_pensioner<2017-01-01>"] == 250
    assert found["trace"]["age<2017-01>"] == {"value": [62], "dependencies": [], "parameters": {}}


def test_every_dependency_of_a_trace_is_a_step_of_it(calculate):
    found = calculate(SITUATION, "/trace").json()["trace"]
    assert all(set(step["dependencies"]) <= set(found) for step in found.values())
    assert {len(step["value"]) for step in found.values()} == {3}


FACTS = {
    "age": st.integers(0, 100),
    "sex": st.sampled_from(["man", "woman"]),
    "wage": st.sampled_from([0, 2750, 3300.5, 20000]),
    "total_earned": st.sampled_from([0, 5000]),
    "pension_old_age": st.sampled_from([0, 900]),
    "work_category": st.sampled_from(questions(bolivia())["work_category"].values),
    "health_insurance": st.sampled_from(questions(bolivia())["health_insurance"].values),
    "contributes_to_pension": st.booleans(),
    "is_pension_affiliate": st.booleans(),
    "is_pregnant": st.booleans(),
    "is_enrolled": st.booleans(),
    "school_level": st.sampled_from(questions(bolivia())["school_level"].values),
    "school_course": st.integers(0, 6),
    "school_type": st.sampled_from(questions(bolivia())["school_type"].values),
    "disability_grade": st.sampled_from(questions(bolivia())["disability_grade"].values),
    "disability_card": st.booleans(),
}
FACTS = {name: values for name, values in FACTS.items() if name in questions(bolivia())}
PEOPLE = st.fixed_dictionaries({}, optional=FACTS).filter(
    lambda each: not (each.get("is_pregnant") and each.get("sex") == "man")
)
FAMILIES = st.lists(PEOPLE, min_size=1, max_size=4)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(people=FAMILIES, month=st.integers(1, 12), year=st.integers(2008, 2026), data=st.data())
def test_a_month_is_what_the_rules_by_hand_give_on_its_first_day(people, month, year, data):
    named = {f"p{index}": facts for index, facts in enumerate(people)}
    computed = [name for name, each in variables(bolivia()).items() if each.definition and each.period == "MONTH"]
    asked = data.draw(st.lists(st.sampled_from(computed), min_size=1, max_size=5, unique=True))
    period = f"{year}-{month:02}"
    household = family(named, dt.date(year, month, 1), bolivia()).under(bolivia())
    for name in asked:
        if variables(bolivia())[name].entity != "person":
            continue
        document = {"persons": {who: {key: {period: value} for key, value in facts.items()}
                                for who, facts in named.items()},
                    "households": {"h": {"members": list(named)}}}  # fmt: skip
        for who in named:
            document["persons"][who][name] = {period: None}
        try:
            expected = [household.value(name, place) for place in range(len(people))]
        except AyniError:  # the law book cannot say; so the API must not either
            with pytest.raises(SituationError):
                openfisca.calculate(document, bolivia())
            continue
        found = openfisca.calculate(document, bolivia())
        assert [found["persons"][who][name][period] for who in named] == expected


def test_a_year_is_what_the_rules_by_hand_give_on_its_last_day(calculate):
    document = copy.deepcopy(SITUATION)
    found = calculate(document).json()["persons"]
    people = family({"rosa": {"age": 66}, "mateo": {"age": 9, "is_enrolled": True, "school_level": "primary",
                     "school_course": 4, "school_type": "public"}}, dt.date(2026, 12, 31), bolivia())  # fmt: skip
    household: Household = people.under(bolivia())
    assert found["rosa"]["renta_dignidad_thirteenth"]["2026"] == household.value("renta_dignidad_thirteenth", 0) == 350
    assert found["mateo"]["bono_juancito_pinto"]["2026"] == household.value("bono_juancito_pinto", 1) > 0


def test_a_fact_holds_from_when_it_is_given_until_another_is(calculate):
    months = {f"2025-{month:02}": None for month in (1, 6, 9, 12)}
    rosa = {"age": {"2025-03": 59, "2025-09": 60}, "renta_dignidad": months, "receives_pension": {"2025-12": True}}
    found = calculate({"persons": {"rosa": rosa}}).json()["persons"]["rosa"]["renta_dignidad"]
    assert found == {"2025-01": 0, "2025-06": 0, "2025-09": 350, "2025-12": 300}


def test_a_year_reads_the_last_month_that_was_given_of_an_amount(calculate):
    asked = {"age": {MONTH: 70}, "renta_dignidad_thirteenth": {"2025": None}}
    both = {"rosa": {**asked, "pension_old_age": {"2025-03": 900}},
            "juana": {**asked, "pension_old_age": {"2025-03": 900, "2025-04": 0}}}  # fmt: skip
    found = calculate({"persons": both}).json()["persons"]
    assert [found[name]["renta_dignidad_thirteenth"]["2025"] for name in both] == [300, 350]


AMOUNT = "renta_dignidad"


def test_an_amount_by_the_month_of_several_months_is_their_sum(calculate):
    """Ley 3791 as amended: Bs 300 a month until May 2019, 350 from June, 500 in 2026."""
    asked = {"2019": None, "month:2019-05:2": None, "year:2025-07": None, "2026-01": None}
    document = {"persons": {"rosa": {"age": {"2010": 70}, AMOUNT: asked}}}
    found = calculate(document).json()["persons"]["rosa"][AMOUNT]
    assert found == {
        "2019": 5 * 300 + 7 * 350,
        "month:2019-05:2": 650,
        "year:2025-07": 6 * 350 + 6 * 500,
        "2026-01": 500,
    }
    steps = calculate(document, "/trace").json()["trace"]
    assert steps[f"{AMOUNT}<month:2019-05:2>"] == {
        "value": [650], "dependencies": [f"{AMOUNT}<2019-05>", f"{AMOUNT}<2019-06>"], "parameters": {},
    }  # fmt: skip
    assert steps[f"{AMOUNT}<2019-06>"]["value"] == [350]


def test_an_amount_by_the_year_asked_for_a_month_is_a_twelfth(calculate):
    child = {"age": {"2025": 9}, "is_enrolled": {"2025": True}, "school_level": {"2025": "primary"},
             "school_course": {"2025": 4}, "school_type": {"2025": "public"}}  # fmt: skip
    asked = {"public_school_at_cost": {"2025": None, "2025-03": None}}
    found = calculate({"persons": {"mateo": {**child, **asked}}}).json()["persons"]["mateo"]["public_school_at_cost"]
    assert found["2025"] > 0
    assert found["2025-03"] == found["2025"] / 12


@pytest.mark.parametrize(
    ("given", "months"),
    [
        ({"2026": 36_000}, {"2026-01": 3_000, "2026-12": 3_000}),
        ({"2026": 36_000, "2026-01": 14_000}, {"2026-01": 14_000, "2026-02": 2_000, "2026-12": 2_000}),
        ({"month:2026-01:3": 9_000, "2026": 45_000}, {"2026-03": 3_000, "2026-04": 4_000}),
        ({"2026": 0}, {"2026-07": 0}),
        ({"year:2025-07": 1_200}, {"2025-06": 0, "2025-07": 100, "2026-06": 100, "2026-07": 0}),
    ],
)
def test_an_amount_given_for_a_year_is_divided_among_the_months_that_are_not_given(calculate, given, months):
    """As OpenFisca's set_input_divide_by_period: smaller spans first, what is left in equal parts."""
    asked = {**given, **{month: None for month in months if month not in given}}
    found = calculate({"persons": {"juana": {"wage": asked}}}).json()["persons"]["juana"]["wage"]
    assert found == given | months


def test_a_flag_given_for_a_year_holds_in_each_month(calculate):
    asked = {"is_dependent_worker": {"2026": True, "2026-05": None, "2026-06": False, "2026-07": None}}
    found = calculate({"persons": {"juana": asked}}).json()["persons"]["juana"]["is_dependent_worker"]
    assert (found["2026-05"], found["2026-07"]) == (True, True)


@pytest.mark.parametrize(
    ("variable", "period", "value", "say"),
    [
        ("is_dependent_worker", "2026", None, "two readings"),
        ("minimum_hourly_wage", "2026", None, "two readings"),
        ("minimum_hourly_wage", "2026", 5, "reads two ways"),
        ("renta_dignidad_thirteenth", "2026-12", None, "two readings"),
        ("renta_dignidad_thirteenth", "2026-12", 350, "reads two ways"),
        ("annual_sales", "2026-12", 350, "reads two ways"),
        ("wage", "2026-W03", 350, "another kind"),
        ("wage", "year:9990:50", 350, "another kind"),
    ],
)
def test_what_has_two_readings_is_refused_with_both_at_its_period(calculate, variable, period, value, say):
    answer = calculate({"persons": {"rosa": {variable: {period: value}}}})
    assert (answer.status_code, keys(answer.json())) == (400, {"persons": {"rosa": {variable: {period: None}}}})
    assert say in answer.json()["persons"]["rosa"][variable][period]


def test_one_period_written_in_two_ways_is_refused(calculate):
    answer = calculate({"persons": {"rosa": {"wage": {MONTH: 1, f"month:{MONTH}": 2}}}})
    place = {"persons": {"rosa": {"wage": {f"month:{MONTH}": None}}}}
    assert (answer.status_code, keys(answer.json())) == (400, place)


@pytest.mark.parametrize(("year", "month"), [(100, 200), (2_400, {f"2026-{each:02}": 100 for each in range(1, 13)})])
def test_months_that_do_not_add_up_to_their_year_are_refused(calculate, year, month):
    dated = {"2026": year, **(month if isinstance(month, dict) else {"2026-01": month})}
    answer = calculate({"persons": {"rosa": {"wage": dated}}})
    assert (answer.status_code, keys(answer.json())) == (400, {"persons": {"rosa": {"wage": None}}})


def on_axes(*groups, **persons):
    return {"persons": persons or {"rosa": {"age": {MONTH: None}, AMOUNT: {MONTH: None}}}, "axes": [*groups]}


def axis(name="age", low=58, high=62, count=5, **more):
    return {"name": name, "min": low, "max": high, "count": count, "period": MONTH, **more}


def test_a_question_along_an_axis_is_answered_in_each_cell(calculate):
    found = calculate(on_axes([axis()])).json()
    assert found["persons"]["rosa"] == {"age": {MONTH: [58, 59, 60, 61, 62]}, AMOUNT: {MONTH: [0, 0, 500, 500, 500]}}
    assert found["axes"] == [[axis()]]


def test_axes_of_one_group_go_together_and_are_of_whom_they_say(calculate):
    asked = {"age": {MONTH: None}, "pension_old_age": {MONTH: None}}
    group = [axis(index=1), axis("pension_old_age", 0, 100, index=0)]
    found = calculate(on_axes(group, rosa=asked, juan=asked)).json()["persons"]
    assert found["rosa"]["pension_old_age"][MONTH] == [0, 25, 50, 75, 100]
    assert found["juan"]["age"][MONTH] == [58, 59, 60, 61, 62]
    assert len(set(found["rosa"]["age"][MONTH])) == 1


@pytest.mark.parametrize("counts", [(2, 3), (2, 3, 2)])
def test_groups_of_axes_cross_in_the_order_of_openfisca(calculate, counts):
    """Its simulation builder lays the values out by NumPy's meshgrid of NumPy's linspace."""
    names = ["wage", "pension_old_age", "total_earned"][: len(counts)]
    groups = [[axis(name, 0, 1000, count)] for name, count in zip(names, counts, strict=True)]
    found = calculate(on_axes(*groups, rosa={name: {MONTH: None} for name in names})).json()["persons"]["rosa"]
    grid = np.meshgrid(*(np.linspace(0, 1000, count) for count in counts))
    assert [found[name][MONTH] for name in names] == [each.ravel().tolist() for each in grid]


def test_an_axis_over_a_year_is_divided_among_its_months(calculate):
    wage = {"2026": None, MONTH: None}
    found = calculate(on_axes([{**axis("wage", 0, 24_000, 3), "period": "2026"}], rosa={"wage": wage})).json()
    assert found["persons"]["rosa"]["wage"] == {"2026": [0, 12_000, 24_000], MONTH: [0, 1_000, 2_000]}


@pytest.mark.parametrize(
    ("axes", "path"),
    [
        ([], ["axes"]), ({}, ["axes"]), ([axis()], ["axes"]), ([[]], ["axes"]), ([[5]], ["axes", 0, 0]),
        ([[axis(weight=1)]], ["axes", 0, 0, "weight"]), ([[{"name": "age"}]], ["axes", 0, 0]),
        ([[axis("nothing")]], ["axes", 0, 0, "name"]), ([[axis("sex")]], ["axes", 0, 0, "name"]),
        ([[axis()], [axis("wage", index=1)]], ["axes", 1, 0, "index"]), ([[axis(count=0)]], ["axes", 0, 0, "count"]),
        ([[axis(count=2.5)]], ["axes", 0, 0, "count"]), ([[axis(low="x")]], ["axes", 0, 0, "min"]),
        ([[axis(high=True)]], ["axes", 0, 0, "max"]), ([[axis(count=4)]], ["axes", 0, 0]),
        ([[axis(high=500)]], ["axes", 0, 0]), ([[{**axis("wage"), "period": "x"}]], ["axes", 0, 0, "period"]),
        ([[{**axis("annual_sales"), "period": MONTH}]], ["axes", 0, 0, "period"]),
        ([[axis(), axis("wage", count=3)]], ["axes", 0, 1, "count"]), ([[axis()], [axis()]], ["axes", 1, 0]),
    ],
)  # fmt: skip
def test_an_axis_that_is_none_is_refused_at_its_place(calculate, axes, path):
    answer = calculate({**on_axes(), "axes": axes})
    assert answer.status_code == (404 if "nothing" in str(axes) else 400)
    found = answer.json()
    for key in path:
        found = found[key]
    assert isinstance(found, str)


def test_axes_are_no_part_of_a_trace_and_are_bounded(calculate):
    assert set(calculate(on_axes([axis()]), "/trace").json()) == {"axes"}
    for groups in ([axis("wage", count=2_000)],), ([axis("wage", count=40)], [axis("pension_old_age", count=40)]):
        assert calculate(on_axes(*groups)).status_code == 413
    assert calculate(on_axes([axis("wage", 0, 9_000, 900)], rosa={AMOUNT: {"2026": None}})).status_code == 413


def test_links_are_names_of_persons_and_hold_within_a_household(calculate):
    document = {
        "persons": {
            "ana": {"is_mother_of_student": {"2020-05": None}},
            "eva": {"mother": {MONTH: "ana"}, "is_enrolled": {MONTH: True}, "school_level": {MONTH: "primary"},
                    "father": {"2020-05": None}},
            "luz": {},
        },
        "households": {"h": {"members": ["luz", "ana", "eva"]}},
    }  # fmt: skip
    asked = copy.deepcopy(document)
    asked["persons"]["eva"]["mother"]["2020-05"] = None
    found = calculate(asked).json()["persons"]
    assert found["ana"]["is_mother_of_student"]["2020-05"] is True
    assert found["eva"]["mother"] == {MONTH: "ana", "2020-05": "ana"}
    assert found["eva"]["father"]["2020-05"] == ""
    document["households"]["h"]["members"].remove("eva")
    answer = calculate(document)
    assert (answer.status_code, keys(answer.json())) == (400, {"persons": {"eva": {"mother": {MONTH: None}}}})


@pytest.mark.parametrize(
    ("variable", "value"),
    [("age", "2.000"), ("age", 66.5), ("age", -1), ("age", 500), ("wage", "1000+1000"), ("wage", 1e300),
     ("is_enrolled", "tal vez"), ("school_level", 3), ("mother", "nadie"), ("mother", "rosa"),
     ("father", "rosa"), ("renta_dignidad", 1e300), ("wage", [])],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_its_period(calculate, variable, value):
    answer = calculate({"persons": {"rosa": {variable: {MONTH: value}}}})
    assert (answer.status_code, keys(answer.json())) == (400, {"persons": {"rosa": {variable: {MONTH: None}}}})


@pytest.mark.parametrize("month", ["2004-12", "2101-01"])
def test_what_the_law_book_cannot_say_is_refused_at_its_period(calculate, month):
    answer = calculate({"persons": {"rosa": {"renta_dignidad": {month: None}}}})
    assert (answer.status_code, keys(answer.json())) == (400, {"persons": {"rosa": {"renta_dignidad": {month: None}}}})


@pytest.mark.parametrize("body", ['{"persons": {"a": {"age": {"2026": NaN}}}}', "[" * 100_000, '"\\ud800"', "9" * 5000])
def test_what_no_json_document_may_hold_is_refused(client, body):
    answer = client.post("/calculate", content=body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}


def test_the_sentence_is_in_the_language_that_is_asked_for(calculate):
    wrong = {"persons": {}}
    assert calculate(wrong).json()["persons"].startswith("At least")
    assert calculate(wrong, **{"accept-language": "es-BO"}).json()["persons"].startswith("Falta")


def test_a_request_for_too_much_is_refused_before_work(calculate):
    many = {f"p{index}": {} for index in range(PERSONS + 1)}
    months = {f"{1000 + each // 12}-{each % 12 + 1:02}": 1 for each in range(PERIODS + 1)}
    crowd = {f"p{index}": {} for index in range(MEMBERS + 1)}
    years = {f"{year}-{month:02}": None for year in range(2010, 2027) for month in range(1, 13)}
    homes = {"h": {"members": [f"p{index}" for index in range(MEMBERS)], "a_mother_collects_pepe": years}}
    for document in (
        {"persons": many},
        {"persons": {"rosa": {"wage": months}}},
        {"persons": crowd, "households": {"h": {"members": list(crowd)}}},
        {"persons": {f"p{index}": {} for index in range(MEMBERS)}, "households": homes},
    ):
        begun = time.perf_counter()
        answer = calculate(document)
        assert answer.status_code == 413, answer.text[:200]
        assert set(answer.json()) == {"error"}
        assert time.perf_counter() - begun < 2


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
    | st.sampled_from(["rosa", "2026", "2026-01", "ETERNITY", "members", "age", "primary"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
PLACES = st.lists(st.integers(0, 20), max_size=5)


@pytest.mark.parametrize("many", sizes(60, 2_000, "situations"))
def test_a_good_situation_with_one_place_spoilt_is_answered_or_refused_and_never_fails(client, many):
    @settings(max_examples=many, deadline=None, derandomize=True, database=None)
    @given(places=PLACES, key=st.text(max_size=8) | st.sampled_from(sorted(variables(bolivia()))), value=ANYTHING)
    def ask(places, key, value):
        answers_or_refuses(client, places, key, value)

    ask()


def answers_or_refuses(client, places, key, value):
    document = copy.deepcopy(SITUATION)
    inside = document
    for place in places:
        following = list(inside.values())[place % len(inside)] if inside else None
        if not isinstance(following, dict):
            break
        inside = following
    inside[key] = value
    for path in ("/calculate", "/trace"):
        body = json.dumps(document).encode()
        answer = client.post(path, content=body)
        assert answer.status_code in (200, 400, 404, 413), answer.text


def test_every_parameter_and_variable_is_described_where_its_list_says(client):
    for of in ("/parameters", "/variables"):
        listed = client.get(of).json()
        for name, entry in list(listed.items())[::9]:
            found = client.get(entry["href"])
            assert found.status_code == 200
            assert (found.json()["id"], found.json()["description"]) == (name, entry["description"])
    assert set(listed) == set(questions(bolivia())) | set(bolivia().definitions)


DEFAULTS = {"Int": int, "Float": int | float, "Boolean": bool, "String": str}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def test_the_legislation_explorer_finds_what_it_reads_of_every_parameter():
    """openfisca/legislation-explorer, src/components/parameter.jsx and scale.jsx: a scale's bracket is never null."""
    for name in legislation.parameter_list(bolivia()):
        found = legislation.parameter(name, bolivia(), "https://h/")
        assert (found["id"], bool(found["description"])) == (name, True)
        assert ("values" in found) != ("brackets" in found)
        assert all(DAY.fullmatch(date) for date in found.get("values", found.get("brackets")))
        assert all(each is None or isinstance(each, int | float | str) for each in found.get("values", {}).values())
        for bracket in found.get("brackets", {}).values():
            assert all(isinstance(rate, int | float) and float(at) >= 0 for at, rate in bracket.items())
        check_source(found)


def test_the_legislation_explorer_finds_what_it_reads_of_every_variable_and_entity():
    """src/components/variable.jsx, formula.jsx and entity.jsx: references and sources are targets of links."""
    entities = legislation.entities()
    for name in variables(bolivia()):
        found = legislation.variable(name, bolivia(), "https://h/")
        assert (found["id"], bool(found["description"])) == (name, True)
        assert isinstance(found["defaultValue"], DEFAULTS[found["valueType"]])
        assert found["entity"] in entities
        assert all(link.startswith("http") for link in found.get("references", ()))
        assert all(found.get("possibleValues", {"": "x"}).values())
        check_source(found)
        for date, formula in found.get("formulas", {}).items():
            assert DAY.fullmatch(date)
            if formula is not None:
                assert formula["content"]
                check_source(formula)
    for each in entities.values():
        assert each["plural"]
        assert each["description"]
        assert all({"plural", "description"} <= set(role) for role in each.get("roles", {}).values())


def check_source(found):
    address, _, lines = found["source"].partition("#")
    path = legislation.source_files()[address.removeprefix("https://h/source/")]
    if lines:
        first, last = map(int, re.fullmatch(r"L(\d+)-L(\d+)", lines).groups())
        assert "\n".join(path.read_text().splitlines()[first - 1 : last]) + "\n" == found.get("content", ANY)


def test_a_source_is_read_at_its_address_and_no_other_file(client):
    text = client.get(client.get("/variable/bonosol").json()["source"]).text
    assert "def bonosol(" in text
    assert client.get("/source/ayni/survey/columns.yaml").status_code == 200
    for path in ("ayni/web/app.py", "ayni/law/../web/app.py", "etc/passwd", "ayni/law", ""):
        assert client.get(f"/source/{path}").status_code in (302, 404)


def test_the_specification_has_the_version_that_the_explorers_page_reads(client):
    """swagger-ui 3.17 asks of `openapi` that it begins with 3.0."""
    assert client.get("/spec").json()["openapi"].startswith("3.0.")


def test_a_variable_that_ended_has_a_null_the_day_after(client):
    formulas = client.get("/variable/bonosol").json()["formulas"]
    assert list(formulas.values())[-1] is None
    assert list(formulas)[-1] == "2008-01-01"
    first = next(iter(formulas.values()))
    assert first["content"].startswith("@rule(")
    assert first["source"].startswith("http://localhost/source/ayni/law/old_age/bonosol.py#L")


def test_a_household_may_have_the_name_of_somebody_who_lives_alone(calculate):
    ana = {"age": {MONTH: 70}, "self_identification": {MONTH: "not_bolivian"}, "renta_dignidad": {MONTH: None}}
    household = {"members": ["eva"], "a_mother_collects_pepe": {MONTH: None}}
    eva = {"age": {MONTH: 70}, "collects_pepe_as_mother": {MONTH: True}}
    document = {"persons": {"ana": ana, "eva": eva}, "households": {"ana": household}}
    found = calculate(document).json()
    assert found["persons"]["ana"]["renta_dignidad"][MONTH] == 0
    assert found["households"]["ana"]["a_mother_collects_pepe"][MONTH] is True
    steps = calculate(document, "/trace").json()
    assert steps["entitiesDescription"]["households"] == ["ana", "ana"]
    assert steps["trace"][f"renta_dignidad<{MONTH}>"]["value"] == [0, 500]


def test_a_head_is_answered_as_a_get(client):
    head, get = client.head("/variables"), client.get("/variables")
    assert head.status_code == 200
    assert head.headers["content-type"] == get.headers["content-type"]


def test_a_trailing_slash_never_leads_to_another_host(client):
    for path in ("//elsewhere.bo/", "/%5C/elsewhere.bo/", "/variables//", "/es/api/?x=//elsewhere.bo/"):
        place = client.get(f"http://localhost{path}").headers.get("location", "/")
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))


def test_a_scale_has_brackets_and_a_value_that_ended_a_null(client):
    scale = client.get("/parameter/aportes_sip/national_solidarity").json()
    stopped = client.get("/parameter/segundo_aguinaldo/monthly_wages").json()["brackets"]
    assert list(stopped.values())[-1] == {}
    assert all(isinstance(each, dict) for each in scale["brackets"].values() if each)
    assert "values" not in scale
    ended = [each for one in bolivia().instruments.values() for each in one.parameters.values()
             if each.rows[-1].end and not isinstance(each.rows[0].value, tuple)]  # fmt: skip
    found = client.get(f"/parameter/{ended[0].id}").json()["values"]
    assert found[(ended[0].rows[-1].end + dt.timedelta(1)).isoformat()] is None


def test_a_household_has_one_head_where_nobody_says_who(calculate):
    asked = {"relation": {"2026-01": None}, "pepe_2026": {"2026": None}}
    pupil = {"age": 9, "is_enrolled": True, "school_level": "primary", "school_course": 4, "school_type": "public"}
    found = calculate({
        "persons": {
            "rosa": {"age": {"2026-01": 40}, **asked},
            "juan": {**{name: {"2026-01": value} for name, value in pupil.items()}, **asked},
        },
        "households": {"home": {"members": ["rosa", "juan"]}},
    }).json()["persons"]  # fmt: skip
    assert [found[name]["relation"]["2026-01"] for name in ("rosa", "juan")] == ["head", "other_relative"]
    assert [found[name]["pepe_2026"]["2026"] for name in ("rosa", "juan")] == [450, 0]
