"""Every error that MapView raises on purpose.

Each class is also a built-in one, so that callers who know nothing of MapView can catch it. Messages are one
sentence for a reader: what happened, where, and what to do next.
"""


class MapviewError(Exception):
    """Base of all; never raised itself."""


class BadInputError(MapviewError, ValueError):
    """Something given to MapView is wrong; whoever gave it must change it."""


class BadDateError(BadInputError):
    """A date is no EDTF (ISO 8601-2:2019); whoever wrote it must correct it."""


class UnknownIdError(MapviewError, LookupError):
    """An id names nothing in the project; correct the id or add what it names."""


class FileProblemError(MapviewError, OSError):
    """A file cannot be read or written; the person at the machine must look at it."""


class MissingPartError(MapviewError, RuntimeError):
    """The machine lacks a library or a resource; ``mapview doctor`` says which and how to install it."""
