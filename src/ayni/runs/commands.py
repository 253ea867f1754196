"""The options of each run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ayni.measure import UndefinedError
from ayni.runs import (
    attribution,
    between,
    carry,
    frontier,
    incidence,
    indicators,
    inflation,
    minimum_wage,
    options,
    path,
    reform,
    run,
    sequence_2020,
    shock,
    solve,
    sweep,
)
from ayni.runs.names import named
from ayni.runs.protection import check_question, is_protected, protected
from ayni.scenario import Result
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

if TYPE_CHECKING:
    from ayni.engine import Law, Work

_RUNS: dict[type[options.Options], Callable[[Any, Law, Work | None], Result]] = {
    options.RunOptions: run.run,
    options.ReformOptions: reform.run,
    options.SweepOptions: sweep.run,
    options.SolveOptions: solve.run,
    options.FrontierOptions: frontier.run,
    options.PathOptions: path.run,
    options.MinimumWageOptions: minimum_wage.run,
    options.AttributionOptions: attribution.run,
    options.BetweenOptions: between.run,
    options.CarryOptions: carry.run,
    options.IncidenceOptions: incidence.run,
    options.IndicatorsOptions: indicators.run,
    options.InflationOptions: inflation.run,
    options.Sequence2020Options: sequence_2020.run,
    options.ShockOptions: shock.run,
}
OPTIONS = {each.command: each for each in _RUNS}
"""The options of each command, by its name."""


def result(of: options.Options, law: Law, work: Work | None = None) -> Result:
    """What a command finds with its options, under a law; `work` counts what the rules cost.

    Raises as the command does, and where the data do not define a figure that it cannot do without.
    """
    if of.known is not None:
        law = law.as_known_on(of.known)
    if is_protected(of):
        check_question(of, law)
    try:
        found = _RUNS[type(of)](of, law, work)
    except UndefinedError as error:
        raise AyniError("undefined_figure") from error
    if of.known is not None:
        found = replace(found, cards=tuple(replace(card, known_on=of.known.isoformat()) for card in found.cards))
    found = _marked(found if found.names else named(found, law), law)
    return protected(found) if is_protected(of) else found


def _marked(found: Result, law: Law) -> Result:
    """The result with the folder that was merged over the law, on every row and data card."""
    if law.folder is None:
        return found
    mark, said = Mark(MarkKind.LAW_FOLDER, law.folder.name), f"{law.folder.name} {law.folder.sha256}"
    return replace(
        found,
        rows=tuple(replace(row, marks=(*row.marks, mark)) for row in found.rows),
        cards=tuple(replace(card, law_folder=said) for card in found.cards),
    )
