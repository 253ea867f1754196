"""The pages, a module each."""

from ayni.web.pages import claims, home

PAGES = (home.PAGES, claims.PAGES)
