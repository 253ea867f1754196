"""The pages, a module each."""

from ayni.web.pages import claims, home, law, search

PAGES = (home.PAGES, search.PAGES, law.PAGES, claims.PAGES)
