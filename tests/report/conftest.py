"""Rows of every table by hand: the shape of `Analysis.rows()` with invented figures, some of them suppressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ayni.scenario import Row

SHA = "48ae924ce312c594c201d5226dcce80e4b55b9357cb698d9b867628dd511b222"
DEPARTMENTS = ["pando", "chuquisaca", "la_paz", "cochabamba", "oruro", "potosi", "tarija", "santa_cruz", "beni"]
PROGRAMMES = {
    "renta_dignidad": "",
    "bono_juancito_pinto": "refers_to:last_year",
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
        marks = "; ".join([*self.marks, *([note] if note else [])])
        low, high = value - 2 * se, value + 2 * se
        return Row(
            table,
            self.wave,
            concept,
            measure,
            **place,
            value=value,
            se=se,
            low=low,
            high=high,
            n=900,
            unit=unit,
            note=marks,
        )

    def bare(
        self, table: str, concept: str, measure: str, value: float | None, unit: str, note: str = "", **place: str
    ) -> Row:
        marks = "; ".join([*self.marks, *([note] if note else [])])
        return Row(table, self.wave, concept, measure, **place, value=value, n=39605, unit=unit, note=marks)

    def all(self) -> list[Row]:
        tables = (
            self.data, self.poverty, self.programmes, self.effects, self.targeting, self.deciles, self.wages,
            self.waterfall,
            self.curves, self.validation,
        )  # fmt: skip
        return [row for table in tables for row in table()]

    def data(self) -> Iterator[Row]:
        for name, count in (("persons", 39605), ("households", 11869)):
            yield self.bare("data", "sample", name, count, name)
            yield self.row("data", "population", name, 290.5 * count, 5 * count, name)
        for name in ("sampling_units", "strata"):
            yield self.bare("data", "design", name, 70, name)
        facts = {
            "field_from": "2019-10-21", "field_to": "2019-12-20", "law_date": "2019-11-20", "take_up": "legal",
            "file_sha256": SHA, "synthetic": "yes" if self.marks else "no",
        }  # fmt: skip
        for name, text in facts.items():
            yield self.bare("data", "source", name, None, "text", f"text:{text}")
        yield self.bare("data", "source", "imputed", None, "text", level="disability_card")

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
                                "suppressed:few_cases",
                                line=line,
                                **place,
                            )
                            continue
                        note = "quality:(*)" if level == "beni" else ""
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
            place = {"group": "programme", "level": level}
            for measure, value, unit in (("recipients", 1_271_212, "persons"), ("spending", 5_607_243_830, "Bs/year")):
                yield self.row("programmes", "simulated", measure, value, value / 36, unit, note, **place)
                yield self.row("programmes", "survey", measure, value * 0.96, value / 37, unit, note, **place)
                yield self.row("programmes", "simulated/survey", measure, 1.037, 0.006, "ratio", **place)
                if level == "renta_dignidad":
                    yield self.bare("programmes", "official", measure, value * 0.9, unit, official, **place)
                    yield self.row("programmes", "simulated/official", measure, 1.111, 0.03, "ratio", official, **place)
                    yield self.row("programmes", "survey/official", measure, 1.067, 0.03, "ratio", official, **place)
        place = {"group": "programme", "level": "bono_familia"}
        yield self.bare("programmes", "simulated", "recipients", None, "persons", "not_computed:school_type", **place)

    def effects(self) -> Iterator[Row]:
        for concept in ("disposable", "disposable_quarter", "disposable_month", "ine_income_rebuilt"):
            for index, level in enumerate([*PROGRAMMES, "all_programmes"], 1):
                note = "; ".join(mark for mark in ("first_order", PROGRAMMES.get(level, "")) if mark)
                place = {"group": "programme", "level": level}
                for name in ("headcount", "gap"):
                    for line in ("moderate", "extreme"):
                        yield self.row(
                            "effects", concept, name, -0.005 * index, 0.0012, "points", note, line=line, **place
                        )
                        yield self.row(
                            "effects", concept, name, -0.013 * index, 0.003, "relative", note, line=line, **place
                        )
                for line in ("moderate", "extreme"):
                    hidden = f"{note}; suppressed:high_cv"
                    yield self.bare("effects", concept, "lifted", None, "persons", hidden, line=line, **place)
                yield self.row("effects", concept, "gini", -0.003 * index, 0.0006, "points", note, **place)
                yield self.row("effects", concept, "gini", -0.007 * index, 0.002, "relative", note, **place)

    def targeting(self) -> Iterator[Row]:
        for index, (level, note) in enumerate(PROGRAMMES.items()):
            place = {"group": "programme", "level": level}
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
                place = {"group": "decile", "level": str(decile)}
                if level == "bono_discapacidad" and decile > 3:
                    yield self.bare(
                        "deciles", level, "share_of_spending", None, "share", f"{note}; suppressed:few_cases", **place
                    )
                else:
                    yield self.row("deciles", level, "share_of_spending", 0.1, 0.011, "share", note, **place)

    def wages(self) -> Iterator[Row]:
        note = "first_order; recalled:aportes_sip.ceiling_minimum_wages; assumed:no_invoices"
        for name in ("net_wages", "aportes_sip_worker", "rc_iva", "gross_wages", "aportes_sip_employer", "labour_cost"):
            yield self.row("wages", "simulated", name, 5.4e10, 2.1e9, "Bs/year", note)
        yield self.row("wages", "simulated", "contributors", 887_890.0, 26_278.0, "persons", note)
        for name in ("tax_wedge", "formalisation_tax_rate"):
            yield self.row("wages", "simulated", name, 0.26, 0.001, "share", note)
        yield self.bare("wages", "official", "rc_iva", 5.18e8, "Bs/year", "basis:paid; confidence:verified; source:X")

    def waterfall(self) -> Iterator[Row]:
        for index, step in enumerate(["net_market_before_pensions", "pensions", "other_transfers", *PROGRAMMES]):
            place = {"group": "step", "level": step}
            for measure, line in (("headcount", "moderate"), ("headcount", "extreme"), ("gini", "")):
                unit = "index" if measure == "gini" else "share"
                yield self.row(
                    "waterfall", "level", measure, 0.42 - 0.01 * index, 0.007, unit, "first_order", line=line, **place
                )
                if index:
                    yield self.row(
                        "waterfall", "change", measure, -0.01, 0.002, "points", "first_order", line=line, **place
                    )
                    yield self.row(
                        "waterfall", "change", measure, -0.03, 0.005, "relative", "first_order", line=line, **place
                    )

    def curves(self) -> Iterator[Row]:
        curves = [
            ("net_market", "lorenz"),
            ("disposable", "lorenz"),
            *((level, "concentration") for level in PROGRAMMES),
        ]
        for power, (concept, measure) in enumerate(curves, 1):
            for point in range(21):
                place = {"group": "population_share", "level": f"{point / 20:.2f}"}
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
def example() -> Callable[..., list[Row]]:
    """Rows of a wave, synthetic or not."""
    return lambda wave="EH2019", synthetic=False: Example(wave, synthetic).all()


@pytest.fixture(scope="session")
def rows(example: Callable[..., list[Row]]) -> list[Row]:
    """Rows of a survey."""
    return example()


@pytest.fixture(scope="session")
def synthetic_rows(example: Callable[..., list[Row]]) -> list[Row]:
    """Rows of the synthetic population."""
    return example("SYNTHETIC", True)
