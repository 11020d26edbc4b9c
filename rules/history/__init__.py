"""Rules about what git remembers."""
