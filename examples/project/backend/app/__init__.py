"""The parcel desk's backend."""
