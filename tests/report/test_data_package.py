"""Data Packages: every table is described as it is, every source has a licence, and every reference is found."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest

from ayni.law import bolivia
from ayni.report.data_package import DESCRIPTOR, licence_of, registry_package, result_package
from ayni.scenario.result import DataCard, Result
from ayni.scenario.rows import COLUMNS, Row

NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
READ = {"string": str, "number": float, "integer": int}


@pytest.fixture(scope="module")
def files():
    return registry_package(bolivia())


def check(descriptor, contents):
    """What the profile asks of a package and Table Schema of its tables; the rows of each table."""
    assert descriptor["$schema"].endswith("/2.0/datapackage.json")
    assert NAME.fullmatch(descriptor["name"])
    assert all(each["title"] and each["licenses"][0]["name"] for each in descriptor["sources"])
    tables = {}
    for resource in descriptor["resources"]:
        assert NAME.fullmatch(resource["name"])
        rows = [*csv.DictReader(io.StringIO(contents.pop(resource["path"]).decode("utf-8"), newline=""))]
        fields = {field["name"]: READ[field["type"]] for field in resource["schema"]["fields"]}
        assert all(list(row) == list(fields) for row in rows)
        for row in rows:
            for name, read in fields.items():
                read(row[name] or "0")
        if key := resource["schema"].get("primaryKey"):
            assert len({row[key] for row in rows}) == len(rows)
        tables[resource["name"]] = rows
    for resource in descriptor["resources"]:
        for key in resource["schema"].get("foreignKeys", ()):
            known = {row[key["reference"]["fields"]] for row in tables[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in tables[resource["name"]]} <= known
    assert contents == {}
    return tables


def test_the_registry_is_a_sound_package_with_every_source_and_its_licence(files):
    contents = dict(files)
    descriptor = json.loads(contents.pop(DESCRIPTOR))
    tables = check(descriptor, contents)
    assert descriptor["licenses"][0]["name"] == "Apache-2.0"
    titles = {each["title"] for each in descriptor["sources"]}
    assert {row["title"] for name in ("sources", "series-sources") for row in tables[name]} == titles
    assert {"A01"} <= {row["id"] for row in tables["ledger"]}


@pytest.mark.parametrize(
    ("title", "url", "name"),
    [
        ("World Bank WDI (NY.GDP.MKTP.CN)", "https://example.org", "CC-BY-4.0"),
        ("UN World Population Prospects 2019", "", "CC-BY-3.0-IGO"),
        ("TSE via encyclopedia", "https://es.wikipedia.org/wiki/X", "CC-BY-SA-4.0"),
        ("computed: 446 less 240.2", "https://lapatria.bo/x", "Apache-2.0"),
        ("UDAPE, Dossier 2023", "https://udape.gob.bo", "notspecified"),
    ],
)
def test_a_source_has_the_licence_that_it_states_or_none(title, url, name):
    assert licence_of(title, url)["name"] == name


def test_a_result_is_a_package_with_its_survey_and_its_law():
    row = Row(table="poverty", measure="headcount", survey="EH2019", value=0.125, n=1_000)
    card = DataCard("EH2019", law_book="2026.11.1", sha256="ab", law_day="2019-11-20")
    content = result_package(Result((row,), (card,)))
    assert content == result_package(Result((row,), (card,)))
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        contents = {name: made.read(name) for name in made.namelist()}
    descriptor = json.loads(contents.pop(DESCRIPTOR))
    (rows,) = check(descriptor, contents).values()
    assert [*rows[0]] == [*COLUMNS]
    assert (rows[0]["value"], rows[0]["n"]) == ("0.125", "1000")
    assert all(field["description"] for field in descriptor["resources"][0]["schema"]["fields"])
    ine, law = descriptor["sources"]
    assert (ine["title"], ine["sha256"], ine["licenses"][0]["name"]) == (
        "INE, Encuesta de Hogares 2019",
        "ab",
        "notspecified",
    )
    assert (law["version"], law["licenses"][0]["name"]) == ("2026.11.1", "Apache-2.0")
