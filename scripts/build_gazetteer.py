"""Build data/gazetteer.csv and resources/gazetteer; data/README.md says where the inputs come from.

Example: python scripts/build_gazetteer.py whosonfirst.csv.gz natural_earth.gpkg.xz
"""

import argparse
import lzma
import shutil
import sys
import tempfile
from pathlib import Path

from mapview.gazetteer.build import build

_TOP = Path(__file__).resolve().parents[1]


def main() -> int:
    """Build from the files given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("whosonfirst", type=Path, help="whosonfirst.csv.gz")
    parser.add_argument("natural_earth", type=Path, help="natural_earth.gpkg, or .gpkg.xz")
    parser.add_argument("--by-hand", type=Path, default=_TOP / "data", help="folder of the tables made by hand")
    parser.add_argument("--csv", type=Path, default=_TOP / "data" / "gazetteer.csv")
    parser.add_argument("--index", type=Path, default=_TOP / "resources" / "gazetteer")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        package = given.natural_earth
        if package.suffix == ".xz":
            package = Path(folder) / "natural_earth.gpkg"
            with lzma.open(given.natural_earth) as packed, package.open("wb") as plain:
                shutil.copyfileobj(packed, plain)
        counts = build(given.whosonfirst, package, given.by_hand, given.csv, given.index)
    for tier, count in counts.items():
        sys.stdout.write(f"{tier}: {count} places\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
