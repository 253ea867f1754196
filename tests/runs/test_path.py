"""A reform year by year: growth that is stated, chained by hand; the first year is the plain one; what is refused."""

import pytest

import ayni
from ayni.law import bolivia
from ayni.report import charts, from_json, rows_as_bytes, tables
from ayni.report.figures import by_survey
from ayni.report.findings import headlines
from ayni.words.marks import MarkKind
from support.command import ayni as command

AMOUNT = "renta_dignidad.monthly_non_pensioner"


@pytest.fixture(scope="module")
def path():
    return ayni.path(reform={AMOUNT: 700}, years="2026:2028", inflation=5, growth=2)


def one(result, table, **place):
    place = {"concept": "", "programme": "", "line": "", "side": "", **place}
    (row,) = (row for row in result if row.table == table and all(getattr(row, k) == v for k, v in place.items()))
    return row


def moved(result, what, year):
    return one(result, "path_growth", concept="factor", level=what, step=str(year)).value


def test_stated_prices_and_growth_are_chained_as_by_hand(path):
    assert moved(path, "prices", 2026) == 1.0
    assert moved(path, "prices", 2028) == pytest.approx(1.05**2)
    persons = (12_454_178 / 12_332_252) ** 2  # the last rate of INE's projection, mid-2024 to mid-2025, for two years
    assert moved(path, "persons", 2028) == pytest.approx(persons, rel=1e-6)
    product = 0.967 ** (5 / 12) * 1.02 ** (19 / 12)  # 2026 falls by 3.3 % from August on, then 2 % a year to July 2028
    assert moved(path, "growth_per_head", 2028) == pytest.approx(product / persons)
    assert moved(path, "wages_of_contributors", 2028) == moved(path, "other_earnings", 2028)


def test_a_cost_in_the_prices_of_the_first_month_is_that_of_the_year_over_the_rise_of_prices(path):
    for year in (2026, 2027, 2028):
        cost, real = (
            one(path, "path", measure="net_cost", concept=concept, side="change", step=str(year))
            for concept in ("", "first_prices")
        )
        assert real.value == pytest.approx(cost.value / 1.05 ** (year - 2026))


def test_the_first_year_is_the_plain_reform(path):
    plain = ayni.reform(reform={AMOUNT: 700}, headline=True)
    place = {"programme": "renta_dignidad", "measure": "spending", "side": "change"}
    ours, theirs = one(path, "path", step="2026", **place), one(plain, "costs", take_up="legal", **place)
    assert (ours.value, ours.se) == (theirs.value, theirs.se)
    assert ours.month == "2026-07"


def test_the_law_of_each_year_is_the_one_that_is_written(path):
    changed = {(each.parameter, each.year): (each.before, each.after) for each in path.path.law}
    assert changed[AMOUNT, 2027] == (500, 350)
    spent = {
        year: one(path, "path", programme="renta_dignidad", measure="spending", side="before", step=str(year)).value
        for year in (2026, 2027)
    }
    assert spent[2027] < 0.8 * spent[2026]


def test_every_row_is_a_scenario_and_rests_on_what_was_stated(path):
    assert all(row.has(MarkKind.SCENARIO) for row in path)
    assert all("forecast:cpi" in map(str, row.marks) for row in path if row.step == "2028")
    assert path.path.given == ("inflation", "growth")
    assert from_json(rows_as_bytes(path, "json")) == path


@pytest.mark.parametrize(("language", "said"), [("es", "5% al año"), ("en", "5% a year")])
def test_the_headline_says_what_is_assumed(path, language, said):
    (figures,) = by_survey(path)
    sentences = " ".join(headlines(figures, language))
    assert said in sentences
    assert {"path", "path_recipients", "path_growth"} <= {table.id for table in tables(path, language)}
    assert next(chart.id for chart in charts(path, language)) == "path"


def test_rates_may_be_stated_by_year_and_what_is_not_stated_goes_on():
    found = ayni.path(reform={AMOUNT: 700}, years="2027", inflation={2026: 6, 2027: 3}).path
    assert found.inflation == {"2026": 6.0, "2027": 3.0}
    assert found.given == ("inflation",)
    assert found.growth["2027"] == pytest.approx(1.21, abs=0.005)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--path", "2026-2030"), "as 2026:2030"),
        (("--path", "2025:2027"), "2025 comes before the people"),
        (("--path", "2026:2050"), "go up to 2036"),
        (("--path", "2026:2027", "--at", "survey"), "leave --at survey out"),
        (("--path", "2026:2027", "--law", "2026-05"), "not used with --law"),
        (("--path", "2026:2027", "--calibrate", "m.csv"), "not used with --calibrate"),
        (("--path", "2026:2027", "--inflation", "4.500"), "--inflation: “4.500” may be 4,500 or 4.5"),
        (("--path", "2026:2027", "--inflation", "2027=4"), "2026 is missing"),
        (("--path", "2026:2027", "--growth", "2026=2,2027=1"), "2026 is in the series already"),
        (("--path", "2026", "--growth", "2"), "the series reach"),
        (("--path", "2026:2027", "--inflation", "400"), "between -20 and 200"),
        (("--inflation", "4"), "give --path"),
    ],
)
def test_what_cannot_be_is_one_line(arguments, says, capsys):
    code, out, error = command("reform", f"{AMOUNT}=700", *arguments, "--lang", "en")
    assert (code, out) == (2, "")
    assert says in error
    assert error.count("\n") == 1


def test_a_receipt_of_a_path_gives_the_same_again(path):
    from ayni.runs import OPTIONS, receipt_of_run, run_again

    options = OPTIONS["path"].of(bolivia(), reform={AMOUNT: 700}, path="2026:2028", inflation="5", growth="2")
    receipt = receipt_of_run(options, bolivia(), path)
    assert run_again(receipt, bolivia(), None) == receipt
