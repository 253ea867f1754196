"""The calculator without a server: one HTML file that answers a family in a browser, on any date of the law."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import ayni
from ayni.engine import Law, Rule
from ayni.engine.javascript import as_literal, household_in_javascript
from ayni.law import bolivia
from ayni.report.interview import interview
from ayni.report.people import ASSUMED, is_money, label
from ayni.scenario.family import FIRST_DAY, GIVES, MONTHS, answering, questions
from ayni.words import LANGUAGES, Language, catalogue, say

HERE = Path(__file__).parent
SCRIPTS = (HERE.parent / "scenario" / "family.js", HERE / "numbers.js", HERE / "people.js")
"""What stands on the compiled law, in order; each does what the Python file of its name does."""
_SECTIONS = ("calculator", "family", "operator", "standing", "unit", "why", "word")
_PHRASES = (
    "web.mirror", "web.footer", "web.read_as", "number.day", *(f"number.month_{month}" for month in range(1, 13)),
    *(f"error.{key}" for key in ("not_finite", "typed_two_readings", "typed_no_number")),
)  # fmt: skip


def calculator_page(language: Language, law: Law | None = None) -> str:
    """The file, which opens in one language and holds both; it asks for nothing and stores nothing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    script, style = (
        f"{script_of(law or bolivia())}\n{_text('calculator.js')}start({json.dumps(language)});\n",
        _text("calculator.css"),
    )
    return environment.get_template("calculator.html.j2").render(
        language=language,
        say=say,
        languages=LANGUAGES,
        script=Markup(script),
        style=Markup(style),
        script_hash=_hash(script),
        style_hash=_hash(style),
    )


def script_of(law: Law) -> str:
    """The law, the answers of a family and their words in both languages, as a script without a page."""
    rules = {
        instrument.id: [rule.name for rule in answering(law, instrument)] for instrument in law.instruments.values()
    }
    answering_rules = [name for names in rules.values() for name in names]
    names = {*law.order(answering_rules), *law.read_by(answering_rules), *questions()}
    labels = _labels(law, names)
    constants = {
        "BOOK": _book(law, rules, labels),
        "WORDS": _words(names),
        "LABELS": labels,
        "INTERVIEW": interview(),
    }
    declared = "".join(f"const {name} = {as_literal(value)};\n" for name, value in constants.items())
    engine = household_in_javascript(law, answering_rules)
    return declared + engine + "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)


def _book(law: Law, rules: Mapping[str, list[str]], names: Iterable[str]) -> dict[str, Any]:
    asked = questions()
    return {
        "firstYear": FIRST_DAY.year,
        "version": ayni.__version__,
        "neutral": {name: question.neutral for name, question in asked.items()},
        "links": [name for name, question in asked.items() if question.type == "person"],
        "limits": {
            name: [question.low, question.high, question.type == "count"]
            for name, question in asked.items()
            if question.type in ("count", "money")
        },
        "beyond": [name for each in law.instruments.values() for name in each.about.get("inputs", {})],
        "assumed": ASSUMED,
        "gives": GIVES,
        "inBs": [name for name in names if is_money(name)],
        "months": MONTHS,
        "instruments": [
            {
                "id": name,
                "kind": law.instruments[name].about.get("kind", ""),
                "calculable": law.instruments[name].tier == "calculable",
                "paidIn": law.instruments[name].about.get("paid_in", {}),
                "bring": law.instruments[name].about.get("bring", {}),
                "rules": names,
            }
            for name, names in rules.items()
            if names
        ],
    }


def _words(names: set[str]) -> dict[str, Mapping[str, str]]:
    """The phrases that the scripts may say: their own sections, and what the values of the columns are called."""
    sections = {*_SECTIONS, *names}
    return {key: phrase for key, phrase in catalogue().items() if key in _PHRASES or key.partition(".")[0] in sections}


def _labels(law: Law, names: set[str]) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {
        name: {language: label(name, language) for language in LANGUAGES} for name in sorted(names)
    }
    for name in sorted(names):
        definition, home = law.definitions.get(name), law.instrument_of(name) if name in law.definitions else None
        if isinstance(definition, Rule) and home is not None:
            parameters = law.instruments[home].parameters
            found |= {parameters[each].id: parameters[each].text for each in definition.parameters}
    return found


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What a content-security policy calls a script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
