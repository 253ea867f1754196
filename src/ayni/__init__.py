"""Ayni: Bolivia's social policy as code, run on the country's household surveys.

`ayni.run()` is the main job on the synthetic population; `ayni.run("EH2019_Pers_csv.csv")` on INE's file. What a
function takes and gives, `help` says: `help(ayni.reform)`.

Runs on a survey: `run`, `reform`, `solve`, `sweep`, `frontier`, `path`, `minimum_wage`, `shock`, `attribution`,
`incidence`, `between`, `sequence_2020`, `indicators`, `inflation`. A survey to be asked about its people: `load`. One
family: `household`. One wage, and the wages of a file: `payslip`, `payroll`. One person's turns of
life: `finiquito`, `retirement`, `pregnancy`. The law: `lawbook`. What was said, and whether it holds: `claims`,
`check`; what a promise costs, by each who said it: `promise`; what the articles speak of, whole: `topic`. A class on
invented people: `lesson`.
"""

TYPE_CHECKING = False  # not from typing: `python -m ayni` may find another one in the folder that it is started in
if TYPE_CHECKING:
    from ayni.facade import (
        AyniError,
        Claims,
        Household,
        Judged,
        LawBook,
        Moment,
        Payslip,
        Promised,
        Result,
        Survey,
        Topic,
        attribution,
        between,
        check,
        claims,
        finiquito,
        frontier,
        household,
        incidence,
        indicators,
        inflation,
        lawbook,
        lesson,
        load,
        minimum_wage,
        path,
        payroll,
        payslip,
        pregnancy,
        promise,
        reform,
        retirement,
        run,
        sequence_2020,
        shock,
        solve,
        sweep,
        topic,
    )

__version__ = "0.2.0.dev0"
__all__ = [
    "AyniError",
    "Claims",
    "Household",
    "Judged",
    "LawBook",
    "Moment",
    "Payslip",
    "Promised",
    "Result",
    "Survey",
    "Topic",
    "attribution",
    "between",
    "check",
    "claims",
    "finiquito",
    "frontier",
    "household",
    "incidence",
    "indicators",
    "inflation",
    "lawbook",
    "lesson",
    "load",
    "minimum_wage",
    "path",
    "payroll",
    "payslip",
    "pregnancy",
    "promise",
    "reform",
    "retirement",
    "run",
    "sequence_2020",
    "shock",
    "solve",
    "sweep",
    "topic",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'ayni' has no attribute {name!r}")
    from ayni import facade

    return getattr(facade, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
