"""The year 2020: the order is the law book's, every payment goes through the same code, and the accounts close."""

import datetime as dt

import numpy as np
import pytest
from msgspec.structs import replace

from ayni.cli import main
from ayni.engine.instruments import Act
from ayni.income.incomes import per_head
from ayni.scenario import Analysis, between_waves
from ayni.scenario.sequence_2020 import Sequence
from ayni.words.marks import FIRST_ORDER, MarkKind

ORDER = ("bono_familia", "canasta_familiar", "bono_universal", "bono_contra_el_hambre")
FIGURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gap", "moderate"), ("gap", "extreme"), ("gini", ""))
PAID = {"reports_bono_familia": 500, "reports_canasta_familiar": 400, "reports_bono_universal": 500}
"""What INE counts for who reports each payment, Bs once (INE's income recipe of 2020)."""


@pytest.fixture(scope="module")
def sequence(analyses):
    return Sequence(analyses[2019], analyses[2020])


@pytest.fixture(scope="module")
def rows(sequence):
    tables = (sequence.laws(), sequence.receipt(), sequence.one_by_one(), sequence.nothing_paid())
    found = [row for table in tables for row in table]
    columns = ("table", "side", "accounting", "measure", "line", "programme", "concept", "unit")
    return {tuple(getattr(row, column) for column in columns): row for row in found}


def test_the_order_is_that_of_the_first_acts(sequence, rows):
    assert sequence.order == ORDER
    days = [act.enacted for act in sequence.acts]
    assert days == [dt.date(2020, 3, 18), dt.date(2020, 3, 25), dt.date(2020, 4, 14), dt.date(2020, 9, 16)]


@pytest.mark.parametrize("accounting", ["year", "quarter", "month"])
def test_one_after_the_other_they_add_up_to_all_four(rows, accounting):
    for what, line in FIGURES:
        place = (accounting, what, line)
        steps = [rows["sequence", "change", *place, name, "disposable", "points"].value for name in ORDER]
        together = rows["nothing_paid", "change", *place, "", "disposable", "points"].value
        assert sum(steps) == pytest.approx(together, abs=1e-9)
        unit = "index" if what == "gini" else "share"
        last = rows["sequence", "after", *place, ORDER[-1], "disposable", unit]
        after = rows["nothing_paid", "after", *place, "", "disposable", unit]
        assert last.value == after.value or after.value is None or last.value == pytest.approx(after.value, abs=1e-9)


def test_ine_s_income_is_left_with_what_it_counts_of_no_payment(sequence, rows):
    """Another way: the answers of the questionnaire times what INE counts for each."""
    run = sequence.after
    counted = sum(amount * run.population[name].astype(float) for name, amount in PAID.items()) / 12
    without = run.by_concept["ine_income"] - np.where(run.universe, per_head(run.population, counted), 0.0)
    poor = run.universe & (without < run.line("moderate"))
    weight = run.population["weight"]
    row = rows["nothing_paid", "before", "", "headcount", "moderate", "", "ine_income", "share"]
    assert row.value == pytest.approx(weight[poor].sum() / weight[run.universe].sum(), abs=1e-12)
    assert row.has(MarkKind.INE_COUNTS_2020)


def test_receipt_is_shown_where_the_survey_asks(rows):
    shown = {row.programme for row in rows.values() if row.table == "receipt_2020"}
    assert shown == set(ORDER) - {"bono_contra_el_hambre"}


def test_changes_are_first_order(rows):
    for (table, *_), row in rows.items():
        assert (FIRST_ORDER in row.marks) == (table in ("sequence", "nothing_paid"))


@pytest.mark.parametrize(
    ("before", "after", "options", "says"),
    [
        (2020, 2019, (), "EH2020 and EH2019 were given"),
        (2019, 2020, ("--law", "2022-12-06", "--prices", "survey"), "Under the law of 2022-12-06"),
        (2019, None, (), "EH 2020 in --data"),
    ],
)
def test_what_is_not_the_year_2020_is_one_line(before, after, options, says, shared_data, capsys):
    data = () if after is None else ("--data", str(shared_data / f"eh/{after}/persona.parquet"))
    file = str(shared_data / f"eh/{before}/persona.parquet")
    with pytest.raises(SystemExit, match="2"):
        main(["sequence-2020", "--before", file, *data, *options, "--lang", "en"])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert says in lines[0]


def test_every_payment_stands_in_every_account(analyses, monkeypatch):
    monkeypatch.setattr(between_waves, "REPLICATES", 3)
    found = list(Sequence(analyses[2019], analyses[2020]).rows())
    for table in ("laws", "programmes", "sequence", "together"):
        programmes = {row.programme for row in found if row.table == table}
        assert set(ORDER) <= programmes, table
    assert {row.survey for row in found} == {"EH2019-EH2020", "EH2020"}


def test_a_payment_given_another_date_changes_its_place_and_nothing_else(analyses):
    """The order comes from the book: with the last law first, its payment is first, and alone it does the same."""
    law = analyses[2020].law
    book = law.instruments["bono_contra_el_hambre"]
    earlier = (Act("X", dt.date(2020, 1, 1)),)
    moved = replace(book, legal_basis=earlier)
    other = type(law)({**law.instruments, moved.id: moved}, law.definitions, law.suspended)
    run = Analysis(analyses[2020].population, other, analyses[2020].day, kept=analyses[2020].simulation)
    assert Sequence(analyses[2019], run).order == ("bono_contra_el_hambre", *ORDER[:3])
    for name in ORDER:
        assert (run.payments[name].per_year == analyses[2020].payments[name].per_year).all()
