"""Surveys held in memory: a data frame of polars or pandas is read as a file would be."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ayni.words import AyniError

if TYPE_CHECKING:
    import polars as pl

MAKERS = ("polars", "pandas")


def maker_of(value: Any) -> str:
    """Which library a data frame is of, `polars` or `pandas`; empty for what is no data frame."""
    for each in type(value).__mro__:
        library = each.__module__.partition(".")[0]
        if library in MAKERS and each.__name__ in ("DataFrame", "LazyFrame"):
            return library
    return ""


def frame_as_parquet(frame: Any, name: str) -> bytes:
    """A data frame as the content of a Parquet file, the same bytes for the same frame; `name` is for errors.

    Raises as `as_polars`.
    """
    content = io.BytesIO()
    as_polars(frame, name).write_parquet(content, compression="lz4")
    return content.getvalue()


def as_polars(frame: Any, name: str) -> pl.DataFrame:
    """A data frame as one of polars.

    Raises AyniError for two columns of one name and for a column that holds neither numbers nor text.
    """
    import polars as pl

    found: pl.DataFrame
    if maker_of(frame) == "pandas":
        found = _of_pandas(frame, name)
    else:
        found = frame.collect() if isinstance(frame, pl.LazyFrame) else frame
    for column, kind in found.schema.items():
        if kind == pl.Object:
            raise AyniError("column_type", file=name, column=column, type=str(kind))
    return found


def _of_pandas(frame: Any, name: str) -> pl.DataFrame:
    """A frame of pandas, column by column, without Arrow; what is missing by any of pandas' marks is null."""
    import polars as pl

    columns: dict[str, pl.Series] = {}
    for place, given in enumerate(map(str, frame.columns)):
        if given in columns:
            raise AyniError("column_twice", file=name, column=given, other=given)
        column = frame.iloc[:, place]
        values = column.to_numpy()
        if values.dtype.kind in "biufM":
            columns[given] = pl.Series(given, values)
        else:
            try:
                places, kinds = column.factorize()
            except TypeError:
                raise AyniError("column_type", file=name, column=given, type=str(column.dtype)) from None
            dealt = np.where(places < 0, len(kinds), places)
            columns[given] = _of_objects(given, [*kinds, None], name).gather(dealt)
    return pl.DataFrame(list(columns.values()))


def _of_objects(given: str, cells: Sequence[Any], name: str) -> pl.Series:
    """Distinct cells of Python: texts, true and false, or numbers; of several kinds as text, as a csv has them."""
    import polars as pl

    kinds = {type(each) for each in cells if each is not None}
    if any(not issubclass(kind, (str, bool, int, float, np.generic)) for kind in kinds):
        odd = next(kind for kind in kinds if not issubclass(kind, (str, bool, int, float, np.generic)))
        raise AyniError("column_type", file=name, column=given, type=odd.__name__)
    if len(kinds) > 1 and any(issubclass(kind, (str, bool, np.bool_)) for kind in kinds):
        return pl.Series(given, [None if each is None else str(each) for each in cells], dtype=pl.String)
    return pl.Series(given, cells, strict=False)
