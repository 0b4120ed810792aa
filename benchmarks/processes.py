"""What processes take of the machine's memory (Linux)."""

from pathlib import Path


def below(process: int) -> list[int]:
    """Return the processes that a process started, and those that these started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process:
            found += [int(folder.name), *below(int(folder.name))]
    return found


def memory_mb(process: int) -> float:
    """Return the proportional set size of a process in megabytes; 0 if it has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def page_memory_mb(process: int) -> float:
    """Return the proportional set size of the largest page below a process, Chromium's renderer, in megabytes."""
    sizes = [0.0]
    for one in below(process):
        try:
            command = Path(f"/proc/{one}/cmdline").read_bytes()
        except OSError:
            continue
        # Qt's pages keep the name of the process that they were forked from.
        if b"--type=renderer" in command or b"--type=zygote" in command:
            sizes.append(memory_mb(one))
    return max(sizes)
