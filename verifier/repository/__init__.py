"""The audited repository: snapshots of it, its paths and scopes, its history. Nothing in it is trusted."""
