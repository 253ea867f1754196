"""Small files of each kind that went wrong for somebody: read right, or refused with the place and the cause."""

import pytest

from ayni.survey import load
from ayni.words import AyniError

READ = {
    "base_ok.csv": "la_paz",
    "blank_as_NA.csv": "la_paz",
    "potosi_unaccented.csv": "potosi",
    "cp850.csv": "potosi",
    "categorical_labels.parquet": "la_paz",
    "header_trailing_space.csv": "la_paz",
    "sep_line.csv": "la_paz",
    "utf16.csv": "la_paz",
    "trailing_semicolons.csv": "la_paz",
}
REFUSED = {
    "thousands_dot_wage.csv": "s06c_25a has “3.000” in row 2 (4 rows), which can be read as 3 or as 3000",
    "thousands_dot_decimals_wage.csv": "s06c_25a has “3.000,00” in row 2 (4 rows), which can be read as 3 or as 3000",
    "excel_date_wage.csv": "s06c_25a has “5.mar” in row 2 (4 rows), which can be read as a date or as the number 5.3",
    "folio_scientific.csv": "folio has “1,11004E+14” in row 2 (8 rows): Excel turned the key into scientific notation",
    "one_person_other_department.csv": "household H0 is in two places: person 2 differs from the first in “department”",
    "psu_in_two_strata.csv": "The sampling unit U1 is in two strata: with household H0 and with household H2",
    "person_number_50000.csv": "nro has 50000 in row 3",
    "wage_negative.csv": "s06c_25a has -3000 in row 2",
}


def _read(shared_data, name):
    return load(shared_data.parent / "cases" / name, part="control", cached=False)


@pytest.mark.parametrize("name", READ)
def test_it_is_read_right(shared_data, name):
    population = _read(shared_data, name)
    assert (population.n_persons, population.n_households) == (8, 4)
    assert population["wage"].tolist() == [3000, 0] * 4
    assert population["weight"].tolist() == [1018.17] * 8
    assert population.is_value("department", READ[name]).all()
    assert population["age"].tolist() == [40, 38] * 4


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_the_place_and_the_cause(shared_data, name):
    with pytest.raises(AyniError) as raised:
        _read(shared_data, name)
    assert REFUSED[name] in str(raised.value)
    assert "\n" not in raised.value.in_language("es")
