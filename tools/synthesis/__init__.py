"""The synthetic default population: sequential trees, a survey design, households, persons, and the checks on them."""
