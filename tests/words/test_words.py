"""The catalogue: every phrase in both languages, with the same fields; every phrase that the code asks for is there."""

import ast
import re
import string
from functools import cache
from pathlib import Path

from ayni.engine.errors import fault, filled, sentences
from ayni.words import LANGUAGES, AyniError, catalogue, nearest, read_yaml

SOURCES = Path(__file__).parents[2] / "src" / "ayni"
PHRASES = catalogue()


def fields(phrase):
    return {name.partition(".")[0] for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_every_phrase_has_both_languages_with_the_same_fields():
    def is_whole(phrase):
        return set(phrase) == set(LANGUAGES) and all(phrase.values()) and fields(phrase["es"]) == fields(phrase["en"])

    assert [key for key, phrase in PHRASES.items() if not is_whole(phrase)] == []


def test_no_phrase_stands_twice():
    keys = [
        f"{section}.{key}"
        for path in (SOURCES / "phrases").glob("*.yaml")
        for section, phrases in read_yaml(path).items()
        for key in phrases
    ]
    assert sorted(keys) == sorted(set(keys))


@cache
def calls():
    return tuple(_calls())


def _calls():
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield node.func.id, first.value, {keyword.arg for keyword in node.keywords}


def test_every_phrase_that_the_code_asks_for_is_there_with_its_fields():
    asked = [(f"error.{key}", given) for name, key, given in calls() if name == "AyniError"]
    asked += [(key, given) for name, key, given in calls() if name == "say" and "{" not in key]
    assert len(asked) > 50
    for key, given in asked:
        assert key in PHRASES, key
        assert fields(PHRASES[key]["en"]) <= given or None in given, key


def test_no_error_of_the_catalogue_is_left_over():
    used = {key for name, key, _ in calls() if name == "AyniError"}
    of_the_engine = {key for name, key, _ in calls() if name == "fault"}
    listed = {key.partition(".")[2] for key in PHRASES if key.startswith("error.")}
    assert used <= listed <= used | of_the_engine
    assert sentences()["error"].keys() == of_the_engine


def test_every_error_of_the_engine_has_both_languages_with_the_fields_that_it_is_given():
    said = sentences()["error"]
    for name, key, given in calls():
        if name == "fault":
            assert set(said[key]) == set(LANGUAGES)
            assert fields(said[key]["es"]) == fields(said[key]["en"])
            assert fields(said[key]["en"]) <= given or None in given, key


def test_ayni_may_say_an_error_of_the_engine_in_words_of_its_own():
    error = fault("needs_numba")
    assert isinstance(error, AyniError)
    assert "--engine columns" in error.in_language("es")
    assert str(fault("cycle", path="a → b → a")) == "The rules define one another in a circle: a → b → a."


def test_an_error_speaks_both_languages_in_one_line():
    error = AyniError("empty_file", file="x.csv")
    assert (str(error), error.in_language("es")) == ("x.csv is empty.", "x.csv está vacío.")


def test_texts_beside_the_data_have_both_languages():
    """Names and notes in YAML files outside the catalogue: instruments, standard columns, waves."""

    def texts(value, where):
        if isinstance(value, dict):
            if set(value) & set(LANGUAGES):
                assert set(LANGUAGES) <= set(value), where
                assert all(value[language] for language in LANGUAGES), where
            for key, inner in value.items():
                texts(inner, f"{where}.{key}")
        elif isinstance(value, list):
            for position, inner in enumerate(value):
                texts(inner, f"{where}[{position}]")

    found = [path for path in SOURCES.rglob("*.yaml") if path.parent.name != "phrases"]
    assert len(found) > 10
    for path in found:
        texts(read_yaml(path), path.name)


def test_no_phrase_takes_a_side():
    loaded = r"\b(regime|coup|golpe|dictator|populis\w+|neoliberal\w*|corrupt\w*|illegitimate|ilegítim\w+)\b"
    for key, phrase in PHRASES.items():
        for text in phrase.values():
            assert not re.search(loaded, text, re.IGNORECASE), key


def test_where_no_name_is_similar_an_error_names_none():
    """The part of a sentence that names the nearest stands between ⟦ and ⟧, in both languages."""
    sayings = [phrase for key, phrase in PHRASES.items() if key.startswith("error.")] + [*sentences()["error"].values()]
    optional = [phrase for phrase in sayings if "⟦" in "".join(phrase.values())]
    assert len(optional) > 40
    for phrase in optional:
        for language in LANGUAGES:
            given = dict.fromkeys(fields(phrase[language]), "x")
            assert phrase[language].count("⟦") == phrase[language].count("⟧") == 1
            assert not set("⟦⟧–") & set(filled(phrase[language], given | {"near": "–"}))
            assert filled(phrase[language], given) == phrase[language].translate({0x27E6: "", 0x27E7: ""}).format(
                **given
            )
    assert str(fault("unknown_parameter", name="zzz", near=nearest("zzz", ["aaa"]))) == "There is no parameter zzz."
