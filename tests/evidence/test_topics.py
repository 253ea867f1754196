"""Topics: counts by year and source with exact intervals, money only where a document ties it, votes with outcomes."""

import csv
import io
import json

import pytest

from ayni.cli import main
from ayni.evidence.topics import TOPICS, topic
from ayni.evidence.verdicts import causal_words, loaded_words
from ayni.law import bolivia
from ayni.report.claims import topic_as_bytes, topic_tables
from ayni.words import LANGUAGES, AyniError

LINES = {name: topic(name, bolivia()) for name in TOPICS}


def section(name, *sections):
    return [line for line in LINES[name] if line.section in sections]


@pytest.mark.parametrize("name", TOPICS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_named_and_sourced_and_takes_no_side(name, language):
    for table in topic_tables(name, LINES[name], bolivia(), language):
        for text in (table.title, table.about, *(line.head for line in table.lines)):
            assert text
            assert not loaded_words(text), text
            assert not causal_words(text), text
    assert all(line.source or line.confidence == "recalled" for line in LINES[name])


def test_femicides_of_each_year_and_source_with_the_interval_of_r():
    """R 4: poisson.test(108)$conf.int is 88.5945, 130.3928; over 59.6868 hundred thousand women 1.484 and 2.185."""
    by_year = {}
    for line in section("women", "femicides"):
        by_year.setdefault(line.period, []).append(line.value)
    assert by_year["2022"] == [94, 95]
    assert by_year["2014"] == [74, 71, 77]
    line = next(line for line in section("women", "femicides_rate") if line.period == "2021")
    assert (line.low, line.high) == (
        pytest.approx(88.5945 / 59.6868, abs=5e-4),
        pytest.approx(130.3928 / 59.6868, abs=5e-4),
    )
    assert {line.more["method"] for line in section("women", "femicides_rate") if line.period == "2024"} == {
        "half",
        "census",
    }


def test_the_fall_of_2022_is_not_distinct_from_chance():
    change = {line.period: line for line in section("women", "femicides_change")}
    assert change["2022"].low < 1 < change["2022"].high
    assert change["2015"].low > 1


def test_norms_and_results_by_sex_stand_beside_the_counts():
    assert {"2013-03-09", "2019-05-03"} <= {line.period for line in section("women", "norms")}
    assert {line.figure.id.split("|")[-1] for line in section("women", "by_sex")} == {"woman", "man"}


def test_money_is_tied_to_a_payment_only_by_a_document():
    links = section("financing", "links")
    assert {line.figure.indicator for line in links} == {"bono_contra_el_hambre.loans", "three_bonuses_2020.loans"}
    assert all(line.url.startswith("http") for line in links)


def test_each_vote_with_its_rule_and_its_outcome():
    outcomes = {line.period: line.more["outcome"] for line in section("elections", "outcomes")}
    assert (outcomes["2005-12-18"], outcomes["2025-08-17"], outcomes["2016-02-21"]) == ("elected", "runoff", "rejected")
    assert all(line.more["adds_up"] for line in section("elections", "outcomes"))
    leads = [round(line.value, 2) for line in section("elections", "sides_2019")]
    assert leads[:3] == [10.56, 8.05, 9.81]


def test_data_have_the_same_columns_in_every_section_and_both_layouts():
    rows = json.loads(topic_as_bytes("elections", LINES["elections"], bolivia(), "json"))
    given = list(
        csv.DictReader(io.StringIO(topic_as_bytes("elections", LINES["elections"], bolivia(), "csv").decode()))
    )
    assert len(rows) == len(given) == len(LINES["elections"])
    assert {frozenset(row) for row in rows} == {frozenset(given[0])}


def test_an_unknown_topic_is_refused_with_the_nearest(capsys):
    with pytest.raises(AyniError, match="women"):
        topic("womn", bolivia())
    with pytest.raises(SystemExit) as ended:
        main(["topic", "womn", "--lang", "en"])
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
