"""Dated parameters: which row holds on a day, and one clear error for each way to write the file wrong."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from ayni.engine import Parameter, Row, load_instrument
from ayni.words import AyniError

GOOD = """
name: {es: Ejemplo, en: Example}
in_force: [{from: 2010-01-01, to: 2019-12-31}, {from: 2021-03-01}]
parameters:
  amount:
    es: Monto
    en: Amount
    unit: Bs/month
    values:
      - {from: 2010-01-01, value: 100, source: [a], confidence: verified}
      - {from: 2012-06-01, to: 2018-12-31, value: 150, confidence: recalled}
"""


def _load(tmp_path, text):
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    return load_instrument(path)


def test_a_row_holds_until_the_next_or_its_own_end(tmp_path):
    amount = _load(tmp_path, GOOD).parameters["amount"]
    assert amount.on(dt.date(2012, 5, 31)).value == 100
    assert amount.on(dt.date(2012, 6, 1)).value == 150
    assert amount.on(dt.date(2018, 12, 31)).value == 150
    for day in (dt.date(2009, 12, 31), dt.date(2019, 1, 1)):
        with pytest.raises(AyniError, match=f"example.amount has no value on {day}"):
            amount.on(day)


def test_a_payment_within_the_year_is_read_on_the_nearest_day_in_force(tmp_path):
    example = _load(tmp_path, GOOD)
    assert example.day_in_force(dt.date(2021, 1, 15), within_year=True) == dt.date(2021, 3, 1)
    assert example.day_in_force(dt.date(2021, 1, 15), within_year=False) is None
    assert example.day_in_force(dt.date(2020, 6, 1), within_year=True) is None
    assert example.day_in_force(dt.date(2015, 6, 1), within_year=False) == dt.date(2015, 6, 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("name: {es: Ejemplo, en: Example}", "", "key “name” is missing"),
        ("unit: Bs/month", "", "key “parameters.amount.unit” is missing"),
        ("2012-06-01", "2009-06-01", "not in order of date"),
        ("from: 2012-06-01", "from: junio", r"“parameters.amount.values\[1\].from” must be a date"),
        ("to: 2018-12-31", "to: 2011-12-31", "ends on 2011-12-31, before it begins on 2012-06-01"),
        (
            "confidence: recalled",
            "confidence: sure",
            r"“parameters.amount.values\[1\].confidence” cannot be “sure”; it can be assumed, conflicting, recalled",
        ),
        ("source: [a], ", "", "said to have been read and cites no norm or source"),
        ("value: 150, ", "", r"key “parameters.amount.values\[1\].value” is missing"),
    ],
)
def test_a_wrong_file_names_itself_and_the_mend(tmp_path, old, new, says):
    assert old in GOOD
    with pytest.raises(AyniError, match=says) as raised:
        _load(tmp_path, GOOD.replace(old, new))
    assert "example.yaml" in str(raised.value)


DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2012, 12, 31))


@given(
    starts=st.lists(DAYS, min_size=1, max_size=5, unique=True).map(sorted),
    span=st.tuples(DAYS, DAYS).map(sorted),
    open_ended=st.booleans(),
    day=DAYS,
)
def test_an_amendment_holds_on_its_days_and_on_no_others(starts, span, open_ended, day):
    parameter = Parameter("x.y", "Bs", tuple(Row(start, index) for index, start in enumerate(starts)))
    new = Row(span[0], 99, None if open_ended else span[1])
    amended = parameter.amended([new])
    inside = span[0] <= day and (open_ended or day <= span[1])
    if inside:
        assert amended.on(day).value == 99
    elif day < starts[0]:
        with pytest.raises(AyniError):
            amended.on(day)
    else:
        assert amended.on(day).value == parameter.on(day).value
