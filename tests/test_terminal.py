"""What stands around the commands: help by what is asked, names in Spanish, `--lang` in any place, completion."""

import os
import re
import shlex
import subprocess
import sys

import click
import pytest

from ayni.cli import COMMANDS, ayni as group
from ayni.cli.group import SPANISH
from ayni.cli.options import answers_of, typed
from ayni.words import AyniError, catalogue, write_whole
from support.command import ayni


def test_help_lists_each_command_once_with_a_sentence_and_an_example_that_can_be_read():
    names = [name for names in COMMANDS.values() for name in names]
    for language in ("es", "en"):
        said = ayni("--lang", language, "--help").stdout
        for name in names:
            example = catalogue()[f"example.{name}"][language]
            assert said.count(f"{example}\n") == 1
            assert catalogue()[f"command.{name}"][language].endswith(".")
            with group.make_context("ayni", shlex.split(example)[1:]) as context:
                word, command, rest = group.resolve_command(context, [*context._protected_args, *context.args])
                assert command is not None, word
                command.make_context(word, [each for each in rest if each != "…"], parent=context)
    assert len(set(names)) == len(names)


def test_every_spanish_name_is_that_of_a_command_with_or_without_accents():
    context = click.Context(group)
    for of, names in SPANISH.items():
        where = group if of == "ayni" else group.get_command(context, of)
        for name, english in names.items():
            assert where.get_command(click.Context(where, context), name).name == english
    assert group.get_command(context, "jubilacion") is group.get_command(context, "Jubilación")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "en", "payslip", "4000"),
        ("payslip", "--lang=en", "4000"),
        ("sueldo", "4000", "--lang", "en"),
        ("--lang", "en", "law", "show", "renta_dignidad"),
        ("ley", "--lang", "en", "mostrar", "renta_dignidad"),
    ],
)
def test_the_language_may_be_said_in_any_place(arguments):
    plain = [each for each in arguments if each not in ("--lang", "en", "--lang=en")]
    assert ayni(*arguments).stdout == ayni(*plain, "--lang", "en").stdout != ayni(*plain).stdout


@pytest.mark.parametrize(
    ("arguments", "spanish", "english"),
    [
        (("hogra",), "hogar", "hogar"),
        (("law", "shw"), "ayni law no tiene la orden «shw»", "has no command “shw”"),
        (("run", "--dta", "x"), "No hay la opción --dta", "There is no option --dta"),
        (("incidence", "--to", "gross"), "--to acepta uno de estos: disposable", "--to takes one of: disposable"),
        (("household", "a", "b"), "Sobra «b»", "“b” is too much"),
        (("run", "--wave"), "Con --wave falta un valor", "--wave lacks a value"),
        (("rerun",), "Falta", "is missing"),
    ],
)
def test_what_is_written_wrong_is_one_sentence_in_the_readers_language(arguments, spanish, english):
    for language, words in (("es", spanish), ("en", english)):
        ended = ayni("--lang", language, *arguments)
        assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
        assert words in ended.stderr


def test_help_has_no_english_in_spanish():
    said = ayni("run", "--help").stdout + ayni("incidence", "--help").stdout + ayni("ley", "--help").stdout
    for word in ("Usage", "Options", "Commands", "default:", "Show this", "FILE", "COLUMN", "YYYY"):
        assert not re.search(rf"\b{word}", said.replace("COLUMNA", "")), word


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ayni refo", {"reform", "reforma"}),
        ("ayni ley mostrar renta", {"renta_dignidad"}),
        ("ayni reform renta_dignidad.monthly_n", {"renta_dignidad.monthly_non_pensioner"}),
        ("ayni claims b02", {"B02"}),
        ("ayni run --lang e", {"es", "en"}),
    ],
)
def test_a_shell_completes_commands_programmes_parameters_and_claims(words, found, monkeypatch, capsys):
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    monkeypatch.setenv("_AYNI_COMPLETE", "bash_complete")
    with pytest.raises(SystemExit):
        group.main([], prog_name="ayni")
    assert {line.partition(",")[2] for line in capsys.readouterr().out.splitlines()} == found


def test_help_of_a_command_is_in_the_language_asked():
    command = [sys.executable, "-m", "ayni", "payslip", "--lang", "en", "--help"]
    said = subprocess.run(command, capture_output=True, check=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert "language of tables, report and errors" in said.stdout


@pytest.mark.parametrize(
    ("text", "spanish", "english"),
    [
        ("1.500,50", "1500.50", None),
        ("1,500.50", None, "1500.50"),
        ("2.000", "2000", None),
        ("1,500", None, "1500"),
        ("43,5%", "43.5%", "43.5%"),
        ("-3,2pp", "-3.2pp", "-3.2pp"),
        (">67,25%", ">67.25%", ">67.25%"),
        ("8.125%", None, None),
        ("0.081", "0.081", "0.081"),
        ("Bs 700,5", "700.5", "700.5"),
        ("2019-03-01", "2019-03-01", "2019-03-01"),
        ("shocks/fuel.yaml", "shocks/fuel.yaml", "shocks/fuel.yaml"),
    ],
)
def test_a_typed_number_is_read_as_its_language_writes_it_and_what_has_two_readings_is_refused(text, spanish, english):
    for language, meant in (("es", spanish), ("en", english)):
        with group.make_context("ayni", ["--lang", language, "run"]):
            if meant is None and text.count(",") + text.count(".") > 1:
                with pytest.raises(AyniError):
                    typed(text, "--to")
            elif meant is None:
                with pytest.raises(AyniError) as refused:
                    typed(text, "--to")
                assert refused.value.key == "typed_two_readings_at"
            else:
                assert typed(text, "--to") == meant


def test_commas_between_answers_are_told_from_those_of_decimals():
    assert answers_of("age=30,monthly_wage=4.500,50,sex=woman") == ["age=30", "monthly_wage=4.500,50", "sex=woman"]


@pytest.mark.parametrize(
    ("spanish", "plain"),
    [
        (("sueldo", "4.500,50"), ("payslip", "4500.5")),
        (("hogar", "--person", "age=40,monthly_wage=2.900,5"), ("household", "--person", "age=40,monthly_wage=2900.5")),
        (
            ("hogar", "--person", "age=40", "--vary", "monthly_wage=0:20.000:10.000"),
            ("household", "--person", "age=40", "--vary", "monthly_wage=0:20000:10000"),
        ),
        (
            ("verificar", "--indicator", "poverty_extreme", "--from", "2008", "--to", "2011", "--stated", "43,5%"),
            ("check", "--indicator", "poverty_extreme", "--from", "2008", "--to", "2011", "--stated", "43.5%"),
        ),
    ],
)
def test_commands_read_numbers_with_decimal_commas(spanish, plain):
    said, other = ayni(*spanish, "--format", "json"), ayni(*plain, "--format", "json")
    assert said.returncode == 0, said.stderr
    assert said.stdout.replace("43,5%", "43.5%") == other.stdout


def test_the_browser_opens_for_who_starts_the_server_by_hand_before_a_screen(monkeypatch):
    import io

    from ayni.cli import serve

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(serve.sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    for pipe, here in (((), True), (("stdin",), False), (("stderr",), False)):
        for name in ("stdin", "stderr"):
            monkeypatch.setattr(serve.sys, name, io.StringIO() if name in pipe else Terminal())
        assert serve.somebody_looks() is here
    for name in ("stdin", "stderr"):
        monkeypatch.setattr(serve.sys, name, Terminal())
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not serve.somebody_looks()
    monkeypatch.setattr(serve.sys, "platform", "win32")
    assert serve.somebody_looks()


def test_a_code_page_of_windows_gets_plain_characters_from_every_command():
    given = {**os.environ, "PYTHONIOENCODING": "cp1252", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "ayni", "law", "show", "renta_dignidad", "--lang", "es"]
    run = subprocess.run(command, env=given, capture_output=True, check=True)
    assert "->" in run.stdout.decode("cp1252")


def test_a_file_is_written_over_where_files_have_no_owner(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "chown")
    path = tmp_path / "rows.csv"
    for content in (b"a", b"b"):
        write_whole(path, content)
    assert path.read_bytes() == b"b"
