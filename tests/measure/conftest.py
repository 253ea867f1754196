"""The reference results of R, and the invented sample on which they were computed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from ayni.measure import Estimate

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


@pytest.fixture(scope="session")
def reference() -> dict[str, Any]:
    return json.loads((FIXTURES / "r_reference.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def people() -> dict[str, np.ndarray]:
    """Columns of the invented sample: 12 strata, 120 sampling units, 2,888 persons."""
    frame = pl.read_csv(FIXTURES / "design_sample.csv")
    return {name: frame[name].to_numpy() for name in frame.columns}


@pytest.fixture(scope="session")
def same_as_r():
    """Check an Estimate against a figure of R: value, standard error, and cases and degrees of freedom if R gives them.

    R gives no error for a quantile whose interval runs beyond the data; ours is then only checked to exist.
    """

    def check(ours: Estimate, theirs: dict[str, float], *, tolerance: float = 1e-6) -> None:
        assert ours.value == pytest.approx(theirs["value"], rel=1e-9)
        assert ours.se == pytest.approx(theirs["se"], rel=tolerance) if theirs["se"] is not None else ours.se > 0
        assert ours.n == theirs.get("n", ours.n)
        assert ours.df == theirs.get("df", ours.df)

    return check
