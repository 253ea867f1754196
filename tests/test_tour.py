"""The Python tour prints what it says, and the command line gives the rows that Python gives."""

import importlib
import re
import sys
from pathlib import Path

import pytest

import ayni
from ayni import report
from ayni.cli import main

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def tour():
    sys.path.insert(0, str(REPOSITORY / "tools"))
    try:
        return importlib.import_module("tour")
    finally:
        sys.path.pop(0)


@pytest.fixture(scope="module")
def names(tour):
    """What the cells define, and under `page` the page that they make; the cells on survey files are not run."""
    defined = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(REPOSITORY)
        page = tour.document(names=defined)
    return {**defined, "page": page}


def test_every_cell_prints_what_the_page_says(tour, names):
    assert names["page"] == tour.DOCUMENT.read_text(encoding="utf-8"), "run python tools/tour.py"


def test_the_reform_of_the_page_has_the_same_rows_on_the_command_line(names, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["reform", "renta_dignidad.monthly_non_pensioner=500", "--at", "survey", "--format", "json"])
    assert not ended.value.code
    assert report.from_json(capsys.readouterr().out.encode()) == names["by_pair"]


def test_the_cells_on_survey_files_print_what_the_page_says(tour, names, shared_data):
    page = tour.DOCUMENT.read_text(encoding="utf-8")
    files = {f"eh{year}": shared_data / "eh" / str(year) / "persona.parquet" for year in (2019, 2020)}
    assert tour.document(tour.DOCUMENT, files, {"ayni": ayni}) == page


def test_the_page_uses_what_import_ayni_gives_alone(tour):
    cells = "".join(cell["code"] for cell in tour.CELL.finditer(tour.DOCUMENT.read_text(encoding="utf-8")))
    assert re.findall(r"^(?:import|from) .*", cells, re.MULTILINE) == ["import ayni"]
