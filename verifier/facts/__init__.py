"""What one file's bytes say: outlines, complexity, print calls, lines. Ask `facts.Facts`."""
