"""Corrections written into a report: as edits of its bytes, checked before they are kept."""
