"""The ``mapview://`` scheme: pages get everything from here and nothing from anywhere else."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QFile,
    QIODevice,
    QObject,
    QRunnable,
    QThread,
    QThreadPool,
    QUrlQuery,
    Signal,
)
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from shiboken6 import isValid

from mapview.errors import MapviewError, MissingPartError

_log = logging.getLogger(__name__)

NAME = "mapview"
PAGE_URL = "mapview://app/"
_ALLOWED_SCHEMES = frozenset({NAME, "qrc", "data", "blob"})

#: A MIME type and what is of it.
Answer = tuple[str, bytes]
#: Answers what follows the route's prefix, with the items of the query.
Provider = Callable[[str, Mapping[str, str]], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers the paths that begin with a prefix; ``slow`` ones are asked in a worker thread."""

    prefix: str
    provider: Provider
    slow: bool = False


def register_scheme() -> None:
    """Make the scheme known to WebEngine; must happen before there is a QApplication."""
    if QWebEngineUrlScheme.schemeByName(QByteArray(NAME.encode())).name() == NAME.encode():
        return
    scheme = QWebEngineUrlScheme(NAME.encode())
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


class OnlyOurs(QWebEngineUrlRequestInterceptor):
    """Blocks every request that would leave the program."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802
        """Block what is not served by the program itself."""
        if info.requestUrl().scheme() not in _ALLOWED_SCHEMES:
            _log.warning("A page asked for %s; blocked.", info.requestUrl().toDisplayString())
            info.block(True)


class SchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers ``mapview://app/...`` by the routes that are given to it, the longest prefix first."""

    def __init__(self, routes: list[Route], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._routes = sorted(routes, key=lambda route: len(route.prefix), reverse=True)
        self._workers = QThreadPool(self)
        # One core stays with the window and the page.
        self._workers.setMaxThreadCount(max(1, QThread.idealThreadCount() - 1))
        self._turn = 0
        self._open: dict[int, tuple[QWebEngineUrlRequestJob, _Work]] = {}

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802
        """Answer a request, at once or when its worker is done."""
        path = job.requestUrl().path().removeprefix("/")
        if bytes(job.requestMethod().data()) != b"GET" or job.requestUrl().host() != "app":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        route = next((route for route in self._routes if path.startswith(route.prefix)), None)
        if route is None:
            _finish(job, path, None)
            return
        ask = partial(_ask, route.provider, path.removeprefix(route.prefix), _query(job))
        if route.slow:
            self._ask_worker(job, path, ask)
        else:
            _finish(job, path, ask())

    def close(self) -> None:
        """Give up what is still being made; call it before the profile goes."""
        for _, work in self._open.values():
            work.given_up = True
        self._open.clear()
        self._workers.clear()
        self._workers.waitForDone()

    def _ask_worker(self, job: QWebEngineUrlRequestJob, path: str, make: Callable[[], Answer | None]) -> None:
        self._turn += 1
        turn = self._turn
        work = _Work(turn, path, make)
        work.done.done.connect(self._worker_done)
        self._open[turn] = job, work
        job.destroyed.connect(lambda: self._forget(turn))
        # What was asked for last is what is looked at now.
        self._workers.start(work, turn)

    def _forget(self, turn: int) -> None:
        found = self._open.pop(turn, None)
        if found is not None:
            found[1].given_up = True

    def _worker_done(self, turn: int, path: str, answer: Answer | None) -> None:
        found = self._open.pop(turn, None)
        if found is not None and isValid(found[0]):
            _finish(found[0], path, answer)


class _Done(QObject):
    done = Signal(int, str, object)


class _Work(QRunnable):
    """Makes one answer in a worker thread."""

    def __init__(self, turn: int, path: str, make: Callable[[], Answer | None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.turn = turn
        self.path = path
        self.make = make
        self.given_up = False
        self.done = _Done()

    def run(self) -> None:
        """Make the answer, unless nobody waits for it any more."""
        self.done.done.emit(self.turn, self.path, None if self.given_up else self.make())


@lru_cache(maxsize=1)
def web_channel_script() -> bytes:
    """Return qwebchannel.js as this Qt brings it along."""
    script = QFile(":/qtwebchannel/qwebchannel.js")
    if not script.open(QIODevice.OpenModeFlag.ReadOnly):
        raise MissingPartError("Qt brings no qwebchannel.js along: install PySide6 again.")
    return bytes(script.readAll().data())


def _ask(provider: Provider, rest: str, query: Mapping[str, str]) -> Answer | None:
    try:
        return provider(rest, query)
    except MapviewError as error:
        _log.error("%s", error)
    except Exception:  # noqa: BLE001 - a page must get an answer whatever fails
        _log.exception("A request of the page failed.")
    return None


def _query(job: QWebEngineUrlRequestJob) -> dict[str, str]:
    return dict(QUrlQuery(job.requestUrl()).queryItems())


def _finish(job: QWebEngineUrlRequestJob, path: str, answer: Answer | None) -> None:
    if answer is None:
        _log.warning("A page asked for %s, which cannot be given.", path)
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        return
    kind, body = answer
    buffer = QBuffer(job)
    buffer.setData(body)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(kind.encode(), buffer)
