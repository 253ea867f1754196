"""The exported calculator in a real browser: the numbers and words of Python, and a page that asks nobody for anything."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from ayni.engine import Simulation
from ayni.law import bolivia
from ayni.report import numbers
from ayni.report.calculator import calculator
from ayni.report.people import family_tables
from ayni.scenario.family import Family, answering, answers
from ayni.words import LANGUAGES, AyniError, read_yaml
from support.builders import persons_of
from support.cases import cases
from support.random_people import random_population
from support.tiers import every_tier, with_values

HOUSEHOLDS, DAYS, FAMILIES = 2_000, 20, 60
NUMBERS = read_yaml(Path(__file__).parents[1] / "report" / "numbers.yaml")
LAW = every_tier(bolivia())
RULES = [rule.name for instrument in LAW.instruments.values() for rule in answering(LAW, instrument)]


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """Open the calculator of a law; every address but the file itself is refused and noted."""
    contexts = []
    folder = tmp_path_factory.mktemp("calculator")

    def window(law=None, *, width=1000, language="es", state=""):
        path = folder / f"{language}.html"
        path.write_text(calculator(language, law), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda said: page.said.append(said.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda asked: page.asked.append(asked.url))
        page.goto(f"{path.as_uri()}{state}", wait_until="networkidle")
        return page

    yield window
    for context in contexts:
        context.close()


def given(of):
    """A family as the calculator takes it."""
    return {"day": of.day.isoformat(), "persons": [[name, dict(answers)] for name, answers in of.given.items()]}


ANSWERS = """(text) => JSON.stringify(JSON.parse(text).map((family) => {
  const found = answersOf(family);
  const words = (language) => {
    const { cards, remarks } = applies(found, family.persons, language);
    const whyNot = whyNotLines(found, family.persons, language);
    return [...[...cards, ...whyNot].map((line) => Object.values(line)), remarks];
  };
  return {
    answers: found.map((each) => [each.instrument, each.rule, each.person, each.amount, each.inBudget]),
    es: words("es"),
    en: words("en"),
  };
}))"""


def in_browser(page, families):
    """The answers of these families; as one text, which the driver hands over far faster than many values."""
    return json.loads(page.evaluate(ANSWERS, json.dumps([given(of) for of in families])))


def of_python(of, law=None):
    """The same from Python."""
    found = list(answers(of, law))

    def words(language):
        gives, why_not = family_tables(of, found, language)
        lines = [[line.head, *(cell.text for cell in line.cells)] for line in (*gives.lines, *why_not.lines)]
        return [*lines, list(gives.remarks)]

    return {
        "answers": [[each.instrument, each.rule, each.person, each.amount, each.in_budget] for each in found],
        "es": words("es"),
        "en": words("en"),
    }


def test_every_case_of_the_law_book_has_the_answers_and_words_of_python(opened):
    every = cases()
    plain = [case for case in every if case.law.instruments == bolivia().instruments]
    page = opened()
    found = in_browser(page, [case.family for case in plain])
    for case, one in zip(plain, found, strict=True):
        assert one == of_python(case.family, case.law), case.name
    reformed = [case for case in every if case not in plain]
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
  for (let household = 0; household + 1 < offsets.length; household += 1) {
    const [first, end] = offsets.slice(household);
    const persons = Array.from({ length: end - first }, (_, place) =>
      [String(place), Object.fromEntries(Object.keys(columns).map((name) => [name, valueOf(name, first + place, first)]))]);
    for (const { rule, amount, refused } of answersOf({ day: date, persons })) found[rule].push(refused ? null : amount);
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
    law = LAW.on(day)
    known = set(with_values(law)).intersection(RULES)
    expected = Simulation(population).run(law, sorted(known))
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
        if rule in known:
            np.testing.assert_array_equal(found[rule], expected[rule], err_msg=f"{rule} on {day}")
        else:
            assert found[rule] == [None] * population.n_persons, rule
    return len(RULES) * population.n_persons


def test_random_households_on_random_days_get_the_numbers_of_python_to_the_last_bit(opened):
    page = opened()
    compared = sum(compare(page, seed, HOUSEHOLDS // DAYS, day) for seed, day in enumerate(days(7, DAYS)))
    assert compared > 300_000


def random_families(seed, households, day):
    population = random_population(LAW, seed, households)
    for first, end in zip(population.offsets[:-1], population.offsets[1:], strict=True):
        people = persons_of(population, int(first), int(end))
        for person in people:
            person |= {link: None if person[link] is None else str(person[link]) for link in population.links}
        yield Family({str(place): person for place, person in enumerate(people)}, day)


def test_random_households_are_told_why_not_in_the_words_of_python(opened):
    families = [of for seed, day in enumerate(days(8, 20)) for of in random_families(seed, FAMILIES // 20, day)]
    for of, found in zip(families, in_browser(opened(), families), strict=True):
        assert found == of_python(of)
