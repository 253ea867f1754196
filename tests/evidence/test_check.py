"""A claim of one's own: the readings tried are listed and counted, and only a natural one makes a number hold."""

import pytest

from ayni.evidence.check import check, check_programme, read_stated
from ayni.evidence.claims import judge, listed
from ayni.evidence.registry import Fact, Registry
from ayni.law import bolivia
from ayni.runs import Options, Question, ask, check_survey
from ayni.scenario import Analysis, survey_day
from ayni.survey import load
from ayni.words import AyniError


def fact(period, value, *, area="Bolivia", method="new", confidence="verified", source="s", unit="%"):
    name = f"poverty|{area}|All|{period}|{method}|{source}"
    return Fact(name, "poverty", area, "All", period, value, unit, method, source, "https://x", confidence, "")


KNOWN = Registry(
    [
        fact("2015", 50.0, method="old"),
        fact("2016", 40.0),
        fact("2017", 38.0),
        fact("2018", 36.0),
        fact("2019", 30.0),
        fact("2016", 60.0, area="Rural"),
        fact("2019", 54.0, area="Rural"),
    ]
)


@pytest.mark.parametrize(
    ("text", "value", "decimals", "signed", "unit"),
    [
        ("25%", 25, 0, False, "%"),
        ("-3.2pp", -3.2, 1, True, "pp"),
        ("2000", 2000, 0, False, ""),
        ("+4 %", 4, 0, True, "%"),
        (">67%", 67, 0, False, "%"),
    ],
)
def test_a_stated_number_is_read_with_its_precision(text, value, decimals, signed, unit):
    found = read_stated(text)
    assert (found.value, found.decimals, found.signed, found.unit) == (value, decimals, signed, unit)


@pytest.mark.parametrize("text", ["2.000,5", "a quarter", "", "25 percent", "1,5"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(AyniError, match="is not a number such as"):
        read_stated(text)


def test_tolerance_is_half_of_the_last_digit_and_a_sign_counts_where_given():
    assert read_stated("4%").fits(3.97)
    assert not read_stated("4.00%").fits(3.97)
    assert read_stated("25%").fits(-25.4)
    assert [read_stated(text).fits(67.0) for text in (">67%", "<67.5%", "67%")] == [False, True, True]
    assert not read_stated("+25%").fits(-25.4)


@pytest.mark.parametrize(
    ("stated", "kind", "verdict"),
    [
        ("25%", None, "holds"),
        ("-25%", None, "holds"),
        ("+25%", None, "not_reproduced"),
        ("10pp", None, "holds"),
        ("10%", None, "number_fits_another_label"),
        ("10%", "points", "holds"),
        ("5%", None, "number_fits_another_label"),
        ("77%", None, "not_reproduced"),
    ],
)
def test_the_verdict_on_a_number(stated, kind, verdict):
    assert check("poverty", "2016", "2019", stated, kind, known=KNOWN).verdict == verdict


def test_readings_are_counted_with_the_other_pairs_and_say_what_would_have_to_be():
    answer = check("poverty", "2016", "2019", "5%", known=KNOWN)
    assert len(answer.readings) == 8
    assert answer.pairs_tried == 5
    assert answer.tried == 13
    assert [(pair.before, pair.after) for pair in answer.pairs] == [("2016: 40", "2017: 38"), ("2017: 38", "2018: 36")]
    natural = [each for each in answer.readings if each.natural]
    assert [each.needed for each in natural] == pytest.approx([38.0])


def test_a_break_of_method_is_refused_unless_a_bridge_is_named():
    answer = check("poverty", "2015", "2019", "40%", known=KNOWN)
    assert answer.verdict == "not_testable_here"
    refused = [each for each in answer.readings if each.refused]
    assert len(refused) == 2
    assert all(each.value is None for each in refused)
    assert check("poverty", "2015", "2019", "40%", bridge="both from one study", known=KNOWN).verdict == "holds"


def test_rival_figures_make_a_number_contested():
    known = Registry([fact("2016", 40.0), fact("2019", 30.0), fact("2019", 32.0, confidence="conflicting", source="t")])
    assert check("poverty", "2016", "2019", "25%", known=known).verdict == "contested"


def test_periods_and_indicators_that_are_not_there():
    with pytest.raises(AyniError, match="its periods are 2015, 2016"):
        check("poverty", "1990", "2019", "25%", known=KNOWN)
    with pytest.raises(AyniError, match="poverty"):
        check("povety", "2016", "2019", "25%", known=KNOWN)


def test_extreme_poverty_and_minus_43_by_enumeration_of_the_registry():
    answer = check("poverty_extreme", "2008", "2011", "43%")
    assert answer.verdict == "number_fits_another_label"
    assert len(answer.pairs) < answer.pairs_tried


def test_of_one_period_the_number_is_the_level():
    assert check("poverty", "2016", "2016", "40%", known=KNOWN).verdict == "holds"
    assert check("poverty", "2016", "2016", "60%", known=KNOWN).verdict == "number_fits_another_label"
    assert check("poverty", "2016", "2016", "41%", known=KNOWN).verdict == "not_reproduced"


def test_the_number_of_an_indicator_of_the_same_kind_is_another_label():
    answer = check("poverty_moderate", "2020", "2021", "13.7%")
    assert answer.verdict == "number_fits_another_label"
    assert ("level", "poverty_extreme", "2020: 13.7") in {
        (each.kind, each.place[0], each.after) for each in answer.pairs
    }


@pytest.mark.parametrize(
    ("claim", "asked"),
    [
        ("A01", ("unemployment_urban_ece", "2021-03", "2021-03", "8.1%")),
        ("A02", ("unemployment_urban_ece", "2022-03", "2022-03", "5.3%")),
        ("A03", ("poverty_moderate", "2020", "2021", "13.7%")),
        ("A05", ("minimum_wage", "2021", "2022", "4%")),
        ("B07", ("recall_referendum_2008.votes_to_keep", "2008-08-10", "2008-08-10", ">67%")),
        ("B21", ("bono_contra_el_hambre.recipients", "2020-12..2021-05", "2020-12..2021-05", ">4000000")),
    ],
)
def test_a_sentence_of_the_ledger_has_the_same_verdict_when_it_is_tried(claim, asked):
    expected = judge(listed(claim), bolivia()).number_verdict
    assert check(*asked).verdict == expected


WAVES = {2019: "persona.parquet", 2020: "original/EH2020_Persona.sav.gz", 2022: "persona.parquet"}


@pytest.mark.parametrize("wave", WAVES)
def test_the_effect_of_programmes_has_one_verdict_on_the_card_and_on_the_file(wave, shared_data):
    options = Options(data=shared_data / "eh" / str(wave) / WAVES[wave])
    for claim, line, stated in (("B01", "moderate", "25%"), ("B02", "extreme", "43%")):
        of = judge(listed(claim), bolivia())
        found = ask(Question(programme="all_programmes", line=line, stated=stated), bolivia(), options)
        assert found.verdict == of.number_verdict
        shown = [of.chosen] if wave == 2019 else [each for each in of.beside if each.reading.id == f"effect_{wave}"]
        (card,) = shown
        assert any(
            each.natural and (each.value, each.se) == pytest.approx((card.computed.value, card.computed.se))
            for each in found.readings
        )


def test_synthetic_data_supports_no_verdict():
    with pytest.raises(AyniError, match="Synthetic data supports no verdict"):
        check_survey(Options(data=None), bolivia(), "renta_dignidad", "extreme", "43%")
    population = load()
    with pytest.raises(AyniError, match="Synthetic data supports no verdict"):
        check_programme(Analysis(population, bolivia(), survey_day(population)), "renta_dignidad", "extreme", "43%")


def test_what_a_programme_does_on_a_survey(shared_data):
    path = shared_data / "eh" / "2019" / "persona.parquet"
    answer = check_survey(Options(data=path), bolivia(), "renta_dignidad", "extreme", "43%")
    assert (answer.verdict, answer.wave) == ("number_fits_another_label", "EH2019")
    assert {(pair.before[:4], pair.after[:4]) for pair in answer.pairs} >= {("2005", "2012")}
    natural = [each for each in answer.readings if each.natural]
    assert len(natural) == 4
    assert all(each.value < 0 and each.se > 0 and each.low < each.value < each.high for each in natural)
    assert all(each.needed < float(each.before) for each in natural)
    with pytest.raises(AyniError, match="the nearest is renta_dignidad"):
        check_survey(Options(data=path), bolivia(), "renta_dignida", "extreme", "43%")
