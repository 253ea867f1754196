"""On which day each payment is collected, until when, what if late, where to complain: or that no text was found."""

import datetime as dt
import json

import pytest

from ayni.engine.errors import EngineError
from ayni.engine.instruments import FACETS, instrument_of
from ayni.family import answering, answers, family
from ayni.family.claiming import claim_text, claiming_of, told_of
from ayni.law import bolivia
from ayni.report import claiming_of_instrument, family_as_json
from ayni.runs import household
from ayni.words import LANGUAGES

BOOK = bolivia()
PAID = ("Bs/month", "Bs/year", "Bs/once")
PAYS = [name for name, each in BOOK.instruments.items() if any(rule.unit in PAID for rule in answering(BOOK, each))]
DAY = dt.date(2026, 2, 10)


@pytest.mark.parametrize("name", PAYS)
def test_every_instrument_that_pays_says_how_it_is_collected_or_that_no_text_is_known(name):
    claiming = BOOK.instruments[name].claiming
    assert claiming is not None
    for language in LANGUAGES:
        told = claiming_of_instrument(BOOK.instruments[name], DAY, BOOK, language)
        assert len(told) == len(FACETS)
        assert all(texts and all(texts) for _, texts in told)
    own = {rule.name for rule in BOOK.rules_of(name)}
    for facet in FACETS:
        for each in getattr(claiming, facet):
            assert set(each.rules) <= own
            assert each.start <= each.end
            for norm, articles in each.norms.items():
                assert set(articles.split(", ")) <= set(BOOK.norms[norm].articles), (norm, articles)


def test_a_facet_said_as_read_without_a_source_is_refused():
    told = {"es": "a", "en": "b", "confidence": "verified"}
    raw = {
        "name": {"es": "A", "en": "A"}, "in_force": [{"from": dt.date(2020, 1, 1)}], "parameters": {},
        "claiming": {"day": [told], "until": [], "late": [], "complain": []},
    }  # fmt: skip
    with pytest.raises(EngineError, match=r"claiming\.day"):
        instrument_of("a", raw, "a.yaml", languages=("es", "en"))
    told["norms"] = {"Act": "1"}
    assert instrument_of("a", raw, "a.yaml", languages=("es", "en")).claiming.day[0].text["en"] == "b"


@pytest.mark.parametrize(
    ("instrument", "rule", "facet", "day", "part"),
    [
        ("gastos_funerarios", "gastos_funerarios", "until", "2021-12-31", "twelve months"),
        ("gastos_funerarios", "gastos_funerarios", "until", "2022-01-01", "eighteen months"),
        ("bono_juana_azurduy", "bono_juana_azurduy_child", "until", "2021-10-05", None),
        ("bono_juana_azurduy", "bono_juana_azurduy_child", "until", "2021-10-06", "savings account"),
        ("bono_juancito_pinto", "bono_juancito_pinto", "late", "2008-12-31", "lapses"),
        ("bono_juancito_pinto", "bono_juancito_pinto", "late", "2009-01-01", None),
        ("finiquito", "finiquito_indemnity", "until", "2026-02-10", "fifteen calendar days"),
        ("finiquito", "quinquenio", "until", "2026-02-10", "thirty days"),
        ("finiquito", "finiquito_indemnity", "late", "2026-02-10", "30 %"),
        ("aguinaldo_de_navidad", "aguinaldo_de_navidad", "until", "2025-12-01", "20 December"),
        ("aguinaldo_de_navidad", "aguinaldo_de_navidad", "late", "2025-12-01", "double"),
        ("bono_discapacidad", "bono_discapacidad", "until", "2026-02-10", "20 December"),
        ("rc_iva", "rc_iva", "day", "2026-02-10", "20th"),
        ("rc_iva", "rc_iva", "until", "2026-02-10", "15th"),
        ("rc_iva_independientes", "rc_iva_quarter", "until", "2026-02-10", "twenty days"),
        ("rc_iva_independientes", "rc_iva_withheld_without_invoice", "until", "2026-02-10", "15th"),
        ("asistencia_familiar", "asistencia_familiar", "late", "2026-02-10", "six months"),
        ("renta_dignidad", "renta_dignidad", "until", "2026-02-10", "one year"),
        ("renta_dignidad", "renta_dignidad_thirteenth", "day", "2026-12-01", "until the 14th"),
        ("pepe_2026", "pepe_2026", "until", "2026-02-10", "30 April"),
        ("incremento_salarial_general", "incremento_salarial_arrears", "until", "2025-05-01", "31 July"),
        ("incremento_salarial_general", "incremento_salarial_arrears", "until", "2026-05-01", None),
    ],
)
def test_what_is_told_holds_on_its_days(instrument, rule, facet, day, part):
    told = told_of(instrument, rule, dt.date.fromisoformat(day), BOOK)[facet]
    assert (told is None) if part is None else (told is not None and part in told.text["en"])


@pytest.mark.parametrize(("born", "own"), [("1990-07-26", 26), ("1990-07", None), ("1990-07-31", 31)])
def test_the_birth_date_sets_the_day_of_pepe(born, own):
    of = family({"ana": {"born": born, "disability_card": True, "disability_grade": "serious"}}, DAY, BOOK)
    [pepe] = [each for each in claiming_of(answers(of, BOOK), of, BOOK) if each.instrument == "pepe_2026"]
    assert pepe.day_of_month == own
    assert claim_text("day", pepe, "es").startswith(f"el {own} de cada mes" if own else "desde el día")
    plain = json.loads(family_as_json(household(of, BOOK)))
    [found] = [each["claiming"] for each in plain["answers"] if each["rule"] == "pepe_2026"]
    assert (found["day_of_month"], found["until"]["law"]) == (own, "DS 5516 art. 16")
    assert found["late"]["sources"][0].startswith("https://")
