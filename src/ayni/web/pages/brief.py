"""The one-page brief for printing: a programme, or poverty, by the law of a day."""

from __future__ import annotations

from starlette.responses import Response

from ayni.law import bolivia
from ayni.report.brief import POVERTY, brief, subject_name, subjects
from ayni.web.site import Asked, Pages

PAGES = Pages()


@PAGES.page("brief")
def page(asked: Asked) -> Response:
    """The brief on what the address asks for, else on poverty."""
    about, day = asked.query.get("about") or POVERTY, asked.day()
    found = brief(about, day, bolivia(), asked.language)
    return asked.page(
        "brief.html.j2",
        title=found.title,
        brief=found,
        day=day.isoformat(),
        subjects={each: subject_name(each, bolivia(), asked.language) for each in subjects(bolivia())},
    )
