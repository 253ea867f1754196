"""Birth dates and events: what they make of each person on a day, in a month and in a year.

A month stands for its first day. A pregnancy without a birth is taken to last nine months. Of a pregnancy the controls
are taken in the months of `CONTROLS` and the packages in those of `PACKAGES`; of a child, a control every other month
from the first after birth. Of a pregnancy nothing is counted while the last child is under two. Where no date is given
a pregnancy is whole and a small child lives the whole year.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from ayni.words import AyniError

DATES = ("born", "pregnant_since", "gave_birth", "hired_on", "left_on")
"""The answers that are days, or months by their first day."""
COUNTED = ("months_alive_in_year", "prenatal_care_in_year", "late_pregnancy_in_year")
"""What rules read that follows from dates, over a period; a survey has averages of it."""
EVENTS = (
    ("month_of_pregnancy", "pregnant_since", "is_pregnant"),
    ("month_after_birth", "gave_birth", "gave_birth_last_year"),
)
"""The month of an event where it is not given by a date, its date, and the flag that only says whether it is."""
OF_EVENTS = ("month_of_pregnancy", "month_after_birth", "live_births")
"""What an event says of a month."""
OF_SERVICE = (
    "service_years", "service_months", "service_days", "days_of_service", "months_in_last_year", "days_in_last_year",
)  # fmt: skip
"""What follows from the first and the last day of work."""
PREGNANCY = 9
"""Months from the first of a pregnancy to the birth."""
CONTROLS = (3, 5, 7, 9)
"""The months of a pregnancy in which its four controls are taken."""
PACKAGES = (5, 6, 7, 8)
"""The months of a pregnancy in which its four packages are handed out."""
MONTHS_BETWEEN_CONTROLS = 2
"""Of a child, which is controlled in the first month after its birth and every other month."""
SMALL = 24
"""Months after which a child is controlled no more."""
LONGEST = 10
"""Months after which a pregnancy without a birth is a mistake."""
APART = 7
"""Months between two births of one mother, unless they are twins."""
OLDEST = 120
"""Completed years above which a birth date is a mistake."""
REFUSALS = (
    "two_heads", "no_head", "date_after_day", "age_against_birth", "born_too_long_ago", "date_against_answer",
    "pregnancy_too_long",
    "man_with_pregnancy", "parent_of_other_sex", "parent_and_child", "parent_not_older", "births_too_near",
    "left_before_hired", "left_without_hired",
)  # fmt: skip
"""The validation errors that `check` can raise about a family."""
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_TYPED = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})", re.ASCII)
Said = Mapping[str, Any]
Persons = Mapping[str, Said]


def read_day(text: str) -> dt.date | None:
    """A day from `1966-05-17`, or the first of a month from `1966-05`; None for any other text."""
    found = _DAY.fullmatch(text)
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None
    except ValueError:
        return None


def typed_day(text: str) -> str | None:
    """A date as people type it, day first (`17/5/1966`, `5/1966`), as `1966-05-17` or `1966-05`; None for no date."""
    text = "".join(text.split())
    if found := _TYPED.fullmatch(text):
        text = "-".join(part.zfill(2) for part in reversed(found.groups()) if part)
    return text if read_day(text) else None


def as_typed(text: str) -> str:
    """A date as people type it: `17/05/1966` or `05/1966`."""
    return "/".join(reversed(text.split("-")))


def day_of(said: Said, name: str) -> dt.date | None:
    """A date that a person said."""
    return read_day(str(said[name])) if said.get(name) else None


def month(day: dt.date) -> int:
    """The number of a month, counted from year 0."""
    return day.year * 12 + day.month - 1


def first_of(number: int) -> dt.date:
    """The first day of a month by its number."""
    return dt.date(number // 12, number % 12 + 1, 1)


def last_of(day: dt.date) -> dt.date:
    """The last day of the month of a day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def age_on(born: dt.date, day: dt.date) -> int:
    """Completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def with_age(said: Said, day: dt.date) -> Said:
    """What a person said, with the completed years on a day where a birth date is said."""
    born = day_of(said, "born")
    return said if born is None else {**said, "age": max(age_on(born, day), 0)}


def dated(persons: Persons, day: dt.date) -> dict[str, dict[str, Any]]:
    """The persons with a pregnancy's month, or a baby's, said as a date, so that other months can be asked about."""
    found = {}
    for name, said in persons.items():
        answers = dict(said)
        for key, since, flag in EVENTS:
            number = int(answers.pop(key, 0) or 0)
            if number and not answers.get(since):
                answers[since] = first_of(month(day) - number + 1).isoformat()[:7]
            if answers.get(since):
                answers.pop(flag, None)
        if babies := int(answers.pop("live_births", 0) or 0):  # in the delivery of this month, where no other is said
            answers.setdefault("gave_birth", first_of(month(day)).isoformat()[:7])
            answers.setdefault("breastfed_children", babies)
            answers.pop("gave_birth_last_year", None)
        found[name] = answers
    return found


def persons_on(persons: Persons, day: dt.date, *, by_month: bool = False) -> dict[str, dict[str, Any]]:
    """The persons who are born by the end of the month of a day, with what follows from their dates.

    What holds on a day (age, pregnancy, its month) is of the day; what is counted over a period (controls, packages,
    births, months of life) is of its calendar year, or `by_month` of its month, in which what has no date is not.
    """
    births = _births(persons)
    now = month(day)
    period = [now] if by_month else list(range(now - now % 12, now - now % 12 + 12))
    found: dict[str, dict[str, Any]] = {}
    for name, said in persons.items():
        born = day_of(said, "born")
        if born is not None and born > last_of(day):
            continue
        facts = {key: value for key, value in said.items() if key not in DATES}
        facts |= _of_age(born, day, period, 0 if by_month else 12)
        facts |= _of_pregnancy(said, births[name], day, period, not by_month)
        facts |= of_service(said, day)
        found[name] = {**facts, **{key: said[key] for key in facts if key in said}}
    return found


def _of_age(born: dt.date | None, day: dt.date, months: Sequence[int], undated: int) -> dict[str, Any]:
    if born is None:
        return {"months_alive_in_year": undated}
    lived = (each - month(born) for each in months)
    controls = sum(0 < each < SMALL and each % MONTHS_BETWEEN_CONTROLS == 1 for each in lived)
    return {
        "age": max(age_on(born, day), 0),
        "age_this_month": age_on(born, last_of(day)),
        "age_on_30_november": age_on(born, dt.date(day.year, 11, 30)),
        "age_this_year": age_on(born, dt.date(day.year, 12, 31)),
        "months_alive_in_year": MONTHS_BETWEEN_CONTROLS * controls,
    }


def of_service(said: Said, day: dt.date) -> dict[str, int]:
    """Time of service from the first to the last day of work, both counted, as a settlement counts it.

    By years of 360 days: months of 30, of which the last day of any month is the 30th. The last year is the calendar
    year of the last day. Who is still at work is counted to the day. Nothing where no day of hire is said.
    """
    hired, last = day_of(said, "hired_on"), day_of(said, "left_on") or day
    if hired is None or hired > last:
        return {}
    served, of_year = (_commercial_days(max(hired, start), last) for start in (hired, dt.date(last.year, 1, 1)))
    days = (last - hired).days + 1
    found = (served // 360, served % 360 // 30, served % 30, days, of_year // 30, of_year % 30)
    return dict(zip(OF_SERVICE, found, strict=True))


def _commercial_days(first: dt.date, last: dt.date) -> int:
    end = 30 if last == last_of(last) else min(last.day, 30)
    return 360 * (last.year - first.year) + 30 * (last.month - first.month) + end - min(first.day, 30) + 1


def _births(persons: Persons) -> dict[str, list[dt.date]]:
    """When each person gave birth, as she said or by the birth dates of her children."""
    found: dict[str, list[dt.date]] = {name: [] for name in persons}
    for name, said in persons.items():
        if (given := day_of(said, "gave_birth")) is not None:
            found[name].append(given)
        born, mother = day_of(said, "born"), said.get("mother") or ""
        of_mother = persons.get(mother, {})
        if born is not None and mother in persons and not {"gave_birth", "gave_birth_last_year"} & set(of_mother):
            found[mother].append(born)
    return {name: sorted(days) for name, days in found.items()}


def _of_pregnancy(
    said: Said, births: Sequence[dt.date], day: dt.date, months: Sequence[int], undated: bool
) -> dict[str, Any]:
    since, now = day_of(said, "pregnant_since"), month(day)
    born = {month(each) for each in births}
    flags = [since is None and said.get("is_pregnant"), not born and said.get("gave_birth_last_year")]
    whole = 1 if undated and any(flags) and not _is_too_soon(now, born) else 0
    if since is None and not born:
        deliveries = 1 if whole and said.get("gave_birth_last_year") else 0
        return {"prenatal_care_in_year": whole, "late_pregnancy_in_year": whole, "deliveries_in_year": deliveries}
    pregnancies = {end: end - PREGNANCY for end in born}
    if since is not None:
        end = min((each for each in born if each > month(since)), default=month(since) + PREGNANCY)
        pregnancies[end] = month(since)
    under_way = [start for end, start in pregnancies.items() if start <= now < end]
    last = max((end for end in pregnancies if end <= now < end + 12), default=None)
    counted = [
        each - start + 1
        for end, start in pregnancies.items()
        for each in months
        if start <= each < end and not _is_too_soon(each, born)
    ]
    facts: dict[str, Any] = {
        "is_pregnant": bool(under_way),
        "gave_birth_last_year": last is not None,
        "prenatal_care_in_year": whole + sum(each in CONTROLS for each in counted) / len(CONTROLS),
        "late_pregnancy_in_year": whole + sum(each in PACKAGES for each in counted) / len(PACKAGES),
        "deliveries_in_year": sum(end in months and not _is_too_soon(end - 1, born) for end in pregnancies),
    }
    if under_way:
        facts["month_of_pregnancy"] = now - under_way[0] + 1
    if last is not None:
        facts["month_after_birth"] = now - last + 1
        babies = max(1, sum(month(each) == last for each in births), int(said.get("breastfed_children") or 0))
        facts |= {"live_births": babies} if last == now else {}
        facts |= {"breastfed_children": babies} if babies > 1 else {}
    return facts


def _is_too_soon(when: int, births: Collection[int]) -> bool:
    """Whether the last child is still small in a month: of another pregnancy nothing is paid then (DS 66 art. 5-II)."""
    return any(0 <= when - each < SMALL for each in births)


# ---- what cannot be


def check(persons: Persons, day: dt.date, *, is_day: bool = True) -> None:
    """Raise where what is said of persons cannot be, or has two readings, naming them and what to correct.

    A date after the day, or against an age; a pregnancy that is too long; a man who is pregnant or somebody's mother; a
    parent who is not older than the child, or is its child's child; births of one mother too near each other; two
    heads, or none where everybody is said to be something else. Where it is no day but a year's last that is asked
    about, a pregnancy may be over.
    """
    heads = [name for name, said in persons.items() if said.get("relation") == "head"]
    if len(heads) > 1:
        raise AyniError("two_heads", one=heads[0], other=heads[1])
    if len(persons) > 1 and not heads and all(said.get("relation") for said in persons.values()):
        raise AyniError("no_head", persons=", ".join(persons))
    for name, said in persons.items():
        _check_dates(name, said, day, is_day)
        _check_parents(name, said, persons, day)
    _check_births(persons)


def _check_dates(name: str, said: Said, day: dt.date, is_day: bool) -> None:
    hired, left = day_of(said, "hired_on"), day_of(said, "left_on")
    if left is not None and hired is None and not said.get("service_years") and not said.get("service_months"):
        raise AyniError("left_without_hired", person=name)
    if left is not None and hired is not None and left < hired:
        raise AyniError("left_before_hired", person=name, hired=said["hired_on"], left=said["left_on"])
    for key in DATES:
        given = day_of(said, key)
        if given is not None and given > day:
            raise AyniError("date_after_day", person=name, answer=key, value=said[key], day=day)
    born = day_of(said, "born")
    if born is not None and "age" in said and said["age"] != age_on(born, day):
        fields = {"person": name, "age": said["age"], "born": said["born"], "other": age_on(born, day), "day": day}
        raise AyniError("age_against_birth", **fields)
    if born is not None and age_on(born, day) > OLDEST:
        raise AyniError("born_too_long_ago", person=name, value=said["born"], years=OLDEST)
    since, birth = day_of(said, "pregnant_since"), day_of(said, "gave_birth")
    for key, flag in (("pregnant_since", "is_pregnant"), ("gave_birth", "gave_birth_last_year")):
        told = {"pregnant_since": since, "gave_birth": birth}[key]
        if told is None or flag not in said or not is_day:
            continue
        holds = month(day) - month(told) < 12 if key == "gave_birth" else birth is None or birth <= told
        if said[flag] != holds:
            raise AyniError("date_against_answer", person=name, answer=flag, date=key, value=said[key])
    is_over = birth is not None and since is not None and birth > since
    if is_day and since is not None and not is_over and month(day) - month(since) > LONGEST:
        raise AyniError("pregnancy_too_long", person=name, value=said["pregnant_since"], months=LONGEST)
    if said.get("sex") == "man":
        for key in ("is_pregnant", "pregnant_since", "gave_birth", "gave_birth_last_year"):
            if said.get(key):
                raise AyniError("man_with_pregnancy", person=name, answer=key)


def _check_parents(name: str, said: Said, persons: Persons, day: dt.date) -> None:
    for link, sex in (("mother", "man"), ("father", "woman")):
        parent: str = said.get(link) or ""
        if parent not in persons:
            continue
        if persons[parent].get("sex") == sex:
            raise AyniError("parent_of_other_sex", person=name, link=link, parent=parent)
        if name in _ancestors(parent, persons):
            raise AyniError("parent_and_child", person=name, parent=parent)
        ages = [with_age(persons[each], day).get("age") for each in (name, parent)]
        if ages[0] is not None and ages[1] is not None and ages[1] <= ages[0]:
            raise AyniError("parent_not_older", person=name, parent=parent, age=ages[0], other=ages[1])


def _ancestors(name: str, persons: Persons) -> set[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        said = persons[todo.pop()]
        parents: set[str] = {said.get(link) or "" for link in ("mother", "father")} & set(persons)
        todo += sorted(parents - found)
        found |= parents
    return found


def _check_births(persons: Persons) -> None:
    children: dict[str, list[tuple[int, str]]] = {}
    for name, said in persons.items():
        born, mother = day_of(said, "born"), said.get("mother") or ""
        if born is not None and mother in persons:
            children.setdefault(mother, []).append((month(born), name))
    for mother, births in children.items():
        births.sort()
        for (first, one), (second, other) in pairwise(births):
            if 1 < second - first < APART:
                raise AyniError("births_too_near", mother=mother, one=one, other=other, months=second - first)
