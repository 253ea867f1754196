"""Where instruments enter the chain of incomes: what the law says of it, and what is refused when it is loaded."""

import importlib
import sys
import textwrap

import pytest

from ayni.engine import Law
from ayni.income.chain import PLACES, elements, levies, on_wages, taken, withheld
from ayni.income.programmes import programmes
from ayni.law import bolivia
from ayni.words import AyniError

YAML = """
name: {{es: "Ejemplo", en: "Example"}}
tier: {tier}
{enters}
in_force: [{{from: 2010-01-01}}]
parameters:
  rate:
    es: Tasa
    en: Rate
    unit: share
    values: [{{from: 2010-01-01, value: 0.1, confidence: recalled}}]
"""
RULES = """
from ayni.engine import rule


@rule(unit="Bs/month")
def example_base(wage):
    \"\"\"What is taxed.\"\"\"
    return wage


@rule(unit="Bs/month")
def example_tax(example_base, p):
    \"\"\"The tax.\"\"\"
    return p.rate * example_base


@rule(unit="flag")
def example_due(example_tax):
    \"\"\"Whether anything is due.\"\"\"
    return example_tax > 0
"""


@pytest.fixture
def law_of(tmp_path, monkeypatch):
    """A law of one instrument, `example`, read from a package that stands in a folder of its own."""
    monkeypatch.syspath_prepend(tmp_path)
    made = []

    def make(enters="", rules=RULES, tier="executable"):
        name = f"example_law_{len(made)}"
        made.append(name)
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        (tmp_path / name / "example.py").write_text(rules)
        (tmp_path / name / "example.yaml").write_text(YAML.format(enters=textwrap.dedent(enters), tier=tier))
        return Law.from_package(importlib.import_module(name))

    yield make
    for name in [each for each in sys.modules if each.partition(".")[0] in made]:
        del sys.modules[name]


def test_the_law_says_what_is_taken_from_a_wage_and_by_whom_it_is_paid():
    law = bolivia()
    assert [(each.id, each.place, each.paid_by) for each in taken(law)] == [
        ("pension_contributions", "contribution", "person"),
        ("solidarity_contributions", "contribution", "person"),
        ("rc_iva", "direct_tax", "person"),
        ("aportes_sip_employer", "contribution", "employer"),
    ]
    assert [each.id for each in levies(law)] == ["aportes_sip_worker", "rc_iva", "aportes_sip_employer"]
    assert on_wages(law) == levies(law)
    assert [each.id for each in withheld(law)] == ["aportes_sip_worker", "rc_iva"]
    assert [each.id for each in taken(law) if each.own_pension] == ["pension_contributions"]
    assert all(each.counted_by_office for each in taken(law))


def test_every_transfer_of_the_law_is_a_programme_and_nothing_of_a_lower_tier_is():
    law = bolivia()
    assert {each.id for each in programmes(law)} == {
        one.id for one in law.instruments.values() if one.kind == "transfer"
    }
    assert "re_iva" not in {each.instrument for each in elements(law)}  # calculable: for one family


def test_an_executable_instrument_of_the_law_has_its_place():
    law = bolivia()
    assert all(one.enters is not None for one in law.instruments.values() if one.tier == "executable")
    assert all(each.place in PLACES for each in elements(law))


def test_a_word_is_enough_where_every_rule_in_bs_counts(law_of):
    a_fact = RULES.replace("Bs/month", "count", 1)
    found = elements(law_of("enters: direct_tax", a_fact))
    assert [(each.id, each.place, each.rules, each.counted_by_office) for each in found] == [
        ("example", "direct_tax", ("example_tax",), False)
    ]


@pytest.mark.parametrize(
    ("enters", "key", "says"),
    [
        ("", "instrument_no_place", "none"),
        ("enters: levy", "shape_value", "levy"),
        ("enters: [direct_tax]", "shape_kind", "enters[0]"),
        ("enters: direct_tax", "entry_two_readings", "example_tax"),
        ("enters: [{place: direct_tax, rules: [example_tex]}]", "entry_rule", "example_tax"),
        ("enters: [{place: direct_tax, rules: [example_due]}]", "entry_rule", "example_due"),
        ("enters: [{place: direct_tax, rule: example_tax}]", "shape_unknown", "rules"),
        ("enters: [{place: direct_tax, rules: [example_tax], paid_by: state}]", "shape_value", "employer"),
        (
            "enters: [{place: direct_tax, rules: [example_tax]}, {place: transfer, rules: [example_tax]}]",
            "entry_twice",
            "example_tax",
        ),
        ("enters: direct_tax\ncounted_by_office: 3", "shape_kind", "true or false or a text"),
    ],
)
def test_a_place_that_is_missing_or_has_two_readings_is_an_error_with_the_name_of_the_file(law_of, enters, key, says):
    with pytest.raises(AyniError) as caught:
        law_of(enters)
    assert caught.value.key == key
    assert "example.yaml" in str(caught.value)
    assert says in str(caught.value)


def test_a_tax_without_a_rule_in_bs_is_an_error(law_of):
    facts = RULES.replace("Bs/month", "flag")
    with pytest.raises(AyniError, match=r"example\.yaml: enters: direct_tax: .* no rule in Bs"):
        law_of("enters: direct_tax", facts)


def test_an_instrument_that_runs_on_no_population_need_not_say(law_of):
    reason = "tier_reason: {es: no se pregunta, en: not asked}"
    assert elements(law_of(reason, tier="calculable")) == ()
