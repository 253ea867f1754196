"""Write reforms/reform.schema.json: what a reform file may hold, for editors. Run again after the law changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ayni.engine import Parameter
from ayni.law import bolivia
from ayni.scenario.financing import LEVIES

TARGET = Path(__file__).parent.parent / "reforms" / "reform.schema.json"
DATE = r"^\d{4}-\d{2}-\d{2}(\.\d{4}-\d{2}-\d{2})?$"
TEXT: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {"type": "object", "properties": {"es": {"type": "string"}, "en": {"type": "string"}}},
    ]
}


def document() -> str:
    """The schema as text."""
    parameters = {
        parameter.id: _parameter(parameter)
        for instrument in bolivia().instruments.values()
        for parameter in instrument.parameters.values()
    }
    programmes = list(bolivia().instruments)
    reserved: dict[str, Any] = {
        "name": {"description": "Name in Spanish and English.", **TEXT},
        "at": {
            "description": "For values of the years of surveys: the people's own month, where none is asked for.",
            "enum": ["survey"],
        },
        "off": {
            "description": "Programmes that give nothing to anybody.",
            "type": "array",
            "items": {"enum": programmes},
        },
        "programme": {
            "description": "Programmes added, by identifier: the content of an instrument's YAML in src/ayni/law.",
            "type": "object",
            "additionalProperties": {"type": "object", "required": ["name", "in_force", "parameters"]},
        },
        "rules": {"description": "A Python file with rules, beside this one.", "type": "string"},
        "names": {
            "description": "What the rules and sums of the Python file are called, by name.",
            "type": "object",
            "additionalProperties": {
                "type": "object", "required": ["es", "en"], "additionalProperties": False,
                "properties": {"es": {"type": "string"}, "en": {"type": "string"}},
            },
        },
        "financing": {
            "description": "Who pays: the rule of a levy, other parameters, or a text that is only recorded.",
            "oneOf": [
                {"type": "object", "required": ["rule"], "properties": {"rule": {"enum": list(LEVIES)}},
                 "additionalProperties": False},
                {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}},
                 "additionalProperties": False},
                {"type": "object", "minProperties": 1, "properties": parameters, "additionalProperties": False},
            ],
        },
        "schedules": {
            "description": "Alternatives of a tax that no survey sees, by name: an aggregate computation.",
            "type": "object",
            "additionalProperties": {
                "type": "object", "properties": {"name": TEXT, **parameters}, "additionalProperties": False,
            },
        },
    }  # fmt: skip
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Ayni: a reform",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {**reserved, **{name: {"$ref": f"#/definitions/{name}"} for name in parameters}},
        "definitions": parameters,
    }
    for part in (reserved["financing"]["oneOf"][2], reserved["schedules"]["additionalProperties"]):
        part["properties"] = {
            name: {"$ref": f"#/definitions/{name}"} if name in parameters else body
            for name, body in part["properties"].items()
        }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _parameter(parameter: Parameter) -> dict[str, Any]:
    text = f"{parameter.text['es']} / {parameter.text['en']} [{parameter.unit}]"
    value = _value(parameter)
    dated = {"type": "object", "minProperties": 1, "patternProperties": {DATE: value}, "additionalProperties": False}
    return {"description": text, "anyOf": [dated, value]}


def _value(parameter: Parameter) -> dict[str, Any]:
    example = parameter.rows[-1].value
    if isinstance(example, str):
        return {"type": "string"}
    if isinstance(example, tuple):
        pair = {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2}
        return {"type": "array", "items": pair, "minItems": 1}
    number: dict[str, Any] = {"type": "number", "minimum": 0}
    if parameter.unit == "share":
        number["maximum"] = 1
    if parameter.unit == "flag":
        number = {"enum": [0, 1]}
    return {"anyOf": [number, {"type": "string", "pattern": r"^\d+(\.\d+)?( ?%| .+)?$"}]}


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
