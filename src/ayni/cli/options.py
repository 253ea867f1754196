"""The options that several commands share, and writing results to the screen or a file."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from math import isfinite
from pathlib import Path
from shutil import get_terminal_size, which
from typing import TYPE_CHECKING, Any, cast

import click
from msgspec import Struct

from ayni.cli.group import spoken
from ayni.cli.progress import shown
from ayni.garbage import searched_again
from ayni.words import (
    LANGUAGES,
    AyniError,
    Language,
    check_output,
    note_read,
    say,
    write_whole,
)

if TYPE_CHECKING:
    from ayni.engine import Law, Work
    from ayni.income.programmes import TakeUp
    from ayni.runs import Options
    from ayni.scenario import Result
    from ayni.survey import Data


def help_of(key: str) -> str:
    """The help of a command or option."""
    return say(f"cli.{key}", spoken())


_FOLDER, _MERGED = "ayni.law_folder", "ayni.law_with_folder"


def law_book(known: dt.date | None = None) -> Law:
    """The law book, with the folder of `--law-folder` over it; as it could be known on a day, where one is given."""
    from ayni.engine.folder import with_folder
    from ayni.law import bolivia

    asked = click.get_current_context().meta
    if _FOLDER in asked and _MERGED not in asked:
        asked[_MERGED] = with_folder(bolivia(), asked[_FOLDER])
    law: Law = asked.get(_MERGED) or bolivia()
    return law if known is None else law.as_known_on(known)


def a_law_folder(context: click.Context, _option: click.Parameter, folder: Path | None) -> None:
    """Keep the folder for `law_book`."""
    if folder is not None:
        context.meta[_FOLDER] = folder


def say_law_folder(law: Law, language: Language, *, err: bool = False) -> None:
    """Before an answer, the folder that was merged over the law book and what it holds."""
    if law.folder is not None:
        what = ", ".join(law.folder.instruments or law.folder.rules) or ", ".join(law.folder.files)
        click.echo(say("cli.with_law_folder", language, folder=law.folder.name, subject=what), err=err)


def echo_json(content: bytes, law: Law) -> None:
    """Print canonical JSON; with a law folder, that with its hash in an object, or its name in each of a list."""
    if law.folder is not None:
        import json

        from ayni.report.json_and_csv import as_json, one_as_json

        found, name = json.loads(content), law.folder.name
        own = {"name": name, "sha256": law.folder.sha256, "instruments": law.folder.instruments}
        if isinstance(found, list):
            content = as_json({**each, "law_folder": name} for each in found)
        else:
            content = one_as_json({**found, "law_folder": own})
    click.echo(content, nl=False)


# ---- what an option's text means


def a_date(_context: click.Context, option: click.Parameter, value: str | None) -> dt.date | None:
    """A day, `YYYY-MM-DD`."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise AyniError("not_a_date", option=option.opts[0], date=value) from None


def a_month(context: click.Context, option: click.Parameter, value: str | None) -> dt.date | None:
    """A day, or the first of a month, `YYYY-MM`."""
    return a_date(context, option, f"{value}-01" if value is not None and len(value) == 7 else value)


def whole_number(most: int, least: int = 1) -> Callable[[click.Context, click.Parameter, str | None], int | None]:
    """A whole number from `least`, one or zero, to `most`; or nothing where nothing was given."""

    def read(_context: click.Context, option: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        value = typed(value, option.opts[0])
        digits = value.lstrip("0") or "0"
        is_whole = value.isascii() and value.isdecimal()
        if least and (digits == "0" or not is_whole):
            raise AyniError("at_least_one", option=option.opts[0], value=value[:40])
        if not is_whole:
            raise AyniError("not_a_count", option=option.opts[0], value=value[:40])
        if len(digits) > len(str(most)) or int(digits) > most:
            raise AyniError("too_many", option=option.opts[0], value=value[:40], most=most)
        return int(digits)

    return read


def one_of(choices: tuple[str, ...]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """One of the choices, or nothing where nothing was given."""

    def check(_context: click.Context, option: click.Parameter, value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise AyniError("not_a_choice", option=option.opts[0], value=value, choices=", ".join(choices))
        return value

    return check


def listed(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Names, separated by commas."""
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


_TYPED = re.compile(r"([<>]?\s*[-+\u2212]?\s*)((?:Bs\s*)?\d[\d.,]*)(\s*(?:%|pp)?)")


def typed(text: str, place: str) -> str:
    """A number as people write it in their language, as programs write it: `43,5%` as `43.5%`; other texts stay.

    Raises for what has two readings, with both and the place where it stands. Of percentages and points a mark before
    three digits has two always.
    """
    found = _TYPED.fullmatch(text.strip())
    if found is None or not re.search("[.,]", found[2]):
        return text
    from ayni.words.numbers import number, plain_typed

    before, digits, unit = found.groups()
    if unit.strip() and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        readings = (re.sub("[.,]", "", digits), digits.replace(",", ".").rstrip("0").rstrip("."))
        one, other = (number(float(each), spoken(), len(each.partition(".")[2])) + unit for each in readings)
        raise AyniError("typed_two_readings_at", place=place, text=text, one=one, other=other)
    try:
        return f"{before}{plain_typed(digits, spoken())}{unit}"
    except AyniError as error:
        if error.key == "typed_two_readings":
            raise AyniError("typed_two_readings_at", place=place, **error.fields) from None
        raise


def a_typed_text(_context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """An option's text, with a number in it as programs write it."""
    return None if value is None else typed(value, option.opts[0])


def a_number(_context: click.Context, option: click.Parameter, value: str | None) -> float | None:
    """A number as people write it, or nothing where nothing was given."""
    if value is None:
        return None
    try:
        found = float(typed(value, option.opts[0]))
    except ValueError:
        found = float("nan")
    if not isfinite(found):
        raise AyniError("typed_no_number", text=value[:40])
    return found


def answers_of(text: str) -> list[str]:
    """The `answer=value` texts of one that has commas between them; one before digits alone is a number's."""
    return re.split(r",(?!\d+(?:,|$))", text)


def pairs_of(option: str, texts: Iterable[str]) -> dict[str, str]:
    """`answer=value` pairs; raises for another form, and for an answer that is given twice."""
    found: dict[str, str] = {}
    for text in texts:
        key, separator, value = (part.strip() for part in text.partition("="))
        if not separator or not key or not value:
            raise AyniError("pair_form", option=option, text=text)
        value = typed(value, key)
        if key in found:
            raise AyniError("pair_twice", option=option, key=key, one=found[key], other=value)
        found[key] = value
    return found


def pairs_of_all(option: str, texts: Iterable[str]) -> dict[str, str]:
    """The `answer=value` pairs of texts, each of which may hold several with commas between them."""
    return pairs_of(option, (part for text in texts for part in answers_of(text)))


MOST_SEED = 2**63 - 1
MOST_POINTS = 2_000
"""Values of `--vary` and `--sweep` in one run."""


def range_of(option: str, text: str) -> tuple[str, list[float]]:
    """`answer=from:to:step` as the answer and its values."""
    question, _, span = text.partition("=")
    try:
        start, end, step = (float(typed(part, option)) for part in span.split(":"))
        if not (start < end and step > 0 and isfinite(end - start)):
            raise ValueError
    except ValueError:
        raise AyniError("range_form", option=option, text=text) from None
    if (end - start) / step >= MOST_POINTS:
        raise AyniError("range_too_long", option=option, text=text, most=MOST_POINTS)
    return question, [start + step * index for index in range(int((end - start) / step + 1e-9) + 1)]


def a_reform(option: str, texts: Sequence[str], start: dt.date | None = None) -> Path | dict[str, Any]:
    """A reform as it is given: a file alone; pairs `instrument.parameter=value` from a day on; texts of an address."""
    from ayni.scenario import of_pairs, of_texts

    dated = [text for text in texts if re.match(r"[a-z0-9_]+\.[a-z0-9_]+:", text)]
    pairs = [text for text in texts if "=" in text and text not in dated]
    files = len(texts) - len(dated) - len(pairs)
    if (files and (len(texts) > 1 or start is not None)) or (dated and (pairs or start is not None)):
        raise AyniError("reform_file_or_pairs", given=" ".join(texts))
    if files:
        return Path(texts[0])
    return of_texts(dated) if dated else of_pairs(pairs_of(option, pairs), start)


def origin(text: str) -> str:
    """A site as browsers name it, `https://example.org` or with a port; raises for another text."""
    from urllib.parse import urlsplit

    found = urlsplit(text.lower().removesuffix("/"))
    if found.scheme not in ("http", "https") or text.lower().removesuffix("/") != f"{found.scheme}://{found.netloc}":
        raise AyniError("not_an_origin", text=text)
    return found.geturl()


def file_option(*names: str, metavar: str = "FILE", **more: Any) -> Callable[..., Any]:
    """The option of a file that is written: its names, and how the file's may end where it holds one kind of thing.

    A name without an ending, such as /dev/stdout, may hold any.
    """
    endings = tuple(name for name in names if name.startswith("."))

    def check(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
        if path is not None:
            check_ending(path, endings)
        return path

    own = [name for name in names if name not in endings]
    kind = click.Path(path_type=Path)
    return click.option(*own, type=kind, metavar=metavar, callback=check if endings else None, **more)


def check_ending(path: Path, endings: Sequence[str]) -> None:
    """Raise where the name of a file ends otherwise: it would not hold what its name says."""
    if path.suffix and path.suffix.lower() not in endings:
        raise AyniError("output_kind", file=path, kinds=", ".join(endings))


# ---- options that several commands share

LANG = click.option("--lang", default=spoken, callback=one_of(LANGUAGES), metavar="es|en", help=help_of("lang"))
PART = click.option("--part", metavar="NAME", help=help_of("part"))
WEIGHTS = click.option("--weights", metavar="COLUMN", help=help_of("weights"))
WAVE = click.option("--wave", metavar="ID|FILE.yaml", help=help_of("wave"))


def read_as_asked(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command with a file in `data` the options of how it is read, and the file with them."""

    @wraps(command)
    def reading(
        *, data: Path | None = None, part: str | None = None, weights: str | None = None, wave: str | None = None,
        **own: Any,
    ) -> None:  # fmt: skip
        asked: dict[str, Any] = {"part": part, "weights": weights, "wave": wave}
        given = [f"--{name}" for name, value in asked.items() if value is not None]
        if not given:
            command(data=data, **own)
            return
        if data is None:
            raise AyniError("needs_data", option=given[0])
        from ayni.survey import SurveyFile

        command(data=SurveyFile(data, **asked), **own)

    return PART(WEIGHTS(reading))


def DATA(command: Callable[..., None]) -> Callable[..., None]:  # noqa: N802
    """Give a command a survey's file and how it is read, in its argument `data`."""
    option = click.option("--data", type=click.Path(path_type=Path), metavar="FILE", help=help_of("data"))
    return option(WAVE(read_as_asked(command)))


LAW = click.option("--law", "day", callback=a_month, metavar="YYYY-MM[-DD]", help=help_of("law"))
LAW_FOLDER = click.option(
    "--law-folder", type=click.Path(path_type=Path), expose_value=False, callback=a_law_folder, metavar="FOLDER",
    help=help_of("law_folder"),
)  # fmt: skip
KNOWN = click.option("--as-known-on", "known", callback=a_date, metavar="YYYY-MM-DD", help=help_of("known"))
BEYOND = click.option("--beyond", is_flag=True, help=help_of("beyond"))
DATE = click.option("--date", "day", callback=a_month, metavar="YYYY-MM[-DD]", help=help_of("date"))
REFORM = click.option(
    "--reform", "reform", multiple=True, metavar="FILE | INSTRUMENT.PARAMETER=VALUE", help=help_of("under_reform")
)
CHART = file_option("--chart", ".svg", ".png", ".pdf", metavar="FILE.svg|.png|.pdf", help=help_of("chart"))
OUTPUT = file_option("--output", help=help_of("output"))
RECEIPT = file_option("--receipt", "proof", help=help_of("receipt"))
PUBLIC_URL = click.option(
    "--public-url", default="", callback=lambda _context, _option, text: text and origin(text), metavar="URL",
    help=help_of("public_url"),
)  # fmt: skip
CONTACT = click.option("--contact", default="", metavar="ADDRESS", help=help_of("contact"))
LAYOUT = click.option(
    "--format", "layout", default="table", callback=one_of(("table", "json", "csv")), metavar="table|json|csv",
    help=help_of("data_format"),
)  # fmt: skip
TABLE_OR_JSON = click.option(
    "--format", "layout", default="table", callback=one_of(("table", "json")), metavar="table|json",
    help=help_of("data_format"),
)  # fmt: skip
ENGINE = click.option(
    "--engine", default="auto", callback=one_of(("auto", "columns", "fused")), metavar="auto|columns|fused",
    help=help_of("engine"),
)  # fmt: skip
BY = click.option("--by", multiple=True, metavar="COLUMN", help=help_of("by"))
PEOPLE = file_option("--people", help=help_of("people"))
MODULES = click.option("--modules", type=click.Path(path_type=Path), metavar="DIR", help=help_of("modules_of_spending"))
DONORS = click.option("--donors", type=click.Path(path_type=Path), metavar="DIR", help=help_of("donors"))
INDIRECT = click.option(
    "--indirect", type=click.Choice(["statutory", "invoiced", "embedded", "scaled"]), default="scaled",
    show_default=True, help=help_of("indirect"),
)  # fmt: skip
HOUSEHOLD_SHARE = click.option(
    "--household-share", default="0.8", show_default=True, callback=a_number, metavar="SHARE",
    help=help_of("household_share"),
)  # fmt: skip
LINE = click.option("--line", multiple=True, metavar="moderate|extreme|BS|COLUMN", help=help_of("own_line"))
STATS = click.option("--stats", is_flag=True, help=help_of("stats"))
_HANDED_OVER = (
    LANG,
    click.option(
        "--format", "layout", default="table", callback=one_of(("table", "json", "csv", "csv-es", "parquet")),
        metavar="table|json|csv|csv-es|parquet", help=help_of("format"),
    ),
    OUTPUT,
    file_option("--report", "page", help=help_of("report")),
    file_option("--workbook", metavar="FILE.xlsx", help=help_of("workbook")),
    RECEIPT,
)  # fmt: skip
_HOW_CARRIED = (
    click.option("--far", is_flag=True, help=help_of("carry_far")),
    click.option("--carry", "steps", callback=listed, metavar="STEP,STEP", help=help_of("carry_steps")),
    click.option("--wages", default="decree", metavar="decree|cpi|growth|flat", help=help_of("carry_wages")),
    click.option("--calibrate", type=click.Path(path_type=Path), metavar="FILE.csv", help=help_of("calibrate")),
    click.option("--ine-lines", type=click.Path(path_type=Path), metavar="FILE.csv", help=help_of("carry_lines")),
    click.option("--series", type=click.Path(path_type=Path), metavar="FILE.csv", help=help_of("carry_series")),
)
_MONEY = (
    click.option("--at", default="", metavar="YYYY-MM|last|survey", help=help_of("at")),
    click.option("--prices", default="", callback=one_of(("", "survey")), metavar="survey", help=help_of("prices")),
    *_HOW_CARRIED,
)
_OF_TIME = ("day", "beyond", "at", "prices", "far", "steps", "wages", "calibrate", "ine_lines", "series")
"""The options of time, as `ayni.runs.Options` has them."""
_TIME = (LAW, *_MONEY)
_ON_A_SURVEY = (
    DATA,
    *_TIME,
    LAW_FOLDER,
    KNOWN,
    BEYOND,
    click.option(
        "--take-up", default="legal", callback=one_of(("legal", "observed")), metavar="legal|observed",
        help=help_of("take_up"),
    ),
    *_HANDED_OVER,
)  # fmt: skip
_ON_TWO_SURVEYS = (
    click.argument("before", metavar="FILE_BEFORE", type=click.Path(path_type=Path)),
    click.argument("data", metavar="FILE_AFTER", type=click.Path(path_type=Path)),
    read_as_asked,
    *_HANDED_OVER,
)


class Asked(Struct, frozen=True):
    """The request of a command on a survey: its data, law and take-up, and the format of the output."""

    data: Data
    known: dt.date | None
    time: Mapping[str, Any]
    """What is asked about time, as `ayni.runs.Options` has it."""
    take_up: TakeUp
    language: Language
    layout: str
    output: Path | None
    page: Path | None
    workbook: Path | None
    proof: Path | None
    people: Path | None
    """Where what is computed for each person is written."""

    def run(self, command: str, *, work: Work | None = None, **own: Any) -> Result:
        """Run a command with its own options under the law book, and write its result."""
        from ayni import runs
        from ayni.words.memory import take_large_pages

        book = law_book()
        given = {
            "data": self.data,
            "known": self.known,
            **self.time,
            "take_up": self.take_up,
            **own,
        }
        options = runs.OPTIONS[command].of(book, **given)
        self.check_files()
        searched_again()
        take_large_pages()
        with shown(self.language):
            people = None if self.people is None else runs.people(options, book)
            result = runs.result(options, book, work)
        if self.people is not None and people is not None:
            from ayni.report import write_people
            from ayni.words.numbers import number

            write_people(people, self.people, self.language)
            persons = number(len(people), self.language)
            click.echo(say("cli.people_written", self.language, file=self.people, persons=persons), err=True)
        self.hand_over(options, result)
        return result

    def check_files(self) -> None:
        """Raise, once all is read, where a file to be written was read, or its name ends as none of its kind."""
        given = {"--output": self.output, "--report": self.page, "--workbook": self.workbook, "--receipt": self.proof}
        check_outputs({**given, "--people": self.people})
        for path, endings in ((self.page, (".html", ".htm")), (self.workbook, (".xlsx",)), (self.proof, (".json",))):
            if path is not None:
                check_ending(path, endings)

    def hand_over(self, options: Options, result: Result) -> None:
        """Write receipt, report, workbook and rows, or print the tables; and say at the end what to open."""
        from ayni import report
        from ayni.survey import path_of

        if self.proof is not None:
            from ayni.runs import receipt_of_run

            write_receipt(receipt_of_run(options, law_book(), result), self.proof, self.language)
        if self.page is not None:
            with shown(self.language):
                report.write_page(result, self.page, self.language)
        if self.workbook is not None:
            with shown(self.language):
                report.write_workbook(result, self.workbook, self.language)
            click.echo(say("cli.workbook_written", self.language, file=self.workbook), err=True)
        if self.output is not None:
            report.write_rows(result, self.output, self.layout, self.language)
            click.echo(say("cli.rows_written", self.language, file=self.output), err=True)
        elif self.layout == "table":
            report.print_tables(result, self.language)
        else:
            click.echo(report.rows_as_bytes(result, self.layout), nl=False)
        if self.page is not None:
            click.echo(say("cli.report_written", self.language, file=self.page), err=True)
            data = f" --data {path_of(self.data)}" if path_of(self.data) else ""
            click.echo(say("cli.serve_next", self.language, command=f"{own_name()} serve{data}"), err=True)


def on_a_survey(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a run on a survey, gathered into its argument `asked`."""
    return _with_asked(command, _ON_A_SURVEY)


def on_two_surveys(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command two surveys' files, `before` and, in `asked`, the later one; no law is run on them."""
    return _with_asked(command, _ON_TWO_SURVEYS)


def on_people(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a survey's file, in `asked`, and no law: it says itself of which month the people are."""
    return _with_asked(command, (DATA, *_HANDED_OVER))


def on_people_carried(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a survey's file and the month to which its people are carried, in `asked`, and no law."""
    at = click.option("--at", default="", metavar="YYYY-MM|last", help=help_of("carry_at"))
    return _with_asked(command, (DATA, at, *_HOW_CARRIED, *_HANDED_OVER))


def of_money(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command of which the days of the law are known the other options of time, gathered into `time`."""
    return _with_time(command, _MONEY)


def of_time(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of time, gathered into its argument `time`."""
    return _with_time(command, _TIME)


def _with_time(command: Callable[..., None], options: Iterable[Callable[..., Any]]) -> Callable[..., None]:
    @wraps(command)
    def with_time(**given: Any) -> None:
        command(time=_taken(given), **given)

    return _with_options(with_time, options)


def _taken(given: dict[str, Any]) -> dict[str, Any]:
    """The options of time, taken from what is given."""
    return {name: given.pop(name) for name in _OF_TIME if name in given}


def _with_options(command: Callable[..., None], options: Iterable[Callable[..., Any]]) -> Callable[..., None]:
    for option in reversed([*options]):
        command = option(command)
    return command


def _with_asked(command: Callable[..., None], options: Iterable[Callable[..., Any]]) -> Callable[..., None]:
    @wraps(command)
    def with_asked(
        *, lang: str, layout: str, output: Path | None, page: Path | None, workbook: Path | None, proof: Path | None,
        data: Data = None, known: dt.date | None = None, take_up: str = "legal", people: Path | None = None, **own: Any,
    ) -> None:  # fmt: skip
        from ayni.survey import path_of

        if layout == "parquet" and output is None:
            raise AyniError("parquet_needs_output")
        for read in (path_of(data), own.get("before")):
            if read is not None:
                with contextlib.suppress(OSError):  # a file that is not there is told of when it is read
                    note_read(read.stat())
        outputs = {
            "--output": output, "--report": page, "--workbook": workbook, "--receipt": proof, "--people": people,
        }  # fmt: skip
        check_outputs(outputs)
        if output is not None:
            from ayni.report import layout_of

            layout_of(output, layout)
        if people is not None:
            from ayni.report import kind_of_people

            kind_of_people(people)
        who, language = cast("TakeUp", take_up), cast(Language, lang)
        command(
            asked=Asked(data, known, _taken(own), who, language, layout, output, page, workbook, proof, people), **own
        )

    return _with_options(with_asked, options)


# ---- handing over


def check_outputs(given: Mapping[str, Path | None]) -> None:
    """Raise before the work where an option's file could not be written after it, or is another option's too."""
    options: dict[Path, str] = {}
    for option, path in given.items():
        place = None if path is None else check_output(path)
        if place in options:
            raise AyniError("output_twice", option=options[place], other=option, file=path)
        if place is not None:
            options[place] = option


def first_line(text: str, *, err: bool = False) -> None:
    """Say something before an answer, where there is anything to say; on a terminal, broken between words."""
    if not text:
        return
    if (sys.stderr if err else sys.stdout).isatty():
        width = min(100, get_terminal_size().columns)
        text = "\n".join(click.wrap_text(line, width) if len(line) > width else line for line in text.split("\n"))
    click.echo(text, err=err)


def own_name() -> str:
    """How this program is called again from the folder in which it was called."""
    called = Path(sys.argv[0])
    if called.stem != "ayni":
        return "python -m ayni"
    found = which("ayni")
    return "ayni" if found and Path(found).samefile(called) else os.path.relpath(called)


def say_work(work: Work, language: Language) -> None:
    """Say on stderr what the rules cost."""
    from ayni.words.numbers import number

    engines = ", ".join(sorted(work.engines)) or "–"
    counts = {"evaluated": work.evaluated, "reused": work.reused, "seconds": number(work.seconds, language, 4)}
    click.echo(say("cli.work", language, engines=engines, **counts), err=True)
    if work.fell_back:
        click.echo(say("cli.fell_back", language, times=work.fell_back), err=True)


def write_receipt(receipt: Any, path: Path, language: Language) -> None:
    """Write a receipt to a file and report where it is."""
    write_whole(path, receipt.to_json())
    click.echo(say("cli.receipt_written", language, id=receipt.id, file=path), err=True)


def give(content: bytes, output: Path | None, language: Language) -> None:
    """Write bytes to a file, or to the standard output as they are."""
    if output is None:
        click.echo(content, nl=False)
        return
    write_whole(output, content)
    click.echo(say("cli.file_written", language, file=output), err=True)
