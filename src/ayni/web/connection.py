"""Connections: uvicorn's, with a limit on the time that the lines before a body may take to arrive."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ayni.web.settings import Settings


def server_of(app: Any, settings: Settings, started: Callable[[], None]) -> uvicorn.Server:
    """A server of an application, which says when it has started. Nothing is logged of requests.

    What fails the guard says on stderr.
    """

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if not self.should_exit:
                started()

    return Server(
        uvicorn.Config(
            app, http=_timed(settings.head_seconds), ws="none", log_level="critical", access_log=False,
            server_header=False, timeout_keep_alive=10, timeout_graceful_shutdown=5,
            limit_concurrency=settings.connections,
        )
    )  # fmt: skip


def _timed(seconds: float) -> type[H11Protocol]:
    class Connection(H11Protocol):
        """Closed where no whole head of a request is there in time, from its opening or from the first byte of it."""

        deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.deadline = self.loop.call_later(seconds, transport.abort)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self.in_time()
            elif self.deadline is None:
                self.deadline = self.loop.call_later(seconds, self.transport.abort)

        def connection_lost(self, exc: Exception | None) -> None:
            self.in_time()
            super().connection_lost(exc)

        def in_time(self) -> None:
            """Wait no more."""
            if self.deadline is not None:
                self.deadline.cancel()
                self.deadline = None

    return Connection
