"""One family: what applies, why not, the budget line; and one clear line for each wrong answer."""

import datetime as dt
import json

import pytest

from ayni.family import (
    answers,
    budget_line,
    family,
    payslip,
    questions,
    read_family,
    reason,
    typical_households,
    why_not,
)
from ayni.family.household import relations
from ayni.law import bolivia
from ayni.report import family_tables
from ayni.runs import FamilyResult, household
from ayni.words import AyniError

LAW = bolivia()
DAY = dt.date(2020, 1, 15)


def told(given, day=DAY, law=LAW):
    return list(answers(family(given, day, law), law))


def why(answer, language="en"):
    return reason(answer.trace, LAW, language)


def only(found, rule, person="ana"):
    return next(answer for answer in found if (answer.rule, answer.person) == (rule, person))


def test_what_applies_comes_with_amount_article_and_month_of_payment():
    found = told({"ana": {"age": 66}})
    renta = only(found, "renta_dignidad")
    assert (renta.amount, renta.unit, renta.in_budget) == (350, "Bs/month", 350)
    assert "Ley 3791" in renta.law
    assert renta.paid_in["es"].startswith("cada mes")
    assert only(found, "renta_dignidad_thirteenth").in_budget == pytest.approx(350 / 12)


def test_why_not_is_the_first_condition_with_its_numbers():
    found = told({"ana": {"age": 58}})
    trace = only(found, "renta_dignidad").trace
    assert reason(trace, LAW, "en") == "Age at the end of the month: 58, below 60 (Age from which it is paid)"
    assert reason(trace, LAW, "es") == "Edad al terminar el mes: 58, menor que 60 (Edad desde la que se paga)"
    assert why(only(found, "bono_universal"), "en") == "not in force on the date"
    in_2020 = told({"ana": {"age": 58}}, dt.date(2020, 6, 1))
    assert why(only(in_2020, "bono_universal"), "es") != reason(only(in_2020, "bono_familia").trace, LAW, "es")
    before = told({"ana": {"age": 70}}, dt.date(2007, 6, 1))
    assert why(only(before, "renta_dignidad"), "en") == "not in force on the date"


def test_a_fact_that_decides_is_followed_to_what_the_family_said():
    found = told({"ana": {"age": 66, "self_identification": "not_bolivian"}})
    assert "Is Bolivian: no (" in why(only(found, "renta_dignidad"), "en")


WORKER = {"age": 40, "work_category": "employee", "contributes_to_pension": True, "health_insurance": "social_security"}


def test_a_calculation_that_gives_zero_says_its_numbers_and_no_condition():
    # 2,500 less 12.71 % = 2,182.25, which two minimum wages of 2,122 more than cover
    low = only(told({"ana": {**WORKER, "monthly_wage": 2500}}), "rc_iva")
    assert low.why_not is None
    assert why(low, "en").replace("\xa0", " ") == (
        "the calculation gives zero (Total earned: Bs 2,500.00; Worker's contributions: Bs 317.75; "
        "National minimum wage: Bs 2,122.00; Untaxed minimum wages: 2)"
    )
    assert why(low, "es").startswith("el cálculo da cero (Total ganado: Bs\xa02.500,00; ")


def test_a_zero_that_makes_the_calculation_zero_is_named_alone():
    new = only(
        told({"ana": {**WORKER, "monthly_wage": 2500, "years_of_service": 0}}),
        "bono_antiguedad",
    )
    assert why(new, "es") == "el cálculo da cero (Años cumplidos en la empresa: 0)"
    second = only(
        told({"ana": {**WORKER, "monthly_wage": 2500, "years_of_service": 1}}),
        "bono_antiguedad",
    )
    assert why(second, "es").startswith("el cálculo da cero (Años cumplidos en la empresa: 1; Salario mínimo")


def test_a_zero_with_a_reason_of_its_own_is_followed_down():
    found = only(
        told({"ana": {**WORKER, "contributes_to_pension": False, "monthly_wage": 2500}}),
        "aportes_sip_worker",
    )
    text = "Wage earner with contributions up to date: no ("
    assert why(found, "en").startswith(text)


def test_that_no_contributions_mean_no_tax_withheld_is_told_as_an_assumption():
    found = only(told({"ana": {**WORKER, "contributes_to_pension": False, "monthly_wage": 20_000}}), "rc_iva")
    assert why(found, "es").startswith("El empleador retiene impuestos (se supone")


def test_a_parameter_that_is_zero_is_named_with_its_value():
    law = LAW.amend({"renta_dignidad.monthly_non_pensioner": {"2019-01-01": 0}})
    found = only(told({"ana": {"age": 66}}, DAY, law), "renta_dignidad")
    name = LAW.parameter("renta_dignidad.monthly_non_pensioner").text["es"]
    assert why(found, "es") == f"{name}: Bs\xa00,00"


def test_a_condition_on_a_sum_says_each_number_of_it():
    found = only(told({"ana": {"age": 50, "pension_survivor": 900}}, dt.date(2020, 6, 1)), "bono_universal")
    assert why(found, "es") == (
        "Recibe una renta o pensión: sí (Pensión de jubilación (0) + Pensión de viudez u orfandad (900) + "
        "Pensión de invalidez (0) + Renta de benemérito (0), mayor que 0)"
    )


def test_who_is_in_none_of_several_groups_is_told_every_one_of_them():
    found = only(told({"ana": {"age": 40}}, dt.date(2016, 1, 1)), "ley_475")
    assert [part.split(":")[0] for part in why(found, "en").split("; ")] == [
        "Age in completed years", "Age in completed years",
        *(questions(LAW)[name].text["en"] for name in ("disability_card", "is_pregnant", "gave_birth_last_year")),
    ]  # fmt: skip


def test_a_condition_between_a_parameter_and_a_fact_begins_with_the_fact():
    found = only(told({"ana": {"age": 9}}, dt.date(2016, 1, 1)), "ley_475_reproductive_care")
    assert why(found, "es") == "Edad en años cumplidos: 9, menor que 15 (Primera edad fértil)"


def test_a_family_that_knows_a_fact_better_gives_it():
    whole = told({"ana": {"is_pregnant": True}})
    known = told({"ana": {"is_pregnant": True, "prenatal_care_in_year": 0.5}})
    assert only(whole, "bono_juana_azurduy_mother").amount == 200
    assert only(known, "bono_juana_azurduy_mother").amount == 100


def test_what_needs_more_than_the_ordinary_answers_is_asked_only_when_one_is_given():
    plain = {answer.rule for answer in told({"ana": {"age": 40}}, dt.date(2022, 1, 1))}
    assert "impuesto_grandes_fortunas" not in plain
    rich = {"assets_in_bolivia": 40_000_000, "days_in_country": 365}
    found = told({"ana": {"age": 40, **rich}}, dt.date(2022, 1, 1))
    assert only(found, "impuesto_grandes_fortunas").amount == pytest.approx(410_000)


@pytest.mark.parametrize("year", range(2012, 2023))
def test_the_second_aguinaldo_appears_only_in_its_years(year):
    worker = {"work_category": "employee", "monthly_wage": 3000}
    found = told({"ana": worker}, dt.date(year, 12, 1))
    assert only(found, "segundo_aguinaldo").amount == (3000 if year in (2013, 2014, 2015, 2018) else 0)


def test_what_the_law_book_does_not_know_is_said_and_stops_nothing_else():
    worker = {"work_category": "employee", "monthly_wage": 3000}
    of = family({"ana": worker}, dt.date(2026, 6, 1), LAW)
    found = list(answers(of, LAW))
    assert only(found, "segundo_aguinaldo").refused.key == "no_value_on_date"
    assert only(found, "aguinaldo_de_navidad").amount == 3000
    _, why_not = family_tables(FamilyResult(of, LAW, tuple(found)), "en")
    assert any(cell.text.startswith("not known: “") for line in why_not.lines for cell in line.cells)


def test_a_family_to_which_nothing_applies_is_told_so():
    of = family({"ana": {"age": 40, "health_insurance": "social_security"}}, dt.date(2010, 1, 1), LAW)
    gives, _ = family_tables(household(of, LAW), "en")
    assert gives.lines == ()
    assert gives.remarks[0] == "With these answers nothing applies."


def test_tables_name_what_is_assumed_and_every_doubt():
    of = family({"ana": {"age": 66}, "luis": {**WORKER, "is_pension_affiliate": True, "monthly_wage": 3000}}, DAY, LAW)
    for language, doubt in (("es", "de memoria"), ("en", "from memory")):
        gives, why_not = family_tables(household(of, LAW), language)
        assert any(doubt in remark for remark in gives.remarks)
        assert {cell.text for line in why_not.lines for cell in line.cells} & {"ana", "luis"}


def test_the_budget_line_of_a_wage_is_the_payslip_s_net_pay():
    of = family({"ana": {"work_category": "employee", "contributes_to_pension": True, "monthly_wage": 0}}, DAY, LAW)
    points = list(budget_line(of, "monthly_wage", [1000, 2000], LAW))
    assert [net for _, _, net in points] == [pytest.approx(1000 * (1 - 0.1271)), pytest.approx(2000 * (1 - 0.1271))]


def test_a_family_comes_from_yaml_or_json(tmp_path):
    text = {"date": "2020-01", "persons": {"ana": {"age": 66}, "rita": {"age": 9, "mother": "ana"}}}
    for name in ("family.yaml", "family.json"):
        (tmp_path / name).write_text(json.dumps(text), encoding="utf-8")
        of = read_family(tmp_path / name, LAW)
        assert (of.day, of.names, of.persons(LAW)[1]["mother"]) == (dt.date(2020, 1, 1), ("ana", "rita"), 0)


WRONG = {
    "persons: {ana: {agee: 66}}": "ana: there is no answer “agee”; the nearest is age",
    "persons: {ana: {age: -1}}": "ana: age is -1; it goes from 0 to 120",
    "persons: {ana: {age: 66.5}}": "ana: age is 66.5",
    "persons: {ana: {monthly_wage: 9999999}}": "ana: monthly_wage is 9999999; it goes from 0 to 1,000,000",
    "persons: {ana: {age: sixty}}": "ana: age is “sixty”, and must be a number",
    "persons: {ana: {monthly_wage: 2.000}}": "ana: monthly_wage “2.000” can be read as 2000 or 2.000: write one",
    'persons: {ana: {monthly_wage: "1,500"}}': "ana: monthly_wage “1,500” can be read as 1500 or 1.500",
    "persons: {ana: {sex: f}}": "ana: sex cannot be “f”; it can be man, woman",
    "persons: {ana: {is_enrolled: maybe}}": "ana: is_enrolled cannot be “maybe”; it can be true, false",
    "persons: {ana: {mother: eva}}": "ana: mother names “eva”, who is not another person of the family",
    "persons: {ana: {mother: ana}}": "ana: mother names “ana”, who is not another person of the family (–)",
    "persons: {ana: {}, eva: {father: eva}}": "eva: father names “eva”, who is not another person of the family (ana)",
    "persons: {ana: {spouse: ana}, eva: {}}": "ana: spouse names “ana”, who is not another person of the family (eva)",
    "persons: {ana: 66}": "ana: answers such as age: 66 are expected",
    "persons: {}": "is not a family",
    "- ana": "is not a family",
    "persons: {ana: {age: 66}": "not readable as YAML",
    "people: {ana: {age: 66}}": "is not a family",
    "persons: {ana: {age: 66}}\nday: 2020-01-01": "the key “day” is not known",
    "persons: {ana: {age: 66}}\ndate: 1999-01-01": "The law of 1999-01-01: the law book begins in 2005",
    "persons: {ana: {age: 66}}\ndate: enero": "“enero” is not a date",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_family_gets_one_line_that_names_person_and_answer(tmp_path, text):
    path = tmp_path / "family.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AyniError) as raised:
        read_family(path, LAW)
    assert WRONG[text] in str(raised.value)
    assert "\n" not in raised.value.in_language("es")


def test_every_question_has_a_neutral_answer_of_its_kind():
    for name, question in questions(LAW).items():
        if question.type == "category":
            assert question.neutral in question.values, name
        elif question.type == "flag":
            assert isinstance(question.neutral, bool), name
        elif question.type not in ("person", "date"):
            assert question.low <= question.neutral <= question.high, name


@pytest.mark.parametrize("year", range(2005, 2027))
def test_any_typical_household_is_answered_in_any_year(year):
    for name, entry in typical_households().items():
        of = family(entry["persons"], dt.date(year, 7, 1), LAW)
        for language in ("es", "en"):
            for table in family_tables(household(of, LAW), language):
                assert all(cell.text is not None for line in table.lines for cell in line.cells), name


@pytest.mark.parametrize("year", range(2005, 2027))
def test_a_payslip_closes_in_any_year(year):
    lines = {line.rule: line.amount for line in payslip({"monthly_wage": 12_000}, dt.date(year, 5, 1), LAW)}
    left = lines["total_earned"] - lines["aportes_sip_worker"] - lines["rc_iva"]
    assert lines["net_pay"] == pytest.approx(left)
    assert 0 < lines["net_pay"] < lines["total_earned"] < lines["labour_cost"]


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ([None, None], ["head", "other_relative"]),
        ([None, "head"], ["other_relative", "head"]),
        (["child", None, None], ["child", "head", "other_relative"]),
        (["child", "spouse"], ["child", "spouse"]),
    ],
)
def test_a_household_has_one_head(said, taken):
    assert relations(said) == taken


def test_a_pupil_without_parents_at_home_brings_the_payment_to_the_head():
    pupil = {"age": 9, "is_enrolled": True, "school_level": "primary", "school_course": 4, "school_type": "public"}
    of = family({"rosa": {"age": 40}, "juan": pupil}, dt.date(2026, 1, 15), LAW)
    assert [each.amount for each in answers(of, LAW) if each.rule == "pepe_2026"] == [450, 0]


def test_a_school_that_is_not_public_is_said_in_good_spanish():
    of = family({"juan": {"age": 9, "is_enrolled": True, "school_level": "primary", "school_course": 3,
                          "school_type": "private"}}, dt.date(2026, 4, 1), bolivia())  # fmt: skip
    [found] = [each for each in answers(of, bolivia()) if each.rule == "bono_juancito_pinto"]
    assert why_not(found, bolivia(), "es") == "Escuela o colegio: privado, no es fiscal ni de convenio"
    assert why_not(found, bolivia(), "en").endswith("is not a public or agreement school")


@pytest.mark.parametrize(("second", "is_told"), [(None, False), ("private", True)])
def test_a_second_cover_that_nobody_spoke_of_is_no_reason(second, is_told):
    said = {"age": 30, "sex": "woman", "health_insurance": "none", "month_of_pregnancy": 6}
    of = family(
        {"eva": {**said, **({"second_health_insurance": second} if second else {})}}, dt.date(2026, 4, 1), bolivia()
    )
    [found] = [each for each in answers(of, bolivia()) if each.rule == "asignaciones_familiares_prenatal"]
    assert ("Segundo seguro" in why_not(found, bolivia(), "es")) is is_told


def test_what_answers_only_if_said_keeps_silent_for_a_wage_alone():
    law = bolivia()
    wage = {"work_category": "employee", "monthly_wage": 4800}

    def answered(**more):
        of = family({"ana": {**wage, **more}}, dt.date(2026, 3, 1), law)
        return {answer.rule for answer in answers(of, law) if answer.instrument == "jornada_laboral"}

    assert answered() == set()
    assert answered(overtime_hours=10) == {"overtime_pay"}
