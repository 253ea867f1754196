"""A stranger's programme, tax and wave in a copy of the real package: all that is asked answers, and names them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support import newcomers
from support.walks import follow

ROOT = Path(__file__).resolve().parent.parent
WALK = (ROOT / "docs" / "add-a-rule.md").read_text(encoding="utf-8")
TAX = {
    "taxes/example_wage_tax.yaml": """
name: {es: "Impuesto de ejemplo al sueldo", en: "Example wage tax"}
short: {es: Sueldotributo, en: Wagelevy}
kind: tax
tier: executable
enters: direct_tax
in_force: [{from: 2018-01-01, article: "Ley 9998 art. 1"}]
sources: {gazette: "https://example.org/ley-9998"}
parameters:
  rate:
    es: "Tasa"
    en: "Rate"
    unit: share
    values:
      - {from: 2018-01-01, value: 0.1, source: [gazette], article: "Ley 9998 art. 2", confidence: verified}
      - {from: 2021-01-01, value: 0.12, source: [gazette], article: "Ley 9998 art. 2", confidence: verified}
""",
    "taxes/example_wage_tax.py": '''"""Impuesto de ejemplo: a share of every wage."""

from ayni.engine import rule


@rule(unit="Bs/month", law="Ley 9998 art. 2")
def example_wage_tax(monthly_wage, p):
    """A share of the monthly wage."""
    return p.rate * monthly_wage
''',
}
PROGRAMME_IS = {
    "id": "example_supplement", "rule": "example_supplement", "parameter": "amount", "other": "300",
    "brief": "example_supplement",
    "names": ["example_supplement", "Complemento de ejemplo", "Example supplement"],
    "word": "Complemento",
}  # fmt: skip
TAX_IS = {
    "id": "example_wage_tax", "rule": "example_wage_tax", "parameter": "rate", "other": "0.2",
    "brief": "renta_dignidad",
    "names": ["example_wage_tax", "Impuesto de ejemplo", "Example wage tax", "Sueldotributo", "Wagelevy"],
}  # fmt: skip
NAMING = {
    "run", "household", "law list", "law show", "law history", "reform", "attribution", "incidence", "run.json",
    "run.csv", "run.html",
}  # fmt: skip
"""Commands and exports whose answer names a programme and a tax on wages alike."""
EXPORTS = {
    "run.json": ["run", "--format", "json", "--output", "FILE"],
    "run.csv": ["run", "--format", "csv", "--output", "FILE"],
    "run.html": ["run", "--report", "FILE"],
    "run.xlsx": ["run", "--workbook", "FILE"],
    "run.parquet": ["run", "--output", "FILE"],
}


def blocks(language: str, of: str = WALK) -> list[str]:
    """The blocks of a language in a walk-through."""
    return [text for kind, text in re.findall(r"```(\w*)\n(.*?)```", of, re.S) if kind == language]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the programme of the walk-through and a tax."""
    folder = tmp_path_factory.mktemp("newcomers")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "cases", folder / "tests" / "cases")
    law = folder / "src" / "ayni" / "law"
    parameters, cases = blocks("yaml")[:2]
    (law / "old_age" / "example_supplement.yaml").write_text(parameters, encoding="utf-8")
    (law / "old_age" / "example_supplement.py").write_text(blocks("python")[0], encoding="utf-8")
    (folder / "tests" / "cases" / "example_supplement.yaml").write_text(cases, encoding="utf-8")
    for name, text in TAX.items():
        (law / name).write_text(text, encoding="utf-8")
    return folder


def ask(package: Path, about: dict[str, Any], **what: Any) -> dict[str, Any]:
    """What came of asking the copy, in a process of its own: everything, or the commands and pages that are named."""
    folder = str(package / "src")
    said = {"commands": None, "pages": None, **about, **what}
    environment = {**os.environ, "PYTHONPATH": folder, "COLUMNS": "250", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    ended = subprocess.run(
        [sys.executable, "-P", str(ROOT / "tests" / "support" / "newcomers.py")],
        input=json.dumps(said), capture_output=True, text=True, env=environment, cwd=package, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-2000:]
    found: dict[str, Any] = json.loads(ended.stdout)
    wrong = {name: each for name, each in found.items() if each["code"] not in (0, 200, 300)}
    assert not wrong
    return found


@pytest.mark.soak
def test_some_doors_answer_and_name_the_newcomers(package: Path) -> None:
    pages = ["/es/ley?date=2019-11-15", "/en/law?date=2019-11-15", "/en/law/example_supplement?date=2019-11-15"]
    pages += ["/es/resumen?about=example_supplement", "/v1/law/example_wage_tax?date=2019-11-15"]
    found = ask(package, PROGRAMME_IS, commands=["run", "household", "law test"], pages=pages)
    assert all(found[name]["named"] for name in ("run", "household", *pages[:4]))
    found = ask(package, TAX_IS, commands=["incidence", "payslip", "reform"], pages=[])
    assert all(found[name]["named"] for name in ("incidence", "reform"))


@pytest.mark.soak
@pytest.mark.parametrize("about", [PROGRAMME_IS, TAX_IS], ids=["programme", "tax"])
def test_every_command_page_and_export_answers_and_names_the_newcomer(package: Path, about: dict[str, Any]) -> None:
    found = ask(package, about, exports=EXPORTS)
    there = {name for name, each in found.items() if each["named"]}
    assert there >= NAMING & set(found)
    of_it = [name for name in found if about["id"] in name or name.startswith(("/es/ley?", "/en/law?", "/v1/run"))]
    assert there >= {
        name
        for name in of_it
        if "familia" not in name and ".csv" not in name and not name.startswith(("/v1/run/", "/v1/reforms/r"))
    }


def test_every_command_has_a_way_to_be_asked(tmp_path: Path) -> None:
    known = {*newcomers.arguments({"id": "a", "parameter": "b", "other": "1"}, tmp_path), *newcomers.NOT_ASKED}
    found = {name: [each for each in of.params if each.required] for name, of in newcomers.commands()}
    assert {name for name, required in found.items() if required} <= known


@pytest.mark.soak
def test_a_wave_with_one_column_more_is_read_and_its_money_enters_incomes(package: Path, shared_data: Path) -> None:
    """EH 2022 as another wave: a column more, of Bs 100 a month for everybody, into a money column of its own."""
    import polars as pl

    survey = package / "src" / "ayni" / "survey"
    mapping = (survey / "waves" / "eh2022.yaml").read_text(encoding="utf-8")
    mapping = mapping.replace("wave: EH2022", "wave: EH2099", 1)
    mapping = mapping.replace("Encuesta de Hogares 2022", "Encuesta de Hogares de ejemplo")
    mapping = mapping.replace("  has: [folio,", "  has: [s99_01, folio,", 1)
    mapping = mapping.replace(
        "  components:\n", "  components:\n    - {name: example, as: example_income, amount: s99_01}\n", 1
    )
    (survey / "waves" / "eh2099.yaml").write_text(mapping, encoding="utf-8")
    with (survey / "amounts.yaml").open("a", encoding="utf-8") as amounts:
        amounts.write('example_income: {enters: other_income, es: "Ingreso de ejemplo", en: "Example income"}\n')
    people = pl.read_parquet(shared_data / "eh" / "2022" / "persona.parquet")
    file = package / "persona.parquet"
    people.with_columns(s99_01=pl.lit(100.0)).write_parquet(file)
    of_survey = ["run", "attribution", "reform", "minimum-wage", "shock job-loss", "shock price-rise", "expand"]
    more = {name: ["--data", str(file)] for name in of_survey}
    about = {
        **PROGRAMME_IS,
        "parameter": "min_age",
        "names": ["EH2099", "Encuesta de Hogares de ejemplo", "2099"],
        "more": more,
    }
    about |= {"id": "renta_dignidad", "rule": "renta_dignidad", "parameter": "monthly_non_pensioner", "other": "500"}
    found = ask(package, about, commands=of_survey, pages=[])
    assert found["run"]["named"]
    means = []
    for data in (file, shared_data / "eh" / "2022" / "persona.parquet"):
        rows = package / f"{data.parent.name}.json"
        words = ["run", "--data", str(data), "--format", "json", "--output", str(rows)]
        ask(package, about, commands=[], pages=[], exports={rows.name: words})
        means += [
            row["value"]
            for row in json.loads(rows.read_text(encoding="utf-8"))["rows"]
            if (row["concept"], row["measure"], row["group"]) == ("net_market", "mean", "all")
        ]
    assert means[0] - means[1] == pytest.approx(100, abs=1e-6)


def test_a_command_a_chart_an_indicator_and_a_page_made_by_the_walk_throughs_answer(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    asked: dict[str, list[str]] = {}
    for page in ("add-a-command", "add-a-chart", "add-an-indicator", "add-a-page"):
        text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
        asked |= {" ".join(words): words for words in follow(text, tmp_path)}
    assert len(asked) == 6
    pages = ["/es/ejemplo?name=Ana", "/en/example?name=Ana", "/es/indicadores/example_rate"]
    pages += ["/en/indicators/example_rate/chart.svg", "/v1/indicators/example_rate"]
    names = ["Buenos días, Ana.", "Good morning, Ana.", "Tasa de ejemplo", "Example rate", "example_rate"]
    found = ask(tmp_path, {**PROGRAMME_IS, "names": names}, commands=[], exports=asked, pages=pages)
    assert all(found[page]["named"] for page in pages)
    report = (tmp_path / "elders.html").read_text(encoding="utf-8")
    assert "% of persons are older" in report
