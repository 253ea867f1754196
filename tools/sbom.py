"""The software bill of materials of the program, CycloneDX 1.6 in JSON: python tools/sbom.py build/ayni.cdx.json

From `requirements.lock`: each package with its version, the hashes of its files and what it needs. Scope `required` is
what `pip install ayni` brings, `optional` what an extra adds, `excluded` what only developing needs.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ayni

ROOT = Path(__file__).parent.parent
_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.M)
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Package:
    """A pinned package: the hashes of its files, and who needs it."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def plain(name: str) -> str:
    """A package's name as an index compares it, without its extras and bounds."""
    found = _NAME.match(name)
    assert found, name
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def read_lock(text: str) -> list[Package]:
    """The packages of a lock file as uv writes it; one may have several versions, for several Pythons."""
    found = []
    starts = [*_PINNED.finditer(text)]
    for start, end in zip(starts, [*(each.start() for each in starts[1:]), len(text)], strict=True):
        block = text[start.start() : end]
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
        comments = re.findall(r"^ +# +(?:via *)?(.*)$", block, re.M)
        needed_by = tuple(plain(each) for each in comments if each)
        found.append(Package(plain(start["name"]), start["version"], hashes, needed_by))
    return found


def needs_of(packages: Iterable[Package]) -> dict[str, set[str]]:
    """What each package needs, by names; what needs none of the others is not there."""
    found: dict[str, set[str]] = {}
    for package in packages:
        for other in package.needed_by:
            found.setdefault(other, set()).add(package.name)
    return found


def reached(roots: Iterable[str], needs: Mapping[str, set[str]]) -> set[str]:
    """The names of packages, and of all that they need."""
    todo, found = [plain(each) for each in roots], set[str]()
    while todo:
        if (name := todo.pop()) not in found:
            found.add(name)
            todo += needs.get(name, ())
    return found


def bill(lock: str, project: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a lock file and of the `project` table of pyproject.toml."""
    packages = read_lock(lock)
    needs = needs_of(packages)
    required = reached(project["dependencies"], needs)
    optional = reached((each for extra in project["optional-dependencies"].values() for each in extra), needs)
    own = f"pkg:pypi/ayni@{ayni.__version__}"
    direct = {own: {plain(each) for each in project["dependencies"]}}
    direct |= {each.purl: needs.get(each.name, set()) for each in packages}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own + lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "ayni",
                "version": ayni.__version__,
                "purl": own,
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": each.purl,
                "name": each.name,
                "version": each.version,
                "purl": each.purl,
                "scope": "required" if each.name in required else "optional" if each.name in optional else "excluded",
                "hashes": [{"alg": "SHA-256", "content": content} for content in each.hashes],
            }
            for each in packages
        ],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted(each.purl for each in packages if each.name in names)}
            for ref, names in sorted(direct.items())
        ],
    }


if __name__ == "__main__":
    target = Path(sys.argv[1])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    target.parent.mkdir(parents=True, exist_ok=True)
    made = bill((ROOT / "requirements.lock").read_text(encoding="utf-8"), project)
    target.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
