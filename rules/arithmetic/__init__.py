"""Rules about the report's own numbers: sums, scores, counts and shares that the report alone decides."""
