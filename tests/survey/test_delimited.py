"""Delimited text: where the header is, which cells a row has, and what is refused with its row."""

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ayni.survey import delimited as reader, distinct
from ayni.survey.delimited import delimited
from ayni.words import AyniError

HERE = Path("x.csv")


def read(content, *, encoding="utf-8"):
    text = delimited(HERE, content.encode(encoding))
    columns = text.read([name for name in text.header if name])
    return {name: cells.texts().tolist() for name, cells in columns.items()}


def refused(content, *, encoding="utf-8"):
    with pytest.raises(AyniError) as raised:
        read(content, encoding=encoding)
    return str(raised.value)


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_each_separator_is_found(mark):
    assert read(f"a{mark}b{mark}c\n1{mark}dos palabras{mark}3\n") == {"a": ["1"], "b": ["dos palabras"], "c": ["3"]}


def test_quoted_cells_hold_separators_line_ends_and_quotation_marks():
    found = read('a;b\r\n"1;5";"dice ""hola"""\r\n"dos\r\nlíneas";x\r\n')
    assert found == {"a": ["1;5", "dos\r\nlíneas"], "b": ['dice "hola"', "x"]}


def test_a_quotation_mark_inside_a_cell_is_a_letter():
    assert read('a;b\ntubo de 5";x\n"LA TIENDA" DE ROPA;y\n')["b"] == ["x", "y"]


@pytest.mark.parametrize(
    "above", ["Encuesta de Hogares\n", "Encuesta, 2019\n\n", "EH;;;\n", "\n\n", "sep=;\n", '"sep=;"\n']
)
def test_what_stands_above_the_header_is_passed_over(above):
    assert read(above + "a;b;c;d\n1;2;3;4\n5;6;7;8\n")["d"] == ["4", "8"]


def test_rows_are_numbered_as_a_person_sees_them():
    text = delimited(HERE, b"titulo\na;b;c;d\n1;2;3;4\n;;;\n\n5;6;7;8\n")
    cells = text.read(["a"])["a"]
    assert [cells.row_of(0), cells.row_of(1)] == [3, 6]


def test_cells_beyond_the_header_count_only_where_they_hold_something():
    assert read("a;b;;\n1;2;;\n3;4\n5;6;;;;\n")["b"] == ["2", "4", "6"]
    assert "row 3 has 4 cells and there are 2 names" in refused("a;b\n1;2\n3;4;;9\n5;6\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a;b;c\n1;2;3\n1;2\n1;2;3\n", "row 3 has 2 cells and there are 3 names"),
        ("a;b;c\n1;2;3\n1;2", "the last row, 3, is not whole"),
        ("wage\n9500\n9500,77\n", "row 3 has 2 cells"),
        ("1;2;3\n4;5;6\n", "no row of column names"),
        ("111-A;La Paz;1.Hombre;2;3;;\n111-A;La Paz;2.Mujer;2;3;;\n", "no row of column names"),
        ("<table><tr><td>folio</td></tr></table>\n", "save it as CSV UTF-8"),
        ('[{"folio": 1}]\n', "save it as CSV UTF-8"),
    ],
)
def test_what_has_not_the_shape_of_a_table_is_refused_with_its_row(content, said):
    assert said in refused(content)


def test_a_header_that_is_a_row_of_data_is_not_printed():
    assert "La Paz" not in refused("La Paz;1.Hombre;1.Hombre;22;0;;\nLa Paz;2.Mujer;2.Mujer;23;0;;\n")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp850", "mac_roman", "utf-16", "utf-16-be", "utf-16-le", "utf-32"]
)
def test_letters_are_those_that_were_written(encoding):
    words = ["Potosí", "Ñuflo", "Cuñado", "Educación", "Pingüino", "Papá"]
    rows = "".join(f"{word};{number}\n" for number, word in enumerate(words))
    assert read(f"a;b\n{rows}", encoding=encoding)["a"] == words


def test_a_file_of_two_encodings_is_refused_with_the_line():
    mixed = "a;b\nPotosí;1\n".encode() + "Ñuflo Cañada;2\n".encode("latin-1")
    with pytest.raises(AyniError, match="mixes encodings"):
        delimited(HERE, mixed)
    with pytest.raises(AyniError, match="mixes encodings"):
        delimited(HERE, b"a;b\n" + "Potosí;1\n".encode("cp850") + "Cañada;2\n".encode("latin-1"))


def test_a_cell_longer_than_a_spreadsheet_s_is_refused():
    assert "a cell of row 3 is longer" in refused(f"a;b\n1;2\n{'9' * 40_000};2\n")


def test_a_text_longer_than_a_stretch_is_read_whole(monkeypatch):
    draw = np.random.default_rng(5)
    cells = [["x" * int(n) for n in draw.integers(0, 90, 500)] for _ in range(3)]
    cells[1] = [f'"{cell};"' if len(cell) % 3 == 0 else cell for cell in cells[1]]
    content = "a;b;c\n" + "".join(";".join(row) + "\n" for row in zip(*cells, strict=True))
    expected = read(content)
    monkeypatch.setattr(reader, "STRETCH", 257)
    assert read(content) == expected
    assert expected["a"] == cells[0]
    assert expected["b"] == [cell.strip('"') for cell in cells[1]]


def test_cells_of_the_same_beginning_are_told_apart():
    words = ["a" * n for n in range(1, 70)] + ["b" * 8 + "c" * n for n in range(30)]
    assert read("a;b\n" + "".join(f"{word};1\n" for word in words * 3))["a"] == words * 3


def test_cells_that_begin_and_end_alike_are_told_apart():
    """Of one length, with the same eight first and last letters: found by comparing what stands between."""
    cells = [f"{'a' * 8}{middle}{'z' * 8}" for middle in ("0000000000", "0000000001", "1000000000", "0000000000")]
    cells += ["a" * n for n in (1, 7, 8, 9, 15, 16, 17, 24, 25, 64)] + ["b" * 9, "ab" * 8, "ab" * 9]
    assert read("a;b\n" + "".join(f"{cell};1\n" for cell in cells * 3))["a"] == cells * 3


@pytest.mark.soak
def test_a_cold_read_takes_at_most_three_times_the_files_text(shared_data):
    """In a process of its own, of which the system says the most memory that it had."""
    path = shared_data / "eh" / "2019" / "original" / "EH2019_Pers_csv.csv.gz"
    code = (
        "import sys, numpy, resource; from pathlib import Path; import ayni.survey.store\n"
        "most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024\n"
        "before = most(); ayni.survey.store.load(Path(sys.argv[1]), cached=False); print(most() - before)"
    )
    took = int(subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True).stdout)
    with gzip.open(path) as text:
        assert took <= 3 * text.seek(0, 2)


def test_a_null_letter_is_refused_and_not_cut_from_its_cell(tmp_path):
    """`1` and `1` with a null letter behind it are two cells; no survey holds such letters."""
    with pytest.raises(AyniError) as found:
        delimited(tmp_path / "a.csv", "folio;nro;sexo\n1;1;1\n1;2;1\0\n".encode("utf-16"))
    assert found.value.key == "unknown_format"


def test_cells_that_the_code_page_does_not_have_are_read_apart_from_the_others():
    """Byte 0x81 is no letter of Windows; the cell beside it keeps its dash, which Latin-1 does not have."""
    text = b"folio;nro;grado\n1;1;a\xf1o\n1;2;\x961\n1;3;\x81\n" + b"1;4;ni\xf1a\n" * 60
    cells = delimited(Path("a.csv"), text).read(["grado"])["grado"]
    assert list(cells.kinds[:3]) == ["año", "–1", "\x81"]


def test_cells_whose_keys_are_one_are_told_apart(monkeypatch):
    """With a hash that mixes nothing all long cells of one length have one key, and all keys one place."""
    cells = [f"{letter * 9}{number}" for number in range(100) for letter in "abc"] + [str(n) for n in range(300)]
    monkeypatch.setattr(distinct, "_MIX", np.uint64(0))
    assert read("a;b\n" + "".join(f"{cell};1\n" for cell in cells * 2))["a"] == cells * 2


def test_more_distinct_cells_than_the_table_had_places_for_are_told_apart():
    cells = [f"{number}-{number * 7 % 11}" for number in range(70_000)]
    assert read("a;b\n" + "".join(f"{cell};1\n" for cell in cells + cells[::-1]))["a"] == cells + cells[::-1]
