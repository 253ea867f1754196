"""Starting is light: what is imported, proven in a process of its own."""

import subprocess
import sys

HEAVY = ("polars", "altair", "vl_convert", "pyreadstat", "jinja2", "rich", "numpy")


def loaded_after(code, *names):
    listing = f"{code}\nimport sys\nprint([name for name in {names!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True).stdout.strip()


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
