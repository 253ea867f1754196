"""Rules compiled to JavaScript, in a real browser: the value, the conditions and the refusals of Python."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from msgspec.structs import replace as set_fields

from ayni.engine import Aggregate, Household, Instrument, Law, Parameter, Row, Rule, Span, brackets, rule, step
from ayni.engine.javascript import law_in_javascript, rule_in_javascript
from ayni.family.javascript import RUNTIME, file
from ayni.words import AyniError
from support import example_rules
from support.builders import families, instrument, law_of, persons_of

NUMBERS = (0, 1, 2, 3, 7, -2, -7, 0.5, 1.5, 2.5, -0.5, -1.5, 0.1, -0.3, 1e-9, 1e12, 123456.789, True, False)
DAY = dt.date(2020, 7, 15)


@pytest.fixture(scope="module")
def run(browser):
    """`run(script, expression, given)`: what the expression gives after the script, in an empty page."""
    context = browser.new_context()
    page = context.new_page()

    def evaluate(script, expression, given=None):
        return page.evaluate(f"(given) => {{ {script}\nreturn {expression}; }}", given)

    yield evaluate
    context.close()


def trace_of(household, name, person):
    """The trace as the browser hands it over."""

    def plain_condition(condition, rule):
        place = household.law.law.definitions[rule].conditions.index(condition.node)
        return {"place": place, "values": dict(condition.values), "holds": condition.holds}

    def plain(trace):
        return {
            "rule": trace.rule,
            "value": trace.value,
            "conditions": [plain_condition(each, trace.rule) for each in trace.conditions],
            "read": [plain(each) for each in trace.read],
            "inForce": trace.in_force,
            "restsOn": dict(trace.rests_on),
            "rows": {name: row.value for name, row in trace.rows.items()},
            "lacking": list(trace.lacking),
            "ways": [plain_condition(each, trace.rule) for each in trace.ways],
        }

    try:
        return plain(household.trace(name, person))
    except AyniError as error:
        return error.key


TRACES = """given.asked.map(([name, person]) => {
  const plain = (trace) => ({
    ...trace,
    read: trace.read.map(plain),
    rows: Object.fromEntries(Object.entries(trace.rows).map(([name, row]) => [name, row[2]])),
  });
  try { return plain(household.trace(name, person)); } catch (error) { return error.key ?? String(error); }
})"""


def both(run, law, day, persons, names):
    """The traces of these rules for every person, by hand and in the browser."""
    asked = [[name, person] for name in names for person in range(len(persons))]
    household = Household(law.on(day), persons)
    script = law_in_javascript(law, names) + file(RUNTIME)
    script += "\nconst household = new Household(new LawOnDay(given.day), given.persons);"
    given = {"day": day.isoformat(), "persons": persons, "asked": asked}
    return [trace_of(household, *each) for each in asked], run(script, TRACES, given)


def test_a_rule_reads_as_it_was_written():
    assert rule_in_javascript(example_rules.allowance) == (
        "// Act 1\n"
        "allowance(the, p, when, from) {\n"
        '  if (when(0, the.age < 60, "age")) return 0.0;\n'
        '  if (!when(1, the.is_resident, "is_resident") || '
        'when(2, the.status === "absent", "status")) return 0.0;\n'
        "  return 350.0;\n"
        "}"
    )


def test_a_number_that_is_returned_names_what_it_rests_on():
    assert rule_in_javascript(example_rules.top_up).splitlines()[-2:] == [
        '  return from(() => 50.0 * the.earners, "earners");', "}",
    ]  # fmt: skip


def test_a_name_given_twice_is_two_functions_of_their_own():
    assert [line.strip() for line in rule_in_javascript(example_rules.tapered).splitlines()[1:5]] == [
        "const base = () => 100 + (10 * the.children);",
        "const base_2 = () => 100;",
        'const base_3 = () => when(4, the.children > 2, "children") ? base() : base_2();',
        "const reduced = () => Math.max(base_3() - (the.wage * 0.1), 0);",
    ]


@pytest.mark.parametrize("household", range(3))
def test_every_thing_of_the_language_gives_the_same_trace(run, household):
    population = families()
    first, last = population.offsets[household : household + 2]
    law = law_of(example_rules)
    expected, found = both(run, law, DAY, persons_of(population, int(first), int(last)), list(law.definitions))
    assert found == expected


def test_arithmetic_is_that_of_python(run):
    pairs = [*itertools.product(NUMBERS, NUMBERS)]
    refused = "refused"

    def result(function, *numbers):
        try:
            return function(*numbers)
        except ZeroDivisionError:
            return refused

    expected = [[result(f, a, b) for f in (divided, floored, remainder, same)] for a, b in pairs]
    script = f"const LAW = {{definitions: {{}}}}; const RULES = {{}};\n{file(RUNTIME)}"
    expression = f"""given.map(([a, b]) => [divided, floored, remainder, same].map((f) => {{
      try {{ return f(a, b); }} catch (error) {{ return "{refused}"; }}
    }}))"""
    found = run(script, expression, [list(pair) for pair in pairs])
    for pair, one, other in zip(pairs, expected, found, strict=True):
        assert one == other, pair
    assert run(script, "given.map(rounded)", list(NUMBERS)) == [round(number) for number in NUMBERS]
    scale = ((100.0, 0.1), (250.0, 0.25), (1000.0, 0.3))
    amounts = [0.0, 100.0, 180.5, 250.0, 999.99, 1e6]
    given = {"amounts": amounts, "scale": [list(each) for each in scale]}
    assert run(
        script, "given.amounts.map((each) => [brackets(each, given.scale), step(each, given.scale)])", given
    ) == [[brackets(amount, scale), step(amount, scale)] for amount in amounts]


def divided(a, b):
    return a / b


def floored(a, b):
    return a // b


def remainder(a, b):
    return a % b


def same(a, b):
    return a == b


# ---- rules with dated parameters


@rule(unit="Bs/once")
def bonus(age, bare, p):
    """A parameter as a bare condition, a text, `not in` of numbers, a local as a condition, `and` as a value."""
    is_old = age >= p.min_age
    is_new = is_old
    if p.is_paid and not is_new and age not in (1, 2):
        return p.amount / bare
    return (p.kind == "all" and is_old) * p.amount


@rule(unit="Bs/month")
def monthly(bonus, p):
    """What is read on the day itself, with names that JavaScript keeps for itself."""
    new = bonus + p.add
    return new if new else 0


paid_to_all = Aggregate("sum", "bonus")


def dated():
    one = instrument(
        "one", dt.date(2020, 5, 1), dt.date(2020, 6, 30),
        min_age={dt.date(2000, 1, 1): 60}, is_paid={dt.date(2000, 1, 1): 1},
        kind={dt.date(2000, 1, 1): "some", dt.date(2019, 1, 1): "all"}, amount={dt.date(2020, 6, 1): 500.0},
    )  # fmt: skip
    one = set_fields(one, in_force=(Span(dt.date(2018, 2, 1), dt.date(2018, 2, 28)), *one.in_force))
    rows = (
        Row(dt.date(2010, 1, 1), 5, dt.date(2015, 12, 31)),
        Row(dt.date(2019, 1, 1), 7, confidence="recalled"),
    )
    two = Instrument(
        id="two", name={}, in_force=(Span(dt.date(2010, 1, 1)),), parameters={"add": Parameter("two.add", "Bs", rows)}
    )  # fmt: skip
    here: dict[str, Rule | Aggregate] = {
        "bonus": replace(bonus, module="one"), "monthly": replace(monthly, module="two"), "paid_to_all": paid_to_all,
    }  # fmt: skip
    return Law({"one": one, "two": two}, here).checked()


@pytest.mark.parametrize(
    "day",
    [
        "2009-12-31",
        "2015-12-31",
        "2016-01-01",
        "2018-02-10",
        "2018-03-01",
        "2019-01-01",
        "2020-01-01",
        "2020-05-31",
        "2020-07-15",
    ],
)
def test_dates_are_read_as_python_reads_them(run, day):
    persons = [{"age": 66, "bare": 2}, {"age": 5, "bare": True}, {"age": 1, "bare": 0}]
    expected, found = both(run, dated(), dt.date.fromisoformat(day), persons, ["bonus", "monthly", "paid_to_all"])
    assert found == expected


def test_each_kind_of_answer_was_met(run):
    persons = [{"age": 66, "bare": 2}, {"age": 5, "bare": 4}, {"age": 5, "bare": 0}]
    early, _ = both(run, dated(), dt.date(2018, 2, 10), persons, ["bonus"])
    assert early == ["no_value_on_date"] * 3
    _, found = both(run, dated(), dt.date(2020, 6, 15), persons, ["bonus", "monthly"])
    assert [each if isinstance(each, str) else each["value"] for each in found] == [
        500, 125, "not_finite", 507, 132, "not_finite",
    ]  # fmt: skip
    script = law_in_javascript(dated(), ["monthly"]) + file(RUNTIME)
    asked = "doubtful(new Household(new LawOnDay(given), [{age: 66, bare: 2}]).trace('monthly', 0))"
    assert run(script, asked, DAY.isoformat()) == ["recalled:two.add"]


def test_a_law_without_an_instrument_gives_nothing_by_it(run):
    expected, found = both(run, dated().without("one"), DAY, [{"age": 66, "bare": 2}], ["bonus", "monthly"])
    assert found == expected
    assert [each["value"] for each in found] == [0, 7]
