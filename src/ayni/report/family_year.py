"""The calendar year of one family as tables and as plain values."""

from __future__ import annotations

from typing import Any

from ayni.engine import Law
from ayni.family import Family, label
from ayni.family.year import Payment, Run, Year
from ayni.report.table import Cell, Line, Table
from ayni.words import LANGUAGES, Language, say
from ayni.words.numbers import day, money

LISTS = ("now", "coming", "closed")


def year_tables(year: Year, of: Family, law: Law, language: Language) -> list[Table]:
    """The three lists of a family's year with its sums, and its calendar, month by month."""
    many = len(of.names) > 1
    lines: list[Line] = []
    for name in LISTS:
        runs: list[Run] = getattr(year, name)
        nothing = (Cell(say("year.none", language)), Cell(""), Cell(""), Cell("")) if not runs else ()
        lines.append(Line(say(f"year.{name}", language), nothing))
        lines += [_line(run, name, law, language, many=many) for run in runs]
    columns = tuple(say(f"year.{key}", language) for key in ("what", "who", "amount", "when", "note"))
    title = say("year.title", language, year=year.day.year, day=day(year.day, language))
    about, remarks = say("year.about", language), tuple(sum_sentences(year, of, law, language))
    lists = Table("family_year", "", title, about, columns, tuple(lines), (), remarks, "", (1, 3, 4))
    return [lists, _calendar(year, law, language, many=many)]


def _line(run: Run, place: str, law: Law, language: Language, *, many: bool) -> Line:
    each = run.first
    sign = -1 if each.count == "withheld" else 1
    cells = (
        each.person if many else "",
        money(sign * each.amount, language, 2),
        when_text(run, place, language),
        "; ".join(notes(run, place, language)),
    )
    return Line(label(each.rule, law, language), tuple(map(Cell, cells)))


def when_text(run: Run, place: str, language: Language) -> str:
    """When a payment is made: its days, its month, every month, or since or until one."""
    each = run.first
    if each.month is None:
        return say("year.no_month", language)
    if not each.is_monthly:
        if each.first is None or each.last is None:
            return "; ".join(
                say("year.in_month", language, month=_month(payment, language)) for payment in run.payments
            )
        return say("year.between", language, first=day(each.first, language), last=day(each.last, language))
    if place == "now":
        return say("year.every_month", language)
    if place == "closed":
        if run.last.last:
            return say("year.until_month", language, month=day(run.last.last, language))
        return say("year.until_month", language, month=_month(run.last, language))
    since = day(each.first, language) if each.first else _month(each, language)
    return say("year.from_month", language, month=since)


def notes(run: Run, place: str, language: Language) -> list[str]:
    """What is to be known beside an amount: who pays it, what it awaits, and whether it can still be claimed."""
    each = run.first
    found = [say("year.employer", language)] if each.count == "from_employer" else []
    found += [say("year.in_kind", language)] if each.count == "in_kind" else []
    found += [each.awaits[language]] if each.awaits else []
    if each.late:
        found.append(each.late[language])
    elif place == "closed" and each.place == "closed":
        found.append(say("year.too_late", language))
    return found


def _month(each: Payment, language: Language) -> str:
    return say(f"number.month_{each.month}", language)


def sum_sentences(year: Year, of: Family, law: Law, language: Language) -> list[str]:
    """The sum of the year, of the home and of each person, and what is not in it."""
    sums = year.sums()
    this_month = say(f"number.month_{year.day.month}", language)
    rest = money(sums["received_from_now"], language, 2)
    amount = money(sums["received"], language, 2)
    found = [say("year.sum", language, year=year.day.year, amount=amount, rest=rest, month=this_month)]
    if len(of.names) > 1:
        mine = {name: year.sums(name)["received"] for name in of.names}
        found += [
            say("year.of_person", language, person=name, amount=money(value, language, 2))
            for name, value in mine.items()
            if value
        ]
    for key, phrase in (("from_employer", "from_employer"), ("withheld", "taken"), ("in_kind", "goods")):
        if sums[key]:
            value = -sums[key] if key == "withheld" else sums[key]
            found.append(say(f"year.{phrase}", language, amount=money(value, language, 2)))
    waiting = {each.rule: each for each in year.payments if each.awaits and each.place != "closed"}
    for rule, each in waiting.items():
        total = sum(other.amount for other in year.payments if other.rule == rule and other.place != "closed")
        what = label(rule, law, language)
        fields = {"what": what, "amount": money(total, language, 2), "awaits": each.awaits[language]}
        found.append(say("year.awaiting", language, **fields))
    for unknown in year.not_known:
        since = say(f"number.month_{unknown.month}", language)
        found.append(say("year.not_known", language, what=label(unknown.rule, law, language), month=since))
    if undated := [name for name in of.names if not of.given[name].get("born")]:
        found.append(say("year.ages", language, persons=", ".join(undated)))
    return found


def _calendar(year: Year, law: Law, language: Language, *, many: bool) -> Table:
    lines = []
    for number in range(1, 13):
        here = [each for each in year.payments if each.month == number]
        lines.append(_month_line(say(f"number.month_{number}", language), here, law, language, many=many))
    if rest := [each for each in year.payments if each.month is None]:
        lines.append(_month_line(say("year.no_month", language), rest, law, language, many=many))
    lines.append(
        _month_line(say("year.whole", language, year=year.day.year), year.payments, law, language, named=False)
    )
    columns = tuple(say(f"year.{key}", language) for key in ("month", "received", "withheld", "payments"))
    title = say("year.calendar", language, year=year.day.year)
    about = say("year.about_calendar", language)
    return Table("family_calendar", "", title, about, columns, tuple(lines), (), (), "", (3,))


def _month_line(
    name: str, payments: Any, law: Law, language: Language, *, many: bool = False, named: bool = True
) -> Line:
    sums = {
        key: sum(each.amount for each in payments if each.in_sum and each.count == key)
        for key in ("received", "withheld")
    }
    texts = [
        f"{label(each.rule, law, language)}{f' ({each.person})' if many else ''} {money(each.amount, language, 2)}"
        for each in payments
        if named and each.count != "withheld"
    ]
    cells = (
        money(sums["received"], language, 2) if sums["received"] else "",
        money(-sums["withheld"], language, 2) if sums["withheld"] else "",
        "; ".join(texts),
    )
    return Line(name, tuple(map(Cell, cells)))


def year_as_plain(year: Year, of: Family, law: Law) -> dict[str, Any]:
    """The same for programs: `now`, `coming` and `closed`, `calendar`, `sums` of the home and of `persons`.

    An item has `instrument`, `rule`, `name`, `person`, `amount` in Bs, the `month` and the `first` and `last` day on
    which it is collected where they are known, `count` (which sum it belongs to), `in_sum`, `awaits` and `late`; one of
    a list also `until_month`, the last in the same amount. `not_known` names what is in no sum, from a month on.
    """
    return {
        **{name: [_run(run, law) for run in getattr(year, name)] for name in LISTS},
        "calendar": [
            {"month": number, "payments": [_plain(each, law) for each in year.payments if each.month == number]}
            for number in range(1, 13)
        ],
        "without_month": [_plain(each, law) for each in year.payments if each.month is None],
        "sums": year.sums(),
        "persons": {name: year.sums(name) for name in of.names},
        "not_known": [
            {"instrument": each.instrument, "rule": each.rule, "from_month": each.month} for each in year.not_known
        ],
    }


def _run(run: Run, law: Law) -> dict[str, Any]:
    return {**_plain(run.first, law), "until_month": run.last.month}


def _plain(each: Payment, law: Law) -> dict[str, Any]:
    return {
        "instrument": each.instrument,
        "rule": each.rule,
        "name": {language: label(each.rule, law, language) for language in LANGUAGES},
        "person": each.person,
        "amount": each.amount,
        "month": each.month,
        "first": each.first and each.first.isoformat(),
        "last": each.last and each.last.isoformat(),
        "place": each.place,
        "count": each.count,
        "in_sum": each.in_sum,
        "awaits": dict(each.awaits) or None,
        "late": dict(each.late) or None,
    }
