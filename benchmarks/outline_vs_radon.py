"""How long outlining all of Python's standard library takes, cold and with two processes, against `radon cc` over the same files.

    python benchmarks/outline_vs_radon.py [--repeat N] [--files N]

Prints both times, wall and processor, and the ratio of the wall times (below 1: outlining is faster). The best of N runs counts, since
other work on the machine only adds; on a busy machine the processor times say more.
Cold: a new Python, no cache, workers started anew. radon runs as its command does, in one process, output thrown away.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

JOBS = 2
_OUTLINE = f"""
import sys
from pathlib import Path
from verifier.facts.facts import Facts
from verifier.repository.snapshot import MemorySnapshot

if __name__ == "__main__":
    paths = Path(sys.argv[1]).read_text().splitlines()
    snapshot = MemorySnapshot({{path.lstrip("/"): Path(path).read_bytes() for path in paths}})
    found = Facts(snapshot, jobs={JOBS}).outlines(list(snapshot.entries()))
    print(sum(len(getattr(outline, "definitions", ())) for outline in found.values()))
"""


def standard_library() -> list[Path]:
    """Every file that radon can read, so that both do the same work."""
    folder = Path(sysconfig.get_path("stdlib"))
    return sorted(path for path in folder.rglob("*.py") if "site-packages" not in path.parts)


def seconds(command: list[str]) -> tuple[float, float, str]:
    """Wall and processor time of a command with its children, and the last line it prints."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, used, (done.stdout.splitlines() or [""])[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=2, help="runs of each, of which the best counts")
    parser.add_argument("--files", type=int, default=0, help="only the first so many files")
    options = parser.parse_args()
    files = standard_library()[: options.files or None]
    with tempfile.TemporaryDirectory() as folder:
        script, listing = Path(folder, "outline.py"), Path(folder, "files.txt")
        script.write_text(_OUTLINE, "utf-8")
        listing.write_text("\n".join(map(str, files)), "utf-8")
        outline = [seconds([sys.executable, str(script), str(listing)]) for _ in range(options.repeat)]
        radon = [seconds([sys.executable, "-m", "radon", "cc", *map(str, files)]) for _ in range(options.repeat)]
    (best, used, definitions), (other, radon_used, _) = min(outline), min(radon)
    print(f"{len(files)} files, {definitions} definitions")
    print(f"outlines   {best:6.1f} s   processor {used:6.1f} s in {JOBS} workers")
    print(f"radon cc   {other:6.1f} s   processor {radon_used:6.1f} s")
    print(f"ratio      {best / other:6.2f}")


if __name__ == "__main__":
    main()
