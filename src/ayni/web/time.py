"""The parameters of a page's address about time: whose people, in which prices, under the law of which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ayni.words import AyniError

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

NAMES = ("at", "prices", "far", "carry", "wages", "calibrate")
"""The names of the address; `calibrate` as often as there are cells."""
YES, NO = ("1", "true", "yes"), ("", "0", "false", "no")


def time_of(query: QueryParams) -> dict[str, Any]:
    """What a function of the model is asked. AyniError for a choice that is none; months are read later."""
    found = {name: query.get(name, "").strip() for name in NAMES[:-1]}
    for name, choices in (("prices", ("", "survey")), ("far", (*YES, *NO))):
        if found[name] not in choices:
            raise AyniError(
                "not_a_choice", option=name, value=found[name][:40], choices=", ".join(filter(None, choices))
            )
    return {
        "at": found["at"], "prices": found["prices"], "far": found["far"] in YES,
        "steps": [step.strip() for step in found["carry"].split(",") if step.strip()],
        "wages": found["wages"] or "decree", "calibrate": query.getlist("calibrate"),
    }  # fmt: skip


def pairs_of_time(query: QueryParams) -> list[tuple[str, str]]:
    """The same as it stands in the address, without the month: what a page keeps in its own addresses."""
    return [(name, value) for name in NAMES[1:] for value in query.getlist(name) if value.strip()]


def options_of_time(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked, as `Options` has it: the day of the law, the steps and the margins come as text."""
    given = {key: value for key, value in asked.items() if key != "opens"}
    day = given.get("day")
    given["day"] = dt.date.fromisoformat(day) if day else None
    given["steps"] = tuple(given.get("steps", ()))
    given["calibrate"] = tuple(given.get("calibrate", ())) or None
    return given
