"""Sentences and tables as a piece of HTML that a notebook shows; nothing is fetched and nothing runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ayni.report.table import Table

if TYPE_CHECKING:
    from jinja2 import Template


def as_html(tables: Iterable[Table], sentences: Sequence[str] = ()) -> str:
    """Sentences as a list, and tables below them."""
    return _template().render(tables=list(tables), sentences=sentences)


@cache
def _template() -> Template:
    from ayni.report.templates import environment

    return environment().get_template("notebook.html.j2")
