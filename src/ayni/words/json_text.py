"""A strict reader of JSON: a key given twice, or a number that is not finite, is an error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from ayni.words.catalogue import AyniError
from ayni.words.reader import LEVELS, content_of, decoded, shortened


def read_json(path: Path, *, numbers_as_text: bool = False) -> Any:
    """The content of a JSON file, as strictly as `parse_json`; raises naming the file."""
    text = decoded(content_of(path), path)
    try:
        return _json(text, numbers_as_text=numbers_as_text)
    except _TwiceError as error:
        raise AyniError("json_twice", file=path, key=error) from None
    except (ValueError, RecursionError) as error:
        raise AyniError("not_json", file=path, line=getattr(error, "lineno", 1)) from None


def parse_json(content: bytes) -> Any:
    """The value of a JSON text in UTF-8 that somebody sends.

    Raises AyniError for what is no JSON, a key given twice, a number that is not finite, a lone surrogate, a NUL, and
    more than `LEVELS`.
    """
    try:
        return _json(content.decode())
    except _TwiceError as error:
        raise AyniError("sent_twice", key=error) from None
    except (ValueError, RecursionError):
        raise AyniError("sent_no_json") from None


class _TwiceError(ValueError):
    """A key of one object for the second time."""


def _json(text: str, *, numbers_as_text: bool = False) -> Any:
    found = json.loads(
        text, object_pairs_hook=_once, parse_constant=_no_constant,
        parse_float=str if numbers_as_text else _finite, parse_int=str if numbers_as_text else None,
    )  # fmt: skip
    _check(found, LEVELS)
    return found


def _check(value: Any, levels: int) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError
        value.encode()
    elif isinstance(value, list | dict):
        if not levels:
            raise ValueError
        for each in _parts(value):
            _check(each, levels - 1)


def _parts(value: list[Any] | dict[str, Any]) -> Iterator[Any]:
    yield from value
    if isinstance(value, dict):
        yield from value.values()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(shortened(name).encode("utf-8", "replace").decode())
        found[name] = value
    return found


def _no_constant(_constant: str) -> NoReturn:
    raise ValueError


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError
    return number
