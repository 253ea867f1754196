"""A data frame in memory is read as the file that it would be, and never kept on disk."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from ayni.survey import cache_folder, folder_of, frame_file, load
from ayni.words import AyniError
from support.files import as_csv, invented_rows


@pytest.fixture
def of_csv(tmp_path):
    path = tmp_path / "EH2019.csv"
    path.write_bytes(as_csv(invented_rows()))
    return load(path, part="invented", cached=False)


def as_pandas(**kinds):
    return pd.DataFrame(invented_rows()).astype(kinds)


FRAMES = {
    "polars": lambda: pl.DataFrame(invented_rows()),
    "lazy": lambda: pl.DataFrame(invented_rows()).lazy(),
    "pandas": as_pandas,
    "pandas with an index of its own": lambda: as_pandas().set_index(pd.Index(list("edcba"))),
    "categories of pandas": lambda: as_pandas(depto="category", area="category"),
    "numbers and texts of pandas that may be missing": lambda: as_pandas(nro="Int64", upm="string"),
    "numbers among texts": lambda: as_pandas().assign(nro=[1, "2", 3, 1, 2]),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_gives_the_population_of_the_file(kind, of_csv):
    of_frame = load(frame_file(FRAMES[kind](), part="invented"))
    assert of_frame.columns.keys() == of_csv.columns.keys()
    for name, values in of_csv.columns.items():
        np.testing.assert_array_equal(of_frame[name], values, err_msg=name)
    assert of_frame.categories == of_csv.categories


def test_a_frame_lies_in_no_folder_and_is_kept_in_none(tmp_path, monkeypatch):
    monkeypatch.setenv("AYNI_CACHE", str(tmp_path))
    frame = frame_file(FRAMES["polars"](), part="kept in none")
    load(frame)
    assert not [path for path in cache_folder().rglob("*") if path.is_file()]
    assert folder_of(frame) is None


def test_a_column_of_ones_own_changes_the_identity_and_nothing_else(of_csv):
    more = load(frame_file(FRAMES["polars"]().with_columns(mine=pl.lit(1)), part="invented"))
    assert more.columns.keys() == of_csv.columns.keys()
    assert more.identity != load(frame_file(FRAMES["polars"](), part="invented")).identity


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"folio": [1]}, "dict is no survey"),
        ([[1, 2]], "list is no survey"),
        (pd.DataFrame([[1, 2]], columns=["folio", "folio"]), "two columns of the same name"),
        (pd.DataFrame({"folio": [[1], [2]]}), "column folio holds object"),
        (pl.DataFrame({"folio": pl.Series([object()], dtype=pl.Object)}), "column folio holds Object"),
    ],
)
def test_what_is_no_survey_is_refused_in_a_sentence(given, said):
    with pytest.raises(AyniError, match=said):
        frame_file(given)


def test_errors_of_a_frame_call_it_a_data_frame():
    with pytest.raises(AyniError, match=r"polars\.DataFrame"):
        load(frame_file(pl.DataFrame({"folio": ["1"], "nro": [1]})))
