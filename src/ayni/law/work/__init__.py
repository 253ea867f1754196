"""Wages and what the law adds to them."""
