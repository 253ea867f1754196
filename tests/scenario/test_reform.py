"""Reform files: what each says becomes a new law, and every mistake is one line that names the place."""

import datetime as dt
import importlib
import json
import sys
from pathlib import Path

import numpy as np
import pytest

import ayni
from ayni.engine import Simulation
from ayni.evidence.prices import in_prices_of
from ayni.law import bolivia
from ayni.scenario import Analysis, as_texts, of_pairs, of_texts, read_reform
from ayni.words import LANGUAGES, AyniError, catalogue, read_yaml
from ayni.words.marks import MarkKind

REPOSITORY = Path(__file__).parent.parent.parent
REFORMS = REPOSITORY / "reforms"
DAY = dt.date(2022, 6, 1)
AMOUNT = "renta_dignidad.monthly_non_pensioner"
ADDED = {
    "bono_nuevo": {
        "name": {"es": "Bono nuevo", "en": "New grant"},
        "in_force": [{"from": "2022-01-01"}],
        "parameters": {"amount": {"unit": "Bs/month", "values": [{"from": "2022-01-01", "value": 100}]}},
    }
}
RULE = '''
from ayni.engine import rule

REFORM = {"programme": %r}

@rule(unit="Bs/month")
def bono_nuevo(age, p):
    """A grant for the young."""
    if age >= 6:
        return 0.0
    return %s
'''


def value(law, name=AMOUNT, day=DAY):
    return law.parameter(name).on(day).value


# ---- what a reform says


@pytest.mark.parametrize("given", [500, 500.0, "500", "500 Bs/month", "500 Bs/mes", {"2022-01-01": 500},
                                   {dt.date(2022, 1, 1): "500"}, {"2022-01-01.2022-12-31": 500}])  # fmt: skip
def test_a_value_may_stand_alone_with_its_unit_or_by_date(given):
    assert value(read_reform({AMOUNT: given}, bolivia()).law(bolivia())) == 500


def test_a_range_ends_and_the_law_returns():
    law = read_reform({AMOUNT: {"2022-01-01.2022-12-31": 500, "2024-01-01": 600}}, bolivia()).law(bolivia())
    days = [dt.date(2021, 12, 31), dt.date(2022, 12, 31), dt.date(2023, 6, 1), dt.date(2024, 1, 1)]
    assert [value(law, day=day) for day in days] == [350, 500, 350, 600]


@pytest.mark.parametrize("given", [0.12, "12 %", "12%", "0.12", "0.12 share"])
def test_a_share_may_be_given_in_per_cent(given):
    assert value(read_reform({"rc_iva.rate": given}, bolivia()).law(bolivia()), "rc_iva.rate") == pytest.approx(0.12)


def test_nothing_is_changed_in_place():
    before = {name: parameter.rows for name, parameter in _parameters(bolivia())}
    reform = read_reform({AMOUNT: 500, "off": ["bono_juancito_pinto"], "programme": ADDED}, bolivia())
    assert reform.law(bolivia()) is not bolivia()
    assert {name: parameter.rows for name, parameter in _parameters(bolivia())} == before
    assert "bono_nuevo" not in bolivia().instruments
    assert not bolivia().suspended


def _parameters(law):
    return [(each.id, each) for one in law.instruments.values() for each in one.parameters.values()]


def test_yaml_json_python_and_pairs_say_the_same(tmp_path):
    (tmp_path / "a.yaml").write_text(f"{AMOUNT}: {{2022-01-01: 500}}\noff: [bono_juancito_pinto]\n", encoding="utf-8")
    content = {AMOUNT: {"2022-01-01": 500}, "off": ["bono_juancito_pinto"]}
    (tmp_path / "b.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "c.py").write_text(f"REFORM = {content!r}\n", encoding="utf-8")
    files = [tmp_path / name for name in ("a.yaml", "b.json", "c.py")]
    found = [read_reform(each, bolivia()) for each in (*files, content)]
    assert {json.dumps(dict(each.values)) for each in found} == {json.dumps({AMOUNT: {"2022-01-01": 500}})}
    assert {each.off for each in found} == {("bono_juancito_pinto",)}  # though YAML reads the key `off` as false
    assert of_pairs({AMOUNT: "500"}, dt.date(2022, 1, 1)) == {AMOUNT: {"2022-01-01": "500"}}


def test_the_texts_of_an_address_say_what_a_file_says_and_come_back():
    texts = [f"{AMOUNT}:500@2019-07-01", f"{AMOUNT}:600@2026-01-01.2026-12-31", "rc_iva.rate:15 %"]
    content = of_texts(texts)
    assert content == {AMOUNT: {"2019-07-01": "500", "2026-01-01.2026-12-31": "600"}, "rc_iva.rate": "15 %"}
    assert as_texts(content) == texts
    assert read_reform(of_texts([f"{AMOUNT}:500"]), bolivia()) == read_reform(of_pairs({AMOUNT: "500"}), bolivia())


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        ([f"{AMOUNT}=500"], "reform_text"),
        ([f"{AMOUNT}:"], "reform_text"),
        ([AMOUNT], "reform_text"),
        (["rules:/etc/passwd"], "reform_text"),
        ([f"{AMOUNT}:500@2019-07-01", f"{AMOUNT}:600@2019-07-01"], "reform_text_twice"),
        ([f"{AMOUNT}:500", f"{AMOUNT}:600@2019-07-01"], "reform_text_twice"),
        ([f"{AMOUNT}:500@2019-07-01", f"{AMOUNT}:600"], "reform_text_twice"),
    ],
)
def test_a_text_of_another_form_or_said_twice_is_refused(texts, key):
    with pytest.raises(AyniError) as raised:
        of_texts(texts)
    assert raised.value.key == key


def test_an_added_programme_pays_what_its_rule_says(synthetic, tmp_path):
    (tmp_path / "nuevo.py").write_text(RULE % (ADDED, "p.amount"), encoding="utf-8")
    reform = read_reform(tmp_path / "nuevo.py", bolivia())
    after = Analysis(synthetic.population, reform.law(bolivia()), DAY)
    young = synthetic.population["age"] < 6
    np.testing.assert_array_equal(after.payments["bono_nuevo"].per_year, np.where(young, 1200.0, 0.0))


def test_a_rule_that_takes_another_s_place_reads_its_parameters(synthetic):
    reform = read_reform(REFORMS / "disability_at_the_extreme_line.py", bolivia())
    law = reform.law(bolivia())
    assert law.instrument_of("bono_discapacidad") == "bono_discapacidad"
    paid = Simulation(synthetic.population).run(law.on(DAY), ["bono_discapacidad"])["bono_discapacidad"]
    before = Simulation(synthetic.population).run(bolivia().on(DAY), ["bono_discapacidad"])["bono_discapacidad"]
    line = synthetic.population["extreme_poverty_line"]
    np.testing.assert_array_equal(paid, np.where(before > 0, np.maximum(line, 250), 0))


def test_a_python_file_changed_between_two_readings_is_read_anew(tmp_path):
    path = tmp_path / "nuevo.py"
    found = []
    for amount in ("1.0", "p.amount + 200.0"):
        path.write_text(RULE % (ADDED, amount), encoding="utf-8")
        found.append(read_reform(path, bolivia()).definitions["bono_nuevo"].fingerprint)
    assert found[0] != found[1]


# ---- what is wrong with one


def later(key, **values):
    return {f"renta_dignidad.{key}": values}


WRONG = {
    "a misspelt parameter": ({"renta_dignidad.monthly_nonpensioner": 5}, "unknown_parameter", AMOUNT),
    "another unit": ({AMOUNT: "500 Bs/year"}, "wrong_unit", "Bs/month"),
    "per cent of an amount": ({AMOUNT: "12 %"}, "wrong_unit", "Bs/month"),
    "a share above one": ({"rc_iva.rate": 12}, "share_above_one", "0.12"),
    "a negative amount": ({AMOUNT: -5}, "negative_value", "-5"),
    "a negative share": ({"rc_iva.rate": -0.1}, "negative_value", "-0.1"),
    "neither yes nor no": ({"renta_dignidad.excludes_private_dependants": 2}, "not_a_flag", "1 or 0"),
    "a number of two readings": ({AMOUNT: "2.000"}, "number_of_two_readings", "2000"),
    "a word for a number": ({AMOUNT: "much"}, "wrong_unit", "much"),
    "true for a number": ({AMOUNT: True}, "wrong_kind_of_value", "True"),
    "a malformed date": ({AMOUNT: {"2026-13-01": 5}}, "malformed_date", "2026-13-01"),
    "a malformed range": ({AMOUNT: {"2026-01-01.2025-01-01": 5}}, "malformed_date", "2026-01-01.2025-01-01"),
    "a date before the programme": ({AMOUNT: {"2007-01-01": 5}}, "reform_before_programme", "2008-01-01"),
    "overlapping dates": (
        {AMOUNT: {"2022-01-01.2022-12-31": 5, "2022-06-01": 6}}, "reform_dates_overlap", "2022-06-01",
    ),
    "an unknown key": ({AMOUNT: 5, "financin": {}}, "unknown_reform_key", "financing"),
    "an unknown programme": ({"off": ["renta_dinidad"]}, "unknown_instrument", "renta_dignidad"),
    "an unknown financing": ({AMOUNT: 5, "financing": {"rule": "luck"}}, "financing_form", "per_head"),
    "nothing": ({"name": "x"}, "reform_form", "at least one"),
    "rules from a receipt": ({"rules": {"file": "x.py", "python": ""}}, "reform_needs_file", "x.py"),
    "a scale that does not rise": (
        {"impuesto_grandes_fortunas.rates": [[20, 0.1], [10, 0.2]]}, "wrong_kind_of_value", "20",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_whatever_is_wrong_is_one_line_that_names_the_place(case):
    given, key, says = WRONG[case]
    with pytest.raises(AyniError) as raised:
        read_reform(given, bolivia())
    assert raised.value.key == key
    for language in LANGUAGES:
        text = raised.value.in_language(language)
        assert "\n" not in text
    assert says in str(raised.value)


FILES = {
    "missing": ("none.yaml", None, "Cannot read .*none.yaml: No such file"),
    "broken YAML": ("a.yaml", "x: [1\ny: 2\n", r"a.yaml, line 2: not readable as YAML"),
    "broken JSON": ("a.json", '{"x": 1,\n}', r"a.json, line 2: not readable as JSON"),
    "a list": ("a.yaml", "- 1\n", "a.yaml: a reform says at least one"),
    "missing rules": ("a.yaml", "rules: none.py\n", "Cannot read .*none.py"),
    "missing Python": ("none.py", None, "Cannot read .*none.py"),
    "Python that does not parse": ("a.py", "REFORM = {}\nx = (\n", r"a.py:2: .*as Python: Syntax"),
    "Python that fails": ("a.py", "REFORM = {}\n\nimport nowhere_at_all\n", r"a.py:3: .*ModuleNotFoundError"),
    "a loop in a rule": (
        "a.py", (RULE % (ADDED, "p.amount")).replace("    return p.amount", "    for x in (1, 2):\n        return x"),
        r"a.py:11: the rule bono_nuevo says “for x in \(1, 2\):”",
    ),
    "a parameter that is not there": ("a.py", RULE % (ADDED, "p.amuont"), "bono_nuevo: p.amuont; .* amount"),
    "a programme without dates": (
        "a.yaml", "programme: {x: {name: {es: a, en: b}, parameters: {}}}\n", "in_force",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_cannot_be_used_says_where(case, tmp_path):
    name, text, says = FILES[case]
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(AyniError, match=says):
        read_reform(tmp_path / name, bolivia())


def test_a_column_that_nobody_has_is_named_with_the_nearest(tmp_path):
    text = (RULE % (ADDED, "p.amount")).replace("(age, p)", "(agee, p)").replace("if age", "if agee")
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    with pytest.raises(AyniError, match=r"bono_nuevo reads agee, which .* the nearest is age"):
        ayni.reform(reform=tmp_path / "a.py")


# ---- on which day


def test_a_reform_of_the_future_moves_the_law_to_its_first_day():
    reform = read_reform({AMOUNT: {"2026-01-01": 2000}}, bolivia())
    assert reform.day(bolivia(), DAY, asked=False) == dt.date(2026, 1, 1)
    with pytest.raises(AyniError, match="begins on 2026-01-01 and the law asked for is of 2022-06-01"):
        reform.day(bolivia(), DAY, asked=True)


@pytest.mark.parametrize(
    "given",
    [{AMOUNT: 350}, {AMOUNT: {"2020-01-01.2020-12-31": 500}}, {"off": ["bono_familia"]}],
)
def test_a_reform_that_changes_nothing_on_the_day_says_so(given):
    with pytest.raises(AyniError, match="changes nothing on 2022-06-01"):
        read_reform(given, bolivia()).day(bolivia(), DAY, asked=False)


def test_a_reform_of_what_is_in_no_income_says_so():
    with pytest.raises(AyniError, match="changes sistema_unico_salud, which neither gives nor takes"):
        read_reform({"off": "sistema_unico_salud"}, bolivia()).day(bolivia(), DAY, asked=False)


def test_financing_by_what_no_survey_sees_is_refused_too():
    given = {AMOUNT: 500, "financing": {"impuesto_grandes_fortunas.threshold": 20000000}}
    with pytest.raises(AyniError, match="tier “calculable”"):
        read_reform(given, bolivia()).day(bolivia(), DAY, asked=False)


def test_a_rule_of_wages_may_read_what_only_the_gross_up_knows(tmp_path):
    text = """
from ayni.engine import rule

@rule(unit="Bs/month")
def rc_iva_base(total_earned, untaxed, p):
    \"\"\"Everything above an amount.\"\"\"
    return max(0.0, total_earned - untaxed * p.untaxed_minimum_wages)

@rule(unit="Bs")
def untaxed(contributes_as_dependent):
    \"\"\"A rule that another of the file reads.\"\"\"
    return 5000.0 if contributes_as_dependent else 1e9
"""
    (tmp_path / "base.py").write_text(text, encoding="utf-8")
    rows = ayni.reform(reform=tmp_path / "base.py")
    assert [row for row in rows if (row.table, row.measure) == ("costs", "net_cost") and row.value]


def test_what_no_survey_sees_is_refused_with_the_reason():
    with pytest.raises(AyniError, match="tier “calculable” and does not run on a population: a household survey sees"):
        ayni.reform(reform={"impuesto_grandes_fortunas.threshold": 20000000})


# ---- the examples


EXAMPLES = sorted(path.name for path in REFORMS.iterdir() if path.suffix in (".yaml", ".py"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_runs_and_has_a_name_in_both_languages(name):
    assert set(read_reform(REFORMS / name, bolivia()).name) == set(LANGUAGES)
    if name.endswith(".yaml"):
        first = (REFORMS / name).read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=reform.schema.json"
    day = dt.date(2020, 11, 20) if name == "payments_of_2020_never_made.yaml" else None
    rows = ayni.reform(reform=REFORMS / name, day=day, at="survey", prices="survey")
    wanted = "aggregate" if name.startswith("wealth") else "comparison"
    assert [row for row in rows if row.table == wanted and row.value]


def test_the_grant_in_prices_of_2006_is_what_the_index_gives():
    file = REFORMS / "juancito_pinto_in_prices_of_2006.yaml"
    values = read_reform(file, bolivia()).values["bono_juancito_pinto.amount"]
    assert len(values) == 7
    for date, amount in values.items():
        assert amount == round(in_prices_of(200, 2006, int(date[:4])), 2)


def test_the_schema_is_current_and_names_every_parameter_and_key():
    sys.path.insert(0, str(REPOSITORY / "tools"))
    try:
        text = importlib.import_module("reform_schema").document()
    finally:
        sys.path.pop(0)
    assert (REFORMS / "reform.schema.json").read_text(encoding="utf-8") == text, "run python tools/reform_schema.py"
    schema = json.loads(text)
    keys = set(schema["properties"])
    assert {name for name, _ in _parameters(bolivia())} < keys
    for name in EXAMPLES:
        if name.endswith(".yaml"):
            written = read_yaml(REFORMS / name)
            assert {"off" if key is False else key for key in written} <= keys


# ---- rows


def test_no_programme_of_a_reform_is_without_a_name(tmp_path):
    from ayni.report import tables

    (tmp_path / "nuevo.py").write_text(RULE % (ADDED, "p.amount"), encoding="utf-8")
    rows = ayni.reform(reform=tmp_path / "nuevo.py", day=dt.date(2022, 11, 20), prices="survey")
    assert "programme.bono_nuevo" not in catalogue()
    texts = [line.head for table in tables(rows, "es") for line in table.lines]
    assert "Programa: Bono nuevo" in texts
    assert any(text.startswith("Bono nuevo: ") for text in texts)


def test_costs_stand_with_both_take_ups_beside_the_budget_and_financing_is_said_to_be_absent(shared_data):
    rows = ayni.reform(shared_data / "eh/2022/persona.parquet", reform={AMOUNT: 500}, at="survey")
    found = {
        (row.concept, row.programme, row.measure, row.side, row.take_up): row for row in rows if row.table == "costs"
    }
    legal, observed = (found["", "all_programmes", "spending", "change", who].value for who in ("legal", "observed"))
    assert 0 < observed < legal
    official = found["official", "renta_dignidad", "spending", "", "legal"].value
    ratio = found["simulated_over_official", "renta_dignidad", "spending", "change", "legal"]
    assert ratio.value == pytest.approx(found["", "renta_dignidad", "spending", "change", "legal"].value / official)
    assert rows.reform.financing == "unfinanced"


def test_a_higher_rc_iva_takes_from_contributors_what_the_treasury_gains(shared_data):
    """Mean take-home pay of members falls by what is withheld, for there is nobody else who pays it."""
    rows = ayni.reform(shared_data / "eh/2019/persona.parquet", reform={"rc_iva.rate": 0.2}, at="survey")
    change = {
        (row.table, row.programme or row.measure, row.unit): row
        for row in rows
        if row.side == "change" and row.group == "all" and row.take_up == "legal"
    }
    taken = change["costs", "rc_iva", "Bs/year"].value
    assert taken > 0
    assert change["costs", "net_cost", "Bs/year"].value == pytest.approx(-taken)
    persons = next(row.value for row in rows if row.concept == "population" and row.measure == "persons")
    assert 12 * persons * change["comparison", "mean", "Bs/month"].value == pytest.approx(-taken, rel=0.01)
    assert all(row.has(MarkKind.TAKE_HOME_RECOMPUTED) for row in rows if row.table == "comparison")


def test_a_payment_made_at_once_weighs_most_in_its_month_and_costs_the_same(shared_data):
    found = {}
    for accounting in ("year", "quarter", "month"):
        rows = ayni.reform(
            shared_data / "eh/2020/persona.parquet",
            reform={"off": ["bono_contra_el_hambre"]},
            at="survey",
            accounting=accounting,
        )
        change = next(row for row in rows if (row.table, row.side, row.measure) == ("comparison", "change", "mean"))
        cost = next(
            row for row in rows if (row.table, row.side, row.programme) == ("costs", "change", "all_programmes")
        )
        found[accounting] = change.value, cost.value
    assert found["month"][0] == pytest.approx(12 * found["year"][0])
    assert found["quarter"][0] == pytest.approx(4 * found["year"][0])
    assert len({round(cost) for _, cost in found.values()}) == 1
