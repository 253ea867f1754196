"""The limits and settings of the server, each with its reason."""

from __future__ import annotations

from msgspec import Struct


class Settings(Struct, frozen=True):
    """Limits of one server."""

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    """Host names under which the server may be called, besides its own address. Any other name could belong to a
    foreign page that would then count as the same origin."""
    origins: tuple[str, ...] = ()
    """Other sites whose pages may read what it answers, `https://example.org`, where it serves a survey file."""
    public_url: str = ""
    """The site's public address, `https://example.org`, as cards and ClaimReview give it."""
    contact: str = ""
    """Where to write if a card is wrong."""
    protected: bool = True
    """Whether what is found on a survey file is published so that nobody's record leaves: `ayni.runs.protection`."""
    questions_an_hour: int = 600
    """Different questions about a protected survey that are computed in an hour, of all visitors together: more than
    the busiest hour of a newsroom, and an averaging over thousands of questions takes days."""
    proxies: tuple[str, ...] = ()
    """Addresses of proxies in front, whose requests are those of many visitors."""
    visitor_a_minute: int = 600
    """Requests of one visitor in a minute, by the network address: some fifty pages with all their parts. Visitors on
    this machine and behind `proxies` are not told apart, and not limited."""
    log: bool = False
    """Whether every request is told on stderr: its time, kind, status and duration, and nothing of what was asked."""
    body_bytes: int = 256 * 1024
    """The size of a request's body: enough for a household of hundreds or a reform of thousands of lines."""
    address_bytes: int = 8 * 1024
    """Of an address with its query: a family of ten."""
    head_seconds: float = 5.0
    """The time for a request's header lines to arrive."""
    body_seconds: float = 5.0
    """The time for a request's body to arrive."""
    request_seconds: float = 30.0
    """The time for a response, including the wait in the queue."""
    connections: int = 512
    """Open at a time, of the thousand files that a process may commonly have open."""
    at_once: int = 64
    """The number of requests handled at the same time; more get status 503."""
    processes: int = 1
    """That run models; each holds the surveys in memory, and the rules use a core."""
    waiting: int = 8
    """Model runs that may wait; more get a 503."""
    model_seconds: float = 20.0
    """For one model run."""
    grace_seconds: float = 2.0
    """For a run that nobody waits for any more: most end sooner, and the answer is kept."""
    kept_bytes: int = 32 * 1024 * 1024
    """Of answers of the model that are kept to be given again."""
