"""JSON that somebody sends, read strictly: what two programs could read differently is refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from ayni.words import AyniError

LEVELS = 32
"""Of objects and lists within one another."""


def read_json(content: bytes) -> Any:
    """The value of a JSON text in UTF-8.

    Raises for what is no JSON, a key given twice, a number that is not finite, a lone surrogate, a NUL, and more
    than `LEVELS`.
    """
    try:
        found = json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_refused, parse_float=_finite)
        _check(found, LEVELS)
    except (ValueError, RecursionError):
        raise AyniError("sent_no_json") from None
    return found


def _check(value: Any, levels: int) -> None:
    if isinstance(value, str) and "\0" in value:
        raise ValueError
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, list | dict):
        if not levels:
            raise ValueError
        for each in [*value, *value.values()] if isinstance(value, dict) else value:
            _check(each, levels - 1)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise AyniError("sent_twice", key=name[:100].encode("utf-8", "replace").decode())
        found[name] = value
    return found


def _refused(_constant: str) -> NoReturn:
    raise ValueError


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError
    return number
