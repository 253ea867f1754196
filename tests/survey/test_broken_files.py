"""Wrong survey files: each gets one clear error that names the place and what to correct, and leaves nothing behind."""

import gzip

import pytest

from ayni.survey import load
from ayni.words import AyniError
from support.files import as_csv, eh2019, invented_rows


def _written(tmp_path, content, name="EH2019_Pers_csv.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def _refused(path):
    with pytest.raises(AyniError) as raised:
        load(path, cached=False, part="invented")
    spanish = raised.value.in_language("es")
    assert "\n" not in spanish
    return str(raised.value)


@pytest.fixture
def rows():
    return invented_rows()


def test_the_whole_file_loads(tmp_path, rows):
    population = load(_written(tmp_path, as_csv(rows)), cached=False, part="invented")
    assert (population.n_persons, population.n_households) == (5, 2)
    assert population["mother"].tolist() == [-1, -1, 1, -1, 3]
    assert population["wage"].tolist() == [2500.5, 0, 0, 0, 0]
    assert population["ine_income_rebuilt"].tolist() == [2500.5 / 3] * 3 + [175, 175]
    assert population["weight"].tolist() == [100.5] * 5


def test_who_names_herself_as_mother_names_nobody(tmp_path, rows):
    column = eh2019().columns["mother"]["column"]
    rows[1][column], rows[3][column] = "2", "1"  # their own lines
    population = load(_written(tmp_path, as_csv(rows)), cached=False, part="invented")
    assert population["mother"].tolist() == [-1, -1, 1, -1, 3]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8-sig", "utf-16", "utf-16-le", "cp850", "mac_roman"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("packed", [False, True])
def test_it_is_recognised_by_its_content_not_its_name(tmp_path, rows, encoding, separator, packed):
    content = as_csv(rows, encoding=encoding, separator=separator)
    path = _written(tmp_path, gzip.compress(content) if packed else content, "anything.bin")
    assert load(path, cached=False, part="invented").source["wave"] == "EH2019"


def test_no_such_file(tmp_path):
    assert "nowhere.csv: No such file" in _refused(tmp_path / "nowhere.csv")


def test_an_empty_file(tmp_path):
    assert "is empty" in _refused(_written(tmp_path, b""))


def test_a_file_cut_in_the_middle_of_a_row(tmp_path, rows):
    assert "cut short or damaged" in _refused(_written(tmp_path, as_csv(rows)[:-400]))


def test_a_gz_cut_short(tmp_path, rows):
    assert "cut short or damaged" in _refused(_written(tmp_path, gzip.compress(as_csv(rows))[:-20]))


def test_an_archive_that_must_be_extracted_first(tmp_path):
    assert "extract the person file" in _refused(_written(tmp_path, b"Rar!\x1a\x07\x00rest"))


def test_a_statistical_file_cut_short(tmp_path):
    assert "cut short or damaged" in _refused(_written(tmp_path, b"$FL2@(#) SPSS DATA FILE", "x.sav"))


def test_a_parquet_file_cut_short(tmp_path):
    assert "cut short or damaged" in _refused(_written(tmp_path, b"PAR1" + b"x" * 50, "x.parquet"))


def test_letters_decoded_twice_are_named_as_such(tmp_path, rows):
    twice = as_csv(rows, encoding="utf-8").decode("latin-1").encode("utf-8")
    message = _refused(_written(tmp_path, twice))
    assert "depto has “PotosÃ\xad” in row 2 (5 rows): letters of UTF-8 read in another code page" in message


def test_another_survey(tmp_path):
    message = _refused(_written(tmp_path, b"folio;nro;edad\r\n1;1;30\r\n"))
    assert "no known survey" in message
    assert "missing" in message


def test_a_missing_column(tmp_path, rows):
    for row in rows:
        del row["s04a_09a"]
    assert "looks like EH2019, but the columns s04a_09a are missing" in _refused(_written(tmp_path, as_csv(rows)))


def test_an_unknown_code(tmp_path, rows):
    rows[2]["s02a_02"] = "3. Otro"
    message = _refused(_written(tmp_path, as_csv(rows)))
    assert message == (
        "The column s02a_02 (sex) has the code “3. Otro” in row 4 (1 persons), which eh2019.yaml does not know: "
        "add it there or correct the file."
    )


def test_an_unknown_frequency_of_pay(tmp_path, rows):
    rows[0]["s06c_25b"] = "9. Nunca"
    assert "s06c_25b (wage) has the code “9” in row 2" in _refused(_written(tmp_path, as_csv(rows)))


def test_text_where_a_number_belongs(tmp_path, rows):
    rows[0]["s06c_25a"] = "mucho"
    assert "s06c_25a has “mucho” where a number belongs, row 2" in _refused(_written(tmp_path, as_csv(rows)))


def test_an_impossible_age(tmp_path, rows):
    rows[3]["s02a_03"] = "180"
    assert "s02a_03 has 180 in row 5 (1 rows); it goes from 0 to 98" in _refused(_written(tmp_path, as_csv(rows)))


def test_a_number_is_refused_from_one_beyond_either_end_of_its_range_on(tmp_path):
    ranged = {name: entry for name, entry in eh2019().columns.items() if "range" in entry}
    assert len(ranged) == 5
    for name, entry in ranged.items():
        low, high = entry["range"]
        for value, fits in ((low, True), (high, True), (low - 1, False), (high + 1, False)):
            rows = invented_rows()
            rows[2][entry["column"]] = str(value)
            path = _written(tmp_path, as_csv(rows))
            if fits:
                assert load(path, cached=False, part="invented")[name][2] == value
            else:
                assert "row 4" in (said := _refused(path))
                assert value < 0 or said.endswith(f"it goes from {low} to {high}.")


def test_a_blank_where_everybody_is_asked(tmp_path, rows):
    rows[1]["s02a_02"] = " "
    assert "s02a_02 (sex) is blank in row 3" in _refused(_written(tmp_path, as_csv(rows)))


def test_the_same_person_twice(tmp_path, rows):
    assert "household 222-2 has person 2 twice" in _refused(_written(tmp_path, as_csv([*rows, rows[-1]])))


@pytest.mark.parametrize(("weight", "said"), [("0", "weight of household 222-2"), ("-3,5", "factor has -3,5 in row 5")])
def test_a_weight_that_is_not_above_zero(tmp_path, rows, weight, said):
    rows[3]["factor"] = rows[4]["factor"] = weight
    assert said in _refused(_written(tmp_path, as_csv(rows)))


def test_a_household_without_a_head(tmp_path, rows):
    rows[3]["s02a_05"] = "7.PADRES"
    assert "household 222-2 has 0 heads" in _refused(_written(tmp_path, as_csv(rows)))


def test_a_header_without_persons(tmp_path, rows):
    header = as_csv(rows).split(b"\r\n")[0] + b"\r\n"
    assert "has no persons" in _refused(_written(tmp_path, header))


def test_a_refused_file_leaves_nothing_in_the_cache(tmp_path, rows, monkeypatch):
    monkeypatch.setenv("AYNI_CACHE", str(tmp_path / "cache"))
    rows[2]["s02a_02"] = "3. Otro"
    with pytest.raises(AyniError):
        load(_written(tmp_path, as_csv(rows)), part="invented")
    assert not (tmp_path / "cache").exists()
