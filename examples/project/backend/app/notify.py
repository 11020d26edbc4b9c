"""Tells senders what happened to their parcels."""

import logging

from app.models import Parcel

logger = logging.getLogger(__name__)


def notify_sender(parcel: Parcel) -> None:
    logger.info("parcel %s is %s", parcel.number, parcel.status)
    print("DEBUG notify", parcel.number)


def notify_desk(message: str) -> None:
    logger.warning("desk: %s", message)
