"""The modules beside the person file: every row finds its household and person, or the file is refused."""

import os

import numpy as np
import polars as pl
import pytest

from ayni.survey import load, read_modules
from ayni.words import AyniError

YEAR = "eh/2019"


@pytest.fixture(scope="module")
def folder(shared_data, tmp_path_factory):
    """The person file of 2019 with its dwelling, food security, discrimination and equipment modules, by links."""
    found = tmp_path_factory.mktemp("eh2019")
    for name in ("persona", "vivienda", "seguridad_alimentaria", "discriminacion"):
        os.symlink(shared_data / YEAR / f"{name}.parquet", found / f"{name}.parquet")
    return found


def test_rows_of_modules_are_those_of_the_households_and_persons_of_the_file(folder, shared_data):
    path = folder / "persona.parquet"
    modules, population = read_modules(folder, path), load(path, cached=False)
    assert set(modules.by_name) == {"vivienda.parquet", "seguridad_alimentaria.parquet", "discriminacion.parquet"}
    assert modules.n_households == population.n_households
    dwelling = modules.by_name["vivienda.parquet"]
    assert (dwelling.answered, (dwelling.person < 0).all()) == (population.n_households, True)
    weight = dwelling.of_households(dwelling.amounts("factor"), modules.n_households)
    assert weight == pytest.approx(population["weight"][population.offsets[:-1]])
    told = modules.by_name["discriminacion.parquet"]
    assert told.answered == 11_776
    assert (population.household[told.person] == told.household).all()
    # the module repeats nothing of the person but the number, which is the person's
    numbers = pl.read_parquet(shared_data / YEAR / "discriminacion.parquet")["nro"].to_numpy()
    assert np.array_equal(population["person_number"][told.person], numbers)
    assert modules.with_columns("ponderador") is told
    with pytest.raises(AyniError, match=r"must be in one module; they are in: discriminacion\.parquet, seg"):
        modules.with_columns("folio")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda f: f.with_columns(folio=pl.col("folio") + "x"), "is not of this survey: the household"),
        (lambda f: f.with_columns(factor=pl.col("factor") * 2), "is not that of the person file"),
        (lambda f: f.with_columns(nro=pl.lit(77)), "person 77 of household"),
        (lambda f: f.with_columns(folio=pl.lit(None, pl.String)), "folio is blank in"),
    ],
)
def test_a_module_of_another_survey_or_that_was_changed_is_refused(shared_data, tmp_path, spoil, message):
    dwelling = pl.read_parquet(shared_data / YEAR / "vivienda.parquet").head(50)
    spoil(dwelling).write_parquet(tmp_path / "vivienda.parquet")
    with pytest.raises(AyniError, match=message) as refused:
        read_modules(tmp_path, shared_data / YEAR / "persona.parquet")
    assert "\n" not in refused.value.in_language("es")


def test_a_folder_without_modules_and_a_module_with_several_rows_a_household_say_so(shared_data, tmp_path):
    path = shared_data / YEAR / "persona.parquet"
    with pytest.raises(AyniError, match="is not a folder"):
        read_modules(tmp_path / "none", path)
    with pytest.raises(AyniError, match="no modules"):
        read_modules(tmp_path, path)
    goods = pl.read_parquet(shared_data / YEAR / "equipamiento.parquet").head(300)
    goods.write_parquet(tmp_path / "equipamiento.parquet")
    module = read_modules(tmp_path, path).by_name["equipamiento.parquet"]
    with pytest.raises(AyniError, match="several rows for"):
        module.of_households(np.ones(300), 11_869)
