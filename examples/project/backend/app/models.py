"""What is stored and sent."""

from dataclasses import dataclass


@dataclass
class Parcel:
    number: str
    sender: str
    grams: int
    country: str
    express: bool = False
    insured: bool = False
    status: str = "received"
    cents: int = 0
