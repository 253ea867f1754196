"""What a notebook is given: tables by name, text when printed, HTML when shown, one short line otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ayni.facade.keywords import in_its_language
from ayni.words import AyniError, Language, nearest
from ayni.words.extras import installed

if TYPE_CHECKING:
    import polars as pl

    from ayni.report import Table


class View:
    """Something with tables in a language. `print` gives them as text, a notebook shows the first."""

    language: Language

    def tables(self) -> list[Table]:
        """Every table, in order."""
        raise NotImplementedError

    def sentences(self) -> list[str]:
        """What is said before the tables."""
        return []

    def table(self, name: str) -> Table:
        """The table of a name. AyniError, with the nearest, where there is none."""
        table: Table = named(
            name, first_of(self.tables()), self.language, lambda **of: AyniError("no_such_table", **of)
        )
        return table

    def __str__(self) -> str:
        return "\n\n".join([*self.sentences(), *map(str, self.tables())])

    def _repr_html_(self) -> str:
        from ayni.report import as_html

        return as_html(self.tables()[:1], self.sentences())


def first_of(found: Iterable[Any]) -> dict[str, Any]:
    """Tables or charts by their names, of several of one name the first."""
    by_name: dict[str, Any] = {}
    for each in found:
        by_name.setdefault(each.id, each)
    return by_name


def named(name: str, known: Mapping[str, Any], language: Language, missing: Callable[..., AyniError]) -> Any:
    """What has a name; else the error that `missing` makes of it, the nearest, and all that there are."""
    if name in known:
        return known[name]
    raise in_its_language(missing(name=name, near=nearest(str(name), known), names=", ".join(known) or "–"), language)


@installed()
def frame_of(records: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Records with the same keys as a data frame (n_records, keys); of a mixed column the cells as text."""
    import polars as pl

    columns = {name: [each[name] for each in records] for name in (records[0] if records else ())}
    mixed = {
        name
        for name, cells in columns.items()
        if len({isinstance(each, str) for each in cells if each is not None}) > 1
    }
    return pl.DataFrame(
        {
            name: [None if each is None else str(each) for each in cells] if name in mixed else cells
            for name, cells in columns.items()
        },
        strict=False,
    )
