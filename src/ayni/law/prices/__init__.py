"""Prices set by decree, and rebates on bills."""
