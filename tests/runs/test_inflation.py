"""`ayni inflation`: rows by the doors, receipts that run again, tables and a chart in both languages, refusals."""

import pytest

from ayni import report
from ayni.law import bolivia
from ayni.report.findings import headlines
from ayni.runs import OPTIONS, receipt_of_run, result, run_again
from ayni.series import Prices, read_month, series
from ayni.survey import load
from ayni.words import LANGUAGES, AyniError


def asked(**given):
    return OPTIONS["inflation"].of(bolivia(), **given)


@pytest.fixture(scope="module")
def year():
    return result(asked(start="2025-07", by=["area"]), bolivia())


def test_a_period_of_a_year_stands_once(year):
    assert {row.step for row in year if row.table == "inflation"} == {"2025-07..2026-07"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", [[], ["household_type"]])
def test_tables_sentence_and_chart_stand_in_both_languages(language, by):
    found = result(asked(start="2025-11", end="2026-02", by=by), bolivia())
    ids = [table.id for table in report.tables(found, language)]
    assert {"inflation", "inflation_baskets", "inflation_divisions", "inflation_months", "inflation_yearly"} <= {*ids}
    said = headlines(report.Figures(found), language)
    assert len(said) == 2
    assert {"es": "hasta diciembre de 2025", "en": "to December 2025"}[language] in said[1]  # dearer than the last one
    assert report.charts(found, language, ("inflation_months",))[0].svg.startswith("<svg")


def test_a_receipt_names_baskets_and_series_and_gives_the_same_again(year):
    receipt = receipt_of_run(asked(start="2025-07", by=["area"]), bolivia(), year)
    assert {"baskets.json", "series/cpi.csv", "series/cpi_weights.csv"} <= set(receipt.inputs)
    assert receipt.law == ""
    assert run_again(receipt, bolivia(), None) == receipt


def test_ine_s_files_give_the_baskets_that_are_recorded(shared_data):
    """With a receipt that names the modules; and the moderate line moves as carried ones do: food by its index, the
    rest by the index without it."""
    options = asked(data=shared_data / "eh" / "2019" / "persona.parquet", start="2019-11")
    own, kept = result(options, bolivia()), result(asked(), bolivia())
    hidden = [row for row in own if row.level == "composite"]
    assert hidden  # under 30 households, and so it is not recorded
    assert all(row.value is None and str(row.marks[-1]) == "few_cases" for row in hidden)
    published = [row for row in own if row.level != "composite"]
    assert len(published) == len(kept)
    for ours, theirs in zip(published, kept, strict=True):
        assert (ours.step, ours.concept, ours.level, ours.n, ours.marks) == (
            theirs.step, theirs.concept, theirs.level, theirs.n, theirs.marks,
        )  # fmt: skip
        assert ours.value == pytest.approx(theirs.value, abs=1e-8)
        assert (ours.se or 0) == pytest.approx(theirs.se or 0, rel=1e-3, abs=1e-8)
    inputs = receipt_of_run(options, bolivia(), own).inputs
    assert {"persona.parquet", "modules/vivienda.parquet", "modules/gastos_alimentarios.parquet"} <= set(inputs)
    population = load(options.data)
    members = population["is_member"].astype(bool)
    weight, extreme, line = (population[name][members] for name in ("weight", "extreme_poverty_line", "poverty_line"))
    prices = Prices(series())

    def cost(*months):
        base, these = (list(map(read_month, each)) for each in (("2019-10", "2019-11"), months))
        food = prices.division("01", these) / prices.division("01", base)
        rest = prices.without_food(these) / prices.without_food(base)
        return (weight * (extreme * food + (line - extreme) * rest)).sum()

    moved = next(row.value for row in own if row.concept == "moderate_line")
    assert moved == pytest.approx(cost("2026-07") / cost("2019-11") - 1, abs=1e-9)


def test_other_series_may_add_months_and_not_move_those_of_the_survey(tmp_path):
    table = tmp_path / "mine.csv"
    head = "series,group,period,value,unit,source,confidence,note\n"
    names = ("general", *(f"{number:02d}" for number in range(1, 13)))
    table.write_text(head + "".join(f"cpi,{name},2026-08,200,index,INE,verified,\n" for name in names))
    assert {row.prices for row in result(asked(series=table, start="2026-07"), bolivia())} == {"2026-08", ""}
    table.write_text(head + "cpi,01,2019-10,200,index,INE,verified,\n")
    with pytest.raises(AyniError) as refused:
        result(asked(series=table), bolivia())
    assert refused.value.key == "inflation_series"


def test_another_survey_and_modules_without_one_are_refused(tmp_path, shared_data):
    for given, key in (
        ({"modules": tmp_path}, "modules_need_survey"),
        ({"data": shared_data / "eh" / "2022" / "persona.parquet"}, "spending_wave"),
        ({"start": "june"}, "series_month"),
    ):
        with pytest.raises(AyniError) as refused:
            result(asked(**given), bolivia())
        assert refused.value.key == key
