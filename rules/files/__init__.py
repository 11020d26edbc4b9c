"""Claims about files, folders and places in files."""
