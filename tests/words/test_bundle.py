"""What was read beforehand is what the files say, and is believed while they say it."""

import pickle
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from msgspec.structs import asdict

from ayni.words import bundle, parse_yaml, read_yaml

REPOSITORY = Path(__file__).parents[2]
BUILT = """
import sys
from pathlib import Path
sys.path.insert(0, "tools")
import beforehand
beforehand.read_from(Path.cwd())
sys.stdout.buffer.write(beforehand.bundle_of(Path.cwd()))
"""


@pytest.fixture(scope="module")
def built():
    """The bundle that a wheel gets."""
    return subprocess.run([sys.executable, "-c", BUILT], cwd=REPOSITORY, capture_output=True, check=True).stdout


def test_a_wheel_has_every_yaml_file_as_it_is_read_in_the_ordinary_way(built):
    entries = bundle._read(built)
    files = {path.relative_to(bundle.PACKAGE).as_posix(): path for path in bundle.PACKAGE.rglob("*.yaml")}
    files |= {f"cases/{path.name}": path for path in (REPOSITORY / "tests" / "cases").glob("*.yaml")}
    assert {place for place, how in entries if how == "typed"} == set(files)
    for place, path in files.items():
        content = path.read_bytes()
        assert entries[place, "typed"].value(content, bundle.DAYS) == parse_yaml(content, path), place


def test_a_wheel_has_every_rule_of_the_law_as_its_text_says(built):
    from ayni.engine import Rule, parsing, syntax
    from ayni.law import bolivia

    entries = bundle._read(built)
    for rule in bolivia().definitions.values():
        if isinstance(rule, Rule):
            path = Path(rule.function.__code__.co_filename)
            rules = entries[bundle.key_of(path, "rules")].value(path.read_bytes(), syntax.KINDS)
            code = rule.function.__code__
            parsed = parsing.parsed(rule.function, rule.name.removeprefix(code.co_name))
            assert rules[f"{rule.name} {code.co_firstlineno}"] == parsed, rule.name


def test_a_wheel_has_the_law_and_the_phrases_whole_as_they_are_read_one_by_one(built):
    from ayni import law
    from ayni.engine import Law
    from ayni.engine.law import KINDS
    from ayni.words.catalogue import PHRASES, _phrases

    entries, package = bundle._read(built), Path(law.__file__).parent
    content = b"".join(bundle._contents((package, package.parent / "engine")))
    whole, read = entries["law ayni.law", "made"].value(content, KINDS), asdict(Law.from_package(law))
    for name in ("instruments", "norms", "texts", "suspended", "languages", "package"):
        assert whole[name] == read[name], name
    assert list(whole["definitions"]) == list(read["definitions"])
    for name, rule in read["definitions"].items():
        assert whole["definitions"][name].fingerprint == rule.fingerprint
        if hasattr(rule, "function"):
            assert whole["definitions"][name].function.__code__ is rule.function.__code__
    phrases = entries["phrases", "made"].value(b"".join(bundle._contents((PHRASES,))), bundle.DAYS)
    assert phrases == _phrases()


def test_a_file_has_the_same_name_in_the_bundle_where_paths_have_backslashes(monkeypatch):
    monkeypatch.setattr(bundle, "_INSIDE", "C:\\ayni\\")
    monkeypatch.setattr(bundle.os, "sep", "\\")
    assert bundle.key_of(PureWindowsPath("C:/ayni/law/rc_iva.yaml"), "typed") == ("law/rc_iva.yaml", "typed")


def test_what_a_file_said_before_it_changed_is_not_believed():
    entry = bundle.Entry.of(b"a: 1", {"a": 1})
    assert entry.value(b"a: 1", bundle.DAYS) == {"a": 1}
    with pytest.raises(LookupError):
        entry.value(b"a: 2", bundle.DAYS)


@pytest.mark.parametrize("place", [0, 20, 45, 60, -1])
def test_a_broken_bundle_and_one_of_another_reader_say_nothing(place):
    whole = bundle.written({("a.yaml", "typed"): bundle.Entry.of(b"a: 1", {"a": 1})})
    assert said(whole) == {"a": 1}
    broken = bytearray(whole)
    broken[place] ^= 1
    for content in (bytes(broken), whole[:-1], whole[:60], b""):
        with pytest.raises(LookupError):
            said(content)


def said(whole):
    return bundle._read(whole)["a.yaml", "typed"].value(b"a: 1", bundle.DAYS)


def test_nothing_of_a_bundle_runs():
    content = pickle.dumps(print)
    with pytest.raises(pickle.UnpicklingError, match="print"):
        bundle._plain(content, bundle.DAYS)


def test_a_checkout_keeps_what_it_read_and_reads_what_changed(tmp_path, monkeypatch):
    folder = tmp_path / "ayni"
    folder.mkdir()
    path = folder / "law.yaml"
    path.write_text("monthly: 300")
    monkeypatch.setattr(bundle, "PACKAGE", folder)
    monkeypatch.setattr(bundle, "_INSIDE", f"{folder}/")
    monkeypatch.setattr(bundle, "entries", {}.copy)
    monkeypatch.setattr(bundle, "_place", lambda: tmp_path / "cache" / "read.bundle")
    monkeypatch.setattr(bundle, "_new", {})
    monkeypatch.setattr(bundle.atexit, "register", lambda function: None)
    assert read_yaml(path) == {"monthly": 300}
    bundle._write_new()
    kept = bundle._read((tmp_path / "cache" / "read.bundle").read_bytes())
    monkeypatch.setattr(bundle, "entries", lambda: kept)
    monkeypatch.setattr("ayni.words.yaml_text.parse_yaml", lambda *_, **__: "parsed")
    assert read_yaml(path) == {"monthly": 300}
    path.write_text("monthly: 350")
    assert read_yaml(path) == "parsed"
