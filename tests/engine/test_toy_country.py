"""The toy country of docs/: its page is true as it stands, and its law gives the same by hand, by column, fused and in
JavaScript, where nothing of Ayni is there but the engine."""

import datetime as dt
import doctest
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import ayni.engine
import ayni.lazy
from ayni.engine import Household, Law, Population, Simulation
from ayni.engine.javascript import law_in_javascript
from ayni.family.javascript import RUNTIME, file

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "toy_country" / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
DAY = dt.date(2026, 1, 1)
PERSONS = [
    [(41, 2500.0), (38, 0.0), (10, 0.0), (7, 0.0), (70, 0.0)], [(67, 0.0)], [(30, 4000.0), (29, 1000.0)],
    [(65, 2999.5)], [(64, 0.0), (17, 999.0), (90, 5.25)],
]  # fmt: skip


@pytest.fixture(scope="module")
def law():
    sys.path.insert(0, str(DOCS))
    try:
        import toy_country

        yield Law.from_package(toy_country)
    finally:
        sys.path.remove(str(DOCS))
        for name in [name for name in sys.modules if name.partition(".")[0] == "toy_country"]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def people():
    age, earnings = np.array([person for household in PERSONS for person in household]).T
    offsets = np.cumsum([0, *map(len, PERSONS)])
    return Population({"age": age.astype(np.int64), "earnings": earnings}, offsets)


def by_hand(law, name):
    """A column of persons or households, one household at a time."""
    homes = [Household(law.on(DAY), [{"age": a, "earnings": e} for a, e in household]) for household in PERSONS]
    if law.definitions[name].entity == "household":
        return [home.value(name) for home in homes]
    return [home.value(name, person) for home in homes for person in range(len(home.persons))]


def by_column(law, people, engine):
    """Every column, those that the page asks for first, so that its compiled code serves again."""
    simulation = Simulation(people, engine=engine)
    simulation.run(law.on(DAY), ["disposable_income"])
    return {name: found.tolist() for name, found in simulation.run(law.on(DAY), law.definitions).items()}


def test_the_page_is_true_as_it_stands(law):
    has_numba = importlib.util.find_spec("numba") is not None
    blocks = [block for block in BLOCKS if has_numba or "fused" not in block]
    assert len(blocks) >= 7
    text = "\n".join(blocks)
    found = doctest.DocTestParser().get_doctest(text, {}, "toy_country", str(PAGE), 0)
    said: list[str] = []
    doctest.DocTestRunner().run(found, out=said.append)
    assert "".join(said) == ""


def test_the_page_shows_the_rule_that_runs(law):
    source = (PAGE.parent / "old_age_pension.py").read_text(encoding="utf-8")
    indented = re.findall(r"((?:^    .*\n)+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)[0]
    assert "".join(line[4:] + "\n" for line in indented.splitlines()) in source


def test_by_hand_and_by_column_agree_on_every_definition(law, people):
    columns = by_column(law, people, "columns")
    assert columns == {name: by_hand(law, name) for name in law.definitions}
    # worked by hand: 2999.5 leaves 500 - 0.5 * 999.5 of the pension; 5.25 and 999 count for the one of 90
    assert columns["old_age_pension"][8] == pytest.approx(0.25)
    assert columns["disposable_income"] == [2800, 500, 4500, 2999.5 - 199.95 + 0.25, 1004.25 + 500 + 100]


def test_fused_agrees(law, people):
    pytest.importorskip("numba")
    assert by_column(law, people, "fused") == by_column(law, people, "columns")


def test_javascript_agrees(law, people):
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    script = (
        law_in_javascript(law, law.definitions)
        + file(RUNTIME)
        + """
        const found = {};
        for (const persons of HOMES) {
          const home = new Household(new LawOnDay("2026-01-01"), persons);
          for (const [name, { entity }] of Object.entries(LAW.definitions)) {
            const whom = entity === "household" ? [0] : persons.map((_, index) => index);
            (found[name] ??= []).push(...whom.map((person) => home.trace(name, person).value));
          }
        }
        console.log(JSON.stringify(found));"""
    )
    homes = [[{"age": a, "earnings": e} for a, e in household] for household in PERSONS]
    given = f"const HOMES = {json.dumps(homes)};"
    done = subprocess.run([node, "-"], input=given + script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == by_column(law, people, "columns")


def test_the_engine_runs_the_toy_country_where_nothing_else_of_ayni_is(tmp_path):
    """Nor does it write anything: its errors, its reader and its cache need no other room."""
    package = tmp_path / "ayni"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "engine").symlink_to(Path(ayni.engine.__file__).parent)
    (package / "lazy.py").symlink_to(ayni.lazy.__file__)
    (tmp_path / "toy_country").symlink_to(PAGE.parent)
    script = """
import datetime as dt, toy_country
from ayni.engine import Household, Law, Population, Simulation
from ayni.engine.errors import EngineError
law = Law.from_package(toy_country)
today = law.on(dt.date(2026, 1, 1))
print(Household(today, [{"age": 70, "earnings": 0.0}]).value("disposable_income"))
for ask in (lambda: law.rule("old_age_pensions"), lambda: Household(today, [{"age": 70}]).value("income_tax", 0)):
    try:
        ask()
    except EngineError as error:
        print(error, "|", error.in_language("es"))
"""
    home = tmp_path / "home"
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "HOME": str(home)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "500.0",
        "There is no rule old_age_pensions; the nearest is old_age_pension. | "
        "No existe la regla old_age_pensions; la más parecida es old_age_pension.",
        "The household lacks earnings: say it of each person, as earnings=…. | "
        "Al hogar le falta earnings: dígalo de cada persona, como earnings=….",
    ], done.stderr
    assert [*home.iterdir()] == []
