"""`check`: judging a number that somebody states, a sentence of the ledger, or any sentence that somebody brings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict, replace

from ayni.evidence import ledger
from ayni.evidence.check import Answer, Kind, check, check_programme, read_stated
from ayni.evidence.claims import Judgement
from ayni.evidence.sentence import Asked, Understood, understood
from ayni.runs.law_on_survey import analysis_of
from ayni.runs.options import Options
from ayni.runs.protection import check_own, is_protected, published
from ayni.runs.time import asked_of_survey
from ayni.words import LANGUAGES, AyniError, Language, say

if TYPE_CHECKING:
    from ayni.engine import Law


class Question(Struct, frozen=True, kw_only=True):
    """What is asked: a sentence; or a number, against figures at two periods or a programme's effect."""

    claim: str = ""
    """A sentence of the ledger, by its id or its words; or any sentence, to which `indicator`, `start` and `end` add
    what it does not say."""
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
        return tuple(name for name, value in asdict(self).items() if value and name not in ("kind", "bridge"))


class Compared(Struct, frozen=True):
    """A number of a sentence with what it was compared with; or why that could not be."""

    asked: Asked
    found: Answer | Judgement | None
    refused: AyniError | None = None


class Read(Struct, frozen=True):
    """A sentence as it was understood, and the answer: its claim of the ledger, or one for each number."""

    said: Understood
    claim: Judgement | None = None
    compared: tuple[Compared, ...] = ()
    effect: Answer | None = None
    """Where the sentence speaks of what a programme does."""

    @property
    def answers(self) -> tuple[Answer | Judgement, ...]:
        """What was found, in the order of the sentence."""
        found = (each.found for each in self.compared)
        return tuple(each for each in (self.claim, *found, self.effect) if each is not None)


def ask(
    question: Question, law: Law, options: Options | None = None, language: Language = "es"
) -> Answer | Judgement | Read:  # fmt: skip
    """The answer to a question. A sentence of the ledger gets the ledger's verdict, also where its figures are typed
    in.

    Only a question about a programme needs a survey and so `options`; with any other question they are an error. Raises
    AyniError for a question of none of these kinds, for a sentence that does not say enough, and as `ledger.asked`,
    `check` and `check_survey`.
    """
    given = asked_of_survey(options) if options is not None else ()
    match question.asks:
        case ("claim", *more) if not is_id(question.claim) and {*more} <= {"indicator", "start", "end"}:
            read = read_sentence(question, law, options, language)
            if given and read.effect is None:
                raise AyniError("check_without_survey", options=", ".join(given))
            return _answered(read)
        case ("stated", "programme", "line"):
            options = options or Options()
            return check_survey(options, law, question.programme, question.line, question.stated, question.kind)
    if given:
        raise AyniError("check_without_survey", options=", ".join(given))
    match question.asks:
        case ("claim",):
            return ledger.asked(question.claim, law)
        case ("stated", "indicator", "start", "end"):
            own = (question.indicator, question.start, question.end)
            found = ledger.of_figures(*own, read_stated(question.stated), question.kind, law)
            return found or check(*own, question.stated, question.kind, bridge=question.bridge)
    raise AyniError("check_needs")


def is_id(text: str) -> bool:
    """Whether a text is the id of a claim and no sentence."""
    return bool(re.fullmatch(r"[A-Za-z]\d+", text.strip()))


def read_sentence(question: Question, law: Law, options: Options | None = None, language: Language = "es") -> Read:
    """A sentence as it is understood, with the readings of what it says, or with what is missing.

    The readings of what a programme does run on the survey of the options, where they name one.
    """
    own = {"indicator": question.indicator, "start": question.start, "end": question.end}
    said = understood(question.claim, language, **own)
    if said.claim and not any(own.values()):
        return Read(said, ledger.judged(said.claim, law))
    compared = tuple(_compare(each, question, law) for each in said.questions)
    effect = None
    if said.programme and said.figures and options is not None and options.data is not None:
        stated = f"{said.figures[0].value:g}{said.figures[0].unit if said.figures[0].unit in ('%', 'pp') else ''}"
        effect = check_survey(options, law, said.programme, said.line, stated, question.kind)
    return Read(said, compared=compared, effect=effect)


def _compare(asked: Asked, question: Question, law: Law) -> Compared:
    own = (asked.indicator, asked.start, asked.end)
    kind = question.kind or asked.kind
    try:
        found = ledger.of_figures(*own, asked.stated, kind, law)
        return Compared(asked, found or check(*own, asked.stated, kind, bridge=question.bridge))
    except AyniError as error:
        return Compared(asked, None, error)


def _answered(read: Read) -> Read:
    """The same; raises where there is no answer, with what was understood, what is missing and how to add it."""
    if read.answers:
        return read
    said = read.said
    texts = [each.text for each in said.figures]
    texts += [each.text for each in said.indicators] + [each.text for each in said.periods]
    refused = next((each.refused for each in read.compared if each.refused), None) or next(
        (each.why for each in said.two_readings), None
    )
    missing = said.missing or (("survey",) if said.programme else ())
    raise AyniError(
        "sentence_missing",
        found={
            each: ", ".join(f"«{text}»" if each == "es" else f"“{text}”" for text in texts) or "–" for each in LANGUAGES
        },
        missing={
            each: refused.in_language(each)
            if refused
            else " ".join(say(f"sentence.missing_{key}", each, choices=", ".join(said.candidates)) for key in missing)
            for each in LANGUAGES
        },
        alike=", ".join(said.alike) or "–",
    )


def check_survey(
    options: Options, law: Law, programme: str, line: str, stated: str, kind: Kind | None = None
) -> Answer:
    """`check_programme` on a survey; errors as for `analysis_of` too. What carried people give supports no verdict."""
    read_stated(stated)
    if is_protected(options):
        check_own(options)
    analysis = analysis_of(options, law)
    answer = check_programme(
        analysis, programme, line, stated, kind, published if is_protected(options) else tuple
    )  # fmt: skip
    return answer if analysis.carried is None else replace(answer, carried_to=analysis.basis.month)
