"""Kinds of claims that a project declares in its configuration."""
