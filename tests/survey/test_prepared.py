"""Prepared files: what was written is what is read; what was changed is refused; the invented stays invented."""

import json

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from ayni.survey import Census, expand, load, write_population
from ayni.survey.prepared import KEY, sealed
from ayni.words import AyniError
from support.census import survey
from support.command import ayni
from support.files import as_csv, invented_rows


@pytest.fixture(scope="module")
def base():
    return survey(200)


@pytest.fixture(params=["population", "census"])
def prepared(request, base, tmp_path):
    path = tmp_path / "prepared.parquet"
    write_population(base, path) if request.param == "population" else expand(base, path, persons=3_000, block=700)
    return path


def refused(path, key):
    with pytest.raises(AyniError) as raised:
        read_whole(path)
    assert raised.value.key == key
    assert "\n" not in str(raised.value)


def read_whole(path):
    census = Census.find(path)
    return census.whole() if census else load(path)


def change(path, how, **options):
    """Save a file again with what its foot says, its table changed."""
    table = how(pq.read_table(path)).replace_schema_metadata({KEY: foot_of(path)})
    pq.write_table(table, path, **options)


def foot_of(path):
    return pq.read_metadata(path).metadata[KEY.encode()]


def test_what_was_written_is_what_is_read(base, tmp_path):
    path = tmp_path / "p.parquet"
    write_population(base, path)
    again = load(path)
    assert list(again.columns) == list(base.columns)
    assert all(np.array_equal(again[name], base[name], equal_nan=base[name].dtype.kind == "f") for name in base.columns)
    assert all(again[name].dtype == base[name].dtype for name in base.columns)
    assert again.synthetic
    assert again.source["totals"] == "own"
    change(path, lambda table: table, compression="gzip")
    assert again.identity != load(path).identity


@pytest.mark.parametrize("how", ["polars", "pandas", "csv", "xlsx"])
def test_invented_persons_saved_again_without_the_foot_are_no_survey(prepared, tmp_path, how):
    frame = pl.read_parquet(prepared)
    again = tmp_path / f"again.{'parquet' if how in ('polars', 'pandas') else how}"
    if how == "polars":
        frame.write_parquet(again)
    elif how == "pandas":
        pytest.importorskip("pandas")
        frame.to_pandas().to_parquet(again)
    elif how == "csv":
        frame.write_csv(again)
    else:
        frame.rename(str.upper).write_csv(again.with_suffix(".csv"))
        again = again.with_suffix(".csv")
    refused(again, "prepared_lost")
    for wave in ((), ("--wave", "EH2019")):
        code, out, error = ayni("run", "--data", again, "--part", "mine", *wave, "--lang", "en")
        assert (code, out, error.count("\n")) == (2, "", 1)
        assert "invented" in error


def one_more_boliviano(table):
    wage = np.array(table["wage"].to_numpy())
    wage[-1] += 1
    return table.set_column(table.schema.get_field_index("wage"), "wage", pa.array(wage))


def double_weight(table):
    return table.set_column(
        table.schema.get_field_index("weight"), "weight", pa.array(table["weight"].to_numpy() * np.int8(2))
    )


CHANGES = {
    "a person fewer": lambda table: table.slice(1),
    "the last household": lambda table: table.slice(0, table.num_rows - 1),
    "another order": lambda table: table.take(pa.array(np.arange(table.num_rows)[::-1])),
    "an amount": one_more_boliviano,
    "the weight": double_weight,
    "a column fewer": lambda table: table.drop_columns(["mother"]),
    "a column more": lambda table: table.append_column("mine", pa.array(np.zeros(table.num_rows))),
    "another type": lambda table: table.set_column(
        table.schema.get_field_index("age"), "age", table["age"].cast(pa.float64())
    ),
    "without the mark": lambda table: table.drop_columns(["ayni_synthetic"]),
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_prepared_file_that_was_changed_is_refused(prepared, how):
    census = Census.find(prepared)
    groups = {"row_group_size": census.provenance["persons"][0]} if census else {}
    change(prepared, CHANGES[how], **groups)
    refused(prepared, "prepared_changed")


def test_row_groups_cut_anew_are_refused(base, tmp_path):
    path = tmp_path / "c.parquet"
    expand(base, path, persons=3_000, block=700)
    change(path, lambda table: table)
    refused(path, "prepared_changed")


def test_an_amount_in_a_row_group_that_keeps_its_size_is_refused_by_its_hash(base, tmp_path):
    path = tmp_path / "c.parquet"
    expand(base, path, persons=600, block=700)
    assert Census.find(path).row_groups == 1
    change(path, one_more_boliviano)
    refused(path, "prepared_changed")


def real_by_hand(said):
    said["source"]["synthetic"] = False


def another_wave(said):
    said["source"]["wave"] = "EH2019"


def unsealed(said):
    del said["seal"]


@pytest.mark.parametrize("edit", [real_by_hand, another_wave, unsealed])
def test_what_a_file_says_of_itself_is_not_changed_by_hand(prepared, edit):
    table = pq.read_table(prepared)
    said = json.loads(foot_of(prepared))
    edit(said)
    pq.write_table(table.replace_schema_metadata({KEY: json.dumps(said)}), prepared)
    refused(prepared, "prepared_changed")


def test_the_mark_among_the_columns_outweighs_what_the_foot_says(base, tmp_path):
    path = tmp_path / "p.parquet"
    write_population(base, path)
    table = pq.read_table(path)
    said = json.loads(foot_of(path))
    said["source"]["synthetic"] = False
    persons, hashes = said.pop("persons"), said.pop("hashes")
    said.pop("seal")
    pq.write_table(table.replace_schema_metadata({KEY: sealed(said, persons, hashes)}), path)
    assert load(path).synthetic


@pytest.fixture
def part(tmp_path):
    path = tmp_path / "part.csv"
    path.write_bytes(as_csv(invented_rows()))
    return load(path, part="few", cached=False)


def test_a_part_stays_a_part_and_the_receipt_is_of_the_file_that_was_read(part, tmp_path):
    path = tmp_path / "prepared.parquet"
    write_population(part, path)
    again = load(path)
    assert (again.survey, again.source["totals"], again.synthetic) == ("EH2019 part:few", "part", False)
    assert again.source["sha256"] != part.source["sha256"]
    assert load(path, part="other").survey == "EH2019 part:other"
    with pytest.raises(AyniError, match="was prepared by Ayni"):
        load(path, weights="factor")


def test_a_prepared_survey_is_held_against_its_wave_as_a_file_of_ine_is(part, tmp_path):
    whole = replace(part, source={name: value for name, value in part.source.items() if name != "part"})
    path = tmp_path / "prepared.parquet"
    write_population(whole, path)
    with pytest.raises(AyniError, match="does not add up to EH2019"):
        load(path)
    assert load(path, part="few").source["part"] == "few"


def test_a_census_size_file_is_run_as_it_was_prepared(base, tmp_path):
    path = tmp_path / "c.parquet"
    expand(base, path, persons=3_000, block=700)
    for more in (("--part", "mine"), ("--weights", "factor"), ("--wave", "EH2019")):
        code, out, error = ayni("run", "--data", path, *more, "--lang", "en")
        assert (code, out, error.count("\n")) == (2, "", 1)
        assert "are given when it is prepared" in error
