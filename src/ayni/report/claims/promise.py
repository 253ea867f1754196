"""Several statements of one promise, as tables and data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ayni.evidence.promise import REFERENCE, Base, Costed, Difference, Promise, Rebuilt
from ayni.report.claims.figures import figures_table
from ayni.report.claims.wording import unit_name, yes
from ayni.report.json_and_csv import as_csv, one_as_json, twelve_digits
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say
from ayni.words.numbers import number

if TYPE_CHECKING:
    from ayni.engine import Law


def promise_tables(of: Costed, law: Law, language: Language) -> list[Table]:
    """Who said how much and on what base, what explains how it differs from the promise, and the figures used; between
    them the two bases that were compared, where any were."""
    tables = [_statements(of, language), _explained(of, language)]
    if of.asked is not None:
        tables.append(sides_table(of.promise, of.asked, language))
    return [*tables, figures_table(of.used, law, language)]


def finding(of: Costed, language: Language) -> str:
    """One sentence: from how much to how much the statements run, and what the promise costs."""
    stated = [each.stated for each in of.statements]
    fitting = sum(each.fits for each in of.statements)
    low, high, reference = (_money(value, language) for value in (min(stated), max(stated), of.reference))
    unit = unit_name(of.promise.unit, language)
    said = {"n": len(stated), "low": low, "high": high, "reference": reference, "fitting": fitting, "unit": unit}
    return say("promise.finding", language, **said)


def base_text(of: Promise, base: Base, language: Language) -> str:
    """The options of a base, in words."""
    return "; ".join(
        f"{factor.name[language]}: {factor.options[base[name]].name[language]}" for name, factor in of.factors.items()
    )


def side_name(of: Promise, base: Base, language: Language) -> str:
    """Whose base it is: that of the promise, of a statement, or another."""
    if dict(base) == of.reference:
        return of.reference_name[language]
    return next((each.who[language] for each in of.statements if each.base == dict(base)), say("promise.own", language))


def _statements(of: Costed, language: Language) -> Table:
    unit = unit_name(of.promise.unit, language)
    heads = [
        say(f"promise.{key}", language, unit=unit) for key in ("who", "said", "in_unit", "rebuilt", "rest", "fits")
    ]
    lines = tuple(_statement(each, of.promise, language) for each in of.statements)
    title, about = (say(f"promise.{key}", language) for key in ("statements", "statements_about"))
    remarks = (finding(of, language), say("promise.remark", language))
    return Table("promise", "", title, about, tuple(heads), lines, (), remarks, "", (1, 5))


def _statement(each: Rebuilt, of: Promise, language: Language) -> Line:
    said = each.statement
    base = base_text(of, said.base, language)
    if said.inferred:
        base = f"{base} ({say('promise.inferred', language)})"
    detail = f"{say('promise.base', language)}: {base}."
    if said.note:
        detail = f"{detail} {said.note[language]}"
    cells = (
        Cell(said.says[language], detail=detail),
        *(Cell(_money(value, language)) for value in (each.stated, each.rebuilt)),
        Cell(_money(each.rest, language, sign=True)),
        Cell(yes(each.fits, language)),
    )
    return Line(said.who[language], cells)


def _explained(of: Costed, language: Language) -> Table:
    unit = unit_name(of.promise.unit, language)
    differing = [
        name for name in of.promise.factors
        if any(name in (step.factor for step in each.explained.steps) for each in of.statements)
    ]  # fmt: skip
    lines = [_line(of.promise.reference_name[language], (of.reference for _ in of.statements), language)]
    for name in differing:
        steps = [next((step for step in each.explained.steps if step.factor == name), None) for each in of.statements]
        options = of.promise.factors[name].options
        cells = tuple(
            Cell("–") if step is None else Cell(
                _money(step.value, language, sign=True), detail=options[step.right].name[language]
            )
            for step in steps
        )  # fmt: skip
        lines.append(Line(of.promise.factors[name].name[language], cells))
    lines.append(_line(say("promise.rebuilt", language), (each.rebuilt for each in of.statements), language))
    lines.append(_line(say("promise.rest", language), (each.rest for each in of.statements), language, sign=True))
    lines.append(_line(say("promise.stated", language), (each.stated for each in of.statements), language))
    heads = ("", *(each.statement.who[language] for each in of.statements))
    title = say("promise.explained", language)
    about = say("promise.explained_about", language, unit=unit)
    return Table("promise_explained", "", title, about, heads, tuple(lines), (), (), "", ())


def _line(head: str, values: Iterator[float], language: Language, *, sign: bool = False) -> Line:
    return Line(head, tuple(Cell(_money(value, language, sign=sign)) for value in values))


def sides_table(of: Promise, found: Difference, language: Language) -> Table:
    """Two bases, and what each factor in which they differ adds."""
    unit = unit_name(of.unit, language)
    names = [side_name(of, base, language) for base in (found.left, found.right)]
    lines = [Line(f"{say('promise.left', language)}: {names[0]}", (Cell(_money(found.left_value, language)),))]
    for step in found.steps:
        factor = of.factors[step.factor]
        left, right = (factor.options[option].name[language] for option in (step.left, step.right))
        text = say("promise.step", language, factor=factor.name[language], left=left, right=right)
        lines.append(Line(text, (Cell(_money(step.value, language, sign=True)),)))
    lines.append(Line(f"{say('promise.right', language)}: {names[1]}", (Cell(_money(found.right_value, language)),)))
    title, about = say("promise.sides", language), say("promise.sides_about", language, unit=unit)
    remarks = () if found.steps else (say("promise.same", language),)
    head = say("promise.in_unit", language, unit=unit)
    return Table("promise_sides", "", title, about, ("", head), tuple(lines), (), remarks, "", ())


def _money(value: float, language: Language, *, sign: bool = False) -> str:
    return number(value, language, 0 if abs(value) >= 1 or not value else 1, sign=sign)


def promise_as_bytes(of: Costed, layout: str) -> bytes:
    """The statements as `json`, one object; or as `csv`, for each statement a row for each factor that explains it."""
    if layout == "json":
        return one_as_json(promise_data(of))
    return as_csv([row for each in of.statements for row in _rows(each, of)])


def promise_data(of: Costed) -> dict[str, Any]:
    """A promise with its statements rebuilt, as plain data."""
    asked = None if of.asked is None else _difference(of.asked)
    return {
        "id": of.promise.id,
        "title": of.promise.title,
        "unit": of.promise.unit,
        REFERENCE: {"base": of.promise.reference, "value": twelve_digits(of.reference)},
        "factors": {
            name: {"name": factor.name, "options": {key: each.name for key, each in factor.options.items()}}
            for name, factor in of.promise.factors.items()
        },
        "statements": [
            {
                "id": each.statement.id,
                "who": each.statement.who,
                "side": each.statement.side,
                "date": str(each.statement.date),
                "source": each.statement.source,
                "says": each.statement.says,
                "stated": each.statement.stated.value,
                "stated_unit": each.statement.stated.unit,
                "stated_in_unit": twelve_digits(each.stated),
                "base": each.statement.base,
                "inferred": each.statement.inferred,
                "rebuilt": twelve_digits(each.rebuilt),
                "rest": twelve_digits(each.rest),
                "fits": each.fits,
                "explained": _difference(each.explained),
                "claim": each.statement.claim or None,
            }
            for each in of.statements
        ],
        "asked": asked,
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "left": dict(found.left),
        "right": dict(found.right),
        "left_value": twelve_digits(found.left_value),
        "right_value": twelve_digits(found.right_value),
        "steps": [
            {"factor": each.factor, "left": each.left, "right": each.right, "value": twelve_digits(each.value)}
            for each in found.steps
        ],
    }


def _rows(each: Rebuilt, of: Costed) -> Iterator[dict[str, Any]]:
    said = each.statement
    place = {"promise": of.promise.id, "statement": said.id, "date": str(said.date), "source": said.source}
    values = {REFERENCE: of.reference, **{step.factor: step.value for step in each.explained.steps}}
    values |= {"rebuilt": each.rebuilt, "rest": each.rest, "stated": each.stated}
    for what, value in values.items():
        option = said.base.get(what, "")
        yield {**place, "what": what, "option": option, "value": twelve_digits(value), "unit": of.promise.unit}
