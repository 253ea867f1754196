"""The comparison of recorded results with published figures for each survey, without reading any survey."""

from __future__ import annotations

from collections.abc import Iterator

from ayni.engine import Law
from ayni.evidence.official import official
from ayni.evidence.recorded import Recorded, recorded
from ayni.measure.estimate import CV_FLAG
from ayni.scenario import Row, programmes
from ayni.words.marks import Mark, MarkKind

INCOME = "ine_income_rebuilt"
LEVELS = {
    "poverty_moderate": ("headcount", "moderate"), "poverty_extreme": ("headcount", "extreme"), "gini": ("gini", ""),
}  # fmt: skip
"""Recorded indicators of the rebuilt income, as measure and line."""
CONCEPTS = {"simulated": "", "survey": "_reported"}


def trust_rows(law: Law) -> Iterator[Row]:
    """The rows of the comparison for each recorded wave, the latest first: INE's income as rebuilt, programmes
    simulated by the law and as reported, and official figures.

    They are rows of `Analysis.rows()` and of the official figures; `simulated_over_official` is the ratio of the two.
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
                table="validation", survey=wave, concept="official", measure=measure, line=line, value=figure.value,
                unit=figure.unit, marks=figure.marks(year),
            )  # fmt: skip


def _programme(wave: str, measure: str, programme: str, law: Law) -> Iterator[Row]:
    year = int(wave[-4:])
    names = {concept: f"{wave}|{measure}{end}.{programme}|all|all" for concept, end in CONCEPTS.items()}
    found = {concept: recorded()[name] for concept, name in names.items() if name in recorded()}
    if "simulated" not in found:
        return
    for concept, ours in found.items():
        yield _row(ours, "programmes", concept, measure, programme=programme)
    figure = official(f"{programme}.{measure}", year, law, within=1)
    if figure is None:
        return
    ratio = found["simulated"].value / figure.value
    beside = (("official", figure.value, figure.unit), ("simulated_over_official", ratio, "ratio"))
    for concept, value, unit in beside:
        yield Row(
            table="programmes", survey=wave, concept=concept, programme=programme, measure=measure, value=value,
            unit=unit, marks=figure.marks(year),
        )  # fmt: skip


def _row(of: Recorded, table: str, concept: str, measure: str, line: str = "", programme: str = "") -> Row:
    uncertain = of.se is not None and of.se > CV_FLAG * abs(of.value)
    return Row(
        table=table, survey=of.wave, concept=concept, programme=programme, measure=measure, line=line, value=of.value,
        se=of.se, n=of.n, unit=of.unit, marks=(Mark(MarkKind.QUALITY),) if uncertain else (),
    )  # fmt: skip
