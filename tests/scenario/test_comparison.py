"""Two runs compared: a toy worked by hand, the edges of the bands, and errors held against a bootstrap."""

import dataclasses

import numpy as np
import pytest
from msgspec.structs import replace

from ayni import measure
from ayni.engine import Population, Simulation
from ayni.income.programmes import Payment, Programme
from ayni.law import bolivia
from ayni.scenario import Analysis, Comparison, survey_day
from ayni.scenario.analysis import Tenths
from ayni.scenario.comparison import BANDS
from ayni.scenario.rows import Basis, Rows
from ayni.survey import load

REFORM = {"renta_dignidad.monthly_non_pensioner": {"2019-01-01": 500}}
GRANT = Programme("grant", ())
REPLICATES = 400


@dataclasses.dataclass
class Run:
    """What a comparison asks of an analysis, with incomes given."""

    population: Population
    income: np.ndarray
    payments: dict
    line_value: float = 100.0

    @property
    def people(self):
        return measure.Design(
            self.population["weight"], self.population["stratum"], self.population["psu"], money="Bs/month"
        )

    @property
    def universe(self):
        return np.ones(self.population.n_persons, dtype=bool)

    @property
    def members(self):
        return measure.Whole(self.people)

    @property
    def persons(self):
        return self.members.everybody

    def domains(self, group):
        return (), self.members.domains([])

    def marks(self):
        return ()

    def maker(self, table, *marks, accounting=""):
        return Rows(table, Basis("toy"), marks, accounting)

    def disposable(self, accounting):
        return self.income

    def line(self, name):
        return np.full(self.population.n_persons, self.line_value / (1 if name == "moderate" else 2))

    def by_tenth(self, accounting):
        return Tenths.of(Analysis.tenths(self, self.income), self.members)


def toy(before, after, paid=(0.0, 0.0), weight=None, times=30):
    """Households of persons with these incomes, each household repeated so that figures may be published."""
    n = len(before)
    size = n * times
    weight = np.tile(np.ones(n) if weight is None else np.asarray(weight, dtype=float), times)
    population = Population(
        {"weight": weight, "stratum": np.zeros(size, dtype=int), "psu": np.repeat(np.arange(times), n)},
        np.arange(size + 1),
    )
    runs = [
        Run(
            population,
            np.tile(np.asarray(income, dtype=float), times),
            {"grant": Payment(GRANT, np.zeros(size), np.full(size, amount))},
        )
        for income, amount in zip((before, after), paid, strict=True)
    ]
    return Comparison(*runs)


def found(rows, table, side, name, line="", level="all", unit=None):
    return next(
        row
        for row in rows
        if (row.table, row.side, row.measure, row.line, row.level) == (table, side, name, line, level)
        and unit in (None, row.unit)
    )


def test_two_households_worked_by_hand():
    """Incomes 80 and 120 with a line of 100 become 90 and 140: the gap of the first falls from 20/100 to 10/100.

    Headcount 1/2 before and after. Gap: (0.2 + 0)/2 = 0.10 to 0.05, change -0.05, relative -50 %. The Gini of (a, b) is
    (b - a)/(2 (a + b)): 40/400 = 0.10 to 50/460. Mean 100 to 115. The grant costs 12 a person and year for two persons
    thirty times: 720; the gap fell by 5 points, so that a point costs 144.
    """
    rows = list(toy([80, 120], [90, 140], paid=(0, 12)).rows())
    assert found(rows, "comparison", "before", "headcount", "moderate").value == 0.5
    assert found(rows, "comparison", "change", "headcount", "moderate").value == 0.0
    assert found(rows, "comparison", "before", "gap", "moderate").value == pytest.approx(0.10)
    assert found(rows, "comparison", "after", "gap", "moderate").value == pytest.approx(0.05)
    assert found(rows, "comparison", "change", "gap", "moderate", unit="points").value == pytest.approx(-0.05)
    assert found(rows, "comparison", "change", "gap", "moderate", unit="relative").value == pytest.approx(-0.5)
    assert found(rows, "comparison", "change", "gini", unit="points").value == pytest.approx(50 / 460 - 0.10)
    assert found(rows, "comparison", "change", "mean", unit="Bs/month").value == pytest.approx(15)
    assert found(rows, "costs", "before", "spending").value == 0
    assert found(rows, "costs", "change", "spending").value == pytest.approx(720)
    assert found(rows, "costs", "change", "cost_per_gap_point", "moderate").value == pytest.approx(144)
    assert not [row for row in rows if row.measure == "cost_per_lifted"]


def test_the_cost_of_lifting_a_person_is_the_cost_over_those_lifted():
    """Three in each household pay 12 a year each; the one at 80 crosses the line of 100: 36 for each person lifted."""
    rows = list(toy([80, 120, 200], [101, 120, 200], paid=(0, 12)).rows())
    price = found(rows, "costs", "change", "cost_per_lifted", "moderate")
    assert price.value == pytest.approx(36)
    assert price.n == 30


@pytest.mark.parametrize(
    ("before", "after", "band"),
    [
        (1000, 1050.0, "gain_less"), (1000, 1050.1, "gain_more"),
        (1000, 1001.0, "no_change"), (1000, 1001.1, "gain_less"),
        (1000, 1000.0, "no_change"), (1000, 999.1, "no_change"),
        (1000, 998.9, "lose_less"), (1000, 950.1, "lose_less"),
        (1000, 949.9, "lose_more"), (1000, 0.0, "lose_more"),
        (0, 0.0, "no_change"), (0, 0.04, "gain_less"), (0, 0.06, "gain_more"), (-50, -50.0, "no_change"),
    ],
)  # fmt: skip
def test_the_edges_of_the_bands(before, after, band):
    """Above 5 %, to 5 %, within a thousandth; an income below Bs 1 counts as Bs 1."""
    comparison = toy([before, 500], [after, 500])
    assert list(BANDS)[comparison.band[0]] == band


def test_the_bands_of_a_domain_add_up_to_everybody(compared):
    shares = {}
    for row in compared.winners():
        assert row.low is not None or row.value is None or row.se == 0
        shares.setdefault((row.group, row.level), []).append(row.value)
    complete = [values for values in shares.values() if None not in values]
    assert len(complete) > 10
    assert all(sum(values) == pytest.approx(1, abs=1e-12) for values in complete)


def test_the_order_of_households_does_not_matter(synthetic):
    population = synthetic.population
    wanted = sorted(set(population.columns))
    rows = []
    for order in (np.arange(population.n_households), np.arange(population.n_households)[::-1]):
        turned = np.concatenate([np.arange(*population.offsets[house : house + 2]) for house in order])
        where = np.empty(population.n_persons, dtype=np.int64)
        where[turned] = np.arange(population.n_persons)
        columns = {}
        for name in wanted:
            column = population[name][turned]
            columns[name] = np.where(column >= 0, where[column], -1) if name in population.links else column
        sizes = np.diff(population.offsets)[order]
        other = replace(population, columns=columns, offsets=np.concatenate([[0], np.cumsum(sizes)]))
        before = Analysis(other, bolivia(), synthetic.day)
        rows.append(list(Comparison(before, before.under(bolivia().amend(REFORM))).poverty()))
    for one, other in zip(*rows, strict=True):
        assert (one.side, one.measure) == (other.side, other.measure)
        assert one.value == pytest.approx(other.value, rel=1e-9, abs=1e-12)
        assert one.se == pytest.approx(other.se, rel=1e-6, abs=1e-12)


@pytest.fixture(scope="module")
def compared(shared_data):
    population = load(shared_data / "eh/2019/persona.parquet", cached=False)
    before = Analysis(population, bolivia(), survey_day(population))
    return Comparison(before, before.under(before.law.amend(REFORM)))


def test_the_same_law_changes_nothing_without_an_error(synthetic):
    rows = list(Comparison(synthetic, synthetic.under(synthetic.law)).rows())
    changes = [row for row in rows if row.side == "change" and row.value is not None]
    assert len(changes) > 40
    assert all(row.value == 0 and row.se == 0 for row in changes)
    assert not [row for row in rows if row.measure.startswith("cost_per")]


def test_what_a_change_costs_is_the_same_from_totals_and_from_persons(compared):
    before, after = (run.spending("renta_dignidad").value for run in (compared.before, compared.after))
    assert compared.cost.value == pytest.approx(after - before)
    assert compared.changed_programmes == ("renta_dignidad",)


def test_a_change_is_known_far_better_than_its_levels_and_as_a_bootstrap_says(compared):
    """Rao-Wu, 400 replicates: their own noise is 1/sqrt(800), 3.5 %; the tolerance is a little over three of these."""
    rows = list(compared.poverty())
    people, universe = compared.before.people, compared.before.universe
    multipliers = measure.replicate_weights(people, REPLICATES, 20191120)
    z = compared.before.line("extreme")
    members = measure.unit_totals(universe.astype(float), people)
    totals = [measure.unit_totals(np.where(universe, income < z, 0.0), people) for income in compared.incomes]
    headcounts = [(multipliers @ total) / (multipliers @ members) for total in totals]
    ginis = []
    for income in compared.incomes:
        persons = np.flatnonzero(universe)[np.argsort(income[universe], kind="stable")]
        values, weight, unit = income[persons], people.weight[persons], people.psu_of_person[persons]
        ginis.append(np.array([_gini(values, weight * each[unit]) for each in multipliers]))
    for name, line, replicates in (("headcount", "extreme", headcounts), ("gini", "", ginis)):
        values = replicates[1] - replicates[0]
        change = found(rows, "comparison", "change", name, line, unit="points")
        level = found(rows, "comparison", "after", name, line)
        assert change.se < level.se / 4
        assert change.se == pytest.approx(values.std(), rel=0.12)


def _gini(values, weight):
    """The Gini of sorted values by their weights: twice the area between the diagonal and the Lorenz curve."""
    held = np.cumsum(weight * values)
    below = held - weight * values / 2
    return 1 - 2 * float((weight * below).sum()) / (held[-1] * weight.sum())


def test_renta_dignidad_at_500_on_2019(compared):
    """The cost is what each recipient without a pension is paid more, thirteen times; poverty falls."""
    rows = list(compared.poverty())
    change = found(rows, "comparison", "change", "headcount", "moderate", unit="points")
    weight, universe, line = compared.before.people.weight, compared.before.universe, compared.before.line("moderate")
    before, after = (weight[universe & (income < line)].sum() / weight[universe].sum() for income in compared.incomes)
    assert change.value == pytest.approx(after - before)
    assert change.value < 0
    paid = compared.before.payments["renta_dignidad"]
    more = np.where(np.isclose(paid.per_year, 13 * 350), 13 * (500 - 350), 0.0)
    assert compared.cost.value == pytest.approx((compared.before.population["weight"] * more).sum())


def test_revenue_is_taken_off_the_cost():
    comparison = toy([80, 120], [80, 120], paid=(0, 12))
    size = comparison.before.population.n_persons
    with_tax = replace(comparison, revenues={"rc_iva": (np.zeros(size), np.full(size, 5.0))})
    rows = list(with_tax.costs())
    assert found(rows, "costs", "change", "revenue").value == pytest.approx(5 * size)
    assert found(rows, "costs", "change", "net_cost").value == pytest.approx((12 - 5) * size)


def test_columns_that_a_reform_leaves_alone_are_not_computed_again(synthetic):
    simulation = Simulation(synthetic.population)
    before = Analysis(synthetic.population, synthetic.law, synthetic.day, kept=simulation)
    evaluated = simulation.evaluated
    before.under(before.law.amend(REFORM))
    assert simulation.evaluated - evaluated == 2  # the benefit and its thirteenth payment
