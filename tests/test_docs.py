"""The pages of docs/ say what is true: their examples are run as they stand."""

import datetime as dt
import importlib
import inspect
import re
import sys
from pathlib import Path

import pytest
import yaml

from ayni import measure
from ayni.engine import Household, Law
from ayni.scenario import programmes
from ayni.survey.waves import read_wave, wave_named
from ayni.words import AyniError, read_yaml
from ayni.words.marks import MarkKind

DOCS = Path(__file__).parent.parent / "docs"


def _blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def example_law(tmp_path, monkeypatch):
    """The page's rule and parameters as a law of their own, beside a fact that the rule reads."""
    folder = tmp_path / "example_law"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""A law."""\n', encoding="utf-8")
    (folder / "example_supplement.py").write_text(_blocks("add-a-rule.md", "python")[0], encoding="utf-8")
    (folder / "example_supplement.yaml").write_text(_blocks("add-a-rule.md", "yaml")[0], encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield Law.from_package(importlib.import_module("example_law"))
    for name in [name for name in sys.modules if name.startswith("example_law")]:
        del sys.modules[name]


def test_the_rule_of_the_page_runs_and_its_cases_hold(example_law, tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(_blocks("add-a-rule.md", "yaml")[1], encoding="utf-8")
    for case in read_yaml(path):
        period = str(case["period"])
        day = dt.date.fromisoformat(period if len(period) == 10 else f"{period}-01")
        person = {"receives_pension": False, **case["input"]}
        for rule, expected in case["output"].items():
            assert Household(example_law.on(day), [person]).value(rule, 0) == expected


def test_the_programme_of_the_page_is_listed_and_its_doubt_marked(example_law):
    assert [programme.id for programme in programmes(example_law)] == ["example_supplement"]
    doubtful = example_law.on(dt.date(2020, 7, 1)).doubtful(["example_supplement"])
    assert [(name, row.confidence) for name, row in doubtful] == [("example_supplement.amount", "recalled")]


def test_the_wave_of_the_page_is_a_part_of_a_mapping_file(tmp_path):
    """The page's fragment, laid over a complete mapping, is a wave; by itself it says what it lacks."""
    path = tmp_path / "eh2023.yaml"
    path.write_text(_blocks("add-a-wave.md", "yaml")[0], encoding="utf-8")
    with pytest.raises(AyniError, match=r"eh2023.yaml: the standard column \w+ is neither in `columns`"):
        read_wave(path)
    fragment = read_yaml(path)
    complete = read_yaml(wave_named("EH2023").path)
    assert set(fragment) == set(complete)
    whole = {**complete, **{key: fragment[key] for key in fragment if key not in ("columns", "absent", "income")}}
    for key in ("columns", "absent"):
        whole[key] = {**complete[key], **fragment[key]}
    del whole["absent"]["disability_card"]  # the page's example of an absent column, which 2023 has
    path.write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
    assert read_wave(path).recognise == tuple(fragment["recognise"]["has"])
    assert set(fragment["columns"]) < set(complete["columns"])
    keys = {key for entry in fragment["columns"].values() for key in entry}
    explained = set(re.findall(r"^\| `(\w+)`", (DOCS / "add-a-wave.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert keys - {"column", "blank_is"} <= explained


def _tool(name):
    sys.path.insert(0, str(DOCS.parent / "tools"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.pop(0)


@pytest.mark.parametrize(("page", "tool"), [("law.md", "law_table"), ("claims.md", "claims_table")])
def test_a_page_made_from_the_program_is_current(page, tool):
    assert (DOCS / page).read_text(encoding="utf-8") == _tool(tool).document(), f"run python tools/{tool}.py"


def test_every_page_is_in_the_menu_once():
    menu = re.findall(r"\]\(([^)]*\.md)\)", (DOCS / "README.md").read_text(encoding="utf-8"))
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"README.md"}
    assert len(menu) == len({*menu})
    assert pages == {page for page in menu if not page.startswith("../")}


def test_a_page_in_english_has_an_abstract_in_spanish_at_its_head_or_a_twin():
    menu = re.findall(r"\]\(([^)]*\.md)\)", (DOCS / "README.md").read_text(encoding="utf-8"))
    for page in ("README.md", *menu):
        path = DOCS / page
        if not page.endswith(".es.md") and not path.with_suffix(".es.md").exists():
            assert re.match(r"# .*\n\n\*En breve: ", path.read_text(encoding="utf-8")), page


def test_each_reader_has_a_start_in_both_languages():
    pages = {path.name for path in (DOCS / "start").glob("*.md")}
    readers = ["accountant", "adviser", "developer", "family", "journalist", "lecturer", "researcher"]
    assert pages == {f"{reader}{ending}" for reader in readers for ending in (".md", ".es.md")}


def test_the_reference_says_every_measure_and_mark_in_both_languages():
    functions = {name for name in measure.__all__ if inspect.isfunction(getattr(measure, name))}
    assert {*read_yaml(DOCS / "reference" / "measures.es.yaml")} == functions
    measures, marks = _tool("reference").measures(), _tool("reference").marks()
    assert all(re.search(rf"### `{name}`\n\n\*.+\*\n", measures) for name in functions)
    assert all(re.search(rf"^\| `{mark}` \| .+ \| .+ \|$", marks, re.MULTILINE) for mark in MarkKind)


def test_dead_and_unlisted_links_and_what_is_loaded_from_elsewhere_are_named(tmp_path):
    pages = {
        "index.html": '<link href="s.css?v=1"><a href="sub/two.html#here"></a><a href="#t" id=t></a>',
        "sub/two.html": '<h1 id=here></h1><img src="https://example.org/x.png"><a href="https://example.org/y">y</a>',
        "bad.html": '<a href="none.html">n</a><a href="sub/two.html#gone">g</a>',
        "s.css": "",
    }
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert _tool("links").main(tmp_path, again=False).splitlines() == [
        f"{tmp_path}/bad.html leads nowhere by none.html",
        f"{tmp_path}/bad.html leads nowhere by sub/two.html#gone",
        f"{tmp_path}/sub/two.html loads https://example.org/x.png",
        f"docs/links.csv lacks https://example.org/y: python tools/links.py {tmp_path} --renew",
    ]
