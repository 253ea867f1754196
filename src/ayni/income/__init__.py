"""The chain of incomes: where each instrument enters, what programmes pay, and wages before and after what is taken."""
