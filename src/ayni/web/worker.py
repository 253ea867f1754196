"""A process that runs models: a request on a line of JSON in, a header on a line and the answer's bytes out."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import IO, Any

from ayni.words import LANGUAGES, AyniError


def serve(requests: IO[bytes], answers: IO[bytes], surveys: list[str]) -> None:
    """Answer until there are no more requests. What the user did wrong is answered as a sentence in each language."""
    from ayni.web.model import MODEL, Model

    model = Model(tuple(map(Path, surveys)))
    for line in requests:
        request = json.loads(line)
        header: dict[str, Any]
        content = b""
        try:
            content = MODEL[request["name"]](model, **request["asked"])
            header = {"size": len(content)}
        except AyniError as error:
            header = {"wrong": {language: error.in_language(language) for language in LANGUAGES}, "key": error.key}
        except Exception as error:  # the server says that the model failed, and goes on
            print(f"{request['name']}: {type(error).__name__}", file=sys.stderr, flush=True)
            header = {"failed": type(error).__name__}
        answers.write(json.dumps(header).encode() + b"\n" + content)
        answers.flush()


if __name__ == "__main__":
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not come between answers
    serve(sys.stdin.buffer, out, sys.argv[1:])
