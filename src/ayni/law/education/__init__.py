"""Public education in kind."""
