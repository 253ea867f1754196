"""Reconocimiento por el bicentenario de la Policía: a single payment of 2026; recorded, its amount is not said."""
