"""`check`: judging a number that somebody states, or a sentence of the ledger of claims."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ayni.evidence import ledger
from ayni.evidence.check import Answer, Kind, check, check_programme, read_stated
from ayni.runs.law_on_survey import analysis_of
from ayni.runs.options import Options
from ayni.runs.time import asked_of_survey
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.evidence.claims import Judgement


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: a sentence of the ledger; or a number, against figures at two periods or a programme's effect."""

    claim: str = ""
    """A sentence of the ledger, by its id or its words."""
    stated: str = ""
    """The number, as `43%`."""
    indicator: str = ""
    start: str = ""
    end: str = ""
    programme: str = ""
    line: str = ""
    kind: Kind | None = None
    bridge: str = ""

    @property
    def asks(self) -> tuple[str, ...]:
        """What is given of it, by name."""
        return tuple(name for name, value in vars(self).items() if value and name not in ("kind", "bridge"))


def ask(question: Question, law: Law, options: Options | None = None) -> Answer | Judgement:
    """The answer to a question. A sentence of the ledger gets the ledger's verdict, also where its figures are typed
    in.

    Only a question about a programme needs a survey and so `options`; with any other question they are an error. Raises
    AyniError for a question of none of the three kinds, and as `ledger.asked`, `check` and `check_survey`.
    """
    if not question.programme and options is not None and (given := asked_of_survey(options)):
        raise AyniError("check_without_survey", options=", ".join(given))
    match question.asks:
        case ("claim",):
            return ledger.asked(question.claim, law)
        case ("stated", "indicator", "start", "end"):
            own = (question.indicator, question.start, question.end)
            found = ledger.of_figures(*own, read_stated(question.stated), question.kind, law)
            return found or check(*own, question.stated, question.kind, bridge=question.bridge)
        case ("stated", "programme", "line"):
            options = options or Options()
            return check_survey(options, law, question.programme, question.line, question.stated, question.kind)
    raise AyniError("check_needs")


def check_survey(
    options: Options, law: Law, programme: str, line: str, stated: str, kind: Kind | None = None
) -> Answer:
    """`check_programme` on a survey; errors as for `analysis_of` too. What carried people give supports no verdict."""
    read_stated(stated)
    analysis = analysis_of(options, law)
    answer = check_programme(analysis, programme, line, stated, kind)
    return answer if analysis.carried is None else replace(answer, carried_to=analysis.basis.month)
