"""What a linter or formatter says of the code: PEP 8, formatting, imports."""
