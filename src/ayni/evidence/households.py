"""Files with one row a household: poverty 2005–2019 compiled, and the modules on dwellings, food and discrimination.

The compilation: persons are household income over income per head. A household without income cannot be sized and is
left out, so poverty falls 0.1 to 1.8 points short of INE's. The lines are INE's old ones to 2018 and the revised ones
in 2019: a break of method. Design: units and strata where the year has them; without strata department × area; without
units no standard error.

The modules: shares of households, each file with its own weight and design; for discrimination, shares of respondents,
one a household, under a weight that does not expand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from ayni.engine import Array, Population
from ayni.evidence.indicators import REVISED
from ayni.measure import Design, Whole
from ayni.scenario import Row, Rows
from ayni.scenario.rows import Basis, Place
from ayni.survey import Modules, standard_columns
from ayni.survey.cells import Cells, amounts, convention, keys, leading_codes
from ayni.survey.content import read_bytes
from ayni.survey.files import open_file
from ayni.words.marks import Mark, MarkKind

if TYPE_CHECKING:
    import polars as pl

TABLE, CONCEPT, WAVE = "households", "ine_income", "HOG"
OLD, REVISED_SINCE = "old_ine_method", 2019
LINES = {"poverty_moderate": "z", "poverty_extreme": "zext"}


def household_rows(path: Path) -> Iterator[Row]:
    """Poverty by line and the Gini of each year, for all and by area; raises where the file cannot be read."""
    import polars as pl

    frame = pl.read_parquet(path).filter(pl.col("yhogpc") > 0)
    for (year,), households in sorted(frame.group_by("gestion"), key=lambda each: each[0]):
        yield from _year(int(str(year)), households)


def _year(year: int, households: pl.DataFrame) -> Iterator[Row]:
    import polars as pl

    size = (households["yhog"] / households["yhogpc"]).round().cast(pl.Int64)
    persons = households[np.repeat(np.arange(len(households)), size.to_numpy())]
    with_errors = persons["upm"].null_count() == 0
    design = _design(persons, with_errors)
    urban = persons["area"].to_numpy() == 1
    levels = {"all": np.ones(len(urban), dtype=bool), "urban": urban, "rural": ~urban}
    whole = Whole(design, household=np.repeat(np.arange(len(households)), size.to_numpy()))
    income = whole.domains(list(levels.values())).spread(persons["yhogpc"].to_numpy())
    marks_of_year: tuple[Mark, ...] = (Mark(MarkKind.METHOD, REVISED if year >= REVISED_SINCE else OLD),)
    figures = {name: (income.headcount(persons[line].to_numpy()), marks_of_year) for name, line in LINES.items()}
    figures["gini_positive_incomes"] = (income.gini(), ())
    make = Rows(TABLE, Basis(f"{WAVE}{year}", str(year), prices=str(year)))
    for at, level in enumerate(levels):
        group = "all" if level == "all" else "area"
        for name, (found, marks) in figures.items():
            estimate = found[at]
            place: Place = {"concept": CONCEPT, "measure": name, "group": group, "level": level}
            if with_errors:
                yield make.marked(*marks).estimate(estimate, **place)
            else:
                yield make.marked(*marks).plain(estimate.value, estimate.n, unit=estimate.unit, **place)


def _design(persons: pl.DataFrame, with_units: bool) -> Design:
    """Units in department × stratum; a unit that lies in two strata counts as two."""
    import polars as pl

    second = "estrato" if persons["estrato"].null_count() == 0 else "area"
    stratum = pl.concat_str([pl.col("depto"), pl.col(second)], separator=" ")
    unit = pl.concat_str([stratum, pl.col("upm" if with_units else "folio")], separator=" ")
    codes = persons.select(stratum=stratum, unit=unit)
    stratum_code, unit_code = (
        np.unique(codes[name].to_numpy().astype(str), return_inverse=True)[1] for name in ("stratum", "unit")
    )
    return Design(persons["factor"].to_numpy(), stratum_code, unit_code)


class Asked(Struct, frozen=True):
    """A household counts where one of the columns has one of the codes `yes`; with no, `unknown` and blanks it is out.

    `not_asked` says that a blank is a no: the questionnaire does not ask it of who lacks what it is about.
    """

    columns: tuple[str, ...]
    yes: tuple[int, ...] = (1,)
    unknown: tuple[int, ...] = ()
    method: str = ""
    not_asked: bool = False


class Module(Struct, frozen=True):
    """One file: which wave, where, which questions; `bedrooms` and the persons of a household for overcrowding."""

    wave: str
    path: str
    asked: Mapping[str, Asked]
    weight: str = "factor"
    bedrooms: str = ""
    persons: str = ""
    """A column of the file, or the person file whose rows are counted."""


PERSONS_A_BEDROOM = 3
"""More than these and a household is overcrowded; a household with no room only for sleeping sleeps in one."""
_FOOD = ("worried", "not_healthy", "few_kinds", "skipped_meal", "ate_less", "ran_out", "hungry", "whole_day")


def _food(prefix: str, items: tuple[str, ...], method: str) -> dict[str, Asked]:
    """The eight questions in the order of `_FOOD`, and any of them."""
    columns = tuple(f"{prefix}_{item}" for item in items)
    single = {
        f"food_{name}": Asked((column,), unknown=(3,), method=method)
        for name, column in zip(_FOOD, columns, strict=True)
    }
    return {**single, "food_any": Asked(columns, unknown=(3,), method=method)}


def _discrimination(prefix: str, colour: str, people: str, poverty: str) -> dict[str, Asked]:
    return {
        "discriminated_any": Asked(tuple(f"{prefix}{item}" for item in "abcdefghijkl"), unknown=(3, 4)),
        "discriminated_colour": Asked((prefix + colour,), unknown=(3, 4)),
        "discriminated_indigenous": Asked((prefix + people,), unknown=(3, 4)),
        "discriminated_economic": Asked((prefix + poverty,), unknown=(3, 4)),
    }


MODULES = (
    Module(
        "EH2019",
        "eh/2019/original/EH2019_Vivienda.csv.gz",
        {
            "electricity": Asked(("s01a_19",)),
            "water_piped": Asked(("s01a_10",), (1, 2), method="drinking_water"),
            "sewer": Asked(("s01a_16",), not_asked=True),
            "earth_floor": Asked(("s01a_09",)),
            "internet": Asked(("s01a_31",)),
        },
        bedrooms="s01a_28",
        persons="eh/2019/original/EH2019_Pers_csv.csv.gz",
    ),
    Module(
        "EH2022",
        "eh/2022/vivienda.parquet",
        {
            "electricity": Asked(("s06a_12",)),
            "water_piped": Asked(("s06a_07",), (1, 2), method="water_used"),
            "sewer": Asked(("s06a_10",), not_asked=True),
            "earth_floor": Asked(("s06a_06",)),
            "internet": Asked(("s06a_19",)),
        },
        bedrooms="s06a_17",
        persons="totper",
    ),
    Module(
        "EH2019",
        "eh/2019/seguridad_alimentaria.parquet",
        _food("s09a", ("01", "03", "04", "05", "06", "02", "07", "09"), "elcsa"),
    ),
    Module(
        "EH2023",
        "eh/2023/seguridad_alimentaria.parquet",
        _food("s07a", ("01", "02", "03", "04", "05", "06", "07", "08"), "fies"),
    ),
    Module("EH2019", "eh/2019/discriminacion.parquet", _discrimination("s12a_01", "d", "e", "k"), "ponderador"),
    Module("EH2024", "eh/2024/discriminacion.parquet", _discrimination("s09a_01", "a", "b", "k"), "ponderador"),
)


def rows_of_modules(population: Population, modules: Modules) -> Iterator[Row]:
    """The shares that the modules beside a survey's file give, under the survey's own design and groups.

    Of households, for all, by area and department: a file of the modules' weights that do not expand is asked of the
    persons who answered. A question whose columns no file holds is left out.
    """
    wave = str(population.source["wave"])
    first = population.offsets[:-1]
    design = Design(population["weight"][first], population["stratum"][first], population["psu"][first])
    make = Rows("indicators", Basis(wave))
    asked = {name: one for each in MODULES if each.wave == wave for name, one in each.asked.items()}
    for name, one in asked.items():
        holding = [each for each in modules.by_name.values() if set(one.columns) <= set(each.file.columns)]
        if len(holding) != 1:
            continue
        answers = np.array([holding[0].codes(column) for column in one.columns])
        values = holding[0].of_households(counted(answers, one), population.n_households)
        marks = (Mark(MarkKind.METHOD, one.method),) if one.method else ()
        places = list(_of_households(population, first))
        known = Whole(design).domains([who & np.isfinite(values) for _, _, who in places])
        shares = known.mean(np.nan_to_num(values), "share")
        for at, (group, level, _) in enumerate(places):
            if known.n[at]:
                yield make.marked(*marks).estimate(
                    shares[at], concept="measurable", measure=name, group=group, level=level
                )


def _of_households(population: Population, first: Array) -> Iterator[tuple[str, str, Array]]:
    yield "all", "all", np.ones(len(first), dtype=bool)
    for group in ("area", "department"):
        for level in population.categories.get(group, ()):
            yield group, level, population.is_value(group, level)[first]


def module_rows(folder: Path, module: Module) -> Iterator[Row]:
    """The shares of one module, for all, by area and by department; raises where a file cannot be read."""
    named = module.persons if module.persons and "/" not in module.persons else ""
    columns = [name for asked in module.asked.values() for name in asked.columns]
    extra = [name for name in (module.bedrooms, named) if name]
    frame = _read(folder / module.path, ["folio", "depto", "area", "estrato", "upm", module.weight, *columns, *extra])
    values = {name: (_share(frame, asked), asked.method) for name, asked in module.asked.items()}
    if module.bedrooms:
        persons = _amounts(frame[named]) if named else _sizes(folder / module.persons, frame)
        rooms = np.maximum(_amounts(frame[module.bedrooms]), 1)
        values["overcrowding"] = ((persons / rooms > PERSONS_A_BEDROOM).astype(float), "")
    department, of_design = (frame[name].texts() for name in ("depto", "estrato"))
    stratum = np.unique(["|".join(key) for key in zip(department, of_design, strict=True)], return_inverse=True)[1]
    psu = np.unique(keys(frame["upm"]), return_inverse=True)[1]
    design = Design(_amounts(frame[module.weight]), stratum, psu)
    make = Rows(TABLE, Basis(module.wave))
    for name, (column, method) in values.items():
        places, known = _places(frame), np.isfinite(column)
        marks = (Mark(MarkKind.METHOD, method),) if method else ()
        shares = Whole(design, known).domains([who for _, _, who in places]).mean(column, "share")
        for (group, level, _), share in zip(places, shares, strict=True):
            yield make.marked(*marks).estimate(share, concept="measurable", measure=name, group=group, level=level)


def _read(path: Path, names: list[str]) -> dict[str, Cells]:
    return open_file(path, read_bytes(path)).read(list(dict.fromkeys(names)))


def _amounts(cells: Cells) -> Array:
    return amounts(cells, convention([cells]), low=0)


def _share(frame: dict[str, Cells], asked: Asked) -> Array:
    return counted(np.array([leading_codes(frame[name], {}) for name in asked.columns]), asked)


def counted(answers: Array, asked: Asked) -> Array:
    """Whether any of the answers, (n_questions, n_rows), is one that counts; NaN where none is and one is not known."""
    yes = np.isin(answers, asked.yes).any(axis=0)
    not_known = np.isin(answers, asked.unknown) | (np.isnan(answers) & (not asked.not_asked))
    unknown = not_known.any(axis=0) & ~yes
    return np.where(unknown, np.nan, yes.astype(float))


def _sizes(path: Path, frame: dict[str, Cells]) -> Array:
    """Persons of each household, counted in the person file; NaN for a household that is not in it."""
    found, counts = np.unique(keys(_read(path, ["folio"])["folio"]), return_counts=True)
    size = dict(zip(found.tolist(), counts.tolist(), strict=True))
    return np.array([size.get(key, np.nan) for key in keys(frame["folio"]).tolist()])


def _places(frame: dict[str, Cells]) -> list[tuple[str, str, Array]]:
    """All households, then areas and departments, whether the file gives labels or codes."""
    area, department = (frame[name].texts() for name in ("area", "depto"))
    found = [("all", "all", np.ones(len(area), dtype=bool))]
    for level, texts in {"urban": ("Urbana", "1"), "rural": ("Rural", "2")}.items():
        found.append(("area", level, np.isin(area, texts)))
    for code, level in enumerate(standard_columns()["department"].values, 1):
        label = level.replace("_", " ").title().replace("Potosi", "Potosí")
        found.append(("department", level, np.isin(department, [label, str(code)])))
    return found
