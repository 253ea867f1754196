"""The distinct cells of a text, numbered; many cells at a time are found in a table of hashes by machine words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ayni.engine import Array

SPARE = 8
"""Bytes that stand behind the last cell of a buffer, so that a word may be read from each letter."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MASKS = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)
_NO_KEY = np.zeros(1, dtype=np.uint64)


class Distinct:
    """The cells met so far, numbered from 1; 0 is the empty one. No cell holds a null character.

    The key of a cell of up to eight bytes is these. That of a longer one is mixed of its first, second and last eight
    and its length, begins with a null, and its cell is then held against the one that has this key word by word. The
    number of a key stands in the table where its hash says, or in the next place that was free.
    """

    def __init__(self) -> None:
        self._letters = bytearray(SPARE)
        self._starts = np.zeros(1 << 12, dtype=np.int64)
        """Where each cell begins among the letters and, behind the last, where it ends."""
        self._keys = np.zeros(1 << 12, dtype=np.uint64)
        self._count = 1
        self._table = np.zeros(1 << 16, dtype=np.int32)
        self._of_keys_taken: dict[bytes, int] = {}
        """Cells whose key is another's."""

    def cells(self) -> list[bytes]:
        """Each cell at the place of its number."""
        letters, bounds = bytes(self._letters), self._starts[: self._count + 1].tolist()
        return [letters[a:b] for a, b in pairwise(bounds)]

    def numbers(self, buffer: bytes, starts: Array, long: Array) -> Array:
        """The number of each of some cells, (n,), that begin at places of a buffer and are so many bytes long."""
        words = _words(buffer)
        keys = words[starts] & _MASKS.take(np.minimum(long, 8))
        longer = np.flatnonzero(long > 8)
        begin, size = starts[longer], long[longer]
        mixed = _mixed(keys[longer]) + words[begin + np.minimum(8, size - 8)]
        mixed = _mixed(mixed) + words[begin + size - 8]
        keys[longer] = (_mixed(mixed) + size.astype(np.uint64)) << np.uint64(8)
        numbers = self._of_keys(keys, buffer, starts, long)
        for cell in longer[self._are_others(numbers[longer], words, begin, size)].tolist():
            text = buffer[starts[cell] : starts[cell] + long[cell]]
            if text not in self._of_keys_taken:
                self._of_keys_taken[text] = self._count
                self._add([text], _NO_KEY)
            numbers[cell] = self._of_keys_taken[text]
        return numbers

    def _of_keys(self, keys: Array, buffer: bytes, starts: Array, long: Array) -> Array:
        """The number of each key; cells of new ones are added."""
        if 2 * (self._count + len(keys)) > len(self._table):
            self._enlarge(4 * (self._count + len(keys)))
        places = self._places(keys)
        numbers: Array = self._table.take(places)
        left = np.flatnonzero(self._keys.take(numbers) != keys)
        while len(left):
            free = left[numbers[left] == 0]
            self._table[places[free]] = free  # of several cells that come to one place the last has it
            new = free[self._table.take(places[free]) == free]
            self._table[places[new]] = np.arange(self._count, self._count + len(new))
            cells = zip(starts[new].tolist(), long[new].tolist(), strict=True)
            self._add([buffer[start : start + size] for start, size in cells], keys[new])
            numbers[free] = self._table.take(places[free])
            left = left[self._keys.take(numbers[left]) != keys[left]]
            places[left] = (places[left] + 1) % len(self._table)
            numbers[left] = self._table.take(places[left])
        return numbers

    def _are_others(self, numbers: Array, words: Array, starts: Array, long: Array) -> Array:
        """Which of some cells of more than eight bytes are not those of these numbers, (few,), some several times."""
        kept, own = _words(self._letters), self._starts.take(numbers)
        same = self._starts.take(numbers + 1) - own == long
        others = [np.flatnonzero(~same)]
        rows = np.flatnonzero(same)
        rows = rows[long[rows].astype(np.uint16).argsort(kind="stable")[::-1]]
        starts, own, long = starts[rows], own[rows], long[rows]
        others.append(rows[words[starts + long - 8] != kept[own + long - 8]])
        for at in range(0, int(long.max(initial=8)) - 8, 8):
            n = np.count_nonzero(long > at + 8)
            others.append(rows[:n][words[starts[:n] + at] != kept[own[:n] + at]])
        return np.concatenate(others)

    def _add(self, cells: Sequence[bytes], keys: Array) -> None:
        """Add cells with their keys."""
        after = self._count + len(cells)
        while after + 1 > len(self._keys):
            self._keys, self._starts = (
                np.concatenate([each, np.zeros_like(each)]) for each in (self._keys, self._starts)
            )
        self._keys[self._count : after] = keys
        self._starts[self._count + 1 : after + 1] = self._starts[self._count] + np.cumsum([len(each) for each in cells])
        self._letters[-SPARE:] = b"".join(cells) + bytes(SPARE)
        self._count = after

    def _places(self, keys: Array) -> Array:
        """Where in the table the keys are looked for first."""
        bits = len(self._table).bit_length() - 1
        places: Array = (_mixed(keys) >> np.uint64(64 - bits)).astype(np.int64)
        return places

    def _enlarge(self, least: int) -> None:
        """A table of at least so many places, with every key in it."""
        self._table = np.zeros(1 << (least - 1).bit_length(), dtype=np.int32)
        left = np.flatnonzero(self._keys[: self._count])
        places = self._places(self._keys[: self._count])
        while len(left):
            free = left[self._table.take(places[left]) == 0]
            self._table[places[free]] = free
            left = left[self._table.take(places[left]) != left]
            places[left] = (places[left] + 1) % len(self._table)


def _mixed(words: Array) -> Array:
    """Words of which every bit tells in the upper ones."""
    found: Array = (words ^ (words >> np.uint64(31))) * _MIX
    return found


def _words(buffer: bytes | bytearray) -> Array:
    """The machine word that begins at each byte but the spare ones."""
    return np.ndarray(len(buffer) - SPARE + 1, dtype="<u8", buffer=buffer, strides=(1,))
