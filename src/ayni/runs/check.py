"""`check --programme`: a stated number against what a programme does to poverty on a survey."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ayni.evidence.check import Answer, Kind, check_programme, read_stated
from ayni.runs.law_on_survey import analysis_of

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.runs.options import Options


def check_survey(
    options: Options, law: Law, programme: str, line: str, stated: str, kind: Kind | None = None
) -> Answer:
    """`check_programme` on a survey; errors as for `analysis_of` too. What carried people give supports no verdict."""
    read_stated(stated)
    analysis = analysis_of(options, law)
    answer = check_programme(analysis, programme, line, stated, kind)
    return answer if analysis.carried is None else replace(answer, carried_to=analysis.basis.month)
