"""Desempleo urbano: the official urban unemployment rate; no rule."""
