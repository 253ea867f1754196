"""The mapping files: one a wave, from INE's columns and codes to the standard columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ayni.words import AyniError, read_yaml

FOLDER = Path(__file__).parent
PARTS = ("main_job", "second_job", "non_labour")


@dataclass(frozen=True)
class Column:
    """A standard column: what kind of thing it holds and, for a category, its values in order."""

    name: str
    type: str
    values: tuple[str, ...]
    text: Mapping[str, str]


@dataclass(frozen=True)
class Component:
    """One amount of the questionnaire: how it becomes Bs a month, into which column, in which part of INE's income."""

    name: str
    part: str | None
    into: str
    amount: str | None
    times: float
    over: float
    frequency: str | None
    days: str | None
    currency: str | None
    yearly_from: float | None
    when: Mapping[str, tuple[int, ...]]

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of the file that it needs."""
        named = (self.amount, self.frequency, self.days, self.currency)
        return (*(name for name in named if name), *self.when)


@dataclass(frozen=True)
class Wave:
    """One survey round: how to recognise its file and how to read it."""

    id: str
    name: Mapping[str, str]
    year: int
    field: Mapping[str, Any]
    recognise: tuple[str, ...]
    columns: Mapping[str, Mapping[str, Any]]
    absent: Mapping[str, Mapping[str, str]]
    frequency: Mapping[int, Any]
    currency: Mapping[int, float]
    components: tuple[Component, ...]
    path: Path

    @property
    def reads(self) -> tuple[str, ...]:
        """Every column of the file that the mapping needs, once."""
        columns = [entry["column"] for entry in self.columns.values() if "column" in entry]
        return tuple(dict.fromkeys([*columns, *(name for part in self.components for name in part.reads)]))

    def counts(self, column: str) -> bool:
        """Whether INE counts the amounts of a money column in its income."""
        return any(component.part for component in self.components if component.into == column)


@cache
def standard_columns() -> Mapping[str, Column]:
    """The columns of a normalised population, by name."""
    return {
        name: Column(name, entry["type"], tuple(entry.get("values", ())), {key: entry[key] for key in ("es", "en")})
        for name, entry in read_yaml(FOLDER / "columns.yaml").items()
    }


@cache
def money_columns() -> Mapping[str, Mapping[str, str]]:
    """The money columns of a population, Bs a month each, with their names; a wave without one holds none."""
    found: Mapping[str, Mapping[str, str]] = read_yaml(FOLDER / "amounts.yaml")
    return found


@cache
def waves() -> tuple[Wave, ...]:
    """Every wave that has a mapping file, oldest first."""
    return tuple(read_wave(path) for path in sorted((FOLDER / "waves").glob("*.yaml")))


def recognise(names: Mapping[str, str], path: Path) -> Wave:
    """The wave whose file holds these columns; raises with the nearest wave and what it misses."""
    for wave in waves():
        if all(column in names for column in wave.recognise):
            return wave
    near = max(waves(), key=lambda wave: sum(column in names for column in wave.recognise))
    missing = [column for column in near.recognise if column not in names]
    raise AyniError(
        "unknown_wave",
        file=path,
        waves=", ".join(wave.id for wave in waves()),
        near=near.id,
        missing=", ".join(missing),
    )


def read_wave(path: Path) -> Wave:
    """Read and check one mapping file."""
    raw = read_yaml(path)
    standard = standard_columns()
    given = {**raw["columns"], **raw.get("absent", {})}
    for name in given:
        if name not in standard:
            raise AyniError("mapping_unknown", file=path.name, column=name)
    for name in standard:
        if name not in given:
            raise AyniError("mapping_lacks", file=path.name, column=name)
    for name, entry in raw["columns"].items():
        column = standard[name]
        mapped = {**entry.get("codes", {}), **entry.get("labels", {})}.values()
        values = [*mapped, *(entry[key] for key in ("blank", "otherwise") if key in entry)]
        wrong = [value for value in values if column.type == "category" and value not in column.values]
        if wrong:
            raise AyniError(
                "mapping_value", file=path.name, column=name, value=wrong[0], values=", ".join(column.values)
            )
    income = raw["income"]
    components = [*income["components"], *income.get("not_in_ine_income", [])]
    return Wave(
        id=raw["wave"],
        name=raw["name"],
        year=raw["income_year"],
        field=raw["field"],
        recognise=tuple(raw["recognise"]),
        columns=raw["columns"],
        absent=raw.get("absent", {}),
        frequency=income["frequency"],
        currency=income.get("currency", {1: 1}),
        components=tuple(_component(entry, path) for entry in components),
        path=path,
    )


def _component(entry: Mapping[str, Any], path: Path) -> Component:
    part = entry.get("part")
    if part is not None and part not in PARTS:
        raise AyniError("mapping_part", file=path.name, component=entry["name"], part=part, parts=", ".join(PARTS))
    return Component(
        name=entry["name"],
        part=part,
        into=entry["as"],
        amount=entry.get("amount"),
        times=float(entry.get("times", 1)),
        over=float(entry.get("over", 1)),
        frequency=entry.get("frequency"),
        days=entry.get("days"),
        currency=entry.get("currency"),
        yearly_from=entry.get("yearly_from"),
        when={name: tuple(codes) for name, codes in entry.get("when", {}).items()},
    )
