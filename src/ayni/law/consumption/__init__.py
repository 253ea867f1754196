"""Taxes and subsidies in the prices of what households buy."""
