"""Packages whose public names are imported when they are first used."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


def face(room: str, names: Mapping[str, str]) -> None:
    """Declare the public names of a package: `names` lists them for each module that defines them, separated by spaces.

    `"cases": "Case FOLDER=CASES"` takes names from the package's module `cases`, one of them under another name; a
    module of another package is given by its whole name. Where a public name is also a module's, it stands for the
    function or class.
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
