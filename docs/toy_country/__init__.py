"""The law of Toyland: an income tax, a child benefit and an old-age pension, in crowns."""

LANGUAGES = ("en",)
