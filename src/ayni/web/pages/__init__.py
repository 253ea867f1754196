"""The pages, a module each."""

from ayni.web.pages import (
    api,
    brief,
    claims,
    desk,
    home,
    household,
    indicators,
    inflation,
    law,
    method,
    payslip,
    promise,
    questions,
    reforms,
    search,
    topics,
)

PAGES = (
    home.PAGES,
    search.PAGES,
    household.PAGES,
    payslip.PAGES,
    questions.PAGES,
    law.PAGES,
    reforms.PAGES,
    claims.PAGES,
    desk.PAGES,
    promise.PAGES,
    indicators.PAGES,
    inflation.PAGES,
    topics.PAGES,
    method.PAGES,
    brief.PAGES,
    api.PAGES,
)
