"""The same table by hand in polars, without errors: python same_table_polars.py PERSONS.csv FIGURES.csv."""

import sys
import time

import polars as pl

persons = pl.read_csv(sys.argv[1])
begun = time.process_time()
persons = persons.with_columns(poor=pl.col("income") < pl.col("line")).with_columns(
    gap=pl.when("poor").then(1 - pl.col("income") / pl.col("line")).otherwise(0.0)
)
weight = pl.col("weight")


def figures(level: pl.Expr) -> pl.DataFrame:
    """Means by level, and the first income at which half of the weight is reached."""
    means = [((weight * pl.col(name)).sum() / weight.sum()).alias(name) for name in ("income", "poor", "gap")]
    ordered = pl.col("income").sort_by("income")
    upto = weight.sort_by("income").cum_sum()
    median = ordered.filter(upto >= 0.5 * weight.sum() * (1 - 1e-12)).first().alias("median")
    return persons.group_by(level.alias("level")).agg(*means, median)


found = pl.concat(
    [
        figures(pl.lit("all")),
        figures(pl.lit("area.") + pl.col("area").cast(pl.String)),
        figures(pl.lit("department.") + pl.col("department").cast(pl.String)),
    ]
)
print(time.process_time() - begun)
found.unpivot(index="level", variable_name="figure").write_csv(sys.argv[2])
