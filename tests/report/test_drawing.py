"""Charts are drawn where their numbers say, with every name, and refuse what the drawing does not know."""

import re
import xml.etree.ElementTree as ET

import pytest

from ayni.report.chart import line_names
from ayni.report.drawing import drawn

BARS = {
    "width": 100,
    "height": {"step": 20},
    "data": {"values": [{"name": "La Paz", "value": 25}, {"name": "Oruro", "value": 50}]},
    "layer": [
        {
            "mark": {"type": "bar", "height": {"band": 0.5}, "color": "#0072B2"},
            "encoding": {
                "y": {"field": "name", "type": "nominal", "sort": ["La Paz", "Oruro"]},
                "x": {"field": "value", "type": "quantitative", "title": "%"},
            },
        }
    ],
}


def svg(spec, language="es"):
    body, width, height = drawn(spec, language)
    return ET.fromstring(f"<svg>{body}</svg>"), width, height


def found(root, tag, **given):
    return [each for each in root.iter(tag) if all(each.get(name) == value for name, value in given.items())]


def texts(root):
    return [each.text for each in root.iter("text")]


def changed(spec, **more):
    layer = {**spec["layer"][0], "mark": {**spec["layer"][0]["mark"], **more.pop("mark", {})}}
    layer["encoding"] = {**layer["encoding"], **more.pop("encoding", {})}
    return {**spec, "layer": [layer], **more}


def test_bars_are_as_long_as_their_numbers_in_the_middle_of_their_bands():
    """0 to 50 on 100 px; bands of 20 px of which a bar takes half."""
    root, _, _ = svg(BARS)
    bars = found(root, "rect", fill="#0072B2")
    assert [(bar.get("x"), bar.get("y"), bar.get("width"), bar.get("height")) for bar in bars] == [
        ("0", "5", "50", "10"),
        ("0", "25", "100", "10"),
    ]
    assert {"La Paz", "Oruro", "%", "0", "20", "40"} <= set(texts(root))


def test_numbers_on_axes_are_written_as_each_language_does():
    spec = changed(BARS, data={"values": [{"name": "a", "value": -2500.0}, {"name": "b", "value": 0.0}]})
    assert "−2.000" in texts(svg(spec, "es")[0])
    assert "−2,000" in texts(svg(spec, "en")[0])
    small = changed(BARS, data={"values": [{"name": "a", "value": 0.4}]})
    assert "0,4" in texts(svg(small, "es")[0])
    assert "0.4" in texts(svg(small, "en")[0])


def test_bars_of_one_place_stand_one_on_another_gains_above_and_losses_below():
    scale = {"domain": ["up", "more", "down"], "range": ["#111", "#222", "#333"]}
    values = [
        {"at": "1", "of": "down", "value": -10},
        {"at": "1", "of": "more", "value": 5},
        {"at": "1", "of": "up", "value": 5},
    ]
    root, _, _ = svg({
        "width": 50, "height": 200, "data": {"values": values},
        "layer": [{"mark": "bar", "encoding": {
            "x": {"field": "at", "type": "ordinal"},
            "y": {"field": "value", "type": "quantitative"},
            "color": {"field": "of", "type": "nominal", "scale": scale},
        }}],
    })  # fmt: skip
    bars = {bar.get("fill"): bar for bar in root.iter("rect") if bar.get("width") == "45"}
    assert [(bars[name].get("y"), bars[name].get("height")) for name in ("#111", "#222", "#333")] == [
        ("50", "50"),
        ("0", "50"),
        ("100", "100"),
    ]
    assert {"up", "more", "down"} <= set(texts(root))


def test_a_line_of_days_is_in_order_and_its_years_are_on_the_axis():
    values = [{"day": "2026-01-01", "value": 10}, {"day": "2020-01-01", "value": 0}, {"day": "2023-01-01", "value": 5}]
    root, _, _ = svg({
        "width": 60, "height": 50, "data": {"values": values},
        "layer": [{"mark": {"type": "line", "color": "#0072B2"}, "encoding": {
            "x": {"field": "day", "type": "temporal", "axis": {"tickCount": 7}},
            "y": {"field": "value", "type": "quantitative"},
        }}],
    })  # fmt: skip
    (line,) = found(root, "path", stroke="#0072B2")
    assert [tuple(map(float, pair)) for pair in re.findall(r"([\d.]+),([\d.]+)", line.get("d"))] == [
        (0, 50),
        (pytest.approx(30, abs=0.1), 25),
        (60, 0),
    ]
    assert texts(root)[0].startswith("20")


def test_what_is_drawn_stays_within_its_size():
    long = "Subsidio Universal Prenatal por la Vida de la madre y de su hija"
    spec = changed(BARS, data={"values": [{"name": long, "value": 1}]}, encoding={
        "y": {"field": "name", "type": "nominal", "sort": [long], "axis": {"minExtent": 80}}})  # fmt: skip
    root, width, height = svg(spec)
    assert width > 190
    assert " ".join(each for each in texts(root) if each in long) == long
    assert height > 20


def test_rows_that_a_filter_leaves_out_are_not_drawn():
    values = [{"name": "a", "value": 1, "low": 0.5}, {"name": "b", "value": 2}, {"name": 'c"', "value": 3, "low": 1}]
    for test, count in (("isValid(datum.low)", 2), ("datum.low", 2), ("isValid(datum.low) && datum.name === 'a'", 1)):
        spec = changed(BARS, data={"values": values})
        spec["layer"][0]["transform"] = [{"filter": test}]
        assert len(found(svg(spec)[0], "rect", fill="#0072B2")) == count


@pytest.mark.parametrize(
    ("spec", "named"),
    [
        ({**BARS, "hconcat": []}, "hconcat"),
        (changed(BARS, mark={"type": "arc"}), "arc"),
        (changed(BARS, encoding={"theta": {"field": "value"}}), "theta"),
        (changed(BARS, layer=[{**BARS["layer"][0], "transform": [{"filter": "datum.value > 3"}]}]), "value > 3"),
    ],
    ids=["layout", "mark", "channel", "filter"],
)
def test_what_the_drawing_does_not_know_is_refused_by_name(spec, named):
    with pytest.raises(ValueError, match=named):
        drawn(spec, "es")


def test_names_are_escaped():
    spec = changed(BARS, data={"values": [{"name": "<b>&", "value": 1}]},
                   encoding={"y": {"field": "name", "type": "nominal"}})  # fmt: skip
    assert "<b>&" in texts(svg(spec)[0])


def test_names_at_the_ends_of_lines_stand_apart_in_their_colours_and_long_ones_under_themselves():
    values = [
        {"day": day, "name": name, "value": value}
        for name, ends in {"one": (0, 10), "the other of both lines": (0, 9.9), "low": (0, 1)}.items()
        for day, value in zip(("2020-01-01", "2021-01-01"), ends, strict=True)
    ]
    x, y = ({"field": name, "type": kind} for name, kind in (("day", "temporal"), ("value", "quantitative")))
    scale = {"domain": ["one", "the other of both lines", "low"], "range": ["#0072B2", "#D55E00", "#000000"]}
    layers = line_names(values, x, y, {"field": "name", "scale": scale}, 100)
    said = [(each["data"]["values"][0]["said"], each["mark"]["color"]) for each in layers]
    assert said == [
        ("one", "#0072B2"), ("the other of both", "#A84300"), ("lines", "#A84300"), ("low", "#000000"),
    ]  # fmt: skip
    places = [each["mark"]["dy"] + (10 - each["data"]["values"][0]["value"]) * 10 for each in layers]
    assert places == pytest.approx([0, 14, 28, 90])
