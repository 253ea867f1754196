"""What a wheel holds ready: its YAML and the rules of the law as they are read, and cards drawn as PNG."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

COLOURS = 32
"""Of a picture: letters and flat shapes need no more, and its file is a tenth as large."""


def read_from(root: Path) -> None:
    """Take the package from a checkout, and keep nothing that this process reads."""
    sys.path.insert(0, str(root / "src"))
    os.environ["AYNI_CACHE"] = tempfile.mkdtemp()


def bundle_of(root: Path) -> bytes:
    """The bundle of a checkout, read anew in this process. See `ayni.words.bundle`."""
    from ayni.law import bolivia
    from ayni.words import bundle, catalogue, parse_yaml, read_yaml

    bolivia()
    catalogue()
    for path in sorted(bundle.PACKAGE.rglob("*.yaml")):
        read_yaml(path)
    for path in sorted((root / "tests" / "cases").glob("*.yaml")):
        content = path.read_bytes()
        bundle.keep((f"cases/{path.name}", "typed"), content, parse_yaml(content, path))
    return bundle.written(bundle.entries())


def cards() -> Iterator[str]:
    """What is drawn for a wheel, as SVG: a card of each claim and question and of the site, and
    of the indicators that come first."""
    from ayni.evidence.ledger import ledger
    from ayni.evidence.over_time import series
    from ayni.law import bolivia
    from ayni.report.claims import share_card
    from ayni.report.page_card import site_card
    from ayni.web.pages import indicators, questions as question_pages
    from ayni.web.questions import questions
    from ayni.words import LANGUAGES

    for language in LANGUAGES:
        yield site_card(language)
        yield from (share_card(each, language) for each in ledger(bolivia()).values())
        yield from (question_pages.card_of(each, language) for each in questions().values())
        yield from (indicators.card_of(series(each), language) for each in indicators.FIRST)


def draw(folder: Path) -> list[Path]:
    """Draw the cards into a folder, under the names by which `ayni.report.pictures` finds them."""
    from PIL import Image

    from ayni.report.pictures import drawn_name, picture

    written = []
    for svg in cards():
        path = folder / drawn_name(svg)
        with Image.open(BytesIO(picture(svg, ".png"))) as drawn:
            flat = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(path, optimize=True)
        written.append(path)
    return written
