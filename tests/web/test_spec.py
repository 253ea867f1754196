"""The OpenAPI document is sound, and the application answers as it says, whatever it is asked."""

from __future__ import annotations

import re

import openapi_spec_validator
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings, strategies as st
from openapi_schema_validator import OAS30Validator, OAS31Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ayni.web import create_app
from ayni.web.openapi30 import as_3_0
from support.soak import sizes

MODELS = ("/v1/run", "/v1/reforms", "/v1/check", "/v1/households")
"""Operations that run a model, which only the long run asks."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
LEAKS = re.compile(r'(?<![\w.-])/(work|tmp|root|home)/|site-packages|Traceback|File \\?"|\.py", line')
"""What only a machine or a traceback says; a source of the law book is a path from the package on."""


@pytest.fixture(scope="module")
def schema():
    from schemathesis.python.asgi import shutdown_lifespans

    yield schemathesis.openapi.from_asgi("/openapi.json", create_app())
    shutdown_lifespans()


def operations(schema):
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize(
    ("version", "converted", "validator"), [("3.1", dict, OAS31Validator), ("3.0", as_3_0, OAS30Validator)]
)
def test_the_document_is_valid_and_so_are_its_examples(schema, version, converted, validator):
    document = converted(schema.raw_schema)
    assert document["openapi"].startswith(version)
    openapi_spec_validator.validate(document)
    assert document["info"]["license"]["url"]
    assert document["security"] == []
    assert {each["name"] for each in document["tags"]} == {"OpenFisca", "v1"}
    of = {"components": document["components"]}
    for media in medias(document["paths"]):
        if "example" in media:
            validator({"allOf": [media["schema"]], **of}).validate(media["example"])


def medias(paths):
    for operation in (each for methods in paths.values() for each in methods.values()):
        for answer in [operation.get("requestBody", {}), *operation["responses"].values()]:
            yield from answer.get("content", {}).values()


SCHEMAS = [
    ({"type": ["number", "null"]}, [1.5, None], ["x"]),
    ({"type": ["number", "string"]}, [1, "x"], [None, []]),
    ({"anyOf": [{"$ref": "#/components/schemas/Two"}, {"type": "null"}]}, [{"two": 2}, None], [{"two": 3}, "x"]),
    ({"anyOf": [{"type": "string"}, {"type": "null"}], "title": "T"}, ["x", None], [1]),
    ({"type": ["string", "null"], "enum": ["a", None]}, ["a", None], ["b"]),
    ({"type": "object", "properties": {"a": {"type": "null"}}}, [{"a": None}, {}], [{"a": 1}]),
    ({"type": "object", "additionalProperties": {"type": ["integer", "null"]}}, [{"a": None, "b": 1}], [{"a": "x"}]),
    ({"type": "array", "items": {"const": 1}, "examples": [[1]]}, [[1, 1]], [[2]]),
    ({"$ref": "#/components/schemas/Two", "description": "two"}, [{"two": 2}], [{}]),
]


@pytest.mark.parametrize(("schema", "good", "bad"), SCHEMAS, ids=str)
def test_a_schema_allows_the_same_in_each_version(schema, good, bad):
    two = {"type": "object", "properties": {"two": {"const": 2}}, "required": ["two"]}
    document = {"paths": {"/": {"get": {"schema": schema}}}, "components": {"schemas": {"Two": two}}}
    for validator, each in ((OAS31Validator, document), (OAS30Validator, as_3_0(document))):
        of = validator({"allOf": [each["paths"]["/"]["get"]["schema"]], "components": each["components"]})
        assert all(of.is_valid(value) for value in good)
        assert not any(of.is_valid(value) for value in bad)


def test_every_operation_has_an_example_of_its_answer_and_of_what_it_is_given(schema):
    for path, methods in schema.raw_schema["paths"].items():
        for operation in methods.values():
            good = [each for status, each in operation["responses"].items() if status in ("200", "300")]
            assert good, path
            assert all("example" in each["content"]["application/json"] for each in good), path
            needed = [each for each in operation.get("parameters", []) if each["required"]]
            assert all({"example", "examples"} & {*each, *each["schema"]} for each in needed), path
            body = operation.get("requestBody")
            assert body is None or "example" in body["content"]["application/json"], path


def test_every_operation_tells_the_errors_that_it_may_answer(schema):
    for methods in schema.raw_schema["paths"].values():
        for operation in methods.values():
            assert {"400", "405", "413", "414", "503"} <= set(operation["responses"])
            assert "422" not in operation["responses"]


@pytest.mark.parametrize("requests", sizes(25, 5_000, "requests"))
def test_what_is_documented_is_what_is_answered_and_nothing_of_the_machine_is_told(schema, requests):
    models = requests > 1_000
    asked = [each for each in operations(schema) if models or not each.path.startswith(MODELS)]
    good = [each.as_strategy(GenerationMode.POSITIVE) for each in asked]
    bad = [each.as_strategy(GenerationMode.NEGATIVE) for each in asked if each.body]
    seen = []

    @settings(max_examples=requests, derandomize=not models, deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=st.one_of([*good, *good, *bad]))
    def ask(case):
        response = case.call_and_validate(checks=CHECKS, timeout=60)
        text = response.content.decode()
        assert not LEAKS.search(text), text[:300]
        seen.append(response.status_code)

    ask()
    print({status: seen.count(status) for status in sorted(set(seen))})
    assert {200, 400, *([404] if models else [])} <= set(seen)
