"""What a family is asked, screen by screen, as plain data for the web page and for the calculator without a server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ayni.engine.rules import WITHIN_YEAR
from ayni.law import bolivia
from ayni.scenario.family import answering, questions
from ayni.words import read_yaml

Answers = Mapping[str, Any]


@cache
def interview() -> Mapping[str, Any]:
    """The whole questionnaire as plain values: `screens`, `first` and `others` (answers by place), and `assumed`.

    A screen has `id`, `es`, `en`, `about` (or None) and `questions`. A question has `id`, `kind` (`number`, `money`,
    `choice` or `person`), `es`, `en`, `hint` (or None), `required`, `answers` (the names that it may give), `choices`
    (each with `id`, `es`, `en` and what it `sets`), `candidates` (who may be named) and `because`: for each instrument
    that needs it, `in_force` (pairs of days, the last may be None) and `where`, conditions of which one must hold.
    None in place of `because` is everybody on any day.
    """
    found: dict[str, Any] = read_yaml(Path(__file__).with_name("interview.yaml"))
    for screen in found["screens"]:
        screen.setdefault("about", None)
        screen["questions"] = [_question(raw) for raw in screen["questions"]]
    return found


def _question(raw: Mapping[str, Any]) -> dict[str, Any]:
    choices = raw.get("choices", [])
    answers = dict.fromkeys(name for choice in choices for name in choice["sets"])
    return {
        "id": raw["id"],
        "kind": raw["kind"],
        "es": raw["es"],
        "en": raw["en"],
        "hint": raw.get("hint"),
        "required": raw.get("required", False),
        "answers": [raw["answer"]] if "answer" in raw else list(answers),
        "choices": choices,
        "candidates": raw.get("candidates", {}),
        "because": None if raw["because"] == "always" else [
            {"instrument": name, "in_force": _in_force(name), "where": where} for name, where in raw["because"].items()
        ],
    }  # fmt: skip


def _in_force(name: str) -> list[list[str | None]]:
    """When an instrument answers families: what is paid once or by the year is answered all through its years."""
    law = bolivia()
    instrument = law.instrument(name)
    by_year = any(rule.unit in WITHIN_YEAR for rule in answering(law, instrument))
    found: list[list[str | None]] = []
    for span in instrument.in_force:
        start, end = (span.start, span.end)
        if by_year:
            start, end = dt.date(start.year, 1, 1), end and dt.date(end.year, 12, 31)
        found.append([start.isoformat(), end.isoformat() if end else None])
    return found


def is_asked(question: Mapping[str, Any], of: Answers, day: dt.date) -> bool:
    """Whether a question is asked of a person with these answers on a day."""
    return question["because"] is None or any(
        any(start <= day.isoformat() and (end is None or day.isoformat() <= end) for start, end in each["in_force"])
        and any(holds(where, of) for where in each["where"])
        for each in question["because"]
    )


def holds(condition: Mapping[str, Any], of: Answers) -> bool:
    """Whether a person's answers meet every part of a condition; what is unsaid is neutral."""
    return all(_meets(wanted, of.get(name, questions()[name].neutral)) for name, wanted in condition.items())


def _meets(wanted: Any, given: Any) -> bool:
    if isinstance(wanted, list) and isinstance(wanted[0], int | float):
        return bool(wanted[0] <= given <= wanted[1])
    return given in wanted if isinstance(wanted, list) else bool(given == wanted)


def reply(question: Mapping[str, Any], of: Answers) -> Any:
    """What a person replied: a choice's id or the value; None where nothing was said. An empty choice is the default.

    Of the choices of which all that they set is answered so, it is the one that sets most.
    """
    if question["kind"] != "choice":
        return of.get(question["answers"][0])
    fitting = [
        choice for choice in question["choices"]
        if all(of.get(name) == value for name, value in choice["sets"].items())
    ]  # fmt: skip
    return max(fitting, key=lambda choice: len(choice["sets"]))["id"] if fitting else None


def with_reply(question: Mapping[str, Any], of: Answers, given: Any) -> dict[str, Any]:
    """A person's answers after a reply to a question: a choice's id or a value; None takes back what was said."""
    kept = {name: value for name, value in of.items() if name not in question["answers"]}
    if given is None:
        return kept
    if question["kind"] != "choice":
        return {**kept, question["answers"][0]: given}
    sets: Collection[Mapping[str, Any]] = [each["sets"] for each in question["choices"] if each["id"] == given]
    return {**kept, **next(iter(sets), {})}
