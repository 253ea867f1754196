"""A stranger's programme, tax or wave in a copy of the package: every command, page and export is asked about it.

Run as a program, with the copy first on the path: it reads what to ask from standard input and writes what came of it,
so that one process asks everything. What is asked is found, not listed: the commands of the command line, the routes of
the application. `ARGUMENTS` and `FILLED` say only how to ask those that need something.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOT_ASKED = {"serve", "between", "sequence-2020", "rerun", "law new", "wave check", "wave draft"}
"""What waits for visitors, needs two surveys or INE's file, reads what another command wrote, or writes a template."""
DAY = "2019-11-15"
STATED = ("indicator=poverty_extreme", "from=2008", "to=2011", "stated=43%")


def arguments(of: dict[str, Any], folder: Path) -> dict[str, list[str]]:
    """How to ask each command that cannot be asked without anything, or would say nothing of a newcomer."""
    parameter = f"{of['id']}.{of['parameter']}"
    family = folder / "family.yaml"
    luis = "{age: 30, monthly_wage: 4000, wage: 4000}"
    family.write_text(f"date: {DAY}\npersons:\n  ana: {{age: 80}}\n  luis: {luis}\n")
    return {
        "household": [str(family)],
        "payslip": ["4000", "--date", DAY],
        "law show": [of["id"], "--date", DAY],
        "law history": [parameter],
        "law diff": ["2010-01-01", DAY],
        "check": [f"--{pair}" for pair in STATED],
        "reform": [f"{parameter}={of['other']}", "--at", "survey"],
        "minimum-wage": ["2500", "--at", "survey", "--format", "json"],
        "frontier": ["--budget-millions", "500", "--at", "survey"],
        "shock fuel": ["fares=observed", "food=none", "rest=none"],
        "shock job-loss": ["from=4%", "to=8%"],
        "shock labour-income": ["trade=20%"],
        "shock price-rise": ["food=10%"],
        "shock stoppage": ["department=santa_cruz", "days=36", "blockade.all=10%"],
        "expand": ["--output", str(folder / "census.parquet")],
        "export registry": ["--output", str(folder / "registry")],
        "export calculator": ["--output", str(folder / "calculator.html")],
        "export site": ["--help"],  # forty seconds: its pages are asked about by the server
        "finiquito": [
            "leaving_reason=dismissal",
            "hired_on=2010-03-01",
            "left_on=2019-10-31",
            "wage_last_month=4000",
            "wage_month_before=4000",
            "wage_third_month=4000",
            "firm_made_profit=no",
            "vacation_days_left=0",
            "paid_five_year_periods=0",
        ],
        "pregnancy": ["pregnant_since=2019-06", "health_insurance=none", "--date", DAY],
        "retirement": [
            "born=1957-05",
            "sex=woman",
            "contribution_years=20",
            "solidarity_reference_wage=3000",
            "own_pension=800",
            "live_born_children=2",
            "--date",
            DAY,
        ],
    }


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by its words."""
    import click

    from ayni.cli import ayni

    def walk(of: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
        if isinstance(of, click.Group):
            at = click.Context(of)
            for name in of.list_commands(at):
                yield from walk(of.get_command(at, name), (*path, name))
        else:
            yield " ".join(path), of

    yield from walk(ayni, ())


def ask_command(words: list[str]) -> tuple[int, str]:
    """The exit code of a command and what it printed."""
    from ayni.cli import main

    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    code: Any = 0
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        try:
            main(words)
        except SystemExit as ended:
            code = ended.code
        except BaseException:
            code = 70
            traceback.print_exc()
    texts = [stream.buffer.getvalue().decode() for stream in streams]  # type: ignore[attr-defined]
    return code if isinstance(code, int) else 0, "\n".join(texts)


def pages(of: dict[str, Any]) -> Iterator[str]:
    """The addresses of every page and of every door of the API that is asked without a body."""
    from fastapi import FastAPI

    from ayni.web.app import create_app

    app: FastAPI = create_app()
    paths = [route.path for route in app.routes if "GET" in (getattr(route, "methods", None) or ())]
    paths += [path for path, methods in app.openapi()["paths"].items() if "get" in methods]
    parameter = f"{of['id']}.{of['parameter']}"
    filled = {
        "{instrument}": of["id"], "{parameter}": of["parameter"], "{id}": "B02", "{indicator}": "poverty_extreme",
        "{parameter_id}": parameter, "{variable_id}": of["rule"], "{question}": "que-hacen-los-programas",
        "{name}": "work", "{topic}": "work",
    }  # fmt: skip
    family = f"of=result&date={DAY[:7]}&ana.age=80&luis.age=30&luis.monthly_wage=4000"
    stated, days = "&".join(STATED).replace("%", "%25"), f"before=2010-01-01&after={DAY}"
    change = f"r={parameter}:{of['other']}@{DAY}&at=survey"
    queries = {
        "/es/hogar/": family, "/en/household/": family, "/es/ley/comparar": days, "/en/law/compare": days,
        "/v1/law/diff": days, "/es/reformas": change, "/en/reforms": change, "/v1/reforms": change,
        "/v1/check": stated, "/es/afirmaciones/pruebe": stated, "/en/claims/try": stated,
        "/es/ley": f"date={DAY}", "/en/law": f"date={DAY}", "/v1/law": f"date={DAY}",
        "/es/buscar": f"q={of['id']}", "/en/search": f"q={of['id']}",
        "/es/resumen": f"about={of['brief']}", "/en/brief": f"about={of['brief']}", "/v1/understood": "text=pobreza",
    }  # fmt: skip
    files = {
        "/es/afirmaciones/pruebe/": "respuesta.json", "/en/claims/try/": "answer.json",
        "/es/afirmaciones/libro/": "afirmaciones.json", "/en/claims/ledger/": "claims.json",
        "/es/afirmaciones/": "afirmacion.json", "/en/claims/": "claim.json",
    }  # fmt: skip
    for path in dict.fromkeys(paths):
        if any(part in path for part in ("{chart}", "{path:path}", "/side.")):  # of what another page shows
            continue
        found = path.replace("{id}", "renta_dignidad_2000") if "prom" in path else path
        for name, value in filled.items():
            found = found.replace(name, value)
        file = next((name for start, name in files.items() if path.startswith(start)), "")
        found = found.replace("{file}", file).replace("{part}", "cards")
        start = max((each for each in queries if path.startswith(each)), key=len, default="")
        is_asked = bool(start) and path != "/v1/law/{instrument}/{parameter}"
        yield f"{found}?{queries[start]}" if is_asked else found


def ask_pages(addresses: list[str]) -> dict[str, tuple[int, str]]:
    """The status and the text of each address."""
    from starlette.testclient import TestClient

    from ayni.web.app import create_app

    with TestClient(create_app(), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        found = {}
        for address in addresses:
            answer = client.get(address)
            found[address] = (answer.status_code, answer.text)
        return found


def main() -> None:
    """Ask what standard input says; write codes, and whether each answer holds one of the newcomer's names."""
    of = json.loads(sys.stdin.read())
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        given = arguments(of, Path(folder))
        for name, _ in commands() if of["commands"] is None else [(each, None) for each in of["commands"]]:
            if name not in NOT_ASKED:
                words = [*name.split(), *given.get(name, []), *of.get("more", {}).get(name, [])]
                code, text = ask_command(words)
                named = _named(of, text) or of.get("word", "\0") in text  # a table may break a name over lines
                found[name] = {"code": code, "named": named, "text": text[-1500:] if code else ""}
        for name, words in of.get("exports", {}).items():
            file = Path(folder) / name
            code, text = ask_command([str(file) if word == "FILE" else word for word in words])
            said = file.read_bytes().decode("utf-8", "replace") if file.exists() else ""
            found[name] = {"code": code, "named": _named(of, said), "text": text[-1500:] if code else ""}
    addresses = list(pages(of)) if of["pages"] is None else of["pages"]
    for address, (status, text) in ask_pages(addresses).items() if addresses else ():
        found[address] = {"code": status, "named": _named(of, text), "text": text[-600:] if status >= 400 else ""}
    sys.__stdout__.write(json.dumps(found))


def _named(of: dict[str, Any], text: str) -> bool:
    return any(name in text for name in of["names"])


if __name__ == "__main__":
    main()
