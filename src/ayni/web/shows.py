"""What a one-question page shows: each kind of question worked out by the same functions as the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from ayni import report
from ayni.evidence.prices import consumer_prices, in_prices_of, in_prices_of_month
from ayni.law import bolivia
from ayni.report import inline
from ayni.report.table import Cell, Line, Table
from ayni.web.charted import people_of
from ayni.words import AyniError
from ayni.words.numbers import day as written_day, money, month_of_year, number, percent

if TYPE_CHECKING:
    from ayni.scenario import Result
    from ayni.web.questions import Asked as Asking
    from ayni.web.site import Asked

Values = Mapping[str, str]
"""What stands in the fields, as programs write it, by the name of the field."""


class Card(Struct, frozen=True):
    """One amount that the answer gives: what it is, how much, when, by which article; or why not."""

    name: str
    amount: str
    when: str = ""
    article: str = ""
    page: str = ""
    closed: bool = False


class Shown(Struct, frozen=True):
    """An answer: one sentence, then cards, pictures, tables, and what may be taken away."""

    sentence: str
    more: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    pictures: tuple[inline.Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    folded: tuple[Table, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    known: str = ""
    """How far the law book is known, where the day asked is after it."""


async def shown(question: Asking, values: Values, asked: Asked) -> Shown:
    """What the page shows of a question with these values. Raises AyniError for what the law or a run refuses."""
    from starlette.concurrency import run_in_threadpool

    if question.file.shows == "run":
        return await run(question, values, asked)
    return await run_in_threadpool(SHOWS[question.file.shows], question, values, asked)


def day_of(question: Asking, values: Values, name: str = "date") -> dt.date:
    """A day that is asked or fixed, without one the first of this month."""
    from ayni.web.site import read_day

    text = values.get(name) or str(question.file.given.get(name, ""))
    return read_day(text, name) if text and text != "today" else dt.date.today().replace(day=1)


def persons_of(question: Asking, values: Values) -> dict[str, dict[str, Any]]:
    """The persons of a question, with what is fixed and what was said."""
    from ayni.web.questions import OF_THE_SHOW

    own = OF_THE_SHOW[question.file.shows]
    found = {name: dict(said) for name, said in question.file.given.items() if name not in own}
    if not found:
        found["worker"] = {}
    first = next(iter(found))
    for ask in question.file.asks:
        if ask.name not in own and values.get(ask.name, "") != "":
            person, _, answer = ask.name.rpartition(".")
            found[person or first][answer] = values[ask.name]
    return found


def charted(picture: inline.Picture, question: Asking, values: Values, asked: Asked) -> inline.Picture:
    """A picture of a question with its files."""
    return asked.charted(picture, asked.url("questions", question.file.path[asked.language], picture.id, **values))


# ---- one amount over time


def worth(question: Asking, values: Values, asked: Asked) -> Shown:
    """What an amount of some year would be in the money of today, beside what is paid."""
    from ayni.series import series

    law, language, given = bolivia(), asked.language, question.file.given
    name = str(given["parameter"])
    since = day_of(question, values, "since")
    last = series().last_prices
    month = dt.date.fromisoformat(f"{last}-01")
    then = _amount(name, _end_of(since))
    if then is None:
        raise AyniError("question_not_in_force", name=name, day=since)
    real = in_prices_of_month(then, since.year, last)
    sentence = asked.say(
        "web_questions.worth", amount=money(then, language), since=since.year, month=month_of_year(month, language),
        real=money(real, language),
    )  # fmt: skip
    now = _amount(name, month)
    more = asked.say("web_questions.worth_ended")
    if now is not None:
        key = "worth_less" if now < real else "worth_more"
        more = asked.say(f"web_questions.{key}", now=money(now, language), share=percent(now / real, language, 0))
    years = range(since.year, max(consumer_prices()) + 1)
    paid = [(float(year), _amount(name, dt.date(year, 12, 31))) for year in years]
    needed = [(float(year), in_prices_of(then, since.year, year)) for year in years]
    at = month.year + (month.month - 1) / 12
    paid.append((at, now))
    needed.append((at, real))
    runs = [
        inline.Run(f"{asked.say('web_questions.worth_needed')} {money(real, language)}", needed, "b"),
        inline.Run(
            f"{asked.say('web_questions.worth_paid')} {money(now or 0, language)}",
            [None if value is None else (year, value) for year, value in paid],
        ),
    ]
    columns = ("", asked.say("web_questions.worth_paid"), asked.say("web_questions.worth_needed"))
    lines = tuple(
        Line(month_of_year(month, language) if year == at else f"{year:.0f}", (
            Cell("–" if value is None else money(value, language), figure=value),
            Cell(money(worth, language), figure=worth),
        ))
        for (year, value), (_, worth) in zip(paid, needed, strict=True)
    )  # fmt: skip
    title = asked.say("web_questions.worth_chart", since=since.year)
    about, source = asked.say("web_questions.worth_chart_about"), asked.say("web_questions.worth_source")
    names = {float(year): str(year) for year in years}
    drawn = inline.Picture(
        "worth", title, about, inline.lines(runs, lambda value: number(value, language), names=names),
        description=f"{sentence} {more}", source=source, large=True,
        table=Table("worth", "", title, about, columns, lines, (), (), source),
    )  # fmt: skip
    instrument, _, parameter = name.partition(".")
    return Shown(
        sentence, (more,), pictures=(charted(drawn, question, values, asked),),
        links={law.instrument(instrument).name[language]: asked.url("law", instrument, parameter)},
    )  # fmt: skip


def _end_of(day: dt.date) -> dt.date:
    """The last day of a month."""
    return (day.replace(day=28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)


def _amount(name: str, day: dt.date) -> float | None:
    """A parameter on a day; None where it is not in force."""
    law = bolivia()
    if law.instrument(name.partition(".")[0]).day_in_force(day, within_year=False) is None:
        return None
    value = law.parameter(name).on(day).value
    return float(value) if isinstance(value, int | float) else None


# ---- a job


def payslip(question: Asking, values: Values, asked: Asked) -> Shown:
    """What is withheld from a wage, as one bar parted."""
    from ayni.family import payslip as lines_of
    from ayni.report.slip import slip

    law, language, day = bolivia(), asked.language, day_of(question, values)
    answers = next(iter(persons_of(question, values).values()))
    lines = lines_of(answers, day, law)
    paper = slip(lines, day, law, language)
    amounts = {line.rule: line.amount for line in lines}
    wage = money(float(answers["monthly_wage"]), language)
    left = asked.say("web_questions.slip_left")
    rows = [inline.Mark(left, amounts["net_pay"], text=paper.net, tone="a")]
    rows += [inline.Mark(each.name, amounts[each.rule], text=each.amount, tone="b") for each in paper.withheld]
    title = asked.say("web_questions.slip_chart", wage=wage)
    about = asked.say("web_questions.slip_about")
    source = asked.say("web_payslip.source", month=paper.month)
    drawn = inline.Picture(
        "withheld", title, about, inline.bars(rows), source=source,
        description="; ".join(f"{row.name}: {row.text}" for row in rows),
        table=inline.marked("withheld", title, about, source, rows, language),
    )  # fmt: skip
    page = asked.url("payslip", wage=number(float(answers["monthly_wage"]), language), month=f"{day:%Y-%m}")
    return Shown(
        asked.say("web_questions.slip", wage=wage, withheld=paper.total_withheld, net=paper.net),
        pictures=(charted(drawn, question, values, asked),), links={asked.say("web_questions.slip_page"): page},
    )  # fmt: skip


def finiquito(question: Asking, values: Values, asked: Asked) -> Shown:
    """The settlement as the Ministry's form has it."""
    from ayni.family import finiquito as form_of

    law, language = bolivia(), asked.language
    form = form_of(next(iter(persons_of(question, values).values())), law)
    amount = money(form.amount("finiquito_net"), language, 2)
    sentence = asked.say("web_questions.finiquito", amount=amount, day=written_day(form.pay_by, language))
    return Shown(sentence, tables=(report.finiquito_table(form, law, language),))


def retirement(question: Asking, values: Values, asked: Asked) -> Shown:
    """The first day of the solidarity pension, and how much."""
    from ayni.family import retirement as retirement_of

    law, language = bolivia(), asked.language
    answers = next(iter(persons_of(question, values).values()))
    if answers.get("sex") == "man":
        answers.pop("live_born_children", None)
    found = retirement_of(answers, law, day_of(question, values))
    sentence = asked.say("web_questions.retirement", day=written_day(found.first, language))
    return Shown(sentence, tables=(report.retirement_table(found, law, language),))


def pregnancy(question: Asking, values: Values, asked: Asked) -> Shown:
    """Every month of a pregnancy and of the child's first year, with what is due in it."""
    from ayni.family import pregnancy as pregnancy_of

    law, language = bolivia(), asked.language
    found = pregnancy_of(next(iter(persons_of(question, values).values())), law, day_of(question, values))
    months, *claims = report.pregnancy_tables(found, law, language)
    total, *more = months.remarks
    return Shown(total, tuple(more), tables=(replace(months, remarks=()),), folded=tuple(claims))


def family(question: Asking, values: Values, asked: Asked) -> Shown:
    """What the law gives and asks of persons; where the file says so, of certain rules alone and month by month."""
    from ayni.family import amount_text, family as family_of, label, why_not
    from ayni.runs import household

    law, language = bolivia(), asked.language
    of = family_of(persons_of(question, values), day_of(question, values), law)
    found = household(of, law)
    wanted = question.file.answers
    chosen = [each for each in found.answers if not wanted or {each.rule, each.instrument} & {*wanted}]
    cards = [
        Card(
            label(each.rule, law, language), amount_text(each, language), each.paid_in.get(language, ""), each.law,
            asked.url("law", each.instrument, date=of.day.isoformat()),
        )
        for each in chosen if each.applies
    ]  # fmt: skip
    if wanted:
        cards += [
            Card(label(each.rule, law, language), why_not(each, law, language), closed=True)
            for each in chosen if not each.applies
        ]  # fmt: skip
    applying = [card for card in cards if not card.closed]
    first = applying[0] if applying else None
    known = report.known_sentence(found, language)
    if question.file.calendar:
        year = [_filled(table) for table in report.year_tables(found.year, of, law, language)]
        sentences = year[0].remarks or (asked.say("web_questions.none"),)
        return Shown(
            sentences[0], sentences[1:], tuple(cards), known=known,
            tables=tuple(replace(each, remarks=()) for each in year),
        )  # fmt: skip
    return Shown(
        asked.say("web_questions.gives" if first else "web_questions.none", **(asdict(first) if first else {})),
        cards=tuple(cards), known=known,
    )  # fmt: skip


def _filled(table: Table) -> Table:
    """A table without the columns that hold nothing, such as the person's where there is one."""
    kept = [
        at for at in range(len(table.columns) - 1) if any(line.cells and line.cells[at].text for line in table.lines)
    ]
    lines = tuple(
        replace(line, cells=tuple(line.cells[at] for at in kept)) if line.cells else line for line in table.lines
    )
    columns = (table.columns[0], *(table.columns[at + 1] for at in kept))
    return replace(
        table, columns=columns, lines=lines, words=tuple(kept.index(at - 1) + 1 for at in table.words if at - 1 in kept)
    )


# ---- the law between two days


def changes(question: Asking, values: Values, asked: Asked) -> Shown:
    """What changed in the law between two days, and what that did to typical families."""
    from ayni.runs import law_difference

    law, language = bolivia(), asked.language
    before, after = day_of(question, values, "before"), day_of(question, values, "after")
    if before > after:
        raise AyniError("days_out_of_order", start=before, end=after)
    found = law_difference(law, before, after)
    changed, families = report.difference_tables(found, language)
    count = len(changed.lines)
    key = {0: "changes_none", 1: "changes_one"}.get(count, "changes")
    sentence = asked.say(
        f"web_questions.{key}", before=written_day(before, language), after=written_day(after, language), n=count
    )
    return Shown(sentence, tables=(changed,) if count else (), folded=(families,) if count else ())


# ---- a command on a survey


def options_of(question: Asking, values: Values) -> dict[str, Any]:
    """The options of the command, with what was said in the place of what is fixed."""
    found: dict[str, Any] = json.loads(
        json.dumps({key: of for key, of in question.file.given.items() if key != "command"})
    )
    for ask in question.file.asks:
        if ask.type == "survey":
            continue
        name, _, key = ask.name.partition(".")
        value: Any = values.get(ask.name, "")
        if ask.type == "count":
            value = float(value) if "." in value else int(value or 0)
        if key:
            found.setdefault(name, {})[key] = value
        else:
            found[name] = value
    return found


def run_of(question: Asking, values: Values, asked: Asked) -> dict[str, Any]:
    """What the pool is asked for."""
    surveys = {ask.name: values.get(ask.name, "") for ask in question.file.asks if ask.type == "survey"}
    site = asked.site
    return {
        "command": question.command,
        "survey": site.survey(surveys.get("d", "")),
        "before": site.survey(surveys["before"]) if "before" in surveys else "",
        "options": options_of(question, values),
    }


async def run(question: Asking, values: Values, asked: Asked) -> Shown:
    """The charts and tables of a command, and its first sentences."""
    from starlette.concurrency import run_in_threadpool

    if question.file.recorded:
        found = report.from_json(await run_in_threadpool(recorded, question, values))
    else:
        given = run_of(question, values, asked)
        found = report.unpacked(await asked.site.jobs.run("command", **given, layout="packed"))
    return await run_in_threadpool(of_rows, found, question, values, asked)


def recorded(question: Asking, values: Values) -> bytes:
    """The recorded rows, as JSON. Raises AyniError where there are none."""
    import gzip

    path = question.record(values)
    if not path.exists():
        raise AyniError("question_not_recorded", file=path.name)
    return gzip.decompress(path.read_bytes())


def of_rows(found: Result, question: Asking, values: Values, asked: Asked) -> Shown:
    """What is shown of the rows of a run."""
    from ayni.report.findings import headlines

    language, said = asked.language, {**values}

    def file(name: str, **query: str) -> str:
        return asked.url("questions", question.file.path[language], name, **{**said, **query})

    pictures = []
    for chart in report.charts(found, language, question.file.charts):
        rows = of_table(found, chart.table.id)
        picture = inline.of_chart(chart, language, large=len(question.file.charts) == 1)
        data = partial(report.rows_as_bytes, rows, "csv") if rows.rows else None  # else the printed table
        pictures.append(asked.charted(picture, file(chart.id), rows=data, **people_of(found)))
    sentences = headlines(report.Figures(found), language)
    titles = {each.title for each in pictures}
    first = pictures[0].title if pictures else sentences[0]
    tables = [table for table in report.tables(found, language, question.file.tables) if table.id != "data"]
    layouts = {"rows": "rows.csv", "rows_es": "rows-es.csv", "json": "rows.json", "receipt": "receipt.json"}
    if question.file.recorded:
        layouts.pop("receipt")
    return Shown(
        _whole(first), tuple(each for each in sentences if each not in titles), pictures=tuple(pictures),
        folded=tuple(tables), files={asked.say(f"web_questions.{key}"): file(name) for key, name in layouts.items()},
    )  # fmt: skip


def of_table(found: Result, table: str) -> Result:
    """The rows of one table; without a name all."""
    return found.where(row for row in found if row.table == table) if table else found


def _whole(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


SHOWS = {
    "worth": worth, "payslip": payslip, "finiquito": finiquito, "retirement": retirement, "pregnancy": pregnancy,
    "family": family, "changes": changes,
}  # fmt: skip
