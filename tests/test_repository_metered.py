"""Reading a snapshot once, and counting what is read."""

from __future__ import annotations

import pytest

from verifier.repository import metered
from verifier.repository.metered import BYTES_PER_FILE, Meter, MeteredSnapshot
from verifier.repository.snapshot import MemorySnapshot, Unreadable

FILES = {"a.py": "a\n", "b.py": "bb\n", "c.py": "c" * 2000}


class Counted(MemorySnapshot):
    def __init__(self) -> None:
        super().__init__(FILES)
        self.asked: list[str] = []

    def read(self, path: str) -> bytes:
        self.asked.append(path)
        return super().read(path)


def test_a_file_is_read_once() -> None:
    inner = Counted()
    snapshot = MeteredSnapshot(inner, Meter())
    order = ["b.py", "a.py", "gone.py", "a.py", "c.py"]
    first, second = list(snapshot.read_many(order)), list(snapshot.read_many(order))
    assert [path for path, _ in first] == order
    assert [data for _, data in first if isinstance(data, bytes)] == [FILES[path].encode() for path in order if path in FILES]
    assert isinstance(first[2][1], Unreadable)
    assert [data for _, data in second if isinstance(data, bytes)] == [data for _, data in first if isinstance(data, bytes)]
    assert snapshot.read("b.py") == b"bb\n"
    assert [inner.asked.count(path) for path in FILES] == [2, 1, 1]  # a.py was asked for twice at once


def test_what_does_not_fit_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metered, "_HELD_FILE", 1000)
    inner = Counted()
    snapshot = MeteredSnapshot(inner, Meter())
    for _ in range(3):
        snapshot.read("c.py")
        snapshot.read("a.py")
    assert [inner.asked.count(path) for path in FILES] == [1, 0, 3]


def test_what_was_read_before_is_counted_all_the_same() -> None:
    meter = Meter()
    snapshot = MeteredSnapshot(Counted(), meter)
    for reader in ("one", "two"):
        meter.charge(reader)
        snapshot.read("a.py")
        list(snapshot.read_many(["a.py", "c.py"]))
    assert meter.spent["one"] == meter.spent["two"] == 3 * BYTES_PER_FILE + 2 + 2 + 2000
