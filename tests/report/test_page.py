from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

import ayni
from ayni.report import charts, page, write_page
from ayni.scenario import Result
from ayni.words import LANGUAGES, Language

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ["waterfall", "effects", "departments", "deciles", "curves"]


@pytest.fixture(scope="module")
def pages(rows: Result) -> dict[Language, str]:
    return {language: page(rows, language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chart_states_its_finding(rows: Result, language: Language) -> None:
    drawn = charts(rows, language)
    assert [chart.id for chart in drawn] == KINDS
    for chart in drawn:
        root = ElementTree.fromstring(chart.svg)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text == chart.title
        assert description is not None
        assert str(description.text).startswith(chart.title)
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert root.get("viewBox")
        assert chart.source.startswith(("Fuente: INE", "Source: INE"))
        assert chart.table.lines


def test_numbers_on_charts_are_those_of_the_language(rows: Result) -> None:
    for language, number in (("es", "−0,5\u00a0pp"), ("en", "−0.5\u00a0pp")):
        (chart,) = charts(rows, "es" if language == "es" else "en", ("effects",))
        assert number in chart.svg


@pytest.mark.parametrize("language", LANGUAGES)
def test_synthetic_stands_in_every_chart_and_page(synthetic_rows: Result, language: Language) -> None:
    word = {"es": "datos sintéticos", "en": "synthetic data"}[language]
    for chart in charts(synthetic_rows, language):
        assert word in chart.title.lower()
    text = page(synthetic_rows, language)
    assert word in re.findall("<title>(.*?)</title>", text)[0].lower()
    assert word in re.findall("<h1>(.*?)</h1>", text)[0].lower()


class Outline(HTMLParser):
    """What a page is made of: its tags with their attributes, and the text of its tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone(pages: dict[Language, str], language: Language) -> None:
    text = pages[language]
    outline = Outline(text)
    assert not [tag for tag, _ in outline.tags if tag in ("script", "link", "iframe", "img", "object")]
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert "@import" not in text
    links = [link["href"] for link in outline.all("a")]
    identifiers = [str(attributes["id"]) for _, attributes in outline.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert links
    assert all(link and link[0] == "#" and link[1:] in identifiers for link in links)
    assert outline.all("html")[0]["lang"] == {"es": "es-BO", "en": "en"}[language]
    assert len(outline.all("figure")) == len(outline.all("details")) == len(KINDS)


def test_the_page_says_what_it_must(pages: dict[Language, str]) -> None:
    for words in (
        "primer orden",
        "linealización",
        "UPM",
        "48ae924ce312",
        f"Ayni {ayni.__version__}",
        "21 de octubre de 2019",
    ):
        assert words in pages["es"]


def test_the_same_rows_give_the_same_page(rows: Result, pages: dict[Language, str], tmp_path: Path) -> None:
    write_page(rows, tmp_path / "a.html", "es")
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == pages["es"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_rows_without_effects_still_make_a_page(rows: Result) -> None:
    text = page(rows.where(row for row in rows if row.table in ("data", "poverty")), "en")
    assert "first-order" not in Outline(text).all("figure")
    assert "Poverty and inequality" in text


def test_a_real_survey_makes_every_table_and_chart(shared_data: Path) -> None:
    from ayni import run

    rows = run(shared_data / "eh" / "2020" / "persona.parquet", cached=False)
    assert [chart.id for chart in charts(rows, "es")] == KINDS
    assert "Bono contra el Hambre" in page(rows, "en")
