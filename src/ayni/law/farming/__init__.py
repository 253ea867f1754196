"""Benefits of farming families."""
