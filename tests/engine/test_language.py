"""The language of rules: what it refuses, each with file, line and what is allowed; what gives a rule its identity."""

import pytest

from ayni.engine import Law, rule
from ayni.words import AyniError

p = None


def _loop(age):
    """A loop."""
    for _ in range(3):
        age = age + 1
    return age


def _call(age):
    """A call."""
    return float(age)


def _no_return(age):
    """A path without a return."""
    if age > 3:
        return 1


def _one_sided(age):
    """A name that one side leaves without a value."""
    if age > 3:
        extra = 1
    return extra


def _unknown_name(age):
    """A name from outside."""
    return age + pytest


def _text(age):
    """An f-string."""
    return f"{age}"


def _no_parameters(age):
    """Parameters that it did not ask for."""
    return p.amount


def _defaults(age=3):
    """A default."""
    return age


def _identity(age, limit):
    """`is` in place of ==."""
    return 1 if age is limit else 0


def _power(age):
    """An operator that is not in the language."""
    return age**2


def _min_of_one(age):
    """min of one number."""
    return min(age)


def _augmented(age):
    """An augmented assignment."""
    age += 1
    return age


def _mixed(age):
    """A variable list after in."""
    return age in [1, 2]


def _undocumented(age):
    return age


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (_loop, r"for _ in range\(3\):.*assignments, if/elif/else and return"),
        (_call, r"float\(age\).*min, max, abs, round, brackets and step"),
        (_no_return, "a return on every path"),
        (_one_sided, "a value for extra on both sides"),
        (_unknown_name, "pytest is neither"),
        (_text, "comparisons, and/or/not"),
        (_no_parameters, r"p\.amount"),
        (_defaults, "no defaults"),
        (_identity, "== in place of is"),
        (_power, r"age \*\* 2"),
        (_min_of_one, "min and max of two or more"),
        (_augmented, "assignments, if/elif/else and return"),
        (_mixed, "a tuple of constants after in"),
        (_undocumented, "a docstring"),
    ],
)
def test_what_the_language_lacks_is_refused_where_it_stands(function, says):
    with pytest.raises(AyniError, match=says) as raised:
        rule(unit="Bs/month")(function)
    assert f"test_language.py:{raised.value.fields['line']}" in str(raised.value)
    assert function.__code__.co_firstlineno <= raised.value.fields["line"] <= function.__code__.co_firstlineno + 5


def test_an_unknown_unit_is_refused():
    with pytest.raises(AyniError, match="there is no unit “euros”"):
        rule(unit="euros")(_call)


def test_identity_is_what_a_rule_says_not_how_it_is_written():
    @rule(unit="Bs/month")
    def one(age):
        """One way."""
        limit = 60
        if age < limit:
            return 0.0
        return 1.0

    @rule(unit="Bs/month")
    def other(age):
        """Another layout and another name of a local."""
        old = 60
        return 0.0 if age < old else 1.0

    @rule(unit="Bs/month")
    def different(age):
        """Another limit."""
        return 0.0 if age < 61 else 1.0

    assert one.fingerprint == other.fingerprint != different.fingerprint


def test_a_rule_is_still_the_plain_function():
    @rule(unit="Bs/month")
    def plain(age):
        """A plain function."""
        return 2.0 * age

    assert plain(3) == plain(age=3) == 6


def _plain(age):
    """A rule that the language has."""
    return age


@pytest.mark.parametrize(
    ("unit", "currency", "period", "within_year"),
    [
        ("EUR/month", "EUR", "month", False), ("£/year", "£", "year", True), ("Bs/once", "Bs", "once", True),
        ("kr", "kr", "", False), ("flag", "", "", False), ("years", "", "", False),
    ],
)  # fmt: skip
def test_a_unit_says_the_currency_and_over_which_time_it_is_paid(unit, currency, period, within_year):
    found = rule(unit=unit)(_plain)
    assert (found.currency, found.period, found.is_within_year) == (currency, period, within_year)


@pytest.mark.parametrize("unit", ["EUR/week", "EUR/", "/month", "", "1/month", "EUR month"])
def test_a_unit_of_no_form_is_refused(unit):
    with pytest.raises(AyniError, match="there is no unit"):
        rule(unit=unit)(_plain)


def test_a_law_has_one_currency():
    rules = {"one": rule(unit="EUR/month")(_plain), "other": rule(unit="CHF/year")(_plain)}
    with pytest.raises(AyniError, match="Rule one is in EUR and rule other in CHF"):
        Law({}, rules).checked()


def _share_of_(spent_, p):
    """A share of what is spent on a group, above a floor."""
    if spent_ < p.floor_:
        return 0.0
    return spent_ * p.rate


def test_rules_of_one_form_are_named_for_each_member_and_read_its_own_columns_and_parameters():
    bread, rent = rule(unit="Bs/month", each=("bread", "rent"))(_share_of_).rules
    assert (bread.name, bread.inputs, bread.parameters) == (
        "_share_of_bread",
        ("spent_bread",),
        ("floor_bread", "rate"),
    )
    assert (rent.name, rent.inputs, rent.parameters) == ("_share_of_rent", ("spent_rent",), ("floor_rent", "rate"))
    assert bread.conditions[0].text == "spent_bread < p.floor_bread"
    assert bread.fingerprint != rent.fingerprint
