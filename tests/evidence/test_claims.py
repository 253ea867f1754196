"""Claims: files that compute, a table of verdict rules, neutral words, clear errors, every sentence coded."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from ayni.evidence import claims as module
from ayni.evidence.claim_file import Difference, Nothing, Operand, RelativeChange, Value
from ayni.evidence.claims import FOLDER, Reading, claims, coverage, judge, read_claim
from ayni.evidence.ledger import judged
from ayni.evidence.recorded import recorded
from ayni.evidence.registry import Registry, registry
from ayni.evidence.verdicts import (
    TABLE,
    VERDICTS,
    Findings,
    Stated,
    Tried,
    causal_words,
    decide,
    decide_cause,
    loaded_words,
)
from ayni.law import bolivia
from ayni.report.claims import card_tables, claims_as_bytes
from ayni.report.claims.wording import would_have_to_be
from ayni.words import LANGUAGES, AyniError, catalogue, read_yaml

CLAIMS = {claim.id: claim for claim in claims()}
JUDGED = {claim.id: judge(claim, bolivia()) for claim in claims()}
ROOT = Path(__file__).parents[2]
NAMES = {
    "Morales": "Mesa", "Mesa": "Morales", "Arce": "Camacho", "Camacho": "Arce", "Áñez": "Quiroga", "MAS": "CC",
    "Williams": "Smith", "CEPR": "OAS", "OEA": "CEPR", "OAS": "CEPR", "Unesco": "OPS", "UDAPE": "Fundación",
    "Santa Cruz": "Pando", "Cuba": "Chile", "España": "Suecia", "Spain": "Sweden", "gobierno": "oposición",
    "government": "opposition",
}  # fmt: skip


def outcome(identifier, reading):
    judged = JUDGED[identifier]
    return next(each for each in judged.outcomes + judged.beside if each.reading.id == reading).computed


def texts(value):
    if isinstance(value, dict):
        if set(value) & set(LANGUAGES):
            yield value
        else:
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


# ---- all of them

ARTICLES = {
    "morning_star_2022_11": "portside_2021_10", "portside_2021_10": "morning_star_2022_11",
    "statements_2024_2026": "portside_2021_10",
}  # fmt: skip
OF_ARTICLES = {name: each for name, each in CLAIMS.items() if each.statement is None}


def test_the_first_forty_claims_are_there_with_their_first_verdicts(shared_data):
    with (shared_data.parent / "official/claims.csv").open(encoding="utf-8", newline="") as file:
        given = {row["id"]: row for row in csv.DictReader(file)}
    assert len(given) == 40
    for name, row in given.items():
        assert (CLAIMS[name].article, CLAIMS[name].first_verdict) == (row["article"], row["verdict"])


def test_every_claim_has_its_parts():
    assert len(OF_ARTICLES) == 61
    for claim in CLAIMS.values():
        assert claim.readings
        assert claim.published
        assert set(claim.label) == {"indicator", "where", "who"}
        assert set(claim.period) == {"from", "to"}
        assert "context" in read_yaml(FOLDER / f"{claim.id}.yaml")


def test_the_thirty_statements_are_there_as_they_were_given(shared_data):
    given = {row["id"]: row for row in read_yaml(shared_data.parent / "ledger/new_claims.yaml")}
    kept = {claim.id: claim for claim in CLAIMS.values() if claim.statement is not None}
    assert (set(kept), len(kept)) == (set(given), 30)
    for identifier, claim in kept.items():
        row = given[identifier]
        assert claim.paraphrase == row["paraphrase"]
        assert claim.statement.source == row["address"]
        assert row["date"].startswith(str(claim.statement.date)[:4])
        assert (claim.cause is not None) == row["cause_stated"]


def test_no_sentence_of_the_articles_that_can_be_checked_is_without_a_card():
    """Of 53 sentences 20 state nothing to check, each with a reason; every other has a card, every card a sentence."""
    coded = [each for article in coverage().values() for each in article["coded"]]
    outside = [each for each in coded if each["tier"] == "outside"]
    assert (len(coded), len(outside)) == (53, 20)
    assert all(each["reason"]["es"] and each["reason"]["en"] and not each["claims"] for each in outside)
    assert not [each["n"] for each in coded if each["tier"] != "outside" and not each["claims"]]
    assert {name for each in coded for name in each["claims"]} == set(OF_ARTICLES)


def test_what_is_not_judged_says_why():
    for name, each in JUDGED.items():
        if each.number_verdict in ("not_corroborated", "not_testable_here"):
            reasons = [one.reading.spec.why for one in each.outcomes if isinstance(one.reading.spec, Nothing)]
            assert reasons or each.claim.context or each.claim.cause, name


@pytest.mark.parametrize("identifier", CLAIMS)
def test_every_operand_resolves_and_every_figure_has_its_source(identifier):
    judged = JUDGED[identifier]
    for each in judged.outcomes + judged.beside:
        if isinstance(each.reading.spec, Nothing):
            assert set(each.reading.spec.why) == set(LANGUAGES)
            continue
        assert each.computed.value is not None
        assert each.computed.used
        for used in each.computed.used:
            assert used.source or used.url or used.confidence == "recalled"


@pytest.mark.parametrize("identifier", CLAIMS)
def test_where_our_verdict_differs_from_the_first_the_file_says_why(identifier):
    first = CLAIMS[identifier].first_verdict
    assert (CLAIMS[identifier].differs is None) == (first in ("", JUDGED[identifier].number_verdict))


def test_a_claim_file_holds_no_verdict_of_the_number():
    for identifier in CLAIMS:
        assert "verdict" not in {*read_yaml(FOLDER / f"{identifier}.yaml")}
        assert JUDGED[identifier].cause_verdict in ("not_identified", "not_stated")


# ---- what must come out by computation


def test_joblessness_with_its_low_base():
    assert (JUDGED["A01"].number_verdict, JUDGED["A02"].number_verdict) == ("holds", "holds")
    shown = {reading: outcome("A01", reading).value for reading in ("before_pandemic", "march_2020", "peak")}
    assert shown == {"before_pandemic": 4.56, "march_2020": 5.7, "peak": 11.6}
    assert outcome("A02", "change").value == pytest.approx(-2.8)
    assert outcome("A02", "above_2019").value == pytest.approx(0.74)
    assert JUDGED["A02"].cause_verdict == "not_identified"


def test_the_fall_of_13_7_is_found_as_a_level_of_another_line():
    judged = JUDGED["A03"]
    assert judged.number_verdict == "number_fits_another_label"
    assert not any(each.fits for each in judged.outcomes if each.reading.natural)
    found = outcome("A03", "k")
    assert len(found.trials) == 138
    assert [(t.form, t.indicator, t.after) for t in found.fitting] == [("level", "poverty_extreme", "2020")]
    assert outcome("A03", "a").value == pytest.approx(100 * 2.6 / 39)
    assert {t.form for t in found.trials} == {"level", "difference", "relative_change", "persons"}


def pairs(identifier):
    found = outcome(identifier, "e")
    return (
        len(found.trials),
        [(t.before, t.after) for t in found.fitting],
        [t for t in found.trials if t.with_other and t.fits],
    )


def test_the_exact_pairs_of_years_of_all_pairs():
    assert pairs("B01") == (78, [("2006", "2011"), ("2007", "2011"), ("2009", "2015")], [])
    extreme = [("2005", "2012"), ("2006", "2012"), ("2007", "2012"), ("2008", "2014"), ("2008", "2017")]
    assert pairs("B02") == (78, extreme, [])
    assert {JUDGED[each].number_verdict for each in ("B01", "B02")} == {"number_fits_another_label"}
    assert [JUDGED[each].pair for each in ("B01", "B02")] == [(78, 0)] * 2
    assert {JUDGED[each].cause_verdict for each in ("B01", "B02")} == {"not_identified"}


def test_what_transfers_do_and_what_poverty_would_have_to_have_been():
    effect = outcome("B02", "f").value
    assert effect == pytest.approx(outcome("B02", "effect").value, abs=1e-6)
    assert JUDGED["B02"].chosen.reading.id == "effect"
    with_transfers = recorded()["EH2019|poverty_extreme.disposable|all|all"].value
    needed = f"{100 * with_transfers / 0.57:.2f}%"
    assert needed in would_have_to_be(JUDGED["B02"], "en")
    assert needed.replace(".", ",") in would_have_to_be(JUDGED["B02"], "es")


def test_a_figure_that_nobody_read_in_a_source_is_not_printed_as_the_number_that_was_said():
    recalled = [each for each in JUDGED.values() if each.chosen is not None and each.chosen.recalled]
    assert not [each.claim.id for each in recalled if each.chosen.fits]
    assert (JUDGED["B11"].chosen, JUDGED["B15"].chosen.reading.id) == (None, "b")


def test_each_other_part_of_a_sentence_has_a_verdict_of_its_own():
    found = {
        name: [(each.part.id, each.verdict) for each in JUDGED[name].parts] for name in ("B06", "B15", "B22", "A01")
    }
    time = [("time", "holds"), ("order", "contradicted")]
    assert found == {"B06": [("year", "contradicted")], "B15": time, "B22": [("call", "contradicted")], "A01": []}
    days = [each.computed.value for part in JUDGED["B15"].parts for each in part.outcomes]
    assert days == [2, -1]  # from 12 to 14 November; from the deaths of the 15th


def test_what_a_figure_would_have_to_be_is_said_only_where_the_number_does_not_hold():
    said = {name for name, each in JUDGED.items() if each.needed}
    assert not said & {name for name, each in JUDGED.items() if each.number_verdict.startswith("holds")}
    assert {"A03", "B02"} <= said


def test_the_least_and_the_most_of_the_natural_readings_stand_beside_each_other():
    low, high = (round(each.computed.value, 1) for each in JUDGED["A07"].span)
    assert (low, high) == (0.6, 6.0)
    assert JUDGED["A01"].span is None


def test_the_error_of_a_difference_between_two_surveys_is_that_of_both():
    """Extreme poverty of 2019 and 2020, in per cent: errors of 0.68900 and 0.66392 give 0.95682 points together."""

    def found(kind, waves, **more):
        after, before = (Operand(recorded=f"{wave}|poverty_extreme|all|all") for wave in waves)
        spec = Value(after=after, **more) if kind is Value else kind(after=after, before=before, **more)
        return Reading("", {}, True, False, spec).compute(bolivia())

    assert found(Difference, ("EH2020", "EH2019")).se == pytest.approx(0.95682, abs=5e-6)
    assert found(Difference, ("EH2020", "EH2019"), times=-2).se == pytest.approx(2 * 0.95682, abs=1e-5)
    assert found(Difference, ("EH2019", "EH2019")).se is None
    assert found(RelativeChange, ("EH2020", "EH2019")).se is None
    assert found(Value, ("EH2020", "EH2019"), times=10).se == pytest.approx(6.6392, abs=5e-5)


def test_four_million_recipients_paid_and_simulated():
    assert JUDGED["B21"].number_verdict == "holds"
    assert outcome("B21", "a").value == 4_035_773
    simulated = outcome("B21", "d")
    assert simulated.se
    groups = ("age_18_29", "age_30_44", "age_45_59")
    assert sum(outcome("B21", group).value for group in groups) == pytest.approx(simulated.value)


def test_the_minimum_wage_by_the_law():
    assert JUDGED["A05"].number_verdict == "holds"
    assert round(outcome("A05", "a").value, 2) == 3.97
    assert not Stated(4, 0.01).fits(outcome("A05", "a").value)


def test_the_wealth_tax_over_outlay_and_its_dates():
    assert JUDGED["A07"].number_verdict == "holds_with_missing_qualifier"
    assert round(outcome("A07", "a").value, 1) == 6.0
    assert round(outcome("A07", "e").value, 1) == 0.6
    assert outcome("A07", "days_after").value == 30


def test_illiteracy_under_the_bar_by_source():
    assert JUDGED["B06"].number_verdict == "contested"
    under = {each.reading.id for each in JUDGED["B06"].outcomes if each.fits}
    assert under == {"programme", "programme_2017", "survey_2019_urban"}


# ---- the table of rules

STATED = Stated(10, 1)
YES = Tried(natural=True, values=(10,), fits=True)
NO = Tried(natural=True, values=(20,), fits=False)
ODD = Tried(natural=False, values=(10,), fits=True)
NONE = Tried(natural=True, values=(), fits=False)


def case(*tried, stated=STATED, tier="measurable", **more):
    return Findings(stated=stated, tried=tried, tier=tier, **more)


@pytest.mark.parametrize(
    ("row", "verdict", "findings"),
    [
        (0, "opinion", case(YES, judgement=True)),
        (1, "not_corroborated", case(NONE, tier="recorded")),
        (1, "not_corroborated", case(YES, stated=None, tier="recorded")),
        (2, "not_testable_here", case(YES, stated=None)),
        (2, "not_testable_here", case(NONE)),
        (2, "not_testable_here", case(ODD)),
        (3, "contested", case(replace(YES, rival=True), replace(NO, rival=True))),
        (3, "contested", case(replace(NO, rival=True, values=(8,)), replace(NO, rival=True))),
        (4, "not_corroborated", case(replace(YES, recalled=True))),
        (4, "not_corroborated", case(replace(YES, recalled=True), NO)),
        (5, "holds_with_missing_qualifier", case(YES, NO)),
        (5, "holds_with_missing_qualifier", case(YES, qualifier=True)),
        (6, "holds", case(YES, YES, NONE)),
        (6, "holds", case(YES, ODD)),
        (6, "holds", case(replace(YES, rival=True), replace(YES, rival=True, values=(10.2,)))),
        (7, "number_fits_another_label", case(NO, ODD)),
        (7, "number_fits_another_label", case(NO, ODD, exhaustive=True)),
        (8, "contradicted", case(NO, exhaustive=True)),
        (8, "contradicted", case(replace(NO, rival=True), replace(NO, rival=True, values=(30,)), exhaustive=True)),
        (9, "not_reproduced", case(NO)),
        (9, "not_reproduced", case(NO, qualifier=True)),
        (9, "not_reproduced", case(replace(NO, recalled=True), exhaustive=True)),
    ],
)
def test_each_row_of_the_table(row, verdict, findings):
    assert decide(findings) == (verdict, TABLE[row][0])
    assert TABLE[row][1] == verdict


def test_the_table_uses_every_word_and_the_catalogue_has_each():
    assert {verdict for _, verdict, _ in TABLE} == set(VERDICTS)
    assert {f"verdict.{word}" for word in (*VERDICTS, "not_identified", "not_stated")} <= set(catalogue())
    assert (decide_cause(True), decide_cause(False)) == ("not_identified", "not_stated")


@pytest.mark.parametrize(
    ("stated", "value", "fits"),
    [
        (Stated(4, 1), 3.97, True), (Stated(4, 0.01), 3.97, False), (Stated(25, 1), 25.5, True),
        (Stated(25, 1), 25.57, False), (Stated(13.7, 0.1), 13.75, True), (Stated(13.7, 0.1), 13.76, False),
        (Stated(67, 1, "more_than"), 67.4, True), (Stated(67, 1, "more_than"), 67, False),
        (Stated(24, 1, "less_than"), 23.9, True), (Stated(24, 1, "less_than"), 30.3, False),
    ],
)  # fmt: skip
def test_the_tolerance_is_half_of_the_last_digit_that_was_said(stated, value, fits):
    assert stated.fits(value) is fits


# ---- names, words, synthetic data


SWAP = re.compile(rf"\b({'|'.join(map(re.escape, sorted(NAMES, key=len, reverse=True)))})\b")


def exchanged(text):
    return SWAP.sub(lambda found: NAMES[found[0]], text)


def swapped(path, folder):
    """A copy of a claim file with every name exchanged for that of the other side, and the two articles too."""
    raw = read_yaml(path)
    for text in texts(raw):
        for language in LANGUAGES:
            text[language] = exchanged(text[language]) + " Morales, Áñez, MAS"
    raw["article"] = ARTICLES[raw["article"]]
    raw["label"] = {key: value and exchanged(value) + " (MAS)" for key, value in raw["label"].items()}
    import yaml

    copy = folder / path.name
    copy.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def other_sources():
    """The registry with the names in its sources and notes exchanged, as where a figure came from the other side."""
    return Registry(
        replace(fact, source=f"{exchanged(fact.source)}, Áñez", note=exchanged(fact.note)) for fact in registry()
    )


@pytest.mark.parametrize("identifier", CLAIMS)
def test_swapping_names_changes_no_verdict_and_no_number(identifier, tmp_path, monkeypatch, other_sources):
    monkeypatch.setattr(module, "registry", lambda: other_sources)
    other = judge(read_claim(swapped(FOLDER / f"{identifier}.yaml", tmp_path)), bolivia())
    mine = JUDGED[identifier]
    assert other.claim.paraphrase != mine.claim.paraphrase
    assert (other.number_verdict, other.rule, other.cause_verdict, other.tried) == (
        mine.number_verdict, mine.rule, mine.cause_verdict, mine.tried,
    )  # fmt: skip
    assert [each.verdict for each in other.parts] == [each.verdict for each in mine.parts]
    for one, two in zip(other.outcomes + other.beside, mine.outcomes + mine.beside, strict=True):
        assert (one.computed.value, one.computed.se, one.fits) == (two.computed.value, two.computed.se, two.fits)


OPPOSITE = {"equals": "equals", "more_than": "less_than", "less_than": "more_than"}


def mirrored(findings):
    """The same findings of whoever says the opposite: a rise of 4 for a fall of 4, at most 4 for at least 4."""
    given = findings.stated
    tried = tuple(replace(each, values=tuple(-value for value in each.values)) for each in findings.tried)
    if given is None:
        return replace(findings, tried=tried)
    return replace(findings, stated=Stated(-given.value, given.precision, OPPOSITE[given.relation]), tried=tried)


def test_a_rise_and_a_fall_go_by_the_same_rules(monkeypatch):
    seen = []
    monkeypatch.setattr(module, "decide", lambda findings: seen.append(findings) or decide(findings))
    for claim in CLAIMS.values():
        judge(claim, bolivia())
    assert len(seen) >= len(CLAIMS)
    for findings in seen:
        other = mirrored(findings)
        assert decide(other) == decide(findings)
        if findings.stated is not None:
            for one, two in zip(findings.tried, other.tried, strict=True):
                assert [findings.stated.fits(x) for x in one.values] == [other.stated.fits(x) for x in two.values]


@pytest.mark.parametrize("room", ["evidence", "report/claims", "web/pages", "runs"])
def test_no_code_that_judges_or_shows_a_claim_knows_a_person_or_a_party(room):
    people = [name for name in NAMES if name[0].isupper() and name not in ("Santa Cruz", "OPS", "Unesco")]
    for path in sorted((ROOT / "src/ayni" / room).glob("*.py")):
        found = [name for name in people if re.search(rf"\b{name}\b", path.read_text(encoding="utf-8"))]
        assert not found, (path.name, found)


def prose(identifier):
    """The fields that speak for the ledger; `paraphrase` and `cause.text` say what the article says."""
    raw = read_yaml(FOLDER / f"{identifier}.yaml")
    kept = {key: value for key, value in raw.items() if key != "paraphrase"}
    if raw.get("cause"):
        kept["cause"] = {"why": raw["cause"]["why"]}
    yield from texts(kept)
    if JUDGED[identifier].needed:
        yield {language: would_have_to_be(JUDGED[identifier], language) for language in LANGUAGES}


@pytest.mark.parametrize("identifier", CLAIMS)
def test_the_ledger_takes_no_side_and_states_no_cause(identifier):
    for text in prose(identifier):
        for language in LANGUAGES:
            assert not loaded_words(text[language]), text[language]
            assert not causal_words(text[language]), text[language]
    for language in LANGUAGES:
        assert not loaded_words(CLAIMS[identifier].paraphrase[language])


def test_the_lint_finds_what_it_should():
    assert loaded_words("the regime") == ["regime"]
    assert causal_words("this led to less") == ["led to"]
    for key, phrase in catalogue().items():
        if key.partition(".")[0] in ("verdict", "reading"):
            assert not any(loaded_words(text) + causal_words(text) for text in phrase.values()), key


@pytest.mark.parametrize("article", ["morning_star_2022_11", "portside_2021_10"])
def test_no_wording_of_the_articles_enters(article, shared_data):
    def runs(text, length=5):
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}

    theirs = runs((shared_data.parent / f"articles/{article}.txt").read_text(encoding="utf-8"))
    ours = [text["en"] for identifier in CLAIMS for text in texts(read_yaml(FOLDER / f"{identifier}.yaml"))]
    ours += [text["en"] for text in texts(dict(coverage()))]
    for text in ours:
        assert not runs(text) & theirs, text


def test_synthetic_data_supports_no_verdict(monkeypatch, tmp_path):
    row = replace(recorded()["EH2019|illiteracy_15|all|all"], id="x", wave="synthetic")
    monkeypatch.setattr(module, "recorded_one", lambda identifier: row)
    claim = read_claim(broken(tmp_path, "A05", ("EH2020|below_minimum_wage_non_contributors|all|all", "x")))
    with pytest.raises(AyniError, match="synthetic population, which supports no verdict"):
        judge(claim, bolivia())


# ---- errors


def broken(folder, identifier, *changes):
    path = folder / f"{identifier}.yaml"
    shutil.copy(FOLDER / path.name, path)
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("identifier", "change", "message"),
    [
        ("A01", ("tier: measurable\n", ""), r"A01.yaml: the key “tier” is missing"),
        ("A01", ("context: {", "contexts: {"), r"A01.yaml: the key “contexts” is not known; the nearest is “context”"),
        ("A01", (", precision: 0.1", ""), r"A01.yaml: the key “number.precision” is missing"),
        ("A01", ("tier: measurable", "tier: sure"), r"A01.yaml: “tier” cannot be “sure”"),
        ("A01", ("first_verdict: holds", "verdict: holds"), r"A01.yaml: the key “verdict” is not known"),
        ("A01", ("id: A01", "id: A02"), r"the id is “A02” and must be the name of the file"),
        ("A01", ("article: morning_star_2022_11", "article: a_paper"), r"A01.yaml: “article” cannot be “a_paper”"),
        ("A01", ("kind: value", "kind: mean"), r"A01.yaml: “readings\[0\].compute.kind” cannot be “mean”"),
        ("A01", ("paraphrase: {es:", "paraphrase: {fr:"), r"A01.yaml: the key “paraphrase.fr” is not known"),
        ("A02", ("verdict: not_identified", "verdict: holds"), r"A02.yaml: “cause.verdict” cannot be “holds”"),
        ("A05", ("before: {parameter", "earlier: {parameter"), r"the key “readings\[0\].compute.earlier” is not known"),
        ("A06", ("source: ", "sourced: "), r"the key “readings\[0\].compute.after.sourced” is not known"),
        ("A12", ("number: 1, source", "figure: 1, source"), r"compute.after.figure” is not known"),
        ("A07", ("series: igf.revenue, period:", "series: igf.revenue, year:"), r"compute.after.year” is not known"),
    ],
)  # fmt: skip
def test_a_malformed_file_gives_one_clear_error(tmp_path, identifier, change, message):
    with pytest.raises(AyniError, match=message) as raised:
        read_claim(broken(tmp_path, identifier, change))
    assert "\n" not in raised.value.in_language("es")


@pytest.mark.parametrize(
    ("identifier", "change", "message"),
    [
        ("A01", ("unemployment_urban_ece, area: Urban, period: \"2021-03\"", "unemployment_urban, period: \"2021-03\""),
         r"Claim A01, reading a: The registry has no indicator “unemployment_urban”"),
        ("A01", ('"2021-03"', '"1821-03"'), r"Claim A01, reading a: .*1821-03"),
        ("B01", ("after: {series: poverty_moderate, period: \"2018\", method: old_ine_method}",
                 "after: {series: poverty_moderate, period: \"2019\", method: revised_ine_method}"),
         r"Claim B01, reading a: .* are not compared: the series breaks"),
        ("A03", (', bridge: "first release of the same survey and method"', ""), r"reading d: .* are not compared"),
        ("A05", ("salario_minimo_nacional.amount", "salario_minimo_nacional.sum"), r"Claim A05, reading a: .*sum"),
        ("A05", ("EH2020|below", "EH2020|beneath"), r"Claim A05, reading below: There is no recorded figure"),
        ("A12", ("number: 1, source", "times: 1, source"), r"reading a: .* is not a figure: one of"),
        ("A07", ("series: igf.revenue, period:", "series: igf.revenue, area:"), r"reading a: .* is not a figure"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_used_gives_one_clear_error(tmp_path, identifier, change, message):
    claim = read_claim(broken(tmp_path, identifier, change))
    with pytest.raises(AyniError, match=message) as raised:
        judge(claim, bolivia())
    assert raised.value.in_language("es").startswith("Afirmación")


def test_an_unknown_claim_names_those_there_are():
    assert module.claim("a03").id == "A03"
    with pytest.raises(AyniError, match="There is no claim Z99; there are A01, A02"):
        module.claim("Z99")


def test_a_file_is_read_only_where_files_may_be(tmp_path):
    own = tmp_path / "A03.yaml"
    own.write_text((FOLDER / "A03.yaml").read_text())
    assert module.claim(str(own)).path == own
    with pytest.raises(AyniError, match="There is no claim"):
        judged(str(own), bolivia())


def test_a_difference_within_one_method_needs_no_bridge():
    assert registry().one("poverty_moderate", "2018", method="old_ine_method").value == 34.55


# ---- coverage and documentation


@pytest.mark.parametrize("article", coverage())
def test_every_sentence_is_coded_once(article):
    found = coverage()[article]
    assert [each["n"] for each in found["coded"]] == list(range(1, found["sentences"] + 1))
    tiers = {key.partition(".")[2] for key in catalogue() if key.startswith("tier.")}
    for each in found["coded"]:
        assert each["tier"] in tiers
        for text in (each["about"], each["reason"]):
            assert set(text) == set(LANGUAGES)
            assert not any(loaded_words(text[language]) + causal_words(text[language]) for language in LANGUAGES)
        assert all(CLAIMS[claim].article == article for claim in each["claims"])


def test_the_example_of_the_documentation_works(tmp_path):
    page = (ROOT / "docs/add-a-claim.md").read_text(encoding="utf-8")
    path = tmp_path / "C01.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1], encoding="utf-8")
    judged = judge(read_claim(path), bolivia())
    assert judged.number_verdict == "holds"
    assert judged.tried > 2
    for language in LANGUAGES:
        assert card_tables(judged, language)
        assert all(claims_as_bytes([judged], form, language) for form in ("json", "csv", "md", "html", "claimreview"))
