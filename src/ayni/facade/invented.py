"""The invented persons as a data frame, given back with columns of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ayni.words import AyniError

if TYPE_CHECKING:
    import polars as pl

    from ayni.engine import Array
    from ayni.survey import SurveyFile


def is_of_invented(frame: Any) -> bool:
    """Whether a data frame has the column that marks invented persons."""
    from ayni.survey.prepared import SYNTHETIC_MARK

    schema = getattr(frame, "collect_schema", None)
    return SYNTHETIC_MARK in (getattr(frame, "columns", ()) if schema is None else schema())


def of_invented(frame: Any) -> SurveyFile:
    """The synthetic population with the columns that a frame of `.people()` has beside what is computed.

    The persons are found by `folio` and `nro`, in whatever order they stand. Raises AyniError where they are not all
    there, each once.
    """

    from ayni.law import bolivia
    from ayni.runs import RunOptions, people
    from ayni.survey import SurveyFile, load
    from ayni.survey.frames import as_polars
    from ayni.survey.store import population_as_bytes

    given, law, population = as_polars(frame, "DataFrame"), bolivia(), load()
    computed = people(RunOptions(), law).frame("en")
    keys = ["folio", "nro"]
    if not set(keys) <= set(given.columns):
        raise AyniError("invented_changed", persons=population.n_persons)
    found = computed.select(keys).join(given, on=keys, how="inner", maintain_order="left")
    if not given.height == found.height == population.n_persons:
        raise AyniError("invented_changed", persons=population.n_persons)
    ours = {*computed.columns, *population.columns, *law.definitions, *law.instruments}
    own = [name for name in found.columns if name not in ours and not name.endswith(("_before", "_after"))]
    columns: dict[str, Array] = {}
    categories: dict[str, tuple[str, ...]] = {}
    for name in own:
        low = name.strip().lower()
        columns[low], values = _column(found[name])
        if values:
            categories[low] = values
    more = population.with_columns(columns)
    more = replace(more, categories={**more.categories, **categories})
    content = population_as_bytes(more, level=1)
    return SurveyFile(Path("DataFrame"), content=content)


def _column(series: pl.Series) -> tuple[Array, tuple[str, ...]]:
    """Numbers, NaN where blank; of true and false and of texts their codes, -1 where blank, and their values."""
    import polars as pl

    if series.dtype.is_numeric():
        plain = series.cast(pl.Float64).fill_null(float("nan")) if series.null_count() else series
        return plain.to_numpy(), ()
    texts = series.cast(pl.String)
    values = sorted(texts.drop_nulls().unique().to_list())
    codes = texts.replace_strict(values, list(range(len(values))), default=-1, return_dtype=pl.Int32)
    return codes.to_numpy(), tuple(values)
