"""Charts inside a page are drawn for the width of their box, in the page's colours."""

import re

import pytest

from ayni.report import inline
from ayni.report.chart import Chart
from ayni.report.table import Cell, Line, Table

SPEC = {
    "width": 220, "height": {"step": 26},
    "data": {"values": [{"name": "Bono de nombre muy largo", "value": 3.0}, {"name": "Otro", "value": 1.0}]},
    "layer": [{"mark": {"type": "bar", "color": "#0072B2"}, "encoding": {
        "y": {"field": "name", "type": "nominal", "axis": {"minExtent": 165}},
        "x": {"field": "value", "type": "quantitative"},
    }}],
}  # fmt: skip
TABLE = Table("t", "", "t", "", ("", "n"), (Line("a", (Cell("1"),)),), (), (), "")


@pytest.fixture(scope="module")
def shown():
    return inline.of_chart(Chart("one_chart", "", "Hallazgo", "Qué", "Fuente", "", TABLE, SPEC), "es")


def test_a_chart_fills_each_width_and_letters_keep_their_size(shown):
    for drawing in shown.drawings:
        width = int(re.search(r'width="(\d+)"', drawing)[1])
        bars = [float(each) for each in re.findall(r'<rect x="[^"]*" y="[^"]*" width="([\d.]+)"', drawing)]
        assert max(bars) > 0.5 * width
        assert "scale(" not in drawing


def test_a_chart_of_a_page_has_no_colour_of_its_own(shown):
    assert all("#" not in drawing.partition("<g")[2] for drawing in shown.drawings)


def test_on_a_telephone_a_name_stands_over_its_bar(shown):
    wide, phone = shown.drawings[0], shown.drawings[-1]

    def places(drawing):
        name = re.search(r'<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>Bono de nombre', drawing)
        bar = re.search(r'<rect x="([-\d.]+)" y="([-\d.]+)"', drawing)
        return [float(each) for each in (*name.groups(), *bar.groups())]

    x, y, left, top = places(phone)
    assert (y <= top, x < left + 5) == (True, True)
    x, y, left, top = places(wide)
    assert (y > top, x < left) == (True, True)


def test_every_drawing_is_described_and_can_be_reached(shown):
    for drawing in shown.drawings:
        head = drawing.partition(">")[0]
        assert 'role="img"' in head
        assert 'tabindex="0"' in head
        for id in re.search(r'aria-labelledby="([^"]*)"', head)[1].split():
            assert f'id="{id}"' in drawing


def test_dots_and_columns_hold_every_figure_within_the_drawing():
    rows = [inline.Mark("A", -3.0, -4.0, -2.0, "−3"), inline.Mark("B", 12.5, 11.0, 14.0, "12,5")]
    for draw in (
        inline.dots(rows, str, zero=True, guide=(43.0, "la frase: 43%")),
        inline.columns(rows, str),
        inline.bars(rows),
    ):
        for width in inline.WIDTHS.values():
            height, inside = draw(width)
            places = [float(each) for each in re.findall(r' (?:x|x1|cx)="([-\d.]+)"', inside)]
            assert (min(places) >= 0, max(places) <= width, height > 40) == (True, True, True)
            assert "−3" in inside


def test_lines_part_where_a_year_is_missing_and_names_do_not_lie_on_each_other():
    run = inline.Run("Una", [(2005, 38.0), (2006, 37.0), None, (2016, 15.0), (2017, 14.0)])
    other = inline.Run("Otra", [(2016, 15.0), (2017, 14.2)], "g")
    _, inside = inline.lines([run, other], str)(660)
    assert inside.count("<polyline") == 3
    one, two = (float(re.search(rf'y="([\d.]+)"[^>]*>{name}<', inside)[1]) for name in ("Una", "Otra"))
    assert abs(one - two) >= 15


def test_tiles_hatch_what_cannot_be_told_from_zero():
    tiles = {
        "pando": inline.Tile("Pando", -0.2, "−0,2", "[−1; 0,6]", unsure=True),
        "beni": inline.Tile("Beni", -2.0, "−2"),
    }
    _, inside = inline.tiles(tiles, ("poco", "mucho"))(328)
    assert inside.count('fill="url(#unsure-328)"') == 1
