"""What the program around the engine gives it: how files are read, and where what is made once may be kept.

Without such a program the engine reads plain YAML, raises its own errors, and keeps nothing on the disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def _plain_yaml(path: Path) -> Any:
    import yaml

    return yaml.safe_load(path.read_bytes())


@dataclass
class Host:
    """The services of the program around the engine, each with what stands in where it gives none."""

    read: Callable[[Path], Any] = _plain_yaml
    """The content of a YAML file."""
    noted: Callable[[os.stat_result], None] = lambda about: None
    """Told of every file that the engine itself reads."""
    error: Callable[..., Exception] | None = None
    """Makes an error from its key and fields: a subclass of `EngineError`. None for that class."""
    folder: Callable[[], Path | None] = lambda: None
    """Where compiled code is kept from one process to the next; None for nowhere."""
    languages: tuple[str, ...] = ()
    """The languages in which every text of a law is that names none itself; none for those of each file's own name."""
    parsed: Callable[[Callable[..., Any], Callable[..., Any], str], Any] = lambda rule, parse, member: parse(
        rule, member
    )
    """The parsed text of a rule, or of a member of its form, which may have been kept; else `parse` makes it."""


host = Host()
"""The one in use; a program sets what it gives."""
