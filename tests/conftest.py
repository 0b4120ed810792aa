"""What every test may ask for."""

import os
from pathlib import Path
from typing import Any

import pytest

from mapview.ui import app


@pytest.fixture(scope="session", autouse=True)
def qapp() -> Any:
    """The program's own application for every test, since there can be one of one kind only.

    pytest-qt's would lack the URL scheme, which must be registered before; a drawing test's would lack widgets.
    """
    return app.application()


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder of the five reports' texts, which the repository does not hold."""
    folder = os.environ.get("MAPVIEW_ORIGINALS")
    if not folder:
        pytest.skip("MAPVIEW_ORIGINALS names no folder with the reports' texts")
    return Path(folder)
