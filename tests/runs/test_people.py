"""What is computed for each person, read back as Stata, SPSS, R and a spreadsheet would, and the kinds of files."""

from __future__ import annotations

import io
import re

import numpy as np
import pandas as pd
import polars as pl
import pyreadstat
import pytest

from ayni import report, runs
from ayni.law import bolivia
from ayni.scenario import Result
from ayni.survey import SurveyFile
from ayni.words import AyniError
from support.command import ayni
from support.files import as_csv, invented_rows


def read_back(content: bytes, kind: str, folder):
    """A file as its own program reads it, and what it says of itself: `(frame, labels, label)`."""
    path = folder / f"people{kind}"
    path.write_bytes(content)
    if kind in (".dta", ".sav"):
        frame, meta = (pyreadstat.read_dta if kind == ".dta" else pyreadstat.read_sav)(path)
        return frame, meta.column_names_to_labels, meta.file_label
    if kind == ".csv":
        return pd.read_csv(path, dtype={"folio": str}), {}, ""
    metadata = pl.read_parquet_metadata(path)
    labels = {name.removeprefix("label."): text for name, text in metadata.items() if name.startswith("label.")}
    return pl.read_parquet(path).to_pandas(), labels, metadata["about"]


@pytest.fixture(scope="module")
def file_2019(shared_data):
    return shared_data / "eh" / "2019" / "persona.parquet"


@pytest.fixture(scope="module")
def of_2019(file_2019, tmp_path_factory):
    """Everybody of EH 2019 as Stata reads them."""
    people = runs.people(runs.RunOptions(data=file_2019, by=("s02a_02",)), bolivia())
    return read_back(report.people_as_bytes(people, ".dta", "es"), ".dta", tmp_path_factory.mktemp("people"))


def by_hand(people: pd.DataFrame, income: str, line: str) -> tuple[float, float]:
    """The headcount and its standard error as a textbook has them: sampling units with replacement within strata."""
    who = people[people["is_member"] == 1]
    weight, poor = who["weight"], (who[income] < who[line]).astype(float)
    share = (weight * poor).sum() / weight.sum()
    scores = weight * (poor - share) / weight.sum()
    units = people.groupby("psu")["stratum"].first().to_frame().join(scores.groupby(who["psu"]).sum().rename("z"))
    units = units.fillna({"z": 0.0})
    variance = 0.0
    for _, stratum in units.groupby("stratum"):
        size = len(stratum)
        centre = stratum["z"].mean() if size > 1 else units["z"].mean()
        variance += (size / (size - 1) if size > 1 else 1.0) * ((stratum["z"] - centre) ** 2).sum()
    return share, variance**0.5


def test_everybody_of_2019_is_there_with_the_keys_of_ine(of_2019, file_2019):
    people, labels, label = of_2019
    ine = pl.read_parquet(file_2019, columns=["folio", "nro", "factor", "yhogpc"]).to_pandas()
    assert len(people) == 39_605
    joined = ine.merge(people, on=["folio", "nro"], how="outer", validate="1:1", indicator=True)
    assert (joined["_merge"] == "both").all()
    assert (joined["factor"] == joined["weight"]).all()
    np.testing.assert_array_equal(joined["yhogpc"], joined["ine_income"])
    assert labels["renta_dignidad"] == "Renta Dignidad: recibe, Bs al mes"
    assert label == "Ayni: Encuesta de Hogares 2019, 2019-11, ley del 2019-11-20"


def test_the_headcount_on_the_file_is_ours_with_its_error(of_2019, file_2019):
    people = of_2019[0]
    analysis = runs.analysis_of(runs.RunOptions(data=file_2019), bolivia())
    rows = {(row.concept, row.line): row for row in runs.group_rows(analysis, file_2019) if row.measure == "headcount"}
    for concept in ("ine_income", "disposable"):
        for line, column in (("moderate", "poverty_line"), ("extreme", "extreme_poverty_line")):
            share, se = by_hand(people, concept, column)
            assert rows[concept, line].value == pytest.approx(share, rel=1e-10)
            assert rows[concept, line].se == pytest.approx(se, rel=1e-8)


def test_incomes_add_up_person_by_person(of_2019):
    """Disposable income less net market income is what the programmes pay a household's members, over their number."""
    people = of_2019[0]
    programmes = people.loc[:, "bono_juancito_pinto":"bono_discapacidad"].sum(axis=1)
    members = people[people["is_member"] == 1].assign(paid=programmes)
    paid = members.groupby("folio")["paid"].transform("mean")
    np.testing.assert_allclose(members["disposable"] - members["net_market"], paid, atol=1e-6)
    assert people.loc[people["is_member"] == 0, "disposable"].isna().all()
    wages = people[people["aportes_sip_worker"] > 0]
    assert (wages["gross_wage"] > wages["aportes_sip_worker"]).all()


@pytest.fixture(scope="module")
def invented():
    return runs.people(runs.RunOptions(by=("area",), line=("extreme_poverty_line",)), bolivia())


@pytest.mark.parametrize("kind", [".dta", ".sav", ".csv", ".parquet"])
def test_invented_persons_are_marked_inside_every_kind_of_file(invented, kind, tmp_path):
    content = report.people_as_bytes(invented, kind, "en")
    people, labels, label = read_back(content, kind, tmp_path)
    assert (people["ayni_synthetic"] == 1).all()
    assert people["folio"].str.fullmatch(r"SINT-\d{5}").all()
    assert not people.duplicated(["folio", "nro"]).any()
    assert len(people) == len(invented)
    if kind != ".csv":
        assert label.startswith("INVENTED PERSONS")
        assert labels["disposable"] == "Disposable income, with simulated programmes, Bs/month per head"
    if kind in (".dta", ".sav"):  # which say when they were made
        assert b"01 Jan 2000" in content[:300] or b"01 Jan 00" in content[:120]


def test_names_are_those_that_every_program_takes(invented):
    names = list(invented.labels("es"))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,31}", name) for name in names)
    assert len({name.lower() for name in names}) == len(names)
    assert invented.value_labels("es")["area"] == {1: "Urbana", 2: "Rural"}
    assert set(invented.frame("en")["area"]) == {"Urban", "Rural"}


def test_a_reform_has_both_sides_in_the_month_it_is_carried_to():
    asked = {"renta_dignidad.monthly_non_pensioner": {"2026-01-01": 700}}
    options = runs.ReformOptions.of(bolivia(), reform=asked, at="2026-06")
    people = runs.people(options, bolivia()).frame("es")
    assert set(people["ayni_month"]) == {"2026-06"}
    rise = people["renta_dignidad_after"] - people["renta_dignidad_before"]
    assert set(rise.round(6).unique()) >= {0.0}
    assert rise.min() >= 0
    assert (people["disposable_after"] >= people["disposable_before"]).all()
    assert {"poverty_line", "ine_income", "subsidio_universal_prenat_before"} <= set(people.columns)
    assert max(map(len, people.columns)) <= 32
    names = {side: [each for each in people.columns if each.endswith(side)] for side in ("before", "after")}
    assert [each.removesuffix("before") for each in names["before"]] == [
        each.removesuffix("after") for each in names["after"]
    ]


def test_keys_are_as_the_file_has_them(tmp_path):
    """A household's key with zeros before it is text, and a number of a person is one."""
    rows = invented_rows()
    for row in rows:
        row["folio"] = {"111-1": "0011", "222-2": "0222"}[row["folio"]]
    path = tmp_path / "zeros.csv"
    path.write_bytes(as_csv(rows))
    options = runs.RunOptions(data=SurveyFile(path, part="five"), cached=False)
    people = runs.people(options, bolivia())
    back, _, _ = read_back(report.people_as_bytes(people, ".sav", "es"), ".sav", tmp_path)
    assert back["folio"].tolist() == ["0011", "0011", "0011", "0222", "0222"]
    assert back["nro"].tolist() == [1, 2, 3, 1, 2]


def test_a_file_of_people_never_stands_over_what_was_read(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(as_csv(invented_rows()))
    ended = ayni("run", "--data", path, "--part", "five", "--people", path)
    assert ended.returncode == 2
    assert path.read_bytes() == as_csv(invented_rows())


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--people", "x.xlsx"), ("run", "--people", "x"), ("run", "--output", "x.pdf"),
        ("indicators", "--output", "x.docx"), ("run", "--format", "json", "--output", "x.csv"),
        ("claims", "--output", "x.dta"), ("export", "calculator", "--output", "x.dta"),
        ("wave", "draft", "y", "--output", "x.dta"), ("expand", "--output", "x.csv"), ("run", "--report", "x.pdf"),
        ("run", "--workbook", "x.csv"), ("run", "--receipt", "x.dta"), ("timeline", "--chart", "x.gif"),
        ("reform", "--sweep", "renta_dignidad.monthly_non_pensioner=300:400:100", "--people", "x.csv"),
    ],
)  # fmt: skip
def test_a_name_that_ends_as_no_file_of_ours_is_refused_before_the_work(arguments, tmp_path):
    ended = ayni(*arguments, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_rows_as_a_file_of_each_kind(tmp_path):
    analysis = runs.analysis_of(runs.RunOptions(), bolivia())
    result = Result.of(analysis.size(), analysis.card)
    for kind in ("dta", "sav", "xlsx", "csv", "json", "parquet", "txt"):
        report.write_rows(result, tmp_path / f"rows.{kind}", "table", "es")
    assert b"<release>118</release>" in (tmp_path / "rows.dta").read_bytes()[:60]  # Stata 14 and every later edition
    stata, about = pyreadstat.read_dta(tmp_path / "rows.dta")
    spss, _ = pyreadstat.read_sav(tmp_path / "rows.sav")
    csv = pl.read_csv(tmp_path / "rows.csv").to_pandas()
    for frame in (stata, spss):
        assert frame["value"].tolist() == csv["value"].tolist()
        assert frame["marks"].tolist() == ["synthetic", "synthetic"]
    assert about.column_names_to_labels["se"] == "Error estándar"
    assert about.file_label.startswith("DATOS SINTÉTICOS")
    assert pl.read_excel(io.BytesIO((tmp_path / "rows.xlsx").read_bytes()), sheet_id=0, engine="openpyxl")
    assert "Población" in (tmp_path / "rows.txt").read_text(encoding="utf-8")


def test_what_has_no_file_of_people_says_so(tmp_path):
    with pytest.raises(AyniError, match="of run, of incidence, of a reform or of a shock"):
        runs.people(runs.AttributionOptions(), bolivia())
    drawn = runs.ShockOptions.of(bolivia(), kind="job_loss", settings={"target": "10%"})
    with pytest.raises(AyniError, match="draws by chance"):
        runs.people(drawn, bolivia())
