"""A family before a law that has more than the law book: its rules answer, with names and reasons in both languages."""

import datetime as dt

import pytest

from ayni.family import answers, family, label, questions, reason
from ayni.law import bolivia
from ayni.report import family_as_json, family_tables
from ayni.runs.household import household
from ayni.scenario import read_reform
from ayni.words import LANGUAGES, AyniError
from support.harvest import law_with_harvest_grant

DAY = dt.date(2026, 5, 1)


LAW = law_with_harvest_grant()


def told(language, **of):
    found = next(each for each in answers(family({"ana": of}, DAY, LAW), LAW) if each.rule == "bono_cosecha")
    return found.amount or reason(found.trace, LAW, language)


def test_it_answers_with_its_amount_under_its_instruments_name():
    of = family({"ana": {"area": "rural", "monthly_wage": 2000, "harvest_lost": "sí"}}, DAY, LAW)
    result = household(of, LAW)
    for language, name in (("es", "Bono Cosecha"), ("en", "Harvest grant")):
        gives, _ = family_tables(result, language)
        [line] = [line for line in gives.lines if line.head == name]
        assert line.cells[1].text == ("Bs\xa0200,00" if language == "es" else "Bs\xa0200.00")
    assert b'"Harvest grant"' in family_as_json(result)


def test_its_steps_are_no_answers_of_their_own():
    rules = [each.rule for each in answers(family({"ana": {"area": "rural"}}, DAY, LAW), LAW)]
    assert "bono_cosecha" in rules
    assert not {"lives_in_the_country", "is_worse_off"} & set(rules)


@pytest.mark.parametrize(
    ("of", "es", "en"),
    [
        ({"area": "urban"}, "Vive en el campo: no", "Lives in the country: no"),
        (  # a step that nobody gave a name is said by its conditions
            {"area": "rural", "monthly_wage": 1500},
            "Sueldo del mes: 1.500, al menos 1.000 (Sueldo máximo); Perdió la cosecha: no",
            "Wage of the month: 1,500, at least 1,000 (Highest wage); Lost the harvest: no",
        ),
    ],
)
def test_why_not_is_said_in_its_names_and_parameters(of, es, en):
    wage = questions(LAW)["monthly_wage"].text
    assert told("es", **of) == es.replace("Sueldo del mes", wage["es"])
    assert told("en", **of) == en.replace("Wage of the month", wage["en"])


def test_a_sum_without_a_name_is_called_by_what_it_sums():
    of = family({"ana": {"area": "rural"}, "luis": {"area": "rural", "relation": "child"}}, DAY, LAW)
    found = next(each for each in answers(of, LAW) if each.rule == "bono_cosecha")
    texts = {language: reason(found.trace, LAW, language) for language in LANGUAGES}
    assert texts["es"] == "Personas del hogar, Vive en el campo: 2, mayor que 1 (Personas, a lo más)"
    assert texts["en"] == "Persons of the household, Lives in the country: 2, above 1 (Persons at most)"


def test_the_law_book_itself_has_none_of_it():
    assert "harvest_lost" not in questions(bolivia())
    assert "bono_cosecha" not in {each.rule for each in answers(family({"ana": {}}, DAY, bolivia()), bolivia())}


REFORM = '''
from ayni.engine import rule

REFORM = {
    "programme": {"bono_luz": {
        "name": {"es": "Bono Luz", "en": "Light grant"},
        "in_force": [{"from": "2026-01-01"}],
        "parameters": {"amount": {"es": "Monto", "en": "Amount", "unit": "Bs/month",
                                  "values": [{"from": "2026-01-01", "value": 50}]}},
    }},
    "names": {"has_no_wage": {"es": "Sin sueldo", "en": "Without a wage"}},
}


@rule(unit="flag")
def has_no_wage(monthly_wage):
    """Whether there is no wage."""
    return monthly_wage == 0


@rule(unit="Bs/month", law="Ley 9998")
def bono_luz(has_no_wage, p):
    """A grant to who has no wage."""
    return p.amount if has_no_wage else 0.0
'''


def test_a_reform_file_says_what_its_rules_are_called(tmp_path):
    path = tmp_path / "luz.py"
    path.write_text(REFORM, encoding="utf-8")
    law = read_reform(path, bolivia()).law(bolivia())
    found = list(answers(family({"ana": {"monthly_wage": 900}, "eva": {}}, DAY, law), law))
    mine = [each for each in found if each.instrument == "bono_luz"]
    assert [(each.rule, each.person, each.amount) for each in mine] == [("bono_luz", "ana", 0), ("bono_luz", "eva", 50)]
    assert label("bono_luz", law, "es") == "Bono Luz"
    assert reason(mine[0].trace, law, "es").startswith("Sin sueldo: no")
    assert reason(mine[0].trace, law, "en").startswith("Without a wage: no")


@pytest.mark.parametrize(
    ("old", "new"), [('"has_no_wage": {"es"', '"has_now_age": {"es"'), (', "en": "Without a wage"', "")]
)
def test_a_name_of_no_rule_or_in_one_language_is_refused(tmp_path, old, new):
    path = tmp_path / "luz.py"
    assert old in REFORM
    path.write_text(REFORM.replace(old, new), encoding="utf-8")
    with pytest.raises(AyniError, match="has_no_wage"):
        read_reform(path, bolivia())
