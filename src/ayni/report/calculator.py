"""The calculator without a server: one HTML file that computes a household's answers in a browser, on any date."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

from ayni.engine import Law
from ayni.family.javascript import script
from ayni.words import LANGUAGES, Language, say

HERE = Path(__file__).parent


def calculator_page(law: Law, language: Language) -> str:
    """The file, which opens in one language and holds both; it asks for nothing and stores nothing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    code = f"{script(law)}start({json.dumps(language)});\n"
    style = (HERE / "calculator.css").read_text(encoding="utf-8")
    return environment.get_template("calculator.html.j2").render(
        language=language,
        say=say,
        languages=LANGUAGES,
        script=Markup(code),
        style=Markup(style),
        script_hash=_hash(code),
        style_hash=_hash(style),
    )


def _hash(text: str) -> str:
    """What a content-security policy calls a script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
