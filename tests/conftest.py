"""What every test may ask for."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder of the five reports' texts, which the repository does not hold."""
    folder = os.environ.get("MAPVIEW_ORIGINALS")
    if not folder:
        pytest.skip("MAPVIEW_ORIGINALS names no folder with the reports' texts")
    return Path(folder)
