"""Parts of a survey with very few persons, or without an income: figures, or one line that says why not."""

import pytest

from support.command import ayni
from support.files import as_csv, invented_rows

COMMANDS = {
    "run": ("run",),
    "replicates": ("run", "--replicates", "5"),
    "reform": ("reform", "renta_dignidad.monthly_non_pensioner=500"),
    "sweep": ("reform", "--sweep", "renta_dignidad.monthly_non_pensioner=300:400:100"),
    "minimum wage": ("minimum-wage", "2500"),
    "attribution": ("attribution",),
    "incidence": ("incidence",),
    "jobs": ("shock", "job-loss", "target=20%"),
    "labour income": ("shock", "labour-income", "all=10%"),
    "prices": ("shock", "price-rise", "food=10%", "nonfood=3%"),
}


def as_they_are(rows):
    return rows


def without_income(rows):
    rows[0].update(s06b_14=" ", s06c_25a=" ", s06c_25b=" ")
    rows[3].update(s07a_01e=" ", s07a_01e0=" ")
    return rows


def one_person(rows):
    return rows[3:4]


def one_stratum_two_units(rows):
    return [{**row, "upm": row["folio"], "estrato": "11"} for row in rows]


PARTS = (as_they_are, without_income, one_person, one_stratum_two_units)


@pytest.mark.parametrize("make", PARTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_gives_figures_or_one_line_on_a_very_small_part(make, command, tmp_path):
    path = tmp_path / "part.csv"
    path.write_bytes(as_csv(make(invented_rows())))
    code, out, error = ayni(*COMMANDS[command], "--data", path, "--part", "few", "--lang", "en", "--format", "json")
    assert (code == 0 and out) or (code == 2 and error.splitlines()[-1].startswith("ayni: ") and not out), error
