"""Law folders: instruments, norms and rules of a user's own, added to a law or replacing parts of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from ayni.engine.errors import EngineError, fault, nearest
from ayni.engine.host import host
from ayni.engine.instruments import load_instrument
from ayni.engine.norms import load_norms, resting
from ayni.engine.rules import Aggregate, Rule, definitions_of
from ayni.engine.shapes import Text, shaped

if TYPE_CHECKING:
    from ayni.engine.law import Definition, Law

NAMES = "names.yaml"
FOLDERS = ("norms", "cases")
SUFFIXES = (".yaml", ".py", ".md")


class LawFolder(Struct, frozen=True):
    """The parts of a law that came from a law folder."""

    path: Path
    files: Mapping[str, str]
    """The SHA-256 hash of each file, by its path inside the folder; test cases are not part of the law."""
    instruments: tuple[str, ...]
    """The instruments that the folder adds or replaces."""
    rules: tuple[str, ...]

    @property
    def name(self) -> str:
        """The folder's own name, with which every result under this law is marked."""
        return self.path.name

    @property
    def sha256(self) -> str:
        """One hash for all of its files."""
        lines = (f"{name} {self.files[name]}" for name in sorted(self.files))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def with_folder(law: Law, path: Path) -> Law:
    """A new law: the given one with the instruments, norms, rules and names of a folder added to it.

    An instrument's file replaces the whole instrument of the same name; a rule replaces the rule of the same name in
    the same instrument; everything else is added. Raises EngineError, naming the file, for a mistake in one and for a
    file that does not belong in a law folder.
    """
    path = path.resolve()
    found = _files(path)
    where = {file: f"{path.name}/{file.relative_to(path).as_posix()}" for file in found}
    files = {file.relative_to(path).as_posix(): _hash(file) for file in found}
    own = load_norms(path / "norms", law.languages)
    for name, norm in own.items():
        if name in law.norms:
            raise fault("folder_norm", file=f"{path.name}/norms/{norm.decided.year}.yaml", norm=name)
    norms = {**law.norms, **own}
    top = [file for file in found if file.parent == path and file.name != NAMES]
    sheets = [file for file in top if file.suffix == ".yaml"]
    instruments = {file.stem: resting(load_instrument(file, law.languages), norms) for file in sheets}
    definitions: dict[str, Definition] = {}
    homes: dict[str, str] = {}
    for file in top:
        if file.suffix != ".py":
            continue
        for name, definition in python_definitions(file)[1].items():
            old = law.definitions.get(name)
            if isinstance(definition, Aggregate) and isinstance(old, Aggregate) and old == definition:
                continue
            if name in definitions:
                raise fault("defined_twice", name=name, module=where[file])
            if old is not None:
                home = old.module.rpartition(".")[2] if isinstance(old, Rule) else ""
                if home != file.stem or not isinstance(definition, Rule):
                    raise fault("folder_rule", file=where[file], rule=name, home=f"{home}.py" if home else "–")
            definitions[name], homes[name] = definition, where[file]
    texts = _names(path, definitions, law.languages)
    merged = replace(
        law,
        instruments=MappingProxyType({**law.instruments, **instruments}),
        definitions=MappingProxyType({**law.definitions, **definitions}),
        norms=MappingProxyType(norms),
        texts=MappingProxyType({**law.texts, **texts}),
        package="",
        folder=LawFolder(path, files, tuple(instruments), tuple(definitions)),
        shape=type(law.shape)(),
    )
    for name, definition in merged.definitions.items():
        home = merged.instrument_of(name) or ""
        if isinstance(definition, Rule) and (name in definitions or home in instruments):
            known = merged.instruments[home].parameters if home else {}
            for parameter in definition.parameters:
                if parameter not in known:
                    fields = {"rule": name, "parameter": parameter, "near": nearest(parameter, known)}
                    place = where.get(path / f"{home}.yaml") or homes[name]
                    raise fault("folder_parameter", file=place, **fields)
    return merged.checked(instruments)


def _files(path: Path) -> list[Path]:
    """The files of a law folder that are law, in order; raises where one is none of it, and where there is none."""
    if not path.is_dir():
        raise fault("folder_missing", folder=path)
    if re.search(r"[;:\x00-\x1f]", path.name):
        raise fault("folder_name", folder=path)
    found = []
    for each in sorted(path.iterdir()):
        if each.name.startswith(".") or each.name == "__pycache__":
            continue
        if each.is_dir() and each.name in FOLDERS:
            found += sorted(each.iterdir()) if each.name == "norms" else []
        else:
            found.append(each)
    for each in found:
        named = each.parent != path or each.suffix == ".md" or re.fullmatch(r"[a-z][a-z0-9_]*", each.stem)
        if each.is_dir() or each.suffix not in SUFFIXES or not named:
            raise fault("folder_file", file=f"{path.name}/{each.relative_to(path).as_posix()}")
    found = [each for each in found if each.suffix != ".md"]
    if not found:
        raise fault("folder_empty", folder=path)
    return found


def _hash(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise fault("cannot_read", file=file, reason=error.strerror or error) from None


def _names(path: Path, definitions: Mapping[str, Definition], languages: Collection[str]) -> Mapping[str, Text]:
    if not (path / NAMES).exists():
        return {}
    where = f"{path.name}/{NAMES}"
    found: dict[str, Text] = shaped(dict[str, Text], host.read(path / NAMES), where, languages=languages)
    for name in found:
        if name not in definitions:
            raise fault("folder_named", file=where, name=name, near=nearest(name, definitions))
    return found


def python_definitions(path: Path) -> tuple[dict[str, Any], dict[str, Definition], str]:
    """Run a Python file: every name that it defines, the rules and sums among them, and the text of the file.

    Raises EngineError with the file and the line.
    """
    try:
        host.noted(path.stat())
        content = path.read_bytes()
        text = content.decode()
    except OSError as error:
        raise fault("cannot_read", file=path, reason=error.strerror or error) from None
    except UnicodeDecodeError as error:
        raise fault("not_utf8", file=path, line=content[: error.start].count(b"\n") + 1) from None
    module: dict[str, Any] = {"__name__": path.stem, "__file__": str(path)}
    try:
        exec(compile(text, str(path), "exec"), module)
    except EngineError:
        raise
    except Exception as error:
        from traceback import extract_tb

        own = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == str(path)]
        line = error.lineno if isinstance(error, SyntaxError) else own[-1] if own else 1
        reason = error.msg if isinstance(error, SyntaxError) else error
        raise fault("reform_does_not_import", file=path, line=line, kind=type(error).__name__, reason=reason) from None
    definitions = {
        defined: definition
        for name, value in module.items()
        for defined, definition in definitions_of(path.stem, name, value).items()
    }
    return module, definitions, text
