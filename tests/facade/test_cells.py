"""Cells that a researcher, a lecturer and a journalist type: each gives what it should, or answers in one sentence."""

import datetime as dt

import pandas as pd
import polars as pl
import pytest
from msgspec.structs import replace

import ayni
from ayni import AyniError
from support.files import invented_rows

AMOUNT = "renta_dignidad.monthly_non_pensioner"
INE = {"concept": "ine_income", "measure": "headcount", "line": "moderate"}


@pytest.fixture(scope="module")
def run():
    return ayni.run(lang="en")


@pytest.fixture(scope="module")
def reform():
    return ayni.reform({AMOUNT: 700}, at="survey", lang="en")


@pytest.fixture(scope="module")
def survey():
    return ayni.load(lang="en")


@pytest.fixture
def mine():
    """Five invented persons as INE's file of 2019 has them, with a column of one's own."""
    return pl.DataFrame(invented_rows()).with_columns(mine=pl.Series(["a", "a", "a", "b", "b"]))


# ---- a researcher


def test_a_run_is_printed_as_its_headline_and_shown_in_a_line(run):
    assert str(run).startswith("SYNTHETIC DATA: With INE's income, 37.2%")
    assert repr(run) == "<Result of run on EH2019-synthetic: 1386 rows in 10 tables>"


def test_rows_are_a_data_frame_of_polars_or_pandas(run):
    frame = run.frame()
    assert frame.shape == (len(run.rows), 24)
    assert frame.schema["value"] == pl.Float64
    assert run.to_pandas()["value"].equals(frame.to_pandas()["value"])
    share = frame.filter(table="poverty", group="all", **INE)["value"].item()
    assert share == run.one("poverty", **INE).value


def test_a_table_is_asked_for_by_name(run, reform):
    assert str(run.table("poverty")).startswith("SYNTHETIC DATA: Poverty and inequality with INE's income")
    assert reform.table("poverty").id == "comparison"
    assert "<td>" in run.table("recipients")._repr_html_()


def test_a_chart_is_a_picture(run):
    assert run.chart("departments")._repr_svg_().startswith("<svg")
    assert len(repr(run.chart("departments"))) < 250


def test_a_notebook_shows_the_headline_and_the_first_table(run, reform):
    assert "37.2%" in run._repr_html_()
    assert run._repr_html_().count("<table") == reform._repr_html_().count("<table") == 1


def test_a_reform_stands_first_or_by_name_with_dates_or_without(reform):
    by_name = ayni.reform(reform={AMOUNT: {dt.date(2019, 1, 1): 700}}, at="survey", headline=True)
    assert by_name.one("costs", measure="spending", programme="renta_dignidad", side="change").value == pytest.approx(
        reform.one("costs", measure="spending", programme="renta_dignidad", side="change").value
    )
    with_start = ayni.reform({AMOUNT: 700}, start="2019-01", at="survey", headline=True)
    assert with_start.reform.changes == by_name.reform.changes
    assert ayni.reform(f"{AMOUNT}=700", at="survey", headline=True).reform.changes[0].after == 700


def test_days_are_dates_or_text_and_months_their_first_day():
    days = [dt.date(2019, 7, 1), dt.datetime(2019, 7, 1, 9), "2019-07-01", "2019-07"]
    asked = [ayni.reform({AMOUNT: 500}, law=day, at="survey", headline=True).asked.day for day in days]
    assert set(asked) == {dt.date(2019, 7, 1)}


def test_poverty_by_any_column_and_under_any_line(survey):
    by_department = survey.poverty(by="department")
    assert by_department.frame().filter(group="department", concept="ine_income", measure="headcount").height == 18
    under = survey.poverty(by=["area:sex"], line=700).frame().filter(measure="headcount", concept="ine_income")
    assert set(under["line"]) == {"700"}
    assert under.height == 5


def test_the_mean_of_a_column_by_groups(survey):
    people = survey.population
    everybody = survey.mean("wage", by=["sex"]).frame()
    expected = (people["wage"] * people["weight"])[survey.analysis.universe].sum()
    expected /= people["weight"][survey.analysis.universe].sum()
    assert everybody.filter(group="all")["value"].item() == pytest.approx(expected)
    assert everybody.filter(group="sex").height == 2


def test_a_frame_with_a_column_of_ones_own_gives_groups_by_it(mine):
    for frame in (mine, mine.to_pandas()):
        found = ayni.load(frame, part="mine").poverty(by="mine").frame()
        persons = found.filter(group="mine", measure="persons")
        assert dict(zip(persons["level"], persons["n"], strict=True)) == {"a": 3, "b": 2}


def test_a_loaded_survey_is_run_on(mine):
    loaded = ayni.load(mine, part="mine")
    assert ayni.indicators(loaded).surveys == ("EH2019 part:mine",)


def test_files_are_written_and_their_paths_given(run, tmp_path):
    assert run.report(tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert pl.read_csv(run.write(str(tmp_path / "r.csv"))).height == len(run)
    assert pl.read_parquet(run.write(tmp_path / "r.parquet")).equals(run.frame())
    assert '"synthetic":true' in run.receipt(tmp_path / "r.json").read_text().replace(" ", "")


# ---- a lecturer


def test_a_family_by_its_answers():
    alone = ayni.household(age=66, date="2026-01", lang="en")
    assert alone.amount("renta_dignidad") == 500
    assert alone.amount("renta_dignidad_thirteenth") == 350
    assert repr(alone) == "<Household of persona1 on 2026-01-01: 3 answers apply, Bs 529.17 a month>"
    both = ayni.household({"rosa": {"age": 66}, "juan": {"age": 30}}, "2026-01", lang="en")
    assert set(both.frame()["person"]) == {"rosa", "juan"}
    assert ayni.household([{"age": 66}, {"age": 67}], "2026-01").budget == pytest.approx(2 * alone.budget)
    assert "Renta Dignidad" in str(alone)
    assert "Renta Dignidad" in alone._repr_html_()


def test_amounts_of_a_month_and_of_once_are_not_added():
    alone = ayni.household(age=66, date="2026-01", lang="en")
    of_age = [each for each in alone.found.answers if each.instrument == "renta_dignidad"]
    alone.found = replace(alone.found, answers=[replace(each, instrument="old_age") for each in of_age])
    with pytest.raises(AyniError, match=r"renta_dignidad \(Bs/month\), renta_dignidad_thirteenth \(Bs/once\)"):
        alone.amount("old_age")


def test_a_family_under_a_reform():
    raised = ayni.household({"rosa": {"age": 66}}, "2026-01", {AMOUNT: 700})
    assert raised.budget == pytest.approx(529 + 1 / 6 + 200 * 13 / 12)


def test_the_budget_of_a_family_over_wages():
    line = ayni.household(age=40, date="2025-05").vary("monthly_wage", range(0, 4000, 1000)).frame()
    assert line["value"].to_list() == [0, 1000, 2000, 3000]
    assert (line["net"] == line["value"] + line["budget"]).all()


def test_a_payslip_and_a_payroll(tmp_path):
    slip = ayni.payslip(9500, "2025-05", years_of_service=3)
    assert slip["monthly_wage"] == 9500
    assert slip.net_pay < slip["total_earned"]
    assert slip.frame().filter(rule="net_pay")["amount"].item() == slip.net_pay
    (tmp_path / "pay.csv").write_text("name,monthly_wage\nana,9500\nluis,3000\n")
    pay = ayni.payroll(tmp_path / "pay.csv", "2025-05")
    assert pay["name"].to_list() == ["ana", "luis"]
    assert pay["net_pay"][0] == ayni.payslip(9500, "2025-05").net_pay


def test_the_law_book_is_short_when_shown_and_whole_when_asked():
    book = ayni.lawbook(lang="en")
    assert len(repr(book)) < 120
    assert len(repr(book.law)) < 120
    assert "renta_dignidad" in book
    assert book.value(AMOUNT, "2019-01") == 300
    assert book.history(AMOUNT).frame()["value"][0] == 200
    assert book["renta_dignidad"].frame().filter(parameter=AMOUNT).height == 1
    assert book.frame().height == len(book)
    assert "DS 3437" in str(book.diff("2016-12", "2018-01"))


def test_sweeps_and_shocks_and_shares_take_what_python_has():
    swept = ayni.reform(sweep={AMOUNT: range(400, 601, 100)}, at="survey")
    assert swept.sweep.parameter == AMOUNT
    assert ayni.shock("price-rise", {"food": 0.1}).shock.kind == "price_rise"
    assert ayni.sweep(parameter=AMOUNT, values=[400], start="2019-01", at="survey").sweep.parameter == AMOUNT
    only = ayni.attribution(only="renta_dignidad, bono_juancito_pinto")
    assert only.asked.only == ("renta_dignidad", "bono_juancito_pinto")


def test_the_money_of_a_minimum_wage_is_a_number():
    assert ayni.minimum_wage(2500, at="survey").asked.new == 2500


# ---- a journalist


def test_what_was_said_and_whether_it_holds():
    said = ayni.claims(lang="en")
    assert repr(said) == f"<Claims: {len(said)}, from A01 to {said.judged[-1].claim.id}>"
    assert said["A03"].verdict == ayni.check("A03").verdict == ayni.claims("A03").verdict
    assert said.frame().height == len(said)
    assert "A03" in str(said["a03"])


def test_a_number_of_ones_own():
    tried = ayni.check(indicator="poverty_extreme", start=2008, end=2011, stated="43%", lang="en")
    assert tried.verdict == "number_fits_another_label"
    assert len(repr(tried)) < 120


def test_spanish_is_spoken():
    assert str(ayni.load(lang="es").poverty()).startswith("DATOS SINTÉTICOS: Ley del 20 de noviembre de 2019")
    with pytest.raises(AyniError, match="no tiene «reforme»; lo más parecido es reform"):
        ayni.reform(reforme={}, lang="es")


# ---- one sentence


WRONG = {
    "a file that is not there": (lambda: ayni.run("nofile.csv"), "Cannot read nofile.csv"),
    "a number as data": (lambda: ayni.run(42), "int is no survey"),
    "a frame of something else": (lambda: ayni.run(pd.DataFrame({"a": [1]})), "pandas.DataFrame is no survey|known"),
    "a keyword nearly right": (lambda: ayni.reform({AMOUNT: 700}, take_upp="legal"), "the nearest is take_up"),
    "an option that is of the result": (lambda: ayni.run(output="x.csv"), r"r\.write"),
    "a choice that is none": (lambda: ayni.run(take_up="some"), "take_up: “some” is not a choice"),
    "a language that is none": (lambda: ayni.run(lang="fr"), "lang: “fr” is not a choice"),
    "a day that is none": (lambda: ayni.run(law="2019-13"), "law: “2019-13” is not a date"),
    "a law of another year": (lambda: ayni.run(law="2026-01"), 'at="2026-01", .*prices="survey"'),
    "no reform": (ayni.reform, "The reform is missing"),
    "a parameter nearly right": (
        lambda: ayni.reform({"renta_dignidad.monthly": 1}),
        "renta_dignidad.monthly_pensioner",
    ),
    "one survey of two": (lambda: ayni.between("a.csv"), "Two surveys are compared"),
    "a kind of shock": (lambda: ayni.shock("price_fall"), "kind: “price_fall” is not a choice"),
    "an answer nearly right": (lambda: ayni.household({"age": 66, "monthly_wag": 1}), "monthly_wage"),
    "nobody": (ayni.household, "persons of the family are missing"),
    "an instrument nearly right": (lambda: ayni.lawbook()["renta_dignida"], "renta_dignidad"),
    "a claim that is none": (lambda: ayni.claims("Z99"), "Z99"),
    "how to read nothing": (lambda: ayni.load(part="a"), "part says how to read a survey"),
    "a count that is none": (lambda: ayni.run(replicates=1), "replicates: “1” is no whole number from 2"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_answered_in_one_sentence(what, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    ask, said = WRONG[what]
    with pytest.raises(AyniError, match=said) as told:
        ask()
    assert "\n" not in str(told.value)
    assert told.value._render_traceback_() == [f"AyniError: {told.value}"]


def test_a_name_of_a_table_nearly_right(run):
    with pytest.raises(AyniError, match=r"the nearest is recipients\. There are: data, trust, "):
        run.table("recipient")
    with pytest.raises(AyniError, match="the nearest is departments"):
        run.chart("department")


def test_what_was_computed_for_each_person_is_a_frame_and_a_file(survey, mine, tmp_path):
    people = survey.people()
    assert people.height == len(survey)
    assert people.columns[:2] == ["folio", "nro"]
    of_reform = ayni.reform(mine, {AMOUNT: 700}, part="mine", at="survey").people()
    assert {"renta_dignidad_before", "renta_dignidad_after"} <= set(of_reform.columns)
    assert of_reform["folio"].to_list() == mine["folio"].to_list()
    read = pl.read_csv(survey.write_people(tmp_path / "people.csv"))
    assert read.height == people.height
    with pytest.raises(AyniError, match=r"\.dta"):
        survey.write_people(tmp_path / "people.docx")


def test_invented_persons_come_back_with_columns_of_ones_own(survey):
    people = survey.people().with_columns(
        mine=pl.when(pl.col("nro") == 1).then(pl.lit("first")).otherwise(pl.lit("others")),
        line=pl.lit(700.0),
        renta_dignidad=pl.lit(9_999.0),
    )
    given = people.sample(fraction=1.0, shuffle=True, seed=1)
    found = ayni.load(given, lang="en").poverty(by="mine", line=["line", 700]).frame()
    counts = found.filter(group="mine", measure="persons").select("level", "n").rows()
    assert dict(counts)["first"] == len(survey.population.offsets) - 1
    by_column, by_amount = (found.filter(line=line, group="all", measure="headcount") for line in ("line", "700"))
    assert (
        by_column["value"].to_list()
        == by_amount["value"].to_list()
        == survey.poverty(line=700).frame().filter(group="all", measure="headcount")["value"].to_list()
    )
    with pytest.raises(AyniError, match="all 39873 must be there"):
        ayni.load(people.head(10))


def test_the_mean_of_a_column_is_a_table(survey):
    assert survey.mean("wage", by="sex").table("groups_mean").lines[1].cells[0].text.startswith("Bs")


def test_a_settlement_a_pension_and_a_pregnancy():
    form = ayni.finiquito(
        leaving_reason="dismissal", hired_on="2024-03-01", left_on="2026-03-31", wage_last_month=4000,
        wage_month_before=4000, wage_third_month=4000, vacation_days_left=0, firm_made_profit=False, lang="en",
    )  # fmt: skip
    assert form.frame().filter(rule="finiquito_notice_pay")["amount"].item() == 12_000
    assert "12,000.00" in str(form)
    ways = ayni.retirement(
        "2026-03", born="1966-03-01", sex="man", contribution_years=20, solidarity_reference_wage=3000, own_pension=800
    )
    assert set(ways.frame()["id"]) >= {"share", "age", "solidarity"}
    due = ayni.pregnancy("2026-03", pregnant_since="2026-01", health_insurance="social_security").frame()
    assert due["of_pregnancy"][0] == 5
    assert (
        due["amount"].sum()
        == ayni.pregnancy("2026-03", pregnant_since="2026-01", health_insurance="social_security").found.total
    )
    with pytest.raises(ayni.AyniError, match="health_insurance"):
        ayni.pregnancy("2026-03", pregnant_since="2026-01")
