"""The page of reforms: what is typed, what follows it, where it leads, and what can be taken along."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import shlex
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import ayni
from ayni import report
from ayni.cli import main
from ayni.law import bolivia
from ayni.report.parameters import find_parameter, parameter_about, parameters_for_reforms, read_value, typed_value
from ayni.report.reform_texts import reform_command, reform_file, reform_python
from ayni.scenario import of_texts, read_reform
from ayni.scenario.reform import why_not_on_surveys
from ayni.web.pages.reforms import EXAMPLES
from ayni.words import LANGUAGES, AyniError, catalogue, read_yaml

REFORMS = Path(__file__).parents[2] / "reforms"
AMOUNT, PENSIONERS = "renta_dignidad.monthly_non_pensioner", "renta_dignidad.monthly_pensioner"
TEXT = f"{AMOUNT}:2000@2026-01-01"
PAGE = {"es": "/es/reformas", "en": "/en/reforms"}
ASKED = f"?r={TEXT}&d=synthetic"


@pytest.fixture(scope="module")
def rows():
    return ayni.reform(reform=of_texts([TEXT]))


# ---- parameters in words


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        (AMOUNT, "es", AMOUNT),
        ("juancito monto", "es", "bono_juancito_pinto.amount"),
        ("RC-IVA alicuota", "es", "rc_iva.rate"),  # an accent may be left out
        ("minimum wage amount", "en", "salario_minimo_nacional.amount"),
    ],
)
def test_a_parameter_is_found_by_identifier_or_words(text, language, found):
    assert find_parameter(text, bolivia(), language) == found


@pytest.mark.parametrize(("text", "key"), [("renta", "parameter_unclear"), ("xyz abc", "parameter_not_found")])
def test_words_that_say_too_little_or_nothing_are_refused(text, key):
    with pytest.raises(AyniError) as raised:
        find_parameter(text, bolivia(), "es")
    assert raised.value.key == key


@pytest.mark.parametrize(
    ("text", "unit", "language", "value"),
    [
        ("2.000", "Bs/month", "es", 2000.0), ("2,000.5", "Bs/month", "en", 2000.5), ("15 %", "share", "es", 0.15),
        ("0,13", "share", "es", 0.13), ("16,67%", "share", "es", 0.1667),
    ],
)  # fmt: skip
def test_values_are_read_as_they_are_typed(text, unit, language, value):
    assert read_value(text, unit, language) == value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("value", "unit"), [(2000, "Bs/month"), (389.43, "Bs"), (1.125, "count"), (0.15, "share"), (0.1271, "share")]
)
def test_a_value_in_the_form_is_read_back(value, unit, language):
    assert read_value(typed_value(value, unit, language), unit, language) == value


RUN_REFUSES = ("above_its_tier", "reform_moves_no_income")


def refusal(reform, day):
    """Why the run refuses a reform on a day."""
    try:
        reform.day(bolivia(), day, asked=True)
    except AyniError as error:
        return error.key
    return ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_what_a_reform_can_run_with_and_why_not_the_rest(language):
    """A parameter is listed where the run itself takes another value of it on a day on which it holds."""
    listed = {identifier for _, able, _ in parameters_for_reforms(bolivia(), language) for identifier, _ in able}
    everything = [each for one in bolivia().instruments.values() for each in one.parameters.values()]
    for parameter in everything:
        value = parameter.rows[-1].value
        if not isinstance(value, int | float):
            assert parameter.id not in listed
            continue
        half = value / 2 if value else 0.5
        other = 1 - value if parameter.unit == "flag" else half if parameter.unit.endswith("share") else value + 1
        asked = read_reform({parameter.id: other}, bolivia())
        assert (refusal(asked, parameter.rows[-1].start) in RUN_REFUSES) == (parameter.id not in listed)
    assert all(reason for _, able, reason in parameters_for_reforms(bolivia(), language) if not able)
    assert why_not_on_surveys("combustibles.gasolina_especial", bolivia()).key == "above_its_tier"


def test_every_listed_parameter_has_words_for_its_unit():
    for _, able, _ in parameters_for_reforms(bolivia(), "es"):
        for identifier, words in able:
            assert f"parameter_unit.{bolivia().parameter(identifier).unit}" in catalogue()
            assert words in parameter_about(identifier, bolivia(), "es", dt.date(2026, 6, 1))
    about = parameter_about(AMOUNT, bolivia(), "es", dt.date(2026, 6, 1))
    assert "Hoy: Bs\u00a0500" in about
    assert "Bs\u00a0200 (2008)" in about


# ---- what is taken along

TEXTS = (
    [TEXT],
    [TEXT, f"{PENSIONERS}:1000@2026-01-01"],
    ["rc_iva.rate:0.15"],
    list(EXAMPLES["renta_dignidad_500"]),
    [TEXT, "bono_juancito_pinto.amount:300@2025-01-01"],
)


@pytest.mark.parametrize("texts", TEXTS)
def test_file_command_and_python_say_what_the_address_says(texts, tmp_path, monkeypatch):
    """Read through the program itself: YAML by `read_reform`, the pairs by the command, the line by Python."""
    content = of_texts(texts)
    asked = read_reform(content, bolivia())
    (tmp_path / "reform.yaml").write_text(reform_file(content), encoding="utf-8")
    of_file = read_reform(tmp_path / "reform.yaml", bolivia())
    assert (of_file.values, of_file.name) == (asked.values, asked.name)
    seen = []
    monkeypatch.setattr(ayni, "reform", lambda *_, reform, **more: seen.append((read_reform(reform, bolivia()), more)))
    exec(reform_python(content, survey=False, take_up="observed", accounting="year"), {})
    assert (seen[0][0].values, seen[0][1]) == (asked.values, {"take_up": "observed"})
    monkeypatch.setattr("ayni.runs.result", lambda options, *_: seen.append((options.reform, {})))
    monkeypatch.chdir(tmp_path)
    words = shlex.split(reform_command(content, survey=False, take_up="legal", accounting="month"))
    assert words[:2] + words[-2:] == ["ayni", "reform", "--accounting", "month"]
    monkeypatch.setattr("ayni.cli.options.Asked.hand_over", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        main(words[1:])
    assert not ended.value.code
    assert seen[1][0].values == asked.values


def test_the_examples_of_one_file_are_those_of_the_file():
    for name in ("renta_dignidad_500", "juancito_pinto_in_prices_of_2006"):
        values = read_reform(REFORMS / f"{name}.yaml", bolivia()).values
        assert read_reform(of_texts(EXAMPLES[name]), bolivia()).values == values
        assert read_yaml(REFORMS / f"{name}.yaml")["name"].keys() == set(LANGUAGES)


# ---- without a script


@pytest.mark.parametrize(("language", "typed"), [("es", "2.000"), ("en", "2,000")])
def test_what_is_typed_leads_to_the_address_that_says_it(client, language, typed):
    query = {"p": AMOUNT, "v": typed, "from": "2026-01-01", "to": "", "d": "synthetic"}
    led = client.get(PAGE[language], params=query, follow_redirects=False)
    assert led.status_code == 303
    place = urlsplit(led.headers["location"])
    assert (place.path, parse_qs(place.query)) == (PAGE[language], {"r": [TEXT], "d": ["synthetic"]})
    page = client.get(led.headers["location"])
    assert page.status_code == 200
    assert f'value="{typed}"' in page.text
    assert f"Bs\u00a0{typed}" in page.text  # how it was read
    assert client.get(led.headers["location"]).text == page.text


def test_the_numbers_are_those_of_the_rows(client, rows):
    page = client.get(PAGE["es"] + ASKED).text
    figures = report.Figures(rows)
    change = {"concept": "disposable", "measure": "headcount", "line": "moderate", "unit": "points"}
    spent = {"programme": "all_programmes", "measure": "spending"}
    for table, place in (("comparison", change), ("costs", spent)):
        row = figures.one(table, side="change", **place)
        assert report.figure(row, "es") in page
        assert report.interval(row, "es") in page
    assert 'href="/es/promesa/renta_dignidad_2000"' in page
    for phrase in (
        "Lo último que publica el registro de Renta Dignidad: Bs\u00a05.288\u00a0millones (2024)",  # not half of 2025
        "DATOS SINTÉTICOS", "Falta decir de dónde sale el dinero", "nadie cambia lo que hace",
        "Si cobran solo quienes hoy dicen cobrar",
    ):  # fmt: skip
        assert phrase in page


@pytest.mark.parametrize(
    ("query", "status", "phrase"),
    [
        (f"?p={AMOUNT}&v=2,000&from=&to=", 400, "puede ser"),
        (f"?p={AMOUNT}&v=dos mil", 400, "no es un número"),
        ("?p=xyz&v=1", 400, "Ningún parámetro"),
        ("?r=nada.nada:1", 400, "nada.nada"),
        ("?r=otra cosa", 400, "otra cosa"),
        (f"?r={AMOUNT}:500", 400, "no cambia nada"),
        ("?r=combustibles.gasolina_especial:3", 400, "no corre sobre una población"),
        (f"?r={TEXT}&r={TEXT}", 400, "dos valores"),
        (f"?r={TEXT}&accounting=decade", 400, "decade"),
        (f"?r={TEXT}&d=eh1900", 404, "eh1900"),
        (f"/nada?r={TEXT}", 404, "nada"),
        ("/rows.json", 400, "no es un cambio"),
    ],
)
def test_what_is_wrong_is_one_sentence_in_the_place_of_the_result(client, query, status, phrase):
    page = client.get(PAGE["es"] + query)
    assert page.status_code == status
    assert len(re.findall(r'class="wrong"', page.text)) == 1
    assert phrase in re.search(r'class="wrong" role="alert">([^<]*)<', page.text)[1]
    if status == 400:
        part = client.get(PAGE["es"] + query, headers={"hx-request": "true"})
        assert phrase in part.text


def test_a_parameter_alone_opens_its_programme_and_waits_for_its_value(client):
    page = client.get(f"{PAGE['es']}?p=bono_juancito_pinto.amount")
    assert page.status_code == 200
    assert re.search(r'name="bono_juancito_pinto.amount" value="300"', page.text)
    assert "Hoy: Bs\u00a0300 al año" in page.text
    assert "said" not in page.text


def test_title_and_headline_say_from_what_to_what_by_which_law_on_which_people(client):
    page = html.unescape(client.get(f"{PAGE['es']}?r={AMOUNT}:700&r={PENSIONERS}:200").text)
    said = "Renta Dignidad: de Bs\u00a0500 a Bs\u00a0700 al mes y de Bs\u00a0300 a Bs\u00a0200 al mes"
    assert f"<title>{said} · Ayni</title>" in page
    assert f"<h1>{said}</h1>" in page
    assert "Ley del 1 de julio de 2026 · hogares de una población inventada llevados a julio de 2026" in page
    one = html.unescape(client.get(f"{PAGE['es']}?r={AMOUNT}:700").text)
    assert "<h1>¿Y si la Renta Dignidad sube de Bs\u00a0500 a Bs\u00a0700 al mes?</h1>" in one


def test_a_programme_of_which_no_survey_row_speaks_is_named_all_the_same(client):
    page = html.unescape(client.get(f"{PAGE['es']}?r=salario_minimo_nacional.amount:4000").text)
    assert "<h1>¿Y si el Salario mínimo nacional sube de Bs\u00a03.300 a Bs\u00a04.000 al mes?</h1>" in page


def test_another_change_stands_beside_the_form_and_is_removed_by_its_link(client):
    both = client.get(f"{PAGE['es']}?r={TEXT}&r=bono_juancito_pinto.amount:400&d=synthetic").text
    assert 'value="2.000"' in both
    without = re.findall(r'href="([^"]*)">Quitar este cambio', both)
    assert [parse_qs(urlsplit(each.replace("&amp;", "&")).query)["r"] for each in without] == [[TEXT]]


def test_the_amounts_of_the_form_lead_to_the_address_without_those_that_stay(client):
    query = {AMOUNT: "700", PENSIONERS: "300", "of": "renta_dignidad", "since": "", "until": "", "d": "synthetic"}
    led = client.get(PAGE["es"], params=query, follow_redirects=False)
    assert parse_qs(urlsplit(led.headers["location"]).query)["r"] == [f"{AMOUNT}:700"]
    more = client.get(PAGE["es"], params={**query, "more": AMOUNT, "r": TEXT}, follow_redirects=False)
    assert parse_qs(urlsplit(more.headers["location"]).query)["r"] == [f"{AMOUNT}:750", TEXT]


def test_two_reforms_stand_side_by_side_in_one_address(client, rows):
    other = "bono_juancito_pinto.amount:500"
    page = client.get(f"{PAGE['es']}{ASKED}&b={other}").text
    table = re.search(r'<table id="side-by-side">.*?</table>', page, re.S)[0]
    for each in (rows, ayni.reform(reform=of_texts([other]))):
        cost = report.Figures(each).one("costs", programme="all_programmes", measure="spending", side="change")
        assert report.figure(cost, "es") in table


def test_what_is_left_out_on_both_sides_changes_what_today_costs_too(client):
    """With one amount for all and twelve payments a year the cost is the recipients times twelve times the rise."""
    page = client.get(f"{PAGE['es']}/rows.json{ASKED}&without=thirteenth&without=split").json()
    of = {"table": "costs", "programme": "renta_dignidad", "take_up": "legal"}
    rows = [row for row in page["rows"] if of.items() <= row.items()]
    found = {(row["measure"], row["side"]): row["value"] for row in rows if not row["concept"]}
    persons = found["recipients", "before"]
    assert found["recipients", "after"] == pytest.approx(persons)
    assert found["spending", "before"] == pytest.approx(12 * 500 * persons)
    assert found["spending", "after"] == pytest.approx(12 * 2000 * persons)


@pytest.mark.soak
def test_an_amount_is_sought_backwards_and_the_same_money_compared_as_pictures(client):
    found = client.get(f"{PAGE['es']}/solve", params={"of": "renta_dignidad", "aim": "cost", "target": "1.000,5"}).text
    assert "cuesta Bs\u00a01.001\u00a0millones" in found  # 1,000.5 as it rounds
    assert found.count("<svg") > 3
    assert "Ayni" in client.get(f"{PAGE['es']}/frontier", params={"target": "500"}).text


def test_an_aim_that_is_none_is_said_in_the_place_of_the_answer(client):
    asked = f"{PAGE['es']}/solve?of=renta_dignidad&aim=cost&target=mil"
    assert client.get(asked).status_code == 400
    part = client.get(asked, headers={"hx-request": "true"})
    assert (part.status_code, "no es un número" in part.text) == (200, True)


# ---- files


def command_bytes(capsysbinary, *arguments):
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    assert not ended.value.code
    return capsysbinary.readouterr().out


@pytest.mark.soak
def test_files_are_the_bytes_of_command_and_python(client, rows, capsysbinary, tmp_path):
    files = {
        name: client.get(f"{PAGE['es']}/{name}{ASKED}").content
        for name in ("rows.json", "rows.csv", "rows-es.csv", "reform.yaml", "receipt.json")
    }
    assert files["rows.json"] == report.to_json(rows)
    assert files["rows.csv"] == report.to_csv(rows)
    assert files["rows-es.csv"] == report.to_csv(rows, spanish=True)
    winners = client.get(f"{PAGE['es']}/rows.csv{ASKED}&table=winners").content
    assert winners == report.to_csv([row for row in rows if row.table == "winners"])
    page = client.get(PAGE["es"] + ASKED).text
    words = shlex.split(re.search(r">(ayni reform [^<]*)<", page)[1])
    own = command_bytes(capsysbinary, *words[1:], "--format", "json", "--receipt", str(tmp_path / "receipt.json"))
    assert own == files["rows.json"]
    assert (tmp_path / "receipt.json").read_bytes() == files["receipt.json"]
    assert json.loads(files["receipt.json"])["receipt"] in page
    (tmp_path / "reform.yaml").write_bytes(files["reform.yaml"])
    of_file = command_bytes(capsysbinary, "reform", str(tmp_path / "reform.yaml"), "--format", "json")
    assert of_file == files["rows.json"]


def test_a_chart_is_given_as_drawn_and_as_specification(client, rows):
    import vl_convert

    drawn = client.get(f"{PAGE['en']}/winners.svg{ASKED}")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text == report.charts(rows, "en", ("winners",))[0].svg
    spec = client.get(f"{PAGE['en']}/winners.json{ASKED}")
    assert spec.content == report.vega_lite(rows, "winners", "en")
    assert report.charts(rows, "en", ("winners",))[0].title in spec.json()["description"]
    alone = vl_convert.vegalite_to_svg(spec.json(), vl_version="5.20")
    assert alone.count("<path") > 50  # bands of eleven bars


# ---- in a browser


FIELD = "#v-renta_dignidad-monthly_non_pensioner"


def test_the_result_and_the_address_follow_what_is_typed(visit):
    found = visit(width=360)
    page = found.go(PAGE["es"])
    page.fill(FIELD, "2.000")
    page.locator("#strip dd").first.wait_for()
    first = page.inner_text("#strip")
    assert "Bs\u00a02.000" in page.inner_text(f"{FIELD}-hint")
    assert parse_qs(urlsplit(page.url).query)["r"] == [f"{AMOUNT}:2000"]
    assert page.locator("#mirror").get_attribute("href").startswith(f"/en/reforms?r={AMOUNT}:2000")
    page.set_viewport_size({"width": 360, "height": 400})  # the keyboard is open
    page.click(FIELD)
    page.keyboard.press("End")
    strip, field = (page.locator(each).bounding_box() for each in ("#strip", FIELD))
    assert 0 <= strip["y"] < strip["y"] + strip["height"] <= field["y"] < field["y"] + field["height"] <= 400
    page.set_viewport_size({"width": 360, "height": 800})
    page.press(FIELD, "Backspace")
    page.locator(f"{FIELD}-hint strong", has_text=re.compile("Bs\u00a02 al mes$")).wait_for()  # 2.00 is two
    assert parse_qs(urlsplit(page.url).query)["r"] == [f"{AMOUNT}:2"]
    page.fill(FIELD, "2,")
    page.locator("#four .wrong").wait_for()
    page.fill(FIELD, "1.900")
    page.locator("#strip dd").first.wait_for()
    page.click(f"{FIELD}-box button[name=more]")
    page.locator(f"{FIELD}-hint strong", has_text="Bs\u00a01.950").wait_for()
    page.fill(FIELD, "2.000")
    page.locator(f"{FIELD}-hint strong", has_text="Bs\u00a02.000").wait_for()
    page.locator("#rest figure").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert page.inner_text("#strip") == first
    texts = {part: page.inner_text(part) for part in ("#head", "#strip", "#four", f"{FIELD}-hint")}
    page.reload(wait_until="load")
    assert {part: page.inner_text(part) for part in texts} == texts
    assert page.input_value(FIELD) == "2.000"
    assert found.complaints == []
    assert found.elsewhere == []


def test_the_form_works_without_scripts(visit):
    found = visit(scripts=False)
    page = found.go(PAGE["es"])
    page.fill(FIELD, "2.000")
    with page.expect_navigation():
        page.click(".builder .act button")
    assert parse_qs(urlsplit(page.url).query)["r"] == [f"{AMOUNT}:2000"]
    assert page.locator("#tables table").count() >= 4
    assert page.locator("#rest figure").count() >= 4
    assert page.input_value(FIELD) == "2.000"
