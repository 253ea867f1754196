"""The law book as JSON: the records themselves, in both languages."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import TYPE_CHECKING, Any

import msgspec

from ayni.engine import Instrument, Law, Row, Rule
from ayni.engine.instruments import FACETS
from ayni.family import typical_households
from ayni.report.json_and_csv import as_json, one_as_json
from ayni.report.lawbook import history
from ayni.words import LANGUAGES

if TYPE_CHECKING:
    from ayni.runs import LawDifference


def law_as_json(law: Law, day: dt.date) -> bytes:
    """Every instrument, and whether it is in force on a day."""
    return as_json(_instrument(law.instruments[name], day) for name in sorted(law.instruments))


def instrument_as_json(law: Law, name: str, day: dt.date) -> bytes:
    """An instrument on a day: its acts, its rules as they are written, and its parameters with their sources."""
    instrument = law.instrument(name)
    parameters = [
        _value(law, parameter.id, row, start, end)
        for parameter in instrument.parameters.values()
        for start, end, row in history(law, parameter.id)
        if start <= day and (end is None or day <= end)
    ]
    return one_as_json({
        **_instrument(instrument, day),
        "date": day,
        "kind": instrument.kind,
        "tier_reason": instrument.tier_reason,
        "legal_basis": [msgspec.structs.asdict(act) for act in instrument.legal_basis],
        "rules": [_rule(rule) for rule in law.rules_of(name)],
        "parameters": parameters,
        "claiming": _claiming(instrument),
        "not_seen_by_survey": instrument.not_seen_by_survey,
    })  # fmt: skip


def parameter_as_json(law: Law, name: str) -> bytes:
    """Every dated value of `instrument.parameter`, with article, confidence and sources."""
    return as_json(_value(law, name, row, start, end) for start, end, row in history(law, name))


def law_difference_as_json(found: LawDifference) -> bytes:
    """What changed between two days: instruments, parameters, and the budgets of typical households in Bs a month."""
    law = found.law
    changed = [
        {
            "instrument": each.instrument,
            "parameter": each.parameter or None,
            "unit": law.parameter(each.parameter).unit if each.parameter else None,
            "in_force": list(each.in_force),
            **{
                which: row and _row(law.instrument(each.instrument), row, row.start, row.end)
                for which, row in (("before", each.before), ("after", each.after))
            },
        }
        for each in found.changes
    ]
    households = [
        {"id": id, "name": {each: typical_households()[id][each] for each in LANGUAGES}, "before": one, "after": two}
        for id, one, two in found.households
    ]
    return one_as_json({"dates": list(found.days), "changes": changed, "households": households})


def _instrument(instrument: Instrument, day: dt.date) -> dict[str, Any]:
    return {
        "id": instrument.id,
        "name": instrument.name,
        "serves": instrument.serves,
        "tier": instrument.tier,
        "in_force": any(span.holds(day) for span in instrument.in_force),
        "spans": [{"from": span.start, "to": span.end, "article": span.article} for span in instrument.in_force],
    }


def _claiming(instrument: Instrument) -> dict[str, Any] | None:
    """On which day its payments are collected, until when, what if late, where to complain: every dated entry."""
    if instrument.claiming is None:
        return None
    return {
        facet: [
            {
                "text": told.text, "from": None if told.start == dt.date.min else told.start,
                "to": None if told.end == dt.date.max else told.end, "rules": list(told.rules), "by": told.by or None,
                "article": told.article, "confidence": told.confidence,
                "sources": [instrument.sources[key] for key in told.source],
            }
            for told in getattr(instrument.claiming, facet)
        ]
        for facet in FACETS
    }  # fmt: skip


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name, "law": rule.law, "unit": rule.unit, "entity": rule.entity,
        "content": inspect.getsource(rule.function),
    }  # fmt: skip


def _value(law: Law, parameter: str, row: Row, start: dt.date, end: dt.date | None) -> dict[str, Any]:
    of = law.parameter(parameter)
    instrument = law.instrument(parameter.partition(".")[0])
    return {"id": parameter, "text": of.text, "unit": of.unit, **_row(instrument, row, start, end)}


def _row(instrument: Instrument, row: Row, start: dt.date, end: dt.date | None) -> dict[str, Any]:
    return {
        "value": row.value, "from": start, "to": end, "article": row.article, "confidence": row.confidence,
        "sources": [instrument.sources.get(key, key) for key in row.source], "note": row.note,
    }  # fmt: skip
