"""A first draft of the mapping of a new survey wave, from the questions and labels that its file contains."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from ayni.survey.cells import code_of, ine_labels
from ayni.survey.content import read_bytes
from ayni.survey.files import File, open_file
from ayni.survey.mapping import Component
from ayni.survey.waves import FOLDER, Wave, names_of, nearest_wave
from ayni.words import AyniError, bare, read_json, read_yaml

SAME_QUESTION = 0.75
"""How alike two wordings must be to ask the same, 1 where they are equal."""
SURELY_OTHER = 0.45
"""Under which a column of the same name asks something else."""
CONTAINED = 0.8
"""How alike two wordings are of which one has all the words of the other."""
WORDS_SHARED = 0.3
"""The share of words in common under which two wordings are not alike."""
SAME_ANSWERS = 0.5
"""The share of labels that two coded columns must have in common to be the same question."""


class Dictionary(Struct, frozen=True, dict=True):
    """What is said of a file's columns: their names, their questions, and the labels of their codes."""

    columns: Sequence[str]
    questions: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]
    """Column → code → label."""

    @classmethod
    def of(cls, path: Path, labels: Path | None = None) -> Dictionary:
        """Of a file, by its own labels or by those of another file: INE's DDI in XML, or JSON of labels by column."""
        file = open_file(path, read_bytes(path))
        if labels is None:
            return cls(list(file.columns), file.labels, _own_answers(file))
        questions, answers = _of_ddi(labels) if labels.suffix.lower() == ".xml" else _of_json(labels)
        return cls(list(file.columns), questions, answers)

    @cached_property
    def plain(self) -> Mapping[str, str]:
        """Each column's question in small letters without accents or punctuation."""
        return {name: _plain(text) for name, text in self.questions.items()}


class Draft(Struct, frozen=True):
    """A drafted mapping as text, and what is to be looked at."""

    text: str
    moved: Sequence[str] = ()
    not_found: Sequence[str] = ()


class _Notes(Struct):
    moved: list[str] = field(default_factory=list)
    not_found: list[str] = field(default_factory=list)


def draft(path: Path, like: Wave | None = None, year: int | None = None, labels: Path | None = None) -> Draft:
    """A mapping of a file, made from that of the wave it is most like, or of the one that is named.

    Of each concept: the column of the same name if it asks the same, else the one whose question and answers are most
    alike; each code by its label. What moved and what was not found stands at the head of the text and in the lists.
    Raises where the file has no labels to go by.
    """
    of_file = Dictionary.of(path, labels)
    if not of_file.answers:
        raise AyniError("draft_no_labels", file=path)
    wave = like or nearest_wave(of_file.columns)
    when = year or _year(path.name) or wave.year + 1
    return _Drafting(of_file, wave, when).draft()


class _Drafting:
    def __init__(self, of_file: Dictionary, like: Wave, year: int) -> None:
        self.file, self.like, self.year = of_file, like, year
        self.there = set(of_file.columns)
        self.asked = {name: _plain(text) for name, text in _questions(like.id).items()}
        self.answered = ine_labels(like.id)
        self.notes = _Notes()
        self.seen: set[str] = set()

    def draft(self) -> Draft:
        columns = {name: self.entry(name, entry) for name, entry in self.like.columns.items() if name != "weight"}
        kept = {name: entry for name, entry in columns.items() if entry is not None}
        reason = {
            "es": f"no se halló en el archivo de {self.year}", "en": f"not found in the file of {self.year}",
        }  # fmt: skip
        absent = {**self.like.absent, **{name: reason for name, entry in columns.items() if entry is None}}
        parts = [(part, self.component(part)) for part in self.like.components]
        inside = [entry for part, entry in parts if part.part and entry]
        outside = [entry for part, entry in parts if not part.part and entry]
        weights = [name for name in self.file.columns if name.startswith("fact")] or ["factor"]
        reads = [entry["column"] for entry in kept.values() if "column" in entry]
        new = [name for name in dict.fromkeys(reads) if name not in self.like.reads][:4]
        has = list(dict.fromkeys(["folio", *(new or [each for each in self.like.recognise if each in self.there])]))
        lacks = [each for each in self.like.recognise if each not in self.there]
        basis = {"es": "supuesta: el cuarto trimestre", "en": "assumed: the fourth quarter"}
        lines = [
            f"wave: EH{self.year}",
            f"name: {_flow({'es': f'Encuesta de Hogares {self.year}', 'en': f'Household Survey {self.year}'})}",
            "field:",
            f"  from: {dt.date(self.year, 10, 1)}",
            f"  to: {dt.date(self.year, 12, 31)}",
            f"  basis: {_flow(basis)}",
            f"income_year: {self.year}",
            "recognise:",
            f"  has: [{', '.join(each for each in has if each in self.there)}]",
            *([f"  lacks: [{', '.join(lacks)}]"] if lacks else []),
            "run_on_ine: false",
            "weights:",
            *(f"  - {{column: {name}, base: {_base(name, self.like)}}}" for name in weights),
            "columns:",
            *(f"  {name}: {_flow(entry)}" for name, entry in kept.items()),
            "absent:",
            *(f"  {name}: {_flow(text)}" for name, text in absent.items()),
        ]
        if inside:
            lines += [
                "income:",
                f"  frequency: {_flow(self.like.frequency)}",
                f"  currency: {_flow(self.like.currency)}",
                "  components:",
                *(f"    - {_flow(entry)}" for entry in inside),
                "  not_in_ine_income:",
                *(f"    - {_flow(entry)}" for entry in outside),
            ]
        head = [f"# Draft from the labels of the file, like {self.like.id}; look at each line that is named here."]
        head += [f"# moved: {text}" for text in self.notes.moved]
        head += [f"# not found: {text}" for text in self.notes.not_found]
        text = "\n".join([*head, *lines, ""])
        return Draft(text, tuple(self.notes.moved), tuple(self.notes.not_found))

    def entry(self, concept: str, like: Mapping[str, Any]) -> dict[str, Any] | None:
        """The entry of a concept; None where its column is not found."""
        if "column" not in like:
            return dict(like)
        column = self.column(names_of(like)[0], concept)
        if column is None:
            return None
        entry = {**like, "column": column}
        codes = like.get("codes")
        if codes is None and "labels" in like and column in self.file.answers:
            codes = {
                code: like["labels"][text] for code, text in self.answered_like(like).items() if text in like["labels"]
            }
            entry = {key: value for key, value in entry.items() if key != "labels"}
        if codes and (answers := self.file.answers.get(column)):
            entry["codes"] = self.codes(concept, names_of(like)[0], column, codes, answers)
        return entry

    def answered_like(self, like: Mapping[str, Any]) -> Mapping[str, str]:
        """The labels of the wave that is followed, by code."""
        return self.answered.get(names_of(like)[0], {})

    def codes(
        self, concept: str, old: str, new: str, codes: Mapping[Any, Any], answers: Mapping[str, str]
    ) -> dict[Any, Any]:
        """Each code of the file by its label; one without a label that is known keeps its place and is named."""
        old_labels = self.answered.get(old, {})
        by_label = {_plain(old_labels[str(key)]): value for key, value in codes.items() if str(key) in old_labels}
        found: dict[Any, Any] = {}
        for code, label in answers.items():
            key = int(code) if code.isdecimal() else code
            value, was = by_label.get(_plain(label)), codes.get(key)
            if value is None and was is not None:
                value = was
                if _alike(_plain(old_labels.get(code, label)), _plain(label)) < SURELY_OTHER:
                    said = f"the code {code} is now “{label}”; it was “{old_labels.get(code)}” ({was})"
                    self.notes.moved.append(f"{concept} ({new}): {said}")
            elif value is None:
                near = max(by_label, key=lambda each: _alike(each, _plain(label)), default="")
                if _alike(near, _plain(label)) < SAME_QUESTION:
                    self.notes.moved.append(f"{concept} ({new}): the code {code} “{label}” is new and needs a value")
                    continue
                value = by_label[near]
            elif was != value:
                self.notes.moved.append(f"{concept} ({new}): the code {code} is “{label}”, which was {was}")
            found[key] = value
        for key, value in codes.items():
            if str(key) not in answers and value not in found.values():
                self.notes.moved.append(f"{concept} ({new}): no code is labelled as {value}")
        return found

    def component(self, like: Component) -> dict[str, Any] | None:
        """A component with the file's columns; None where one of them is not found."""
        columns = {name: self.column(name, like.name) for name in like.reads}
        if None in columns.values():
            return None
        entry: dict[str, Any] = {"name": like.name, **({"part": like.part} if like.part else {}), "as": like.into}
        for key in ("amount", "frequency", "days", "currency"):
            if name := getattr(like, key):
                entry[key] = columns[name]
        entry |= {key: getattr(like, key) for key in ("times", "over") if getattr(like, key) != 1}
        entry |= {"yearly_from": like.yearly_from} if like.yearly_from is not None else {}
        return entry | (
            {"when": {columns[name]: list(codes) for name, codes in like.when.items()}} if like.when else {}
        )

    def column(self, name: str, of: str) -> str | None:
        """The file's column that asks what a column of the other wave does; None where there is none."""
        found = self.matched.get(name)
        if name not in self.seen:
            self.seen.add(name)
            if found is None:
                asked = _questions(self.like.id).get(name, "")
                self.notes.not_found.append(f"{of} ({name} in {self.like.id}{': ' + asked if asked else ''})")
            elif found != name:
                self.notes.moved.append(f"{of}: {name} is {found}")
        return found

    @cached_property
    def matched(self) -> Mapping[str, str]:
        """Each column of the wave that is followed → the file's, no column twice; those that are most alike first."""
        pairs = []
        for name in self.like.reads:
            if name in self.there and (not name.startswith("s") or not self.file.plain or not self.asked.get(name)):
                pairs.append((2.0, name, name))
                continue
            for other in self.file.plain:
                score = self.alike(name, other)
                floor = SURELY_OTHER if other == name else SAME_QUESTION
                if score >= floor:
                    pairs.append((score + 0.2 * (other == name) + 0.1 * _alike(name, other), name, other))
        found: dict[str, str] = {}
        for _, name, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
            if name not in found and other in self.there and other not in found.values():
                found[name] = other
        return found

    def alike(self, name: str, other: str) -> float:
        """How alike a question of the wave and one of the file are, by wording and, if both are coded, by answers."""
        wording = _alike(self.asked.get(name, ""), self.file.plain.get(other, ""))
        mine, theirs = self.answered.get(name), self.file.answers.get(other)
        if bool(mine) != bool(theirs) and self.answered:
            return wording * SAME_ANSWERS
        if not mine or not theirs:
            return wording
        one, two = ({_plain(label) for label in each.values()} for each in (mine, theirs))
        shared = len(one & two) / min(len(one), len(two))
        return wording if shared >= SAME_ANSWERS else wording * SAME_ANSWERS


# ---- what is said of a file


def _own_answers(file: File) -> dict[str, dict[str, str]]:
    return {name: _by_code(values) for name, values in file.value_labels.items()}


def _by_code(values: Mapping[Any, str]) -> dict[str, str]:
    """Code → label without the code that INE repeats in it."""
    found = {}
    for value, label in values.items():
        code = f"{value:g}" if isinstance(value, int | float) else str(value).strip()
        found[code] = code_of(str(label))[1] or str(label).strip()
    return found


def _of_json(path: Path) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    raw = read_json(path)
    questions = {name.lower(): str(each.get("label", "")) for name, each in raw.items()}
    answers = {name.lower(): _by_code(each["values"]) for name, each in raw.items() if each.get("values")}
    return questions, answers


def _of_ddi(path: Path) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """INE's DDI codebook: `var` with its `labl`, and `catgry` with `catValu` and `labl`."""
    from xml.etree import ElementTree

    content = read_bytes(path)
    if b"<!ENTITY" in content:
        raise AyniError("not_ddi", file=path)
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        raise AyniError("not_ddi", file=path) from None
    questions, answers = {}, {}
    for variable in root.iter():
        if variable.tag.rpartition("}")[2] != "var":
            continue
        name = variable.get("name", "").lower()
        questions[name] = _child(variable, "labl")
        codes = {
            _child(each, "catValu"): _child(each, "labl")
            for each in variable
            if each.tag.rpartition("}")[2] == "catgry"
        }
        if codes := {code: label for code, label in codes.items() if code and label}:
            answers[name] = _by_code(codes)
    return questions, answers


def _child(element: Any, tag: str) -> str:
    return next(((each.text or "").strip() for each in element if each.tag.rpartition("}")[2] == tag), "")


@cache
def _questions(wave: str) -> Mapping[str, str]:
    path = FOLDER / "questions" / f"{wave.lower()}.yaml"
    found: Mapping[str, str] = read_yaml(path) if path.exists() else {}
    return found


@cache
def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9ñ]+", bare(text)))


@cache
def _alike(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1; four fifths where all words of the one are in the other."""
    if one == other:
        return 1.0 if one else 0.0
    words = [set(text.split()) for text in (one, other)]
    few, many = sorted(words, key=len)
    contained = CONTAINED if len(few) > 2 and few <= many else 0.0
    if not contained and len(many) > 2 and len(few & many) < WORDS_SHARED * len(many):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return max(contained, matcher.ratio() if matcher.quick_ratio() >= SURELY_OTHER else 0.0)


def _year(name: str) -> int | None:
    found = re.search(r"20[12]\d", name)
    return int(found[0]) if found else None


def _base(column: str, like: Wave) -> str:
    if "rev2025" in column:
        return "census_2024"
    return like.weight_of(column).base


def _flow(value: Any) -> str:
    import yaml

    plain = {name: value[name] for name in value} if isinstance(value, Mapping) else value
    text: str = yaml.safe_dump(
        _lists(plain), default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False
    )
    return text.strip()


def _lists(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _lists(each) for key, each in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_lists(each) for each in value]
    return value
