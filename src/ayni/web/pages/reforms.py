"""Reforms: parameters are found and given values and dates; what that costs and does follows what is typed.

The whole state is in the address: `r` for each change (`instrument.parameter:value@date`), `d` the survey, `take_up`
and `accounting`. The form's own fields (`p`, `v`, `from`, `to`, as often as there are changes) lead to that address.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from ayni.web.jobs import BusyError, FailedError
from ayni.web.site import Asked, Pages, address
from ayni.web.time import pairs_of_time, time_of
from ayni.words import LANGUAGES, AyniError, Language

if TYPE_CHECKING:
    from ayni.scenario import Result

PAGES = Pages()
FIELDS = ("p", "v", "from", "to")
CHOICES = {
    "at": ("", "survey", "last"), "take_up": ("legal", "observed"), "accounting": ("year", "quarter", "month"),
}  # fmt: skip
HEADLINE = ("reform", "comparison", "costs", "winners")
"""The tables that follow what is typed."""
CARDS = ("winners", "gains", "comparison_groups", "carry_used")
"""The charts, each with its table."""
ROWS_OF = {"comparison_groups": "comparison", "carry_used": ""}
"""The table of rows of a chart, where it has another name; what is drawn of the data card has none."""
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
CHART_TYPES = {"svg": "image/svg+xml", "json": "application/json"}
TYPES = {"json": "application/json", "csv": "text/csv", "yaml": "application/yaml"}


@dataclass(frozen=True)
class Change:
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


@dataclass(frozen=True)
class State:
    """What a request for the page says."""

    asked: Asked
    changes: tuple[Change, ...]
    options: Mapping[str, str]

    @classmethod
    def of(cls, asked: Asked) -> State:
        """The state in the address: its changes, then those in the form's fields."""
        query = asked.request.query_params
        typed = zip_longest(*(query.getlist(name) for name in FIELDS), fillvalue="")
        changes = [change for text in query.getlist("r") for change in of_text(text, asked.language)]
        changes += [
            of_fields(Change(p, v, start, end), asked.language)
            for p, v, start, end in typed
            if asked.is_fragment or any(map(str.strip, (p, v, start, end)))
        ]
        options = {name: query.get(name) or known[0] for name, known in CHOICES.items()}
        time_of(query)
        for name, value in options.items():
            if name != "at" and value not in CHOICES[name]:
                raise AyniError("not_a_choice", option=name, value=value, choices=", ".join(CHOICES[name]))
        return cls(asked, tuple(changes), {"d": asked.survey, **options})

    @property
    def texts(self) -> list[str]:
        """The changes that are whole."""
        return [change.text for change in self.changes if change.text]

    @property
    def wrong(self) -> AyniError | None:
        """The first thing that is wrong with what was typed."""
        return next((change.wrong for change in self.changes if change.wrong), None)

    @property
    def question(self) -> dict[str, Any]:
        """What the model is asked."""
        own = {name: self.options[name] for name in ("take_up", "accounting")}
        return {"reform": self.content, "survey": self.options["d"], "time": self.time, **own}

    @property
    def time(self) -> dict[str, Any]:
        """Whose people and money; of a survey however old where the last month is asked for, and its own where none."""
        time = time_of(self.asked.request.query_params)
        return {**time, "far": time["far"] or time["at"] == "last", "opens": not (time["at"] or time["prices"])}

    @cached_property
    def content(self) -> dict[str, Any]:
        """The changes as what a reform file holds."""
        from ayni.scenario import of_texts

        return of_texts(self.texts)

    def address(self, *parts: str, language: Language | None = None, without: int | None = None, **more: str) -> str:
        """The address of this state, or of a part of it; what is not whole stands in it as it was typed."""
        kept = [change for index, change in enumerate(self.changes) if index != without]
        pairs = [("r", change.text) for change in kept if change.text]
        pairs += [
            pair
            for change in kept
            if not change.text and any(change.typed) and language in (None, self.asked.language)
            for pair in zip(FIELDS, change.typed, strict=True)
        ]
        chosen = {**self.options, **more}
        pairs += [(name, value) for name, value in chosen.items() if value != CHOICES.get(name, ("",))[0]]
        pairs += pairs_of_time(self.asked.request.query_params)
        path = address(language or self.asked.language, "reforms", *parts)
        return f"{path}?{urlencode(pairs, safe=':@')}"

    def example(self, texts: tuple[str, ...]) -> str:
        """The address of other changes under the same options; of those with an end, in the survey's own month."""
        ended = any(re.search(r"@\d{4}-\d\d-\d\d\.", text) for text in texts)
        return replace(self, changes=tuple(Change(text=text) for text in texts)).address(at="survey" if ended else "")

    @property
    def mirror(self) -> str:
        """The same state in the other language."""
        return self.address(language=LANGUAGES[1 - LANGUAGES.index(self.asked.language)])


@PAGES.page("reforms")
async def reforms(asked: Asked) -> Response:
    """The form, and what the reform in it costs and does."""
    state = State.of(asked)
    has_fields = any(name in asked.query for name in FIELDS)
    if has_fields and not asked.is_fragment and not state.wrong and all(change.text for change in state.changes):
        return RedirectResponse(state.address(), 303)
    found: dict[str, Any] = {"state": state, "sentence": "", "said": [], "tables": [], "cards": None}
    status = 200
    try:
        if state.wrong:
            raise state.wrong
        if state.texts:
            found |= await headline(state)
            if not asked.is_fragment:
                found["cards"] = await cards(state)
    except AyniError as wrong:
        found["sentence"], status = wrong.in_language(asked.language), 400
    except (BusyError, FailedError) as failed:
        if not asked.is_fragment:
            raise
        found["sentence"] = asked.say(f"web_error.{'too_busy' if isinstance(failed, BusyError) else 'failed'}")
    if asked.is_fragment:  # htmx puts in what has status 200 only
        answer = asked.page("part_reform.html.j2", title="", about_of=about, **found)
        answer.headers["HX-Replace-Url"] = state.address()
        return answer
    return asked.page(
        "reforms.html.j2", title=asked.say("web_reforms.title"), status=status, about_of=about, choices=CHOICES,
        kept=pairs_of_time(asked.request.query_params),
        examples=EXAMPLES, listing=listing(asked.language), add="more" in asked.query or not state.changes, **found,
    )  # fmt: skip


def listing(language: Language) -> list[Any]:
    """The parameters by programme."""
    from ayni.law import bolivia
    from ayni.report.parameters import parameters_for_reforms

    return list(parameters_for_reforms(bolivia(), language))


def about(change: Change, language: Language) -> str:
    """What the parameter of a change is."""
    from ayni.law import bolivia
    from ayni.report.parameters import parameter_about

    return parameter_about(change.identifier, bolivia(), language, dt.date.today()) if change.identifier else ""


async def headline(state: State) -> dict[str, Any]:
    """The sentences and tables that follow what is typed."""
    from ayni.report import Figures, from_json, tables
    from ayni.report.findings import headlines

    rows = from_json(await state.asked.site.jobs.run("reform", headline=True, **state.question))
    figures = Figures(rows)
    said = [figures.named(sentence, state.asked.language) for sentence in headlines(figures, state.asked.language)]
    return {"said": said, "tables": tables(rows, state.asked.language, HEADLINE)}


async def cards(state: State) -> dict[str, Any]:
    """The charts with their tables, and the reform as file, command, Python and receipt."""
    from ayni.report import Figures, from_json, tables
    from ayni.report.charts import CHARTS
    from ayni.report.reform_texts import reform_command, reform_file, reform_python

    jobs, language = state.asked.site.jobs, state.asked.language
    rows = from_json(await jobs.run("reform", **state.question))
    figures = Figures(rows)
    found = []
    for identifier in CARDS:
        title = CHARTS[identifier].title(figures, language)
        for table in tables(rows, language, (identifier,)):
            if title is not None:
                found.append((identifier, figures.named(title, language), table))
    options: dict[str, Any] = {name: state.options[name] for name in ("take_up", "accounting")}
    options |= time_as_run(rows, state.time)
    survey = state.options["d"] != "synthetic"
    return {
        "charts": found,
        "more": tables(rows, language, ("budget", "carry_factors", "carry_lines")),
        "rows_of": ROWS_OF,
        "file": reform_file(state.content),
        "command": reform_command(state.content, survey=survey, **options),
        "python": reform_python(state.content, survey=survey, **options),
        "survey": survey,
        "receipt": json.loads(await jobs.run("reform", layout="receipt", **state.question))["receipt"],
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


@PAGES.page("reforms", "/{part}")
async def part(asked: Asked) -> Response:
    """What belongs to a result: its cards, and its files."""
    state, name = State.of(asked), asked.place["part"]
    if state.wrong:
        raise state.wrong
    if not state.texts:
        raise AyniError("reform_text", text="")
    if name == "cards":
        return asked.page("part_reform_cards.html.j2", title="", state=state, cards=await cards(state))
    chart, _, layout = name.partition(".")
    if chart in CARDS and layout in CHART_TYPES:
        content = await asked.site.jobs.run(
            "reform_chart", chart=chart, layout=layout, language=asked.language, **state.question
        )  # fmt: skip
        if content:
            return file(content, CHART_TYPES[layout])
    if name not in FILES:
        raise AyniError("unknown_part", name=name)
    return file(await FILES[name](state), TYPES[layout])


async def rows_json(state: State) -> bytes:
    """Every row: the bytes of `ayni reform … --format json`."""
    content: bytes = await state.asked.site.jobs.run("reform", **state.question)
    return content


async def rows_csv(state: State, layout: str = "csv") -> bytes:
    """Every row, or those of one `table`."""
    from ayni.report import from_json, rows_as_bytes

    table = state.asked.query.get("table")
    result = from_json(await rows_json(state))
    chosen = result.where(row for row in result if table in (None, row.table))
    return await asyncio.to_thread(rows_as_bytes, chosen, layout)


async def rows_csv_es(state: State) -> bytes:
    """The same for a spreadsheet in Spanish."""
    return await rows_csv(state, "csv-es")


async def reform_yaml(state: State) -> bytes:
    """The reform as a file."""
    from ayni.report.reform_texts import reform_file

    return reform_file(state.content).encode()


async def receipt(state: State) -> bytes:
    """The receipt, as `--receipt` writes it."""
    content: bytes = await state.asked.site.jobs.run("reform", layout="receipt", **state.question)
    return content


FILES = {
    "rows.json": rows_json,
    "rows.csv": rows_csv,
    "rows-es.csv": rows_csv_es,
    "reform.yaml": reform_yaml,
    "receipt.json": receipt,
}


def file(content: bytes, media_type: str) -> Response:
    """A file to look at or to save."""
    return Response(content, media_type=media_type)
