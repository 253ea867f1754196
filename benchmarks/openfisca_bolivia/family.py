"""Family links: columns that hold the row of a relative, or -1."""

import numpy as np


def rows_named(links, chosen):
    """Which rows are named by the links of the chosen persons, (n_persons,)."""
    named = np.zeros(len(links), dtype=bool)
    named[links[chosen & (links >= 0)]] = True
    return named
