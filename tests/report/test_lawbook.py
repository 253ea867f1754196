"""The law book as people read it: values with their units, notes, days of change, cases."""

from __future__ import annotations

import datetime as dt

import pytest

from ayni.family import CASES
from ayni.law import bolivia
from ayni.report import folders, history_chart, parameters_table, recorded_table, worked_cases
from ayni.report.lawbook import Notes, written
from ayni.report.search import claims_on
from ayni.scenario.law_changes import days_of_change
from ayni.words import LANGUAGES, catalogue

LAW = bolivia()


@pytest.mark.parametrize(
    ("value", "unit", "es", "en"),
    [
        (350, "Bs/month", "Bs\u00a0350", "Bs\u00a0350"),
        (577.5, "Bs/month", "Bs\u00a0577,50", "Bs\u00a0577.50"),
        (0.1271, "share", "12,71%", "12.71%"),
        (0.1, "share", "10%", "10%"),
        (5.5, "percent", "5,5%", "5.5%"),
        (1, "flag", "sí", "yes"),
        (0, "flag", "no", "no"),
        (60, "minimum wages", "60", "60"),
        (184000, "persons", "184.000", "184,000"),
        (((13000.0, 0.0115), (25000.0, 0.05)), "Bs/month and share", "Bs\u00a013.000: 1,15%; Bs\u00a025.000: 5%",
         "Bs\u00a013,000: 1.15%; Bs\u00a025,000: 5%"),
        (((2.0, 0.05), (5.0, 0.11)), "share", "2: 5%; 5: 11%", "2: 5%; 5: 11%"),
        ("all", "reading", "all", "all"),
    ],
)  # fmt: skip
def test_a_value_is_written_with_its_unit(value, unit, es, en):
    assert (written(value, unit, "es"), written(value, unit, "en")) == (es, en)


def test_every_unit_of_the_law_has_a_name():
    units = {each.unit for one in LAW.instruments.values() for each in one.parameters.values()}
    units |= {entry.unit for one in LAW.instruments.values() for entry in one.recorded.values()}
    assert {f"law_unit.{unit}" for unit in units} <= set(catalogue())


def test_every_instrument_stands_in_one_folder_that_has_a_name():
    names = [name for group in folders().values() for name in group]
    assert sorted(names) == sorted(LAW.instruments)
    assert {f"web_group.{folder}" for folder in folders()} <= set(catalogue())


def test_notes_are_numbered_once():
    said = Notes(LAW.instrument("renta_dignidad"), "en")
    assert said.of(["l378", "l562"]) == (1, 2)
    assert said.of(["l562", "not_in_the_list"], {"es": "una nota", "en": "a remark"}) == (2, 3, 4)
    assert said.texts[2:] == ("a remark", "not_in_the_list")


def test_a_parameter_bears_the_sources_of_its_day():
    table = parameters_table(LAW.instrument("renta_dignidad"), dt.date(2010, 6, 1), "es")
    line = next(line for line in table.lines if "monthly_non_pensioner" in line.head)
    assert [cell.text for cell in line.cells[:3]] == ["Bs\u00a0200", "Bs al mes", "1 de enero de 2008"]
    assert "Bs 2.400 al año; primeros pagos en febrero de 2008" in {table.notes[n - 1] for n in line.cells[0].notes}


def test_every_instrument_can_be_printed():
    for one in LAW.instruments.values():
        for language in LANGUAGES:
            assert len(parameters_table(one, dt.date(2020, 6, 1), language).lines) == len(one.parameters)
            recorded = recorded_table(one, language)
            assert recorded is None or recorded.lines


def test_days_of_change_are_the_latest_first_and_name_what_changed():
    days = days_of_change(LAW, dt.date(2019, 12, 31))
    assert [day for day, _ in days] == sorted({day for day, _ in days}, reverse=True)
    assert "renta_dignidad" in dict(days)[dt.date(2019, 6, 1)]
    assert "bonosol" in dict(days)[dt.date(2008, 1, 1)]  # the day after its last


def test_cases_are_shown_as_they_are_tested():
    cases = worked_cases(bolivia(), "renta_dignidad", "es")
    case = next(each for each in cases if each.name == "Ley 1196: a woman of 60 with no pension in August 2019")
    assert (case.period, case.gives) == ("2019-08", (("Renta Dignidad", "350"),))
    without = [name for name in bolivia().instruments if not (CASES / f"{name}.yaml").is_file()]
    assert all(worked_cases(bolivia(), name, "es") == [] for name in without)


def test_claims_are_found_by_what_their_readings_use():
    assert {"A05"} <= {claim.id for claim in claims_on("salario_minimo_nacional.amount")}
    assert claims_on("salario_minimo_nacional.amoun") == []


def test_only_money_is_drawn_in_the_prices_of_another_year():
    assert "in prices of 2025" in history_chart(LAW, "renta_dignidad.monthly_pensioner", "en")
    assert "in prices of 2025" not in history_chart(LAW, "bono_juancito_pinto.highest_grade", "en")
