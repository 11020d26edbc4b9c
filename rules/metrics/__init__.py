"""Claims about measured properties of code."""
