"""How a survey's file is to be read."""

from __future__ import annotations

from msgspec import Struct

from ayni.words import AyniError


class Reading(Struct, frozen=True):
    """How to read a file: whether it is a named part of a survey, with which weight column, and of which wave."""

    part: str | None = None
    weights: str | None = None
    wave: str | None = None

    def __post_init__(self) -> None:
        if self.part is not None and not (self.part.strip() and self.part.isprintable() and len(self.part) <= 60):
            raise AyniError("part_name", name=self.part)


AS_IT_IS = Reading()
