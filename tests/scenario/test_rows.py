"""Rows say what they are a figure of in columns of their own, by names that makers and views share."""

import dataclasses

import pytest

import ayni
from ayni.scenario import COLUMNS, Row, Rows
from ayni.scenario.keys import VOCABULARY
from ayni.scenario.rows import Basis
from ayni.words import AyniError
from ayni.words.marks import FIRST_ORDER, Mark, MarkKind, joined

BASIS = Basis("EH2019", "2019-11", "2019-11-20", "2019-11", "census_2012", "legal")
COMMANDS = {
    "run": lambda: ayni.run(replicates=2),
    "reform": lambda: ayni.reform(reform={"renta_dignidad.monthly_non_pensioner": 500}, at="survey"),
    "aggregate": lambda: ayni.reform(reform="reforms/wealth_tax_schedules.yaml"),
    "sweep": lambda: ayni.sweep(parameter="renta_dignidad.monthly_non_pensioner", values=[300, 500], at="survey"),
    "minimum_wage": lambda: ayni.minimum_wage(new=2500, at="survey"),
    "attribution": lambda: ayni.attribution(only=("renta_dignidad", "bono_juancito_pinto")),
    "incidence": ayni.incidence,
    "indicators": ayni.indicators,
    "shock": lambda: ayni.shock(kind="price_rise", settings={"food": "10%"}),
}


@pytest.mark.parametrize(
    ("column", "slip", "near"),
    [
        ("table", "povrty", "poverty"), ("concept", "disposble", "disposable"), ("measure", "headcont", "headcount"),
        ("line", "extrem", "extreme"), ("group", "departmnt", "department"), ("accounting", "quater", "quarter"),
        ("take_up", "observd", "observed"), ("side", "befor", "before"), ("order", "shaply", "shapley"),
    ],
)  # fmt: skip
def test_a_row_takes_no_name_that_its_column_does_not_have(column, slip, near):
    given = {"table": "poverty", "measure": "headcount", column: slip}
    with pytest.raises(AyniError, match=f"No row has “{slip}” in the column {column}; the nearest is “{near}”"):
        Row(**given)


def test_a_parameter_is_a_group_and_an_indicator_is_a_measure_of_its_own_table():
    assert Row(table="sweep", measure="net_cost", group="renta_dignidad.monthly_non_pensioner", level="500")
    assert Row(table="indicators", measure="illiteracy_15")
    with pytest.raises(AyniError, match="illiteracy_15"):
        Row(table="poverty", measure="illiteracy_15")


def test_a_maker_puts_each_thing_in_its_own_column():
    make = Rows("effects", BASIS, (FIRST_ORDER,), "quarter")
    place = {"concept": "disposable", "programme": "renta_dignidad", "measure": "headcount", "line": "extreme"}
    row = make.marked(Mark(MarkKind.RECALLED, "a.b")).plain(-0.01, 30, unit="points", side="change", **place)
    said = {column: getattr(row, column) for column in COLUMNS if getattr(row, column) not in ("", None)}
    assert said == {
        "table": "effects", "survey": "EH2019", "month": "2019-11", "law_day": "2019-11-20", "prices": "2019-11",
        "weights_base": "census_2012", "concept": "disposable", "programme": "renta_dignidad", "measure": "headcount",
        "line": "extreme", "group": "all", "level": "all", "accounting": "quarter", "take_up": "legal",
        "side": "change", "value": -0.01, "n": 30, "unit": "points",
        "marks": (FIRST_ORDER, Mark(MarkKind.RECALLED, "a.b")),
    }  # fmt: skip
    assert make.plain(1, unit="", measure="gini", accounting="month", take_up="observed").take_up == "observed"


@dataclasses.dataclass(frozen=True)
class Figure:
    """A figure as rows ask for it."""

    value: float = 0.4
    se: float = 0.1
    low: float = 0.2
    high: float = 0.6
    n: int = 900
    unit: str = "share"
    quality: str = ""
    reason: str = ""


def test_a_suppressed_figure_has_its_cases_and_its_reason_and_no_figure():
    make = Rows("poverty", BASIS)
    for reason in ("few_cases", "high_cv"):
        row = make.estimate(Figure(quality="suppressed", reason=reason, n=7), measure="headcount", line="moderate")
        assert (row.value, row.se, row.low, row.high, row.n) == (None, None, None, None, 7)
        assert row.marks == (Mark(MarkKind(reason)),)
    flagged = make.estimate(Figure(quality="(*)"), measure="headcount")
    assert (flagged.value, flagged.marks) == (0.4, (Mark(MarkKind.QUALITY),))


def test_a_change_is_points_and_relative_on_one_side():
    rows = Rows("effects", BASIS).change((Figure(-0.01), Figure(-0.1)), measure="headcount", programme="bonosol")
    assert [(row.side, row.unit, row.value) for row in rows] == [
        ("change", "points", -0.01), ("change", "relative", -0.1),
    ]  # fmt: skip


def test_marks_are_one_enumeration_and_come_back_from_text():
    for kind in MarkKind:
        for mark in (Mark(kind), Mark(kind, "a.b: c; d")):
            assert Mark.read(str(mark)) == mark
    assert joined([FIRST_ORDER, Mark(MarkKind.IMPUTED, "age")]) == "first_order; imputed:age"
    with pytest.raises(AyniError, match="There is no mark “frist_order”"):
        Mark.read("frist_order")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_row_of_every_command_says_whose_it_is_and_by_which_law_and_prices(command):
    result = COMMANDS[command]()
    assert len(result) > 5
    (card,) = result.cards
    for row in result:
        assert (row.survey, row.month, row.law_day, row.prices) == (card.survey, card.month, card.law_day, card.prices)
        assert row.survey
        assert row.law_day
        assert row.prices
        for name in (row.concept, row.measure, row.side, row.step, row.order, row.programme):
            assert "/" not in name
            assert ":" not in name
    places = [
        tuple(getattr(row, name) for name in (*VOCABULARY, "programme", "step", "level", "unit")) for row in result
    ]
    assert len(places) == len(set(places))


def test_two_surveys_have_the_month_and_prices_of_each_and_of_the_later(shared_data):
    files = [shared_data / "eh" / str(year) / "persona.parquet" for year in (2019, 2020)]
    result = ayni.between(files[1], before=files[0])
    assert [card.survey for card in result.cards] == ["EH2019", "EH2020"]
    months = {"before": "2019-11", "after": "2020-12", "change": "2020-12"}  # the middle of the days in the field
    for row in result:
        assert row.survey == "EH2019-EH2020"
        assert row.month == row.prices == months[row.side]
        assert row.law_day[:4] == row.month[:4]
        assert row.take_up == ""
