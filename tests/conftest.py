"""What every test may ask for."""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from mapview.ui import app
from mapview.ui.garbage import Garbage

PATIENCE_MS = 60_000

# The same examples every time, however slow the machine: what is new comes to light with --hypothesis-profile=search.
settings.register_profile(
    "search",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("steady", settings.get_profile("search"), derandomize=True)
settings.load_profile("steady")


# What a shell starts in the background ignores Control-C, and so would the commands that tests start and stop.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _no_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the program keeps for its user away from the user's own, and from other processes of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CACHE"):
            patch.setenv(f"MAPVIEW_{name}_DIR", str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(scope="session", autouse=True)
def qapp() -> Iterator[Any]:
    """The program's own application for every test, since there can be one of one kind only.

    pytest-qt's would lack the URL scheme, which must be registered before; a drawing test's would lack widgets.
    """
    yield app.application()
    app.let_go_of_clipboard()


class PatientBot(QtBot):
    """Waits as long as a busy machine needs; what never comes is told a minute later."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 0) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))

    def waitSignal(self, signal: Any, *, timeout: int = 0, **more: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE_MS), **more)


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


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
