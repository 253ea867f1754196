"""A family as it would be after what may come about soon: a pregnancy, a first day of school, an age."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ayni.family.dates import with_age
from ayni.family.household import Family

CHANGES: Mapping[str, Mapping[str, Any]] = {
    "pregnant": {"is_pregnant": True, "month_of_pregnancy": 1},
    "older": {},
    "school": {"is_enrolled": True, "school_level": "primary", "school_course": 1, "school_type": "public"},
}
"""What may come about soon, and the answers that it gives."""
YEARS = 2
"""How many years on a birthday still counts as near."""


def other_families(of: Family) -> dict[str, tuple[Mapping[str, Mapping[str, Any]], tuple[str, ...]]]:
    """The family as it would be after each of the changes, and whom the change is of; without those of nobody."""
    given = {name: dict(answers) for name, answers in of.given.items()}
    ages = {name: with_age(answers, of.day).get("age") for name, answers in given.items()}
    found: dict[str, tuple[Mapping[str, Mapping[str, Any]], tuple[str, ...]]] = {}
    whom = {
        "pregnant": [
            name for name, answers in given.items()
            if answers.get("sex") == "woman" and 14 <= (ages[name] or 0) <= 45 and not answers.get("is_pregnant")
        ],
        "school": [
            name for name, answers in given.items() if (ages[name] or 0) <= 6 and not answers.get("is_enrolled")
        ],
        "older": [name for name, age in ages.items() if age is not None and 57 <= age < 60],
    }  # fmt: skip
    for change, names in whom.items():
        if not names:
            continue
        persons = {name: dict(answers) for name, answers in given.items()}
        for name in names:
            if change == "older":
                persons[name].pop("born", None)
                persons[name]["age"] = max(60, (ages[name] or 0) + YEARS)
            else:
                persons[name] |= CHANGES[change]
                if change == "school":
                    persons[name].pop("born", None)
                    persons[name]["age"] = max(6, ages[name] or 0)
        found[change] = (persons, tuple(names))
    return found
