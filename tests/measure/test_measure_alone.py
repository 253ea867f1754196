"""The measures need nothing of the other rooms, and their page says what they give."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ayni.measure

PAGE = Path(__file__).parents[2] / "docs" / "measure.md"
FOLDER = Path(ayni.measure.__file__).parent


def test_the_measures_run_where_nothing_else_of_ayni_is(tmp_path):
    """Under another name, in a folder of their own."""
    (tmp_path / "measures").symlink_to(FOLDER)
    script = (
        "import sys; from measures import Design, mean; print(mean([1.0, 3.0], Design([1, 1], [1, 1], [1, 2])).value);"
        "print([name for name in sys.modules if name.partition('.')[0] == 'ayni'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines() == ["2.0", "[]"], done.stderr


REFERENCE = {
    *(name for each in ("basic", "poverty", "inequality", "entropy", "incidence", "redistribution")
      for name in ayni.measure._WHERE[each].split()),
    "gini_by_source",
} - {"impoverished"}  # fmt: skip
"""The functions of one figure; `impoverished` gives a column and no figure."""


def test_the_runs_measure_with_whole_tables_and_the_functions_of_one_figure_stay_their_reference():
    used = {}
    for path in FOLDER.parent.rglob("*.py"):
        if not {FOLDER, FOLDER.parent / "lessons"} & set(path.parents):  # lessons teach the functions themselves
            text = path.read_text(encoding="utf-8")
            names = re.findall(r"(?<![`\"\w.])measure\.(\w+)", text)
            for imported in re.findall(r"^ *from ayni\.measure[\w.]* import (\([^)]*\)|.*)", text, re.MULTILINE):
                names += re.findall(r"\w+", imported)
            used[str(path.relative_to(FOLDER.parent))] = set(names) & REFERENCE
    assert len(used) > 300
    assert not {path: names for path, names in used.items() if names}


def test_every_figure_of_the_page_is_the_published_one():
    text = PAGE.read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(block, names)
    rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) \| `([^`]+)` \|$", text, re.MULTILINE)
    assert len(rows) == 10
    for what, published, expression in rows:
        half_of_the_last_digit = 0.5 * 10 ** -len(published.partition(".")[2])
        assert eval(expression, names) == pytest.approx(float(published), abs=half_of_the_last_digit), what


def test_the_page_names_functions_that_there_are():
    text = PAGE.read_text(encoding="utf-8").partition("## What is there")[2]
    named = {
        name for row in re.findall(r"^\| [^|]+ \| (`.*) \|$", text, re.MULTILINE) for name in re.findall(r"\w+", row)
    }
    assert named <= set(ayni.measure.__all__)


def test_no_currency_and_no_country_is_assumed():
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"\bBs\b|Bolivia|\bINE\b", node.value), f"{path.name}:{node.lineno}"
