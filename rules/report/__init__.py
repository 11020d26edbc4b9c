"""Claims about what the report alone decides."""
