"""The one-page brief: short, the same for all, from recorded and published figures alone."""

from __future__ import annotations

import datetime as dt

import pytest

from ayni.evidence import consumer_prices, official
from ayni.evidence.recorded import recorded_one
from ayni.law import bolivia
from ayni.report.brief import POVERTY, WORDS, brief, subjects
from ayni.words import LANGUAGES, AyniError
from ayni.words.numbers import money, number, percent

DAY = dt.date(2026, 6, 1)
DAYS = (dt.date(2008, 5, 1), dt.date(2020, 6, 1), DAY)


def _text(about: str, language: str = "en", day: dt.date = DAY) -> str:
    return "\n".join(
        sentence for _, sentences in brief(about, day, bolivia(), language).sections for sentence in sentences
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", subjects(bolivia()))
def test_a_brief_is_short_whole_and_the_same_twice(about, language):
    for day in DAYS:
        found = brief(about, day, bolivia(), language)
        assert found.words <= WORDS
        assert all(sentences for _, sentences in found.sections)
        assert found == brief(about, day, bolivia(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_brief_has_the_same_headings(language):
    headings = {
        tuple(heading for heading, _ in brief(about, DAY, bolivia(), language).sections)
        for about in subjects(bolivia())
    }
    assert len(headings) == 1


def test_words_are_counted_with_title_headings_and_footer():
    found = brief(POVERTY, DAY, bolivia(), "es")
    whole = " ".join([found.title, found.footer, *(h for h, _ in found.sections), _text(POVERTY, "es")])
    assert found.words == len(whole.split())


def test_the_amount_is_that_of_the_day():
    assert "Bs\u00a0500 a month" in _text("renta_dignidad")
    assert "Bs\u00a0350 a month" in _text("renta_dignidad", day=dt.date(2024, 6, 1))


def test_the_first_amount_is_told_in_later_prices():
    index = consumer_prices()
    real = money(200 * index[max(index)] / index[2006], "en")
    assert f"What Bs\u00a0200 bought in 2006 cost {real} in {max(index)}." in _text("bono_juancito_pinto")


def test_the_figures_are_the_recorded_and_the_official_ones():
    text = _text("renta_dignidad")
    ours = recorded_one("EH2022|recipients.renta_dignidad|all|all").value
    effect = recorded_one("EH2022|effect.renta_dignidad.poverty_extreme|all|all|relative").value
    paid = official("renta_dignidad.recipients", 2022, bolivia())
    assert number(ours, "en", -3) in text
    assert percent(effect, "en", sign=True) in text
    assert paid is not None
    assert number(paid.value, "en") in text


def test_a_programme_that_no_survey_saw_says_so():
    assert "there are no recorded figures" in _text("pepe_2026")


def test_an_ended_programme_is_said_to_have_ended():
    assert "no longer paid" in _text("bono_universal")
    assert "no longer paid" not in _text("bono_universal", day=dt.date(2020, 6, 1))


def test_a_subject_without_a_brief_is_answered_with_the_nearest():
    with pytest.raises(AyniError) as raised:
        brief("renta_dignida", DAY, bolivia(), "en")
    assert raised.value.key == "unknown_brief"
    assert "renta_dignidad" in str(raised.value)
