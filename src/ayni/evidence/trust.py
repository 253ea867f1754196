"""The trust table's rows: what is recorded of each survey beside what was published, with no survey at hand."""

from __future__ import annotations

from collections.abc import Iterator

from ayni.engine import Law
from ayni.evidence.official import official
from ayni.evidence.recorded import Recorded, recorded
from ayni.measure.estimate import CV_FLAG
from ayni.scenario import Row, programmes

INCOME = "ine_income_rebuilt"
LEVELS = {
    "poverty_moderate": ("headcount", "moderate"), "poverty_extreme": ("headcount", "extreme"), "gini": ("gini", ""),
}  # fmt: skip
"""Recorded indicators of the rebuilt income, as measure and line."""
CONCEPTS = {"simulated": "", "survey": "_reported"}


def trust_rows(law: Law) -> Iterator[Row]:
    """Each recorded wave, the latest first: INE's income rebuilt, the programmes by the law and as reported, official.

    The rows are those of `Analysis.rows()` and of the official figures: `simulated/official` is the plain ratio.
    """
    waves = {row.wave for row in recorded().values() if row.indicator.startswith("recipients.")}
    for wave in sorted(waves, reverse=True):
        yield from _poverty(wave, law)
        for programme in programmes(law):
            for measure in ("recipients", "spending"):
                yield from _programme(wave, measure, programme.id, law)


def _poverty(wave: str, law: Law) -> Iterator[Row]:
    year = int(wave[-4:])
    for name, (measure, line) in LEVELS.items():
        ours = recorded()[f"{wave}|{name}.{INCOME}|all|all"]
        yield _row(ours, "poverty", INCOME, measure, line)
        figure = official(f"{measure}.{line}" if line else measure, year, law)
        if figure is not None:
            yield Row(
                "validation", wave, "official", measure, line, value=figure.value, unit=figure.unit,
                note="; ".join(figure.marks(year)),
            )  # fmt: skip


def _programme(wave: str, measure: str, programme: str, law: Law) -> Iterator[Row]:
    year = int(wave[-4:])
    names = {concept: f"{wave}|{measure}{end}.{programme}|all|all" for concept, end in CONCEPTS.items()}
    found = {concept: recorded()[name] for concept, name in names.items() if name in recorded()}
    if "simulated" not in found:
        return
    for concept, ours in found.items():
        yield _row(ours, "programmes", concept, measure, group="programme", level=programme)
    figure = official(f"{programme}.{measure}", year, law, within=1)
    if figure is None:
        return
    note = "; ".join(figure.marks(year))
    ratio = found["simulated"].value / figure.value
    for concept, value, unit in (("official", figure.value, figure.unit), ("simulated/official", ratio, "ratio")):
        yield Row("programmes", wave, concept, measure, "", "programme", programme, value, unit=unit, note=note)


def _row(
    of: Recorded, table: str, concept: str, measure: str, line: str = "", group: str = "all", level: str = "all"
) -> Row:
    note = "quality:(*)" if of.se and of.se > CV_FLAG * abs(of.value) else ""
    return Row(table, of.wave, concept, measure, line, group, level, of.value, of.se, n=of.n, unit=of.unit, note=note)
