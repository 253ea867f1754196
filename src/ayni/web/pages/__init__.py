"""The pages, a module each."""

from ayni.web.pages import brief, home, indicators, method

PAGES = (home.PAGES, indicators.PAGES, method.PAGES, brief.PAGES)
