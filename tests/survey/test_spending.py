"""What households spend: worked by hand on invented modules, counted again on INE's, and refused where unforeseen."""

import numpy as np
import polars as pl
import pytest

from ayni.series import DIVISIONS
from ayni.survey import NOT_BOUGHT, load, read_spending, with_spending
from ayni.survey.spending import RECIPE
from ayni.words import AyniError, catalogue, read_yaml
from support.files import as_csv, invented_rows

FOOD, OTHER, DWELLING = "gastos_alimentarios.parquet", "gastos_no_alimentarios.parquet", "vivienda.parquet"
DRINK = "Vino, cerveza, destilados (singani, wisky), tabaco(cigarrillos), etc."
FACTOR = 100.5


def food_rows():
    """Two households: one buys bread and beer; the other grows its potatoes, half-yearly, and is given some."""
    blank = dict.fromkeys(("s10a_02", "s10a_04", "s10a_05", "s10a_07", "s10a_09"))
    return [
        {**blank, "folio": "222-2", "producto": "Papa", "s10a_02": "0. No compra", "s10a_05": "8. Semestral",
         "s10a_07": 600.0, "s10a_09": 20.0},
        {**blank, "folio": "222-2", "producto": DRINK},
        {**blank, "folio": "111-1", "producto": "Pan corriente", "s10a_02": "4. Semanal", "s10a_04": 50.0,
         "s10a_05": "No consume"},
        {**blank, "folio": "111-1", "producto": DRINK, "s10a_02": "6. Mensual", "s10a_04": 30.0,
         "s10a_05": "No consume"},
    ]  # fmt: skip


def write(folder, food, **others):
    """The three modules: every cell that is not given is a zero."""
    types = dict.fromkeys(("s10a_04", "s10a_07", "s10a_09"), pl.Float64)
    frame = pl.DataFrame(food, schema_overrides=types, infer_schema_length=None)
    frame.with_columns(factor=FACTOR).write_parquet(folder / FOOD)
    for name in (OTHER, DWELLING):
        columns = [column for part in read_yaml(RECIPE)["files"][name] for column in part["amounts"]]
        rows = {"folio": ["111-1", "222-2"], "factor": [FACTOR] * 2}
        rows |= {column: others.get(column, [0, 0]) for column in columns}
        rows |= {"s01a_25": ["3.GAS LICUADO (garrafa)", "1.LEÑA"]} if name == DWELLING else {}
        pl.DataFrame(rows).write_parquet(folder / name)


@pytest.fixture
def population(tmp_path):
    rows = invented_rows()
    rows[0]["s04a_05a"] = rows[2]["s04a_05e"] = "120"  # two persons of the first household: 240 a year for health
    path = tmp_path / "persons.csv"
    path.write_bytes(as_csv(rows))
    return load(path, cached=False, part="invented")


def test_a_household_s_spending_is_worked_by_hand(tmp_path, population):
    write(
        tmp_path, food_rows(),
        s10b_10_29=[200, 0], s10b_10_20=[0, 12], s10b_11_03=[300, 0], s10b_12_02=[60, 0], s10b_13_06=[0, 240],
        s10b_10_22=[900, 900], s01a_04=[800, None], s01a_20=[70, 15], s01a_26=[35, 6], s01a_22_1b=[None, 1200],
    )  # fmt: skip
    spending = read_spending(tmp_path, population)
    groups = spending.groups
    worked = {
        "food_at_home": [50 * 4.33, 0],  # weekly
        "alcohol_tobacco": [30, 12],  # a month each, at home and away
        "food_not_bought": [0, 600 / 6 + 20],  # half-yearly, and of last month
        "vehicle_fuel": [200, 0],
        "clothing": [300 / 3, 240 / 12],
        "vehicle_upkeep": [60 / 6, 0],
        "housing": [800, 1200 / 12],
        "utilities": [70 + 35, 15 + 6],
        "health": [20, 0],
    }
    for group, amounts in groups.items():
        np.testing.assert_allclose(amounts, worked.get(group, [0, 0]), err_msg=group)
    parts = {"food_bread": [50 * 4.33, 0], "rent": [800, 0], "repairs": [0, 100], "electricity": [70, 15]}
    parts |= {"cook_lpg": [35, 0], "cook_other": [0, 6]}
    for part, amounts in parts.items():
        np.testing.assert_allclose(spending.parts[part], amounts, err_msg=part)


def test_every_group_has_a_name():
    recipe = read_yaml(RECIPE)
    groups = {*recipe["persons"], *recipe["finer"], *(part for parts in recipe["finer"].values() for part in parts)}
    groups |= {part["group"] for parts in recipe["files"].values() for part in parts if "group" in part}
    groups |= {"food", "nonfood", "all"}  # what a rise of prices may name beside them
    assert {f"spending.{group}" for group in groups} == {key for key in catalogue() if key.startswith("spending.")}


def test_every_group_of_money_spent_is_in_one_division_of_the_price_index():
    recipe = read_yaml(RECIPE)
    parts = {
        *recipe["persons"],
        *(part["group"] for each in recipe["files"].values() for part in each if "group" in part),
    }
    parts |= {part for table in recipe["by"].values() for part in table}
    of = {part: group for group, some in recipe["finer"].items() for part in some}
    groups = {of.get(part, part) for part in parts}
    assert set(recipe["divisions"]) == groups - {NOT_BOUGHT}
    assert sorted(set(recipe["divisions"].values())) == list(DIVISIONS)


def test_what_is_spent_on_a_division_is_the_sum_of_its_groups(tmp_path, population):
    write(tmp_path, food_rows(), s01a_04=[800, None], s01a_20=[70, 15], s10b_10_29=[200, 0])
    spent = read_spending(tmp_path, population).by_division(["01", "04", "07", "12"])
    np.testing.assert_allclose(spent, [[50 * 4.33, 870, 200, 0], [0, 15, 0, 0]])


def refused(folder, population):
    with pytest.raises(AyniError) as raised:
        read_spending(folder, population)
    return raised.value.key, str(raised.value)


def test_a_module_that_is_not_there_is_named_with_the_mend(tmp_path, population):
    write(tmp_path, food_rows())
    (tmp_path / DWELLING).unlink()
    key, message = refused(tmp_path, population)
    assert key == "spending_file"
    assert str(tmp_path / DWELLING) in message
    assert f"put the files {FOOD}, {OTHER}, {DWELLING}" in message


def test_another_survey_is_refused(tmp_path):
    assert refused(tmp_path, load()) == (
        "spending_wave",
        "Household spending is read from EH2019; this population is EH2019-synthetic: use that survey's person file.",
    )


def test_an_unknown_frequency_stops_the_load(tmp_path, population):
    food = food_rows()
    food[2]["s10a_02"] = "10. Nunca"
    write(tmp_path, food)
    key, message = refused(tmp_path, population)
    assert key == "spending_code"
    assert "s10a_02 (producto) has the code “10. Nunca” in row 3 (1 rows)" in message


def test_an_amount_without_a_frequency_stops_the_load(tmp_path, population):
    food = food_rows()
    food[0]["s10a_05"] = None
    write(tmp_path, food)
    assert refused(tmp_path, population)[0] == "spending_code"


def test_drinks_under_another_text_or_twice_stop_the_load(tmp_path, population):
    food = food_rows()
    write(tmp_path, [*food, food[1]])
    assert refused(tmp_path, population)[0] == "spending_product"
    food[1]["producto"] = "Vinos"
    write(tmp_path, food)
    assert refused(tmp_path, population)[0] == "spending_product"


def test_other_households_or_weights_stop_the_load(tmp_path, population):
    write(tmp_path, food_rows()[2:])
    key, message = refused(tmp_path, population)
    assert key == "spending_households"
    assert "has 1 households and the population 2" in message
    write(tmp_path, [*food_rows(), {**food_rows()[0], "folio": None}])
    assert refused(tmp_path, population)[0] == "spending_households"
    write(tmp_path, food_rows())
    other = pl.read_parquet(tmp_path / OTHER)
    other.with_columns(factor=pl.lit(99.0)).write_parquet(tmp_path / OTHER)
    assert refused(tmp_path, population)[0] == "spending_households"


def test_a_missing_column_is_named(tmp_path, population):
    write(tmp_path, food_rows())
    pl.read_parquet(tmp_path / OTHER).drop("s10b_10_29").write_parquet(tmp_path / OTHER)
    assert "s10b_10_29" in refused(tmp_path, population)[1]


@pytest.fixture(scope="module")
def real(shared_data):
    folder = shared_data / "eh" / "2019"
    population = load(folder / "persona.parquet", cached=False)
    return folder, population, read_spending(folder, population)


def test_the_country_spends_what_the_rows_of_ine_s_files_add_up_to(real):
    """The same totals with each row's own weight: no household, no product list, no groups."""
    folder, population, spending = real
    groups = spending.groups
    weight = population["weight"][population.offsets[:-1]]
    times = pl.col("s10a_02").str.slice(0, 1).replace_strict(
        dict(zip("0123456789", (0.0, 30.31, 15.155, 8.66, 4.33, 2.165, 1.0, 1 / 3, 1 / 6, 1 / 12), strict=True)),
        return_dtype=pl.Float64,
    )  # fmt: skip
    food = pl.read_parquet(folder / FOOD).select((pl.col("s10a_04") * times * pl.col("factor")).sum()).item()
    other = pl.read_parquet(folder / OTHER)
    over = {"s10b_10": 1, "s10b_11": 3, "s10b_12": 6, "s10b_13": 12}
    left_out = {f"s10b_10_{item}" for item in (22, 23, 24, 25, 26, 28)}
    items = [name for name in other.columns if name[:7] in over and name not in left_out]
    outside = sum((other[name] * other["factor"]).sum() / over[name[:7]] for name in items)
    home = pl.read_parquet(folder / DWELLING).select(pl.col("factor", "^s01a_(04|12|20|26|30)$"))
    home = home.select(pl.sum_horizontal(pl.exclude("factor")) * pl.col("factor")).sum().item()
    repairs = ("s01a_22_1b", "s01a_22_2b", "s01a_22_3b", "s01a_22_4b")
    mended = pl.read_parquet(folder / DWELLING).select(pl.sum_horizontal(repairs) * pl.col("factor") / 12).sum().item()
    ill = (population["weight"] * population["health_spending"]).sum()
    bought = sum((weight * spent).sum() for group, spent in groups.items() if group != NOT_BOUGHT)
    assert bought == pytest.approx(food + outside + home + mended + ill, rel=1e-6)


def test_the_share_of_food_falls_with_income(real):
    """Engel's law, by fifths of persons."""
    _, population, spending = real
    groups = spending.groups
    first = population.offsets[:-1]
    income = population["rebuilt_household_income"][first] / population["household_size"][first]
    weight = population["weight"][first]
    order = np.argsort(income)
    persons = np.cumsum((weight * population["household_size"][first])[order])
    food = weight * (groups["food_at_home"] + groups[NOT_BOUGHT])
    total = weight * sum(groups.values())
    fifths = np.array_split(order, np.searchsorted(persons, persons[-1] * np.array([0.2, 0.4, 0.6, 0.8])))
    shares = [food[rows].sum() / total[rows].sum() for rows in fifths]
    assert shares == sorted(shares, reverse=True)


def test_the_reference_share_of_food_behind_ine_s_lines_is_near_that_of_households_at_the_line(real):
    """INE's line is the cost of food over a share of food: extreme over moderate line. EH's is higher."""
    _, population, spending = real
    groups = spending.groups
    first = population.offsets[:-1]
    line, extreme = population["poverty_line"][first], population["extreme_poverty_line"][first]
    relative = population["rebuilt_household_income"][first] / population["household_size"][first] / line
    food = groups["food_at_home"] + groups[NOT_BOUGHT]
    weight = population["weight"][first] * ((relative > 0.8) & (relative < 1.2))
    for area in ("urban", "rural"):
        here = weight * population.is_value("area", area)[first]
        ours = (here * food).sum() / (here * sum(groups.values())).sum()
        ine = (here * extreme).sum() / (here * line).sum()
        assert ine < ours < 1.25 * ine, area


def test_the_highest_values_of_each_part_are_cut_and_stand_on_the_head(real):
    _, population, spending = real
    spent = with_spending(population, spending)
    parts = [part for part in spending.parts if part != NOT_BOUGHT]
    before = sum(spending.parts[part].sum() for part in parts)
    after = sum(spent[f"spent_{part}"].sum() for part in parts)
    assert 0.99 * before < after < before
    assert not spent["spent_rent"][~population.is_value("relation", "head")].any()
    propensity = spent["invoice_propensity"]
    assert 0.25 <= propensity.min() < propensity.max() <= 1.5
