"""The law book as OpenFisca's web API describes a country: its parameters, variables and entities."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import ayni
from ayni.engine import Instrument, Law, Parameter, Row, Rule, once_a_shape
from ayni.family.situation import ROLE
from ayni.family.variables import PLURALS, Variable, variables
from ayni.survey import standard_columns
from ayni.words import catalogue, say

PACKAGE = Path(str(ayni.__file__)).parent
COLUMNS, AMOUNTS = "columns.yaml", "amounts.yaml"
SOURCES = "source"
"""The path under which a server shows the files that say the law."""
ALWAYS = "0001-01-01"
"""Since when a formula holds that no instrument dates."""


def parameter_list(law: Law) -> dict[str, Mapping[str, str]]:
    """What each parameter is, in both languages, by `instrument.parameter`."""
    return {
        parameter.id: parameter.text
        for instrument in law.instruments.values()
        for parameter in instrument.parameters.values()
    }


def _links(texts: Iterable[str]) -> list[str]:
    """Those of the texts that are addresses, each once."""
    return [text for text in dict.fromkeys(texts) if text.startswith("http")]


@cache
def source_files() -> Mapping[str, Path]:
    """The files that say the law and what is asked, as `source` names them."""
    law = PACKAGE / "law"
    paths = [*law.rglob("*.yaml"), *law.rglob("*.py"), *(PACKAGE / "survey" / each for each in (COLUMNS, AMOUNTS))]
    return {path.relative_to(PACKAGE.parent).as_posix(): path for path in paths}


def parameter(name: str, law: Law, base: str = "/") -> dict[str, Any]:
    """A parameter with its dated values, or an instrument with its parameters. Raises for what there is not.

    `base` is the server's address, at which `source` is found.
    """
    instrument, _, rest = name.partition(".")
    if not rest and instrument in law.instruments:
        return _node(law.instruments[instrument], base)
    return _leaf(law.parameter(name), law.instruments[instrument], base)


def _node(instrument: Instrument, base: str) -> dict[str, Any]:
    return {
        "id": instrument.id,
        "description": instrument.name["en"],
        "metadata": {"es": instrument.name["es"], "tier": instrument.tier},
        "source": _address(_file_of(instrument.id), base),
        "subparams": {name: {"description": each.text["en"]} for name, each in instrument.parameters.items()},
    }


def _leaf(parameter: Parameter, instrument: Instrument, base: str) -> dict[str, Any]:
    starts = [row.start.isoformat() for row in parameter.rows]
    is_scale = isinstance(parameter.rows[0].value, tuple)
    nothing: Any = {} if is_scale else None
    dated: dict[str, Any] = {}
    for row, following in zip(parameter.rows, [*parameter.rows[1:], None], strict=True):
        dated[row.start.isoformat()] = _value(row)
        if row.end is not None and (following is None or row.end + dt.timedelta(1) < following.start):
            dated[(row.end + dt.timedelta(1)).isoformat()] = nothing
    return {
        "id": parameter.id,
        "description": parameter.text["en"],
        "metadata": {
            "es": parameter.text["es"],
            "unit": parameter.unit,
            "reference": {
                start: _references([row], instrument) for start, row in zip(starts, parameter.rows, strict=True)
            },
            "confidence": {start: row.confidence for start, row in zip(starts, parameter.rows, strict=True)},
            "note": {start: row.note for start, row in zip(starts, parameter.rows, strict=True) if row.note},
        },
        "source": _address(_file_of(instrument.id), base),
        "brackets" if is_scale else "values": dated,
    }


def _value(row: Row) -> Any:
    if isinstance(row.value, tuple):
        return {str(threshold): rate for threshold, rate in row.value}
    return row.value


def _references(rows: Iterable[Row], instrument: Instrument) -> list[str]:
    """The articles and links of dated values, each once."""
    found = [
        text
        for row in rows
        for text in (row.article, *(instrument.sources.get(key, key) for key in row.source))
        if text
    ]
    return list(dict.fromkeys(found))


def _address(place: str, base: str) -> str:
    """Where a file, with lines or without, is read on a server."""
    return f"{base}{SOURCES}/{place}"


@cache
def _files() -> Mapping[str, str]:
    """The YAML file of each instrument."""
    return {path.stem: name for name, path in source_files().items() if path.suffix == ".yaml"}


def _file_of(instrument: str) -> str:
    return _files()[instrument]


def variable(name: str, law: Law, base: str = "/") -> dict[str, Any]:
    """A variable: what it is, for which period, and how the law computes it. Raises KeyError for what there is not.

    `base` is the server's address, at which `source` is found.
    """
    found = variables(law)[name]
    described = {
        "id": found.name,
        "description": found.text["en"],
        "valueType": found.type,
        "defaultValue": found.default,
        "definitionPeriod": found.period,
        "entity": found.entity,
        "metadata": {"es": found.text["es"], **({"unit": found.unit} if found.unit else {})},
    }
    if found.definition is None:
        described["source"] = _address(_asked_in(name, law), base)
    else:
        described |= _computed(found, law, base, described["metadata"])
    if found.values:
        described["possibleValues"] = {value: _called(name, value) for value in found.values}
    return described


def _asked_in(name: str, law: Law) -> str:
    """The file that says what a fact is."""
    if name in standard_columns():
        return f"ayni/survey/{COLUMNS}"
    instruments = law.instruments.values()
    asking = next((each.id for each in instruments if name in each.inputs), None)
    return _file_of(asking) if asking else f"ayni/survey/{AMOUNTS}"


def _called(name: str, value: str) -> str:
    """What a value of a category is called."""
    keys = [f"{name}.{value}", f"{name.removeprefix('second_')}.{value}"]
    return next((say(key, "en") for key in keys if key in catalogue()), value.replace("_", " ").capitalize())


def _computed(variable: Variable, law: Law, base: str, about: Mapping[str, Any]) -> dict[str, Any]:
    definition = variable.definition
    name = definition.function.__name__ if isinstance(definition, Rule) else variable.name
    place, content = _declared(law)[name]
    source = _address(place, base)
    formula = {"source": source, "content": content}
    described: dict[str, Any] = {"source": source}
    references: list[str] = []
    instrument = None
    if isinstance(variable.definition, Rule):
        rule = variable.definition
        if rule.docstring:
            described["documentation"] = formula["documentation"] = rule.docstring
        if articles := [article.strip() for article in rule.law.split(";") if article.strip()]:
            described["metadata"] = {**about, "articles": articles}
        instrument = law.instruments.get(law.instrument_of(rule.name) or "")
        if instrument is not None:
            rows = [row for name in rule.parameters for row in instrument.parameters[name].rows]
            references = _links(_references(rows, instrument)) or _links(instrument.sources.values())
    if references:
        described["references"] = references
    described["formulas"] = {date: dict(formula) if holds else None for date, holds in _dates(instrument).items()}
    return described


def _dates(instrument: Instrument | None) -> dict[str, bool]:
    """The days on which a formula begins (true) and after which it ended (false), in order."""
    if instrument is None:
        return {ALWAYS: True}
    found: dict[str, bool] = {}
    for span in sorted(instrument.in_force, key=lambda span: span.start):
        found[span.start.isoformat()] = True
        if span.end is not None:
            found[(span.end + dt.timedelta(1)).isoformat()] = False
    return found


@once_a_shape
def _declared(law: Law) -> Mapping[str, tuple[str, str]]:
    """Where each rule, form of rules and sum of the law book is declared, as a file with lines, and its text."""
    wanted = {each.function.__name__ if isinstance(each, Rule) else name for name, each in law.definitions.items()}
    found = {}
    for inside, path in source_files().items():
        if path.suffix != ".py":
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef):
                name, first = node.name, min([node.lineno, *(each.lineno for each in node.decorator_list)])
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name, first = node.targets[0].id, node.lineno
            else:
                continue
            lines = text.splitlines()[first - 1 : node.end_lineno]
            found[name] = (f"{inside}#L{first}-L{node.end_lineno}", "\n".join(lines) + "\n")
    return {name: each for name, each in found.items() if name in wanted}


def entities() -> dict[str, Any]:
    """The entities by their word for one, with the roles of the household."""
    plurals = {one: many for many, one in PLURALS.items()}
    found: dict[str, Any] = {
        one: {
            "plural": plurals[one],
            "description": say(f"entity.{one}", "en"),
            "documentation": say(f"entity.{one}_more", "en"),
            "metadata": {"es": say(f"entity.{one}", "es")},
        }
        for one in PLURALS.values()
    }
    found["household"]["roles"] = {
        ROLE.removesuffix("s"): {"plural": ROLE, "description": say("entity.member", "en")},
    }
    return found
