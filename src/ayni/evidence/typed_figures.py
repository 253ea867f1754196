"""The numbers and periods of a sentence in Spanish or English, by plain rules: digits, words, shares, ranges, units."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ayni.evidence.verdicts import Relation
from ayni.words import AyniError, Language, bare
from ayni.words.numbers import plain_typed

Change = Literal["", "rise", "fall"]
Span = tuple[int, int]

_UNITS_ES = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
    "veintidos", "veintitres", "veinticuatro", "veinticinco", "veintiseis", "veintisiete", "veintiocho",
    "veintinueve",
)  # fmt: skip
_UNITS_EN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS_ES = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_TENS_EN = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_HUNDREDS = ["doscient", "trescient", "cuatrocient", "quinient", "seiscient", "setecient", "ochocient", "novecient"]
_SMALL: Mapping[str, int] = {
    **{word: n for n, word in enumerate(_UNITS_ES)},
    **{word: n for n, word in enumerate(_UNITS_EN)},
    **{word: 10 * n for n, word in enumerate(_TENS_ES, 3)},
    **{word: 10 * n for n, word in enumerate(_TENS_EN, 2)},
    **{f"{word}{end}s": 100 * n for n, word in enumerate(_HUNDREDS, 2) for end in "oa"},
    "un": 1, "una": 1, "cien": 100, "ciento": 100,
}  # fmt: skip
_ONE = {"un", "una", "uno", "one"}
_SCALES: Mapping[str, int] = {
    "mil": 1000, "thousand": 1000, "millon": 10**6, "millones": 10**6, "million": 10**6, "millions": 10**6,
    "mil millones": 10**9, "billion": 10**9, "billon": 10**12, "billones": 10**12,
}  # fmt: skip
_SCALE = r"mil millones|billones|billon|billions?|millones|millon|millions?|mil|thousand"
_WORD = "|".join(sorted({*_SMALL, "hundred"}, key=len, reverse=True))
_SPOKEN = (
    rf"(?:(?:a(?=\s+(?:{_SCALE}|hundred))|mil|{_WORD})\b(?:(?:\s+y\s+|\s+and\s+|-|\s+)(?:{_WORD}|mil|thousand)\b)*)"
)
_DIGITS = r"\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d+)*"
_CURRENCY = r"bs\.?|us\$|\$us|usd|\$"
_PER_CENT = r"%|por ciento|per cent\b|percent\b"
_MONEY_WORDS = "bolivianos|dolares|dollars"
_UNIT_WORDS: tuple[tuple[str, str], ...] = (
    ("pp", r"puntos porcentuales|percentage points?|puntos?\b|points?\b|pp\b"),
    ("%", _PER_CENT),
    ("persons", r"bolivianos?(?= (?:y bolivianas )?(?:son|eran|viven|vivian|tienen|estan|cobran|reciben|dejaron|"
     r"salieron|pobres|mayores)\b)|bolivians\b"),
    ("Bs", r"bolivianos?\b|bs\b"),
    ("USD", r"dolares\b|dollars?\b|usd\b|us\$"),
    ("persons", r"personas?\b|persons?\b|people\b|habitantes\b|pobres\b|mayores\b|adultos mayores\b|jubilados\b|"
     r"older persons\b|poor\b|ninos\b|children\b|beneficiarios\b|recipients\b|trabajadores\b|workers\b"),
    ("families", r"familias?\b|famil(?:y|ies)\b|hogares?\b|households?\b"),
    ("cases", r"casos?\b|cases?\b"),
    ("votes", r"votos?\b|votes?\b"),
    ("litres", r"litros?\b|lit(?:re|er)s?\b"),
    ("foods", r"alimentos\b|foods\b"),
    ("payments", r"pagos?\b|payments?\b"),
    ("years", r"anos?\b|years?\b"),
    ("months", r"mes(?:es)?\b|months?\b"),
    ("weeks", r"semanas?\b|weeks?\b"),
    ("days", r"dias?\b|days?\b"),
    ("times", r"veces\b|times\b"),
)  # fmt: skip
_UNIT = "|".join(f"(?P<u{n}>{pattern})" for n, (_, pattern) in enumerate(_UNIT_WORDS))
_ONE_NUMBER = rf"(?:{_DIGITS}|{_SPOKEN})"
_NUMBER = re.compile(
    rf"(?<![\w.,/])(?P<before>{_CURRENCY})?\s*(?P<sign>[+\-\u2212])?(?P<one>{_ONE_NUMBER})"
    rf"(?P<share>\s*(?:{_PER_CENT}))?(?:\s*(?P<to>\ba\b|\bto\b|\by\b|\band\b|\u2013|-)\s*(?P<other>{_ONE_NUMBER}))?"
    rf"(?:\s*(?P<scale>{_SCALE})\b)?(?:(?P<of>\s+(?:de|of|fewer|menos de|more|mas))?\s*(?P<unit>{_UNIT}))?"
)
_FRACTIONS: tuple[tuple[str, float], ...] = (
    (r"dos tercios|two[ -]thirds", 200 / 3),
    (r"(?:un|una) terci[oa](?: parte)?|una tercera parte|(?:a|one)[ -]third", 100 / 3),
    (r"tres cuart[oa]s(?: partes)?|three[ -]quarters", 75.0),
    (r"un cuarto de|una cuarta parte|(?:a|one)[ -]quarter", 25.0),
    (r"la mitad|\bhalf of|one half", 50.0),
    (r"un quinto|una quinta parte|(?:a|one)[ -]fifth", 20.0),
    (r"un decimo de|una decima parte|(?:a|one)[ -]tenth", 10.0),
)
_MULTIPLES: tuple[tuple[str, float], ...] = (
    (r"se duplic\w+|\bdoubled\b|\bel doble\b", 100.0),
    (r"se triplic\w+|\btripled\b|\bel triple\b", 200.0),
    (r"\bhalved\b|(?:baj|cay|redu[cj]|disminu)\w+ (?:a|en|por) la mitad", -50.0),
    (r"(?:fell|cut|dropped|reduced)(?: by| in)? half", -50.0),
)
_OUT_OF = re.compile(rf"(?P<some>{_ONE_NUMBER})\s+(?:de cada|(?:out of|in|of)(?: every)?)\s+(?P<all>{_ONE_NUMBER})\b")
_EACH = re.compile(rf"(?:de|of|out of)\s+(?:cada|every|each)\s+(?P<all>{_ONE_NUMBER})\s+(?P<what>[a-z]+)")
_MORE = re.compile(
    r"(?:mas del?|mayor(?:es)? (?:al?|que)|superior(?:es)? al?|por encima del?|al menos|over|more than|above|at least|"
    r"(?:greater|higher) than|exceeds)\s*$"
)
_LESS = re.compile(
    r"(?:(?:no mas|menos|por debajo) del?|menor(?:es)? (?:al?|que)|inferior(?:es)? al?|hasta|under|less than|below|"
    r"up to|at most|(?:lower|smaller) than)\s*$"
)
_ABOUT = re.compile(r"(?:unos|unas|cerca de|alrededor de|aproximadamente|casi|some|about|around|nearly|almost)\s*$")
_BETWEEN = re.compile(r"(?:entre|between)\s*$")
_FROM = re.compile(r"(?:\bde|\bdel|\bfrom)\s*$")
RISES = (
    r"sub(?:e|en|io|ieron|ir|ira|iria|ida)\b|aument\w+|crec(?:e|en|io|ieron|er|imiento)\b|increment\w+|\bsuba\b|"
    r"ris(?:e|es|en|ing)\b|rose\b|raise[sd]?\b(?! (?:bs|us|usd|\$|\d|some|about|over|more))|"
    r"gr(?:ew|ow|ows|own|owth)\b|increas\w+|gan(?:a|an|aron)\b|gains?\b|"
    r"went up\b"
)
FALLS = (
    r"baj(?:a|an|o|aron|ar|aria|ada)\b|ca(?:e|en|yo|yeron|er|ida)\b|disminu\w+|redu[cj]\w+|descend\w+|fell\b|falls?\b|"
    r"fallen\b|dropp?(?:ed|s)?\b|decreas\w+|declin\w+|\blost\b|perdi\w+|\bcuts?\b"
)
_TO = re.compile(r"(?:\ba|\bto|\bhasta|\bal)\s*(?:bs\.?|us\$|\$us|usd|\$)?\s*$")
_SMALL_WORDS = re.compile(
    r"\b(?:mas|menos|more|less|fewer|over|under|above|below|entre|between|cerca|alrededor|unos|unas|about|around|nearly|"
    r"almost|casi|least|most)\b"
)
_RISES = re.compile(rf"\b(?:{RISES})")
_FALLS = re.compile(rf"\b(?:{FALLS})")
_AFTER_MORE = re.compile(r"\s*(?:de\s+\w+\s+|\w+\s+)?(?:mas(?! de)|more(?! than \d)|higher|extra)\b")
_AFTER_LESS = re.compile(r"\s*(?:de\s+\w+\s+|\w+\s+)?(?:menos|less|fewer|lower)\b")
_SENTENCE_END = re.compile(r"[.;:](?:\s|$)")


class Figure(Struct, frozen=True):
    """A number of a sentence as it was read.

    `value` is scaled (25.7 billion is 25.7e9) and `width` is what it may be off in all: one of its last digit, or a
    range from end to end. `change` says that it is a rise or a fall; `part` that it is an end of *from one to another*.
    """

    text: str
    value: float
    width: float
    unit: str
    span: Span
    relation: Relation = "equals"
    about: bool = False
    change: Change = ""
    part: Literal["", "from", "to"] = ""
    note: str = ""
    """The key of how it was read: a range, a fraction…"""

    @property
    def spread(self) -> bool:
        """Whether it is a range."""
        return self.note == "range"


class Period(Struct, frozen=True):
    """A period of a sentence, as the registry writes it."""

    text: str
    period: str
    span: Span


class Unread(Struct, frozen=True):
    """A piece of a sentence with digits that no rule reads, or that two rules read, with the sentence that says so."""

    text: str
    why: AyniError


def flat(text: str) -> str:
    """A text in small letters without accents, letter by letter in its own place."""
    return "".join((bare(letter) or " ")[0] for letter in text)


def language_of_text(text: str, otherwise: Language) -> Language:
    """The language of a text by its small words; `otherwise` where they do not say."""
    words = re.findall(r"[a-z]+", flat(text))
    spanish = sum(word in _SPANISH for word in words)
    english = sum(word in _ENGLISH for word in words)
    return otherwise if spanish == english else "es" if spanish > english else "en"


_SPANISH = frozenset((
    "el", "la", "los", "las", "de", "del", "en", "y", "que", "un", "una", "con", "por", "para", "se", "su", "al",
    "lo", "es", "son", "fue", "mas", "menos", "entre", "no",
))  # fmt: skip
_ENGLISH = frozenset((
    "the", "of", "in", "and", "that", "an", "with", "by", "for", "is", "are", "was", "were", "more", "less",
    "from", "to", "on", "it", "its", "not",
))  # fmt: skip


# ---- periods

_MONTHS: Mapping[str, int] = {
    name: n
    for names in (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "january february march april may june july august september october november december",
    )
    for n, name in enumerate(names.split(), 1)
} | {"setiembre": 9}
_MONTH = "|".join(_MONTHS)
_NTH: Mapping[str, int] = {
    "primer": 1, "primero": 1, "segundo": 2, "tercer": 3, "tercero": 3, "cuarto": 4, "first": 1, "second": 2,
    "third": 3, "fourth": 4,
}  # fmt: skip
_ORDINAL = "|".join(_NTH)
_YEAR = r"(?:19|20)\d\d"
_LAWS = re.compile(
    r"\b(?:d\.?\s?s\.?|decretos?(?: supremos?)?|(?:supreme )?decrees?|ley(?:es)?|laws?|sentencia|ruling|resolucion)"
    r"\s*(?:n[°ºo.]*\s*)?(\d+(?:[/-]\d+)?)"
)
_MOMENT = rf"{_YEAR}(?:-\d\d(?:-\d\d)?)?"
_PERIODS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?P<span>{_MOMENT}\.\.{_MOMENT})"), "span"),
    (re.compile(rf"(?P<y>{_YEAR})-(?P<m>\d\d)(?:-(?P<d>\d\d))?\b"), "date"),
    (re.compile(rf"(?P<y>{_YEAR})-?\s?[qt](?P<q>[1-4])\b"), "quarter"),
    (re.compile(rf"\b[qt](?P<q>[1-4])\s*(?:de |of )?(?P<y>{_YEAR})"), "quarter"),
    (re.compile(rf"(?P<d>\d{{1,2}})\s+(?:de )?(?P<mo>{_MONTH})\s+(?:de |del )?(?P<y>{_YEAR})\b"), "date"),
    (re.compile(rf"(?P<mo>{_MONTH})\s+(?P<d>\d{{1,2}}),\s*(?P<y>{_YEAR})\b"), "date"),
    (re.compile(rf"\b(?P<mo>{_MONTH})\s+(?:de |del |of )?(?P<y>{_YEAR})\b"), "date"),
    (re.compile(rf"(?P<n>{_ORDINAL})\s+(?:trimestre|quarter)\s+(?:de |del |of )?(?P<y>{_YEAR})\b"), "quarter"),
    (re.compile(rf"(?P<n>{_ORDINAL})\s+(?:semestre|half)\s+(?:de |del |of )?(?P<y>{_YEAR})\b"), "half"),
    (re.compile(rf"(?<![\w.,/$-])(?P<y>{_YEAR})(?![\w%]|[.,]\d|\s*(?:{_SCALE}|{_PER_CENT}|{_MONEY_WORDS}))"), "year"),
)  # fmt: skip


def read_periods(text: str) -> tuple[list[Period], list[Span]]:
    """The periods of a sentence in their order, and where laws and decrees are named by number."""
    laws = [found.span() for found in _LAWS.finditer(flat(text))]
    return [each for each in _dates(text, laws) if each.period], laws


def no_dates(text: str) -> list[Period]:
    """What a sentence writes as a date and no calendar has, with an empty period, in its order."""
    return [each for each in _dates(text, read_periods(text)[1]) if not each.period]


def _dates(text: str, laws: list[Span]) -> list[Period]:
    low = flat(text)
    taken, found = list(laws), []
    for pattern, kind in _PERIODS:
        for match in pattern.finditer(low):
            before = low[: match.start()].rstrip()
            if _overlaps(match.span(), taken) or (kind == "year" and re.search(rf"(?:{_CURRENCY})$", before)):
                continue
            period = _period(kind, match)
            period = period if all(_in_calendar(moment) for moment in period.split("..")) else ""
            taken.append(match.span())
            found.append(Period(text[slice(*match.span())], period, match.span()))
    return sorted(found, key=lambda each: each.span)


def _in_calendar(moment: str) -> bool:
    """Whether a year, a quarter, a month or a day is one."""
    year, month, day = (*moment.split("-"), "1", "1")[:3]
    try:
        dt.date(int(year), 1 if month.startswith("Q") else int(month), int(day))
    except ValueError:
        return False
    return True


def _period(kind: str, found: re.Match[str]) -> str:
    """As the registry writes it; empty for a third half of a year."""
    said = {name: value for name, value in found.groupdict().items() if value}
    if kind == "span":
        return said["span"]
    year = said["y"]
    if kind == "year":
        return year
    if kind == "quarter":
        return f"{year}-Q{said.get('q') or _NTH[said['n']]}"
    if kind == "half":
        return {1: f"{year}-01..{year}-06", 2: f"{year}-07..{year}-12"}.get(_NTH[said["n"]], "")
    month = _MONTHS[said["mo"]] if "mo" in said else int(said["m"])
    return f"{year}-{month:02d}" + (f"-{int(said['d']):02d}" if said.get("d") else "")


# ---- numbers


def read_figures(text: str, language: Language, taken: list[Span]) -> tuple[list[Figure], list[Unread], list[Span]]:
    """The numbers of a sentence outside what is `taken`; what could not be read; and where people are a share."""
    low = flat(text)
    groups = [found.span() for found in _GROUP.finditer(low)]
    taken = [*taken, *groups]
    figures: list[Figure] = []
    unread: list[Unread] = []

    def add(found: Figure) -> None:
        if not _overlaps(found.span, taken):
            figures.append(found)
            taken.append(found.span)

    base = next((each for each in _EACH.finditer(low) if not _OUT_OF.search(low[: each.end("all")])), None)
    for pattern, per_cent in _MULTIPLES:
        for match in re.finditer(pattern, low):
            change: Change = "fall" if per_cent < 0 else "rise"
            add(
                Figure(
                    text[slice(*match.span())], abs(per_cent), 1.0, "%", match.span(), change=change, note="multiple"
                )
            )
    for pattern, per_cent in _FRACTIONS:
        for match in re.finditer(pattern, low):
            add(Figure(text[slice(*match.span())], round(per_cent), 1.0, "%", match.span(), note="fraction"))
    for match in _OUT_OF.finditer(low):
        if not _overlaps(match.span(), taken):
            some, every = (_plain(match[name], language, unread) for name in ("some", "all"))
            if some and every and 0 < some[0] <= every[0]:
                share = 100 * some[0] / every[0]
                add(Figure(text[slice(*match.span())], round(share, 1), 1.0, "%", match.span(), note="out_of"))
    if base:
        taken.append(base.span())
    masked, at = _masked(low, taken), 0
    while number := _NUMBER.search(masked, at):
        several = [*_figures_of(number, text, low, language, unread)]
        at = max([number.end("one"), *(each.span[1] for each in several)])
        for found in several:
            add(found)
    figures = _ends(sorted(figures, key=lambda each: each.span), text)
    if base and (every := _plain(base["all"], language, unread)):
        figures = [_of_base(each, every[0]) for each in figures]
    return sorted(figures, key=lambda each: each.span), unread, groups


_GROUP = re.compile(
    r"(?:\d+|veinte|diez|twenty|ten)\s*(?:%|por ciento|per ?cent)\s+(?:de la poblacion\s+)?(?:mas\s+(?:ric|pobr)\w+|"
    r"richest|poorest)|(?:richest|poorest)\s+(?:\d+|twenty|ten)\s*(?:%|per ?cent)"
)


def _of_base(figure: Figure, every: float) -> Figure:
    """A number of *of every ten, three…* as per cent."""
    if figure.unit or not 0 < figure.value <= every:
        return figure
    return replace(figure, value=100 * figure.value / every, width=100 * figure.width / every, unit="%", note="out_of")


def _figures_of(
    found: re.Match[str], text: str, low: str, language: Language, unread: list[Unread]
) -> Iterator[Figure]:
    """The one number of a match, a range, or the two ends of a change."""
    one = _plain(found["one"], language, unread)
    if one is None or (found["one"] in _ONE and not found["scale"]):
        return
    scale, unit = _scale(found), _unit(found)
    before, span = low[: found.start()].rstrip(), found.span()
    joined = found["to"] if found["other"] else ""
    other = _plain(found["other"], language, unread) if found["other"] and found["other"] not in _ONE else None
    if joined in ("y", "and") and not _BETWEEN.search(before):
        other = None
    if found["other"] and other is None:
        alone = _NUMBER.match(low[: found.start("to")], found.start())
        if alone is None:
            return
        found, scale, unit, span = alone, _scale(alone), _unit(alone), alone.span()
    sign = -1.0 if found["sign"] in ("-", "\u2212") and not other else 1.0
    value, width = one[0] * scale * sign, one[1] * scale
    if other is None:
        fewer, more = ((found["of"] or "").strip() in words for words in (("fewer", "menos de"), ("more", "mas")))
        change: Change = "fall" if sign < 0 or fewer else "rise" if found["sign"] == "+" or more else ""
        yield Figure(text[slice(*span)].strip(), abs(value) if change else value, width, unit, span, change=change)
        return
    first, last = value, other[0] * scale
    if _FROM.search(before) and _changes(text, (0, found.start())):
        middle = found.start("other")
        end = max(found.end("one"), found.end("share"))
        yield Figure(text[span[0] : end].strip(), first, width, unit, (span[0], middle), part="from")
        yield Figure(text[middle : span[1]].strip(), last, other[1] * scale, unit, (middle, span[1]), part="to")
        return
    low_end, high_end = sorted((first, last))
    yield Figure(text[slice(*span)].strip(), (low_end + high_end) / 2, high_end - low_end, unit, span, note="range")


def _scale(found: re.Match[str]) -> int:
    return _SCALES[re.sub(r"(?<=llion)s$", "", re.sub(r"\s+", " ", found["scale"]))] if found["scale"] else 1


def _unit(found: re.Match[str]) -> str:
    for n, (name, _) in enumerate(_UNIT_WORDS):
        if found.groupdict().get(f"u{n}"):
            return name
    if found["share"]:
        return "%"
    money = found["before"] or ""
    return "" if not money else "Bs" if money.startswith("bs") else "USD"


def _ends(figures: list[Figure], text: str) -> list[Figure]:
    """The numbers with what stands before and after each: a bound, about, a rise or a fall, from one to another."""
    low, done = flat(text), list[Figure]()
    for figure in figures:
        start = max(
            [
                0,
                *(each.span[1] for each in done),
                *(end.end() for end in _SENTENCE_END.finditer(low, 0, figure.span[0])),
            ]
        )
        before, after = low[: figure.span[0]], low[figure.span[1] :]
        relation: Relation = "more_than" if _MORE.search(before) else "less_than" if _LESS.search(before) else "equals"
        told = replace(figure, relation=relation, about=bool(_ABOUT.search(before)))
        last = done[-1] if done else None
        if told.part:
            pass
        elif (
            last
            and last.part == ""
            and _TO.search(before)
            and _FROM.search(low[: last.span[0]])
            and (last.relation == "equals" and last.unit in ("", told.unit) and _changes(text, (0, last.span[0])))
        ):
            done[-1] = replace(last, part="from", unit=told.unit, change="")
            told = replace(told, part="to")
        elif not told.change and _AFTER_LESS.match(after):
            told = replace(told, change="fall")
        elif not told.change and _AFTER_MORE.match(after):
            told = replace(told, change="rise")
        elif not told.change and not _TO.search(before):
            told = replace(told, change=_changes(text, (start, figure.span[0])))
        done.append(told)
    return done


def changes(text: str) -> list[Span]:
    """Where a sentence has a verb of rising or falling, *more* and *less*, and the small words of ranges and bounds."""
    low = flat(text)
    return [found.span() for pattern in (_RISES, _FALLS, _SMALL_WORDS, _EACH) for found in pattern.finditer(low)]


def _changes(text: str, within: Span) -> Change:
    """The last verb of rising or falling within a part of a sentence."""
    low = flat(text)
    rises, falls = (
        [each for each in verb.finditer(low, within[0]) if each.end() <= within[1]] for verb in (_RISES, _FALLS)
    )
    found: list[tuple[int, Change]] = [(each.start(), "rise") for each in rises]
    found += [(each.start(), "fall") for each in falls if not _is_under(each, text)]
    return max(found)[1] if found else ""


def _is_under(match: re.Match[str], text: str) -> bool:
    """Whether *bajo* is no verb: without its accent, and before no number."""
    word = text[slice(*match.span())].lower()
    return word == "bajo" and not re.match(r"\s+(?:(?:de|en|un|una|a)\s+)?\d", text[match.end() :])


def _masked(text: str, taken: list[Span]) -> str:
    """A text with what is taken covered."""
    letters = list(text)
    for start, end in taken:
        letters[start:end] = "\n" * (end - start)
    return "".join(letters)


def _plain(text: str, language: Language, unread: list[Unread]) -> tuple[float, float] | None:
    """A number with the size of its last digit; None, and said, where it has two readings."""
    if not text[0].isdigit():
        return _spoken(text)
    grouped = re.fullmatch(r"\d{1,3}(?:[\u00a0\u202f ]\d{3})+", text)
    try:
        plain = re.sub(r"\D", "", text) if grouped else plain_typed(text, language)
    except AyniError as error:
        unread.append(Unread(text, error))
        return None
    return float(plain), 10.0 ** -len(plain.partition(".")[2])


def _spoken(text: str) -> tuple[float, float] | None:
    """A number in words, up to the thousands."""
    total = part = 0
    for word in re.findall(r"[a-z]+", text):
        if word in ("y", "and", "a"):
            part = part or int(word == "a")
            continue
        if word in ("mil", "thousand"):
            total, part = total + (part or 1) * 1000, 0
        elif word == "hundred":
            part = (part or 1) * 100
        else:
            part += _SMALL[word]
    return float(total + part), 1.0


def _overlaps(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
