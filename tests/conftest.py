"""Fixtures that every room shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder ``../shared/data`` beside the repository: survey files too big, or not ours, to keep inside it.

    A test that asks for it is skipped where the folder is absent, or fails there if the environment says ``CI=true``.
    """
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        message = f"needs the survey files in {folder}, which are not in the repository"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder
