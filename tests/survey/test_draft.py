"""The draft of a mapping from a file's own labels, held against the mappings that were made by hand."""

import json

import polars as pl
import pyreadstat
import pytest

from ayni.cli import main
from ayni.survey import draft, load, wave_named
from ayni.survey.waves import read_wave
from ayni.words import AyniError

EH2020 = ("eh/2020/original/EH2020_Persona.sav.gz", None)
EH2022 = ("eh/2022/persona.parquet", "eh/2022/persona.labels.json")


def drafted(shared_data, tmp_path, files, like, year):
    file, labels = files
    made = draft(shared_data / file, wave_named(like), year, labels and shared_data / labels)
    path = tmp_path / "draft.yaml"
    path.write_text(made.text, encoding="utf-8")
    return made, read_wave(path)


@pytest.mark.parametrize(("files", "year"), [pytest.param(EH2020, 2020, marks=pytest.mark.soak), (EH2022, 2022)])
def test_from_its_own_labels_a_wave_s_draft_is_the_shipped_mapping(shared_data, tmp_path, files, year):
    made, found = drafted(shared_data, tmp_path, files, f"EH{year}", year)
    shipped = wave_named(f"EH{year}")
    assert not made.moved
    assert not made.not_found
    assert found.columns == shipped.columns
    assert found.components == shipped.components
    assert (found.frequency, found.currency) == (shipped.frequency, shipped.currency)


# What the labels of one year cannot say of the other: questions with other words, or asked in one of them only.
UNSAID = {
    2020: {"spouse", "is_pregnant", "contributes_to_pension", "reports_canasta_familiar", "reports_bono_familia",
           "reports_bono_universal"},
    2022: {"spouse", "is_pregnant", "activity", "attends_school", "used_social_security", "used_public_facility",
           "used_private_facility", "used_traditional_medicine", "used_pharmacy"},
}  # fmt: skip
UNSAID_COMPONENTS = {
    2020: {"bono_familia", "bono_universal", "canasta_familiar", "other_bonos_kind"},
    2022: {"own_consumption_main_job", "own_consumption_second_job", "other_bonos_kind"},
}


@pytest.mark.parametrize(
    ("files", "year", "like"), [(EH2020, 2020, "EH2022"), pytest.param(EH2022, 2022, "EH2020", marks=pytest.mark.soak)]
)
def test_from_another_wave_every_column_and_code_that_labels_can_say_is_found(shared_data, tmp_path, files, year, like):
    made, found = drafted(shared_data, tmp_path, files, like, year)
    shipped = wave_named(f"EH{year}")
    for concept in set(shipped.columns) - UNSAID[year]:
        for key in ("column", "codes"):
            assert found.columns[concept].get(key) == shipped.columns[concept].get(key), concept
    by_name = {part.name: part for part in found.components}
    for part in shipped.components:
        assert part.name in UNSAID_COMPONENTS[year] or by_name[part.name] == part
    listed = " ".join(made.not_found)
    assert all(name in listed for name in {2020: ("spouse", "is_pregnant", "attends_school"), 2022: ("spouse",)}[year])
    if year == 2022:
        assert any("activity (condact): the code 0 “pent” is new and needs a value" in text for text in made.moved)


def labelled(tmp_path, shared_data, spoil):
    """EH 2022's labels as JSON, with some of them changed, beside a file of one row with its columns."""
    labels = json.loads((shared_data / EH2022[1]).read_text(encoding="utf-8"))
    spoil(labels)
    file, beside = tmp_path / "eh_2024.parquet", tmp_path / "labels.json"
    beside.write_text(json.dumps(labels), encoding="utf-8")
    pl.DataFrame({name: [1] for name in labels}).write_parquet(file)
    return draft(file, wave_named("EH2022"), labels=beside)


def test_codes_that_moved_under_the_same_name_are_told_and_follow_their_labels(tmp_path, shared_data):
    def spoil(labels):
        texts = [text.partition(".")[2] for text in labels["s01a_05"]["values"].values()]
        texts.insert(3, "PERSONA A CARGO")
        labels["s01a_05"]["values"] = {str(code): text for code, text in enumerate(texts, 1)}
        cover = labels["s02a_01a"]["values"]
        labels["s02a_01a"]["values"] = {
            new: cover[old].partition(".")[2] for new, old in zip("12345", "12456", strict=True)
        }

    made = labelled(tmp_path, shared_data, spoil)
    assert "wave: EH2024" in made.text
    text = " | ".join(made.moved)
    assert "the code 5 is “YERNO O NUERA”, which was sibling" in text
    assert "the code 4 is now “PERSONA A CARGO”" in text
    assert "health_insurance (s02a_01a): the code 5 is" in text
    path = tmp_path / "draft.yaml"
    path.write_text(made.text, encoding="utf-8")
    found = read_wave(path).columns
    assert found["relation"]["codes"][13] == "relative_of_domestic_worker"
    assert found["health_insurance"]["codes"][5] == "none"


def test_ine_s_ddi_serves_as_well_as_the_file_s_own_labels(tmp_path):
    file, ddi = tmp_path / "persona.csv", tmp_path / "ddi.xml"
    file.write_text("folio;s01a_02\r\n1;1\r\n", encoding="utf-8")
    ddi.write_text(
        '<codeBook xmlns="ddi:codebook:2_5"><dataDscr><var name="S01A_02"><labl>¿Es hombre o mujer?</labl>'
        "<catgry><catValu>2</catValu><labl>2. Hombre</labl></catgry>"
        "<catgry><catValu>1</catValu><labl>1. Mujer</labl></catgry></var></dataDscr></codeBook>",
        encoding="utf-8",
    )
    made = draft(file, wave_named("EH2022"), 2026, ddi)
    assert "sex: {column: s01a_02, codes: {2: man, 1: woman}}" in made.text
    ddi.write_text("<codeBook><!ENTITY", encoding="utf-8")
    with pytest.raises(AyniError, match="not a DDI"):
        draft(file, wave_named("EH2022"), 2026, ddi)


def test_a_file_without_labels_says_what_to_give(shared_data):
    with pytest.raises(AyniError, match="--labels"):
        draft(shared_data / EH2022[0])


def test_a_wave_of_ones_own_is_read_by_its_file_and_from_the_user_s_folder(shared_data, tmp_path, monkeypatch):
    """A third of EH 2022 under other column names: unknown to the package, read by a mapping of one's own."""
    text = wave_named("EH2022").path.read_text(encoding="utf-8")
    text = text.replace("wave: EH2022", "wave: EH2031").replace("tipohogar", "tipo_de_hogar").replace("s02b_06", "emb")
    text = text[: text.index("totals:")] + text[text.index("columns:") :]
    folder = tmp_path / "home" / "waves"
    folder.mkdir(parents=True)
    mapping = tmp_path / "mine.yaml"
    mapping.write_text(text, encoding="utf-8")
    persons = pl.read_parquet(shared_data / EH2022[0]).rename({"tipohogar": "tipo_de_hogar", "s02b_06": "emb"})
    path = tmp_path / "persona.parquet"
    persons.filter(pl.col("depto") < 2).write_parquet(path)
    with pytest.raises(AyniError, match="no known survey"):
        load(path, cached=False)
    found = load(path, cached=False, wave=str(mapping))
    assert (found.source["wave"], found.source["totals"]) == ("EH2031", "not_checked")
    monkeypatch.setenv("AYNI_HOME", str(tmp_path / "home"))
    (folder / "eh2031.yaml").write_text(text, encoding="utf-8")
    assert load(path, cached=False).source["wave"] == "EH2031"


def test_wave_check_says_each_known_total_and_ends_with_one_where_one_differs(shared_data, tmp_path, capsys):
    path = tmp_path / "persona.sav"
    persons = pl.read_parquet(shared_data / EH2022[0]).head(1000).with_columns(pl.col(pl.Null).cast(pl.Float64))
    pyreadstat.write_sav(persons, str(path))
    for file, code in ((shared_data / EH2022[0], 0), (path, 1)):
        with pytest.raises(SystemExit) as ended:
            main(["wave", "check", str(file), "--lang", "en"])
        assert ended.value.code == code
        assert "40,955" in capsys.readouterr().out
