"""`ayni carry`: factors with their sources, lines, levels by step, back-casts; and what it refuses."""

import re

import pytest

from ayni.carry import recorded
from ayni.law import bolivia
from ayni.report import tables
from ayni.runs import OPTIONS, receipt_of_run, result, run_again
from ayni.words import AyniError


def found(**given):
    return result(OPTIONS["carry"].of(bolivia(), **given), bolivia())


@pytest.fixture(scope="module")
def june():
    return found(at="2026-06")


def rows(of, table):
    return [row for row in of.rows if row.table == table]


def test_every_factor_says_where_it_is_from_and_how_sure_it_is(june):
    for row in rows(june, "carry_factors"):
        kinds = {str(mark.kind) for mark in row.marks}
        assert row.step == "flat" or {"source", "confidence"} <= kinds
    growth = next(row for row in rows(june, "carry_factors") if row.level == "growth_per_head")
    assert "confidence:forecast" in map(str, growth.marks)


def test_both_lines_of_all_twelve_domains_stand_before_and_after(june):
    lines = rows(june, "carry_lines")
    assert len(lines) == 12 * 2 * 2
    assert len({row.level for row in lines}) == 12


def test_levels_stand_for_each_step_alone_and_all(june):
    steps = list(dict.fromkeys(row.step for row in rows(june, "carry_steps")))
    assert steps == ["survey", "weights", "prices", "growth", "wages", "all", "all_with_model"]
    assert all(row.month == "2026-06" for row in june.rows)


def test_a_level_has_the_errors_of_sampling_and_of_the_model(june):
    of = {row.step: row for row in rows(june, "carry_steps") if (row.measure, row.line) == ("headcount", "extreme")}
    assert of["all_with_model"].value == of["all"].value
    assert of["all_with_model"].se == pytest.approx((of["all"].se ** 2 + 0.015**2) ** 0.5)
    assert "scenario:fast_prices" in map(str, of["all"].marks)


def test_a_receipt_holds_the_law_of_its_decrees_and_gives_the_same_again(june):
    options = OPTIONS["carry"].of(bolivia(), at="2026-06")
    receipt = receipt_of_run(options, bolivia(), june)
    assert receipt.law
    assert "series/cpi.csv" in receipt.inputs
    assert run_again(receipt, bolivia(), None) == receipt


def test_how_wrong_such_levels_were_stands_under_them(june):
    (card,) = june.cards
    off = {(each.measure, each.line): each for each in card.carried.off}
    errors = [each.carried - each.actual for each in recorded()
              if (each.lines, each.recipe, each.measure, each.line, each.area)
              == ("revised", "default", "headcount", "extreme", "all")]  # fmt: skip
    assert off["headcount", "extreme"].error == pytest.approx((sum(each**2 for each in errors) / len(errors)) ** 0.5)
    assert off["headcount", "extreme"].pairs == len(errors) == 8


def test_without_a_month_it_is_the_last_with_prices():
    assert {row.month for row in found(steps=["growth"]).rows} == {"2026-07"}


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_table_is_shown_in_both_languages(june, language):
    ids = {table.id for table in tables(june, language)}
    assert {"carry_factors", "carry_lines", "carry_steps", "carry_used", "carry_off"} <= ids
    assert {"backcast", "backcast_squares"} <= {table.id for table in tables(found(backcast=True), language)}


def test_back_casts_of_files_are_made_of_them(shared_data):
    folder = shared_data / "eh"
    files = [folder / "2020" / "persona.parquet", folder / "2022" / "persona.parquet"]
    pairs = {(row.survey, row.month) for row in rows(found(backcast=True, surveys=files), "backcast")}
    assert pairs == {("EH2020", "2021-11"), ("EH2020", "2022-11"), ("EH2020", "2023-11"), ("EH2022", "2023-11")}


def test_more_than_four_years_are_asked_for_by_name(shared_data):
    survey = shared_data / "eh" / "2019" / "persona.parquet"
    with pytest.raises(AyniError) as refused:
        found(data=survey, at="2026-06", steps=["growth"])
    assert refused.value.key == "too_far"
    assert found(data=survey, at="2026-06", steps=["growth"], far=True).rows


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"at": "2026-08"}, "carry_after_prices"),
        ({"at": "june"}, "not_a_month"),
        ({"steps": ["inflation"]}, "carry_step"),
        ({"wages": "cpi^a"}, "carry_wages"),
        ({"surveys": ["eh2019.sav"]}, "carry_surveys"),
        ({"steps": ["jobs"], "at": "2026-06"}, "series_ends"),
    ],
)
def test_what_cannot_be_is_refused(given, key):
    with pytest.raises(AyniError) as refused:
        found(**given)
    assert refused.value.key == key


def test_ines_own_table_of_lines_takes_the_place_of_the_rule(tmp_path):
    from ayni.carry.lines import DOMAINS

    table = tmp_path / "lines.csv"
    table.write_text("domain,year,moderate,extreme\n" + "".join(f"{name},2025,1500,800\n" for name in DOMAINS))
    lines = rows(found(at="2025-11", steps=["prices"], ine_lines=table), "carry_lines")
    assert {row.value for row in lines if row.side == "after"} == {1500, 800}
    table.write_text("domain,year,moderate,extreme\nsucre,2025,1500,800\n")
    with pytest.raises(AyniError) as refused:
        found(at="2025-11", steps=["prices"], ine_lines=table)
    assert refused.value.key == "lines_lack_domain"


def test_no_number_in_a_spanish_table_of_carried_people_has_a_point_before_its_decimals(june):
    run = result(OPTIONS["run"].of(bolivia(), at="2026-06"), bolivia())
    for table in [*tables(june, "es"), *tables(run, "es")]:
        texts = [*table.columns, *(line.head for line in table.lines)]
        texts += [text for line in table.lines for cell in line.cells for text in (cell.text, cell.detail)]
        for text in texts:
            assert not re.search(r"(?<![\w.])\d+\.\d{1,2}(?![\w.])", text), f"{table.id}: {text}"
