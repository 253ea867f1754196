"""The documentation as a site: `make docs` builds build/docs/index.html, which opens from the disk.

Sphinx reads the repository from its root, so that links among pages, and to files beside them, are the same here and in
a checkout. The lists of docs/README.md are the order of the site.
"""

import re
from typing import Any

from sphinx.application import Sphinx

project = "Ayni"
extensions = ["myst_parser"]
root_doc = "docs/README"
include_patterns = ["docs/**.md", "benchmarks/*.md", "*.md"]
exclude_patterns = [".*", "README.md", "build", "dist", "src", "tests", "tools"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = "Ayni"
html_static_path = ["static"]
html_css_files = ["docs.css"]
html_copy_source = html_show_copyright = html_show_sphinx = False
html_additional_pages = {"index": "index.html"}
templates_path = ["templates"]

SPANISH = ("docs/inicio/",)
"""Folders of pages in Spanish."""


def menu(app: Sphinx, page: str, source: list[str]) -> None:
    """The lists of the first page become the menu, each under its heading."""
    if page == root_doc:
        for heading, links in re.findall(r"^## (.*)\n\n((?:\* .*\n)+)", source[0], re.MULTILINE):
            pages = "\n".join(re.findall(r"\]\((.*)\.md\)", links))
            source[0] += f"\n```{{toctree}}\n:hidden:\n:titlesonly:\n:caption: {heading}\n\n{pages}\n```\n"


def spoken(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """What is in Spanish says so: whole pages, and the abstracts of the others."""
    if page.startswith(SPANISH):
        context["language"] = "es"
    elif "body" in context:
        context["body"] = context["body"].replace("<p><em>En breve", '<p lang="es"><em>En breve')


def setup(app: Sphinx) -> None:
    """Tell Sphinx of the two above."""
    app.connect("source-read", menu)
    app.connect("html-page-context", spoken)
