"""The questionnaire: what is asked is what the law reads; what a family replies comes back as its answers."""

import datetime as dt
import json

import pytest

from ayni.family import answering, family, interview as views, questions
from ayni.family.dates import COUNTED, DATES, OF_EVENTS, OF_SERVICE
from ayni.family.questions import TOPIC
from ayni.law import bolivia
from ayni.words import AyniError

ASKING = views.interview(bolivia())
QUESTIONS = ASKING.questions
NEEDED = ("age", "sex")


def reads(instrument, *, base):
    """What the rules that answer a family read: columns alone, or facts and columns."""
    law = bolivia()
    rules = [rule.name for rule in answering(law, law.instruments[instrument])]
    return set(law.read_by(rules)) if base else {*law.read_by(rules), *law.order(rules)}


def test_it_is_plain_data():
    assert json.loads(json.dumps(ASKING.content)) == ASKING.content


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_only_what_the_law_reads_is_asked_and_for_the_instrument_that_reads_it(question):
    for each in question["because"] or () if question["id"] != TOPIC else ():
        read = reads(each["instrument"], base=False)
        read |= set(OF_EVENTS) if read & set(COUNTED) else set()  # the months in which its payments fall
        read |= {"hired_on", "left_on"} if read & set(OF_SERVICE) else set()
        assert read & set(question["answers"]), each["instrument"]
    everything = set().union(*(reads(name, base=False) for name in bolivia().instruments))
    assert set(question["answers"]) <= everything | {*DATES, TOPIC}  # of a birth date the age is read


def test_whatever_an_executable_instrument_reads_is_asked_for_it_or_listed_as_assumed():
    known = {*ASKING.content["assumed"], *ASKING.content["first"], *COUNTED}
    for name, instrument in bolivia().instruments.items():
        if instrument.asks_more or instrument.tier != "executable":
            continue
        asked = {
            answer
            for question in QUESTIONS
            if question["because"] is None or name in {each["instrument"] for each in question["because"]}
            for answer in question["answers"]
        }
        assert reads(name, base=True) <= asked | known, name


def test_choices_set_answers_that_a_family_may_give():
    for question in QUESTIONS:
        for choice in question["choices"]:
            family({"ana": choice["sets"]}, dt.date(2026, 1, 1), bolivia())
            assert views.reply(question, choice["sets"]) == choice["id"], question["id"]
        for condition in (where for each in question["because"] or () for where in each["where"]):
            assert set(condition) <= set(questions(bolivia()))


def test_a_reply_takes_the_place_of_the_one_before_and_can_be_taken_back():
    school = next(question for question in QUESTIONS if question["id"] == "school")
    of = views.with_reply(school, {"age": 9, "school_course": 1}, "primary_3")
    assert of == {"age": 9, "is_enrolled": True, "school_level": "primary", "school_course": 3}
    assert views.with_reply(school, of, "special") == {"age": 9, "is_enrolled": True, "school_level": "special"}
    assert views.with_reply(school, of, None) == {"age": 9}
    assert views.reply(school, {"age": 9}) == "no"


@pytest.mark.parametrize(
    ("identifier", "of", "day", "is_asked"),
    [
        ("age", {}, "2026-01-01", True),
        ("school", {"age": 9}, "2026-11-01", True),
        ("school", {"age": 2}, "2026-11-01", False),
        ("school", {"age": 9}, "2005-01-01", False),
        ("school", {"age": 40}, "2020-02-01", True),
        ("pregnancy", {"age": 30, "sex": "woman"}, "2022-01-01", True),
        ("pregnancy", {"age": 30, "sex": "man"}, "2022-01-01", False),
        ("monthly_wage", {"age": 30}, "2022-01-01", False),
        ("monthly_wage", {"age": 30, "work_category": "employee"}, "2022-01-01", True),
        ("mother", {"age": 1}, "2022-01-01", True),
        ("mother", {"age": 2}, "2022-01-01", False),
        ("mother", {"age": 1}, "2026-12-01", True),
        ("pension", {"age": 61}, "2022-01-01", True),
        ("pension", {"age": 49}, "2022-01-01", False),
        ("school", {"born": "2022-05-17"}, "2026-05-16", True),  # of three years, for PEPE
        ("school", {"born": "2023-05-17"}, "2026-05-16", False),
        ("school", {"born": "2023-05-17"}, "2026-05-17", True),
        ("company", {"born": "1966-05"}, "2026-04-01", False),
        ("company", {"born": "1966-05"}, "2026-05-01", True),
        ("pregnancy", {"born": "1996-05", "sex": "woman"}, "2022-01-01", True),
    ],
)
def test_a_question_is_asked_where_an_instrument_in_force_needs_it(identifier, of, day, is_asked):
    question = next(question for question in QUESTIONS if question["id"] == identifier)
    assert ASKING.is_asked(question, of, dt.date.fromisoformat(day)) is is_asked


@pytest.mark.parametrize(
    ("identifier", "text", "language", "read"),
    [
        ("monthly_wage", "2.000", "es", 2000),
        ("monthly_wage", "Bs 2.000,50", "es", 2000.5),
        ("monthly_wage", "2.000", "en", "typed_two_readings"),
        ("monthly_wage", "", "es", "reply_required"),
        ("monthly_wage", "-5", "es", "reply_out_of_range"),
        ("other_earnings", " ", "es", None),
        ("age", "9,5", "es", "reply_not_whole"),
        ("age", "121", "es", "reply_out_of_range"),
        ("age", "nueve", "es", "typed_no_number"),
        ("born", "17/5/1966", "es", "1966-05-17"),
        ("born", " 5 / 1966", "en", "1966-05"),
        ("born", "05-06-1966", "en", "1966-06-05"),
        ("born", "1966-05-17", "es", "1966-05-17"),
        ("born", "1966-05", "es", "1966-05"),
        ("born", "29/2/2001", "es", "reply_not_a_date"),
        ("born", "5/17/1966", "en", "reply_not_a_date"),
        ("born", "17/5/66", "es", "reply_not_a_date"),
        ("born", "", "es", None),
        ("sex", "woman", "es", "woman"),
        ("sex", "x", "es", "reply_required"),
        ("mother", "ana", "es", "ana"),
    ],
)
def test_a_reply_is_read_as_it_is_typed_or_refused(identifier, text, language, read):
    question = next(question for question in QUESTIONS if question["id"] == identifier)
    if isinstance(read, str) and "_" in read:
        with pytest.raises(AyniError) as raised:
            ASKING.read_reply(question, text, language)
        assert raised.value.key == read
    else:
        assert ASKING.read_reply(question, text, language) == read


def test_only_answers_that_nothing_asks_for_any_more_are_dropped():
    given = {"ana": {"age": 40, "monthly_wage": 3000, "works_in_mining": True, "school_type": "public"}}
    assert ASKING.pruned(given, dt.date(2026, 1, 1)) == {"ana": {"age": 40, "works_in_mining": True}}


def test_an_age_or_a_birth_date_is_needed_and_an_age_that_agrees_gives_way_to_the_date():
    age = next(question for question in QUESTIONS if question["id"] == "age")
    assert ASKING.read_reply(age, "", "es", "17/5/1966") is None
    with pytest.raises(AyniError, match="missing"):
        ASKING.read_reply(age, "", "es", " ")
    day = dt.date(2026, 5, 16)
    said = {"born": "1966-05-17", "sex": "woman"}
    people = next(screen for screen in ASKING.screens if screen["id"] == "people")
    assert ASKING.is_complete(people, family({"ana": said}, day, bolivia()))
    assert ASKING.pruned({"ana": {**said, "age": 59}}, day) == {"ana": said}
    assert ASKING.pruned({"ana": {**said, "age": 60}}, day) == {"ana": {**said, "age": 60}}


def test_a_birth_date_decides_who_may_be_named_as_a_mother():
    mother = next(question for question in QUESTIONS if question["id"] == "mother")
    persons = {"rosa": {"born": "2014-06", "sex": "woman"}, "eva": {"age": 0, "sex": "woman"}}
    of = [family(persons, dt.date(2026, month, 1), bolivia()) for month in (5, 6)]
    assert [ASKING.candidates(mother, each, "eva") for each in of] == [[], ["rosa"]]


def test_an_instrument_that_no_question_of_its_own_would_reach_is_still_reached():
    """Every executable instrument that can be in force is a reason for some question, or rests on age alone."""
    named = {each["instrument"] for question in QUESTIONS for each in question["because"] or ()}
    without = {
        name
        for name, instrument in bolivia().instruments.items()
        if instrument.tier == "executable" and not instrument.asks_more
        if name not in named and answering(bolivia(), instrument)
    }
    assert all(reads(name, base=True) <= set(NEEDED) for name in without)


def test_nobody_may_be_named_as_her_own_mother():
    mother = next(question for question in QUESTIONS if question["id"] == "mother")
    of = family(
        {"rosa": {"age": 40, "sex": "woman"}, "eva": {"age": 20, "sex": "woman"}}, dt.date(2020, 6, 1), bolivia()
    )
    assert ASKING.candidates(mother, of, "eva") == ["rosa"]
    assert ASKING.candidates(mother, of, "rosa") == ["eva"]
    alone = family({"rosa": {"age": 20, "sex": "woman"}}, dt.date(2020, 6, 1), bolivia())
    assert ASKING.candidates(mother, alone, "rosa") == []
    asked = {question["id"] for screen in ASKING.screens for question in ASKING.asked_on(screen, alone).get("rosa", [])}
    assert "mother" not in asked
