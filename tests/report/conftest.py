"""Rows of every table by hand: the shape of `Analysis.rows()` with invented figures, some of them suppressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ayni.law import bolivia
from ayni.runs import named
from ayni.scenario import DataCard, Result, Row
from ayni.words.marks import Mark

SHA = "48ae924ce312c594c201d5226dcce80e4b55b9357cb698d9b867628dd511b222"
DEPARTMENTS = ["pando", "chuquisaca", "la_paz", "cochabamba", "oruro", "potosi", "tarija", "santa_cruz", "beni"]
PROGRAMMES = {
    "renta_dignidad": "",
    "bono_juancito_pinto": "last_year",
    "bono_discapacidad": "imputed:disability_card; imputed:disability_grade",
    "bono_universal": "conflicting:bono_universal.excluded_parent; recalled:bono_universal.amount; take_up_not_asked",
}
SECRET = 0.123456
"""The value of a figure that must not be published; no text may show it."""


class Example:
    """Makes rows of a wave."""

    def __init__(self, wave: str, synthetic: bool) -> None:
        self.wave = wave
        self.marks = ["synthetic"] if synthetic else []

    def row(
        self, table: str, concept: str, measure: str, value: float, se: float, unit: str, note: str = "", **place: str
    ) -> Row:
        return self.make(table, concept, measure, note, place, value=value, se=se, low=value - 2 * se,
                         high=value + 2 * se, n=900, unit=unit)  # fmt: skip

    def bare(
        self, table: str, concept: str, measure: str, value: float | None, unit: str, note: str = "", **place: str
    ) -> Row:
        return self.make(table, concept, measure, note, place, value=value, n=39605, unit=unit)

    def make(self, table: str, concept: str, measure: str, note: str, place: dict[str, str], **figure: Any) -> Row:
        marks = tuple(Mark.read(text) for text in (*self.marks, *filter(None, note.split("; "))))
        basis = {"survey": self.wave, "month": "2019-11", "law_day": "2019-11-20", "prices": "2019-11"}
        return Row(
            table=table, concept=concept, measure=measure, take_up="legal", marks=marks, **basis, **place, **figure
        )

    def all(self) -> Result:
        tables = (
            self.data, self.poverty, self.programmes, self.effects, self.targeting, self.deciles, self.wages,
            self.waterfall,
            self.curves, self.validation,
        )  # fmt: skip
        card = DataCard(
            self.wave, "2019-11", "2019-11-20", "2019-11", "", "legal", "2019-10-21", "2019-12-20", 39605, 11869, 1079,
            63, SHA, bool(self.marks), imputed={"disability_card": {"es": "no se pregunta", "en": "not asked"}},
        )  # fmt: skip
        return named(Result.of([row for table in tables for row in table()], card), bolivia())

    def data(self) -> Iterator[Row]:
        for name, count in (("persons", 39605), ("households", 11869)):
            yield self.row("data", "population", name, 290.5 * count, 5 * count, name)

    def poverty(self) -> Iterator[Row]:
        groups = {
            "all": ["all"], "area": ["urban", "rural"], "department": DEPARTMENTS, "sex": ["man", "woman"],
            "age_band": ["0-5", "6-17", "18-29", "30-44", "45-59", "60+"],
            "self_identification": ["belongs", "does_not_belong", "not_bolivian"],
            "household_type": [
                "single_person", "couple", "single_parent", "couple_with_children", "extended", "composite", "other",
            ],
        }  # fmt: skip
        concepts = ["ine_income", "ine_income_rebuilt", "net_market_before_pensions", "net_market", "disposable"]
        for shift, concept in enumerate(concepts):
            for group, levels in groups.items():
                if group not in ("all", "area") and concept not in ("ine_income", "disposable"):
                    continue
                for index, level in enumerate(levels):
                    place = {"group": group, "level": level}
                    base = 0.37 + 0.01 * shift + 0.02 * index
                    for line, share in (("moderate", 1.0), ("extreme", 0.35)):
                        if level == "pando":
                            yield self.bare(
                                "poverty",
                                concept,
                                "headcount",
                                None,
                                "share",
                                "few_cases",
                                line=line,
                                **place,
                            )
                            continue
                        note = "quality" if level == "beni" else ""
                        yield self.row(
                            "poverty", concept, "headcount", share * base, 0.007, "share", note, line=line, **place
                        )
                        for name in ("gap", "severity"):
                            yield self.row(
                                "poverty", concept, name, share * base / 3, 0.004, "share", line=line, **place
                            )
                        yield self.row(
                            "poverty", concept, "poor", share * base * 1e7, 81_000, "persons", line=line, **place
                        )
                    yield self.row("poverty", concept, "gini", 0.427, 0.0054, "index", **place)
                    yield self.row("poverty", concept, "mean", 1431.2, 21.0, "Bs/month", **place)
                    for p in (10, 25, 50, 75, 90):
                        yield self.row("poverty", concept, f"quantile_{p}", 30.0 * p, 15.0, "Bs/month", **place)
                    yield self.row("poverty", concept, "p90_p10", 8.1, 0.3, "ratio", **place)
                    yield self.row("poverty", concept, "palma", 2.1, 0.08, "ratio", **place)
            for decile in range(1, 11):
                yield self.row(
                    "poverty", concept, "income_share", decile / 55, 0.002, "share", group="decile", level=str(decile)
                )

    def programmes(self) -> Iterator[Row]:
        official = "basis:paid; confidence:verified; source:UDAPE, Dossier 2023, cuadro 7.7.2"
        for level, note in PROGRAMMES.items():
            place = {"programme": level}
            for measure, value, unit in (("recipients", 1_271_212, "persons"), ("spending", 5_607_243_830, "Bs/year")):
                yield self.row("programmes", "simulated", measure, value, value / 36, unit, note, **place)
                yield self.row("programmes", "survey", measure, value * 0.96, value / 37, unit, note, **place)
                yield self.row("programmes", "simulated_over_survey", measure, 1.037, 0.006, "ratio", **place)
                if level == "renta_dignidad":
                    yield self.bare("programmes", "official", measure, value * 0.9, unit, official, **place)
                    yield self.row(
                        "programmes", "simulated_over_official", measure, 1.111, 0.03, "ratio", official, **place
                    )
                    yield self.row(
                        "programmes", "survey_over_official", measure, 1.067, 0.03, "ratio", official, **place
                    )
        place = {"programme": "bono_familia"}
        yield self.bare("programmes", "simulated", "recipients", None, "persons", "not_computed:school_type", **place)

    def effects(self) -> Iterator[Row]:
        incomes = [("disposable", accounting) for accounting in ("year", "quarter", "month")]
        for concept, accounting in (*incomes, ("ine_income_rebuilt", "")):
            for index, level in enumerate([*PROGRAMMES, "all_programmes"], 1):
                note = "; ".join(mark for mark in ("first_order", PROGRAMMES.get(level, "")) if mark)
                place = {"programme": level, "accounting": accounting}
                change = {**place, "side": "change"}
                for name in ("headcount", "gap"):
                    for line in ("moderate", "extreme"):
                        yield self.row(
                            "effects", concept, name, -0.005 * index, 0.0012, "points", note, line=line, **change
                        )
                        yield self.row(
                            "effects", concept, name, -0.013 * index, 0.003, "relative", note, line=line, **change
                        )
                for line in ("moderate", "extreme"):
                    hidden = f"{note}; high_cv"
                    yield self.bare("effects", concept, "lifted", None, "persons", hidden, line=line, **place)
                yield self.row("effects", concept, "gini", -0.003 * index, 0.0006, "points", note, **change)
                yield self.row("effects", concept, "gini", -0.007 * index, 0.002, "relative", note, **change)

    def targeting(self) -> Iterator[Row]:
        for index, (level, note) in enumerate(PROGRAMMES.items()):
            place = {"programme": level}
            for line in ("moderate", "extreme"):
                for name in ("share_to_poor", "leakage", "coverage", "exclusion"):
                    yield self.row(
                        "targeting", "net_market", name, 0.4 + 0.05 * index, 0.012, "share", note, line=line, **place
                    )
            for name in ("concentration", "kakwani"):
                yield self.row("targeting", "net_market", name, -0.05 * index, 0.012, "index", note, **place)

    def deciles(self) -> Iterator[Row]:
        for level, note in PROGRAMMES.items():
            for decile in range(1, 11):
                place = {"programme": level, "group": "decile", "level": str(decile)}
                if level == "bono_discapacidad" and decile > 3:
                    yield self.bare(
                        "deciles", "net_market", "share_of_spending", None, "share", f"{note}; few_cases", **place
                    )
                else:
                    yield self.row("deciles", "net_market", "share_of_spending", 0.1, 0.011, "share", note, **place)

    def wages(self) -> Iterator[Row]:
        note = "first_order; recalled:aportes_sip.ceiling_minimum_wages; assumed:no_invoices"
        for name in ("net_wages", "gross_wages", "labour_cost"):
            yield self.row("wages", "simulated", name, 5.4e10, 2.1e9, "Bs/year", note)
        for name in ("aportes_sip_worker", "rc_iva", "aportes_sip_employer"):
            yield self.row("wages", "simulated", "revenue", 5.4e10, 2.1e9, "Bs/year", note, programme=name)
        yield self.row("wages", "simulated", "contributors", 887_890.0, 26_278.0, "persons", note)
        for name in ("tax_wedge", "formalisation_tax_rate"):
            yield self.row("wages", "simulated", name, 0.26, 0.001, "share", note)
        official = "basis:paid; confidence:verified; source:X"
        yield self.bare("wages", "official", "revenue", 5.18e8, "Bs/year", official, programme="rc_iva")

    def waterfall(self) -> Iterator[Row]:
        for index, step in enumerate(["net_market_before_pensions", "pensions", "other_transfers", *PROGRAMMES]):
            place = {"step": step}
            for measure, line in (("headcount", "moderate"), ("headcount", "extreme"), ("gini", "")):
                unit = "index" if measure == "gini" else "share"
                yield self.row(
                    "waterfall",
                    "",
                    measure,
                    0.42 - 0.01 * index,
                    0.007,
                    unit,
                    "first_order",
                    side="after",
                    line=line,
                    **place,
                )
                if index:
                    yield self.row(
                        "waterfall",
                        "",
                        measure,
                        -0.01,
                        0.002,
                        "points",
                        "first_order",
                        side="change",
                        line=line,
                        **place,
                    )
                    yield self.row(
                        "waterfall",
                        "",
                        measure,
                        -0.03,
                        0.005,
                        "relative",
                        "first_order",
                        side="change",
                        line=line,
                        **place,
                    )

    def curves(self) -> Iterator[Row]:
        curves = [
            ("net_market", "", "lorenz"),
            ("disposable", "", "lorenz"),
            *(("net_market", level, "concentration") for level in PROGRAMMES),
        ]
        for power, (concept, programme, measure) in enumerate(curves, 1):
            for point in range(21):
                place = {"programme": programme, "group": "population_share", "level": f"{point / 20:.2f}"}
                yield self.bare("curves", concept, measure, (point / 20) ** (1 + power / 3), "share", **place)

    def validation(self) -> Iterator[Row]:
        for line, value in (("moderate", 0.3717), ("extreme", 0.1287)):
            note = "basis:published; confidence:computed; official_period:2018; source:INE"
            for concept, figure in (("official", value), ("difference", -0.0017)):
                yield self.bare("validation", concept, "headcount", figure, "share", note, line=line)
        levels = ["main_job", "second_job", "non_labour", "person", "household"]
        for level in (*(f"ine_{name}_income" for name in levels), "ine_income"):
            yield self.bare("validation", "rebuilt_within_1_bs", "share", 0.998, "share", group="variable", level=level)
        for level, line in (("ine_is_poor", "moderate"), ("ine_is_extremely_poor", "extreme")):
            yield self.bare(
                "validation", "flag_reproduced", "share", 1.0, "share", group="variable", level=level, line=line
            )


@pytest.fixture(scope="session")
def example() -> Callable[..., Result]:
    """Rows of a wave, synthetic or not."""
    return lambda wave="EH2019", synthetic=False: Example(wave, synthetic).all()


@pytest.fixture(scope="session")
def rows(example: Callable[..., Result]) -> Result:
    """Rows of a survey."""
    return example()


@pytest.fixture(scope="session")
def synthetic_rows(example: Callable[..., Result]) -> Result:
    """Rows of the synthetic population."""
    return example("SYNTHETIC", True)
