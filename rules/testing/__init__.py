"""Claims about tests."""
