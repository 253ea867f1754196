"""Home, the search, and the pages of the law: what they say, and that a browser finds nothing wrong with them."""

from __future__ import annotations

import datetime as dt
import re
from itertools import cycle

import pytest

from ayni.evidence import official, trust_rows
from ayni.evidence.recorded import recorded_one
from ayni.law import bolivia
from ayni.report import search, trust_table
from ayni.report.search import plain
from ayni.runs import trust
from ayni.web.intent import answers
from ayni.words.marks import MarkKind

LIGHT = 150 * 1024
AMOUNT = "renta_dignidad.monthly_non_pensioner"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text.replace("\u00a0", " ")))


# ---- in a browser


def test_what_is_found_stands_under_the_box_as_one_types(visit):
    found = visit()
    page = found.go("/es")
    page.locator("#q").press_sequentially("juancito")
    page.locator("#found a", has_text="Monto por estudiante").wait_for()
    assert page.url.endswith("/es")
    assert found.complaints == []


def test_the_list_follows_what_is_chosen_and_so_does_the_address(visit):
    page = visit().go("/en/law")
    page.locator("#standing").select_option("not_in_force")
    page.wait_for_url("**standing=not_in_force**")
    assert page.locator("#list .tag.in_force").count() == 0
    assert page.locator("#list .tag.not_in_force").count() > 0
    assert "standing=not_in_force" in page.locator("#mirror").get_attribute("href")


def test_search_and_dates_need_no_script(visit):
    page = visit(scripts=False).go("/es")
    page.locator("#q").fill("LEY 1196")
    page.locator("#q").press("Enter")
    page.locator("a", has_text="Ley 1196").click()
    assert page.locator("h1").inner_text() == "Renta Universal de Vejez (Renta Dignidad)"
    page.locator("#date").fill("2010-06-01")
    page.locator("button").click()
    assert "Bs\u00a0200" in page.locator("#parameters").inner_text()


# ---- what they say


@pytest.mark.parametrize(
    ("query", "kind", "place"),
    [
        ("juancito", "instrument", ("bono_juancito_pinto",)),
        ("LEY 1196", "act", ("renta_dignidad",)),
        ("DS 5516", "act", ("pepe_2026",)),
        ("Incidencia", "indicator", ("poverty_moderate",)),
        ("headcount", "indicator", ("poverty_extreme",)),
        ("a03", "claim", ("A03",)),
        ("minimum wage", "parameter", ("salario_minimo_nacional", "amount")),
        ("SALARIO MINIMO", "parameter", ("salario_minimo_nacional", "amount")),
        ("renta_dignidad.monthly_pensioner", "parameter", ("renta_dignidad", "monthly_pensioner")),
    ],
)
def test_a_search_finds(query, kind, place):
    assert place in [entry.place for entry in search(query, bolivia(), "es")[kind]]


def test_the_name_that_is_asked_for_comes_first():
    assert search("gini", bolivia(), "en")["indicator"][0].name["en"].startswith("Gini")
    assert search("bono juancito pinto", bolivia(), "es")["instrument"][0].place == ("bono_juancito_pinto",)


def test_accents_capitals_and_marks_do_not_matter():
    assert plain("  Pensión N° 1.196, año-2010 ") == "pension n 1196 ano 2010"
    assert search("... ¿?", bolivia(), "es") == {}


def test_a_search_in_vain_shows_the_doors(client):
    page = client.get("/es/buscar?q=xyzzy")
    assert "No encontramos «xyzzy»" in text_of(page)
    found = page.text.partition('id="found"')[2].partition("</main>")[0]
    assert re.findall(r'href="([^"]+)"', found) == ["/es/hogar", "/es/sueldo", "/es/reformas", "/es/afirmaciones"]


@pytest.mark.parametrize(
    ("words", "view", "place", "query"),
    [
        ("renta dignidad 2000", "reforms", (), {"r": [f"{AMOUNT}:2000"]}),
        ("¿cuánto cuesta la Renta Dignidad a Bs 2.000?", "reforms", (), {"r": [f"{AMOUNT}:2000"]}),
        ("juancito pinto 500", "reforms", (), {"r": ["bono_juancito_pinto.amount:500"]}),
        ("rc-iva 15%", "reforms", (), {"r": ["rc_iva.rate:0.15"]}),
        ("renta dignidad 2019", "law", ("renta_dignidad",), {"date": "2019-12-01"}),
        ("pobreza extrema 2019", "indicators", ("poverty_extreme",), {}),
        ("desigualdad 2022", "indicators", ("gini_ine",), {}),
        ("mis bonos", "household", (), {}),
        ("¿cuánto me descuentan?", "payslip", (), {}),
        ("sueldo 9.500", "payslip", (), {"wage": "9500"}),
        ("finiquito", "questions", ("finiquito",), {}),
    ],
)
def test_what_is_meant_comes_first_with_its_number_or_year_filled_in(words, view, place, query):
    first = answers(words, bolivia(), "es", dt.date(2026, 11, 1))[0]
    assert (first.view, first.place, dict(first.query)) == (view, place, query)


def test_the_amount_that_was_promised_leads_to_what_was_said_of_it_too():
    second = answers("renta dignidad 2000", bolivia(), "es", dt.date(2026, 11, 1))[1]
    assert (second.view, second.place) == ("promise", ("renta_dignidad_2000",))
    others = answers("renta dignidad 700", bolivia(), "es", dt.date(2026, 11, 1))
    assert "promise" not in [each.view for each in others]


def test_a_year_of_an_indicator_is_answered_with_its_figure():
    """INE published 12.9% for 2019, by the revised method."""
    assert (
        answers("pobreza extrema 2019", bolivia(), "es", dt.date(2026, 11, 1))[0].name == "Pobreza extrema, 2019: 12,9%"
    )


def test_what_is_written_in_the_box_is_never_markup(client):
    assert "<b>x" not in client.get("/en/search", params={"q": "<b>x"}).text


def test_every_entry_of_the_law_leads_to_a_page(client):
    found = client.get("/es/buscar?q=pepe").text
    addresses = set(re.findall(r'href="(/es/ley/[^"]+)"', found))
    assert len(addresses) >= 5
    assert {client.get(address.replace("&amp;", "&")).status_code for address in addresses} == {200}


def test_the_trust_table_is_what_is_recorded_and_what_is_published(client):
    table = trust_table(trust(bolivia()), "en")
    waves = [line.head for line in table.lines if not line.cells]
    assert waves == [f"Household Survey {year}" for year in (2022, 2020, 2019)]
    first = next(line for line in table.lines if line.head == "Renta Dignidad, recipients")
    ours, reported, theirs, _ = (cell.figure for cell in first.cells)
    row = recorded_one("EH2022|recipients.renta_dignidad|all|all")
    published = official("renta_dignidad.recipients", 2022, bolivia())
    assert (ours.value, ours.se) == (row.value, row.se)
    assert reported.value == recorded_one("EH2022|recipients_reported.renta_dignidad|all|all").value
    assert theirs.value == published.value == 1_170_240
    assert first.cells[3].text == "+21.0%"
    said = text_of(client.get("/es"))
    assert "Renta Dignidad: 21% más personas que en los registros de 2022 (1.416.000 y 1.170.240)" in said
    assert "Pobreza de 2022: el INE publicó 37,7%; Ayni obtiene 37,7%" in said
    for language in ("es", "en"):
        said = text_of(client.get(f"/{language}"))
        assert all(
            cell.text.replace("\u00a0", " ") in said for cell in trust_table(trust(bolivia()), language).lines[6].cells
        )


def test_income_rebuilt_gives_the_published_poverty_and_gini_to_the_digit_printed():
    rows = {(row.survey, row.concept, row.measure, row.line): row.value for row in trust_rows(bolivia())}
    compared = [key for key in rows if key[1] == "official" and key[2] in ("headcount", "gini")]
    assert len(compared) == 8  # three waves; no Gini of 2019 was published
    for wave, _, measure, line in compared:
        ours = rows[wave, "ine_income_rebuilt", measure, line]
        assert ours == pytest.approx(rows[wave, "official", measure, line], abs=0.0006)


def test_no_row_of_the_trust_table_is_synthetic():
    assert not any(row.has(MarkKind.SYNTHETIC) for row in trust_rows(bolivia()))


def test_an_instrument_says_what_held_on_the_day(client):
    said = text_of(client.get("/es/ley/renta_dignidad?date=2010-06-01"))
    assert "Bs 200" in said
    assert "Bs 500 " not in said.partition("Base legal")[0]
    assert "Ley 3791 art. 5" in said
    assert "El 1 de junio de 2010 vigente" in said
    assert "def renta_dignidad(" in said
    assert "inscripción en la base de datos de beneficiarios" in said
    now = text_of(client.get("/en/law/renta_dignidad?date=2026-02-01"))
    assert "Bs 500" in now.partition("Legal basis")[0]
    assert "Ley 1196: a woman of 60 with no pension in August 2019" in now


def test_an_instrument_that_is_over_says_so(client):
    said = text_of(client.get("/en/law/bonosol?date=2020-01-01"))
    assert "On 1 January 2020 not in force" in said
    assert "from 1 January 2003 to 31 December 2007" in said


def test_only_web_addresses_become_links(client):
    addresses = re.findall(r'href="([^"]+)"', client.get("/es/ley/pension_solidaria_vejez").text)
    assert {address.partition(":")[0] for address in addresses if ":" in address} <= {"http", "https"}


def test_an_instrument_has_a_light_page_the_largest_and_a_third_of_the_rest(client):
    by_size = sorted(bolivia().instruments.values(), key=lambda each: -len(each.parameters))
    some = [each.id for each in (*by_size[:5], *by_size[5::3])]
    for name, place in zip(some, cycle(("es/ley", "en/law")), strict=False):
        found = client.get(f"/{place}/{name}")
        assert found.status_code == 200, name
        assert len(found.content) < LIGHT


def test_a_parameter_has_its_history_as_table_and_chart(client):
    path = "/es/ley/renta_dignidad/monthly_non_pensioner"
    page = client.get(path)
    said = text_of(page)
    assert "Ley 953" in said
    assert f'href="{path}.svg"' in page.text
    assert "Bs 200 en 2008, Bs 350 al final" in page.text.replace("\u00a0", " ")
    drawn = client.get(f"{path}.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "<title" in drawn.text
    assert "<desc" in drawn.text
    assert "<script" not in drawn.text
    assert 'href="/es/reformas?p=renta_dignidad.monthly_non_pensioner"' in page.text


def test_what_is_no_number_has_a_table_and_no_chart(client):
    page = client.get("/en/law/bono_universal/excluded_parent")
    assert page.status_code == 200
    assert "<figure" not in page.text
    assert client.get("/en/law/bono_universal/excluded_parent.svg").status_code == 404


def test_two_dates_side_by_side(client):
    said = text_of(client.get("/en/law/compare?before=2019-05-31&after=2019-06-01"))
    assert "Monthly amount for those who receive no pension Bs 300 Bs 350 Ley 1196" in said
    assert "Woman of 70, alone, without a pension" in said
    same = text_of(client.get("/es/ley/comparar?before=2018-03-02&after=2018-03-03"))
    assert "no cambió ninguna norma" in same
    assert client.get("/es/ley/comparar").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/es/ley/renta_dignida", 404, "el más parecido es renta_dignidad."),
        ("/en/law/renta_dignidad/monthly_pensione", 404, "the nearest is renta_dignidad.monthly_pensioner."),
        ("/es/ley?date=ayer", 400, "«ayer» no es una fecha"),
        ("/en/law/bonosol?date=2020-13-01", 400, "“2020-13-01” is not a date"),
        ("/en/law/compare?before=2020-01-02&after=2020-01-01", 400, "is before"),
        ("/en/law?group=pets", 404, "There is no group “pets”"),
        ("/en/law?standing=maybe", 404, "There is no standing “maybe”"),
    ],
)
def test_what_is_wrong_is_said_on_a_page(client, path, status, says):
    answer = client.get(path)
    assert answer.status_code == status
    assert says in text_of(answer)
