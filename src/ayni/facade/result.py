"""What a run gives in Python: its rows, and every view of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni import scenario
from ayni.facade.keywords import Where, in_its_language, path_of, told_in
from ayni.facade.view import first_of, named
from ayni.words import AyniError, Language, check_output

if TYPE_CHECKING:
    import polars as pl

    from ayni.engine import Law
    from ayni.report import Chart, Figures, Table
    from ayni.runs import Options
    from ayni.scenario.microdata import Microdata

OF_POVERTY = (
    "poverty_ine", "poverty_model", "comparison", "levels", "sequence", "incidence_concepts", "attribution", "sweep",
    "minimum_wage", "carried_levels", "groups_poverty",
)  # fmt: skip
"""The tables in which runs say what poverty is."""


class OfPersons:
    """What was computed for each person, of whatever keeps what it was asked and the law that it was run under."""

    asked: Options | None
    under: Law | None
    language: Language

    def people(self) -> pl.DataFrame:
        """A person a row, (n_persons, columns), to be joined to INE's file by its own keys, `folio` and `nro`.

        The design (`weight`, `stratum`, `psu`), INE's income and lines, each income per head, each programme, tax and
        contribution, Bs a month; what is coded is written out. An income is null for who is no member of the household.
        A reform or a shock has each figure twice, `…_before` and `…_after`. AyniError for other commands, for a
        census-size file, and for a shock that is drawn by chance.
        """
        return self._people().frame(self.language)

    def write_people(self, path: Where) -> Path:
        """Write the same as the file's name ends, `.parquet`, `.csv`, `.dta` or `.sav`, with labels; its path.

        AyniError for another ending, and as for `people`.
        """
        from ayni.report import write_people

        with told_in(self.language):
            place = path_of("path", path)
            check_output(place)
            write_people(self._people(), place, self.language)
        return place

    def _people(self) -> Microdata:
        from ayni.runs import people

        with told_in(self.language):
            if self.asked is None or self.under is None:
                raise AyniError("nothing_asked")
            return people(self.asked, self.under)


class Result(OfPersons, scenario.Result, frozen=True, kw_only=True, eq=False):
    """The rows of a run with what it was asked, and every view of them.

    `rows` are the figures, one a row: value, standard error `se`, interval from `low` to `high`, sample cases `n` and
    `unit`, and in other columns what it is a figure of. Shares are fractions, money is Bs a month unless the unit says
    another. `print` gives the headline, a notebook the headline and the first table. It is equal to any result of the
    same rows about the same.
    """

    asked: Options | None = None
    """The options of the run."""
    under: Law | None = None
    """The law that it was run under."""
    language: Language = "es"
    """In which tables and charts are written."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, scenario.Result):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in scenario.Result.__struct_fields__)

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        of_groups = {row.table for row in self.rows} <= {"groups"}
        return "\n\n".join(["\n".join(self.headline), *(map(str, self._first()) if of_groups else ())]) or repr(self)

    def __repr__(self) -> str:
        of = "" if self.asked is None else f" of {self.asked.command}"
        tables = len({row.table for row in self.rows})
        return f"<Result{of} on {', '.join(self.surveys)}: {len(self.rows)} rows in {tables} tables>"

    @property
    def headline(self) -> list[str]:
        """The sentences that a report says first."""
        from ayni.report import headlines_as_text

        return headlines_as_text(self, self.language)

    def frame(self) -> pl.DataFrame:
        """The rows as a data frame of polars (n_rows, columns of a row), `.to_pandas()` of which pandas takes.

        Figures are float64, null where there is none or where it must not be published; `n` is int64; `marks` are
        lists of text; all else is text, empty where it does not apply.
        """
        from ayni.report import to_frame

        return to_frame(self.rows)

    def to_pandas(self) -> Any:
        """The same as a data frame of pandas. AyniError where pandas is not installed."""
        try:
            import pandas
        except ImportError:
            raise in_its_language(AyniError("needs_pandas"), self.language) from None
        return pandas.DataFrame(self.frame().to_dict(as_series=False))

    def tables(self) -> list[Table]:
        """Every table that the rows fill."""
        from ayni.report import tables

        return tables(self, self.language)

    def table(self, name: str) -> Table:
        """A table by its name, such as `comparison`; `poverty` is that in which each run says what poverty is.

        Of several surveys that of the first. AyniError, with the nearest, where the rows fill none of that name.
        """
        found = first_of(self.tables())
        if name == "poverty":
            name = next((each for each in OF_POVERTY if each in found), name)
        table: Table = named(name, found, self.language, lambda **of: AyniError("no_such_table", **of))
        return table

    def charts(self) -> list[Chart]:
        """Every chart that the rows fill."""
        from ayni.report import charts

        return charts(self, self.language)

    def chart(self, name: str) -> Chart:
        """A chart by its name, whose `svg` is the picture, which a notebook shows.

        AyniError, with the nearest, where the rows fill none of that name.
        """
        from ayni.report import charts
        from ayni.report.charts import CHARTS

        found = charts(self, self.language, (name,)) if name in CHARTS else self.charts()
        chart: Chart = named(
            name, first_of(found or self.charts()), self.language, lambda **of: AyniError("no_such_chart", **of)
        )
        return chart

    @property
    def figures(self) -> Figures:
        """The rows of the first survey, to be looked up by what they are."""
        from ayni.report import Figures

        return Figures(self)

    def one(self, table: str, *, measure: str, **place: str) -> scenario.Row:
        """The row at a place: `one("poverty", measure="headcount", line="moderate", concept="ine_income")`.

        Columns that are not named are empty or `all`. AyniError, with the nearest, where there is none.
        """
        with told_in(self.language):
            return self.figures.one(table, measure=measure, **place)

    def text(self, table: str, *, measure: str, **place: str) -> str:
        """The figure at a place as it is printed, with its 95% interval: `37.2% [35.5; 38.8]`. Errors as for `one`."""
        from ayni.report import figure, interval

        row = self.one(table, measure=measure, **place)
        return " ".join(filter(None, (figure(row, self.language), interval(row, self.language))))

    def report(self, path: Where) -> Path:
        """Write the report, one page of HTML with tables and charts; its path. AyniError where it cannot be written."""
        from ayni.report import write_page

        place = self._place(path)
        write_page(self, place, self.language)
        return place

    def workbook(self, path: Where) -> Path:
        """Write the tables as a workbook for Excel, `.xlsx`; its path. AyniError where it cannot be written."""
        from ayni.report import write_workbook

        place = self._place(path)
        write_workbook(self, place, self.language)
        return place

    def write(self, path: Where, format: str = "table") -> Path:
        """Write the rows as the file's name ends, `.json`, `.csv` or `.parquet`, else the tables as text; its path.

        `format` is `json`, `csv`, `csv-es` or `parquet` whatever the name. AyniError where it cannot be written.
        """
        from ayni.facade.keywords import one_of
        from ayni.report import write_rows

        place = self._place(path)
        with told_in(self.language):
            layout = one_of("format", format, ("table", "json", "csv", "csv-es", "parquet"))
            write_rows(self, place, layout, self.language)
        return place

    def receipt(self, path: Where) -> Path:
        """Write the receipt, the hashes of all that went in, which `ayni rerun` runs again; its path."""
        from ayni.runs import receipt_of_run
        from ayni.words import write_whole

        if self.asked is None or self.under is None:
            raise in_its_language(AyniError("nothing_asked"), self.language)
        place = self._place(path)
        write_whole(place, receipt_of_run(self.asked, self.under, self).to_json())
        return place

    def _place(self, path: Where) -> Path:
        with told_in(self.language):
            place = path_of("path", path)
            check_output(place)
        return place

    def _repr_html_(self) -> str:
        from ayni.report import as_html

        return as_html(self._first(), self.headline)

    def _first(self) -> list[Table]:
        """The first table of the terminal."""
        from ayni.report import tables
        from ayni.report.tables import ON_SCREEN

        for name in ON_SCREEN:
            if found := tables(self, self.language, (name,)):
                return found[:1]
        return self.tables()[:1]
