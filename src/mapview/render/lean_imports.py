"""Loads a library without those that it mentions and this program has no use for at the start."""

import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any


@contextlib.contextmanager
def later(*names: str) -> Iterator[None]:
    """Let what is imported within load some modules only when it asks them for anything.

    Parameters
    ----------
    names
        Of modules that are imported whole (``import pandas as pd``), not parts of them.
    """
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _Later(name) for name in absent})
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


class _Later(ModuleType):
    def __getattr__(self, name: str) -> Any:
        # The import system asks for these.
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)
