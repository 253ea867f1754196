"""Data for tools/r_reference.R: the invented sample that tests keep, and columns of real surveys that stay outside.

python tools/make_design_sample.py                        writes tests/fixtures/design_sample.csv
python tools/make_design_sample.py DATA_DIR OUT_DIR       writes OUT_DIR/eh_{2019,2020,2022}.csv from DATA_DIR/eh
Rscript tools/r_reference.R tests/fixtures OUT_DIR        writes tests/fixtures/r_reference.json (aggregates only)
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures"


def invented() -> pl.DataFrame:
    """12 strata, 120 sampling units, about 3,000 persons with incomes shared within households, some of them zero."""
    random = np.random.default_rng(20191120)
    sizes = random.permutation([4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16])
    rows = []
    household = 0
    for stratum, n_psu in enumerate(sizes, start=1):
        level = random.normal(6.8, 0.25)
        for k in range(n_psu):
            centre = random.normal(level, 0.3)
            weight = random.uniform(50, 600)
            for _ in range(random.integers(5, 10)):
                household += 1
                income = 0.0 if random.random() < 0.02 else 5 * round(random.lognormal(centre, 0.7) / 5)
                for _ in range(1 + random.poisson(2.4)):
                    age = int(random.integers(0, 90))
                    rows.append(
                        {
                            "stratum": stratum,
                            "psu": stratum * 100 + k,
                            "household": household,
                            "weight": round(weight * random.uniform(0.8, 1.2), 3),
                            "area": 1 + (stratum > 8),
                            "age": age,
                            "income": float(income),
                            "line": 700.0 if stratum > 8 else 850.0,
                            "benefit": float(random.choice([300, 350])) if age >= 60 and random.random() < 0.9 else 0.0,
                        }
                    )
    return pl.DataFrame(rows)


def observed(source: Path) -> pl.DataFrame:
    """The columns of one Encuesta de Hogares that the reference needs."""
    return pl.read_parquet(source).select(
        pl.concat_str(pl.col("depto").cast(pl.String), pl.col("estrato").cast(pl.String), separator="-").alias(
            "stratum"
        ),
        pl.col("upm").alias("psu"),
        pl.col("factor").alias("weight"),
        (pl.col("area").cast(pl.String).is_in(["Rural", "2"])).cast(pl.Int8).alias("rural"),
        pl.col("yhogpc").alias("income"),
        "z",
        "zext",
    )


def main() -> None:
    if len(sys.argv) == 1:
        invented().write_csv(FIXTURES / "design_sample.csv")
        return
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    for wave in (2019, 2020, 2022):
        observed(data / "eh" / str(wave) / "persona.parquet").write_csv(out / f"eh_{wave}.csv")


if __name__ == "__main__":
    main()
