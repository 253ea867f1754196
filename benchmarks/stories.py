"""The nine stories of who uses Ayni, each walked end to end by a program: in Chromium, in a terminal or in Python.

    python benchmarks/stories.py [NAME …]

A click is a press on a link, field, choice or button (a list takes two); a key is a letter, digit or Enter, those of a
command too. Seconds are those that the program and its pages take, from the first page to the last answer, without the
time to read or think. A story that does not find what its person came for ends with an error. Without names all are
walked, and the table is put into `benchmarks/results.md`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from keypress import server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

RESULTS = Path(__file__).with_name("results.md")
TITLE = "## Nine stories, end to end"
SOURCE = Path(__file__).resolve().parents[1] / "src"
DESK, TELEPHONE = 1280, 360


@dataclass
class Person:
    """Somebody at a browser or a terminal, and what they had to press."""

    browser: Browser
    address: str
    folder: Path
    clicks: int = 0
    keys: int = 0
    pages: list[Page] = field(default_factory=list)

    def opens(self, path: str, width: int = DESK, *, offline: bool = False) -> Page:
        """A page of the site, or a file, in a window of its own."""
        page = self.browser.new_context(viewport={"width": width, "height": 800}, offline=offline).new_page()
        page.set_default_timeout(30_000)
        page.goto(path if "://" in path else self.address + path)
        self.pages.append(page)
        return page

    def clicks_on(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def types(self, into: Locator, text: str) -> None:
        """Click on a field and type over what it holds."""
        into.click(click_count=3)
        self.clicks += 1
        into.press_sequentially(text)
        self.keys += len(text)

    def chooses(self, of: Locator, value: str) -> None:
        of.select_option(value)
        self.clicks += 2

    def downloads(self, what: Locator) -> Path:
        """The file behind a link or button."""
        with what.page.expect_download() as waiting:
            self.clicks_on(what)
        path = self.folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert path.stat().st_size > 1_000, path
        return path

    def runs(self, command: str) -> str:
        """What a command says, which has to end well."""
        self.keys += len(command) + 1
        environment = {**os.environ, "PYTHONPATH": str(SOURCE), "NO_COLOR": "1", "LANG": "es_BO.UTF-8"}
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(command)], cwd=self.folder, env=environment, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


def sees(page: Page, *texts: str) -> None:
    """Each text is on the page, where it can be seen."""
    for text in texts:
        page.get_by_text(text).locator("visible=true").first.wait_for()


# ---- the stories


def adviser(person: Person) -> None:
    """Cost and effect of Renta Dignidad at Bs 2,000 and 1,000; report, workbook; the four costings of 2025"""
    page = person.opens("/es")
    person.types(page.locator("#q"), "renta dignidad 2000")
    person.clicks_on(page.get_by_role("link", name="¿Y si Renta Dignidad pasa de Bs 500 a Bs 2.000 al mes?"))
    person.types(page.locator("#v-renta_dignidad-monthly_pensioner"), "1000")
    page.locator("#v-renta_dignidad-monthly_pensioner-hint strong", has_text="1.000").wait_for()
    page.locator("#who-pays").wait_for()
    sees(
        page,
        "Lo último que publica el registro",
        "Si cobran solo quienes hoy dicen cobrar",
        "Falta decir de dónde sale",
    )
    person.clicks_on(page.get_by_role("link", name="Ver los cuatro costos"))
    page.locator("#costings table").wait_for()
    person.downloads(page.get_by_role("link", name="Informe completo"))
    person.downloads(page.get_by_role("link", name="Libro de Excel"))
    person.clicks_on(page.get_by_role("link", name="cuatro costos de una promesa"))
    cards = page.locator(".four > .card")
    cards.nth(3).wait_for()
    heights = [box["y"] + box["height"] for each in cards.all() if (box := each.bounding_box())]
    assert (len(heights), max(heights) <= 800) == (4, True)


def journalist(person: Person) -> None:
    """“The transfers cut extreme poverty by 43 %”: verdict, what would have to be true, card"""
    page = person.opens("/es")
    person.clicks_on(page.get_by_role("link", name="¿Es cierto lo que dijeron?"))
    person.types(page.locator("#sentence"), "Las transferencias bajaron la pobreza extrema en 43%")
    person.clicks_on(page.locator("form.ask button"))
    person.clicks_on(page.get_by_role("link", name="Los programas del gobierno ayudaron a bajar la pobreza extrema"))
    sees(page, "Para que fuera cierta", "La causa que se dio", "Lo que la frase no dice")
    person.downloads(page.get_by_role("link", name="Tarjeta para compartir"))


def researcher(person: Person) -> None:
    """Fiscal incidence with errors, workbook, Parquet, Stata and receipt; run again by a referee; citation"""
    said = person.runs(
        "ayni incidencia --to final --workbook i.xlsx --people p.dta --output filas.parquet --receipt r.json"
    )
    for name in ("i.xlsx", "p.dta", "filas.parquet", "r.json"):
        assert (person.folder / name).stat().st_size > 100, said
    assert "lo mismo" in person.runs("ayni repetir r.json")
    assert "@software" in person.runs("ayni citar")


def officer(person: Person) -> None:
    """A decree of last night: template, its hand-worked case, what it changes and whom it touches"""
    person.runs('ayni ley nueva "DS 9999" --template --output decreto')
    written = person.folder / "decreto" / "ds_9999.yaml"
    written.write_text(written.read_text(encoding="utf-8").replace("value: 0,", "value: 100,"), encoding="utf-8")
    person.keys += len("100")
    assert "1 casos se cumplen" in person.runs("ayni ley probar --law-folder decreto decreto/cases")
    today = dt.date.today()
    changed = person.runs(f"ayni ley cambios {today - dt.timedelta(1)} {today} --law-folder decreto")
    assert "Bs\u00a0100" in changed
    assert "Hogares típicos" in changed


def family(person: Person) -> None:
    """On a telephone: five persons, what is theirs this year, when it is paid, why the rest is not"""
    page = person.opens("/es", TELEPHONE)
    person.clicks_on(page.get_by_role("link", name="¿Qué le corresponde a mi familia?"))
    for index, (age, sex) in enumerate((("66", "woman"), ("38", "man"), ("34", "woman"), ("9", "man"), ("1", "woman"))):
        person.types(page.locator(f'[name="_{index}.age"]'), age)
        person.clicks_on(page.locator(f'[name="_{index}.sex"][value="{sex}"]'))
    following = page.get_by_role("button", name="Siguiente")
    for _ in range(3):
        person.clicks_on(following)
    person.chooses(page.locator('[name="_3.school"]'), "primary_4")
    person.clicks_on(following)
    person.clicks_on(page.locator('[name="_3.school_type"][value="public"]'))
    person.clicks_on(following)
    person.clicks_on(page.locator('[name="_all.health_insurance"][value="no"]'))
    person.clicks_on(following)
    page.locator("h1", has_text="por cobrar en").wait_for()
    page.locator(".payment").first.wait_for()
    sees(page, "Enviar por WhatsApp", "solo la entidad que paga")


def organisation(person: Person) -> None:
    """What the Juancito Pinto of 2006 is worth today; who loses by an exclusion; the same in English"""
    page = person.opens("/es")
    person.clicks_on(page.get_by_role("link", name="¿Cuánto vale hoy el Juancito Pinto de 2006?"))
    page.locator("figure.chart").first.wait_for()
    person.clicks_on(page.get_by_role("navigation").first.get_by_role("link", name="Cambiar la ley"))
    person.clicks_on(page.locator(".builder summary", has_text="Más opciones"))
    excluded = "#v-renta_dignidad-excludes_private_dependants"
    person.chooses(page.locator(excluded), "0")
    page.locator("#rest figure").first.wait_for()
    person.clicks_on(page.locator("#mirror"))
    page.locator("h1", has_text="Renta Dignidad").wait_for()
    sees(page, "Print (two sheets)")


def worker(person: Person) -> None:
    """A payslip with the rules of its month, another month beside it, the retroactive rise; a payroll from a csv"""
    page = person.opens("/es", TELEPHONE)
    person.clicks_on(page.get_by_role("link", name="¿Cuánto me queda del sueldo?"))
    person.types(page.locator("#wage"), "9500")
    page.locator("#month").fill("2025-05")
    person.keys += len("052025")
    person.clicks_on(page.locator("summary", has_text="retroactivo"))
    person.types(page.locator("#before"), "9100")
    page.locator("#beside").fill("2024-05")
    person.keys += len("052024")
    person.clicks_on(page.get_by_role("button", name="Calcular"))
    page.locator("#beside-title").wait_for()
    page.locator("#arrears").wait_for()
    (person.folder / "planilla.csv").write_text("monthly_wage,years_of_service\n3300,3\n9500,6\n", encoding="utf-8")
    payroll = person.runs("ayni sueldo --csv planilla.csv --date 2026-05")
    assert len(payroll.split()) == 3


def developer(person: Person) -> None:
    """The rules in another app: OpenFisca's request to the server, the same figure from Python, types"""
    asked = {
        "persons": {"rosa": {"age": {"2026-05": 66}, "renta_dignidad": {"2026-05": None}}},
        "households": {"casa": {"members": ["rosa"]}},
    }
    request = Request(f"{person.address}/calculate", json.dumps(asked).encode(), {"Content-Type": "application/json"})
    with urlopen(request) as answer:
        found: dict[str, Any] = json.load(answer)
    amount = found["persons"]["rosa"]["renta_dignidad"]["2026-05"]
    line = (
        "import ayni; found = ayni.household({'rosa': {'age': 66}}, date='2026-05').found; "
        "print(next(each.amount for each in found.answers if each.rule == 'renta_dignidad'))"
    )
    person.keys += len(line)
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    said = subprocess.run([sys.executable, "-c", line], env=environment, capture_output=True, text=True, check=True)
    assert float(said.stdout) == amount
    assert (SOURCE / "ayni" / "py.typed").exists()


def lecturer(person: Person) -> None:
    """Without a connection: the report of the invented survey and the calculator, each one file"""
    person.runs("ayni correr --report informe.html")
    page = person.opens((person.folder / "informe.html").as_uri(), offline=True)
    page.locator("svg").first.wait_for()
    person.runs("ayni exportar calculadora --output hogar.html")
    page = person.opens((person.folder / "hogar.html").as_uri(), TELEPHONE, offline=True)
    page.locator("h1").wait_for()


STORIES: dict[str, tuple[str, Callable[[Person], None]]] = {
    "Adviser in a ministry": ("browser", adviser),
    "Journalist": ("browser", journalist),
    "Researcher": ("terminal", researcher),
    "Legal officer": ("terminal", officer),
    "Family": ("browser", family),
    "Organisation": ("browser", organisation),
    "Worker, accountant": ("browser, terminal", worker),
    "Developer": ("HTTP, Python", developer),
    "Lecturer": ("terminal, browser", lecturer),
}


def walked(story: Callable[[Person], None], browser: Browser, address: str) -> tuple[Person, float]:
    """Who walked a story, and the seconds that it took."""
    with tempfile.TemporaryDirectory() as folder:
        person = Person(browser, address, Path(folder))
        begun = time.perf_counter()
        try:
            story(person)
        finally:
            took = time.perf_counter() - begun
            for page in person.pages:
                page.context.close()
        return person, took


def section(chosen: Sequence[str] = ()) -> Iterator[str]:
    """The lines of the table."""
    from playwright.sync_api import sync_playwright

    yield f"{TITLE}\n"
    yield f"Walked by `benchmarks/stories.py` on the synthetic population; load {os.getloadavg()[0]:.1f} when it began."
    yield "A click is a press on a link, field or choice; a key a letter, digit or Enter, those of commands too;"
    yield "seconds are the program's, not the reader's.\n"
    yield "| who | what they come for | where | clicks | keys | seconds |"
    yield "| --- | --- | --- | --- | --- | --- |"
    with server([]) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for who, (where, story) in STORIES.items():
            if chosen and story.__name__ not in chosen:
                continue
            person, took = walked(story, browser, address)
            yield f"| {who} | {story.__doc__} | {where} | {person.clicks} | {person.keys} | {took:.1f} |"
        browser.close()


def main() -> None:
    chosen = sys.argv[1:]
    lines = []
    for each in section(chosen):
        print(each, flush=True)
        lines.append(each)
    if not chosen:
        before, _, after = RESULTS.read_text(encoding="utf-8").partition(TITLE)
        rest = after.partition("\n## ")[2]
        text = before.rstrip() + "\n\n" + "\n".join(lines) + "\n" + (f"\n## {rest}" if rest else "")
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
