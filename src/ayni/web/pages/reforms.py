"""Changing the law: a programme's amounts are typed over; what that costs and does follows what is typed.

The whole state is in the address: `r` for each change (`instrument.parameter:value@date`), `b` for those of a second
reform beside it, `of` the programme whose amounts stand in the form, `d` the survey, `without` what is left out of both
sides, `take_up`, `accounting` and what is asked of time. The form's own fields (an amount by its parameter's
identifier, `since` and `until` of all of them; `p`, `v`, `from`, `to` of any other) lead to that address.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct
from msgspec.structs import replace
from starlette.responses import RedirectResponse, Response

from ayni.report.pictures import can_draw
from ayni.web.charted import KINDS, Charted, people_of
from ayni.web.jobs import BusyError, FailedError
from ayni.web.site import Asked, Pages, address
from ayni.web.time import pairs_of_time, time_of
from ayni.words import LANGUAGES, AyniError, Language, say

if TYPE_CHECKING:
    from jinja2 import Environment

    from ayni.engine import Parameter
    from ayni.report.inline import Picture
    from ayni.scenario import Result

PAGES = Pages()
FIELDS = ("p", "v", "from", "to")
CHOICES = {
    "at": ("", "survey", "last"), "take_up": ("legal", "observed"), "accounting": ("year", "quarter", "month"),
}  # fmt: skip
WITHOUT = ("thirteenth", "split")
"""What may be left out on both sides: the payment at the end of the year, and the smaller amount beside a pension."""
THIRTEENTH, AMOUNT, BESIDE_A_PENSION = (
    f"renta_dignidad.{name}" for name in ("thirteenth_payment", "monthly_non_pensioner", "monthly_pensioner")
)
HEADLINE = ("reform", "comparison", "costs")
"""The tables that stand folded under the charts."""
CHARTS = ("winners", "gains", "comparison_groups", "carry_used")
"""The charts, each with its table."""
ROWS_OF = {"comparison_groups": "comparison", "carry_used": ""}
"""The table of rows of a chart, where it has another name; what is drawn of the data card has none, and is the same
under every reform."""
FIRST = "renta_dignidad"
"""The programme whose amounts stand in the form where none is asked for."""
MAIN = 3
"""So many parameters of a programme without amounts of money are not folded."""
EXAMPLES = {
    "renta_dignidad_700": ("renta_dignidad.monthly_non_pensioner:700",),
    "renta_dignidad_500": ("renta_dignidad.monthly_non_pensioner:500@2019-07-01.2025-12-31",),
    "juancito_pinto_in_prices_of_2006": (
        "bono_juancito_pinto.amount:389.43@2019-01-01", "bono_juancito_pinto.amount:393.1@2020-01-01",
        "bono_juancito_pinto.amount:396.0@2021-01-01", "bono_juancito_pinto.amount:402.91@2022-01-01",
        "bono_juancito_pinto.amount:413.3@2023-01-01", "bono_juancito_pinto.amount:434.37@2024-01-01",
        "bono_juancito_pinto.amount:519.15@2025-01-01.2025-12-31",
    ),
    "two_amounts": (
        "renta_dignidad.monthly_non_pensioner:2000@2026-01-01", "renta_dignidad.monthly_pensioner:1000@2026-01-01",
    ),
    "rc_iva": ("rc_iva.rate:0.15",),
}  # fmt: skip
"""Where to start: files of `reforms/` that are data only, and two of one line."""
BESIDE = {
    "juancito_pinto_500": ("bono_juancito_pinto.amount:500",),
    "renta_dignidad_700": EXAMPLES["renta_dignidad_700"],
    "two_amounts": EXAMPLES["two_amounts"],
    "disability_500": ("bono_discapacidad.amount:500",),
}
"""What may stand beside a reform."""
CHART_TYPES = {"svg": "image/svg+xml", "json": "application/json"}
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
TYPES = {
    "json": "application/json", "csv": "text/csv", "yaml": "application/yaml", "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


class Change(Struct, frozen=True, dict=True):
    """One change as it stands in the form: what is typed, what that says, and what is wrong with it."""

    parameter: str = ""
    value: str = ""
    start: str = ""
    end: str = ""
    identifier: str = ""
    """The parameter that is meant; empty where none was found."""
    text: str = ""
    """The change as the address holds it; empty while it is not whole."""
    read_as: str = ""
    wrong: AyniError | None = None

    @cached_property
    def typed(self) -> tuple[str, str, str, str]:
        """The form's fields."""
        return self.parameter, self.value, self.start, self.end


def of_text(text: str, language: Language) -> list[Change]:
    """A change from the address; one that cannot be read, which is then wrong."""
    from ayni.law import bolivia
    from ayni.report.parameters import parameter_value, typed_value
    from ayni.scenario import as_texts, of_texts

    try:
        content = of_texts([text])
        (name, given), (whole,) = next(iter(content.items())), as_texts(content)
        parameter = bolivia().parameter(name)
    except AyniError as wrong:
        return [Change(wrong=wrong)]
    date, value = next(iter(given.items())) if isinstance(given, Mapping) else ("", given)
    start, _, end = date.partition(".")
    plain = re.fullmatch(r"(0|[1-9]\d*)(\.\d+)?", value) and not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", value)
    typed = typed_value(float(value), parameter.unit, language) if plain else value
    read_as = parameter_value(float(value), parameter.unit, language) if plain else ""
    return [Change(name, typed, start, end, name, whole, read_as)]


def of_fields(change: Change, language: Language) -> Change:
    """A change from what is typed; one of which nothing is stays as it is, so that its neighbours keep their places."""
    from ayni.law import bolivia
    from ayni.report.parameters import find_parameter, parameter_value, read_value

    if not any(map(str.strip, change.typed)):
        return change
    try:
        name = find_parameter(change.parameter, bolivia(), language)
        change = replace(change, identifier=name)
        if not change.value.strip():
            return change
        unit = bolivia().parameter(name).unit
        value = read_value(change.value, unit, language)
    except AyniError as wrong:
        return replace(change, wrong=wrong)
    plain = str(int(value)) if value.is_integer() else repr(value)
    date = change.start + (f".{change.end}" if change.end else "")
    text = f"{name}:{plain}" + (f"@{date}" if date else "")
    return replace(change, text=text, read_as=parameter_value(value, unit, language))


class Base(Struct, frozen=True):
    """What the law is compared with: its day, and the people and their month."""

    day: dt.date
    month: str = ""
    persons: int = 0

    @property
    def earlier(self) -> int:
        """The year of the law where it is not this one, else 0."""
        return self.day.year if self.day.year != dt.date.today().year else 0


class Amount(Struct, frozen=True):
    """A parameter of the programme in the form: what it is now, and what is typed over it."""

    parameter: Parameter
    now: float
    change: Change
    """Empty where nothing is typed."""
    language: Language

    @property
    def id(self) -> str:
        """Its identifier in the page."""
        return "v-" + self.parameter.id.replace(".", "-")

    @property
    def typed(self) -> str:
        """What stands in the field."""
        from ayni.report.parameters import typed_value

        return self.change.value if self.is_changed else typed_value(self.now, self.parameter.unit, self.language)

    @property
    def is_changed(self) -> bool:
        """Whether something else is typed than holds now."""
        return bool(self.change.value)

    @property
    def was(self) -> str:
        """What holds now, in words."""
        return self._said(self.now)

    @property
    def becomes(self) -> str:
        """What is typed, as it was read."""
        value = re.search(r":([\d.]+)", self.change.text)
        return self._said(float(value[1])) if value else ""

    @property
    def step(self) -> float:
        """By how much a press of a button moves it."""
        unit = self.parameter.unit
        if unit.endswith("share"):
            return 0.5
        if not unit.startswith("Bs"):
            return 1
        return next(step for least, step in ((1000, 100), (200, 50), (50, 10), (0, 5)) if self.now >= least)

    def moved(self, way: int) -> str:
        """The text of the field after a press of a button."""
        from ayni.report.parameters import read_value, typed_value

        unit = self.parameter.unit
        value = read_value(self.typed, unit, self.language)
        step = self.step / 100 if unit.endswith("share") else self.step
        return typed_value(max(0.0, round(value + way * step, 10)), unit, self.language)

    def _said(self, value: float) -> str:
        from ayni.report.reform_page import in_unit
        from ayni.words import catalogue

        per, said = f"web_per.{self.parameter.unit}", in_unit(value, self.parameter.unit, self.language)
        return f"{said} {say(per, self.language)}" if per in catalogue() else said


class State(Struct, frozen=True, dict=True):
    """What a request for the page says."""

    asked: Asked
    base: Base
    programme: str
    amounts: tuple[Amount, ...]
    changes: tuple[Change, ...]
    """Those of other programmes, of other days, and in the row for any other parameter."""
    against: tuple[str, ...]
    span: tuple[str, str]
    """From when until when the amounts of the form hold, as it was typed."""
    without: tuple[str, ...]
    options: Mapping[str, str]
    refused: AyniError | None = None
    """Why the people cannot be had as they are asked for."""

    @classmethod
    async def of(cls, asked: Asked) -> State:
        """The state in the address: its changes, then those in the form's fields."""
        from ayni.law import bolivia
        from ayni.report.parameters import find_parameter

        query = asked.request.query_params
        options = {name: query.get(name) or known[0] for name, known in CHOICES.items()}
        time_of(query)
        for name, value in options.items():
            if name != "at" and value not in CHOICES[name]:
                raise AyniError("not_a_choice", option=name, value=value, choices=", ".join(CHOICES[name]))
        options = {"d": asked.survey, **options}
        base, refused = await base_of(asked, options["d"])
        held = [change for text in query.getlist("r") for change in of_text(text, asked.language)]
        typed = zip_longest(*(query.getlist(name) for name in FIELDS), fillvalue="")
        rows = [Change(p, v, start, end) for p, v, start, end in typed if any(map(str.strip, (p, v, start, end)))]
        alone = [row.parameter for row in rows if row.parameter.strip() and not row.value.strip()]
        programme = query.get("of", "")
        if alone and not programme:
            programme = find_parameter(alone[0], bolivia(), asked.language).partition(".")[0]
            rows = [row for row in rows if row.parameter not in alone]
        known = [change.identifier.partition(".")[0] for change in held if change.identifier]
        programme = programme or next(iter(known), FIRST)
        bolivia().instrument(programme)
        span, amounts, others = in_form(asked, programme, held, base)
        others = [*others, *(of_fields(row, asked.language) for row in rows)]
        without = tuple(name for name in WITHOUT if name in query.getlist("without"))
        return cls(
            asked, base, programme, amounts, tuple(others), tuple(query.getlist("b")), span, without, options, refused,
        )  # fmt: skip

    @cached_property
    def whole(self) -> tuple[Change, ...]:
        """Every change, those of the form first."""
        return (*(each.change for each in self.amounts if each.is_changed), *self.changes)

    @property
    def texts(self) -> list[str]:
        """The changes that are whole."""
        return [change.text for change in self.whole if change.text]

    @property
    def wrong(self) -> AyniError | None:
        """The first thing that is wrong with what was asked."""
        return self.refused or next((change.wrong for change in self.whole if change.wrong), None)

    @property
    def common(self) -> dict[str, Any]:
        """What the model is asked of everything but the reform."""
        return {"survey": self.options["d"], "time": self.time, "take_up": self.options["take_up"]}

    @property
    def question(self) -> dict[str, Any]:
        """What the model is asked."""
        return self.question_of(self.texts, self.without)

    def question_of(self, texts: Sequence[str], without: Sequence[str]) -> dict[str, Any]:
        """What the model is asked of other changes on the same people, with parts of the law left out on both sides."""
        from ayni.scenario import of_texts

        texts, base = left_out(list(texts), without, self.base.day)
        own = {"reform": of_texts(texts), "accounting": self.options["accounting"]}
        return {**self.common, **own, **({"base": of_texts(base)} if base else {})}

    @property
    def time(self) -> dict[str, Any]:
        """Whose people and money; of a survey however old where the last month is asked for, its own where none."""
        return time_asked(self.asked)

    @cached_property
    def content(self) -> dict[str, Any]:
        """The changes as what a reform file holds."""
        from ayni.scenario import of_texts

        return of_texts(left_out(self.texts, self.without, self.base.day)[0])

    def address(
        self, *parts: str, language: Language | None = None, texts: Sequence[str] | None = None,
        against: Sequence[str] | None = None, of: str | None = None, without: Sequence[str] | None = None, **more: str,
    ) -> str:  # fmt: skip
        """The address of this state, or of a part of it; what is not whole stands in it as it was typed."""
        pairs = [("r", text) for text in (self.texts if texts is None else texts)]
        if texts is None and language in (None, self.asked.language):
            for change in self.changes:
                if not change.text and any(change.typed):
                    pairs += zip(FIELDS, change.typed, strict=True)
            pairs += [
                (each.parameter.id, each.change.value)
                for each in self.amounts
                if each.change.value and not each.change.text
            ]
        pairs += [("b", text) for text in (self.against if against is None else against)]
        first = pairs[0][1].partition(".")[0] if pairs and pairs[0][0] == "r" else FIRST
        wanted = self.programme if of is None else of
        pairs += [("of", wanted)] if wanted != first else []
        pairs += [("without", each) for each in (self.without if without is None else without)]
        chosen = {**self.options, **more}
        pairs += [(name, value) for name, value in chosen.items() if value != CHOICES.get(name, ("",))[0]]
        pairs += pairs_of_time(self.asked.request.query_params)
        path = address(language or self.asked.language, "reforms", *parts)
        return f"{path}?{urlencode(pairs, safe=':@')}"

    def example(self, texts: tuple[str, ...]) -> str:
        """The address of other changes under the same options; of those with an end, in the survey's own month."""
        ended = any(re.search(r"@\d{4}-\d\d-\d\d\.", text) for text in texts)
        return self.address(texts=texts, of=texts[0].partition(".")[0], at="survey" if ended else "")

    def without_change(self, change: Change) -> str:
        """The address without one of the changes."""
        return self.address(texts=[text for text in self.texts if text != change.text])

    def in_words(self, change: Change) -> str:
        """A change that does not stand in the form: programme, parameter, value and days."""
        from ayni.law import bolivia
        from ayni.report.parameters import reform_changes
        from ayni.scenario import of_texts, read_reform

        reform = read_reform(of_texts([change.text]), bolivia())
        return "; ".join(reform_changes(reform, bolivia(), self.asked.language))

    @property
    def others(self) -> dict[str, tuple[str, ...]]:
        """Reforms to set beside this one, by what they are called."""
        found = {self.asked.say(f"web_reforms.example_{name}"): texts for name, texts in BESIDE.items()}
        return {name: texts for name, texts in found.items() if list(texts) != self.texts}

    @property
    def mirror(self) -> str:
        """The same state in the other language."""
        return self.address(language=LANGUAGES[1 - LANGUAGES.index(self.asked.language)])

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All that the address holds, for a form beside it."""
        return parse_qsl(urlsplit(self.address()).query)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form holds besides its fields."""
        pairs = [("r", change.text) for change in self.changes if change.text]
        pairs += [("of", self.programme), *(("b", text) for text in self.against)]
        return pairs + pairs_of_time(self.asked.request.query_params)


def time_asked(asked: Asked) -> dict[str, Any]:
    """Whose people and money; of a survey however old where the last month is asked for, its own where none."""
    time = time_of(asked.request.query_params)
    return {**time, "far": time["far"] or time["at"] == "last", "opens": not (time["at"] or time["prices"])}


async def base_of(asked: Asked, survey: str) -> tuple[Base, AyniError | None]:
    """The day of the law and the people; today's where these people cannot be had, and why."""
    try:
        found = json.loads(await asked.site.jobs.run("standing", survey=survey, time=time_asked(asked)))
    except AyniError as wrong:
        return Base(dt.date.today()), wrong
    return Base(dt.date.fromisoformat(found["law_day"]), found["month"], found["persons"]), None


def in_form(
    asked: Asked, programme: str, held: Sequence[Change], base: Base
) -> tuple[tuple[str, str], tuple[Amount, ...], list[Change]]:
    """The span of the form's amounts, these amounts with what is typed over them, and the other changes."""
    from ayni.law import bolivia
    from ayni.report.parameters import read_value
    from ayni.runs.reform import value_on
    from ayni.scenario.reform import why_not_on_surveys

    query, language = asked.request.query_params, asked.language
    ours = [change for change in held if change.identifier.partition(".")[0] == programme]
    sent = any(name.partition(".")[0] == programme for name in query)
    first = next(iter(ours), Change())
    span = (query.get("since", ""), query.get("until", "")) if sent else (first.start, first.end)
    fitting = {} if sent else {change.identifier: change for change in ours if (change.start, change.end) == span}
    several = {name for name in fitting if sum(change.identifier == name for change in ours) > 1}
    fitting = {name: change for name, change in fitting.items() if name not in several}
    amounts = []
    for parameter in bolivia().instruments[programme].parameters.values():
        now = value_on(bolivia(), parameter.id, base.day)
        if not isinstance(now, int | float) or why_not_on_surveys(parameter.id, bolivia()) is not None:
            continue
        change = fitting.get(parameter.id, Change())
        amount = Amount(parameter, float(now), change, language)
        text = query.get(parameter.id)
        if text is not None and text.strip():
            pressed = (
                {} if asked.is_fragment else {query.get("more"): 1, query.get("less"): -1}
            )  # a script moves it itself
            way = pressed.get(parameter.id, 0)
            change = Change(parameter.id, text, *span)
            try:
                change = replace(change, value=replace(amount, change=change).moved(way) if way else text)
                same = read_value(change.value, parameter.unit, language) == now
            except AyniError:
                same = False
            amount = replace(amount, change=Change() if same else of_fields(change, language))
        amounts.append(amount)
    shown = [each.change for each in amounts]
    return span, tuple(amounts), [change for change in held if change not in shown]


def left_out(texts: list[str], without: Sequence[str], day: dt.date) -> tuple[list[str], list[str]]:
    """The changes, and those of the law before them, where parts of the law are left out on both sides.

    Without the smaller amount beside a pension everybody has the larger one, now and under the reform.
    """
    from ayni.law import bolivia
    from ayni.runs.reform import value_on

    base: list[str] = []
    if "thirteenth" in without:
        base.append(f"{THIRTEENTH}:0")
        texts = [text for text in texts if not text.startswith(f"{THIRTEENTH}:")]
    if "split" in without:
        base.append(f"{BESIDE_A_PENSION}:{value_on(bolivia(), AMOUNT, day):g}")
        texts = [text for text in texts if not text.startswith(f"{BESIDE_A_PENSION}:")]
        texts += [text.replace(AMOUNT, BESIDE_A_PENSION, 1) for text in texts if text.startswith(f"{AMOUNT}:")]
    return texts, base


@PAGES.page("reforms")
@PAGES.charts("reforms", "/side")
async def reforms(asked: Asked) -> Response:
    """The form, and what the reform in it costs and does."""
    state = await State.of(asked)
    has_fields = any(asked.query.get(name) for name in ("v", "since")) or any("." in name for name in asked.query)
    if has_fields and not asked.is_fragment and not state.wrong and all(change.text for change in state.whole):
        return RedirectResponse(state.address(), 303)
    found: dict[str, Any] = {"state": state, "sentence": "", "view": None, "rest": None}
    status = 200
    try:
        if state.wrong:
            raise state.wrong
        if state.texts:
            rows = await rows_of(state, headline=asked.is_fragment)
            found["view"] = view(state, rows)
            if not asked.is_fragment:
                found["rest"] = await rest(state, rows)
    except AyniError as wrong:
        found["sentence"], status = wrong.in_language(asked.language), 400
    except (BusyError, FailedError) as failed:
        if not asked.is_fragment:
            raise
        found["sentence"] = asked.say(f"web_error.{failed.key if isinstance(failed, BusyError) else 'failed'}")
    if asked.is_fragment:  # htmx puts in what has status 200 only
        answer = asked.page("part_reform.html.j2", title="", **found)
        answer.headers["HX-Replace-Url"] = state.address()
        return answer
    said = found["view"]
    return asked.page(
        "reforms.html.j2", title=said["title"] if said else asked.say("web_reforms.title"), status=status,
        about=f"{said['sentence']} {said['on_what']}." if said else asked.say("web_reforms.about"),
        image=state.address("card.png") if said and can_draw() else "",
        choices=CHOICES, examples=EXAMPLES, programmes=programmes(state), main=MAIN,
        listing=listing(asked.site.environment, asked.language),
        has_money=any(each.parameter.unit.startswith("Bs") for each in state.amounts), **found,
    )  # fmt: skip


def programmes(state: State) -> list[tuple[str, str, str]]:
    """Every programme that a survey can run on the law's day: its identifier, its name, and the address of its form."""
    from ayni.law import bolivia
    from ayni.scenario.reform import why_not_on_surveys

    found = []
    for instrument in bolivia().instruments.values():
        able = any(why_not_on_surveys(each.id, bolivia()) is None for each in instrument.parameters.values())
        if able and instrument.day_in_force(state.base.day, within_year=True):
            name = instrument.called[state.asked.language]
            found.append((instrument.id, name, state.address(of=instrument.id)))
    return sorted(found, key=lambda each: (each[0] != FIRST, each[1]))


@lru_cache(len(LANGUAGES))
def listing(environment: Environment, language: Language) -> Mapping[str, str]:
    """The parameters by programme, as they stand on every page: to choose one in the form, and as links."""
    from ayni.law import bolivia
    from ayni.report.parameters import parameters_for_reforms

    found = list(parameters_for_reforms(bolivia(), language))
    written: Any = environment.get_template("reform_listing.html.j2").module
    links = written.links(found, lambda key: say(key, language), partial(address, language))
    return {"options": written.options(found), "links": links}


async def rows_of(state: State, *, headline: bool = False) -> Result:
    """The rows of the reform; with `headline` those of the whole country."""
    return await answered(state, state.question, headline=headline)


async def answered(state: State, question: Mapping[str, Any], *, headline: bool = False) -> Result:
    """The rows of a reform on these people, with the names of the programmes that are changed."""
    from ayni.law import bolivia
    from ayni.report import unpacked
    from ayni.report.reform_page import with_names

    content = await state.asked.site.jobs.run("reform", layout="packed", headline=headline, **question)
    return with_names(unpacked(content), bolivia())


def view(state: State, rows: Result) -> dict[str, Any]:
    """What follows what is typed: title, first sentence, strip and cards."""
    from markupsafe import Markup

    from ayni.report import reform_page
    from ayni.report.figures import by_survey

    language, figures = state.asked.language, by_survey(rows)[0]
    cards = [(key, said, Markup(drawn)) for key, said, drawn in reform_page.cards(figures, language)]
    return {
        "title": reform_page.title(figures, language),
        "question": reform_page.question(figures, language),
        "sentence": reform_page.sentence(figures, language),
        "on_what": reform_page.on_what(figures, language),
        "strip": reform_page.strip(figures, language),
        "cards": cards,
        "synthetic": figures.synthetic,
        "carried": bool(figures.card and figures.card.carried),
        "persons": figures.card.persons if figures.card else 0,
    }


async def rest(state: State, rows: Result) -> dict[str, Any]:
    """Who gains and where, the second reform, who pays, the tables, and what can be taken along."""
    from ayni import report
    from ayni.evidence.promise import promises
    from ayni.report import inline, reform_page, tables
    from ayni.report.figures import by_survey
    from ayni.report.findings import headlines

    language, figures = state.asked.language, by_survey(rows)[0]
    pictures = {}
    for chart in report.charts(rows, language, CHARTS):
        if chart.id == "winners":
            chart = replace(chart, title=figures.named(reform_page.winners(figures, language), language))
        of_card = not ROWS_OF.get(chart.id, chart.id)
        pictures[chart.id] = inline.of_chart(chart, language, files_of(state, chart.id), kept=of_card)
    where = reform_page.departments(figures, language, figures.source(language))
    changed = {change.identifier for change in state.whole}
    found = {
        "pictures": pictures,
        "where": where and (replace(where[0], files=files_of(state, "comparison_groups")), where[1]),
        "said": [figures.named(each, language) for each in headlines(figures, language)],
        "budget": reform_page.budget(figures, language),
        "budget_table": tables(rows, language, ("budget",)),
        "tables": tables(rows, language, HEADLINE),
        "more": tables(rows, language, ("carry_factors", "carry_lines")),
        "unfinanced": bool(rows.reform and rows.reform.financing == "unfinanced"),
        "saves": bool(rows.reform and rows.reform.financing == "unspent"),
        "cost": reform_page.cost_of(figures),
        "promised": [each for each in promises().values() if changed & each.reform.keys()],
        "of_old_age": any(text.startswith(f"{FIRST}.monthly") for text in state.texts),
        "side": None,
    }
    if state.against:
        found["side"] = await side(state, rows)
    return found | await texts(state, rows)


async def texts(state: State, rows: Result) -> dict[str, Any]:
    """The reform as file, command, Python and receipt; not where parts of the law are left out on both sides."""
    from ayni.report.reform_texts import reform_command, reform_file, reform_python

    survey = state.options["d"] != "synthetic"
    found: dict[str, Any] = {"survey": survey, "file": "", "command": "", "python": "", "receipt": ""}
    if state.without:
        return found
    options: dict[str, Any] = {name: state.options[name] for name in ("take_up", "accounting")}
    options |= time_as_run(rows, state.time)
    receipt = await state.asked.site.jobs.run("reform", layout="receipt", **state.question)
    return found | {
        "file": reform_file(state.content),
        "command": reform_command(state.content, survey=survey, **options),
        "python": reform_python(state.content, survey=survey, **options),
        "receipt": json.loads(receipt)["receipt"],
    }


def files_of(state: State, chart: str) -> dict[str, str]:
    """What stands beside a chart, by what it is called."""
    found = {"SVG": state.address(f"{chart}.svg")}
    found["CSV"] = state.address(f"{chart}.csv")
    if table := ROWS_OF.get(chart, chart):
        found[state.asked.say("web_reforms.csv_es")] = state.address("rows-es.csv", table=table)
    found["Vega-Lite"] = state.address(f"{chart}.json")
    found[state.asked.say("web_embed.embed")] = "/embed" + state.address(f"{chart}.svg")
    return {**found, state.asked.say("web_chart.metadata"): state.address(f"{chart}.metadata.json")}


async def side(state: State, rows: Result) -> dict[str, Any]:
    """The second reform beside the first, on the same people."""
    from ayni.report import Figures, reform_page

    language = state.asked.language
    try:
        against = await answered(state, state.question_of(state.against, state.without))
    except AyniError as wrong:
        return {"wrong": wrong.in_language(language)}
    both = [Figures(rows), Figures(against)]
    names = [reform_page.title(each, language) for each in both]
    programmes = [each.partition(":")[0] for each in names]
    short = programmes if len(set(programmes)) == 2 else ["A", "B"]
    picture = reform_page.compared_picture(both, short, language, both[0].source(language))
    return {
        "wrong": "",
        "names": names,
        "lines": reform_page.side_by_side(both, language),
        "gaining": [reform_page.gaining(each, language) for each in both],
        "picture": picture and state.asked.charted(picture, state.address("side")),
    }


def time_as_run(rows: Result, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The options of time by which a command and a line of Python give the same rows."""
    card = rows.cards[0]
    if card.persons is None:
        return {}
    own = {name: asked[name] for name in ("wages", "prices")}
    own |= {name: tuple(asked[name]) for name in ("steps", "calibrate")}
    if card.carried is None:
        return {**own, "at": "" if asked["prices"] else "survey"}
    return {**own, "at": asked["at"], "far": asked["far"]}


# ---- what belongs to a result


@PAGES.page("reforms", "/{part}")
@PAGES.charts("reforms", "/{part}/{chart}")
async def part(asked: Asked) -> Response:
    """What belongs to a result: the charts, what is asked besides, and its files."""
    state, name = await State.of(asked), asked.place["part"]
    if state.wrong:
        raise state.wrong
    if name not in FREE and not state.texts:
        raise AyniError("reform_text", text="")
    if name in PARTS:
        rows = await rows_of(state) if state.texts else None
        try:
            values = await PARTS[name](state, rows)
        except AyniError as wrong:
            if not asked.is_fragment:
                raise
            sentence = wrong.in_language(asked.language)  # htmx puts in what has status 200 only
            return asked.page("part_message.html.j2", title="", sentence=sentence)
        template = f"part_reform_{name}.html.j2"
        if asked.is_fragment:
            return asked.page(template, title="", state=state, **values)
        title = asked.say(f"web_reforms.part_{name}")
        said = view(state, rows) if rows is not None else None
        return asked.page("reform_part.html.j2", title=title, state=state, inside=template, view=said, **values)
    chart, _, layout = name.partition(".")
    if chart == "card" and layout in PICTURES:
        place = asked.site.publisher.url or asked.site.base(asked.request)
        content = await asked.site.jobs.run(
            "reform_card", layout=layout, language=asked.language, address=place.partition("://")[2], **state.question
        )  # fmt: skip
        return file(content, PICTURES[layout])
    if chart in CHARTS:
        if layout in CHART_TYPES:
            content = await asked.site.jobs.run(
                "reform_chart", chart=chart, layout=layout, language=asked.language, **state.question
            )  # fmt: skip
            if content:
                return file(content, CHART_TYPES[layout])
        if f".{layout}" in KINDS:
            of = await beside(state, chart)
            return file(of.content(f".{layout}", asked.language), KINDS[f".{layout}"])
    if name not in FILES:
        raise AyniError("unknown_part", name=name)
    return file(await FILES[name](state), TYPES[name.rpartition(".")[2]], name if name in SAVED else "")


async def charts_part(state: State, rows: Result | None) -> dict[str, Any]:
    """The rest of the page."""
    assert rows is not None
    return {"rest": await rest(state, rows)}


async def costings_part(state: State, _rows: Result | None) -> dict[str, Any]:
    """What one reform costs with and without the payment at the end of the year and the smaller amount."""
    from ayni.report import Figures, figure, interval, reform_page

    language, lines = state.asked.language, []
    for without in ((), ("thirteenth",), ("split",), ("thirteenth", "split")):
        question = state.question_of(state.texts, without)
        figures = Figures(await answered(state, question, headline=True))
        spent = {
            side: figures.find("costs", programme="all_programmes", measure="spending", side=side)
            for side in ("before", "after")
        }
        cost = reform_page.cost_of(figures)
        cells = [
            (figure(row, language), interval(row, language)) if row else ("–", "") for row in (*spent.values(), cost)
        ]
        name = state.asked.say("web_reforms.costing_" + ("_".join(without) or "law"))
        lines.append((name, state.address(without=without), cells, without == state.without))
    return {"lines": lines}


def on_these_people(state: State) -> dict[str, Any]:
    """The options of a command that runs on the people, the month and the law of the page."""
    time = state.time
    own = {name: time[name] for name in ("steps", "wages") if time[name]}
    month = {"prices": time["prices"]} if time["prices"] else {"at": state.base.month, "far": True}
    plain = {"accounting": state.options["accounting"], "take_up": state.options["take_up"]}
    return {**plain, **month, **({} if own.get("wages") == "decree" else {"wages": own["wages"]})}


async def commanded(state: State, command: str, **options: Any) -> Result:
    """The rows of a command on these people."""
    from ayni.report import unpacked

    given = {**on_these_people(state), **options}
    content = await state.asked.site.jobs.run(
        "command", command=command, survey=state.options["d"], before="", options=given, layout="packed"
    )  # fmt: skip
    return unpacked(content)


def target_of(state: State) -> tuple[str, float]:
    """What is aimed at, and the number: millions of Bs, or per cent of the people."""
    from ayni.words.numbers import read_typed

    aim = state.asked.query.get("aim", "cost")
    if aim not in AIMS:
        raise AyniError("not_a_choice", option="aim", value=aim[:40], choices=", ".join(AIMS))
    text = state.asked.query.get("target", "").strip() or AIMS[aim]
    return aim, read_typed(text.rstrip("% "), state.asked.language)


async def solve_part(state: State, _rows: Result | None) -> dict[str, Any]:
    """Which value of the programme's amount costs so much, or brings poverty so far; and what lies about it."""
    from ayni.law import bolivia
    from ayni.report import Figures
    from ayni.report.scenarios.sweep import solved
    from ayni.runs.reform import value_on
    from ayni.web.intent import amount_of

    language = state.asked.language
    parameter = amount_of(bolivia().instruments[state.programme], bolivia())
    if parameter is None:
        raise AyniError("reform_moves_no_income", instruments=state.programme)
    aim, target = target_of(state)
    goal = target * 1e6 if aim == "cost" else target / 100
    found = await commanded(state, "solve", parameter=parameter.id, aim=aim, target=goal)
    figures = Figures(found)
    now = value_on(bolivia(), parameter.id, state.base.day)
    value = next((row.value for row in found if row.table == "solve" and row.value is not None), None)
    pictures = []
    if value is not None and isinstance(now, int | float):
        places = 0 if parameter.unit.startswith("Bs") else 4
        steps = [round(now + (value - now) * part, places) for part in (0.25, 0.5, 0.75, 1.0, 1.25, 1.5)]
        swept = await commanded(
            state, "sweep", parameter=parameter.id, values=sorted({each for each in steps if each > 0})
        )
        pictures = charted(state, swept, "sweep")
    return {"said": [figures.named(solved(figures, language) or "", language)], "pictures": pictures}


async def frontier_part(state: State, _rows: Result | None) -> dict[str, Any]:
    """What the same money does through the amounts of each programme."""
    from ayni.report import Figures
    from ayni.report.scenarios.frontier import finding

    language = state.asked.language
    _, millions = target_of(state)
    found = await commanded(state, "frontier", budget=millions * 1e6)
    figures = Figures(found)
    pictures = charted(state, found, "frontier")
    return {"said": [figures.named(finding(figures, language) or "", language)], "pictures": pictures}


def charted(state: State, found: Result, name: str) -> list[Picture]:
    """A chart of a part, with its files."""
    from ayni import report
    from ayni.report import inline

    asked = state.asked
    address = f"{asked.url('reforms', asked.place['part'], name)}?{asked.request.url.query}"
    return [
        asked.charted(
            inline.of_chart(chart, asked.language), address, rows=lambda: report.rows_as_bytes(found, "csv"),
            **people_of(found),
        )
        for chart in report.charts(found, asked.language, (name,))
    ]  # fmt: skip


AIMS = {"cost": "1000", "moderate": "35", "extreme": "10"}
"""What an amount is sought for, and the number that stands in the field at first."""
PARTS: dict[str, Any] = {
    "cards": charts_part, "costings": costings_part, "solve": solve_part, "frontier": frontier_part,
}  # fmt: skip
FREE: tuple[str, ...] = ("solve", "frontier")
"""The parts that need no reform."""


async def rows_json(state: State) -> bytes:
    """Every row: the bytes of `ayni reform … --format json`."""
    content: bytes = await state.asked.site.jobs.run("reform", **state.question)
    return content


async def rows_csv(state: State, layout: str = "csv", table: str = "") -> bytes:
    """Every row, or those of one `table`."""
    from ayni.report import rows_as_bytes

    wanted, result = table or state.asked.query.get("table"), await rows_of(state)
    chosen = result.where(row for row in result if wanted in (None, row.table))
    return await asyncio.to_thread(rows_as_bytes, chosen, layout)


async def rows_csv_es(state: State) -> bytes:
    """The same for a spreadsheet in Spanish."""
    return await rows_csv(state, "csv-es")


async def beside(state: State, chart: str) -> Charted:
    """What stands beside a chart: its rows, or of what is drawn of the data card its table, and what both are."""
    from ayni import report
    from ayni.report import inline

    result, language = await rows_of(state), state.asked.language
    drawn = next(iter(report.charts(result, language, (chart,))), None)
    if drawn is None:
        raise AyniError("unknown_part", name=chart)
    base, table = state.asked.site.base(state.asked.request), ROWS_OF.get(chart, chart)
    files = {name: f"{base}{where}" for name, where in files_of(state, chart).items()}
    rows = result.where(row for row in result if row.table == table)
    return Charted(
        inline.of_chart(drawn, language), f"{base}{state.address()}", files,
        partial(report.rows_as_bytes, rows, "csv") if table else None, people_of(result),
    )  # fmt: skip


async def reform_yaml(state: State) -> bytes:
    """The reform as a file."""
    from ayni.report.reform_texts import reform_file

    return reform_file(state.content).encode()


async def made(state: State, layout: str) -> bytes:
    """The result as the model's process lays it out."""
    content: bytes = await state.asked.site.jobs.run(
        "reform", layout=layout, language=state.asked.language, **state.question
    )  # fmt: skip
    return content


async def receipt(state: State) -> bytes:
    """The receipt, as `--receipt` writes it."""
    content: bytes = await state.asked.site.jobs.run("reform", layout="receipt", **state.question)
    return content


FILES: dict[str, Any] = {
    "rows.json": rows_json,
    "rows.csv": rows_csv,
    "rows-es.csv": rows_csv_es,
    "reform.yaml": reform_yaml,
    "receipt.json": receipt,
    "report.html": lambda state: made(state, "report"),
    "workbook.xlsx": lambda state: made(state, "workbook"),
}
SAVED = ("report.html", "workbook.xlsx")
"""What a browser saves and does not show: a page with styles of its own, and a workbook."""


def file(content: bytes, media_type: str, name: str = "") -> Response:
    """A file to look at, or to save under a name."""
    headers = {"Content-Disposition": f'attachment; filename="ayni-{name}"'} if name else {}
    return Response(content, media_type=media_type, headers=headers)
