"""The law book: its instruments, a parameter over time, and what changed between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ayni.facade.keywords import Day, LawKeywords, book_of, day_of, language_of, takes, told_in
from ayni.facade.view import View, frame_of
from ayni.words import Language

if TYPE_CHECKING:
    from typing import Unpack

    import polars as pl

    from ayni.engine import Instrument, Law
    from ayni.report import Table


@dataclass(repr=False)
class LawBook(View):
    """The instruments of the law by their names: `book["renta_dignidad"]`."""

    law: Law
    """The law as the engine runs it."""
    language: Language

    @property
    def version(self) -> str:
        """The version of the law book: `2026.11.1`."""
        from ayni.law.version import version

        return version()

    def tables(self) -> list[Table]:
        from ayni.report import instruments_table

        return [instruments_table(self.law, self.language)]

    def frame(self) -> pl.DataFrame:
        """An instrument a row: `instrument`, `name`, `tier`, `kind`, the first and last day `start` and `end` on which
        it is in force (null where it goes on), and how many `parameters` it has."""
        return frame_of(
            [
                {
                    "instrument": each.id,
                    "name": each.name[self.language],
                    "tier": each.tier,
                    "kind": each.kind,
                    "start": min(span.start for span in each.in_force),
                    "end": None if any(span.end is None for span in each.in_force) else _last(each),
                    "parameters": len(each.parameters),
                }
                for each in self.law.instruments.values()
            ]
        )

    def __getitem__(self, name: str) -> LawText:
        return self.show(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.law.instruments)

    def __len__(self) -> int:
        return len(self.law.instruments)

    def __contains__(self, name: object) -> bool:
        return name in self.law.instruments

    def show(self, name: str, date: Day | None = None) -> LawText:
        """An instrument on a day, else today: what it is, its rules as they are written, and its parameters.

        AyniError, with the nearest, where there is none of that name.
        """
        with told_in(self.language):
            day = dt.date.today() if date is None else day_of("date", date)
            return LawText(self.law.instrument(name), day, self.law, self.language)

    def value(self, parameter: str, date: Day | None = None) -> Any:
        """The value of `instrument.parameter` on a day, else today, in the parameter's own unit; a scale as its steps.

        AyniError, with the nearest, for a parameter that is none, and for a day on which it has no value.
        """
        with told_in(self.language):
            day = dt.date.today() if date is None else day_of("date", date)
            return self.law.parameter(parameter).on(day).value

    def history(self, parameter: str) -> History:
        """Every value of `instrument.parameter`, with the days between which it held, its article and its source."""
        with told_in(self.language):
            self.law.parameter(parameter)
        return History(parameter, self.law, self.language)

    def diff(self, before: Day, after: Day) -> Difference:
        """What changed between two days."""
        with told_in(self.language):
            return Difference(day_of("before", before), day_of("after", after), self.law, self.language)

    def as_known_on(self, day: Day) -> LawBook:
        """The law book as it could be known on a day."""
        with told_in(self.language):
            return LawBook(self.law.as_known_on(day_of("day", day)), self.language)

    def __repr__(self) -> str:
        return repr(self.law).replace("<Law", "<LawBook")


def _last(instrument: Instrument) -> dt.date | None:
    return max((span.end for span in instrument.in_force if span.end is not None), default=None)


@dataclass(repr=False)
class LawText(View):
    """One instrument on a day."""

    instrument: Instrument
    day: dt.date
    law: Law
    language: Language

    def tables(self) -> list[Table]:
        from ayni.report import parameters_table

        return [parameters_table(self.instrument, self.day, self.language)]

    def sentences(self) -> list[str]:
        from ayni.report import instrument_text

        return [instrument_text(self.law, self.instrument.id, self.day, self.language)[0]]

    def frame(self) -> pl.DataFrame:
        """A parameter a row: `parameter`, its `value` on the day in its `unit` (null where it has none), the day
        `start` from which it holds, `article` and `confidence`."""
        rows = {name: each.find(self.day) for name, each in self.instrument.parameters.items()}
        return frame_of(
            [
                {
                    "parameter": f"{self.instrument.id}.{name}",
                    "value": None if row is None else _cell(row.value),
                    "unit": self.instrument.parameters[name].unit,
                    "start": None if row is None else row.start,
                    "article": None if row is None else row.article,
                    "confidence": None if row is None else row.confidence,
                }
                for name, row in rows.items()
            ]
        )

    def _repr_html_(self) -> str:
        from ayni.report import as_html

        return as_html(self.tables(), [self.instrument.name[self.language]])

    def __repr__(self) -> str:
        return f"<{self.instrument.id} on {self.day}: {self.instrument.name[self.language]}>"


@dataclass(repr=False)
class History(View):
    """A parameter over time."""

    parameter: str
    law: Law
    language: Language

    def tables(self) -> list[Table]:
        from ayni.report import history, history_table

        return [history_table(self.law, self.parameter, history(self.law, self.parameter), self.language)]

    def frame(self) -> pl.DataFrame:
        """A value a row: the days `start` and `end` between which it holds (null where it goes on), `value` in the
        parameter's unit, `article` and `confidence`."""
        from ayni.report import history

        return frame_of(
            [
                {
                    "start": start,
                    "end": end,
                    "value": _cell(row.value),
                    "article": row.article,
                    "confidence": row.confidence,
                }
                for start, end, row in history(self.law, self.parameter)
            ]
        )

    @property
    def svg(self) -> str:
        """The picture."""
        from ayni.report import history_chart

        return history_chart(self.law, self.parameter, self.language)

    def __repr__(self) -> str:
        return repr(self.law.parameter(self.parameter))


@dataclass(repr=False)
class Difference(View):
    """What changed between two days."""

    before: dt.date
    after: dt.date
    law: Law
    language: Language

    def tables(self) -> list[Table]:
        from ayni.report import difference_tables
        from ayni.runs import law_difference

        return difference_tables(law_difference(self.law, self.before, self.after), self.language)

    def __repr__(self) -> str:
        return f"<Difference of {self.law!r} from {self.before} to {self.after}>"


def _cell(value: Any) -> float | str:
    """A number as it is, a scale or a choice as text."""
    return float(value) if isinstance(value, int | float) else str(value)


@takes(LawKeywords)
def lawbook(**options: Unpack[LawKeywords]) -> LawBook:
    """Bolivia's law book since 2005, with a folder of one's own over it or as it could be known on a day.

    AyniError, naming the file, for what is wrong in a law folder.
    """
    law = book_of(options.get("law_folder"), options.get("as_known_on"))
    return LawBook(law, language_of(options.get("lang")))
