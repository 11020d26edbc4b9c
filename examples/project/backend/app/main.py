"""HTTP endpoints of the parcel desk."""

from fastapi import FastAPI, HTTPException

from app.models import Parcel
from app.notify import notify_sender
from app.pricing import price
from app.store import ParcelStore

app = FastAPI(title="Parcel desk")
store = ParcelStore()


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/parcels")
def list_parcels(status: str | None = None) -> list[Parcel]:
    return store.all(status)


@app.post("/parcels", status_code=201)
def create_parcel(parcel: Parcel) -> Parcel:
    parcel.cents = price(parcel)
    store.add(parcel)
    notify_sender(parcel)
    return parcel


@app.post("/parcels/{number}/status")
def set_status(number: str, status: str) -> Parcel:
    parcel = store.find(number)
    if parcel is None:
        raise HTTPException(404, f"no parcel {number}")
    parcel.status = status
    return parcel
