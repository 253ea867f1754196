"""The command line: it reads options, calls the functions of `ayni.runs` and prints. It computes nothing itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from ayni import __version__
from ayni.cli.group import Group, asked_language, spoken
from ayni.cli.process import (
    ended_tidily,
    one_thread_of_algebra,
    spare_code_pages,
    warnings_in_one_line,
)
from ayni.words import AyniError, catalogue, language_of_environment, say
from ayni.words.extras import installed

COMMANDS = {
    "family": (
        "household",
        "payslip",
        "finiquito",
        "retirement",
        "pregnancy",
    ),
    "country": (
        "law",
        "run",
        "reform",
        "frontier",
        "incidence",
        "attribution",
        "shock",
        "minimum-wage",
        "inflation",
        "indicators",
        "between",
        "carry",
        "sequence-2020",
    ),
    "said": (
        "check",
        "claims",
        "promise",
        "topic",
        "summary",
        "timeline",
    ),
    "files": (
        "serve",
        "wave",
        "export",
        "expand",
        "rerun",
        "class",
        "cite",
    ),
}
"""By what is asked. Each is a module of this room, and in it what has the module's name; `example` has one of each."""


class _OnDemand(Group):
    """A group whose commands are imported when they are asked for."""

    def names(self) -> Sequence[str]:
        return [name for names in COMMANDS.values() for name in names]

    def found(self, name: str) -> click.Command | None:
        if name not in self.names():
            return None
        module = "class_" if name == "class" else name.replace("-", "_")
        command: click.Command = getattr(import_module(f"ayni.cli.{module}"), module)
        return command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = say("cli.ayni", spoken())
        super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by what is asked, each with a sentence and an example; none of ours is imported for it."""
        for group, names in COMMANDS.items():
            own = {name: None if f"command.{name}" in catalogue() else self.get_command(ctx, name) for name in names}
            with formatter.section(say(f"terminal.{group}", spoken())):
                formatter.write_dl([row for name, command in own.items() for row in self.rows(name, command)])
        formatter.write_paragraph()
        formatter.write_text(say("terminal.see_one", spoken()))


@click.group(cls=_OnDemand, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ayni")
def ayni() -> None:
    """The group of commands."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; every error of ours is one line on stderr and exit code 2.

    Python processes that it starts, workers of a server or of a cluster, import no file of the folder they start in.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    spare_code_pages()
    if arguments is None:
        arguments = sys.argv[1:]
        one_thread_of_algebra()
    language = asked_language(arguments) or language_of_environment()
    try:
        with ended_tidily(), warnings_in_one_line(language), installed():
            return ayni.main(arguments, prog_name="ayni")
    except AyniError as error:
        click.echo(f"ayni: {error.in_language(language)}", err=True)
        sys.exit(2)
