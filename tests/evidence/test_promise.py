"""Several costs of one promise: each rebuilt by hand, each difference named and added up."""

import json
import shutil

import pytest

import ayni
from ayni.evidence.promise import FOLDER, costed, promise, promises, read_promise
from ayni.law import bolivia
from ayni.report.claims import promise_as_bytes, promise_tables
from ayni.words import LANGUAGES, AyniError

EXAMPLE = "renta_dignidad_2000"


@pytest.fixture(scope="module")
def found():
    return costed(promise(EXAMPLE), bolivia(), ["minister", "thirteenth=without"], ["economist"])


def test_the_four_costs_are_rebuilt_by_hand_to_the_last_digit_that_was_said(found):
    by_hand = {
        "minister": 1_200_000 * 1650 * 13 / 1e6,
        "economist": 1_296_543 * 13 * (0.79 * 2000 + 0.21 * 1000) / 1e6,
        "rector": 1_000_000 * 2000 * 12 / 1e6,
        "analyst": 700 * 12,
    }
    assert {each.statement.id: each.rebuilt for each in found.statements} == pytest.approx(by_hand)
    assert all(each.fits for each in found.statements)
    assert [each.stated for each in found.statements] == pytest.approx([25_700, 30_171, 3450 * 6.96, 8400])
    assert found.reference == pytest.approx(1_241_465 * 13 * (0.79 * 1650 + 0.21 * 700) / 1e6)


def test_every_difference_is_named_and_the_parts_add_up_to_it(found):
    for each in found.statements:
        steps = {step.factor: step.value for step in each.explained.steps}
        assert found.reference + sum(steps.values()) + each.rest == pytest.approx(each.stated)
        differing = {name for name, taken in each.statement.base.items() if found.promise.reference[name] != taken}
        assert set(steps) == differing
    minister = {step.factor: step.value for step in found.statements[0].explained.steps}
    paid, split, alike = 1_241_465, 13 * (0.79 * 1650 + 0.21 * 700) / 1e6, 13 * 1650 / 1e6
    assert minister["persons"] == pytest.approx((1_200_000 - paid) * (split + alike) / 2)
    assert minister["pensioners"] == pytest.approx((alike - split) * (paid + 1_200_000) / 2)


def test_two_bases_of_the_reader_s_own_are_compared_with_each_switch(found):
    asked = found.asked
    assert asked.left_value == pytest.approx(1_200_000 * 1650 * 12 / 1e6)
    assert asked.right_value == pytest.approx(found.statements[1].rebuilt)
    assert asked.left_value + sum(step.value for step in asked.steps) == pytest.approx(asked.right_value)
    assert {step.factor for step in asked.steps} == {"counted", "persons", "pensioners", "thirteenth"}


def test_a_promise_is_told_in_tables_json_and_csv_and_the_same_from_python(found):
    for language in LANGUAGES:
        ids = [table.id for table in promise_tables(found, bolivia(), language)]
        assert ids == ["promise", "promise_explained", "promise_sides", "sources"]
    data = json.loads(promise_as_bytes(found, "json"))
    assert [each["fits"] for each in data["statements"]] == [True] * 4
    assert promise_as_bytes(found, "csv").count(b"\n") > 20
    own = ayni.promise(EXAMPLE, left="minister, thirteenth=without", right="economist")
    assert own.data() == data
    assert set(promises()) == {EXAMPLE}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("thirteenth: with, amount: promised}\nreference_name", "amount: promised}\nreference_name"),
         r"reference.thirteenth: “–” is no option; write one of with, without"),
        (("persons: round_1_2,", "persons: round_12,"), r"statements.minister.base.persons: “round_12” is no option"),
        (("base: {counted: rise", "base: {count: rise"), r"there is no factor “count”; the nearest is counted"),
        (("- {value: persons}", "- {value: people}"), r"formula.product\[0\]: no option gives “people”"),
        (("values: {payments: {number: 12}}", "values: {pay: {number: 12}}"), r"factors.thirteenth.options.without"),
        (("values: {payments: {number: 12}}", "values: {payments: {}}"), r"has one of value, series"),
        (("id: economist", "id: minister"), r"the id “minister” stands twice"),
        (("unit: million Bs\nfactors", "units: million Bs\nfactors"), r"the key “units” is not known"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_gives_one_clear_error_with_its_place(tmp_path, change, message):
    path = tmp_path / "own.yaml"
    shutil.copy(FOLDER / f"{EXAMPLE}.yaml", path)
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(AyniError, match=message) as raised:
        read_promise(path)
    assert raised.value.in_language("es").startswith("own.yaml: ")


@pytest.mark.parametrize(
    ("left", "message"),
    [
        (["ministro"], "--left: “ministro” is neither one of reference, minister"),
        (["amount=3"], "“3” is no option; write one of promised, of_2025"),
        (["pay=3"], "there is no factor “pay”"),
    ],
)
def test_a_base_that_is_not_there_is_refused_with_those_there_are(left, message):
    with pytest.raises(AyniError, match=message):
        costed(promise(EXAMPLE), bolivia(), left)


def test_a_promise_that_is_not_there_is_refused():
    with pytest.raises(AyniError, match=f"There is no promise “x”.*{EXAMPLE}"):
        promise("x")
