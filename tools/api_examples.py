"""Record the examples of /v1's OpenAPI document: each is the answer to the example of its question, shortened.

Run `python tools/api_examples.py` after a change of what an operation asks or answers.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from typing import Any

from ayni.web import create_app
from ayni.web.pages.api import Operation
from ayni.web.spec import EXAMPLES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ITEMS, NAMES = 1, 2
"""Kept of a list, and of a mapping whose keys are not said."""


def shortened(value: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """The beginning of an answer, still of its schema."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    for way in schema.get("anyOf", []):
        if way.get("type") != "null":
            schema = schemas[way["$ref"].rpartition("/")[2]] if "$ref" in way else way
    if isinstance(value, list):
        return [shortened(each, schema.get("items", {}), schemas) for each in value[:ITEMS]]
    if isinstance(value, dict):
        said, others = schema.get("properties", {}), schema.get("additionalProperties", {})
        kept = list(value)[: None if said else NAMES]
        return {
            name: shortened(value[name], said.get(name, others if isinstance(others, dict) else {}), schemas)
            for name in kept
        }
    return value


if __name__ == "__main__":
    found = {}
    with TestClient(create_app(), "http://localhost") as client:  # on the synthetic population
        document = client.app.openapi()  # type: ignore[attr-defined]
        for path, methods in document["paths"].items():
            for method, about in methods.items():
                each = Operation(method.upper(), path, about)
                if not each.id.startswith("v1_"):
                    continue
                where = each.address("/")
                answer = client.get(where) if each.body is None else client.post(where, json=each.body)
                answer.raise_for_status()
                schema = about["responses"]["200"]["content"]["application/json"]["schema"]
                found[each.id] = shortened(answer.json(), schema, document["components"]["schemas"])
    EXAMPLES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
