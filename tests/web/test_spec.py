"""The OpenAPI document is sound, and the application answers as it says, whatever it is asked."""

from __future__ import annotations

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings, strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ayni.web import create_app
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

    yield schemathesis.openapi.from_asgi("/spec", create_app())
    shutdown_lifespans()


def operations(schema):
    return [found.ok() for found in schema.get_all_operations()]


def test_the_document_is_valid(schema):
    schema.validate()
    assert schema.raw_schema["openapi"].startswith("3.1")


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
    assert {200, 400, 404} <= set(seen)
