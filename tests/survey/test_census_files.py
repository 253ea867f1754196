"""Census-size files: how weights become copies, and that what is read is what was written."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from ayni.survey import Census, load
from ayni.survey.census import copies
from ayni.words import AyniError
from support.census import damage, survey, written


@given(st.lists(st.floats(0.01, 50), min_size=1, max_size=40), st.integers(1, 1_000))
def test_a_weight_is_rounded_up_or_down_and_neighbours_make_up_for_each_other(weights, seed):
    times = copies(np.array(weights), seed)
    assert (np.abs(times - weights) < 1).all()
    for first in range(len(weights)):
        for last in range(first + 1, len(weights) + 1):
            assert abs(times[first:last].sum() - sum(weights[first:last])) < 1 + 1e-9


def test_the_expected_copies_are_the_weight():
    drawn = [copies(np.array([0.3, 2.6, 1.0]), seed) for seed in range(4_000)]
    assert np.mean(drawn, axis=0) == pytest.approx([0.3, 2.6, 1.0], abs=0.03)


@pytest.fixture(scope="module")
def base():
    return survey()


@pytest.fixture(scope="module")
def census(base, tmp_path_factory):
    return written(tmp_path_factory.mktemp("census") / "c.parquet", base, persons=5_000, block=700)


def test_every_copy_is_a_household_of_the_survey_with_its_links(base, census):
    whole = census.whole()
    assert whole.n_persons == census.n_persons == pytest.approx(5_000, abs=100)
    times = copies(base["weight"][base.offsets[:-1]] * 5_000 / base["weight"].sum(), 1)
    assert whole.n_households == times.sum()
    names = sorted(set(base.columns) - {"weight", *base.links})

    def content(population, household):
        rows = slice(population.offsets[household], population.offsets[household + 1])
        links = [np.where(population[k][rows] < 0, -1, population[k][rows] - rows.start).tolist() for k in base.links]
        return repr(([population[name][rows].tolist() for name in names], links))

    original = [content(base, household) for household in range(base.n_households)]
    found = [content(whole, household) for household in range(whole.n_households)]
    assert {text: found.count(text) for text in set(original)} == {
        text: sum(int(times[k]) for k, other in enumerate(original) if other == text) for text in set(original)
    }
    assert (whole["weight"] == 1).all()


def test_row_groups_are_whole_households_and_together_the_file(census):
    parts = [census.population(index) for index in range(census.row_groups)]
    assert census.row_groups == 7
    assert all(abs(part.n_persons - 700) < 100 for part in parts)
    whole = census.whole()
    assert sum(part.n_households for part in parts) == whole.n_households
    for name in ("age", "wage", "person_number"):
        assert np.array_equal(np.concatenate([part[name] for part in parts]), whole[name], equal_nan=True)
    for part in parts:
        linked = np.flatnonzero(part["mother"] >= 0)
        assert (part.household[part["mother"][linked]] == part.household[linked]).all()


def test_only_the_wanted_columns_are_read(census):
    assert set(census.population(0, ["age", "no_such_column"]).columns) == {"age"}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(base, census, tmp_path):
    again = written(tmp_path / "again.parquet", base, persons=5_000, block=700)
    other = written(tmp_path / "other.parquet", base, persons=5_000, block=700, seed=2)
    assert again.path.read_bytes() == census.path.read_bytes()
    assert not np.array_equal(other.whole(["age"])["age"], census.whole(["age"])["age"])


def test_its_provenance_says_that_it_is_an_expansion(base, census):
    source = census.provenance["source"]
    assert (source["expanded"], source["expanded_from"], source["seed"]) == (True, base.identity, 1)
    assert source["synthetic"]
    assert census.whole(["age"]).expanded


def test_an_expansion_is_not_expanded_again_nor_loaded_as_a_survey(census, tmp_path):
    with pytest.raises(AyniError, match="begin with the survey"):
        written(tmp_path / "twice.parquet", census.whole())
    with pytest.raises(AyniError, match="ayni run alone streams it"):
        load(census.path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_row_group_is_named(base, tmp_path):
    census = written(tmp_path / "c.parquet", base, persons=5_000, block=700)
    damage(census, 2)
    census.population(1)
    with pytest.raises(AyniError) as raised:
        census.population(2)
    assert str(raised.value) == (f"{census.path}: row group 3 of 7 is damaged; copy the file again or make it again.")


def test_no_other_file_is_taken_for_a_census(tmp_path):
    (tmp_path / "x.csv").write_text("folio;nro\n1;1\n")
    assert Census.find(tmp_path / "x.csv") is None
    assert Census.find(tmp_path / "nowhere.parquet") is None
    assert Census.find(None) is None


def test_without_pyarrow_the_mend_is_said(base, census, monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    for act in (lambda: written(tmp_path / "c.parquet", base), lambda: Census.find(census.path).population(0)):
        with pytest.raises(AyniError, match=r"pip install 'ayni\[scale\]'"):
            act()
