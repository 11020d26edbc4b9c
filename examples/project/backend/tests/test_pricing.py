from app.models import Parcel
from app.pricing import base_price, price


def test_base_price_steps():
    assert base_price(500) == 390
    assert base_price(501) == 490


def test_heavy_parcels_cost_more_per_kilogram():
    assert base_price(12_000) == 1_590


def test_express_abroad():
    assert price(Parcel("1", "ann", 400, "US", express=True)) == 1_482
