from app.models import Parcel
from app.store import ParcelStore


def test_parcels_are_found_by_number():
    store = ParcelStore()
    store.add(Parcel("7", "bob", 900, "DE"))
    assert store.find("7").sender == "bob"
    assert store.find("8") is None
