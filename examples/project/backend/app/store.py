"""Parcels in memory, by number."""

from threading import Lock

from app.models import Parcel

MAX_PARCELS = 5_000


class StoreFull(Exception):
    """No room for another parcel."""


class ParcelStore:
    """Keeps parcels until they are delivered."""

    def __init__(self) -> None:
        self._parcels: dict[str, Parcel] = {}
        self._lock = Lock()

    def add(self, parcel: Parcel) -> None:
        with self._lock:
            if len(self._parcels) >= MAX_PARCELS:
                raise StoreFull(f"{MAX_PARCELS} parcels are enough")
            self._parcels[parcel.number] = parcel

    def find(self, number: str) -> Parcel | None:
        return self._parcels.get(number)

    def all(self, status: str | None = None) -> list[Parcel]:
        return [parcel for parcel in self._parcels.values() if status in (None, parcel.status)]
