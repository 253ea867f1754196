"""Reads the package's files beforehand, for the wheel: YAML, and the rules of the law. See `ayni.words.bundle`."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def bundle_of(root: Path) -> bytes:
    """The bundle of a checkout, read anew in this process."""
    sys.path.insert(0, str(root / "src"))
    with tempfile.TemporaryDirectory() as nowhere:
        os.environ["AYNI_CACHE"] = nowhere
        from ayni.law import bolivia
        from ayni.words import bundle, catalogue, parse_yaml, read_yaml

        bolivia()
        catalogue()
        for path in sorted(bundle.PACKAGE.rglob("*.yaml")):
            read_yaml(path)
        for path in sorted((root / "tests" / "cases").glob("*.yaml")):
            content = path.read_bytes()
            bundle.keep((f"cases/{path.name}", "typed"), content, parse_yaml(content, path))
        return bundle.written(bundle.entries())


class ReadBeforehand(BuildHookInterface):
    """The wheel gets `ayni/read.bundle`; a checkout that is installed in place makes its own in the cache."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        path = Path(tempfile.mkdtemp()) / "read.bundle"
        path.write_bytes(bundle_of(Path(self.root)))
        build_data["force_include"][str(path)] = "ayni/read.bundle"
