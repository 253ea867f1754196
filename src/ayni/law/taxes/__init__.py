"""Taxes and prices."""
