"""One-question pages from files: `preguntas/*.yaml` says a title, what is fixed, what is asked and what is shown.

A new file is a new page without code. A file that cannot work is refused, with the place and what to write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ayni.words import LANGUAGES, AyniError, Language, Shape, Text, catalogue, nearest, read_yaml, shaped

if TYPE_CHECKING:
    from ayni.engine import Law
    from ayni.family.questions import Question

FOLDER = Path(__file__).with_name("preguntas")
RECORDED = FOLDER / "recorded"
Shows = Literal["page", "worth", "payslip", "finiquito", "retirement", "pregnancy", "family", "changes", "run"]
Kind = Literal["money", "count", "flag", "category", "date", "month", "survey", "text"]
Plain = bool | int | float | str
PERSONAL = ("payslip", "finiquito", "retirement", "pregnancy", "family")
"""What is asked about somebody's own life: nobody keeps it on the way."""
OF_THE_SHOW: Mapping[str, tuple[str, ...]] = {
    "page": ("view", "place"), "worth": ("parameter", "since"), "payslip": ("date",), "finiquito": ("date",),
    "retirement": ("date",), "pregnancy": ("date",), "family": ("date",),
    "changes": ("before", "after"), "run": ("command",),
}  # fmt: skip
"""The names that each show reads beside the answers of persons, or the options of a command."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "page": ("view",), "worth": ("parameter", "since"), "changes": ("before", "after"), "run": ("command",),
}  # fmt: skip
NOT_ASKED = ("data", "modules", "donors", "series", "ine_lines", "calibrate", "cached", "engine", "cluster", "surveys")
"""Options that name a file or a machine: no visitor says them."""


class Ask(Shape, frozen=True, kw_only=True):
    """A field of the form."""

    name: str
    """An answer of a person (`worker.monthly_wage`, of one person `monthly_wage`), an option, or `settings.key`."""
    value: Plain
    """What stands in the field at first; `today` for this month."""
    type: Kind | None = None
    """Without it that of the answer."""
    text: Text | None = None
    """Without it the answer's own."""
    hint: Text | None = None
    values: dict[str, Text] | None = None
    """The choices, with their words; without them those of the answer."""


class File(Shape, frozen=True, kw_only=True):
    """A question as its file says it."""

    title: Text
    about: Text
    path: dict[Language, Annotated[str, Meta(pattern="^[a-z0-9-]+$")]]
    """The page's address in each language."""
    shows: Shows
    order: int = 100
    """Where it stands among the questions."""
    given: dict[str, Any] = msgspec.field(default_factory=dict)
    """What is fixed: answers by person, options, settings."""
    asks: tuple[Ask, ...] = ()
    answers: tuple[str, ...] = ()
    """Of a family: the instruments or rules that are shown; without them every one that applies."""
    calendar: bool = False
    """Of a family: whether its year is shown month by month."""
    charts: tuple[str, ...] = ()
    """Of a command: its charts, the first of which gives the answer's sentence."""
    tables: tuple[str, ...] = ()
    """Of a command: its tables, folded under the charts."""
    recorded: bool = False
    """Of a command: whether its rows were recorded from INE's own files (`tools/question_records.py`), since a server
    does not run it; the field `pair` chooses among several."""
    notes: tuple[Text, ...] = ()
    see: tuple[str, ...] = ()
    """Other questions that lead on."""


class Asked(Shape, frozen=True, kw_only=True):
    """A question: its file's content and the name of the file."""

    id: str
    file: File

    @property
    def is_personal(self) -> bool:
        """Whether it asks about somebody's own life."""
        return self.file.shows in PERSONAL

    def address(self, language: Language) -> str:
        """Where the question is answered: its own page, or that of another view which it leads to."""
        from ayni.web.site import address

        given = self.file.given
        if self.file.shows == "page":
            return address(language, str(given["view"]), *filter(None, [str(given.get("place", ""))]))
        return address(language, "questions", self.file.path[language])

    def record(self, values: Mapping[str, str]) -> Path:
        """The file of recorded rows that the values choose."""
        pair = values.get("pair", "")
        return RECORDED / f"{self.id}{f'.{pair}' if pair else ''}.json.gz"

    @property
    def command(self) -> str:
        """The command that it runs; empty where it runs none."""
        return str(self.file.given.get("command", ""))


def questions(folder: Path = FOLDER) -> Mapping[str, Asked]:
    """Every question by its name, in the order in which they stand. Raises AyniError naming a file and the place."""
    stamp = tuple(sorted((path, path.stat().st_mtime_ns) for path in folder.glob("*.yaml")))
    return _read(stamp)


@lru_cache(4)
def _read(stamp: tuple[tuple[Path, int], ...]) -> Mapping[str, Asked]:
    from ayni.law import bolivia

    found = {path.stem: read_question(path, bolivia()) for path, _ in stamp}
    for language in LANGUAGES:
        paths: dict[str, str] = {}
        for name, question in found.items():
            other = paths.setdefault(question.file.path[language], name)
            if other != name:
                path = question.file.path[language]
                raise AyniError("question_path_twice", file=f"{name}.yaml", other=f"{other}.yaml", path=path)
    for name, question in found.items():
        _known(question.file.see, found, f"{name}.yaml", "see")
    return dict(sorted(found.items(), key=lambda each: (each[1].file.order, each[0])))


def read_question(path: Path, law: Law) -> Asked:
    """A question from its file. Raises AyniError with the file, the place and what to write there."""
    file = shaped(File, read_yaml(path), path.name)
    for language in LANGUAGES:
        if language not in file.path:
            raise AyniError("shape_missing", file=path.name, key=f"path.{language}")
    question = Asked(id=path.stem, file=file)
    _Check(question, path.name, law).all()
    return question


def _known(names: Iterable[str], known: Iterable[str], file: str, place: str) -> None:
    """Raise for the first name that is not among those that are known."""
    there = [*known]
    for name in names:
        if name not in there:
            raise AyniError("question_name", file=file, place=place, name=name, near=nearest(name, there))


class _Check:
    """Whether a question can work: every name that it reads is there, and every field has a kind and its words."""

    def __init__(self, question: Asked, where: str, law: Law) -> None:
        self.of, self.where, self.law = question.file, where, law

    def all(self) -> None:
        given = self.of.given
        for name in NEEDED.get(self.of.shows, ()):
            if name not in given and all(ask.name != name for ask in self.of.asks):
                raise AyniError("question_needs", file=self.where, place=f"given.{name}", shows=self.of.shows)
        if self.of.shows == "run":
            self.command()
        elif self.of.shows in PERSONAL:
            self.persons()
        else:
            self.fixed()
        for at, ask in enumerate(self.of.asks):
            self.field(ask, f"asks[{at}]")

    def command(self) -> None:
        from ayni.report.charts import CHARTS
        from ayni.report.tables import TABLES
        from ayni.runs.commands import OPTIONS

        _known([str(self.of.given.get("command"))], OPTIONS, self.where, "given.command")
        known = set(OPTIONS[str(self.of.given["command"])].__struct_fields__) - set(NOT_ASKED)
        _known((name for name in self.of.given if name != "command"), known, self.where, "given")
        own = ("pair",) if self.of.recorded else ()
        asked = [ask for ask in self.of.asks if ask.type != "survey" and ask.name not in own]
        names = [ask.name.partition(".")[0] for ask in asked]
        _known(names, known, self.where, "asks")
        _known(self.of.charts, CHARTS, self.where, "charts")
        _known(self.of.tables, TABLES, self.where, "tables")

    def persons(self) -> None:
        from ayni.family.questions import questions as answers, read_answer

        extra = OF_THE_SHOW[self.of.shows]
        persons = [name for name in self.of.given if name not in extra]
        for name in persons:
            if not isinstance(self.of.given[name], dict):
                raise AyniError("question_person", file=self.where, place=f"given.{name}")
            _known(self.of.given[name], answers(self.law), self.where, f"given.{name}")
            for answer, value in self.of.given[name].items():
                try:
                    read_answer(name, answer, value, persons, self.law)
                except AyniError as error:
                    place = f"given.{name}.{answer}"
                    told = {language: error.in_language(language) for language in LANGUAGES}
                    raise AyniError("question_answer", file=self.where, place=place, reason=told) from None
        for ask in self.of.asks:
            person, _, answer = ask.name.rpartition(".")
            if ask.name not in extra:
                _known([person] if person else [], persons, self.where, "asks")
                _known([answer], answers(self.law), self.where, "asks")
        of_law = {*self.law.instruments, *self.law.definitions}
        _known(self.of.answers, of_law, self.where, "answers")

    def fixed(self) -> None:
        extra = OF_THE_SHOW[self.of.shows]
        _known([*self.of.given, *(ask.name for ask in self.of.asks)], extra, self.where, "given")
        if self.of.shows == "page":
            views = [key.partition(".")[2] for key in catalogue() if key.startswith("path.")]
            _known([str(self.of.given["view"])], views, self.where, "given.view")
        if self.of.shows == "worth":
            self.law.parameter(str(self.of.given["parameter"]))

    def field(self, ask: Ask, place: str) -> None:
        kind = kind_of(ask, self.law)
        if kind is None:
            raise AyniError("question_field", file=self.where, place=f"{place}.type", name=ask.name)
        answer = answer_of(ask, self.law)
        if ask.text is None and answer is None:
            raise AyniError("shape_missing", file=self.where, key=f"{place}.text")
        if kind == "category":
            known = ask.values or (answer.values if answer else ())
            if not known:
                raise AyniError("shape_missing", file=self.where, key=f"{place}.values")
            _known([str(ask.value)], known, self.where, f"{place}.value")
            if answer is not None:
                _known(known, answer.values, self.where, f"{place}.values")


def answer_of(ask: Ask, law: Law) -> Question | None:
    """The answer of a family that a field is."""
    from ayni.family.questions import questions as answers

    return answers(law).get(ask.name.rpartition(".")[2])


def kind_of(ask: Ask, law: Law) -> Kind | None:
    """The kind of a field: its own, that of the answer, or none that is known."""
    if ask.type:
        return ask.type
    if ask.values:
        return "category"
    answer = answer_of(ask, law)
    kinds: dict[str, Kind] = {
        "money": "money", "count": "count", "number": "count", "flag": "flag", "category": "category", "date": "date",
    }  # fmt: skip
    return kinds.get(answer.type) if answer else None


def start(ask: Ask) -> str:
    """What stands in a field at first."""
    if ask.value == "today":
        return f"{dt.date.today():%Y-%m}"
    return str(ask.value).lower() if isinstance(ask.value, bool) else str(ask.value)
