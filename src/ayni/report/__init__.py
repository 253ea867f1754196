"""Reports: tables, charts, files and pages, each a view of rows. Heavy libraries are imported where they are used.

`run` is the main job, and `reform`, `minimum_wage`, `shock`, `attribution`, `incidence`, `between` and `sequence_2020`
are the scenarios: each takes a survey's file, or none for the synthetic population, and gives rows. `Figures` looks
rows up.
"""

from ayni.report.chart import Chart
from ayni.report.charts import charts, vega_lite
from ayni.report.figures import Figures, figure, interval
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
from ayni.report.scenarios.attribution import run as attribution
from ayni.report.scenarios.between_waves import run as between
from ayni.report.scenarios.incidence import run as incidence
from ayni.report.scenarios.minimum_wage import run as minimum_wage
from ayni.report.scenarios.reform import run as reform
from ayni.report.scenarios.sequence_2020 import run as sequence_2020
from ayni.report.scenarios.shock import run as shock
from ayni.report.table import Cell, Line, Table
from ayni.report.tables import tables
from ayni.report.terminal import print_tables, show, tables_as_text
from ayni.report.workbook import write_workbook

__all__ = [
    "Cell",
    "Chart",
    "Figures",
    "Line",
    "Table",
    "attribution",
    "between",
    "budget_chart",
    "budget_table",
    "changes_tables",
    "charts",
    "family_tables",
    "figure",
    "from_json",
    "history",
    "history_chart",
    "history_table",
    "incidence",
    "instrument_text",
    "instruments_table",
    "interval",
    "label",
    "law_difference",
    "minimum_wage",
    "page",
    "payroll_csv",
    "payslip_table",
    "print_tables",
    "reform",
    "rows_as_bytes",
    "run",
    "sequence_2020",
    "shock",
    "show",
    "tables",
    "tables_as_text",
    "to_csv",
    "to_json",
    "to_parquet",
    "trace_text",
    "vega_lite",
    "write_page",
    "write_rows",
    "write_whole",
    "write_workbook",
]
