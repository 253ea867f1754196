"""Decrees by name: the days that they stand for, the rows that they carry, cases by article, files for a new one."""

import datetime as dt
import json

import pytest

from ayni.engine import load_instrument
from ayni.law import bolivia
from ayni.runs.decrees import carried, coverage, days_of, norm_called
from ayni.words import AyniError
from support.command import ayni


@pytest.mark.parametrize("text", ["DS 5516", "DS-5516", "ds-5516", "ds_5516"])
def test_a_norm_is_named_as_people_write_it(text):
    assert norm_called(bolivia(), text) == "DS 5516"


def test_a_norm_that_the_book_has_not_names_the_nearest():
    with pytest.raises(AyniError) as refused:
        norm_called(bolivia(), "DS-55160")
    assert (refused.value.key, refused.value.fields["near"]) == ("unknown_norm", "DS 5516")


def test_days_and_norms_are_compared_alike():
    book, own = bolivia(), dt.date(2026, 1, 13)
    assert days_of(book, "DS-5516", None) == (own - dt.timedelta(1), own)
    assert days_of(book, "2025-12", "DS-5516") == (dt.date(2025, 12, 1), own)
    with pytest.raises(AyniError, match="law diff"):
        days_of(book, "2025-12", None)


def test_a_norm_carries_the_rows_that_cite_it():
    rows = dict(carried(bolivia(), "DS 5516"))
    assert rows["salario_minimo_nacional.amount"].value == 3_300
    printed = ayni("law", "diff", "DS-5503", "DS-5516", "--lang", "en")
    assert "What DS 5516 carries" in printed.stdout
    assert "What DS 5503 carries" in printed.stdout


def test_an_article_counts_the_cases_that_cite_it_or_a_part_of_it(tmp_path):
    text = '- {name: one, article: "DS 5516 art. 13-I-4; Ley 9 art. 1", period: 2026-02, input: {}, output: {}}\n'
    (tmp_path / "pepe_2026.yaml").write_text(text, encoding="utf-8")
    found = [each for each in coverage(bolivia(), tmp_path) if each.norm == "DS 5516"]
    own = {each.article: each.cases for each in found if each.instrument == "pepe_2026"}
    assert {article for article, cases in own.items() if cases} == {each for each in own if each.startswith("13")}
    assert all(each.cases == 0 for each in found if each.instrument != "pepe_2026")
    listed = json.loads(ayni("law", "cases", "--format", "json").stdout)
    assert {"instrument", "norm", "article", "cases"} == set(listed[0])


def test_the_files_of_a_new_decree_can_be_loaded_and_are_never_written_over(tmp_path):
    assert ayni("law", "new", "DS-9999", "--template", "--output", tmp_path).returncode == 0
    assert load_instrument(tmp_path / "ds_9999.yaml").parameters["amount"].rows[0].norms == {"DS 9999": ""}
    assert ayni("law", "test", tmp_path / "cases").returncode == 0
    assert (tmp_path / "norms" / f"{dt.date.today().year}.yaml").exists()
    again = ayni("law", "new", "DS-9999", "--template", "--output", tmp_path)
    assert again.returncode == 2
    assert "--output" in again.stderr
