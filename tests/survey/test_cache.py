"""The cache of surveys: whatever is wrong with an entry, the population is right; where none can be kept, a warning."""

import hashlib
import random
import shutil
import warnings

import numpy as np
import pytest
from msgspec.structs import replace

from ayni.engine import fused
from ayni.law import bolivia
from ayni.runs import IncidenceOptions, receipt_of_run, result
from ayni.survey import SurveyFile, load, store
from ayni.words import LANGUAGES, AyniWarning
from support.command import ayni
from support.files import as_csv, invented_rows
from support.soak import sizes

AMOUNT = "renta_dignidad.monthly_non_pensioner=500"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("AYNI_CACHE", str(folder))
    return folder


@pytest.fixture
def survey(tmp_path):
    path = tmp_path / "persons.csv"
    path.write_bytes(as_csv(invented_rows()))
    return path


def read(path, **more):
    return load(path, part="a part", **more)


def same(one, other):
    return (
        list(one.columns) == list(other.columns)
        and all(one[name].dtype == other[name].dtype for name in one.columns)
        and all(one[name].tobytes() == other[name].tobytes() for name in one.columns)
        and np.array_equal(one.offsets, other.offsets)
        and (one.links, dict(one.source)) == (other.links, dict(other.source))
        and (dict(one.absent), dict(one.imputed), dict(one.categories))
        == (dict(other.absent), dict(other.imputed), dict(other.categories))
    )


def entry_of(cache):
    (entry,) = cache.iterdir()
    return entry


def test_a_file_is_normalised_once_and_comes_back_the_same(cache, survey, monkeypatch):
    first = read(survey)
    assert same(first, read(survey, cached=False))
    monkeypatch.setattr(store, "_normalised", None)
    assert same(first, read(survey))


@pytest.mark.parametrize("count", sizes(20, 300, "flips"))
def test_a_flipped_bit_of_an_entry_changes_no_population(cache, survey, count):
    right = read(survey)
    entry = entry_of(cache)
    whole = entry.read_bytes()
    draw = random.Random(13)
    for _ in range(count):
        place = draw.randrange(8 * len(whole)) if draw.random() < 0.7 else draw.randrange(8 * 4096)
        content = bytearray(whole)
        content[place // 8] ^= 1 << place % 8
        entry.write_bytes(content)
        assert same(right, read(survey)), place


@pytest.mark.parametrize("count", sizes(1, 300, "flips in a whole wave"))
def test_a_flipped_bit_of_a_whole_wave_changes_no_population(cache, shared_data, count):
    path = shared_data / "eh" / "2019" / "persona.parquet"
    right = load(path)
    entry = entry_of(cache)
    whole = entry.read_bytes()
    draw = random.Random(14)
    for _ in range(count):
        place = draw.randrange(8 * len(whole))
        content = bytearray(whole)
        content[place // 8] ^= 1 << place % 8
        entry.write_bytes(content)
        assert same(right, load(path)), place


def foreign(entry):
    entry.write_text("folio;nro\n1;1\n")


def empty(entry):
    entry.write_bytes(b"")


def cut(entry):
    entry.write_bytes(entry.read_bytes()[:-1])


def head_only(entry):
    entry.write_bytes(entry.read_bytes()[:60])


def longer(entry):
    entry.write_bytes(entry.read_bytes() + b"more")


def pipe(entry):
    import os

    entry.unlink()
    os.mkfifo(entry)


@pytest.mark.parametrize("harm", [foreign, empty, cut, head_only, longer, pipe])
def test_an_entry_that_is_something_else_is_made_again_in_silence(cache, survey, harm, monkeypatch):
    right = read(survey)
    harm(entry_of(cache))
    assert same(right, read(survey))
    monkeypatch.setattr(store, "_normalised", None)
    assert same(right, read(survey))


def test_the_entry_of_another_file_or_of_another_version_is_not_taken(cache, survey, tmp_path, monkeypatch):
    rows = invented_rows()
    other = tmp_path / "other.csv"
    other.write_bytes(as_csv([{**row, "s02a_03": "41"} for row in rows]))
    right = read(survey)
    mine = entry_of(cache)
    wrong = read(other)
    theirs = next(entry for entry in cache.iterdir() if entry != mine)
    assert not same(right, wrong)
    shutil.copy(theirs, mine)
    assert same(right, read(survey))
    monkeypatch.setattr(store, "_recipe", lambda: "of another version")
    shutil.copy(theirs, mine)
    assert same(right, read(survey))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cache_that_cannot_be_kept_is_one_line_and_the_run_goes_on(language, tmp_path, survey, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AYNI_CACHE", str(tmp_path / "file" / "cache"))
    output = tmp_path / "expanded.parquet"
    code, _, error = ayni("expand", "--data", survey, "--part", "a part", "--output", output, "--lang", language)
    warned, *_ = error.splitlines()
    assert (code, output.exists()) == (0, True)
    assert warned.startswith("ayni: lo que se leyó" if language == "es" else "ayni: what was read")


def test_a_full_disk_and_a_user_without_a_home_are_warned_of(survey, tmp_path, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("AYNI_CACHE", str(tmp_path / "cache"))
    with monkeypatch.context() as patch:
        patch.setattr("ayni.survey.kept.write_whole", full)
        with pytest.warns(AyniWarning, match="No space left on device"):
            right = read(survey)
    assert list((tmp_path / "cache").iterdir()) == []

    def nowhere():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(store, "cache_folder", nowhere)
    with pytest.warns(AyniWarning, match="no folder to keep"):
        assert same(right, read(survey))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert same(right, read(survey, cached=False))


def test_the_columns_that_come_from_the_cache_cannot_be_written_into(cache, survey):
    read(survey)
    with pytest.raises(ValueError, match="read-only"):
        read(survey)["age"][0] = 3


def test_another_reading_of_the_same_file_has_an_entry_of_its_own(cache, survey):
    one, other = read(survey), load(survey, part="another part")
    assert (one.source["part"], other.source["part"]) == ("a part", "another part")
    assert replace(one, source={}).columns.keys() == other.columns.keys()
    assert len(list(cache.iterdir())) == 2


def test_a_run_again_reads_the_file_and_never_the_cache(cache, survey, tmp_path, monkeypatch):
    asked = ("--data", survey, "--part", "a part", "--receipt", tmp_path / "receipt.json")
    assert ayni("reform", AMOUNT, "--at", "survey", *asked)[0] == 0
    assert list(cache.iterdir())
    monkeypatch.setattr(store, "kept", None)
    code, out, _ = ayni("rerun", tmp_path / "receipt.json", "--data", survey, "--lang", "en")
    assert code == 0, out


def test_a_receipt_has_the_hash_of_the_bytes_that_were_read(survey, monkeypatch):
    was = hashlib.sha256(survey.read_bytes()).hexdigest()
    options = IncidenceOptions(data=SurveyFile(survey, part="a part"))
    found = result(options, bolivia())
    survey.write_bytes(survey.read_bytes() + b"\n")
    assert receipt_of_run(options, bolivia(), found).inputs == {"persons.csv": was}


def test_compiled_rules_do_without_a_cache_folder_and_a_damaged_source_is_written_again(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")

    def answer(folder):
        fused.compiled.cache_clear()
        monkeypatch.setenv("AYNI_CACHE", str(folder))
        return fused.compiled("def block():\n    return 7\n")()

    assert answer(tmp_path / "file" / "cache") == 7
    assert answer(tmp_path / "cache") == 7
    (plan,) = (tmp_path / "cache" / "fused").glob("plan_*.py")
    plan.write_text("def block():\n    return 6\n")
    assert answer(tmp_path / "cache") == 7


def test_a_kept_survey_is_mapped_and_no_column_of_it_is_copied(cache, survey):
    import mmap

    read(survey)
    for name, column in read(survey).columns.items():
        under = column
        while isinstance(under, np.ndarray):
            under = under.base
        assert isinstance(under.obj, mmap.mmap), name
        assert not column.flags.writeable
