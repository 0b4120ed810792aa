"""What the program loads as it starts."""

import subprocess
import sys

_ASK = """
import linecache, sys
import mapview.cli, mapview.ui.program
print(sorted({"pandas", "pyarrow", "requests", "edtf"} & set(sys.modules)))
print(sum(len(entry[2]) for entry in linecache.cache.values()) < 50_000)
"""


def test_the_window_needs_no_tables_and_keeps_no_source_of_modules() -> None:
    found = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["[]", "True"]
