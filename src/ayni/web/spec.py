"""The OpenAPI document of the application: FastAPI's description of the routes, with what they have in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import ayni
from ayni.family.openfisca import calculate, trace
from ayni.family.situation import AXES, CELLS, ROLE
from ayni.family.variables import PLURALS, Variable, variables
from ayni.law import bolivia
from ayni.report import legislation
from ayni.web.guard import said
from ayni.web.openapi30 import VERSION
from ayni.web.openfisca import SITUATION, both, listed, of_variables, welcome
from ayni.words import say

HEADERS: Mapping[str, str] = {
    "Country-Package": "The package that answers",
    "Country-Package-Version": "Its version",
    "Rules-Version": "The version of the law book, and the hash of its rules and parameters",
    "Data-Version": "A hash of the surveys that the server was started with, or of the synthetic population",
}
OURS: Mapping[str, tuple[str, str]] = {
    "400": ("The request cannot be read, or is not what is expected", "not_read"),
    "403": ("A page of a site that is not allowed to asks, where a survey file is served", "other_origin"),
    "404": ("There is nothing of this name", "not_found"),
    "405": ("The path is asked with another method", "wrong_method"),
    "408": ("The request did not arrive whole in time", "too_slow"),
    "413": ("The body is larger, or asks for more, than one request may", "too_large"),
    "414": ("The address is too long", "address_too_long"),
    "421": ("The request names a host that is not this server", "wrong_host"),
    "500": ("A computation failed", "failed"),
    "503": ("There are too many requests at once, or this one took too long; try again", "too_busy"),
}
"""Errors that any operation may answer, with the phrase of each."""
PLACES: Mapping[str, str] = {
    "id": "B01",
    "indicator": "poverty_extreme",
    "instrument": "renta_dignidad",
    "parameter": "monthly_non_pensioner",
}
"""Examples of what stands in a path, where the route gives none."""
EXAMPLES = Path(__file__).with_name("v1_examples.json")
"""Answers of /v1 by operation, made by `tools/api_examples.py`."""
LICENCE = {"name": "Apache License 2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}
TEXT = {"type": "string"}
_JSON_TYPES: Mapping[str, Any] = {
    "Int": "integer",
    "Float": "number",
    "Boolean": "boolean",
    "String": "string",
}


def document(app: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1: every route of the application with schemas, examples, headers and errors. Made once."""
    if not app.openapi_schema:
        found = get_openapi(
            title=say("api.title", "en"),
            version=ayni.__version__,
            description=both("api.about"),
            routes=app.routes,
            license_info=LICENCE,
            tags=[{"name": tag, "description": both(f"api.tag_{tag.lower()}")} for tag in ("OpenFisca", "v1")],
        )
        found["security"] = []
        components = found.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        schemas.update(_schemas())
        components["headers"] = {
            name: {"description": text, "schema": TEXT, "required": True} for name, text in HEADERS.items()
        }
        components["responses"] = {f"Error{status}": _error(status) for status in OURS}
        for path, operations in found["paths"].items():
            for operation in operations.values():
                _finish(operation, has_place="{" in path)
        app.openapi_schema = found
    return app.openapi_schema


def _finish(operation: dict[str, Any], *, has_place: bool) -> None:
    """Add what all operations have: headers, errors that are ours, and the example of its answer."""
    responses = operation["responses"]
    responses.pop("422", None)
    for status in OURS:
        if status != "404" or has_place:
            responses.setdefault(status, {"$ref": f"#/components/responses/Error{status}"})
    if has_place:
        responses.setdefault("302", {"description": "To the path without its last slash"})
    for place in operation.get("parameters", []):
        if place["name"] in PLACES and place["in"] == "path" and "examples" not in place["schema"]:
            place.setdefault("example", PLACES[place["name"]])
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    for response in responses.values():
        if "$ref" not in response:
            response.setdefault("headers", {}).update(headers)
    # put in here since FastAPI leaves nulls out
    name = operation["operationId"]
    if name in _v1_examples():
        responses["200"]["content"]["application/json"]["example"] = _v1_examples()[name]
    elif name in _examples():
        status, give = _examples()[name]
        responses[status]["content"]["application/json"]["example"] = give()
    if name in ("calculate", "trace"):
        operation["requestBody"]["content"]["application/json"]["example"] = SITUATION


def _error(status: str) -> dict[str, Any]:
    text, key = OURS[status]
    return {
        "description": text,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS},
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/Error"},
                "example": {"error": said(f"web_error.{key}")},
            }
        },
    }


@cache
def _v1_examples() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(EXAMPLES.read_bytes())
    return found


def _examples() -> Mapping[str, tuple[str, Callable[[], Any]]]:
    """The answer of each operation of OpenFisca's to its example, computed."""

    def first(found: Mapping[str, Any]) -> dict[str, Any]:
        return dict(list(found.items())[:2])

    def beginning(version: str) -> dict[str, Any]:
        return {"openapi": version, "info": {"title": say("api.title", "en")}, "paths": {}}

    def situation() -> Any:
        return json.loads(json.dumps(SITUATION))

    return {
        "root": ("300", welcome),
        "parameters": ("200", lambda: first(listed(legislation.parameter_list(bolivia()), "/", "parameter"))),
        "parameter": ("200", lambda: legislation.parameter("renta_dignidad.thirteenth_payment", bolivia())),
        "variables": ("200", lambda: first(listed(of_variables(), "/", "variable"))),
        "variable": ("200", lambda: legislation.variable("renta_dignidad_thirteenth", bolivia())),
        "entities": ("200", legislation.entities),
        "calculate": ("200", lambda: calculate(situation(), bolivia())),
        "trace": ("200", lambda: trace(situation(), bolivia())),
        "spec": ("200", lambda: beginning(VERSION)),
        "openapi": ("200", lambda: beginning("3.1.0")),
    }


def _schemas() -> dict[str, Any]:
    """The shapes of OpenFisca's documents, with this country's variables."""
    anything: dict[str, Any] = {}
    dated = _map({"type": ["number", "string", "null"]})
    metadata = {"type": "object"}
    formula = _object({"source": TEXT, "content": TEXT, "documentation": TEXT}, "source", "content")
    described = {"id": TEXT, "description": TEXT, "metadata": metadata, "source": TEXT, "documentation": TEXT}
    situation = {
        plural: _map({"$ref": f"#/components/schemas/{entity.capitalize()}"}) for plural, entity in PLURALS.items()
    }
    axes = {**_list({**_list({"$ref": "#/components/schemas/Axis"}), "minItems": 1}), "minItems": 1}
    role = _object({"plural": TEXT, "description": TEXT, "max": {"type": "integer"}}, "plural", "description")
    step = {"value": _list(anything), "dependencies": _list(TEXT), "parameters": _map(anything)}
    both = _object({"es": TEXT, "en": TEXT}, "es", "en")
    return {
        "Welcome": _object({"welcome": TEXT}, "welcome"),
        "List": _map(_object({"description": TEXT, "href": TEXT}, "description", "href")),
        "Parameter": _object(
            {
                **described,
                "values": dated,
                "brackets": _map(_map({"type": "number"})),
                "subparams": _map(_object({"description": TEXT}, "description")),
            },
            "id", "description", "metadata",
        ),
        "Variable": _object(
            {
                **described,
                "valueType": {"type": "string", "enum": list(_JSON_TYPES)},
                "defaultValue": {"type": ["number", "boolean", "string"]},
                "definitionPeriod": {"type": "string", "enum": ["MONTH", "YEAR", "ETERNITY"]},
                "entity": {"type": "string", "enum": list(PLURALS.values())},
                "references": _list(TEXT),
                "formulas": _map({"anyOf": [formula, {"type": "null"}]}),
                "possibleValues": _map(TEXT),
            },
            "id", "description", "valueType", "defaultValue", "definitionPeriod", "entity",
        ),
        "Entities": _map(
            _object(
                {"plural": TEXT, "description": TEXT, "documentation": TEXT, "metadata": metadata, "roles": _map(role)},
                "plural", "description", "documentation",
            )
        ),
        "Person": _entity("person", {}),
        "Household": _entity("household", {ROLE: _list(TEXT)}),
        "SituationInput": _object({**situation, AXES: axes}, "persons", closed=True),
        "SituationOutput": _object(situation, "persons", closed=True),
        "SituationAlongAxes": _object(
            {**{plural: _map(_map(anything)) for plural in PLURALS}, AXES: axes}, "persons", AXES, closed=True
        ),
        "Answered": {"anyOf": [{"$ref": f"#/components/schemas/Situation{of}"} for of in ("Output", "AlongAxes")]},
        "Axis": _object(
            {
                "name": TEXT,
                "count": {"type": "integer", "minimum": 1, "maximum": CELLS},
                "min": {"type": "number"},
                "max": {"type": "number"},
                "period": TEXT,
                "index": {"type": "integer", "minimum": 0, "default": 0},
            },
            "name", "count", "min", "max", "period", closed=True,
        ),
        "SituationError": {"type": "object", "description": "Keys of the situation, down to a sentence"},
        "Trace": _object(
            {
                "requestedCalculations": _list(TEXT),
                "entitiesDescription": _object({plural: _list(TEXT) for plural in PLURALS}, *PLURALS),
                "trace": _map(_object(step, *step)),
            },
            "requestedCalculations", "entitiesDescription", "trace",
        ),
        "Document": _object({"openapi": TEXT, "info": metadata, "paths": metadata}, "openapi", "info", "paths"),
        "Error": _object({"error": {"anyOf": [TEXT, both]}}, "error"),
    }  # fmt: skip


def _object(properties: Mapping[str, Any], *required: str, closed: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": dict(properties), "required": list(required)}
    return {**found, "additionalProperties": False} if closed else found


def _map(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _entity(entity: str, roles: Mapping[str, Any]) -> dict[str, Any]:
    mine = {name: _map(_values(each)) for name, each in variables(bolivia()).items() if each.entity == entity}
    found = _object({**roles, **mine}, closed=True)
    found.pop("required")
    return found


def _values(variable: Variable) -> dict[str, Any]:
    """What may stand at a period of a variable; null asks."""
    if variable.values:
        return {"type": ["string", "null"], "enum": [*variable.values, None]}
    return {"type": [_JSON_TYPES[variable.type], "null"]}
