"""A reform of parameters as a file, a command and a line of Python that give the same result."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any

FILE = "reform.yaml"
SURVEY = "EH.parquet"
"""The name that stands for the file of a survey, which is on the reader's own disk."""
MARGINS = "margins.csv"
"""The name that stands for the file of margins, whose lines the address holds."""
DEFAULTS: dict[str, Any] = {
    "take_up": "legal", "accounting": "year", "at": "", "prices": "", "far": False, "steps": (), "wages": "decree",
    "calibrate": (),
}  # fmt: skip


def reform_file(content: Mapping[str, Any]) -> str:
    """The reform as YAML that `ayni reform FILE` reads, with the name that pairs would have."""
    lines = [f"name: {json.dumps(', '.join(sorted(content)))}"]
    for name, given in content.items():
        if isinstance(given, Mapping):
            lines += [f"{name}:", *(f"  {date}: {_plain(value)}" for date, value in given.items())]
        else:
            lines.append(f"{name}: {_plain(given)}")
    return "\n".join(lines) + "\n"


def reform_command(content: Mapping[str, Any], *, survey: bool, **options: Any) -> str:
    """The command: pairs where all values begin on one day, or always; else the file."""
    spans = [tuple(given) if isinstance(given, Mapping) else () for given in content.values()]
    parts = [FILE]
    if len(set(spans)) == 1 and (not spans[0] or re.fullmatch(r"\d{4}-\d\d-\d\d", " ".join(spans[0]))):
        values = [next(iter(given.values())) if isinstance(given, Mapping) else given for given in content.values()]
        parts = [f"{name}={value}" for name, value in zip(content, values, strict=True)]
        parts += ["--from", *spans[0]] if spans[0] else []
    texts = {"far": "", "steps": ",".join(options.get("steps", ())), "calibrate": MARGINS}
    for key, value in _own(options).items():
        name = "carry" if key == "steps" else key.replace("_", "-")
        own = [f"--{name}", texts.get(key, value)]
        parts += own if key != "far" else own[:1]
    return shlex.join(["ayni", "reform", *parts, *(["--data", SURVEY] if survey else [])])


def reform_python(content: Mapping[str, Any], *, survey: bool, **options: Any) -> str:
    """The same rows in Python."""
    plain = {
        name: {date: json.loads(_plain(value)) for date, value in given.items()}
        if isinstance(given, Mapping)
        else json.loads(_plain(given))
        for name, given in content.items()
    }
    given = [*([f"Path({SURVEY!r})"] if survey else []), f"reform={plain!r}"]
    given += [f"{key}={value!r}" for key, value in _own(options).items()]
    first = ["from pathlib import Path", ""] if survey else []
    return "\n".join([*first, "import ayni", "", f"rows = ayni.reform({', '.join(given)})"]) + "\n"


def _own(options: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in options.items() if value != DEFAULTS[key]}


def _plain(value: Any) -> str:
    """A value as YAML and JSON both read it: a number as it stands, a text in quotation marks."""
    text = str(value).strip()
    return text if re.fullmatch(r"(0|[1-9]\d*)(\.\d+)?", text) else json.dumps(text, ensure_ascii=False)
