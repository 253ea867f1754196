"""INE's files: what the loader makes of them, and INE's income rebuilt from the questionnaire."""

import numpy as np
import pytest

from ayni.survey import load, standard_columns, waves

FILES = {
    "EH2019": ("eh/2019/original/EH2019_Pers_csv.csv.gz", "eh/2019/persona.parquet"),
    "EH2020": ("eh/2020/original/EH2020_Persona.sav.gz", "eh/2020/persona.parquet"),
    "EH2022": ("eh/2022/persona.parquet",),
}
SIZES = {"EH2019": (39_605, 11_869), "EH2020": (37_092, 11_056), "EH2022": (40_955, 12_535)}
REBUILT = {
    "ine_main_job_income": "rebuilt_main_job",
    "ine_second_job_income": "rebuilt_second_job",
    "ine_non_labour_income": "rebuilt_non_labour",
    "ine_person_income": "rebuilt_person_income",
    "ine_household_income": "rebuilt_household_income",
    "ine_income": "ine_income_rebuilt",
}


@pytest.fixture(scope="module", params=list(FILES))
def wave(request, shared_data):
    return request.param, [load(shared_data / path, cached=False) for path in FILES[request.param]]


def test_every_person_is_read_and_every_income_of_ine_rebuilt_within_a_boliviano(wave):
    name, (population, *_) = wave
    assert population.source["wave"] == name
    assert (population.n_persons, population.n_households) == SIZES[name]
    for published, rebuilt in REBUILT.items():
        known = np.isfinite(population[published])
        assert np.abs(population[published][known] - population[rebuilt][known]).max() < 1, published
        assert np.nan_to_num(population[rebuilt][~known]).sum() == 0, published


def test_the_published_and_the_parquet_form_of_a_wave_give_the_same_population(wave):
    _, populations = wave
    for other in populations[1:]:
        for name, column in populations[0].columns.items():
            np.testing.assert_allclose(other[name], column, rtol=1e-7, equal_nan=True, err_msg=name)


def test_links_point_into_the_same_household(wave):
    _, (population, *_) = wave
    for link in population.links:
        named = population[link] >= 0
        assert (population.household[population[link][named]] == population.household[named]).all()


def test_the_person_and_the_mother_are_of_the_ages_that_they_must_be(wave):
    _, (population, *_) = wave
    mother = population["mother"]
    gap = population["age"][mother[mother >= 0]] - population["age"][mother >= 0]
    assert np.median(gap) > 20
    assert population.is_value("sex", "woman")[mother[mother >= 0]].mean() > 0.99


def test_a_wave_is_kept_once_under_its_content_and_read_back_as_it_was(shared_data, tmp_path, monkeypatch):
    monkeypatch.setenv("AYNI_CACHE", str(tmp_path))
    path = shared_data / FILES["EH2020"][1]
    first, second = load(path), load(path)
    assert len([each for each in tmp_path.rglob("*") if each.is_file()]) == 1
    assert first.source == second.source
    assert first.imputed == second.imputed
    for name, column in first.columns.items():
        np.testing.assert_array_equal(second[name], column)
        assert second[name].dtype == column.dtype


def test_every_wave_maps_or_declares_absent_every_standard_column():
    for wave in waves():
        assert set(wave.columns) | set(wave.absent) == set(standard_columns())
        imputed = [entry["imputed"] for entry in wave.columns.values() if "imputed" in entry]
        for texts in (*wave.absent.values(), *imputed):
            assert texts["es"]
            assert texts["en"]


@pytest.mark.parametrize("form", ["sav", "dta"])
def test_a_statistical_file_of_any_maker_is_read_as_ine_s(shared_data, tmp_path, form):
    """The columns of EH 2020 written again as .sav and .dta, with other letter case: the same households."""
    import polars as pl
    import pyreadstat

    source = shared_data / "eh/2020/persona.parquet"
    wave = next(wave for wave in waves() if wave.id == "EH2020")
    columns = list(dict.fromkeys([*wave.reads, *wave.recognise]))
    frame = pl.read_parquet(source, columns=columns).with_columns(pl.col(pl.Null).cast(pl.Float64))
    frame = frame.filter(pl.col("folio").is_in(frame["folio"].unique(maintain_order=True)[:2000]))
    path = tmp_path / f"personas.{form}"
    write = pyreadstat.write_sav if form == "sav" else pyreadstat.write_dta
    write(frame.rename(str.upper), str(path))
    frame.write_parquet(tmp_path / "personas.parquet")
    again, published = (load(each, cached=False, part="first") for each in (path, tmp_path / "personas.parquet"))
    for name, column in published.columns.items():
        np.testing.assert_allclose(again[name], column, rtol=1e-12, equal_nan=True, err_msg=name)


SECTIONS = {  # how INE's label of 2019 begins; the place is the code of the later files
    "agriculture": "Agricultura", "mining": "Explotación", "manufacturing": "Industria",
    "electricity_gas": "Suministro de elec", "water_waste": "Suministro de agua", "construction": "Construcción",
    "trade": "Venta", "transport": "Transporte", "accommodation_food": "Actividades de alojamiento",
    "information": "Informaciones", "finance": "Intermediación", "real_estate": "Actividades inmobiliarias",
    "professional": "Servicios Profesionales", "administrative_services": "Actividades de Servicios Administrativos",
    "public_administration": "Adm. Pública", "education": "Servicios de Educación", "health": "Servicios de Salud",
    "arts_entertainment": "Actividades artisticas", "other_services": "Otras",
    "private_households": "Actividades de Hogar", "extraterritorial": "Servicio de Organismos",
}  # fmt: skip


def test_everybody_employed_has_an_industry_and_nobody_else(wave):
    name, (population, *_) = wave
    employed = population.is_value("activity", "employed")
    np.testing.assert_array_equal(population.is_value("industry", "none"), ~employed)
    assert population.is_value("industry", "unspecified").sum() == {"EH2019": 1, "EH2020": 0, "EH2022": 0}[name]


def test_weighted_persons_of_each_industry_are_those_of_the_file(wave, shared_data):
    """Counted again from INE's own cells, without the mapping."""
    import polars as pl

    name, (population, *_) = wave
    cells = pl.read_parquet(shared_data / FILES[name][-1], columns=["caeb_op", "factor"])
    for code, (industry, start) in enumerate(SECTIONS.items()):
        text = cells["caeb_op"].dtype == pl.String
        of_it = pl.col("caeb_op").str.starts_with(start) if text else pl.col("caeb_op") == code
        there = cells.filter(of_it)["factor"]
        assert population.is_value("industry", industry).sum() == len(there) > 0, industry
        weighted = population["weight"][population.is_value("industry", industry)].sum()
        assert weighted == pytest.approx(there.sum()), industry
