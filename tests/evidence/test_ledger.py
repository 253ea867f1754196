"""The ledger as a whole: its filters, and the claims that rest on the same evidence."""

import pytest

from ayni.evidence.claims import claims, judge
from ayni.evidence.ledger import (
    cause_counts,
    counts,
    figures,
    indicators,
    judged,
    ledger,
    related,
    select,
    sources,
)
from ayni.law import bolivia
from ayni.words import AyniError


def ids(found):
    return [each.claim.id for each in found]


def test_every_claim_is_there_and_counted_once():
    every = tuple(ledger(bolivia()).values())
    assert ids(every) == [each.id for each in claims()]
    assert sum(counts(every).values()) == sum(cause_counts(every).values()) == len(every)
    assert judged("b01", bolivia()).number_verdict == judge(judged("B01", bolivia()).claim, bolivia()).number_verdict


def test_filters_choose_what_they_say_and_both_together_what_both_say():
    every = tuple(ledger(bolivia()).values())
    for word, n in counts(every).items():
        found = select(every, number=word)
        assert len(found) == n
        assert {each.number_verdict for each in found} == {word}
    both = select(every, article="portside_2021_10", cause="not_identified")
    assert set(ids(both)) == set(ids(select(every, article="portside_2021_10"))) & set(
        ids(select(every, cause="not_identified"))
    )
    assert select(every) == every
    assert not select(every, number="no_such_verdict")


def test_an_indicator_chooses_the_claims_whose_readings_use_it():
    found = select(ledger(bolivia()).values(), indicator="poverty_extreme")
    assert {"B02", "B03"} <= set(ids(found))
    for each in found:
        assert any(one.fact and one.fact.indicator == "poverty_extreme" for one in figures(each)) or any(
            one.id.split("|")[1:2] == ["poverty_extreme"] for one in figures(each)
        )


@pytest.mark.parametrize(("text", "language"), [("POBREZA éxtrema", "es"), ("poverty extreme", "en"), ("b02", "es")])
def test_words_are_found_without_accents_or_capitals(text, language):
    assert "B02" in ids(select(ledger(bolivia()).values(), text=text, language=language))


def test_related_claims_share_what_is_said_and_the_relation_goes_both_ways():
    for each in ledger(bolivia()).values():
        for other, names, places in related(each, ledger(bolivia()).values()):
            assert other.claim.id != each.claim.id
            assert names or places
            assert set(names) == set(indicators(each)) & set(indicators(other))
            assert set(places) == set(sources(each)) & set(sources(other))
            assert each.claim.id in [back.claim.id for back, _, _ in related(other, ledger(bolivia()).values())]


def test_an_id_of_no_claim_is_an_error_and_never_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "X.yaml").write_text("id: X\n", encoding="utf-8")
    with pytest.raises(AyniError, match="no claim"):
        judged("X.yaml", bolivia())
