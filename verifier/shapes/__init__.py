"""Shapes of rules: what many rules do alike, from the gate to the verdict."""
