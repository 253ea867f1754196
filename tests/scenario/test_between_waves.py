"""Two waves: the split adds up, is worked by hand on toys, and flips its signs when the waves change places."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

import ayni as package
from ayni import measure
from ayni.cli import ayni, main
from ayni.measure import Design
from ayni.scenario import between_waves
from ayni.scenario.between_waves import PLAYERS, Households, TwoWaves, counted, split, worths
from ayni.survey import SYNTHETIC, wave_named
from ayni.words.marks import MarkKind

PERSONS = "eh/{}/persona.parquet"


def households(**columns):
    """Households of one person each by their parts, poorest first; without other income."""
    parts = {name: np.array(values, dtype=float) for name, values in columns.items()}
    income = parts["adults"] * parts["employed"] * parts["earnings"] + parts["transfers"]
    assert (np.diff(income) >= 0).all()
    n = len(income)
    return Households(np.ones(n), np.arange(n), income, **parts)


def shapley(before, after):
    """Each player's part of the change of the headcount and of the gap."""
    one = [wave.weighted(np.ones(len(wave.unit))) for wave in (before, after)]
    parts = measure.shapley_weights(PLAYERS) @ worths(*one)[:, :2]
    return {player: part.round(12).tolist() for player, part in zip(PLAYERS, parts, strict=True)}


def test_earnings_and_transfers_that_fall_together_share_what_neither_does_alone():
    """Income is ½ · ½ · earnings + transfers: 1.25; 0.75 if earnings alone fall, 1 if transfers alone; 0.5 after.

    The gap is 0, 0.25, 0 and 0.5: earnings ½(0.25 + 0.5), transfers ½(0 + 0.25). The headcount is 0, 1, 0 and 1.
    """
    before = households(adults=[0.5], employed=[0.5], earnings=[4], transfers=[0.25])
    after = households(adults=[0.5], employed=[0.5], earnings=[2], transfers=[0])
    assert shapley(before, after) == {
        "employment": [0, 0], "earnings": [1, 0.375], "transfers": [0, 0.125], "composition": [0, 0]
    }  # fmt: skip


def test_lost_jobs_are_employment_and_not_earnings():
    """Two alike with twice the line; one loses the job. What it would earn is what the other, employed, does."""
    before = households(adults=[1, 1], employed=[1, 1], earnings=[2, 2], transfers=[0, 0])
    after = households(adults=[1, 1], employed=[0, 1], earnings=[0, 2], transfers=[0, 0])
    assert shapley(before, after) == {
        "employment": [0.5, 0.5], "earnings": [0, 0], "transfers": [0, 0], "composition": [0, 0]
    }  # fmt: skip


def test_more_children_are_composition():
    """The share of adults falls from one to a half, all else as it was: income from 1.5 to 0.75 of the line."""
    before = households(adults=[1], employed=[1], earnings=[1.5], transfers=[0])
    after = households(adults=[0.5], employed=[1], earnings=[1.5], transfers=[0])
    assert shapley(before, after)["composition"] == [1, 0.25]
    assert sum(part[1] for part in shapley(before, after).values()) == 0.25


@pytest.fixture(scope="module")
def few_replicates():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(between_waves, "REPLICATES", 8)
        yield


@pytest.fixture(scope="module")
def rows(analyses, few_replicates):
    found = TwoWaves(analyses[2019], analyses[2020]).rows()
    return {(row.table, row.step or row.side, row.measure, row.line, row.level, row.unit): row for row in found}


@pytest.mark.parametrize("table", ["split", "growth"])
@pytest.mark.parametrize("unit", ["points", "relative"])
def test_the_parts_add_up_to_the_observed_change(rows, table, unit):
    parts = {"split": PLAYERS, "growth": ("growth", "redistribution")}[table]
    for line in ("moderate", "extreme"):
        for what in between_waves.POVERTY:
            values = {each: rows[table, each, what, line, "all", unit].value for each in (*parts, "total")}
            assert sum(values[part] for part in parts) == pytest.approx(values["total"], abs=1e-9)
            change = rows["levels", "change", what, line, "all", unit].value
            assert values["total"] == pytest.approx(change, abs=1e-12)


def test_labour_is_employment_and_earnings_together(rows):
    place = ("headcount", "moderate", "all", "points")
    both = sum(rows["split", part, *place].value for part in ("employment", "earnings"))
    assert rows["split", "labour", *place].value == pytest.approx(both, abs=1e-12)


def test_the_levels_are_those_of_each_wave_and_the_change_has_the_error_of_both(rows):
    before, after, change = (
        rows["levels", concept, "headcount", "moderate", "all", unit]
        for concept, unit in (("before", "share"), ("after", "share"), ("change", "points"))
    )
    assert (round(100 * before.value, 3), round(100 * after.value, 2)) == (37.171, 39.05)
    assert change.se**2 == pytest.approx(before.se**2 + after.se**2)


def test_every_split_says_that_it_is_no_cause(rows):
    tables = {row.table for row in rows.values() if row.has(MarkKind.ACCOUNTING_SPLIT)}
    assert tables == {"split", "growth"}
    assert all(row.has(MarkKind.ACCOUNTING_SPLIT) for row in rows.values() if row.table in tables)


def test_the_states_at_both_ends_are_the_two_waves(analyses):
    for line in ("moderate", "extreme"):
        waves = [analyses[year] for year in (2019, 2022)]
        ends = worths(*(Households.of(wave, line).weighted(np.ones(len(wave.people.sampling.psus))) for wave in waves))
        for wave, end in zip(waves, (ends[0], ends[-1]), strict=True):
            y, z = wave.by_concept["ine_income"], wave.line(line)
            found = [
                function(y, z, wave.people, where=wave.universe).value
                for function in (measure.headcount, measure.gap, measure.severity)
            ]
            assert end == pytest.approx(found, abs=1e-12)


def test_the_other_way_round_every_part_has_the_other_sign(analyses):
    waves = [Households.of(analyses[year], "moderate") for year in (2019, 2020)]
    waves = [wave.weighted(np.ones(wave.unit.max() + 1)) for wave in waves]
    there, back = (measure.shapley_weights(PLAYERS) @ worths(*pair) for pair in (waves, waves[::-1]))
    assert np.abs(there + back).max() < 1e-12


def test_replicate_errors_agree_with_linearised_ones(analyses):
    """The observed change by 100 replicates: the standard error is then known to about seven per cent."""
    pair = [analyses[year] for year in (2019, 2020)]
    multipliers = [measure.replicate_weights(wave.people, 100, [1, at]) for at, wave in enumerate(pair)]
    waves = [Households.of(wave, "moderate") for wave in pair]
    ends = np.array(
        [worths(*map(Households.weighted, waves, each))[[0, -1], 0] for each in zip(*multipliers, strict=True)]
    )
    before, after = TwoWaves(*pair).poverty("headcount", "moderate")
    assert np.std(ends[:, 1] - ends[:, 0]) == pytest.approx((after - before).se, rel=0.21)


def test_income_and_its_parts_are_those_of_the_survey(analyses):
    """Labour income and transfers in all, by the columns of persons; what is left to other income is never negative."""
    wave = analyses[2020]
    population, members = wave.population, wave.universe
    found = Households.of(wave, "moderate")
    persons = found.persons
    weight, z = population["weight"], wave.line("moderate")
    grown = members & (population["age"] >= 14)
    labour = np.where(grown, np.nan_to_num(population["ine_labour_income"]), 0.0) / z
    found_labour = (persons * found.adults * found.employed * found.earnings).sum()
    assert found_labour == pytest.approx((weight * labour).sum(), rel=1e-6)
    pensions = ("pension_old_age", "pension_veteran", "pension_disability", "pension_survivor")
    public = [name for name in population.columns if name.startswith("reported_") and name in counted(population)]
    transfers = sum(population[name] for name in (*pensions, *public, "other_social_benefits"))
    expected = (weight * np.where(members, transfers, 0.0) / z).sum()
    assert (persons * found.transfers).sum() == pytest.approx(expected, rel=1e-9)
    assert found.other.min() > -1e-5  # the rounding of the file
    assert persons.sum() == pytest.approx(population["weight"][members].sum())
    assert (found.employed <= 1).all()
    assert (found.adults <= 1).all()


def test_what_ine_counts_comes_from_the_mapping_files(rows, analyses):
    both = [set(counted(analyses[year].population)) for year in (2019, 2020)]
    levels = {row.level for row in rows.values() if row.table == "counted"}
    assert levels == both[0] ^ both[1]
    assert {"reported_bono_familia", "other_social_benefits"} <= levels
    assert both[0] == {column for column in both[0] if wave_named("EH2019").counts(column)}


def test_a_toy_without_poverty_before_has_no_relative_change():
    before = households(adults=[1] * 4, employed=[1] * 4, earnings=[2] * 4, transfers=[0] * 4)
    after = households(adults=[1] * 4, employed=[1] * 4, earnings=[0.5] * 4, transfers=[0] * 4)
    design = Design(np.ones(4), np.zeros(4), np.arange(4))
    everybody = np.ones(4, dtype=bool)
    change = split(before, after, (design, design), (everybody, everybody))["headcount", "earnings"]
    assert (change.points.value, change.relative) == (1, None)


# ---- the command


def test_the_command_gives_the_rows_of_python_and_its_receipt_runs_again(shared_data, few_replicates, tmp_path):
    before, after = (str(shared_data / PERSONS.format(year)) for year in (2019, 2022))
    receipt = tmp_path / "receipt.json"
    result = CliRunner().invoke(ayni, ["between", before, after, "--format", "json", "--receipt", str(receipt)])
    rows = [row for row in json.loads(result.stdout)["rows"] if row["table"] == "split"]
    found = [row for row in package.between(shared_data / PERSONS.format(2022), before=before) if row.table == "split"]
    assert [(row["step"], row["value"], row["se"]) for row in rows] == [(r.step, r.value, r.se) for r in found]
    assert {row["survey"] for row in rows} == {"EH2019-EH2022"}
    inputs = json.loads(receipt.read_text())["inputs"]
    assert list(inputs) == ["before/persona.parquet", "persona.parquet"]
    assert len(set(inputs.values())) == 2


@pytest.mark.parametrize("years", [(2019, 2019), (2019, None), (None, 2019)])
def test_two_files_that_cannot_be_compared_are_one_line(years, shared_data, capsys):
    files = [str(shared_data / PERSONS.format(year)) if year else str(SYNTHETIC) for year in years]
    with pytest.raises(SystemExit, match="2"):
        main(["between", *files, "--lang", "en"])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert ("synthetic" if None in years else "same survey, EH2019") in lines[0]
