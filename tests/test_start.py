"""Starting is light: what is imported, proven in a process of its own."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_a_run_loads_neither_readers_of_files_nor_carrying_nor_threads(tmp_path):
    unused = ("ayni.survey.files", "ayni.survey.load", "ayni.carry.month", "ayni.runs.groups", "concurrent.futures")
    code = (
        f"from ayni.cli import ayni\nayni(['run', '--output', {str(tmp_path / 'rows.csv')!r}], standalone_mode=False)"
    )
    assert loaded_after(code, *unused) == "[]"
    assert (tmp_path / "rows.csv").exists()


def test_importing_ayni_loads_nothing_heavy():
    assert loaded_after("import ayni", *HEAVY, "yaml", "click") == "[]"


def test_help_loads_nothing_heavy():
    code = "from click.testing import CliRunner\nfrom ayni.cli import ayni\nCliRunner().invoke(ayni, ['run', '--help'])"
    assert loaded_after(code, *HEAVY) == "[]"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux lists the threads of a process; this does not")
def test_arrays_start_no_thread_in_a_command():
    code = "import os, sys\nsys.argv = ['ayni', '--version']\nfrom ayni.cli import main\n"
    code += "try:\n    main()\nexcept SystemExit:\n    import numpy\n    print(len(os.listdir('/proc/self/task')))"
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout.split()[-1] == "1"


def test_the_law_and_the_measures_need_no_tables_or_charts():
    light = ("polars", "altair", "vl_convert", "pyreadstat", "jinja2", "rich")
    assert loaded_after("from ayni.law import bolivia; bolivia(); import ayni.measure", *light) == "[]"


def test_importing_the_report_loads_no_library_of_its_own():
    assert loaded_after("import ayni.report", "polars", "altair", "vl_convert", "jinja2", "rich") == "[]"


def test_the_core_runs_without_the_libraries_of_extras_and_says_what_to_install(tmp_path):
    """The main job on the synthetic people and on a csv; other files, rows and frames name the extra."""
    (tmp_path / "people.sav").write_bytes(b"$FL2" + bytes(200))
    script = """
import sys
for name in ("polars", "pyreadstat", "pandas", "vl_convert", "pyarrow"):
    sys.modules[name] = None
from ayni.cli import main
import ayni
for arguments in (["run", "--output", "rows.csv"], ["run", "--data", "people.sav"], ["run", "--output", "r.parquet"]):
    try:
        main(arguments)
    except SystemExit as ended:
        print(ended.code)
try:
    ayni.run().frame()
except ayni.AyniError as error:
    print(error.key)
"""
    command = [sys.executable, "-c", script]
    environment = {**os.environ, "LC_ALL": "en_US.UTF-8"}
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert found.stdout.split() == ["0", "2", "2", "needs_extra"]
    told = [line for line in found.stderr.splitlines() if "ayni[survey]" in line]
    assert [line.split("library ")[1].split()[0] for line in told] == ["pyreadstat", "polars"]
    assert not (tmp_path / "r.parquet").exists()


def test_parquet_files_are_told_apart_and_read_without_pandas_and_polars(tmp_path):
    """A survey that is kept already is not waited for, and pyarrow's own conversion would load pandas."""
    import polars as pl

    from ayni.survey import load
    from ayni.survey.census import expand

    plain, census = tmp_path / "people.parquet", tmp_path / "census.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(plain)
    expand(load(), census, persons=300)
    code = f"""
from pathlib import Path
from ayni.survey import Census
from ayni.survey.prepared import said_by
plain, census = Path({str(plain)!r}), Path({str(census)!r})
assert said_by(plain, plain) is said_by(plain.read_bytes(), plain) is None
assert Census.find(census).population(0).n_persons > 100
"""
    assert loaded_after(code, "pandas", "polars") == "[]"
