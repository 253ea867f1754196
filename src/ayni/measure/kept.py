"""The last things that were made of a table, by what they were made of."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

Made = TypeVar("Made")


class Kept(OrderedDict[Hashable, Made]):
    """The last so many things that were made."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def made(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The thing of a key, made where it is not kept."""
        if key in self:
            self.move_to_end(key)
            return self[key]
        made = self[key] = make()
        if len(self) > self.most:
            self.popitem(last=False)
        return made
