"""Writes docs/claims.md: the verdict on every claim, and every sentence of the articles with its tier.

python tools/claims_table.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ayni.evidence.claims import claims, coverage, judge
from ayni.law import bolivia
from ayni.report.claims import claims_as_bytes

DOCUMENT = Path(__file__).parent.parent / "docs" / "claims.md"
HEAD = """# What was said

*En breve: el veredicto de cada afirmación, uno para el número y otro para la causa, y cada frase de los artículos con
lo que se puede hacer con ella. La ficha de cada una, en español: `ayni claims A03`.*

Made by `tools/claims_table.py` from the ledger. Every claim is in our own paraphrase; its readings, sources and
receipt are on its card: `ayni claims A03`. How verdicts are reached is the table in
`src/ayni/evidence/verdicts.py`. To add a claim see [one page](add-a-claim.md).

"""
SENTENCES = """
## Every sentence

Title and standfirst first, then the body in order. *Executable*: the law's rules give it on a survey. *Calculable*:
from published figures. *Measurable*: an indicator of a survey. *Scenario*: needs a run that is not here. *Recorded*:
an event with its sources. *Outside*: nothing to compute.
"""


def document() -> str:
    """The text of the page."""
    parts = [HEAD, claims_as_bytes([judge(claim, bolivia()) for claim in claims()], "md", "en").decode(), SENTENCES]
    for article in coverage().values():
        coded = article["coded"]
        tally = Counter(sentence["tier"] for sentence in coded)
        parts += [f"\n### {article['title']['en']}\n\n", f"{len(coded)} sentences: "]
        parts += [", ".join(f"{count} {tier}" for tier, count in sorted(tally.items())), ".\n\n"]
        parts += ["| No. | about | tier | why | claims |\n| ---: | --- | --- | --- | --- |\n"]
        for each in coded:
            cells = [each["n"], each["about"]["en"], each["tier"], each["reason"]["en"], ", ".join(each["claims"])]
            parts.append("| " + " | ".join(map(str, cells)) + " |\n")
    return "".join(parts)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
