"""Starting is light: what is imported, proven in a process of its own."""

import importlib
import subprocess
import sys
from pathlib import Path

HEAVY = ("polars", "altair", "vl_convert", "pyreadstat", "jinja2", "rich", "numpy")


def loaded_after(code, *names):
    listing = f"{code}\nimport sys\nprint([name for name in {names!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True).stdout.strip()


NOT_ASKED_FOR = ("numpy", "polars", "ayni.scenario", "ayni.measure", "yaml", "jinja2")
SMALL = (
    ["payslip", "5000"],
    ["payslip", "--help"],
    ["household", "--person", "age=70"],
    ["household", "--person", "age=70", "--format", "json"],
    ["law", "list"],
    ["law", "show", "renta_dignidad"],
    ["law", "history", "renta_dignidad.monthly_pensioner"],
    ["law", "status"],
    ["claims"],
    ["claims", "B02"],
    ["claims", "B02", "--format", "json"],
    ["--help"],
)
BLOCKED = """
import contextlib, io, sys
from importlib.abc import MetaPathFinder

class Barrier(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in {blocked!r}:
            raise AssertionError(f"loads {{name}}")

sys.meta_path.insert(0, Barrier())
from ayni.cli import main
for arguments in {commands!r}:
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        try:
            main(arguments)
        except SystemExit as end:
            assert not end.code, arguments
        except AssertionError as error:
            sys.exit(f"{{arguments}} {{error}}")
"""


def test_payslips_households_the_law_and_claims_load_neither_arrays_nor_tables_nor_scenarios():
    """Nor YAML: after the first time, which fills the cache, it is not read again."""
    for blocked in (NOT_ASKED_FOR[:4], NOT_ASKED_FOR):
        code = BLOCKED.format(blocked=blocked, commands=SMALL)
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr


def test_a_rooms_face_says_the_same_to_type_checkers_and_at_run_time():
    import ast

    package = Path(__file__).parents[1] / "src" / "ayni"
    for path in package.rglob("__init__.py"):
        module = ast.parse(path.read_text(encoding="utf-8"))
        faces = [node.value for node in module.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
        for call in (each for each in faces if isinstance(each.func, ast.Name) and each.func.id == "face"):
            room = ".".join(path.parent.relative_to(package.parent).parts)
            checked = {
                (name.module, alias.name, alias.asname)
                for block in module.body if isinstance(block, ast.If)
                for name in block.body if isinstance(name, ast.ImportFrom)
                for alias in name.names
            }  # fmt: skip
            given = {
                (where if "." in where else f"{room}.{where}", each.partition("=")[0], each.rpartition("=")[2])
                for where, names in ast.literal_eval(call.args[1]).items()
                for each in names.split()
            }
            assert given == checked, room
            face = importlib.import_module(room)
            for _, _, name in given:
                assert getattr(face, name) is not None


def test_importing_ayni_loads_nothing_heavy():
    assert loaded_after("import ayni", *HEAVY, "yaml", "click") == "[]"


def test_help_loads_nothing_heavy():
    code = "from click.testing import CliRunner\nfrom ayni.cli import ayni\nCliRunner().invoke(ayni, ['run', '--help'])"
    assert loaded_after(code, *HEAVY) == "[]"


def test_the_law_and_the_measures_need_no_tables_or_charts():
    light = ("polars", "altair", "vl_convert", "pyreadstat", "jinja2", "rich")
    assert loaded_after("from ayni.law import bolivia; bolivia(); import ayni.measure", *light) == "[]"


def test_importing_the_report_loads_no_library_of_its_own():
    assert loaded_after("import ayni.report", "polars", "altair", "vl_convert", "jinja2", "rich") == "[]"
