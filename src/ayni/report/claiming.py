"""How payments are collected, as a table and as texts: day, until when, if late, where to complain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ayni.engine import Instrument, Law
from ayni.engine.instruments import FACETS
from ayni.family import label
from ayni.family.claiming import Claim, claim_text, told_text
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say
from ayni.words.numbers import day


def claiming_table(found: Iterable[Claim], when: dt.date, law: Law, language: Language) -> Table:
    """How each payment is collected: day, until when, if late, where to complain; without lines where nothing is
    paid."""
    lines, known = [], list(found)
    many = {one.instrument for one in known if sum(each.instrument == one.instrument for each in known) > 1}
    everybody = len({person for each in known for person in each.persons}) > 1
    for each in known:
        name = label(each.rule, law, language) if each.instrument in many else _called(each, law, language)
        who = ", ".join(each.persons)
        lines.append(Line(f"{name} · {who}" if everybody and who else name))
        lines += [
            Line(say(f"claiming.{facet}", language), (Cell(claim_text(facet, each, language)),)) for facet in FACETS
        ]
    columns = (say("claiming.what", language), say("claiming.told", language))
    about = say("claiming.about", language, day=day(when, language))
    return Table(
        "claiming", "", say("claiming.title", language), about, columns, tuple(lines), (), (), "", (1,)
    )  # fmt: skip


def _called(claim: Claim, law: Law, language: Language) -> str:
    return law.instrument(claim.instrument).called[language]


def claiming_of_instrument(
    instrument: Instrument, when: dt.date, law: Law, language: Language
) -> list[tuple[str, list[str]]]:
    """Each facet with what is known of it on a day, of some payments of the instrument or of all."""
    if instrument.claiming is None:
        return []
    found = []
    for facet in FACETS:
        known = [each for each in getattr(instrument.claiming, facet) if each.start <= when <= each.end]
        texts = []
        for each in known:
            names = ", ".join(label(rule, law, language) for rule in each.rules)
            text = told_text(each, language)
            texts.append(f"{names}: {text}" if names else text)
        found.append((say(f"claiming.{facet}", language), texts or [told_text(None, language)]))
    return found
