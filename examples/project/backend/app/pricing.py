"""What a parcel costs, in cents."""

from app.models import Parcel

NEAR = {"AT", "BE", "CZ", "DE", "DK", "FR", "LU", "NL", "PL"}
STEPS = ((500, 390), (1_000, 490), (2_000, 620), (5_000, 890), (10_000, 1_290))


def base_price(grams: int) -> int:
    for limit, cents in STEPS:
        if grams <= limit:
            return cents
    return STEPS[-1][1] + 100 * ((grams - STEPS[-1][0]) // 1_000 + 1)


def price(parcel: Parcel) -> int:
    if parcel.grams <= 0:
        raise ValueError("a parcel weighs something")
    if parcel.grams > 31_500:
        raise ValueError("too heavy for the desk")
    cents = base_price(parcel.grams)
    if parcel.country == "DE":
        factor = 100
    elif parcel.country in NEAR:
        factor = 160
    elif parcel.country in ("CH", "GB", "NO"):
        factor = 210
    else:
        factor = 300
    if parcel.express and factor > 160:
        factor += 80
    elif parcel.express:
        factor += 40
    cents = cents * factor // 100
    if parcel.insured and cents > 2_000:
        cents += cents // 20
    elif parcel.insured:
        cents += 100
    return cents
