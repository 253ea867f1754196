"""Inflation by group: by how much what each group bought in 2019 became dearer, month by month."""

from __future__ import annotations

from starlette.responses import Response

from ayni import report
from ayni.report.findings import headlines
from ayni.series import series
from ayni.web.site import Asked, Pages

PAGES = Pages()
SHOWN = ("inflation", "inflation_baskets", "inflation_divisions")
MONTHS = ("inflation_months", "inflation_yearly")
FIRST = "2018-01"


@PAGES.page("inflation")
async def inflation(asked: Asked) -> Response:
    """The chart and the tables between two months of the address."""
    span = _span(asked)
    found = report.from_json(await asked.site.jobs.run("inflation", **span, by=[], layout="json"))
    language = asked.language
    sentences = headlines(report.Figures(found), language)
    query = {"from": span["start"], "to": span["end"]}
    return asked.page(
        "inflation.html.j2",
        title=asked.say("web_inflation.title"),
        finding=sentences[0],
        more=sentences[1:],
        image=asked.url("inflation", "chart.svg", **query),
        tables=report.tables(found, language, SHOWN),
        months=report.tables(found, language, MONTHS),
        shown=found.rows[0].step.split(".."),
        first=FIRST,
        last=series().last_prices,
        data={layout: f"/v1/inflation?{_address(query, layout)}" for layout in ("csv", "csv-es", "json")},
        receipt=f"/v1/inflation/receipt?{_address(query)}",
    )


@PAGES.page("inflation", "/chart.svg")
async def inflation_image(asked: Asked) -> Response:
    """The same as a chart."""
    drawn = await asked.site.jobs.run("inflation_chart", **_span(asked), language=asked.language)
    return Response(drawn, media_type="image/svg+xml")


def _span(asked: Asked) -> dict[str, str]:
    return {"start": asked.query.get("from", "").strip(), "end": asked.query.get("to", "").strip()}


def _address(query: dict[str, str], layout: str = "") -> str:
    from urllib.parse import urlencode

    return urlencode({key: value for key, value in {**query, "format": layout}.items() if value})
