"""How the package is built: `hatchling`, with what a wheel holds ready and the README with whole addresses.

A wheel takes what `tools/beforehand.py` reads and draws; a checkout that is installed in place needs none of it.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling import build
from hatchling.build import *  # noqa: F403 (this module is the build backend)
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

DRAWS = ["numpy>=2.0", "jinja2>=3.1", "fastapi>=0.115", "vl-convert-python>=1.7", "pillow>=11"]
"""What draws the cards: the pages' own code, the extra `ayni[pictures]`, and Pillow, which makes their files small."""


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:
    """What building a wheel needs beside what installing in place does."""
    return [*build.get_requires_for_build_wheel(config_settings), *DRAWS]


class Beforehand(BuildHookInterface):
    """Puts `ayni/read.bundle` and `ayni/pictures` into a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root, made = Path(self.root), Path(tempfile.mkdtemp())
        sys.path.insert(0, str(root / "tools"))
        import beforehand

        beforehand.read_from(root)
        (made / "read.bundle").write_bytes(beforehand.bundle_of(root))
        (made / "pictures").mkdir()
        beforehand.draw(made / "pictures")
        for each in ("read.bundle", "pictures"):
            build_data["force_include"][str(made / each)] = f"ayni/{each}"


class Readme(MetadataHookInterface):
    """The README for a package index, where a link to a file of the repository needs its whole address."""

    def update(self, metadata: dict[str, Any]) -> None:
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": absolute(text, metadata["urls"]["Source"])}


def absolute(text: str, source: str) -> str:
    """Markdown whose links to files beside it lead to the repository at `source`: pictures raw, all else as a page."""

    def whole(link: re.Match[str]) -> str:
        view = "raw" if link["picture"] else "blob"
        return f"{link['picture']}[{link['text']}]({source}/{view}/main/{link['to']})"

    return re.sub(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?!https?:|#|mailto:)(?P<to>[^)\s]+)\)", whole, text)
