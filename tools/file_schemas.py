"""Write the JSON Schemas of files beside the code, for editors, from the classes that read them; run after a change."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from pathlib import Path
from typing import Any

import msgspec

from ayni.engine.instruments import InstrumentFile
from ayni.web.questions import File
from ayni.words import LANGUAGES, Named, Shape, Text

PACKAGE = Path(__file__).parent.parent / "src" / "ayni"
TARGETS: dict[Path, tuple[Any, str]] = {
    PACKAGE / "law" / "instrument.schema.json": (InstrumentFile, "Ayni: an instrument"),
    PACKAGE / "web" / "question.schema.json": (File, "Ayni: a one-question page"),
}
"""Where each schema is written, the class that reads such a file, and its title."""


def document(kind: Any, title: str) -> str:
    """The schema of a class as text."""
    schema = msgspec.json.schema(kind, schema_hook=_text)
    room = kind.__module__.rpartition(".")[0]
    found = {each.__name__: each for each in _shapes(Shape) if each.__module__.startswith(f"{room}.")}
    for name, part in schema["$defs"].items():
        part.pop("title")
        for key, said in _said_of_fields(found[name]).items():
            part["properties"][key] = {"description": said, **part["properties"][key]}
        if issubclass(found[name], Named):  # which says its name beside its other keys
            texts = dict.fromkeys(LANGUAGES, A_TEXT)
            part["properties"] = {**texts, **{key: of for key, of in part["properties"].items() if key != "text"}}
            part["required"] = [*LANGUAGES, *(key for key in part["required"] if key != "text")]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=1) + "\n"


A_TEXT = {"type": "string", "minLength": 1}


def _text(kind: type[Any]) -> dict[str, Any]:
    """The schema of a text in each language."""
    assert kind is Text
    texts = dict.fromkeys(LANGUAGES, A_TEXT)
    return {"type": "object", "properties": texts, "required": list(LANGUAGES), "additionalProperties": False}


def _shapes(of: type[Any]) -> list[type[Any]]:
    return [each for kind in of.__subclasses__() for each in (kind, *_shapes(kind))]


def _said_of_fields(kind: Any) -> dict[str, str]:
    """The text below each field of a class and of those that it extends, by the key that stands in files."""
    keys = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    found = {}
    for each in reversed(kind.__mro__):
        if issubclass(each, Shape) and each is not Shape:
            (tree,) = ast.parse(textwrap.dedent(inspect.getsource(each))).body
            assert isinstance(tree, ast.ClassDef)
            for field, text in zip(tree.body, tree.body[1:], strict=False):
                if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
                    found[keys[ast.unparse(field.target)]] = " ".join(ast.literal_eval(text.value).split())
    return found


if __name__ == "__main__":
    for target, (kind, title) in TARGETS.items():
        target.write_text(document(kind, title), encoding="utf-8")
