"""Who publishes the claims: the address of the website, and where mistakes can be reported."""

from __future__ import annotations

from msgspec import Struct

from ayni.evidence.claims import FOLDER, Claim
from ayni.words import Language, say


class Publisher(Struct, frozen=True):
    """The site that shows the cards, `https://example.org`, and an address to write to; empty where not known."""

    url: str = ""
    contact: str = ""

    def address(self, claim: Claim, language: Language) -> str:
        """Where a claim's card is read: on the site, or as a name of its own where there is none."""
        if not self.url or claim.path.parent != FOLDER:
            return f"urn:ayni:claim:{claim.id}"
        return f"{self.url}/{language}/{say('path.claims', language)}/{claim.id}"

    def wrong(self, claim: Claim, language: Language) -> str:
        """What to do where a card is wrong."""
        key = "claim.wrong_contact" if self.contact else "claim.wrong_publisher"
        return say(key, language, id=claim.id, contact=self.contact)


NOBODY = Publisher()
