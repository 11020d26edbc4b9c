"""Results as text, JSON and diffs: one module a format."""
