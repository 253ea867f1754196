"""`sequence-2020`: from EH 2019 to EH 2020, and the four payments of 2020 in the order of their laws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ayni.evidence import administrative_rows, published_effect_rows
from ayni.runs.law_on_survey import analysis_of
from ayni.runs.time import refuse_to_carry
from ayni.scenario import Result
from ayni.scenario.sequence_2020 import Sequence
from ayni.survey import like

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import Sequence2020Options


def run(options: Sequence2020Options, law: Law, work: Work | None = None) -> Result:
    """Every row of the year 2020; the law asked for is that of the later survey. Errors as `Sequence`."""
    refuse_to_carry(options)
    first = analysis_of(replace(options, data=like(options.data, options.before), day=None), law, work)
    sequence = Sequence(first, analysis_of(options, law, work))
    official = (row for row in administrative_rows(sequence.after) if row.programme in sequence.order)
    cards = (sequence.before.card, sequence.after.card)
    published = published_effect_rows(sequence.after, sequence.order)
    return Result((*sequence.rows(), *official, *published), cards, acts=sequence.acts)
