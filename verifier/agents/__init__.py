"""For coding agents and editors: tools that agents call, a hook for the end of their turns, and diagnostics as one types."""
