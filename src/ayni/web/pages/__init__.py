"""The pages, a module each."""

from ayni.web.pages import api, brief, claims, home, household, indicators, law, method, search

PAGES = (
    home.PAGES,
    search.PAGES,
    household.PAGES,
    law.PAGES,
    claims.PAGES,
    indicators.PAGES,
    method.PAGES,
    brief.PAGES,
    api.PAGES,
)
