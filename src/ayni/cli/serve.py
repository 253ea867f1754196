"""The command `ayni serve`: pages and API on this machine."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from pathlib import Path
from typing import cast

import click

from ayni.cli.options import CONTACT, LANG, PUBLIC_URL, help_of, origin, whole_number
from ayni.garbage import searched_again
from ayni.words import AyniError, Language, say

LAST_PORT = 65_535


@click.command(help=help_of("serve"))
@click.option(
    "--data", "surveys", type=click.Path(path_type=Path), multiple=True, metavar="FILE", help=help_of("serve_data")
)
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help=help_of("host"))
@click.option("--host-name", "names", multiple=True, metavar="NAME", help=help_of("host_name"))
@click.option("--allow-origin", "origins", multiple=True, metavar="URL", help=help_of("allow_origin"))
@click.option("--port", default="8000", callback=whole_number(65_535), metavar="N", help=help_of("port"))
@click.option("--no-browser", is_flag=True, help=help_of("no_browser"))
@click.option("--unprotected", is_flag=True, help=help_of("unprotected"))
@click.option("--proxy", "proxies", multiple=True, metavar="ADDRESS", help=help_of("proxy"))
@click.option("--processes", default="1", callback=whole_number(256), metavar="N", help=help_of("processes"))
@PUBLIC_URL
@CONTACT
@LANG
def serve(
    surveys: tuple[Path, ...], *, host: str, names: tuple[str, ...], origins: tuple[str, ...], port: int,
    no_browser: bool, unprotected: bool, proxies: tuple[str, ...], processes: int, public_url: str, contact: str,
    lang: str,
) -> None:  # fmt: skip
    """Serve until interrupted."""
    from ayni.web import Settings, create_app
    from ayni.web.connection import server_of

    shown = f"[{host}]" if ":" in host else host
    public = (public_url.partition("://")[2].partition(":")[0],) if public_url else ()
    local = Settings().hosts
    settings = Settings(
        processes=processes, hosts=(*local, shown, *public, *names), origins=tuple(map(origin, origins)),
        public_url=public_url, contact=contact, protected=not unprotected, proxies=proxies, log=True,
    )  # fmt: skip
    language = cast(Language, lang)
    app = create_app(surveys, settings)
    searched_again()
    line = say("cli.serving", language, address=f"http://{shown}:{port}")
    if surveys:
        how = say("cli.serving_unprotected" if unprotected else "cli.serving_protected", language)
        line = f"{line}\n{how}"

    def started() -> None:
        click.echo(line, err=True)
        if not no_browser and shown in local and somebody_looks():
            webbrowser.open(f"http://{shown}:{port}")

    try:
        with listen(host, port) as listening:
            server_of(app, settings, started=started).run([listening])
    except KeyboardInterrupt:
        return
    except SystemExit:  # uvicorn's way to say that the application did not start
        if app.state.problem is None:
            raise
    if app.state.problem is not None:
        raise app.state.problem


def somebody_looks() -> bool:
    """Whether the program was started by hand where a browser has a screen: not in a pipe, a service or over ssh."""
    has_screen = sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    return has_screen and sys.stdin.isatty() and sys.stderr.isatty()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; raises where the address is not ours or the port is taken."""
    try:
        if port > LAST_PORT:
            raise OSError(f"> {LAST_PORT}")
        family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server((str(place[0]), port), family=family)
    except OSError as error:
        raise AyniError("cannot_listen", host=host, port=port, reason=error.strerror or error) from None
