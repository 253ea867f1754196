"""Contributions to social security."""
