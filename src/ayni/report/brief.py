"""A one-page brief for printing about a programme or poverty: fixed phrases filled in with figures.

Figures of surveys are those recorded from INE's real files, so that a brief needs no run of the model and none of it
rests on synthetic data.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from msgspec import Struct

from ayni.engine import Instrument, Law, Parameter, Row
from ayni.engine.instruments import Act
from ayni.evidence import consumer_prices, in_prices_of, official
from ayni.evidence.over_time import Point, by_department, series, waves_by_department
from ayni.evidence.recorded import recorded
from ayni.law.version import version
from ayni.report.lawbook import unit_name, written
from ayni.report.naming import name, wave_name
from ayni.report.series import indicator_name, interval_text, value_text
from ayni.runs import names_of
from ayni.scenario import programmes
from ayni.words import AyniError, Language, nearest, say
from ayni.words.numbers import NBSP, day, millions, money, number, percent, supported_places

POVERTY, ALL = "poverty", "all_programmes"
SECTIONS = ("what", "who", "amount", "reach", "effect", "unknown")
WORDS = 450
UNSAID = ("share", "percent", "flag", "count", "grade", "reading")
"""Units that stand in the value, or in the words before it."""
ACTS, CONDITIONS, UNSEEN = 3, 4, 2
"""How many acts, conditions and things not seen a page names; the first and the latest of the acts."""


class Brief(Struct, frozen=True):
    """One page: for each section its heading and its sentences; the footer says what it rests on."""

    about: str
    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    footer: str

    @property
    def words(self) -> int:
        """How many words stand on the page."""
        texts = [self.title, self.footer]
        for heading, sentences in self.sections:
            texts += [heading, *sentences]
        return sum(len(text.split()) for text in texts)


def subjects(law: Law) -> tuple[str, ...]:
    """What there is a brief about: poverty, and every programme that the model runs."""
    return (POVERTY, *(programme.id for programme in programmes(law)))


def subject_name(about: str, law: Law, language: Language) -> str:
    """A subject in words."""
    return say("brief.poverty", language) if about == POVERTY else name("programme", about, language, names_of(law))


def brief(about: str, when: dt.date, law: Law, language: Language) -> Brief:
    """The page on a subject by the law of a day. Raises for a subject that there is none about."""
    if about not in subjects(law):
        raise AyniError("unknown_brief", about=about, near=nearest(about, subjects(law)))
    parts = _of_poverty(law, language) if about == POVERTY else _of_programme(about, when, law, language)
    return Brief(
        about,
        say("brief.title", language, name=subject_name(about, law, language)),
        tuple((say(f"brief.{section}", language), tuple(parts[section])) for section in SECTIONS),
        say("brief.footer", language, day=day(when, language), rules=version()),
    )


# ---- a programme


def _of_programme(about: str, when: dt.date, law: Law, language: Language) -> dict[str, list[str]]:
    instrument = law.instruments[about]
    wave = _latest_wave(about)
    return {
        "what": list(_what(instrument, when, language)),
        "who": list(_who(instrument, when, language)),
        "amount": list(_amounts(instrument, when, language)),
        "reach": list(_reach(about, wave, law, language)),
        "effect": list(_effect(about, wave, law, language)),
        "unknown": list(_unknown(instrument, wave, language)),
    }


def _latest_wave(about: str) -> str:
    """The latest survey with recorded figures of a programme; empty where there is none."""
    return max((row.wave for row in recorded().values() if row.indicator == f"recipients.{about}"), default="")


def _what(instrument: Instrument, when: dt.date, language: Language) -> Iterator[str]:
    if instrument.serves:
        yield instrument.serves[language]
    if instrument.paid_in:
        yield say("brief.paid", language, text=instrument.paid_in[language])
    span = instrument.in_force[-1]
    if span.end is None:
        yield say("brief.since", language, start=day(span.start, language))
    else:
        key = "brief.until" if span.end >= when else "brief.ended"
        yield say(key, language, start=day(span.start, language), end=day(span.end, language))


def _who(instrument: Instrument, when: dt.date, language: Language) -> Iterator[str]:
    acts = instrument.legal_basis or tuple(_of_days(instrument))
    shown = acts if len(acts) <= ACTS else [acts[0], *acts[1 - ACTS :]]
    named = "; ".join(_act(act.instrument, act.article, language) for act in shown)
    yield say("brief.basis" if len(shown) == len(acts) else "brief.basis_some", language, acts=named, n=len(acts))
    conditions = [each for each in instrument.parameters.values() if not each.unit.startswith("Bs")]
    found = [text for each in conditions if (text := _condition(instrument, each, when, language))]
    yield from found[:CONDITIONS]


def _of_days(instrument: Instrument) -> Iterator[Act]:
    """The articles by which an instrument is in force, where its file lists no acts."""
    for span in instrument.in_force:
        yield Act(span.article, span.start)


def _act(name: str, article: str, language: Language) -> str:
    is_number = article.replace(", ", "").replace("-", "").replace("I", "").isdigit()
    return say("brief.act", language, act=name, article=article) if is_number else name


def _condition(instrument: Instrument, parameter: Parameter, when: dt.date, language: Language) -> str:
    """A condition in numbers; empty for a reading, and for one that does not apply."""
    row = parameter.on(_law_day(instrument, when))
    if isinstance(row.value, str | tuple) or (parameter.unit == "flag" and not row.value):
        return ""
    value = written(row.value, parameter.unit, language)
    value += "" if parameter.unit in UNSAID else f" {unit_name(parameter.unit, language)}"
    text = parameter.text[language].removeprefix("1 si ").removeprefix("1 if ")
    return say("brief.condition", language, text=text[0].upper() + text[1:], value=value, article=_article(row))


def _article(row: Row) -> str:
    return f" ({row.article})" if row.article else ""


def _law_day(instrument: Instrument, when: dt.date) -> dt.date:
    """The day on which to read the law: that day, or the nearest on which the programme was in force."""
    first, last = instrument.in_force[0].start, instrument.in_force[-1].end
    return max(first, min(when, last) if last else when)


def _amounts(instrument: Instrument, when: dt.date, language: Language) -> Iterator[str]:
    base = max(consumer_prices())
    for parameter in instrument.parameters.values():
        if not parameter.unit.startswith("Bs"):
            continue
        row, first = parameter.on(_law_day(instrument, when)), parameter.rows[0]
        if not isinstance(row.value, int | float) or not isinstance(first.value, int | float) or not row.value:
            continue
        value = written(row.value, parameter.unit, language)
        value += f" {say(f'unit.{parameter.unit}', language)}" if parameter.unit in ("Bs/month", "Bs/year") else ""
        yield say(
            "brief.value", language, text=parameter.text[language], value=value,
            since=day(row.start, language), article=_article(row),
        )  # fmt: skip
        if first.value and first.start.year in consumer_prices() and first.start.year < base:
            real = in_prices_of(first.value, first.start.year, base)
            yield say(
                "brief.real", language, first=money(first.value, language), year=first.start.year, base=base,
                real=money(real, language),
            )  # fmt: skip


def _reach(about: str, wave: str, law: Law, language: Language) -> Iterator[str]:
    if not wave:
        yield say("brief.not_run", language)
        return
    yield say("brief.survey", language, wave=wave_name(wave, language))
    for what in ("recipients", "spending"):
        for method in ("simulated", "reported"):
            point = _point(f"{about}.{what}", method, wave)
            if point is not None:
                yield say(f"brief.{what}_{method}", language, value=_figure(point, what, language))
        year = int(wave[-4:])
        found = official(f"{about}.{what}", year, law, within=1)
        if found is None:
            yield say(f"brief.{what}_no_official", language, year=year)
        else:
            value = number(found.value, language) if what == "recipients" else millions(found.value, language)
            basis = say(f"basis.{found.basis}", language).rstrip(".").lower()
            period = found.period.replace("..", " – ")
            yield say(f"brief.{what}_official", language, value=value, period=period, basis=basis)


def _point(indicator: str, method: str, wave: str) -> Point | None:
    return next((point for point in series(indicator).of(True, method) if point.wave == wave), None)


def _figure(point: Point, what: str, language: Language) -> str:
    """A count of persons, or money from millions of Bs, with its interval."""
    if what == "recipients":
        return f"{value_text(point, 'persons', language)} {interval_text(point, language)}".strip()
    places = supported_places(None if point.se is None else point.se / 10, 0, least=-2, most=0)
    text = millions(point.value * 1e6, language, places)
    if point.interval is None:
        return text
    low, high = (number(end, language, places) for end in point.interval)
    return f"{text} [{low};{NBSP}{high}]"


def _effect(about: str, wave: str, law: Law, language: Language) -> Iterator[str]:
    if not wave:
        yield say("brief.no_effect", language)
        return
    name = say("brief.all_programmes", language) if about == ALL else subject_name(about, law, language)
    yield say("brief.effect_about", language, wave=wave_name(wave, language), name=name)
    for measure in ("poverty_moderate", "poverty_extreme", "gini"):
        point = _point(f"effect.{about}.{measure}", "year", wave)
        if point is None:
            yield say("brief.effect_not_published", language, measure=say(f"brief.of_{measure}", language))
            continue
        places = supported_places(point.se, 2, least=0, most=2)
        value = number(point.value, language, places, sign=True)
        yield say(
            "brief.effect_gini" if measure == "gini" else "brief.effect_points",
            language,
            measure=say(f"brief.of_{measure}", language),
            value=value,
            relative=percent(point.relative or 0.0, language, sign=True),
            interval=interval_text(point, language, places),
        )
    yield say("mark.first_order", language)


def _unknown(instrument: Instrument, wave: str, language: Language) -> Iterator[str]:
    if wave:
        yield say("brief.entitled_not_paid", language)
    unseen = [re.sub(r" \(facts\.[^)]*\)", "", each[language]) for each in instrument.not_seen_by_survey]
    shown = unseen[:UNSEEN]
    if unseen:
        yield say("brief.unseen", language, shown=len(shown), n=len(unseen), items="; ".join(shown))
    doubtful = [row for each in instrument.parameters.values() for row in each.rows if row.confidence != "verified"]
    values = sum(len(each.rows) for each in instrument.parameters.values())
    yield say("brief.doubtful" if doubtful else "brief.all_verified", language, n=len(doubtful), values=values)


# ---- poverty


def _of_poverty(law: Law, language: Language) -> dict[str, list[str]]:
    wave = waves_by_department("poverty_moderate")[0]
    return {
        "what": [say("brief.poverty_what", language), say("brief.poverty_extreme_what", language)],
        "who": list(_poverty_where(wave, law, language)),
        "amount": list(_poverty_since(law, language)),
        "reach": list(_poverty_reach(wave, law, language)),
        "effect": list(_effect(ALL, wave, law, language)),
        "unknown": [say(f"brief.poverty_unknown_{part}", language) for part in ("errors", "break", "cause", "blind")],
    }


def _poverty_where(wave: str, law: Law, language: Language) -> Iterator[str]:
    yield say("brief.survey", language, wave=wave_name(wave, language))
    for indicator in ("poverty_moderate", "poverty_extreme"):
        found = {
            area: next(point for point in series(indicator, area).of(True, "") if point.wave == wave)
            for area in ("Bolivia", "Urban", "Rural")
        }
        values = {
            area.lower(): f"{value_text(point, '%', language)} {interval_text(point, language)}"
            for area, point in found.items()
        }
        yield say("brief.poverty_areas", language, name=indicator_name(indicator, law, language), **values)
    _, departments = by_department("poverty_moderate", wave)
    ordered = sorted((point.value, area) for area, point in departments.items() if area != "Bolivia")
    ends = {
        end: f"{area} ({value_text(departments[area], '%', language)})"
        for end, (_, area) in (("low", ordered[0]), ("high", ordered[-1]))
    }
    yield say("brief.poverty_departments", language, **ends)


def _poverty_since(law: Law, language: Language) -> Iterator[str]:
    for indicator in ("poverty_moderate", "poverty_extreme"):
        lines = series(indicator).lines
        for method in ("old_ine_method", "revised_ine_method"):
            first, last = lines[method][0], lines[method][-1]
            yield say(
                "brief.poverty_since", language, name=indicator_name(indicator, law, language),
                method=say(f"series_method.{method}", language), first=value_text(first, "%", language),
                start=first.period, last=value_text(last, "%", language), end=last.period,
            )  # fmt: skip


def _poverty_reach(wave: str, law: Law, language: Language) -> Iterator[str]:
    for indicator in ("persons_in_poverty_moderate", "persons_in_poverty_extreme"):
        point = _point(indicator, "", wave)
        assert point is not None
        value = f"{value_text(point, 'persons', language)} {interval_text(point, language)}"
        yield say("brief.named", language, name=indicator_name(indicator, law, language), value=value)
    for area in ("Urban", "Rural"):
        line = series("poverty_line_moderate", area).points[-1]
        place = say(f"series_place.{area}", language).lower()
        value = money(line.value, language)
        yield say("brief.poverty_line", language, place=place, value=value, year=line.period)
