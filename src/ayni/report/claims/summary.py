"""The ledger on one page, as text, Markdown or data."""

from __future__ import annotations

import textwrap
from typing import Any

from ayni.engine import Law
from ayni.evidence.summary import POINTS, Figure, Group, figures, groups
from ayni.report.claims.wording import article_name, verdict
from ayni.report.json_and_csv import as_json, twelve_digits
from ayni.words import LANGUAGES, Language, say
from ayni.words.numbers import NBSP, number

WIDTH = 96
FALLS = ("points", "percentage points")
"""Units of what the sentences call a fall."""
MILLION = 1_000_000
SUMMARY_KINDS = ("text", "md", "json")


def summary(law: Law, language: Language, layout: str = "text") -> bytes:
    """The page in a language: as plain text, as Markdown, or every figure as data in both languages."""
    if layout == "json":
        return as_json(_data(law))
    said = [say("summary.title", language), *_claims(law, language)]
    heads = {"figures": POINTS, "not_said": ("causes", "unseen", "recalled")}
    parts = [(say("summary.claims", language), said[1:])]
    for head, keys in heads.items():
        parts.append((say(f"summary.{head}", language), [_point(key, law, language) for key in keys]))
    close = say("summary.more", language)
    if layout == "md":
        body = "\n\n".join(f"## {head}\n\n" + "\n".join(f"- {text}" for text in texts) for head, texts in parts)
        return f"# {said[0]}\n\n{body}\n\n{close}\n".encode()
    lines = [said[0], "─" * WIDTH]
    for head, texts in parts:
        lines.append(head)
        for text in texts:
            lines += textwrap.wrap(text, WIDTH, initial_indent="  • ", subsequent_indent="    ")
    return "\n".join([*lines, *textwrap.wrap(close, WIDTH)]).encode() + b"\n"


def _claims(law: Law, language: Language) -> list[str]:
    return [_group(each, language) for each in groups(law)]


def _group(group: Group, language: Language) -> str:
    counts = "; ".join(f"{verdict(word, language)}: {n}" for word, n in group.verdicts.items())
    return say(
        "summary.group", language, article=article_name(group.first, language), n=group.claims, counts=counts,
        causes=group.causes,
    )  # fmt: skip


def _point(key: str, law: Law, language: Language) -> str:
    fields = {name: _written(figure, language) for name, figure in figures(law).items()}
    return say(f"summary_point.{key}", language, **fields)


def _written(figure: Figure, language: Language) -> str:
    """A figure with its margin, to the digits that this supports; a fall without its sign, which the verb gives."""
    sign = -1 if figure.unit in FALLS and figure.value < 0 else 1
    value, ends = sign * figure.value, sorted(sign * end for end in (figure.low, figure.high) if end is not None)
    coarse = -4 if ends and value >= MILLION else None
    places = 2 if figure.unit == "times" or 0 < value < 1 else 1
    if value >= 1000 or figure.unit == "cases":
        places = 0
    text, *margin = (number(round(each, coarse) if coarse else each, language, places) for each in (value, *ends))
    text += "%" if figure.unit.startswith("%") else ""
    return f"{text} [{margin[0]};{NBSP}{margin[1]}]" if margin else text


def _data(law: Law) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"kind": "claims", "article": article_name(each.first, "en"), "claims": each.claims,
         "causes_stated": each.causes, "causes_identified": 0, "verdicts": dict(each.verdicts)}
        for each in groups(law)
    ]  # fmt: skip
    rows += [
        {"kind": "figure", "name": name, "unit": each.unit,
         **{end: twelve_digits(getattr(each, end)) for end in ("value", "low", "high")}}
        for name, each in figures(law).items()
    ]  # fmt: skip
    rows += [
        {"kind": "sentence", "name": key, **{f"text_{language}": _point(key, law, language) for language in LANGUAGES}}
        for key in POINTS
    ]
    return rows
