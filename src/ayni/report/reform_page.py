"""What the page of a reform says first: from what to what, at what cost, with which effect, for whom and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ayni.report.figures import Figures, figure, interval
from ayni.report.naming import name, wave_name
from ayni.report.page_card import INK, QUIET, framed, signed, text_line, text_lines
from ayni.report.parameters import parameter_value
from ayni.report.scenarios.comparison import band, compared
from ayni.scenario.analysis import ALL_PROGRAMMES
from ayni.words import Language, bare, catalogue, say
from ayni.words.marks import MarkKind
from ayni.words.numbers import NBSP, day, month_of_year, number, percent

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.report.inline import Picture
    from ayni.scenario import Result
    from ayni.scenario.result import ParameterChange
    from ayni.scenario.rows import Row

SHOWN = 3
"""Of the changes of a reform so many stand in its title."""


class Said(Struct, frozen=True):
    """A figure in words: what it is, the figure, its margin, and what there is to say of it."""

    name: str
    value: str
    margin: str = ""
    about: tuple[str, ...] = ()


def with_names(result: Result, law: Law) -> Result:
    """The result with what the law calls the programmes whose parameters it changes, also where no row is of them."""
    from ayni.runs import names_of

    changes = result.reform.changes if result.reform else ()
    known = names_of(law)
    own = {name: known[name] for change in changes if (name := change.parameter.partition(".")[0]) in known}
    return replace(result, names={**own, **result.names})


# ---- its title


def title(f: Figures, language: Language) -> str:
    """`Renta Dignidad: de Bs 500 a Bs 700 al mes`; of several programmes one after the other."""
    found: dict[str, list[str]] = {}
    changes = f.reform.changes if f.reform else ()
    for change in changes[:SHOWN]:
        programme = f.programme(change.parameter.partition(".")[0], language)
        ours = [each for each in changes if each.parameter.partition(".")[0] == change.parameter.partition(".")[0]]
        alone = change.unit.startswith("Bs") and all(each.unit == change.unit for each in ours)
        head = "" if alone else f"{_lower(f.names[change.parameter][language])}, "
        found.setdefault(programme, []).append(head + from_to(change, language))
    parts = [f"{programme}: {say('web_reforms.and', language).join(said)}" for programme, said in found.items()]
    if len(changes) > SHOWN:
        parts.append(say("web_reforms.more_changes", language, n=len(changes) - SHOWN))
    return "; ".join(parts)


def question(f: Figures, language: Language) -> str:
    """The title as a question, where one amount of one programme moves; else the title."""
    changes = f.reform.changes if f.reform else ()
    if len(changes) == 1 and changes[0].unit.startswith("Bs") and _moves(changes[0]):
        programme = f.programme(changes[0].parameter.partition(".")[0], language)
        key = f"web_reforms_article.{bare(programme.split()[0])}"
        if language == "en" or key in catalogue():
            article = "" if language == "en" else f"{say(key, language)} "
            way = "up" if changes[0].after > changes[0].before else "down"  # type: ignore[operator]
            fields = {"name": f"{article}{programme}", "from_to": from_to(changes[0], language)}
            return say(f"web_reforms.question_{way}", language, **fields)
    return title(f, language)


def _moves(change: ParameterChange) -> bool:
    return isinstance(change.before, int | float) and isinstance(change.after, int | float)


def from_to(change: ParameterChange, language: Language) -> str:
    """`de Bs 500 a Bs 700 al mes`."""
    before, after = (in_unit(value, change.unit, language) for value in (change.before, change.after))
    per = f"web_per.{change.unit}"
    text = say("web_reforms.from_to", language, before=before, after=after)
    return f"{text} {say(per, language)}" if per in catalogue() else text


def in_unit(value: object, unit: str, language: Language) -> str:
    """A value of the law as people say it; a switch is yes or no."""
    if value is None:
        return say("parameter.not_in_force", language)
    if unit == "flag":
        return say("web_reforms.yes" if value else "web_reforms.no", language)
    return parameter_value(value, unit, language)


def _lower(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


# ---- its first sentence and the strip


def cost_of(f: Figures, take_up: str = "") -> Row | None:
    """What the reform costs in a year: net of what it collects, where it collects anything."""
    net = f.find("costs", measure="net_cost", side="change", take_up=take_up)
    spent = {"programme": ALL_PROGRAMMES, "measure": "spending", "side": "change"}
    return net or f.find("costs", take_up=take_up, **spent)


def poverty_of(f: Figures, line: str) -> Row | None:
    """By how many points the reform changes poverty."""
    return compared(f, "change", "headcount", line, "points")


def is_sure(row: Row | None) -> bool:
    """Whether the margin of a change leaves zero out."""
    return row is not None and row.low is not None and row.high is not None and not row.low <= 0 <= row.high


def sentence(f: Figures, language: Language) -> str:
    """What it would cost, and what would happen to poverty, in one sentence; empty where neither is published."""
    parts = []
    cost = cost_of(f)
    if cost is not None and cost.value is not None:
        key = "costs" if cost.value > 0 else "saves" if cost.value else "costs_nothing"
        parts.append(say(f"web_reforms.{key}", language, amount=_unsigned(figure(cost, language))))
    change = poverty_of(f, "moderate")
    if change is not None and change.value is not None:
        before, after = (compared(f, side, "headcount", "moderate") for side in ("before", "after"))
        if not is_sure(change) or before is None or after is None:
            parts.append(say("web_reforms.poverty_unsure", language))
        else:
            poor = compared(f, "change", "poor", "moderate", "persons")
            fields = {
                "points": in_points(change, language), "before": figure(before, language),
                "after": figure(after, language),
            }  # fmt: skip
            way = "down" if change.value < 0 else "up"
            parts.append(say(f"web_reforms.poverty_{way}", language, **fields))
            if poor is not None and poor.value is not None:
                persons = _unsigned(figure(poor, language))
                parts[-1] += say(f"web_reforms.persons_{way}", language, persons=persons)
    text = say("web_reforms.and", language).join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def in_points(row: Row, language: Language) -> str:
    """A change in words: `1,0 punto`, `2,3 puntos`."""
    text = _unsigned(figure(row, language)).partition(NBSP)[0]
    one = text.rstrip("0").rstrip(",.") == "1"
    return f"{text}{NBSP}{say('web_reforms.point' if one else 'web_reforms.points', language)}"


def _unsigned(text: str) -> str:
    return text.lstrip("+-−")


def on_what(f: Figures, language: Language) -> str:
    """The day of the law, whose people in the money of which month, who is paid, and who pays."""
    card = f.card
    if card is None or card.persons is None:
        return ""
    law = day(dt.date.fromisoformat(card.law_day), language)
    survey = say("web_reforms.synthetic_people", language) if card.synthetic else wave_name(card.survey, language)
    month = month_of_year(dt.date.fromisoformat(f"{card.month[:7]}-01"), language)
    people = "carried_people" if card.carried else "own_people"
    parts = [
        say("web_reforms.law_of", language, day=law),
        say(f"web_reforms.{people}", language, survey=survey, month=month),
        say(f"web_reforms.paid_{card.take_up or 'legal'}", language),
    ]
    if f.reform and f.reform.financing == "unfinanced":
        parts.append(say("web_reforms.nobody_pays", language))
    return " · ".join(parts)


def strip(f: Figures, language: Language) -> list[Said]:
    """The four figures that stay in view: cost, poverty, extreme poverty and Gini."""
    cost = cost_of(f)
    saves = cost is not None and cost.value is not None and cost.value < 0
    rows = {
        "saving" if saves else "cost": cost, "poverty": poverty_of(f, "moderate"), "extreme": poverty_of(f, "extreme"),
        "gini": compared(f, "change", "gini", "", "points"),
    }  # fmt: skip
    found = []
    for key, row in rows.items():
        if row is None:
            continue
        value, margin = figure(row, language), interval(row, language)
        if row.value is None:
            value = say("web_reforms.not_published", language)
        if row is cost:
            value = value.replace(say("web_reforms.millions", language), say("web_reforms.millions_short", language))
            value = _unsigned(value) if saves else value
            margin = _turned(row, language) if saves else margin
        found.append(Said(say(f"web_reforms.strip_{key}", language), value, margin))
    return found


def _turned(row: Row, language: Language) -> str:
    """The margin of what is saved."""
    if row.low is None or row.high is None or row.value is None:
        return ""
    return interval(replace(row, value=-row.value, low=-row.high, high=-row.low), language)


# ---- four cards


def cards(f: Figures, language: Language) -> list[tuple[str, Said, str]]:
    """Cost, reach, poverty, inequality: each with its figure and a small picture of it."""
    found = [_cost_card(f, language), _reach_card(f, language)]
    found += [
        _change_card(f, "poverty", "headcount", "moderate", language),
        _change_card(f, "gini", "gini", "", language),
    ]
    return [card for card in found if card is not None]


Card = tuple[str, Said, str]


def _cost_card(f: Figures, language: Language) -> Card | None:
    cost = cost_of(f)
    if cost is None:
        return None
    spent = {
        side: f.find("costs", programme=ALL_PROGRAMMES, measure="spending", side=side) for side in ("before", "after")
    }
    about, drawing = [], ""
    before, after = spent["before"], spent["after"]
    if (
        before is not None
        and after is not None
        and before.value is not None
        and after.value is not None
        and after.value
    ):
        fields = {"before": figure(before, language), "after": figure(after, language)}
        about.append(say("web_reforms.card_spent", language, **fields))
        drawing = _two_bars(
            before.value, after.value, [say(f"web_reforms.bar_{each}", language) for each in ("now", "then")]
        )
    other = "observed" if f.card and f.card.take_up == "legal" else "legal"
    paid = cost_of(f, other)
    if paid is not None and paid.value is not None and paid.take_up == other:
        amount = _unsigned(figure(paid, language))
        about.append(say(f"web_reforms.card_if_{other}", language, amount=amount))
    saves = cost.value is not None and cost.value < 0
    value = figure(cost, language) if cost.value is not None else say("web_reforms.not_published", language)
    margin = _turned(cost, language) if saves else interval(cost, language)
    key = "card_saves" if saves else "card_cost"
    return "cost", Said(say(f"web_reforms.{key}", language), _unsigned(value), margin, tuple(about)), drawing


def _reach_card(f: Figures, language: Language) -> Card | None:
    shares = {each: band(f, each) for each in ("gain_more", "gain_less", "no_change", "lose_less", "lose_more")}
    if any(row is None for row in shares.values()):
        return None
    values = {key: (row.value or 0.0) for key, row in shares.items() if row is not None}
    gain, lose = (round(100 * (values[f"{way}_more"] + values[f"{way}_less"])) for way in ("gain", "lose"))
    about = [say("web_reforms.card_gain_more", language, n=number(100 * values["gain_more"], language, 0))]
    about.append(say("web_reforms.card_lose" if lose else "web_reforms.card_nobody_loses", language, n=lose))
    said = Said(
        say("web_reforms.card_reach", language), say("web_reforms.of_hundred", language, n=gain),
        say("web_reforms.of_hundred_about", language), tuple(about),
    )  # fmt: skip
    return "reach", said, _hundred(values)


def _change_card(f: Figures, key: str, measure: str, line: str, language: Language) -> Card | None:
    change = compared(f, "change", measure, line, "points")
    before, after = (compared(f, side, measure, line) for side in ("before", "after"))
    if change is None or before is None or after is None:
        return None
    about = [
        say(f"web_reforms.card_{key}_levels", language, before=figure(before, language), after=figure(after, language))
    ]
    if key == "poverty":
        poor = compared(f, "change", "poor", "extreme", "persons")
        extreme = [compared(f, side, "headcount", "extreme") for side in ("before", "after")]
        if all(row is not None and row.value is not None for row in extreme):
            fields = {end: figure(row, language) for end, row in zip(("before", "after"), extreme, strict=True) if row}
            about.append(say("web_reforms.card_extreme", language, **fields))
            if is_sure(poverty_of(f, "extreme")) and poor is not None and poor.value is not None:
                way = "fewer" if poor.value < 0 else "more"
                fields = {"persons": _unsigned(figure(poor, language)), "margin": ""}
                about[-1] += say(f"web_reforms.card_{way}", language, **fields)
            about[-1] += "."
    if not is_sure(change):
        about.append(say("web_reforms.unsure", language))
    value = figure(change, language) if change.value is not None else say("web_reforms.not_published", language)
    said = Said(say(f"web_reforms.card_{key}", language), value, interval(change, language), tuple(about))
    return key, said, _margin_drawn(change)


# ---- small pictures: what they show is written beside them


def _svg(width: int, height: int, inside: str) -> str:
    return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" aria-hidden="true">{inside}</svg>'


def _two_bars(before: float, after: float, names: Sequence[str]) -> str:
    from ayni.report.inline import rect, text

    most = max(before, after) or 1.0
    wide = [max(1.0, 150 * max(value, 0.0) / most) for value in (before, after)]
    inside = rect(0, 2, wide[0], 16, "fg") + rect(0, 26, min(wide), 16, "fg")
    if wide[1] > wide[0]:
        inside += rect(wide[0], 26, wide[1] - wide[0], 16, "fa")
    elif wide[0] > wide[1]:
        inside += rect(wide[1], 26, wide[0] - wide[1], 16, "fb2")
    return _svg(260, 46, inside + text(wide[0] + 6, 15, names[0], "t2") + text(max(wide) + 6, 39, names[1], "t2"))


def _hundred(shares: Mapping[str, float]) -> str:
    """A hundred squares, a square a person."""
    from ayni.report.inline import rect

    classes = {"gain_more": "fa", "gain_less": "fa2", "lose_more": "fb", "lose_less": "fb2", "no_change": "fg2"}
    squares: list[str] = []
    for band_name, shown in classes.items():
        squares += [shown] * round(100 * shares[band_name])
    squares = (squares + ["fg2"] * 100)[:100]
    return _svg(200, 50, "".join(rect((at // 5) * 10, (at % 5) * 10, 8, 8, each) for at, each in enumerate(squares)))


def _margin_drawn(row: Row) -> str:
    """A change with its margin, and zero."""
    from ayni.report.inline import line, text

    if row.value is None or row.low is None or row.high is None:
        return ""
    ends = [row.low, row.high, 0.0]
    low, high = min(ends), max(ends)
    reach = (high - low) or 1.0

    def at(value: float) -> float:
        return 12 + (value - low) / reach * 170

    inside = (
        line(at(0), 2, at(0), 32, "zero") + line(6, 18, 190, 18, "axis") + line(at(row.low), 18, at(row.high), 18, "ia")
    )
    inside += f'<circle cx="{at(row.value):.1f}" cy="18" r="6.5" class="fa"/>' + text(at(0), 47, "0", "t2 tm")
    return _svg(200, 50, inside)


# ---- departments


def departments(f: Figures, language: Language, source: str) -> tuple[Picture, list[str]] | None:
    """The change of poverty in nine tiles, and what can be said of them; None where no department has a figure."""
    from ayni.report.inline import Picture, Tile, tiles

    rows = {
        level: compared(f, "change", "headcount", "moderate", "points", group="department", level=level)
        for level in f.levels("comparison", "department")
    }
    given = {level: row for level, row in rows.items() if row is not None}
    if not any(row.value is not None for row in given.values()):
        return None
    named = {level: name("department", level, language) for level in given}
    of = {
        level: Tile(
            named[level], None if row.value is None else 100 * row.value,
            _bare(row, language),
            interval(row, language), unsure=not is_sure(row),
        )
        for level, row in given.items()
    }  # fmt: skip
    sure = {level: row.value for level, row in given.items() if row.value is not None and is_sure(row)}
    unsure = [named[level] for level in given if level not in sure]
    about = say("web_reforms.map_about", language)
    if sure:
        most = max(sure, key=lambda level: abs(sure[level]))
        least = min(sure, key=lambda level: abs(sure[level]))
        way = "down" if sure[most] < 0 else "up"
        head = say(f"web_reforms.map_{way}", language, most=named[most])
        sentences = [
            say("web_reforms.map_sentence", language, **{
                "most": named[most], "least": named[least], "high": in_points(given[most], language),
                "low": in_points(given[least], language),
            })
        ] if most != least else []  # fmt: skip
    else:
        head, sentences = say("web_reforms.map_none", language), []
    if sure and unsure:
        sentences.append(say("web_reforms.map_unsure", language, names=_listed(unsure, language)))
    sentences.append(say("web_reforms.map_wide", language))
    ends = (say("web_reforms.little", language), say("web_reforms.much", language))
    return Picture("departments", f.named(head, language), about, tiles(of, ends), source=source), sentences


def _bare(row: Row, language: Language) -> str:
    """A change without its unit, which is written once."""
    if row.value is None:
        return say("web_reforms.not_published", language)
    return figure(row, language).partition(NBSP)[0]


def _listed(names: Sequence[str], language: Language) -> str:
    *first, last = names
    return f"{', '.join(first)}{say('web_reforms.and', language)}{last}" if first else last


def budget(f: Figures, language: Language) -> list[str]:
    """What was last paid by the registers for the programmes that it changes, and how much of that its cost is."""
    found = []
    for programme in f.programmes("costs", concept="official"):
        place = {"programme": programme, "measure": "spending"}
        paid = f.find("costs", concept="official", **place)
        ratio = f.find("costs", concept="simulated_over_official", side="change", **place)
        if paid is None or ratio is None or paid.value is None or ratio.value is None:
            continue
        period = next((mark.what for mark in paid.marks if mark.kind is MarkKind.OFFICIAL_PERIOD), "")
        period = period or (f.card.month[:4] if f.card else "")
        way = "more" if ratio.value >= 0 else "less"
        fields = {
            "name": f.programme(programme, language), "paid": figure(paid, language),
            "share": percent(abs(ratio.value), language, 0), "period": period.replace("..", "–"),
        }  # fmt: skip
        found.append(say(f"web_reforms.budget_{way}", language, **fields))
    return found


# ---- two reforms side by side


def side_by_side(both: Sequence[Figures], language: Language) -> list[tuple[str, list[Said]]]:
    """Each result of each of two reforms, with its margin."""
    found: list[tuple[str, list[Said]]] = []
    for key, rows in _measures(both):
        cells = []
        for row in rows:
            if row is None:
                cells.append(Said("", say("web_reforms.none", language)))
            elif row.value is None:
                cells.append(Said("", say("web_reforms.not_published", language)))
            else:
                cells.append(Said("", figure(row, language), interval(row, language)))
        found.append((say(f"web_reforms.side_{key}", language), cells))
    return found


def _measures(both: Sequence[Figures]) -> Iterator[tuple[str, list[Row | None]]]:
    yield "cost", [cost_of(f) for f in both]
    yield "poverty", [poverty_of(f, "moderate") for f in both]
    yield "extreme", [poverty_of(f, "extreme") for f in both]
    yield "gini", [compared(f, "change", "gini", "", "points") for f in both]
    yield "poor", [compared(f, "change", "poor", "moderate", "persons") for f in both]
    yield "lifted", [f.find("costs", measure="cost_per_lifted", line="moderate", side="change") for f in both]


def winners(f: Figures, language: Language) -> str:
    """How many of a hundred people gain, and how many lose."""
    gain, lose = (
        round(100 * sum((row.value or 0.0) for each in ("more", "less") if (row := band(f, f"{way}_{each}"))))
        for way in ("gain", "lose")
    )
    unpaid = f.reform is not None and f.reform.financing == "unfinanced"
    key = "winners_and_losers" if lose else "winners_unpaid" if unpaid else "winners_only"
    return say(f"web_reforms.{key}", language, gain=gain, lose=lose)


def gaining(f: Figures, language: Language) -> str:
    """`18 de cada 100`: who lives in a household that gains."""
    rows = [band(f, each) for each in ("gain_more", "gain_less")]
    values = [row.value or 0.0 for row in rows if row is not None]
    return say("web_reforms.of_hundred", language, n=round(100 * sum(values))) if len(values) == 2 else ""


def compared_picture(both: Sequence[Figures], names: Sequence[str], language: Language, source: str) -> Picture | None:
    """Poverty and extreme poverty under either reform, with their margins."""
    from ayni.report.inline import Mark, Picture, dots, marked

    marks = []
    for line in ("moderate", "extreme"):
        for tone, f, of in zip("ab", both, names, strict=True):
            row = poverty_of(f, line)
            if row is None or row.value is None:
                return None
            low, high = (None if each is None else 100 * each for each in (row.low, row.high))
            what = say("web_reforms.side_" + ("poverty" if line == "moderate" else "extreme"), language)
            marks.append(Mark(f"{what} · {of}", 100 * row.value, low, high, figure(row, language), tone))
    head = say("web_reforms.side_title", language)
    drawn = dots(marks, lambda value: number(value, language, 1), zero=True)
    title, about = both[0].named(head, language), say("web_reforms.side_about", language)
    table = marked("side", title, about, source, marks, language)
    return Picture("side", title, about, drawn, source=source, table=table)


# ---- a card for those who pass the address on


def card(f: Figures, language: Language, address: str) -> str:
    """The result as one picture of 1200 by 630: title, the four figures, whose people, the address."""
    drawn = text_lines(f.named(question(f, language), language), 96, 46, 3, INK, bold=True)
    for place, each in enumerate(strip(f, language)):
        x = (48, 430, 690, 950)[place]
        drawn += [text_line(x, 330, each.name, 26, QUIET), text_line(x, 382, each.value, 40, "#0a5586", bold=True)]
        drawn += [text_line(x, 420, each.margin, 24, QUIET)]
    about = on_what(f, language)
    return framed(title(f, language), about, [*drawn, *text_lines(about, 486, 24, 2, QUIET), *signed(address)])
