"""A job that ends, a pension and a pregnancy, each of one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from ayni.facade.keywords import Day, Where, book_of, day_of, language_of, tells
from ayni.facade.view import View, frame_of
from ayni.words import Language

if TYPE_CHECKING:
    import polars as pl

    from ayni.engine import Law
    from ayni.family import Form, Pregnancy, Retirement
    from ayni.report import Table


@dataclass(repr=False)
class Moment(View):
    """What one person is due at a turn of life: when a job ends, at retirement, in a pregnancy."""

    found: Form | Retirement | Pregnancy
    law: Law
    language: Language
    known: str = ""

    def tables(self) -> list[Table]:
        from ayni import report
        from ayni.family import Form, Retirement

        match self.found:
            case Form():
                return [report.finiquito_table(self.found, self.law, self.language)]
            case Retirement():
                return [report.retirement_table(self.found, self.law, self.language)]
        return report.pregnancy_tables(self.found, self.law, self.language)

    def sentences(self) -> list[str]:
        return [self.known] if self.known else []

    def frame(self) -> pl.DataFrame:
        """A row is a line of the form, a way to retire with its pension from `low` to `high`, or a payment of a month;
        each in Bs, with `law`, its article."""
        from ayni.family import Form, Retirement

        match self.found:
            case Form(lines=lines):
                names = ("part", "rule", "amount", "law")
                return frame_of([{name: getattr(each, name) for name in names} for each in lines])
            case Retirement(ways=ways):
                return frame_of(
                    [
                        {
                            "id": way.id,
                            "standing": way.standing,
                            "day": way.day,
                            "low": way.amount and way.amount.low,
                            "high": way.amount and way.amount.high,
                            "needs": way.needs,
                            "law": way.law,
                        }
                        for way in ways
                    ]
                )
        due = self.found.due
        return frame_of([asdict(row) for row in due])

    def __repr__(self) -> str:
        return f"<{type(self.found).__name__} on {self.found.family.day}: {len(self.frame())} rows>"


Find = Callable[[dict[str, Any], "Law", dt.date | None], tuple["Form | Retirement | Pregnancy", Sequence[str]]]
"""What finds the answer to a person's answers, by the law of a day where one is given, and on which instruments it
rests."""


def of_one_person(find: Find) -> Callable[..., Moment]:
    """The function that people call: its keywords are those of the law, all others the person's answers."""

    def asked(
        date: Day | None = None, *, beyond: bool = False, law_folder: Where | None = None,
        as_known_on: Day | None = None, lang: Language | None = None, **answers: Any,
    ) -> Moment:  # fmt: skip
        from ayni import report
        from ayni.family.knowledge import known_until

        book = book_of(law_folder, as_known_on)
        found, instruments = find(answers, book, None if date is None else day_of("date", date))
        day, language = found.family.day, language_of(lang)
        until = known_until(book, day, instruments, beyond=beyond)
        return Moment(found, book, language, report.known_until(until, day, language))

    for name in ("__name__", "__qualname__", "__doc__"):
        setattr(asked, name, getattr(find, name))
    return tells(asked)


@of_one_person
def finiquito(answers: dict[str, Any], book: Law, day: dt.date | None) -> tuple[Form, Sequence[str]]:
    """A final settlement, line by line as the form of the Ministry of Labour has it.

    The answers are keywords: `leaving_reason`, `hired_on`, `left_on`, the wages of the last three months and more;
    `date` is the day of the law, else that on which the job ended. All else as for `household`. AyniError, naming what
    is missing.
    """
    from ayni.family import finiquito as form_of

    return form_of(answers, book, day), ["finiquito"]


@of_one_person
def retirement(answers: dict[str, Any], book: Law, day: dt.date | None) -> tuple[Retirement, Sequence[str]]:
    """When one may retire and with how much, by each way of the law of `date`, else of today.

    The answers are keywords: `born`, `sex`, `contribution_years`, `solidarity_reference_wage`, and the own pension or
    the savings. All else as for `household`. AyniError, naming what is missing.
    """
    from ayni.family import retirement as retirement_of
    from ayni.family.retirement import INSTRUMENTS

    return retirement_of(answers, book, day or dt.date.today()), INSTRUMENTS


@of_one_person
def pregnancy(answers: dict[str, Any], book: Law, day: dt.date | None) -> tuple[Pregnancy, Sequence[str]]:
    """What a pregnancy brings month by month until the child is one, by the law of `date`, else of today.

    The answers are keywords: `pregnant_since` or `gave_birth`, a month, and `health_insurance`. All else as for
    `household`. AyniError, naming what is missing.
    """
    from ayni.family import pregnancy as pregnancy_of
    from ayni.family.pregnancy import INSTRUMENTS

    return pregnancy_of(answers, book, day or dt.date.today()), INSTRUMENTS
