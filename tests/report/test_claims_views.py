"""Views of claims: table, card, data, Markdown, one HTML file, ClaimReview; in both languages, with stable bytes."""

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest

from ayni.cli import main
from ayni.evidence.check import check
from ayni.evidence.claims import claims, judge, listed, read_claim
from ayni.evidence.ledger import ledger
from ayni.evidence.receipts import Receipt, receipt_of_claim
from ayni.evidence.timeline import timeline
from ayni.law import bolivia
from ayni.report.claims import (
    NOBODY,
    NOT_JUDGED,
    Publisher,
    card,
    card_facts,
    card_tables,
    changes_table,
    check_as_bytes,
    check_tables,
    claim_review,
    claims_as_bytes,
    claims_table,
    entry,
    finding,
    share_card,
    timeline_as_bytes,
    timeline_chart,
    timeline_table,
    verdict,
)
from ayni.report.claims.wording import amount
from ayni.words import LANGUAGES
from support.prose import faults, texts_of

FALLING = """
id: Z01
article: portside_2021_10
speaker: {es: "el artículo", en: "the article"}
paraphrase: {es: "La pobreza extrema bajó 43 % <b>", en: "Extreme poverty fell by 43 % | <b>"}
tier: measurable
number: {value: -43, unit: "%", precision: 1}
label: {indicator: poverty_extreme, where: Bolivia}
period: {from: 2008, to: 2011}
cause: {text: {es: "una política", en: "a policy"}, why: {es: "dos fechas", en: "two dates"}}
readings:
  - id: a
    text: {es: "entre 2008 y 2011", en: "between 2008 and 2011"}
    compute:
      kind: relative_change
      after: {series: poverty_extreme, period: 2011}
      before: {series: poverty_extreme, period: 2008}
  - id: b
    natural: false
    text: {es: "entre 2005 y 2012", en: "between 2005 and 2012"}
    compute:
      kind: relative_change
      after: {series: poverty_extreme, period: 2012}
      before: {series: poverty_extreme, period: 2005}
  - id: c
    natural: false
    text: {es: "todos los pares", en: "every pair"}
    compute: {kind: pairs, of: [{series: poverty_extreme, method: old_ine_method}]}
context: none_found
first_verdict: "not reproduced"
"""
OPINION = """
id: Z02
article: morning_star_2022_11
speaker: {es: "el artículo", en: "the article"}
paraphrase: {es: "Fue un buen año", en: "It was a good year"}
tier: outside
label: {indicator: none}
period: {from: 2020, to: 2021}
judgement: true
readings:
  - {id: a, text: {es: "ninguna", en: "none"}, compute: {kind: none, why: {es: "un juicio", en: "a judgement"}}}
context: {es: "Hay otras opiniones.", en: "There are other opinions."}
first_verdict: opinion
"""


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    folder = tmp_path_factory.mktemp("claims")
    found = []
    for name, text in (("Z01", FALLING), ("Z02", OPINION)):
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        found.append(judge(read_claim(path), bolivia()))
    return found


def test_the_table_gives_each_claim_with_both_verdicts(judged):
    table = claims_table(judged, "en")
    falling, opinion = ([cell.text for cell in line.cells] for line in table.lines)
    assert falling[1:] == ["−43%", "−30.36%", "number fits another label", "not identified"]
    assert opinion[1:] == ["no number", "not computed", "opinion", "none stated"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_says_what_would_hold_and_where_the_number_comes_from(judged, language):
    lines = dict(card(judged[0], language))
    text = "\n".join(f"{head}: {said}" for head, said in lines.items())
    says = {
        "es": ("17,18", "entre 2005 y 2012: −43,29%", "No se halló."),
        "en": ("17.18", "between 2005 and 2012: −43.29%", "None found."),
    }
    for word in (*says[language], receipt_of_claim(judged[0]).id):
        assert word in text
    tables = card_tables(judged[0], language)
    assert [line.head for line in tables[1].lines] == ["1", "2", "3"]
    assert any("2005 → 2012" in remark for remark in tables[1].remarks)
    assert all("https://" in line.cells[-1].text for line in tables[2].lines)


def test_json_holds_every_reading_source_and_the_receipt_and_has_stable_bytes(judged):
    content = claims_as_bytes(judged, "json", "en")
    assert content == claims_as_bytes(judged, "json", "es")
    falling, opinion = json.loads(content)
    assert falling["verdict"] == "number_fits_another_label"
    assert falling["cause_verdict"] == "not_identified"
    assert [each["id"] for each in falling["readings"]] == ["a", "b", "c"]
    assert falling["tried"] == judged[0].tried == 2 + falling["readings"][2]["tried"]
    assert all(figure["url"] for each in falling["readings"] for figure in each["figures"])
    assert falling["receipt"]["receipt"] == receipt_of_claim(judged[0]).id
    assert opinion["computed"] is None


def test_csv_and_markdown_hold_one_line_a_claim(judged):
    rows = list(csv.DictReader(io.StringIO(claims_as_bytes(judged, "csv", "en").decode())))
    assert [(row["id"], row["verdict"]) for row in rows] == [("Z01", "number_fits_another_label"), ("Z02", "opinion")]
    lines = claims_as_bytes(judged, "md", "en").decode().splitlines()
    assert sum(line.startswith("| Z0") for line in lines) == 2
    columns = {line.replace("\\|", "").count("|") for line in lines if line.startswith("|")}
    assert columns == {7}
    assert "## " in claims_as_bytes(judged[:1], "md", "es").decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_card_is_one_file_with_no_script_and_no_request(judged, language):
    page = claims_as_bytes(judged, "html", language).decode()
    assert "<script" not in page
    assert not re.search(r"(src|href)=|url\(|@import", page)
    assert "<b>" not in page
    figures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(figures) == 1
    drawn = ET.fromstring(figures[0])
    assert [child.tag for child in drawn][:2] == ["title", "desc"]
    assert all(child.text for child in drawn[:2])
    assert len(drawn.findall("circle")) == 2
    assert page.count("<figure") == page.count("<figcaption") == 2


def test_claim_reviews_are_of_judged_claims_with_the_fixed_words(judged):
    (review,) = json.loads(claims_as_bytes(judged, "claimreview", "en"))
    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert review["reviewRating"]["alternateName"] == "number fits another label"
    assert review["claimReviewed"] == judged[0].claim.paraphrase["en"]
    assert review["itemReviewed"]["@type"] == "Claim"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_has_one_verdict_in_every_form_of_its_card(language):
    for each in claims():
        of = ledger(bolivia())[each.id]
        word = verdict(of.number_verdict, language)
        forms = {form: claims_as_bytes([of], form, language).decode() for form in ("json", "csv", "md", "html", "svg")}
        assert json.loads(forms["json"])[0]["verdict"] == of.number_verdict
        assert next(csv.DictReader(io.StringIO(forms["csv"])))["verdict"] == of.number_verdict
        assert f"{each.id}: {word}" in forms["md"]
        assert f'<title id="t">{each.id}: {word}</title>' in forms["svg"]
        assert f"{each.id}: {word}" in forms["html"]
        reviews = json.loads(claims_as_bytes([of], "claimreview", language))
        expected = [] if of.number_verdict in NOT_JUDGED else [word]
        assert [review["reviewRating"]["alternateName"] for review in reviews] == expected
        line = claims_table([of], language).lines[0]
        assert line.cells[3].text == word


def strings(thing):
    """The words of a review: all that is no address, no id and no day."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key not in ("@id", "@context", "url", "identifier", "datePublished", "dateModified", "inLanguage"):
                yield from strings(value)
    elif isinstance(thing, str):
        yield thing


TYPED = [
    ("poverty_extreme", "2005", "2012", "43%"),
    ("unemployment_urban_ece", "2021-03", "2022-03", "3pp"),
    ("minimum_wage", "2020", "2022", "4%"),
    ("igf.revenue", "2021", "2021", "240"),
    ("poverty_moderate", "2018", "2020", "5pp"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_read_of_a_claim_has_no_codes_hashes_row_ids_or_days_as_numbers(language):
    for each in claims():
        of = ledger(bolivia())[each.id]
        receipt = receipt_of_claim(of).id
        drawn = html.unescape("\n".join(re.findall(r">([^<]+)<", share_card(of, language, Publisher("https://x.org")))))
        plain = [*texts_of(check_tables(of, bolivia(), language)), finding(of, language)]
        for text in (*plain, *strings(claim_review(of, language))):
            assert not faults(text.replace(receipt, "…")), (each.id, text)
        for text in drawn.replace(receipt, "…").split("\n"):
            assert not faults(text, hosts=True), (each.id, text)
    for asked in TYPED:
        for text in texts_of(check_tables(check(*asked), bolivia(), language)):
            assert not faults(text), (asked, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_of_a_claim_has_a_name(language):
    for each in claims():
        of = ledger(bolivia())[each.id]
        found = [one.computed for one in (*of.outcomes, *of.beside)]
        units = {each.number.unit} if each.number else set()
        for unit in (units | {one.unit for one in found} | {used.unit for one in found for used in one.used}) - {
            "date"
        }:
            english = re.search(
                r"\b(of|the|persons|months|days?|million|per|year|month)\b", amount(2.0, unit, language, 1)
            )
            assert language == "en" or not english, (each.id, unit)


@pytest.mark.parametrize(
    "text",
    [
        "737,352 days", "in 2021-03", "poverty_extreme", "igf.revenue", "EH2019|food_any|all|all", "fe18e16b64bd2bea",
        "EH2019", "amount@2022-06-01", "number:4:https", "yes (1)", "1 delays", "nan", "in 2021 ",
        "2020..2021", "sum(a, b)",
    ],
)  # fmt: skip
def test_the_lint_of_prose_finds_what_it_should(text):
    assert faults(text)
    assert not faults("In March 2021 it was 8.1% (INE, 2 June 2022): 1 delay, 1 mes.")


SCHEMA_ORG = {
    "ClaimReview": {
        "claimReviewed": str, "itemReviewed": "Claim", "reviewRating": "Rating", "reviewBody": str,
        "author": "Organization", "datePublished": "date", "dateModified": "date",
        "inLanguage": str, "url": "url", "identifier": str,
    },
    "Claim": {"name": str, "author": "Person", "appearance": "Article"},
    "Rating": {"alternateName": str, "ratingExplanation": str},
    "Organization": {"name": str, "url": "url"},
    "Person": {"name": str},
    "Article": {"headline": str, "datePublished": "date"},
}  # fmt: skip
"""Properties of schema.org's types and what each takes, as its definitions say (schema.org/ClaimReview)."""


def against_schema_org(thing, kind):
    assert thing["@type"] == kind
    for name, value in thing.items():
        if name in ("@type", "@context", "@id"):
            continue
        takes = SCHEMA_ORG[kind][name]
        if takes == "date":
            assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", value), name
        elif takes == "url":
            assert value.startswith(("https://", "urn:")), name
        elif isinstance(takes, str):
            against_schema_org(value, takes)
        else:
            assert isinstance(value, takes), name


@pytest.mark.parametrize("publisher", [NOBODY, Publisher("https://example.org", "x@example.org")])
def test_every_claim_review_is_of_schema_org_s_types_with_its_dates_and_address(publisher):
    reviews = json.loads(claims_as_bytes(list(ledger(bolivia()).values()), "claimreview", "es", publisher))
    assert len(reviews) > 20
    for review in reviews:
        against_schema_org(review, "ClaimReview")
        assert {"author", "claimReviewed", "datePublished", "itemReviewed", "reviewRating", "url"} <= review.keys()
        assert review["url"].startswith(f"{publisher.url}/es/afirmaciones/" if publisher.url else "urn:ayni:claim:")


def test_a_review_and_a_finding_say_the_verdict_on_each_part_of_a_sentence():
    of = judge(listed("B22"), bolivia())
    for text in (finding(of, "en"), claim_review(of, "en")["reviewBody"]):
        assert "“called for support of another candidate”: contradicted" in text


def test_a_verdict_that_was_put_right_says_when_from_what_and_why():
    every = list(ledger(bolivia()).values())
    changed = [each for each in every if each.claim.changes]
    assert [line.cells[0].text for line in changes_table(every, "es").lines] == [each.claim.id for each in changed]
    for each in changed:
        assert each.claim.changes[0].was != each.number_verdict
        assert each.claim.changes[0].why["es"] in card_facts(each, "es")["changes"]


def test_a_card_says_where_to_write_if_it_is_wrong(judged):
    assert "x@example.org" in card_facts(judged[0], "es", Publisher("", "x@example.org"))["wrong"]
    assert judged[0].claim.id in card_facts(judged[0], "en")["wrong"]


def test_a_check_as_table_and_data():
    answer = check("poverty_extreme", "2008", "2011", "43%")
    tables = check_tables(answer, bolivia(), "en")
    assert [table.id for table in tables] == ["check", "pairs", "sources"]
    assert any(f"Readings tried: {answer.tried}" in remark for remark in tables[0].remarks)
    rows = json.loads(check_as_bytes(answer, "json"))
    assert len(rows) == len(answer.readings) + len(answer.pairs)
    assert {row["verdict"] for row in rows} == {answer.verdict}
    assert len(list(csv.DictReader(io.StringIO(check_as_bytes(answer, "csv").decode())))) == len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_timeline_as_data_and_chart(language):
    assert len(json.loads(timeline_as_bytes(timeline(bolivia()), "json"))) == len(timeline(bolivia()))
    drawn = ET.fromstring(timeline_chart(timeline(bolivia()), language))
    assert drawn[0].tag.endswith("title")
    assert drawn[1].tag.endswith("desc")


def test_the_timeline_tells_values_and_standing_in_words():
    entries = [each for each in timeline(bolivia()) if each.id == "bono_contra_el_hambre.amount@2020-12-01"]
    (line,) = timeline_table(entries, "es").lines
    assert line.cells[1].text.endswith(", Bs, una vez: Bs\u00a01.000")
    assert line.cells[-1].text == "verificado"
    assert json.loads(timeline_as_bytes(entries, "json"))[0]["text_en"].endswith(", Bs, once: Bs\u00a01,000")
    assert all(timeline_table(timeline(bolivia()), language).lines for language in LANGUAGES)


# ---- the commands


def run(capsysbinary, *arguments):
    """The command's exit code, output and errors."""
    try:
        main([*map(str, arguments)])
        code = 0
    except SystemExit as stop:
        code = stop.code or 0
    out, err = capsysbinary.readouterr()
    return code, out, err.decode()


def test_the_claims_of_the_package_twice_give_the_same_bytes(capsysbinary):
    code, once, _ = run(capsysbinary, "claims", "--format", "json")
    assert code == 0
    assert run(capsysbinary, "claims", "--format", "json") == (0, once, "")
    assert [each["id"] for each in json.loads(once)] == [each.id for each in claims()]


@pytest.mark.parametrize("layout", ["table", "json", "csv", "md", "html", "claimreview"])
def test_every_layout_of_every_claim(layout, capsysbinary):
    code, out, err = run(capsysbinary, "claims", "--format", layout, "--lang", "en")
    assert (code, err) == (0, "")
    assert out


def test_the_entry_of_every_claim_is_plain_data():
    for each in claims():
        assert json.dumps(entry(ledger(bolivia())[each.id]), default=str)


def test_a_receipt_of_a_run_is_run_again(capsysbinary, tmp_path):
    path = tmp_path / "receipt.json"
    assert run(capsysbinary, "run", "--format", "json", "--receipt", path)[0] == 0
    code, out, _ = run(capsysbinary, "rerun", path, "--lang", "en")
    assert (code, b"the same" in out) == (0, True)
    content = json.loads(path.read_bytes())
    content.pop("receipt")
    other = tmp_path / "other.json"
    other.write_bytes(Receipt(**{**content, "rows": "0" * 64}).to_json())
    code, out, _ = run(capsysbinary, "rerun", other, "--lang", "en")
    assert (code, b"rows" in out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["claims", "Q99"], "Q99"),
        (["claims", "--output", "x"], "--output needs --format"),
        (["claims", "--receipt", "x"], "needs one claim"),
        (["claims", "--format", "pdf"], "is not a choice"),
        (["check", "--stated", "4%"], "Give a sentence of the ledger"),
        (["check", "--stated", "4%", "--indicator", "gini_ine", "--programme", "x"], "Give a sentence of the ledger"),
        (["check", "--stated", "4%", "--relative", "--points"], "not both"),
        (["check", "--stated", "x", "--indicator", "gini_ine", "--from", "2018", "--to", "2019"], "is not a number"),
        (["check", "--stated", "4%", "--programme", "renta_dignidad", "--line", "extreme"], "Synthetic data supports"),
        (["check", "--stated", "4%", "--programme", "renta_dignidad", "--line", "high"], "is not a choice"),
        (["timeline", "--from", "2020-13"], "is not a date"),
        (["timeline", "--from", "2020-02", "--to", "2020-01"], "before"),
        (["rerun", "none.json"], "Cannot read"),
    ],
)
def test_everything_wrong_is_one_line_and_exit_code_2(arguments, says, capsysbinary):
    code, out, err = run(capsysbinary, *arguments, "--lang", "en")
    assert (code, out) == (2, b"")
    assert says in err
    assert err.count("\n") == 1


def test_a_claim_of_one_s_own_needs_one_file_and_no_place_in_the_package(tmp_path, capsysbinary):
    path = tmp_path / "Z01.yaml"
    path.write_text(FALLING, encoding="utf-8")
    receipt = tmp_path / "receipt.json"
    code, out, _ = run(capsysbinary, "claims", path, "--lang", "en", "--receipt", receipt)
    assert (code, b"Z01: " in out) == (0, True)
    assert run(capsysbinary, "rerun", receipt, "--data", path)[0] == 0
    path.write_text(FALLING.replace("value: -43", "value: -44"), encoding="utf-8")
    assert run(capsysbinary, "rerun", receipt, "--data", path)[0] == 1
    assert run(capsysbinary, "rerun", receipt)[0] == 2


@pytest.mark.parametrize(
    ("content", "said"), [(None, "Z02.yaml"), (b"a: 1\nb: ]\n", "Z02.yaml, line 2"), (b"\xff", "Z02.yaml")]
)
@pytest.mark.parametrize("command", [("claims",), ("law", "test")])
def test_a_file_that_is_absent_or_no_yaml_gives_one_clear_error(command, content, said, tmp_path, capsysbinary):
    path = tmp_path / "Z02.yaml"
    if content is not None:
        path.write_bytes(content)
    code, out, err = run(capsysbinary, *command, path, "--lang", "en")
    assert (code, out, said in err) == (2, b"", True), err
    assert "Traceback" not in err


def test_corrections_are_not_left_out_in_silence_of_another_layout(capsys):
    with pytest.raises(SystemExit) as told:
        main(["claims", "--changes", "--format", "csv", "--lang", "en"])
    assert told.value.code == 2
    assert "without --format csv" in capsys.readouterr().err
