"""My household: a few questions, one screen at a time, and the law's answers. All of its state is in the address."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from itertools import count
from typing import Any

from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ayni import report
from ayni.engine import Law
from ayni.family import FIRST_DAY, Answer, Family, dues, family, interview as views, label
from ayni.family.claiming import claiming_of
from ayni.family.dates import as_typed, check, with_age
from ayni.family.interview import GAP, GROWN, MOST_PERSONS, OF_SOME, ROWS, YOUNG, Interview, interview
from ayni.family.near import other_families
from ayni.family.wording import Due
from ayni.law import bolivia
from ayni.report import family_page, inline
from ayni.report.json_and_csv import as_csv
from ayni.runs import household as ask
from ayni.scenario import Reform, of_texts, read_reform
from ayni.web.site import Asked, Pages
from ayni.words import LANGUAGES, AyniError, Language, say

PAGES = Pages(cache="no-store")
OLD_ENOUGH = 14
"""To have a wage."""

ANY = "any"
"""The screen that asks for whom in the family there is more to ask: which of the screens `OF_SOME` are shown."""
KEPT = ("skip", "unsure", "seen")
"""What an address keeps besides the family: screens of nobody, questions without an answer, screens gone through."""
UNKNOWN = "unknown"
MANY = "differs"

Screen = Mapping[str, Any]
Wrong = Mapping[str, str]
"""What is wrong, by the field's name."""


@PAGES.page("household")
def household(asked: Asked) -> Response:
    """A screen; or what one sent, which leads to the next."""
    sent = asked.query.get("of")
    if sent is None:
        of = heard(asked)
        if asked.query.get("s") == ANY:
            return show_any(asked, of)
        return show(asked, of, screen_called(asked.query.get("s") or "people"), refused=cannot_be(of))
    if sent == "month":
        return take_month(asked)
    if sent == ANY:
        return take_any(asked)
    return take_people(asked) if sent == "people" else take(asked, screen_called(sent))


@PAGES.page("household_result")
@PAGES.chart("household_chart", "", ".svg")
@PAGES.chart("household_chart_data", "", ".csv")
@PAGES.chart("household_chart_metadata", "", ".metadata.json")
async def result(asked: Asked) -> Response:
    """What the law gives and asks of the family, and why not; under the address's reform where it holds one."""
    of, reform = heard(asked), reform_of(asked)
    if not of.given:
        return to(asked, "people", of)
    if refused := cannot_be(of):
        return show(asked, of, screen_called("people"), refused=refused)
    found = await run_in_threadpool(lambda: ask(of, law_of(asked), reform, beyond=goes_beyond(asked)))
    law, every = found.law, found.answers
    in_force = tuple(answer for answer in every if answer.applies or answer.refused or answer.trace.in_force)
    gives, why_not = report.family_tables(replace(found, answers=in_force), asked.language)
    language, year = asked.language, found.year
    given = dues(every, law, language)
    by_name = {(due.name, person): due for due in given for person in due.persons}
    many = len(of.names) > 1

    def cards(place: str) -> list[tuple[family_page.Card, Due | None]]:
        shown = family_page.cards(year, place, law, language, many=many)
        return [(card, by_name.get((card.name, card.person or of.names[0]))) for card in shown]

    return asked.page(
        "household_result.html.j2",
        private=True,
        title=family_page.title(year, language),
        of=of,
        state={**state(of, texts_of(asked)), **kept(asked)},
        changes=report.reform_changes(reform, law, language) if reform else [],
        without=asked.url("household_result", **state(of)),
        sums=family_page.totals(year),
        money=lambda value: family_page.amount(value, language),
        lists={place: cards(place) for place in ("now", "coming", "closed")},
        going=family_page.going_on(year, law, language),
        months=family_page.calendar(year, law, language),
        rights=[due for due in given if not due.amount],
        withheld=[due for due in given if due.is_withheld],
        near=await run_in_threadpool(near, asked, of, every, law),
        surprises=family_page.surprises((answer.instrument for answer in every), language),
        message=family_page.message(year, law, language, asked.site.base(asked.request) + asked.url("household")),
        gives=gives,
        known=report.known_sentence(found, language),
        year_remarks=report.year_tables(year, of, law, language)[0].remarks,
        claiming=report.claiming_table(claiming_of(every, of, law), of.day, law, language),
        why_not=why_not,
        not_in_force=sorted({label(answer.rule, law, language) for answer in every if answer not in in_force}),
        assumed=list(dict.fromkeys(text[language] for text in asking().content["assumed"].values())),
        missing=[each for each in asking().screens_for(of) if not is_complete(listed(asked, "unsure"), each, of)],
        told=told(asked, of),
        command=report.family_command(of, law, texts_of(asked)),
        **await budget(asked, of),
    )


def near(asked: Asked, of: Family, every: Sequence[Answer], law: Law) -> list[family_page.Near]:
    """What would be the family's after something that may come about soon."""
    others = {}
    for change, (persons, names) in other_families(of).items():
        other = family(persons, of.day, bolivia(), checked=False)
        if cannot_be(other) is None:
            others[change] = (ask(other, law_of(asked), reform_of(asked), beyond=goes_beyond(asked)).answers, names)
    return family_page.near(every, others, law, asked.language)


async def budget(asked: Asked, of: Family) -> dict[str, Any]:
    """The picture of net income as one person's wage varies, and whose it may be."""
    who = earners(of)
    if not who:
        return {"earners": [], "earner": "", "picture": None}
    earner = chosen_earner(asked, of)
    points = json.loads(await asked.site.jobs.run("household_budget", **about(asked, of, earner)))
    line = [(point["value"], point["budget"], point["net"]) for point in points]
    plan = report.budget_plan(line, "monthly_wage", bolivia(), asked.language)
    table = report.budget_table(line, "monthly_wage", bolivia(), asked.language)
    address = asked.url("household_chart", **state(of, texts_of(asked)), **{**kept(asked), "w": earner})
    picture = asked.charted(
        inline.of_plan(plan, asked.language, table=table), address.replace(".svg", "", 1),
        page=asked.url("household_result", **state(of, texts_of(asked)), w=earner),
        rows=lambda: as_csv([dict(zip(("value", "budget", "net"), point, strict=True)) for point in line]),
    )  # fmt: skip
    return {"earners": who, "earner": earner, "picture": picture}


@PAGES.page("household_json")
def as_json(asked: Asked) -> Response:
    """The answers for programs."""
    return Response(
        report.family_as_json(ask(said(asked), law_of(asked), reform_of(asked), beyond=goes_beyond(asked))),
        media_type="application/json",
    )


@PAGES.page("household_file")
def as_file(asked: Asked) -> Response:
    """The family as a file that `ayni household` reads."""
    name = asked.say("web_household.file_name")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(report.family_as_yaml(said(asked), bolivia()), media_type="application/yaml", headers=headers)


@PAGES.page("household_offline")
def offline(asked: Asked) -> Response:
    """The calculator that needs no server, under its own policy, which names its one script and its one style."""
    content = _calculator(asked.language)
    said = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', content)
    assert said is not None
    policy = f"{unescape(said[1])}; frame-ancestors 'none'"
    return Response(content, media_type="text/html", headers={"Content-Security-Policy": policy})


@cache
def _calculator(language: Language) -> str:
    return report.calculator_page(bolivia(), language)


# ---- the family and its address


def asking() -> Interview:
    """The questionnaire."""
    return interview(bolivia())


def this_month() -> dt.date:
    """The day on which the law is read where none was asked for: the first of this month."""
    return dt.date.today().replace(day=1)


def said(asked: Asked) -> Family:
    """The family that the address holds. Raises for one that cannot be."""
    of = heard(asked)
    if refused := cannot_be(of):
        raise refused
    return of


def cannot_be(of: Family) -> AyniError | None:
    """Why a family cannot be, or has two readings."""
    try:
        check(of.given, of.day)
    except AyniError as refused:
        return refused
    return None


def heard(asked: Asked, day: dt.date | None = None) -> Family:
    """What the address holds: `date`, unless the day is given, and `person.answer` for each answer, as it was said."""
    persons: dict[str, dict[str, str]] = {}
    for key, text in asked.request.query_params.multi_items():
        person, _, answer = key.rpartition(".")
        if person and not person.startswith("_"):
            persons.setdefault(person, {})[answer] = text
    if len(persons) > MOST_PERSONS:
        raise AyniError("too_many_persons", most=MOST_PERSONS)
    return family(persons, day or asked.day("date", this_month()), bolivia(), checked=False)


def texts_of(asked: Asked) -> tuple[str, ...]:
    """The reform of the address, a text for each value."""
    return tuple(asked.request.query_params.getlist("r"))


def reform_of(asked: Asked) -> Reform | None:
    """The reform of the address, which can hold values alone."""
    texts = texts_of(asked)
    return read_reform(of_texts(texts), bolivia()) if texts else None


def law_of(asked: Asked) -> Law:
    """The law book; as it could be known on the day `known` of the address, where it has one."""
    return bolivia().as_known_on(asked.day("known")) if asked.query.get("known") else bolivia()


def goes_beyond(asked: Asked) -> bool:
    """Whether the address asks for a day more than a year after the law book is known."""
    return asked.query.get("beyond") == "1"


def state(of: Family, reform: Sequence[str] = ()) -> dict[str, Any]:
    """The family as names and values of an address, with the reform under which it is asked."""
    date = of.day.isoformat()
    given = {
        f"{name}.{key}": report.as_text(value) for name, replies in of.given.items() for key, value in replies.items()
    }
    return {"date": date.removesuffix("-01") if of.day.day == 1 else date, **given, **({"r": reform} if reform else {})}


def earners(of: Family) -> list[str]:
    """Who may have a wage."""
    return [name for name, given in of.given.items() if with_age(given, of.day).get("age", 0) >= OLD_ENOUGH]


def chosen_earner(asked: Asked, of: Family) -> str:
    """Whose wage the picture varies: the address's `w`, else the first who has a wage, else the first old enough."""
    who = earners(of)
    waged = [name for name in who if "monthly_wage" in of.given[name]]
    wanted = asked.query.get("w")
    if not who or (wanted and wanted not in who):
        raise AyniError("unknown_earner", person=wanted or "", persons=", ".join(who))
    return wanted or (waged or who)[0]


def about(asked: Asked, of: Family, person: str) -> dict[str, Any]:
    """What a model of the family's budget is asked."""
    reform = reform_of(asked)
    return {
        "persons": of.given, "date": of.day.isoformat(), "person": person, "reform": reform and reform.content,
    }  # fmt: skip


def kept(asked: Asked, **changed: str) -> dict[str, str]:
    """What the address keeps besides the family and its reform."""
    found = {name: asked.query.get(name, "") for name in KEPT} | changed
    return {name: value for name, value in found.items() if value}


def listed(asked: Asked, name: str) -> list[str]:
    """One of these as a list."""
    return [each for each in asked.query.get(name, "").split(",") if each]


def to(asked: Asked, screen: str, of: Family, **more: Any) -> Response:
    """Go on to a screen, or to the `result`."""
    view, own = ("household_result", {}) if screen == "result" else ("household", {"s": screen})
    own |= {**state(of, texts_of(asked)), **kept(asked), **more}
    return RedirectResponse(asked.url(view, **own), 303)


def screens_of(asked: Asked, of: Family, skip: Sequence[str] | None = None) -> list[str]:
    """The screens that this family sees: the people, for whom there is more to ask, and those that ask something."""
    skipped = listed(asked, "skip") if skip is None else skip
    every = [screen["id"] for screen in asking().screens_for(of)]
    some = [ANY] if any(each in OF_SOME for each in every) else []
    return ["people", *some, *(each for each in every if each not in ("month", "people", *skipped))]


def is_complete(unsure: Sequence[str], screen: Screen, of: Family) -> bool:
    """Whether every required question of a screen has its reply, or is one that nobody is sure of."""
    plain = {**screen, "questions": [each for each in screen["questions"] if each["id"] not in unsure]}
    return asking().is_complete(plain, of)


# ---- what a screen sent


def take_month(asked: Asked) -> Response:
    """The month, and on to the people."""
    date = f"{asked.query.get('_year', '')}-{asked.query.get('_month', '')}"
    try:
        day = dt.date.fromisoformat(f"{date}-01")
    except ValueError:
        raise AyniError("not_a_date", option="date", date=date) from None
    return onward(asked, heard(asked, day), screen_called("month"))


def take_people(asked: Asked) -> Response:
    """Names, ages or birth dates, and sexes; somebody may have been added or removed."""
    of, screen, read = heard(asked), screen_called("people"), list[str]()
    removed, names, wrong = asked.query.get("remove"), list[tuple[str | None, str]](), dict[str, str]()
    replies: list[list[tuple[Mapping[str, Any], Any]]] = []
    rows = [index for index in count_of(asked) if str(index) != removed]
    for index in rows:
        before = asked.query.get(f"_{index}.was")
        before = before if before in of.given else None
        ids = ("name", *(question["id"] for question in screen["questions"]))
        texts = {each: asked.query.get(f"_{index}.{each}", "").strip() for each in ids}
        if re.search(r"[/.-]", texts["age"]) and not texts["born"]:
            texts["age"], texts["born"] = "", texts["age"]
        if before is None and not any(texts.values()) and (names or len(rows) > 1):
            continue
        try:
            name = views.read_name(texts["name"], [new for _, new in names])
        except AyniError as error:
            name, wrong[f"_{index}.name"] = f"_{index}", error.in_language(asked.language)
        names.append((before, name or unnamed(asked, texts, [new for _, new in names])))
        replies.append([])
        for question in screen["questions"]:
            text, instead = texts[question["id"]], texts.get(question["instead"], "")
            try:
                replies[-1].append((question, asking().read_reply(question, text, asked.language, instead)))
            except AyniError as error:
                at = "age" if question["id"] == "born" else question["id"]
                wrong[f"_{index}.{at}"] = error.in_language(asked.language)
    if wrong:
        return show(asked, of, screen, wrong)
    persons = asking().rearranged(of.given, names)
    for (_, name), given in zip(names, replies, strict=True):
        for question, reply in given:
            persons[name] = views.with_reply(question, persons[name], reply)
            if question["kind"] == "date" and reply:
                read.append(f"{name}.{question['answers'][0]}")
    of = family(asking().pruned(persons, of.day), of.day, bolivia(), checked=False)
    if removed is not None or asked.query.get("go") == "add" or not of.given:
        return to(asked, "people", of, new="1" if asked.query.get("go") == "add" else None)
    return onward(asked, of, screen, read)


def count_of(asked: Asked) -> list[int]:
    """The rows of people that were sent."""
    return [index for index in range(MOST_PERSONS + 1) if f"_{index}.name" in asked.query]


def unnamed(asked: Asked, texts: Mapping[str, str], others: Sequence[str]) -> str:
    """A name for a person without one: `mujer de 66`, `niño de 9`; of two alike, or without an age, a number."""
    if texts["age"].isdecimal() and texts["sex"] in ("woman", "man"):
        age = int(texts["age"])
        kind = texts["sex"] if age >= GROWN else "young" if age >= YOUNG else f"child_{texts['sex']}"
        name = asked.say(f"web_household.called_{kind}", age=texts["age"])
        if name not in others:
            return name
    numbered = (asked.say("web_household.person", number=index) for index in count(len(others) + 1))
    return next(name for name in numbered if name not in others)


def take(asked: Asked, screen: Screen) -> Response:
    """Replies to a screen's questions."""
    of = heard(asked)
    persons, wrong, read = dict(of.given), dict[str, str](), list[str]()
    unsure = [each for each in listed(asked, "unsure") if each not in {q["id"] for q in screen["questions"]}]
    unsure += asked.request.query_params.getlist("_unsure")
    for name, questions in asking().asked_on(screen, of).items():
        for question in questions:
            field = f"_{of.names.index(name)}.{question['id']}"
            text = asked.query.get(field, "")
            of_all = asked.query.get(f"_all.{question['id']}", MANY)
            text = text if of_all == MANY else of_all
            if text == UNKNOWN or (not text.strip() and question["id"] in unsure):
                unsure.append(question["id"])
                persons[name] = views.with_reply(question, persons[name], None)
                continue
            try:
                reply = asking().read_reply(question, text, asked.language)
            except AyniError as error:
                wrong[field] = error.in_language(asked.language)
                continue
            persons[name] = views.with_reply(question, persons[name], reply)
            if question["kind"] in ("money", "number") and text.strip() and not text.strip().isdecimal():
                read.append(f"{name}.{question['answers'][0]}")
    if wrong:
        return show(asked, of, screen, wrong)
    of = family(asking().pruned(persons, of.day), of.day, bolivia(), checked=False)
    seen = ",".join(dict.fromkeys([*listed(asked, "seen"), *(["parents"] if screen["id"] == "parents" else [])]))
    return onward(asked, of, screen, read, unsure=",".join(dict.fromkeys(unsure)), seen=seen)


def take_any(asked: Asked) -> Response:
    """For whom there is more to ask: what is not ticked is nobody's, and is asked no more."""
    of, ticked = heard(asked), asked.request.query_params.getlist("_any")
    shown = [each["id"] for each in asking().screens_for(of) if each["id"] in OF_SOME]
    skipped = [each for each in shown if each not in ticked]
    persons = dict(of.given)
    for name in skipped:
        for question in screen_called(name)["questions"]:
            persons = {who: views.with_reply(question, given, None) for who, given in persons.items()}
    of = family(asking().pruned(persons, of.day), of.day, bolivia(), checked=False)
    screens = screens_of(asked, of, skipped)
    behind = screens[screens.index(ANY) + 1 :] if ANY in screens else screens[1:]
    return to(asked, (behind or ["result"])[0], of, skip=",".join(skipped))


def onward(asked: Asked, of: Family, screen: Screen, read: Sequence[str] = (), **more: str) -> Response:
    """To the next screen that asks anything; at the end, or where the result is wanted, to it or to what it lacks.

    A family that cannot be stays on its screen.
    """
    if refused := cannot_be(of):
        return show(asked, of, screen, refused=refused)
    screens = screens_of(asked, of)
    behind = screens[screens.index(screen["id"]) + 1 :] if screen["id"] in screens else screens
    if not behind or asked.query.get("go") == "result":
        known = listed(asked, "unsure") + more.get("unsure", "").split(",")
        every = asking().screens_for(of)
        behind = [each["id"] for each in every if not is_complete(known, each, of)] or ["result"]
    return to(asked, behind[0], of, read=",".join(read), **more)


# ---- what a screen shows


def screen_called(name: str) -> Screen:
    """A screen by its name."""
    screens: dict[str, Screen] = {screen["id"]: screen for screen in asking().screens}
    if name not in screens:
        raise AyniError("unknown_screen", name=name, known=", ".join(screens))
    return screens[name]


def show(
    asked: Asked, of: Family, screen: Screen, wrong: Wrong | None = None, refused: AyniError | None = None
) -> Response:
    """A screen with what was replied; where something is wrong, with what was typed; and why the family cannot be."""
    screens = screens_of(asked, of)
    at = screens.index(screen["id"]) if screen["id"] in screens else 0
    people = rows_of_people(asked, of, screen, wrong) if screen["id"] == "people" else persons(asked, of, screen, wrong)
    why = {
        bolivia().instrument(each).name[asked.language]: None
        for name, questions in asking().asked_on(screen, of).items()
        for question in questions
        for each in asking().reasons(question, of.given[name], of.day)
    }
    return asked.page(
        "household.html.j2",
        private=True,
        title=screen[asked.language],
        status=400 if wrong or refused else 200,
        screen=screen,
        of=of,
        state={**state(of, texts_of(asked)), **kept(asked)},
        people=people,
        of_all=[] if screen["id"] in ("people", "month") else of_all(asked, of, screen),
        step=at + 1,
        steps=len(screens),
        refused=refused.in_language(asked.language) if refused else "",
        mend=[(name, sentence) for person in people for name, sentence in to_mend(asked, person)],
        months=[(f"{month:02}", asked.say(f"number.month_{month}")) for month in range(1, 13)],
        years=range(FIRST_DAY.year, max(dt.date.today().year, of.day.year) + 1),
        why=list(why),
        before=screens[at - 1] if at else "",
        read=read_as(asked, of),
        told=told(asked, of),
    )


def show_any(asked: Asked, of: Family) -> Response:
    """The screen that asks for whom there is more to ask."""
    screens, skipped = screens_of(asked, of, []), listed(asked, "skip")
    shown = [each for each in screens if each in OF_SOME]
    replied = {
        each for each in shown
        for name, questions in asking().asked_on(screen_called(each), of).items()
        for question in questions
        if any(answer in of.given[name] for answer in question["answers"])
    }  # fmt: skip
    choices = [(each, asked.say(f"web_household.any_{each}"), each in replied) for each in shown]
    return asked.page(
        "household_any.html.j2", private=True, title=asked.say("web_household.any"), of=of,
        state={**state(of, texts_of(asked)), **kept(asked)}, choices=choices, step=2,
        steps=len([each for each in screens if each not in skipped]), told=told(asked, of), read=read_as(asked, of),
    )  # fmt: skip


def of_all(asked: Asked, of: Family, screen: Screen) -> list[dict[str, Any]]:
    """The questions that can be replied to once for everybody whom the screen asks."""
    asked_here = asking().asked_on(screen, of)
    found = []
    for question in screen["questions"]:
        names = [name for name, questions in asked_here.items() if question in questions]
        if not (question["required"] and question["kind"] == "choice" and len(names) > 1):
            continue
        replies = {views.reply(question, of.given[name]) for name in names}
        value = asked.query.get(f"_all.{question['id']}", "")
        if not value and replies != {None}:
            value = next(iter(replies)) if len(replies) == 1 else MANY
        elif not value and question["id"] in listed(asked, "unsure"):
            value = UNKNOWN
        choices = [(choice["id"], choice[asked.language]) for choice in question["choices"]]
        choices += [(UNKNOWN, asked.say("web_household.unknown")), (MANY, asked.say("web_household.differs"))]
        found.append(
            {"id": question["id"], "name": f"_all.{question['id']}", "text": question[asked.language],
             "choices": choices, "value": value}
        )  # fmt: skip
    return found


def guessed(question: Mapping[str, Any], of: Family, name: str) -> str:
    """The only person of the family who by age may be the mother or father; empty where there is none, or several."""
    age = with_age(of.given[name], of.day).get("age")
    fitting = [
        each for each in asking().candidates(question, of, name)
        if age is not None and (with_age(of.given[each], of.day).get("age") or 0) - age in GAP
    ]  # fmt: skip
    return fitting[0] if len(fitting) == 1 else ""


def to_mend(asked: Asked, person: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong in a person's fields: the field's name and a sentence that names both."""
    who = person.get("typed") or person["name"] or asked.say("web_household.new_person")
    for each in person["fields"]:
        if each["wrong"]:
            what = asked.say("web_household.wrong", who=who, what=each["text"], sentence=each["wrong"])
            yield each["name"], what


def persons(asked: Asked, of: Family, screen: Screen, wrong: Wrong | None) -> list[dict[str, Any]]:
    """The persons whom a screen asks, each with its fields."""
    return [
        {
            "name": name,
            "fields": [
                field(asked, of, of.names.index(name), question, of.given[name], wrong) for question in questions
            ],
        }
        for name, questions in asking().asked_on(screen, of).items()
    ]


def rows_of_people(asked: Asked, of: Family, screen: Screen, wrong: Wrong | None) -> list[dict[str, Any]]:
    """A row for each person, and an empty one where there is nobody or somebody is to be added."""
    if wrong:
        sent = [index for index in count_of(asked) if str(index) != asked.query.get("remove")]
        rows = [(index, asked.query.get(f"_{index}.was", "")) for index in sent]
    else:
        empty = [""] * ROWS if not of.given else [""] if "new" in asked.query else []
        rows = list(enumerate([*of.names, *empty]))
    called = {"id": "name", "kind": "name", "hint": None, "required": False, "choices": [], "answers": ["name"]}
    called |= {language: say("web_household.name", language) for language in LANGUAGES}
    return [
        {
            "index": index,
            "name": name,
            "typed": asked.query.get(f"_{index}.name", ""),
            "fields": [
                field(asked, of, index, question, {"name": name, **of.given.get(name, {})}, wrong)
                for question in (called, *screen["questions"])
                if question["id"] != "born"
            ],
        }
        for index, name in rows
    ]


def field(
    asked: Asked, of: Family, index: int, question: Mapping[str, Any], given: views.Answers, wrong: Wrong | None
) -> dict[str, Any]:
    """One question as a field of a form."""
    name, language = f"_{index}.{question['id']}", asked.language
    reply = views.reply(question, given)
    text = "" if reply is None else report.as_text(reply)
    if question["kind"] == "money" and language == "es":
        text = text.replace(".", ",")
    if question["kind"] == "date":
        text = as_typed(text)
    if question["id"] == "age" and given.get("born"):
        text = as_typed(str(given["born"]))
    choices = [(choice["id"], choice[language]) for choice in question["choices"]]
    if question["kind"] == "person":
        named = asking().candidates(question, of, of.names[index])
        choices = [("", asked.say("web_household.not_here")), *((each, each) for each in named)]
        if not text and "parents" not in listed(asked, "seen"):
            text = guessed(question, of, of.names[index])
    unsure = question["required"] and question["id"] not in ("age", "sex")
    if unsure and question["kind"] == "choice":
        choices.append((UNKNOWN, asked.say("web_household.unknown")))
        text = text or (UNKNOWN if question["id"] in listed(asked, "unsure") else "")
    return {
        "name": name,
        "kind": question["kind"],
        "text": asked.say("web_household.age_or_born") if question["id"] == "age" else question[language],
        "hint": question["hint"][language] if question["hint"] else "",
        "required": question["required"],
        "choices": choices,
        "value": asked.query.get(name, "") if wrong else text,
        "id": question["id"],
        "unsure": unsure and question["kind"] != "choice",
        "is_unsure": question["id"] in listed(asked, "unsure"),
        "wrong": (wrong or {}).get(name, ""),
    }


def told(asked: Asked, of: Family) -> list[dict[str, Any]]:
    """What was said, screen by screen, with the address that changes it."""
    language, here = asked.language, {**state(of, texts_of(asked)), **kept(asked)}
    month = f"{asked.say(f'number.month_{of.day.month}')} {of.day.year}"
    found: list[dict[str, Any]] = [{"title": month, "href": asked.url("household", s="month", **here), "people": []}]
    for screen in asking().screens_for(of)[1:]:
        people = [
            (name, [(each[language], views.reply_text(each, of.given[name], language)) for each in questions])
            for name, questions in asking().asked_on(screen, of).items()
        ]
        href = asked.url("household", s=screen["id"], **here)
        said_here = [(name, replies) for name, pairs in people if (replies := [pair for pair in pairs if pair[1]])]
        found.append({"title": screen[asked.language], "href": href, "people": said_here})
    return found


def read_as(asked: Asked, of: Family) -> list[str]:
    """How numbers typed with a mark were read."""
    wanted = [each for each in asked.query.get("read", "").split(",") if each]
    found = []
    for screen in asking().screens:
        for name, questions in asking().asked_on(screen, of).items():
            for question in questions:
                text = views.reply_text(question, of.given[name], asked.language)
                if text and f"{name}.{question['answers'][0]}" in wanted:
                    value = asked.say("web.read_as", value=text)
                    found.append(asked.say("web_household.read", who=name, what=question[asked.language], value=value))
    return found
