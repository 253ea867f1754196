"""Services that the program around the engine may give it: reading files, storing compiled code, its error class.

Without such a host program the engine reads plain YAML, raises `EngineError`, and stores nothing on disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct


def _plain_yaml(path: Path) -> Any:
    import yaml

    return yaml.safe_load(path.read_bytes())


class Host(Struct):
    """The services of the host program, each with the default that is used where it gives none."""

    read: Callable[[Path], Any] = _plain_yaml
    """Reads a YAML file and returns its content."""
    noted: Callable[[os.stat_result], None] = lambda about: None
    """Called with the status of every file that the engine itself reads."""
    error: Callable[..., Exception] | None = None
    """Makes an error of a subclass of `EngineError` from its key and fields; None for `EngineError` itself."""
    folder: Callable[[], Path | None] = lambda: None
    """The folder where compiled code is stored between processes; None to store nothing."""
    languages: tuple[str, ...] = ()
    """The languages that every text of a law must be in, where the law names none; empty for any."""
    parsed: Callable[[Callable[..., Any], Callable[..., Any], str], Any] = lambda rule, parse, member: parse(
        rule, member
    )
    """Parses a rule with the function `parse`, or returns what it stored of an earlier parse."""
    stored: Callable[[str, tuple[Path, ...], Callable[[], Any], Mapping[tuple[str, str], Any]], Any] = (
        lambda name, folders, make, kinds: make()
    )
    """Returns what `make` makes of the YAML and Python files of some folders, or what it stored of it while they were
    the same. `kinds` are the classes, by module and name, that are found in it."""


host = Host()
"""The services in use; the host program sets them."""
