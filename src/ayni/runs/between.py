"""`between`: two survey waves compared, with the change of poverty split into parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ayni.runs.law_on_survey import analysis_of
from ayni.runs.time import refuse_to_carry
from ayni.scenario import Result
from ayni.scenario.between_waves import TwoWaves
from ayni.survey import like

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.runs.options import BetweenOptions


def run(options: BetweenOptions, law: Law, work: Work | None = None) -> Result:
    """Every row of the pair of waves. Errors as `TwoWaves`."""
    refuse_to_carry(options)
    first = analysis_of(replace(options, data=like(options.data, options.before)), law, work)
    pair = TwoWaves(first, analysis_of(options, law, work), options.mix_bases)
    rows = tuple(pair.rows())
    return Result(rows, pair.cards, left_out=tuple(pair.left_out))
