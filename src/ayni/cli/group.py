"""Groups of commands: their Spanish names, `--lang` in any place, help in groups, and click's words in Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import click

from ayni.engine.errors import UNKNOWN
from ayni.words import LANGUAGES, AyniError, Language, bare, catalogue, language_of_environment, nearest, say

SPANISH: Mapping[str, Mapping[str, str]] = {
    "ayni": {
        "afirmaciones": "claims",
        "choque": "shock",
        "citar": "cite",
        "clase": "class",
        "correr": "run",
        "cronología": "timeline",
        "embarazo": "pregnancy",
        "entre": "between",
        "expandir": "expand",
        "exportar": "export",
        "frontera": "frontier",
        "hogar": "household",
        "incidencia": "incidence",
        "indicadores": "indicators",
        "inflación": "inflation",
        "jubilación": "retirement",
        "ley": "law",
        "llevar": "carry",
        "ola": "wave",
        "promesa": "promise",
        "reforma": "reform",
        "repartir": "attribution",
        "repetir": "rerun",
        "resumen": "summary",
        "salario-minimo": "minimum-wage",
        "secuencia-2020": "sequence-2020",
        "servir": "serve",
        "sueldo": "payslip",
        "tema": "topic",
        "verificar": "check",
        "boleta": "payslip",
        "precios": "inflation",
    },
    "export": {"calculadora": "calculator", "registro": "registry", "sitio": "site"},
    "law": {
        "cambios": "diff",
        "casos": "cases",
        "estado": "status",
        "historia": "history",
        "lista": "list",
        "mostrar": "show",
        "nueva": "new",
        "probar": "test",
        "versiones": "log",
    },
    "shock": {
        "combustible": "fuel",
        "empleo": "job-loss",
        "ingreso-laboral": "labour-income",
        "paralización": "stoppage",
        "precios": "price-rise",
    },
    "wave": {"borrador": "draft", "lista": "list", "revisar": "check"},
}
"""Of each group, its commands by their Spanish names, with or without accents; of two of one, the first is shown."""
_LANGUAGE = "ayni.language"


def spoken() -> Language:
    """The language asked by `--lang` in any place of the command, else the environment's."""
    context = click.get_current_context(silent=True)
    found: Language | None = None if context is None else context.meta.get(_LANGUAGE)
    return found or language_of_environment()


def asked_language(arguments: Sequence[str]) -> Language | None:
    """The language of the last `--lang` that was given rightly; options may not be read yet."""
    found: Language | None = None
    for argument, following in pairwise([*arguments, ""]):
        asked = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and asked in LANGUAGES:
            found = asked
    return found


_FIXED = {"help": "terminal.help", "version": "terminal.version", "lang es|en": "cli.lang"}
"""What the options say that every group has."""


class Help(click.HelpFormatter):
    """Help whose fixed words are in the reader's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _metavars(args), f"{say('terminal.usage', spoken())} " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        key = f"terminal.{heading.lower()}_heading"
        super().write_heading(say(key, spoken()) if key in catalogue() else heading)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        default, required = (say(f"terminal.{word}", spoken()) for word in ("default", "required"))
        said = []
        for name, text in rows:
            own = name.rpartition("--")[2]
            if own in _FIXED:
                text = say(_FIXED[own], spoken())
            text = text.replace("[default: ", f"[{default}: ").replace("[required]", f"[{required}]")
            said.append((_metavars(name), text))
        super().write_dl(said, col_max, col_spacing)


def _metavars(text: str) -> str:
    """What stands for something else, in capitals, in the reader's language."""

    def word(found: re.Match[str]) -> str:
        key = f"metavar.{found[0].lower()}"
        return say(key, spoken()) if key in catalogue() else found[0]

    return re.sub(r"(?<![\w-])[A-Z]{2,}(?![a-z])", word, text)


class Context(click.Context):
    """A command's context, with help in the reader's language."""

    formatter_class = Help


class Group(click.Group):
    """A group whose commands have Spanish names too, and which takes `--lang` before the command."""

    context_class = Context

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        option = click.Option(["--lang"], expose_value=False, callback=_a_language, metavar="es|en")
        self.params.append(option)

    def found(self, name: str) -> click.Command | None:
        """The command of this English name."""
        return self.commands.get(name)

    def names(self) -> Sequence[str]:
        """The English names of all commands."""
        return sorted(self.commands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their English names; for a shell that completes a word, the Spanish ones too."""
        return sorted([*self.names(), *(SPANISH.get(self.name or "", {}) if ctx.resilient_parsing else ())])

    def spanish(self) -> dict[str, str]:
        """The Spanish name that is shown of each command."""
        return {english: name for name, english in reversed([*SPANISH.get(self.name or "", {}).items()])}

    def rows(self, name: str, command: click.Command | None) -> Iterator[tuple[str, str]]:
        """What help says of a command: its name and a sentence, and below its other name and an example, if any."""
        language, phrases = spoken(), catalogue()
        spanish = self.spanish().get(name, name)
        example = f"example.{name}" if f"example.{name}" in phrases and self.name == "ayni" else ""
        other = f"({name})" if language == "es" and spanish != name else ""
        shown = spanish if language == "es" else name
        yield (
            shown if example or not other else f"{shown} {other}",
            say(f"command.{name}", language) if command is None else command.get_short_help_str(200),
        )
        if example:
            yield other, say(example, language)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [row for name in self.list_commands(ctx) for row in self.rows(name, self.get_command(ctx, name))]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        english = {bare(spanish): each for spanish, each in SPANISH.get(self.name or "", {}).items()}
        command = self.found(english.get(bare(name), name))
        if command is not None:
            command.context_class = Context
            example = f"example.{command.name}"
            if command.epilog is None and example in catalogue():
                command.epilog = say("terminal.example", spoken(), example=say(example, spoken()))
            if ctx.resilient_parsing:
                from ayni.cli.completion import completed

                completed(command, " ".join(filter(None, (self.name if ctx.parent else "", command.name))))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not ctx.resilient_parsing and not name.startswith("-") and self.get_command(ctx, name) is None:
            near = nearest(bare(name), [*self.names(), *self.spanish().values()])
            more = "" if near == UNKNOWN else say("terminal.did_you_mean", spoken(), name=near)
            said = say("terminal.no_such_command", spoken(), command=ctx.command_path, name=name[:40], more=more)
            raise _Said(said)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.parent is None:
            ctx.meta[_LANGUAGE] = asked_language(args)
            _refuse_empty(args)
        with _in_our_words():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with _in_our_words():
            return super().invoke(ctx)


def _refuse_empty(arguments: Sequence[str]) -> None:
    """An empty text, as a variable of the shell without a value gives it, is not the same as nothing given."""
    for before, argument in pairwise(["", *arguments]):
        option, sign, value = argument.partition("=")
        if not argument.strip() or (option.startswith("--") and sign and not value.strip()):
            name = option if sign else before if before.startswith("-") else ""
            raise AyniError("argument_empty", option=f"{name}: " if name else "")


class _Said(click.UsageError):
    """One sentence in the reader's language, shown without the command's usage."""


def _a_language(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None and value not in LANGUAGES:
        raise AyniError("not_a_choice", option="--lang", value=value, choices=", ".join(LANGUAGES))


@contextmanager
def _in_our_words() -> Iterator[None]:
    """What is wrong with how a command was written is one sentence in the reader's language."""
    try:
        yield
    except (click.exceptions.NoArgsIsHelpError, _Said):
        raise
    except click.UsageError as error:
        raise _Said(_sentence(error, spoken())) from None


def _sentence(error: click.UsageError, language: Language) -> str:
    see = "" if error.ctx is None else say("terminal.see_help", language, command=error.ctx.command_path)
    if isinstance(error, click.NoSuchOption):
        near = say("terminal.did_you_mean", language, name=error.possibilities[0]) if error.possibilities else ""
        return say("terminal.no_such_option", language, name=error.option_name, more=near or see)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return say("terminal.missing", language, name=error.param.human_readable_name.upper(), more=see)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name
        if isinstance(error.param.type, click.Choice):
            return say("terminal.not_a_choice", language, name=name, choices=", ".join(error.param.type.choices))
        return say("terminal.bad_value", language, name=name, more=see)
    if isinstance(error, click.BadOptionUsage):
        return say("terminal.bad_option", language, name=error.option_name, more=see)
    left = error.message.partition("(")[2].partition(")")[0]
    return say("terminal.too_much", language, given=left[:60] or error.message, more=see)
