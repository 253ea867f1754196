"""The chain of incomes, from market to final income: what enters it where, what programmes pay, and gross wages."""
