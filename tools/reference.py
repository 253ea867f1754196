"""The parts of docs/reference that are made from the program when the documentation is built, as Markdown."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import ayni
from ayni import measure
from ayni.evidence.claims import claims, judge
from ayni.facade.keywords import MEANING
from ayni.law import bolivia
from ayni.report import charts
from ayni.report.claims import claims_as_bytes
from ayni.report.series import indicators_as_json
from ayni.scenario.keys import VOCABULARY
from ayni.scenario.rows import COLUMNS
from ayni.survey import standard_columns
from ayni.words import Language, catalogue, read_yaml, say
from ayni.words.marks import MarkKind

IN_SPANISH = Path(__file__).parent.parent / "docs" / "reference" / "measures.es.yaml"
PICTURES = (
    "ayni.run()",
    'ayni.reform({"renta_dignidad.monthly_non_pensioner": 700})',
    'ayni.sweep(parameter="renta_dignidad.monthly_non_pensioner", values=range(500, 901, 100))',
    "ayni.frontier(budget_millions=1000)",
    "ayni.minimum_wage(3600)",
    "ayni.incidence(to='consumable')",
    "ayni.attribution()",
    'ayni.shock("labour_income", {"all": "10%"})',
    'ayni.inflation(start="2025-01")',
    'ayni.lawbook().history("renta_dignidad.monthly_non_pensioner")',
    'ayni.household({"ana": {"age": 40}}, date="2026-05").vary("monthly_wage", range(0, 20001, 500))',
)
"""What the gallery shows, as it is written in Python."""
HEAD = "| | español | English |\n| --- | --- | --- |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _lines(rows: Iterator[tuple[str, str, str]]) -> str:
    return HEAD + "".join(f"| `{name}` | {_cell(es)} | {_cell(en)} |\n" for name, es, en in rows)


def commands(language: Language) -> str:
    """The help of every command."""
    import click
    from click.testing import CliRunner

    from ayni.cli import COMMANDS, ayni as program

    spoken = {"LC_ALL": f"{language}_BO.UTF-8", "COLUMNS": "100"}
    parts = []
    for heading, names in COMMANDS.items():
        parts.append(f"## {say(f'terminal.{heading}', language)}\n")
        for name in names:
            command = program.get_command(click.Context(program), name)
            within = command.list_commands(click.Context(command)) if isinstance(command, click.Group) else []
            for path in ([name], *([name, each] for each in within)):
                said = CliRunner(env=spoken).invoke(program, [*path, "--help"], prog_name="ayni").output
                parts.append(f"### ayni {' '.join(path)}\n\n```text\n{said.rstrip()}\n```\n")
    return "\n".join(parts)


def api(language: Language) -> str:
    """Every operation of the OpenAPI document: what it does, and what stands in its address."""
    from ayni.web.app import create_app
    from ayni.web.pages.api import OWN, Operation, in_language

    operations = [
        Operation(method.upper(), path, about)
        for path, methods in create_app().openapi()["paths"].items()
        for method, about in methods.items()
    ]
    parts = []
    for group in ("openfisca", "other"):
        parts.append(f"## {say(f'web_api.group_{group}', language)}\n")
        for each in operations:
            if (OWN in each.about.get("tags", ())) != (group == "openfisca"):
                continue
            parts.append(f"### {each.method} {each.path}\n\n{each.summary(language)}.\n")
            parts.append(in_language(each.about.get("description", ""), language) + "\n")
            parts += [
                f"* `{given['name']}`: {in_language(given.get('description', ''), language)}"
                for given in each.parameters
            ]
            parts.append("")
    return "\n".join(parts)


def python() -> str:
    """Every function of `import ayni`, and what its keywords mean."""
    parts = []
    for name in ayni.__all__:
        found = getattr(ayni, name)
        if inspect.isfunction(found):
            text, _, keywords = (inspect.getdoc(found) or "").partition("\n\nKeywords:\n")
            command = f"command.{name.replace('_', '-')}"
            parts.append(f"## ayni.{name}\n")
            if command in catalogue():
                parts.append(f"*{say(command, 'es')}*\n")
            parts.append(f"{_markdown(text)}\n")
            if keywords:
                parts.append(
                    ", ".join(f"`{each}`" for each in re.findall(r"^ *(\w+):", keywords, re.MULTILINE)) + ".\n"
                )
    parts.append("## Keywords\n")
    parts += [f"* `{name}`: {meaning}" for name, meaning in sorted(MEANING.items())]
    return "\n".join(parts)


def indicators() -> str:
    """Every published indicator by the name that commands and addresses take."""
    found = json.loads(indicators_as_json(bolivia()))
    return _lines((each["indicator"], each["name"]["es"], each["name"]["en"]) for each in found)


def said(language: Language) -> str:
    """Every claim with its verdicts."""
    return claims_as_bytes([judge(claim, bolivia()) for claim in claims()], "md", language).decode()


def gallery(language: Language) -> str:
    """The charts of each of `PICTURES`, each kind once, with what makes them."""
    parts: list[str] = []
    seen: set[str] = set()
    for code in PICTURES:
        found = _computed(code)
        parts.append(f"## {code.partition('(')[0]}\n\n```python\n{code}\n```\n")
        if not isinstance(found, ayni.Result):
            parts.append(_figure(replace(found, language=language).svg, ".svg"))
            continue
        for chart in charts(found, language):
            if chart.id not in seen:
                parts.append(_figure(chart.svg, f'.chart("{chart.id}").svg'))
            seen.add(chart.id)
    return "\n".join(parts)


@cache
def _computed(code: str) -> Any:
    return eval(code, {"ayni": ayni})


def _figure(svg: str, caption: str) -> str:
    line = " ".join(svg.splitlines())
    return f'<figure style="max-width: 30rem">{line}<figcaption><code>{caption}</code></figcaption></figure>\n'


def rows() -> str:
    """The columns of a row, and of those whose values are known beforehand each value."""
    parts = [_lines((name, *_said(f"row.{name}")) for name in COLUMNS)]
    for column, values in VOCABULARY.items():
        parts.append(f"\n## `{column}`\n\n")
        parts.append(_lines((value, *_called(column, value)) for value in sorted(values) if value))
    return "".join(parts)


def marks() -> str:
    """What each mark of a row says."""
    return _lines((str(kind), *_mark(kind)) for kind in MarkKind)


def measures() -> str:
    """Every function of `ayni.measure` that gives figures: what it is, its formula and its source."""
    spanish = cast(dict[str, str], read_yaml(IN_SPANISH))
    parts = []
    for module in dict.fromkeys(getattr(measure, name).__module__ for name in spanish):
        parts.append(f"## {module.rpartition('.')[2]}\n\n{_markdown(inspect.getdoc(import_module(module)) or '')}\n")
        for name, es in spanish.items():
            found = getattr(measure, name)
            if found.__module__ == module:
                parts.append(f"### `{name}`\n\n*{es}*\n\n```python\n{name}{_signature(found)}\n```\n")
                parts.append(f"{_markdown(inspect.getdoc(found) or '')}\n")
    return "\n".join(parts)


def _markdown(docstring: str) -> str:
    return docstring.replace("``", "`")


def _signature(function: Callable[..., Any]) -> str:
    """What a function takes, without the types, of which its text speaks."""
    found = inspect.signature(function)
    named = [each.replace(annotation=inspect.Parameter.empty) for each in found.parameters.values()]
    return str(found.replace(parameters=named, return_annotation=inspect.Signature.empty))


def _said(key: str) -> tuple[str, str]:
    """A phrase in both languages, with what it is filled with left open."""
    phrase = {language: re.sub(r"\{\w+\}", "…", text) for language, text in catalogue()[key].items()}
    return phrase["es"], phrase["en"]


NAMED = (
    "column", "way", "income", "table", "band", "financing", "indirect", "inflation_curve", "inflation_line", "case",
    "carried", "contribution", "basis", "tier", "shock",
)  # fmt: skip
"""Sections of phrases, beside that of a column, that say what its values are called."""


def _called(column: str, value: str) -> tuple[str, str]:
    """What a value of a column is called, where a phrase or a survey's column names it."""
    for section in (column, *NAMED):
        if f"{section}.{value}" in catalogue():
            return _said(f"{section}.{value}")
    named = standard_columns().get(value) if column == "group" else None
    return (named.text["es"], named.text["en"]) if named else ("", "")


def _mark(kind: MarkKind) -> tuple[str, str]:
    for section in ("note", "mark"):
        if f"{section}.{kind}" in catalogue():
            return _said(f"{section}.{kind}")
    each = [_said(key) for key in catalogue() if key.partition(".")[0] == kind]
    return " ".join(es for es, _ in each), " ".join(en for _, en in each)
