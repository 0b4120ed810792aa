"""The ``mapview://`` scheme: pages get everything from here and nothing from anywhere else."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QRunnable, QThread, QThreadPool, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from shiboken6 import isValid

from mapview.config import resource_path
from mapview.errors import MapviewError

_log = logging.getLogger(__name__)

NAME = "mapview"
PAGE_URL = "mapview://app/"
_ALLOWED_SCHEMES = frozenset({NAME, "qrc", "data", "blob"})
_TYPES = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "png": "image/png",
    "woff2": "font/woff2",
    "bin": "application/octet-stream",
}
_TILE_CACHE_BYTES = 64 * 2**20

#: Answers one path: its parts below the provider's prefix; None if there is no such thing.
Provider = Callable[[str], bytes | None]


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
        self._cache = ByteCache(_TILE_CACHE_BYTES)
        self._turn = 0
        self._open: dict[int, tuple[QWebEngineUrlRequestJob, _Work]] = {}

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802
        """Answer a request, at once or when its worker is done."""
        path = job.requestUrl().path().removeprefix("/")
        if bytes(job.requestMethod().data()) != b"GET" or job.requestUrl().host() != "app":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        for route in self._routes:
            if path.startswith(route.prefix):
                rest = path.removeprefix(route.prefix)
                if route.slow:
                    self._ask_worker(job, path, lambda: route.provider(rest))
                else:
                    self._finish(job, path, _ask(route.provider, rest))
                return
        self._finish(job, path, None)

    def close(self) -> None:
        """Give up what is still being made; call it before the profile goes."""
        for _, work in self._open.values():
            work.given_up = True
        self._open.clear()
        self._workers.clear()
        self._workers.waitForDone()

    def _ask_worker(self, job: QWebEngineUrlRequestJob, path: str, make: Callable[[], bytes | None]) -> None:
        held = self._cache.get(path)
        if held is not None:
            self._finish(job, path, held)
            return
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

    def _worker_done(self, turn: int, path: str, body: bytes | None) -> None:
        if body is not None:
            self._cache.put(path, body)
        found = self._open.pop(turn, None)
        if found is not None and isValid(found[0]):
            self._finish(found[0], path, body)

    def _finish(self, job: QWebEngineUrlRequestJob, path: str, body: bytes | None) -> None:
        if body is None:
            _log.warning("A page asked for %s, which does not exist.", path)
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(job)
        buffer.setData(body)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(_content_type(path), buffer)


class ByteCache:
    """The answers given last, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._held: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        """Return what is held under a key."""
        if key in self._held:
            self._held.move_to_end(key)
        return self._held.get(key)

    def put(self, key: str, body: bytes) -> None:
        """Hold an answer, and let go of those not asked for longest."""
        self._size += len(body) - len(self._held.pop(key, b""))
        self._held[key] = body
        while self._size > self._limit:
            _, oldest = self._held.popitem(last=False)
            self._size -= len(oldest)


class _Done(QObject):
    done = Signal(int, str, object)


class _Work(QRunnable):
    """Makes one answer in a worker thread."""

    def __init__(self, turn: int, path: str, make: Callable[[], bytes | None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.turn = turn
        self.path = path
        self.make = make
        self.given_up = False
        self.done = _Done()

    def run(self) -> None:
        body = None if self.given_up else _ask(lambda _rest: self.make(), "")
        self.done.done.emit(self.turn, self.path, body)


def files(folder: str, *suffixes: str) -> Provider:
    """Return a provider of the files of a resource folder that have one of these suffixes."""
    held: dict[str, bytes] = {}
    lock = threading.Lock()

    def provide(name: str) -> bytes | None:
        if "/" in name or "\\" in name or name.startswith(".") or name.rpartition(".")[2] not in suffixes:
            return None
        with lock:
            if name not in held:
                held[name] = resource_path(f"{folder}/{name}").read_bytes()
            return held[name]

    return provide


@lru_cache(maxsize=1)
def web_channel_script() -> bytes:
    """Return qwebchannel.js as this Qt brings it along."""
    script = QFile(":/qtwebchannel/qwebchannel.js")
    if not script.open(QIODevice.OpenModeFlag.ReadOnly):
        raise MapviewError("Qt brings no qwebchannel.js along: install PySide6 again.")
    return bytes(script.readAll().data())


def _ask(provider: Provider, rest: str) -> bytes | None:
    try:
        return provider(rest)
    except MapviewError as error:
        _log.error("%s", error)  # noqa: TRY400 (the sentence says it all)
    except Exception:  # a page must get an answer whatever fails
        _log.exception("A request of the page failed.")
    return None


def _content_type(path: str) -> bytes:
    return _TYPES.get(path.rpartition("/")[2].rpartition(".")[2], "text/html").encode()
