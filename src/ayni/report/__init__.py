"""Reports: tables, charts, files and pages, each a view of rows. Heavy libraries are imported where they are used."""

from ayni.report.chart import Chart
from ayni.report.charts import charts
from ayni.report.files import from_json, rows_as_bytes, to_csv, to_json, to_parquet, write_rows, write_whole
from ayni.report.law_charts import budget_chart, history_chart
from ayni.report.lawbook import (
    changes_tables,
    history,
    history_table,
    instrument_text,
    instruments_table,
    law_difference,
)
from ayni.report.page import page, write_page
from ayni.report.people import budget_table, family_tables, label, payroll_csv, payslip_table, trace_text
from ayni.report.results import run
from ayni.report.table import Cell, Line, Table
from ayni.report.tables import tables
from ayni.report.terminal import print_tables, show, tables_as_text
from ayni.report.workbook import write_workbook

__all__ = [
    "Cell",
    "Chart",
    "Line",
    "Table",
    "budget_chart",
    "budget_table",
    "changes_tables",
    "charts",
    "family_tables",
    "from_json",
    "history",
    "history_chart",
    "history_table",
    "instrument_text",
    "instruments_table",
    "label",
    "law_difference",
    "page",
    "payroll_csv",
    "payslip_table",
    "print_tables",
    "rows_as_bytes",
    "run",
    "show",
    "tables",
    "tables_as_text",
    "to_csv",
    "to_json",
    "to_parquet",
    "trace_text",
    "write_page",
    "write_rows",
    "write_whole",
    "write_workbook",
]
