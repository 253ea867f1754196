"""Norms: the laws and decrees that parameter rows cite, with the days on which they were decided and published."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ayni.engine.errors import fault, nearest
from ayni.engine.host import host
from ayni.engine.instruments import FACETS, Claiming, Instrument
from ayni.engine.parameters import Parameter, Row
from ayni.engine.shapes import Shape, Text, shaped

NormKind = Literal["official_text", "republished_text", "official_source", "press"]
"""What was read: the official gazette, a copy of its text, a page of a public office, or the press."""


class Norm(Shape, frozen=True, kw_only=True):
    """A law, decree or resolution, with as much of it as was read."""

    title: Text
    decided: dt.date
    published: dt.date | None = None
    """The day of publication; where it was not found, the day of the decision counts."""
    address: str = ""
    """Where its text can be read."""
    kind: NormKind
    read: dt.date
    """The day on which somebody read it for this law book."""
    until: dt.date | None = None
    """The last day on which it was valid, where another norm ended it."""
    ended_by: str = ""
    articles: Mapping[str, Text] = {}
    """What each article says, in our own words."""

    @property
    def known_from(self) -> dt.date:
        """The day from which anybody could know it."""
        return self.published or self.decided


_NUMBERED = re.compile(r"\d|únic", re.IGNORECASE)
"""How the articles of a norm begin; what begins otherwise is a disposition or an annex."""
_File = dict[Annotated[str, Meta(min_length=1)], Norm]


def load_norms(folder: Path, languages: Collection[str] = ()) -> dict[str, Norm]:
    """Read the norms of a folder, one YAML file for each year, by the names under which rows cite them.

    Empty where the folder does not exist. Every text must be in all of the `languages`; where none are given, in the
    host's, or else in those of the first title. Raises EngineError for a norm given twice or in the file of another
    year.
    """
    found: dict[str, Norm] = {}
    for path in sorted(folder.glob("*.yaml")):
        raw = host.read(path)
        languages = languages or _languages_of(raw)
        for name, norm in shaped(_File, raw, path.name, languages=languages).items():
            if name in found:
                raise fault("norm_twice", file=path.name, norm=name)
            if str(norm.decided.year) != path.stem:
                raise fault("norm_of_another_year", file=path.name, norm=name, date=norm.decided)
            found[name] = norm
    return found


def _languages_of(raw: Any) -> tuple[str, ...]:
    """The languages that the host gives, else those of the first title of a file."""
    if host.languages:
        return host.languages
    first = next(iter(raw.values()), None) if isinstance(raw, dict) else None
    title = first.get("title") if isinstance(first, dict) else None
    return tuple(map(str, title)) if isinstance(title, dict) else ()


def citation(norms: Mapping[str, str]) -> str:
    """Norms and articles as one text, such as `Act 12 art. 2; Act 30 annex 5`; what begins with no number is not called
    an article."""
    return "; ".join(
        f"{name} {'art. ' if _NUMBERED.match(articles) else ''}{articles}".rstrip() for name, articles in norms.items()
    )


def resting(instrument: Instrument, norms: Mapping[str, Norm]) -> Instrument:
    """The instrument with its rows and periods completed from the norms that they cite: the text of the citation and
    the day of publication.

    Raises EngineError for a norm that the law does not have.
    """

    def cited(names: Iterable[str], place: str) -> dt.date | None:
        days = []
        for name in names:
            if name not in norms:
                raise fault("row_norm", file=instrument.file, place=place, norm=name, near=nearest(name, norms))
            days.append(norms[name].known_from)
        return max(days, default=None)

    def row(of: Row, parameter: Parameter) -> Row:
        if not of.norms:
            return of
        published = of.published or cited(of.norms, f"{parameter.id} {of.start}")
        return msgspec.structs.replace(of, article=of.article or citation(of.norms), published=published)

    def each(parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
        return {name: parameter.with_rows(row(of, parameter) for of in parameter.rows) for name, parameter in
                parameters.items()}  # fmt: skip

    def claiming(of: Claiming | None) -> Claiming | None:
        if of is None:
            return None
        for facet in FACETS:
            for told in getattr(of, facet):
                cited(told.norms, f"claiming.{facet}")
        return Claiming(**{
            facet: tuple(
                msgspec.structs.replace(told, article=told.article or citation(told.norms))
                for told in getattr(of, facet)
            )
            for facet in FACETS
        })  # fmt: skip

    spans = tuple(
        msgspec.structs.replace(
            span,
            article=span.article or citation(span.norms),
            published=span.published or cited(span.norms, f"in_force {span.start}"),
            end_published=span.end_published or cited(span.ended_by, f"in_force {span.start}"),
        )
        for span in instrument.in_force
    )
    return msgspec.structs.replace(
        instrument,
        parameters=each(instrument.parameters),
        recorded=each(instrument.recorded),
        in_force=spans,
        claiming=claiming(instrument.claiming),
    )
