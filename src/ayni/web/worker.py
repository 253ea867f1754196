"""A worker process that runs models: it takes requests as lines of JSON, and gives a header line and the response's
bytes.

It ends with the server, whose end closes the pipe from which it reads.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import IO, Any

from ayni.garbage import searched_again, seldom_searched
from ayni.web.faults import where
from ayni.words import LANGUAGES, AyniError
from ayni.words.extras import installed


def serve(requests: IO[bytes], answers: IO[bytes], surveys: list[str], *, protected: bool = True) -> None:
    """Answer requests until there are no more; a validation error is answered as a sentence in each language."""
    from ayni.web.answers import ANSWERS, Served

    served = Served(tuple(map(Path, surveys)), protected=protected)
    for line in requests:
        request = json.loads(line)
        header: dict[str, Any] = {"kind": "answer"}
        content = b""
        try:
            with installed():
                content = ANSWERS[request["name"]](served, **request["asked"])
        except Exception as error:
            if isinstance(error, AyniError) and (request["name"] == "ready" or not of_own_file(error)):
                header = {"kind": "wrong", "key": error.key}
                content = json.dumps({language: error.in_language(language) for language in LANGUAGES}).encode()
            else:  # the server says that the model failed, and goes on
                print(f"ayni: {request['name']}: {where(error)}", file=sys.stderr, flush=True)
                header = {"kind": "failed"}
        answers.write(json.dumps({**header, "size": len(content)}).encode() + b"\n" + content)
        answers.flush()
        if request["name"] == "ready":
            searched_again()  # but not among what every question rests on


def of_own_file(error: AyniError) -> bool:
    """Whether it names a file of this machine, which is nothing to tell a visitor."""
    return any(isinstance(each, Path) for each in error.fields.values())


if __name__ == "__main__":
    seldom_searched()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server's to answer
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not come between answers
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, out, sys.argv[2:], protected=sys.argv[1] == "protected")
