"""Reporting the progress of long work to whoever listens; without a listener nothing is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Watcher = Callable[[str, int, int], None]
"""Called with what is done, a phrase of the catalogue's section `progress`, how many of how many are done."""
_T = TypeVar("_T")
_watchers: list[Watcher] = []


def tell(what: str, done: int, total: int) -> None:
    """Tell the watcher, if there is one."""
    if _watchers:
        _watchers[-1](what, done, total)


def stepping(each: Iterable[_T], what: str, total: int) -> Iterator[_T]:
    """The same, one after another, and the watcher is told how many have been worked through."""
    tell(what, 0, total)
    for done, one in enumerate(each, 1):
        yield one
        tell(what, done, total)


@contextmanager
def watched(by: Watcher) -> Iterator[None]:
    """For the time of the block somebody watches."""
    _watchers.append(by)
    try:
        yield
    finally:
        _watchers.remove(by)
