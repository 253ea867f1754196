"""The exported calculator in a real browser: the numbers and words of Python, and a page that asks for nothing."""

import datetime as dt
import itertools
import json
import re
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest

from ayni.cli import main
from ayni.engine import Household, Simulation
from ayni.family import Family, answering, answers, family
from ayni.family.claiming import claiming_of
from ayni.family.dates import check, typed_day, with_age
from ayni.family.interview import interview, with_reply
from ayni.family.javascript import PAGE, file, left_out_of_calculator
from ayni.family.near import other_families
from ayni.family.year import year_of
from ayni.law import bolivia
from ayni.report import family_page
from ayni.report.calculator import calculator_page
from ayni.report.claiming import claiming_table
from ayni.report.family_year import sum_sentences
from ayni.report.people import family_tables
from ayni.runs import FamilyResult
from ayni.words import LANGUAGES, AyniError, catalogue, numbers, read_yaml, say
from support.barriers import barriers
from support.builders import persons_of
from support.cases import cases
from support.harvest import law_with_harvest_grant
from support.random_people import random_dated_family, random_population
from support.soak import sizes
from support.tiers import every_tier, with_values

DAYS, FAMILIES = 10, 8
NUMBERS = read_yaml(Path(__file__).parents[1] / "words" / "numbers.yaml")
BOOK = bolivia()
LAW = every_tier(BOOK)
ASKING = interview(BOOK)
QUESTIONS = ASKING.questions
SAID = left_out_of_calculator(BOOK)
"""What the calculator leaves out, since the interview does not ask for it."""
NOT_ASKED = {answer for name in SAID for answer in BOOK.instruments[name].inputs}
RULES = [rule.name for name, each in LAW.instruments.items() if name not in SAID for rule in answering(LAW, each)]


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """Open the calculator of a law; every address but the file itself is refused and noted."""
    contexts = []
    folder = tmp_path_factory.mktemp("calculator")

    def window(law=BOOK, *, width=1000, language="es", state=""):
        path = folder / f"{language}.html"
        path.write_text(calculator_page(law, language), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda said: page.said.append(said.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda asked: page.asked.append(asked.url))
        page.goto(f"{path.as_uri()}{state}", wait_until="load")
        return page

    yield window
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def plain(opened):
    """The calculator of the law, in a window that several tests ask."""
    return opened()


def given(of):
    """A family as the calculator takes it."""
    return {"day": of.day.isoformat(), "persons": [[name, dict(answers)] for name, answers in of.given.items()]}


NUMBERS_OF = """(text) => JSON.stringify(JSON.parse(text).map((family) =>
  answersOf(family).map((each) => [each.instrument, each.rule, each.person, each.amount, each.inBudget])))"""

ANSWERS = """([text, withYear]) => JSON.stringify(JSON.parse(text).map((family) => {
  const found = answersOf(family);
  const year = withYear ? yearOf(family) : null;
  const words = (language) => {
    const { cards, remarks } = applies(found, family.persons, language);
    const whyNot = whyNotLines(found, family.persons, language);
    const lines = [...cards, ...whyNot].map((line) => Object.values(line).slice(0, 6));
    const collected = claimingLines(found, family.persons, family.day, language);
    if (!year) return [...lines, remarks, collected];
    const many = family.persons.length > 1;
    const payments = ["now", "coming", "closed"].map((place) => cardsOf(year, place, language, many).map(
      ({ rule, name, amount, who, when, notes }) => [rule, name, amount, who, when, notes]));
    const months = calendarOf(year, language).map(({ name, place, total, lines }) => [name, place, total, lines]);
    const near = nearMisses(family, found, language).map(({ name, amount, why }) => [name, amount, why]);
    const page = [titleOf(year, language), totalsOf(year), payments, goingOn(year, language), months,
      messageOf(year, language).split("\\n").slice(0, -2), surprisesOf(found, language), near];
    return [...lines, remarks, collected, sumSentences(year, family.persons, language), page];
  };
  return {
    answers: found.map((each) => [each.instrument, each.rule, each.person, each.amount, each.inBudget]),
    year: year && year.payments.map(({ rule, person, amount, month, first, place }) =>
      [rule, person, amount, month, first, place]),
    es: words("es"),
    en: words("en"),
  };
}))"""


AT_ONCE = 250
"""Families that the browser answers for in one go: of thousands with their pages the driver's memory is full."""


def in_browser(page, families, *, year=True):
    """The answers of these families; as one text, which the driver hands over far faster than many values."""
    parts = [families[start : start + AT_ONCE] for start in range(0, len(families), AT_ONCE)]
    asked = [json.dumps([given(of) for of in part]) for part in parts]
    return [found for texts in asked for found in json.loads(page.evaluate(ANSWERS, [texts, year]))]


def page_of_python(of, found, year, law, language):
    """What the page of a family's year says."""
    others = {}
    for change, (persons, names) in other_families(of).items():
        other = Family(persons, of.day)
        try:
            check(other.given, other.day)
        except AyniError:
            continue
        others[change] = (tuple(answers(other, law)), names)
    payments = [
        [[card.rule, card.name, card.amount, card.person, card.when, list(card.notes)]
         for card in family_page.cards(year, place, law, language, many=len(of.names) > 1)]
        for place in ("now", "coming", "closed")
    ]  # fmt: skip
    months = [
        [month.name, month.place, month.total, [list(line) for line in month.lines]]
        for month in family_page.calendar(year, law, language)
    ]
    near = [[each.name, each.amount, each.why] for each in family_page.near(found, others, law, language)]
    message = family_page.message(year, law, language, "").split("\n")[:-2]
    surprises = [list(each) for each in family_page.surprises((one.instrument for one in found), language)]
    title, totals = family_page.title(year, language), family_page.totals(year)
    return [title, totals, payments, family_page.going_on(year, law, language), months, message, surprises, near]


def of_python(of, law=BOOK, *, year=True):
    """The same from Python."""
    found = list(answers(of, law))
    the_year = year_of(of, law) if year else None

    def words(language):
        gives, why_not = family_tables(FamilyResult(of, law, tuple(found)), language)
        lines = [[line.head, *(cell.text for cell in line.cells)] for line in (*gives.lines, *why_not.lines)]
        collected = claiming_table(claiming_of(found, of, law), of.day, law, language)
        told = [[line.head, *(cell.text for cell in line.cells)] for line in collected.lines]
        if the_year is None:
            return [*lines, list(gives.remarks), told]
        page = page_of_python(of, found, the_year, law, language)
        return [*lines, list(gives.remarks), told, sum_sentences(the_year, of, law, language), page]

    return {
        "answers": [[each.instrument, each.rule, each.person, each.amount, each.in_budget] for each in found],
        "year": [
            [each.rule, each.person, each.amount, each.month, each.first and each.first.isoformat(), each.place]
            for each in the_year.payments
        ]
        if the_year
        else None,
        "es": words("es"),
        "en": words("en"),
    }


@pytest.mark.parametrize("step", [pytest.param(3, id="a third"), pytest.param(1, id="all", marks=pytest.mark.soak)])
def test_every_case_of_the_law_book_has_the_numbers_of_python(plain, step):
    every = [case for case in cases() if case.law.instruments == BOOK.instruments and case.file not in SAID][::step]
    asked = json.dumps([given(case.family) for case in every])
    for case, found in zip(every, json.loads(plain.evaluate(NUMBERS_OF, asked)), strict=True):
        expected = answers(case.family, case.law)
        assert found == [[each.instrument, each.rule, each.person, each.amount, each.in_budget] for each in expected], (
            case.name
        )


def test_a_pension_that_is_told_stands_once_in_the_year(plain):
    """The contributory pension answers only who tells a balance; `own_pension` is another's answer that it reads."""
    [case] = (case for case in cases() if case.name == "Own pension above the target")
    [found] = in_browser(plain, [case.family])
    pensions = {rule for rule, *_ in found["year"] if rule.startswith("pension")}
    assert pensions == {"pension_solidaria_vejez"}


@pytest.mark.parametrize("step", [pytest.param(48, id="one in 48"), pytest.param(1, id="all", marks=pytest.mark.soak)])
def test_every_case_of_the_law_book_has_the_words_and_the_year_of_python(opened, plain, step):
    every = [case for case in cases() if case.file not in SAID]
    as_it_is = [case for case in every if case.law.instruments == BOOK.instruments][::step]
    for case, one in zip(as_it_is, in_browser(plain, [case.family for case in as_it_is]), strict=True):
        assert one == of_python(case.family, case.law), case.name
    reformed = [case for case in every if case.law.instruments != BOOK.instruments]
    assert len(reformed) > 1
    for case in reformed:
        [one] = in_browser(opened(case.law), [case.family])
        assert one == of_python(case.family, case.law), case.name


VALUES = """(text) => {
  const { date, columns, offsets, categories, links, rules } = JSON.parse(text);
  const valueOf = (name, row, first) => {
    const value = columns[name][row];
    if (name in categories) return categories[name][value];
    if (links.includes(name)) return value < 0 ? null : String(value - first);
    return value;
  };
  const found = Object.fromEntries(rules.map((rule) => [rule, []]));
  const personOf = (row, first) =>
    [String(row - first), Object.fromEntries(Object.keys(columns).map((name) => [name, valueOf(name, row, first)]))];
  for (let household = 0; household + 1 < offsets.length; household += 1) {
    const [first, end] = offsets.slice(household);
    const persons = Array.from({ length: end - first }, (_, place) => personOf(first + place, first));
    for (const { rule, amount, refused } of answersOf({ day: date, persons })) {
      found[rule].push(refused ? null : amount);
    }
  }
  return JSON.stringify(found);
}"""


def days(seed, many):
    """Days from 2005 to 2026, drawn."""
    return [
        dt.date(2005, 1, 1) + dt.timedelta(int(each)) for each in np.random.default_rng(seed).integers(0, 8035, many)
    ]


def compare(page, seed, households, day):
    """How many values of random households the browser and Python, by column, have in common; the last bit counts."""
    population = random_population(LAW, seed, households)
    law = LAW.within_year(day)
    known = set(with_values(law)).intersection(RULES)
    expected = Simulation(population).run(law, sorted(known))
    in_force = {rule for rule in RULES if LAW.on(day).in_force(rule)}
    given = {
        "date": day.isoformat(),
        "columns": {name: population[name].tolist() for name in LAW.read_by(RULES)},
        "offsets": population.offsets.tolist(),
        "categories": population.categories,
        "links": sorted(population.links),
        "rules": RULES,
    }
    found = json.loads(page.evaluate(VALUES, json.dumps(given)))
    for rule in RULES:
        if rule not in in_force:
            assert set(found[rule]) == {0}, rule
        elif rule in known:
            np.testing.assert_array_equal(found[rule], expected[rule], err_msg=f"{rule} on {day}")
        else:
            assert found[rule] == by_hand(population, day, rule), rule
    return len(RULES) * population.n_persons


def by_hand(population, day, rule):
    """What each person is told where not every person can be: None for whom the law cannot say."""

    def told(household, place):
        try:
            return household.value(rule, place)
        except AyniError:
            return None

    homes = itertools.pairwise(population.offsets)
    households = [Household(LAW.on(day), persons_of(population, int(first), int(end))) for first, end in homes]
    return [told(each, place) for each in households for place in range(len(each.persons))]


@pytest.mark.parametrize("households", sizes(50, 10_000, "households"))
def test_random_households_on_random_days_get_the_numbers_of_python_to_the_last_bit(plain, households):
    compared = sum(compare(plain, seed, households // DAYS, day) for seed, day in enumerate(days(7, DAYS)))
    assert compared > 150 * households


def random_families(seed, households, day, law=LAW):
    population = random_population(law, seed, households)
    for first, end in zip(population.offsets[:-1], population.offsets[1:], strict=True):
        people = persons_of(population, int(first), int(end))
        for person in people:
            for name in NOT_ASKED & set(person):
                del person[name]
            person |= {link: None if person[link] is None else str(person[link]) for link in population.links}
        yield Family({str(place): person for place, person in enumerate(people)}, day)


def test_random_households_are_told_why_not_in_the_words_of_python(plain):
    families = [of for seed, day in enumerate(days(4, FAMILIES)) for of in random_families(seed, 1, day)]
    for of, found in zip(families, in_browser(plain, families), strict=True):
        assert found == of_python(of)


@pytest.mark.soak
def test_a_programme_that_a_reform_adds_has_the_answers_and_words_of_python(opened):
    law = every_tier(law_with_harvest_grant())
    found = [of for seed in range(3) for of in random_families(seed, 8, dt.date(2026, 5, 1), law)]
    browsed = in_browser(opened(law), found, year=False)
    for of, one in zip(found, browsed, strict=True):
        assert one == of_python(of, law, year=False)
    rules = {(each[1], bool(each[3])) for one in browsed for each in one["answers"]}
    mine = ("bono_cosecha", "bono_cosecha_second_payment")
    assert {(name, given) for name in mine for given in (True, False)} <= rules


@pytest.mark.parametrize("families", sizes(12, 10_000, "families"))
def test_random_families_with_birth_dates_and_events_get_the_year_of_python(plain, families):
    every = [random_dated_family(seed, BOOK) for seed in range(families)]
    paid = 0
    for of, found in zip(every, in_browser(plain, every), strict=True):
        expected = of_python(of)
        assert found == expected, of.given
        paid += len(expected["year"])
    assert paid > 5 * families


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: f"{case['call']}-{case['value']}")
def test_numbers_are_written_and_read_as_the_table_of_python_says(plain, case):
    expression = {
        "number": "number(value, language, places)",
        "money": "money(value, language, places)",
        "day": "day(value, language)",
        "read_typed": "readTyped(value, language)",
    }.get(case["call"])
    if expression is None:
        assert case["call"] in ("millions", "percent", "points")  # the calculator has no such numbers
        return
    script = f"""({{ value, places, language }}) => {{
      try {{ return {expression}; }} catch (error) {{ if (error instanceof Refused) return null; throw error; }}
    }}"""
    for language in LANGUAGES:
        value = str(case["value"]) if case["call"] == "day" else case["value"]
        found = plain.evaluate(script, {"value": value, "places": case.get("places"), "language": language})
        assert found == case[language]


CANNOT_BE = [
    {"eva": {"relation": "head"}, "ana": {"relation": "head"}},
    {"eva": {"relation": "child"}, "ana": {"relation": "spouse"}},
    {"jose": {"sex": "man", "is_pregnant": True}},
    {"eva": {"age": 30, "mother": "ana"}, "ana": {"age": 50, "mother": "eva"}},
    {"eva": {"age": 30}, "ana": {"age": 50, "mother": "eva"}},
    {"eva": {"age": 30, "sex": "man"}, "ana": {"age": 5, "mother": "eva"}},
    {"eva": {"born": "2026-12"}},
    {"eva": {"pregnant_since": "2025-12"}},
    {"eva": {"pregnant_since": "2026-03", "is_pregnant": False}},
    {"eva": {"gave_birth": "2025-03", "gave_birth_last_year": True}},
    {"eva": {"born": "1990-05", "age": 20}},
    {"eva": {"born": "1890-05"}},
    {"eva": {"age": 30}, "ana": {"born": "2024-01", "mother": "eva"}, "luz": {"born": "2024-05", "mother": "eva"}},
    {"eva": {"age": 30}, "ana": {"born": "2024-01", "mother": "eva"}, "luz": {"born": "2024-01", "mother": "eva"}},
    {"eva": {"age": 30, "pregnant_since": "2026-03", "is_pregnant": True}},
]
"""Families that are refused, but for the last two."""


def test_a_family_that_cannot_be_is_refused_in_the_words_of_python(plain):
    day = dt.date(2026, 11, 1)
    script = """([persons, day, language]) => {
      try { checkPersons(persons, day); return null; } catch (error) { return sayError(error, language); }
    }"""
    refused = 0
    for persons in CANNOT_BE:
        asked = [[name, answers] for name, answers in persons.items()]
        for language in LANGUAGES:
            try:
                family(persons, day, BOOK)
                expected = None
            except AyniError as error:
                expected = error.in_language(language)
                refused += 1
            assert plain.evaluate(script, [asked, day.isoformat(), language]) == expected
    assert refused == 2 * (len(CANNOT_BE) - 2)


@pytest.mark.parametrize("text", ["2.000", "2,000", "dos"])
def test_a_number_of_two_readings_is_refused_in_the_words_of_python(plain, text):
    script = """([text, language]) => {
      try { return readTyped(text, language); } catch (error) { return sayError(error, language); }
    }"""
    for language in LANGUAGES:
        try:
            expected = numbers.read_typed(text, language)
        except AyniError as error:
            expected = error.in_language(language)
        assert plain.evaluate(script, [text, language]) == expected


def test_the_page_asks_for_phrases_that_are_there():
    source = file(PAGE) + file("family_page.js")
    asked = {f"calculator.{key}" for key in re.findall(r'phrase\("(\w+)"', source)}
    asked |= {f"web_household.{key}" for key in re.findall(r'web\("(\w+)"', source)}
    asked |= {f"family_page.{key}" for key in re.findall(r'page\("(\w+)"', source)}
    asked |= set(re.findall(r'say\("([a-z_.]+)"', source))
    assert len(asked) > 20
    assert asked <= set(catalogue())
    used = asked | {"calculator.whole", "calculator.between", "calculator.script"}
    assert {key for key in catalogue() if key.startswith("calculator.")} <= used


# ---- the page


HOUSEHOLD = {
    "people": {"1.name": "Rosa", "1.age": "66", "1.sex": "woman", "2.age": "9", "2.sex": "man",
               "3.name": "Luz", "3.age": "28", "3.sex": "woman"},
    "any": {"work": True},
    "school": {"2.school": "primary_4"},
    "school_type": {"2.school_type": "public"},
    "health": {"all.health_insurance": "public"},
    "work": {"3.work": "private"},
    "wage": {"3.monthly_wage": "15.000", "3.contributions": "yes"},
}  # fmt: skip


LOOKED_AT = ("people", "any", "health", "wage", "result")
"""Screens that together hold every kind of field, for axe."""


def until(page, holds):
    """Wait for a condition; the page's policy forbids what the driver's own waiting evaluates."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(25)
    raise AssertionError(holds)


def put(page, said):
    for key, value in said.items():
        if value is True:
            page.locator(f"input[value={key}]").check()
            continue
        field = page.locator(f'[id="{key}"]')
        kind = field.evaluate("(each) => each.tagName")
        if kind == "FIELDSET":
            field.locator(f"input[value={value}]").check()
        elif kind == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def walk(page):
    """Through every screen with the answers of HOUSEHOLD; each screen is sound, and yields its name."""
    while True:
        screen = page.evaluate("state.screen")
        put(page, HOUSEHOLD.get(screen, {}))
        if screen in LOOKED_AT:
            assert barriers(page, contrast=screen in ("people", "result")) == [], screen
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], screen
        assert page.locator("h1").count() == 1
        yield screen
        if screen == "result":
            return
        page.locator("button[type=submit]").first.click()
        until(page, f"state.screen !== {json.dumps(screen)}")


@pytest.mark.parametrize(("language", "wage"), [("es", "15.000"), pytest.param("en", "15,000", marks=pytest.mark.soak)])
def test_a_household_walks_through_the_questions_on_a_small_phone(opened, language, wage):
    HOUSEHOLD["wage"]["3.monthly_wage"] = wage
    page = opened(width=320, language=language, state="#m=2026-06")
    seen = list(walk(page))
    assert seen[:3] == ["people", "any", "parents"]
    assert {"school", "work", "wage"} < set(seen)
    assert not {"pregnancy", "pension", "disability"} & set(seen)
    boy = say("web_household.called_child_man", language, age=9)
    people = page.evaluate("familyOf(state)")
    assert [name for name, _ in people["persons"]] == ["Rosa", boy, "Luz"]
    assert people["persons"][1][1]["mother"] == "Luz"  # whom age alone makes the only one
    assert {each["health_insurance"] for _, each in people["persons"]} == {"public_scheme"}
    assert people["persons"][2][1]["monthly_wage"] == 15_000
    of = family(dict(map(tuple, people["persons"])), dt.date(2026, 6, 1), bolivia())
    [found] = in_browser(page, [of])
    assert found == of_python(of)
    page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
    text = page.locator("main").inner_text()
    *lines, remarks, collected, sums, [title, _, payments, _, _, message, _, near] = found[language]
    cards = [words for place in payments for _, name, amount, *_ in place for words in (name, amount)]
    near = [words for each in near for words in each]
    for words in (title, *cards, *(line[0] for line in lines), *remarks, *sums, *(line[-1] for line in collected)):
        assert words in text
    assert all(words in text for words in (*message, *near))
    assert "Rosa" not in page.locator("pre.message").inner_text()
    assert page.said == []
    assert page.asked == [page.url.partition("#")[0]]
    # the address holds the household, and the other language says the same
    again = opened(width=320, language=language, state="#" + page.url.partition("#")[2])
    assert again.locator("h1").inner_text() == title
    again.locator("header button").click()
    other = "en" if language == "es" else "es"
    assert again.locator("h1").inner_text() == found[other][-1][0]
    assert again.evaluate("document.documentElement.lang") == {"es": "es-BO", "en": "en"}[other]
    assert again.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_one_family_has_the_same_screens_and_result_here_and_on_the_site(opened, client):
    answers = {
        "1.name": "Rosa", "1.age": "66", "1.sex": "woman", "1.health_insurance": "public", "1.work": "no",
        "2.name": "Juan", "2.born": "2017-03", "2.sex": "man", "2.school": "primary_4", "2.school_type": "public",
        "2.health_insurance": "public",
    }  # fmt: skip
    page = opened(state=f"#m=2026-06&s=result&{urlencode(answers)}")
    people = page.evaluate("familyOf(state).persons")
    of = {
        f"{name}.{key}": str(value).lower() if isinstance(value, bool) else value
        for name, said in people for key, value in said.items()
    }  # fmt: skip
    there = client.get("/es/hogar/resultado", params={"date": "2026-06", **of}).text
    assert page.locator("h1").inner_text() == re.search(r"<h1>(.*?)</h1>", there)[1]
    cards = re.findall(r'<article class="payment.*?<h3>(.*?)</h3><span class="amount">(.*?)</span>', there)
    assert [page.locator(".payment h3").all_inner_texts()] == [[f"{name}\n{amount}" for name, amount in cards]]
    screens = page.evaluate("screensOf(state)")
    asked = client.get("/es/hogar", params={"date": "2026-06", "s": "people", **of}).text
    assert f"Paso 1 de {len(screens) - 1}" in asked


def replies_of(random):
    """Random replies to every question, asked or not, of a household of three."""
    people = []
    for number in (1, 2, 3):
        replies = {"sex": str(random.choice(["woman", "man"]))}
        if random.random() < 0.5:
            replies["age"] = str(random.integers(0, 90))
        else:
            born = dt.date(1915, 1, 1) + dt.timedelta(int(random.integers(0, 32_800)))  # to October 2004
            replies["born"] = born.isoformat()[: int(random.choice([7, 10]))]
        for question in QUESTIONS[3:]:
            if random.random() < 0.2 and question["kind"] != "date":
                continue
            if question["kind"] == "choice":
                replies[question["id"]] = str(random.choice([choice["id"] for choice in question["choices"]]))
            elif question["kind"] == "person":
                replies[question["id"]] = str(1 + (number + random.integers(0, 2)) % 3)
            elif question["kind"] == "date":  # to 2004: the first day of work before the last
                year = {"hired_on": 1995, "left_on": 2000}[question["id"]] + int(random.integers(0, 5))
                replies[question["id"]] = f"{year}-{random.integers(1, 13):02}-{random.integers(1, 29):02}"
            else:
                replies[question["id"]] = str(random.integers(0, 6))
        people.append({"name": f"P{number}", "replies": replies})
    return people


def test_what_is_asked_and_what_a_reply_says_is_as_the_interview_of_python_has_it(plain):
    random = np.random.default_rng(3)
    states = [
        {"language": "es", "month": day.isoformat()[:7], "screen": "", "people": replies_of(random)}
        for day in days(9, 150)
    ]
    found = json.loads(plain.evaluate("(text) => JSON.stringify(JSON.parse(text).map(familyOf))", json.dumps(states)))
    asked = 0
    for state, each in zip(states, found, strict=True):
        day = dt.date.fromisoformat(f"{state['month']}-01")
        persons = {}
        for position, person in enumerate(state["people"]):
            answers = dict(ASKING.content["others"] if position else ASKING.content["first"])
            for question in QUESTIONS:
                reply = person["replies"].get(question["id"])
                if reply is None or not ASKING.is_asked(question, answers, day):
                    continue
                asked += 1
                read = {"choice": reply, "date": reply, "person": f"P{reply}"}
                reply = read.get(question["kind"]) or float(reply)
                answers = with_reply(question, answers, reply)
            persons[person["name"]] = answers
        for name, answers in persons.items():
            for question in QUESTIONS:
                named = answers.get(question["answers"][0])
                if question["kind"] == "person" and named is not None:
                    possible = named != name and ASKING.holds(question["candidates"], with_age(persons[named], day))
                    if not possible:
                        del answers[question["answers"][0]]
        assert each == {"day": day.isoformat(), "persons": [list(pair) for pair in persons.items()]}
        for answers in persons.values():  # who is whose child is random here, and Python refuses what cannot be
            answers.pop("mother", None), answers.pop("father", None)
        family(persons, day, bolivia())
    assert asked > 2_000


TYPED = (
    "17/5/1966", "5/1966", " 4 / 1966", "17-05-1966", "17.5.1966", "1966-05-17", "1966-05", "29/2/2000", "29/2/1900",
    "31/4/1966", "5/17/1966", "13/1966", "0/1966", "17/5/66", "1966", "1966-5", "mayo", "", "17/5/0000", "17/5-1966",
)  # fmt: skip


def test_a_date_is_read_as_python_reads_it(plain):
    found = plain.evaluate("(texts) => texts.map(typedDay)", list(TYPED))
    assert found == [typed_day(text) for text in TYPED]
    assert found[:3] == ["1966-05-17", "1966-05", "1966-04"]
    assert found[8:19] == [None] * 11


def test_a_birth_date_stands_in_the_place_of_an_age_and_a_contradiction_is_said(opened):
    page = opened(width=320, state="#l=es&m=2026-06&s=people&1.name=Rosa&1.sex=woman")
    age = page.locator('[id="1.age"]')
    age.fill("2/6/1966")
    age.press("Tab")
    assert page.locator('[id="1.age.note"]').inner_text() == "leído como 2 de junio de 1966"
    page.locator("button[type=submit]").first.click()
    until(page, "state.screen !== 'people'")
    [[name, answers]] = page.evaluate("familyOf(state).persons")
    assert (name, answers) == ("Rosa", {"relation": "head", "born": "1966-06-02", "sex": "woman"})
    page.evaluate("go({ screen: 'people' })")
    until(page, "state.screen === 'people'")
    assert page.locator('[id="1.age"]').input_value() == "02/06/1966"
    page.evaluate("go({ screen: 'result' })")
    until(page, "state.screen === 'result'")
    assert "2 de junio de 1966" in page.locator("main").text_content()
    assert page.said == []
    both = opened(state="#l=es&m=2026-06&s=result&1.name=Rosa&1.sex=woman&1.age=60&1.born=1966-06-02")
    assert "born 1966-06-02" in both.get_by_role("alert").inner_text()


def test_what_is_missing_or_wrong_is_said_beside_the_field(opened):
    page = opened(state="#l=es&m=2026-06&s=people")
    page.locator('[id="1.age"]').fill("treinta")
    page.locator("button[type=submit]").first.click()
    assert page.locator('[id="1.age.note"]').inner_text() == "«treinta» no es un número."
    assert page.locator('[id="1.sex.note"]').inner_text() == "Falta esta respuesta."
    assert page.locator('[id="2.sex.note"]').inner_text() == ""
    assert page.evaluate("document.activeElement.id") == "1.age"
    page.locator('[id="1.age"]').fill("121")
    page.locator("button[type=submit]").first.click()
    assert page.locator('[id="1.age.note"]').inner_text() == "Escriba un número entero de 0 a 120."
    assert barriers(page) == []


def test_what_one_does_not_know_is_asked_no_more_and_the_result_can_be_seen_at_any_time(opened):
    state = "#l=es&m=2026-06&s=health&1.age=30&1.sex=woman&2.age=1&2.sex=man&2.mother=1"
    page = opened(state=state)
    page.get_by_role("button", name="Ver el resultado").click()
    assert page.locator('[id="1.health_insurance.note"]').inner_text() == "Falta esta respuesta."
    page.locator('[id="all.health_insurance"] input[value=unknown]').check()
    page.get_by_role("button", name="Ver el resultado").click()
    until(page, "state.screen === 'result'")
    assert page.evaluate("[state.unsure, familyOf(state).persons[0][1].health_insurance ?? null]") == [
        ["health_insurance"], None,
    ]  # fmt: skip


def test_a_number_with_a_mark_says_how_it_was_read(opened):
    state = "#l=es&m=2026-06&s=wage&1.age=30&1.sex=woman&1.work=private"
    page = opened(state=state)
    wage = page.locator('[id="1.monthly_wage"]')
    wage.fill("2.000")
    wage.press("Tab")
    assert page.locator('[id="1.monthly_wage.note"]').inner_text() == "leído como 2.000"
    page.locator("button[type=submit]").first.click()
    assert page.evaluate("stateOf(location.hash, 'es').people[0].replies.monthly_wage") == "2000"
    page.go_back()
    assert page.evaluate("state.screen") == "wage"
    wage.fill("2000,567")  # centavos are the smallest money
    wage.press("Tab")
    assert page.locator('[id="1.monthly_wage.note"]').inner_text() == "leído como 2.000,57"


def test_who_leaves_is_no_longer_named_and_an_answer_that_is_not_asked_does_not_count(opened):
    people = "1.name=A&1.age=40&1.sex=woman&2.name=B&2.age=1&2.sex=man&2.mother=1&3.name=C&3.age=1&3.sex=man&3.mother=1"
    page = opened(state=f"#l=es&m=2026-06&s=people&{people}&2.work=private")
    assert page.evaluate("familyOf(state).persons.map(([, each]) => each.mother ?? null)") == [None, "A", "A"]
    assert page.evaluate("familyOf(state).persons.some(([, each]) => 'work_category' in each)") is False
    page.get_by_role("button", name="Quitar a B").click()
    until(page, "familyOf(state).persons.length === 2")
    assert page.evaluate("familyOf(state).persons.map(([name, each]) => [name, each.mother ?? null])") == [
        ["A", None], ["C", "A"],
    ]  # fmt: skip
    page.get_by_role("button", name="Quitar a A").click()
    until(page, "familyOf(state).persons.length === 1")
    assert page.evaluate("familyOf(state).persons.map(([name, each]) => [name, each.mother ?? null])") == [["C", None]]


def test_nobody_is_her_own_mother(opened):
    page = opened(
        state="#l=es&m=2020-06&s=people&1.name=A&1.age=30&1.sex=woman&1.mother=1&2.name=B&2.age=9&2.sex=woman&2.mother=1"
    )
    assert page.evaluate("familyOf(state).persons.map(([, each]) => each.mother ?? null)") == [None, "A"]


ADDRESSES = (
    "#", "#l=xx&m=1999-13&s=nowhere&1.age=-3&1.work=king&99.name=x&1.mother=7", "#%E0%A4%A", "#1.__proto__=x&1.age=5e1",
)  # fmt: skip


def test_any_address_opens_some_screen(opened):
    page = opened()
    for state in ADDRESSES:
        page.evaluate("(state) => { location.hash = state; }", state)
        assert page.locator("h1").inner_text()
        assert page.evaluate("answersOf(familyOf(state)).length")
    assert page.said == []


def test_the_policy_allows_this_script_and_nothing_else(opened):
    page = opened()
    policy = page.locator("meta[http-equiv]").get_attribute("content")
    assert "unsafe" not in policy
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.hurt = 1'}))")
    assert page.evaluate("window.hurt") is None
    refused = page.evaluate("fetch('https://example.org/').then(() => false, () => true)")
    assert refused
    for directive in ("script-src", "https://example.org/"):
        assert any("Content Security Policy" in text and directive in text for text in page.said)


def test_the_command_writes_the_file(tmp_path):
    path = tmp_path / "calculator.html"
    with pytest.raises(SystemExit) as ended:
        main(["export", "calculator", "--output", str(path), "--lang", "en"])
    assert not ended.value.code
    assert path.read_text(encoding="utf-8") == calculator_page(bolivia(), "en")


def test_the_same_law_gives_the_same_file_and_a_small_one():
    assert calculator_page(bolivia(), "es") == calculator_page(bolivia(), "es")
    assert len(calculator_page(bolivia(), "es").encode()) < 600_000
    addresses = {norm.address for norm in bolivia().norms.values()}
    rest = calculator_page(bolivia(), "en").replace("http-equiv", "")
    for address in sorted(addresses, key=len, reverse=True):
        rest = rest.replace(address, "")
    assert "http" not in rest
