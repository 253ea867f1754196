"""`ayni expand`, and `ayni run` on what it writes, as a user calls them."""

import pytest

from ayni.report import from_json
from support.command import ayni


def test_a_survey_is_expanded_and_run(tmp_path):
    path, rows = tmp_path / "census.parquet", tmp_path / "rows.json"
    code, _, written = ayni("expand", "--output", path, "--persons", "9000", "--lang", "en")
    assert code == 0
    assert ayni("run", "--data", path, "--lang", "en", "--output", rows, "--format", "json").returncode == 0
    found = from_json(rows.read_bytes())
    persons = next(row.value for row in found if (row.table, row.measure) == ("data", "persons"))
    assert written == f"{path}: {persons:,.0f} persons.\n"
    assert {row.table for row in found} == {"data", "poverty", "programmes", "effects"}
    assert sorted(tmp_path.iterdir()) == [path, rows]


@pytest.mark.parametrize(("language", "says"), [("es", "no es un censo"), ("en", "it is no census")])
def test_tables_and_page_say_that_it_is_no_census(language, says, tmp_path):
    path, page = tmp_path / "census.parquet", tmp_path / "report.html"
    assert ayni("expand", "--output", path, "--persons", "9000").returncode == 0
    assert says in ayni("run", "--data", path, "--lang", language, "--report", page).stdout
    assert f'<p class="warning">{"Encuesta" if language == "es" else "Expanded"}' in page.read_text(encoding="utf-8")


def test_no_claim_can_rest_on_it(tmp_path):
    path = tmp_path / "census.parquet"
    assert ayni("expand", "--output", path, "--persons", "9000").returncode == 0
    claim = ("--programme", "renta_dignidad", "--line", "moderate", "--stated", "2")
    code, _, error = ayni("check", *claim, "--data", path, "--lang", "en")
    assert code == 2
    assert error == f"ayni: {path} is census-size and is not read whole: ayni run alone streams it.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--output", "/nowhere/at/all/c.parquet"), "Cannot write /nowhere/at/all/c.parquet: No such file"),
        (("--output", "c.parquet", "--persons", "2.5"), "--persons takes a whole number of one or more, not 2.5."),
        (("--output", "c.parquet", "--data", "nowhere.csv"), "Cannot read nowhere.csv: No such file"),
    ],
)
def test_whatever_is_wrong_is_one_line_and_leaves_nothing(arguments, says, tmp_path):
    code, _, printed = ayni("expand", *arguments, "--lang", "en", cwd=tmp_path)
    assert code == 2
    assert printed.startswith(f"ayni: {says}")
    assert printed.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
