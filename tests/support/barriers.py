"""What axe finds wrong with a page for people who see, hear or move otherwise."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
VIOLATIONS = """(contrast) => axe
  .run({ resultTypes: ["violations"], rules: { "color-contrast": { enabled: contrast } } })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)))"""


def barriers(page: Page, *, contrast: bool = True) -> list[str]:
    """Rule and element of each violation; the rule on contrast takes as long as all others together."""
    page.evaluate(AXE)
    found: Any = page.evaluate(VIOLATIONS, contrast)
    return list(found)
