"""Claims about mechanisms: what the code uses, and what it lacks."""
