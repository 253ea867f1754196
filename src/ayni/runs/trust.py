"""How far what was recorded of each survey lies from what was published; the first page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.evidence import trust_rows
from ayni.runs.names import named
from ayni.scenario import Result

if TYPE_CHECKING:
    from ayni.engine import Law


def trust(law: Law) -> Result:
    """Our income rebuilt, the programmes by the law and as reported, and the official figures, of each wave."""
    return named(Result(tuple(trust_rows(law))), law)
