"""The one reader of YAML and JSON: what two programs could read differently is an error with its line."""

import datetime as dt
import re

import pytest
import yaml
from hypothesis import given, strategies as st

from ayni.words import LANGUAGES, AyniError, parse_json, parse_yaml, read_json, read_yaml


def refused(text, **options):
    with pytest.raises(AyniError) as raised:
        parse_yaml(text.encode(), "x.yaml", **options)
    sentences = [raised.value.in_language(language) for language in LANGUAGES]
    assert all("\n" not in sentence and len(sentence) < 300 for sentence in sentences)
    return raised.value


def test_a_file_is_mappings_lists_texts_numbers_truths_days_and_nothing():
    text = """
a: [1, -2, 0, 2.5, -0.5, 1.0e+9, .5, 2026-01-31, true, False, null, ~, ]
b: {c: texto, d: "0764", e: 'ON', 1: uno, 2026-01-01: x, off: ["y"]}
f: |
  two
  lines
g:
h: 2026-01
i: 12 %
j: 1,5
k: "<<"
"""
    assert parse_yaml(text.encode(), "x") == {
        "a": [1, -2, 0, 2.5, -0.5, 1e9, 0.5, dt.date(2026, 1, 31), True, False, None, None],
        "b": {"c": "texto", "d": "0764", "e": "ON", 1: "uno", dt.date(2026, 1, 1): "x", "off": ["y"]},
        "f": "two\nlines\n", "g": None, "h": "2026-01", "i": "12 %", "j": "1,5", "k": "<<",
    }  # fmt: skip
    assert parse_yaml("\ufeffa: ñ\r\nb: 2\r\n".encode(), "x") == {"a": "ñ", "b": 2}
    assert parse_yaml(b"# nothing\n", "x") is None


def test_what_was_written_is_kept_as_text_where_that_is_asked():
    text = b"a: {1: 2.000, b: yes, c: 2026-01-31, d: true, e: }"
    read = {"a": {"1": "2.000", "b": "yes", "c": "2026-01-31", "d": "true", "e": ""}}
    assert parse_yaml(text, "x", "text") == read


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("a: 1\nb: 2\na: 3", 3, "yaml_twice"),
        ("p:\n  rosa: {age: 66}\n  rosa: {age: 9}", 3, "yaml_twice"),
        ("p: [{a: 1, a: 1}]", 1, "yaml_twice"),
        ('1: a\n"1": b', 2, "yaml_twice"),
        ('2026-01-01: a\n"2026-01-01": b', 2, "yaml_twice"),
        ("off: a\n'off': b", 2, "yaml_twice"),
        ("a: &x [1]\nb: 2", 1, "yaml_anchor"),
        ("a: 1\nb: *x", 2, "yaml_anchor"),
        ("a: &x 1", 1, "yaml_anchor"),
        ("&x a: 1", 1, "yaml_anchor"),
        ("*x : 1", 1, "yaml_anchor"),
        ("- 1\n- <<: {a: 1}", 2, "yaml_merge"),
        ("a: =", 1, "yaml_merge"),
        ("a: !!python/object:os.system x", 1, "yaml_tag"),
        ("a: !!str 1", 1, "yaml_tag"),
        ("a: ! x", 1, "yaml_tag"),
        ("a: !mine {b: 1}", 1, "yaml_tag"),
        ("!!str a: 1", 1, "yaml_tag"),
        ("a: !!set {b}", 1, "yaml_tag"),
        ("a: 2020-13-45", 1, "yaml_no_date"),
        ("x: {2020-02-30: 5}", 1, "yaml_no_date"),
        ("a: 0000-01-01", 1, "yaml_no_date"),
        (f"a: {'9' * 5000}", 1, "yaml_too_great"),
        ("a: -9007199254740993", 1, "yaml_too_great"),
        ("a: .inf", 1, "yaml_not_finite"),
        ("a: -.INF", 1, "yaml_not_finite"),
        ("a: .NaN", 1, "yaml_not_finite"),
        ("a: 1.0e+999", 1, "yaml_not_finite"),
        ("a: 1\n---\nb: 2", 2, "yaml_documents"),
        ("? [a, b]\n: 1", 1, "yaml_key"),
        ("? {a: b}\n: 1", 1, "yaml_key"),
        ("a: {null: 1}", 1, "yaml_key"),
        ("a: {true: 1}", 1, "yaml_key"),
        ("a: {2.5: 1}", 1, "yaml_key"),
        ("a: b\n : 1", 2, "not_yaml"),
        ("a: [1\nb: 2", 2, "not_yaml"),
        ('a: "\\0"', 1, "not_yaml"),
        ("a: 1\nb: \x07", 2, "not_yaml"),
        ("\ta: 1", 1, "not_yaml"),
        ("[" * 33 + "]" * 33, 1, "too_many_levels"),
        ("[" * 200_000, 1, "not_yaml"),
        ("{a: " * 100_000, 1, "too_many_levels"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_single_thing_is_refused_with_its_line(text, line, key):
    error = refused(text)
    assert (error.key, error.fields["line"]) == (key, line)
    assert str(error).startswith(f"x.yaml, line {line}: ")


@pytest.mark.parametrize(
    ("written", "one", "other"),
    [
        ("0764", "500", "764"), ("-010", "-8", "-10"), ("07", "7", "the text “07”"), ("00", "0", "the text “00”"),
        ("0_7", "7", "the text “0_7”"),
        ("089", "the text “089”", "89"),
        ("8:20", "500", "the text “8:20”"), ("1:30:00", "5400", "the text “1:30:00”"),
        ("-1:30", "-90", "the text “-1:30”"),
        ("8:20.5", "500.5", "the text “8:20.5”"),
        ("1_000", "1000", "the text “1_000”"), ("1_000.5", "1000.5", "the text “1_000.5”"),
        ("1e3", "the text “1e3”", "1000"), ("1.0e9", "the text “1.0e9”", "1000000000"),
        ("1e+3", "the text “1e+3”", "1000"),
        ("0x1F", "31", "the text “0x1F”"), ("-.5", "the text “-.5”", "-0.5"),
        ("0b11", "3", "the text “0b11”"), ("0o17", "the text “0o17”", "15"),
        ("2026-01-01T10:00:00", "2026-01-01 with its hour", "the text “2026-01-01T10:00:00”"),
        ("2026-01-01 10:00", "2026-01-01 with its hour", "the text “2026-01-01 10:00”"),
        ("ON", "true", "the text “ON”"), ("yes", "true", "the text “yes”"), ("No", "false", "the text “No”"),
        ("off", "false", "the text “off”"), ("y", "true", "the text “y”"), ("N", "false", "the text “N”"),
    ],
)  # fmt: skip
def test_what_has_two_readings_is_refused_with_both(written, one, other):
    error = refused(f"a:\n  - {written}")
    assert f"x.yaml, line 2: “{written}” has two readings, {one} and {other};" in str(error)
    assert refused(f'b: "{written}"\nc: {written}').fields["line"] == 2


def test_words_of_truth_are_names_where_a_name_stands():
    assert parse_yaml(b"{off: 1, on: 2, y: 3}", "x") == {"off": 1, "on": 2, "y": 3}


def test_amounts_that_people_write_are_not_read_as_thousandths():
    assert parse_yaml(b"[2.000, 0.125, 12.5]", "x") == [2.0, 0.125, 12.5]
    assert parse_yaml(b"[0.125, 12.5, 2000.500]", "x", amounts=True) == [0.125, 12.5, 2000.5]
    assert "has two readings, 2000 and 2;" in str(refused("[2.000]", amounts=True))
    assert "has two readings, -12500 and -12.5;" in str(refused("[-12.500]", amounts=True))


CORE_1_2 = (
    ("~|null|Null|NULL|", lambda text: None),
    ("true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    ("[-+]?[0-9]+", int),
    ("0o[0-7]+", lambda text: int(text[2:], 8)),
    ("0x[0-9a-fA-F]+", lambda text: int(text, 16)),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
    (r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", float),
)
"""The core schema of YAML 1.2, section 10.3.2."""


def read_1_2(text):
    for form, read in CORE_1_2:
        if re.fullmatch(form, text):
            return read(text)
    return text


@given(st.text("0123456789+-._:eExXboTt ynofN", min_size=1, max_size=12).filter(lambda text: text == text.strip()))
def test_a_scalar_that_is_read_is_read_alike_by_yaml_1_1_and_1_2(text):
    """PyYAML reads 1.1; a day alone is read as 1.1 does, which the files of the law rest on."""
    try:
        ours = parse_yaml(f"[{text}]".encode(), "x")[0]
    except (AyniError, IndexError, TypeError):
        return
    if isinstance(ours, dict | list):
        return
    assert isinstance(ours, dt.date) or (type(ours), ours) == (type(core := read_1_2(text)), core)
    pyyaml = yaml.safe_load(f"[{text}]")[0]
    assert (type(ours), ours) == (type(pyyaml), pyyaml)


def test_a_laugh_is_refused_at_its_first_anchor():
    rows = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    rows += [
        f"{new}: &{new} [{','.join(f'*{old}' for _ in range(9))}]"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    for mode in ("typed", "text"):
        error = refused("\n".join(rows), scalars=mode)
        assert (error.key, error.fields["line"]) == ("yaml_anchor", 1)


def test_a_file_that_is_absent_too_large_or_of_another_code_is_named(tmp_path):
    path = tmp_path / "a.yaml"
    for content, key in [
        (b"a: \xf1\n", "not_utf8"),
        ("a: ñ".encode("utf-16"), "not_utf8"),
        (b"#" * 5_000_000, "file_too_large"),
    ]:
        path.write_bytes(content)
        for read in (read_yaml, read_json):
            with pytest.raises(AyniError) as raised:
                read(path)
            assert raised.value.key == key
            assert str(path) in str(raised.value)
    for read in (read_yaml, read_json):
        for absent in (tmp_path / "b.yaml", tmp_path):
            with pytest.raises(AyniError) as raised:
                read(absent)
            assert raised.value.key == "cannot_read"


# ---- JSON


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff\xfe", b'"\xed\xa0\x80"', b'"\\ud800"', b'{"a": NaN}', b"[Infinity]", b"[-Infinity]",
        b"[1e999]", b"9" * 5_000, b'{"a": 1, "a": 1}', b'"\\u0000"', b'{"\\u0000": 1}', b"\x00", b"[" * 100_000,
        b"[" * 40 + b"]" * 40, b'{"a":' * 40 + b"1" + b"}" * 40,
    ],
    ids=lambda content: repr(content[:16]),
)  # fmt: skip
def test_json_that_can_be_read_in_two_ways_is_refused(content, tmp_path):
    with pytest.raises(AyniError):
        parse_json(content)
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(AyniError, match=re.escape(str(path))):
        read_json(path)


def test_plain_json_is_read(tmp_path):
    text = '{"año": [1, 2.5, null, true, "ñ"]}'
    assert parse_json(text.encode()) == {"año": [1, 2.5, None, True, "ñ"]}
    path = tmp_path / "a.json"
    path.write_bytes(text.encode("utf-8-sig"))
    assert read_json(path) == {"año": [1, 2.5, None, True, "ñ"]}
    assert read_json(path, numbers_as_text=True) == {"año": ["1", "2.5", None, True, "ñ"]}
