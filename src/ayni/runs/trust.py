"""How far recorded results of each survey lie from published figures, as the first page of the website shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.evidence import trust_rows
from ayni.runs.names import named
from ayni.scenario import Result

if TYPE_CHECKING:
    from ayni.engine import Law


def trust(law: Law) -> Result:
    """For each wave: INE's income as rebuilt, programmes simulated by the law and as reported, and the official
    figures."""
    return named(Result(tuple(trust_rows(law))), law)
