"""Runs as ``python -m mapview``."""

from mapview.cli import main

if __name__ == "__main__":
    main()
