"""Reforms: reading one from a file or from pairs of parameter and value, and the law that it gives."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from ayni.engine import Instrument, Law, Parameter, instrument_of, once_a_shape
from ayni.engine.folder import python_definitions
from ayni.engine.instruments import NOWHERE
from ayni.engine.law import Definition
from ayni.engine.parameters import Value
from ayni.family import MOST, read_number
from ayni.income.chain import moving, moving_spending
from ayni.scenario.financing import LEVIES
from ayni.words import LANGUAGES, AyniError, Text, nearest, read_json, read_yaml
from ayni.words.examples import example_or_path

PLACES_OF: Mapping[str, tuple[str, ...]] = {
    "transfer": ("transfer",), "contribution": ("contribution",), "tax": ("direct_tax", "indirect_tax"),
}  # fmt: skip
"""Where an added instrument of a kind enters the chain of incomes, if it does not say."""
RESERVED = ("name", "at", "off", "programme", "rules", "names", "financing", "schedules")
ALWAYS = dt.date.min.isoformat()
"""The date of a value given without one, which replaces every row of its parameter."""
PAIRS = "reform"
"""The name, in errors, of values that were not given in a file."""
SPANISH_UNITS = {
    "Bs/mes": "Bs/month", "Bs/año": "Bs/year", "Bs/persona/mes": "Bs/person/month", "Bs/una vez": "Bs/once",
    "años": "years", "meses": "months", "salarios mínimos": "minimum wages",
}  # fmt: skip

Values = Mapping[str, Mapping[str | dt.date, Value]]
"""`{"instrument.parameter": {"2026-01-01": value}}`, ranges as `"2026-01-01.2026-12-31"`."""


class Financing(Struct, frozen=True):
    """Who pays: a levy by one of the rules, other parameters (taxes), or a text, which is recorded only."""

    rule: str = ""
    values: Values = field(default_factory=dict)
    text: str = ""

    @property
    def kind(self) -> str:
        """The rule of the levy, `parameters`, `text`, or `unfinanced`."""
        return self.rule or ("parameters" if self.values else "text" if self.text else "unfinanced")


class Reform(Struct, frozen=True, dict=True):
    """What a reform file says, checked against the law book. Nothing is changed in place: `law` gives a new law.

    `content` is the same as JSON, which `read_reform` reads again; of a Python file it holds the text, which is shown
    and hashed and never run.
    """

    name: Text
    values: Values
    off: tuple[str, ...] = ()
    programmes: tuple[Instrument, ...] = ()
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)
    """What its rules and sums are called."""
    financing: Financing = Financing()
    schedules: Mapping[str, tuple[Text, Values]] = field(default_factory=dict)
    """Alternatives of a tax that no survey sees, by name: for an aggregate computation."""
    at: str = ""
    """`survey` where its values are of the years of the surveys, and nobody asks for another month."""
    content: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Reform {self.name['en'][:80]}>"

    def law(self, law: Law) -> Law:
        """The law as the reform leaves it, without its financing."""
        return law.extended(self.programmes, self.definitions, self.texts).amend(self.values).without(*self.off)

    def financed(self, law: Law) -> Law:
        """The law of the reform with the parameters that finance it."""
        return self.law(law).amend(self.financing.values)

    @cached_property
    def starts(self) -> tuple[dt.date, ...]:
        """The days on which parts of it begin, in order."""
        keys = [str(key) for values in self.values.values() for key in values]
        dates = [dt.date.fromisoformat(key[:10]) for key in keys if key != ALWAYS]
        dates += [programme.in_force[0].start for programme in self.programmes]
        return tuple(sorted(set(dates)))

    def instruments(self, law: Law) -> tuple[str, ...]:
        """The instruments that it changes."""
        homes = [law.instrument_of(name) for name in self.definitions if name in law.definitions]
        added = [programme.id for programme in self.programmes]
        touched = [*(name.partition(".")[0] for name in self.values), *self.off, *added, *homes]
        return tuple(dict.fromkeys(name for name in touched if name is not None))

    def _beside_prices(self, law: Law) -> Iterator[str]:
        """The instruments that it changes, but for what of them is inside prices."""
        inside, rules = in_prices(law), moving_spending(law)
        yield from self.off
        for name in (*self.values, *self.financing.values):
            if name not in inside:
                yield name.partition(".")[0]
        for name in self.definitions:
            home = law.instrument_of(name) if name in law.definitions and name not in rules else None
            if home is not None:
                yield home

    def reaches_spending(self, law: Law) -> bool:
        """Whether it, or what finances it, changes taxes or subsidies inside what households spend."""
        after = self.financed(law)
        rules = moving_spending(law) | moving_spending(after)
        named = {*self.values, *self.financing.values}
        return bool(
            named & (in_prices(law) | in_prices(after))
            or rules & set(self.definitions)
            or any(law.instrument_of(rule) in self.off for rule in moving_spending(law))
        )

    def day(self, law: Law, day: dt.date, *, asked: bool) -> dt.date:
        """The day on which to run it: `day`, or where that was not asked for, the first later one that it changes.

        Raises for an instrument that does not run on a population, with the reason, and where it changes nothing.
        """
        for name in self._beside_prices(law):
            instrument = law.instruments.get(name)
            if instrument is not None and instrument.tier != "executable":
                raise _above_its_tier(instrument)
        after = self.law(law)
        later = [start for start in self.starts if start > day]
        days = [day] if asked else [day, *later]
        for when in days:
            changed = law.within_year(when).differing(after.within_year(when))
            counted = moving(law) | moving(after) | moving_spending(law) | moving_spending(after)
            if changed and not counted & set(changed):
                raise AyniError("reform_moves_no_income", instruments=", ".join(self.instruments(after)))
            if changed:
                return when
        if later and asked:
            raise AyniError("reform_begins_later", first=later[0], day=day)
        raise AyniError("reform_changes_nothing", day=day)


def _above_its_tier(instrument: Instrument) -> AyniError:
    return AyniError(
        "above_its_tier", instrument=instrument.id, tier=instrument.tier, reason=instrument.tier_reason
    )  # fmt: skip


@once_a_shape
def in_prices(law: Law) -> frozenset[str]:
    """The parameters that taxes and subsidies inside what is spent read: `instrument.parameter`."""
    return frozenset(
        f"{law.instrument_of(rule)}.{parameter}"
        for rule in moving_spending(law)
        for parameter in getattr(law.definitions[rule], "parameters", ())
    )


def why_not_on_surveys(name: str, law: Law) -> AyniError | None:
    """Why no other value of a parameter, as a number, can run on a survey; None where it can."""
    parameter, instrument = law.parameter(name), law.instruments[name.partition(".")[0]]
    if name in in_prices(law):
        return None
    if instrument.tier != "executable":
        return _above_its_tier(instrument)
    counted = moving(law)
    read = {own for rule in law.rules_of(instrument.id) if rule.name in counted for own in rule.parameters}
    if name.partition(".")[2] not in read:
        return AyniError("reform_moves_no_income", instruments=instrument.id)
    if not isinstance(parameter.rows[-1].value, int | float):
        return AyniError("parameter_no_number", parameter=name)
    return None


def of_pairs(pairs: Mapping[str, str], start: dt.date | None = None) -> dict[str, Any]:
    """`instrument.parameter: value` pairs as the content of a reform file; from `start` on, else on every day."""
    return {name: value if start is None else {start.isoformat(): value} for name, value in pairs.items()}


def of_texts(texts: Iterable[str]) -> dict[str, Any]:
    """`instrument.parameter:value@2026-01-01` texts, as an address holds them, as the content of a reform file.

    Behind the @ a day or a range `2026-01-01.2026-12-31`; without it the value holds on every day. Raises AyniError for
    another form, and for a parameter that has two values on one day.
    """
    found: dict[str, Any] = {}
    for text in texts:
        parts = re.fullmatch(r"\s*([a-z0-9_]+\.[a-z0-9_]+):([^@]+?)(?:@([-\d.]+))?\s*", text)
        if parts is None:
            raise AyniError("reform_text", text=text)
        name, value, date = parts.groups()
        if date is None and name not in found:
            found[name] = value
        elif date is not None and isinstance(dated := found.setdefault(name, {}), dict) and date not in dated:
            dated[date] = value
        else:
            raise AyniError("reform_text_twice", parameter=name)
    return found


def as_texts(content: Mapping[str, Any]) -> list[str]:
    """The texts that `of_texts` reads, of parameters and their values."""
    return [
        f"{name}:{value}@{date}" if date else f"{name}:{value}"
        for name, given in content.items()
        for date, value in (given.items() if isinstance(given, Mapping) else [("", given)])
    ]


def read_reform(source: Path | str | Mapping[str, Any], law: Law) -> Reform:
    """A reform of a law from a YAML, JSON or Python file, an `example:NAME`, or from what such a file holds.

    Keys are parameters, `instrument.parameter`, with a value or `{"2026-01-01": value}`, and those of `RESERVED`. A
    Python file holds the same as its `REFORM`, and rules. Raises AyniError, which names the place.
    """
    if isinstance(source, Mapping):
        return _read(source, PAIRS, Path(), law)
    path = example_or_path(source, "reforms")
    if path.suffix == ".py":
        raw, definitions, text = _python(path)
        return _reform(raw, path.name, definitions, {"rules": {"file": path.name, "python": text}}, law)
    raw = read_json(path) if path.suffix == ".json" else read_yaml(path, amounts=True)
    return _read(raw, path.name, path.parent, law)


def _read(raw: Any, where: str, folder: Path, law: Law) -> Reform:
    if not isinstance(raw, Mapping) or not raw:
        raise AyniError("reform_form", file=where)
    rules = raw.get("rules")
    if rules is None:
        return _reform(raw, where, {}, _plain(raw), law)
    if not isinstance(rules, str):
        file = rules.get("file", "…") if isinstance(rules, Mapping) else rules
        raise AyniError("reform_needs_file", file=file)
    more, definitions, text = _python(folder / rules)
    own = {key: value for key, value in raw.items() if key != "rules"}
    content = {**_plain(own), "rules": {"file": rules, "python": text}}
    return _reform({**more, **own}, where, definitions, content, law)


def _python(path: Path) -> tuple[dict[str, Any], dict[str, Definition], str]:
    """`REFORM`, the rules and sums declared in a Python file, and its text."""
    module, definitions, text = python_definitions(path)
    raw = module.get("REFORM", {})
    if not isinstance(raw, Mapping):
        raise AyniError("reform_form", file=path.name)
    return dict(raw), definitions, text


def _reform(
    raw: Mapping[str, Any], where: str, definitions: Mapping[str, Definition], content: Any, law: Law
) -> Reform:
    for key in raw:
        if "." not in str(key) and key not in RESERVED:
            raise AyniError("unknown_reform_key", file=where, key=key, near=nearest(str(key), RESERVED))
    programmes = tuple(_programme(name, body, where) for name, body in _mapping(raw, "programme", where))
    law = law.extended(programmes, definitions)
    texts = dict(_mapping(raw, "names", where))
    for rule, text in texts.items():
        if rule not in definitions:
            raise AyniError("unknown_rule", name=rule, near=nearest(rule, definitions))
        if set(text) != set(LANGUAGES) or not all(isinstance(each, str) for each in text.values()):
            raise AyniError("reform_key_form", file=where, key=f"names.{rule}")
    off = raw.get("off", ())
    off = (off,) if isinstance(off, str) else tuple(off) if isinstance(off, list | tuple) else (off,)
    if not all(isinstance(each, str) for each in off):
        raise AyniError("reform_key_form", file=where, key="off")
    law.without(*off)
    values = _parameters(raw, law)
    schedules = {name: (_name(body, name), _parameters(body, law)) for name, body in _mapping(raw, "schedules", where)}
    if not (values or off or programmes or definitions or schedules):
        raise AyniError("reform_form", file=where)
    financing = _financing(raw.get("financing"), law, where)
    name = _name(raw, where if where != PAIRS else ", ".join(values))
    at = raw.get("at", "")
    if at not in ("", "survey"):
        raise AyniError("reform_at", file=where, at=at)
    return Reform(name, values, off, programmes, definitions, texts, financing, schedules, at, content)


def _mapping(raw: Mapping[str, Any], key: str, where: str) -> list[tuple[str, Mapping[str, Any]]]:
    """What a key holds by name, in the order of the names: a receipt keeps no other."""
    found = raw.get(key, {})
    if not isinstance(found, Mapping) or not all(isinstance(body, Mapping) for body in found.values()):
        raise AyniError("reform_key_form", file=where, key=key)
    return sorted(found.items())


def _name(raw: Mapping[str, Any], default: str) -> Text:
    """The name in both languages; a single text stands for both, and without one the place."""
    name = raw.get("name", default)
    said = name if isinstance(name, Mapping) else dict.fromkeys(LANGUAGES, name)
    return {language: str(said.get(language, default)) for language in LANGUAGES}


def _programme(identifier: str, body: Mapping[str, Any], where: str) -> Instrument:
    """An added instrument, its rows of the standing `reform`; a transfer unless it says another `kind`, which then says
    where it `enters` the chain of incomes: a tax is a direct or an indirect one."""
    kind = body.get("kind", "transfer")
    places = PLACES_OF.get(kind, (NOWHERE,))
    if len(places) > 1 and "enters" not in body:
        raise AyniError("reform_place", file=where, programme=identifier, kind=kind, places=", ".join(places))
    whole = {"kind": kind, "enters": places[0], **body}
    if isinstance(parameters := body.get("parameters"), Mapping):
        whole["parameters"] = {name: _of_the_reform(name, entry) for name, entry in parameters.items()}
    return instrument_of(identifier, whole, where, f"programme.{identifier}")


def _of_the_reform(name: str, entry: Any) -> Any:
    """A parameter with what goes without saying in a reform: its name, and the standing of its rows."""
    if not isinstance(entry, Mapping):
        return entry
    rows = entry.get("values")
    if isinstance(rows, list | tuple):
        rows = [{"confidence": "reform", **row} if isinstance(row, Mapping) else row for row in rows]
    return {"es": name, "en": name, **entry, **({} if rows is None else {"values": rows})}


def _financing(raw: Any, law: Law, where: str) -> Financing:
    if raw is None:
        return Financing()
    if isinstance(raw, Mapping) and len(raw) == 1 and raw.get("rule") in LEVIES:
        return Financing(rule=raw["rule"])
    if isinstance(raw, Mapping) and len(raw) == 1 and "text" in raw:
        return Financing(text=str(raw["text"]))
    if isinstance(raw, Mapping) and raw and all("." in str(key) for key in raw):
        return Financing(values=_parameters(raw, law))
    raise AyniError("financing_form", file=where, rules=", ".join(LEVIES))


# ---- values


def _parameters(raw: Mapping[str, Any], law: Law) -> dict[str, Mapping[str | dt.date, Value]]:
    """The parameters of a file with their dated values, each checked."""
    return {
        name: dict(_values(law.parameter(name), given, law.instruments[name.partition(".")[0]]))
        for name, given in sorted(raw.items())
        if "." in str(name)
    }


def _values(parameter: Parameter, given: Any, instrument: Instrument) -> Iterator[tuple[str, Value]]:
    """Dates, or ranges of dates, with their values, in order of time."""
    if not isinstance(given, Mapping):
        yield ALWAYS, _value(parameter, given)
        return
    found: list[tuple[dt.date, dt.date | None, Any]] = []
    for key, value in given.items():
        start, _, end = str(key).partition(".")
        first, last = _day(start, parameter.id, key), _day(end, parameter.id, key) if end else None
        if last is not None and last < first:
            raise AyniError("malformed_date", parameter=parameter.id, date=key)
        begins = min(instrument.in_force[0].start, parameter.rows[0].start)
        if first < begins:
            raise AyniError(
                "reform_before_programme", parameter=parameter.id, date=first, instrument=instrument.id, first=begins
            )
        found.append((first, last, value))
    found.sort(key=lambda each: each[0])
    for (one, last, _), (other, _, _) in pairwise(found):
        if one == other or (last is not None and last >= other):
            raise AyniError("reform_dates_overlap", parameter=parameter.id, one=one, other=other)
    for first, last, value in found:
        key = first.isoformat() if last is None else f"{first.isoformat()}.{last.isoformat()}"
        yield key, _value(parameter, value)


def _day(value: Any, where: str, key: Any = None) -> dt.date:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise AyniError("malformed_date", parameter=where, date=value if key is None else key) from None


def _value(parameter: Parameter, given: Any) -> Value:
    """A value of the parameter's kind and unit: `500`, `"500 Bs/month"`, `"12 %"`, a text, or a scale."""
    example = parameter.rows[-1].value
    if isinstance(example, tuple):
        return _scale(parameter, given, example)
    if isinstance(example, str):
        if not isinstance(given, str):
            raise AyniError("wrong_kind_of_value", parameter=parameter.id, value=given, example=example)
        return given
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise AyniError("wrong_kind_of_value", parameter=parameter.id, value=given, example=example)
    number = _number(parameter, given) if isinstance(given, str) else given
    _in_range(parameter, number, parameter.unit == "share")
    return number


def _number(parameter: Parameter, text: str) -> float:
    """A number with or without its unit; that of a share may be per cent."""
    found = re.fullmatch(r"([-\d.,]+)\s*(.*)", text.strip())
    if found is None:
        raise AyniError("wrong_unit", parameter=parameter.id, value=text, unit=parameter.unit)
    amount, unit = found[1], SPANISH_UNITS.get(found[2], found[2])
    number = read_number(parameter.id, parameter.id, amount)
    if unit == "%" and parameter.unit in ("share", "percent"):
        return number / 100 if parameter.unit == "share" else number
    if unit and unit != parameter.unit:
        raise AyniError("wrong_unit", parameter=parameter.id, value=text, unit=parameter.unit)
    return int(number) if float(number).is_integer() else number


def _scale(parameter: Parameter, given: Any, example: Value) -> Value:
    steps = given if isinstance(given, list | tuple) else ()
    pairs = [tuple(step) for step in steps if isinstance(step, list | tuple) and len(step) == 2]
    numbers = [number for pair in pairs for number in pair]
    plain = all(isinstance(number, int | float) and not isinstance(number, bool) for number in numbers)
    if not pairs or len(pairs) != len(steps) or not plain or not all(a[0] < b[0] for a, b in pairwise(pairs)):
        raise AyniError("wrong_kind_of_value", parameter=parameter.id, value=given, example=example)
    for threshold, rate in pairs:
        _in_range(parameter, threshold, is_share=False)
        _in_range(parameter, rate, parameter.unit.endswith("share"))
    return tuple((float(threshold), float(rate)) for threshold, rate in pairs)


def _in_range(parameter: Parameter, number: float, is_share: bool) -> None:
    if abs(number) > MOST:
        raise AyniError("value_above_all", parameter=parameter.id, value=f"{str(number)[:20]}…", most=MOST)
    if not number >= 0:
        raise AyniError("negative_value", parameter=parameter.id, value=number, unit=parameter.unit)
    if is_share and number > 1:
        raise AyniError("share_above_one", parameter=parameter.id, value=number, share=number / 100)
    if parameter.unit == "flag" and number not in (0, 1):
        raise AyniError("not_a_flag", parameter=parameter.id, value=number)


def _plain(value: Any) -> Any:
    """As JSON: days as text, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def unknown_columns(reform: Reform, law: Law, known: Iterable[str]) -> None:
    """Raise AyniError for a column that a rule of the reform reads and neither the law nor the survey has."""
    after = reform.law(law)
    columns = {*known, *after.definitions, *after.read_by(law.definitions)}
    for name, definition in reform.definitions.items():
        for column in definition.inputs:
            if column not in columns:
                raise AyniError("unknown_column", column=column, rule=name, near=nearest(column, columns))
