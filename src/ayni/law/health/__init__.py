"""Health cover without contributions."""
