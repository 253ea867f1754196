"""OpenAPI 3.0 of an OpenAPI 3.1 document, for programs that read no other, OpenFisca's Legislation Explorer among them.

3.0 knows no null type, one type a schema, and one example a schema; `nullable` stands beside a type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VERSION = "3.0.3"
NULL = {"type": "string", "nullable": True, "enum": [None]}
"""A schema that allows null alone."""


def as_3_0(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same document in 3.0; its examples stay as they are."""
    found: dict[str, Any] = _converted(document)
    return {**found, "openapi": VERSION}


def _converted(node: Any) -> Any:
    """A part of the document outside schemas: what it says of schemas converted."""
    if isinstance(node, list):
        return [_converted(each) for each in node]
    if not isinstance(node, Mapping):
        return node
    if "$ref" in node:  # beside a reference nothing may stand
        return {"$ref": node["$ref"]}
    found = {}
    for key, value in node.items():
        match key:
            case "schema":
                found[key] = _schema(value)
            case "schemas":
                found[key] = {name: _schema(each) for name, each in value.items()}
            case "example":
                found[key] = value
            case _:
                found[key] = _converted(value)
    return found


def _schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema of 3.0 that allows what one of 3.1 does."""
    if schema == {"type": "null"}:
        return NULL
    found: dict[str, Any] = {}
    for key, value in schema.items():
        match key:
            case "properties":
                found[key] = {name: _schema(each) for name, each in value.items()}
            case "items" | "additionalProperties":
                found[key] = value if isinstance(value, bool) else _schema(value)
            case "anyOf" | "allOf" | "oneOf":
                found[key] = [_schema(each) for each in value]
            case "type" if isinstance(value, list):
                found |= _of_types(value)
            case "const":
                found["enum"] = [value]
            case "examples":
                found["example"] = value[0]
            case _:
                found[key] = value
    if "$ref" in found and len(found) > 1:
        found["allOf"] = [{"$ref": found.pop("$ref")}]
    ways = found.get("anyOf", [])
    if len(ways) == 2 and ways[1] == NULL and "type" in ways[0]:
        del found["anyOf"]
        found |= {**ways[0], "nullable": True}
    return found


def _of_types(types: list[str]) -> dict[str, Any]:
    """What allows several types; null is a type of 3.1 alone."""
    ways = [{"type": each} for each in types if each != "null"]
    nullable = {"nullable": True} if "null" in types else {}
    return {**ways[0], **nullable} if len(ways) == 1 else {"anyOf": [{**each, **nullable} for each in ways]}
