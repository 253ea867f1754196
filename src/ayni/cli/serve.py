"""The command `ayni serve`: pages and API on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import help_of, whole_number
from ayni.words import AyniError


@click.command(help=help_of("serve"))
@click.option(
    "--data", "surveys", type=click.Path(path_type=Path), multiple=True, metavar="FILE", help=help_of("serve_data")
)
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help=help_of("host"))
@click.option("--port", default="8000", callback=whole_number, metavar="N", help=help_of("port"))
@click.option("--processes", default="1", callback=whole_number, metavar="N", help=help_of("processes"))
def serve(surveys: tuple[Path, ...], host: str, port: int, processes: int) -> None:
    """Serve until interrupted."""
    try:
        import uvicorn

        from ayni.web import Settings, create_app
    except ImportError:
        raise AyniError("needs_web") from None
    from ayni.web.model import Model

    Model(surveys).surveys  # noqa: B018  a wrong file is said before anything starts
    app = create_app(surveys, Settings(processes=processes))
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, timeout_keep_alive=10)
