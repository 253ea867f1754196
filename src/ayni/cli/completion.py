"""What a shell completes: commands, programmes, parameters, claims, indicators, and options of a few words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem


def programmes() -> Iterable[str]:
    """Every instrument of the law book."""
    from ayni.law import bolivia

    return bolivia().instruments


def parameters() -> Iterable[str]:
    """Every parameter of the law book, `instrument.parameter`."""
    from ayni.law import bolivia

    return (f"{name}.{each}" for name, instrument in bolivia().instruments.items() for each in instrument.parameters)


def claims() -> Iterable[str]:
    """Every claim of the ledger."""
    from ayni.evidence.claims import FOLDER

    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def promises() -> Iterable[str]:
    """Every promise that is costed."""
    from ayni.evidence.promise import FOLDER

    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def indicators() -> Iterable[str]:
    """Every indicator of the registry."""
    from ayni.evidence.registry import registry

    return sorted({fact.indicator for fact in registry()})


NAMES: dict[str, Callable[[], Iterable[str]]] = {
    "law show instrument": programmes,
    "law history parameter": parameters,
    "reform what": parameters,
    "reform solve": parameters,
    "reform sweep": parameters,
    "household reform": parameters,
    "check claim": claims,
    "check programme": programmes,
    "check indicator": indicators,
    "claims identifier": claims,
    "promise identifier": promises,
}
"""By command and argument, the names that it takes; any argument may be given something else too."""


class Completed(click.types.StringParamType):
    """A text of which a shell completes some values."""

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self.names = names

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(name) for name in self.names() if name.lower().startswith(incomplete.lower())]


def completed(command: click.Command, path: str) -> None:
    """Give the arguments of a command what a shell completes in them; `path` is the command's English name."""
    for param in command.params:
        if not isinstance(param.type, click.types.StringParamType):
            continue
        words = (param.metavar or "").strip("[]")
        if f"{path} {param.name}" in NAMES:
            param.type = Completed(NAMES[f"{path} {param.name}"])
        elif re.fullmatch(r"[a-z0-9-]+(\|[a-z0-9-]+)+", words):
            param.type = Completed(words.split("|").__iter__)
