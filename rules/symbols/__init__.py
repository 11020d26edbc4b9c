"""Claims about definitions and their parts."""
