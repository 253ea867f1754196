"""A law folder merged over the law book: the page's own way, what takes whose place, what is refused, and the marks."""

import json
import re
import shutil
from pathlib import Path

import pytest

import ayni.law as law_package
from ayni.engine.folder import with_folder
from ayni.law import bolivia
from ayni.words import AyniError
from support.command import ayni

PAGE = (Path(__file__).parents[2] / "docs" / "law-folder.md").read_text(encoding="utf-8")
PLACES = re.compile(r"`(my-laws/[\w/]+\.\w+)`(?:(?!```).)*?```(?:yaml|python)\n(.*?)```", re.DOTALL)
COMMANDS = [
    line.split()[1:] for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]
BOOK = Path(str(law_package.__file__)).parent


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The folder as somebody has it who follows the page: the template first, then what the page says of each file."""
    place = tmp_path_factory.mktemp("page")
    assert ayni(*COMMANDS[0], cwd=place).returncode == 0
    for file, text in PLACES.findall(PAGE):
        assert (place / file).exists() != file.endswith(".py")
        (place / file).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def folder(page, tmp_path):
    return Path(shutil.copytree(page / "my-laws", tmp_path / "my-laws"))


def test_the_page_can_be_followed_to_the_letter(page):
    assert len(PLACES.findall(PAGE)) == 3
    printed = {" ".join(command[:2]): ayni(*command, "--lang", "en", cwd=page) for command in COMMANDS[1:]}
    assert {name: each.returncode for name, each in printed.items()} == dict.fromkeys(printed, 0)
    assert "2 cases hold" in printed["law test"].stdout
    household = printed["household --person"].stdout
    assert household.startswith("With the law folder my-laws over the law book: ds_9999.")
    assert re.search(r"Winter bonus .*Bs.100\.00 a month", household)
    assert "Winter bonus" in printed["run --law-folder"].stdout


def test_every_row_bears_the_mark_and_the_receipt_its_files(page):
    found = json.loads(ayni("run", "--law-folder", "my-laws", "--format", "json", cwd=page).stdout)
    rows = found["rows"] if isinstance(found, dict) else found
    assert all("law_folder:my-laws" in row["marks"] for row in rows)
    receipt = json.loads((page / "receipt.json").read_text(encoding="utf-8"))
    own = {name for name in receipt["inputs"] if name.startswith("my-laws/")}
    assert own == {"my-laws/ds_9999.yaml", "my-laws/ds_9999.py", *(f"my-laws/norms/{each.name}" for each in
                   (page / "my-laws" / "norms").iterdir())}  # fmt: skip
    without = ayni("rerun", "receipt.json", "--lang", "en", cwd=page)
    assert (without.returncode, without.stderr.count("\n")) == (2, 1)
    assert "--law-folder" in without.stderr


def test_json_and_payrolls_name_the_folder(page):
    def json_of(*arguments):
        return json.loads(ayni(*arguments, "--law-folder", "my-laws", "--format", "json", cwd=page).stdout)

    family = json_of("household", "--person", "age=70")
    assert family["law_folder"]["name"] == "my-laws"
    assert all("law_folder:my-laws" in answer["marks"] for answer in family["answers"])
    for command in (("law", "list"), ("law", "history", "ds_9999.amount"), ("law", "cases")):
        assert all(each["law_folder"] == "my-laws" for each in json_of(*command))
    for command in (("law", "show", "ds_9999"), ("law", "status"), ("law", "diff", "2018-12", "2019-01")):
        assert json_of(*command)["law_folder"]["instruments"] == ["ds_9999"]
    (page / "payroll.csv").write_text("worker,monthly_wage\n1,3300\n", encoding="utf-8")
    written = ayni("payslip", "--csv", "payroll.csv", "--law-folder", "my-laws", cwd=page).stdout.splitlines()
    assert written[0].endswith(",law_folder")
    assert written[1].endswith(",my-laws")


def test_without_a_folder_nothing_is_marked():
    assert "law_folder" not in ayni("household", "--person", "age=70", "--format", "json").stdout


def test_a_file_called_as_an_instrument_takes_its_place_whole(tmp_path):
    text = next(BOOK.rglob("salario_minimo_nacional.yaml")).read_text(encoding="utf-8")
    changed = text.replace("value: 3300", "value: 3456")
    assert changed != text
    (tmp_path / "salario_minimo_nacional.yaml").write_text(changed, encoding="utf-8")
    law = with_folder(bolivia(), tmp_path)
    assert {**law.instruments, "salario_minimo_nacional": None} == {
        **bolivia().instruments, "salario_minimo_nacional": None,
    }  # fmt: skip
    values = [row.value for row in law.parameter("salario_minimo_nacional.amount").rows]
    assert 3456 in values
    assert 3300 not in values


def test_a_second_decree_stands_behind_the_first_among_the_norms(folder):
    assert ayni("law", "new", "DS-9998", "--template", "--law-folder", folder).returncode == 0
    assert {"DS 9998", "DS 9999"} <= set(with_folder(bolivia(), folder).norms)


WRONG = {
    "folder_file": lambda of: (of / "ds_1.yml").write_text("", encoding="utf-8"),
    "folder_missing": shutil.rmtree,
    "folder_norm": lambda of: _edit(of / "norms" / "2026.yaml", "DS 9999:", "DS 5516:"),
    "row_norm": lambda of: _edit(of / "norms" / "2026.yaml", "DS 9999:", "DS 9997:"),
    "shape_unknown": lambda of: _edit(of / "ds_9999.yaml", "enters:", "entres:"),
    "folder_parameter": lambda of: _edit(of / "ds_9999.yaml", "min_age:", "least_age:"),
    "folder_rule": lambda of: _edit(of / "ds_9999.py", "def ds_9999", "def renta_dignidad"),
    "reform_does_not_import": lambda of: _edit(of / "ds_9999.py", "from ayni", "1 / 0\nfrom ayni"),
    "folder_named": lambda of: (of / "names.yaml").write_text("other: {es: a, en: b}", encoding="utf-8"),
    "entry_without_rule": lambda of: (of / "ds_9999.py").unlink(),
}


def _edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("key", WRONG)
def test_what_is_wrong_in_a_folder_is_one_error_that_names_the_place(folder, key):
    norms = next((folder / "norms").iterdir())
    norms.rename(norms.with_name("2026.yaml"))
    _edit(folder / "norms" / "2026.yaml", f"decided: {norms.stem}", "decided: 2026")
    WRONG[key](folder)
    with pytest.raises(AyniError) as refused:
        with_folder(bolivia(), folder)
    assert (refused.value.key, "my-laws" in str(refused.value)) == (key, True)
    assert "\n" not in str(refused.value)
