"""A census-size file, streamed: the same figures as in memory, from small summaries of one row group at a time."""

import datetime as dt
import pickle
import weakref

import numpy as np
import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from ayni.law import bolivia
from ayni.measure import Design, gini as gini_of
from ayni.scenario import Analysis
from ayni.scenario.census import CensusRun, Homes, Summary, Tally, bins_of, by_cells, edges, summary_of
from ayni.scenario.cluster import parts, sum_of, summed
from ayni.survey import Census, load
from ayni.words.marks import CENSUS, EXPANDED, SYNTHETIC
from support.census import survey, written

DAY = dt.date(2019, 11, 20)
INCOMES = st.lists(st.floats(-1e4, 1e6) | st.sampled_from([0.0, 500.0, 500.1]), min_size=1, max_size=60)


# ---- bins


def spread_of(incomes, *more):
    incomes = [np.array(each, dtype=float) for each in (incomes, *more)]
    tallies = [Tally.of(each, [np.full(len(each), 100.0)] * 2, {}) for each in incomes]
    return summed(tallies).spread()


def test_the_bounds_of_gini_by_hand():
    """1,000.00 and 1,000.10 share the bin from 1,000 to 1,000.25, with mean 1,000.05."""
    found = spread_of([1_000.0, 1_000.1]).gini()
    assert found.low == pytest.approx(0, abs=1e-15)
    assert found.high == pytest.approx(0.05 * 0.20 / 0.25 / 1_000.05)
    assert found.low < 0.1 / 4 / 1_000.05 < found.high


def test_figures_of_four_persons_by_hand():
    spread = spread_of([0, 0, 100, 300])
    assert spread.gini().value == pytest.approx(0.625, abs=1e-6)
    assert spread.headcount("moderate").value == 0.5  # a hundred is on the line, not below it
    assert (spread.gap("extreme").value, spread.severity("extreme").value, spread.poor("moderate").value) == (
        0.5,
        0.5,
        2,
    )
    assert (spread.mean().value, spread.n) == (100, 4)
    assert [spread.quantile(p).value for p in (0.25, 0.5, 0.75, 0.9)] == [0, 0, 100, 300]
    assert spread.decile_shares()[-1].value == pytest.approx(0.3)  # four tenths of a person of 300, of 400 in all


@given(INCOMES)
def test_an_income_lies_in_its_bin_and_bins_have_the_order_of_incomes(incomes):
    income = np.array(incomes)
    bins = bins_of(income)
    low, high = edges(bins)
    assert ((low <= income) & (income <= high)).all()
    assert (np.diff(bins[np.argsort(income, kind="stable")]) >= 0).all()
    large = np.abs(income) > 1
    assert ((high - low)[large] <= np.abs(income[large]) / 2048).all()


@given(INCOMES, INCOMES)
def test_gini_lies_within_its_bounds_and_quantiles_within_their_bins(one, other):
    incomes = np.array(one + other)
    spread = spread_of(one, other)
    if incomes.sum() > 1 and incomes.min() >= 0:
        design = Design(np.ones(len(incomes)), np.zeros(len(incomes), int), np.arange(len(incomes)))
        gini = gini_of(incomes, design).value
        assert spread.gini().low - 1e-12 <= gini <= spread.gini().high + 1e-12
    for p in (0.1, 0.5, 0.9):
        true = np.sort(incomes)[int(np.ceil(p * len(incomes) * (1 - 1e-12))) - 1]
        assert spread.quantile(p).low <= true <= spread.quantile(p).high


# ---- the same as in memory


@pytest.fixture(scope="module")
def in_memory(tmp_path_factory):
    """A file of some twenty thousand persons, and the rows of the analysis of all of them at once."""
    census = written(tmp_path_factory.mktemp("census") / "c.parquet", load(), persons=20_000, block=6_000)
    analysis = Analysis(census.whole(), bolivia(), DAY)
    rows = [*analysis.poverty(), *analysis.programmes(), *analysis.effects()]
    return census, {place(row): row for row in rows}


def place(row):
    return (
        row.table, row.concept, row.programme, row.accounting, row.measure, row.line, row.group, row.level, row.side,
        row.unit,
    )  # fmt: skip


def same(found, row):
    if row.measure in ("recipients", "poor", "lifted") and row.unit == "persons":
        return found.value == row.value
    if row.measure == "gini" or row.measure.startswith("quantile"):
        return found.low - 1e-12 <= row.value <= found.high + 1e-12 and found.high - found.low < 1e-3 * abs(row.value)
    if row.measure in ("p90_p10", "palma", "income_share"):
        return found.value == pytest.approx(row.value, rel=2e-3)
    return found.value == pytest.approx(row.value, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("block", "engine"), [(6_000, "columns"), (6_000, "fused"), (1_500, "auto"), (30_000, "auto")])
def test_streaming_gives_what_memory_gives_whatever_the_blocks_and_the_engine(block, engine, in_memory, tmp_path):
    if engine == "fused":
        pytest.importorskip("numba", reason="needs numba, of the extra ayni[fast]")
    census, expected = in_memory
    if block != 6_000:
        census = written(tmp_path / "c.parquet", load(), persons=20_000, block=block)
    found = {place(row): row for row in CensusRun(census, bolivia(), DAY, engine=engine).rows() if row.table != "data"}
    assert set(found) == set(expected)
    published = {key: row for key, row in expected.items() if row.value is not None}
    assert len(published) > 700
    wrong = [(found[key], row) for key, row in published.items() if not same(found[key], row)]
    assert wrong == []


def test_where_members_differ_each_person_counts_alone(in_memory):
    """The same persons and money by bin and domain, whether incomes are those of households or of persons."""
    population = in_memory[0].population(0)
    homes = by_cells(population, bolivia(), DAY)
    lines = population["poverty_line"].copy()
    lines[population.offsets[np.diff(population.offsets).argmax()]] *= 1 + 1e-15  # in a household of two lines
    differing = replace(population, columns={**population.columns, "poverty_line": lines})
    persons = by_cells(differing, bolivia(), DAY)
    assert (isinstance(homes, Homes), isinstance(persons, Homes)) == (True, False)
    expected, found = summary_of(homes), summary_of(persons)
    assert found.totals == expected.totals
    for key in [(name,) for name in homes.by_concept]:
        one, other = found.tallies[key], expected.tallies[key]
        assert (one.bins == other.bins).all()
        assert (one.persons == other.persons).all()
        assert one.money == pytest.approx(other.money, rel=1e-12)
        assert one.shortfall == pytest.approx(other.shortfall, rel=1e-12)


def test_every_row_says_that_all_persons_are_there_and_that_they_are_copies(in_memory):
    rows = CensusRun(in_memory[0], bolivia(), DAY).rows()
    for row in rows:
        assert {CENSUS, EXPANDED, SYNTHETIC} <= set(row.marks)
        assert row.se is None
    assert all({EXPANDED, SYNTHETIC} <= set(row.marks) for row in in_memory[1].values())
    assert {row.level: row.n for row in rows if (row.measure, row.concept) == ("persons", "population")} == {
        "all": in_memory[0].n_persons
    }


def test_observed_take_up_pays_those_who_report(in_memory):
    census, _ = in_memory
    whole = Analysis(census.whole(), bolivia(), DAY, "observed")
    expected = {name: payment.received.sum() for name, payment in whole.payments.items()}
    found = {
        row.programme: row.value
        for row in CensusRun(census, bolivia(), DAY, "observed").programmes()
        if (row.concept, row.measure) == ("simulated", "recipients")
    }
    assert found == expected


# ---- memory


@pytest.fixture(scope="module")
def sizes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sizes")
    return [written(folder / f"{n}.parquet", survey(), persons=n, block=1_000) for n in (5_000, 20_000)]


def test_one_row_group_is_alive_at_a_time(sizes, monkeypatch):
    read, given, seen = Census.population, [], []

    def watched(self, *arguments):
        seen.append(sum(population() is not None for population in given))
        population = read(self, *arguments)
        given.append(weakref.ref(population))
        return population

    monkeypatch.setattr(Census, "population", watched)
    assert CensusRun(sizes[1], bolivia(), DAY).summary.persons == sizes[1].n_persons
    assert seen == [0] * 20


def test_a_summary_is_no_larger_for_more_persons(sizes):
    small, large = (CensusRun(census, bolivia(), DAY).summary for census in sizes)
    assert large.persons > 3.9 * small.persons
    assert len(pickle.dumps(large)) < 1.02 * len(pickle.dumps(small))
    assert isinstance(large, Summary)


# ---- tasks


class Numbers(list):
    """What was added, in its order."""

    def add(self, other):
        self.append(tuple(other))


class Client:
    """Runs what it is given at once, and counts the sums that are out."""

    def __init__(self, workers):
        self.workers, self.out, self.most, self.tasks = workers, 0, 0, 0

    def nthreads(self):
        return dict.fromkeys(range(self.workers), 1)

    def submit(self, work, *arguments, pure):
        assert not pure
        self.out, self.tasks = self.out + 1, self.tasks + 1
        self.most = max(self.most, self.out)
        return Future(work(*arguments), self)


class Future:
    def __init__(self, value, client):
        self.value, self.client = value, client

    def result(self):
        return self.value

    def release(self):
        self.client.out -= 1


@pytest.mark.parametrize("workers", [1, 2, 8])
@pytest.mark.parametrize("count", [1, 100, 400, 1_600, 11_000])
def test_no_more_than_two_sums_a_worker_are_out_however_long_the_file(count, workers):
    client, alone = Client(workers), [Numbers([index]) for index in range(count)]
    found = sum_of(client, alone.__getitem__, count)
    assert (client.out, client.tasks) == (0, len(parts(count)))
    assert client.most <= 2 * workers
    assert client.tasks <= max(64, count / 32 + 1)
    here = summed(summed(Numbers([index]) for index in part) for part in parts(count))
    assert found == here  # in the same order, whoever sums
