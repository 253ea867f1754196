"""An SVG as a picture of another kind, through the extra `ayni[pictures]`."""

from __future__ import annotations

from importlib.util import find_spec

from ayni.words import AyniError

KINDS = (".svg", ".png", ".pdf")


def are_there() -> bool:
    """Whether the extra is installed."""
    return find_spec("vl_convert") is not None


def picture(svg: str, kind: str, scale: float = 1.0) -> bytes:
    """An SVG as a file of one of `KINDS`, a PNG `scale` times as large; as it is for any other.

    Raises AyniError where the extra is not installed.
    """
    if kind not in (".png", ".pdf"):
        return svg.encode()
    try:
        import vl_convert
    except ImportError:
        raise AyniError("needs_pictures", kind=kind[1:].upper()) from None
    if kind == ".png":
        return bytes(vl_convert.svg_to_png(svg, scale=scale))
    return bytes(vl_convert.svg_to_pdf(svg))
