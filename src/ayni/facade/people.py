"""A survey that was read, to be asked about its people."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ayni.facade.commands import seen
from ayni.facade.keywords import (
    Lines,
    Names,
    Surveyed,
    SurveyKeywords,
    language_of,
    law_of,
    lines_of,
    names_of,
    read,
    takes,
    told_in,
)
from ayni.facade.result import OfPersons, Result
from ayni.words import Language

if TYPE_CHECKING:
    from typing import Unpack

    from ayni.engine import Law, Population
    from ayni.runs import RunOptions
    from ayni.scenario import Analysis
    from ayni.survey import Data


class Survey(OfPersons):
    """A survey's people with the law of a day, to be asked about; nothing is computed before it is asked for."""

    asked: RunOptions
    under: Law

    def __init__(self, options: RunOptions, law: Law, language: Language) -> None:
        self.asked, self.under, self.language = options, law, language

    @property
    def data(self) -> Data:
        """The survey's file, or None for the synthetic population."""
        return self.asked.data

    @cached_property
    def analysis(self) -> Analysis:
        """The law run on the people: incomes, payments and taxes as arrays (n_persons,)."""
        from ayni.runs import analysis_of

        with told_in(self.language):
            return analysis_of(self.asked, self.under)

    @property
    def population(self) -> Population:
        """The people as columns, arrays (n_persons,) sorted by household."""
        return self.analysis.population

    @property
    def columns(self) -> dict[str, str]:
        """What there is of each person: the name of a column, and what it is called."""
        from ayni.survey import standard_columns

        known = standard_columns()
        return {
            name: known[name].text[self.language] if name in known else name.replace("_", " ")
            for name in self.population.columns
        }

    def poverty(self, by: Names = (), line: Lines = ("moderate", "extreme")) -> Result:
        """Poverty and inequality of everybody in households, and of each group of `by`, under each line.

        `by` is any column of the survey or of the file, several, or two crossed, `area:sex`; `line` is `moderate`,
        `extreme`, an amount in Bs a month, or a column. By INE's income and by disposable income, each figure with its
        standard error; shares are fractions. AyniError, with the nearest, for what is no column.
        """
        from ayni.runs import group_rows

        with told_in(self.language):
            found = group_rows(self.analysis, self.data, names_of(by), lines_of(line))
        return seen(found, self.asked, self.under, self.language)

    def mean(self, column: str, by: Names = ()) -> Result:
        """The mean of a column of numbers, in its own unit, of everybody in households and of each group of `by`.

        Of the persons who have a value. `column` is of the survey or of the file, or an income: `ine_income`,
        `disposable`. AyniError, with the nearest, for what is no column of numbers.
        """
        from ayni.runs import mean_rows

        with told_in(self.language):
            found = mean_rows(self.analysis, self.data, column, names_of(by))
        return seen(found, self.asked, self.under, self.language)

    def __len__(self) -> int:
        return self.population.n_persons

    def __repr__(self) -> str:
        return repr(self.population).replace("<Population", "<Survey")

    def _repr_html_(self) -> str:
        from ayni.report import as_html

        found = self._seen(list(self.analysis.size()))
        return as_html([each for each in found.tables() if each.id == "data"], found.headline)

    def _seen(self, rows: Any) -> Result:
        from ayni.runs import named
        from ayni.scenario import Result as Found

        found = named(Found(tuple(rows), (self.analysis.card,)), self.under)
        return seen(found, self.asked, self.under, self.language)


@takes(SurveyKeywords)
def load(data: Surveyed = None, **options: Unpack[SurveyKeywords]) -> Survey:
    """Read a survey, to be asked about its people: INE's person file, a data frame, or the synthetic population.

    Its `poverty`, `mean` and `people` answer by any column of the file. The keywords are those of `run`. AyniError, in
    one sentence, for a file or frame that cannot be read.
    """
    from ayni.runs import RunOptions

    law, language = law_of(options), language_of(options.get("lang"))
    found = Survey(RunOptions.of(law, **read(data, options)), law, language)
    _ = found.analysis
    return found
