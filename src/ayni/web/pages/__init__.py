"""The pages, a module each."""

from ayni.web.pages import home

PAGES = (home.PAGES,)
