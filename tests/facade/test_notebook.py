"""The notebook of examples/ runs from end to end, in one namespace, with what `import ayni` gives alone."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook.ipynb"


def shown(source, space):
    """What a cell shows: the value of its last line, where that is an expression."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), NOTEBOOK.name, "exec"), space)
    return None if last is None else eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), space)


@pytest.fixture(scope="module")
def cells():
    return [
        "".join(cell["source"])
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]


def test_every_cell_runs_and_shows_something_short_enough_to_read(cells, capsys):
    space = {}
    for source in cells:
        value = shown(source, space)
        if value is None:
            assert 0 < len(capsys.readouterr().out) < 3_000, source
            continue
        assert len(repr(value)) < 4_000, source
        views = [getattr(value, name)() for name in ("_repr_html_", "_repr_svg_") if hasattr(value, name)]
        assert isinstance(value, str) or any(views), source


def test_it_imports_ayni_alone(cells):
    imports = [
        line for source in cells for line in source.splitlines() if line.lstrip().startswith(("import ", "from "))
    ]
    assert imports == ["import ayni"]
