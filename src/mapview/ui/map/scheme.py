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
from mapview.ui.jobs import in_thread

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

    #: A worker has made the answer to the request of this number.
    _made = Signal(int, object)

    def __init__(self, routes: list[Route], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._routes = sorted(routes, key=lambda route: len(route.prefix), reverse=True)
        self._workers = QThreadPool(self)
        # One core stays with the window and the page.
        self._workers.setMaxThreadCount(max(1, QThread.idealThreadCount() - 1))
        self._turn = 0
        self._open: dict[int, tuple[QWebEngineUrlRequestJob, str]] = {}
        #: What workers take; no request, which is the main thread's.
        self._asks: dict[int, Callable[[], Answer | None]] = {}
        self._made.connect(self._worker_done)

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
        self._open.clear()
        self._asks.clear()
        self._workers.waitForDone()

    def _ask_worker(self, job: QWebEngineUrlRequestJob, path: str, ask: Callable[[], Answer | None]) -> None:
        self._turn += 1
        turn = self._turn
        self._open[turn], self._asks[turn] = (job, path), ask
        job.destroyed.connect(lambda: self._forget(turn))
        # What was asked for last is what is looked at now.
        in_thread(partial(self._work, turn), self._workers, turn)

    def _work(self, turn: int) -> None:
        """Make an answer in a worker thread, unless nobody waits for it any more."""
        ask = self._asks.pop(turn, None)
        if ask is not None:
            self._made.emit(turn, ask())

    def _forget(self, turn: int) -> None:
        self._open.pop(turn, None)
        self._asks.pop(turn, None)

    def _worker_done(self, turn: int, answer: Answer | None) -> None:
        job, path = self._open.pop(turn, (None, ""))
        if job is not None and isValid(job):
            _finish(job, path, answer)


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
