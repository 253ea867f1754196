"""The chain of incomes, from market to final income: where each instrument enters it, what programmes pay, and gross
and net wages."""
