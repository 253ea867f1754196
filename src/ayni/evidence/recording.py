"""Making the recorded results anew from the survey files.

Where a survey file is available, `recompute` computes its rows anew and compares them; where it is not, a row stays as
it was recorded from the file with that hash.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ayni.engine import Array, Law, Population, Simulation
from ayni.evidence.households import MODULES, household_rows, module_rows
from ayni.evidence.indicators import indicators
from ayni.evidence.recorded import COLUMNS, TABLE, Recorded, recorded, rules_version
from ayni.income.amounts import of_persons, per_head
from ayni.measure.estimate import MIN_CASES
from ayni.scenario import Analysis, Row, survey_day
from ayni.scenario.rows import Place
from ayni.survey import load, read_spending, with_spending
from ayni.words import AyniError, write_whole
from ayni.words.marks import MarkKind

SURVEYS = (
    "eh/2019/original/EH2019_Pers_csv.csv.gz",
    "eh/2020/original/EH2020_Persona.sav.gz",
    "eh/2022/persona.parquet",
)
SPENDERS = "eh/2019/persona.parquet"
"""The survey that asked what is spent, with its modules in the same folder."""
HOUSEHOLDS = "eh/2005_2019_hogares/hogares.parquet"
COMMAND = "python tools/record.py FOLDER"
DIGITS = 10
"""Significant digits that are written."""
_PLACES = {"all": "area", "area": "area", "department": "area"}
_PREFIXES = {
    "work_category": "work", "also_reports": "with", "domain": "domain", "employer_sector": "employer",
    "industry": "industry",
}  # fmt: skip
"""Groups whose levels need a word to be told apart."""
_EFFECTS = {
    ("disposable", "year"): "effect",
    ("disposable", "quarter"): "effect_quarter",
    ("disposable", "month"): "effect_month",
    ("ine_income_rebuilt", ""): "effect_reported",
}
"""Effects by income and accounting."""
Named = tuple[str, Row]
"""A row under the name of its indicator."""
_MEASURES = {"headcount": "poverty", "gap": "gap", "severity": "severity", "poor": "poor", "lifted": "lifted"}


def write(rows: Iterable[Recorded], path: Path = TABLE) -> None:
    """Write rows as the table, sorted by id."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: row.id):
        writer.writerow([_text(getattr(row, name)) for name in COLUMNS])
    write_whole(path, text.getvalue().encode())


def _text(value: str | float | int | None) -> str:
    if value is None:
        return ""
    return f"{value:.{DIGITS}g}" if isinstance(value, float) else str(value)


def recompute(folder: Path, law: Law) -> list[str]:
    """The ids of rows that differ, are missing or are new when everything is computed anew from the files."""
    return mismatches(record(folder, law), recorded().values())


def mismatches(found: Iterable[Recorded], kept: Iterable[Recorded]) -> list[str]:
    """The ids at which two sets of rows differ in value, standard error, cases, unit or method, or one has none."""
    new, old = ({row.id: row for row in rows} for rows in (found, kept))
    return sorted(
        name for name in {*new, *old}
        if name not in new or name not in old or not _same(new[name], old[name])
    )  # fmt: skip


def _same(one: Recorded, other: Recorded) -> bool:
    exact = (one.n, one.unit, one.method) == (other.n, other.unit, other.method)
    return exact and _near(one.value, other.value) and _near(one.se, other.se)


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def record(folder: Path, law: Law) -> list[Recorded]:
    """Every row, from the survey files of a folder laid out as `eh/<year>/…`."""
    found = [row for name in SURVEYS for row in from_survey(load(folder / name), law)]
    found += _rows(_by_measure(household_rows(folder / HOUSEHOLDS)), _sha256(folder / HOUSEHOLDS))
    found += of_spending(folder / SPENDERS, law)
    for module in MODULES:
        found += _rows(_by_measure(module_rows(folder, module)), _sha256(folder / module.path))
    return found


def of_spending(path: Path, law: Law) -> Iterator[Recorded]:
    """Of the fuel subsidy inside what households spend, the share that goes to the fifth with the highest disposable
    income per head: of all of it, and of that on fuel bought for a vehicle; and which part of it lies in fares."""
    population = load(path)
    population = with_spending(population, read_spending(path.parent, population))
    analysis = Analysis(population, law, survey_day(population))
    columns = Simulation(population).run(
        law.within_year(analysis.day), [_FUEL, *(f"{_FUEL_IN}{part}" for part in _PARTS)]
    )
    all_of_it, pump, *fares = (
        per_head(population, of_persons(columns[name], population))
        for name in (_FUEL, *(f"{_FUEL_IN}{part}" for part in _PARTS))
    )
    richest = analysis.tenths(analysis.disposable()) >= 9
    found = {
        ("fuel_subsidy_share", "richest_fifth"): (all_of_it * richest, all_of_it),
        ("fuel_subsidy_share_at_the_pump", "richest_fifth"): (pump * richest, pump),
        ("fuel_subsidy_share_in_fares", "all"): (sum(fares), all_of_it),
    }
    for (name, group), (part, whole) in found.items():
        share = analysis.members.everybody.ratio(part, whole, "share").only
        yield Recorded(
            "|".join((population.survey, name, "all", group)), name, population.survey, "all", group,
            share.value, share.se, share.n, share.unit, "", _sha256(path), COMMAND, rules_version(),
        )  # fmt: skip


_FUEL, _FUEL_IN = "fuel_subsidy_in_spending", "fuel_subsidy_in_"
_PARTS = ("vehicle_fuel", "urban_transport", "intercity_transport")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def from_survey(population: Population, law: Law) -> Iterator[Recorded]:
    """The rows of one wave: indicators, then the model's. Raises for the synthetic population."""
    if population.synthetic:
        raise AyniError("synthetic_not_recorded")
    if "part" in population.source:
        raise AyniError("part_not_compared", wave=population.survey)
    sha256 = str(population.source["sha256"])
    yield from _rows(_by_measure(indicators(population, law)), sha256)
    analysis = Analysis(population, law, survey_day(population))
    found = (_levels(analysis), _programmes(analysis), _recipients(analysis), _homes(analysis), _effects(analysis))
    for rows in found:
        yield from _rows(rows, sha256, rules_version())


def _by_measure(rows: Iterable[Row]) -> Iterator[Named]:
    return ((row.measure, row) for row in rows)


def _rows(named: Iterable[Named], sha256: str, rules: str = "") -> Iterator[Recorded]:
    """Rows as they are kept: those that may be published."""
    for name, row in named:
        if row.value is None or (row.n is not None and row.n < MIN_CASES):
            continue
        place = {"area": "all", "group": "all", _PLACES.get(row.group, "group"): row.level}
        if row.group in _PREFIXES:
            place["group"] = f"{_PREFIXES[row.group]}:{row.level}"
        parts = [row.survey, name, place["area"], place["group"]]
        if row.table == "effects":
            parts.append(row.unit)
        method = next((mark.what for mark in row.marks if mark.kind is MarkKind.METHOD), "")
        yield Recorded(
            "|".join(parts), name, row.survey, place["area"], place["group"],
            float(row.value), row.se, row.n, row.unit, method, sha256, COMMAND, rules,
        )  # fmt: skip


def _levels(analysis: Analysis) -> Iterator[Named]:
    """Poverty, the poor, the Gini and mean income of each income concept, for all and by area."""
    for row in analysis.poverty():
        measured = _MEASURES.get(row.measure, row.measure)
        published = row.concept == "ine_income" and row.measure not in ("poor", "mean")
        if row.group not in ("all", "area") or measured not in ("poverty", "poor", "gini", "mean") or published:
            continue
        name = f"{measured}_{row.line}" if row.line else "mean_income" if measured == "mean" else measured
        concept = "" if row.concept == "ine_income" else f".{row.concept}"
        yield f"{name}{concept}", row


def _programmes(analysis: Analysis) -> Iterator[Named]:
    """Recipients and spending, by the law and as households report."""
    suffixes = {"simulated": "", "survey": "_reported"}
    for row in analysis.programmes():
        if row.concept in suffixes:
            yield f"{row.measure}{suffixes[row.concept]}.{row.programme}", row


def _recipients(analysis: Analysis) -> Iterator[Named]:
    """Recipients by the law, by area, sex, age, self-identification, department and category of work.

    Of a payment made at once also those who report another programme; these overlap.
    """
    population = analysis.population
    groups: dict[str, Mapping[str, Array]] = {
        name: analysis.groups[name] for name in ("area", "sex", "age_band", "self_identification", "department")
    }
    work = population.categories["work_category"]
    groups["work_category"] = {level: population.is_value("work_category", level) for level in work}
    also = {name: payment.programme.reported_receipt(population) for name, payment in analysis.payments.items()}
    reported = {name: receipt for name, receipt in also.items() if receipt is not None}
    make = analysis.maker("programmes")
    for name, payment in analysis.payments.items():
        once = {level: receipt for level, receipt in reported.items() if payment.at_once.any() and level != name}
        by = [(group, level) for group, levels in {**groups, "also_reports": once}.items() for level in levels]
        masks = [who for levels in (*groups.values(), once) for who in levels.values()]
        found = analysis.persons.whole.domains([payment.received & who for who in masks])
        persons = found.count()
        for at, (group, level) in enumerate(by):
            if found.n[at]:
                place: Place = {"programme": name, "measure": "recipients", "group": group, "level": level}
                yield f"recipients.{name}", make.estimate(persons[at], concept="simulated", **place)


def _homes(analysis: Analysis) -> Iterator[Named]:
    """Recipients of Renta Dignidad without another pension by the law, and the persons who live with one of them."""
    population, name = analysis.population, "renta_dignidad"
    if name not in analysis.payments:
        return
    day = analysis.law.within_year(analysis.day)
    pensioner = Simulation(population).run(day, ["receives_pension"])["receives_pension"].astype(bool)
    own = analysis.payments[name].received & ~pensioner
    at_home = population.household_total(own.astype(float))[population.household] > 0
    make = analysis.maker("programmes")
    both = analysis.persons.whole.domains([own, at_home & analysis.universe]).count()
    for indicator, persons in zip(("without_pension", "in_their_homes"), both, strict=True):
        place: Place = {"programme": name, "measure": "recipients", "group": "all", "level": "all"}
        yield f"{name}_{indicator}", make.estimate(persons, concept="simulated", **place)


def _effects(analysis: Analysis) -> Iterator[Named]:
    """What each programme and all together do to poverty, the gap and the Gini, in points and relative."""
    for row in analysis.effects():
        measured = _MEASURES.get(row.measure, row.measure)
        name = f"{measured}_{row.line}" if row.line else measured
        yield f"{_EFFECTS[row.concept, row.accounting]}.{row.programme}.{name}", row
