"""The bill of materials names every pinned package once, with its hashes, by whom it is needed and for what."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = f"""# by hand
alpha==1.0 \\
    --hash=sha256:{"a" * 64} \\
    --hash=sha256:{"b" * 64}
    # via ayni (pyproject.toml)
beta-core==2.1 ; sys_platform == 'win32' \\
    --hash=sha256:{"c" * 64}
    # via
    #   alpha
    #   Delta.Tool
delta-tool==3 \\
    --hash=sha256:{"d" * 64}
    # via ayni (pyproject.toml:dev)
gamma==0.1 \\
    --hash=sha256:{"e" * 64}
    # via ayni (pyproject.toml)
"""
PROJECT = {
    "license": "Apache-2.0",
    "dependencies": ["Alpha>=1"],
    "optional-dependencies": {"more": ["gamma>=0.1", "beta_core"]},
}


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("sbom_tool", ROOT / "tools" / "sbom.py")
    found = importlib.util.module_from_spec(spec)
    sys.modules["sbom_tool"] = found
    spec.loader.exec_module(found)
    return found


def test_a_lock_is_read_with_hashes_needs_and_scopes(tool):
    made = tool.bill(LOCK, PROJECT)
    found = {each["name"]: each for each in made["components"]}
    assert {name: each["scope"] for name, each in found.items()} == {
        "alpha": "required", "beta-core": "required", "delta-tool": "excluded", "gamma": "optional",
    }  # fmt: skip
    assert [each["content"][0] for each in found["alpha"]["hashes"]] == ["a", "b"]
    assert found["beta-core"]["purl"] == "pkg:pypi/beta-core@2.1"
    needs = {each["ref"]: each["dependsOn"] for each in made["dependencies"]}
    assert needs["pkg:pypi/delta-tool@3"] == needs["pkg:pypi/alpha@1.0"] == ["pkg:pypi/beta-core@2.1"]
    assert needs[made["metadata"]["component"]["bom-ref"]] == ["pkg:pypi/alpha@1.0"]


def test_our_own_bill_is_whole_and_the_same_each_time(tool):
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    made = tool.bill(lock, project)
    assert made == tool.bill(lock, project)
    pinned = {line.split()[0] for line in lock.splitlines() if line[:1].isalpha()}
    assert {f"{each['name']}=={each['version']}" for each in made["components"]} == pinned
    assert len(made["components"]) == len(pinned)
    assert all(each["hashes"] for each in made["components"])
    required = {each["name"] for each in made["components"] if each["scope"] == "required"}
    assert {"numpy", "pyyaml", "msgspec", "pydantic", "starlette"} <= required
    assert not {"pytest", "polars", "openfisca-core"} & required
    refs = {each["bom-ref"] for each in [made["metadata"]["component"], *made["components"]]}
    assert {ref for each in made["dependencies"] for ref in (each["ref"], *each["dependsOn"])} == refs
