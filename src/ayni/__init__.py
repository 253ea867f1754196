"""Ayni: Bolivia's social policy as code, run on the country's household surveys.

Every command on a survey is a function of its name: `run` is the main job, and `reform`, `sweep`, `minimum_wage`,
`shock`, `attribution`, `incidence`, `between` and `sequence_2020` are the scenarios. Each takes a survey's file, or
none for the synthetic population, and the options of `ayni.runs.options` by name; it runs them under the law book.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not from typing: `python -m ayni` may find another one in the folder that it is started in
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from ayni.engine import Work
    from ayni.scenario import Result

__version__ = "0.2.0.dev0"


def run(data: Path | None = None, **options: Any) -> Result:
    """Poverty, programmes, and what each does."""
    return _result("run", data, options)


def reform(data: Path | None = None, **options: Any) -> Result:
    """What another law would cost and do: `reform` is a file, or what it holds."""
    return _result("reform", data, options)


def sweep(data: Path | None = None, **options: Any) -> Result:
    """One parameter over a range of values."""
    return _result("sweep", data, options)


def path(data: Path | None = None, **options: Any) -> Result:
    """A reform year by year, under growth that is stated."""
    return _result("path", data, options)


def minimum_wage(data: Path | None = None, **options: Any) -> Result:
    """A new minimum wage under three cases of compliance."""
    return _result("minimum-wage", data, options)


def attribution(data: Path | None = None, **options: Any) -> Result:
    """What each programme accounts for."""
    return _result("attribution", data, options)


def between(data: Path | None = None, **options: Any) -> Result:
    """Two survey waves, level and split."""
    return _result("between", data, options)


def incidence(data: Path | None = None, **options: Any) -> Result:
    """Who pays and who receives, in the form of CEQ."""
    return _result("incidence", data, options)


def indicators(data: Path | None = None, **options: Any) -> Result:
    """What a survey says by itself: schooling, health cover, work, incomes, dwellings and food."""
    return _result("indicators", data, options)


def inflation(data: Path | None = None, **options: Any) -> Result:
    """Inflation by tenth, area and type of household, and of the baskets of the poverty lines, month by month."""
    return _result("inflation", data, options)


def sequence_2020(data: Path | None = None, **options: Any) -> Result:
    """The four payments of 2020 in the order of their laws."""
    return _result("sequence-2020", data, options)


def shock(data: Path | None = None, **options: Any) -> Result:
    """Jobs lost or found, labour income lost, prices risen, a stoppage."""
    return _result("shock", data, options)


def _result(command: str, data: Path | None, options: dict[str, Any]) -> Result:
    from ayni.law import bolivia
    from ayni.runs import OPTIONS, result

    work: Work | None = options.pop("work", None)
    return result(OPTIONS[command].of(bolivia(), data=data, **options), bolivia(), work)
