"""What a walk-through of `docs/` writes into the package: whole files, and lines added to others."""

from __future__ import annotations

import re
from pathlib import Path


def follow(text: str, folder: Path) -> list[list[str]]:
    """Do in a copy of the repository what a page says, in its order; the words of the commands that it ends with.

    A block names its file behind its language. A `diff` holds lines that are there, and, with `+` and `-`, those that
    come and go.
    """
    asked: list[list[str]] = []
    for language, name, block in re.findall(r"```(\w+)(?: (\S+))?\n(.*?)```", text, re.DOTALL):
        file = folder / name
        if language == "sh":
            asked += [line.split()[1:] for line in block.splitlines()]
        elif language == "diff":
            lines = block.splitlines()
            old = "\n".join(line[1:] for line in lines if not line.startswith("+"))
            new = "\n".join(line[1:] for line in lines if not line.startswith("-"))
            there = file.read_text(encoding="utf-8")
            if there.count(f"{old}\n") != 1:
                raise AssertionError(f"{name} holds {there.count(old)} times:\n{old}")
            file.write_text(there.replace(f"{old}\n", f"{new}\n"), encoding="utf-8")
        elif name:
            file.write_text(block, encoding="utf-8")
    return asked
