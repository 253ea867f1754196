"""Whose people, in whose prices, under the law of which day: refused or carried, by every command."""

import datetime as dt

import pytest

import ayni
from ayni.carry import last_month
from ayni.law import bolivia
from ayni.report import charts, tables
from ayni.report.figures import by_survey
from ayni.report.findings import headlines
from ayni.runs import Options, check_survey
from ayni.words import AyniError
from ayni.words.marks import MarkKind
from support.command import ayni as command

AMOUNT = "renta_dignidad.monthly_non_pensioner"
OTHER = dt.date(2026, 6, 15)
COMMANDS = {
    "run": {},
    "incidence": {},
    "attribution": {},
    "shock": {"kind": "job_loss", "settings": {"from": "5%", "to": "8%"}},
    "reform": {"reform": {AMOUNT: 700}, "at": "survey"},
    "sweep": {"parameter": AMOUNT, "values": [600, 700], "at": "survey"},
    "minimum_wage": {"new": 4000, "at": "survey"},
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_law_of_another_year_on_the_survey_s_own_money_is_refused_with_the_two_ways_on(name):
    with pytest.raises(AyniError) as refused:
        getattr(ayni, name)(day=OTHER, **COMMANDS[name])
    said = refused.value.in_language("en")
    assert refused.value.key == "law_of_another_year"
    assert "--at 2026-06" in said
    assert "--prices survey" in said


def test_prices_of_the_survey_are_given_by_name_and_every_row_says_so():
    rows = ayni.run(day=OTHER, prices="survey")
    assert all(row.has(MarkKind.OTHER_YEAR) for row in rows)
    assert {(row.month, row.prices, row.law_day) for row in rows} == {("2019-11", "2019-11", "2026-06-15")}


def test_a_carried_run_says_so_in_rows_card_and_first_sentence():
    rows = ayni.run(at="2026-06", take_up="observed")
    ours = [row for row in rows if row.concept != "official"]
    assert all(row.has(MarkKind.CARRIED) for row in ours)
    assert {(row.month, row.prices, row.law_day) for row in rows} == {("2026-06", "2026-06", "2026-06-01")}
    (card,) = rows.cards
    assert card.carried is not None
    assert card.carried.series
    assert all(len(content) == 64 for content in card.carried.series.values())
    steps = list(dict.fromkeys(row.step for row in rows if row.table == "carry_steps"))
    assert steps == ["weights", "prices", "growth", "wages", "all", "all_with_model"]
    shown = {table.id: table for table in tables(rows, "es")}
    assert len(shown["carry_lines"].lines) == 12
    assert len(shown["carry_factors"].lines) == len(card.carried.factors)
    ends = {each.what: each.last for each in card.carried.used}
    assert (ends["prices"], ends["growth_per_head"], ends["persons"]) == ("2026-07", "2025-12", "2025-07")
    assert "carry_used" in {chart.id for chart in charts(rows, "en", ["carry_used"])}
    own = {row.group for row in rows if row.table == "poverty" and row.value is not None}
    assert "department" not in own
    assert all(row.has(MarkKind.SMALL_GROUP) for row in rows if row.table == "poverty" and row.group == "department")


def test_no_difference_is_taken_between_a_carried_level_and_an_official_rate(shared_data):
    rows = ayni.run(shared_data / "eh/2022/persona.parquet", at="2026-06")
    (shown,) = tables(rows, "en", ["trust"])
    rates = [line for line in shown.lines if line.head.startswith(("Headcount", "Gap", "Severity", "Gini"))]
    assert rates
    assert {line.cells[2].text for line in rates} == {"a model: none taken"}


def test_a_law_up_to_six_months_later_than_the_prices_is_said():
    rows = ayni.reform(reform={AMOUNT: 700}, at="2026-06", law="2026-12-01", headline=True)
    assert all(row.has(MarkKind.LATER_LAW) for row in rows if row.concept != "official")
    (figures,) = by_survey(rows)
    assert "The law is 6 months later than the prices." in " ".join(headlines(figures, "en"))


def test_a_survey_that_is_far_is_told_the_whole_way(shared_data):
    with pytest.raises(AyniError) as refused:
        ayni.incidence(shared_data / "eh/2019/persona.parquet", law=OTHER)
    assert "--at 2026-06 --far" in refused.value.in_language("en")


def test_the_month_of_the_survey_changes_nothing():
    assert [row.value for row in ayni.incidence(at="2019-11")] == [row.value for row in ayni.incidence()]


def test_a_reform_is_of_the_last_month_unless_the_survey_s_own_is_asked_for():
    rows = ayni.reform(reform={AMOUNT: 700}, headline=True)
    assert {row.month for row in rows} == {f"{last_month():%Y-%m}"}
    own = ayni.reform(reform={AMOUNT: 700}, at="survey", headline=True)
    assert {row.month for row in own} == {"2019-11"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("reform", f"{AMOUNT}=500"), "with --at survey"),
        (("reform", f"{AMOUNT}=700", "--law", "2027-02-01", "--beyond"), "up to 6 months later than the prices"),
        (("minimum-wage", "4000", "--law", "2019-11-20"), "with --at survey"),
        (("run", "--law", "2030-01-01", "--beyond"), "up to the last prices, of 2026-07"),
        (("run", "--law", "2010-06-01"), "--prices survey"),
        (("run", "--at", "2026-01", "--law", "2026-10-01"), "up to 6 months later than the prices"),
        (("run", "--law", "2027-01-01", "--beyond"), "with --at 2026-07, or"),
        (("check", "A07", "--at", "2026-06"), "--at: this is of a survey"),
        (("indicators", "--at", "2026-06"), "leave --at 2026-06 out"),
        (("run", "--at", "june"), "--at: “june” is no month"),
        (("run", "--at", "2019-03"), "2019-03 comes before EH2019-synthetic"),
        (("run", "--at", "2031-01"), "Prices end in 2026-07"),
        (("run", "--at", "last", "--prices", "survey"), "give one of the two"),
        (("run", "--carry", "prices"), "--carry is for carrying"),
        (("run", "--at", "last", "--replicates", "10"), "--replicates is for the survey's own weights"),
        (("sequence-2020", "--before", "a.csv", "--at", "last"), "each in its own month"),
        (("run", "--year", "2020"), "--year"),
    ],
)
def test_what_cannot_be_is_one_line_with_the_way_on(arguments, says, capsys):
    code, out, error = command(*arguments, "--lang", "en")
    assert (code, out) == (2, "")
    assert says in error


def test_a_survey_of_over_four_years_ago_is_told_both_ways(shared_data):
    with pytest.raises(AyniError) as refused:
        ayni.reform(shared_data / "eh/2019/persona.parquet", reform={AMOUNT: 700})
    said = refused.value.in_language("es")
    assert "--at survey" in said
    assert "--far" in said


def test_no_reading_of_carried_people_supports_a_verdict(shared_data):
    options = Options(data=shared_data / "eh/2022/persona.parquet", at="2026-06")
    answer = check_survey(options, bolivia(), "renta_dignidad", "extreme", "13%")
    assert answer.readings
    assert answer.verdict == "not_testable_here"
