"""The command line: it reads options, calls the functions of `ayni.runs` and prints. It computes nothing itself."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from ayni import __version__
from ayni.cli.options import ended_tidily, help_of, seldom_collect_garbage, warnings_in_one_line
from ayni.words import LANGUAGES, AyniError, Language, language_of_environment
from ayni.words.extras import installed

COMMANDS = (
    "attribution",
    "between",
    "carry",
    "check",
    "cite",
    "claims",
    "expand",
    "export",
    "finiquito",
    "frontier",
    "household",
    "incidence",
    "indicators",
    "inflation",
    "law",
    "minimum-wage",
    "payslip",
    "pregnancy",
    "promise",
    "reform",
    "rerun",
    "retirement",
    "run",
    "sequence-2020",
    "serve",
    "shock",
    "summary",
    "timeline",
    "topic",
    "wave",
)
"""Each is a module of this room, and in it what has the module's name."""


class _OnDemand(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = name.replace("-", "_")
        command: click.Command = getattr(import_module(f"ayni.cli.{module}"), module)
        return command


@click.group(cls=_OnDemand, help=help_of("ayni"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ayni")
def ayni() -> None:
    """The group of commands."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; every error of ours is one line on stderr and exit code 2.

    Python processes that it starts, workers of a server or of a cluster, import no file of the folder they start in.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    if arguments is None:
        arguments = sys.argv[1:]
        seldom_collect_garbage()
    try:
        with ended_tidily(), warnings_in_one_line(_asked_language(arguments)), installed():
            return ayni.main(arguments, prog_name="ayni")
    except AyniError as error:
        click.echo(f"ayni: {error.in_language(_asked_language(arguments))}", err=True)
        sys.exit(2)


def _asked_language(arguments: list[str]) -> Language:
    """The language of `--lang` where it was given rightly, else the environment's; options may not be read yet."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        asked = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and asked in LANGUAGES:
            return asked
    return language_of_environment()
