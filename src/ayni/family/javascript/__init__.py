"""The calculator's script, put together in one step: the law as data, and the files of this folder that read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import ayni
from ayni.engine import Instrument, Law, Rule
from ayni.engine.instruments import FACETS
from ayni.engine.javascript import as_literal, law_in_javascript
from ayni.family import dates
from ayni.family.answers import MONTHS, answering, gives
from ayni.family.household import FIRST_DAY
from ayni.family.interview import GAP, GROWN, MOST_PERSONS, OF_SOME, ROWS, YOUNG, interview
from ayni.family.near import CHANGES, YEARS
from ayni.family.questions import questions
from ayni.family.sentences import as_plain, shapes
from ayni.family.wording import ASSUMED, has_name, is_money, label
from ayni.family.year import PAID, count_of, falls_by_event
from ayni.words import LANGUAGES, catalogue

FOLDER = Path(__file__).parent
RUNTIME = "by_hand.js"
"""A household before the law, as `engine.by_hand`; it needs `LAW` and `RULES` alone."""
PAGE = "calculator.js"
"""The page, which asks and shows."""
SCRIPTS = (
    RUNTIME, "citations.js", "dates.js", "family.js", "year.js", "numbers.js", "reasons.js", "family_page.js", PAGE,
)  # fmt: skip
"""What stands on the compiled law, in order."""
_SECTIONS = (
    "calculator",
    "claiming",
    "denied",
    "expression",
    "family",
    "family_page",
    "one",
    "operator",
    "standing",
    "surprise",
    "surprise_about",
    "unit",
    "why",
    "word",
    "year",
)
_PHRASES = (
    "web.mirror", "web.footer", "web.read_as", "web.copied", "web.share", "web.whatsapp", "law.known_until",
    "claiming.fold", "number.day", "number.month_of_year",
    *(f"web_household.{key}" for key in (
        "add", "age_or_born", "any", "any_about", "before", "born_hint", "bring", "bring_unknown",
        "called_child_man", "called_child_woman", "called_man", "called_woman", "called_young", "change", "differs",
        "for_all", "law", "missing", "name", "next", "not_here", "nth_person", "of_month", "one_by_one", "optional",
        "other_month", "paid", "person", "remove", "see_result", "step", "told", "unknown", "who",
        *(f"any_{screen}" for screen in OF_SOME),
    )),
    *(f"number.month_{month}" for month in range(1, 13)),
    *(f"error.{key}" for key in ("not_finite", "typed_two_readings", "typed_no_number", "reply_not_a_date")),
    *(f"error.{key}" for key in dates.REFUSALS),
)  # fmt: skip


def script(law: Law) -> str:
    """The build: a law as data, the words of its answers in both languages, and the files of the folder behind them.

    What answers only a family that says more than the interview asks is left out.
    """
    there = [each for each in law.instruments.values() if each.id not in left_out_of_calculator(law)]
    rules = {instrument.id: [rule.name for rule in answering(law, instrument)] for instrument in there}
    answering_rules = [name for names in rules.values() for name in names]
    left_out = {name for each in left_out_of_calculator(law) for name in law.instruments[each].inputs}
    names = {*law.order(answering_rules), *law.read_by(answering_rules), *questions(law)} - left_out
    labels = _labels(law, names)
    constants = {
        "BOOK": _book(law, rules, sorted({*names, *labels})),
        "WORDS": _words(names),
        "LABELS": labels,
        "SHAPES": {
            rule.name: [as_plain(shape) for shape in shapes(rule, law)]
            for name in law.order(answering_rules)
            if isinstance(rule := law.definitions[name], Rule)
        },
        "INTERVIEW": _interview(law),
    }
    declared = "".join(f"const {name} = {as_literal(value)};\n" for name, value in constants.items())
    return declared + law_in_javascript(law, answering_rules) + "".join(map(file, SCRIPTS))


def _interview(law: Law) -> dict[str, Any]:
    """The questionnaire, without for which instrument each thing is asked."""
    content = interview(law).content
    screens = [
        {**screen, "questions": [{**each, "because": _because(each["because"])} for each in screen["questions"]]}
        for screen in content["screens"]
    ]
    return {**content, "screens": screens}


def _because(reasons: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """When somebody is asked: conditions by when they count, each once."""
    if reasons is None:
        return None
    found: list[dict[str, Any]] = []
    for each in reasons:
        same = next((other for other in found if other["in_force"] == each["in_force"]), None)
        if same is None:
            found.append({"in_force": each["in_force"], "where": [*each["where"]]})
        else:
            same["where"] += [where for where in each["where"] if where not in same["where"]]
    return found


def left_out_of_calculator(law: Law) -> set[str]:
    """The instruments that answer only who says more, of which the interview asks nothing."""
    asked = {each["instrument"] for question in interview(law).questions for each in question["because"] or ()}
    return {each.id for each in law.instruments.values() if each.only_if_said and each.id not in asked}


def file(name: str) -> str:
    """The text of a file of the folder."""
    return (FOLDER / name).read_text(encoding="utf-8")


def _book(law: Law, rules: Mapping[str, list[str]], names: Iterable[str]) -> dict[str, Any]:
    asked = questions(law)
    return {
        "firstYear": FIRST_DAY.year,
        "version": ayni.__version__,
        "neutral": {name: question.neutral for name, question in asked.items() if name not in dates.DATES},
        "dates": dates.DATES,
        "events": dates.EVENTS,
        "ofEvents": dates.OF_EVENTS,
        "schedule": {
            "pregnancy": dates.PREGNANCY,
            "controls": dates.CONTROLS,
            "packages": dates.PACKAGES,
            "small": dates.SMALL,
            "between": dates.MONTHS_BETWEEN_CONTROLS,
            "longest": dates.LONGEST,
            "apart": dates.APART,
            "oldest": dates.OLDEST,
        },
        "mostPersons": MOST_PERSONS,
        "rows": ROWS,
        "grown": GROWN,
        "young": YOUNG,
        "ofSome": OF_SOME,
        "gap": [GAP.start, GAP.stop],
        "near": {**CHANGES, "years": YEARS},
        "links": [name for name, question in asked.items() if question.type == "person"],
        "limits": {
            name: [question.low, question.high, question.type == "count"]
            for name, question in asked.items()
            if question.type in ("count", "money")
        },
        "beyond": [name for each in law.instruments.values() for name in each.inputs],
        "askedApart": [name for each in law.instruments.values() if each.only_if_said for name in each.inputs],
        "facets": FACETS,
        "assumed": ASSUMED,
        "gives": {
            rule: sign for name, own in rules.items() for rule in own if (sign := gives(law.instrument(name), rule))
        },
        "inBs": [name for name in names if is_money(name, law)],
        "months": MONTHS,
        "paid": PAID,
        "byEvent": [rule for own in rules.values() for rule in own if falls_by_event(law.rule(rule))],
        "counts": {rule: count_of(law.instrument(name), law.rule(rule)) for name, own in rules.items() for rule in own},
        "instruments": [
            {
                "id": name,
                "asksMore": law.instruments[name].asks_more,
                "onlyIfSaid": law.instruments[name].only_if_said,
                "claiming": _claiming(law.instruments[name]),
                "paidIn": law.instruments[name].paid_in or {},
                "bring": bring.text if (bring := law.instruments[name].bring) else {},
                "rules": names,
                "called": law.instruments[name].called,
                "notIf": [
                    [each.start.isoformat(), each.end.isoformat(), each.text] for each in law.instruments[name].not_if
                ],
                "spans": []
                if name in law.suspended
                else [
                    [
                        each.start.isoformat(),
                        each.end and each.end.isoformat(),
                        (each.published or each.start).isoformat(),
                    ]
                    for each in law.instruments[name].in_force
                ],
                "windows": [
                    {
                        "of": each.rules,
                        "from": each.start.year,
                        "to": each.end.year,
                        "first": each.first,
                        "last": each.last,
                        "awaits": each.awaits,
                        "late": each.late,
                        "inKind": each.in_kind,
                    }
                    for each in law.instruments[name].collected
                ],
            }
            for name, names in rules.items()
            if names
        ],
    }


def _claiming(instrument: Instrument) -> list[list[dict[str, Any]]] | None:
    """What is known of each facet of the collection of an instrument's payments."""
    if instrument.claiming is None:
        return None
    return [
        [
            {
                "rules": told.rules,
                "from": told.start.isoformat(),
                "to": told.end.isoformat(),
                "text": told.text,
                "by": told.by,
                "article": told.article,
                "confidence": told.confidence,
            }
            for told in getattr(instrument.claiming, facet)
        ]
        for facet in FACETS
    ]


def _words(names: set[str]) -> dict[str, Mapping[str, str]]:
    """The phrases that the scripts may say: their own sections, and what the values of the columns are called."""
    sections = {*_SECTIONS, *names}
    return {key: phrase for key, phrase in catalogue().items() if key in _PHRASES or key.partition(".")[0] in sections}


def _labels(law: Law, names: set[str]) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {
        name: {language: label(name, law, language) for language in LANGUAGES}
        for name in sorted(names)
        if has_name(name, law)
    }
    for name in sorted(names):
        definition, home = law.definitions.get(name), law.instrument_of(name) if name in law.definitions else None
        if isinstance(definition, Rule) and home is not None:
            parameters = law.instruments[home].parameters
            found |= {parameters[each].id: parameters[each].text for each in definition.parameters}
    return found
