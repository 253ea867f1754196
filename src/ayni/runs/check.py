"""`check --programme`: a stated number against what a programme does to poverty on a survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.evidence.check import Answer, Kind, check_programme, read_stated
from ayni.runs.law_on_survey import analysis_of

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.runs.options import Options


def check_survey(
    options: Options, law: Law, programme: str, line: str, stated: str, kind: Kind | None = None
) -> Answer:
    """`check_programme` on a survey; errors as for `analysis_of` too."""
    read_stated(stated)
    return check_programme(analysis_of(options, law), programme, line, stated, kind)
