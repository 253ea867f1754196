"""Official figures: whole and sourced, and the one to prefer for a year."""

import pytest

from ayni.evidence import figures, official, published_rows
from ayni.evidence.official import BASES
from ayni.evidence.registry import CONFIDENCES, registry
from ayni.law import bolivia
from ayni.scenario import Analysis, programmes, survey_day
from ayni.survey import load
from ayni.words.marks import Mark


def test_every_figure_has_its_place_its_source_and_its_standing():
    names = {programme.id for programme in programmes(bolivia())}
    for figure in figures(bolivia()):
        subject = figure.indicator.partition(".")[0]
        assert subject in names | {"headcount", "gap", "severity", "gini", "rc_iva"}
        assert figure.source
        assert figure.basis in BASES
        assert figure.confidence in CONFIDENCES
        assert figure.period.startswith(str(figure.year))
        assert 0 < figure.value <= 1 if figure.unit in ("share", "index") else figure.value > 1_000
        if figure.confidence == "verified":
            assert figure.url.startswith("http")


@pytest.mark.parametrize(
    ("indicator", "year", "value", "why"),
    [
        ("renta_dignidad.recipients", 2022, 1_170_240, "verified before conflicting"),
        ("renta_dignidad.spending", 2021, 4_797e6, "paid before budget"),
        ("bono_juancito_pinto.spending", 2022, 456_900_000, "paid before budget"),
        ("bono_contra_el_hambre.recipients", 2020, 4_035_773, "the fuller period"),
        ("bono_universal.recipients", 2020, 3_700_000, "the later count of the same year"),
    ],
)
def test_the_figure_to_prefer(indicator, year, value, why):
    assert official(indicator, year, bolivia()).value == value, why


def test_a_year_without_a_figure_gives_none_or_its_neighbour_when_asked():
    assert official("bono_juancito_pinto.recipients", 2019, bolivia()) is None
    neighbour = official("bono_juancito_pinto.recipients", 2019, bolivia(), within=1)
    assert neighbour.year == 2018
    assert Mark.read("official_period:2018") in neighbour.marks(2019)


def test_what_is_published_for_the_wave_stands_beside_ours(shared_data):
    population = load(shared_data / "eh/2022/persona.parquet", cached=False)
    analysis = Analysis(population, bolivia(), survey_day(population))
    rows = [row for row in published_rows(analysis, analysis.poverty()) if row.concept == "difference"]
    assert {(row.measure, row.line, row.level) for row in rows} >= {
        ("headcount", "moderate", "all"), ("headcount", "extreme", "rural"), ("gini", "", "urban"),
    }  # fmt: skip
    for row in rows:
        printed = 0.0005 if row.measure in ("headcount", "gini") else 0.005
        assert abs(row.value) <= 2 * printed, row


def test_nothing_that_comes_from_the_survey_is_held_against_it():
    assert official("bono_discapacidad.spending", 2019, bolivia()) is None
    assert official("headcount.extreme", 2019, bolivia()).confidence == "verified"
    assert not [
        figure for figure in figures(bolivia()) if figure.basis == "published" and figure.confidence == "computed"
    ]


def test_a_programme_counted_by_group_is_the_sum_of_its_groups():
    mothers, children = (
        registry().one("bono_juana_azurduy.recipients", 2019, group=group) for group in ("Mothers", "Children")
    )
    assert official("bono_juana_azurduy.recipients", 2019, bolivia()).value == mothers.value + children.value == 214_914
