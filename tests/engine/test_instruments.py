"""The file of an instrument: every key declared, and one clear error for each that is unknown, missing or wrong."""

import copy
import datetime as dt

import msgspec
import pytest
from hypothesis import given, strategies as st

from ayni.engine import instrument_of
from ayni.engine.instruments import Act, Bring, Entry, Input, InstrumentFile, Reported, Span, with_names
from ayni.engine.parameters import Quantity, RowOfFile
from ayni.words import LANGUAGES, AyniError, Named, parse_yaml, shaped

EVERY_KEY = """
name: {es: Ejemplo, en: Example}
short: {es: Ej., en: Ex.}
serves: {es: a quien, en: whom}
kind: transfer
tier: calculable
tier_reason: {es: porque no, en: because not}
counted_by_office: true
reported: {amount: [reported_example], receipt: reports_example, refers_to: month, by_event: true}
in_force: [{from: 2010-01-01, to: 2019-12-31, article: art. 1, norms: {Ley 1: "1"}, published: 2009-12-01}]
known_until: 2026-05-26
paid_in: {es: cada mes, en: every month}
bring: {es: carnet, en: card, source: [a]}
legal_basis: [{instrument: Ley 1, date: 2010-01-01, article: "2", about: {es: crea, en: creates}}]
sources: {a: "https://example.org"}
not_seen_by_survey: [{es: la fe, en: faith}]
inputs:
  colour: {type: category, es: Color, en: Colour, default: red, values: [red, blue], unit: Bs, range: [0, 1]}
answers: [example]
enters: [{place: transfer, rules: [example], id: example, paid_by: person, total: example, own_pension: false}]
parameters:
  amount:
    es: Monto
    en: Amount
    unit: Bs/month
    values:
      - from: 2010-01-01
        value: 100
        norms: {Ley 1: "2"}
        published: 2009-12-01
        known_until: 2019-12-31
        source: [a]
        article: art. 2
        confidence: verified
        note: {es: nota, en: note}
      - {from: 2012-01-01, to: 2019-12-31, value: [[0, 0.1], [10, 0.2]], confidence: recalled}
recorded:
  paid: {es: Pagados, en: Paid, unit: persons, values: [{from: 2010-01-01, value: many, confidence: conflicting}]}
"""
IN_FORCE = '[{from: 2010-01-01, to: 2019-12-31, article: art. 1, norms: {Ley 1: "1"}, published: 2009-12-01}]'
NORM_AND_SOURCE = EVERY_KEY[EVERY_KEY.index('norms: {Ley 1: "2"}') : EVERY_KEY.index("        article: art. 2")].strip()
RAW = parse_yaml(EVERY_KEY.encode(), "example.yaml")


def refusal(raw):
    with pytest.raises(AyniError) as raised:
        instrument_of("example", raw, "x/example.yaml")
    said = [raised.value.in_language(language) for language in LANGUAGES]
    assert all(each.startswith("x/example.yaml: ") and "\n" not in each for each in said)
    return raised.value


def shapes():
    """Each part of the example that is a shape: how it is reached and called, and its class."""
    return [
        ((), "", InstrumentFile),
        (("reported",), "reported", Reported),
        (("in_force", 0), "in_force[0]", Span),
        (("bring",), "bring", Bring),
        (("legal_basis", 0), "legal_basis[0]", Act),
        (("inputs", "colour"), "inputs.colour", Input),
        (("enters", 0), "enters[0]", Entry),
        (("parameters", "amount"), "parameters.amount", Quantity),
        (("parameters", "amount", "values", 0), "parameters.amount.values[0]", RowOfFile),
        (("recorded", "paid"), "recorded.paid", Quantity),
        (("recorded", "paid", "values", 0), "recorded.paid.values[0]", RowOfFile),
    ]


def keys_of(kind):
    """The keys of a shape in a file, and whether each is required; a text beside other keys has one a language."""
    for field in msgspec.structs.fields(kind):
        beside = issubclass(kind, Named) and field.name == "text"
        for name in LANGUAGES if beside else (field.encode_name,):
            yield name, field.required


def within(raw, steps):
    for step in steps:
        raw = raw[step]
    return raw


def test_the_example_is_read():
    found = instrument_of("example", RAW, "x/example.yaml")
    assert found.parameters["amount"].on(dt.date(2011, 1, 1)).value == 100
    assert found.parameters["amount"].on(dt.date(2012, 1, 1)).value == ((0.0, 0.1), (10.0, 0.2))
    assert found.recorded["paid"].id == "example.paid"
    assert found.inputs["colour"].text == {"es": "Color", "en": "Colour"}
    assert found.bring.text == {"es": "carnet", "en": "card"}


@pytest.mark.parametrize(("steps", "place", "kind"), shapes(), ids=str)
def test_a_key_that_is_not_known_or_is_missing_is_named_with_its_place(steps, place, kind):
    under = f"{place}." if place else ""
    for name, required in keys_of(kind):
        raw = copy.deepcopy(RAW)
        part = within(raw, steps)
        wrong = f"{name}_"
        part[wrong] = part.pop(name, None)
        error = refusal(raw)
        assert (error.key, error.fields["key"]) == ("shape_unknown", f"{under}{wrong}")
        assert error.fields["near"] == name
        del part[wrong]
        if required:
            error = refusal(raw)
            assert (error.key, error.fields["key"]) == ("shape_missing", f"{under}{name}")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("name: {es: Ejemplo, en: Example}", "name: Ejemplo", "“name” must be keys with their values, and is a text"),
        ("en: Example}", "}", "key “name.en” is missing"),
        ("en: Example}", 'en: ""}', "“name.en” is empty"),
        ("en: Example}", "en: 3}", "“name.en” must be a text, and is a whole number"),
        ("en: Example}", "en: Example, pt: Exemplo}", "key “name.pt” is not known"),
        ("kind: transfer", "kind: gift", "“kind” cannot be “gift”; it can be contribution, indicator"),
        ("tier: calculable", "tier: done", "“tier” cannot be “done”"),
        ("tier_reason: {es: porque no, en: because not}", "", "`tier_reason` is missing"),
        ("counted_by_office: true", "counted_by_office: 3", "“counted_by_office” must be true or false or a text"),
        (IN_FORCE, "[]", "“in_force” is empty"),
        (IN_FORCE, "3", "“in_force” must be a list"),
        ("{from: 2010-01-01, to: 2019-12-31, article", "{from: enero, article", "“in_force[0].from” must be a date"),
        ("{from: 2010-01-01, to: 2019-12-31, article", "{from: 2010-1-1, article", "“in_force[0].from” must be a date"),
        ("date: 2010-01-01", "date: 2010", "“legal_basis[0].date” must be a date YYYY-MM-DD, and is a whole number"),
        ("{a: ", "{a: 3, b: ", "“sources.a” must be a text"),
        ("type: category", "type: colour", "“inputs.colour.type” cannot be “colour”"),
        ("default: red", "default: green", "inputs.colour: `default` must be one of `values`"),
        ("default: red", "default: 3", "inputs.colour: `default` must be one of `values`"),
        ("range: [0, 1]", "range: [1, 0]", "`range` goes from less to more"),
        ("range: [0, 1]", "range: [1]", "“inputs.colour.range” must have 2 elements, and has 1"),
        ("place: transfer", "place: gift", "“enters[0].place” cannot be “gift”"),
        ("own_pension: false", 'own_pension: "no"', "“enters[0].own_pension” must be true or false, and is a text"),
        ("unit: Bs/month", "unit: 3", "“parameters.amount.unit” must be a text"),
        ("confidence: recalled", "confidence: sure", "“parameters.amount.values[1].confidence” cannot be “sure”"),
        ("value: 100", "value: true", "“parameters.amount.values[0].value” must be a number or a whole number"),
        ("value: 100", "value: null", "and is nothing"),
        ("value: 100", "value: 2026-01-01", "and is a date"),
        ("[[0, 0.1], [10, 0.2]]", "[[10, 0.1], [0, 0.2]]", "scale of example.amount from 2012-01-01 does not rise"),
        ("[[0, 0.1], [10, 0.2]]", "[]", "scale of example.amount from 2012-01-01 does not rise"),
        ("[[0, 0.1], [10, 0.2]]", "[[0, 0.1, 1]]", "“parameters.amount.values[1].value[0]” must have 2 elements"),
        ("from: 2012-01-01", "from: 2009-01-01", "rows of example.amount are not in order of date"),
        ("to: 2019-12-31, value", "to: 2011-12-31, value", "ends on 2011-12-31, before it begins on 2012-01-01"),
        (NORM_AND_SOURCE, "to: 2011-12-31", "cites no norm or source"),
        ("confidence: conflicting", "confidence: verified", "example.paid from 2010-01-01 is said to have been read"),
        ("confidence: conflicting", "confidence: reported", "example.paid from 2010-01-01 is said to have been read"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_named_with_what_can(old, new, says):
    assert old in EVERY_KEY
    raw = parse_yaml(EVERY_KEY.replace(old, new).encode(), "x")
    assert says in str(refusal(raw))


@pytest.mark.parametrize("raw", [None, 3, "name", [], ["name"], {}])
def test_what_is_no_instrument_at_all_is_refused(raw):
    refusal(raw)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
TEXTS = st.fixed_dictionaries({"es": WORDS, "en": WORDS})
NAMES = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
SCALES = st.lists(st.tuples(NUMBERS, NUMBERS).map(list), min_size=1, max_size=3)
NONE = st.just("none")


def keys(required, **optional):
    return st.fixed_dictionaries(required, optional=optional)


ROWS = keys(
    {"from": DAYS, "value": NUMBERS | WORDS | SCALES, "confidence": st.sampled_from(["verified", "recalled"])},
    to=DAYS, article=WORDS, source=st.lists(WORDS, max_size=2), note=TEXTS,
)  # fmt: skip
QUANTITIES = st.dictionaries(
    NAMES, keys({"es": WORDS, "en": WORDS, "unit": WORDS, "values": st.lists(ROWS, min_size=1, max_size=3)}), max_size=2
)
FILES = keys(
    {
        "name": TEXTS, "parameters": QUANTITIES,
        "in_force": st.lists(keys({"from": DAYS}, to=DAYS, article=WORDS), min_size=1, max_size=2),
    },
    short=TEXTS, serves=TEXTS,
    kind=st.sampled_from(["transfer", "tax"]), tier=st.sampled_from(["executable", "outside"]),
    tier_reason=TEXTS, counted_by_office=st.booleans() | NAMES, paid_in=TEXTS, recorded=QUANTITIES,
    reported=keys({}, amount=st.lists(NAMES, max_size=2), receipt=NAMES, by_event=st.booleans()),
    bring=keys({"es": WORDS, "en": WORDS}, source=st.lists(WORDS, max_size=2)),
    legal_basis=st.lists(keys({"instrument": WORDS, "date": DAYS}, article=WORDS, about=TEXTS), max_size=2),
    sources=st.dictionaries(NAMES, WORDS, max_size=2), not_seen_by_survey=st.lists(TEXTS, max_size=2),
    inputs=st.dictionaries(NAMES, keys({"type": st.just("flag"), "es": WORDS, "en": WORDS, "default": st.booleans()})),
    answers=st.lists(NAMES, max_size=2), enters=NONE | st.just("market") | st.lists(keys({"place": st.just("market")})),
)  # fmt: skip


@given(FILES)
def test_an_instrument_written_again_is_the_same(raw):
    said = shaped(InstrumentFile, with_names(raw, LANGUAGES), "x")
    text = msgspec.json.encode(said)
    assert shaped(InstrumentFile, msgspec.json.decode(text), "x") == said
    again = shaped(InstrumentFile, msgspec.to_builtins(said), "x")
    assert again == said
