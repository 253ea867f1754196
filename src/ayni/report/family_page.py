"""The page of one family's year: what can be collected now, what comes, what is over; a calendar; a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from ayni.engine import Law
from ayni.family import Answer, label
from ayni.family.year import PAID, Payment, Run, Year
from ayni.report.family_year import notes, when_text
from ayni.words import Language, catalogue, say
from ayni.words.numbers import money, month_of_year


class Card(Struct, frozen=True):
    """A payment as a card: what, how much, for whom, when, and what is to be known of it."""

    rule: str
    name: str
    amount: str
    person: str
    when: str
    notes: tuple[str, ...]


class MonthOfYear(Struct, frozen=True):
    """A month in the calendar: its name, its place to the day (`gone`, `current`, `next`), its sum and its payments."""

    name: str
    place: str
    total: str
    lines: tuple[tuple[str, str], ...]


def amount(value: float, language: Language) -> str:
    """Bs, with centavos only where there are any."""
    return money(value, language, 0 if float(value).is_integer() else 2)


def totals(year: Year) -> dict[str, float]:
    """Bs to collect now, later in the year, both, and what can no longer be collected."""
    found = dict.fromkeys(("now", "coming", "closed"), 0.0)
    for each in year.payments:
        if each.count != "received" or each.awaits:
            continue
        if each.place in found:
            found[each.place] += each.amount
    return {**found, "rest": found["now"] + found["coming"], "year": year.sums()["received"]}


def title(year: Year, language: Language) -> str:
    """What is left to collect this year, in one sentence."""
    sums = totals(year)
    if sums["rest"]:
        return say("family_page.rest", language, amount=amount(sums["rest"], language), year=year.day.year)
    return say("family_page.nothing_left" if sums["year"] else "family_page.nothing", language, year=year.day.year)


def cards(year: Year, place: str, law: Law, language: Language, *, many: bool) -> list[Card]:
    """The payments of a place as cards, money to the family first, then what the employer gives and goods."""
    runs: list[Run] = getattr(year, place)
    order = {"received": 0, "from_employer": 1, "in_kind": 2}
    shown = sorted((run for run in runs if run.first.count in order), key=lambda run: order[run.first.count])
    return [
        Card(
            run.first.rule, label(run.first.rule, law, language), amount(run.first.amount, language),
            run.first.person if many else "", when_text(run, place, language), tuple(notes(run, place, language)),
        )
        for run in shown
    ]  # fmt: skip


def going_on(year: Year, law: Law, language: Language) -> list[str]:
    """What is paid every month and goes on after this one."""
    found = []
    for run in year.now:
        each = run.first
        later = [
            other for other in year.payments
            if other.place == "coming"
            and (other.rule, other.person, other.amount) == (each.rule, each.person, each.amount)
        ]  # fmt: skip
        if each.is_monthly and each.count == "received" and later:
            month = say(f"number.month_{max(other.month or 0 for other in later)}", language)
            fields = {"name": label(each.rule, law, language), "amount": amount(each.amount, language), "month": month}
            found.append(say("family_page.going", language, **fields))
    return found


def calendar(year: Year, law: Law, language: Language) -> list[MonthOfYear]:
    """The twelve months, each with what is received in it; withheld sums stand with a minus."""
    found = []
    for number in range(1, 13):
        here = [each for each in year.payments if each.month == number and each.count in ("received", "withheld")]
        received = sum(each.amount for each in here if each.count == "received" and each.in_sum)
        place = "gone" if number < year.day.month else "current" if number == year.day.month else "next"
        lines = tuple(
            (label(rule, law, language), amount(sign * value, language).replace("Bs\u00a0", ""))
            for rule, sign, value in _by_rule(here)
        )
        name = say(f"number.month_{number}", language)
        found.append(MonthOfYear(name, place, amount(received, language).replace("Bs\u00a0", ""), lines))
    return found


def _by_rule(payments: Iterable[Payment]) -> Iterator[tuple[str, int, float]]:
    sums: dict[tuple[str, int], float] = {}
    for each in payments:
        key = (each.rule, -1 if each.count == "withheld" else 1)
        sums[key] = sums.get(key, 0.0) + each.amount
    for (rule, sign), value in sums.items():
        yield rule, sign, value


def message(year: Year, law: Law, language: Language, address: str) -> str:
    """A text to send: no names, no ages, no answers."""
    sums = totals(year)
    lines = [say("family_page.message_title", language, month=month_of_year(year.day, language))]
    for place in ("now", "coming"):
        payments = [run.first for run in getattr(year, place) if run.first.count == "received" and not run.first.awaits]
        if not payments or not sums[place]:
            continue
        lines.append(say(f"family_page.message_{place}", language, amount=amount(sums[place], language)))
        runs: list[Run] = getattr(year, place)
        for run in runs:
            if run.first.count == "received" and not run.first.awaits:
                what = label(run.first.rule, law, language)
                when = when_text(run, place, language)
                lines.append(f"· {what}: {amount(run.first.amount, language)} ({when})")
    if len(lines) == 1:
        lines.append(title(year, language))
    lines.append(say("family_page.message_end", language, address=address))
    return "\n".join(lines)


# ---- near misses


class Near(Struct, frozen=True):
    """What would be paid if one thing were otherwise."""

    name: str
    amount: str
    why: str


def near(
    base: Iterable[Answer], others: Mapping[str, tuple[Iterable[Answer], tuple[str, ...]]], law: Law,
    language: Language,
) -> list[Near]:  # fmt: skip
    """What would be paid after each change that is not now, as sentences; each once."""
    now = {(answer.rule, answer.person) for answer in base if answer.applies}
    seen: dict[tuple[str, str], Near] = {}
    for change, (answers, names) in others.items():
        for answer in answers:
            if not answer.applies or (answer.rule, answer.person) in now or answer.person not in names:
                continue
            if answer.gives < 0 or answer.unit not in PAID:
                continue
            why = say(f"family_page.near_{change}", language, names=_listed(names, language))
            text = f"{amount(answer.amount, language)} {say(f'unit.{answer.unit}', language)}"
            seen.setdefault((answer.rule, change), Near(label(answer.rule, law, language), text, why))
    return list(seen.values())


def _listed(names: Sequence[str], language: Language) -> str:
    *first, last = names
    return f"{', '.join(first)}{say('family_page.or', language)}{last}" if first else last


def surprises(instruments: Iterable[str], language: Language) -> list[tuple[str, str]]:
    """What often surprises about the programmes of a family, and what to do."""
    known = [each for each in dict.fromkeys(instruments) if f"surprise.{each}" in catalogue()]
    return [(say(f"surprise.{each}", language), say(f"surprise_about.{each}", language)) for each in known]
