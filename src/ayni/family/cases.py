"""Cases worked by hand, in OpenFisca's form: name, period, input, output; read from YAML and held against the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ayni.engine import Law
from ayni.family.household import Family, family
from ayni.words import AyniError, read_yaml

PACKED = Path(__file__).parents[1] / "cases"
FOLDER = PACKED if PACKED.is_dir() else Path(__file__).parents[3] / "tests" / "cases"
"""The hand-worked cases, a file an instrument: in the package where it is installed, in the tests beside its source."""
ONLY = "the person"
REFUSED = "refused"
"""The output of a case on which the law has no known value: an error, never a number."""
TOLERANCE = 0.005


@dataclass(frozen=True)
class Case:
    """A family on a day, and what the law should give each of its members."""

    file: str
    name: str
    family: Family
    law: Law
    output: Mapping[str, Mapping[str, Any]]

    def failures(self) -> Iterator[tuple[str, str, Any, Any]]:
        """What does not come out: person, rule, what the case says, what the law gives."""
        household = self.family.under(self.law)
        for position, person in enumerate(self.family.names):
            for rule, expected in self.output.get(person, {}).items():
                try:
                    found: Any = household.value(rule, position)
                except AyniError as error:
                    found = REFUSED if error.key == "no_value_on_date" else str(error)
                same = (
                    found == expected
                    if isinstance(found, str) or isinstance(expected, str)
                    else (abs(float(found) - float(expected)) <= TOLERANCE)
                )
                if not same:
                    yield person, rule, expected, found


def cases_of(instrument: str) -> list[Mapping[str, Any]]:
    """The cases of an instrument as they are written; none where it has no file."""
    path = FOLDER / f"{instrument}.yaml"
    return _entries(path) if path.exists() else []


def read_cases(path: Path, law: Law) -> list[Case]:
    """The cases of a file, or of every .yaml file of a folder, before a law. Raises naming the file and the case."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files or not path.exists():
        raise AyniError("no_cases", path=path)
    return [_case(file, entry, law) for file in files for entry in _entries(file)]


def _entries(file: Path) -> list[Any]:
    entries = read_yaml(file)
    if not isinstance(entries, list):
        raise AyniError("case_form", file=file, case="–")
    return entries


def _case(file: Path, entry: Any, law: Law) -> Case:
    try:
        given, output = entry["input"], entry["output"]
        persons = given.get("persons", {ONLY: given})
        period = str(entry["period"])
        day = dt.date.fromisoformat(period if len(period) == 10 else f"{period}-01")
        return Case(
            file.stem,
            entry["name"],
            family(persons, day, law, since=dt.date.min),
            law.amend(entry.get("reform", {})),
            {ONLY: output} if list(persons) == [ONLY] else output,
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        name = entry.get("name", "–") if isinstance(entry, dict) else "–"
        raise AyniError("case_form", file=file, case=name) from None
