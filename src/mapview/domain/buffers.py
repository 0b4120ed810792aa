"""Memory for large arrays that is used again once nobody holds them.

An edit makes new columns of a million rows from old ones. Copying them takes 10 ms; getting fresh memory for the copies
from the system, page by page, took another 10 to 100 ms.
"""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

#: Smaller arrays cost nothing to speak of.
_LARGE = 1 << 18
#: So many are kept at most: a set of columns, twice.
_MOST_SPARE = 40

_spare: list[NDArray[np.uint8]] = []


class _Lease:
    """Memory that is lent to one array and whatever looks into it, and comes back with the last of these."""

    __slots__ = ("__array_interface__", "_memory")

    def __init__(self, memory: NDArray[np.uint8], count: int, dtype: np.dtype[Any]) -> None:
        self._memory = memory
        self.__array_interface__ = {
            "version": 3, "shape": (count,), "typestr": dtype.str, "data": memory.__array_interface__["data"],
        }  # fmt: skip

    def __del__(self) -> None:
        if len(_spare) < _MOST_SPARE:
            _spare.append(self._memory)


def empty(count: int, dtype: DTypeLike) -> NDArray[Any]:
    """Return an array of so many items of whatever value."""
    kind = np.dtype(dtype)
    size = count * kind.itemsize
    if size < _LARGE:
        return np.empty(count, kind)
    for position, memory in enumerate(_spare):
        if size <= len(memory) <= size + size // 4:
            return np.asarray(_Lease(_spare.pop(position), count, kind))
    # Room for some more, since the next edit may add a row.
    return np.asarray(_Lease(np.empty(size + size // 16, np.uint8), count, kind))


def copied(array: NDArray[Any]) -> NDArray[Any]:
    """Return a copy of a one-dimensional array."""
    copy = empty(len(array), array.dtype)
    copy[:] = array
    return copy
