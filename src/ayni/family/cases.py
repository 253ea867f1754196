"""Test cases worked by hand in OpenFisca's form (name, period, input, output), read from YAML and run on the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from ayni.engine import Law
from ayni.engine.citations import Piece, taken_apart
from ayni.family.household import Family, family
from ayni.family.questions import questions
from ayni.words import AyniError, nearest, read_yaml

PACKED = Path(__file__).parents[1] / "cases"
CASES = PACKED if PACKED.is_dir() else Path(__file__).parents[3] / "tests" / "cases"
"""The hand-worked cases, a file an instrument: in the package where it is installed, in the tests beside its source."""
ONLY = "the person"
REFUSED = "refused"
"""The expected output where the law has no known value: an error, never a number."""
TOLERANCE = 0.005
KEYS = ("name", "article", "period", "input", "output", "reform", "working")
"""The keys of a test case."""


class Case(Struct, frozen=True):
    """A test case: a family on a day, and the values that the law should give."""

    file: str
    name: str
    family: Family
    law: Law
    output: Mapping[str, Mapping[str, Any]]

    @property
    def expectations(self) -> int:
        """The number of expected values."""
        return sum(map(len, self.output.values()))

    def failures(self) -> Iterator[tuple[str, str, Any, Any]]:
        """The values that differ: person, rule, the expected and the computed value."""
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
    path = CASES / f"{instrument}.yaml"
    return _entries(path) if path.exists() else []


def written_articles(path: Path) -> list[set[tuple[str, str]]]:
    """For each case of a file the norms and articles that it cites; none where there is no file."""
    entries = _entries(path) if path.exists() else []
    return [
        {(piece.norm, article) for piece in taken_apart(str(entry.get("article", ""))) for article in _parts(piece)}
        for entry in entries
        if isinstance(entry, Mapping)
    ]


def _parts(piece: Piece) -> list[str]:
    return piece.articles.split(", ")


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
        period, name = str(entry["period"]), str(entry["name"])
        day = dt.date.fromisoformat(period if len(period) == 10 else f"{period}-01")
        amended = law.amend(entry.get("reform", {}))
        of = family(persons, day, law, since=dt.date.min)
    except (KeyError, TypeError, AttributeError, ValueError):
        name = entry.get("name", "–") if isinstance(entry, dict) else "–"
        raise AyniError("case_form", file=file, case=name) from None
    where = {"file": file, "case": name}
    _known(entry, KEYS, where)
    if "persons" in given:
        _known(given, ("persons", "household", "households"), where)
        _home(given, of.names, where)
    return Case(file.stem, name, of, amended, _Output(of.names, period, amended, where).read(output))


def _known(given: Iterable[str], known: Collection[str], where: Mapping[str, Any]) -> None:
    """Raise for a key that is none."""
    for key in given:
        if key not in known:
            raise AyniError("case_unknown", **where, name=key, near=nearest(str(key), known))


def _home(given: Mapping[str, Any], persons: Sequence[str], where: Mapping[str, Any]) -> None:
    """Raise where a case says of a household anything but that it is of these persons."""
    homes = given.get("households", {"": given["household"]} if "household" in given else {})
    for home in homes.values() if isinstance(homes, Mapping) else [homes]:
        members = home.get("members") if isinstance(home, Mapping) and set(home) == {"members"} else home
        if not isinstance(members, list) or len(homes) > 1 or set(map(str, members)) != set(persons):
            raise AyniError("case_household", **where, persons=", ".join(persons))


class _Output(Struct, frozen=True):
    """What a case expects, in any of OpenFisca's three forms: by variable, by entity, by instance."""

    persons: Sequence[str]
    period: str
    law: Law
    where: Mapping[str, Any]

    def read(self, output: Any) -> dict[str, dict[str, Any]]:
        """What is expected of rules, by person; of the household, by its first. Raises where nothing is."""
        if not isinstance(output, Mapping):
            raise AyniError("case_form", **self.where)
        found: dict[str, dict[str, Any]] = {}
        for key, value in output.items():
            if key in self.persons:
                self._instance(found, key, value)
            elif key in ("persons", "households"):
                self._plural(found, key, value)
            elif key in ("person", "household"):
                for rule, expected in self._mapping(value).items():
                    self._variable(found, rule, expected)
            else:
                self._variable(found, key, value)
        if not any(found.values()):
            raise AyniError("case_empty", **self.where)
        return found

    def _plural(self, found: dict[str, dict[str, Any]], plural: str, value: Any) -> None:
        for instance, expected in self._mapping(value).items():
            if plural == "persons":
                _known([instance], self.persons, self.where)
                self._instance(found, instance, expected)
            else:
                self._instance(found, self.persons[0], expected)

    def _instance(self, found: dict[str, dict[str, Any]], person: str, value: Any) -> None:
        for rule, expected in self._mapping(value).items():
            _known([rule], self.known, self.where)
            found.setdefault(person, {})[rule] = self._value(expected)

    def _variable(self, found: dict[str, dict[str, Any]], rule: str, expected: Any) -> None:
        """A variable of everybody: a value for each person, or one where there is one of whom it can be."""
        _known([rule], (*self.known, *self.persons), self.where)
        definition = self.law.definitions.get(rule)
        of = self.persons[:1] if definition is not None and definition.entity == "household" else self.persons
        values = expected if isinstance(expected, list) else [expected]
        if len(values) != len(of):
            raise AyniError("case_of_whom", **self.where, rule=rule, values=len(values), persons=len(of))
        for person, value in zip(of, values, strict=True):
            found.setdefault(person, {})[rule] = self._value(value)

    @property
    def known(self) -> tuple[str, ...]:
        """What can be expected: rules, sums and facts."""
        return (*self.law.definitions, *questions(self.law))

    def _mapping(self, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise AyniError("case_form", **self.where)
        return value

    def _value(self, expected: Any) -> Any:
        """A number, yes or no, or `refused`; by period only where it is the case's own."""
        if isinstance(expected, Mapping):
            _known(map(str, expected), (self.period,), self.where)
            [expected] = expected.values() or [None]
        if not (isinstance(expected, int | float) or expected == REFUSED):
            raise AyniError("case_value", **self.where, value=expected)
        return expected
