"""What was computed for each person, as a file: Parquet, CSV, Stata or SPSS."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni.report.naming import wave_name
from ayni.report.statistical import as_statistical
from ayni.words import AyniError, Language, say, write_whole

if TYPE_CHECKING:
    from ayni.scenario.microdata import Microdata

KINDS = (".parquet", ".csv", ".dta", ".sav")


def kind_of_people(path: Path) -> str:
    """How a file of persons ends; AyniError where no kind of ours does."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise AyniError("output_kind", file=path, kinds=", ".join(KINDS))
    return kind


def people_as_bytes(people: Microdata, kind: str, language: Language) -> bytes:
    """A row for each person. Stata and SPSS have codes with labels, in the language; the others what they mean.

    The file says in itself of which survey, month and law it is, and that invented persons are: in its label, in the
    metadata of Parquet under `ayni`, and in the columns `ayni_…` of every kind. The same persons give the same bytes.
    """
    if kind in (".dta", ".sav"):
        return as_statistical(
            people.frame(language, coded=True), "dta" if kind == ".dta" else "sav", about(people, language),
            people.labels(language), people.value_labels(language),
        )  # fmt: skip
    content, frame = io.BytesIO(), people.frame(language)
    if kind == ".parquet":
        metadata: dict[str, Any] = {"about": about(people, language)}
        metadata |= {f"label.{name}": text for name, text in people.labels(language).items()}
        frame.write_parquet(content, compression="zstd", metadata=metadata)
    else:
        frame.write_csv(content, line_terminator="\r\n")
    return content.getvalue()


def about(people: Microdata, language: Language) -> str:
    """What a file is of, in a line."""
    card = people.card
    key = "people.file_synthetic" if card.synthetic else "people.file"
    return say(key, language, wave=wave_name(card.survey, language), month=card.month, law=card.law_day)


def write_people(people: Microdata, path: Path, language: Language) -> None:
    """Write the persons as the file's name ends; errors as for `kind_of_people` and `words.writing`."""
    write_whole(path, people_as_bytes(people, kind_of_people(path), language))
