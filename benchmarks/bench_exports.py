"""Every export of 10,000 claims that needs no window: page, reports and data."""

import io
import time
from importlib.util import find_spec
from pathlib import Path

from benchmarks.generator import made_project

from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange import registry
from mapview.export_formats import FORMATS, register_formats

CLAIMS, BAR_S = 10_000, 5.0


def main() -> None:
    """Print all figures."""
    register_formats()
    snapshot = Snapshot(Timeline.of(made_project(2_000, CLAIMS, seed=1)))
    for extension in (one.extension for one in FORMATS):
        if extension == "parquet" and find_spec("pyarrow") is None:
            print("parquet: pyarrow is not installed")
            continue
        path, stream = Path(f"out.{extension}"), io.BytesIO()
        began = time.perf_counter()
        registry.exporter_for(path)(snapshot, stream)
        taken = time.perf_counter() - began
        verdict = "within" if taken <= BAR_S else "OVER"
        size = len(stream.getvalue()) / 1e6
        print(f"{extension}: {taken:.2f} s, {size:.1f} MB ({verdict} {BAR_S:g} s)", flush=True)


if __name__ == "__main__":
    main()
