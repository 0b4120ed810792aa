"""The window, in Qt."""

import builtins

import PySide6.QtCore  # noqa: F401 - puts its own import in the place of Python's

# PySide's import (6.11) reads and keeps the source of each module that comes after it, 41 MB of lines for this program,
# to find out whether the module asks for Qt's names in snake case. None here does.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
