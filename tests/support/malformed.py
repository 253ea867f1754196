"""Files of invented persons broken at random: cut, overwritten, shuffled, of other encodings, with giant fields.

Run as a program with a folder, it loads every file in it and says what came of each, and the memory.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import resource
import signal
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyreadstat

from support.files import as_csv, invented_rows

SECONDS = 10


def whole(folder: Path) -> dict[str, bytes]:
    """The invented persons in each format."""
    rows = invented_rows()
    text = as_csv(rows)
    frame = pl.DataFrame(rows)
    held = io.BytesIO()
    frame.write_parquet(held)
    made = {"csv": text, "parquet": held.getvalue(), "csv.gz": gzip.compress(text)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("personas.csv", text)
    made["zip"] = packed.getvalue()
    for suffix, save, options in (
        ("sav", pyreadstat.write_sav, {}),
        ("zsav", pyreadstat.write_sav, {"compress": True}),
        ("dta", pyreadstat.write_dta, {"version": 15}),
        ("old.dta", pyreadstat.write_dta, {"version": 8}),
    ):
        path = folder / f"whole.{suffix}"
        save(frame, str(path), **options)
        made[suffix] = path.read_bytes()
        path.unlink()
    made["rds"] = _rds(frame, folder)
    return made


def _rds(frame: pl.DataFrame, folder: Path) -> bytes:
    import pandas as pd
    import rdata

    path = folder / "whole.rds"
    rdata.write_rds(path, pd.DataFrame({name: frame[name].to_list() for name in frame.columns}, dtype=object))
    content = path.read_bytes()
    path.unlink()
    return content


Breaks = Callable[[bytes, np.random.Generator], bytes]


def _cut(content: bytes, draw: np.random.Generator) -> bytes:
    return content[: int(draw.integers(1, len(content)))]


def _overwritten(content: bytes, draw: np.random.Generator) -> bytes:
    made = bytearray(content)
    for at in draw.integers(0, len(made), int(draw.integers(1, 40))):
        made[at] = int(draw.integers(256))
    return bytes(made)


def _header_flipped(content: bytes, draw: np.random.Generator) -> bytes:
    made = bytearray(content)
    for at in draw.integers(0, min(len(made), 200), 8):
        made[at] ^= 1 << int(draw.integers(8))
    return bytes(made)


def _hole(content: bytes, draw: np.random.Generator) -> bytes:
    first, last = sorted(draw.integers(0, len(content), 2))
    return content[:first] + content[last:]


def _twice(content: bytes, draw: np.random.Generator) -> bytes:
    return content + content[: int(draw.integers(1, len(content)))]


def _noise(content: bytes, draw: np.random.Generator) -> bytes:
    return content[:4] + draw.bytes(int(draw.integers(10, 5000)))


def _zeros(content: bytes, draw: np.random.Generator) -> bytes:
    at = int(draw.integers(0, len(content)))
    return content[:at] + bytes(len(content) - at)


def _giant(content: bytes, draw: np.random.Generator) -> bytes:
    at = int(draw.integers(0, len(content)))
    return content[:at] + b"9" * int(draw.integers(1, 30_000_000)) + content[at:]


def _recoded(content: bytes, draw: np.random.Generator) -> bytes:
    encodings = ("utf-16", "utf-32", "utf-7", "cp037", "shift_jis", "utf-16-be", "utf-8-sig", "cp850")
    return content.decode("latin-1").encode(str(draw.choice(encodings)), "replace")


def _quotes(content: bytes, draw: np.random.Generator) -> bytes:
    made = bytearray(content)
    for at in draw.integers(0, len(made), int(draw.integers(1, 6))):
        made[at] = ord('"')
    return bytes(made)


def _separators(content: bytes, draw: np.random.Generator) -> bytes:
    at = int(draw.integers(0, len(content)))
    return content[:at] + bytes(draw.choice(list(b";,\t|\n\r"), 4000).astype(np.uint8)) + content[at:]


BREAKS: dict[str, Breaks] = {
    "cut": _cut, "overwritten": _overwritten, "header_flipped": _header_flipped, "hole": _hole, "twice": _twice,
    "noise": _noise, "zeros": _zeros, "giant": _giant, "recoded": _recoded, "quotes": _quotes,
    "separators": _separators,
}  # fmt: skip


def broken(folder: Path, count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Files broken in turn by each way in each format, names and contents."""
    draw = np.random.default_rng(seed)
    made = whole(folder)
    pairs = [(suffix, name) for name in BREAKS for suffix in made]
    for index in range(count):
        suffix, name = pairs[(index * 37) % len(pairs)]
        yield f"{index:04d}.{name}.{suffix}", BREAKS[name](made[suffix], draw)


def main(folder: Path) -> None:
    """Load every file; print a line of JSON each and one for the whole."""
    from ayni.survey import load
    from ayni.words import AyniError

    def late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    for path in sorted(folder.iterdir()):
        said = "read"
        print(json.dumps({"file": path.name, "said": "crashed"}), flush=True)
        signal.alarm(SECONDS)
        try:
            load(path, part="broken", cached=False)
        except AyniError as error:
            said = str(error).replace(str(path), "FILE")
        except BaseException as error:
            said = f"traceback {error!r}"
        signal.alarm(0)
        print(json.dumps({"file": path.name, "said": said}), flush=True)
    print(json.dumps({"megabytes": peak()}), flush=True)


def peak() -> float:
    """The most memory that this program has held, in MiB: `ru_maxrss` would count what its parent held before."""
    status = Path("/proc/self/status")
    if status.exists():
        return float(re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
