"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mapview.ui import app


@pytest.fixture(scope="session", autouse=True)
def qapp() -> Iterator[Any]:
    """The program's own application for every test, since there can be one of one kind only.

    pytest-qt's would lack the URL scheme, which must be registered before; a drawing test's would lack widgets.
    """
    yield app.application()
    app.let_go_of_clipboard()


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder of the five reports' texts, which the repository does not hold."""
    folder = os.environ.get("MAPVIEW_ORIGINALS")
    if not folder:
        pytest.skip("MAPVIEW_ORIGINALS names no folder with the reports' texts")
    return Path(folder)
