"""The answers computed in worker processes: each function takes plain values and gives the bytes of an answer."""

from __future__ import annotations

import datetime as dt
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ayni.words import AyniError, Language

if TYPE_CHECKING:
    from ayni.income.programmes import TakeUp
    from ayni.runs import Options, Reforms
    from ayni.scenario import Reform, Result
    from ayni.survey import Data

SYNTHETIC = "synthetic"
Time: TypeAlias = tuple[tuple[str, Any], ...]
"""What is asked about time, by name."""
KEPT = 3
"""How many laws with other values are kept with their runs."""
NOT_KEPT = ("household", "household_budget", "worker")
"""Functions whose answers are about a family that somebody described: nobody else's business, and never kept."""

OF_SHAPE = ("layout", "language", "chart", "headline", "address")
"""What of a question changes only how its answer is shown."""


class Served:
    """The surveys that the server was started with, by name: the wave in small letters, and `synthetic`."""

    def __init__(self, paths: tuple[Path, ...], *, protected: bool = True) -> None:
        self.paths, self.protected = paths, protected
        self._reforms: OrderedDict[tuple[str, str], Reforms] = OrderedDict()

    @cached_property
    def surveys(self) -> Mapping[str, Data]:
        """The file of each survey, the default first; None is the synthetic population."""
        from ayni.survey import SurveyFile, load

        found: dict[str, Data] = {}
        for path in self.paths:
            name = str(load(path).source["wave"]).lower()
            if name in found:
                raise AyniError("survey_twice", file=path, wave=name)
            found[name] = SurveyFile(path, protected=True) if self.protected else path
        return {**found, SYNTHETIC: None}

    def data(self, name: str) -> Data:
        """The file of a survey; empty for the default. Raises for one that the server does not have."""
        name = name or next(iter(self.surveys))
        if name not in self.surveys:
            raise AyniError("unknown_survey", name=name, known=", ".join(self.surveys))
        return self.surveys[name]

    def reforms(self, survey: str, base: str = "") -> Reforms:
        """Reforms on a survey, which share its run of the law as it stands, or as the values in `base` leave it.

        Of laws with other values the last few are kept.
        """
        from ayni.law import bolivia
        from ayni.runs import Options, Reforms
        from ayni.runs.protection import check_values
        from ayni.scenario import read_reform
        from ayni.survey import SurveyFile

        key = (survey, base)
        if key not in self._reforms:
            law = bolivia()
            if base:
                changed = read_reform(json.loads(base), law)
                if isinstance(data := self.data(survey), SurveyFile) and data.protected:
                    check_values(changed, law)
                law = changed.law(law)
                others = [each for each in self._reforms if each[1]]
                if len(others) >= KEPT:
                    del self._reforms[others[0]]
            self._reforms[key] = Reforms(Options(data=self.data(survey)), law)
        return self._reforms[key]

    @cached_property
    def found(self) -> Callable[[str, Time, TakeUp, str, bool, str], tuple[Options, Result]]:
        """What a run of the law finds, or a reform, which is given as JSON with its accounting; and the options.

        Those of the last few are kept, for their charts, their other layouts and receipts.
        """

        @lru_cache(8)
        def found(
            survey: str, time: Time, take_up: TakeUp, reform: str, headline: bool, base: str = ""
        ) -> tuple[Options, Result]:
            from ayni.law import bolivia
            from ayni.runs import ReformOptions, RunOptions, result

            common: dict[str, Any] = {"data": self.data(survey), **dict(time), "take_up": take_up}
            if not reform:
                whole = RunOptions(**common)
                return whole, result(whole, bolivia())
            options = ReformOptions.of(bolivia(), **json.loads(reform), headline=headline, **common)
            return options, self.reforms(survey, base).rows(options)

        return found

    @cached_property
    def commanded(self) -> Callable[[str, str, str, str], tuple[Options, Result]]:
        """What a command finds with options given as JSON, and the options; those of the last few are kept."""

        @lru_cache(8)
        def commanded(command: str, survey: str, before: str, options: str) -> tuple[Options, Result]:
            from ayni.law import bolivia
            from ayni.runs import result
            from ayni.runs.commands import OPTIONS

            surveys = {"data": self.data(survey), **({"before": self.data(before)} if before else {})}
            given = OPTIONS[command].of(bolivia(), **json.loads(options), **surveys)
            return given, result(given, bolivia())

        return commanded


def ready(served: Served) -> bytes:
    """Import what models need, read the surveys and the law; the names of the surveys, the default first."""
    from ayni.law import bolivia

    bolivia()
    for name in served.surveys:
        assert served.reforms(name).population
    return json.dumps(list(served.surveys)).encode()


def run(served: Served, *, survey: str, time: Mapping[str, Any], take_up: TakeUp, layout: str) -> bytes:
    """The rows of `ayni run` as `json`, `csv` or `csv-es`, or their `receipt`."""
    return _rows(served, survey, time, take_up, layout)


def reform(
    served: Served, *, survey: str, time: Mapping[str, Any], take_up: TakeUp, reform: Mapping[str, Any],
    accounting: str, layout: str = "json", headline: bool = False, base: Mapping[str, Any] | None = None,
    language: Language = "es",
) -> bytes:  # fmt: skip
    """The rows of a reform that carries no code, their receipt, or a report or workbook of them; with `headline` those
    of the whole country only. With `base` the law that it is compared with has these values.
    """
    return _rows(
        served, survey, time, take_up, layout, _values(reform, accounting), headline, _base(base), language
    )  # fmt: skip


def standing(served: Served, *, survey: str, time: Mapping[str, Any]) -> bytes:
    """The law and the people that a reform is compared with: the day of the law, their month and how many they are."""
    from msgspec.structs import replace

    from ayni.law import bolivia
    from ayni.runs import Options
    from ayni.runs.time import day_of_law
    from ayni.scenario.analysis import money_month

    options = Options(data=served.data(survey), **dict(_asked(served, survey, time)))
    if not options.at:
        options = replace(options, at="survey" if options.prices else "last")
    people = served.reforms(survey).people(options)[0].population
    day = day_of_law(people, options, bolivia())
    found = {"law_day": day.isoformat(), "month": f"{money_month(people):%Y-%m}", "persons": people.n_persons}
    return json.dumps(found).encode()


def reform_chart(
    served: Served, *, survey: str, time: Mapping[str, Any], take_up: TakeUp, reform: Mapping[str, Any],
    accounting: str, chart: str, layout: str, language: Language, base: Mapping[str, Any] | None = None,
) -> bytes:  # fmt: skip
    """A chart of a reform as `svg`, or its Vega-Lite specification; empty where the rows do not fill it."""
    from ayni import report

    asked = _asked(served, survey, time)
    _, rows = served.found(survey, asked, take_up, _values(reform, accounting), False, _base(base))
    if layout == "svg":
        return next((each.svg.encode() for each in report.charts(rows, language, (chart,))), b"")
    return report.vega_lite(rows, chart, language) or b""


def reform_card(
    served: Served, *, survey: str, time: Mapping[str, Any], take_up: TakeUp, reform: Mapping[str, Any],
    accounting: str, layout: str, language: Language, address: str, base: Mapping[str, Any] | None = None,
) -> bytes:  # fmt: skip
    """A reform's result as one picture, `svg` or `png`."""
    from ayni.law import bolivia
    from ayni.report import Figures
    from ayni.report.pictures import picture
    from ayni.report.reform_page import card, with_names

    asked = _asked(served, survey, time)
    _, rows = served.found(survey, asked, take_up, _values(reform, accounting), True, _base(base))
    return picture(card(Figures(with_names(rows, bolivia())), language, address), f".{layout}")


def _asked(served: Served, survey: str, time: Mapping[str, Any]) -> Time:
    """What was asked about time, as `Options` has it; the day of the law and the steps came as text.

    A page that `opens` with nothing asked opens a survey of over four years ago in its own month.
    """
    from ayni.runs import ReformOptions, is_far
    from ayni.web.time import options_of_time

    given = options_of_time(time)
    if time.get("opens") and is_far(served.reforms(survey).population, ReformOptions.default_at):
        given["at"] = "survey"
    return tuple(given.items())


def _values(reform: Mapping[str, Any], accounting: str) -> str:
    from ayni.runs import values_only

    return json.dumps({"accounting": accounting, "reform": values_only(reform)})


def _base(content: Mapping[str, Any] | None) -> str:
    from ayni.runs import values_only

    return json.dumps(values_only(content)) if content else ""


def _rows(
    served: Served, survey: str, time: Mapping[str, Any], take_up: TakeUp, layout: str, reform: str = "",
    headline: bool = False, base: str = "", language: Language = "es",
) -> bytes:  # fmt: skip
    """Rows in a layout, the receipt that the command writes of them, or a report or workbook."""
    from ayni import report
    from ayni.law import bolivia
    from ayni.runs import receipt_of_run

    options, rows = served.found(survey, _asked(served, survey, time), take_up, reform, headline, base)
    if layout == "report":
        from ayni.report.page import page

        return page(rows, language).encode()
    if layout == "workbook":
        from ayni.report.workbook import workbook

        return workbook(rows, language)
    if layout == "receipt":
        return receipt_of_run(options, bolivia(), rows).to_json()
    return report.rows_as_bytes(rows, layout)


def household(
    _served: Served,
    *,
    persons: Mapping[str, Mapping[str, Any]],
    day: str,
    reform: Mapping[str, Any] | None = None,
    beyond: bool = False,
    known: str | None = None,
) -> bytes:
    """What the law, or a reform that carries no code, gives and asks of a family."""
    from ayni import report
    from ayni.family import family
    from ayni.law import bolivia
    from ayni.runs import household, law_for

    asked = _reform(reform)
    book = bolivia().as_known_on(dt.date.fromisoformat(known)) if known else bolivia()
    of = family(persons, dt.date.fromisoformat(day), law_for(book, asked))
    return report.family_as_json(household(of, book, asked, beyond=beyond))


def worker(_served: Served, *, form: str, answers: Mapping[str, Any], day: str | None, beyond: bool = False) -> bytes:
    """A payslip, a final settlement, a retirement or a pregnancy of one person, as their commands give it."""
    from ayni import report
    from ayni.family import finiquito, payslip, pregnancy, retirement
    from ayni.family.knowledge import known_until, of_payslip
    from ayni.family.pregnancy import INSTRUMENTS as OF_PREGNANCY
    from ayni.family.retirement import INSTRUMENTS as OF_RETIREMENT
    from ayni.law import bolivia

    law = bolivia()
    when = dt.date.fromisoformat(day) if day else dt.date.today()
    if form == "finiquito":
        settled = finiquito(answers, law, when if day else None)
        known_until(law, settled.family.day, ["finiquito"], beyond=beyond)
        return report.finiquito_as_json([settled], law)
    if form == "payslip":
        if "monthly_wage" not in answers:
            raise AyniError("payslip_wage")
        known_until(law, when, of_payslip(law), beyond=beyond)
        return report.payslip_as_json(payslip(answers, when, law), when, law)
    if form == "retirement":
        known_until(law, when, OF_RETIREMENT, beyond=beyond)
        return report.retirement_as_json(retirement(answers, law, when))
    known_until(law, when, OF_PREGNANCY, beyond=beyond)
    return report.pregnancy_as_json(pregnancy(answers, law, when), law)


def _reform(content: Mapping[str, Any] | None) -> Reform | None:
    """A reform that came over the network."""
    from ayni.law import bolivia
    from ayni.runs import values_only
    from ayni.scenario import read_reform

    return read_reform(values_only(content), bolivia()) if content is not None else None


def surveys(served: Served) -> bytes:
    """The surveys of this server, the default first."""
    from ayni.evidence.receipts import file_hash
    from ayni.report.json_and_csv import as_json
    from ayni.survey import SYNTHETIC as SYNTHETIC_FILE, load, path_of

    found = []
    for name, data in served.surveys.items():
        population = load(data)
        found.append(
            {
                "name": name,
                "wave": population.source["wave"],
                "title": population.source["name"],
                "synthetic": population.synthetic,
                "persons": population.n_persons,
                "sha256": file_hash(path_of(data) or SYNTHETIC_FILE),
            }
        )
    return as_json(found)


def claim_card(_served: Served, *, id: str, language: Language, url: str) -> bytes:
    """A claim's card as PNG, with the site's public address where it has one."""
    from ayni.evidence.ledger import judged
    from ayni.law import bolivia
    from ayni.report.claims import Publisher, claims_as_bytes

    return claims_as_bytes([judged(id, bolivia())], "png", language, Publisher(url))


def check(
    served: Served, *, survey: str, time: Mapping[str, Any], question: Mapping[str, Any], layout: str,
    language: Language = "es",
) -> bytes:  # fmt: skip
    """A number against what a programme does to poverty on a survey: as `tables` of the page, or as `json` or `csv`."""
    from ayni.law import bolivia
    from ayni.report.claims import check_as_bytes, check_tables
    from ayni.report.table import tables_as_json
    from ayni.runs import Options, Question, ask

    options = Options(data=served.data(survey), **dict(_asked(served, survey, time)))
    answer = ask(Question(**question), bolivia(), options)
    if layout == "tables":
        return tables_as_json(check_tables(answer, bolivia(), language))
    return check_as_bytes(answer, layout)


def command(
    served: Served, *, command: str, survey: str, before: str, options: Mapping[str, Any], layout: str, table: str = "",
) -> bytes:  # fmt: skip
    """The rows of a one-question page's command, or of one `table`, in a layout; or their `receipt`."""
    from ayni import report
    from ayni.law import bolivia
    from ayni.runs import receipt_of_run

    given, found = served.commanded(command, survey, before, json.dumps(options, sort_keys=True))
    if layout == "receipt":
        return receipt_of_run(given, bolivia(), found).to_json()
    chosen = found.where(row for row in found if row.table == table) if table else found
    return report.rows_as_bytes(chosen, layout)


def inflation(_served: Served, *, start: str, end: str, by: list[str], layout: str) -> bytes:
    """Inflation by group, by the recorded baskets: its rows as `json`, `csv` or `csv-es`, or their `receipt`."""
    from ayni import report
    from ayni.law import bolivia
    from ayni.runs import receipt_of_run

    options, found = _inflation(start, end, tuple(by))
    if layout == "receipt":
        return receipt_of_run(options, bolivia(), found).to_json()
    return report.rows_as_bytes(found, layout)


@lru_cache(8)
def _inflation(start: str, end: str, by: tuple[str, ...]) -> tuple[Options, Result]:
    from ayni.law import bolivia
    from ayni.runs import InflationOptions, result

    options = InflationOptions(start=start or "survey", end=end or "last", by=by)
    return options, result(options, bolivia())


def data_card(served: Served, *, survey: str) -> bytes:
    """A survey's data card, with how many it stands for."""
    from ayni.evidence.timeline import with_overlaps
    from ayni.law import bolivia
    from ayni.report import to_json
    from ayni.runs import Options, analysis_of
    from ayni.runs.protection import is_protected, published
    from ayni.scenario import Result

    options = Options(data=served.data(survey))
    analysis = analysis_of(options, bolivia())
    size = published(analysis.size()) if is_protected(options) else analysis.size()
    return to_json(Result.of(size, with_overlaps(analysis.card, bolivia())))


def household_budget(
    _served: Served, *, persons: Mapping[str, Mapping[str, Any]], date: str, person: str,
    reform: Mapping[str, Any] | None = None,
) -> bytes:  # fmt: skip
    """A family's budget constraint as one person's wage varies."""
    from ayni import report
    from ayni.family import WAGES, at_a_wage, budget_line, family
    from ayni.law import bolivia
    from ayni.runs import law_for

    law = law_for(bolivia(), _reform(reform))
    of = at_a_wage(family(persons, dt.date.fromisoformat(date), law), person)
    return report.budget_as_json(list(budget_line(of, f"{person}.monthly_wage", WAGES, law)))


ANSWERS: dict[str, Callable[..., bytes]] = {
    "ready": ready,
    "run": run,
    "reform": reform,
    "standing": standing,
    "reform_chart": reform_chart,
    "reform_card": reform_card,
    "household": household,
    "worker": worker,
    "surveys": surveys,
    "claim_card": claim_card,
    "check": check,
    "command": command,
    "inflation": inflation,
    "data_card": data_card,
    "household_budget": household_budget,
}
"""By name, as requests ask for them."""
