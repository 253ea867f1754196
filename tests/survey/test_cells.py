"""What a cell is read as: blanks, codes with labels, counts, amounts of one convention, keys; and what is refused."""

import numpy as np
import pytest

from ayni.survey.cells import amounts, coded, convention, keys, leading_codes, number_cells, text_cells, whole_numbers
from ayni.words import AyniError


def column(*texts, name="wage", **of_file):
    return text_cells(name, texts, np.arange(len(texts), dtype=np.int32), **of_file)


def read(cells, *others):
    return amounts(cells, convention([cells, *others])).tolist()


def refused(function, *arguments):
    with pytest.raises(AyniError) as raised:
        function(*arguments)
    raised.value.in_language("es")
    return str(raised.value)


@pytest.mark.parametrize("text", ["", " ", "NA", ".", "NULL", "nan", "NaN", "#N/A", "\u00a0"])
def test_what_programs_write_for_no_answer_is_blank(text):
    cells = column(text, "1")
    assert cells.blank.tolist() == [True, False]
    np.testing.assert_array_equal(amounts(cells, convention([cells])), [np.nan, 1])


CODES = {"1": "Hombre", "2": "Mujer"}


@pytest.mark.parametrize(
    "text",
    ["1", "1.0", "1,0", "01", "1.00", "1.Hombre", "1. Hombre", "01. HOMBRE ", "Hombre", " hombre", "HOMBRE",
     "[1] Hombre", "1) Hombre", "1 - Hombre", "1. Varón"],
)  # fmt: skip
def test_a_code_is_read_with_or_without_its_label(text):
    assert coded(column(text), CODES) == ["1"]


def test_labels_are_known_without_case_accents_marks_and_doubled_spaces():
    assert coded(column("POTOSI", "Potosí ", "potosí"), {"5": "Potosí"}) == ["5"] * 3
    assert coded(column("no tuvo"), {"1": "No  tuvo'"}) == ["1"]


def test_a_label_that_two_codes_share_is_no_code():
    assert coded(column("Otro"), {"1": "Otro", "2": "Otro"}) == ["Otro"]


@pytest.mark.parametrize("text", ["5.mar", "mar-05", "05/03/2020", "2020-03-05", "1-ene", "12:30"])
def test_a_date_among_codes_is_refused(text):
    assert f"wage has “{text}” in row 3" in refused(coded, column("1", text), CODES)


@pytest.mark.parametrize("text", ["1.5", "1.018,17", "1e3", "Verdadero", "12%"])
def test_what_is_no_code_is_no_code(text):
    assert coded(column(text), CODES) == [text]
    assert f"“{text}” where a number belongs, row 2" in refused(leading_codes, column(text), CODES)


@pytest.mark.parametrize("number", [1.5, -1.0, np.inf])
def test_a_number_that_is_no_code_is_refused(number):
    assert "row 2" in refused(leading_codes, number_cells("sex", np.array([number])), CODES)


def test_true_and_false_are_no_codes():
    cells = number_cells("sex", np.array([True, False]))
    assert "sex has False in row 3" in refused(coded, cells, CODES)


def test_a_label_of_another_code_is_refused_in_text_and_believed_in_a_factor_numbered_again():
    assert "the code 2 with the label “Hombre”, which is INE's code 1" in refused(
        coded, column("1", "2. Hombre"), CODES
    )
    again = number_cells("sex", np.array([0.0, 1.0]), labels={0: "Hombre", 1: "2. Mujer"})
    assert coded(again, CODES) == ["1", "2"]
    half = number_cells("sex", np.array([1.0, 2.0, 3.0]), labels={1: "Mujer", 2: "Hombre"})
    assert "numbered again" in refused(coded, half, CODES)


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("1018,17", "812,125", "3000"), (1018.17, 812.125, 3000)),
        (("1018.17", "812.125", "3000"), (1018.17, 812.125, 3000)),
        (("1.018,17", "3.000", "950"), (1018.17, 3000, 950)),
        (("1,018.17", "3,000", "950"), (1018.17, 3000, 950)),
        (("1'234", "1'234.5", "950"), (1234, 1234.5, 950)),
        (("1 234,5", "3\u00a0000"), (1234.5, 3000)),
        (("1.234.567", "3.000"), (1234567, 3000)),
        (("1e+05", "2.5e-3"), (1e5, 2.5e-3)),
        (("0.125", ".5", "0001", "-0", "\u22123"), (0.125, 0.5, 1, 0, -3)),
        (("3000.000", "812.120"), (3000, 812.12)),
    ],
)
def test_amounts_of_one_convention_are_read(texts, values):
    assert read(column(*texts)) == list(values)


def test_negative_zero_is_zero():
    assert not np.signbit(read(column("-0"))).any()
    cells = number_cells("wage", np.array([-0.0]))
    assert not np.signbit(read(cells)).any()


@pytest.mark.parametrize(
    ("texts", "first", "second"),
    [
        (("3.000",), "3", "3000"),
        (("3,000",), "3", "3000"),
        (("1,234", "950"), "1.234", "1234"),
        (("3.000", "1018.17"), "3", "3000"),
        (("3.000,00", "3000"), "3", "3000"),
        (("2.500", "2500"), "2.5", "2500"),
    ],
)
def test_what_has_two_readings_is_refused_with_place_and_both(texts, first, second):
    message = refused(read, column("1", *texts))
    assert f"wage has “{texts[0]}” in row 3" in message
    assert f"can be read as {first} or as {second}" in message


@pytest.mark.parametrize("other", ["1018,17", "1018.17", "100,5", "3000"])
@pytest.mark.parametrize("text", ["3.000", "3,000"])
def test_another_column_does_not_settle_what_this_one_leaves_open(text, other):
    assert "can be read as 3 or as 3000" in refused(read, column(text), column(other, name="factor"))


@pytest.mark.parametrize(
    "texts",
    [("100,5", "100.5"), ("1.018,17", "1,018.17"), ("1.018,17", "100.5"), ("1'234", "1.234,5"), ("1'234", "3000")],
)
def test_two_conventions_in_a_file_are_refused_with_both_places(texts):
    message = refused(read, column(texts[0]), column("1", texts[1], name="factor"))
    assert "wage" in message
    assert "factor" in message
    assert "(row 3)" in message or "in row 3" in message


@pytest.mark.parametrize(
    "text",
    ["mucho", "Bs 3.000", "Bs 3000", "3000 Bs", "12%", "(300)", "--3", "inf", "1_000", "0x10", "3000.", "1.2.3",
     "1,2,3", "1.23.456", "1..2", "TRUE", "#¡VALOR!", "=A1", "٣", "1e999", "1. Obrero", "1 2", "12 34", "1234 567"],
)  # fmt: skip
def test_what_is_no_plain_number_is_no_amount(text):
    assert f"wage has “{text}” where a number belongs, row 3" in refused(read, column("1", text))


def test_dates_among_amounts_are_refused_with_both_readings():
    message = refused(read, column("100,5", "5.mar"))
    assert "wage has “5.mar” in row 3 (1 rows), which can be read as a date or as the number 5.3" in message
    assert "row 2" in refused(read, number_cells("wage", np.array([18000.0]), dates=True))


@pytest.mark.parametrize("text", ["1,23E+05", "1E+05", "1.5E3"])
def test_powers_of_ten_that_a_spreadsheet_rounded_are_refused(text):
    assert "lost digits" in refused(read, column(text))


@pytest.mark.parametrize("number", [1e9 + 1, -1.0, np.inf])
def test_an_amount_out_of_bounds_is_refused_with_its_place(number):
    cells = number_cells("wage", np.array([1.0, number]))
    with pytest.raises(AyniError, match="row 3"):
        amounts(cells, convention([cells]), low=0)


@pytest.mark.parametrize("text", ["1.5", "3.000", "-1", "2.Dos", "50000", "1e1", "dos"])
def test_a_count_is_a_whole_number_within_bounds(text):
    assert "row 3" in refused(whole_numbers, column("1", text), 0, 99)


def test_counts_are_read_however_a_program_writes_whole_numbers():
    assert whole_numbers(column("1", "2.0", "03", "4,00", "5.000000"), 0, 99).tolist() == [1, 2, 3, 4, 5]


def test_keys_sort_alike_whether_numbers_text_or_text_with_leading_zeros():
    ordered = ["0009", "0010", "0100"]
    texts = [("9", "10", "100"), ("0009", "0010", "0100"), ("9.0", "10.0", "100.0")]
    numbers = [number_cells("folio", np.array([9, 10, 100], dtype=dtype)) for dtype in (int, float)]
    for cells in [*(column(*of) for of in texts), *numbers]:
        found = keys(cells)
        assert np.argsort(found).tolist() == [0, 1, 2]
        assert [key.zfill(4) for key in found] == ordered
    assert keys(column("111-A", "0111-A")).tolist() == ["111-A", "0111-A"]


@pytest.mark.parametrize(
    "cells",
    [
        column("1,11004E+14", name="folio"),
        column("1.1e+17", name="folio"),
        column("111004161102730000", "111004161102731000", name="folio"),
        number_cells("folio", np.array([1.11004161102730021e17])),
        number_cells("folio", np.array([1.5])),
    ],
)
def test_a_key_that_a_spreadsheet_mangled_is_said_to_be_so(cells):
    assert "folio has" in refused(keys, cells)
    assert "Excel" in refused(keys, cells)


@pytest.mark.parametrize("texts", [("123", "124", "A1"), ("A1", "A2", "123"), ("12", "012", "13")])
def test_one_key_written_in_another_way_than_the_rest_is_refused(texts):
    assert "written in another way" in refused(keys, column(*texts))
