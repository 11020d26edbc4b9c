"""Whether a missing file is one that the repository keeps out of version control."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.repository.snapshot import Snapshot, Unreadable


def kept_out(snapshot: Snapshot, path: str) -> bool:
    """Whether a `.gitignore` of the snapshot would ignore `path`: a private or built file, absent from every checkout."""
    path = path.replace("\\", "/").strip("/").removeprefix("./")
    for directory, patterns in _rules(snapshot, path):
        from verifier.repository.ignore_lines import ignore_spec  # 50 ms: only a missing path needs the rules

        opinion = ignore_spec(tuple(patterns)).check_file(path[len(directory) :].lstrip("/")).include
        if opinion is not None:
            return opinion
    return False


def keeps_out_within(snapshot: Snapshot, directory: str) -> bool:
    """Whether a `.gitignore` of the snapshot has a pattern for what lies in `directory`: then it is a directory that fills at run time."""
    directory = directory.replace("\\", "/").strip("/").removeprefix("./")
    for above, patterns in _rules(snapshot, directory + "/x"):
        inside = directory[len(above) :].lstrip("/") + "/"
        if any(pattern.lstrip("/").removeprefix("**/").startswith(inside) for pattern in patterns):
            return True
    return False


def _rules(snapshot: Snapshot, path: str) -> Iterator[tuple[str, list[str]]]:
    """The ignore files that govern `path`, the deepest first: it decides."""
    directory = path
    while directory:
        directory = directory.rpartition("/")[0]
        name = f"{directory}/.gitignore" if directory else ".gitignore"
        if name in snapshot.entries():
            try:
                yield directory, snapshot.text(name).splitlines()
            except Unreadable:
                continue
