"""Líneas de pobreza: the official lines and the poverty that they measure; no rule."""
