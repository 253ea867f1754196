"""A payroll from a spreadsheet of any country: read by the convention that it shows, and given back in the same one."""

import datetime as dt

import pytest

from ayni.family import payroll, read_family
from ayni.law import bolivia
from ayni.words import AyniError

DAY = dt.date(2019, 6, 1)


def read(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "planilla.csv"
    path.write_bytes(content.encode(encoding))
    return payroll(path, DAY, bolivia())


def refused(tmp_path, content):
    with pytest.raises(AyniError) as raised:
        read(tmp_path, content)
    raised.value.in_language("es")
    return str(raised.value)


def wages(workers):
    return [line.amount for lines in workers.lines for line in lines if line.rule == "monthly_wage"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("monthly_wage;years_of_service\n9500;3\n", [9500]),
        ("monthly_wage;years_of_service\n9500,50;3\n", [9500.5]),
        ("monthly_wage;years_of_service\n3.500,00;3\n12.000,50;0\n", [3500, 12000.5]),
        ("monthly_wage,years_of_service\n9500.50,3\n", [9500.5]),
        ("monthly_wage\tyears_of_service\n9500.50\t3\n", [9500.5]),
        ('monthly_wage,nombre\n"9500.5","Paz, Ana"\n', [9500.5]),
        ("sep=;\nMonthly_Wage ;nombre\n9500;Ana\n", [9500]),
        ("monthly_wage\n9500\n3000\n", [9500, 3000]),
    ],
)
def test_wages_are_read_by_the_convention_of_the_file(tmp_path, content, expected):
    assert wages(read(tmp_path, content.replace("\\\n", "\\r\n").replace("\\\t", "\t"))) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "cp850"])
def test_it_comes_back_as_it_was_written_with_every_line_behind(tmp_path, encoding):
    content = "nombre;monthly_wage;cargo\r\nÑusta Peña;3.500,00;Jefa técnica\r\nJosé;12.000,50;\r\n"
    workers = read(tmp_path, content, encoding)
    assert workers.kept == ("nombre", "cargo")
    header, first, second = workers.written().decode(encoding).splitlines()
    assert header.startswith(
        "nombre;monthly_wage;cargo;bono_antiguedad;subsidio_de_frontera;other_earnings;total_earned;"
    )
    assert first.startswith("Ñusta Peña;3.500,00;Jefa técnica;0,00;0,00;0,00;3.500,00;")
    assert second.startswith("José;12.000,50;;0,00;0,00;0,00;12.000,50;")
    (tmp_path / "again.csv").write_bytes(workers.written())
    assert wages(payroll(tmp_path / "again.csv", DAY, bolivia())) == [3500, 12000.5]


def test_what_stands_above_the_header_stays(tmp_path):
    assert (
        read(tmp_path, "sep=;\r\nmonthly_wage;nombre\r\n9500;Ana\r\n").written().startswith(b"sep=;\r\nmonthly_wage;")
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("monthly_wage\n9500\n9500,77\n", "row 3 has 2 cells and there are 1 names"),
        ("monthly_wage,monthly_wage\n9500,1\n", "two columns of the same name"),
        ("monthly_wage,MONTHLY_WAGE\n9500,1\n", "two columns of the same name"),
        ("monthly_wage;nombre\n3.500;A\n", "can be read as 3.5 or as 3500"),
        ("monthly_wage;nombre\n3.500,00;A\n9500;B\n", "can be read as 3.5 or as 3500"),
        ("monthly_wage;nombre\n5.mar;A\n", "row 2 (1 rows), which can be read as a date"),
        ("monthly_wage;years_of_servce\n9500;3\n", "nearly called as the answer years_of_service"),
        ("nombre;sueldo\nA;3000\n", "needs a header row with monthly_wage"),
        ("monthly_wage;nombre\n", "needs a header row with monthly_wage"),
        ("monthly_wage;nombre\nBs 3000;A\n", "“Bs 3000” where a number belongs, row 2"),
        ("monthly_wage;nombre\n;A\n3000;B\n", "row 2: monthly_wage is blank"),
        ("monthly_wage;nombre\n-5;A\n", "row 2: worker: monthly_wage is -5"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_with_its_place(tmp_path, content, said):
    assert said in refused(tmp_path, content)


def test_a_family_in_csv_is_the_family_in_yaml(tmp_path):
    of = {
        "familia.csv": "nombre;age;sex;monthly_wage;work_category;mother\r\n"
        "Rosa;34;woman;2.500,50;employee;\r\nLuz;9;woman;;;Rosa\r\n",
        "familia.yaml": "persons:\n  Rosa: {age: 34, sex: woman, monthly_wage: 2500.5, work_category: employee}\n"
        "  Luz: {age: 9, sex: woman, mother: Rosa}\n",
    }
    found = []
    for name, content in of.items():
        (tmp_path / name).write_text(content, encoding="utf-8", newline="")
        found.append(read_family(tmp_path / name, bolivia(), DAY).given)
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("age;sex\n34;woman\n", "needs a header row with the column name"),
        ("nombre;age\nRosa;34\nRosa;9\n", "row 3: the name “Rosa” is blank or another person's"),
        ("nombre;age\nRosa;34\n;9\n", "row 3: the name “” is blank"),
        ("nombre;edad\nRosa;34\n", "there is no answer “edad”"),
        ("nombre;monthly_wage\nRosa;2.500\n", "can be read as 2.5 or as 2500"),
    ],
)
def test_a_family_in_csv_that_cannot_be_read_in_one_way_is_refused(tmp_path, content, said):
    path = tmp_path / "familia.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AyniError) as raised:
        read_family(path, bolivia(), DAY)
    assert said in str(raised.value)


def test_what_one_worker_alone_has_stands_in_its_row_and_is_empty_in_the_others(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text(
        "name,monthly_wage,rc_iva_credit_balance,second_employer_pay\nana,15000,,\nluis,13000,500,2000\neva,4000,,\n"
    )
    header, *rows = (line.split(",") for line in payroll(path, DAY, bolivia()).written().decode().splitlines())
    ana, luis, eva = (dict(zip(header, row, strict=True)) for row in rows)
    assert ana["second_employer_contributions"] == eva["take_home"] == ana["rc_iva_new_credit_balance"] == ""
    assert float(luis["second_employer_contributions"]) > 0
    assert float(luis["take_home"]) == pytest.approx(
        float(luis["net_pay"])
        + 2000
        - float(luis["second_employer_contributions"])
        - float(luis["second_employer_rc_iva"]),
        abs=0.011,
    )
    assert header.index("rc_iva") < header.index("rc_iva_new_credit_balance") < header.index("net_pay")
