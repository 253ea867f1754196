"""Sentences and tables as a piece of HTML that a notebook shows; nothing is fetched and nothing runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.report.table import Table

if TYPE_CHECKING:
    from jinja2 import Template


def as_html(tables: Iterable[Table], sentences: Sequence[str] = ()) -> str:
    """Sentences as a list, and tables below them."""
    return _template().render(tables=list(tables), sentences=sentences)


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("notebook.html.j2")
