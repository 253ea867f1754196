"""The four payments made once in the health emergency of 2020."""
