"""Whom the law speaks of: persons and the households in which they live."""

from openfisca_core.entities import build_entity

Person = build_entity(key="person", plural="persons", label="A person", is_person=True)

Household = build_entity(
    key="household",
    plural="households",
    label="Persons who live together",
    roles=[{"key": "member", "plural": "members", "label": "Anybody who lives in the household"}],
)
