"""The options of each run."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ayni.measure import UndefinedError
from ayni.runs import options
from ayni.runs.names import named
from ayni.runs.protection import check_question, is_protected, protected
from ayni.words import AyniError
from ayni.words.marks import Mark, MarkKind

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.scenario import Result

_ALL: tuple[type[options.Options], ...] = (
    options.RunOptions,
    options.ReformOptions,
    options.SweepOptions,
    options.SolveOptions,
    options.FrontierOptions,
    options.PathOptions,
    options.MinimumWageOptions,
    options.AttributionOptions,
    options.BetweenOptions,
    options.CarryOptions,
    options.IncidenceOptions,
    options.IndicatorsOptions,
    options.InflationOptions,
    options.Sequence2020Options,
    options.ShockOptions,
)
OPTIONS = {each.command: each for each in _ALL}
"""The options of each command, by its name; the module of the same name has its function `run`."""


def result(of: options.Options, law: Law, work: Work | None = None) -> Result:
    """What a command finds with its options, under a law; `work` counts what the rules cost.

    Raises as the command does, and where the data do not define a figure that it cannot do without.
    """
    if of.known is not None:
        law = law.as_known_on(of.known)
    if is_protected(of):
        check_question(of, law)
    try:
        found: Result = import_module(f"ayni.runs.{of.command.replace('-', '_')}").run(of, law, work)
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
