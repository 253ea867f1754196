"""What a survey's answers are on average over the twelve months before it, where it asks of no month.

Births are taken to be spread evenly over a year, and a pregnancy's controls evenly over its nine months. As 9 women are
pregnant for 12 who gave birth in the year, the two parts of a pregnancy make one: none is counted twice or left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np

from ayni.engine import Array


def _prenatal_care(is_pregnant: Array, gave_birth: Array) -> Array:
    """Part of one pregnancy's controls: 1 - 4.5/12 = 0.625 of a birth in the year, and one half of a pregnancy now.

    0.625 + 9/12 x 0.5 = 1.
    """
    return np.where(gave_birth, 0.625, np.where(is_pregnant, 0.5, 0.0))


def _late_pregnancy(is_pregnant: Array, gave_birth: Array) -> Array:
    """Part of one pregnancy's last four months: 1 - 2/12 = 5/6 of a birth in the year, and 2/9 of a pregnancy now.

    5/6 + 9/12 x 2/9 = 1.
    """
    return np.where(gave_birth, 5 / 6, np.where(is_pregnant, 2 / 9, 0.0))


def _months_alive(age: Array) -> Array:
    """Months that a child lived: 12, or six on average in its first year."""
    return np.where(age < 1, 6, 12).astype(np.int16)


_AVERAGES: Mapping[str, tuple[tuple[str, ...], Callable[..., Array]]] = {
    "prenatal_care_in_year": (("is_pregnant", "gave_birth_last_year"), _prenatal_care),
    "late_pregnancy_in_year": (("is_pregnant", "gave_birth_last_year"), _late_pregnancy),
    "months_alive_in_year": (("age",), _months_alive),
}


def sources_of(wanted: Collection[str]) -> set[str]:
    """The columns from which the averages among the wanted columns are made."""
    return {source for name, (sources, _) in _AVERAGES.items() if name in wanted for source in sources}


def with_averages(columns: Mapping[str, Array], wanted: Collection[str] | None = None) -> dict[str, Array]:
    """The columns with the averages for which they hold the answers, or the wanted among these, (n_persons,) each."""
    found = dict(columns)
    for name, (sources, average) in _AVERAGES.items():
        if wanted is not None and name not in wanted:
            continue
        if name not in found and all(source in columns for source in sources):
            found[name] = average(*(columns[source] for source in sources))
    return found


def absent_averages(absent: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """The averages that cannot be made, each for the reason for which an answer is absent."""
    return {name: absent[source] for name, (sources, _) in _AVERAGES.items() for source in sources if source in absent}
