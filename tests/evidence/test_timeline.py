"""The timeline: every dated value of the law, sourced events, fieldwork; and what overlaps a survey."""

import datetime as dt

import pytest

from ayni import run
from ayni.evidence.timeline import KINDS, between, events, overlaps, survey_entries, timeline
from ayni.evidence.verdicts import causal_words, loaded_words
from ayni.law import bolivia
from ayni.report import tables
from ayni.words import AyniError

FIELD_2019 = (dt.date(2019, 10, 1), dt.date(2019, 12, 31))


def test_every_dated_value_of_the_law_book_is_an_entry():
    ids = {entry.id for entry in timeline(bolivia())}
    assert len(ids) == len(timeline(bolivia()))
    for instrument in bolivia().instruments.values():
        for parameter in instrument.parameters.values():
            for row in parameter.rows:
                assert f"{parameter.id}@{row.start}" in ids


def test_an_entry_of_the_law_gives_article_source_and_the_days_of_its_value():
    entry = next(each for each in timeline(bolivia()) if each.id == "bono_contra_el_hambre.amount@2020-12-01")
    assert (entry.kind, entry.article, entry.confidence) == ("policy", "Ley 1330 art. 2; DS 4392 art. 2", "verified")
    assert (entry.start, entry.end) == (dt.date(2020, 12, 1), dt.date(2021, 3, 1))
    assert entry.url.startswith("https://")
    assert (entry.value, entry.unit) == (1000, "Bs/once")


def test_entries_are_in_order_and_of_known_kinds():
    starts = [entry.start for entry in timeline(bolivia())]
    assert starts == sorted(starts)
    assert {entry.kind for entry in timeline(bolivia())} == set(KINDS)
    assert all(entry.end is None or entry.start <= entry.end for entry in timeline(bolivia()))


def test_events_have_both_languages_a_source_and_no_loaded_word():
    for event in events():
        assert event.kind in KINDS
        assert event.source
        assert event.url or event.confidence == "recalled"
        for text in (*event.text.values(), *(event.contested or {}).values()):
            assert text
            assert not loaded_words(text)
            assert not causal_words(text)


def test_norms_on_violence_and_both_accounts_of_a_contested_event_are_on_the_timeline():
    found = {event.id: event for event in events()}
    assert [str(found[name].start) for name in ("law_348", "law_1173")] == ["2013-03-09", "2019-05-03"]
    assert {found[name].kind for name in ("law_348", "law_1173")} == {"norm"}
    assert found["armed_forces_suggestion_2019"].contested
    assert not {"norm", "agreement", "fact"} & {each.kind for each in overlaps(bolivia(), *FIELD_2019)}


@pytest.mark.parametrize(
    ("wave", "expected"),
    [
        ("EH2019", {"stoppage_2019", "deaths_sacaba_2019", "deaths_senkata_2019", "juancito_pinto_2019"}),
        ("EH2020", {"bono_contra_el_hambre@2020-12-01", "bono_juancito_pinto.payment_window@2020-09-28"}),
        ("EH2022", {"stoppage_santa_cruz_2022", "juancito_pinto_2022"}),
    ],
)
def test_what_overlaps_the_fieldwork_of_a_survey(wave, expected):
    field = next(entry for entry in survey_entries() if entry.id == wave)
    assert expected <= {entry.id for entry in overlaps(bolivia(), field.start, field.end)}


def test_a_value_of_the_law_overlaps_on_its_first_day_only():
    ids = {entry.id for entry in overlaps(bolivia(), dt.date(2021, 1, 1), dt.date(2021, 2, 1))}
    assert "bono_contra_el_hambre@2020-12-01" in ids
    assert "bono_contra_el_hambre.amount@2020-12-01" not in ids


def test_between_keeps_both_ends_and_refuses_days_out_of_order():
    day = dt.date(2008, 8, 10)
    assert "recall_referendum_2008" in {entry.id for entry in between(bolivia(), day, day)}
    assert between(bolivia(), None, None) == timeline(bolivia())
    with pytest.raises(AyniError, match="before"):
        between(bolivia(), dt.date(2020, 1, 1), dt.date(2019, 1, 1))


def test_a_run_warns_of_what_overlaps_its_fieldwork(shared_data):
    rows = run(shared_data / "eh/2022/persona.parquet")
    warned = {each.id for each in rows.cards[0].overlaps}
    assert {"stoppage_santa_cruz_2022", "juancito_pinto_2022"} <= warned
    card = next(table for table in tables(rows, "en") if table.id == "data")
    assert any(
        "Stoppage of 36 days in Santa Cruz (2022-10-22..2022-11-26)" in line.cells[0].text for line in card.lines
    )
