"""The options of a run, the same for the command line, the API, web pages, receipts and Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from msgspec import Struct

from ayni.survey import SurveyFile, path_of

if TYPE_CHECKING:
    from ayni.carry import Wages
    from ayni.engine import Engine, Law
    from ayni.income.programmes import Accounting, TakeUp
    from ayni.scenario import Reform
    from ayni.scenario.cluster import Cluster
    from ayni.scenario.consumption import Indirect, UnitCost
    from ayni.scenario.incidence import To
    from ayni.scenario.shock import Kind
    from ayni.survey import Data


class Options(Struct, frozen=True, kw_only=True):
    """What every run on a survey is asked. Time, which is `at`, `day` and `prices`, is decided in `ayni.runs.time`."""

    command: ClassVar[str] = ""
    """The command's name, by which a receipt runs it again."""
    if_asked: ClassVar[tuple[str, ...]] = ()
    """What a receipt holds only where it was asked for."""
    default_at: ClassVar[str] = "survey"
    """The usual month of the people."""
    data: Data = None
    """A survey's file, and how it is read; None is the synthetic population."""
    day: dt.date | None = None
    """The day of the law; else the survey's day."""
    known: dt.date | None = None
    """The law as it could be known on this day; else as it is known now."""
    beyond: bool = False
    """Whether a day more than a year after the law book is known is taken all the same."""
    at: str = ""
    """The month of the people and of their money: `2026-06`, `last` of the series, or `survey`, the survey's own."""
    prices: Literal["", "survey"] = ""
    """With `survey` the money stays the survey's own whatever the day of the law, and every row says so."""
    far: bool = False
    """Whether a survey is carried over more than four years."""
    steps: Sequence[str] = ()
    """What is carried; the usual steps where none is named."""
    wages: Wages = "decree"
    """How wages of contributors are carried."""
    pass_through: float = 1.0
    """The power of prices that other earnings follow."""
    calibrate: Path | tuple[str, ...] | None = None
    """Margins to which the weights are calibrated: a file, or its lines."""
    ine_lines: Path | None = None
    """INE's own table of poverty lines."""
    series: Path | None = None
    """Values that take the place of the package's series."""
    take_up: TakeUp = "legal"
    """Who is paid: all whom the law entitles, or those who report receiving."""
    engine: Engine = "auto"
    cached: bool = True
    """Whether a file that was read before is taken as it was kept."""

    @classmethod
    def of(cls, law: Law, **given: Any) -> Self:
        """The options from what a person or a receipt gives: files by their paths, reforms by what they hold."""
        return cls(**given)

    @classmethod
    def usual(cls) -> dict[str, Any]:
        """What each option is where it is not given."""
        names, given = cls.__struct_fields__, cls.__struct_defaults__
        return dict(zip(names[len(names) - len(given) :], given, strict=True))

    @property
    def usual_month(self) -> str:
        """The month of the people where none is asked for."""
        return self.default_at

    @property
    def arguments(self) -> dict[str, Any]:
        """The command's own options as JSON, which a receipt keeps and `of` reads again."""
        own = type(self).__annotations__
        names = [name for name in self.__struct_fields__ if name not in COMMON or name in own]
        usual = self.usual()
        given = {name: getattr(self, name) for name in names if name not in AS_SHOWN}
        asked = {name for name, value in given.items() if name not in self.if_asked or (value and value != usual[name])}
        return {name: _plain(value) for name, value in given.items() if name in asked}


class SpendingOptions(Options, frozen=True, kw_only=True):
    """What a command that reads spending is asked of it.

    `modules`: the folder of the expenditure modules, without it that of the survey's file. `donors`: EH 2019, by the
    folder of its files or its person file, from whose households a wave that did not ask is given what it spends.
    """

    if_asked: ClassVar[tuple[str, ...]] = ("modules", "donors")
    modules: Path | None = None
    donors: Path | None = None

    def reads_spending(self, law: Law) -> bool:
        """Whether what is asked reads what people spend."""
        return False

    @classmethod
    def of(cls, law: Law, **given: Any) -> Self:
        folders = {name: Path(given[name]) for name in ("modules", "donors") if given.get(name) is not None}
        return super().of(law, **{**given, **folders})


class TillOptions(SpendingOptions, frozen=True, kw_only=True):
    """How the taxes in what is spent are treated; `household_share`: of the IVA collected, which `scaled` fits."""

    if_asked: ClassVar[tuple[str, ...]] = ("modules", "donors", "indirect", "household_share")
    indirect: Indirect = "scaled"
    household_share: float = 0.8


class RunOptions(Options, frozen=True, kw_only=True):
    """The options of `ayni run`; with `replicates`, errors from so many replicate weights too; a census-size file may
    run on a cluster."""

    command = "run"
    if_asked = ("by", "line")
    replicates: int = 0
    cluster: Cluster | None = None
    by: Sequence[str] = ()
    """Columns whose groups are shown, of the population or of the file, `area:sex` for two crossed."""
    line: Sequence[str | float] = ()
    """Lines for these groups and for everybody: `moderate`, `extreme`, an amount in Bs a month or a column."""


class ReformOptions(TillOptions, frozen=True, kw_only=True):
    """A reform; `accounting` spreads what is paid at once. With `headline` the rows of the whole country only.

    `by` and `line` as for `RunOptions`: they are shown before and after. One of taxes or subsidies inside what is spent
    counts in consumable income, by the spending of the people and the treatment of the taxes.
    """

    command = "reform"
    default_at = "last"
    if_asked = (*TillOptions.if_asked, "by", "line")
    reform: Reform
    accounting: Accounting = "year"
    headline: bool = False
    by: Sequence[str] = ()
    line: Sequence[str | float] = ()

    @classmethod
    def of(cls, law: Law, **given: Any) -> Self:
        """As `Options.of`; the reform may be a file, or what it holds. Raises as `read_reform`."""
        from ayni.scenario import Reform, read_reform

        reform = given.pop("reform")
        return super().of(law, reform=reform if isinstance(reform, Reform) else read_reform(reform, law), **given)

    @property
    def usual_month(self) -> str:
        """That of the reform's file, unless the law of a day is asked for."""
        return self.default_at if self.day else self.reform.at or self.default_at

    def reads_spending(self, law: Law) -> bool:
        return self.reform.reaches_spending(law)


class SweepOptions(TillOptions, frozen=True, kw_only=True):
    """A parameter at each of the values, from the day `start` on; on every day without it."""

    command = "sweep"
    default_at = "last"
    parameter: str
    values: Sequence[float]
    start: str | None = None
    accounting: Accounting = "year"

    def reads_spending(self, law: Law) -> bool:
        from ayni.scenario.reform import in_prices

        return self.parameter in in_prices(law)


class SolveOptions(TillOptions, frozen=True, kw_only=True):
    """The value of a parameter that reaches a target: of `cost` in Bs a year, of poverty as a share of persons."""

    command = "solve"
    default_at = "last"
    parameter: str
    aim: Literal["cost", "moderate", "extreme"]
    target: float
    accounting: Accounting = "year"

    def reads_spending(self, law: Law) -> bool:
        from ayni.scenario.reform import in_prices

        return self.parameter in in_prices(law)


class FrontierOptions(Options, frozen=True, kw_only=True):
    """What a budget, Bs a year, does through the amounts of each programme."""

    command = "frontier"
    default_at = "last"
    budget: float
    accounting: Accounting = "year"


class PathOptions(ReformOptions, frozen=True, kw_only=True):
    """A reform year by year, `2026:2030`, from the month of the people on.

    `inflation` and `growth` are per cent a year beyond what the series know: one number, or `2027=4,2028=3.5`; what is
    not stated goes on as it went, which the answer says.
    """

    command = "path"
    path: str
    inflation: str = ""
    growth: str = ""

    @property
    def usual_month(self) -> str:
        """The last of the series, from which a path begins."""
        return self.default_at


class MinimumWageOptions(Options, frozen=True, kw_only=True):
    """A minimum wage in Bs a month; the old floor is that of the law where not given. `employment`: an elasticity."""

    command = "minimum-wage"
    default_at = "last"
    new: str | float
    old_floor: str | float | None = None
    employment: str | None = None


class AttributionOptions(Options, frozen=True, kw_only=True):
    """Who comes first in the cumulative division, and which programmes alone are players."""

    command = "attribution"
    if_asked = ("sample_orders",)
    accounting: Accounting = "year"
    order: Sequence[str] = ()
    only: Sequence[str] = ()
    sample_orders: int = 0
    """How many orders of joining Shapley values are the mean of; zero: all, by every subset."""


class TwoWavesOptions(Options, frozen=True, kw_only=True):
    """The file of an earlier wave beside that of a later one, `data`; both are read as is asked of the later."""

    before: Path | SurveyFile

    @classmethod
    def of(cls, law: Law, **given: Any) -> Self:
        before = given.pop("before")
        return cls(before=before if isinstance(before, SurveyFile) else Path(before), **given)


class BetweenOptions(TwoWavesOptions, frozen=True, kw_only=True):
    """Two waves; no law is run on them. `mix_bases` compares weights of two projections of the population."""

    command = "between"
    mix_bases: bool = False


class Sequence2020Options(TwoWavesOptions, frozen=True, kw_only=True):
    """EH 2019 and EH 2020."""

    command = "sequence-2020"


class IncidenceOptions(TillOptions, frozen=True, kw_only=True):
    """How far the chain of incomes goes; `unit_cost`: at which services are valued."""

    command = "incidence"
    if_asked = ("modules", "donors")
    to: To = "disposable"
    unit_cost: UnitCost = "central"

    def reads_spending(self, law: Law) -> bool:
        return self.to != "disposable"


class IndicatorsOptions(Options, frozen=True, kw_only=True):
    """By which groups, beside everybody; all of them where none is named."""

    command = "indicators"
    by: tuple[str, ...] = ()
    modules: Path | None = None
    """The folder of the files beside the person file, for dwellings, food and discrimination."""


class CarryOptions(Options, frozen=True, kw_only=True):
    """A survey carried to a month, and nothing run on it; or, with `backcast`, what carried surveys are off by.

    With `surveys` the back-casts are made of these person files, and of a compilation of households, now.
    """

    command = "carry"
    default_at = "last"
    backcast: bool = False
    surveys: Sequence[Path] = ()

    @classmethod
    def of(cls, law: Law, **given: Any) -> Self:
        given["surveys"] = tuple(Path(each) for each in given.get("surveys", ()))
        return cls(**given)


class InflationOptions(Options, frozen=True, kw_only=True):
    """Inflation by group, of everybody and of each level of `by`, all of them where none is named.

    `start`: the month from which, `survey` or as `2025-12`; `end`: to which, `last` or as `2026-06`. `modules`: the
    folder of the expenditure modules, without it that of the survey's file; with no file the baskets are as recorded.
    """

    command = "inflation"
    by: Sequence[str] = ()
    start: str = "survey"
    end: str = "last"
    modules: Path | None = None

    @classmethod
    def of(cls, law: Law, **given: Any) -> Self:
        if given.get("modules") is not None:
            given["modules"] = Path(given["modules"])
        return cls(**{**given, "by": tuple(given.get("by", ()))})


class ShockOptions(SpendingOptions, frozen=True, kw_only=True):
    """A shock of a kind with its settings; draws and seed matter where chance decides who is hit.

    Spending is read for fuel, and for a rise of prices by what each household spends.
    """

    command = "shock"
    if_asked = ("donors",)
    kind: Kind
    settings: Mapping[str, str]
    draws: int = 20
    seed: int = 0

    def reads_spending(self, law: Law) -> bool:
        return self.kind == "fuel" or (self.kind == "price_rise" and self.settings.get("basis") == "spending")

    @property
    def usual_month(self) -> str:
        """The survey's own; of a change of fuel prices the month before it."""
        from ayni.scenario.shock import day_of, month_before

        return month_before(day_of(self.settings)) if self.kind == "fuel" else self.default_at

    @classmethod
    def of(cls, law: Law, **given: Any) -> Self:
        """As `Options.of`; the settings may be a file, or what it holds. Raises as `read_settings`."""
        from ayni.scenario.shock import read_settings

        return super().of(law, settings=read_settings(given.pop("settings")), **given)


COMMON = Options.__struct_fields__
"""What no command has for itself, unless it says so again."""
AS_SHOWN = ("cluster", "headline")
"""What changes how a command is run or shown and not what it finds."""


def _plain(value: Any) -> Any:
    from ayni.scenario import Reform

    if isinstance(value, Reform):
        return value.content
    if isinstance(value, Path | SurveyFile):
        return str(path_of(value))
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
