"""Run every benchmark, each in a process of its own; ``python -m benchmarks tiles window`` runs some."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Return 0 if every benchmark ran; the figures judge themselves against the bars they print."""
    wanted = set(sys.argv[1:])
    failed = False
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if not wanted or name in wanted:
            print(f"== {name}", flush=True)
            failed |= subprocess.run([sys.executable, "-m", f"benchmarks.{path.stem}"], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
