"""The pages, a module each."""

from ayni.web.pages import api, home

PAGES = (home.PAGES, api.PAGES)
