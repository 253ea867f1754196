"""What stands before every request, on toy applications; what the whole answers to attackers; the server itself."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from urllib.request import urlopen

import pytest
from starlette.routing import Route

from ayni.web import create_app
from ayni.web.connection import server_of
from ayni.web.guard import SECURITY, Guard
from ayni.web.settings import Settings
from ayni.web.site import read_day
from support import coroutines

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

OK = Settings(body_bytes=100, address_bytes=60, body_seconds=0.05, request_seconds=0.1, at_once=2)


async def echo(scope, receive, send):
    """An application that gives the body back."""
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": message["body"] + scope["method"].encode()})


async def slow(_scope, _receive, _send):
    await asyncio.sleep(9)


async def broken(scope, _receive, _send):
    scope["route"] = Route("/houses/{id}", broken)
    read_day("2026-13-secret" if scope["path"] == "/houses/secret" else "2026-01", "secret")
    raise RuntimeError("the secret of the house")


def scope(path="/", query=b"", method="POST", **headers):
    named = [(b"host", b"localhost")]
    named += [(key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()]
    return {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query,
            "headers": named}  # fmt: skip


def asked(*parts, pause=0.0, leave=False):
    """The parts of a body as a client sends them, each after a pause; then it waits, or leaves."""
    messages = [{"type": "http.request", "body": part, "more_body": index < len(parts) - 1}
                for index, part in enumerate(parts)]  # fmt: skip

    async def receive():
        if messages:
            await asyncio.sleep(pause)
            return messages.pop(0)
        if not leave:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    return receive


async def answered(guard, of, receive):
    """Status, headers and body of an answer; None where there is none."""
    sent = []

    async def send(message):
        sent.append(message)

    await guard(of, receive, send)
    if not sent:
        return None
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def one(app, of, receive, settings=OK):
    return coroutines.run(answered(Guard(app, settings, {"Rules-Version": "x"}, is_open=True), of, receive))


def told(found):
    """The status, where the answer says in both languages what is wrong and has every header."""
    status, headers, body = found
    assert set(json.loads(body)["error"]) == {"es", "en"}
    assert {name.lower().encode() for name in SECURITY} | {b"rules-version"} <= set(headers)
    return status


def test_a_request_within_the_limits_passes():
    status, headers, body = one(echo, scope(), asked(b"half ", b"and half "))
    assert (status, body) == (200, b"half and half POST")
    assert headers[b"content-security-policy"].startswith(b"default-src 'none'; ")


@pytest.mark.parametrize(
    ("of", "receive", "status"),
    [
        (scope(content_length="101"), asked(b""), 413),
        (scope(), asked(b"x" * 60, b"x" * 60), 413),
        (scope(content_length="5"), asked(b"x" * 101), 413),
        (scope(query=b"x" * 61), asked(b""), 414),
        (scope("/" + "x" * 61), asked(b""), 414),
        (scope(), asked(*[b"x"] * 40, pause=0.02), 408),
    ],
    ids=["stated", "chunked", "understated", "query", "path", "slowloris"],
)
def test_what_is_too_large_too_long_or_too_slow_is_refused(of, receive, status):
    found = one(echo, of, receive)
    assert told(found) == status
    assert found[1].get(b"connection") == (b"close" if status in (408, 413) else None)


def test_too_slow_an_answer_is_a_503_and_says_when_to_come_back():
    found = one(slow, scope(), asked(b""))
    assert told(found) == 503
    assert found[1][b"retry-after"] == b"2"


def test_too_many_at_once_are_a_503_and_slow_bodies_take_no_place():
    async def work():
        guard = Guard(slow, OK, {"Rules-Version": "x"}, is_open=True)
        many = [answered(guard, scope(), asked(b"")) for _ in range(3)]
        bodies = [answered(guard, scope(), asked(b"", b"", pause=0.04)) for _ in range(5)]
        found = await asyncio.gather(*bodies, *many)
        assert guard.in_hand == 0
        return found[5:]

    found = coroutines.run(work())
    assert sorted(told(each) for each in found) == [503, 503, 503]
    assert sum("seconds" in json.loads(body)["error"]["en"] for _, _, body in found) == 1


def test_an_unforeseen_error_is_a_500_without_a_word_of_it(capsys):
    """The log has the route, the kind and every place inside the package, and no value of what was asked."""
    for path, said in (
        ("/houses/house", r"ayni: POST /houses/\{id\}: RuntimeError test_guard\.py:\d+( < web/guard\.py:\d+){3}\n"),
        ("/houses/secret", r"ayni: POST /houses/\{id\}: AyniError web/site\.py:\d+( < web/guard\.py:\d+){3}\n"),
    ):
        found = one(broken, scope(path, b"name=secret"), asked(b"secret"))
        assert told(found) == 500
        assert b"secret" not in found[2]
        assert re.fullmatch(said, capsys.readouterr().err)


def test_what_nobody_waits_for_is_cancelled():
    ended = []

    async def noted(*_):
        try:
            await asyncio.sleep(9)
        finally:
            ended.append(True)

    begun = time.monotonic()
    assert one(noted, scope(), asked(b"", leave=True), Settings()) is None
    assert one(echo, scope(), asked(leave=True), Settings()) is None
    assert ended == [True]
    assert time.monotonic() - begun < 1


def test_head_is_answered_as_get_without_the_body():
    status, _, body = one(echo, scope(method="HEAD"), asked(b""))
    assert (status, body) == (200, b"")


# ---- the whole application


@pytest.fixture(scope="module")
def client():
    app = create_app()
    with TestClient(app, "http://localhost", raise_server_exceptions=False, follow_redirects=False) as found:
        yield found


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/es", 200), ("HEAD", "/es", 200), ("GET", "/v1/law", 200), ("HEAD", "/v1/law", 200),
        ("GET", "/static/site.css", 200), ("GET", "/nothing", 404), ("GET", "/es/nada", 404), ("GET", "/v1/law/x", 404),
        ("DELETE", "/v1/law", 405), ("GET", "/v1/households", 405), ("GET", "/v1/law?date=x", 400),
        ("GET", "/v1/law/", 302), ("POST", "/v1/households", 400), ("GET", "/" + "x" * 9_000, 414),
        ("GET", "/static/../app.py", 404), ("GET", "/static/..%2fapp.py", 404), ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/static/%00", 404), ("GET", "/static//etc/passwd", 404), ("GET", "/v1/claims/x.yaml", 404),
        ("GET", "/v1/claims/..%2fclaims%2fA01.yaml", 404), ("OPTIONS", "/v1/law", 405),
    ],
)  # fmt: skip
def test_every_answer_has_the_headers_and_errors_are_told(client, method, path, status):
    found = client.request(method, path)
    assert found.status_code == status
    for name, value in SECURITY.items():
        assert found.headers[name] == value
    assert "server" not in found.headers
    assert "set-cookie" not in found.headers
    if method == "HEAD":
        assert found.content == b""
    if status >= 400 and not path.startswith("/es"):
        assert set(found.json()["error"]) == {"es", "en"}
    if status == 405:
        assert found.headers["allow"]


@pytest.mark.parametrize("path", ["/v1/law?date=2026-01", "/static/site.css"])
def test_who_has_an_answer_already_is_told_so(client, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == SECURITY["Content-Security-Policy"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{% raw %}", "{0.__class__}", "{text}", "<script>alert(1)</script>", "%s%n"]
)
def test_what_a_visitor_writes_is_text_and_never_a_template_nor_a_phrase(client, text):
    told = client.get("/v1/law", params={"date": text}).json()["error"]["en"]
    assert text in told
    page = client.get("/en/nothing", params={"d": text, "q": text}).text
    assert "49" not in page.replace("2049", "")
    assert "<script>alert" not in page
    family = {"persons": {text: {"age": text}}}
    assert text in client.post("/v1/households", json=family).json()["error"]["en"]


# ---- the server


@contextlib.contextmanager
def listening():
    """A port that is taken."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.fixture
def free():
    """A port that is not."""
    with listening() as port:
        pass
    return port


def refused(*arguments):
    """The one line of a server that does not start, with exit code 2; a process of its own, for its event loop."""
    command = [sys.executable, "-m", "ayni", "serve", *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 2
    said = told.stderr
    assert said.startswith("ayni: ")
    assert said.count("\n") == 1
    return said


def test_what_stops_the_server_from_starting_is_one_line_and_exit_code_2(tmp_path, free):
    wrong = tmp_path / "EH.parquet"
    wrong.write_bytes(b"no survey")
    with listening() as taken:
        assert f" {taken}: " in refused("--port", taken)
    assert "EH.parquet" in refused("--port", free, "--data", wrong)


def test_a_client_that_sends_no_whole_head_of_a_request_is_left():
    started = threading.Event()
    server = server_of(echo, Settings(head_seconds=0.4), started.set)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = listening.getsockname()
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        assert started.wait(10)
        slow, again, _silent = clients = [socket.create_connection(place, timeout=5) for _ in range(3)]
        again.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert again.recv(200).startswith(b"HTTP/1.1 200 ")
        again.sendall(b"GET / HTTP/1.1\r\n")
        slow.sendall(b"GET / HTTP/1.1\r\n")
        begun = time.monotonic()
        for client in clients:
            with client, contextlib.suppress(ConnectionResetError):
                while client.recv(4096):
                    pass
        assert time.monotonic() - begun < 4
        server.should_exit = True
        thread.join()


def workers_of(process):
    return [
        int(each)
        for each in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
    ]


def up(process, port):
    """Wait until the server answers."""
    for _ in range(300):
        with contextlib.suppress(OSError):
            return urlopen(f"http://127.0.0.1:{port}/v1/surveys", timeout=10).read()
        assert process.poll() is None
        time.sleep(0.05)
    raise AssertionError


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds child processes in /proc")
@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGINT, 0), pytest.param(signal.SIGKILL, -signal.SIGKILL, marks=pytest.mark.soak)]
)
def test_processes_end_with_the_server_however_it_ends_and_run_no_file_of_the_folder(how, code, free, tmp_path):
    """Of the folder where it is started; what Python itself reads to find `-m ayni` is read before us."""
    early = [sys.executable, "-P", "-c", "import __future__, runpy, sys; print(*sys.modules)"]
    before = subprocess.run(early, capture_output=True, text=True, check=True).stdout.split()
    for name in {*sys.stdlib_module_names, "numpy", "polars", "starlette", "uvicorn", "yaml"} - {*before}:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'executed')!r}, 'a').write({name + ' '!r})\n")
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONSAFEPATH": ""}
    command = [sys.executable, "-m", "ayni", "serve", "--port", str(free)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, text=True, cwd=tmp_path)
    up(process, free)
    with urlopen(f"http://127.0.0.1:{free}/es/hogar/grafico.svg?rosa.age=30", timeout=60) as found:
        assert found.status == 200
    urlopen(
        f"http://127.0.0.1:{free}/static/icon.svg", timeout=60
    ).close()  # once it is answered the one before is logged
    assert not (tmp_path / "executed").exists(), (tmp_path / "executed").read_text()
    workers = workers_of(process)
    assert len(workers) == 1
    process.send_signal(how)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == code
    first, *log = said.splitlines()
    assert first == f"Ayni en http://127.0.0.1:{free} (Ctrl+C para terminar)"
    assert log
    assert "rosa" not in said
    assert any("GET /es/hogar/grafico.svg 200" in line for line in log)
    for _ in range(200):
        if not any(Path(f"/proc/{each}").exists() for each in workers):
            return
        time.sleep(0.05)
    raise AssertionError
