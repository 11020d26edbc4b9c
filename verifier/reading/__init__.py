"""Bytes of a report to clauses: what it says, of what, with which polarity and stance."""
