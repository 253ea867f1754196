"""INE's files saved again by other programs: the same population column by column, or a refusal that says why."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ayni.survey import load
from ayni.words import AyniError
from support.resaves import NEAR, SAME, WAVES, WHOLE, differences, saved, variants

ALL = [(variant, wave) for variant in variants() for wave in variant.waves]
HOUSEHOLDS = 270


@cache
def _original(shared_data, wave, households):
    """The population of INE's own rows, as they are."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "original.parquet"
        saved(shared_data, wave, households).frame.write_parquet(path)
        return load(path, part=_part(households), cached=False)


def _part(households):
    return None if households == WHOLE else "a sample"


def _named(each):
    return f"{each[0].name}, {each[1]}"


def test_there_are_enough_of_them():
    assert len(ALL) >= 150
    assert {wave for _, wave in ALL} == set(WAVES)


def _check(variant, wave, households, shared_data, folder):
    if variant.only_whole and households < WHOLE:
        pytest.skip("only the whole wave shows it")
    path = variant.write(saved(shared_data, wave, households), folder)
    population, said = _loaded(path, households)
    if population is None:
        assert variant.comes not in (SAME, NEAR), said
        assert variant.comes == "either" or re.search(variant.comes, said), said
        return
    differs = differences(_original(shared_data, wave, households), population, near=variant.comes == NEAR)
    assert differs == [], "read in silence as another population"
    assert variant.comes in (SAME, NEAR, "either"), "read, and it was to be refused"


def _loaded(path, households):
    """The population, or the one line that refuses it."""
    try:
        return load(path, part=_part(households), cached=False), ""
    except AyniError as error:
        lines = (str(error) + error.in_language("es")).splitlines()
        return None, lines[0] if len(lines) == 1 else "more than one line"


@pytest.mark.parametrize("each", ALL[::12], ids=_named)
def test_saved_again_it_is_the_same_or_refused(each, shared_data, tmp_path):
    _check(*each, HOUSEHOLDS, shared_data, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("households", [HOUSEHOLDS, WHOLE], ids=["sample of households", "whole"])
@pytest.mark.parametrize("each", ALL, ids=_named)
def test_every_file_saved_again_is_the_same_or_refused(each, households, shared_data, tmp_path):
    _check(*each, households, shared_data, tmp_path)
