"""Reports: tables, charts, files and pages, each a view of rows. Heavy libraries are imported where they are used.

`Figures` looks rows up.
"""

from ayni.report.calculator import calculator_page
from ayni.report.chart import Chart
from ayni.report.charts import charts, vega_lite
from ayni.report.family_year import sum_sentences, year_tables
from ayni.report.figures import Figures, figure, interval
from ayni.report.files import from_json, rows_as_bytes, to_csv, to_json, to_parquet, write_rows
from ayni.report.findings import known_until
from ayni.report.law_charts import budget_chart, budget_finding, has_chart, history_chart, history_finding
from ayni.report.law_json import instrument_as_json, law_as_json, law_difference_as_json, parameter_as_json
from ayni.report.law_kit import carried_table, coverage_as_json, coverage_tables
from ayni.report.law_status import status_as_json, status_tables
from ayni.report.lawbook import (
    acts_of,
    days,
    difference_tables,
    folders,
    history,
    history_table,
    instrument_text,
    instruments_table,
    of_typical_households,
    parameters_table,
    recorded_table,
    rules_of,
    worked_cases,
)
from ayni.report.page import page, write_page
from ayni.report.parameters import reform_changes
from ayni.report.people import (
    as_text,
    budget_as_json,
    budget_table,
    family_as_json,
    family_as_yaml,
    family_command,
    family_tables,
    known_sentence,
    payslip_table,
)
from ayni.report.run_tables import trust_table
from ayni.report.search import claims_on, search
from ayni.report.table import Cell, Line, Table
from ayni.report.tables import tables
from ayni.report.terminal import print_tables, show, tables_as_text
from ayni.report.waves import totals_table, waves_table
from ayni.report.workbook import write_workbook

__all__ = [
    "Cell",
    "Chart",
    "Figures",
    "Line",
    "Table",
    "acts_of",
    "as_text",
    "budget_as_json",
    "budget_chart",
    "budget_finding",
    "budget_table",
    "calculator_page",
    "carried_table",
    "charts",
    "claims_on",
    "coverage_as_json",
    "coverage_tables",
    "days",
    "difference_tables",
    "family_as_json",
    "family_as_yaml",
    "family_command",
    "family_tables",
    "figure",
    "folders",
    "from_json",
    "has_chart",
    "history",
    "history_chart",
    "history_finding",
    "history_table",
    "instrument_as_json",
    "instrument_text",
    "instruments_table",
    "interval",
    "known_sentence",
    "known_until",
    "law_as_json",
    "law_difference_as_json",
    "of_typical_households",
    "page",
    "parameter_as_json",
    "parameters_table",
    "payslip_table",
    "print_tables",
    "recorded_table",
    "reform_changes",
    "rows_as_bytes",
    "rules_of",
    "search",
    "show",
    "status_as_json",
    "status_tables",
    "sum_sentences",
    "tables",
    "tables_as_text",
    "to_csv",
    "to_json",
    "to_parquet",
    "totals_table",
    "trust_table",
    "vega_lite",
    "waves_table",
    "worked_cases",
    "write_page",
    "write_rows",
    "write_workbook",
    "year_tables",
]
