"""Which wave a file is of: by marks that it must have and must lack, and the wave it fits best."""

from pathlib import Path

import pytest

from ayni.survey import wave_named, waves
from ayni.survey.waves import recognise
from ayni.words import AyniError

FILE = Path("persona.csv")


def columns_of(name):
    wave = wave_named(name)
    return {*wave.reads, *wave.recognise}


@pytest.mark.parametrize("name", [wave.id for wave in waves()])
def test_each_wave_is_known_by_its_own_columns(name):
    assert recognise(columns_of(name), FILE).id == name


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("EH2023", {"s05a_01e0", "s04b_09a_cod_cob23", "s05c_09e"}),
        ("EH2024", {"s05a_01e0", "s05c_09e"}),
        ("EH2025", {"s01b_10a", "s05c_09be", "s05a_01e0"}),
    ],
)
def test_a_later_wave_that_holds_the_columns_of_2022_is_not_taken_for_it(name, marks):
    of_2022 = columns_of("EH2022") - {"tipohogar", "s05a_01e_2", "s05a_01e_1"}
    assert recognise(of_2022 | marks, FILE).id == name


def test_a_file_that_fits_two_waves_equally_is_refused_with_both(tmp_path, monkeypatch):
    (tmp_path / "waves").mkdir()
    text = wave_named("EH2022").path.read_text(encoding="utf-8")
    (tmp_path / "waves" / "mine.yaml").write_text(text.replace("wave: EH2022", "wave: EH2031"), encoding="utf-8")
    monkeypatch.setenv("AYNI_HOME", str(tmp_path))
    with pytest.raises(AyniError, match="may be of EH2022 and of EH2031") as refused:
        recognise(columns_of("EH2022"), FILE)
    assert "--wave" in str(refused.value)


def test_a_file_that_fits_none_is_told_the_nearest_and_what_is_missing_or_too_many():
    with pytest.raises(AyniError, match="the nearest is EH2022, but the columns s02b_06 are missing"):
        recognise(columns_of("EH2022") - {"s02b_06"}, FILE)
    with pytest.raises(AyniError, match="the nearest is EH2022, which does not have the columns s04b_09a_cod_cob23"):
        recognise(columns_of("EH2022") | {"s04b_09a_cod_cob23"}, FILE)


def test_a_wave_that_is_asked_for_by_name_is_taken_without_its_marks_and_an_unknown_one_is_refused(tmp_path):
    assert wave_named("eh2022").id == "EH2022"
    with pytest.raises(AyniError, match="no wave “EH1999”; there are EH2011"):
        wave_named("EH1999")
