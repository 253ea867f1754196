"""The documentation as a site: `make docs` builds build/docs/index.html, which opens from the disk.

Sphinx reads the repository from its root, so that links among pages, and to files beside them, are the same here and in
a checkout. The lists of docs/README.md are the order of the site.
"""

import re
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
import reference

project = "Ayni"
extensions = ["myst_parser"]
root_doc = "docs/README"
include_patterns = ["docs/**.md", "benchmarks/*.md", "*.md"]
exclude_patterns = [".*", "README.md", "build", "dist", "src", "tests", "tools"]
myst_heading_anchors = 4

html_show_search_summary = False  # it would be fetched, which pages on the disk may not do
html_theme = "furo"
html_title = "Ayni"
html_copy_source = html_show_copyright = html_show_sphinx = False
html_additional_pages = {"index": "index.html"}
templates_path = ["templates"]

MADE = re.compile(r"<!-- made: (\w+) ?(\w*) -->")


def menu(app: Sphinx, page: str, source: list[str]) -> None:
    """The lists of the first page become the menu, each under its heading."""
    if page == root_doc:
        for heading, links in re.findall(r"^## (.*)\n\n((?:\* .*\n)+)", source[0], re.MULTILINE):
            pages = "\n".join(re.findall(r"\]\(([^)]*)\.md\)", links))
            source[0] += f"\n```{{toctree}}\n:hidden:\n:titlesonly:\n:caption: {heading}\n\n{pages}\n```\n"


def make(app: Sphinx, page: str, source: list[str]) -> None:
    """What a page leaves to be made by a function of tools/reference.py stands in its place."""
    source[0] = MADE.sub(lambda asked: getattr(reference, asked[1])(*filter(None, [asked[2]])), source[0])


def spoken(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """What is in Spanish says so: whole pages, and the abstracts of the others."""
    if page.endswith(".es"):
        context["language"] = "es"
    elif "body" in context:
        context["body"] = context["body"].replace("<p><em>En breve", '<p lang="es"><em>En breve')


def reachable(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """What scrolls sideways is reached by keys, and the menu's headings have a level."""
    body, tables = context.get("body", ""), 'class="table-wrapper'
    context["body"] = body.replace("<pre>", '<pre tabindex="0">').replace(tables, f'tabindex="0" {tables}')
    menu = context["furo_navigation_tree"]
    context["furo_navigation_tree"] = menu.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app: Sphinx) -> None:
    """Tell Sphinx of these."""
    app.connect("source-read", menu)
    app.connect("source-read", make)
    app.connect("html-page-context", spoken)
    app.connect("html-page-context", reachable, priority=900)  # after the theme has made its menu
