"""One-question pages: a file is a page, a bad file is refused, and the answers are those of the commands."""

import datetime as dt
import html
import json
import re

import pytest

from ayni.evidence.prices import consumer_prices, in_prices_of
from ayni.law import bolivia
from ayni.web.questions import FOLDER, questions, read_question
from ayni.web.shows import recorded
from ayni.words import LANGUAGES, AyniError

GOOD = """
title: {es: "¿Cuánto?", en: "How much?"}
about: {es: "Una frase.", en: "A sentence."}
path: {es: cuanto, en: how-much}
shows: payslip
asks: [{name: monthly_wage, value: 4000}]
"""


def test_a_new_file_is_a_new_page(tmp_path):
    (tmp_path / "mine.yaml").write_text(GOOD, encoding="utf-8")
    found = questions(tmp_path)["mine"]
    assert (found.file.path["es"], found.is_personal) == ("cuanto", True)


@pytest.mark.parametrize(("old", "new", "place"), [
    ("shows: payslip", "shows: payslips", "shows"),
    ("monthly_wage", "monthly_wages", "monthly_wage"),
    ("title: {es:", "titel: {es:", "title"),
    (', en: "How much?"', "", "title.en"),
    ("en: how-much", "en: How much", "path"),
    ("value: 4000", "value: 4000, type: number", "type"),
    ("shows: payslip", "shows: run\ngiven: {command: runs}", "run"),
    ("shows: payslip", "shows: run\ngiven: {command: run, modules: /etc}", "given"),
    ("asks: [{name: monthly_wage, value: 4000}]", "charts: [efects]\ngiven: {command: run}", "effects"),
    ("shows: payslip", "shows: worth", "given.parameter"),
    ("asks:", "given: {worker: {age: -3}}\nasks:", "given.worker.age"),
    ("asks:", "see: [nothing]\nasks:", "see"),
])  # fmt: skip
def test_a_file_that_cannot_work_is_refused_with_its_place(tmp_path, old, new, place):
    text = GOOD.replace(old, new, 1)
    text = text.replace("shows: payslip", "shows: run") if "charts" in new else text
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(AyniError) as wrong:
        questions(tmp_path)
    for language in LANGUAGES:
        said = wrong.value.in_language(language)
        assert "bad.yaml" in said
        assert place in said
        assert "\n" not in said


def test_two_files_of_one_address_are_refused(tmp_path):
    for name in ("one", "other"):
        (tmp_path / f"{name}.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(AyniError, match="cuanto"):
        questions(tmp_path)


def test_no_visitor_names_a_file_of_the_server():
    for path in FOLDER.glob("*.yaml"):
        question = read_question(path, bolivia())
        assert not {ask.name.partition(".")[0] for ask in question.file.asks} & {"modules", "donors", "series", "data"}


PERSONAL = [name for name, each in questions().items() if each.file.shows not in ("run", "page")]


@pytest.mark.parametrize("name", PERSONAL)
def test_every_question_has_an_answer_as_it_comes(client, name):
    for language in LANGUAGES:
        path = questions()[name].file.path[language]
        answer = client.get(f"/{language}/{'questions' if language == 'en' else 'preguntas'}/{path}")
        assert answer.status_code == 200
        lead = re.search(r'<p class="lead"><strong>(.*?)</strong>', answer.text, re.S)[1]
        assert re.search(r"\d", lead)
        assert answer.headers["cache-control"] == ("no-store" if questions()[name].is_personal else "no-cache")


def test_the_rows_of_a_run_are_those_of_the_command(client):
    ours = client.get("/es/preguntas/que-hacen-los-programas/rows.json").content
    assert ours == client.get("/v1/run?at=survey").content
    page = html.unescape(client.get("/es/preguntas/que-hacen-los-programas").text)
    row = next(
        row for row in json.loads(ours)["rows"]
        if (row["table"], row["concept"], row["programme"], row["measure"], row["line"], row["unit"])
        == ("effects", "disposable", "all_programmes", "headcount", "extreme", "points")
    )  # fmt: skip
    assert f"\u2212{abs(100 * row['value']):.1f}".replace(".", ",") in page


def test_an_amount_of_2006_in_the_money_of_a_later_year():
    base = max(consumer_prices())
    page_value = 200 * consumer_prices()[base] / consumer_prices()[2006]
    assert in_prices_of(200, 2006, base) == pytest.approx(page_value)


def test_what_is_typed_changes_the_answer_and_what_cannot_be_is_refused(client):
    more = html.unescape(client.get("/es/preguntas/asistencia-familiar?date=2026-05").text)
    least = bolivia().parameter("salario_minimo_nacional.amount").on(dt.date(2026, 5, 1)).value
    assert f"Bs\u00a0{0.2 * least:.2f}".replace(".", ",") in more
    wrong = client.get("/es/preguntas/que-me-descuentan?monthly_wage=mucho")
    assert wrong.status_code == 400
    assert 'role="alert"' in wrong.text
    assert client.get("/es/preguntas/quien-pago-la-gasolina?settings.fares=/etc/passwd").status_code == 400


def test_an_address_in_the_other_language_leads_to_the_page(client):
    moved = client.get("/en/questions/que-me-descuentan?monthly_wage=4000", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "/en/questions/what-is-withheld?monthly_wage=4000")
    assert client.get("/es/preguntas/no-hay").status_code == 404


def test_a_question_may_lead_to_another_page(client):
    moved = client.get("/en/questions/my-prices", follow_redirects=False)
    assert client.get(moved.headers["location"]).status_code == 200
    assert 'href="/es/inflacion"' in client.get("/es/preguntas").text


def recorded_of():
    """Every recorded question with the values that choose among its records."""
    for name, each in questions().items():
        if each.file.recorded:
            pairs = next(([*(ask.values or ())] for ask in each.file.asks if ask.name == "pair"), [""])
            yield from ((name, pair) for pair in pairs)


def test_what_a_server_does_not_run_was_recorded_and_is_shown(client):
    assert [*recorded_of()]
    for name, pair in recorded_of():
        question = questions()[name]
        path = f"/es/preguntas/{question.file.path['es']}"
        page = client.get(path, params={"pair": pair} if pair else {})
        assert (page.status_code, "archivos originales" in page.text) == (200, True)
        rows = json.loads(client.get(f"{path}/rows.json", params={"pair": pair} if pair else {}).content)["rows"]
        assert rows
        assert all(row["n"] is None or row["n"] >= 30 or row["value"] is None for row in rows)


NUMBERS = ("value", "se", "low", "high")


@pytest.mark.soak
def test_the_records_are_those_of_the_files(shared_data):
    """Sums in another order move the last digits: figures agree to nine digits, all else is the same."""
    from tools.question_records import record

    for name, pair in recorded_of():
        question = questions()[name]
        kept = json.loads(recorded(question, {"pair": pair}))
        found = json.loads(record(question, pair or "eh2019-eh2020", shared_data))
        for one, other in zip(kept["rows"], found["rows"], strict=True):
            figures = (
                {name: row.pop(name) for name in NUMBERS if row.get(name) is not None} for row in (one, other)
            )  # fmt: skip
            assert next(figures) == pytest.approx(next(figures), rel=1e-9, abs=1e-9)
        assert kept == found
