"""The page on the API: every operation, with examples that are what the server answers."""

from __future__ import annotations

import json
import warnings

import pytest
from markupsafe import escape

from ayni.web import create_app
from ayni.web.pages.api import Operation, in_language, written

SHORTENED = ("parameters", "variables", "spec", "openapi")
"""Operations whose example is the beginning of the answer."""


@pytest.fixture(scope="module")
def client():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

        return TestClient(create_app(), "http://localhost")


@pytest.fixture(scope="module")
def operations(client):
    paths = client.app.openapi()["paths"]
    return [
        Operation(method.upper(), path, each) for path, methods in paths.items() for method, each in methods.items()
    ]


def test_the_page_shows_every_operation_in_each_language(client, operations):
    for language in ("es", "en"):
        text = client.get(f"/{language}/api").text
        for each in operations:
            assert f'id="{each.id}"' in text
            assert str(escape(each.summary(language))) in text
        assert 'href="/spec"' in text
        assert len(text) < 150 * 1024


def test_the_examples_are_what_the_server_answers(client, operations):
    for each in operations:
        if "OpenFisca" not in each.about["tags"] or each.id in SHORTENED:
            continue
        address = each.address("/")
        found = client.get(address) if each.body is None else client.post(address, json=each.body)
        said = json.loads(found.text.replace("http://localhost/", "/"))  # `source` has the server's address
        assert said == json.loads(each.answer), each.id


def test_the_commands_carry_the_example_whole(operations):
    calculate = next(each for each in operations if each.id == "calculate")
    curl, python, r = (text for _, text in calculate.calls("http://127.0.0.1:8000/"))
    assert json.loads(curl.partition("-d '")[2].removesuffix("'")) == calculate.body
    assert json.loads(r.partition('r"(')[2].partition(')"')[0]) == calculate.body
    names = {}
    exec(python.partition("print(")[0].replace("import requests", ""), names)
    assert names["asked"] == calculate.body


def test_every_call_names_the_same_address(operations):
    for each in operations:
        assert all(each.address("http://h/") in text for _, text in each.calls("http://h/"))


def test_json_for_people_is_the_same_json():
    value = {"a": [1, {"b": None, "c": "x" * 100}], "d": {}, "e": ["ñ" * 60, "y" * 60]}
    assert json.loads(written(value)) == value
    assert max(map(len, written({"k": list(range(100))}).splitlines())) <= 88


def test_a_text_of_both_languages_is_shown_in_one():
    assert [in_language("hola\n\nhello", language) for language in ("es", "en")] == ["hola", "hello"]
    assert in_language("hello", "es") == "hello"
