"""Files of Stata and SPSS: a data frame with what its columns are and what its codes mean."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["dta", "sav"]
LABEL = {"dta": 80, "sav": 255}
"""Bytes of the label of a column, as far as a file of the kind holds them."""
FILE_LABEL = {"dta": 80, "sav": 64}
"""The same of the label of the file."""
_MADE: Mapping[Kind, tuple[re.Pattern[bytes], bytes]] = {
    "dta": (re.compile(rb"(?<=<timestamp>\x11)[0-9A-Za-z :]{17}"), b"01 Jan 2000 00:00"),
    "sav": (re.compile(rb"(?<=\A.{92})[0-9]{2} [A-Za-z]{3} [0-9]{2}[0-9:]{8}", re.DOTALL), b"01 Jan 0000:00:00"),
}
"""Where a file says when it was made, and what stands there instead: the same content gives the same bytes."""


def as_statistical(
    frame: pl.DataFrame, kind: Kind, label: str, labels: Mapping[str, str],
    value_labels: Mapping[str, Mapping[int, str]] | None = None,
) -> bytes:  # fmt: skip
    """A file of Stata (`dta`, version 14 and later) or of SPSS (`sav`) with text in UTF-8.

    `labels` say what the columns are, `value_labels` what the codes of some mean; what is too long for the kind of file
    is cut at a word. Amounts are doubles, missing ones missing as the program has it; a missing text is empty.
    """
    import polars as pl
    import pyreadstat

    write: Callable[..., None] = partial(pyreadstat.write_dta, version=14) if kind == "dta" else pyreadstat.write_sav
    frame = frame.with_columns(pl.col(pl.String).fill_null(""), *(frame[name].shrink_dtype() for name in _whole(frame)))
    before, after = ("%", "f") if kind == "dta" else ("F", "")
    formats = {
        name: f"{before}{'20.0' if type_.is_integer() else '12.4'}{after}"
        for name, type_ in frame.schema.items()
        if type_.is_numeric()
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rows.{kind}"
        write(
            frame,
            str(path),
            file_label=shortened(label, FILE_LABEL[kind]),
            column_labels={name: shortened(text, LABEL[kind]) for name, text in labels.items()},
            variable_value_labels={name: dict(texts) for name, texts in (value_labels or {}).items()},
            variable_format=formats,
        )
        content = path.read_bytes()
    pattern, instead = _MADE[kind]
    return pattern.sub(instead, content, count=1)


def _whole(frame: pl.DataFrame) -> list[str]:
    return [name for name, type_ in frame.schema.items() if type_.is_integer()]


def shortened(text: str, most: int) -> str:
    """The text in so many bytes, cut at a word."""
    while len(text.encode()) > most:
        text = text.rpartition(" ")[0].rstrip(" ,;:(") or text[:-1]
    return text
