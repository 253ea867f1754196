"""Laws and decrees by name: when each changed the law book, what it changed, and template files for a new one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ayni.engine import Row, Span
from ayni.engine.citations import pieces
from ayni.engine.norms import load_norms
from ayni.family.cases import CASES, written_articles
from ayni.words import AyniError, nearest

if TYPE_CHECKING:
    from ayni.engine import Law


def norm_called(law: Law, text: str) -> str:
    """The norm of the book that a person names, `DS-5516` or `ds 5516`; raises where there is none."""
    plain = _plain(text)
    for name in law.norms:
        if _plain(name) == plain:
            return name
    raise AyniError("unknown_norm", name=text, near=nearest(text.replace("-", " "), law.norms))


def _plain(name: str) -> str:
    return re.sub(r"[\s\-_.]+", " ", name).strip().casefold()


def days_of(law: Law, before: str, after: str | None) -> tuple[dt.date, dt.date]:
    """The two days that a person compares: days, months, or norms, of which the day that they were published counts.

    One norm alone is the day before it and its own.
    """
    if after is None:
        if before[:1].isdigit():
            raise AyniError("difference_needs_two")
        day = law.norms[norm_called(law, before)].known_from
        return day - dt.timedelta(1), day
    return _day_of(law, "before", before), _day_of(law, "after", after)


def _day_of(law: Law, option: str, text: str) -> dt.date:
    if not text[:1].isdigit():
        return law.norms[norm_called(law, text)].known_from
    try:
        return dt.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        raise AyniError("not_a_date", option=option, date=text) from None


def carried(law: Law, norm: str) -> list[tuple[str, Row]]:
    """The rows that cite a norm, by `instrument.parameter`."""
    return [
        (parameter.id, row)
        for instrument in law.instruments.values()
        for parameter in instrument.parameters.values()
        for row in parameter.rows
        if any(piece.norm == norm for piece in pieces(row))
    ]


class Coverage(Struct, frozen=True):
    """How many hand-worked cases cite an article on which values of an instrument rest."""

    instrument: str
    norm: str
    article: str
    cases: int


def coverage(law: Law, folder: Path = CASES) -> list[Coverage]:
    """For each instrument the articles that its rows, spans and acts cite, with the cases of its file that cite them.

    A case of a paragraph is one of its article, and the other way round. A law folder's own cases count too.
    """
    found, folders = [], [folder, *([law.folder.path / "cases"] if law.folder else ())]
    for name, instrument in law.instruments.items():
        worked = [case for each in folders for case in written_articles(each / f"{name}.yaml")]
        cited: dict[tuple[str, str], None] = {}
        every: list[Row | Span] = [row for parameter in instrument.parameters.values() for row in parameter.rows]
        for of in (*every, *instrument.in_force):
            for piece in pieces(of):
                cited.update(dict.fromkeys((piece.norm, each) for each in piece.articles.split(", ")))
        for act in instrument.legal_basis:
            cited.update(dict.fromkeys((act.instrument, each) for each in act.article.split(", ")))
        for norm, article in cited:
            count = sum(any(norm == other and _same(article, one) for other, one in case) for case in worked)
            found.append(Coverage(name, norm, article, count))
    return found


def _same(one: str, other: str) -> bool:
    """Whether one article is the other, or a part of it."""
    return not one or not other or one == other or f"{one}-".startswith(f"{other}-") or other.startswith(f"{one}-")


def templates(law: Law, text: str, today: dt.date, folder: Path) -> Mapping[Path, str]:
    """The files to fill for a new law or decree in a law folder: its instrument and its cases.

    Also its entry among the norms, to stand behind those of its year, where neither the folder nor the book has it.
    """
    norms = {**law.norms, **load_norms(folder / "norms")}
    names = [name for name in norms if _plain(name) == _plain(text)]
    name = names[0] if names else re.sub(r"[\s\-_.]+", " ", text).strip()
    stem = re.sub(r"\W+", "_", name.casefold())
    norm = norms.get(name)
    day = norm.known_from if norm else today
    title = dict(norm.title) if norm else {"es": name, "en": name}
    files = {
        folder / f"{stem}.yaml": _INSTRUMENT.format(name=name, es=title["es"], en=title["en"], day=day, today=today),
        folder / "cases" / f"{stem}.yaml": _CASES.format(name=name, stem=stem, day=day),
    }
    if norm is None:
        files[folder / "norms" / f"{day.year}.yaml"] = _NORM.format(name=name, day=day, today=today)
    return files


_INSTRUMENT = """\
# {name}: fill in what it says; rules that read `p.amount` go in a .py file of the same name beside this one.
name: {{es: "{es}", en: "{en}"}}
tier: recorded
tier_reason: {{es: "recién publicado", en: "just published"}}
in_force:
  - {{from: {day}, norms: {{"{name}": ""}}}}
known_until: {today}
legal_basis:
  - {{instrument: "{name}", date: {day}, article: ""}}
parameters:
  amount:
    es: "Monto"
    en: "Amount"
    unit: Bs/month
    values:
      - {{from: {day}, value: 0, norms: {{"{name}": ""}}, confidence: recalled}}
"""
_NORM = """\
{name}:
  title: {{es: "{name}", en: "{name}"}}
  decided: {day}
  published: {day}
  address: ""
  kind: official_text
  read: {today}
  articles: {{}}
"""
_CASES = """\
# Worked by hand from {name}: each case with its article, what is given, and what the article gives.
- name: "The first day"
  article: "{name} art. 1"
  period: {day}
  input: {{age: 30}}
  output: {{age: 30}}
  working: ""
"""
