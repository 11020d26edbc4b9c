"""A language server: what of a report is false, while it is written."""
