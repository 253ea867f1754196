"""The calculator's script: one folder, one build, the same from the same law."""

from pathlib import Path

import ayni
from ayni.family.javascript import FOLDER, SCRIPTS, file, script
from ayni.law import bolivia
from ayni.report import calculator_page

SOURCES = Path(str(ayni.__file__)).parent


def test_all_javascript_but_what_pages_are_served_stands_in_one_folder_and_is_built_in():
    found = {path for path in SOURCES.rglob("*.js") if "static" not in path.parts}
    assert found == {FOLDER / name for name in SCRIPTS}


def test_the_build_is_the_law_and_then_the_files_as_they_are_and_can_be_repeated():
    built = script(bolivia())
    assert built == script(bolivia())
    assert built.endswith("".join(map(file, SCRIPTS)))
    data = built.removesuffix("".join(map(file, SCRIPTS)))
    declared = [line.split()[1] for line in data.splitlines() if line.startswith("const ") and "= () =>" not in line]
    assert declared == ["BOOK", "WORDS", "LABELS", "SHAPES", "INTERVIEW", "LAW", "RULES"]


def test_the_exported_file_holds_the_build_and_nothing_else_that_runs():
    page = calculator_page(bolivia(), "en")
    assert page.count("<script>") == 1
    assert f"<script>{script(bolivia())}start(" in page
    assert "src=" not in page.split("<script>")[0]
