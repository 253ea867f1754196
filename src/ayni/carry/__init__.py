"""A survey carried to a month: prices, wages, growth, weights, lines; with how wrong that is."""

from ayni.carry.backcast import RECIPES, Error, old_errors, recorded, root_mean_square, surveys_errors, write_recorded
from ayni.carry.caseloads import Paid, paid
from ayni.carry.lines import Line, read_lines
from ayni.carry.margins import Cell, Margins, calibrated, design_of, read_margins
from ayni.carry.money import Wages
from ayni.carry.month import (
    DEFAULT_STEPS,
    MODEL_ERROR,
    PASS_THROUGH,
    STEPS,
    WAGES,
    Carried,
    Factor,
    carry,
    last_month,
    own_month,
)

__all__ = [
    "DEFAULT_STEPS",
    "MODEL_ERROR",
    "PASS_THROUGH",
    "RECIPES",
    "STEPS",
    "WAGES",
    "Carried",
    "Cell",
    "Error",
    "Factor",
    "Line",
    "Margins",
    "Paid",
    "Wages",
    "calibrated",
    "carry",
    "design_of",
    "last_month",
    "old_errors",
    "own_month",
    "paid",
    "read_lines",
    "read_margins",
    "recorded",
    "root_mean_square",
    "surveys_errors",
    "write_recorded",
]
