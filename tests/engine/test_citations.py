"""What an answer cites: the norms of the rows that it read, as the law stood on the day."""

import datetime as dt
from dataclasses import replace

import pytest
from msgspec.structs import replace as set_fields

from ayni.engine import Household, Law, Row, rule
from ayni.engine.citations import of_rule
from ayni.engine.instruments import Act, Span
from ayni.engine.norms import Norm, citation
from ayni.words import AyniError
from support.builders import instrument


@rule(unit="Bs/month")
def grant(age, p):
    """An amount from an age; a supplement from a later one."""
    if age < p.min_age:
        return 0.0
    if age < p.late_age:
        return p.amount
    return p.amount + p.supplement


def norm(name_of_year, decided, until=None, **articles):
    return Norm(
        title={"es": name_of_year, "en": name_of_year}, decided=decided, kind="official_text", read=dt.date(2026, 1, 1),
        address=f"https://example.org/{decided}", until=until, articles=articles,
    )  # fmt: skip


def book():
    """A grant of 2010, raised by an act of 2015 that an act of 2020 repealed; the supplement has lapsed in 2018."""
    one = instrument("one", dt.date(2010, 1, 1), None, min_age={dt.date(2010, 1, 1): 60}, late_age={
        dt.date(2010, 1, 1): 80}, amount={dt.date(2010, 1, 1): 100}, supplement={dt.date(2010, 1, 1): 7})  # fmt: skip
    rows = {
        "min_age": (Row(dt.date(2010, 1, 1), 60, norms={"Act 1": "2"}),),
        "late_age": (Row(dt.date(2010, 1, 1), 80, article="Act 1 art. 3"),),
        "amount": (
            Row(dt.date(2010, 1, 1), 100, norms={"Act 1": "4"}),
            Row(dt.date(2015, 1, 1), 200, norms={"Act 1": "4", "Act 15": "1, 2-II", "Act 26": "9"}),
        ),
        "supplement": (Row(dt.date(2010, 1, 1), 7, dt.date(2018, 12, 31), confidence="recalled"),),
    }
    parameters = {name: one.parameters[name].with_rows(each) for name, each in rows.items()}
    acts = (Act("Act 1", dt.date(2009, 12, 1), "1"), Act("Act 26", dt.date(2026, 1, 1), "9"))
    span = Span(dt.date(2010, 1, 1), dt.date(2024, 12, 31), article="Act 1 art. 12")
    one = set_fields(one, parameters=parameters, in_force=(span,), legal_basis=acts)
    norms = {
        "Act 1": norm("one", dt.date(2009, 12, 1), **{"4": {"es": "Cien.", "en": "A hundred."}}),
        "Act 15": norm("fifteen", dt.date(2014, 12, 1), dt.date(2020, 6, 30)),
        "Act 26": norm("twenty-six", dt.date(2026, 1, 1)),
    }
    return Law({"one": one}, {"grant": replace(grant, module="one")}, norms=norms).checked()


def cites(day, age):
    return Household(book().on(dt.date.fromisoformat(day)), [{"age": age}]).trace("grant", 0).law


def test_the_norms_of_the_rows_that_were_read_are_cited_with_their_articles():
    assert cites("2012-06-01", 70) == "Act 1 art. 2, 3, 4"
    assert cites("2012-06-01", 50) == "Act 1 art. 2"


def test_a_law_to_come_is_not_cited_nor_one_that_is_gone():
    assert cites("2016-06-01", 70) == "Act 1 art. 2, 3, 4; Act 15 art. 1, 2-II"
    assert cites("2021-06-01", 70) == "Act 1 art. 2, 3, 4"


def test_where_nothing_was_read_the_last_span_in_force_is_cited():
    assert cites("2025-06-01", 70) == "Act 1 art. 12"
    assert cites("2009-06-01", 70) == ""


def test_what_the_article_says_and_its_address_go_with_the_citation():
    [citation] = Household(book().on(dt.date(2012, 6, 1)), [{"age": 70}]).trace("grant", 0).citations
    assert citation.address == "https://example.org/2009-12-01"
    assert [text["en"] for text in citation.says] == ["A hundred."]


def test_a_rule_of_nobody_in_particular_cites_all_that_it_may_read():
    on = book().on(dt.date(2012, 6, 1))
    assert [each.text for each in of_rule(on, "grant")] == ["Act 1 art. 2, 3, 4"]


def test_what_is_no_number_is_no_article():
    assert citation({"Act 1": "única", "Act 2": "disp. adicional 5", "Act 3": ""}) == (
        "Act 1 art. única; Act 2 disp. adicional 5; Act 3"
    )


def test_a_parameter_that_was_not_read_neither_marks_an_answer_nor_throws_it_away():
    early = Household(book().on(dt.date(2016, 6, 1)), [{"age": 70}, {"age": 85}])
    assert early.trace("grant", 0).doubtful == ()
    assert [name for name, _ in early.trace("grant", 1).doubtful] == ["one.supplement"]
    late = Household(book().on(dt.date(2019, 6, 1)), [{"age": 70}, {"age": 85}])
    assert late.value("grant", 0) == 200
    with pytest.raises(AyniError) as refused:
        late.value("grant", 1)
    assert refused.value.key == "no_value_on_date"
    assert refused.value.fields["until"] == dt.date(2018, 12, 31)
