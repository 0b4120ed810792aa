"""What every test may ask for."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mapview.ui import app
from mapview.ui.garbage import Garbage


@pytest.fixture(scope="session", autouse=True)
def qapp() -> Iterator[Any]:
    """The program's own application for every test, since there can be one of one kind only.

    pytest-qt's would lack the URL scheme, which must be registered before; a drawing test's would lack widgets.
    """
    yield app.application()
    app.let_go_of_clipboard()


@pytest.fixture(autouse=True)
def _garbage(qapp: Any) -> Iterator[None]:
    """Collect garbage as the program does between two of its events: most tests have none."""
    yield
    gc.unfreeze()
    qapp.findChild(Garbage).look()


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder of the five reports' texts, which the repository does not hold."""
    folder = os.environ.get("MAPVIEW_ORIGINALS")
    if not folder:
        pytest.skip("MAPVIEW_ORIGINALS names no folder with the reports' texts")
    return Path(folder)
