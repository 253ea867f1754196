"""The façade: what a notebook or a program does with `import ayni`, from a path or a data frame to tables and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.facade.book import LawBook as LawBook, lawbook as lawbook
    from ayni.facade.classroom import lesson as lesson
    from ayni.facade.commands import (
        attribution as attribution,
        between as between,
        frontier as frontier,
        incidence as incidence,
        indicators as indicators,
        inflation as inflation,
        minimum_wage as minimum_wage,
        path as path,
        reform as reform,
        run as run,
        sequence_2020 as sequence_2020,
        shock as shock,
        solve as solve,
        sweep as sweep,
    )
    from ayni.facade.family import (
        Household as Household,
        Payslip as Payslip,
        household as household,
        payroll as payroll,
        payslip as payslip,
    )
    from ayni.facade.ledger import (
        Claims as Claims,
        Judged as Judged,
        Promised as Promised,
        Topic as Topic,
        check as check,
        claims as claims,
        promise as promise,
        topic as topic,
    )
    from ayni.facade.moments import (
        Moment as Moment,
        finiquito as finiquito,
        pregnancy as pregnancy,
        retirement as retirement,
    )
    from ayni.facade.people import Survey as Survey, load as load
    from ayni.facade.result import Result as Result
    from ayni.words import AyniError as AyniError

face(
    __name__,
    {
        "book": "LawBook lawbook",
        "classroom": "lesson",
        "commands": (
            "attribution between frontier incidence indicators inflation minimum_wage path reform run sequence_2020 "
            "shock solve sweep"
        ),
        "family": "Household Payslip household payroll payslip",
        "ledger": "Claims Judged Promised Topic check claims promise topic",
        "moments": "Moment finiquito pregnancy retirement",
        "people": "Survey load",
        "result": "Result",
        "ayni.words": "AyniError",
    },
)
