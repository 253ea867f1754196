"""The tables of docs/validation.md: simulated, reported and official side by side, and who makes up each gap.

    python tools/validation_tables.py FOLDER     # FOLDER holds INE's files as shared/data does

Writes the tables between the markers of the document; only sums over at least 30 sample persons are printed.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from ayni.engine import Array, Household, Population
from ayni.evidence import administrative_rows
from ayni.law import bolivia
from ayni.measure.estimate import MIN_CASES
from ayni.scenario import Analysis, Row, survey_day
from ayni.survey import load
from ayni.words.marks import MarkKind

DOCUMENT = Path(__file__).parent.parent / "docs" / "validation.md"
BEGIN, END = "<!-- tables: made by tools/validation_tables.py -->", "<!-- end of tables -->"
FILES = {
    2019: "eh/2019/original/EH2019_Pers_csv.csv.gz",
    2020: "eh/2020/original/EH2020_Persona.sav.gz",
    2022: "eh/2022/persona.parquet",
}
Group = tuple[str, Array]


def main(folder: Path) -> None:
    analyses = {}
    for year, name in FILES.items():
        population = load(folder / name)
        analyses[year] = Analysis(population, bolivia(), survey_day(population))
    parts = [side_by_side(analyses)]
    for year, analysis in analyses.items():
        parts.append(gap_of(analysis, year, "renta_dignidad", _old_age_groups(analysis.population)))
        parts.append(gap_of(analysis, year, "bono_juancito_pinto", _school_groups(analysis.population)))
    parts.append(hunger(analyses[2020]))
    parts.append(readings(analyses[2020]))
    parts.append(calendar_year(analyses[2019]))
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n" + "\n".join(parts) + f"\n{END}{after}", encoding="utf-8")


def table(title: str, header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    header = list(header)
    lines = [f"**{title}**", "", "| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows), ""])


def side_by_side(analyses: dict[int, Analysis]) -> str:
    def cells(year: int, analysis: Analysis) -> Iterator[list[str]]:
        found = [*analysis.programmes(), *administrative_rows(analysis)]
        index = {(row.concept, row.measure, row.programme): row for row in found}
        for name in analysis.payments:
            for what in ("recipients", "spending"):
                row = [index.get((concept, what, name)) for concept in ("simulated", "survey", "official")]
                ratios = [index.get((f"{concept}_over_official", what, name)) for concept in ("simulated", "survey")]
                yield [str(year), f"`{name}`", what, *map(_amount, row), *map(_ratio, ratios), _basis(row[2])]

    rows = [row for year, analysis in analyses.items() for row in cells(year, analysis)]
    header = ["wave", "programme", "", "simulated", "survey", "official", "sim./off.", "survey/off.", "official is"]
    return table("Thousand recipients, and Bs million a year (± standard error)", header, rows)


def _amount(row: Row | None) -> str:
    if row is None or row.value is None:
        return "–"
    scale = 1e3 if row.measure == "recipients" else 1e6
    error = f" ± {row.se / scale:,.1f}" if row.se is not None else ""
    return f"{row.value / scale:,.1f}{error}"


def _ratio(row: Row | None) -> str:
    return "–" if row is None or row.value is None else f"{row.value:.2f}"


def _basis(row: Row | None) -> str:
    marks = {mark.kind: mark.what for mark in row.marks} if row else {}
    kinds = (MarkKind.BASIS, MarkKind.OFFICIAL_PERIOD, MarkKind.CONFIDENCE)
    return " ".join(filter(None, map(marks.get, kinds)))


def gap_of(analysis: Analysis, year: int, name: str, groups: list[Group]) -> str:
    """Who is entitled and who reports, crossed: the entitled by group, the others by the condition that failed."""
    payment = analysis.payments[name]
    entitled = payment.received
    reports = payment.programme.reported_receipt(analysis.population)
    assert reports is not None
    rows = [("entitled and reports receiving", entitled & reports)]
    left = entitled & ~reports
    for label, who in groups:
        rows.append((f"entitled, does not report: {label}", left & who))
        left = left & ~who
    rows.append(("entitled, does not report: the others", left))
    failed = first_failed(analysis, payment.programme.rules[0], reports & ~entitled)
    rows += [(f"reports, not entitled: `{text}`", who) for text, who in failed]
    return table(f"EH {year}, {name}", ["", "sample", "thousand"], [_cell(analysis, row) for row in rows])


def _cell(analysis: Analysis, row: Group) -> list[str]:
    label, who = row
    cases = int(who.sum())
    if cases < MIN_CASES:
        return [label, "under 30", "–"]
    estimate = analysis.persons.total(who, "persons").only
    return [label, f"{cases:,}", f"{estimate.value / 1e3:,.1f} ± {estimate.se / 1e3:,.1f}"]


def first_failed(analysis: Analysis, rule: str, who: Array) -> list[Group]:
    """The persons by the condition of the rule that denied them, most frequent first."""
    population, texts = analysis.population, dict[int, str]()
    for row in np.flatnonzero(who).tolist():
        first, last = (int(population.offsets[population.household[row] + k]) for k in (0, 1))
        decided = Household(analysis.law_on_day, _persons(population, first, last)).trace(rule, row - first)
        if not decided.in_force:
            texts[row] = "not in force"
        else:
            texts[row] = decided.decided_by.text if decided.decided_by else "computed"
    found: dict[str, Array] = {}
    for row, text in texts.items():
        found.setdefault(text, np.zeros(population.n_persons, dtype=bool))[row] = True
    return sorted(found.items(), key=lambda group: -int(group[1].sum()))


def _persons(population: Population, first: int, last: int) -> list[dict[str, object]]:
    people = []
    for row in range(first, last):
        person: dict[str, object] = {}
        for name, column in population.columns.items():
            value = column[row].item()
            if name in population.categories:
                value = population.categories[name][value]
            elif name in population.links:
                value = None if value < 0 else value - first
            person[name] = value
        people.append(person)
    return people


def _old_age_groups(population: Population) -> list[Group]:
    age = population["age"]
    return [
        ("aged 60", age == 60),
        ("aged 61 to 64", (age > 60) & (age < 65)),
        ("aged 65 or over", age >= 65),
    ]


def _school_groups(population: Population) -> list[Group]:
    primary = population.is_value("school_level", "primary")
    secondary = population.is_value("school_level", "secondary")
    course = population["school_course"]
    return [
        ("first grade of primary (last year in kindergarten)", primary & (course == 1)),
        ("the rest of primary", primary),
        ("secondary", secondary),
        ("special education", population.is_value("school_level", "special")),
    ]


def hunger(analysis: Analysis) -> str:
    """Those whom Bono contra el Hambre pays, by the group of the decree through which they come in."""
    names = ["is_woman_in_juana_azurduy", "bono_universal", "is_dependent_worker", "reports_disability_grant"]
    wanted = [name for name in names if name in analysis.law.definitions]
    columns = {**analysis.simulation.run(analysis.law_on_day, wanted), **analysis.population.columns}
    paid = analysis.payments["bono_contra_el_hambre"].received
    universal = columns["bono_universal"] > 0
    women, grant = columns["is_woman_in_juana_azurduy"], columns["reports_disability_grant"]
    works = columns["is_dependent_worker"]
    rows = [
        ("woman in Juana Azurduy", paid & women),
        ("reports the disability or blindness grant", paid & ~women & grant),
        ("in the base of Bono Universal", paid & ~women & ~grant & universal),
        ("parent who did not collect Bono Familia, no wage", paid & ~women & ~grant & ~universal & ~works),
        ("wage earner without contributions, in no earlier group", paid & ~women & ~grant & ~universal & works),
        ("all", paid),
        ("aged 18 to 59 and not paid", ~paid & (columns["age"] >= 18) & (columns["age"] <= 59)),
    ]
    rows += [
        (f"aged 18 to 59 and not paid: `{text}`", who)
        for text, who in first_failed(
            analysis, "bono_contra_el_hambre", ~paid & (columns["age"] >= 18) & (columns["age"] <= 59)
        )
    ]
    title = "EH 2020, bono_contra_el_hambre: whom it pays and whom not"
    return table(title, ["", "sample", "thousand"], [_cell(analysis, row) for row in rows])


def readings(analysis: Analysis) -> str:
    """The two readings of which parents the payments of 2020 leave out."""
    rows = []
    for universal in ("all", "collector"):
        for hungry in ("all", "collector"):
            law = bolivia().amend(
                {
                    "bono_universal.excluded_parent": {"2020-01-01": universal},
                    "bono_contra_el_hambre.excluded_parent": {"2020-01-01": hungry},
                }
            )
            run = Analysis(analysis.population, law, analysis.day)
            counts = [run.recipients(name) for name in ("bono_universal", "bono_contra_el_hambre")]
            rows.append([universal, hungry, *(f"{each.value / 1e3:,.1f} ± {each.se / 1e3:,.1f}" for each in counts)])
    header = ["parents out of Bono Universal", "parents out of Bono contra el Hambre", "Universal", "contra el Hambre"]
    return table("EH 2020, thousand recipients under both readings of who is left out as a parent", header, rows)


def calendar_year(analysis: Analysis) -> str:
    """Renta Dignidad of 2019 at the amounts of each half-year, in place of November's amounts for the whole year."""
    total = 0.0
    for day, months in ((dt.date(2019, 3, 1), 6), (dt.date(2019, 11, 1), 7)):
        run = Analysis(analysis.population, bolivia(), day)
        total += float((run.payments["renta_dignidad"].monthly * analysis.people.weight).sum()) * months
    rows = [
        ["13 payments at the amounts of November 2019", f"{analysis.spending('renta_dignidad').value / 1e6:,.1f}"],
        ["6 at the amounts to June, 6 and the thirteenth at those from July", f"{total / 1e6:,.1f}"],
    ]
    return table("EH 2019, renta_dignidad: Bs million", ["", "Bs million"], rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
