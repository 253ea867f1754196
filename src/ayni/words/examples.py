"""Files that come with the program to begin from: `example:renta_dignidad_500` wherever such a file is given."""

from __future__ import annotations

from pathlib import Path

from ayni.engine.errors import nearest
from ayni.words.catalogue import AyniError

_INSTALLED = Path(__file__).parents[1] / "examples"
_REPOSITORY = Path(__file__).parents[3]
MARK = "example:"


def example_or_path(text: str | Path, kind: str) -> Path:
    """The file that a text names: an example of a kind, `reforms` or `shocks`, by its name, or any other by its path.

    Raises AyniError, with the names that there are, for an example that there is not.
    """
    if not str(text).startswith(MARK):
        return Path(text)
    folder = (_INSTALLED if _INSTALLED.is_dir() else _REPOSITORY) / kind
    known = {each.stem: each for each in sorted(folder.glob("*.*")) if ".schema" not in each.name}
    name = str(text).removeprefix(MARK)
    if name not in known:
        raise AyniError("unknown_example", name=name, near=nearest(name, known), known=", ".join(known))
    return known[name]
