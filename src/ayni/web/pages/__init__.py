"""The pages, a module each."""

from ayni.web.pages import home, reforms

PAGES = (home.PAGES, reforms.PAGES)
