"""The class: each lesson says the same in both languages, runs, and its checks know right from wrong."""

import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import ayni
from ayni import lessons
from ayni.cli import ayni as command
from ayni.facade import classroom
from ayni.lessons import answers, exercise, lessons as all_lessons, marking, written
from ayni.survey import load
from ayni.words import LANGUAGES, AyniError

QUICK = ("poverty", "inequality")
SLOW = tuple(pytest.param(each.id, marks=pytest.mark.soak) for each in all_lessons() if each.id not in QUICK)


def cells(lesson, language="es", **how):
    return json.loads(written.as_notebook(lesson, language, **how))["cells"]


def run(path):
    """Run a notebook; what was said of its answers, and what failed."""
    classroom.CHECKED.clear()
    with redirect_stdout(io.StringIO()):
        failed = marking.run_cells(path)
    return dict(classroom.CHECKED), failed


def test_there_are_seven_numbered_in_a_row_with_exercises_and_an_answer_to_each():
    assert [each.number for each in all_lessons()] == [1, 2, 3, 4, 5, 6, 7]
    asked = [number for each in all_lessons() for number in each.exercises]
    assert all(each.exercises for each in all_lessons())
    assert sorted(asked) == sorted(answers._ANSWERS)


@pytest.mark.parametrize("each", all_lessons(), ids=lambda each: each.id)
def test_a_notebook_is_the_same_in_both_languages_but_for_its_prose(each):
    spanish, english = (cells(each, language) for language in LANGUAGES)
    assert [cell["cell_type"] for cell in spanish] == [cell["cell_type"] for cell in english]
    for cell, other in zip(spanish, english, strict=True):
        source, of_other = "".join(cell["source"]), "".join(other["source"])
        if cell["cell_type"] == "code":
            assert source.replace('"es"', '"en"').replace("respuesta", "answer") == of_other
            compile(source, each.id, "exec")
            assert "LANG" not in source
        else:
            assert source != of_other
            assert re.findall(r"Ejercicio (\d\.\d)", source) == re.findall(r"Exercise (\d\.\d)", of_other)


def test_a_notebook_says_that_its_people_are_invented_and_never_what_the_answers_are():
    for each in all_lessons():
        text = "".join("".join(cell["source"]) for cell in cells(each))
        assert "Datos sintéticos" in text
        assert text.count("respuesta = ...\n") == text.count("respuesta = ") == len(each.exercises)


def test_a_notebook_has_what_its_format_asks_for():
    for each in all_lessons():
        content = json.loads(written.as_notebook(each, "en"))
        assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
        identifiers = [cell["id"] for cell in content["cells"]]
        assert len(set(identifiers)) == len(identifiers)
        assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", each) for each in identifiers)
        keys = {"code": {"execution_count", "outputs"}, "markdown": set()}
        for cell in content["cells"]:
            assert set(cell) == {"cell_type", "id", "metadata", "source"} | keys[cell["cell_type"]]


@pytest.mark.skipif(importlib.util.find_spec("nbformat") is None, reason="nbformat is not installed")
def test_a_notebook_is_valid():
    import nbformat

    for each in all_lessons():
        nbformat.validate(nbformat.reads(written.as_notebook(each, "es").decode(), 4))


@pytest.mark.parametrize("name", [*QUICK, *SLOW])
def test_a_solved_notebook_runs_and_every_answer_is_right(name, tmp_path):
    of = lessons.lesson(name)
    path = tmp_path / "lesson.ipynb"
    path.write_bytes(written.as_notebook(of, "es", solved=True))
    assert run(path) == (dict.fromkeys(of.exercises, True), [])


def test_a_notebook_as_it_is_handed_out_runs_and_has_no_answer(tmp_path):
    path = tmp_path / "lesson.ipynb"
    of = lessons.lesson("poverty")
    path.write_bytes(written.as_notebook(of, "en"))
    assert run(path) == (dict.fromkeys(of.exercises), [])


def test_an_answer_is_right_within_rounding_and_a_slip_is_named():
    said = {text: str(lessons.said_of("1.1", given, "en")) for text, given in TRIED.items()}
    assert said == {
        "rounded": "1.1: right.",
        "text": "1.1: right.",
        "array": "1.1: right.",
        "off": "1.1: not yet.",
        "per cent": "1.1: it looks like a percentage; a fraction is asked for.",
        "sign": "1.1: the number is there, the sign is not.",
        "words": "1.1: one number is expected.",
        "two": "1.1: one number is expected.",
        "none": "1.1: no answer yet.",
    }
    assert bool(lessons.said_of("1.5", " Chuquisaca", "es"))
    assert not lessons.said_of("1.5", "pando", "es")


EXTREME = answers.expected("1.1")
TRIED = {
    "rounded": round(EXTREME, 3),
    "text": str(EXTREME),
    "array": np.array([EXTREME]),
    "off": 1.02 * EXTREME,
    "per cent": 100 * EXTREME,
    "sign": -EXTREME,
    "words": "much",
    "two": [EXTREME, EXTREME],
    "none": ...,
}


def test_the_session_of_a_notebook_checks_and_helps_in_its_language():
    found = ayni.lesson("pobreza", lang="es")
    assert repr(found) == "1. La pobreza y su error"
    assert repr(found.hint("1.2")) == "Sume los pesos de las personas pobres."
    assert repr(found.check("1.1", ...)) == repr(found.check(1.1, ...)) == "1.1: falta su respuesta."
    assert ayni.lesson(1, lang="en").lesson == found.lesson
    with pytest.raises(AyniError, match=r"2\.1 no es de esta lección"):
        found.check("2.1", 0.2)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: ayni.lesson("povert", lang="en"), "nearest is poverty"),
        (lambda: exercise("9.9"), r"9\.9"),
        (lambda: list(lessons.mark(Path("/nowhere"))), "/nowhere"),
        (lambda: command(["class", "--answers"], standalone_mode=False), "goes with --output"),
        (lambda: command(["class", "--marks", "m.csv"], standalone_mode=False), "goes with --check"),
    ],
)
def test_what_is_not_there_is_a_sentence(made, says):
    with pytest.raises(AyniError, match=says):
        made()


def test_the_command_lists_writes_and_checks(tmp_path):
    runner = CliRunner()
    listed = runner.invoke(command, ["class", "--lang", "en"])
    assert (listed.exit_code, listed.output.count(".ipynb")) == (0, 7)
    checked = runner.invoke(command, ["class", "--answer", f"1.1={EXTREME}", "--answer", "1.2=7", "--lang", "en"])
    assert (checked.exit_code, checked.output) == (1, "1.1: right.\n1.2: not yet.\n")
    done = runner.invoke(command, ["clase", "--output", str(tmp_path / "clase"), "--lang", "es"])
    assert done.exit_code == 0
    again = runner.invoke(command, ["clase", "--output", str(tmp_path / "clase"), "--lang", "es"])
    assert again.exception.key == "file_there_already"
    names = sorted(path.name for path in (tmp_path / "clase").iterdir())
    assert len([name for name in names if name.endswith(".ipynb")]) == 7
    assert [name for name in names if not name.endswith(".ipynb")] == ["1_pobreza.R", "2_desigualdad.R", "people.csv"]
    head, *rows = (tmp_path / "clase" / "people.csv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("ayni_synthetic,household,")
    assert len(rows) == load().n_persons
    assert all(row.startswith("1,") for row in rows)


@pytest.mark.soak
def test_marks_are_those_of_each_notebook_and_a_broken_one_says_so(tmp_path):
    of = lessons.lesson("poverty")
    for name, solved in (("ana", True), ("luis", False)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1_pobreza.ipynb").write_bytes(written.as_notebook(of, "es", solved=solved))
    broken = json.loads(written.as_notebook(of, "es", solved=True))
    broken["cells"][2]["source"] = ["raise SystemExit(3)"]
    (tmp_path / "rosa.ipynb").write_text(json.dumps(broken))
    (tmp_path / "other.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    marked = {each.path.relative_to(tmp_path).parts[0]: each for each in lessons.mark(tmp_path)}
    assert {name: (each.points, each.stopped) for name, each in marked.items()} == {
        "ana": (5, False),
        "luis": (0, False),
        "rosa.ipynb": (0, True),
    }
    sheet = tmp_path / "marks.csv"
    asked = ["class", "--check", str(tmp_path), "--marks", str(sheet), "--lang", "en"]
    shown = CliRunner().invoke(command, asked).output
    rows = sheet.read_text(encoding="utf-8").splitlines()
    assert rows[:2] == ["notebook,lesson,exercise,right", "ana/1_pobreza.ipynb,poverty,1.1,1"]
    assert len(rows) == 1 + 3 * 5
    assert "luis/1_pobreza.ipynb,poverty,1.1," in rows
    assert "5/5" in shown
    assert "did not run to the end" in shown


def has_survey_in_r():
    if not shutil.which("Rscript"):
        return False
    return subprocess.run(["Rscript", "-e", "library(survey)"], check=False, capture_output=True).returncode == 0


@pytest.mark.soak
def test_the_twins_in_r_give_the_same_answers(tmp_path):
    if not has_survey_in_r():
        pytest.skip("R with survey is not here")
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "ayni"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ayni "$@"\n')
    script.chmod(0o755)
    lessons.write_class(tmp_path / "class", "en", solved=True)
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    for of in (each for each in all_lessons() if each.in_r):
        ran = subprocess.run(
            ["Rscript", f"{of.name('en')}.R"], cwd=tmp_path / "class", env={**os.environ, "PATH": path},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert [line for line in ran.stdout.splitlines() if line.endswith(": right.")] == [
            f"{number}: right." for number in of.exercises
        ]


@pytest.mark.soak
@pytest.mark.parametrize("each", all_lessons(), ids=lambda each: each.id)
def test_a_notebook_runs_in_a_kernel_of_jupyter(each):
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    notebook = nbformat.reads(written.as_notebook(each, "en", solved=True).decode(), 4)
    nbclient.NotebookClient(notebook, timeout=300).execute()
    shown = [
        output["data"]["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output["output_type"] == "execute_result"
    ]
    assert [text for text in shown if text.endswith(": right.")] == [f"{number}: right." for number in each.exercises]
