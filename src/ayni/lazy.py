"""A room's public face whose names are imported when they are first asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


def face(room: str, names: Mapping[str, str]) -> None:
    """Give a room its public names: `names` says, module by module, which it has, with spaces between.

    `"cases": "Case FOLDER=CASES"` takes from the room's module `cases`, one under another name; a module of another
    room has its whole name. A name that is also a module's is what the room says, not the module.
    """
    found = {}
    for module, listed in names.items():
        for each in listed.split():
            there, _, here = each.partition("=")
            found[here or there] = (module if "." in module else f"{room}.{module}", there)
    package = sys.modules[room]
    vars(package).update(_where=found, __all__=sorted(found))
    package.__class__ = _Face


class _Face(ModuleType):
    _where: Mapping[str, tuple[str, str]]

    def __getattr__(self, name: str) -> Any:
        try:
            module, there = self._where[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None
        found = getattr(import_module(module), there)
        vars(self)[name] = found
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in self._where):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._where})
