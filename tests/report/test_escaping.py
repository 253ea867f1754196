"""Whatever a reform is called, it is text: on pages, in drawings, in workbooks, and never a part of them."""

import io
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

import ayni
from ayni.report import charts, page, vega_lite
from ayni.report.chart import draw, names_axis, panel
from ayni.report.workbook import workbook
from ayni.words import LANGUAGES

HOSTILE = "<script>alert(1)</script> ]]> \"onload='x()' & =1+1 clip1 {{7*7}}"
UNWRITABLE = "bell \x07 tab \x0b nothing \x00 half \ud800"


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.attributes = set(), set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


def named(text):
    """The rows of a reform with schedules, where all that has a name of its own is called this."""
    name = {"es": text, "en": text}
    schedule = {"name": name, "impuesto_grandes_fortunas.rates": [[30000000, 0.02]]}
    return ayni.reform(reform={"name": name, "schedules": {"flat": schedule}})


@pytest.fixture(scope="module")
def rows():
    return named(HOSTILE)


def is_only_text(svg):
    """Whether a drawing is well-formed and has neither scripts nor handlers."""
    for element in ElementTree.fromstring(svg).iter():
        tag = element.tag.rpartition("}")[2]
        assert tag not in ("script", "foreignObject", "a", "image"), tag
        assert not any(name.startswith("on") or name.endswith("href") for name in element.attrib), element.attrib
    return True


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_on_a_page_and_its_drawings_is_text(rows, language):
    whole, plain = page(rows, language), page(named("plain"), language)
    assert Tags(whole).found == Tags(plain).found
    assert Tags(whole).attributes == Tags(plain).attributes
    drawn = charts(rows, language)
    assert drawn
    assert all(is_only_text(chart.svg) for chart in drawn)
    assert any("clip1" in "".join(ElementTree.fromstring(chart.svg).itertext()) for chart in drawn)
    assert vega_lite(rows, drawn[0].id, language)


def test_a_name_in_a_workbook_is_text(rows):
    content = workbook(rows, "en")
    for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))
    cells = [cell for sheet in load_workbook(io.BytesIO(content)) for line in sheet.iter_rows() for cell in line]
    assert any(HOSTILE in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize("text", [HOSTILE, UNWRITABLE])
def test_every_place_of_a_drawing_where_a_word_stands_holds_any_word(text):
    values = [{"name": text, "value": 1.0, "label": text}, {"name": "b", "value": 2.0, "label": "b"}]
    x = {"field": "value", "type": "quantitative", "title": text}
    colour = {"field": "label", "type": "nominal", "legend": {"title": text}}
    layers = [{"mark": "bar", "encoding": {"x": x, "color": colour}},
              {"mark": "text", "encoding": {"x": x, "text": {"field": "label"}}}]  # fmt: skip
    assert is_only_text(draw(text, panel(text, values, names_axis([text, "b"]), layers), text, text, text, "es"))
