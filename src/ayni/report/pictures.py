"""An SVG as a picture of another kind: as it was drawn when the wheel was built, or by the extra `ayni[pictures]`."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from ayni.words import AyniError

KINDS = (".svg", ".png", ".pdf")
DRAWN = Path(__file__).parents[1] / "pictures"
"""The pictures of a wheel, by `drawn_name` of what they show; a checkout has none."""


def drawn_name(svg: str) -> str:
    """The file of an SVG that was drawn beforehand: another text has another name."""
    return f"{hashlib.sha256(svg.encode()).hexdigest()[:24]}.png"


def can_draw() -> bool:
    """Whether the extra is installed."""
    return find_spec("vl_convert") is not None


def was_drawn(svg: str) -> bool:
    """Whether an SVG was drawn when the wheel was built."""
    return (DRAWN / drawn_name(svg)).is_file()


def picture(svg: str, kind: str) -> bytes:
    """An SVG as a file of one of `KINDS`; as it is for any other.

    Raises AyniError where it was not drawn beforehand and the extra is not installed.
    """
    if kind not in (".png", ".pdf"):
        return svg.encode()
    if kind == ".png" and was_drawn(svg):
        return (DRAWN / drawn_name(svg)).read_bytes()
    try:
        import vl_convert
    except ImportError:
        raise AyniError("needs_pictures", kind=kind[1:].upper()) from None
    if kind == ".png":
        return bytes(vl_convert.svg_to_png(svg))
    return bytes(vl_convert.svg_to_pdf(svg))
