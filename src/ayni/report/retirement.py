"""When somebody may retire and with how much, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import asdict

from ayni.engine import Law
from ayni.evidence.receipts import canonical
from ayni.evidence.recorded import rules_version
from ayni.family.retirement import Amount, Own, Retirement, Way
from ayni.report.table import Cell, Line, Table
from ayni.words import Language, say
from ayni.words.numbers import day, money

_ARTICLE = "Ley 065 art. 12 a 15"


def retirement_table(found: Retirement, law: Law, language: Language) -> Table:
    """The age, the years of contributions, the first day, what the account pays, each way, and the pension with and
    without more contributions."""
    told = [
        (say("retirement.of_age", language, age=found.age), day(found.of_age, language), _ARTICLE),
        (say("retirement.with_years", language, years=found.min_years), _when(found, language), _ARTICLE),
        (say("retirement.first", language), day(found.first, language), ""),
    ]
    amounts = [found.stopping, found.going_on] if found.stopping != found.going_on else [found.going_on]
    for key, each in zip(("stopping", "going_on")[-len(amounts) :], amounts, strict=True):
        head = say(f"retirement.{key}", language, years=each.contribution_years if each else found.years)
        text = _text(each, language) if each else say("retirement.too_few", language)
        told.append((head, text, each.law if each else _ARTICLE))
    told += _own_lines(found.own, language)
    told += [
        (say(f"retirement.way_{way.id}", language), _way_text(way, language), way.law)
        for way in found.ways
        if way.id != "solidarity"
    ]
    lines = tuple(Line(head, (Cell(text), Cell(article))) for head, text, article in told)
    columns = tuple(say(f"retirement.{key}", language) for key in ("what", "answer", "article"))
    title = say("retirement.title", language, day=day(found.family.day, language))
    about = say("retirement.about", language)
    remarks = tuple(say(f"retirement.{key}", language) for key in _remarks(found))
    return Table("retirement", "", title, about, columns, lines, (), remarks, "", (1, 2))


def _remarks(found: Retirement) -> Iterable[str]:
    yield "law_of_today"
    if found.own.low != found.own.high:
        yield "from_savings"
    if not found.own.compensation_is_known:
        yield "compensation_of_1997"
    yield from ("from_sixty", "not_advice")


def _own_lines(own: Own, language: Language) -> list[tuple[str, str, str]]:
    """What the account and the compensation pay, where the manager did not tell it."""
    if own.low == own.high:
        return []
    savings = say("retirement.range", language, low=money(own.savings_low, language, 2),
                  high=money(own.savings_high, language, 2))  # fmt: skip
    lines = [(say("retirement.savings", language), savings, "Ley 065 art. 8")]
    if own.compensation:
        text = money(own.compensation, language, 2)
        text = text if own.compensation_is_known else say("retirement.at_least", language, low=text)
        lines.append((say("retirement.compensation", language), text, "Ley 1732 art. 63"))
    return lines


def _way_text(way: Way, language: Language) -> str:
    needs = money(way.needs, language, 2) if way.needs is not None else ""
    when = day(way.day, language) if way.day else ""
    amount = _text(way.amount, language) if way.amount else ""
    return say(f"retirement.{way.standing}", language, needs=needs, day=when, amount=amount)


def _when(found: Retirement, language: Language) -> str:
    return say("retirement.already", language) if found.with_years is None else day(found.with_years, language)


def _text(amount: Amount, language: Language) -> str:
    low = money(amount.low, language, 2)
    if amount.high is None:
        return say("retirement.at_least", language, low=low)
    if amount.is_known:
        return low
    return say("retirement.between", language, low=low, high=money(amount.high, language, 2))


def retirement_as_json(found: Retirement) -> bytes:
    """The same for programs: canonical JSON; amounts are Bs a month.

    `own` is what the account and the compensation pay; `ways` each way to retire with its `standing` (`open`, `later`,
    `perhaps`, `closed`, `not_asked`), first `day`, `amount`, the own pension that it `needs`, and `law`. A `high` that
    is null is not known.
    """
    content = {
        "law": rules_version(),
        "date": found.family.day.isoformat(),
        "age": found.age,
        "min_contribution_years": found.min_years,
        "contribution_years": found.years,
        "of_age": found.of_age.isoformat(),
        "with_years": found.with_years and found.with_years.isoformat(),
        "first": found.first.isoformat(),
        "stopping": found.stopping and _plain(found.stopping),
        "going_on": _plain(found.going_on),
        "own": asdict(found.own),
        "ways": [
            {
                "id": way.id,
                "standing": way.standing,
                "day": way.day and way.day.isoformat(),
                "amount": way.amount and _plain(way.amount),
                "needs": way.needs,
                "law": way.law,
            }
            for way in found.ways
        ],
    }
    return canonical(content) + b"\n"


def _plain(amount: Amount) -> dict[str, object]:
    return {name: getattr(amount, name) for name in ("contribution_years", "low", "high", "law")}
