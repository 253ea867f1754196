"""What was said, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

from ayni.facade.keywords import (
    LawKeywords,
    Names,
    Surveyed,
    SurveyKeywords,
    Where,
    book_of,
    language_of,
    names_of,
    one_of,
    path_of,
    read,
    takes,
    told_in,
)
from ayni.facade.view import View, frame_of
from ayni.words import Language

if TYPE_CHECKING:
    from typing import Unpack

    import polars as pl

    from ayni.engine import Law
    from ayni.evidence.check import Answer
    from ayni.evidence.claims import Judgement
    from ayni.evidence.promise import Costed
    from ayni.evidence.topics import Line
    from ayni.report import Table
    from ayni.runs.check import Read


@dataclass(repr=False)
class Claims(View):
    """The claims by their numbers, `claims["A03"]`, each with its verdict."""

    judged: tuple[Judgement, ...]
    law: Law
    language: Language

    def tables(self) -> list[Table]:
        from ayni.report.claims import claims_table

        return [claims_table(self.judged, self.language)]

    def frame(self) -> pl.DataFrame:
        """A claim a row: `id`, `article`, what it says, the number `stated` and the one `computed` with its `se`, the
        reading that was chosen, how many were tried, `verdict` and `cause_verdict`."""
        from ayni.report.claims.data import flat

        return frame_of([flat(each) for each in self.judged])

    def __getitem__(self, identifier: str) -> Judged:
        from ayni.evidence.claims import listed

        with told_in(self.language):
            wanted = listed(identifier).id
        return Judged(next(each for each in self.judged if each.claim.id == wanted), self.law, self.language)

    def __iter__(self) -> Iterator[Judged]:
        return (Judged(each, self.law, self.language) for each in self.judged)

    def __len__(self) -> int:
        return len(self.judged)

    def __repr__(self) -> str:
        return f"<Claims: {len(self.judged)}, from {self.judged[0].claim.id} to {self.judged[-1].claim.id}>"


@dataclass(repr=False)
class Judged(View):
    """One claim or sentence with its readings and verdicts."""

    answer: Judgement | Answer | Read
    law: Law
    language: Language

    @property
    def answers(self) -> tuple[Judgement | Answer, ...]:
        """What was found: one answer, or of a sentence of one's own one for each of its numbers that is compared."""
        from ayni.runs.check import Read

        return self.answer.answers if isinstance(self.answer, Read) else (self.answer,)

    @property
    def understood(self) -> dict[str, Any] | None:
        """Of a sentence, what was read of it and what was not; of anything else None."""
        from ayni.report.claims import understood_data
        from ayni.runs.check import Read

        return understood_data(self.answer.said) if isinstance(self.answer, Read) else None

    @property
    def verdict(self) -> str:
        """The word for the number, as data have it: `holds`, `contradicted`…; of several numbers that for the first."""
        from ayni.evidence.claims import Judgement

        first = self.answers[0]
        return first.number_verdict if isinstance(first, Judgement) else first.verdict

    @property
    def cause_verdict(self) -> str:
        """The word for the cause."""
        from ayni.evidence.claims import Judgement

        first = self.answers[0]
        return first.cause_verdict if isinstance(first, Judgement) else "not_identified"

    def tables(self) -> list[Table]:
        from ayni.report.claims import check_tables

        return check_tables(self.answer, self.law, self.language)

    def __repr__(self) -> str:
        from ayni.evidence.claims import Judgement

        of = self.answers[0]
        about = of.claim.id if isinstance(of, Judgement) else of.stated.text
        return f"<Judged {about}: {self.verdict}, {of.tried} readings tried>"


@overload
def claims(claim: None = None, **options: Unpack[LawKeywords]) -> Claims: ...
@overload
def claims(claim: str, **options: Unpack[LawKeywords]) -> Judged: ...
@takes(LawKeywords)
def claims(claim: str | None = None, **options: Unpack[LawKeywords]) -> Claims | Judged:
    """The claims of two articles with the verdict on each; or one of them, by its number or as a file of one's own.

    Without `claim` a `Claims`, whose `frame()` has one a row; with it a `Judged`, whose `verdict` is the word.
    AyniError for a number that is none, and for a file that is no claim.
    """
    from ayni.evidence import claims as ledger

    law = book_of(options.get("law_folder"), options.get("as_known_on"))
    language = language_of(options.get("lang"))
    if claim is None:
        return Claims(tuple(ledger.judge(each, law) for each in ledger.claims()), law, language)
    return Judged(ledger.judge(ledger.claim(str(path_of("claim", claim))), law), law, language)


@dataclass(repr=False)
class Promised(View):
    """Several statements of what one promise costs, each rebuilt on its own base."""

    costed: Costed
    law: Law
    language: Language

    def tables(self) -> list[Table]:
        from ayni.report.claims import promise_tables

        return promise_tables(self.costed, self.law, self.language)

    def data(self) -> dict[str, Any]:
        """All of it as plain data, as `ayni promise --format json` gives it."""
        from ayni.report.claims import promise_data

        return promise_data(self.costed)

    def __repr__(self) -> str:
        return f"<Promised {self.costed.promise.id}: {len(self.costed.statements)} statements>"


@takes(LawKeywords)
def promise(
    promise: Where = "renta_dignidad_2000",
    *,
    left: Names = (),
    right: Names = (),
    **options: Unpack[LawKeywords],
) -> Promised:
    """Who said what a promise costs, on what base, the value rebuilt, and what explains the difference.

    `promise` is the id of one that comes with the package, or a YAML file of one's own. `left` and `right` are two
    bases to compare: a statement's id or `reference`, and `factor=option` for what is taken otherwise. AyniError for a
    name that is not there and for a file that is no promise.
    """
    from ayni.evidence import promise as of

    law = book_of(options.get("law_folder"), options.get("as_known_on"))
    language = language_of(options.get("lang"))
    with told_in(language):
        found = of.costed(of.promise(str(path_of("promise", promise))), law, names_of(left), names_of(right))
    return Promised(found, law, language)


@dataclass(repr=False)
class Topic(View):
    """What the articles speak of in one subject, whole: a table a section, a line a figure, a vote or an event."""

    name: str
    lines: tuple[Line, ...]
    law: Law
    language: Language

    def tables(self) -> list[Table]:
        from ayni.report.claims import topic_tables

        return topic_tables(self.name, self.lines, self.law, self.language)

    def frame(self) -> pl.DataFrame:
        """A line a row: `section`, what it counts in both languages, `period`, `value` with `low` and `high`, `unit`,
        `confidence`, `source`, the other account where there is one, and the columns of its section."""
        from ayni.report.claims.topics import topic_rows

        return frame_of(topic_rows(self.name, self.lines, self.law))

    def __repr__(self) -> str:
        return f"<Topic {self.name}: {len(self.lines)} lines>"


@takes(LawKeywords)
def topic(name: str, **options: Unpack[LawKeywords]) -> Topic:
    """Women and children, the money, elections, the payments of 2020, work or health, with every source.

    `name`: `women`, `financing`, `elections`, `payments-2020`, `work`, `health`. AyniError for another.
    """
    from ayni.evidence.topics import topic as lines_of

    law = book_of(options.get("law_folder"), options.get("as_known_on"))
    language = language_of(options.get("lang"))
    with told_in(language):
        return Topic(name, lines_of(name, law), law, language)


@takes(SurveyKeywords)
def check(
    claim: str | None = None,
    data: Surveyed = None,
    *,
    stated: str | float | None = None,
    indicator: str | None = None,
    start: str | int | None = None,
    end: str | int | None = None,
    programme: str | None = None,
    line: Literal["moderate", "extreme"] | None = None,
    kind: Literal["relative", "points"] | None = None,
    bridge: str = "",
    **options: Unpack[SurveyKeywords],
) -> Judged:
    """Try a sentence of the ledger, one of one's own, or a number, and say whether it holds.

    Either `claim`: by its number, in its words, or any sentence, which is read by plain rules (`understood` says what
    was read) and to which `indicator`, `start` and `end` add what it does not say; or `stated`, a number such as `43%`,
    with `indicator` and the periods `start` and `end`, or with a `programme` and a poverty `line` on a survey.
    AyniError for anything else.
    """
    from ayni.runs import Options, Question, ask

    law = book_of(options.get("law_folder"), options.get("as_known_on"))
    language = language_of(options.get("lang"))
    asked = {
        "claim": claim, "stated": stated, "indicator": indicator, "start": start, "end": end, "programme": programme,
        "line": line,
    }  # fmt: skip
    if line is not None:
        one_of("line", line, ("moderate", "extreme"))
    if kind is not None:
        one_of("kind", kind, ("relative", "points"))
    texts = {name: "" if each is None else str(each) for name, each in asked.items()}
    question = Question(kind=kind, bridge=bridge, **texts)
    given = {name: value for name, value in options.items() if name != "as_known_on"}
    return Judged(ask(question, law, Options.of(law, **read(data, given)), language), law, language)
