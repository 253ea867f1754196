"""How the law book stands: counts that can be had another way, and what wants a look."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from ayni.cli import main
from ayni.law import bolivia
from ayni.runs import RunOptions, law_status, receipt_of_run, result, run_again

DAY = dt.date(2026, 11, 29)


def test_its_counts_are_those_of_the_files() -> None:
    found = law_status(bolivia(), DAY)
    rows = [row for each in bolivia().instruments.values() for one in each.parameters.values() for row in one.rows]
    assert found.values == len(rows) == found.values_on_a_text + len(found.without_text)
    assert found.bases == found.bases_with_article + len(found.bases_without_article)
    assert len(found.press_only) == sum(row.confidence == "reported" for row in rows)


def test_what_ended_is_not_stale_and_what_is_open_is_after_its_day() -> None:
    assert "bonosol" not in law_status(bolivia(), DAY).stale
    until = bolivia().instrument("salario_minimo_nacional").known_until
    assert until is not None
    assert "salario_minimo_nacional" not in law_status(bolivia(), until).stale
    assert law_status(bolivia(), until + dt.timedelta(1)).stale["salario_minimo_nacional"] == until


def test_the_command_prints_it_in_both_languages_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    for language, says in (("es", "Bases legales con su artículo"), ("en", "Legal bases with their article")):
        with pytest.raises(SystemExit) as ended:
            main(["law", "status", "--date", "2026-11-29", "--lang", language])
        assert not ended.value.code
        assert says in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["law", "status", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["instruments"] == len(bolivia().instruments)


def test_a_run_of_the_law_as_known_says_so_and_its_receipt_runs_again() -> None:
    options = RunOptions(day=dt.date(2019, 8, 15), known=dt.date(2019, 3, 15))
    found = result(options, bolivia())
    assert {card.known_on for card in found.cards} == {"2019-03-15"}
    receipt = receipt_of_run(options, bolivia(), found)
    assert run_again(receipt, bolivia(), None).rows == receipt.rows
