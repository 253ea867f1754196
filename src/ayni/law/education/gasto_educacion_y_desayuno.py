"""Gasto en educación y alimentación escolar: recorded; no rule."""
