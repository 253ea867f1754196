"""What the articles speak of, whole: a page a topic, each section a table with its sources."""

from __future__ import annotations

from starlette.responses import Response

from ayni.evidence.topics import TOPICS, topic
from ayni.law import bolivia
from ayni.report.claims import topic_as_bytes, topic_tables
from ayni.web.site import Asked, Pages

PAGES = Pages()


@PAGES.page("topics")
def topics(asked: Asked) -> Response:
    """The list of topics."""
    return asked.page("topics.html.j2", title=asked.say("topics.title"), topics=list(TOPICS))


@PAGES.page("topics", "/{name}")
def page(asked: Asked) -> Response:
    """One topic: its sections as tables."""
    name = asked.request.path_params["name"]
    tables = topic_tables(name, topic(name, bolivia()), bolivia(), asked.language)
    return asked.page("topic.html.j2", title=asked.say(f"topic_title.{name}"), name=name, tables=tables)


@PAGES.page("topics", "/{name}/data.csv")
def data(asked: Asked) -> Response:
    """The same as data."""
    name = asked.request.path_params["name"]
    return Response(topic_as_bytes(name, topic(name, bolivia()), bolivia(), "csv"), media_type="text/csv")
