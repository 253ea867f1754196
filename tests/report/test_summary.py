"""The ledger on one page: every claim counted once, figures from the ledger, no side and no cause taken."""

import json

import pytest

from ayni.cli import main
from ayni.evidence.claims import claims
from ayni.evidence.recorded import recorded
from ayni.evidence.summary import POINTS, groups
from ayni.evidence.verdicts import causal_words, loaded_words
from ayni.law import bolivia
from ayni.report.claims import summary
from ayni.words import LANGUAGES
from ayni.words.numbers import number


@pytest.fixture(scope="module")
def pages():
    return {language: summary(bolivia(), language).decode() for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_page_that_takes_no_side(pages, language):
    lines = pages[language].splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 100
    assert not loaded_words(pages[language])
    assert not causal_words(pages[language])
    assert "{" not in pages[language]


@pytest.mark.soak
def test_every_claim_is_counted_once_and_no_cause_is_identified():
    assert sum(group.claims for group in groups(bolivia())) == len(claims())
    data = json.loads(summary(bolivia(), "es", "json"))
    assert {row["causes_identified"] for row in data if row["kind"] == "claims"} == {0}
    assert [row["name"] for row in data if row["kind"] == "sentence"] == list(POINTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_figures_are_those_of_the_ledger_with_their_margins(pages, language):
    row = recorded()["EH2019|poverty_moderate|all|all"]
    ends = (row.value, row.value - 1.96 * row.se, row.value + 1.96 * row.se)
    value, low, high = (number(100 * each, language, 1) for each in ends)
    assert f"{value}% [{low};\u00a0{high}]" in pages[language].replace("\n    ", " ")
    assert f" {number(10.6, language, 1)} " in pages[language]


def test_the_command_writes_it_as_markdown(tmp_path):
    with pytest.raises(SystemExit) as ended:
        main(["summary", "--lang", "en", "--output", str(tmp_path / "page.md")])
    assert ended.value.code == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("# What was said")
