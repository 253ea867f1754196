"""Benefits of families as a whole."""
