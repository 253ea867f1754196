"""Checks the links of the built documentation, and lists the external ones with the day on which each was last seen.

python tools/links.py build/docs: fails for a link that leads to no page, file or heading of the site, for anything that
a page loads from elsewhere, and for an external link that docs/links.csv does not list. It asks no other host.

python tools/links.py build/docs --renew: asks every external link and writes docs/links.csv again. One that does not
answer keeps the day on which it did; a link that never answered has none.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

LISTED = Path(__file__).parent.parent / "docs" / "links.csv"
SECONDS = 10
"""How long a link is waited for."""


class Page(HTMLParser):
    """What a page links to, what it loads, and the places in it that a link may lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.places: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.places.add(value)
            elif name == "href" and value:
                (self.links if tag == "a" else self.loads).add(value)
            elif name == "src" and value:
                self.loads.add(value)


def pages(site: Path) -> dict[Path, Page]:
    """Every page of a built site."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.resolve().rglob("*.html"))}


def external(link: str) -> bool:
    """Whether a link leads to another host."""
    return bool(urlsplit(link).netloc)


def dead(found: dict[Path, Page]) -> Iterator[str]:
    """Links and loaded files that are not in the site, each with its page, and what is loaded from elsewhere."""
    for path, page in found.items():
        for link in sorted(page.links | page.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if link in page.loads and parts.scheme != "data":
                    yield f"{path} loads {link}"
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not there.is_file() or (there in found and unquote(parts.fragment) not in found[there].places):
                yield f"{path} leads nowhere by {link}"


def listed() -> dict[str, str]:
    """The day on which each external link was last seen, empty for one that never was."""
    with LISTED.open(encoding="utf-8", newline="") as file:
        return {row["link"]: row["last_seen"] for row in csv.DictReader(file)}


def renew(links: Collection[str]) -> None:
    """Ask each link, and write the list of them."""
    known = listed()
    with LISTED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("link", "last_seen"))
        writer.writerows((link, _today_if_it_answers(link) or known.get(link, "")) for link in sorted(links))


def _today_if_it_answers(link: str) -> str:
    try:
        with urlopen(Request(link, headers={"User-Agent": "Mozilla/5.0"}), timeout=SECONDS):
            return dt.date.today().isoformat()
    except (URLError, TimeoutError, ValueError):
        return ""


def main(site: Path, again: bool) -> str:
    """What is wrong, in lines; empty where nothing is."""
    found = pages(site)
    links = {link for page in found.values() for link in page.links if external(link)}
    if again:
        renew(links)
    again_by = f"python tools/links.py {site} --renew"
    unlisted = [f"docs/links.csv lacks {link}: {again_by}" for link in sorted(links - {*listed()})]
    return "\n".join([*dead(found), *unlisted])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "--renew" in sys.argv) or None)
