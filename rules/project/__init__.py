"""Rules about manifests, commands, variables and imports."""
