"""What this machine lacks for the window, and the command that installs it."""

import importlib.util
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mapview.config import resource_path
from mapview.errors import MissingPartError

#: Libraries that Qt's window and web engine link against, by the Debian package that holds each.
_DEBIAN_PACKAGES = {
    "libEGL.so": "libegl1",
    "libGL.so": "libgl1",
    "libOpenGL.so": "libopengl0",
    "libX11-xcb.so": "libx11-xcb1",
    "libX11.so": "libx11-6",
    "libXcomposite.so": "libxcomposite1",
    "libXdamage.so": "libxdamage1",
    "libXext.so": "libxext6",
    "libXfixes.so": "libxfixes3",
    "libXrandr.so": "libxrandr2",
    "libXtst.so": "libxtst6",
    "libasound.so": "libasound2",
    "libdbus-1.so": "libdbus-1-3",
    "libdrm.so": "libdrm2",
    "libexpat.so": "libexpat1",
    "libfontconfig.so": "libfontconfig1",
    "libfreetype.so": "libfreetype6",
    "libgbm.so": "libgbm1",
    "libglib-2.0.so": "libglib2.0-0",
    "libgthread-2.0.so": "libglib2.0-0",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libnssutil3.so": "libnss3",
    "libplc4.so": "libnspr4",
    "libplds4.so": "libnspr4",
    "libsmime3.so": "libnss3",
    "libudev.so": "libudev1",
    "libxcb-cursor.so": "libxcb-cursor0",
    "libxcb-icccm.so": "libxcb-icccm4",
    "libxcb-image.so": "libxcb-image0",
    "libxcb-keysyms.so": "libxcb-keysyms1",
    "libxcb-randr.so": "libxcb-randr0",
    "libxcb-render-util.so": "libxcb-render-util0",
    "libxcb-render.so": "libxcb-render0",
    "libxcb-shape.so": "libxcb-shape0",
    "libxcb-shm.so": "libxcb-shm0",
    "libxcb-sync.so": "libxcb-sync1",
    "libxcb-util.so": "libxcb-util1",
    "libxcb-xfixes.so": "libxcb-xfixes0",
    "libxcb-xkb.so": "libxcb-xkb1",
    "libxcb.so": "libxcb1",
    "libxkbcommon-x11.so": "libxkbcommon-x11-0",
    "libxkbcommon.so": "libxkbcommon0",
    "libxkbfile.so": "libxkbfile1",
    "libxshmfence.so": "libxshmfence1",
}

_LINKED = ("libQt6WebEngineCore.so.6", "libQt6Gui.so.6", "plugins/platforms/libqxcb.so")
_RESOURCES = ("resources/map", "resources/basemap", "resources/fonts", "data/gazetteer.csv", "seeds/project.toml")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is missing, and the command that installs it, empty if none does."""

    what: str
    remedy: str = ""


def findings() -> list[Finding]:
    """Return what this machine lacks for the window; nothing if it lacks nothing."""
    return [*_missing_resources(), *_missing_qt(), *_missing_libraries()]


def missing_libraries(ldd_output: str) -> list[str]:
    r"""Return the names of the libraries that ``ldd`` did not find.

    Examples
    --------
    >>> missing_libraries("libnss3.so => not found\nlibc.so.6 => /lib/libc.so.6 (0x00)")
    ['libnss3.so']
    """
    return re.findall(r"^\s*(\S+) => not found", ldd_output, flags=re.MULTILINE)


def debian_package(library: str) -> str | None:
    """Return the Debian package that holds a shared library, None if it is not known.

    Examples
    --------
    >>> debian_package("libxcb-cursor.so.0")
    'libxcb-cursor0'
    """
    return _DEBIAN_PACKAGES.get(re.sub(r"\.so(\.\d+)*$", ".so", library))


def _missing_resources() -> Iterable[Finding]:
    for name in _RESOURCES:
        try:
            resource_path(name)
        except MissingPartError:
            yield Finding(f"{name} is missing from this installation", "pip install --force-reinstall mapview")


def _missing_qt() -> Iterable[Finding]:
    if importlib.util.find_spec("PySide6.QtWebEngineCore") is None:
        yield Finding("PySide6 has no QtWebEngine", "pip install 'PySide6>=6.10,<6.12'")


def _missing_libraries() -> Iterable[Finding]:
    if not sys.platform.startswith("linux"):
        return
    missing = sorted({name for part in _linked_parts() for name in missing_libraries(_ldd(part))})
    packages = sorted({package for name in missing if (package := debian_package(name)) is not None})
    remedy = f"apt-get install {' '.join(packages)}" if packages else ""
    for name in missing:
        if debian_package(name) is None:
            yield Finding(f"the library {name} is missing", "your system's packages hold it under a similar name")
        else:
            yield Finding(f"the library {name} is missing", remedy)


def _linked_parts() -> Iterable[Path]:
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        return
    qt = Path(spec.origin).parent / "Qt"
    for name in _LINKED:
        path = qt / name if "/" in name else qt / "lib" / name
        if path.exists():
            yield path


def _ldd(path: Path) -> str:
    try:
        return subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607
    except FileNotFoundError as error:
        raise MissingPartError(
            f"ldd, which names missing libraries, is not on this {platform.system()} machine: install libc-bin."
        ) from error
