"""Names from the law for what a result is about, so that a result can be shown without the law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ayni.engine import once_a_shape
from ayni.law.version import version
from ayni.words import Text

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.scenario import Result
    from ayni.scenario.groups import Groups


@once_a_shape
def names_of(law: Law) -> Mapping[str, Text]:
    """What instruments, their places in the chain of incomes, and rules are called, by identifier."""
    found: dict[str, Text] = {}
    for instrument in law.instruments.values():
        for identifier in (instrument.id, *(entry.id for entry in instrument.enters or ())):
            found.setdefault(identifier, instrument.called)
    rules = {name: text for name in (*law.definitions, *law.texts) if (text := law.text(name)) is not None}
    return {**found, **rules}


def named(result: Result, law: Law, asked: Groups | None = None) -> Result:
    """The result with the names of what stands in it, and the law book's version on its data cards.

    A parameter is called by `instrument.parameter`, and a level of the groups that were asked for as the file says, by
    `group.level`.
    """
    known = names_of(law)
    there = dict.fromkeys(_identifiers(result))
    own = {each: law.parameter(each).text for each in there if _is_parameter(each, law)}
    return replace(
        result,
        cards=tuple(replace(card, law_book=version()) for card in result.cards),
        names={**{each: known[each] for each in there if each in known}, **own, **(asked.names if asked else {})},
    )


def _identifiers(result: Result) -> Iterator[str]:
    for row in result:
        yield from (row.programme, row.measure, row.step, row.level, row.group, row.group.partition(".")[0])
    yield from (act.programme for act in result.acts)
    parameters = [result.sweep.parameter] if result.sweep else []
    parameters += [each.parameter for each in result.path.law] if result.path else []
    if result.reform is not None:
        yield from result.reform.off
        parameters += [each.parameter for each in (*result.reform.changes, *result.reform.financing_changes)]
    yield from parameters


def _is_parameter(identifier: str, law: Law) -> bool:
    instrument, _, parameter = identifier.partition(".")
    return instrument in law.instruments and parameter in law.instruments[instrument].parameters
