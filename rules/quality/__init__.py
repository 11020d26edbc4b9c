"""Claims about performance, quality and process: what no fact decides."""
