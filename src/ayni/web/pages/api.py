"""The API for people who write programs: every operation of the OpenAPI document with an example that can be run."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pprint import pformat
from typing import Any
from urllib.parse import quote, urlencode

from msgspec import Struct
from starlette.responses import Response

from ayni.web.site import Asked, Pages
from ayni.words import LANGUAGES, Language, catalogue

PAGES = Pages()
OWN = "OpenFisca"
"""The tag of operations that follow OpenFisca's."""
WIDTH = 88
"""Of a line of an example."""


class Operation(Struct, frozen=True):
    """One method of one path."""

    method: str
    path: str
    about: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its name within the page."""
        return str(self.about["operationId"])

    def summary(self, language: Language) -> str:
        """What it does, in a few words: the phrase of the catalogue by the operation's name, else the document's."""
        section, _, name = self.id.partition("_") if self.id.startswith("v1_") else ("api", "", self.id)
        phrase = catalogue().get(f"{section}.{name}")
        return phrase[language] if phrase else str(self.about.get("summary", ""))

    @property
    def parameters(self) -> list[Mapping[str, Any]]:
        """What stands in the path or behind the question mark."""
        return list(self.about.get("parameters", []))

    @property
    def body(self) -> Any:
        """The example of what is sent; None where nothing is."""
        return self.about.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")

    @property
    def answer(self) -> str:
        """The example of what comes back, as JSON."""
        good = next(each for status, each in self.about["responses"].items() if status in ("200", "300"))
        example = good.get("content", {}).get("application/json", {}).get("example")
        return "" if example is None else written(example)

    def address(self, base: str) -> str:
        """The example's whole address."""
        examples = {each["name"]: _example(each) for each in self.parameters}
        path, query = self.path, {}
        for each in self.parameters:
            value = examples[each["name"]]
            if each["in"] == "path":
                path = path.replace(f"{{{each['name']}}}", quote(str(value)))
            elif value is not None:
                query[each["name"]] = value
        return base + path.lstrip("/") + (f"?{urlencode(query, doseq=True)}" if query else "")

    def calls(self, base: str) -> list[tuple[str, str]]:
        """The example as a command and as a few lines of Python and of R."""
        address = self.address(base)
        if self.body is None:
            return [
                ("curl", f"curl {shlex.quote(address)}"),
                ("Python", f'import requests\n\nprint(requests.get("{address}").json())'),
                ("R", f'jsonlite::fromJSON("{address}")'),
            ]
        sent = written(self.body)
        python = pformat(self.body, width=WIDTH, sort_dicts=False)
        return [
            ("curl", f"curl {shlex.quote(address)} -H 'Content-Type: application/json' -d {shlex.quote(sent)}"),
            (
                "Python",
                f'import requests\n\nasked = {python}\nprint(requests.post("{address}", json=asked).json())',
            ),
            (
                "R",
                f'library(httr2)\n\nasked <- r"({sent})"\nrequest("{address}") |>\n'
                '  req_body_raw(asked, "application/json") |>\n  req_perform() |>\n  resp_body_json()',
            ),
        ]


def in_language(text: str, language: Language) -> str:
    """The paragraphs of one language, where a text has as many of each, in the catalogue's order; else all of it."""
    paragraphs = text.split("\n\n")
    size, rest = divmod(len(paragraphs), len(LANGUAGES))
    if rest:
        return text
    first = LANGUAGES.index(language) * size
    return "\n\n".join(paragraphs[first : first + size])


def written(value: Any, indent: int = 0) -> str:
    """JSON for people: what fits on a line stands on one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= WIDTH or not isinstance(value, dict | list):
        return line
    inner = "\n" + " " * (indent + 2)
    if isinstance(value, list):
        return f"[{inner}{f',{inner}'.join(written(each, indent + 2) for each in value)}\n{' ' * indent}]"
    parts = (f"{json.dumps(key, ensure_ascii=False)}: {written(each, indent + 2)}" for key, each in value.items())
    return f"{{{inner}{f',{inner}'.join(parts)}\n{' ' * indent}}}"


def _example(parameter: Mapping[str, Any]) -> Any:
    """The example of a parameter, wherever the document has it."""
    schema = parameter.get("schema", {})
    if "example" in parameter:
        return parameter["example"]
    named = parameter.get("examples") or schema.get("examples")
    if isinstance(named, Mapping):
        return next(iter(named.values()))["value"]
    return named[0] if named else None


@PAGES.page("api")
def api(asked: Asked) -> Response:
    """The page."""
    document = asked.request.app.openapi()
    operations = [
        Operation(method.upper(), path, about)
        for path, methods in document["paths"].items()
        for method, about in methods.items()
    ]
    groups = [
        ("openfisca", [each for each in operations if OWN in each.about.get("tags", ())]),
        ("other", [each for each in operations if OWN not in each.about.get("tags", ())]),
    ]
    return asked.page(
        "api.html.j2",
        title=asked.say("web_api.title"),
        groups=[(name, found) for name, found in groups if found],
        base=str(asked.request.base_url),
        in_language=in_language,
    )
