"""The built-in rules: one file a kind of claim, in folders by family. Installed as `verifier.rules`."""
