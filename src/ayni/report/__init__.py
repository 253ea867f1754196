"""Reports: tables, charts, files and pages, each a view of rows. Heavy libraries are imported where they are used.

`Figures` looks rows up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.report.calculator import calculator_page as calculator_page
    from ayni.report.chart import Chart as Chart
    from ayni.report.charts import charts as charts, vega_lite as vega_lite
    from ayni.report.claiming import claiming_of_instrument as claiming_of_instrument, claiming_table as claiming_table
    from ayni.report.family_year import sum_sentences as sum_sentences, year_tables as year_tables
    from ayni.report.figures import Figures as Figures, figure as figure, interval as interval
    from ayni.report.files import (
        from_json as from_json,
        layout_of as layout_of,
        rows_as_bytes as rows_as_bytes,
        to_csv as to_csv,
        to_frame as to_frame,
        to_json as to_json,
        to_parquet as to_parquet,
        unpacked as unpacked,
        write_rows as write_rows,
    )
    from ayni.report.finiquito import finiquito_as_json as finiquito_as_json, finiquito_table as finiquito_table
    from ayni.report.law_charts import (
        budget_chart as budget_chart,
        budget_finding as budget_finding,
        budget_plan as budget_plan,
        has_chart as has_chart,
        history_chart as history_chart,
        history_finding as history_finding,
    )
    from ayni.report.law_json import (
        instrument_as_json as instrument_as_json,
        law_as_json as law_as_json,
        law_difference_as_json as law_difference_as_json,
        parameter_as_json as parameter_as_json,
    )
    from ayni.report.law_kit import (
        carried_table as carried_table,
        coverage_as_json as coverage_as_json,
        coverage_tables as coverage_tables,
    )
    from ayni.report.law_status import (
        known_until as known_until,
        log_as_json as log_as_json,
        log_table as log_table,
        status_as_json as status_as_json,
        status_tables as status_tables,
    )
    from ayni.report.lawbook import (
        acts_of as acts_of,
        days as days,
        difference_tables as difference_tables,
        folders as folders,
        history as history,
        history_as_csv as history_as_csv,
        history_table as history_table,
        instrument_text as instrument_text,
        instruments_table as instruments_table,
        of_typical_households as of_typical_households,
        parameters_table as parameters_table,
        recorded_table as recorded_table,
        rules_of as rules_of,
        worked_cases as worked_cases,
    )
    from ayni.report.microdata import (
        kind_of_people as kind_of_people,
        people_as_bytes as people_as_bytes,
        write_people as write_people,
    )
    from ayni.report.notebook import as_html as as_html
    from ayni.report.page import page as page, write_page as write_page
    from ayni.report.parameters import reform_changes as reform_changes
    from ayni.report.payslip import (
        claiming_of_payslip as claiming_of_payslip,
        payslip_as_json as payslip_as_json,
        payslip_table as payslip_table,
    )
    from ayni.report.people import (
        as_text as as_text,
        budget_as_json as budget_as_json,
        budget_table as budget_table,
        family_as_json as family_as_json,
        family_as_yaml as family_as_yaml,
        family_command as family_command,
        family_tables as family_tables,
        known_sentence as known_sentence,
    )
    from ayni.report.pictures import picture as picture
    from ayni.report.pregnancy import pregnancy_as_json as pregnancy_as_json, pregnancy_tables as pregnancy_tables
    from ayni.report.retirement import retirement_as_json as retirement_as_json, retirement_table as retirement_table
    from ayni.report.run_tables import trust_table as trust_table
    from ayni.report.search import claims_on as claims_on, search as search
    from ayni.report.table import Cell as Cell, Line as Line, Table as Table
    from ayni.report.tables import tables as tables
    from ayni.report.terminal import (
        headlines_as_text as headlines_as_text,
        print_tables as print_tables,
        show as show,
        show_text as show_text,
        tables_as_text as tables_as_text,
    )
    from ayni.report.waves import totals_table as totals_table, waves_table as waves_table
    from ayni.report.workbook import write_workbook as write_workbook

face(
    __name__,
    {
        "calculator": "calculator_page",
        "chart": "Chart",
        "charts": "charts vega_lite",
        "family_year": "sum_sentences year_tables",
        "figures": "Figures figure interval",
        "finiquito": "finiquito_as_json finiquito_table",
        "files": "from_json layout_of rows_as_bytes to_csv to_frame to_json to_parquet unpacked write_rows",
        "law_charts": "budget_chart budget_finding budget_plan has_chart history_chart history_finding",
        "law_json": "instrument_as_json law_as_json law_difference_as_json parameter_as_json",
        "law_kit": "carried_table coverage_as_json coverage_tables",
        "law_status": "known_until log_as_json log_table status_as_json status_tables",
        "lawbook": (
            "acts_of days difference_tables folders history history_as_csv history_table instrument_text "
            "instruments_table of_typical_households parameters_table recorded_table rules_of worked_cases"
        ),
        "microdata": "kind_of_people people_as_bytes write_people",
        "notebook": "as_html",
        "page": "page write_page",
        "parameters": "reform_changes",
        "claiming": "claiming_of_instrument claiming_table",
        "payslip": "claiming_of_payslip payslip_as_json payslip_table",
        "people": (
            "as_text budget_as_json budget_table family_as_json family_as_yaml family_command family_tables "
            "known_sentence"
        ),
        "pictures": "picture",
        "pregnancy": "pregnancy_as_json pregnancy_tables",
        "retirement": "retirement_as_json retirement_table",
        "run_tables": "trust_table",
        "search": "claims_on search",
        "table": "Cell Line Table",
        "tables": "tables",
        "terminal": "headlines_as_text print_tables show show_text tables_as_text",
        "waves": "totals_table waves_table",
        "workbook": "write_workbook",
    },
)
