"""The law is asked for at the doors alone: the package's own face, the command line, the server and the class."""

import ast
from pathlib import Path

import ayni
from ayni import report
from ayni.law import bolivia
from ayni.runs import RunOptions, named, names_of, result
from ayni.words import LANGUAGES

PACKAGE = Path(ayni.__file__).parent
DOORS = ("__init__.py", "facade/", "cli/", "web/", "lessons/", "law/__init__.py")


def test_nobody_but_the_doors_fetches_the_law():
    asking = set()
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            asks = "bolivia" in names or (isinstance(node, ast.Name) and node.id == "bolivia")
            if asks and not place.startswith(DOORS):
                asking.add(place)
    assert asking == set()


def test_a_run_is_under_the_law_that_it_is_given():
    law = bolivia().amend({"renta_dignidad.monthly_non_pensioner": {"2000-01-01": 1}})
    spending = [
        row.value
        for found in (result(RunOptions(), each) for each in (law, bolivia()))
        for row in found
        if (row.table, row.concept, row.programme, row.measure)
        == ("programmes", "simulated", "renta_dignidad", "spending")
    ]
    assert spending[0] < spending[1] / 2


def test_a_result_names_its_programmes_and_is_printed_without_the_law():
    found = result(RunOptions(), bolivia())
    again = report.from_json(report.to_json(found))
    assert again == found
    assert found.names["renta_dignidad"] == bolivia().instruments["renta_dignidad"].called
    assert named(found, bolivia()).names == found.names
    assert set(found.names) <= set(names_of(bolivia()))
    for language in LANGUAGES:
        assert report.tables_as_text(again, language) == report.tables_as_text(found, language)


COMPUTE = {"load", "Analysis", "Simulation", "Design", "answers", "family", "judge", "budget_line", "payslip", "run"}
"""What computes; a view is given what it found."""


def test_views_compute_nothing():
    computing = {
        (path.name, alias.name)
        for path in (PACKAGE / "report").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ayni.")
        for alias in node.names
        if alias.name in COMPUTE
    }
    assert computing == set()
