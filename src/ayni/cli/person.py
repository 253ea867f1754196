"""What the commands share that answer one person, or one family, by the law of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from ayni.cli.options import (
    BEYOND,
    DATE,
    KNOWN,
    LANG,
    LAW_FOLDER,
    TABLE_OR_JSON,
    echo_json,
    first_line,
    law_book,
    say_law_folder,
)
from ayni.words import Language

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.report import Table


class OfThePerson(Struct, frozen=True):
    """The law that answers, its day, and the form of the answer."""

    book: Law
    asked_day: dt.date | None
    beyond: bool
    layout: str
    language: Language

    @property
    def day(self) -> dt.date:
        """The day asked for, else today."""
        return self.asked_day or dt.date.today()

    def known(self, day: dt.date, instruments: Iterable[str]) -> str:
        """The first line of an answer: how far the law book is known, where `day` is after it. Raises as
        `family.knowledge.known_until`."""
        from ayni.family.knowledge import known_until
        from ayni.report import known_until as sentence

        return sentence(known_until(self.book, day, instruments, beyond=self.beyond), day, self.language)

    def show(self, known: str, as_json: Callable[[], bytes], tables: Callable[[], Sequence[Table]]) -> None:
        """Print the answer as JSON or as tables under its first line."""
        from ayni import report

        if self.layout == "json":
            echo_json(as_json(), self.book)
            return
        say_law_folder(self.book, self.language)
        first_line(known)
        report.show(tables())


def of_the_person(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of the law, its day and the form of the answer, gathered into its argument `asked`."""

    @wraps(command)
    def asking(
        *, day: dt.date | None, known: dt.date | None, beyond: bool, layout: str, lang: str, **own: Any
    ) -> None:  # fmt: skip
        command(asked=OfThePerson(law_book(known), day, beyond, layout, cast(Language, lang)), **own)

    for option in (LANG, TABLE_OR_JSON, BEYOND, KNOWN, LAW_FOLDER, DATE):
        asking = option(asking)
    return asking
