"""The settings of a shock: `key: value` pairs from a file or the command line, and their validation errors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ayni.words import AyniError, nearest, read_yaml
from ayni.words.examples import example_or_path

Settings = Mapping[str, str]
"""Keys with dots for what is nested in a file: `strike.trade.informal`. Values as they were written."""


def read_settings(source: Path | str | Mapping[str, Any]) -> dict[str, str]:
    """The settings of a YAML file, of an `example:NAME`, or of what such a file holds."""
    content = source if isinstance(source, Mapping) else read_yaml(example_or_path(source, "shocks"), "text")
    if not isinstance(content, Mapping):
        raise AyniError("shock_file", file=source)
    return dict(_flat(content, ""))


def _flat(content: Mapping[Any, Any], above: str) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)


def known(settings: Settings, keys: Collection[str], prefixes: Collection[str] = ()) -> None:
    """Raise AyniError for a key that is neither in the list nor begins with one of the prefixes."""
    for key in settings:
        if key not in keys and not any(key.startswith(f"{prefix}.") for prefix in prefixes):
            raise AyniError(
                "shock_key", key=key, near=nearest(key, [*keys, *prefixes]), keys=", ".join([*keys, *prefixes])
            )


def under(settings: Settings, prefix: str) -> dict[str, str]:
    """The settings below a prefix, by what follows it."""
    return {key.removeprefix(f"{prefix}."): value for key, value in settings.items() if key.startswith(f"{prefix}.")}


def share(key: str, text: str, low: float = 0.0, high: float = 1.0) -> float:
    """A share written as `8.1%` or `0.081`. A number above one without a percent sign is an error: it may have been
    meant as a percentage."""
    match = re.fullmatch(r"([+-]?\d*\.?\d+)\s*(%?)", text.strip())
    if match is None:
        raise AyniError("shock_number", key=key, value=text)
    value = float(match[1])
    if match[2]:
        value /= 100
    elif abs(value) > 1:
        raise AyniError("shock_bare", key=key, value=text, share=f"{value / 100:g}")
    if not low <= value <= high:
        raise AyniError("shock_range", key=key, value=text, low=f"{low:.0%}", high=f"{high:.0%}")
    return value


def whole_days(key: str, text: str) -> int:
    """A number of days, none or more."""
    if not re.fullmatch(r"\d+", text.strip()):
        raise AyniError("shock_days", key=key, value=text)
    return int(text)


def date(key: str, text: str) -> dt.date:
    """A day, YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise AyniError("not_a_date", option=key, date=text) from None
