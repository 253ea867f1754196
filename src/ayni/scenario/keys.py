"""The names of tables, measures, concepts and groups in result rows, shared by those who write rows and those who read
them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from ayni.words import AyniError, nearest

LINES = {"moderate": "poverty_line", "extreme": "extreme_poverty_line"}
"""The poverty lines, and the survey columns that hold them."""
ALL_PROGRAMMES = "all_programmes"
TOGETHER = "together"
"""In the place of a programme: all that an attribution divides an effect among."""
WAYS = ("one_at_a_time", "first_in", "cumulative", "shapley")
"""The ways to divide a joint effect among programmes; the parts of the last two add up to it."""
BANDS = {"gain_more": 0.05, "gain_less": 0.001, "no_change": -0.001, "lose_less": -0.05, "lose_more": float("-inf")}
"""PolicyEngine's five bands of the relative change of income, by their lower ends."""
NET = "net_of_financing"
"""The concept of disposable income net of what is paid to finance the reform."""
CROSSED = ":"
"""Between two columns whose groups are crossed, as in a formula of R."""
Treatment = Literal["pdi", "pgt"]
TREATMENTS: tuple[Treatment, ...] = ("pdi", "pgt")
"""Pensions as deferred income and as government transfers, each with an incidence of its own."""
Indirect = Literal["statutory", "invoiced", "embedded", "scaled"]
INDIRECT: tuple[Indirect, ...] = get_args(Indirect)
"""How the prices that were paid hold the taxes in what is spent."""
SYSTEM = "fiscal_system"
"""The name, in the column of programmes, for all taxes and transfers together."""
RATES = ("unemployment", "activity_rate", "occupation_rate", "not_affiliated")
COUNTS = ("active", "employed", "unemployed")
LOSS_SPREAD = "loss_spread"
"""The case of a loss that is spread over the months of the row's accounting."""
TABLES = frozenset({
    "aggregate", "attribution", "backcast", "backcast_squares", "carried", "carry_factors", "carry_lines",
    "carry_steps", "inflation", "inflation_baskets", "inflation_divisions", "inflation_months",
    "closure", "comparison", "costs", "counted", "curves", "data", "deciles", "effects",
    "financing", "frontier", "fuel", "fuel_readings",
    "gains", "gini_by_source", "groups", "growth", "hit", "households", "incidence_pdi", "incidence_pgt",
    "indirect_treatments", "reconciliation",
    "indicators", "labour", "law_change", "laws", "levels", "levies", "minimum_wage", "minimum_wage_bars",
    "minimum_wage_costs", "minimum_wage_jobs", "nothing_paid", "path",
    "path_growth", "poverty", "programmes", "published_effects", "receipt_2020", "replicates", "rule_readings",
    "sequence", "shock",
    "solve", "split", "sweep", "targeting", "together", "validation", "wages", "waterfall", "waves", "winners", "work",
})  # fmt: skip
CONCEPTS = frozenset({
    # incomes
    "ine_income", "ine_income_rebuilt", "ine_flag", "net_market_before_pensions", "net_market", "disposable", "market",
    "market_and_pensions", "gross", "consumable", "final", "without_programmes", "net_of_financing", "labour_income",
    # where a figure comes from
    "simulated", "survey", "official", "simulated_over_survey", "simulated_over_official", "survey_over_official",
    "difference", "rebuilt_within_1_bs", "flag_reproduced", "population", "measurable", "rules", "law", "tail",
    "schedule", "gdp",
    # how prices hold the taxes in what is spent
    "statutory", "invoiced", "embedded", "scaled",
    # a survey carried to a month, and beside what a later one says
    "factor", "line", "carried",
    # whose basket prices are those of
    "plutocratic", "democratic", "plutocratic_raw", "democratic_raw", "extreme_line", "moderate_line",
    # a cost by which weights, counts and payments
    "drawn_weights", "calibrated", "caseload", "paid",
    # a cost of a later year in the money of the first
    "first_prices",
    # who pays for a reform
    "per_head", "proportional", "richest_tenth", "parameters",
    # a minimum wage: floors, where wage earners stand, and who complies
    "floor", "earners", "below", "between", "above", "contributes", "does_not_contribute", "none", "contributors",
    "all", "contributors_rise", "all_rise", "assumed",
    # a shock: what is assumed, and the errors of drawing
    "stoppage", "job_loss", "strike", "blockade", "prices_lines", "prices_spending", "drawing", "se", "se_of_drawing",
})  # fmt: skip
MEASURES = frozenset({
    "headcount", "gap", "severity", "watts", "poor", "gini", "theil", "mean_log_deviation", "atkinson_05",
    "atkinson_1", "atkinson_2", "not_positive", "mean", "mean_in_lines", "quantile_10", "quantile_25",
    "quantile_50", "quantile_75", "quantile_90", "p90_p10", "palma", "income_share", "lifted", "lorenz",
    "persons", "households", "share", "recipients", "payers", "spending", "revenue", "net_cost", "cost_per_lifted",
    "cost_per_gap_point", "share_to_poor", "leakage", "coverage", "exclusion", "concentration", "kakwani",
    "share_of_spending", "reporting_of_simulated", "simulated_of_reporting", "amount",
    "net_wages", "gross_wages", "labour_cost", "contributors", "tax_wedge", "formalisation_tax_rate",
    "size", "incidence", "kakwani_ceq", "redistributive_effect", "reynolds_smolensky", "reranking",
    "redistribution_residual", "fiscal_impoverishment", "fiscal_impoverishment_total", "fiscal_impoverishment_of_line",
    "gains_of_the_poor", "gains_of_the_poor_total", "gains_of_the_poor_of_line", "gap_change", "gap_change_total",
    "impoverishment_residual", "impoverished", "impoverished_persons", "impoverished_of_poor", "gaining_poor",
    "subsets", "orders", "evaluations", "evaluations_without_reuse", "residual",
    "source_gini", "gini_correlation", "contribution", "contribution_share", "marginal",
    "gain_more", "gain_less", "no_change", "lose_less", "lose_more", "winners", "losers",
    "cost", "raised_from_households", "raised_in_all", "paid", "share_of_levy",
    "old_floor", "new_floor", "mean_wage", "raised", "mean_rise", "wage_bill", "employers_cost", "contributions",
    "public_balance", "elasticity", "chance", "jobs_lost",
    "days", "spill_over", "target_rate", "odds_ratio", "assumed_share", "price_rise", "draws", "seed",
    "urban_unemployment", "hit", "labour_income", "loss_per_day", "closure",
    "factor", "taxpayers", "revenue_change", "mean_tax", "pareto_exponent",
    "unemployment", "activity_rate", "occupation_rate", "not_affiliated", "informal_employment",
    "lost_by_own_fuel", "lost_by_fares", "lost_by_food", "lost_by_rest", "net_change", "flat_payment",
    "solved", "target",
    "indirect_taxes", "subsidies", "simulated", "official", "simulated_of_official",
    "unit_cost", "kakwani_by_spending",
    "active", "employed", "unemployed", "main_job_wage", "inflation", "inflation_gap", "basket_share",
})  # fmt: skip
OWN_MEASURES = frozenset({"indicators", "households"})
"""Tables whose measures are defined elsewhere: the name of an indicator is its measure."""
OWN_PLACES = {"groups": ("concept", "group", "line")}
"""Columns of a table whose values are not fixed, because the user names groups, lines or columns."""
GROUPS = frozenset({
    "all", "age_band", "also_reports", "amount", "area", "author", "case", "contribution", "decile", "department",
    "division", "domain",
    "employer", "employer_sector",
    "formality", "household_type", "income_source", "industry", "loss", "moved", "part", "pass_through",
    "population_share", "reading", "schedule",
    "schooling", "self_identification", "sex", "spending", "variable", "wage_over_floor", "wages", "week",
    "work_category",
    "working_age",
})  # fmt: skip
"""Groups of persons and of what is counted; a parameter of the law, by its id, is one too: its levels are values."""
VOCABULARY: Mapping[str, Collection[str]] = {
    "table": TABLES,
    "concept": CONCEPTS | {""},
    "measure": MEASURES,
    "line": (*LINES, ""),
    "group": GROUPS,
    "accounting": ("year", "quarter", "month", ""),
    "take_up": ("legal", "observed", ""),
    "side": ("before", "after", "change", ""),
    "order": ("one_at_a_time", "first_in", "cumulative", "shapley", "joint", ""),
}
"""The columns of a row whose values are known beforehand."""


def check_names(names: Mapping[str, str]) -> None:
    """Raise AyniError, with the nearest known value, for a value that a column of result rows cannot have."""
    for column, value in names.items():
        known = VOCABULARY.get(column)
        if known is None or value in known or (column == "group" and "." in value):
            continue
        if column == "measure" and names.get("table") in OWN_MEASURES:
            continue
        if column in OWN_PLACES.get(names.get("table", ""), ()):
            continue
        raise AyniError("unknown_row_name", column=column, value=value, near=nearest(value, [*known]))
