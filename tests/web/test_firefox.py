"""Every page in Debian's Firefox, by WebDriver BiDi: a long run, where Firefox is installed."""

from __future__ import annotations

import shutil
from contextlib import ExitStack

import pytest

from support.barriers import AXE, VIOLATIONS
from support.firefox import SCHEMES, firefox
from support.pages import PAGES, UNFOLDED, WIDTHS

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module", params=SCHEMES)
def windows(request, tmp_path_factory):
    """A window with scripts and one without, both in light or both in dark colours."""
    if PROGRAM is None:
        pytest.skip("needs Firefox, which is not installed here: apt-get install firefox-esr")
    profile = tmp_path_factory.mktemp
    with ExitStack() as stack:
        yield {
            scripts: stack.enter_context(firefox(PROGRAM, profile("firefox"), request.param, scripts=scripts))
            for scripts in (True, False)
        }


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
@pytest.mark.parametrize("path", [path for pair in PAGES for path in pair])
def test_a_page_is_sound_in_firefox(windows, server, path, scripts):
    window = windows[scripts]
    window.open(f"{server}{path}")
    assert window.evaluate("document.querySelectorAll('h1').length") == 1
    window.evaluate(UNFOLDED)
    for width in WIDTHS:
        window.resize(width)
        root = "document.documentElement"
        assert window.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0, width
    assert [each for each in window.asked if not each.startswith((server, "data:"))] == []
    if scripts:  # axe is a script; without them the page is the same
        window.evaluate(AXE)
        assert window.evaluate(f"({VIOLATIONS})(true)") == []
    assert window.complaints == []
