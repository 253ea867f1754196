"""How far the law book is known: the first line of an answer of a later day, and what is refused after a year."""

import datetime as dt
import json

import pytest
from msgspec.structs import replace, replace as set_fields

from ayni.engine import Law
from ayni.family import family
from ayni.family.knowledge import known_until
from ayni.law import bolivia
from ayni.report import family_as_json, family_tables, known_sentence
from ayni.runs import RunOptions, household, result
from ayni.words import AyniError
from support.builders import instrument
from support.command import ayni

LOOKED = dt.date(2026, 5, 26)


def book():
    one = set_fields(instrument("one", dt.date(2010, 1, 1)), known_until=LOOKED)
    ended = set_fields(instrument("two", dt.date(2010, 1, 1), dt.date(2015, 12, 31)), known_until=dt.date(2016, 1, 1))
    return Law({"one": one, "two": ended}, {})


def test_the_book_is_known_as_far_as_the_earliest_of_what_is_in_force():
    assert book().known_until(dt.date(2026, 1, 1), ["one", "two"]) == LOOKED
    assert book().known_until(dt.date(2012, 1, 1), ["one", "two"]) == dt.date(2016, 1, 1)
    assert book().known_until(dt.date(2009, 1, 1), ["one", "two"]) is None


@pytest.mark.parametrize(
    ("day", "until"),
    [("2026-05-26", None), ("2026-05-27", LOOKED), ("2027-05-26", LOOKED)],
)
def test_a_later_day_says_how_far_the_book_is_known_for_a_year(day, until):
    assert known_until(book(), dt.date.fromisoformat(day), ["one"]) == until


def test_more_than_a_year_later_is_refused_unless_asked_for():
    day = dt.date(2027, 5, 27)
    with pytest.raises(AyniError) as refused:
        known_until(book(), day, ["one"])
    assert refused.value.key == "law_beyond"
    assert known_until(book(), day, ["one"], beyond=True) == LOOKED


def a_family(day):
    return family({"ana": {"age": 70, "contribution_years": 20}}, day, bolivia())


def test_a_family_is_told_in_the_first_line_and_in_json():
    found = household(a_family(dt.date(2027, 2, 1)), bolivia())
    assert known_sentence(found, "en").startswith("The law book is known up to ")
    until = dt.date.fromisoformat(json.loads(family_as_json(found))["known_until"])
    assert dt.date(2026, 5, 1) <= until < dt.date(2027, 2, 1)
    known = household(a_family(dt.date(2026, 3, 1)), bolivia())
    assert known_sentence(known, "es") == ""
    assert json.loads(family_as_json(known))["known_until"] is None


def ended(name, parameter, day):
    """The law book with a parameter that ends on a day without a successor."""
    law = bolivia()
    whole = law.instrument(name).parameters[parameter]
    rows = [row for row in whole.rows if row.start <= day]
    rows = [*rows[:-1], set_fields(rows[-1], end=day)]
    parameters = {**law.instrument(name).parameters, parameter: whole.with_rows(rows)}
    instruments = {**law.instruments, name: set_fields(law.instrument(name), parameters=parameters)}
    return replace(law, instruments=instruments, package="")


def test_a_value_that_ended_is_not_known_and_named_with_its_last_day():
    law = ended("renta_dignidad", "monthly_non_pensioner", dt.date(2024, 9, 30))
    found = household(a_family(dt.date(2026, 3, 1)), law)
    [answer] = [each for each in found.answers if each.rule == "renta_dignidad"]
    assert (answer.applies, answer.in_budget) == (False, 0)
    _, why_not = family_tables(found, "en")
    lines = [line for line in why_not.lines if "is known up to 30 September 2024" in line.cells[1].text]
    assert lines
    assert all(line.cells[1].text.startswith("not known") for line in lines)


def test_the_command_says_it_first_and_refuses_what_is_too_late():
    asked = ("household", "--person", "age=66", "--lang", "en")
    assert ayni(*asked, "--date", "2027-02").stdout.startswith("The law book is known up to ")
    refused = ayni(*asked, "--date", "2040-01")
    assert refused.returncode == 2
    assert "--beyond" in refused.stderr
    assert ayni(*asked, "--date", "2040-01", "--beyond").returncode == 0
    assert ayni("payslip", "5000", "--date", "2027-02", "--lang", "es").stdout.startswith("El libro de leyes se conoce")
    assert ayni("payslip", "5000", "--date", "2040-02").returncode == 2


def test_a_run_too_late_is_refused():
    with pytest.raises(AyniError, match="2040"):
        result(RunOptions(day=dt.date(2040, 1, 1)), bolivia())
