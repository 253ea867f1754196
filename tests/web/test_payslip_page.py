"""My pay: the slip of the page is the one of the command line."""

import datetime as dt
import html
import re

import pytest

from ayni.family import payslip
from ayni.law import bolivia
from ayni.words.numbers import money


@pytest.fixture(scope="module")
def may(client):
    return html.unescape(client.get("/es/sueldo?wage=9.500&month=2025-05&beside=2025-04").text)


def test_the_net_pay_is_that_of_the_command_and_stands_first(may):
    lines = payslip({"monthly_wage": "9500"}, dt.date(2025, 5, 1), bolivia())
    net = money(next(line.amount for line in lines if line.rule == "net_pay"), "es", 2)
    assert net == "Bs\u00a08.287,02"
    assert re.search(rf"<h1>[^<]*{net}</h1>", may)
    assert may.index(net) < may.index("<table")


def test_what_is_withheld_adds_up_and_every_line_has_its_article(may):
    slip = re.search(r"<caption[^>]*>Descuentos</caption>(.*?)</table>", may, re.S)[1]
    amounts = [
        float(each.replace(".", "").replace(",", ".")) for each in re.findall(r"<td>Bs\u00a0([\d.,]+)</td>", slip)
    ]
    *lines, total = amounts
    assert round(sum(lines), 2) == total == 1212.98
    assert len(re.findall(r"<small>.*?(?:Ley|DS) \d+.*?</small>", slip)) == len(lines)


def test_two_months_beside_each_other_say_what_changed(may):
    assert "Son Bs\u00a05,53 menos que en abril de 2025." in may
    assert "Cambia: Crédito presunto por compras sin factura; RC-IVA; Líquido pagable." in may


def test_without_a_wage_the_page_shows_an_example_and_says_so(client):
    page = html.unescape(client.get("/en/pay?month=2026-05").text)
    assert "Of the minimum wage of May 2026, Bs\u00a03,300" in page
    assert '<span class="example">' in page


@pytest.mark.parametrize(("query", "said"), [
    ("wage=mil", "«mil»"), ("wage=9500&month=mayo", "mayo"), ("wage=9500&service=100", "60"),
])  # fmt: skip
def test_what_cannot_be_read_is_said_and_what_was_typed_is_kept(client, query, said):
    answer = client.get(f"/es/sueldo?{query}")
    page = html.unescape(answer.text)
    assert answer.status_code == 400
    assert said in re.search(r'role="alert">(.*?)</p>', page, re.S)[1]
    assert f'value="{query.partition("=")[2].partition("&")[0]}"' in page


def test_a_payroll_is_not_taken(client):
    assert client.post("/es/sueldo", files={"payroll": b"name,wage"}).status_code == 405


def test_nobody_keeps_a_wage(client):
    answer = client.get("/es/sueldo?wage=9500")
    assert answer.headers["cache-control"] == "no-store"
    assert "canonical" not in answer.text
