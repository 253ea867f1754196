"""Official and price series with their sources, to carry a survey to a month."""

from ayni.series.months import Month, first_day, month_of_day, months_from, read_month, written
from ayni.series.prices import DIVISIONS, Prices
from ayni.series.prolonged import last_twelve_months, mean_growth, prolonged, years_of_growth, years_of_prices
from ayni.series.tables import CONFIDENCES, FOLDER, Point, Series, Source, number_in, read_series, rows_of_table, series

__all__ = [
    "CONFIDENCES",
    "DIVISIONS",
    "FOLDER",
    "Month",
    "Point",
    "Prices",
    "Series",
    "Source",
    "first_day",
    "last_twelve_months",
    "mean_growth",
    "month_of_day",
    "months_from",
    "number_in",
    "prolonged",
    "read_month",
    "read_series",
    "rows_of_table",
    "series",
    "written",
    "years_of_growth",
    "years_of_prices",
]
