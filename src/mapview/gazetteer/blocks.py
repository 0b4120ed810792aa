"""Sorted text in compressed blocks: the file format of the prebuilt indexes in ``resources/gazetteer``.

A file opens by reading one small directory; a look-up decompresses one or two blocks of some kilobytes.
Layout, all integers little-endian::

    8 bytes   magic
    4 bytes   length of the directory
    directory zlib-compressed JSON {"meta": {}, "sections": {name: [offset, length]}, "tables": {name: {}}}
    sections  raw bytes; offsets count from the end of the directory

A table is a run of lines cut into blocks of as many lines each; each block is deflated with a preset dictionary
(a sample of the table's lines, the section ``<table>.dictionary``), so that small blocks compress well. A table's
entry in the directory holds the number of lines in a block, the blocks' end offsets and, for a sorted table, the
first line's sort key of each block.
"""

import json
import mmap
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from mapview.errors import FileProblemError

MAGIC = b"MVGAZ\x001\n"
_CACHED_BLOCKS = 1024
_SAMPLED = 700
_DICTIONARY = 16_000
_RAW = -15


class BlockWriter:
    """Collects sections and tables and writes them as one file."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self._sections: dict[str, tuple[int, int]] = {}
        self._tables: dict[str, dict[str, Any]] = {}

    def add_section(self, name: str, data: bytes) -> None:
        """Add raw bytes under a name."""
        self._sections[name] = (self._size, len(data))
        self._parts.append(data)
        self._size += len(data)

    def add_table(self, name: str, lines: Sequence[str], *, block: int, is_sorted: bool) -> None:
        """Add lines without line feeds; a sorted table's lines are in the order of :func:`sort_key`.

        ``block`` is the number of lines in a block: larger blocks compress better, smaller ones open faster.
        """
        sample = "\n".join(lines[:: max(1, len(lines) // _SAMPLED)]).encode()[:_DICTIONARY]
        ends: list[int] = []
        firsts, blocks = [], []
        for start in range(0, len(lines), block):
            chunk = lines[start : start + block]
            deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW, 9, zlib.Z_DEFAULT_STRATEGY, sample)
            blocks.append(deflate.compress("\n".join(["", *chunk, ""]).encode()) + deflate.flush())
            ends.append((ends[-1] if ends else 0) + len(blocks[-1]))
            if is_sorted:
                firsts.append(sort_key(chunk[0].partition("\t")[0]))
        self.add_section(name, b"".join(blocks))
        self.add_section(f"{name}.dictionary", sample)
        self._tables[name] = {"block": block, "ends": ends, "firsts": firsts}

    def write(self, path: Path, meta: dict[str, Any]) -> None:
        """Write the file beside its place, then rename it there."""
        directory = {"meta": meta, "sections": self._sections, "tables": self._tables}
        packed = zlib.compress(json.dumps(directory, ensure_ascii=False, separators=(",", ":")).encode(), 9)
        partial = path.with_suffix(".part")
        with partial.open("wb") as stream:
            stream.write(MAGIC + len(packed).to_bytes(4, "little") + packed)
            stream.writelines(self._parts)
        partial.replace(path)


class BlockFile:
    """A file of tables opened for reading.

    Raises
    ------
    FileProblemError
        If the file cannot be read or is no gazetteer index.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as stream:
                self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise FileProblemError(f"{path} cannot be read ({error}): install MapView again.") from error
        if self._data[:8] != MAGIC:
            raise FileProblemError(f"{path} is no gazetteer index of this version: install MapView again.")
        length = int.from_bytes(self._data[8:12], "little")
        directory = json.loads(zlib.decompress(self._data[12 : 12 + length]))
        self._base = 12 + length
        self._sections: dict[str, list[int]] = directory["sections"]
        self._tables: dict[str, dict[str, Any]] = directory["tables"]
        self._dictionaries = {table: self.section(f"{table}.dictionary") for table in self._tables}
        self.meta: dict[str, Any] = directory["meta"]
        self._block = lru_cache(maxsize=_CACHED_BLOCKS)(self._read_block)

    def section(self, name: str) -> bytes:
        """Return the bytes of a section."""
        offset, length = self._sections[name]
        return self._data[self._base + offset : self._base + offset + length]

    def has(self, name: str) -> bool:
        """Tell whether there is a section of this name."""
        return name in self._sections

    def line(self, table: str, number: int) -> str:
        """Return one line of a table by its number."""
        lines: int = self._tables[table]["block"]
        block, place = divmod(number, lines)
        return self._block(table, block).split("\n", place + 2)[place + 1]

    def find(self, table: str, key: str) -> str | None:
        """Return what stands after the tab on the line of a key, or None."""
        number = bisect_right(self._tables[table]["firsts"], sort_key(key)) - 1
        if number < 0:
            return None
        block = self._block(table, number)
        start = block.find(f"\n{key}\t")
        if start < 0:
            return None
        start += len(key) + 2
        return block[start : block.index("\n", start)]

    def with_prefix(self, table: str, prefix: str, length: int) -> Iterator[str]:
        """Yield the keys of a length in characters that begin with a prefix."""
        firsts = self._tables[table]["firsts"]
        low = sort_key(prefix, length)
        for number in range(max(0, bisect_right(firsts, low) - 1), len(firsts)):
            if firsts[number] > low and not firsts[number].startswith(low):
                return
            for line in self._block(table, number)[1:-1].split("\n"):
                if line.startswith(prefix):
                    key = line.partition("\t")[0]
                    if len(key) == length:
                        yield key

    def _read_block(self, table: str, number: int) -> str:
        ends = self._tables[table]["ends"]
        offset = self._base + self._sections[table][0]
        start = ends[number - 1] if number else 0
        inflate = zlib.decompressobj(_RAW, self._dictionaries[table])
        return inflate.decompress(self._data[offset + start : offset + ends[number]]).decode()


def sort_key(key: str, length: int | None = None) -> str:
    """Return what sorted tables are in order of: length first, so that near lengths can be scanned alone.

    Examples
    --------
    >>> sorted(["mosul", "erbil", "kut"], key=sort_key)
    ['kut', 'erbil', 'mosul']
    """
    return chr(0x20 + (len(key) if length is None else length)) + key
