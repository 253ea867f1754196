"""The law has days: what is collected on the day, what comes, what has closed, and the sum of the year, by hand."""

import datetime as dt

import pytest

from ayni.family import answers, family
from ayni.family.wording import assumed_text, not_if_texts
from ayni.family.year import year_of
from ayni.law import bolivia
from ayni.words import AyniError

LAW = bolivia()
MOTHER_AND_PUPIL = {
    "eva": {"age": 34, "sex": "woman"},
    "luz": {
        "relation": "child", "age": 9, "mother": "eva", "is_enrolled": True, "school_level": "primary",
        "school_course": 4, "school_type": "public",
    },
}  # fmt: skip
ALONE = {"ana": {"age": 34, "sex": "woman"}}
OLD = {"ana": {"age": 70, "sex": "woman"}}
OF_SIXTY = {"ana": {"born": "1966-12-05"}}
INSURED = {
    "age": 30, "sex": "woman", "health_insurance": "social_security", "work_category": "employee",
    "monthly_wage": 5000, "is_pension_affiliate": True, "contributes_to_pension": True,
}  # fmt: skip


def on(persons, day):
    return family(persons, dt.date.fromisoformat(day if len(day) == 10 else f"{day}-01"), LAW)


def amounts(persons, day, rule):
    return [each.amount for each in answers(on(persons, day), LAW) if each.rule == rule]


def year(persons, day):
    return year_of(on(persons, day), LAW)


def listed(runs):
    return {(run.first.rule, run.first.person): run.first.amount for run in runs}


@pytest.mark.parametrize(
    ("persons", "day", "rule", "expected"),
    [
        (MOTHER_AND_PUPIL, "2026-12", "pepe_2026", 0),  # collected until 30 April
        (MOTHER_AND_PUPIL, "2026-04-30", "pepe_2026", 450),
        (MOTHER_AND_PUPIL, "2026-05-01", "pepe_2026", 0),
        (ALONE, "2020-01", "bono_universal", 0),
        (ALONE, "2020-01", "bono_contra_el_hambre", 0),
        (OLD, "2020-01", "canasta_familiar", 0),
        (ALONE, "2021-12", "bono_contra_el_hambre", 0),
        (MOTHER_AND_PUPIL, "2020-12", "bono_familia", 0),
        (MOTHER_AND_PUPIL, "2006-01", "bono_juancito_pinto", 0),
        ({"ana": {"age": 25, "is_pregnant": True}}, "2009-04", "bono_juana_azurduy_mother", 0),
        ({"ana": {"age": 25, "is_pregnant": True}}, "2015-01", "subsidio_universal_prenatal", 0),
        (OLD, "2027-01", "renta_dignidad", 350),
        (OLD, "2026-12-31", "renta_dignidad", 500),
    ],
)
def test_what_is_in_force_on_the_day_and_no_other(persons, day, rule, expected):
    assert sum(amounts(persons, day, rule)) == expected


@pytest.mark.parametrize(
    ("persons", "rule", "expected"),
    [
        ({"ana": {"age": 25, "is_pregnant": True}}, "bono_juana_azurduy_mother", 200),  # 4 x 50
        ({"ana": {"age": 25, "is_pregnant": True}}, "subsidio_universal_prenatal", 1200),  # 4 x 300
        ({"ana": {"age": 25, "gave_birth_last_year": True}}, "bono_juana_azurduy_mother", 320),  # 200 + 120
        ({"ana": {"age": 0}}, "bono_juana_azurduy_child", 750),  # 6 x 125
    ],
)
def test_one_family_is_not_a_surveys_average(persons, rule, expected):
    assert amounts(persons, "2026-11", rule) == [expected]


@pytest.mark.parametrize(
    ("persons", "key"),
    [
        ({"eva": {"relation": "head"}, "ana": {"relation": "head"}}, "two_heads"),
        ({"eva": {"relation": "child"}, "ana": {"relation": "spouse"}}, "no_head"),
        ({"jose": {"sex": "man", "is_pregnant": True}}, "man_with_pregnancy"),
        ({"jose": {"sex": "man", "gave_birth": "2026-02"}}, "man_with_pregnancy"),
        ({"eva": {"age": 30, "mother": "ana"}, "ana": {"age": 50, "mother": "eva"}}, "parent_and_child"),
        ({"eva": {"age": 30}, "ana": {"age": 50, "mother": "eva"}}, "parent_not_older"),
        ({"eva": {"age": 30, "sex": "man"}, "ana": {"age": 5, "mother": "eva"}}, "parent_of_other_sex"),
        ({"eva": {"born": "2026-12"}}, "date_after_day"),
        ({"eva": {"pregnant_since": "2025-12"}}, "pregnancy_too_long"),
        ({"eva": {"born": "1990-05", "age": 20}}, "age_against_birth"),
        ({"eva": {"born": "1990-13"}}, "answer_not_a_date"),
    ],
)
def test_what_cannot_be_is_refused_naming_who(persons, key):
    with pytest.raises(AyniError) as error:
        on(persons, "2026-11")
    assert error.value.key == key
    assert any(name in str(error.value) for name in persons)


def test_twins_are_no_mistake_and_each_has_its_breastfeeding_allowance():
    persons = {
        "eva": INSURED, "uno": {"born": "2026-05-10", "relation": "child", "mother": "eva"},
        "dos": {"born": "2026-05-10", "relation": "child", "mother": "eva"},
    }  # fmt: skip
    found = {each.rule: each.amount for each in answers(on(persons, "2026-11"), LAW) if each.person == "eva"}
    assert found["asignaciones_familiares_lactation"] == 2 * 2000


# ---- the year


def test_renta_dignidad_of_a_whole_year_is_twelve_payments_and_one_more():
    for day in ("2026-01", "2026-06", "2026-11"):
        assert year(OLD, day).sums()["received"] == 12 * 500 + 350
    assert year(OLD, "2027-03").sums()["received"] == 13 * 350
    assert year(OLD, "2019-03").sums()["received"] == 5 * 300 + 7 * 350 + 350  # raised from June 2019


def test_the_first_month_of_renta_dignidad_is_that_of_the_sixtieth_birthday():
    born_in_may = year({"ana": {"born": "1966-05-17"}}, "2026-04")
    assert listed(born_in_may.now) == {}
    assert born_in_may.coming[0].first.month == 5
    assert born_in_may.sums()["received"] == 8 * 500 + 350


def test_the_thirteenth_payment_is_for_those_who_are_sixty_by_30_november():
    assert year(OF_SIXTY, "2026-11").sums()["received"] == 500  # December alone
    assert amounts(OF_SIXTY, "2026-12", "renta_dignidad_thirteenth") == [0]
    assert year({"ana": {"born": "1966-11-30"}}, "2026-11").sums()["received"] == 2 * 500 + 350


def test_what_has_closed_is_told_with_its_last_day_and_is_in_no_sum():
    found = year(MOTHER_AND_PUPIL, "2026-12")
    assert listed(found.now) == {}
    [closed] = found.closed
    assert (closed.first.rule, closed.first.amount, closed.first.last) == ("pepe_2026", 450, dt.date(2026, 4, 30))
    assert found.sums()["received"] == 0
    in_april = year(MOTHER_AND_PUPIL, "2026-04")
    assert listed(in_april.now) == {("pepe_2026", "eva"): 450}
    assert in_april.sums()["received"] == 450


def test_what_awaits_the_years_decree_stands_beside_the_sum():
    found = year(MOTHER_AND_PUPIL, "2026-06")
    assert listed(found.coming) == {("bono_juancito_pinto", "luz"): 300}
    assert found.coming[0].first.awaits
    assert (found.sums()["received"], found.sums()["awaiting"]) == (0, 300)
    assert year(MOTHER_AND_PUPIL, "2025-06").sums()["received"] == 200  # the decree of 2025 is known


def test_what_nobody_could_know_is_not_said_to_come():
    assert ("bono_familia", "luz") not in listed(year(MOTHER_AND_PUPIL, "2020-01").coming)
    assert ("bono_familia", "luz") in listed(year(MOTHER_AND_PUPIL, "2020-05").now)


def test_a_pregnancy_is_paid_month_by_month():
    found = year({"eva": {"age": 25, "sex": "woman", "pregnant_since": "2026-01"}}, "2026-06")
    paid = {each.month: each.amount for each in found.payments if each.rule == "bono_juana_azurduy_mother"}
    assert paid == {3: 50, 5: 50, 7: 50, 9: 50, 10: 120}  # controls, and the delivery nine months on
    food = {each.month: each.amount for each in found.payments if each.rule == "subsidio_universal_prenatal"}
    assert food == {5: 300, 6: 300, 7: 300, 8: 300}
    assert (found.sums()["received"], found.sums()["in_kind"]) == (320, 1200)


def test_a_small_child_is_paid_every_other_month_from_the_first_after_birth():
    found = year({"sol": {"born": "2026-01-10"}}, "2026-11")
    paid = {each.month: each.amount for each in found.payments if each.rule == "bono_juana_azurduy_child"}
    assert paid == dict.fromkeys((2, 4, 6, 8, 10, 12), 125)


def test_without_months_a_pregnancy_is_of_the_year_and_in_no_month():
    found = year({"eva": {"age": 25, "sex": "woman", "is_pregnant": True}}, "2026-06")
    [mother] = [each for each in found.payments if each.rule == "bono_juana_azurduy_mother"]
    assert (mother.amount, mother.month, mother.in_sum) == (200, None, True)


def test_an_employers_allowances_follow_the_month_of_pregnancy():
    found = year({"eva": {**INSURED, "month_of_pregnancy": 6, "is_pregnant": True}}, "2026-03")
    months = {
        name: [each.month for each in found.payments if each.rule == f"asignaciones_familiares_{name}"]
        for name in ("prenatal", "birth", "lactation")
    }
    assert months == {"prenatal": [2, 3, 4, 5, 6], "birth": [7], "lactation": [7, 8, 9, 10, 11, 12]}


def test_each_person_has_a_sum_and_they_add_up_to_the_homes():
    of = {**OLD, "luis": {"age": 66, "relation": "spouse", "pension_old_age": 900}}
    found = year(of, "2026-11")
    assert found.sums("ana")["received"] == 6350
    assert found.sums("luis")["received"] == 13 * 300
    assert found.sums()["received"] == 6350 + 3900


def test_what_the_book_does_not_know_is_named_and_in_no_sum():
    found = year({"eva": {**INSURED, "years_of_service": 3}}, "2026-06")
    assert "segundo_aguinaldo" in {each.rule for each in found.not_known}
    assert "segundo_aguinaldo" not in {each.rule for each in found.payments}


def test_what_the_law_leaves_out_and_nobody_was_asked_is_told():
    found = list(answers(on(OLD, "2026-11"), LAW))
    told = not_if_texts(found, LAW, dt.date(2026, 11, 1), "es")
    assert any("accionista" in each for each in told)
    before = list(answers(on(OLD, "2020-11"), LAW))
    assert not any("accionista" in each for each in not_if_texts(before, LAW, dt.date(2020, 11, 1), "es"))
    pregnant = list(answers(on({"eva": {"age": 25, "is_pregnant": True}}, "2026-11"), LAW))
    assert any("under two" in each for each in not_if_texts(pregnant, LAW, dt.date(2026, 11, 1), "en"))


def test_a_birth_allowance_is_paid_once_for_each_baby():
    found = year(
        {"eva": {**INSURED, "gave_birth_last_year": True, "month_after_birth": 3, "live_births": 2}}, "2026-06"
    )
    paid = {each.month: each.amount for each in found.payments if each.rule == "asignaciones_familiares_birth"}
    assert paid == {4: 2 * 2000}
    fed = {each.month: each.amount for each in found.payments if each.rule == "asignaciones_familiares_lactation"}
    assert fed == dict.fromkeys(range(4, 13), 2 * 2000)


def test_an_age_that_follows_from_a_birth_date_is_not_said_to_be_assumed():
    day = dt.date(2026, 5, 16)
    said = [family({"ana": answers}, day, bolivia()) for answers in ({"born": "1966-05"}, {"age": 59}, {})]
    assert ["edad" in assumed_text(of, bolivia(), "es") for of in said] == [False, False, True]


def test_renta_dignidad_of_2027_says_what_it_hangs_on():
    of = family({"ana": {"age": 66}}, dt.date(2027, 2, 1), LAW)
    assert "unless the Bs 150 of 2026 are renewed" in " ".join(not_if_texts(answers(of, LAW), LAW, of.day, "en"))
