"""The pages, a module each."""

from ayni.web.pages import home, household

PAGES = (home.PAGES, household.PAGES)
