"""Ayni: Bolivia's social policy as code, run on the country's household surveys."""

__version__ = "0.1.0"
