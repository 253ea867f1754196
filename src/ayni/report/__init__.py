"""Reports: tables, charts, files and pages, each a view of rows. Heavy libraries are imported where they are used."""

from ayni.report.charts import Chart, charts
from ayni.report.files import from_json, rows_as_bytes, to_csv, to_json, to_parquet, write_rows, write_whole
from ayni.report.page import page, write_page
from ayni.report.results import run
from ayni.report.tables import SHORT, Cell, Line, Table, tables
from ayni.report.terminal import print_tables, tables_as_text

__all__ = [
    "SHORT",
    "Cell",
    "Chart",
    "Line",
    "Table",
    "charts",
    "from_json",
    "page",
    "print_tables",
    "rows_as_bytes",
    "run",
    "tables",
    "tables_as_text",
    "to_csv",
    "to_json",
    "to_parquet",
    "write_page",
    "write_rows",
    "write_whole",
]
