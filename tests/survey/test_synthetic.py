"""The synthetic population: it says what it is, makes sense, is near the real one and gives nobody away."""

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest

from ayni.law.consumption.impuestos_al_consumo import GROUPS
from ayni.survey import SYNTHETIC, load, read_spending, with_spending

sys.path.append(str(Path(__file__).parents[2] / "tools"))

from synthesis.disclosure import INCOMES, measures, record_keys, too_close
from synthesis.fidelity import Indicators, apart
from synthesis.table import SCHOOLING

EH2019 = "eh/2019/original/EH2019_Pers_csv.csv.gz"
EMPLOYEES = ("employee", "employer_with_salary", "domestic_worker")


@pytest.fixture(scope="module")
def synthetic():
    return load()


@pytest.fixture(scope="module")
def real(shared_data):
    found = load(shared_data / EH2019, cached=False)
    return with_spending(found, read_spending(shared_data / "eh" / "2019", found))


def impossible(p):
    """For each rule of the questionnaire, how many persons break it: none in INE's file."""
    age, woman = p["age"], p.is_value("sex", "woman")
    employed = p.is_value("activity", "employed")
    employee = p.is_value("work_category", *EMPLOYEES)
    level = p.is_value("school_level", "none")
    below_higher = p.is_value("school_level", "preschool", "primary", "secondary", "special")
    relation = {name: p.is_value("relation", name) for name in p.categories["relation"]}
    members = p["is_member"]
    own = p.is_value("work_category", "own_account", "employer", "cooperative_member")
    second = p.is_value("second_work_category", "none", "unpaid_family", "unpaid_apprentice")
    rules = {
        "one head": p.household_total(relation["head"]) != 1,
        "one spouse": p.household_total(relation["spouse"]) > 1,
        "heads from 15": relation["head"] & (age < 15),
        "couples from 14": relation["spouse"] & (age < 14),
        "members": members == (relation["domestic_worker"] | relation["relative_of_domestic_worker"]),
        "size": p["household_size"] != p.household_total(members)[p.household],
        "mothers are women": (p["mother"] >= 0) & ~woman[p["mother"]],
        "fathers are men": (p["father"] >= 0) & woman[p["father"]],
        "pregnancy": p["is_pregnant"] & ~(woman & (age >= 13) & (age <= 50)),
        "birth": p["gave_birth_last_year"] & ~(woman & (age >= 13) & (age <= 50)),
        "prenatal": (p["reported_bono_juana_azurduy_mother"] > 0) & ~woman,
        "child controls": (p["reported_child_controls"] > 0) & (age > 2),
        "school from 4": p["is_enrolled"] & (age < 4),
        "attendance of the enrolled": p["attends_school"] & ~p["is_enrolled"],
        "years of schooling from 4": ~np.isnan(p["years_of_schooling"]) & (age < 4),
        "no more years than lived at school": p["years_of_schooling"] > np.maximum(age - 2, 0),
        "reading from 4": p["can_read_write"] & (age < 4),
        "hours of the employed": ~np.isnan(p["hours_worked"]) != employed,
        "tax number of the unit of the employed": ~p.is_value("tax_registration", "none") & ~employed,
        "level of the enrolled": p["is_enrolled"] == level,
        "course of the enrolled": (p["school_course"] > 0) & ~p["is_enrolled"],
        "Juancito Pinto below higher education": p["reported_juancito_pinto"] & ~below_higher,
        "activity from 7": p.is_value("activity", "not_asked") != (age < 7),
        "work of the employed": p.is_value("work_category", "none") == employed,
        "industry of the employed": p.is_value("industry", "none") == employed,
        "second job of the employed": ~p.is_value("second_work_category", "none") & ~employed,
        "second income": (p["second_job_income"] > 0) & second,
        "wages of employees": (p["wage"] > 0) & ~employee,
        "benefits of employees": (p["aguinaldo"] + p["overtime"] + p["in_kind_pay"] > 0) & ~employee,
        "earnings of the self-employed": (p["self_employment_income"] > 0) & ~own,
        "affiliates": p["contributes_to_pension"] & ~p["is_pension_affiliate"],
        "affiliates from 7": p["is_pension_affiliate"] & (age < 7),
        "Renta Dignidad from 60": p["reports_renta_dignidad"] & (age < 60),
        "Renta Dignidad, flag": p["reports_renta_dignidad"] != (p["reported_renta_dignidad"] > 0),
        "Renta Dignidad, amount": ~np.isin(p["reported_renta_dignidad"], [0, 300, 350]),
        "disability grant": p["reports_disability_grant"] & ~p["disability_card"],
        "disability grant, flag": p["reports_disability_grant"] != (p["reported_disability_grant"] > 0),
        "second cover": ~p.is_value("second_health_insurance", "none") & p.is_value("health_insurance", "none"),
        "one line, place, stratum and weight a unit": _differs(p, p["psu"]),
        "one place a stratum": _differs(p, p["stratum"], names=("department", "area")),
        "blank for outsiders": np.isnan(p["ine_income"]) != ~members,
    }
    return {name: int(np.count_nonzero(broken)) for name, broken in rules.items() if np.any(broken)}


def _differs(p, group, names=("department", "area", "poverty_line", "extreme_poverty_line", "stratum", "weight")):
    first = np.unique(group, return_index=True)[1]
    return np.any([p[name] != p[name][first][group] for name in names], axis=0)


def test_it_says_that_it_is_synthetic(synthetic):
    source = synthetic.source
    assert synthetic.synthetic
    assert (source["wave"], source["year"]) == ("EH2019-synthetic", 2019)
    assert set(source["name"]) == set(source["method"]) == {"es", "en"}
    assert {"seed", "field_from", "field_to", "field_basis"} <= set(source)
    assert "sha256" not in source


def test_it_is_small_and_of_the_size_of_the_survey(synthetic):
    assert SYNTHETIC.stat().st_size < 2_000_000
    assert synthetic.n_households == 11_869
    assert synthetic.n_persons == pytest.approx(39_605, rel=0.02)


def test_nobody_is_impossible(synthetic):
    assert impossible(synthetic) == {}


def test_persons_are_numbered_and_linked_inside_their_household(synthetic):
    p, rows = synthetic, np.arange(synthetic.n_persons)
    assert (p["person_number"] == rows - p.offsets[:-1][p.household] + 1).all()
    for name in sorted(p.links):
        linked = p[name] >= 0
        assert (p.household[p[name][linked]] == p.household[linked]).all()
        assert (p[name][linked] != rows[linked]).all()
    paired = p["spouse"] >= 0
    assert (p["spouse"][p["spouse"][paired]] == rows[paired]).all()
    for parent in ("mother", "father"):
        linked = p[parent] >= 0
        assert (p["age"][p[parent][linked]] - p["age"][linked] >= 13).all()


def test_incomes_add_up_exactly(synthetic):
    p = synthetic
    main = sum(p[name] for name in ("wage", "aguinaldo", "production_bonus", "overtime"))
    main = main + p["employer_allowances"] + p["in_kind_pay"] + p["self_employment_income"]
    grants = [name for name in p.columns if name.startswith(("reported_bono_juana", "reported_subsidio"))]
    others = [name for name in INCOMES if name.startswith(("pension", "property", "family", "private", "remittances"))]
    rest = sum(p[name] for name in ("reported_renta_dignidad", "pension_veteran", *grants, *others))
    person = main + p["second_job_income"] + rest
    members = p["is_member"]
    total = p.household_total(np.where(members, person, 0))[p.household]
    made = {
        "rebuilt_main_job": main,
        "rebuilt_second_job": p["second_job_income"],
        "rebuilt_non_labour": rest,
        "rebuilt_person_income": person,
        "rebuilt_household_income": total,
        "ine_income_rebuilt": total / p["household_size"],
    }
    for name, values in made.items():
        np.testing.assert_allclose(p[name][members], values[members], rtol=0, atol=1e-9, err_msg=name)
    same = {"main_job_income": "main_job", "second_job_income": "second_job", "non_labour_income": "non_labour"}
    same |= {"person_income": "person_income", "household_income": "household_income"}
    for published, rebuilt in same.items():
        np.testing.assert_array_equal(np.nan_to_num(p[f"ine_{published}"]), np.nan_to_num(p[f"rebuilt_{rebuilt}"]))
    np.testing.assert_array_equal(p["ine_income"], p["ine_income_rebuilt"])
    for flag, line in (("ine_is_poor", "poverty_line"), ("ine_is_extremely_poor", "extreme_poverty_line")):
        np.testing.assert_array_equal(p[flag][members], (p["ine_income"] < p[line])[members])


def test_amounts_that_no_law_fixes_are_whole_bolivianos(synthetic):
    for name in INCOMES:
        if name != "employer_allowances":
            assert (synthetic[name] == np.round(synthetic[name])).all(), name


def test_the_sampling_design_has_units_of_plausible_size(synthetic):
    households = np.bincount(synthetic["psu"][synthetic.offsets[:-1]])
    assert 11 <= households.mean() <= 12
    assert households.max() <= 15
    assert 60 <= len(np.unique(synthetic["stratum"])) <= 70


def test_each_household_s_head_bears_what_it_spends_and_the_shares_invoiced_follow_from_it(synthetic):
    p = synthetic
    groups = [name for name in p.columns if name.startswith("spent_")]
    assert set(groups) == {f"spent_{group}" for group in GROUPS}
    assert p.source["spending"]["known"] == "drawn"
    head = p.is_value("relation", "head")
    for name in groups:
        whole = (p[name] >= 0) & (p[name] == np.round(p[name]))
        assert np.where(head, whole, p[name] == 0).all(), name
    low, high = (0.25, 0.75), (0.5, 1.5)
    for area, (least, most) in (("rural", low), ("urban", high)):
        propensity = p["invoice_propensity"][p.is_value("area", area)]
        assert least <= propensity.min() < propensity.max() <= most


OTHER_COLUMNS = "941b5f0fff2245ea9b8b656e4c45f2bb24eba42e3306a4371f55062674ca3c06"
"""Of every column but those of the last step, as it was before schooling was drawn."""


def test_drawing_schooling_leaves_every_other_column_as_it_was(synthetic):
    digest = hashlib.sha256()
    for name in sorted(set(synthetic.columns) - set(SCHOOLING)):
        digest.update(name.encode() + synthetic[name].dtype.str.encode() + synthetic[name].tobytes())
    assert digest.hexdigest() == OTHER_COLUMNS


LEDGER_ONLY = {
    "used_social_security",
    "used_public_facility",
    "used_private_facility",
    "used_traditional_medicine",
    "used_pharmacy",
    "health_spending",
}
"""Columns that only the ledger's indicators read, which refuse synthetic data; so none were drawn."""


def test_the_real_survey_keeps_the_same_rules_and_has_the_same_columns(synthetic, real):
    assert impossible(real) == {}
    columns = {name: column.dtype for name, column in real.columns.items() if name not in LEDGER_ONLY}
    assert {name: column.dtype for name, column in synthetic.columns.items()} == columns
    categories = {name: values for name, values in real.categories.items() if name not in LEDGER_ONLY}
    assert (synthetic.categories, synthetic.links, synthetic.absent) == (categories, real.links, real.absent)


def test_it_gives_no_household_away(synthetic, real):
    ours, theirs = record_keys(synthetic, real)
    assert not set(ours) & set(theirs)
    assert not too_close(synthetic, real).any()
    assert not set(synthetic["weight"]) & set(real["weight"])
    failed = [measure for measure in measures(synthetic, real) if not measure.holds]
    assert not failed


def test_it_is_near_the_real_survey(synthetic, real):
    far = {key: distance for key, distance in apart(Indicators(synthetic), Indicators(real)).items() if distance > 1}
    assert not far
