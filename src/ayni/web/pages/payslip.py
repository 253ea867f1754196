"""My pay: the slip of a wage and a month as the paper looks, another month beside it, and what else a job pays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from starlette.responses import Response

from ayni import report
from ayni.engine import Law
from ayni.family import Line, amount_text, family, label, payslip as lines_of
from ayni.family.knowledge import known_until, of_payslip
from ayni.family.payslip import EMPLOYEE
from ayni.law import bolivia
from ayni.report import inline
from ayni.report.payslip import claiming_of_payslip
from ayni.report.slip import beside, slip
from ayni.runs import household
from ayni.web.questions import questions
from ayni.web.site import Asked, Pages, read_day
from ayni.words import AyniError
from ayni.words.numbers import money, month_of_year, plain_typed

PAGES = Pages(cache="no-store")
AMOUNTS = {
    "wage": "monthly_wage", "invoices": "invoices_with_credit", "other": "other_earnings",
    "before": "basic_pay_before_increase", "advances": "advances",
}  # fmt: skip
"""The fields of money in the form, by the answer that each is."""
COUNTS = {
    "service": "years_of_service", "overtime": "overtime_hours", "holidays": "holiday_hours", "nights": "night_hours",
}  # fmt: skip
HOURS = ("overtime", "holidays", "nights")
"""Fields that ask for the sex too: weekly hours differ."""
FIELDS = (*AMOUNTS, *COUNTS, "sex", "month", "beside")
OTHERS = ("horas_extra", "aguinaldo", "finiquito", "jubilacion", "embarazo_mes_a_mes")
"""Questions about a job that have a page of their own."""
TONES = {"net": "a", "contributions": "a2", "taxes": "b", "employer": "g"}


@PAGES.page("payslip")
@PAGES.charts("payslip", "/{chart}")
def payslip(asked: Asked) -> Response:
    """The form, and the slip of what was typed; without a wage that of the minimum wage, as an example."""
    given = {name: asked.query.get(name, "").strip() for name in FIELDS}
    try:
        told = Told.of(asked, given)
        shown = _shown(asked, told)
        wrong = ""
    except AyniError as error:
        told, shown, wrong = None, None, error.in_language(asked.language)
    title = asked.say("web_payslip.title")
    if shown and told and not told.is_example:
        title = asked.say("web_payslip.left", wage=told.wage_text, net=shown["slip"].net)
    return asked.page(
        "payslip.html.j2", title=title, status=400 if wrong else 200, given=given, wrong=wrong, told=told, shown=shown,
        about=asked.say("web_payslip.about"), private=bool(given["wage"]),
        last=f"{dt.date.today():%Y-%m}", others=[questions()[name] for name in OTHERS if name in questions()],
    )  # fmt: skip


class Told(Struct, frozen=True):
    """What was typed, read: the answers of a payslip, its month, and the month to set beside it."""

    answers: Mapping[str, str]
    month: dt.date
    beside: dt.date | None
    is_example: bool
    wage_text: str

    @classmethod
    def of(cls, asked: Asked, given: Mapping[str, str]) -> Told:
        """Raises AyniError for a number or month that cannot be read."""
        month = read_day(given["month"], "month").replace(day=1) if given["month"] else dt.date.today().replace(day=1)
        other = read_day(given["beside"], "beside").replace(day=1) if given["beside"] else None
        answers = {name: plain_typed(given[field], asked.language) for field, name in AMOUNTS.items() if given[field]}
        answers |= {name: given[field] for field, name in COUNTS.items() if given[field]}
        if any(given[field] for field in HOURS) and given["sex"] in ("woman", "man"):
            answers["sex"] = given["sex"]
        is_example = "monthly_wage" not in answers
        if is_example:
            least = bolivia().on(month).parameters("salario_minimo_nacional")
            answers["monthly_wage"] = f"{least.amount if least else 0:.15g}"
        amount = float(answers["monthly_wage"])
        wage = money(amount, asked.language, 0 if amount == round(amount) else 2)
        return cls(answers, month, other if other != month else None, is_example, wage)


def _shown(asked: Asked, told: Told) -> dict[str, Any]:
    """What the page says of a payslip."""
    law, language = bolivia(), asked.language
    lines = lines_of(told.answers, told.month, law)
    until = known_until(law, told.month, of_payslip(law))
    paper = slip(lines, told.month, law, language)
    found: dict[str, Any] = {
        "slip": paper,
        "known": report.known_until(until, told.month, language),
        "cost": _cost(asked, paper),
        "year": _year(asked, told, law),
        "claiming": report.claiming_table(claiming_of_payslip(lines, told.month, law), told.month, law, language),
        "beside": None,
        "today": "",
    }
    if told.beside:
        days = (told.beside, told.month)
        others = lines_of(told.answers, told.beside, law)
        table, same, differing = beside(others, lines, days, law, language)
        found["beside"] = {
            "title": asked.say(
                "web_payslip.beside_title", **{
                    side: month_of_year(day, language) for side, day in zip(("before", "after"), days, strict=True)
                },
            ),
            "table": table, "same": same, "differing": differing,
            "sentence": _than(asked, _net(lines) - _net(others), told.beside),
            "law": asked.url("law_diff", before=min(days).isoformat(), after=max(days).isoformat()),
        }  # fmt: skip
    now = dt.date.today().replace(day=1)
    if told.month != now and told.beside != now and until is None:
        net = money(_net(lines_of(told.answers, now, law)), language, 2)
        found["today"] = asked.say("web_payslip.today", month=month_of_year(now, language), net=net)
    return found


def _net(lines: list[Line]) -> float:
    return next(line.amount for line in lines if line.rule == "net_pay")


def _than(asked: Asked, change: float, month: dt.date) -> str:
    name = month_of_year(month, asked.language)
    if abs(change) < 0.005:
        return asked.say("web_payslip.same", month=name)
    key = "more" if change > 0 else "less"
    return asked.say(f"web_payslip.{key}", amount=money(abs(change), asked.language, 2), month=name)


def _cost(asked: Asked, paper: Any) -> inline.Picture:
    """Where the cost of the job goes."""
    rows = [
        inline.Mark(
            asked.say(f"web_payslip.part_{name}"), value, text=money(value, asked.language, 2), tone=TONES[name]
        )
        for name, value in paper.parts.items()
        if value >= 0.005
    ]
    title = asked.say("web_payslip.cost_title", cost=paper.cost, net=paper.net)
    description = "; ".join(f"{row.name}: {row.text}" for row in rows)
    about, source = asked.say("web_payslip.cost_about"), asked.say("web_payslip.source", month=paper.month)
    drawn = inline.Picture(
        "cost", title, about, inline.parts_of(rows), description=description, source=source,
        table=inline.marked("cost", title, about, source, rows, asked.language),
    )  # fmt: skip
    query = f"?{asked.request.url.query}" if asked.request.url.query else ""
    return asked.charted(drawn, asked.url("payslip", "cost") + query)


def _year(asked: Asked, told: Told, law: Law) -> list[dict[str, str]]:
    """What else the law makes the job pay: each with its amount, when it is paid, and the article."""
    of = family({"worker": {**EMPLOYEE, **told.answers}}, told.month, law)
    found = household(of, law, beyond=True)
    shown = {name for instrument in law.instruments.values() for names in instrument.payslip.values() for name in names}
    return [
        {
            "name": label(answer.rule, law, asked.language),
            "amount": amount_text(answer, asked.language),
            "when": answer.paid_in.get(asked.language, ""),
            "article": answer.law,
            "page": asked.url("law", answer.instrument, date=told.month.isoformat()),
        }
        for answer in found.answers
        if answer.applies and answer.rule not in shown and law.instrument(answer.instrument).kind == "labour"
    ]
