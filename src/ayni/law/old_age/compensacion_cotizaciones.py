"""Compensación de Cotizaciones: what the treasury adds for contributions before May 1997; recorded, not computed."""
