"""My household: a family through all its screens, and the same answers as from Python and the command line."""

from __future__ import annotations

import datetime as dt
import html
import re
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner

from ayni.cli import ayni
from ayni.family import family
from ayni.family.interview import interview
from ayni.law import bolivia
from ayni.report import family_as_json
from ayni.runs import household
from ayni.web.pages.household import state
from ayni.web.site import address
from ayni.words import LANGUAGES
from support.barriers import barriers

DAY = dt.date(2026, 1, 1)
ASKING = interview(bolivia())
ROSA_AND_JUAN = {
    "rosa": {"age": 66, "sex": "woman", "health_insurance": "none"},
    "juan": {
        "relation": "other_relative", "age": 9, "sex": "man", "is_enrolled": True, "school_level": "primary",
        "school_course": 3, "school_type": "public", "health_insurance": "none",
    },
}  # fmt: skip
EVERYBODY = family({
    **ROSA_AND_JUAN,
    "eva": {
        "relation": "other_relative", "age": 30, "sex": "woman", "health_insurance": "social_security",
        "is_pregnant": True, "work_category": "employee",
        "monthly_wage": 4500.5, "is_pension_affiliate": True, "contributes_to_pension": True,
        "leaving_reason": "resignation", "topic": "overtime",
    },
    "luis": {"relation": "other_relative", "age": 40, "sex": "man", "health_insurance": "none",
             "work_category": "employee", "monthly_wage": 3300, "topic": "second_employer"},
    **{name: {"relation": "other_relative", "age": 55, "sex": "man", "health_insurance": "none", "topic": topic}
       for name, topic in {"beto": "rents", "raul": "retirement", "tito": "child_support"}.items()},
    "sol": {"relation": "other_relative", "age": 1, "sex": "woman", "mother": "eva", "health_insurance": "none",
            "disability_card": True, "disability_grade": "serious"},
}, DAY, bolivia())  # fmt: skip
"""A family that is asked on every screen."""
EVERY_FIELD = ("month", "people", "parents", "work", "wage")
"""Screens that together hold every kind of field."""


def as_bytes(of):
    return family_as_json(household(of, bolivia()))


def screen(of, identifier, language="es", **more):
    return address(language, "household", s=identifier, **more, **state(of))


def test_the_family_is_asked_on_every_screen():
    assert [each["id"] for each in ASKING.screens_for(EVERYBODY)] == [each["id"] for each in ASKING.screens]


def test_a_family_goes_through_all_screens_without_scripts_and_gets_the_answers_of_python(visit, tmp_path):
    found = visit(scripts=False)
    page = found.go("/es/hogar")

    def next_screen(**chosen):
        for name, value in chosen.items():
            field = page.locator(f'[name="_{name[1]}.{name[3:]}"]')
            if field.first.get_attribute("type") == "radio":
                page.locator(f'[name="_{name[1]}.{name[3:]}"][value="{value}"]').check()
            elif field.first.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.get_by_role("button", name="Siguiente").click()

    page.get_by_role("link", name="Cambiar el mes").click()
    page.locator("#month").select_option("01")
    page.locator("#year").select_option("2026")
    next_screen()
    for name, value in (("name", "rosa"), ("age", "66")):
        page.locator(f'[name="_0.{name}"]').fill(value)
    page.locator('[name="_0.sex"][value="woman"]').check()
    next_screen(_1_name="juan", _1_age="9", _1_sex="man")
    next_screen()  # none of what only some have
    next_screen()  # nobody here is juan's parent
    next_screen(_1_school="primary_3")
    page.go_back()
    assert page.locator('[name="_1.school"]').is_visible()
    page.go_forward()
    next_screen(_1_school_type="public")
    page.locator('[name="_all.health_insurance"][value="no"]').check()
    next_screen()
    assert urlsplit(page.url).path == "/es/hogar/resultado"
    assert found.complaints == []

    of = family(ROSA_AND_JUAN, DAY, bolivia())
    text = page.locator("main").text_content()
    for amount in ("Bs\u00a0500", "Bs\u00a0300", "Bs\u00a0450", "+Bs\u00a0591,67"):
        assert amount in text
    page.reload()
    assert page.locator("main").text_content() == text
    linked = {}
    for suffix in (".json", ".yaml"):
        href = page.locator(f'a[href*="{suffix}"]').get_attribute("href")
        linked[suffix] = page.request.get(f"{found.server}{href}").body()
    assert linked[".json"] == as_bytes(of)
    path = tmp_path / "family.yaml"
    path.write_bytes(linked[".yaml"])
    printed = CliRunner().invoke(ayni, ["household", str(path), "--format", "json"])
    assert printed.stdout_bytes == linked[".json"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_sound_and_fits_a_telephone(visit, language):
    found = visit(width=320)
    for identifier in [each["id"] for each in ASKING.screens] if language == "es" else EVERY_FIELD:
        more = {"new": 1} if identifier == "people" else {"read": "eva.monthly_wage"} if identifier == "job" else {}
        found.page.goto(found.server + screen(EVERYBODY, identifier, language, **more))
        assert found.page.evaluate("document.documentElement.scrollWidth") <= 320, identifier
        assert barriers(found.page, contrast=language == "es" and identifier in EVERY_FIELD) == [], identifier
    assert (found.complaints, found.elsewhere) == ([], [])


def test_a_wrong_age_says_so_at_its_field(visit):
    page = visit(width=320).go("/es/hogar?of=people&date=2026-01&_0.name=rosa&_0.age=200&_0.sex=woman")
    age = page.locator('[name="_0.age"]')
    assert (age.input_value(), age.get_attribute("aria-invalid")) == ("200", "true")
    described = age.get_attribute("aria-describedby").strip()
    assert page.locator(f'[id="{described}"]').inner_text() == "Escriba un número de 0 a 120."
    assert "rosa, Edad" in page.get_by_role("alert").inner_text()
    assert page.locator('[name="_0.sex"][value="woman"]').is_checked()


PERSON = {"of": "people", "date": "2026-05", "_0.name": "rosa", "_0.sex": "woman"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"_0.born": "17/5/1966"}, {"rosa.born": "1966-05-17"}),
        ({"_0.born": "5/1966", "_0.age": "60"}, {"rosa.born": "1966-05"}),
        ({"_0.age": "60"}, {"rosa.age": "60"}),
        ({"_0.age": "17/5/1966"}, {"rosa.born": "1966-05-17"}),
        ({"_0.age": "5/1966"}, {"rosa.born": "1966-05"}),
    ],
)
def test_a_birth_date_stands_in_the_place_of_an_age(client, sent, kept):
    found = client.get("/es/hogar", params={**PERSON, **sent})
    assert found.status_code == 303
    to = dict(httpx.URL(found.headers["location"]).params)
    assert {key: value for key, value in to.items() if key in ("rosa.born", "rosa.age")} == kept
    assert ("leído como" in client.get(found.headers["location"]).text) is ("rosa.born" in kept)


def test_a_birth_date_and_an_age_that_disagree_are_said_beside_the_form(client):
    found = client.get("/es/hogar", params={**PERSON, "_0.born": "17/5/1966", "_0.age": "60"})
    assert found.status_code == 400
    assert "por su nacimiento (born 1966-05-17) tendría 59" in found.text
    assert 'name="_0.age" value="17/05/1966"' in found.text
    neither = client.get("/es/hogar", params=PERSON)
    assert (neither.status_code, "Falta esta respuesta." in neither.text) == (400, True)
    wrong = client.get("/es/hogar", params={**PERSON, "_0.age": "31/4/1966"})
    assert (wrong.status_code, "«31/4/1966» no es una fecha" in wrong.text) == (400, True)


@pytest.mark.parametrize("path", ["/es/hogar?s=people&", "/es/hogar/resultado?"])
@pytest.mark.parametrize(
    ("persons", "why"),
    [
        ("ana.relation=head&eva.relation=head", "ana y eva figuran como jefa o jefe"),
        ("jose.sex=man&jose.age=30&jose.is_pregnant=true", "jose figura como hombre"),
        ("ana.age=30&ana.mother=eva&eva.age=20", "eva (20 años) figura como madre o padre de ana"),
        ("ana.born=2027-05", "después del día"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form_in_which_it_is_mended(client, path, persons, why):
    found = client.get(f"{path}date=2026-05&{persons}")
    assert found.status_code == 400
    assert why in html.unescape(found.text)
    assert '<form action="/es/hogar"' in found.text


def test_a_mother_who_is_younger_than_her_child_stays_on_the_screen_of_the_parents(client):
    people = {
        "eva.age": "20",
        "eva.sex": "woman",
        "ana.age": "30",
        "ana.sex": "woman",
        "ana.relation": "other_relative",
    }
    found = client.get("/es/hogar", params={"of": "parents", "date": "2026-01", **people, "_1.mother": "eva"})
    assert found.status_code == 400
    assert "eva (20 años) figura como madre o padre de ana (30 años)" in found.text
    assert '<option value="eva" selected>' in found.text


def test_an_amount_typed_with_a_mark_is_echoed_as_it_was_read(client):
    asked = {"of": "wage", "_2.contributions": "yes", "_3.monthly_wage": "3300", **state(EVERYBODY)}
    found = client.get("/es/hogar", params={**asked, "_2.monthly_wage": "2.000"}, follow_redirects=True)
    assert "leído como Bs\u00a02.000" in found.text
    assert found.url.params["eva.monthly_wage"] == "2000"
    other = client.get("/en/household", params={**asked, "_2.monthly_wage": "2.000"})
    assert other.status_code == 400
    assert "write it without a mark between thousands" in other.text


@pytest.mark.parametrize(
    ("sent", "given", "mother"),
    [
        ({"_0.name": "Rosa  María"}, {"Rosa María", "juan"}, "Rosa María"),
        ({"_1.name": ""}, {"rosa", "niño de 9"}, "rosa"),
        ({"remove": "0"}, {"juan"}, None),
    ],
)
def test_persons_are_renamed_and_removed_with_their_answers(client, sent, given, mother):
    of = family({**ROSA_AND_JUAN, "juan": {**ROSA_AND_JUAN["juan"], "mother": "rosa"}}, DAY, bolivia())
    people = {f"_{index}.was": name for index, name in enumerate(of.names)}
    for index, (name, answered) in enumerate(of.given.items()):
        people |= {f"_{index}.name": name, f"_{index}.age": str(answered["age"]), f"_{index}.sex": answered["sex"]}
    found = client.get("/es/hogar", params={"of": "people", **state(of), **people, **sent})
    assert found.status_code == 303
    to = httpx.URL(found.headers["location"]).params
    assert {key.rpartition(".")[0] for key in to if "." in key} == given
    child = "niño de 9" if "niño de 9" in given else "juan"
    assert (to[f"{child}.school_course"], to.get(f"{child}.mother")) == ("3", mother)
    assert (f"{child}.relation" in to) is (len(given) == 2)


@pytest.mark.parametrize(
    ("name", "why"),
    [("juan", "Ya hay una persona"), ("4823915 LP", "Basta un apodo"), ("a" * 31, "hasta 30 letras")],
)
def test_a_name_is_no_identity_number_and_no_one_else_s(client, name, why):
    sent = {"_0.name": "juan", "_0.age": "9", "_0.sex": "man", "_1.name": name, "_1.age": "40", "_1.sex": "man"}
    found = client.get("/es/hogar", params={"of": "people", **sent})
    assert found.status_code == 400
    assert why in found.text


def test_the_result_may_be_asked_for_early_and_what_is_required_comes_first(client):
    of = family(ROSA_AND_JUAN, DAY, bolivia())
    found = client.get("/es/hogar", params={"of": "disability", "go": "result", **state(of)})
    assert "/es/hogar/resultado?" in found.headers["location"]
    worker = {"of": "work", "go": "result", "_0.work": "private", **state(of)}
    assert "s=wage" in client.get("/es/hogar", params=worker).headers["location"]
    assert "Falta responder" in client.get("/es/hogar/resultado?ana.age=40").text


FIVE = (("66", "woman"), ("38", "man"), ("34", "woman"), ("9", "man"), ("1", "woman"))
"""A grandmother, two parents, a child at school and a baby."""
TAPS, KEYS = 49, 32
"""What this family took before."""


def test_a_family_of_five_takes_half_the_taps_and_keys(visit):
    """A tap is a press on a field, a choice or a button; a key is a letter or digit."""
    page = visit(width=360).go("/es/hogar?date=2026-11")
    taps, keys = 0, 0

    def tap(locator):
        nonlocal taps
        locator.click()
        taps += 1

    for index, (age, sex) in enumerate(FIVE):
        tap(page.locator(f'[name="_{index}.age"]'))
        page.keyboard.type(age)
        keys += len(age)
        tap(page.locator(f'[name="_{index}.sex"][value="{sex}"]'))
    following = page.get_by_role("button", name="Siguiente")
    tap(following)
    tap(following)  # nothing that only some have
    assert [page.locator(f'[name="_{child}.mother"]').input_value() for child in (3, 4)] == ["mujer de 34"] * 2
    tap(following)
    page.locator('[name="_3.school"]').select_option("primary_4")
    taps += 2  # to open the list, and to choose
    tap(following)
    tap(page.locator('[name="_3.school_type"][value="public"]'))
    tap(following)
    tap(page.locator('[name="_all.health_insurance"][value="no"]'))
    tap(following)
    page.locator("h1", has_text="por cobrar en 2026").wait_for()
    print(f"five persons: {taps} taps, {keys} keys")
    assert (taps <= TAPS / 2, keys <= KEYS / 2) == (True, True)


def test_one_reply_is_for_all_and_nobody_need_know(client):
    of = family({name: {**given, "health_insurance": "none"} for name, given in ROSA_AND_JUAN.items()}, DAY, bolivia())
    asked = {"of": "health", **state(of), "skip": "pregnancy,pension,disability,work,more"}
    all_in_a_fund = client.get("/es/hogar", params={**asked, "_all.health_insurance": "fund"})
    to = httpx.URL(all_in_a_fund.headers["location"]).params
    assert [to[f"{name}.health_insurance"] for name in of.names] == ["social_security"] * 2
    own = {"_all.health_insurance": "differs", "_0.health_insurance": "fund", "_1.health_insurance": "no"}
    to = httpx.URL(client.get("/es/hogar", params={**asked, **own}).headers["location"]).params
    assert [to[f"{name}.health_insurance"] for name in of.names] == ["social_security", "none"]
    unsure = client.get("/es/hogar", params={**asked, "_all.health_insurance": "unknown"})
    place = httpx.URL(unsure.headers["location"])
    assert place.path == "/es/hogar/resultado"
    assert not any("health_insurance" in key for key in place.params)
    assert "Falta responder" not in client.get(unsure.headers["location"]).text


def test_what_is_taken_back_takes_with_it_what_hung_on_it(client):
    found = client.get("/es/hogar", params={"of": "work", "_2.work": "own_account", **state(EVERYBODY)})
    to = httpx.URL(found.headers["location"]).params
    assert to["eva.work_category"] == "own_account"
    assert not any(key in to for key in ("eva.monthly_wage", "eva.contributes_to_pension"))


def test_a_result_says_what_the_article_says_beside_what_it_gives(client):
    page = client.get(address("es", "household_result", **state(EVERYBODY))).text
    assert "Ley 1196 art. 2: Desde la mensualidad de junio de 2019, Bs 350 al mes sin renta" in page


def test_a_result_says_when_each_payment_is_collected_until_when_and_where_to_complain(client):
    of = family({"rosa": {"age": 66, "sex": "woman", "health_insurance": "none"}}, DAY, bolivia())
    body = client.get(address("es", "household_result", **state(of))).text
    place = body.index("Cuándo se cobra, y dónde se reclama")
    assert "un año desde el fin de cada mes (DS 29400 art. 20)" in body[place:]
    assert "línea gratuita 800-10-1610" in body[place:]
    young = family({"ana": {"age": 30, "sex": "woman", "health_insurance": "none"}}, DAY, bolivia())
    assert "Cuándo se cobra" not in client.get(address("es", "household_result", **state(young))).text


def test_the_result_is_lists_with_days_a_sum_a_calendar_and_a_message_without_names(client):
    """In November 2026: eleven times Bs 500 were or are paid, and Bs 350 at the end of the year; PEPE is over."""
    of = family(ROSA_AND_JUAN, dt.date(2026, 11, 1), bolivia())
    page = client.get(address("es", "household_result", **state(of))).text.replace("\u00a0", " ")
    assert "<h1>A su familia le quedan Bs 1.350 por cobrar en 2026</h1>" in page  # 500 + 500 + 350
    assert re.findall(r'<h2 id="(\w+)">([^<]*)<', page)[:3] == [
        ("now", "Por cobrar ahora: Bs 500"), ("coming", "Viene este año: Bs 850"), ("closed", "Ya pasó el plazo"),
    ]  # fmt: skip
    assert len(re.findall(r'<li class="(?:gone|current|next)">', page)) == 12
    message = html.unescape(re.search(r'id="message"[^>]*>([^<]*)<', page)[1])
    assert "Por cobrar ahora: Bs 500" in message
    told = re.sub(r"https?://\S+", "", message)  # a port may hold any digits
    assert not any(word in told for word in ("rosa", "juan", "66"))
    assert page.index("Para guardar o mandar") < page.index("familia.yaml")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("ana.age=999", "age"),
        ("ana.wings=2", "wings"),
        ("date=1999-01&ana.age=30", "2005"),
        ("date=enero", "enero"),
        ("s=nowhere", "nowhere"),
        ("of=month&_year=2026&_month=13", "2026-13"),
        ("&".join(f"p{index}.age=30" for index in range(21)), "20"),
    ],
)
def test_an_address_written_wrong_gets_a_page_that_says_so(client, query, why):
    found = client.get(f"/es/hogar?{query}")
    assert found.status_code in (400, 404)
    assert why in re.sub(r"\s+", " ", found.text)


@pytest.mark.soak
def test_the_picture_is_of_the_person_who_is_asked_for(client):
    eva = client.get(address("es", "household_chart", **state(EVERYBODY)))
    assert eva.headers["content-type"] == "image/svg+xml"
    rosa = client.get(address("es", "household_chart", w="rosa", **state(EVERYBODY)))
    assert rosa.content != eva.content
    assert client.get(address("es", "household_chart", w="juan", **state(EVERYBODY))).status_code == 404


def test_a_reform_stays_with_the_family_from_screen_to_result(client):
    amounts = {"monthly_non_pensioner": 900, "monthly_pensioner": 800}
    texts = [f"renta_dignidad.{name}:{value}@2026-01-01" for name, value in amounts.items()]
    said = {**state(family(ROSA_AND_JUAN, DAY, bolivia())), "r": texts}
    sent = client.get("/en/household", params={**said, "of": "month", "_month": "02", "_year": "2026"})
    assert httpx.QueryParams(urlsplit(sent.headers["location"]).query).get_list("r") == texts
    page = client.get("/en/household", params={**said, "s": "people"}).text
    assert all(f'name="r" value="{text}"' in page for text in texts)
    page = client.get("/en/household/result", params=said).text.replace("\u00a0", " ")
    assert "Under this reform of the law, which is not in force" in page
    assert "Bs 900 (since 1 January 2026)" in page
    assert '<span class="amount">Bs 900</span>' in page
    without = html.unescape(re.search(r'href="([^"]*)">See the same under the law as it stands', page)[1])
    assert "r=" not in urlsplit(without).query
    assert "Bs 900" not in client.get(without).text.replace("\u00a0", " ")
    wrong = client.get("/en/household/result", params={**said, "r": "renta_dignidad.monthly:900"})
    assert (wrong.status_code, "renta_dignidad.monthly" in wrong.text) == (404, True)
