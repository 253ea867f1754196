"""Benefits of old age."""
