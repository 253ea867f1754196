"""Receipts: the hashes of everything a result was made from, so that it can be repeated and differences explained."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import asdict

from ayni import __version__
from ayni.engine import Law
from ayni.words import AyniError, note_read
from ayni.words.marks import OfMarks

if TYPE_CHECKING:
    from ayni.evidence.claims import Judgement
    from ayni.scenario import Result, Row
    from ayni.survey import Data

PARTS = ("inputs", "law", "registry", "options", "code", "rows")
PACKAGE = Path(__file__).parent.parent
CODE = ("**/*.py", "survey/**/*.yaml", "scenario/**/*.yaml")


class Receipt(Struct, frozen=True):
    """What a result was made from, and the hash of the result; files by name and content."""

    inputs: Mapping[str, str]
    options: Mapping[str, Any] = field(default_factory=dict)
    law: str = ""
    registry: str = ""
    code: str = ""
    rows: str = ""

    def to_json(self) -> bytes:
        """The receipt with its own short hash, in canonical JSON."""
        return canonical({**asdict(self), "receipt": self.id}) + b"\n"

    @property
    def id(self) -> str:
        """The short hash by which a result names its receipt."""
        return sha256(canonical(asdict(self)))[:12]


def canonical(content: Any) -> bytes:
    """JSON in canonical form: equal values give equal bytes."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def sha256(content: bytes) -> str:
    """The hash of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_hash(path: Path) -> str:
    """The hash of a file's content; AyniError where it cannot be read."""
    try:
        with path.open("rb") as file:
            note_read(os.fstat(file.fileno()))
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AyniError("cannot_read", file=path, reason=error.strerror or type(error).__name__) from error


@lru_cache(8)
def law_hash(law: Law, day: dt.date) -> str:
    """The hash of every rule and of every parameter value that it reads on a day."""
    on_day = law.within_year(day)
    said = {}
    for name, definition in law.definitions.items():
        try:
            rows = on_day.rows(name)
        except AyniError:  # a parameter without a value on the day, which stops this rule only
            rows = None
        values = None if rows is None else {key: row.value for key, row in rows.items()}
        said[name] = [definition.fingerprint, values]
    return sha256(canonical(said))


@cache
def shipped_hash(path: Path) -> str:
    """The hash of a file that comes with the program, which a process reads once."""
    return file_hash(path)


@cache
def code_hash() -> str:
    """The version of the program and the hash of its Python files, and of the files that say how surveys are read.

    The examples that lie in an installed package are none of its code, so it has the hash of its checkout.
    """
    paths = {path.relative_to(PACKAGE): path for pattern in CODE for path in PACKAGE.glob(pattern)}
    files = {name.as_posix(): file_hash(path) for name, path in paths.items() if name.parts[0] != "examples"}
    return f"{__version__}+{sha256(canonical(files))[:16]}"


def rows_hash(rows: Iterable[Row]) -> str:
    """The hash of the rows of a run, their figures to twelve digits, which is as far as two machines agree."""
    from ayni.scenario import COLUMNS

    values, texts = attrgetter(*COLUMNS), OfMarks(lambda marks: [str(mark) for mark in marks])
    told = []
    for row in rows:
        *place, value, se, low, high, n, unit, marks = values(row)
        told.append([*place, *map(_figure, (value, se, low, high, n)), unit, texts(marks)])
    return sha256(msgspec.json.encode(told))  # texts alone, so that it is the canonical form


@cache
def registry_version() -> str:
    """The hash of the registry's tables, which a process reads once."""
    from ayni.evidence.registry import version

    return version()


def law_day(result: Result) -> dt.date | None:
    """The day of the law on which a result rests; None where no law was run, as on a pair of surveys."""
    days = [card.law_day for card in result.cards if card.survey in result.surveys and card.law_day]
    return dt.date.fromisoformat(days[-1]) if days else None


def read_receipt(path: Path) -> Receipt:
    """A receipt that was written; AyniError where the file is none, or was changed by hand."""
    try:
        note_read(path.stat())
        content = json.loads(path.read_bytes())
        found = Receipt(**{name: content[name] for name in Receipt.__struct_fields__})
        stated = content["receipt"]
    except OSError as error:
        raise AyniError("cannot_read", file=path, reason=error.strerror or type(error).__name__) from error
    except (ValueError, KeyError, TypeError):
        raise AyniError("not_a_receipt", file=path) from None
    if stated != found.id:
        raise AyniError("receipt_changed", file=path, stated=stated, found=found.id)
    return found


def data_of(receipt: Receipt, given: Path | None) -> Data:
    """The file to run on again, read as before; none for the synthetic population. AyniError where one is needed."""
    from ayni.survey import SurveyFile

    if given is None and not receipt.options.get("synthetic"):
        name, content = next(iter(receipt.inputs.items()))
        raise AyniError("receipt_needs_data", file=name, sha256=content)
    reading = receipt.options.get("reading")
    return SurveyFile(given, **reading) if given is not None and reading else given


class Difference(Struct, frozen=True):
    """A part in which a receipt and a new run differ."""

    part: str
    before: str
    now: str


def differences(before: Receipt, now: Receipt) -> tuple[Difference, ...]:
    """Each part that is not the same; of inputs only the contents count, for a file may have another name."""
    found = []
    for part in PARTS:
        one, other = getattr(before, part), getattr(now, part)
        if part == "inputs":
            one, other = (" ".join(sorted(files.values())) for files in (one, other))
        if part == "options":
            one, other = (canonical(options).decode() for options in (one, other))
        if one != other:
            found.append(Difference(part, one, other))
    return tuple(found)


def receipt_of_claim(judgement: Judgement) -> Receipt:
    """The receipt of a claim's verdicts: its file, recorded figures, the instruments it reads, and what they gave."""
    claim = judgement.claim
    outcomes = (*judgement.outcomes, *judgement.beside)
    files: list[Path] = []
    for name in sorted({used.id for each in outcomes for used in each.computed.used if "@" in used.id}):
        files += (PACKAGE / "law").rglob(f"{name.partition('.')[0]}.yaml")
    values = [
        [each.reading.id, _figure(each.computed.value), _figure(each.computed.se), each.fits] for each in outcomes
    ]
    return Receipt(
        inputs={
            claim.path.name: file_hash(claim.path),
            "evidence/recorded.csv": shipped_hash(PACKAGE / "evidence" / "recorded.csv"),
            **{path.relative_to(PACKAGE).as_posix(): file_hash(path) for path in files},
        },
        options={"claim": claim.id},
        registry=registry_version(),
        code=code_hash(),
        rows=sha256(canonical([values, judgement.number_verdict, judgement.cause_verdict])),
    )


def _figure(value: float | None) -> str | None:
    return None if value is None else f"{value:.12g}"
