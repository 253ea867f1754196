"""What a run computes for each person, with INE's own keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.runs.groups import groups_asked
from ayni.runs.incidence import tills_of
from ayni.runs.law_on_survey import analysis_of
from ayni.runs.names import names_of
from ayni.runs.options import IncidenceOptions, ReformOptions, RunOptions, ShockOptions, SpendingOptions
from ayni.runs.reform import Reforms
from ayni.runs.shock import of_run, runs_of, shock_of
from ayni.scenario.microdata import Microdata, microdata
from ayni.scenario.shock import shocked
from ayni.survey import Census, OwnColumns, path_of
from ayni.words import AyniError

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.runs.options import Options


def people(options: Options, law: Law) -> Microdata:
    """A row for each person of a run, of the incidence, of a reform or of a shock: the last two before and after.

    It has INE's keys as its file has them, the design, each income per head, and each programme, tax and contribution,
    Bs a month; and the columns of `by` and `line`, where the options have them. Raises as the run does, for other
    commands, for a census-size or prepared file, for a reform that is computed as an aggregate, and for a shock that is
    drawn by chance.
    """
    if Census.find(path_of(options.data)) is not None:
        raise AyniError("groups_of_census")
    if options.known is not None:
        law = law.as_known_on(options.known)
    names = names_of(law)
    if isinstance(options, SpendingOptions) and options.donors is not None:
        raise AyniError("people_of_matches")
    if isinstance(options, ReformOptions):
        if options.reform.schedules:
            raise AyniError("people_of_command")
        with Reforms(options, law).compared(options) as found:
            runs = {"before": found.before, "after": found.after}
            columns, asked = OwnColumns(found.before.population, options.data), groups_asked(options, found.before)
            return microdata(runs, columns, asked, options.accounting, {**names, **names_of(found.after.law)})
    if isinstance(options, ShockOptions):
        shock = shock_of(options, law)
        if shock.draws:
            raise AyniError("people_of_draws")
        (before,) = runs_of(options, law)
        hit = shocked(before, of_run(shock, before))
        columns = OwnColumns(before.population, options.data)
        return microdata({"before": hit.before, "after": hit.after}, columns, called=names)
    if isinstance(options, IncidenceOptions) and options.to != "disposable":
        ((analysis, till),) = tills_of(options, law)
        return microdata({"": analysis}, OwnColumns(analysis.population, options.data), called=names, till=till)
    if not isinstance(options, RunOptions | IncidenceOptions):
        raise AyniError("people_of_command")
    analysis = analysis_of(options, law)
    columns = OwnColumns(analysis.population, options.data)
    if isinstance(options, IncidenceOptions):
        return microdata({"": analysis}, columns, called=names)
    return microdata({"": analysis}, columns, groups_asked(options, analysis), called=names)
